"""The sample register holds nothing of SIPRI's."""

from __future__ import annotations

import pytest

import armsflow as af
from tests.realdata import needs_files, sipri

pytestmark = needs_files

REGISTERS = (
    "SIPRI_BRICS__trade-register.csv",
    "Global-Arms-Trade-Network-Analysis-1995-2024-__trade_register.csv",
    "OSINT_Visualisation__Trade-Register-1950-2021-downloaded.rtf",
)


@pytest.mark.covering(1)
@pytest.mark.parametrize("name", REGISTERS)
def test_no_weapon_is_a_real_one(name):
    real = sipri(name)
    sample = af.read_sipri(af.table_path("sample_register.csv"))
    ours, theirs = (
        {word.strip().casefold() for word in frame["designation"]} - {""} for frame in (sample, real)
    )
    assert len(theirs) > 1000
    assert not ours & theirs
    words = {word.partition("-")[0] for word in ours}
    assert not words & {word.partition("-")[0].partition(" ")[0] for word in theirs}


@pytest.mark.sweep
def test_the_places_are_not_theirs():
    name = "SIPRI_BRICS__import-export-values_1950-2024_1950-2024.csv"
    years = (2014, 2023)
    real, sample = (
        af.totals(af.where(records, years=years), over=years).set_index("supplier")["value"]
        for records in (sipri(name), af.read_sipri(af.table_path("sample_register.csv")))
    )
    both = real.to_frame("real").join(sample.rename("sample"), how="inner").drop(index="unk:supplier")
    assert len(both) > 15
    assert both.corr("spearman").loc["real", "sample"] < 0.3
    # nor is it near in size
    assert sample.sum() < 0.1 * real.sum()
