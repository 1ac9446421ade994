"""Mutilated official lists: every line is accounted for, or an error says which cannot be read."""

from __future__ import annotations

import re

import pytest

import armsflow as af
from tests.frames import FUZZ, noted, seeds
from tests.laws.test_sipri_mutations import mutated
from tests.sources import (
    test_ch_licences,
    test_coarm,
    test_de_exports,
    test_nl_licences,
    test_sam,
    test_uk_licences,
    test_unroca,
)

pytestmark = pytest.mark.fuzz

# of each format
MUTATIONS = 600 if FUZZ else 12
CHUNK = 200 if FUZZ else MUTATIONS
FORMATS = {
    "unroca": (af.read_unroca, test_unroca.objects(*test_unroca.PAGES)),
    "unroca table": (
        af.read_unroca,
        "\n".join(
            [test_unroca.HEAD, *(",".join(f'"{c}"' for c in (*r, "", "", "")) for r in test_unroca.PAGES)]
        ).encode(),
    ),
    "coarm": (af.read_coarm, test_coarm.scraped(*test_coarm.ROWS)),
    "coarm long": (af.read_coarm, "\n".join(test_coarm.LONG).encode()),
    "uk": (af.read_uk_licences, test_uk_licences.listed(*test_uk_licences.ROWS)),
    "sam": (af.read_sam, test_sam.listed(*test_sam.ROWS)),
    "nl": (af.read_nl_licences, test_nl_licences.listed(*[test_nl_licences.row()] * 4)),
    "ch": (af.read_ch_licences, test_ch_licences.listed(*test_ch_licences.ROWS)),
    "de": (af.read_de_exports, test_de_exports.listed("2000-01-01;1;0;Chile;CHL", '2011;;5;"Chile\n";CHL')),
}


def lines_of(content):
    """How many lines a text has, whatever ends them, as every program counts them."""
    text = af.sources.delimited.text_in(content)
    lines = re.split(r"\r\n|\r|\n", text)
    return len(lines) - (not lines[-1])


@pytest.mark.covering(4)
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("chunk", range(0, MUTATIONS, CHUNK))
@pytest.mark.parametrize("name", FORMATS)
def test_no_line_is_lost(name, chunk):
    reader, whole = FORMATS[name]
    for seed in seeds(chunk, CHUNK):
        with noted(f"seed {seed}"):
            check(name, reader, mutated(whole, f"{name} {seed}"))


def check(name, reader, content):
    try:
        records = reader(content, on_error="collect")
    except af.SourceError as error:
        assert error.rows, error  # noqa: PT017
        return
    lines = records.attrs["lines"]
    parts = sum(lines[part] for part in ("records", "passed", "by_rule", "set_aside"))
    assert lines["read"] == parts
    if name not in ("unroca", "sam"):  # these count objects
        assert lines["read"] == lines_of(content)
    named = set(records["line"]) | {line for line, _ in records.attrs.get("set_aside", [])}
    assert named <= set(range(1, lines_of(content) + 1))
