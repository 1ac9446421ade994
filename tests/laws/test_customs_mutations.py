"""Mutilated files of Kiel and of customs: every line has its place, or an error says which has none."""

from __future__ import annotations

import re
import warnings

import pytest

import armsflow as af
from armsflow.records.schema import COLUMNS
from tests.frames import FUZZ, noted, seeds
from tests.laws.test_sipri_mutations import mutated
from tests.sources import customs_formats as customs
from tests.sources.kiel.formats import PACKAGES, SITE

pytestmark = pytest.mark.fuzz

# of each format
MUTATIONS = 800 if FUZZ else 15
CHUNK = 200 if FUZZ else MUTATIONS
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


@pytest.mark.covering(2)
@pytest.mark.parametrize("chunk", range(0, MUTATIONS, CHUNK))
@pytest.mark.parametrize("shape", SHAPES)
def test_no_line_is_lost(shape, chunk):
    reader, content = SHAPES[shape]
    for seed in seeds(chunk, CHUNK):
        with noted(f"seed {seed}"):
            check(shape, reader, mutated(content, f"{shape} {seed}"), seed)


def check(shape, reader, content, seed):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            records = reader(content, on_error="collect")
    except af.SourceError as error:
        assert _SAID.search(str(error)), error  # noqa: PT017
        return
    lines = records.attrs["lines"]
    assert lines["read"] == sum(lines.values()) - lines["read"]
    assert min(lines.values()) >= 0
    if shape == "baci":
        # read as bytes
        assert lines["read"] == content.count(b"\n") + (not content.endswith(b"\n"))
    elif shape not in JSON:
        # those of a text that an editor counts
        assert lines["read"] == physical(content)
    aside = records.attrs.get("set_aside", [])
    assert all(0 < line <= lines["read"] and reason for line, reason in aside)
    assert sum(records.attrs.get("by_rule", {}).values()) <= lines["by_rule"]
    if seed % 10 == 0:
        again = af.to_records(records.copy())
        assert again[list(COLUMNS)].astype(object).equals(records[list(COLUMNS)].astype(object))


def physical(content: bytes) -> int:
    """The lines of a file: LF, CRLF and CR end one each, also inside quotes."""
    from armsflow.sources.delimited import text_in

    text = text_in(content)
    ends = text.replace("\r\n", "\n").replace("\r", "\n")
    return ends.count("\n") + (not ends.endswith("\n") and bool(ends))
