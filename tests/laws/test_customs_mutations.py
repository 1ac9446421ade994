"""Mutilated files of Kiel and of customs: every line has its place, or an error says which has none."""

from __future__ import annotations

import random
import re
import warnings

import pytest

import armsflow as af
from armsflow.records.schema import COLUMNS
from tests.frames import FUZZ
from tests.laws.test_sipri_mutations import mutated
from tests.sources import customs_formats as customs
from tests.sources.kiel.formats import PACKAGES, SITE

# of each format
MUTATIONS = 4_000 if FUZZ else 15
CHUNK = 500 if FUZZ else MUTATIONS
SHAPES = {
    **{f"kiel {layout}": (af.read_kiel, text.encode()) for layout, text in SITE.items()},
    "kiel packages": (af.read_kiel, PACKAGES.encode("utf-16")),
    "comtrade short": (af.read_comtrade, customs.SHORT.encode()),
    "comtrade bulk": (af.read_comtrade, customs.BULK.encode()),
    "comtrade full": (af.read_comtrade, customs.FULL.encode()),
    "comtrade plus": (af.read_comtrade, customs.plus(customs.ROWS)),
    "comtrade answer": (af.read_comtrade, customs.answer(customs.ROWS)),
    "comtrade pairs": (af.read_comtrade, customs.PAIRS.encode()),
    "baci": (af.read_baci, customs.BACI.encode()),
}
JSON = ("comtrade answer",)
# a line, or why the file as a whole has none
_SAID = re.compile(r"line \d|\d lines|a header and no|no flow of goods|empty answer|is JSON")


@pytest.mark.covering(5)
@pytest.mark.parametrize("chunk", range(0, MUTATIONS, CHUNK))
@pytest.mark.parametrize("shape", SHAPES)
def test_no_line_is_lost(shape, chunk):
    reader, content = SHAPES[shape]
    for seed in range(chunk, chunk + CHUNK):
        check(reader, mutated(content, f"{shape} {seed}"), (shape, seed))


def check(reader, content, case):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            records = reader(content, on_error="collect")
    except af.SourceError as error:
        assert _SAID.search(str(error)), (case, error)  # noqa: PT017
        return
    lines = records.attrs["lines"]
    assert lines["read"] == sum(lines.values()) - lines["read"], case
    assert min(lines.values()) >= 0, case
    if case[0] == "baci":
        # read as bytes
        assert lines["read"] == content.count(b"\n") + (not content.endswith(b"\n")), case
    elif case[0] not in JSON:
        # those of a text that an editor counts
        assert lines["read"] == physical(content), case
    aside = records.attrs.get("set_aside", [])
    assert all(0 < line <= lines["read"] and reason for line, reason in aside), case
    assert sum(records.attrs.get("by_rule", {}).values()) <= lines["by_rule"], case
    if random.Random(str(case)).random() < 0.1:
        again = af.to_records(records.copy())
        assert again[list(COLUMNS)].astype(object).equals(records[list(COLUMNS)].astype(object)), case


def physical(content: bytes) -> int:
    """The lines of a file: LF, CRLF and CR end one each, also inside quotes."""
    from armsflow.sources.delimited import text_in

    text = text_in(content)
    ends = text.replace("\r\n", "\n").replace("\r", "\n")
    return ends.count("\n") + (not ends.endswith("\n") and bool(ends))
