"""Totals: numbers by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import armsflow as af
from tests.frames import assert_alike, made, make, plain

ROWS = {
    "record": list("abcdef"),
    "supplier": ["RUS", "RUS", "ISR", "ISR", "unk:supplier", "TUR"],
    "recipient": ["AZE"] * 6,
    "start": [2010, 2010, 2010, 2012, 2010, 2010],
    "end": [2014, 2014, 2014, 2012, 2014, 2014],
    "value": [10.0, 4.0, 3.0, 7.0, 1.0, 2.0],
    "low": [9.0, 4.0, 3.0, 6.0, 1.0, 2.0],
    "high": [11.0, 5.0, np.inf, 7.0, 1.0, 2.0],
    "estimated": [True, False, False, False, False, True],
}


def cell(summary, columns, **keys):
    frame = plain(summary)
    for key, value in keys.items():
        frame = frame[frame[key] == value]
    assert len(frame) == 1
    return frame[columns].iloc[0].tolist()


def test_sums_and_their_bounds():
    totals = af.totals(make(ROWS))
    assert (
        list(totals.columns)
        == (
            "supplier period value low high start end unit prices stage source dataset release reporter "
            "records undisclosed estimated complete selection observed_start observed_end"
        ).split()
    )
    figures = ["period", "value", "low", "high", "records", "undisclosed"]
    assert cell(totals, figures, supplier="RUS") == ["2010–14", 14, 13, 16, 2, 0]
    assert cell(totals, figures, supplier="ISR", end=2014) == ["2010–14", 3, 3, np.inf, 1, 0]
    assert cell(totals, figures, supplier="ISR", end=2012) == ["2012", 7, 6, 7, 1, 0]
    assert cell(totals, ["estimated"], supplier="RUS") == pytest.approx([10 / 14])


def test_over_asks_for_one_window():
    totals = af.totals(make(ROWS), over=(2010, 2014))
    assert cell(totals, ["value", "low", "high", "period"], supplier="ISR") == [10, 9, np.inf, "2010–14"]
    with pytest.raises(
        af.SpanError, match=r"5 row\(s\) reach outside over=\(2011, 2014\), such as '2010–14'"
    ) as refused:
        af.totals(make(ROWS), over=(2011, 2014))
    assert "; over=(2010, 2014) takes in all rows;" in str(refused.value)
    with pytest.raises(af.ArgumentError, match="over is 2014"):
        af.totals(make(ROWS), over=2014)


def test_the_rest_is_folded_and_the_unknown_is_not():
    totals = plain(af.totals(make(ROWS), over=(2010, 2014), top=1)).set_index("supplier")
    assert totals["value"].to_dict() == {"RUS": 14, "others": 12, "unk:supplier": 1}
    assert totals.loc["others", ["low", "high", "records"]].tolist() == [11, np.inf, 3]
    assert totals.index.tolist() == ["RUS", "unk:supplier", "others"]


def test_undisclosed_is_counted_and_widens_nothing():
    rows = make({"value": [5.0, np.nan], "low": [4.0, np.nan], "high": [6.0, np.nan]})
    assert cell(af.totals(rows), ["value", "low", "high", "records", "undisclosed"]) == [5, 4, 6, 2, 1]


def test_a_sum_of_nothing_known_is_null():
    nothing = af.totals(make({"value": [np.nan, np.nan]}))
    assert plain(nothing)[["value", "low", "high", "estimated"]].isna().all().all()
    assert cell(nothing, ["records", "undisclosed"]) == [2, 2]


def test_a_figure_without_value_leaves_bounds_and_no_value():
    rows = make({"value": [5.0, np.nan], "low": [4.0, 100.0], "high": [6.0, 200.0]})
    value, low, high = cell(af.totals(rows), ["value", "low", "high"])
    assert np.isnan(value)
    assert (low, high) == (104, 206)


def test_by_nothing_is_the_sum_of_all():
    assert cell(af.totals(make(ROWS), by=(), over=(2010, 2014)), ["value"]) == [27]


def test_a_period_pivots():
    windows = af.to_periods(make(ROWS), 5, end=2014)
    table = af.totals(windows).pivot(index="period", columns="supplier", values="value")
    assert table.loc["2010–14", "ISR"] == 10


@pytest.mark.covering(1)
@pytest.mark.parametrize("choices", [{}, {"by": ["recipient", "supplier"], "over": (2010, 2014), "top": 2}])
def test_summaries_are_equal_on_every_engine(choices, beside):
    assert_alike(lambda r: af.totals(r, **choices), make(ROWS), engines=beside)


def test_a_summary_is_of_the_kind_in_memory_that_the_records_are(engine):
    totals = af.totals(engine.of(make({"value": [1.0]})))
    kind = engine.name.partition(",")[0]
    assert isinstance(totals, {"Polars": pl.DataFrame, "PyArrow": pa.Table}.get(kind, pd.DataFrame))


def test_both_ends_of_the_window_count():
    span = make({"start": [2010], "end": [2014], "value": [5.0]})
    for over in ((2010, 2013), (2011, 2014)):
        with pytest.raises(af.SpanError, match="reach outside"):
            af.totals(span, over=over)


def test_the_largest_by_its_lower_bound_is_not_folded():
    rows = make({"supplier": ["RUS", "FRA", "USA"], "value": [np.nan, 5.0, 4.0], "low": [100.0, 5.0, 4.0],
                 "high": [200.0, 5.0, 4.0]})  # fmt: skip
    assert set(plain(af.totals(rows, top=1))["supplier"]) == {"RUS", "others"}
    with pytest.raises(af.ArgumentError, match="top is given and no column"):
        af.totals(rows, by=[], top=1)


def test_the_smaller_of_both_sides_become_others():
    flows = {"supplier": list("RRRUUF"), "recipient": list("ABCABC"), "value": [50, 20, 1, 30, 9, 2]}
    codes = {"R": "RUS", "U": "USA", "F": "FRA", "A": "ARM", "B": "AZE", "C": "TUR"}
    frame = pd.DataFrame(flows).replace(codes)
    records = made(frame, year=2020, stage="delivery", unit="TIV")
    kept = af.totals(records, by=["supplier", "recipient"], top={"supplier": 1, "recipient": 2})
    assert kept[["supplier", "recipient", "value"]].to_numpy().tolist() == [
        ["RUS", "ARM", 50],
        ["RUS", "AZE", 20],
        ["RUS", "others", 1],
        ["others", "ARM", 30],
        ["others", "AZE", 9],
        ["others", "others", 2],
    ]
    with pytest.raises(af.ArgumentError, match="top names 'stage'; expected columns of by"):
        af.totals(records, by=["supplier", "recipient"], top={"stage": 1})
    with pytest.raises(af.ArgumentError, match="top is 0"):
        af.totals(records, by="supplier", top={"supplier": 0})


# large and small figures of four rows, two of each kind, that are never added: who leads which kind
LARGE, UNITS = [1e9, 40.0, 30.0, 1.0], ["USD", "TIV", "TIV", "USD"]
APART = [
    ("unit", {"unit": UNITS, "value": LARGE}, "FRA TIV, RUS USD"),
    ("stage", {"stage": ["loan", "aid", "aid", "loan"], "value": LARGE}, "FRA aid, RUS loan"),
    # what one recipient has is in dollars, what the other has in TIV, or in pieces of other things
    (
        "recipient",
        {"recipient": ["IND", "PAK", "PAK", "IND"], "unit": UNITS, "value": LARGE},
        "FRA PAK, RUS IND",
    ),
    (
        "recipient",
        {"recipient": ["IND", "PAK", "PAK", "IND"], "category": ["un:VII", "un:I", "un:I", "un:VII"]}
        | {"unit": "pieces", "value": [900.0, 4.0, 3.0, 1.0]},
        "FRA PAK, RUS IND",
    ),
    (
        "category",
        {"category": ["hs:93", "hs:9301", "hs:9301", "hs:93"], "value": LARGE},
        "FRA hs:9301, RUS hs:93",
    ),
]


@pytest.mark.covering(4)
@pytest.mark.parametrize("top_in", ["all", "last", "each"])
@pytest.mark.parametrize(("key", "cells", "leaders"), APART)
def test_who_is_large_is_sought_among_what_can_be_added(key, cells, leaders, top_in):
    rows = make({"supplier": ["RUS", "FRA", "USA", "FRA"]} | cells)
    kept = assert_alike(
        lambda r: af.totals(r, by=["supplier", key], top={"supplier": 1}, top_in=top_in), rows
    )
    named = kept[kept["supplier"] != "others"]
    assert ", ".join(named["supplier"] + " " + named[key]) == leaders
    assert sorted(kept["value"]) == sorted(rows["value"])


@pytest.mark.parametrize(("side", "other"), [("supplier", "recipient"), ("recipient", "supplier")])
def test_those_that_are_named_have_a_leader_beside_all(side, other):
    rows = make({side: ["all", "RUS", "FRA"], other: ["IND", "PAK", "PAK"], "value": [99.0, 10.0, 4.0]})
    kept = af.totals(rows, by=[side, other], top={side: 1})
    assert kept[[side, "value"]].to_numpy().tolist() == [["RUS", 10], ["all", 99], ["others", 4]]
    rows = make({side: ["RUS", "RUS", "FRA"], other: ["all", "PAK", "PAK"], "value": [99.0, 10.0, 14.0]})
    kept = af.totals(rows, by=[side, other], top={side: 1})
    assert kept[[side, other, "value"]].to_numpy().tolist() == [
        ["FRA", "PAK", 14],
        ["RUS", "all", 99],
        ["others", "PAK", 10],
    ]


def test_whoever_leads_a_window_is_not_folded_away():
    """Azerbaijan 2020–24: Türkiye supplied 59 per cent and stood among others, small over all years."""
    given = pd.DataFrame(
        {
            "supplier": ["RUS", "ISR", "TUR", "RUS", "ISR", "BLR"],
            "start": [2015, 2015, 2020, 2020, 2020, 2020],
            "value": [100.0, 90.0, 20.0, 5.0, 4.0, 3.0],
        }
    ).assign(end=lambda rows: rows["start"] + 4)
    records = made(given, recipient="AZE", stage="delivery", unit="TIV")
    kept = af.totals(records, by="supplier", top=2)
    assert sorted(set(kept["supplier"])) == ["ISR", "RUS", "TUR", "others"]
    assert kept.loc[kept["supplier"] == "others", "value"].tolist() == [3]
    assert sorted(set(af.shares(records, top=1)["supplier"])) == ["RUS", "TUR", "others"]


def test_flows_inside_a_group_are_said():
    given = pd.DataFrame({"supplier": ["org:nato", "RUS"], "value": [7.0, 1.0]})
    records = made(given, recipient="org:nato", year=2020, stage="delivery", unit="TIV")
    with pytest.warns(
        UserWarning, match="1 record\\(s\\) have one supplier and recipient: flows inside a group"
    ):
        assert af.totals(records, by="supplier")["value"].sum() == 8


def test_sums_of_years_have_an_integer_year_to_join_by():
    years = af.totals(make({"year": [2015, 2016], "value": [1.0, 2.0]}))
    assert list(years.columns[:3]) == ["supplier", "period", "year"]
    assert years["year"].tolist() == [2015, 2016]
    assert years["year"].dtype.kind == "i"
    assert "year" not in af.totals(make({"year": [2015, 2016], "value": [1.0, 2.0]}), over=(2015, 2016))
    own = make({"value": [1.0]}).assign(year=1999)
    assert af.totals(own, by="year")["year"].tolist() == [1999]


def test_over_is_one_window():
    """A source that covers more years than the window adds no rows of 0 for the years before it."""
    rows = made(
        {"supplier": ["RUS", "USA"], "recipient": "IND", "value": [10.0, 30.0], "year": [2020, 2021]},
        stage="delivery", unit="TIV", observed=(2010, 2024),
    )  # fmt: skip
    found = af.totals(rows, over=(2020, 2024))
    assert found[["period", "value"]].to_numpy().tolist() == [["2020–24", 10.0], ["2020–24", 30.0]]
    assert af.concentration(rows, over=(2020, 2024))["period"].tolist() == ["2020–24"]


@pytest.mark.parametrize("function", [af.totals, af.changes])
def test_moving_windows_have_zeros_as_others_have(function):
    """Of the United States nothing stood for 2003–07 to 2011–15, and a line of moving sums broke off."""
    records = made(
        {
            "supplier": ["USA", "USA", *["RUS"] * 21],
            "year": [2002, 2016, *range(2000, 2021)],
            "value": [50.0, 60.0, *[20.0] * 21],
        },
        recipient="India", stage="delivery", unit="TIV", source="sipri", observed=(2000, 2020),
    )  # fmt: skip
    sums = function(af.to_periods(records, 5, end=2020, step=1), "supplier")
    own = sums[sums["supplier"] == "USA"].set_index("start")
    first = 2000 if function is af.totals else 2005
    assert own.index.tolist() == [*range(first, 2017)]
    assert own["complete"].all()
    expected = {start: 50.0 if start <= 2002 else 60.0 if start >= 2012 else 0.0 for start in own.index}
    assert own["value"].to_dict() == expected


def test_windows_that_are_not_evenly_apart_have_no_more_than_the_records():
    records = made(
        {"supplier": ["USA", "USA", "RUS", "RUS"], "start": [2000, 2003, 2000, 2010],
         "end": [2004, 2007, 2004, 2014], "value": [1.0, 2, 3, 4]},
        recipient="India", stage="delivery", unit="TIV", source="sipri", observed=(2000, 2020),
    )  # fmt: skip
    assert len(af.totals(records, "supplier")) == 4


@pytest.mark.covering(1)
@pytest.mark.parametrize("source", ["unroca", "sipri"])
def test_a_year_of_which_a_source_is_silent_makes_windows_incomplete(source):
    """Russia reported 2011 to 2013 and not 2014: 2013–14 counted as whole, a fall of half."""
    records = made(
        {"year": [2011, 2012, 2013], "value": [10.0, 10, 10]},
        supplier="Russia", recipient="Armenia", reporter="supplier", stage="delivery", unit="pieces",
        category="un:I", source=source, observed=(2011, 2014),
    )  # fmt: skip
    windows = af.to_periods(records, 2, end=2014)
    whole = source == "sipri"
    assert af.totals(windows, "supplier")["complete"].tolist() == [True, whole]
    assert af.totals(records, "supplier", over=(2011, 2014))["complete"].tolist() == [whole]
    assert af.changes(windows, "supplier")["complete"].tolist() == [whole]
    assert af.rankings(records, of="supplier", end=2014, window=2)["complete"].tolist() == [whole]


def test_totals_without_rows_have_the_columns_of_single_years():
    rows = make({"value": [1.0], "year": [2020]})
    assert list(af.totals(rows.head(0)).columns) == list(af.totals(rows).columns)
    assert list(af.shares(rows.head(0), within=None).columns) == list(af.shares(rows, within=None).columns)
    assert "year" not in af.totals(rows.head(0), over=(2020, 2021))


def test_zeros_inside_a_group_are_not_warned_of():
    rows = make({"supplier": ["RUS", "RUS"], "recipient": ["RUS", "IND"], "value": [0.0, 5.0]})
    assert af.totals(rows)["value"].tolist() == [5.0]


def test_a_warning_names_the_line_of_the_call():
    rows = make({"supplier": ["RUS"], "recipient": ["RUS"], "value": [1.0]})
    with pytest.warns(UserWarning, match="leaves them out, and the records say so") as met:
        af.totals(rows)
    assert [one.filename for one in met] == [__file__]


def test_headings_and_their_chapter_are_no_rivals_for_the_top():
    """Of hs:93 Russia has most, of its heading 9301 France; 10 and 5 are never added."""
    rows = make(
        {
            "supplier": ["RUS", "FRA", "FRA", "USA"],
            "category": ["hs:93", "hs:93", "hs:9301", "hs:9301"],
            "value": [10.0, 1.0, 5.0, 4.0],
        }
    )
    kept = af.totals(rows, by=["supplier", "category"], top={"supplier": 1})
    assert sorted(kept[["supplier", "category", "value"]].values.tolist()) == [
        ["FRA", "hs:9301", 5],
        ["RUS", "hs:93", 10],
        ["others", "hs:93", 1],
        ["others", "hs:9301", 4],
    ]
