"""How a table lies on a page: upright or across, the size of its letters, and the width of each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

__all__: list[str] = []

#: A sheet of A4 and its margins [cm].
SHEET, MARGIN = (21.0, 29.7), 2.5
#: What a cell has at its left and right together [cm].
PADDING = 0.3
# sizes of letters [pt], the first of which is readable
_SIZES = (9, 8, 7, 6)
# the mean width of a letter, in parts of its size, and how many centimetres a point has
_LETTER, _BOLD, _POINT = 0.54, 0.6, 2.54 / 72
# text of so many letters can be read in one column, and a longer word is broken
_COMFORT, _WORD = 18, 24
# where a line may break: not at a no-break space, and at a dash only between long numbers
_BREAKS, _DASH, _LONG = re.compile("[ \n]"), "–", 14


class Layout(NamedTuple):
    """A page for one table: whether it lies across, the size of letters [pt], and widths of columns [cm]."""

    across: bool
    size: int
    widths: list[float]


def layout(heads: Sequence[str], numeric: Sequence[bool], rows: Sequence[Sequence[str]]) -> Layout:
    """The page on which a table can be read: upright where its columns fit, else across, else smaller."""
    columns = [[row[place] for row in rows] for place in range(len(heads))]
    columns = [column or [""] for column in columns]
    for across, size in ((False, _SIZES[0]), *((True, size) for size in _SIZES)):
        room = SHEET[across] - 2 * MARGIN
        least = [_least(*each, size) for each in zip(heads, numeric, columns, strict=True)]
        if sum(least) <= room:
            break
    else:
        # no size is small enough: words are broken
        return Layout(across, size, [width * room / sum(least) for width in least])
    longest = [_width(max(map(len, column)), size, _LETTER) for column in columns]
    return Layout(across, size, _grown(least, longest, room))


def _least(head: str, is_number: bool, column: Sequence[str], size: int) -> float:
    """The width in which a column can be read: its longest words, and a few words of a text in one line."""
    longest = max(map(len, column))
    words = max(_longest_word(cell) for cell in column)
    letters = words if is_number else max(words, min(longest, _COMFORT))
    return max(_width(_longest_word(head), size, _BOLD), _width(letters, size, _LETTER))


def _longest_word(text: str) -> int:
    words = _BREAKS.split(text)
    parts = [part for word in words for part in (word.split(_DASH) if len(word) > _LONG else [word])]
    return min(max(map(len, parts)), _WORD)


def _width(letters: int, size: int, of_size: float) -> float:
    return letters * of_size * size * _POINT + PADDING


def _grown(least: Sequence[float], longest: Sequence[float], room: float) -> list[float]:
    """Widths that share what is left of the room, none wider than its longest cell."""
    wanted = [max(long - width, 0.0) for width, long in zip(least, longest, strict=True)]
    part = min(1.0, (room - sum(least)) / sum(wanted)) if sum(wanted) else 0.0
    return [width + part * more for width, more in zip(least, wanted, strict=True)]
