"""Sums of what states report are complete only where they name who reports, and each year is there."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from tests.frames import made, plain

# Germany reports no exports in 2011
LISTED = pd.DataFrame(
    [
        ("FRA", "SAU", 2010, 60.0),
        ("FRA", "SAU", 2011, 20.0),
        ("FRA", "IND", 2010, 40.0),
        ("DEU", "SAU", 2010, 30.0),
        ("ITA", "SAU", 2010, 10.0),
        ("ITA", "SAU", 2011, 5.0),
    ],
    columns=["supplier", "recipient", "year", "value"],
)
ABOUT = {"stage": "delivery", "unit": "EUR", "observed": (2010, 2011)}


def reports(source="coarm", reporter="supplier", **about) -> pd.DataFrame:
    return made(LISTED, source=source, reporter=reporter, **ABOUT | about)


def complete(summary, *keys) -> dict:
    return plain(summary).set_index([*keys])["complete"].to_dict()


def test_what_a_state_received_lacks_suppliers_that_report_nothing(engine):
    """The total of Saudi Arabia in 2011 is 25 of France and Italy, and nobody says what Germany supplied."""
    records = engine.of(reports())
    each_year = af.totals(records, by="recipient")
    assert complete(each_year, "recipient", "year") == {
        ("IND", 2010): False, ("SAU", 2010): False, ("SAU", 2011): False,
    }  # fmt: skip
    assert complete(af.totals(records, by="supplier"), "supplier", "year") == {
        ("DEU", 2010): True, ("FRA", 2010): True, ("FRA", 2011): True,
        ("ITA", 2010): True, ("ITA", 2011): True,
    }  # fmt: skip
    assert not plain(af.totals(records, by=()))["complete"].any()
    assert not plain(af.shares(records))["complete"].any()
    assert not plain(af.concentration(records))["complete"].any()
    assert not plain(af.averages(records, by="recipient", window=2))["complete"].any()
    # of what one state supplied it reports all, in the years in which it reports
    parts = af.shares(records, of="recipient", within="supplier")
    assert plain(parts)["complete"].all()
    assert plain(af.concentration(records, of="recipient", within="supplier"))["complete"].all()


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("source", "reporter"), [("sipri", "third"), ("uk_licences", "supplier"), ("user", "supplier")]
)
def test_other_sources_stay_as_they_are(source, reporter):
    records = reports(source=source, reporter=reporter)
    assert plain(af.totals(records, by="recipient"))["complete"].all()
    assert plain(af.shares(records))["complete"].all()


def test_of_recipients_that_report_what_one_supplied_is_not_complete(engine):
    records = engine.of(reports(source="comtrade", reporter="recipient"))
    assert not plain(af.totals(records, by="supplier"))["complete"].any()
    assert plain(af.totals(records, by="recipient"))["complete"].all()


def test_the_window_of_a_share_is_as_complete_as_that_of_a_total(engine):
    """Germany lacks 2011: 60 + 20 of 125 is no share of both years, and the others are not all that is."""
    records = engine.of(af.where(reports(), recipient="SAU"))
    over = {"over": (2010, 2011)}
    assert complete(af.totals(records, by="supplier", **over), "supplier") == {
        "DEU": False, "FRA": True, "ITA": True,
    }  # fmt: skip
    shares = af.shares(records, within=None, **over)
    assert plain(shares).set_index("supplier")["share"].to_dict() == {
        "FRA": 80 / 125, "DEU": 30 / 125, "ITA": 15 / 125,
    }  # fmt: skip
    assert not plain(shares)["complete"].any()
    folded = af.totals(records, by="supplier", top=1, **over)
    assert complete(folded, "supplier") == {"FRA": True, "others": False}
    ranked = af.rankings(records, window=1, end=2011, incomplete="keep")
    assert not plain(ranked)["complete"].any()


@pytest.mark.sweep
def test_others_of_what_one_state_supplied_are_complete_if_each_is(engine):
    """Of France's recipients India lacks 2011."""
    of_each = {"QAT": (1.0, 1.0), "OMN": (1.0, 1.0), "SAU": (60.0, 20.0), "IND": (0.5, None)}
    for met in (["QAT", "OMN", "SAU"], ["QAT", "OMN", "SAU", "IND"]):
        listed = pd.DataFrame(
            [("FRA", code, 2010 + n, of_each[code][n]) for code in met for n in (0, 1)],
            columns=["supplier", "recipient", "year", "value"],
        ).dropna()
        records = engine.of(made(listed, source="coarm", reporter="supplier", **ABOUT))
        totals = af.totals(records, by=["recipient", "supplier"], top=1, over=(2010, 2011))
        assert complete(totals, "recipient") == {"SAU": True, "others": "IND" not in met}


def test_of_suppliers_that_were_chosen_each_has_to_report(engine):
    chosen = af.where(engine.of(reports()), supplier=["France", "Germany"], recipient="Saudi Arabia")
    assert complete(af.totals(chosen, by="recipient"), "year") == {2010: True, 2011: False}
    both = af.where(engine.of(reports()), supplier=["France", "Italy"], recipient="Saudi Arabia")
    assert complete(af.totals(both, by="recipient"), "year") == {2010: True, 2011: True}
    shares = af.shares(both, over=(2010, 2011), whole="chosen")
    assert complete(shares, "supplier") == {"FRA": True, "ITA": True}
    alone = af.where(engine.of(reports()), supplier="Germany")
    assert complete(af.totals(alone, by="recipient"), "recipient") == {"SAU": True}
    # of members of a group it is not known whether they report
    members = af.where(engine.of(reports()), supplier="members:EU")
    assert not plain(af.totals(members, by="recipient"))["complete"].any()


def test_a_net_of_reports_by_suppliers_is_not_complete(engine):
    flows = pd.DataFrame(
        {"supplier": ["FRA", "DEU"], "recipient": ["DEU", "FRA"], "year": 2010, "value": [3.0, 1.0]}
    )
    records = engine.of(made(flows, source="coarm", reporter="supplier", **ABOUT))
    net = plain(af.balances(records)).set_index("party")
    assert net["value"].to_dict() == {"DEU": -2.0, "FRA": 2.0}
    assert not net["complete"].any()


def test_charts_say_that_only_those_who_report_are_counted():
    said = "Only suppliers that report are counted: sums and shares are not of all suppliers."
    records = reports()
    for chart in (
        af.plot_shares(af.shares(af.where(records, recipient="Saudi Arabia", years=2010))),
        af.plot_totals(af.totals(af.where(records, recipient="Saudi Arabia"), by="recipient")),
        af.plot_concentration(af.concentration(af.where(records, recipient="Saudi Arabia", years=2010))),
    ):
        assert said in af.describe(chart)
        assert "incomplete" not in af.describe(chart)
    own = af.plot_totals(af.totals(af.where(records, years=2010), by="supplier"))
    assert "that report" not in af.describe(own)
    own = af.plot_shares(af.shares(af.where(records, supplier="France"), of="recipient", within="supplier"))
    assert "that report" not in af.describe(own)
    imports = af.plot_totals(af.totals(reports("comtrade", "recipient"), by="supplier", over=(2010, 2011)))
    assert "Only recipients that report are counted" in af.describe(imports)


def test_documents_say_so_below_the_table(tmp_path):
    path = tmp_path / "table.html"
    af.write_table(af.totals(af.where(reports(), recipient="SAU"), by="recipient"), path)
    text = path.read_text(encoding="utf-8")
    assert "Only suppliers that report are counted" in text
    assert "Incomplete:" not in text


PEOPLE = pd.DataFrame(
    [(code, year, 2.0, "persons") for code in ("FRA", "DEU", "ITA", "IND", "SAU") for year in (2010, 2011)],
    columns=["party", "year", "value", "unit"],
)


def test_a_zero_that_was_asked_for_is_complete_where_the_reporter_told_of_the_year(engine):
    """Germany told of nothing in 2011; France told of Saudi Arabia, and so of no India."""
    records, none = engine.of(reports()), {"absent": "none"}
    by_supplier = {
        ("DEU", 2010): True, ("DEU", 2011): False, ("FRA", 2010): True, ("FRA", 2011): True,
        ("ITA", 2010): True, ("ITA", 2011): True,
    }  # fmt: skip
    assert complete(af.totals(records, by="supplier", **none), "supplier", "year") == by_supplier
    pairs = complete(
        af.totals(records, by=["supplier", "recipient"], **none), "supplier", "recipient", "year"
    )
    assert (pairs["DEU", "SAU", 2011], pairs["FRA", "IND", 2011]) == (False, True)
    # of India nobody knows who else supplied it
    assert not plain(af.totals(records, by="recipient", **none))["complete"].any()
    within = {"of": "recipient", "within": "supplier"}
    index = af.concentration(records, **within, **none)
    assert complete(index, "supplier", "year") == by_supplier
    assert complete(af.relative(records, to=PEOPLE, by="supplier", **none), "supplier", "year") == by_supplier
    means = af.averages(records, window=2, **none)
    assert complete(means, "supplier") == {"DEU": False, "FRA": True, "ITA": True}
    changed = af.changes(records, **none)
    assert complete(changed, "supplier") == {"DEU": False, "FRA": True, "ITA": True}


def test_a_zero_of_the_one_state_that_was_chosen_is_complete_where_it_told_of_the_year(engine):
    france = af.where(engine.of(reports()), supplier="France")
    assert complete(af.totals(france, by="recipient", absent="none"), "recipient", "year") == {
        ("IND", 2010): True, ("IND", 2011): True, ("SAU", 2010): True, ("SAU", 2011): True,
    }  # fmt: skip
    # as with sums over several, nobody knows who of them told of this recipient
    both = af.where(engine.of(reports()), supplier=["France", "Italy"])
    assert complete(af.totals(both, by="recipient", absent="none"), "recipient", "year") == {
        ("IND", 2010): False, ("IND", 2011): False, ("SAU", 2010): True, ("SAU", 2011): True,
    }  # fmt: skip
    # what France told of others was left out, so that nobody knows whether it told of 2011
    india = af.where(engine.of(reports()), recipient="India")
    assert complete(af.totals(india, absent="none"), "year") == {2010: True, 2011: False}


def test_a_side_without_a_record_is_complete_where_its_reporter_told_of_the_year(engine):
    between = {"between": ("Saudi Arabia", "India"), "absent": "none"}
    records = engine.of(reports())
    france = plain(af.supplier_balance(records, supplier="France", **between))
    assert france["right_value"].tolist() == [40, 0]
    assert france["complete"].tolist() == [True, True]
    # what India imports it says itself, and of 2011 it says nothing
    told = engine.of(reports("comtrade", "recipient"))
    assert complete(af.supplier_balance(told, supplier="France", **between), "year") == {
        2010: True, 2011: False,
    }  # fmt: skip
    # of a side that was not chosen nothing is known, whatever a user takes it for
    saudi = af.where(engine.of(reports("sipri", "third")), recipient="Saudi Arabia")
    assert not plain(af.supplier_balance(saudi, supplier="France", **between))["complete"].any()


def test_of_nobody_that_reports_a_net_is_complete(engine):
    """France supplied 100, and what it received its suppliers say, of whom some say nothing."""
    net = plain(af.balances(engine.of(reports())))
    assert net.set_index(["party", "year"])["value"].to_dict() == {
        ("DEU", 2010): 30, ("FRA", 2010): 100, ("FRA", 2011): 20, ("IND", 2010): -40,
        ("ITA", 2010): 10, ("ITA", 2011): 5, ("SAU", 2010): -100, ("SAU", 2011): -25,
    }  # fmt: skip
    assert not net["complete"].any()
    listed = af.balances(engine.of(reports("sipri", "third")))
    assert plain(listed)["complete"].all()


@pytest.mark.sweep
def test_networks_of_those_who_report_are_complete_only_of_those_chosen(engine):
    records = engine.of(reports())
    assert not plain(af.network(records))["complete"].any()
    assert not plain(af.degrees(records))["complete"].any()
    found = {}
    for second in ("Germany", "Italy"):
        chosen = af.where(records, supplier=["France", second])
        found[second] = complete(af.network(chosen, whole="chosen"), "year")
    assert found == {"Germany": {2010: True, 2011: False}, "Italy": {2010: True, 2011: True}}
    # what Saudi Arabia supplies it would have to tell
    france = af.where(records, supplier="France")
    assert complete(af.degrees(france, whole="chosen"), "party", "year") == {
        ("FRA", 2010): True, ("FRA", 2011): True, ("IND", 2010): False,
        ("SAU", 2010): False, ("SAU", 2011): False,
    }  # fmt: skip
    listed = engine.of(reports("sipri", "third"))
    assert plain(af.network(listed))["complete"].all()
    assert plain(af.degrees(listed))["complete"].all()


@pytest.mark.covering(1)
@pytest.mark.parametrize(("unit", "whole"), [("supplier", True), ("recipient", False), ("dyad", True)])
def test_a_panel_of_reports_is_complete_where_a_row_names_who_reports(engine, unit, whole):
    panel = plain(af.panel(engine.of(reports()), unit=unit))
    told = panel[panel["records"] > 0]
    assert (told["observed"] == 1).all()
    assert set(told["complete"]) == {whole}
    assert not panel["complete"][panel["records"] == 0].any()


def test_a_gap_between_a_report_and_a_sum_over_reports_is_not_complete(engine):
    """India says 55 of 2010, and of its suppliers those that report say 40."""
    own = pd.DataFrame({"supplier": ["FRA", "RUS"], "recipient": "IND", "year": 2010, "value": [45.0, 10.0]})
    own["record"] = ["a", "b"]
    both = [
        made(own, source="unroca", reporter="recipient", **ABOUT),
        reports("unroca"),
    ]
    records = engine.of(af.where(af.concat(*both), recipient="India"))
    sides = {"between": ("supplier", "recipient")}
    gap = plain(af.discrepancies(records, by="recipient", **sides))
    assert gap[["left_value", "right_value", "complete"]].values.tolist() == [[40, 55, False]]
    pairs = af.discrepancies(records, **sides)
    assert complete(pairs, "supplier") == {"FRA": True, "RUS": True}
    chart = af.plot_discrepancies(af.discrepancies(af.where(records, years=2010), by="recipient", **sides))
    assert "Only suppliers that report are counted" in af.describe(chart)


def test_windows_keep_which_years_were_told_for_every_noun(engine):
    """Germany has no record of 2011, so that no figure of both years is complete that is of Germany."""
    records = af.to_periods(engine.of(reports()), 2, end=2011)
    expected = {"DEU": False, "FRA": True, "ITA": True}
    within = {"of": "recipient", "within": "supplier"}
    assert complete(af.totals(records), "supplier") == expected
    assert complete(af.concentration(records, **within), "supplier") == expected
    shares = af.shares(records, **within)
    assert complete(shares, "supplier", "recipient") == {
        ("DEU", "SAU"): False, ("FRA", "SAU"): True, ("FRA", "IND"): False, ("ITA", "SAU"): True,
    }  # fmt: skip
    assert complete(af.relative(records, to=PEOPLE, by="supplier"), "supplier") == expected
    told = af.to_periods(engine.of(reports("comtrade", "recipient")), 2, end=2011)
    spending = PEOPLE.assign(unit="EUR", value=1e3)
    assert complete(af.burden(told, spending), "recipient") == {"SAU": True, "IND": False}
    both = af.to_periods(af.where(engine.of(reports()), supplier=["France", "Germany"]), 2, end=2011)
    assert not plain(af.network(both, whole="chosen"))["complete"].any()
    assert complete(af.degrees(both, whole="chosen"), "party") == dict.fromkeys(
        ["FRA", "DEU", "SAU", "IND"], False
    )


def test_choices_that_were_joined_are_together_one_of_all_their_states():
    """Germany has no record of 2011: chosen with France at once the sum was incomplete, joined it was not."""
    rows = {
        "supplier": ["FRA", "FRA", "DEU"],
        "recipient": "SAU",
        "year": [2010, 2011, 2010],
        "value": [10.0, 12, 7],
    }
    about = {"source": "coarm", "reporter": "supplier", "stage": "licence", "unit": "EUR"}
    records = af.to_records(pd.DataFrame(rows), observed=(2010, 2011), **about)
    apart = [af.where(records, supplier=code) for code in ("FRA", "DEU")]
    for chosen in (af.where(records, supplier=["FRA", "DEU"]), af.concat(*apart)):
        sums = af.totals(chosen, by="recipient")
        assert sums[["year", "value", "complete"]].to_numpy().tolist() == [
            [2010, 17, True],
            [2011, 12, False],
        ]
        shares = af.shares(chosen, whole="chosen")
        assert not shares[shares["start"] == 2011]["complete"].any()
    # of each alone all is there
    assert af.totals(apart[0], by="recipient")["complete"].tolist() == [True, True]
    assert af.totals(af.concat(*apart), by="supplier")["complete"].all()


def test_choices_are_joined_within_a_source_and_on_both_sides():
    """What another source was chosen by says nothing of this one; four choices of pairs are one of all."""
    about = {"reporter": "supplier", "stage": "licence", "unit": "EUR", "observed": (2010, 2011)}
    flows = {"supplier": ["FRA", "FRA", "DEU"], "recipient": "SAU", "year": [2010, 2011, 2010], "value": 1.0}
    coarm, other = (
        af.to_records(pd.DataFrame(flows), source=name, **about) for name in ("coarm", "nl_licences")
    )
    french, german = (af.where(coarm, supplier=code) for code in ("FRA", "DEU"))
    sums = af.totals(af.concat(french, german, af.where(other, supplier="FRA")), by=["source", "recipient"])
    assert sums.loc[sums["source"] == "coarm", "complete"].tolist() == [True, False]
    assert sums.loc[sums["source"] != "coarm", "complete"].tolist() == [True, True]
    pairs = [("FRA", "SAU"), ("DEU", "SAU"), ("FRA", "EGY"), ("DEU", "EGY")]
    given = pd.DataFrame([(*pair, 2010, 1.0) for pair in pairs] + [("FRA", "SAU", 2011, 1.0)],
                         columns=["supplier", "recipient", "year", "value"])  # fmt: skip
    records = af.to_records(given, source="coarm", **about)
    chosen = af.concat(*(af.where(records, supplier=s, recipient=r) for s, r in pairs))
    sums = af.totals(chosen, by="recipient").set_index(["recipient", "year"])["complete"]
    assert [sums["SAU", 2010], sums["EGY", 2010], sums["SAU", 2011]] == [True, True, False]


def test_years_that_a_record_does_not_list_make_a_sum_incomplete_on_every_engine(engine):
    """Of 2013 to 2020 the record lists three years; pandas set the column aside."""
    given = {"supplier": ["RUS"], "recipient": "IND", "start": 2013, "end": 2020, "value": 6.0}
    given |= {"delivery_years": "2013; 2019; 2020"}
    rows = af.to_records(pd.DataFrame(given), stage="delivery", unit="USD", source="claims")
    for noun in (af.totals, af.shares, af.balances):
        assert not engine.plain(noun(engine.of(rows)))["complete"].any()


def test_others_are_not_complete_where_states_report_nothing():
    """Italy and Spain report each year, and nobody knows what other suppliers did."""
    flows = {"supplier": ["FRA", "ITA", "ESP"] * 2, "year": [2010] * 3 + [2011] * 3, "value": [9.0, 2, 1] * 2}
    own = made(pd.DataFrame(flows), recipient="SAU", source="coarm", reporter="supplier", **ABOUT)
    each = af.totals(own, by="supplier", over=(2010, 2011))
    assert each["complete"].tolist() == [True] * 3
    folded = af.totals(own, by="supplier", top=1, over=(2010, 2011))
    assert folded[["supplier", "value", "complete"]].values.tolist() == [
        ["FRA", 18, True],
        ["others", 6, False],
    ]
