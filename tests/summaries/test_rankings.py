"""Places, shares, changes and partners as in the fact sheets' tables, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import armsflow as af
from tests.frames import assert_alike, assert_same, made, make, near, plain
from tests.laws.strategies import FEWER
from tests.laws.strategies import records as any_records

# (supplier, recipient, year, value); 2020–24 and 2015–19 have 100 each
FLOWS = [
    ("USA", "JPN", 2020, 30.0),
    ("USA", "UKR", 2024, 20.0),
    ("RUS", "IND", 2020, 25.0),
    ("FRA", "IND", 2022, 15.0),
    ("FRA", "org:nato", 2021, 5.0),
    ("unk:supplier", "MLI", 2023, 5.0),
    ("RUS", "IND", 2016, 60.0),
    ("FRA", "IND", 2019, 40.0),
    ("FRA", "EGY", 2014, 99.0),
    ("USA", "JPN", 2025, 99.0),
]


def flows(rows=FLOWS, **constants) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["supplier", "recipient", "year", "value"])
    return make(frame, **{"unit": "TIV", **constants})


def world(**constants) -> pd.DataFrame:
    """Every supplier's own total: what a table of the world's exports holds."""
    frame = pd.DataFrame(FLOWS, columns=["supplier", "recipient", "year", "value"])
    return make(frame.assign(recipient="all"), unit="TIV", **constants)


def by_party(summary) -> pd.DataFrame:
    return plain(summary).set_index("party")


def cells(summary, *columns) -> list[list]:
    return plain(summary)[list(columns)].replace({np.nan: None}).values.tolist()


def test_suppliers_by_hand():
    table = af.rankings(flows(), end=2024, partners=2)
    assert cells(table, "place", "party", "side", "period", "value", "share") == near(
        [
            [1, "USA", "supplier", "2020–24", 50, 0.50],
            [2, "RUS", "supplier", "2020–24", 25, 0.25],
            [3, "FRA", "supplier", "2020–24", 20, 0.20],
            [None, "unk:supplier", "supplier", "2020–24", 5, 0.05],
        ]
    )
    assert cells(table, "previous", "previous_share", "change") == near(
        [
            [0, 0, np.inf],
            [60, 0.6, -35 / 60],
            [40, 0.4, -0.5],
            [0, 0, np.inf],
        ]
    )
    assert cells(table, "partner_1", "partner_1_share", "partner_2", "partner_2_share") == near(
        [
            ["JPN", 0.6, "UKR", 0.4],
            ["IND", 1, None, None],
            ["IND", 0.75, "org:nato", 0.25],
            ["MLI", 1, None, None],
        ]
    )
    assert cells(table, "start", "end", "unit", "stage", "records")[0] == [2020, 2024, "TIV", "delivery", 2]


def test_recipients_by_hand():
    table = af.rankings(flows(), "recipient", end=2024)
    # equal ones stand by code, and NATO has no place
    assert cells(table, "place", "party", "share") == near(
        [
            [1, "IND", 0.40],
            [2, "JPN", 0.30],
            [3, "UKR", 0.20],
            [4, "MLI", 0.05],
            [None, "org:nato", 0.05],
        ]
    )
    assert set(plain(table)["side"]) == {"recipient"}
    india = by_party(table).loc["IND"]
    assert india[["previous", "change"]].tolist() == pytest.approx([100, -0.6])
    assert india[["partner_1", "partner_1_share", "partner_2", "partner_2_share"]].tolist() == [
        *("RUS", 0.625, "FRA", 0.375)
    ]
    assert by_party(table).loc["MLI", "partner_1"] == "unk:supplier"


def test_exact_figures_have_exact_shares():
    table = plain(af.rankings(flows(), end=2024))
    for column in ("share", "previous_share", "change", "partner_1_share"):
        for end in ("low", "high"):
            assert table[f"{column}_{end}"].tolist() == pytest.approx(table[column].tolist())


def test_the_columns_are_in_the_order_people_read_them():
    table = af.rankings(flows(), end=2024, partners=1)
    head = "place party side period value low high share share_low share_high previous previous_share"
    assert " ".join(table.columns).startswith(head)
    assert list(table.columns[19:23]) == [
        f"partner_1{c}" for c in ("", "_share", "_share_low", "_share_high")
    ]
    assert list(table.columns[-7:-2]) == ["records", "undisclosed", "estimated", "complete", "selection"]
    assert table["place"].dtype == "Int64"


def test_top_counts_places_and_keeps_what_stands_between():
    between = [
        ("USA", "IND", 2020, 50.0),
        ("USA", "org:nato", 2020, 40.0),
        ("USA", "grp:hezbollah", 2020, 35.0),
        ("USA", "TWN", 2020, 30.0),
        ("USA", "unk:recipient", 2020, 20.0),
        ("USA", "ABW", 2020, 10.0),
    ]
    table = af.rankings(flows(between), "recipient", top=2)
    assert cells(table, "place", "party") == near(
        [
            [1, "IND"],
            [None, "org:nato"],
            [None, "grp:hezbollah"],
            [2, "TWN"],
        ]
    )
    # shares stay those of the world
    assert by_party(table).loc["IND", "share"] == pytest.approx(50 / 185)
    # a territory has a place, as every recipient that is no organisation or group
    assert cells(af.rankings(flows(between), "recipient", top=9), "place", "party")[-1] == [3, "ABW"]


def test_a_span_that_straddles_is_split_and_could_lie_on_either_side():
    deals = {
        "supplier": ["RUS", "FRA"],
        "recipient": ["IND", "IND"],
        "start": [2018, 2020],
        "end": [2021, 2020],
        "value": [40.0, 60.0],
    }
    table = by_party(af.rankings(make(deals), end=2024))
    figure = ["value", "low", "high", "share", "share_low", "share_high"]
    assert table.loc["RUS", figure].tolist() == pytest.approx([20, 0, 40, 0.25, 0, 0.4])
    assert table.loc["FRA", figure].tolist() == pytest.approx([60, 60, 60, 0.75, 0.6, 1])
    assert table.loc["RUS", ["previous", "change", "change_low", "change_high"]].tolist() == [
        *(20, 0, -1, np.inf)
    ]
    assert (
        table.loc["FRA", ["previous_share", "previous_share_low", "previous_share_high"]].tolist() == [0] * 3
    )
    india = by_party(af.rankings(make(deals), "recipient", end=2024)).loc["IND"]
    assert india[["partner_2", "partner_2_share", "partner_2_share_high"]].tolist() == pytest.approx(
        ["RUS", 0.25, 0.4]
    )


def test_the_last_year_is_that_of_the_records_unless_given():
    assert plain(af.rankings(flows()))["period"].unique().tolist() == ["2021–25"]
    with pytest.raises(af.ArgumentError, match="no records to take the last year from; give one"):
        af.rankings(flows().iloc[:0])
    assert len(af.rankings(flows().iloc[:0], end=2024)) == 0


def test_windows_of_another_length():
    table = by_party(af.rankings(flows(), "recipient", window=1, end=2020))
    assert table.loc["IND", ["period", "value", "previous", "change"]].tolist() == ["2020", 25, 40, -0.375]
    assert table.loc["JPN", ["period", "value", "previous"]].tolist() == ["2020", 30, 0]
    table = by_party(af.rankings(flows(), "recipient", window=4, end=2020))
    assert table.loc["IND", ["period", "value", "previous"]].tolist() == ["2017–20", 65, 60]


def test_a_window_before_without_records_says_nothing():
    table = plain(af.rankings(flows([("USA", "JPN", 2020, 30.0)])))
    assert table[["previous", "previous_share", "change"]].isna().all(axis=None)


def test_what_only_the_window_before_holds_is_not_in_the_table():
    gone = flows([("USA", "JPN", 2020, 30.0), ("GBR", "JPN", 2016, 30.0), ("CHN", "PAK", 2021, 0.0)])
    table = by_party(af.rankings(gone, end=2024))
    assert table.index.tolist() == ["USA"]
    assert table.loc["USA", ["previous", "previous_share"]].tolist() == [0, 0]


def test_undisclosed_is_no_figure_and_has_no_place():
    rows = {
        "supplier": ["USA", "FRA", "GBR"],
        "year": [2020, 2020, 2016],
        "value": [10.0, np.nan, np.nan],
        "low": [10.0, np.nan, np.nan],
        "high": [10.0, np.nan, np.nan],
    }
    table = by_party(af.rankings(make(rows), end=2024, top=5))
    assert table.index.tolist() == ["USA", "FRA"]
    assert table.loc["USA", ["place", "share"]].tolist() == [1, 1]
    assert table.loc["FRA", ["place", "value", "share", "partner_1"]].isna().all()
    assert table.loc["FRA", "undisclosed"] == 1
    # of the window before there is a record and no figure
    assert np.isnan(table.loc["USA", "previous"])


def test_bounds_that_reach_over_others_leave_all_of_them_without_a_place():
    rows = {"supplier": ["USA", "FRA"], "value": [10.0, np.nan], "low": [10.0, 5.0], "high": [10.0, 30.0]}
    table = by_party(af.rankings(make(rows)))
    assert table["place"].isna().tolist() == [True, True]
    assert table[["share"]].isna().all(axis=None)
    assert table.loc["FRA", ["share_low", "share_high"]].tolist() == [pytest.approx(1 / 3), 0.75]


# the bounds of the United States, beside which France has 5 and Germany 3: place of each in the table's order
BETWEEN = [
    ((200, 999), {"USA": 1, "FRA": 2, "DEU": 3}, ["USA"]),
    ((5, np.inf), {"FRA": None, "USA": None, "DEU": 3}, ["FRA", "USA"]),
    ((4, 4.5), {"FRA": 1, "USA": 2, "DEU": 3}, ["FRA"]),
    ((4, 999), {"FRA": None, "USA": None, "DEU": 3}, ["FRA", "USA"]),
    ((1, 4), {"FRA": 1, "DEU": None, "USA": None}, ["FRA"]),
    # Germany, between them in the table, is surely not first
    ((1, 6), {"FRA": None, "DEU": None, "USA": None}, ["FRA", "USA"]),
    # of equal ones the first by its code stands first
    ((3, 5), {"FRA": 1, "DEU": None, "USA": None}, ["FRA"]),
    ((2, 3), {"FRA": 1, "DEU": 2, "USA": 3}, ["FRA"]),
]


def between(low, high) -> pd.DataFrame:
    """Deliveries to India: 5 of France, 3 of Germany, and a range of the United States."""
    cells = {"supplier": ["USA", "FRA", "DEU"], "value": [np.nan, 5.0, 3.0], "low": [low, 5.0, 3.0]}
    return make(cells | {"high": [high, 5.0, 3.0]}, recipient="IND")


@pytest.mark.covering(5)
@pytest.mark.parametrize(("bounds", "places", "first"), BETWEEN)
def test_bounds_without_a_value_have_a_place_where_it_is_known(bounds, places, first):
    rows = between(*bounds)
    table = af.rankings(rows, partners=0)
    found = table.set_index("party")["place"].astype(object)
    assert found.where(found.notna(), None).to_dict() == places
    assert table["party"].tolist() == list(places)
    assert af.rankings(rows, top=1)["party"].to_dict() == dict(enumerate(first))
    # partners stand in the same order
    partners = af.rankings(rows, "recipient")[["partner_1", "partner_2", "partner_3"]]
    assert partners.to_numpy().tolist() == [list(places)]


@pytest.mark.covering(1)
@pytest.mark.parametrize(("bounds", "places"), [(bounds, places) for bounds, places, _ in BETWEEN])
def test_bounds_without_a_value_have_the_same_place_on_every_engine(beside, bounds, places):
    rows = between(*bounds)
    table = assert_alike(lambda r: af.rankings(r, partners=0), rows, engines=beside)
    assert table["party"].tolist() == list(places)


def test_tables_of_the_world_have_no_partners():
    exports = plain(af.rankings(world(), end=2024, partners=2))
    named = plain(af.rankings(flows(), end=2024, partners=0))
    assert exports[["partner_1", "partner_1_share", "partner_2_share_high"]].isna().all(axis=None)
    assert_same(exports[list(named.columns)], named)


def test_a_table_of_the_world_ranks_the_side_that_it_names():
    with pytest.raises(
        af.ArgumentError, match="recipient is 'all': .* rank its suppliers with of='supplier'"
    ):
        af.rankings(world(), "recipient", end=2024)


def test_a_table_of_the_world_is_not_added_to_flows():
    both = pd.concat([world(source="a"), flows(source="a")], ignore_index=True)
    with pytest.raises(af.MixedError, match="'all' and named ones"):
        af.rankings(both, end=2024)


@pytest.mark.covering(3)
@pytest.mark.parametrize("column", ["release", "source", "unit", "stage", "reporter", "prices"])
def test_windows_of_different_meaning_are_not_compared(column):
    other = {
        "release": "2025", "source": "b", "unit": "EUR", "stage": "licence", "reporter": "supplier",
        "prices": "2020",
    }  # fmt: skip
    records = flows()
    earlier = records["end"] < 2020
    records[column] = records[column].mask(earlier, other[column])
    with pytest.raises(af.MixedError, match=f"differ in {column}"):
        af.rankings(records, end=2024)


def test_a_whole_and_its_part_are_not_added():
    parts = flows(FLOWS[:2]).assign(record=["A", "B"], part_of=[None, "A"])
    with pytest.raises(af.PartError, match="'B' is part of 'A'"):
        af.rankings(parts)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"of": "party"}, "of is 'party'; expected one of 'supplier', 'recipient'"),
        ({"window": 0}, "window is 0; expected a whole number from 1 to 200"),
        ({"window": 2.5}, "window is 2.5"),
        ({"end": "2024"}, "end is '2024'; expected a whole number from 1000 to 2999"),
        ({"end": True}, "end is True"),
        ({"top": 0}, "top is 0; expected a whole number from 1$"),
        ({"partners": -1}, "partners is -1; expected a whole number from 0$"),
    ],
)
def test_arguments_are_checked_before_data(arguments, message):
    with pytest.raises(af.ArgumentError, match=message):
        af.rankings("no records", **arguments)


def test_every_engine_gives_the_same_table(beside):
    assert_alike(lambda r: af.rankings(r, end=2024, top=3), flows(), engines=beside)
    assert isinstance(af.rankings(pl.from_pandas(flows()), end=2024), pl.DataFrame)


@FEWER
@given(any_records(unit="TIV"), st.sampled_from(["supplier", "recipient"]), st.integers(1, 10))
def test_laws(records, of, window):
    before = records.copy()
    table = plain(af.rankings(records, of, end=2020, window=window, partners=2))
    pd.testing.assert_frame_equal(records, before)
    known = table["share"].dropna()
    if len(known) and table["value"].notna().all():
        assert known.sum() == pytest.approx(1)
    for column in ("share", "previous_share", "change", "partner_1_share", "partner_2_share"):
        middle, low, high = (table[f"{column}{end}"] for end in ("", "_low", "_high"))
        told = middle.notna() & low.notna() & high.notna()
        assert (low[told] <= middle[told] + 1e-9).all()
        assert (middle[told] <= high[told] + 1e-9).all()
    places = table["place"].dropna()
    assert places.is_monotonic_increasing
    assert places.is_unique
    if table["value"].notna().all():
        assert places.tolist() == list(range(1, len(places) + 1))
    assert table["value"].dropna().is_monotonic_decreasing
    # neither the order of the rows nor the step of the unit matters, powers of 2 being exact
    figures = ["value", "low", "high"]
    fourfold = records.assign(**{c: records[c] * 4 for c in figures}).sample(frac=1, random_state=1)
    other = af.rankings(fourfold, of, end=2020, window=window, partners=2)
    assert_same(other, table.assign(**{c: table[c] * 4 for c in [*figures, "previous"]}))


YEARS = st.dictionaries(st.integers(2012, 2024), st.integers(1, 100), min_size=1, max_size=6)
DEALS = st.lists(
    st.tuples(st.sampled_from(["USA", "RUS", "FRA", "unk:supplier"]), st.sampled_from(["IND", "JPN"]), YEARS),
    min_size=1,
    max_size=8,
)


@FEWER
@given(DEALS, st.sampled_from(["supplier", "recipient"]))
def test_bounds_of_deals_contain_what_was_delivered_year_by_year(deals, of):
    annual = flows([(s, r, year, float(v)) for s, r, years in deals for year, v in years.items()])
    spans = make(
        [
            {"supplier": s, "recipient": r, "start": min(y), "end": max(y), "value": float(sum(y.values()))}
            for s, r, y in deals
        ],
        unit="TIV",
    )
    truth = by_party(af.rankings(annual, of, end=2022, partners=4))
    rough = by_party(af.rankings(spans, of, end=2022, partners=4))
    assert set(truth.index) <= set(rough.index)
    for party, row in truth.iterrows():
        bounds = rough.loc[party]
        for column in ("share", "previous_share", "change"):
            if not np.isnan(row[column]):
                assert bounds[f"{column}_low"] - 1e-9 <= row[column] <= bounds[f"{column}_high"] + 1e-9
        found = {bounds[f"partner_{n}"]: n for n in range(1, 5)}
        for n in range(1, 5):
            if isinstance(partner := row[f"partner_{n}"], str):
                low, high = (bounds[f"partner_{found[partner]}_share_{end}"] for end in ("low", "high"))
                assert low - 1e-9 <= row[f"partner_{n}_share"] <= high + 1e-9


@pytest.mark.covering(2)
@pytest.mark.parametrize(("source", "none_before"), [("user", 0), ("sipri", 0), ("coarm", -1)])
def test_a_party_that_did_not_report_before_had_no_nothing(source, none_before):
    """Bulgaria's first report is of 2007, so that 2006 is unknown and not 0. Italy reported, and had none.

    The EU's reports do not list all there is, so that of Italy, too, nothing is known.
    """
    rows = {"supplier": ["FRA", "FRA", "BGR", "ITA"], "year": [2006, 2007, 2007, 2007], "value": [8, 9, 3, 2]}
    seen = {"observed_start": [2006, 2006, 2007, 2006], "observed_end": 2007}
    same = {"recipient": "DZA", "stage": "delivery", "unit": "EUR", "source": source}
    table = af.rankings(made(rows | seen, **same), end=2007, window=1, incomplete="keep")
    table = table.set_index("party")
    assert table["previous"].fillna(-1).to_dict() == {"FRA": 8, "BGR": -1, "ITA": none_before}
    new = float("inf") if none_before == 0 else -9
    assert table["change"].fillna(-9).to_dict() == {"FRA": 0.125, "BGR": -9, "ITA": new}
    assert table["complete"].to_dict() == {"FRA": True, "BGR": False, "ITA": none_before == 0}


def test_partners_have_no_share_of_a_party_s_total_where_the_other_side_was_chosen():
    """Of Armenia's suppliers each delivered "100 per cent of its own total" to Armenia."""
    rows = {"supplier": ["RUS", "RUS", "FRA"], "recipient": ["ARM", "IND", "ARM"], "value": [1, 9, 2]}
    records = made(rows, year=2020, stage="delivery", unit="TIV")
    table = af.rankings(af.where(records, recipient="Armenia"), end=2020, window=1, partners=1)
    assert table[["party", "value"]].values.tolist() == [["FRA", 2], ["RUS", 1]]
    assert table[["partner_1", "partner_1_share", "partner_1_share_low"]].isna().all(axis=None)
    assert af.rankings(records, end=2020, window=1, partners=1)["partner_1"].tolist() == ["IND", "ARM"]
    af.plot_rankings(table)


def test_stages_are_not_taken_for_years_that_are_missing():
    one = {"supplier": "RUS", "recipient": "IND", "unit": "TIV", "source": "sipri", "observed": (2010, 2020)}
    deliveries = made({"year": [2019], "value": [5]}, stage="delivery", **one)
    orders = made({"year": [2018], "value": [6]}, stage="contract", **one)
    orders = orders.assign(observed_start=2020, observed_end=2010, record="order")
    with pytest.raises(af.MixedError, match="stage"):
        af.rankings(af.concat(deliveries, orders), end=2020)


def test_a_list_of_which_no_year_is_whole_is_ranked_by_its_last_year():
    """March and May of 2010 are no year; with "keep" 2010 is ranked, and said to be not complete."""
    text = (
        b"licence_group,date,rating,count,value,country,refused\n"
        b"1,2010-03-02,ML2,1,5,Chad,0\n2,2010-05-02,ML2,1,9,Mali,0\n"
    )
    licences = af.read_uk_licences(text)
    options = {"window": 1, "whole": "chosen"}
    with pytest.raises(af.PeriodError, match="'2009', '2010' would be incomplete: the records hold no year"):
        af.rankings(licences, "recipient", **options)
    table = af.rankings(licences, "recipient", incomplete="keep", **options)
    assert table[["party", "value", "period"]].values.tolist() == [["MLI", 9, "2010"], ["TCD", 5, "2010"]]
    assert not table["complete"].any()


def test_windows_in_a_gap_are_told_the_years_that_the_records_hold():
    """Of records of 2005-08 and 2013-16, those between were said to be held as well."""
    early, late = (
        make(
            {"year": [first], "value": [3.0], "record": [str(first)]},
            source="sipri",
            unit="TIV",
            observed=years,
        )
        for first, years in ((2006, (2005, 2008)), (2014, (2013, 2016)))
    )
    with pytest.raises(af.PeriodError, match="the records hold 2005–08 and 2013–16, and what lies outside"):
        af.rankings(af.concat(early, late), end=2016, window=5)


def test_a_party_that_another_group_may_hold_has_no_zero_in_the_window_before():
    """France's 10 of 2015 stand under the EU: NATO, of which it is one, had 10 or nothing."""
    given = {"supplier": ["FRA", "USA", "CHN"], "year": [2015, 2016, 2016], "value": [10.0, 5.0, 3.0]}
    rows = make(given, source="sipri", unit="TIV", observed=(2014, 2016))
    both = af.to_groups(af.to_groups(rows, "EU"), "NATO")
    table = af.rankings(both, end=2016, window=1).set_index("party")
    assert np.isnan(table.loc["members:NATO", "previous"])
    assert table.loc["CHN", "previous"] == 0
