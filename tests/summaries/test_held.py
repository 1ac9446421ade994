"""No zero where another row may hold the figure: numbers by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.records.schema import FIGURE
from tests.frames import SOME_ENGINES, assert_alike, engine_of, made, plain

KNOWN = {"source": "sipri", "stage": "delivery", "unit": "TIV", "observed": (2018, 2020)}


def records(rows: dict, **constants) -> pd.DataFrame:
    return made(pd.DataFrame(rows), **(KNOWN | constants))


def told(summary, *columns: str) -> list[tuple]:
    """The rows of a summary, -1 in place of null."""
    frame = plain(summary)[[*columns, "complete"]]
    return [*frame.fillna(-1).itertuples(index=False, name=None)]


@pytest.fixture
def unnamed() -> pd.DataFrame:
    """Of 2019 the source names no recipient, of 2020 two."""
    return records(
        {
            "supplier": "USA",
            "recipient": ["all", "IND", "PAK"],
            "year": [2019, 2020, 2020],
            "value": [50.0, 2, 7],
        }
    )


@pytest.fixture
def windows() -> pd.DataFrame:
    """Figures of five years each that overlap, of two recipients."""
    rows = {"supplier": "USA", "recipient": ["ARM", "AZE"], "start": [2010, 2011], "end": [2014, 2015]}
    return records({**rows, "value": [10.0, 5]}, observed=(2009, 2016))


@pytest.fixture
def deals() -> pd.DataFrame:
    rows = {"supplier": "USA", "recipient": ["ARM", "AZE"], "start": 2010, "end": [2011, 2010]}
    return records({**rows, "value": [10.0, 2]}, observed=(2005, 2013))


# spans that overlap


def test_figures_of_years_that_overlap_are_no_windows(windows):
    assert told(af.totals(windows, by="recipient"), "recipient", "period", "value") == [
        ("ARM", "2010–14", 10, True),
        ("AZE", "2011–15", 5, True),
    ]


def test_moving_windows_have_their_zeros():
    rows = records({"supplier": "USA", "recipient": ["ARM", "AZE"], "year": [2018, 2020], "value": [10.0, 5]})
    moving = af.to_periods(rows, 2, end=2020, step=1)
    expected = [
        ("ARM", "2018–19", 10, True),
        ("ARM", "2019–20", 0, True),
        ("AZE", "2018–19", 0, True),
        ("AZE", "2019–20", 5, True),
    ]
    # no record stands in both windows: what to_periods() adds says that these are windows
    assert told(af.totals(moving, by="recipient"), "recipient", "period", "value") == expected


def test_no_quotient_of_what_may_have_been_more(windows):
    people = pd.DataFrame([(p, y, 1e6, "persons") for p in ("ARM", "AZE") for y in range(2009, 2017)])
    people.columns = ["party", "year", "value", "unit"]
    found = af.relative(windows, to=people)
    assert told(found, "recipient", "period") == [("ARM", "2010–14", True), ("AZE", "2011–15", True)]


# "all", sets and members of groups


def test_a_party_has_no_zero_beside_all_and_all_none_beside_a_party(unnamed):
    assert told(af.totals(unnamed, by="recipient"), "recipient", "year", "value") == [
        ("IND", 2018, 0, True),
        ("IND", 2020, 2, True),
        ("PAK", 2018, 0, True),
        ("PAK", 2020, 7, True),
        ("all", 2018, 0, True),
        ("all", 2019, 50, True),
    ]


def test_a_zero_that_the_user_asks_for_is_not_complete_there(unnamed):
    found = plain(af.totals(unnamed, by="recipient", absent="none")).set_index(["recipient", "year"])
    assert found.loc[("IND", 2019), ["value", "complete"]].tolist() == [0, False]
    assert found.loc[("IND", 2018), ["value", "complete"]].tolist() == [0, True]


def test_all_of_one_supplier_holds_nothing_of_another():
    rows = {"supplier": ["USA", "USA", "RUS"], "recipient": ["all", "IND", "IND"], "year": [2019, 2020, 2018]}
    found = af.totals(records({**rows, "value": [50.0, 2, 3]}), by=["supplier", "recipient"])
    assert told(found, "supplier", "recipient", "year", "value") == [
        ("RUS", "IND", 2018, 3, True),
        ("RUS", "IND", 2019, 0, True),
        ("RUS", "IND", 2020, 0, True),
        ("USA", "IND", 2018, 0, True),
        ("USA", "IND", 2020, 2, True),
        ("USA", "all", 2018, 0, True),
        ("USA", "all", 2019, 50, True),
    ]


def test_a_figure_of_nothing_holds_nothing():
    rows = {"supplier": "USA", "recipient": ["all", "IND"], "year": [2019, 2020], "value": [0.0, 2]}
    found = af.totals(records(rows), by="recipient")
    assert ("IND", 2019, 0, True) in told(found, "recipient", "year", "value")


def test_all_without_a_figure_may_hold_one():
    rows = {"supplier": "USA", "recipient": ["all", "IND"], "year": [2019, 2020], "value": [None, 2]}
    found = told(af.totals(records(rows), by="recipient"), "recipient", "year")
    assert [row for row in found if row[0] == "IND"] == [("IND", 2018, True), ("IND", 2020, True)]


def test_a_group_may_hold_what_its_members_of_the_year_had():
    """The United Kingdom was a member of the EU to 2019, France throughout, Serbia never."""
    rows = {"supplier": "USA", "recipient": ["members:EU", "members:EU", "GBR", "FRA", "SRB"]}
    found = records({**rows, "year": [2019, 2020, 2018, 2018, 2018], "value": [9.0, 9, 1, 2, 3]})
    zeros = [
        row[:2] for row in told(af.totals(found, by="recipient"), "recipient", "year", "value") if not row[2]
    ]
    assert zeros == [("GBR", 2020), ("SRB", 2019), ("SRB", 2020)]


def test_a_category_has_no_zero_beside_a_set_with_it_and_beside_all():
    rows = {"supplier": "USA", "recipient": "IND", "year": [2018, 2019, 2020, 2020]}
    rows |= {"category": ["all", "aircraft+ships", "aircraft", "missiles"], "value": [7.0, 5, 2, 1]}
    assert told(af.totals(records(rows), by="category"), "category", "year", "value") == [
        ("aircraft", 2020, 2, True),
        ("aircraft+ships", 2019, 5, True),
        ("all", 2018, 7, True),
        ("missiles", 2019, 0, True),
        ("missiles", 2020, 1, True),
    ]


def test_a_category_of_two_sets_has_no_zero_beside_the_other():
    rows = {
        "supplier": "USA",
        "recipient": "IND",
        "year": [2019, 2020],
        "category": ["artillery", "missiles"],
    }
    found = af.to_categories(records({**rows, "value": [5.0, 2]}), "un")
    # both hold un:VIIa
    assert told(af.totals(found, by="category"), "category", "year", "value") == [
        ("un:III+un:VIIa", 2018, 0, True),
        ("un:III+un:VIIa", 2019, 5, True),
        ("un:VIIa+un:VIIb", 2018, 0, True),
        ("un:VIIa+un:VIIb", 2020, 2, True),
    ]


def test_a_heading_may_hold_its_subheadings():
    rows = {"supplier": "USA", "recipient": "IND", "year": [2019, 2020], "category": ["hs:93", "hs:930110"]}
    found = af.totals(records({**rows, "value": [5.0, 2]}, unit="USD"), by="category")
    assert ("hs:930110", 2018, 0, True) in told(found, "category", "year", "value")
    assert not {2019} & {row[1] for row in told(found, "category", "year") if row[0] == "hs:930110"}


def test_goods_of_customs_that_are_no_arms_hold_none():
    rows = {"supplier": "USA", "recipient": "IND", "year": [2019, 2020], "category": ["all", "hs:930110"]}
    found = records({**rows, "value": [5.0, 2]}, unit="USD", source="baci")
    assert ("hs:930110", 2019, 0, True) in told(af.totals(found, by="category"), "category", "year", "value")
    assert not af.where(found, category="hs:93")["selection"].str.contains("left_out").any()


def test_means_and_changes_leave_such_years_out(unnamed):
    means = af.averages(unnamed, by="recipient", window=2)
    assert told(means, "recipient", "period", "value") == [("all", "2019", 25, True)]
    changes = af.changes(unnamed, of="recipient")
    assert told(changes, "recipient", "year", "value", "previous", "change") == [
        ("IND", 2019, -1, 0, -1, False),
        ("IND", 2020, 2, -1, -1, False),
        ("PAK", 2019, -1, 0, -1, False),
        ("PAK", 2020, 7, -1, -1, False),
        ("all", 2019, 50, 0, float("inf"), True),
        ("all", 2020, -1, 50, -1, False),
    ]


# what was left out before


def test_rows_of_all_that_where_leaves_out_are_kept_in_mind(unnamed):
    india = af.where(unnamed, recipient="IND")
    assert india["selection"].tolist() == ["recipient=IND;left_out=2019"]
    expected = [("IND", 2018, 0, True), ("IND", 2020, 2, True)]
    assert told(af.totals(india, by="recipient"), "recipient", "year", "value") == expected
    panel = af.panel(india, years=(2018, 2020)).query("supplier == 'USA' and recipient == 'IND'")
    assert told(panel, "year", "value", "observed") == [
        (2018, 0, True, True),
        (2019, -1, False, False),
        (2020, 2, True, True),
    ]
    # chosen again, and as windows
    again = af.where(india, supplier="USA")
    assert again["selection"].tolist() == ["supplier=USA;recipient=IND;left_out=2019"]
    balance = af.supplier_balance(
        af.where(unnamed, recipient=["IND", "PAK"]), supplier="USA", between=("IND", "PAK")
    )
    assert told(balance, "year", "left_value", "right_value") == [
        (2018, 0, 0, True),
        (2020, 2, 7, True),
    ]


def test_where_says_nothing_of_all_that_holds_none_of_what_is_chosen(unnamed):
    russian = pd.DataFrame(
        {"supplier": "RUS", "recipient": ["IND", "all"], "year": [2020, 2018], "value": [1.0, 0]}
    )
    both = af.concat(unnamed, made(russian, **KNOWN, release="2"))
    assert af.where(both, supplier="RUS", recipient="IND")["selection"].tolist() == [
        "supplier=RUS;recipient=IND"
    ]
    assert af.where(both, supplier="USA")["selection"].unique().tolist() == ["supplier=USA"]
    assert af.where(both, recipient="IND", years=2020)["selection"].unique().tolist() == ["recipient=IND"]
    # of one release alone
    assert sorted(af.where(both, recipient="IND")["selection"]) == [
        "recipient=IND",
        "recipient=IND;left_out=2019",
    ]


def test_categories_that_where_leaves_out_are_kept_in_mind():
    rows = {"supplier": "USA", "recipient": "IND", "year": [2018, 2020], "category": ["all", "aircraft"]}
    aircraft = af.where(records({**rows, "value": [7.0, 2]}), category="aircraft")
    assert told(af.totals(aircraft, by="category"), "year", "value") == [(2019, 0, True), (2020, 2, True)]


def test_categories_above_the_one_chosen_are_kept_in_mind():
    rows = {"supplier": "USA", "recipient": "IND", "year": [2018, 2020], "value": [10.0, 4]}
    customs = records({**rows, "category": ["hs:93", "hs:9301"]}, unit="USD", source="baci")
    chosen = af.where(customs, category="hs:9301")
    assert chosen["selection"].tolist() == ["category=hs:9301;left_out=2018"]
    expected = [(2019, 0, True), (2020, 4, True)]
    assert told(af.totals(chosen, by="category"), "year", "value") == expected
    panel = af.panel(chosen, years=(2018, 2020)).query("supplier == 'USA' and recipient == 'IND'")
    assert told(panel, "year", "value") == [(2018, -1, False), *expected]
    # what is asked for with all that it contains leaves nothing out
    assert set(af.where(customs, category="hs:93")["selection"]) == {"category=hs:93"}


@pytest.mark.covering(3)
@pytest.mark.parametrize("wide", ["un:IV", "un:II+un:IV"])
@pytest.mark.parametrize("straddling", ["raise", "drop", "cut"])
def test_categories_above_in_a_set_are_kept_in_mind(wide, straddling):
    rows = {"supplier": "USA", "recipient": "IND", "year": [2018, 2020], "category": [wide, "un:IVa"]}
    planes = af.where(records({**rows, "value": [10.0, 4]}), category="un:IVa", straddling=straddling)
    assert planes["selection"].tolist() == ["category=un:IVa;left_out=2018"]
    assert told(af.totals(planes, by="category"), "year", "value") == [(2019, 0, True), (2020, 4, True)]


def test_a_whole_of_all_holds_the_part_that_gave_way_to_it():
    rows = {"record": ["W", "P", "Q"], "part_of": [None, "W", None], "recipient": ["all", "IND", "IND"]}
    given = records({**rows, "supplier": "USA", "year": [2019, 2019, 2020], "value": [10.0, 5, 2]})
    whole = af.without_parts(given)
    expected = [("IND", 2018, 0, True), ("IND", 2020, 2, True)]
    assert (
        told(af.totals(whole, by="recipient").query("recipient == 'IND'"), "recipient", "year", "value")
        == expected
    )
    assert not len(af.averages(whole, by="recipient", window=2).query("recipient == 'IND'"))
    assert (
        told(af.totals(af.where(whole, recipient="IND"), by="recipient"), "recipient", "year", "value")
        == expected
    )


def test_a_whole_that_is_not_disclosed_may_hold_more_than_its_parts():
    rows = {"record": ["W", "P", "Q"], "part_of": [None, "W", None], "recipient": ["all", "IND", "PAK"]}
    given = records({**rows, "supplier": "USA", "year": [2019, 2019, 2020], "value": [None, 5, 2]})
    parts = af.without_parts(given)
    assert told(af.totals(parts, by="recipient"), "recipient", "year", "value") == [
        ("IND", 2018, 0, True),
        ("IND", 2019, 5, True),
        ("IND", 2020, 0, True),
        ("PAK", 2018, 0, True),
        ("PAK", 2020, 2, True),
    ]


def test_a_panel_has_no_zeros_beside_recipients_that_are_not_named():
    rows = {"supplier": ["USA", "RUS"], "recipient": "all", "year": 2019, "value": [50.0, 0]}
    with pytest.warns(UserWarning, match="leaves out"):
        panel = af.panel(records(rows), years=(2019, 2020))
    found = panel.set_index(["supplier", "recipient", "year"])["value"]
    assert found.loc["USA", :, 2019].isna().all()
    assert (found.loc["USA", :, 2020] == 0).all()
    assert (found.loc["RUS", :, 2019] == 0).all()


# two sides


def test_a_side_with_a_figure_of_other_years_is_not_known_to_have_got_nothing(deals):
    found = af.supplier_balance(deals, supplier="USA", between=("ARM", "AZE"))
    assert told(found, "period", "left_value", "right_value", "value") == [
        ("2010", -1, 2, -1, False),
        ("2010–11", 10, -1, -1, False),
    ]
    window = af.supplier_balance(deals, supplier="USA", between=("ARM", "AZE"), over=(2010, 2011))
    assert told(window, "left_value", "right_value", "value") == [(10, 2, 8, True)]


def test_a_side_without_a_figure_that_touches_the_span_got_nothing():
    rows = {"supplier": "USA", "recipient": ["ARM", "AZE"], "start": [2010, 2012], "end": [2011, 2012]}
    given = records({**rows, "value": [10.0, 2]}, observed=(2005, 2013))
    found = af.supplier_balance(given, supplier="USA", between=("ARM", "AZE"))
    assert told(found, "period", "left_value", "right_value", "value") == [
        ("2010–11", 10, 0, 10, True),
        ("2012", 0, 2, -2, True),
    ]


def test_a_zero_of_a_side_that_the_user_asks_for_is_not_complete(deals):
    found = af.supplier_balance(deals, supplier="USA", between=("ARM", "AZE"), absent="none")
    assert told(found, "left_value", "right_value") == [(0, 2, False), (10, 0, False)]


def test_a_side_has_no_zero_beside_all(unnamed):
    found = af.supplier_balance(unnamed, supplier="USA", between=("IND", "PAK"))
    assert told(found, "year", "left_value", "right_value") == [
        (2018, 0, 0, True),
        (2020, 2, 7, True),
    ]
    other = af.supplier_balance(
        unnamed.assign(supplier=["all", "USA", "USA"]), supplier="USA", between=("IND", "PAK")
    )
    assert told(other, "year", "left_value", "right_value") == [(2018, 0, 0, True), (2020, 2, 7, True)]


@pytest.mark.parametrize(
    "ask",
    [
        lambda r: af.totals(r, by="recipient"),
        lambda r: af.totals(af.where(r, recipient="IND"), by="recipient"),
        lambda r: af.averages(r, by="recipient", window=2),
        lambda r: af.supplier_balance(r, supplier="USA", between=("IND", "PAK")),
        lambda r: af.where(r, recipient="IND", category="all"),
    ],
)
@pytest.mark.covering(1)
def test_engines_agree(unnamed, ask, beside):
    assert_alike(ask, unnamed, engines=beside)


@pytest.mark.covering(1)
def test_engines_agree_of_spans(windows, deals, beside):
    assert_alike(lambda r: af.totals(r, by="recipient"), windows, engines=beside)
    assert_alike(
        lambda r: af.supplier_balance(r, supplier="USA", between=("ARM", "AZE")), deals, engines=beside
    )


def test_zeros_of_rows_without_vague_codes_stay():
    rows = {"supplier": ["USA", "RUS"], "recipient": ["IND", "PAK"], "year": [2018, 2020], "value": [1.0, 2]}
    found = plain(af.totals(records(rows), by=["supplier", "recipient"]))
    assert len(found) == 6
    assert found["complete"].all()
    assert (found.loc[found["records"] == 0, [*FIGURE]] == 0).all(axis=None)


# two groups with common members


def test_two_groups_with_a_common_member_have_no_zero_in_the_years_of_both():
    """Egypt and the Emirates, of the Arab League, are in BRICS from 2024."""
    groups = ["members:BRICS", "members:Arab League", "members:Arab League"]
    rows = {"supplier": "USA", "recipient": groups, "year": [2022, 2023, 2024], "value": [1.0, 9, 7]}
    found = records(rows, observed=(2022, 2024))
    assert told(af.totals(found, by="recipient"), "recipient", "year", "value") == [
        ("members:Arab League", 2022, 0, True),
        ("members:Arab League", 2023, 9, True),
        ("members:Arab League", 2024, 7, True),
        ("members:BRICS", 2022, 1, True),
        ("members:BRICS", 2023, 0, True),
    ]
    asked = plain(af.totals(found, by="recipient", absent="none")).set_index(["recipient", "year"])
    assert asked.loc[("members:BRICS", 2024), ["value", "complete"]].tolist() == [0, False]


def test_a_member_that_stands_as_another_group_is_not_nothing():
    """France's 10 stand under the EU, and NATO had 0 and an infinite change."""
    rows = {"supplier": ["FRA", "USA", "CHN"], "recipient": "IND", "year": [2015, 2016, 2016]}
    given = records({**rows, "value": [10.0, 5, 3]}, observed=(2014, 2016))
    both = af.to_groups(af.to_groups(given, "EU"), "NATO")
    assert told(af.totals(both).query("supplier == 'members:NATO'"), "year", "value") == [
        (2014, 0, True),
        (2016, 5, True),
    ]
    table = af.rankings(both, end=2016, window=1)
    assert told(table, "party", "value", "previous", "change") == [
        ("members:NATO", 5, -1, -1, False),
        ("CHN", 3, 0, float("inf"), True),
    ]


@pytest.mark.filterwarnings("ignore:no record has .members.NATO. or one of its members")
def test_a_side_has_no_zero_beside_a_group_with_its_members(beside):
    rows = {"supplier": "RUS", "recipient": ["FRA", "CHN", "DEU"], "year": 2015, "value": [10.0, 3, 2]}
    given = records(rows, observed=(2010, 2019))

    def ask(frame):
        return af.supplier_balance(frame, supplier="RUS", between=("members:NATO", "CHN"), over=(2010, 2019))

    columns = ("left_value", "right_value", "ratio")
    assert told(ask(given), *columns) == [(12, 3, 4, True)]
    assert told(ask(af.to_groups(given, "EU")), *columns) == [(-1, 3, -1, False)]
    assert_alike(lambda frame: ask(af.to_groups(frame, "EU")), given, engines=beside)


# nouns with zeros of their own


def test_rankings_have_no_zero_where_changes_have_none():
    """What France sold India in 2012 may be in a row of "all" that was left out."""
    rows = {"supplier": ["all", "FRA", "FRA", "FRA"], "recipient": ["IND", "EGY", "IND", "EGY"]}
    rows |= {"year": [2012, 2013, 2018, 2018], "value": [100.0, 10, 60, 40]}
    chosen = af.where(records(rows, observed=(2010, 2020)), supplier="FRA")
    table = af.rankings(chosen, of="recipient", end=2019)
    columns = ("previous", "previous_share", "change")
    assert told(table, "party", *columns) == [("IND", -1, -1, -1, False), ("EGY", 10, 1, 3, True)]
    changed = af.changes(af.to_periods(chosen, 5, end=2019), of="recipient")
    assert told(changed, "recipient", "previous", "change") == [("EGY", 10, 3, True), ("IND", -1, -1, False)]


@pytest.mark.parametrize("first", ["members:EU", "FRA"])
def test_rankings_have_no_zero_beside_a_group_with_the_party(first):
    second = "FRA" if first == "members:EU" else "members:EU"
    rows = {"supplier": [first, "CHN", second], "recipient": "IND", "year": [2013, 2013, 2018]}
    table = af.rankings(records({**rows, "value": [10.0, 1, 60]}, observed=(2010, 2020)), end=2019)
    assert told(table, "party", "previous", "change") == [(second, -1, -1, False)]


@pytest.mark.parametrize("noun", [af.balances, af.degrees])
def test_a_side_of_a_net_is_not_complete_beside_a_group_with_the_party(noun):
    """What the EU supplied may be of France, which received; China is no member, and supplied nothing."""
    rows = {
        "supplier": ["members:EU", "USA", "USA"],
        "recipient": ["IND", "FRA", "CHN"],
        "value": [9.0, 4, 5],
    }
    found = noun(records({**rows, "year": 2019})).set_index("party")["complete"].to_dict()
    assert found == {"CHN": True, "FRA": False, "IND": True, "USA": True, "members:EU": False}


@pytest.mark.parametrize("noun", [af.balances, af.degrees])
def test_a_side_of_a_net_is_not_complete_where_rows_were_left_out(noun):
    rows = {"supplier": "USA", "recipient": "IND", "category": ["all", "ships", "ships"]}
    ships = af.where(records({**rows, "year": [2019, 2019, 2020], "value": [9.0, 4, 5]}), category="ships")
    found = noun(ships, whole="chosen").set_index(["party", "year"])["complete"].to_dict()
    assert found == {("IND", 2019): False, ("USA", 2019): False, ("IND", 2020): True, ("USA", 2020): True}


def test_a_network_is_not_nothing_where_rows_were_left_out():
    """In 2019 and 2020 the ships were for the United Nations, and of 2019 a row says no category."""
    rows = {
        "supplier": "USA",
        "recipient": ["IND", "org:un", "org:un"],
        "category": ["all", "ships", "ships"],
    }
    ships = af.where(records({**rows, "year": [2019, 2019, 2020], "value": [9.0, 4, 5]}), category="ships")
    assert told(af.network(ships, whole="chosen"), "year", "value") == [(2019, -1, False), (2020, 0, True)]


def _licences(*, category: tuple[str, ...]) -> pd.DataFrame:
    rows = {
        "category": [*category], "year": [2011, 2011, 2012, 2013], "value": [45.9e6, 0.2e6, 5e6, 7e6],
    }  # fmt: skip
    known = {"supplier": "NLD", "recipient": "IDN", "stage": "licence", "unit": "EUR"}
    return made(pd.DataFrame(rows), **known, source="nl_licences", observed=(2010, 2013))


def test_sums_of_categories_lack_what_has_none():
    """A list had 46.1 million in 2011, and its categories 0.2; the sum of these counted as complete."""
    chosen = af.where(_licences(category=("all", "ml:10", "ml:10", "ml:9")), category=["ml:9", "ml:10"])
    assert chosen["selection"].unique().tolist() == ["category=ml:10+ml:9;left_out=2011;no_category=2011"]
    found = af.totals(chosen)
    assert found.set_index("year")["complete"].to_dict() == {2010: True, 2011: False, 2012: True, 2013: True}
    assert found.set_index("year")["value"].to_dict() == {2010: 0.0, 2011: 0.2e6, 2012: 5e6, 2013: 7e6}
    for first, complete in ((2011, False), (2012, True)):
        some = af.where(chosen, years=(first, 2013))
        assert af.totals(some, over=(first, 2013))["complete"].tolist() == [complete]
    shares = af.shares(chosen, of="category", over=(2010, 2013), whole="chosen")
    assert not shares["complete"].any()
    words = af.describe(af.plot_totals(found))
    assert "Left out: records of 2011, which may hold more of what is shown." in words
    assert "Not all years are covered" not in words


def test_where_each_row_has_a_category_sums_are_complete():
    chosen = af.where(_licences(category=("ml:9", "ml:10", "ml:10", "ml:9")), category="ml:10")
    assert chosen["selection"].unique().tolist() == ["category=ml:10"]
    assert af.totals(chosen)["complete"].all()
    # a category that contains the chosen one has a place of its own
    wide = af.where(_licences(category=("hs:93", "hs:9301", "hs:9301", "hs:9301")), category="hs:9301")
    assert wide["selection"].unique().tolist() == ["category=hs:9301;left_out=2011"]
    assert af.totals(wide).set_index("year")["complete"].to_dict()[2011]


def test_the_error_says_what_a_choice_of_categories_leaves_out():
    records = _licences(category=("all", "all", "ml:10", "ml:9"))
    with pytest.raises(
        af.ArmsflowError, match=r"what has no category \('all'\): 2 record\(s\), 46,100,000 EUR"
    ):
        af.shares(records, of="category", over=(2010, 2013))


# another money


@pytest.fixture(params=SOME_ENGINES)
def monies(request):
    """Dollars of Denmark and Germany, and euros that Denmark gave in a year without dollars."""
    rows = {
        "supplier": ["DNK", "DNK", "DNK", "DEU", "DEU"],
        "recipient": "UKR",
        "year": [2018, 2019, 2020, 2018, 2020],
        "unit": ["USD", "EUR", "USD", "USD", "USD"],
        "value": [1.0, 2, 4, 5, 6],
    }
    kiel = made(pd.DataFrame(rows), source="kiel", stage="aid", observed=(2018, 2020))
    return engine_of(request.param).of(kiel)


@pytest.mark.covering(2)
def test_a_year_in_another_money_is_not_0_where_one_money_is_chosen(monies):
    dollars = af.where(monies, unit="USD")
    assert set(plain(dollars)["selection"]) == {"left_out=2019"}
    danish = af.where(monies, supplier="Denmark", unit="USD")
    assert set(plain(danish)["selection"]) == {"supplier=DNK;left_out=2019"}
    # chosen in two steps, in whichever order
    assert set(plain(af.where(dollars, supplier="Denmark"))["selection"]) == {"supplier=DNK;left_out=2019"}
    again = af.where(af.where(monies, supplier="Denmark"), unit="USD")
    assert told(af.totals(again), "year", "value") == [(2018, 1, True), (2020, 4, True)]
    panel = plain(af.panel(danish, unit="supplier", years=(2018, 2020))).query("supplier == 'DNK'")
    assert told(panel, "year", "value") == [(2018, 1, True), (2019, -1, False), (2020, 4, True)]


@pytest.mark.covering(2)
def test_money_of_others_and_of_other_years_takes_no_0(monies):
    german = af.where(monies, supplier="Germany", unit="USD")
    assert set(plain(german)["selection"]) == {"supplier=DEU"}
    assert told(af.totals(german), "year", "value") == [(2018, 5, True), (2019, 0, True), (2020, 6, True)]
    some = af.where(monies, unit="USD", years=2018)
    assert set(plain(some)["selection"]) == {""}
    # all that there is was chosen
    assert set(plain(af.where(monies, unit=["EUR", "USD"]))["selection"]) == {""}


@pytest.mark.covering(2)
def test_a_year_in_another_money_is_not_0_where_units_are_kept_apart(monies):
    sums = af.totals(monies, by=["supplier", "unit"])
    assert told(sums, "supplier", "unit", "year", "value") == [
        ("DEU", "USD", 2018, 5, True),
        ("DEU", "USD", 2019, 0, True),
        ("DEU", "USD", 2020, 6, True),
        ("DNK", "EUR", 2019, 2, True),
        ("DNK", "USD", 2018, 1, True),
        ("DNK", "USD", 2020, 4, True),
    ]
    every = af.totals(monies, by=["supplier", "unit"], absent="none")
    zeros = [row[:3] + row[4:] for row in told(every, "supplier", "unit", "year", "value") if row[3] == 0]
    expected = [("DEU", "USD", 2019, True), ("DNK", "EUR", 2018, False), ("DNK", "EUR", 2020, False)]
    assert zeros == [*expected, ("DNK", "USD", 2019, False)]


def test_prices_of_other_years_are_another_money():
    rows = {"supplier": "DNK", "recipient": "UKR", "year": [2018, 2019, 2020], "value": [1.0, 2, 4]}
    both = records({**rows, "prices": ["2015", "current", "2015"]}, unit="USD", stage="aid", source="kiel")
    real = af.where(both, prices="2015")
    assert set(real["selection"]) == {"left_out=2019"}
    assert told(af.totals(real), "year", "value") == [(2018, 1, True), (2020, 4, True)]
    assert told(af.totals(both, by="prices"), "prices", "year", "value") == [
        ("2015", 2018, 1, True),
        ("2015", 2020, 4, True),
        ("current", 2019, 2, True),
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("TIV", "USD"), ("USD", "TIV"), ("pieces", "USD"), ("USD", "pieces")]
)
def test_volumes_and_pieces_are_no_other_money(one, other):
    rows = {"supplier": "DNK", "recipient": "UKR", "year": [2018, 2019, 2020], "value": [1.0, 2, 4]}
    known = {name: KNOWN[name] for name in ("source", "stage", "observed")}
    both = made(pd.DataFrame({**rows, "unit": [one, other, one], "category": "aircraft"}), **known)
    chosen = af.where(both, unit=one)
    assert set(chosen["selection"]) == {""}
    assert (2019, 0, True) in told(af.totals(chosen), "year", "value")
    assert (one, 2019, 0, True) in told(af.totals(both, by=["supplier", "unit"]), "unit", "year", "value")


def test_euros_without_a_rate_are_no_0_dollars():
    rows = {"supplier": "DNK", "recipient": "UKR", "year": [2018, 2019, 2020], "value": [1.0, 2, 4]}
    euros = records(rows, unit="EUR", stage="aid", source="kiel")
    rates = pd.DataFrame({"currency": "EUR", "year": [2018, 2020], "rate": 0.5})
    with pytest.warns(UserWarning, match="EUR 2019; in sums of USD alone these years are not known"):
        mixed = af.to_currency(euros, "USD", rates=rates, missing="keep")
    expected = [(2018, 2, True), (2020, 8, True)]
    assert told(af.totals(af.where(mixed, unit="USD")), "year", "value") == expected


@pytest.mark.parametrize("engine", ["pandas", "Polars"])
@pytest.mark.parametrize(
    ("column", "cell"),
    [("supplier", "FRA"), ("supplier", "members:EU"), ("recipient", "IND"), ("category", "ships")],
)
def test_where_all_is_chosen_named_rows_are_kept_in_mind(engine, column, cell):
    """Of 2016 the source names who or what it was, and "all" may hold the 9."""
    rows = {"supplier": "USA", "recipient": "PAK", "category": "tanks"} | {column: ["all", cell]}
    given = engine_of(engine).of(records(rows | {"year": [2019, 2020], "value": [4.0, 9]}))
    apart = {row for row in told(af.totals(given, by=column), column, "period", "value") if row[0] == "all"}
    alone = told(af.totals(af.where(given, **{column: "all"}), by=column), column, "period", "value")
    assert ("all", "2020", 0.0, True) not in {*apart, *alone}
    assert {("all", "2019", 4.0, True)} <= {*alone}
    assert {*alone} == apart


def test_goods_of_customs_without_a_code_hold_none_of_the_others():
    """In BACI each line has one code, so that 0 of "all" in 2020 is a 0."""
    rows = {"supplier": "USA", "recipient": "IND", "category": ["all", "hs:930200"], "year": [2019, 2020]}
    given = records(rows | {"value": [4.0, 9]}, source="baci", stage="delivery", unit="USD")
    alone = told(af.totals(af.where(given, category="all"), by="category"), "category", "period", "value")
    assert ("all", "2020", 0.0, True) in alone


def test_a_group_without_the_party_in_its_years_holds_nothing_of_it():
    """Finland was no member of NATO in 2019."""
    rows = {"supplier": ["FIN", "members:NATO"], "recipient": "PAK", "year": [2018, 2019], "value": [4.0, 9]}
    chosen = af.where(records(rows), supplier="FIN")
    assert chosen["selection"].tolist() == ["supplier=FIN"]
