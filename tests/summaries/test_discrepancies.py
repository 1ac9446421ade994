"""Two reporters, or two sources, on the same flow."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import armsflow as af
from tests.frames import SOME_ENGINES, assert_alike, assert_same, engine_of, made, make, plain
from tests.laws.strategies import FEWER, records

NAN, INF = np.nan, np.inf
# 2013: 6 [4, 8] against 2 [2, 4]; 2014: only the supplier reports; 2015: the recipient hides its figure
TOLD = {
    "reporter": ["supplier", "recipient", "supplier", "supplier", "recipient", "third"],
    "year": [2013, 2013, 2014, 2015, 2015, 2013],
    "value": [6.0, 2.0, 9.0, 5.0, NAN, 70.0],
    "low": [4.0, 2.0, 9.0, 5.0, NAN, 70.0],
    "high": [8.0, 4.0, 9.0, 5.0, NAN, 70.0],
}
BOTH = ("supplier", "recipient")
FIGURES = ["value", "low", "high"]
RATIOS = ["ratio", "ratio_low", "ratio_high"]
UNKNOWN_YEARS = "one side has records of years in which the other has none: what the other does not report"


def told(rows, between=BOTH, **choices):
    return plain(af.discrepancies(rows, between=between, **choices))


def test_gap_and_ratio_by_their_corners():
    """Gap 2 − 6 in [2 − 8, 4 − 4]; ratio 6 / 2 in [4 / 4, 8 / 2]."""
    row = told(make(TOLD)).iloc[0]
    assert row[["supplier", "recipient", "period"]].tolist() == ["RUS", "ARM", "2013"]
    assert row[["left", "right", "unit", "stage"]].tolist() == ["supplier", "recipient", "USD", "delivery"]
    assert row[["left_value", "left_low", "left_high", "left_records"]].tolist() == [6, 4, 8, 1]
    assert row[["right_value", "right_low", "right_high", "right_records"]].tolist() == [2, 2, 4, 1]
    assert row[FIGURES].tolist() == [-4, -6, 0]
    assert row[["ratio", "ratio_low", "ratio_high"]].tolist() == pytest.approx([3, 1, 4])
    assert row[["reporter", "records", "undisclosed"]].tolist() == ["supplier+recipient", 2, 0]


def test_who_is_silent_is_unknown_not_nothing_and_counted():
    rows = told(make(TOLD)).set_index("period")
    unknown = ["right_value", "right_low", "right_high", *FIGURES, "ratio", "ratio_low", "ratio_high"]
    silent, hidden = rows.loc["2014"], rows.loc["2015"]
    assert silent[unknown].isna().all()
    assert silent[["left_value", "left_records", "right_records", "undisclosed"]].tolist() == [9, 1, 0, 0]
    assert silent["reporter"] == "supplier"
    assert hidden[unknown].isna().all()
    assert hidden[["left_value", "left_records", "right_records", "undisclosed"]].tolist() == [5, 1, 1, 1]


def test_an_open_bound_stays_open_and_zero_is_no_silence():
    rows = make({"reporter": BOTH, "value": [3.0, 0.0], "low": [2.0, 0.0], "high": [INF, 0.0]})
    row = told(rows).iloc[0]
    assert row[FIGURES].tolist() == [-3, -INF, -2]
    assert row[["ratio", "ratio_low", "ratio_high"]].tolist() == [INF, INF, INF]


def test_several_records_of_a_side_are_added_over_one_window():
    rows = make(
        {
            "reporter": ["supplier", "supplier", "recipient"],
            "start": [2010, 2012, 2010],
            "end": [2011, 2014, 2014],
            "value": [10.0, 20.0, 24.0],
            "estimated": [True, False, False],
        }
    )
    assert told(rows)["period"].tolist() == ["2010–11", "2010–14", "2012–14"]
    row = told(rows, over=(2010, 2014)).iloc[0]
    assert row[["left_value", "right_value", "value", "ratio"]].tolist() == pytest.approx([30, 24, -6, 1.25])
    assert row["records"] == 3
    assert row["estimated"] == pytest.approx(10 / 54)
    with pytest.raises(af.SpanError, match=r"; over=\(2010, 2014\) takes in all rows"):
        told(rows, over=(2010, 2012))
    covered = rows.assign(observed_start=2010, observed_end=2013)
    with pytest.raises(af.SpanError, match=r'; over=\(2010, 2014\), incomplete="keep" takes in all rows'):
        told(covered, over=(2010, 2012))
    assert told(covered, over=(2010, 2014), incomplete="keep")["complete"].tolist() == [False]


SOURCES = make(
    {
        "source": ["sipri", "sipri", "unroca"],
        "release": ["2025", "2025", ""],
        "reporter": ["third", "third", "supplier"],
        "value": [60.0, 12.0, 80.0],
        "category": "un:I",
    },
    unit="pieces",
)


def test_two_sources_may_differ_in_release_and_reporter():
    row = told(SOURCES, ("sipri", "unroca")).iloc[0]
    assert row[["left_value", "right_value", "value", "ratio"]].tolist() == pytest.approx([72, 80, 8, 0.9])
    assert row[["source", "release", "reporter"]].tolist() == ["sipri+unroca", "2025", "third+supplier"]


def test_each_side_is_of_one_edition_and_one_reporter():
    two = pd.concat([SOURCES.iloc[[0]], SOURCES.iloc[[1]].assign(release="2024"), SOURCES.iloc[[2]]])
    with pytest.raises(af.MixedError, match="differ in release"):
        told(two, ("sipri", "unroca"))
    two = pd.concat([SOURCES, SOURCES.iloc[[2]].assign(record="9", reporter="recipient")])
    with pytest.raises(af.MixedError, match="differ in reporter"):
        told(two, ("sipri", "unroca"))
    two = make({"source": ["a", "b"], "reporter": BOTH, "value": [1.0, 2.0]})
    with pytest.raises(af.MixedError, match="differ in source"):
        told(two)


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("unit", ["USD", "EUR"]),
        ("prices", ["current", "2020"]),
        ("stage", ["contract", "delivery"]),
    ],
)
def test_the_sides_must_mean_the_same(column, cells):
    rows = make({"reporter": BOTH, "value": [1.0, 2.0], column: cells})
    with pytest.raises(af.MixedError, match=f"differ in {column}"):
        told(rows)
    assert told(rows, by=["supplier", column])["right_records"].sum() == 1


def test_pieces_are_compared_within_a_category_only():
    rows = make({"reporter": BOTH, "value": [1.0, 2.0], "category": ["un:I", "un:II"]}, unit="pieces")
    with pytest.raises(af.MixedError, match="differ in category"):
        told(rows)
    assert told(rows, by=["supplier", "category"])["value"].isna().all()


def test_all_is_not_set_against_named_parties():
    rows = make({"reporter": BOTH, "recipient": ["all", "ARM"], "value": [1.0, 2.0]})
    # nothing would meet, and both would be said not to report what the other does
    for by in ("supplier", ["supplier", "recipient"]):
        with pytest.raises(af.MixedError, match="recipient is 'all' in rows of 'supplier' and named in"):
            told(rows, by=by)
    # where a side names some and says 'all' of the rest, that is to be left out
    rows = make(
        {"reporter": [*BOTH, "supplier"], "recipient": ["all", "ARM", "ARM"], "value": [1.0, 2.0, 3.0]}
    )
    with pytest.raises(af.MixedError, match="differ in recipient: 'all' and named ones"):
        told(rows, by="supplier")
    assert told(rows)["right_records"].tolist() == [1, 0]


@pytest.mark.parametrize("engine", ["pandas", "Polars"])
def test_the_way_out_of_all_against_named_parties_is_the_one_that_is_said(engine):
    """3 and 4 to Indonesia from two suppliers are 7 against 8, and 5 to Thailand is 5 against 5."""
    engine = engine_of(engine)
    names = ["supplier", "recipient", "source", "value", "estimated"]
    rows = [
        ("RUS", "IDN", "sipri", 3.0, True),
        ("USA", "IDN", "sipri", 4.0, False),
        ("RUS", "THA", "sipri", 5.0, False),
        ("all", "IDN", "wdi", 8.0, False),
        ("all", "THA", "wdi", 5.0, False),
    ]
    frame = pd.DataFrame(rows, columns=names)
    records = engine.of(af.to_records(frame, year=2015, stage="delivery", unit="TIV"))
    with pytest.raises(af.MixedError) as caught:
        af.discrepancies(records, between=("sipri", "wdi"))
    said = str(caught.value)
    sums = said[said.index("to_records(") : said.index(", and compare ")]
    both = said[said.index("concat(sums") :]
    known = {name: getattr(af, name) for name in ("to_records", "totals", "where", "concat")}
    known["sums"] = eval(sums, known | {"records": records})
    both = eval(both, known | {"records": records})
    gaps = told(both, between=("sipri", "wdi"))
    assert gaps["recipient"].tolist() == ["IDN", "THA"]
    assert gaps[["left_value", "right_value", "value"]].to_numpy().tolist() == [[7, 8, 1], [5, 5, 0]]


def test_one_fact_told_by_both_is_compared_but_never_added():
    rows = make(
        {
            "record": ["a", "b", "c"],
            "same_as": [None, "a", "a"],
            "reporter": ["supplier", "recipient", "supplier"],
            "value": [1.0, 2.0, 1.0],
        }
    )
    with pytest.raises(af.PartError, match="report the same fact 'a'"):
        told(rows)
    assert told(rows.iloc[:2])["value"].tolist() == [1]


@pytest.mark.parametrize(
    ("between", "message"),
    [
        ("supplier", "between is 'supplier'; expected two reporters or two sources"),
        (("supplier",), r"between is \('supplier',\)"),
        (("supplier", 1), r"between is \('supplier', 1\)"),
        (("supplier", "supplier"), "names 'supplier' twice"),
        (("supplier", "sipri"), "'supplier' and 'sipri' stand together in no column of the records"),
        (("supplier", "buyer"), r"reporter: 'recipient', 'supplier', 'third'; source: 'user'"),
    ],
)
def test_between_is_two_words_of_one_column(between, message):
    with pytest.raises(af.ArgumentError, match=message):
        told(make(TOLD), between)


def test_words_of_both_columns_are_ambiguous():
    rows = make({"reporter": BOTH, "source": BOTH, "value": [1.0, 2.0]})
    with pytest.raises(af.ArgumentError, match="stand in reporter as in source of the records"):
        told(rows)


def test_the_sides_are_no_key():
    with pytest.raises(af.ArgumentError, match="by names 'reporter', which the two sides are"):
        told(make(TOLD), by=["supplier", "reporter"])


# --- laws -------------------------------------------------------------------------------------------


@st.composite
def reported(draw):
    rows = draw(records(most=8, longest=1))
    sides = draw(st.lists(st.sampled_from(BOTH), min_size=len(rows), max_size=len(rows)))
    ends = draw(records(least=2, most=2, longest=1)).assign(reporter=BOTH)
    ends = ends.assign(record=["first", "second"])
    return pd.concat([rows.assign(reporter=sides), ends], ignore_index=True)


@pytest.mark.sweep
@FEWER
@given(reported())
def test_swapping_the_sides_turns_the_gap_and_inverts_the_ratio(rows):
    there, back = told(rows), told(rows, BOTH[::-1])
    np.testing.assert_allclose(there["value"], -back["value"])
    np.testing.assert_allclose(there["low"], -back["high"])
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(there["ratio"], 1 / back["ratio"], rtol=1e-9)
        np.testing.assert_allclose(there["ratio_low"], 1 / back["ratio_high"], rtol=1e-9)
    assert_same(
        there[["left_value", "left_records"]],
        back[["right_value", "right_records"]].set_axis(["left_value", "left_records"], axis=1),
    )


@pytest.mark.sweep
@FEWER
@given(reported(), st.sampled_from([0.5, 1024.0]))
def test_scaling_scales_gaps_and_leaves_ratios(rows, factor):
    scaled = told(rows.assign(**{c: rows[c] * factor for c in FIGURES}))
    before = told(rows)
    np.testing.assert_allclose(scaled[FIGURES], before[FIGURES] * factor)
    ratios = ["ratio", "ratio_low", "ratio_high"]
    np.testing.assert_allclose(scaled[ratios], before[ratios], rtol=1e-9)


@FEWER
@given(reported())
def test_sides_are_the_totals_of_their_reports(rows):
    """And order and index of the records do not matter."""
    totals = plain(af.totals(rows, by=["supplier", "recipient", "reporter"]))
    ours = told(rows.iloc[::-1].set_axis([0] * len(rows)))
    for side, reporter in zip(("left", "right"), BOTH, strict=True):
        theirs = totals[totals["reporter"] == reporter]
        mine = ours[ours[f"{side}_records"] > 0]
        assert mine[f"{side}_records"].tolist() == theirs["records"].tolist()
        np.testing.assert_allclose(mine[f"{side}_high"], theirs["high"])
        np.testing.assert_allclose(mine[f"{side}_value"], theirs["value"])
    assert ours["undisclosed"].sum() == totals["undisclosed"].sum()


@pytest.mark.covering(1)
@pytest.mark.parametrize("by", [(), "supplier", ["recipient", "category", "unit"]])
def test_summaries_are_equal_on_every_engine(by, beside):
    assert_alike(lambda r: told(r, by=by), make(TOLD), engines=beside)


def test_two_sources_are_compared_alike_on_every_engine(beside):
    assert_alike(lambda r: told(r, ("sipri", "unroca")), SOURCES, engines=beside)


def test_the_records_are_left_unchanged():
    rows = make(TOLD)
    before = rows.copy(deep=True)
    told(rows)
    pd.testing.assert_frame_equal(rows, before)


def both(rows):
    """(reporter, category, value) of one flow."""
    given = pd.DataFrame(rows, columns=["reporter", "category", "value"])
    about = {"supplier": "RUS", "recipient": "IND", "year": 2010, "stage": "delivery", "unit": "pieces"}
    return made(given, **about)


BY_CATEGORY = {"between": ("supplier", "recipient"), "by": ("supplier", "recipient", "category")}


def test_overlapping_categories_meet_in_the_smallest_set_that_both_sides_have():
    told = both(
        [
            ("supplier", "un:I+un:II", 30.0), ("recipient", "un:I", 10.0), ("recipient", "un:II", 25.0),
            ("supplier", "un:III", 4.0), ("recipient", "un:III", 6.0),
        ]
    )  # fmt: skip
    table = af.discrepancies(told, **BY_CATEGORY)
    assert table[["category", "left_value", "right_value"]].to_numpy().tolist() == [
        ["un:I+un:II", 30, 35],
        ["un:III", 4, 6],
    ]


def test_a_side_that_does_not_say_which_category_is_refused():
    with pytest.raises(af.MixedError, match="category is 'all' in rows of 'recipient'"):
        af.discrepancies(both([("supplier", "un:I", 3.0), ("recipient", "all", 4.0)]), **BY_CATEGORY)


def test_two_releases_are_compared():
    given = pd.DataFrame({"release": ["2024", "2025"], "value": [10.0, 12.0], "record": ["a", "a"]})
    about = {"supplier": "RUS", "recipient": "IND", "year": 2010, "stage": "delivery", "unit": "TIV"}
    told = made(given, **about)
    for between in (("2024", "2025"), ("release", "2024", "2025")):
        row = af.discrepancies(told, between=between).iloc[0]
        assert row[["left_value", "right_value", "value"]].tolist() == [10, 12, 2]
    with pytest.raises(af.ArgumentError, match="the first of between is 'edition'"):
        af.discrepancies(told, between=("edition", "2024", "2025"))


def of_releases():
    """What release 2024, read for 2000–01, and release 2025, read for 1995–2024, say of one flow."""
    about = {"supplier": "RUS", "recipient": "IND", "stage": "delivery", "unit": "TIV"}
    old = made(
        pd.DataFrame({"year": [2000, 2001], "value": [6.3, 7.0]}),
        release="2024",
        observed=(2000, 2001),
        **about,
    )
    new = pd.DataFrame({"year": [2000, 2001, 2003], "value": [6.3, 7.1, 17.2]})
    return af.concat(old, made(new, release="2025", observed=(1995, 2024), **about))


def test_years_that_one_release_does_not_cover_are_not_compared():
    """13.3 of two years beside 30.6 of five looked like a revision."""
    both = {"between": ("2024", "2025")}
    with pytest.raises(
        af.PeriodError, match="of '2024', windows '2000–04' would be incomplete: the records hold 2000–01"
    ):
        af.discrepancies(of_releases(), over=(2000, 2004), **both)
    with pytest.raises(af.PeriodError, match="of '2024', windows '2003' would be incomplete"):
        af.discrepancies(of_releases(), **both)
    with pytest.warns(UserWarning, match=UNKNOWN_YEARS):
        kept = af.discrepancies(of_releases(), over=(2000, 2004), incomplete="keep", **both).iloc[0]
    # 2025 has a record of 2003, of which 2024 could say nothing
    assert kept[["left_low", "left_high", "right_value"]].tolist() == pytest.approx([13.3, INF, 30.6])
    assert np.isnan(kept["left_value"])
    assert kept[["unreported", "complete"]].tolist() == ["2024", False]
    common = af.where(of_releases(), years=(2000, 2001))
    row = af.discrepancies(common, over=(2000, 2001), **both).iloc[0]
    assert row[["left_value", "right_value"]].tolist() == [pytest.approx(13.3), pytest.approx(13.4)]
    assert row["complete"]
    with pytest.raises(af.ArgumentError, match="incomplete is 'drop'"):
        af.discrepancies(common, incomplete="drop", **both)


def test_a_side_that_does_not_cover_a_year_could_not_report_it():
    """Release 2024 was read for 2000–01, so that a flow of 2003 is not one that it leaves out."""
    kept = af.discrepancies(of_releases(), between=("2024", "2025"), incomplete="keep").set_index("start")
    assert kept["unreported"].to_dict() == {2000: "", 2001: "", 2003: "2024"}
    assert kept["complete"].to_dict() == {2000: True, 2001: True, 2003: False}
    about = {"supplier": "RUS", "stage": "delivery", "unit": "TIV"}
    given = pd.DataFrame({"recipient": ["IND", "CHN"], "year": 2000, "value": [1.0, 2.0]})
    sides = [
        made(given[:rows], release=release, observed=(2000, 2001), **about)
        for release, rows in (("2024", 1), ("2025", 2))
    ]
    told = af.discrepancies(af.concat(*sides), between=("2024", "2025")).set_index("recipient")
    assert told["unreported"].to_dict() == {"IND": "", "CHN": "2024"}
    assert told["complete"].all()


def test_releases_of_different_tables_are_not_compared():
    given = pd.DataFrame(
        {"release": ["2024", "2025"], "dataset": ["deals", "deliveries"], "value": [1.0, 2.0]}
    )
    about = {"supplier": "RUS", "recipient": "IND", "year": 2010, "stage": "delivery", "unit": "TIV"}
    with pytest.raises(af.MixedError, match="'2024' is of dataset 'deals' and '2025' of 'deliveries'"):
        af.discrepancies(made(given, **about), between=("2024", "2025"))


def test_a_category_and_its_part_on_one_side_would_count_twice():
    told = both([("supplier", "hs:93", 9.0), ("supplier", "hs:9301", 4.0), ("recipient", "hs:93", 8.0)])
    with pytest.raises(
        af.MixedError, match=r"'supplier' have the category 'hs:93' and parts of it, 'hs:9301'"
    ):
        af.discrepancies(told, **BY_CATEGORY)
    apart = both([("supplier", "hs:9301", 4.0), ("recipient", "hs:93", 8.0)])
    row = af.discrepancies(apart, **BY_CATEGORY).iloc[0]
    assert row[["category", "left_value", "right_value"]].tolist() == ["hs:93+hs:9301", 4, 8]


def test_the_side_that_did_not_report_is_named():
    rows = told(make(TOLD)).set_index("period")
    assert rows["unreported"].to_dict() == {"2013": "", "2014": "recipient", "2015": ""}
    turned = told(make(TOLD), ("recipient", "supplier")).set_index("period")
    assert turned.loc["2014", ["unreported", "left_records"]].tolist() == ["recipient", 0]


def test_categories_of_different_schemes_never_meet():
    rows = make(
        {"source": ["sipri", "unroca"], "category": ["armoured_vehicles", "un:I"], "value": [3.0, 2.0]}
    )
    by = ("supplier", "recipient", "category")
    with pytest.raises(af.MixedError, match="categories of different schemes"):
        told(rows, ("sipri", "unroca"), by=by)
    row = told(af.to_categories(rows, scheme="sipri"), ("sipri", "unroca"), by=by).iloc[0]
    assert row[["category", "left_value", "right_value", "value"]].tolist() == ["armoured_vehicles", 3, 2, -1]


# --- years that one side does not report --------------------------------------------------------------


def register(rows, **about):
    """(reporter, year, value) of one flow, as the UN Register has them, which lists not all."""
    given = pd.DataFrame(rows, columns=["reporter", "year", "value"])
    usual = {"source": "unroca", "unit": "pieces", "category": "un:I", "stage": "delivery"}
    usual |= {"supplier": "BLR", "recipient": "AZE", "observed": (2010, 2016)}
    return made(given, **(usual | about))


# Belarus reports 2012, Azerbaijan 2011 and 2012
TANKS = [("recipient", 2011, 31.0), ("recipient", 2012, 62.0), ("supplier", 2012, 62.0)]
WINDOWS = {
    "over": lambda rows, **k: told(rows, over=(2011, 2012), **k),
    "to_periods": lambda rows, **k: told(af.to_periods(rows, 2, end=2012), **k),
    "listed": lambda rows, **k: told(af.to_periods(rows, [(2011, 2012)]), **k),
    "twice": lambda rows, **k: told(af.to_periods(af.to_periods(rows, 2, end=2012), 2, end=2012), **k),
    "over windows": lambda rows, **k: told(af.to_periods(rows, 2, end=2012), over=(2011, 2012), **k),
}


@pytest.mark.covering(1)
@pytest.mark.parametrize("window", WINDOWS)
def test_a_year_that_one_side_does_not_report_is_unknown_in_a_window_not_0(window):
    """Gap 93 − [62, ∞) and ratio [62, ∞) / 93: 62 against 93 looked like a gap of 31."""
    with pytest.warns(UserWarning, match=UNKNOWN_YEARS) as warned:
        row = WINDOWS[window](register(TANKS)).iloc[0]
    assert np.isnan(row[["left_value", "value", "ratio"]].astype(float)).all()
    assert row[["left_low", "left_high", "left_records"]].tolist() == [62, INF, 1]
    assert row[["right_value", "right_low", "right_high", "right_records"]].tolist() == [93, 93, 93, 2]
    assert row[["low", "high"]].tolist() == [-INF, 31]
    assert row[["ratio_low", "ratio_high"]].tolist() == pytest.approx([62 / 93, INF])
    assert row[["unreported", "complete", "period"]].tolist() == ["supplier", False, "2011–12"]
    (warning,) = warned
    assert str(warning.message).startswith("in 1 row(s) ('2011–12') one side has records of years")
    assert "Compare years apart, without over=" in str(warning.message)


def test_sides_that_lack_years_of_each_other_have_no_gap_at_all():
    rows = register([("supplier", 2011, 5.0), ("recipient", 2012, 7.0)])
    with pytest.warns(UserWarning, match=UNKNOWN_YEARS):
        row = told(rows, over=(2011, 2012)).iloc[0]
    assert row[["left_low", "left_high", "right_low", "right_high"]].tolist() == [5, INF, 7, INF]
    assert row[["low", "high", "ratio_low", "ratio_high"]].tolist() == [-INF, INF, 0, INF]
    assert row[["unreported", "complete"]].tolist() == ["supplier+recipient", False]


def test_sides_that_report_the_same_years_are_compared_and_are_incomplete_where_totals_are():
    rows = register(
        [(side, year, value) for side, value in zip(BOTH, (5.0, 7.0), strict=True) for year in (2011, 2014)]
    )
    for window in (told(rows, over=(2010, 2016)), told(af.to_periods(rows, 7, end=2016))):
        assert window[["left_value", "right_value", *FIGURES]].iloc[0].tolist() == [10, 14, 4, 4, 4]
        # of 2010, 2012, 2013, 2015 and 2016 neither says anything
        assert window[["unreported", "complete"]].iloc[0].tolist() == ["", False]
    every = register([(side, year, 1.0) for side in BOTH for year in (2011, 2012)])
    assert told(every, over=(2011, 2012))["complete"].tolist() == [True]


@pytest.mark.sweep
def test_a_row_is_complete_only_where_the_totals_of_both_sides_are():
    """Tanks of two of five years from one side alone stood as complete, and their totals did not."""
    rows = register([("supplier", 2013, 11.0), ("supplier", 2014, 12.0)])
    # the recipient reports other weapons
    rows = pd.concat([rows, register([("recipient", 2013, 1.0)], category="un:III")])
    rows = rows.assign(record=["1", "2", "3"])
    by = ("supplier", "recipient", "category")
    alone = told(rows, by=by, over=(2010, 2014)).iloc[0]
    assert alone[["left_value", "unreported", "complete"]].tolist() == [23, "recipient", False]
    own = rows[rows["reporter"] == "supplier"]
    assert plain(af.totals(own, by=by, over=(2010, 2014)))["complete"].tolist() == [False]
    assert plain(af.totals(own, by=by, over=(2013, 2014)))["complete"].tolist() == [True]
    assert told(rows, by=by, over=(2013, 2014)).iloc[0]["complete"]


def test_only_the_rows_of_the_flow_that_lacks_years_are_unknown():
    rows = [
        register(TANKS),
        register([(side, year, 1.0) for side in BOTH for year in (2011, 2012)], category="un:II"),
        # a side without any record in the window stays what it was
        register([("recipient", 2011, 4.0)], category="un:III"),
    ]
    rows = pd.concat(rows).assign(record=[f"{n}" for n in range(8)])
    with pytest.warns(UserWarning, match=r"in 1 row\(s\)"):
        by = told(rows, by=("supplier", "recipient", "category"), over=(2011, 2012)).set_index("category")
    assert by["unreported"].to_dict() == {"un:I": "supplier", "un:II": "", "un:III": "supplier"}
    assert by["complete"].to_dict() == {"un:I": False, "un:II": True, "un:III": False}
    assert by.loc["un:III", ["left_value", "left_low", "left_high"]].isna().all()
    assert by.loc["un:II", "value"] == 0


def test_a_figure_of_0_is_a_report_and_an_undisclosed_one_too():
    rows = register([*TANKS, ("supplier", 2011, 0.0)])
    assert told(rows, over=(2011, 2012))[FIGURES].iloc[0].tolist() == [31, 31, 31]
    row = told(register([*TANKS, ("supplier", 2011, NAN)]), over=(2011, 2012)).iloc[0]
    assert row[["unreported", "complete", "undisclosed", "left_high"]].tolist() == ["", True, 1, 62]


def test_a_side_without_any_figure_that_lacks_years_has_no_bound_either():
    with pytest.warns(UserWarning, match=UNKNOWN_YEARS):
        row = told(register([*TANKS[:2], ("supplier", 2012, NAN)]), over=(2011, 2012)).iloc[0]
    assert row[["left_value", "left_low", "left_high", *FIGURES]].isna().all()
    assert row[["unreported", "complete"]].tolist() == ["supplier", False]


def test_a_span_of_years_covers_all_that_it_reaches():
    """Half of the recipient's span lies in each window; the supplier tells of both years, or of one."""
    long = make(
        {
            "reporter": ["recipient", "supplier", "supplier"],
            "start": [2010, 2010, 2013],
            "end": [2013, 2011, 2013],
            "value": [8.0, 3.0, 2.0],
        }
    )
    with pytest.warns(UserWarning, match=r"in 1 row\(s\) \('2012–13'\)"):
        rows = told(af.to_periods(long, 2, end=2013)).set_index("period")
    assert rows["unreported"].to_dict() == {"2010–11": "", "2012–13": "supplier"}
    assert rows.loc["2010–11", ["left_value", "right_value"]].tolist() == [3, 4]
    with pytest.warns(UserWarning, match="2010–13"):
        assert told(long, over=(2010, 2013))["unreported"].tolist() == ["supplier"]


def test_a_delivery_whose_years_are_listed_tells_of_these_alone():
    about = {"supplier": "RUS", "recipient": "IND", "stage": "delivery", "unit": "pieces", "category": "un:I"}
    given = {"reporter": ["recipient", "supplier", "supplier"], "value": [6.0, 2.0, 4.0]}
    years = {
        "start": [2010, 2010, 2014],
        "end": [2014, 2010, 2014],
        "delivery_years": ["2010; 2014", None, None],
    }
    rows = made(pd.DataFrame(given | years), **about)
    assert told(rows, over=(2010, 2014))[["unreported", "value"]].iloc[0].tolist() == ["", 0]


def test_moving_windows_say_which_of_them_lack_a_year():
    rows = register([*TANKS, ("recipient", 2013, 5.0), ("supplier", 2013, 6.0)])
    with pytest.warns(UserWarning, match=r"in 1 row\(s\) \('2011–12'\)"):
        by = told(af.to_periods(rows, 2, end=2013, step=1)).set_index("period")
    assert by["unreported"].to_dict() == {"2011–12": "supplier", "2012–13": ""}
    assert by.loc["2012–13", ["left_value", "right_value", "value"]].tolist() == [68, 67, -1]


@pytest.mark.sweep
def test_a_source_that_lists_all_covers_the_years_that_it_observes():
    """No row of SIPRI in 2011 means none; none of the UN Register means nothing."""
    lists = register([("third", 2012, 62.0)], source="sipri")
    tells = register([("supplier", 2011, 31.0), ("supplier", 2012, 60.0)])
    both = pd.concat([lists, tells]).assign(record=["a", "b", "c"])
    row = told(both, ("sipri", "unroca"), over=(2011, 2012)).iloc[0]
    assert row[["left_value", "right_value", "value", "unreported"]].tolist() == [62, 91, 29, ""]
    assert row["complete"]
    turned = pd.concat([register([("third", 2011, 9.0)], source="sipri"), tells.iloc[1:]])
    with pytest.warns(UserWarning, match=UNKNOWN_YEARS):
        row = told(turned.assign(record=["a", "b"]), ("sipri", "unroca"), over=(2011, 2012)).iloc[0]
    assert row[["left_value", "right_low", "right_high", "unreported"]].tolist() == [9, 60, INF, "unroca"]


def test_releases_of_a_source_that_lists_all_are_compared_by_the_years_of_both():
    old = register([("third", 2011, 3.0)], source="sipri", release="2024")
    new = register([("third", 2011, 3.0), ("third", 2013, 2.0)], source="sipri", release="2025")
    both = pd.concat([old, new], ignore_index=True)
    row = told(both, ("2024", "2025"), over=(2010, 2016)).iloc[0]
    assert row[["left_value", "right_value", "value", "unreported"]].tolist() == [3, 5, 2, ""]


@pytest.mark.covering(1)
@pytest.mark.parametrize("window", ["over", "to_periods"])
def test_unknown_years_are_the_same_on_every_engine(window, beside):
    rows = pd.concat([register(TANKS), register([("supplier", 2012, 3.0)], category="un:II")])
    rows = rows.assign(record=list("abcd"), owner=["x", "x", "x", None], team=7)
    with pytest.warns(UserWarning, match=UNKNOWN_YEARS):
        found = assert_alike(
            lambda r: WINDOWS[window](r, by=["category", "owner", "team"]), rows, engines=beside
        )
    assert plain(found)["unreported"].tolist() == ["supplier", "recipient"]


def test_the_warning_of_flows_inside_a_state_comes_once():
    rows = register([(side, 2011, 3.0) for side in BOTH], supplier="AZE")
    with pytest.warns(UserWarning, match="one supplier and recipient") as warned:
        told(rows)
    assert len(warned) == 1


YEARS = st.lists(st.integers(2010, 2014), min_size=1, max_size=5, unique=True)


@FEWER
@given(YEARS, YEARS)
@pytest.mark.filterwarnings("ignore:in 1 row")
def test_a_gap_is_known_just_where_both_report_the_same_years(left, right):
    rows = [(side, year, 2.0) for side, years in zip(BOTH, (left, right), strict=True) for year in years]
    row, both = told(register(rows), over=(2010, 2014)).iloc[0], ((left, right), (right, left))
    lacks = [side for side, own, other in zip(BOTH, *both, strict=True) if set(other) - set(own)]
    assert row["unreported"] == "+".join(lacks)
    assert np.isnan(row["value"]) == bool(lacks)
    windows = told(af.to_periods(register(rows), 5, end=2014)).iloc[0]
    assert_same(row.to_frame().T, windows.to_frame().T)


# as UN Comtrade: the USA exported 100 to France, which imported 130; of Germany's trade there is one side
MIRROR = {
    "source": "comtrade",
    "dataset": ["exports", "imports", "exports"],
    "reporter": ["supplier", "recipient", "supplier"],
    "supplier": ["USA", "USA", "DEU"],
    "recipient": ["FRA", "FRA", "USA"],
    "value": [100.0, 130.0, 7.0],
}


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    "between",
    [BOTH, ("reporter", *BOTH), ("exports", "imports"), ("dataset", "exports", "imports")],
)
def test_exports_of_one_side_are_compared_with_imports_of_the_other(between):
    """Gap 130 − 100; ratio 100 / 130."""
    rows = told(make(MIRROR), between).set_index("supplier")
    met = rows.loc["USA"]
    assert met[["left_value", "right_value", "value"]].tolist() == [100, 130, 30]
    assert met["ratio"] == pytest.approx(100 / 130)
    assert met[["reporter", "unreported"]].tolist() == ["supplier+recipient", ""]
    if "exports" not in between:
        assert met["dataset"] == "exports+imports"
    assert rows.loc["DEU", ["left_value", "right_records", "unreported"]].tolist() == [7, 0, between[-1]]


def test_data_sets_of_one_reporter_are_not_mixed():
    """A total of 100 and a category of 130 are one trade told twice; re-exports are no exports."""
    here = MIRROR | {"supplier": "USA", "recipient": "FRA"}
    apart = here | {"dataset": ["totals", "categories", "categories"], "reporter": ["supplier", *BOTH]}
    with pytest.raises(af.MixedError, match="differ in dataset: 'categories', 'totals'"):
        told(make(apart))
    again = MIRROR | {"dataset": ["exports", "imports", "re-exports"]}
    with pytest.raises(af.MixedError, match="differ in dataset: 'exports', 'imports'"):
        told(make(again))


def test_two_data_sets_of_one_reporter_are_compared():
    """Totals of 100 and categories of 130 + 7: a gap of 37."""
    rows = MIRROR | {"dataset": ["totals", "categories", "categories"], "reporter": "supplier"}
    row = told(make(rows | {"supplier": "USA", "recipient": "FRA"}), ("totals", "categories")).iloc[0]
    assert row[["left_value", "right_value", "value", "reporter"]].tolist() == [100, 137, 37, "supplier"]


SPANS = {
    # 10 of one side in two years, 4 and 6 of the other in each of them
    "years": {
        "reporter": ["supplier", "recipient", "recipient"],
        "start": [2010, 2010, 2011],
        "end": [2011, 2010, 2011],
    },
    "spans": {
        "reporter": ["supplier", "recipient", "recipient"],
        "start": [2010, 2009, 2011],
        "end": [2011, 2010, 2013],
    },
}


@pytest.mark.covering(1)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("case", SPANS)
def test_figures_of_other_spans_that_touch_are_not_said_to_be_unreported(case, engine):
    """Each side was said not to report what the other does, and over= finds 10 against 10."""
    engine = engine_of(engine)
    rows = make(SPANS[case] | {"value": [10.0, 4.0, 6.0]}, unit="pieces", category="un:I")
    given = engine.of(rows)
    sides = {"between": ("supplier", "recipient")}
    found = engine.plain(af.discrepancies(given, **sides))
    assert found["unreported"].tolist() == ["", "", ""]
    assert found["complete"].tolist() == [0, 0, 0]
    assert found["value"].isna().all()
    if case == "years":
        whole = engine.plain(af.discrepancies(given, **sides, over=(2010, 2011)))
        assert whole[
            ["left_value", "right_value", "value", "unreported", "complete"]
        ].to_numpy().tolist() == [[10.0, 10.0, 0.0, "", 1]]


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_what_touches_nothing_of_the_other_side_is_unreported_as_before(engine):
    """Of other years, other recipients and in windows that overlap nothing is known of the other side."""
    engine = engine_of(engine)
    sides = {"between": ("supplier", "recipient")}
    rows = make(
        SPANS["years"] | {"value": [10.0, 4.0, 6.0], "recipient": ["IND", "PAK", "PAK"]},
        unit="pieces",
        category="un:I",
    )
    found = engine.plain(af.discrepancies(engine.of(rows), **sides))
    assert found["unreported"].tolist() == ["recipient", "supplier", "supplier"]
    assert found["complete"].tolist() == [1, 1, 1]
    # the recipient reports 2012 alone, which no window to 2011 has
    rows = make(
        {
            "reporter": ["supplier", "supplier", "recipient"],
            "year": [2010, 2012, 2012],
            "value": [10.0, 4.0, 6.0],
        },
        unit="pieces",
        category="un:I",
        observed=(2008, 2014),
    )
    windows = af.to_periods(engine.of(rows), 2, end=2012, step=1)
    found = engine.plain(af.discrepancies(windows, **sides)).set_index("period")["unreported"]
    assert found.to_dict() == {"2009–10": "recipient", "2010–11": "recipient", "2011–12": "", "2012–13": ""}


def test_spans_of_two_releases_that_touch_are_said():
    rows = make(
        {"release": ["2023", "2024"], "start": 2019, "end": [2021, 2022], "value": [30.0, 40.0]},
        unit="TIV",
        observed=(2000, 2022),
    )
    found = af.discrepancies(rows, between=("2023", "2024"))
    assert found[["unreported", "complete"]].to_numpy().tolist() == [["", False], ["", False]]


def test_what_a_choice_by_a_column_of_ones_own_leaves_out_is_not_known_to_be_unreported():
    """France's own report of arms to India was marked otherwise, and stood as not reported."""
    rows = made(
        {
            "supplier": ["FRA", "FRA", "USA", "USA", "USA"],
            "recipient": ["IND", "IND", "IND", "IND", "CHL"],
            "reporter": ["recipient", "supplier", "recipient", "supplier", "recipient"],
            "value": [5.0, 5.0, 7.0, 7.0, 2.0],
        },
        year=2010, stage="delivery", unit="USD", source="unroca", observed=(2010, 2010),
    )  # fmt: skip
    rows = rows.assign(mark=["a", "b", "a", "a", "a"])

    def complete(records):
        found = af.discrepancies(records, between=("supplier", "recipient"), by=("supplier", "recipient"))
        return found.set_index(["supplier", "recipient"])[["unreported", "complete"]].T.to_dict("list")

    chosen = complete(af.where(rows, mark="a"))
    assert chosen["FRA", "IND"] == ["supplier", False]
    assert chosen["USA", "IND"] == ["", True]
    assert complete(rows)["USA", "CHL"] == ["supplier", True]


# --- figures of another kind that may hold a flow -----------------------------------------------------

FLOWS = ["reporter", "supplier", "recipient", "category", "value"]
# a flow that one side tells in another way than the other, the other way round of a second flow
WIDER = {
    "all categories": [
        ("supplier", "RUS", "IND", "all", 10.0), ("recipient", "RUS", "IND", "ships", 6.0),
        ("supplier", "FRA", "EGY", "ships", 5.0), ("recipient", "FRA", "EGY", "all", 5.0),
    ],
    "all parties": [
        ("supplier", "RUS", "all", "ships", 10.0), ("recipient", "RUS", "IND", "ships", 6.0),
        ("supplier", "FRA", "IND", "ships", 10.0), ("recipient", "FRA", "all", "ships", 10.0),
    ],
    "schemes": [
        ("supplier", "RUS", "IND", "un:I", 10.0), ("recipient", "RUS", "IND", "ships", 6.0),
        ("supplier", "FRA", "EGY", "ships", 5.0), ("recipient", "FRA", "EGY", "un:I", 5.0),
    ],
    "group": [("supplier", "members:EU", "IND", "ships", 10.0), ("recipient", "FRA", "IND", "ships", 6.0)],
    "own group": [("supplier", "members:My", "IND", "ships", 9.0), ("recipient", "FRA", "IND", "ships", 6.0)],
}  # fmt: skip


def mirrored(rows) -> pd.DataFrame:
    given = pd.DataFrame(rows, columns=FLOWS)
    return af.to_records(given, stage="delivery", unit="TIV", year=2010)


@pytest.mark.covering
@pytest.mark.parametrize("case", WIDER)
@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_who_tells_a_flow_in_another_way_is_not_said_to_be_silent(case, engine):
    """Brazil and China are told by one side alone."""
    rows = [*WIDER[case], ("supplier", "BRA", "CHL", "ships", 1.0), ("recipient", "CHN", "CHL", "ships", 2.0)]
    engine = engine_of(engine)
    found = af.discrepancies(engine.of(mirrored(rows)), **BY_CATEGORY)
    found = engine.plain(found).set_index(["supplier", "category"])
    alone = [("BRA", "ships"), ("CHN", "ships")]
    assert found.loc[alone, ["unreported", "complete"]].to_numpy().tolist() == [
        ["recipient", 1],
        ["supplier", 1],
    ]
    rest = found.drop(index=alone)
    assert len(rest) == len(WIDER[case])
    assert {*rest["unreported"]} == {""}
    assert not rest["complete"].any()


def test_a_party_that_both_sides_name_is_in_no_group_of_ones_own():
    rows = [
        ("supplier", "members:Mine", "IND", "ships", 9.0), ("supplier", "FRA", "EGY", "ships", 1.0),
        ("recipient", "FRA", "IND", "ships", 6.0),
    ]  # fmt: skip
    found = af.discrepancies(mirrored(rows), **BY_CATEGORY)
    assert found[["supplier", "unreported", "complete"]].to_numpy().tolist() == [
        ["FRA", "recipient", True],
        ["FRA", "supplier", True],
        ["members:Mine", "recipient", True],
    ]


def test_figures_of_other_flows_or_of_nothing_hold_none():
    rows = [("supplier", "RUS", "PAK", "all", 1.0), ("supplier", "RUS", "IND", "all", 0.0)]
    rows += [("recipient", "RUS", "IND", "ships", 6.0), ("recipient", "FRA", "EGY", "all", 5.0)]
    found = af.discrepancies(mirrored(rows), **BY_CATEGORY).set_index(["recipient", "category"])
    assert found.loc[("IND", "ships"), ["unreported", "complete"]].tolist() == ["supplier", True]


def test_two_sources_tell_a_flow_in_different_ways():
    rows = [("a", "members:EU", "IND", "ships", 9.0), ("b", "FRA", "IND", "ships", 6.0)]
    given = pd.DataFrame(rows, columns=["source", *FLOWS[1:]])
    found = af.discrepancies(
        af.to_records(given, stage="delivery", unit="TIV", year=2010), between=("a", "b")
    )
    assert found[["unreported", "complete"]].to_numpy().tolist() == [["", False], ["", False]]


def test_a_side_of_which_rows_were_left_out_is_not_known_to_be_silent():
    rows = [("supplier", "RUS", "IND", "all", 10.0), ("supplier", "FRA", "IND", "un:I", 5.0)]
    rows += [("recipient", "RUS", "IND", "un:I", 6.0)]
    chosen = af.where(mirrored(rows), category="un:I")
    found = af.discrepancies(chosen, **BY_CATEGORY).set_index("supplier")
    assert found["unreported"].to_dict() == {"FRA": "recipient", "RUS": "supplier"}
    # whose figure had no category, the chosen rows do not say
    assert not found["complete"].any()


@pytest.mark.parametrize(("until", "keep"), [(2014, ""), (2013, ', incomplete="keep"')])
def test_the_window_that_takes_in_all_rows_is_named(until, keep):
    """One that reaches beyond the years observed is allowed by incomplete="keep" alone."""
    rows = make({"reporter": ["supplier", "recipient"], "start": 2010, "end": 2014, "value": [30.0, 24.0]})
    rows = rows.assign(observed_start=2010, observed_end=until)
    with pytest.raises(af.SpanError) as caught:
        told(rows, over=(2010, 2012))
    assert f"; over=(2010, 2014){keep} takes in all rows; or select" in str(caught.value)


def test_categories_of_two_schemes_may_hold_each_other():
    """A frigate is a ship, and the UN Register may count it as anything: nobody is silent."""
    flows = [
        ("supplier", "RUS", "IND", "un:I", 10.0), ("recipient", "RUS", "IND", "ships", 6.0),
        ("supplier", "FRA", "EGY", "ships", 5.0), ("recipient", "FRA", "EGY", "un:I", 5.0),
    ]  # fmt: skip
    found = af.discrepancies(mirrored(flows), **BY_CATEGORY)
    assert found["unreported"].tolist() == [""] * 4
    assert not found["complete"].any()


def test_spans_that_touch_none_of_the_same_recipient_leave_a_side_silent():
    """India's 10 of 2010–11 and Pakistan's 4 and 6 of these years are of two flows."""
    rows = make(
        {
            "reporter": ["supplier", "recipient", "recipient"],
            "recipient": ["IND", "PAK", "PAK"],
            "start": [2010, 2010, 2011],
            "end": [2011, 2010, 2011],
            "value": [10.0, 4.0, 6.0],
        }
    )
    found = told(rows)
    assert found["unreported"].tolist() == ["recipient", "supplier", "supplier"]
    assert found["complete"].all()
