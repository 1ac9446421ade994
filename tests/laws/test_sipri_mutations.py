"""Mutilated exports: every line is accounted for, or an error says which cannot be read."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest

import armsflow as af
from armsflow.records.schema import COLUMNS
from armsflow.sources.sipri import as_records, opening, read
from tests.frames import FUZZ, noted, seeds
from tests.sources.sipri.formats import ENVELOPES, SHAPES

pytestmark = pytest.mark.fuzz

# of each format
MUTATIONS = 1_000 if FUZZ else 60
CHUNK = 250 if FUZZ else 20
# the first of each format in `make test`, the others in `make sweep`
CHUNKS = [
    pytest.param(n, marks=pytest.mark.sweep if n and not FUZZ else ()) for n in range(0, MUTATIONS, CHUNK)
]
SIDES = {"supplier": None, "recipient": None}


def cut(draw, content):
    return content[: draw.randrange(len(content) + 1)]


def on_lines(change):
    def mutate(draw, content):
        lines = content.split(b"\n")
        change(draw, lines, draw.randrange(len(lines)))
        return b"\n".join(lines)

    return mutate


def on_cells(change):
    def mutate(draw, content):
        mark = draw.choice([b",", b";", b"\\tab"])
        lines = content.split(b"\n")
        at = draw.randrange(len(lines))
        cells = lines[at].split(mark)
        change(draw, cells, draw.randrange(len(cells)))
        lines[at] = mark.join(cells)
        return b"\n".join(lines)

    return mutate


def drop(draw, items, i):
    del items[i]


def double(draw, items, i):
    items.insert(draw.randrange(len(items) + 1), items[i])


def swap(draw, items, i):
    j = draw.randrange(len(items))
    items[i], items[j] = items[j], items[i]


def split(draw, items, i):
    at = draw.randrange(len(items[i]) + 1)
    items[i : i + 1] = [items[i][:at], items[i][at:]]


def pad(draw, items, i):
    items[i] += draw.choice([b",", b";", b" "]) * draw.randrange(1, 9)


def scribble(draw, content):
    at = draw.randrange(len(content) + 1)
    marks = [*(bytes([each]) for each in b'",;\r\n\t\x00\xe9\xff?(-{\\'), b"9" * 400]
    return content[:at] + draw.choice(marks) + content[at + draw.randrange(2) :]


def reencode(draw, content):
    text = content.decode("latin-1")
    return text.encode(draw.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"]))


def line_ends(draw, content):
    return content.replace(b"\n", draw.choice([b"\r\n", b"\r", b"\n\n", b";\r\n", b",\n"]))


KINDS = [
    *(cut, scribble, reencode, line_ends),
    *(on_lines(change) for change in (drop, double, swap, split, pad)),
    *(on_cells(change) for change in (drop, double, swap, split, pad)),
]


def mutated(content, seed):
    draw = random.Random(seed)
    for _ in range(draw.choice([1, 1, 2, 3])):
        content = draw.choice(KINDS)(draw, content)
    return content


def partition(lines, found):
    """The four places of a line, each line once."""
    return sorted(
        [*np.unique(found.rows["line"]).tolist(), *found.passed, *found.joined]
        + [line for line, _ in found.aside]
    )


@pytest.mark.covering(6)
@pytest.mark.parametrize("chunk", CHUNKS)
@pytest.mark.parametrize("shape", SHAPES)
def test_no_line_is_lost(shape, chunk):
    for seed in seeds(chunk, CHUNK):
        with noted(f"seed {seed}"):
            check(shape, mutated(SHAPES[shape], f"{shape} {seed}"), seed)


def check(shape, content, seed):
    try:
        lines, found = read._found("it", opening.lines_of(content), SIDES)
        as_records.named(found)
    except af.SourceError as error:
        assert shape in ENVELOPES or re.search(r"line \d", str(error)), error  # noqa: PT017
        return
    assert partition(lines, found) == list(range(1, len(lines) + 1))
    if seed % 30 == 0:
        whole(content)


@pytest.mark.parametrize("place", range(MUTATIONS // 10))
def test_no_volume_is_lost_when_lines_change_places(place):
    """What is read and what is set aside add up to the column of TIV, whatever the order and padding."""
    draw = random.Random(f"places {seeds(place, 1)[0]}")
    lines = SHAPES["deliveries"].decode().splitlines()
    head, rows = lines[:12], lines[12:]
    # half a row that a spreadsheet has padded to full width holds figures, and is no sum
    rows.append("," + ",".join(rows[0].split(",")[9:]) + "," * 8)
    draw.shuffle(rows)
    padding = draw.choice(["", ",", ",,,"])
    records = af.read_sipri("\n".join([*head, *(row + padding for row in rows)]).encode(), on_error="collect")
    assert records["value"].sum() == 127e6
    assert len(records.attrs["set_aside"]) == 1


def whole(content):
    """What is read keeps the rules of the records frame, and the counts add up."""
    try:
        records = af.read_sipri(content, on_error="collect")
    except af.SourceError as error:
        assert "line" in str(error), error  # noqa: PT017
        return
    counts = records.attrs["lines"]
    assert counts["read"] == counts["records"] + counts["passed"] + counts["set_aside"]
    again = af.to_records(records.copy())
    assert again[list(COLUMNS)].equals(records[list(COLUMNS)])
