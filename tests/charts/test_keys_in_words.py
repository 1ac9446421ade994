"""Keys of the user's own in words: True and False, numbers, and cells that are empty."""

from __future__ import annotations

import re

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import armsflow as af
from tests.frames import made


def records(cells, key="flag", years=(2019, 2020)):
    """Two deliveries to India a year, of 60 and 40, each with one of two cells of a key."""
    given = pd.DataFrame({"supplier": ["USA", "USA"], key: cells, "value": [60, 40]})
    rows = [given.assign(year=year) for year in years]
    rows = pd.concat(rows, ignore_index=True)
    return made(rows, recipient="IND", stage="delivery", unit="TIV", source="invented")


#: Cells of a key, and what a chart calls them; only what is missing is not given.
CELLS = {
    "True and False": ([True, False], ("yes", "no")),
    "True and nothing": ([True, None], ("yes", "Not given")),
    "False and nothing": ([None, False], ("Not given", "no")),
    "one and zero": ([1, 0], ("1", "0")),
    "zero and a half": ([0.0, 0.5], ("0", "0.5")),
    "zero and nothing": ([0.0, None], ("0", "Not given")),
    "a word and an empty one": (["x", ""], ("x", "Not given")),
}
KEYS = pytest.mark.parametrize(("cells", "called"), CELLS.values(), ids=CELLS)


def total(cells, key="flag", **given):
    return af.totals(records(cells, key, **given), by=key)


@pytest.mark.covering(2)
@KEYS
def test_bars_name_each_key(cells, called):
    ax = af.plot_totals(af.totals(records(cells, years=(2020,)), by="flag"))
    assert f"{called[0]}: 60; {called[1]}: 40." in af.describe(ax)
    assert "by flag. Deliveries" in af.describe(ax)


@pytest.mark.covering(4)
@KEYS
@pytest.mark.parametrize("chart", [af.plot_lines, af.plot_areas, af.plot_totals])
def test_charts_over_years_name_each_key(chart, cells, called):
    said = af.describe(chart(total(cells)))
    assert f"{called[0]}: from 60 in 2019 to 60 in 2020" in said
    assert f"{called[1]}: from 40 in 2019 to 40 in 2020" in said


@pytest.mark.covering(2)
@KEYS
def test_dumbbells_and_shares_name_each_key(cells, called):
    assert f"2 pairs: {called[0]}: 60 → 60; {called[1]}: 40 → 40." in af.describe(
        af.plot_dumbbells(total(cells))
    )
    shares = af.shares(records(cells), of="flag", within=None)
    assert f"2020: {called[0]} 60, {called[1]} 40" in af.describe(af.plot_shares(shares))


@pytest.mark.covering(2)
@KEYS
def test_changes_and_concentration_name_each_key(cells, called):
    changes = af.describe(af.plot_changes(af.changes(records(cells), of="flag", absent="unknown")))
    index = af.concentration(records(cells), of="supplier", within="flag")
    index = af.describe(af.plot_concentration(index))
    for name in called:
        assert f"{name}: " in changes
        assert f"{name}: from 1.00 in 2019 to 1.00 in 2020" in index


@pytest.mark.covering(3)
@KEYS
def test_coverage_names_each_key(cells, called):
    said = af.describe(af.plot_coverage(af.coverage(records(cells), by="flag")))
    for name in called:
        assert f"{name[:1].upper()}{name[1:]}: 2 records" in said


@pytest.mark.covering(2)
@KEYS
def test_panels_name_each_key(cells, called):
    figure = af.plot_lines(total(cells), facet="flag")[0].figure
    said = [text.get_text() for ax in figure.axes for text in ax.texts]
    assert {*called} <= {*said}


@pytest.mark.covering(1)
@pytest.mark.parametrize("of", [pl.from_pandas, pa.Table.from_pandas], ids=["polars", "pyarrow"])
def test_the_words_do_not_depend_on_the_engine(of):
    for cells, called in CELLS.values():
        frame = of(af.totals(records(cells, years=(2020,)), by="flag"))
        assert f"{called[0]}: 60; {called[1]}: 40." in af.describe(af.plot_totals(frame))


@pytest.mark.covering(1)
@pytest.mark.parametrize("dtype", ["boolean", "bool[pyarrow]", "object"])
def test_the_words_do_not_depend_on_the_type(dtype):
    frame = total([True, False], years=(2020,))
    frame = frame.assign(flag=frame["flag"].astype(dtype))
    assert "yes: 60; no: 40." in af.describe(af.plot_totals(frame))


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("language", "called"), [("de", ("ja", "nein")), ("fr", ("oui", "non")), ("ru", ("да", "нет"))]
)
def test_true_and_false_are_words_of_the_language(language, called):
    ax = af.plot_totals(total([True, False], years=(2020,)), language=language)
    said = af.describe(ax)
    assert all(re.search(rf"\b{name}\s?: [46]0", said) for name in called)


def test_local_production_has_words_of_its_own():
    frame = total([False, True], "local_production", years=(2020,))
    said = af.describe(af.plot_totals(frame))
    assert "Not made under licence: 60; Made under licence: 40." in said


def test_the_users_own_words_for_true_and_zero_come_first():
    frame = total([True, False], years=(2020,))
    said = af.describe(af.plot_totals(frame, labels={"True": "New", "False": "Used"}))
    assert "New: 60; Used: 40." in said
