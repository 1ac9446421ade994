"""What all charts share: one sequence of checks, columns by declaration, part and whole as shares() says."""

from __future__ import annotations

from decimal import Decimal

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import armsflow as af
from armsflow import ArgumentError
from armsflow.charts import check
from armsflow.charts.concentration_index import IndexChart
from armsflow.charts.matrix_cells import _decades
from armsflow.charts.protocol.chart import Chart
from armsflow.charts.protocol.pairs import PairsChart
from armsflow.charts.protocol.parts import PartsChart
from armsflow.rounding import decade, differ, is_whole, magnitude
from tests.frames import made


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def texts(ax, label):
    return [text.get_text() for text in ax.texts if text.get_label() == label]


def bought():
    given = pd.DataFrame(
        {
            "supplier": ["Russia", "Israel", "Türkiye", "Russia", "Israel", "Türkiye"],
            "recipient": ["Azerbaijan"] * 3 + ["Armenia"] * 3,
            "value": [50.0, 40.0, 10.0, 70.0, 20.0, 10.0],
        }
    )
    return made(given, year=2014, stage="delivery", unit="TIV", source="invented")


def subclasses(cls):
    for sub in cls.__subclasses__():
        yield sub
        yield from subclasses(sub)


def test_every_chart_is_one_of_ours():
    for name in af.__all__:
        if name.startswith("plot_"):
            getattr(af, name)  # loads its module
    functions = {sub.function for sub in subclasses(Chart) if hasattr(sub, "function")}
    assert functions == {name for name in af.__all__ if name.startswith("plot_")}
    for shared in (PairsChart, PartsChart, IndexChart):
        assert not hasattr(shared, "function")


# --- part and whole -----------------------------------------------------------------------------------


def test_rows_that_are_left_out_draw_the_same_kind_of_chart():
    whole = af.plot_shares(af.shares(bought()))
    shares = af.shares(bought())
    some = af.plot_shares(shares[shares["share"] > 0.15])
    for label in ("head", "subtitle"):
        assert texts(some, label) == texts(whole, label)
    assert (
        some.get_title(loc="left")
        == whole.get_title(loc="left")
        == "Suppliers of arms to Armenia and Azerbaijan"
    )
    assert texts(some, "group") == ["Israel", "Russia"]
    tops = {bars.get_label(): [bar.get_height() for bar in bars] for bars in some.containers}
    assert tops["RUS"] == pytest.approx([70, 50])


@pytest.mark.sweep
def test_the_part_may_be_the_first_key():
    """Half and half: by sums alone, supplier and recipient could each be the part."""
    given = pd.DataFrame({"supplier": ["RUS", "ISR"] * 2, "recipient": ["AZE", "AZE", "ARM", "ARM"]})
    records = made(given.assign(value=1.0), year=2014, stage="delivery", unit="TIV")
    ax = af.plot_shares(af.shares(records, of="recipient", within="supplier"))
    assert ax.get_title(loc="left") == "Recipients of arms from Israel and Russia"
    both = af.plot_shares(af.shares(records, of=["supplier", "recipient"], within=None))
    assert both.get_title(loc="left") == "Suppliers and Recipients of arms"


@pytest.mark.covering(1)
@pytest.mark.parametrize("plot", [af.plot_shares, af.plot_slopes])
def test_part_and_whole_must_be_said(plot):
    records = af.to_periods(af.to_years(bought().assign(end=2023)), 5, end=2023)
    shares = af.shares(records)
    plot(shares, axes=plt.subplots(1, 2)[1]) if plot is af.plot_slopes else plot(shares)
    with pytest.raises(ArgumentError, match=r"missing: 'of', 'within'; call shares\(records, …\) first"):
        plot(shares.drop(columns=["of", "within"]))
    other = af.shares(records, of="recipient", within=None).assign(supplier="all")
    mixed = pd.concat([shares, other], ignore_index=True)[shares.columns]
    with pytest.raises(
        ArgumentError, match=r"of is 'recipient', 'supplier'; call shares\(records, …\) again"
    ):
        plot(mixed)
    with pytest.raises(ArgumentError, match=r"its keys are 'supplier'; call shares\(records, …\) again"):
        plot(shares[shares["recipient"] == "AZE"].drop(columns="recipient"))


# --- numbers by type or by declaration ----------------------------------------------------------------


def read(frame, **declared):
    return check.read(frame, chart="plot_x", noun="x", common=(), **declared)


def test_a_number_is_one_by_its_type():
    frame = pd.DataFrame(
        {
            "whole": pd.array([1, 2], dtype="Int64"),
            "gap": pd.array([1, None], dtype="Int64"),
            "part": pd.array([0.5, None], dtype="Float64"),
            "yes": pd.array([True, False], dtype="boolean"),
            "money": [Decimal("1.50"), None],
            "name": pd.array(["a", None], dtype="string"),
            "kind": pd.Categorical(["a", None]),
            "nothing": [None, None],
        }
    )
    out = read(frame)
    assert out["whole"].tolist() == [1, 2]
    assert out["whole"].dtype == np.int64
    for column, expected in {"gap": [1, np.nan], "part": [0.5, np.nan], "money": [1.5, np.nan]}.items():
        np.testing.assert_array_equal(out[column], expected)
    assert out["yes"].tolist() == [1, 0]
    assert out["name"].tolist() == out["kind"].tolist() == ["a", ""]
    assert out["nothing"].tolist() == ["", ""]


def test_a_number_is_one_by_declaration_too():
    frame = pd.DataFrame(
        {"start": [Decimal(2014)], "value": [None], "hhi": [None], "partner_2_share": [None], "label": [None]}
    )
    out = read(frame, figures=("hhi",), optional=(r"partner_\d+_share",))
    assert out["start"].tolist() == [2014]
    assert out[["value", "hhi", "partner_2_share"]].isna().all(axis=None)
    assert all(out[name].dtype == float for name in ("value", "hhi", "partner_2_share"))
    assert out["label"].tolist() == [""]


# --- numbers that differ in their last digits ---------------------------------------------------------


def test_powers_of_ten_do_not_depend_on_the_last_digit():
    assert [magnitude(x) for x in (123.0, 1e-5, np.nextafter(1e-5, 0), np.nextafter(1000, 0))] == [
        2,
        -5,
        -5,
        3,
    ]
    assert [decade(n) for n in (-5, 0, 3)] == [1e-5, 1.0, 1000.0]
    low, high = np.nextafter(1e-5, 1), np.nextafter(10, 0)
    assert _decades(low, high) == _decades(1e-5, 10.0) == [1e-5, 1e-3, 0.1, 10.0]


def test_bounds_differ_by_more_than_their_last_digits():
    assert not differ(0.3, 0.1 + 0.2)
    assert not differ(np.nan, np.nan)
    assert not differ(np.inf, np.inf)
    assert differ(1.0, np.inf)
    assert differ(1.0, 1.001)
    assert is_whole(np.array([3.0, np.nextafter(3, 4), 3.1])).tolist() == [True, True, False]
