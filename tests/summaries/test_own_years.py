"""No zero of a year that a side's own rows do not observe: numbers by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from tests.frames import assert_alike, made, plain

KNOWN = {"source": "sipri", "stage": "delivery", "unit": "TIV", "observed": (2015, 2020)}
RIVALS = {"Rivals": ["Armenia", "Azerbaijan"]}
#: Members of one group by date: a figure of 2016 is Armenia's, one of 2018 the group's.
DATED = pd.DataFrame(
    {"group": "Rivals", "member": ["Armenia", "Azerbaijan"], "start": [2018, 2017], "end": [2019, 2020]}
)


def records(rows: dict, **constants) -> pd.DataFrame:
    return made(pd.DataFrame({"supplier": "USA"} | rows), **(KNOWN | constants))


def told(summary, *columns: str) -> list[tuple]:
    """The rows of a summary, -1 in place of null."""
    return [*plain(summary)[[*columns, "complete"]].fillna(-1).itertuples(index=False, name=None)]


def balance(rows, left: str, right: str = "IND", **options) -> list[tuple]:
    found = af.supplier_balance(rows, supplier="USA", between=(left, right), **options)
    return told(found, "period", "left_value", "right_value")


def pairs(rows, *recipients: str) -> list[tuple]:
    panel = af.panel(rows, years=(2015, 2020))
    some = panel[(panel["supplier"] == "USA") & panel["recipient"].isin(recipients)]
    return told(some, "year", "recipient", "value")


@pytest.fixture
def rows() -> pd.DataFrame:
    return records(
        {"recipient": ["ARM", "ARM", "AZE", "IND"], "year": [2016, 2018, 2018, 2016], "value": [9.0, 4, 2, 1]}
    )


# groups of one's own


def test_a_member_by_date_has_no_zero_of_years_in_the_group(rows):
    dated = af.to_groups(rows, DATED, side="recipient")
    assert balance(dated, "ARM") == [
        ("2015", 0, 0, True),
        ("2016", 9, 1, True),
        ("2017", 0, 0, True),
        *((str(year), -1, 0, False) for year in (2018, 2019, 2020)),
    ]
    chosen = af.where(dated, recipient=["ARM", "IND"])
    assert set(chosen["selection"]) == {"recipient=ARM+IND"}
    assert pairs(chosen, "ARM") == [
        (2015, "ARM", 0, True),
        (2016, "ARM", 9, True),
        (2017, "ARM", 0, True),
        *((year, "ARM", -1, False) for year in (2018, 2019, 2020)),
    ]
    assert [year for year, _, value, _ in pairs(chosen, "IND") if value == -1] == []


def test_a_member_without_rows_of_its_own_may_be_in_a_group(rows):
    grouped = af.to_groups(rows, RIVALS, side="recipient")
    assert balance(grouped, "ARM") == [
        ("2015", 0, 0, True),
        ("2016", -1, 1, False),
        ("2017", 0, 0, True),
        ("2018", -1, 0, False),
        ("2019", 0, 0, True),
        ("2020", 0, 0, True),
    ]
    assert balance(grouped, "ARM", over=(2015, 2020)) == [("2015–20", -1, 1, False)]
    assert ("2016", 0, 1, False) in balance(grouped, "ARM", absent="none")
    # as of figures of 2016 and 2018 that were left out
    chosen = af.where(grouped, recipient=["ARM", "IND"])
    assert set(chosen["selection"]) == {"recipient=ARM+IND;left_out=2016+2018"}
    assert [year for year, _, value, _ in pairs(chosen, "ARM") if value == -1] == [2016, 2018]


def test_whoever_has_rows_beside_the_group_is_no_member_of_it(rows):
    grouped = af.to_groups(rows, RIVALS, side="recipient")
    india = af.where(grouped, recipient="IND")
    assert set(india["selection"]) == {"recipient=IND"}
    years = [("IND", year, 1 if year == 2016 else 0, True) for year in range(2015, 2021)]
    assert told(af.totals(india, by="recipient"), "recipient", "year", "value") == years


def test_rows_of_another_meaning_do_not_say_who_is_in_a_group(rows):
    licence = records({"recipient": ["ARM"], "year": [2017], "value": [1.0], "record": "L"}, stage="licence")
    grouped = af.concat(af.to_groups(rows, RIVALS, side="recipient"), licence)
    chosen = af.where(grouped, recipient=["ARM", "IND"])
    assert set(chosen["selection"]) == {"recipient=ARM+IND", "recipient=ARM+IND;left_out=2016+2018"}
    delivered = af.where(grouped, stage="delivery")
    assert ("2018", -1, 0, False) in balance(delivered, "ARM")


@pytest.mark.filterwarnings("ignore:.members.Nobody. is no group of armsflow")
def test_a_group_that_nobody_has_made_has_no_zero(rows):
    assert {left for _, left, *_ in balance(rows, "members:Nobody")} == {-1}


# groups of which only some members were chosen, or that had none


def test_a_group_has_no_zero_before_it_had_members(rows):
    dated = af.to_groups(rows, DATED, side="recipient")
    assert balance(dated, "members:Rivals")[:4] == [
        ("2015", -1, 0, False),
        ("2016", -1, 1, False),
        ("2017", 0, 0, True),
        ("2018", 6, 0, True),
    ]


@pytest.mark.covering(1)
@pytest.mark.parametrize("before", [True, False])
def test_a_part_of_a_group_is_not_the_group(before):
    rows = records(
        {"recipient": ["FIN", "IND", "POL"], "year": [2024, 2021, 2023], "value": [9.0, 4, 2]},
        observed=(2019, 2024),
    )
    some = af.where(rows, recipient=["FIN", "IND"])
    some = af.to_groups(some, "European NATO", side="recipient") if before else some
    assert balance(some, "members:European NATO") == [
        *((str(year), -1, 4 if year == 2021 else 0, False) for year in range(2019, 2024)),
        ("2024", 9, 0, False),
    ]
    # of those chosen nothing is missing
    assert set(some["selection"]) == {"recipient=FIN+IND"}


def test_sums_of_others_with_a_part_of_a_group_are_of_those_chosen():
    # Poland got nothing
    rows = records({"recipient": ["IND", "DEU"], "year": 2021, "value": [4.0, 7]}, observed=(2019, 2024))
    some = af.to_groups(af.where(rows, recipient=["POL", "IND"]), "European NATO", side="recipient")
    assert set(af.totals(some)["selection"]) == {"recipient=IND+POL"}
    assert {left for _, left, *_ in balance(some, "members:European NATO")} == {-1}
    members = af.where(rows, recipient=[*af.members("European NATO", 2024), "IND"])
    every = af.to_groups(members, "European NATO", side="recipient")
    assert all("members:European NATO" in text for text in every["selection"])
    assert ("2021", 7, 4, True) in balance(every, "members:European NATO")
    # chosen again by the name of the group
    own = af.to_groups(af.where(rows, recipient=["DEU", "IND"]), {"A": ["DEU", "POL"]}, side="recipient")
    again = af.where(own, recipient="members:A")
    assert set(again["selection"]) == {"recipient=members:A"}
    assert told(af.totals(again), "period", "value") == [("2021", 7, False)]


def test_regions_of_which_all_or_some_were_chosen():
    rows = records({"recipient": ["ARM", "AZE", "GEO"], "year": 2016, "value": [1.0, 2, 4]})
    own = {"South Caucasus": ["ARM", "AZE", "GEO"]}
    whole = af.to_groups(af.where(rows, recipient=["ARM", "AZE", "GEO"]), own, side="recipient")
    assert set(whole["selection"]) == {"recipient=members:South Caucasus"}
    part = af.to_groups(af.where(rows, recipient=["ARM", "AZE"]), own, side="recipient")
    assert set(part["selection"]) == {"recipient=ARM+AZE"}
    assert told(af.totals(part, by="recipient"), "year", "value") == [(2016, 3, False)]


# rows of different years


@pytest.fixture
def two_files() -> pd.DataFrame:
    """One file of Armenia to 2017, one of Azerbaijan to 2020."""
    early = records({"recipient": ["ARM"], "year": 2016, "value": 9.0, "record": "a"}, observed=(2015, 2017))
    late = records({"recipient": ["AZE"], "year": 2016, "value": 2.0, "record": "b"})
    return pd.concat([early, late], ignore_index=True)


def test_rows_of_the_other_side_do_not_say_what_a_side_observes(two_files):
    expected = [
        ("2015", 0, 0, True),
        ("2016", 9, 2, True),
        ("2017", 0, 0, True),
        *((str(year), -1, 0, False) for year in (2018, 2019, 2020)),
    ]
    assert balance(two_files, "ARM", "AZE") == expected
    # nor where the supplier gave it nothing, as its rows from others say
    other = two_files.assign(supplier=["RUS", "USA"])
    assert balance(other, "ARM", "AZE") == [
        ("2015", 0, 0, True),
        ("2016", 0, 2, True),
        ("2017", 0, 0, True),
        *((str(year), -1, 0, False) for year in (2018, 2019, 2020)),
    ]
    assert balance(other, "ARM", "AZE", absent="none")[-1] == ("2020", 0, 0, False)


def test_a_pair_of_a_panel_has_no_zero_beyond_its_own_years(two_files):
    for rows in (two_files, two_files.assign(supplier=["RUS", "USA"])):
        found = {(year, who): value for year, who, value, _ in pairs(rows, "ARM", "AZE", "IND")}
        assert [who for (year, who), value in found.items() if year > 2017 and value == -1] == ["ARM"] * 3
        assert {found[2015, who] for who in ("ARM", "AZE", "IND")} == {0}


def test_a_partner_that_joined_late_is_no_reason_for_fewer_years():
    """Sweden gave to Finland alone, a member of NATO from 2023, and its zeros to Poland stay."""
    rows = records(
        {"supplier": ["SWE", "USA", "USA"], "recipient": ["FIN", "FIN", "POL"], "year": [2023, 2023, 2019]}
        | {"value": [1.0, 2, 4]},
        observed=(2019, 2024),
    )
    panel = af.panel(af.where(rows, recipient="members:NATO"), years=(2019, 2024))
    swedish = panel[panel["supplier"] == "SWE"]
    assert swedish.loc[swedish["recipient"] == "POL", "observed"].tolist() == [True] * 6
    assert swedish.loc[swedish["recipient"] == "FIN", "observed"].tolist() == [False] * 4 + [True] * 2
    # so of suppliers in a balance: nobody but Poland, in the EU from 2004, gave to Armenia
    rows = records(
        {"supplier": ["POL", "POL", "FRA", "FRA"], "recipient": ["ARM", "IND", "IND", "AZE"]}
        | {"year": [2005, 2006, 2003, 2003], "value": 1.0},
        observed=(2002, 2006),
    )
    found = af.supplier_balance(af.where(rows, supplier="members:EU"), supplier="FRA", between=("ARM", "AZE"))
    assert told(found, "year", "left_value", "right_value") == [
        (year, 0, 1 if year == 2003 else 0, True) for year in range(2002, 2007)
    ]


def test_what_selections_of_some_recipients_have_of_a_supplier_adds_up():
    rows = records(
        {"recipient": ["ARM", "ARM", "AZE", "AZE"], "year": [2016, 2019, 2016, 2018], "value": [9.0, 4, 7, 2]}
    )
    both = af.concat(af.where(rows, recipient="ARM", years=(2015, 2017)), af.where(rows, recipient="AZE"))
    panel = af.panel(both, years=(2015, 2020), unit="supplier")
    assert told(panel[panel["supplier"] == "USA"], "year", "value") == [
        (2015, 0, True),
        (2016, 16, True),
        (2017, 0, True),
        (2018, 2, False),
        (2019, -1, False),
        (2020, -1, False),
    ]
    assert set(panel.loc[(panel["supplier"] == "RUS") & (panel["year"] > 2017), "observed"]) == {False}
    # one of all recipients needs no other
    early = af.where(rows, years=(2015, 2017))
    both = af.concat(early, af.where(rows, recipient="AZE", years=(2018, 2020)))
    panel = af.panel(both, years=(2015, 2020), unit="supplier")
    assert panel.loc[panel["supplier"] == "RUS", "observed"].tolist() == [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    "ask",
    [
        lambda r: af.supplier_balance(
            af.to_groups(r, DATED, side="recipient"), supplier="USA", between=("ARM", "IND")
        ),
        lambda r: af.supplier_balance(
            af.to_groups(r, RIVALS, side="recipient"), supplier="USA", between=("ARM", "IND")
        ),
        lambda r: af.supplier_balance(
            af.where(r, recipient=["ARM", "IND"]), supplier="USA", between=("members:Western Asia", "IND")
        ),
        lambda r: af.where(af.to_groups(r, RIVALS, side="recipient"), recipient=["ARM", "IND"]),
        lambda r: af.to_groups(af.where(r, recipient=["ARM", "IND"]), RIVALS, side="recipient"),
    ],
)
@pytest.mark.covering(1)
def test_engines_agree(rows, ask, beside):
    assert_alike(ask, rows, ordered=False, engines=beside)


# sums of several selections


@pytest.mark.parametrize(("until", "armenia"), [(2020, (0, True)), (2018, (-1, False))])
def test_a_zero_stands_where_the_rows_of_all_selections_observe_it(until, armenia):
    """The United States gave Armenia nothing; in the second file Armenia may end before India."""
    first, second = (
        records({"supplier": ["USA", "FRA"], "recipient": ["IND", "ARM"], "year": year, "record": ids,
                 "value": [value, 1.0]})
        for year, value, ids in ((2016, 4.0, ["a", "b"]), (2017, 2.0, ["c", "d"]))
    )  # fmt: skip
    second["observed_end"] = second["observed_end"].where(second["recipient"] == "IND", until)
    both = af.concat(
        af.where(first, recipient=["ARM", "IND"]), af.where(second, recipient=["ARM", "IND", "GEO"])
    )
    value, complete = armenia
    assert balance(both, "ARM", over=(2015, 2020)) == [("2015–20", value, 6, complete)]
