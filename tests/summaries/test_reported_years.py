"""Sums of what states report are complete only where they name who reports, and each year is there."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from tests.frames import plain

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
    return af.to_records(LISTED, source=source, reporter=reporter, **ABOUT | about)


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


def test_others_of_what_one_state_supplied_are_complete_if_each_is(engine):
    """Of France's recipients India lacks 2011."""
    of_each = {"QAT": (1.0, 1.0), "OMN": (1.0, 1.0), "SAU": (60.0, 20.0), "IND": (0.5, None)}
    for met in (["QAT", "OMN", "SAU"], ["QAT", "OMN", "SAU", "IND"]):
        listed = pd.DataFrame(
            [("FRA", code, 2010 + n, of_each[code][n]) for code in met for n in (0, 1)],
            columns=["supplier", "recipient", "year", "value"],
        ).dropna()
        records = engine.of(af.to_records(listed, source="coarm", reporter="supplier", **ABOUT))
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
    records = engine.of(af.to_records(flows, source="coarm", reporter="supplier", **ABOUT))
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
