"""Deliveries of which a register lists the years: the years between have none. All figures by hand."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import armsflow as af
from armsflow.records.listed_years import years_listed
from tests.frames import assert_alike, assert_same, make, plain
from tests.laws.strategies import FEWER

# as "2013; 2019; 2020; 2021; 2022; 2023" stands in a register beside deals of one run of years
DEALS = make(
    {
        "record": ["gap", "run", "range", "blank", "half", "order"],
        "stage": ["delivery"] * 5 + ["contract"],
        "start": [2013, 2013, 2011, 2012, 2008, 2010],
        "end": [2023, 2015, 2018, 2013, 2011, 2010],
        "value": [60.0, 9.0, 40.0, 2.0, 8.0, 70.0],
        "quantity": [12.0, 3.0, 4.0, 2.0, 8.0, 14.0],
    },
    supplier="USA",
    recipient="NLD",
    unit="TIV",
).assign(
    delivery_years=[
        "2013; 2019; 2020; 2021; 2022; 2023",
        "2013; 2014; 2015",
        "2011-2012, 2017 – 2018",
        "",
        "194 - 2011",
        "2013; 2019",
    ]
)


def spans(records, record):
    rows = plain(records)
    rows = rows[rows["record"] == record].sort_values("start")
    return rows[["start", "end", "value", "low", "high"]].values.tolist()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2012", {2012}),
        ("2012; 2014", {2012, 2014}),
        ("2012,2014-2016", {2012, 2014, 2015, 2016}),
        (" 2012 \u2013 2013 ", {2012, 2013}),
        ("2012.0", {2012}),
        ("", set()),
        (". .", set()),
        ("nan", set()),
        ("194 - 2008", set()),
        ("after 2012", None),
        ("2016-2014", None),
        ("1000-2999", None),
        ("2012; 14", None),
    ],
)
def test_lists_of_years_are_read(text, years):
    assert years_listed(text) == (years if years is None else frozenset(years))


def test_windows_have_the_share_of_listed_years():
    windows = af.to_periods(DEALS, 5, end=2023)
    # one of six years, none, five of six
    assert spans(windows, "gap") == [[2009, 2013, 10, 0, 60], [2019, 2023, 50, 0, 60]]
    # two of four, two of four
    assert spans(windows, "range") == [[2009, 2013, 20, 0, 40], [2014, 2018, 20, 0, 40]]
    # one of three, two of three: as without a list
    assert spans(windows, "run") == [[2009, 2013, 3, 0, 9], [2014, 2018, 6, 0, 9]]
    assert spans(windows, "blank") == [[2009, 2013, 2, 2, 2]]
    # of "194 - 2011" no year is known
    assert spans(windows, "half") == [[2004, 2008, 2, 0, 8], [2009, 2013, 6, 0, 8]]
    assert spans(windows, "order") == [[2009, 2013, 70, 70, 70]]
    pieces = plain(windows)
    assert pieces[pieces["record"] == "gap"]["quantity"].tolist() == [2, 10]


def test_a_window_with_all_listed_years_keeps_the_bounds():
    assert spans(af.to_periods(DEALS, [(2008, 2023)]), "gap") == [[2008, 2023, 60, 60, 60]]
    # 2014–18 has none of its years, so that windows need not hold them
    apart = [(2008, 2013), (2019, 2023)]
    assert spans(af.to_periods(DEALS[:1], apart), "gap") == [[2008, 2013, 10, 0, 60], [2019, 2023, 50, 0, 60]]
    with pytest.raises(af.SpanError, match=r"1 span\(s\) reach outside the windows") as caught:
        af.to_periods(DEALS[:2], apart)
    assert caught.value.rows["record"].tolist() == ["run"]
    kept = af.to_periods(DEALS[:1], [(2020, 2021)], outside="drop")
    assert spans(kept, "gap") == [[2020, 2021, 20, 0, 60]]


def test_windows_that_overlap_each_have_the_years_they_touch():
    windows = af.to_periods(DEALS[:1], 3, end=2023, step=1)
    by_start = {row[0]: row[2] for row in spans(windows, "gap")}
    # windows inside 2013-23: the first has 2013, 2017-19 has 2019, 2018-20 two years, then three each
    assert by_start == {2013: 10, 2017: 10, 2018: 20, 2019: 30, 2020: 30, 2021: 30}


def test_years_are_those_listed():
    years = af.to_years(DEALS)
    assert spans(years, "gap") == [[y, y, 10, 0, 60] for y in (2013, 2019, 2020, 2021, 2022, 2023)]
    assert spans(years, "range") == [[y, y, 10, 0, 40] for y in (2011, 2012, 2017, 2018)]
    assert spans(years, "run") == [[y, y, 3, 0, 9] for y in (2013, 2014, 2015)]
    # and parts may be put into other windows
    arrived = af.where(af.to_periods(years, 5, end=2023), stage="delivery")
    again = af.totals(arrived, by="record", over=(2004, 2023)).set_index("record")
    assert again["value"].to_dict() == {"gap": 60, "run": 9, "range": 40, "blank": 2, "half": 8}


def test_windows_of_windows_know_the_years_inside():
    windows = af.to_periods(DEALS, 10, end=2023)
    # 2014–23: five listed years with 50, of which two lie in 2019–20
    assert spans(af.where(windows, years=(2019, 2020), straddling="cut"), "gap") == [[2019, 2020, 20, 0, 60]]
    # all of its years in the window lie after 2018, so that nothing straddles
    late = af.where(windows[windows["record"] == "gap"], years=(2019, 2023))
    assert spans(late, "gap") == [[2019, 2023, 50, 0, 60]]


def test_where_goes_by_listed_years():
    gap = DEALS[:1]
    assert not len(af.where(gap, years=(2014, 2018)))
    assert spans(af.where(gap, years=(2013, 2023)), "gap") == [[2013, 2023, 60, 60, 60]]
    with pytest.raises(af.SpanError, match="straddle the years 2019–2023 in 1 row"):
        af.where(gap, years=(2019, 2023))
    assert spans(af.where(gap, years=(2016, 2020), straddling="cut"), "gap") == [[2016, 2020, 20, 0, 60]]
    with pytest.warns(UserWarning, match=r"1 row\(s\) that straddle"):
        assert not len(af.where(gap, years=(2016, 2020), straddling="drop"))
    # contracts and runs of years are what they were
    assert af.where(DEALS, years=(2010, 2015), straddling="cut")["value"].tolist() == [10, 9, 20, 2, 4, 70]


def test_members_have_the_listed_years_of_their_membership():
    """Finland joined NATO in 2023: deliveries of 2020 and 2024 are one year of two, not two of five."""
    rows = make(
        {"start": [2020, 2010], "end": [2024, 2025], "value": [8.0, 6.0]}, recipient="FIN", unit="TIV"
    ).assign(delivery_years=["2020; 2024", "2010; 2011; 2025"])
    cut = af.where(rows, recipient="members:NATO", straddling="cut")
    assert cut[["start", "end", "value", "low", "high"]].values.tolist() == [
        [2023, 2024, 4, 0, 8],
        [2023, 2025, 2, 0, 6],
    ]
    third = rows[:1].assign(delivery_years="2020; 2021; 2024")
    third = af.where(third, recipient="members:NATO", straddling="cut")
    assert third["value"].tolist() == [pytest.approx(8 / 3)]


def test_a_span_inside_one_membership_keeps_its_years():
    """A span that lies in one group is not cut to the years of another of which the party is a member too."""
    rows = make({"start": [2000], "end": [2006], "value": [7.0]}, recipient="POL", unit="TIV")
    cut = af.where(rows, recipient=["members:NATO", "members:EU"], straddling="cut")
    assert spans(cut, "1") == [[2000, 2006, 7, 7, 7]]


def test_embargoes_meet_the_listed_years():
    """Of Libya, 1991 and 2004 lie before and after the embargo of 1992–2003; 2012 in that of 2011."""
    rows = make({"start": [1991] * 3, "end": [2012] * 3, "value": [1.0] * 3}, recipient="LBY", unit="TIV")
    lists = ["1991; 2004; 2012", "1995; 2012", "1991; 2004"]
    rows = rows.assign(delivery_years=lists, end=[2012, 2012, 2004], start=[1991, 1995, 1991])
    rows[["observed_start", "observed_end"]] = rows[["start", "end"]]
    assert af.embargoed(rows)["embargoed"].tolist() == ["possibly", "possibly", "no"]
    assert af.embargoed(rows.drop(columns="delivery_years"))["embargoed"].tolist() == ["possibly"] * 3


def test_rankings_go_by_listed_years():
    two = pd.concat([DEALS[:1], DEALS[:1].assign(record="other", supplier="FRA", delivery_years="2013")])
    two.loc[two["record"] == "other", "end"] = 2013
    table = af.rankings(two, end=2023, window=5, incomplete="keep").set_index("party")
    # 2019–23 has 50 of the United States; 2014–18 has nothing
    assert table.loc["USA", "value"] == 50
    assert set(table.index) == {"USA"}


def test_without_the_column_spans_are_even():
    expected = [[2013, 2013, 60 / 11, 0, 60], [2014, 2018, 300 / 11, 0, 60], [2019, 2023, 300 / 11, 0, 60]]
    for frame in (DEALS.drop(columns="delivery_years"), DEALS.rename(columns={"delivery_years": "years"})):
        found = spans(af.to_periods(frame, [(2008, 2013), (2014, 2018), (2019, 2023)]), "gap")
        assert [row[2:] for row in found] == [pytest.approx(row[2:]) for row in expected]
    empty = DEALS.assign(delivery_years=float("nan"))
    assert_same(
        af.to_years(empty), af.to_years(DEALS.drop(columns="delivery_years")).assign(delivery_years=None)
    )


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("after 2013", r"delivery_years is 'after 2013' in 1 row\(s\); expected years such as"),
        ("2024; 2025", r"no year of delivery_years lies within start and end in 1 row\(s\)"),
        ("2012; 2015", r"years of delivery_years lie outside start and end in 1 row\(s\)"),
        (2013.0, r"delivery_years holds cells of the type Float64; expected text such as '2012; 2014'"),
    ],
)
@pytest.mark.parametrize(
    "step",
    [
        af.to_years,
        lambda r: af.to_periods(r, 5, end=2023),
        lambda r: af.where(r, years=(2013, 2014), straddling="cut"),
        af.embargoed,
    ],
    ids=["to_years", "to_periods", "where", "embargoed"],
)
def test_lists_that_cannot_be_are_refused(cell, message, step):
    rows = DEALS[:2].assign(delivery_years=["2013; 2023", cell] if isinstance(cell, str) else cell)
    with pytest.raises(af.RecordError, match=message) as caught:
        step(rows)
    assert "drop or rename the column 'delivery_years'" in str(caught.value)
    if isinstance(cell, str):
        assert caught.value.rows["record"].tolist() == ["run"]


STEPS = {
    "to_years": af.to_years,
    "to_periods": lambda r: af.to_periods(r, 5, end=2023),
    "windows": lambda r: af.to_periods(r, [(2008, 2012), (2015, 2021)], outside="drop"),
    "to_periods, refused": lambda r: af.to_periods(r, [(2008, 2012), (2015, 2021)]),
    "moving": lambda r: af.to_periods(r, 3, end=2023, step=1),
    "where": lambda r: af.where(r, years=(2014, 2019), straddling="cut"),
    "where, refused": lambda r: af.where(r, years=(2014, 2019)),
    "embargoed": af.embargoed,
}


@pytest.mark.covering(1)
@pytest.mark.parametrize("name", STEPS)
def test_every_engine_gives_the_same(name):
    # an error shows rows, which lazy engines give in any order
    assert_alike(STEPS[name], DEALS[:1] if "refused" in name else DEALS, ordered=False)


def test_many_rows_are_as_few():
    """Frames of more rows go another way through memory."""
    many = pd.concat([DEALS.assign(record=DEALS["record"] + str(n)) for n in range(400)], ignore_index=True)
    few = af.totals(af.to_periods(DEALS, 5, end=2023), by="stage")
    found = af.totals(af.to_periods(many, 5, end=2023), by="stage")
    assert found["value"].tolist() == pytest.approx((400 * few["value"]).tolist())
    with pytest.raises(af.SpanError, match=r"1200 span\(s\) reach outside the windows"):
        af.to_periods(many, [(2008, 2013), (2019, 2020)])


@FEWER
@given(
    st.lists(st.sets(st.integers(2000, 2024), min_size=1, max_size=8), min_size=1, max_size=6),
    st.integers(1, 12),
    st.integers(2000, 2030),
)
def test_parts_lie_in_listed_years_and_keep_the_sum(lists, width, end):
    rows = make(
        {
            "start": [min(years) for years in lists],
            "end": [max(years) for years in lists],
            "value": [float(2 + n) for n in range(len(lists))],
        }
    ).assign(delivery_years=["; ".join(map(str, sorted(years))) for years in lists])
    windows, years = af.to_periods(rows, width, end=end), af.to_years(rows)
    for n, listed in enumerate(lists):
        ours = windows[windows["record"] == str(n + 1)]
        held = [len(listed & set(range(a, b + 1))) for a, b in ours[["start", "end"]].to_numpy()]
        assert min(held) > 0
        assert sum(held) == len(listed)
        assert ours["value"].tolist() == pytest.approx([(2 + n) * count / len(listed) for count in held])
        single = years[years["record"] == str(n + 1)]
        assert sorted(single["start"]) == sorted(listed)
        assert single["value"].sum() == pytest.approx(2 + n)
    # years put into windows are the windows
    again = af.totals(af.to_periods(years, width, end=end), by=())
    assert again["value"].tolist() == pytest.approx(af.totals(windows, by=())["value"].tolist())


@pytest.mark.parametrize("kind", ["category", "string"])
def test_years_of_delivery_may_be_categories(kind):
    rows = make([{"value": 10.0, "start": 2010, "end": 2014}], unit="TIV")
    rows = rows.assign(delivery_years=pd.Series(["2010; 2014"], dtype=kind))
    found = plain(af.to_periods(rows, [(2010, 2011), (2012, 2014)]))
    assert found["value"].tolist() == [5.0, 5.0]


def test_years_of_delivery_may_be_categories_of_polars():
    rows = make([{"value": 10.0, "start": 2010, "end": 2014}], unit="TIV").assign(delivery_years="2010; 2014")
    given = pl.from_pandas(rows).with_columns(pl.col("delivery_years").cast(pl.Categorical))
    assert plain(af.to_periods(given, [(2010, 2011), (2012, 2014)]))["value"].tolist() == [5.0, 5.0]
