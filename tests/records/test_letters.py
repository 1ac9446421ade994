"""Texts of Arrow as whole numbers: told apart as the texts are, wherever they lie in memory."""

from __future__ import annotations

import pyarrow as pa
import pytest

from armsflow.records.letters import ends_of, first_letters, last_letters, numbers_of, sizes_of

WORDS = ["", "a", "AB", "éé", "1234567", "12345678", "123456789", "a text of many letters", "x\0", "\0"]


def array(words: list[str]) -> pa.Array:
    """Words that begin within another array and end before it does, as slices of frames do."""
    return pa.array(["behind", *words, "before"], pa.string()).slice(1, len(words))


@pytest.mark.parametrize("cells", [array(WORDS), pa.array(WORDS), pa.array(WORDS[::-1]), pa.array(["ab"])])
def test_first_and_last_letters_are_those_of_the_bytes(cells):
    words = [word.encode() for word in cells.to_pylist()]
    (size,) = sizes_of(pa.chunked_array([cells]))
    assert size.tolist() == [len(word) for word in words]
    assert ends_of(cells)[-1] - ends_of(cells)[0] == sum(size)
    assert first_letters(cells, size).tolist() == [int.from_bytes(word[:8], "big") for word in words]
    expected = [int.from_bytes(word[-8:], "big") if len(word) > 8 else 0 for word in words]
    assert last_letters(cells, size).tolist() == expected


@pytest.mark.parametrize(
    "words",
    [
        ["USA", "RUS", "AFG"],
        ["abcdefg", "gfedcba"],
        ["12345", "54321"],
        ["b", "a"],
        ["", "all", "USA", "x:kos"],
    ],
)
def test_numbers_stand_in_the_order_of_their_texts(words):
    numbers = numbers_of(pa.chunked_array([array(words), pa.array(words[:1]), pa.array([], pa.string())]))
    assert len(set(numbers.tolist())) == len(set(words))
    assert [word for _, word in sorted(zip(numbers.tolist(), words, strict=False))] == sorted(words)
    assert numbers[len(words)] == numbers[0]


@pytest.mark.parametrize("cells", [["eight888"], ["USA", None], [2015]])
def test_long_texts_and_nulls_have_no_numbers(cells):
    assert numbers_of(pa.chunked_array([cells])) is None
