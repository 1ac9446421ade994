"""The note on former states: what is counted of the years before a state began."""

from __future__ import annotations

import pandas as pd

import armsflow as af
from tests.frames import made


def india(moved: bool) -> pd.DataFrame:
    """7 of the Soviet Union in 1960, 20 in 1988, and 10 of Russia in 1995."""
    rows = {"supplier": ["SUN", "SUN", "RUS"], "year": [1960, 1988, 1995], "value": [7.0, 20.0, 10.0]}
    about = {"recipient": "India", "stage": "delivery", "unit": "TIV", "source": "sipri"}
    records = made(rows, observed=(1950, 2000), **about)
    return af.to_successors(records) if moved else records


ONLY = "Only what stands under Russia is counted, not what stands under the Soviet Union, to 1991."

MOVED = "To 1991 Russia stands for the Soviet Union."


def test_of_a_state_that_continues_another_the_sum_says_what_is_counted():
    chosen = af.where(india(False), supplier="Russia")
    for by in ("supplier", "recipient"):
        assert ONLY in af.describe(af.plot_totals(af.totals(chosen, by=by, over=(1950, 2000))))
    # in single years there is nothing of before
    assert "Soviet" not in af.describe(af.plot_totals(af.totals(chosen, by="supplier")))
    # beside the Soviet Union nobody takes one for the other
    both = af.totals(india(False), by="supplier", over=(1950, 2000))
    assert "stands under" not in af.describe(af.plot_totals(both))


def test_records_that_stand_under_the_successor_are_said_to_be_there():
    chosen = af.where(india(True), supplier="Russia")
    yearly = af.totals(af.to_periods(chosen, 10, end=1999), by="supplier")
    assert "To 1991 Russia stands for the Soviet Union." in af.describe(af.plot_totals(yearly))
    # of one window the figures do not show it, and the records say so
    over = {"over": (1950, 2000)}
    for by in ("supplier", "recipient"):
        told = af.describe(af.plot_totals(af.totals(chosen, by=by, **over)))
        assert MOVED in told
        assert "stands under" not in told
    assert "successors" not in af.describe(af.plot_totals(af.totals(india(True), by="recipient", **over)))


def test_documents_say_what_of_a_former_state_is_counted(tmp_path):
    path = tmp_path / "table.html"
    chosen = af.where(india(False), supplier="Russia")
    af.write_table(af.totals(chosen, by="supplier", over=(1950, 2000)), path)
    assert ONLY in path.read_text(encoding="utf-8")


def test_states_that_began_beside_another_say_nothing():
    rows = {"recipient": ["DEU", "SRB"], "year": [1960, 1995], "value": [7.0, 2.0]}
    about = {"supplier": "USA", "stage": "delivery", "unit": "TIV", "source": "sipri"}
    records = made(rows, observed=(1950, 2000), **about)
    for recipient in ("Germany", "Serbia"):
        sums = af.totals(af.where(records, recipient=recipient), by="recipient", over=(1950, 2000))
        assert "stands" not in af.describe(af.plot_totals(sums))


def test_shares_and_places_say_what_of_a_former_state_is_counted():
    """Of 1988–92 Russia has the place of the Soviet Union; of 1993–97 it has a place of its own."""
    every = pd.concat([india(True), made(
        {"supplier": ["USA"] * 4, "year": [1988, 1989, 1995, 2000], "value": [2.0, 2.0, 4.0, 1.0]},
        recipient="India", stage="delivery", unit="TIV", source="sipri", observed=(1950, 2000),
    ).assign(record=list("wxyz"), selection="successors=recipient+supplier")], ignore_index=True)  # fmt: skip
    assert MOVED in af.describe(af.plot_shares(af.shares(every, over=(1950, 2000))))
    assert MOVED in af.describe(af.plot_rankings(af.rankings(every, end=1992)))
    # the window before is that of the Soviet Union
    assert MOVED in af.describe(af.plot_rankings(af.rankings(every, end=1997)))
    assert MOVED not in af.describe(af.plot_rankings(af.rankings(every, end=2000, window=4)))
    # nobody chose anything
    assert "chosen" not in af.describe(af.plot_shares(af.shares(every, over=(1950, 2000))))


def test_sums_of_records_with_and_without_former_states_say_so():
    both = af.concat(india(True), india(False).assign(release="2"))
    sums = af.totals(both, by=["supplier", "release"], over=(1950, 2000)).set_index(["release", "supplier"])
    assert sums["selection"].to_dict() == {
        ("", "RUS"): "successors=recipient+supplier", ("2", "RUS"): "", ("2", "SUN"): "",
    }  # fmt: skip
    # rows of both are told apart where they are added
    mixed = af.totals(both.assign(release="", record=list("abcdef")), by=(), over=(1950, 2000))
    assert mixed["selection"].tolist() == ["all | successors=recipient+supplier"]


def test_tables_do_not_take_the_mark_for_a_choice(tmp_path):
    path = tmp_path / "table.html"
    af.write_table(af.shares(india(True), over=(1950, 2000)), path)
    text = path.read_text(encoding="utf-8")
    assert MOVED in text
    assert "successors" not in text
    assert "parts of what was chosen" not in text
