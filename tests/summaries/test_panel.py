"""Panels: one row for each pair that exists in a year, zeros only where looked at, nothing lost unsaid."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import polars as pl
import pytest

import armsflow as af
from armsflow.summaries.panel_states import states
from tests.frames import SOME_ENGINES, engine_of, made
from tests.transforms.test_groups import deliveries

ROWS = deliveries(
    ("RUS", "SRB", 2001, 4),
    ("YUG", "IRQ", 2001, 2),
    ("SRB", "IRQ", 2001, 1),
    ("RUS", "grp:hezbollah", 2001, 8),
    ("unk:supplier", "IRQ", 2002, 16),
    ("USA", "org:nato", 2002, 32),
    ("USA", "MNE", 2005, 64),
    ("USA", "JPN", 2003, 128),
    ("GBR", "GIB", 2003, 256),
    ("GBR", "GBR", 2003, 512),
    observed=(2001, 2004),
)


def quietly(*args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return af.panel(*args, **kwargs)


def cell(panel, supplier: str, recipient: str, year: int) -> pd.Series:
    rows = panel[
        (panel["supplier"] == supplier) & (panel["recipient"] == recipient) & (panel["year"] == year)
    ]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.covering(1)
@pytest.mark.parametrize("codes", ["iso3", "cow", "gw"])
def test_every_pair_of_states_of_a_year_has_one_row(codes):
    panel = quietly(ROWS, years=(2001, 2007), codes=codes)
    for year, rows in panel.groupby("year"):
        count = len(states(codes, year).units)
        assert 185 < count < 200
        assert len(rows) == count * (count - 1)
    assert not panel.duplicated(["year", "supplier", "recipient"]).any()
    assert (panel["supplier"] != panel["recipient"]).all()
    assert panel["year"].dtype == "int64"
    # Montenegro is a state from 2006
    assert panel[panel["recipient"] == "MNE"]["year"].min() == 2006


@pytest.mark.covering(2)
@pytest.mark.parametrize("unit", ["dyad", "recipient", "supplier"])
@pytest.mark.parametrize("codes", ["iso3", "cow", "gw"])
def test_the_panel_and_what_it_leaves_out_are_all_there_is(unit, codes):
    panel = quietly(ROWS, years=(2001, 2004), unit=unit, codes=codes)
    rest = quietly(ROWS, years=(2001, 2004), unit=unit, codes=codes, left_out=True)
    assert panel["value"].sum() + rest["value"].sum() == ROWS["value"].sum() == 1023
    assert panel["records"].sum() + rest["records"].sum() == len(ROWS)
    assert (rest["reason"] != "").all()
    assert panel.attrs["left_out"] == rest.to_dict("records")


@pytest.mark.covering(1)
@pytest.mark.parametrize(("unit", "parties"), [("dyad", 2), ("recipient", 1)])
def test_records_of_one_flow_without_a_state_that_observe_different_years_are_one_sum(unit, parties):
    two = pd.DataFrame(
        {
            "supplier": "Iran",
            "recipient": "Hezbollah",
            "year": 1997,
            "value": [1.0, 2.0],
            "observed_start": [1997, 1985],
            "observed_end": [1997, 1999],
        }
    )
    records = made(two, stage="delivery", unit="TIV")
    rest = quietly(records, years=(1997, 1997), unit=unit, codes="cow", left_out=True)
    assert rest.columns[:parties].tolist() == ["supplier", "recipient"][2 - parties :]
    cells = rest[["recipient", "year", "value", "low", "high", "records", "undisclosed", "reason"]]
    assert cells.to_numpy().tolist() == [["grp:hezbollah", 1997, 3, 3, 3, 2, 0, "recipient: an armed group"]]
    # of states the wider of the two observes the year: nothing was found, which is 0
    panel = quietly(records, years=(1997, 1997), unit=unit, codes="cow")
    assert panel["observed"].all()
    assert panel["value"].eq(0).all()
    assert panel.attrs["left_out"] == rest.to_dict("records")


def test_what_is_left_out_says_why():
    rest = quietly(ROWS, years=(2001, 2004), codes="cow", left_out=True).set_index("value")["reason"]
    assert rest.to_dict() == {
        8: "recipient: an armed group",
        16: "supplier: an unknown party",
        32: "recipient: an organisation",
        64: "outside the years of the panel",
        256: "recipient: a territory",
        512: "one state on both sides",
    }
    early = quietly(ROWS, years=(2001, 2005), codes="cow", left_out=True).set_index("value")["reason"]
    assert early[64] == "recipient: no state of cow in 2005"
    foreign = ROWS[ROWS["supplier"] != ROWS["recipient"]]
    # 8 + 16 + 32 + 256 of 2001–04, and 64 of 2005
    said = r"4 of the 8 records of its years, 312 of 447 TIV, .*; and 1 records of other years, 64 TIV:"
    with pytest.warns(UserWarning, match=said):
        af.panel(foreign, years=(2001, 2004))
    with pytest.warns(UserWarning, match="the panel leaves out 9 records of other years, 511 TIV:"):
        af.panel(foreign, years=(2010, 2010))


def test_a_state_by_another_name_has_no_zero():
    """SIPRI names the Yemen Arab Republic of 1967–69 apart; 678 is its number as that of North Yemen."""
    yemen = deliveries(
        ("SUN", "x:yemen_arab_republic", 1967, 42),
        ("SUN", "x:north_yemen", 1967, 1),
        ("SUN", "x:north_yemen", 1970, 3),
        observed=(1967, 1970),
    )
    for codes in ("cow", "gw", "iso3"):
        panel = af.panel(yemen, unit="recipient", codes=codes).set_index(["recipient", "year"])
        assert panel.loc["x:north_yemen"]["value"].tolist() == [43, 0, 0, 3]


def test_what_a_party_outside_its_years_may_be_is_null():
    """A delivery to Serbia in 1980 may be Yugoslavia's, whose successor it is, and to no other state."""
    rows = deliveries(
        ("USA", "SRB", 1980, 5),
        ("USA", "YUG", 1981, 7),
        ("USA", "x:biafra", 1980, 2),
        ("ISR", "YUG", 1980, 1),
        ("FRA", "SRB", 1980, 9),
        observed=(1980, 1981),
    )
    for codes in ("cow", "gw"):
        panel = quietly(rows, codes=codes)
        assert np.isnan(cell(panel, "USA", "YUG", 1980)["value"])
        assert np.isnan(cell(panel, "FRA", "YUG", 1980)["value"])
        assert not cell(panel, "USA", "YUG", 1980)["observed"]
        # another supplier, another year, and Nigeria, whose army Biafra's fought
        assert cell(panel, "ISR", "YUG", 1980)[["value", "observed"]].tolist() == [1, True]
        assert [cell(panel, "GBR", "YUG", 1980)["value"], cell(panel, "FRA", "YUG", 1981)["value"]] == [0, 0]
        assert cell(panel, "USA", "NGA", 1980)["value"] == 0
        alone = quietly(rows, unit="recipient", codes=codes).set_index(["recipient", "year"])
        # what is known of Yugoslavia stays
        assert alone.loc[("YUG", 1980), "value"] == 1
        assert alone.loc[("YUG", 1981), "value"] == 7


def test_a_record_is_observed_whatever_its_source_lists():
    """A list that does not name all there is has no zeros, and its records are observed."""
    some = deliveries(("USA", "IND", 2017, 3), ("USA", "IND", 2018, 0), observed=(2016, 2018), source="wdi")
    panel = af.panel(some, years=(2016, 2018), unit="recipient").set_index(["recipient", "year"])
    assert panel.loc["IND"]["observed"].tolist() == [False, True, True]
    assert panel.loc["IND"]["value"].fillna(-1).tolist() == [-1, 3, 0]
    assert int(panel["observed"].sum()) == 2


def test_parties_that_are_one_state_are_one_row():
    for codes in ("iso3", "cow", "gw"):
        panel = quietly(ROWS, years=(2001, 2001), codes=codes)
        assert cell(panel, "SRB", "IRQ", 2001)["value"] == 3
        assert not (panel["supplier"] == "YUG").any()
    assert cell(quietly(ROWS, years=(2001, 2001), codes="cow"), "RUS", "SRB", 2001)["recipient_cow"] == 345
    assert {s.party for s in states("iso3", 1985).units} >= {
        "SUN",
        "YUG",
        "DDR",
        "CSK",
        "x:north_yemen",
        "YMD",
    }
    assert states("cow", 1991).of["SUN"] == states("cow", 1991).of["RUS"]
    assert states("cow", 1991).of["RUS"].party == "RUS"
    assert (states("cow", 1989).of["DEU"].code, states("cow", 1990).of["DEU"].code) == (260, 255)


def test_zeros_stand_where_the_source_would_list_a_flow_and_nowhere_else():
    panel = quietly(ROWS, years=(2000, 2005))
    assert cell(panel, "USA", "JPN", 2003)["value"] == 128
    assert cell(panel, "USA", "JPN", 2004)[["value", "low", "high", "records"]].tolist() == [0, 0, 0, 0]
    for year in (2000, 2005):
        assert np.isnan(cell(panel, "USA", "JPN", year)["value"])
        assert not cell(panel, "USA", "JPN", year)["observed"]
    said = quietly(deliveries(("USA", "JPN", 2003, 1), observed=(2003, 2003), source="user"))
    assert np.isnan(cell(said, "USA", "KOR", 2003)["value"])


def test_what_was_not_chosen_is_no_zero():
    chosen = af.where(ROWS, recipient=["JPN", "Serbia"])
    panel = quietly(chosen, years=(2001, 2004))
    assert cell(panel, "USA", "SRB", 2003)["value"] == 0
    assert np.isnan(cell(panel, "USA", "KOR", 2003)["value"])
    both = af.concat(af.where(ROWS, recipient="JPN"), af.where(ROWS, recipient="IRQ"))
    panel = quietly(both, years=(2001, 2004))
    assert cell(panel, "USA", "IRQ", 2003)["value"] == 0
    assert np.isnan(cell(panel, "USA", "SRB", 2003)["value"])
    # a member that was chosen by date was looked at in its years alone
    nato = deliveries(("USA", "FIN", 2024, 1), ("USA", "POL", 2020, 1), observed=(2020, 2024))
    panel = quietly(af.where(nato, recipient="members:NATO"), years=(2020, 2024))
    assert [cell(panel, "KOR", "FIN", year)["value"] for year in (2023, 2024)] == [0, 0]
    assert np.isnan(cell(panel, "KOR", "FIN", 2022)["value"])
    assert cell(panel, "KOR", "POL", 2022)["value"] == 0


RUSSIAN = [
    (lambda rows: rows, "IND", [5, 7, 0]),
    (lambda rows: af.where(rows, supplier="Russia"), "IND", [-1, 7, 0]),
    (lambda rows: af.where(rows, supplier="Russia"), "CHN", [-1, 0, 0]),
    (lambda rows: af.where(rows, supplier=["Russia", "SUN"]), "IND", [5, 7, 0]),
    # all that SIPRI has of 1991 stands under the former name
    (lambda rows: af.where(rows, supplier="SUN"), "CHN", [0, -1, -1]),
    (lambda rows: af.where(af.to_successors(rows), supplier="Russia"), "IND", [5, 7, 0]),
    (lambda rows: af.to_successors(af.where(rows, supplier="Russia")), "IND", [-1, 7, 0]),
]


@pytest.mark.covering
@pytest.mark.parametrize("codes", ["iso3", "cow", "gw"])
@pytest.mark.parametrize("case", RUSSIAN)
def test_a_state_chosen_under_one_of_two_names_has_no_zero_while_the_other_holds_its_records(codes, case):
    """A panel of Russia said 0 of 1991, of which all 5 stand under the Soviet Union."""
    sipri = deliveries(
        ("SUN", "IND", 1991, 5), ("RUS", "IND", 1992, 7), observed=(1988, 1993), source="sipri"
    )

    def russian(records, recipient):
        pair = quietly(records, years=(1991, 1993), codes=codes)
        pair = pair[(pair["supplier"] == "RUS") & (pair["recipient"] == recipient)]
        alone = quietly(records, years=(1991, 1993), codes=codes, unit="supplier")
        alone = alone[alone["supplier"] == "RUS"]
        if recipient == "IND":
            assert alone["value"].fillna(-1).tolist() == pair["value"].fillna(-1).tolist()
        assert pair["observed"].tolist() == pair["complete"].tolist() == pair["value"].notna().tolist()
        return pair["value"].fillna(-1).tolist()

    chosen, recipient, expected = case
    assert russian(chosen(sipri), recipient) == expected


def test_names_of_one_state_that_a_source_may_use():
    """Serbia's years as Yugoslavia are not known of a source that used the name Serbia in 2008 first."""
    rows = deliveries(("YUG", "IND", 1995, 5), ("SRB", "IND", 2008, 9), observed=(1988, 2010))
    panel = quietly(af.where(rows, supplier="Serbia"), years=(1994, 2009), codes="cow", unit="supplier")
    serbia = panel[panel["supplier_cow"] == 345].set_index("year")["value"]
    assert serbia.loc[1994:2006].isna().all()
    assert serbia.loc[2007:].tolist() == [0, 9, 0]
    # of one that used the former name in 1999 it is known of the years before
    rows = deliveries(("YUG", "IND", 1999, 5), ("SRB", "IND", 2008, 9), observed=(1988, 2010))
    panel = quietly(af.where(rows, supplier="YUG"), years=(1997, 2001), unit="supplier").set_index("supplier")
    assert panel.loc["SRB", "value"].fillna(-1).tolist() == [0, 0, 5, -1, -1]


def test_a_choice_by_a_column_of_ones_own_knows_only_of_parties_of_which_a_row_was_chosen(engine):
    """Of democracies alone, Russia had 0 in all years, though it delivered in each."""
    rows = deliveries(
        ("BRA", "CHL", 2020, 5), ("BRA", "PER", 2022, 1), ("RUS", "IND", 2020, 9), observed=(2020, 2022),
        source="sipri",
    )  # fmt: skip
    rows = engine.of(rows.assign(dem=[1, 1, 0], designation=["A", "A", "B"]))
    chosen = af.where(rows, dem=1)
    alone = engine.plain(quietly(chosen, unit="supplier")).set_index(["supplier", "year"])
    assert alone.loc["BRA", "value"].tolist() == [5, 0, 1]
    assert alone.loc["BRA", "complete"].tolist() == [True] * 3
    assert alone.loc["RUS", "value"].isna().all()
    assert alone["observed"].sum() == alone["complete"].sum() == 3
    pairs = engine.plain(quietly(chosen))
    assert cell(pairs, "BRA", "PER", 2020)[["value", "observed"]].tolist() == [0, True]
    for unknown in (("BRA", "IND"), ("RUS", "PER"), ("RUS", "IND")):
        assert cell(pairs, *unknown, 2020)[["observed", "complete"]].tolist() == [False, False]
    assert pairs["observed"].sum() == 2 * 3
    # what the source says of each of its rows says so of who has none
    weapons = engine.plain(quietly(af.where(rows, designation="A"), unit="supplier"))
    assert weapons["observed"].all()


def test_two_categories_of_two_parties_are_not_all_looked_at():
    kinds = deliveries(("USA", "JPN", 2013, 1), ("USA", "IRQ", 2013, 2), category="aircraft")
    one = af.where(kinds, recipient="JPN", category="aircraft")
    other = af.where(kinds, recipient="IRQ")
    panel = quietly(af.concat(one, other), years=(2013, 2013))
    assert np.isnan(cell(panel, "KOR", "JPN", 2013)["value"])
    assert np.isnan(cell(panel, "KOR", "IRQ", 2013)["value"])


def test_measures_join_by_state_and_year():
    spent = pd.DataFrame(
        {
            "party": ["Yugoslavia", "Serbia", "Iraq", "World"],
            "year": [2001, 2004, 2001, 2001],
            "value": [5, 6, 7, 8],
        }
    )
    dyads = quietly(ROWS, years=(2001, 2004), measures={"spending": spent})
    row = cell(dyads, "SRB", "IRQ", 2001)
    assert row[["supplier_spending", "recipient_spending"]].tolist() == [5, 7]
    assert np.isnan(cell(dyads, "SRB", "IRQ", 2003)["supplier_spending"])
    single = quietly(ROWS, years=(2001, 2004), unit="recipient", measures={"spending": spent, "gdp": spent})
    assert single[single["recipient"] == "SRB"][["spending", "gdp"]].sum().tolist() == [11, 11]
    twice = pd.concat([spent, spent.assign(party="Serbia", year=2001, value=9).head(1)])
    with pytest.raises(
        af.ArgumentError, match=r"'spending' says two things of one state and year: \('SRB', 2001\)"
    ):
        quietly(ROWS, years=(2001, 2004), measures={"spending": twice})


def measured(party, value=1.0, *, codes="cow", **columns):
    table = pd.DataFrame({"party": party, "year": 2001, "value": value, **columns})
    return af.panel(
        deliveries(("RUS", "IRQ", 2001, 4), observed=(2001, 2001)),
        years=(2001, 2001), unit="recipient", codes=codes, measures={"polity": table},
    )  # fmt: skip


def test_rows_of_a_measure_that_find_no_place_are_named():
    """A typing error, "Congo" and "Narnia" were null in the panel without a word."""
    with pytest.warns(
        UserWarning, match=r"'polity' has rows of 3 party\(ies\) that are not known .*'Narnia'"
    ):
        panel = measured(["Iraq", "Irak!", "Congo", "Narnia"])
    assert panel["polity"].notna().sum() == 1
    with pytest.raises(af.ArgumentError, match="no row of the measure 'polity' is of a state of the panel"):
        quietly(ROWS, years=(2001, 2001), unit="recipient", measures={"polity": pd.DataFrame(
            {"party": ["Narnia"], "year": [2001], "value": [1.0]})})  # fmt: skip


def test_a_measure_without_a_year_of_the_panel_is_named():
    """Spending of other years left a column of nulls without a word, and a frame without rows a KeyError."""
    records = deliveries(("RUS", "IRQ", 2001, 4), observed=(1999, 2001))

    def panel(frame, codes="cow", years=(2001, 2001)):
        return af.panel(records, years=years, unit="recipient", codes=codes, measures={"gdp": frame})

    def gdp(party, year):
        return pd.DataFrame({"party": party, "year": year, "value": 1.0})

    said = "'gdp' has no figure of the years of the panel, 2001, .*: those that it has are of 1999–2000"
    for party in ("Iraq", 645):
        with pytest.warns(UserWarning, match=said):
            found = panel(gdp([party] * 2, [1999, 2000]))
        assert found["gdp"].isna().all()
    for nothing in (gdp([], []).astype({"year": int}), gdp(["Iraq"], [2001]).assign(value=np.nan)):
        with pytest.warns(UserWarning, match="'gdp' has no figure of the years of the panel.*: it has none"):
            assert panel(nothing)["gdp"].isna().all()
    # one year that meets is enough
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = panel(gdp(["Iraq"] * 2, [1999, 2000]), years=(1999, 2001))
    assert found["gdp"].notna().sum() == 2


@pytest.mark.covering(1)
@pytest.mark.parametrize(("codes", "number"), [("cow", 255), ("gw", 260)])
def test_a_measure_may_name_states_by_the_numbers_of_the_panel(codes, number):
    panel = measured([645, number], [3.0, 4.0], codes=codes).set_index("recipient")["polity"].dropna()
    assert panel.to_dict() == {"IRQ": 3.0, "DEU": 4.0}
    with pytest.warns(UserWarning, match="numbers that no state has in their year.*: 9999"):
        measured([645, 9999], codes=codes)
    with pytest.raises(af.ArgumentError, match="'polity' has numbers for parties; expected names or codes"):
        measured([645], codes="iso3")


def test_a_measure_is_in_one_unit_and_the_panel_says_in_which():
    panel = measured(["IRQ", "DEU"], unit="USD", prices="2022")
    assert set(panel["polity_unit"]) == {"USD"}
    assert set(panel["polity_prices"]) == {"2022"}
    with pytest.raises(af.ArgumentError, match="'polity' is in several units: 'IRR', 'USD'"):
        measured(["IRQ", "DEU"], unit=["USD", "IRR"])
    with pytest.raises(af.ArgumentError, match="'polity' is in several kinds of prices: '2022', 'current'"):
        measured(["IRQ", "DEU"], unit="USD", prices=["2022", "current"])
    with pytest.raises(af.ArgumentError, match="'polity' holds years or values that are no numbers"):
        measured(["IRQ", "DEU"], ["a", "b"])


def test_a_year_that_the_source_does_not_cover_is_not_complete():
    """Licences of half a year stood beside whole years, and nothing told them apart."""
    records = made(
        {"recipient": ["Germany", "Germany"], "year": [2014, 2015], "value": [5.0, 3.0]},
        supplier="GBR", stage="licence", unit="GBP", source="uk_licences", observed=(2008, 2014),
    )  # fmt: skip
    panel = af.panel(records, years=(2014, 2015), unit="recipient").set_index(["recipient", "year"])
    assert panel.loc["DEU"][["value", "observed", "complete"]].to_numpy().tolist() == [
        [5.0, True, True],
        [3.0, True, False],
    ]
    assert panel.loc["FRA", "complete"].tolist() == [True, False]
    assert panel.loc["FRA", "value"].isna().tolist() == [False, True]


def test_a_panel_checks_what_it_is_given():
    with pytest.raises(af.ArgumentError, match="unit is 'pair'; expected one of 'dyad'"):
        af.panel(ROWS, unit="pair")
    with pytest.raises(af.ArgumentError, match="codes is 'iso2'; expected one of 'iso3', 'cow', 'gw'"):
        af.panel(ROWS, codes="iso2")
    with pytest.raises(af.ArgumentError, match="years is 2001"):
        quietly(ROWS, years=2001)
    with pytest.raises(af.ArgumentError, match="measures is a list; expected names with frames"):
        quietly(ROWS, measures=[1])
    with pytest.raises(af.ArgumentError, match="the measure 'gdp' lacks 'year', 'value'"):
        quietly(ROWS, measures={"gdp": pd.DataFrame({"party": ["IRQ"]})})
    with pytest.raises(af.ArgumentError, match="the measure 'value' has a name that a column"):
        quietly(ROWS, measures={"value": pd.DataFrame({"party": [], "year": [], "value": []})})
    with pytest.raises(af.ArgumentError, match="there are no records to take the years from"):
        af.panel(ROWS.iloc[:0])
    with pytest.raises(af.SpanError, match=r"1 sum\(s\) cover more than one year") as caught:
        af.panel(deliveries(("USA", "JPN", (2001, 2003), 1)))
    assert len(caught.value.rows) == 1
    grouped = af.to_groups(ROWS, {"Rivals": ["IRQ", "JPN"]}, side="recipient")
    with pytest.raises(af.ArgumentError, match="records hold 'members:Rivals' in place of their members"):
        quietly(grouped)


@pytest.mark.covering(1)
@pytest.mark.parametrize("name", [name for name in SOME_ENGINES if name != "pandas"])
def test_a_panel_on_other_engines(name):
    engine = engine_of(name)
    ours = quietly(ROWS, years=(2001, 2001), unit="recipient", codes="cow")
    theirs = engine.plain(quietly(engine.of(ROWS), years=(2001, 2001), unit="recipient", codes="cow"))
    for column in ("year", "recipient", "recipient_cow", "value", "records"):
        assert theirs[column].tolist() == ours[column].tolist()


def test_a_panel_for_stata_has_labels(tmp_path):
    spent = pd.DataFrame({"party": ["IRQ"], "year": [2001], "value": [7]})
    panel = quietly(
        ROWS, years=(2001, 2001), unit="recipient", codes="cow", measures={"spending": spent, "gdp": spent}
    )
    path = af.write_table(panel, tmp_path / "panel.dta")
    with pd.io.stata.StataReader(path) as file:
        labels, table = file.variable_labels(), file.read()
    assert labels["year"] == "Calendar year"
    assert labels["value"] == "Value [TIV]"
    assert labels["recipient_cow"] == "Recipient, Correlates of War number"
    assert labels["recipient_name"] == "Recipient, name"
    # not in the unit of the flows
    assert (labels["spending"], labels["gdp"]) == ("Spending", "Gdp")
    assert all(labels.values())
    assert table["value"].sum() == panel["value"].sum()
    assert len(table) == len(panel)


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("former", "successor", "year"), [("East Germany", "Germany", 1985), ("South Vietnam", "Vietnam", 1970)]
)
def test_a_state_whose_records_stand_under_its_successor_has_no_zero(former, successor, year):
    """After to_successors East Germany had 0 in 1985, and all that it got stood under Germany."""
    flows = {
        "supplier": ["Soviet Union", "United States"],
        "recipient": [former, successor],
        "value": [10, 20],
    }
    records = made(
        flows, year=year, stage="delivery", unit="TIV", source="sipri", observed=(year - 2, year + 2)
    )
    codes = [af.party(former), af.party(successor)]

    def received(rows):
        panel = af.panel(rows, unit="recipient", years=(year, year)).set_index("recipient")
        return panel.loc[codes, ["value", "observed"]].astype(object).values.tolist()

    assert received(records) == [[10, True], [20, True]]
    (value, observed), own = received(af.to_successors(records))
    assert np.isnan(value)
    assert not observed
    assert own == [30, True]


def test_the_soviet_union_of_1991_is_russia_here_and_itself_in_totals():
    sold = pd.DataFrame({"supplier": ["SUN", "SUN", "RUS"], "year": [1990, 1991, 1992], "value": [5, 6, 7]})
    kept = {"stage": "delivery", "unit": "TIV", "observed": (1990, 1992)}
    records = made(sold, recipient="India", **kept)
    panel = af.panel(records, unit="supplier", codes="cow")
    some = panel[panel["value"] > 0]
    assert some["supplier"].tolist() == ["SUN", "RUS", "RUS"]
    assert some["supplier_cow"].tolist() == [365] * 3
    totals = af.totals(records).sort_values("year")
    assert totals.loc[totals["value"] > 0, "supplier"].tolist() == ["SUN", "SUN", "RUS"]


def test_a_measure_of_russia_before_1991_is_said_to_be_that_of_no_state():
    records = deliveries(("USA", "IND", 1990, 1), observed=(1985, 1995))
    table = pd.DataFrame({"party": ["Russia", "India"], "year": [1989, 1990], "value": 1.0})
    with pytest.warns(
        UserWarning, match=r"1 row\(s\) of parties that were no states.*RUS in 1989 \(then SUN\)"
    ):
        af.panel(records, years=(1985, 1995), unit="recipient", codes="cow", measures={"m": table})
    both = pd.concat([table, pd.DataFrame({"party": ["Soviet Union"], "year": [1989], "value": 2.0})])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        panel = af.panel(records, years=(1985, 1995), unit="recipient", codes="cow", measures={"m": both})
    assert panel["m"].sum() == 3


def test_a_panel_of_no_records_has_nothing_that_was_observed():
    none = made(
        pd.DataFrame({"supplier": ["USA"], "recipient": ["IND"], "value": [1.0], "year": [2001]}),
        stage="delivery", unit="TIV",
    ).iloc[:0]  # fmt: skip
    panel = af.panel(none, years=(2001, 2002))
    assert len(panel) > 0
    assert not panel["observed"].any()
    assert panel["value"].isna().all()


def by_year(panel, unit: str, party: str) -> list[float]:
    """The values of one state, -1 where they are not known."""
    return panel[panel[unit] == party]["value"].fillna(-1).tolist()


def test_of_rows_chosen_by_a_column_of_ones_own_only_their_parties_have_zeros():
    rows = deliveries(("BRA", "CHL", 2020, 5), ("RUS", "IND", 2020, 9), observed=(2020, 2021), source="sipri")
    panel = quietly(af.where(rows.assign(dem=[1, 0]), dem=1), unit="supplier")
    assert [by_year(panel, "supplier", party) for party in ("BRA", "RUS")] == [[5, 0], [-1, -1]]


def test_a_successor_stands_for_the_former_state_if_that_was_there_when_it_was_chosen():
    rows = deliveries(("SUN", "IND", 1991, 5), ("RUS", "IND", 1992, 7), observed=(1990, 1993), source="sipri")
    before = af.where(af.to_successors(rows), supplier="Russia")
    after = af.to_successors(af.where(rows, supplier="Russia"))
    whole = quietly(before, unit="supplier")
    assert by_year(whole, "supplier", "RUS") == [5, 7, 0]
    assert whole.loc[whole["supplier"] == "RUS", "complete"].all()
    assert by_year(quietly(after, unit="supplier"), "supplier", "RUS") == [-1, 7, 0]


def test_donors_of_a_source_with_its_own_suppliers_alone_have_zeros():
    """Malta is in the file of 2022–23 and gave nothing in 2022; Peru is in none."""
    rows = deliveries(
        ("NOR", "UKR", 2022, 3), ("MLT", "UKR", 2023, 1), observed=(2022, 2023), source="kiel", stage="aid"
    )
    panel = quietly(rows, unit="supplier")
    found = [by_year(panel, "supplier", party) for party in ("NOR", "MLT", "PER")]
    assert found == [[3, 0], [0, 1], [-1, -1]]


def test_what_no_state_can_be_doubts_no_zero():
    """The delivery to Serbia may be Yugoslavia's, that to Biafra nobody's who is a state."""
    rows = deliveries(("USA", "SRB", 1980, 5), ("USA", "x:biafra", 1980, 2), observed=(1980, 1981))
    panel = quietly(rows, unit="recipient", codes="cow", years=(1980, 1980))
    assert [by_year(panel, "recipient", party) for party in ("YUG", "NGA")] == [[-1], [0]]


def test_a_panel_of_polars_is_one():
    rows = deliveries(("USA", "CHL", 2020, 5), observed=(2020, 2021))
    panel = quietly(pl.from_pandas(rows), unit="recipient")
    assert isinstance(panel, pl.DataFrame)
    assert panel.filter(pl.col("recipient") == "CHL")["value"].to_list() == [5, 0]
