"""Tables of a source that are never added: titles say whether they hold arms, subtitles which they are."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.text import moved, names
from armsflow.languages import LANGUAGES, entries, speaking
from tests.frames import made

CASES = [
    ("uk_licences", "military", "arms", "military goods"),
    ("uk_licences", "other", "goods", "dual-use and other goods"),
    ("ch_licences", "special military goods", "arms", "special military goods"),
    ("ch_licences", "dual-use goods", "goods", "dual-use goods"),
    ("ch_licences", "chemicals, dual-use goods", "goods", "chemicals, dual-use goods"),
    ("nl_licences", "definitive", "arms", "licences: definitive"),
    ("nl_licences", "temporary, V/N V", "arms", "licences: temporary, V/N V"),
    ("nl_licences", "dual-use", "goods", "dual-use goods"),
    ("nl_licences", "transit, there and back", "arms", "transit through the Netherlands, there and back"),
    ("de_exports", "war weapons", "arms", "war weapons"),
    ("coarm", "totals", "arms", "totals as reported"),
    # programmes have names of their own
    ("sam", "Foreign Military Sales", "arms", "Foreign Military Sales"),
    ("comtrade", "imports", "goods", "imports as reported"),
]


# a table of arms, one of goods, one of transit, and one with a name of its own
ONE_OF_EACH = ("military", "imports", "transit, there and back", "Foreign Military Sales")


def records(source, dataset, **constants):
    rows = pd.DataFrame({"supplier": ["Norway", "Canada"], "year": [2023, 2024], "value": [4.0, 6.0]})
    about = {"recipient": "Ukraine", "unit": "EUR", "stage": "licence", "observed": (2015, 2024)}
    return made(rows, source=source, dataset=dataset, **(about | constants))


@pytest.mark.parametrize(
    ("source", "dataset", "moves", "words"),
    [pytest.param(*case, marks=() if case[1] in ONE_OF_EACH else pytest.mark.sweep) for case in CASES],
)
def test_a_picture_says_what_moves_and_from_which_table(source, dataset, moves, words):
    sums = af.totals(records(source, dataset), by="supplier", over=(2015, 2024))
    assert moved.what(sums) == moves
    ax = af.plot_totals(sums)
    start = {"arms": "Arms licences", "goods": "Licences for goods"}[moves]
    start = "Arms in transit" if dataset.startswith("transit") else start
    assert ax.get_title(loc="left") == f"{start}, by supplier"
    subtitle = "Licences, euros, current prices, 2015–24"
    assert f"{start}, by supplier. {subtitle}; {words}. " in af.describe(ax)


@pytest.mark.covering(1)
@pytest.mark.parametrize("moves", ["arms", "goods"])
def test_titles_of_all_charts_say_what_moves(moves):
    given = records("uk_licences", {"arms": "military", "goods": "other"}[moves])
    several = af.to_periods(given, 5, end=2024).assign(start=[2015, 2020], end=[2019, 2024])
    others = records("uk_licences", given["dataset"].iloc[0], recipient="Poland").assign(record=["a", "b"])
    between = {"supplier": "Norway", "between": ("Ukraine", "Poland")}
    balance = af.supplier_balance(af.concat(given, others), over=(2015, 2024), **between)
    ranked = af.plot_rankings(af.rankings(given, of="supplier", end=2024))
    drawn = [
        ranked,
        af.plot_balances(af.balances(given, over=(2015, 2024))),
        af.plot_lines(af.balances(several)),
        af.plot_concentration(af.concentration(several)),
        af.plot_shares(af.shares(several)),
        af.plot_supplier_balance(balance),
    ]
    for ax in drawn:
        title = ax.get_title(loc="left")
        assert moves in title.casefold()
        assert ("arms" in title.casefold()) == (moves == "arms")
    called = {"arms": "licensed arms", "goods": "licensed goods"}[moves]
    assert ranked.get_title(loc="left") == f"Largest suppliers of {called}"


def test_aid_is_called_aid_in_titles_without_a_flow():
    given = records("kiel", "commitments", stage="aid")
    assert af.plot_rankings(af.rankings(given, of="supplier", end=2024)).get_title(loc="left") == (
        "Largest donors of aid"
    )
    balances = af.plot_balances(af.balances(given, over=(2015, 2024)))
    assert balances.get_title(loc="left") == "Aid given and received"


def test_some_goods_that_are_no_arms_make_it_goods():
    both = af.concat(records("uk_licences", "military"), records("uk_licences", "other"))
    sums = af.totals(both, by=["dataset", "supplier"], over=(2015, 2024))
    assert moved.what(sums) == "goods"
    # the rows say themselves which table they are of
    words = af.describe(af.plot_totals(sums))
    assert "Military goods" in words
    assert "Licences for goods, by table and supplier. " in words
    assert "; military goods" not in words


def test_tables_that_are_one_fact_are_not_named():
    given = records("sipri", "deliveries", stage="delivery")
    assert "; deliveries" not in af.describe(
        af.plot_totals(af.totals(given, by="supplier", over=(2015, 2024)))
    )
    mine = records("invented", "totals")
    assert "totals" not in af.describe(af.plot_totals(af.totals(mine, by="supplier", over=(2015, 2024))))


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("language", "words"),
    [("de", ", nach Tabelle"), ("fr", ", par tableau"), ("es", ", por tabla"), ("ru", ", по таблицам")],
)
def test_titles_call_a_data_set_a_table_in_every_language(language, words):
    both = af.concat(records("uk_licences", "military"), records("uk_licences", "other"))
    sums = af.totals(both, by="dataset", over=(2015, 2024))
    assert words in af.plot_totals(sums, language=language).get_title(loc="left")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_a_name_in_every_language(language):
    known = {entry.message for entry in entries(language)} if language != "en" else set()
    with speaking(language):
        for name in [*names.DATASETS, *names.LICENCES]:
            assert names.dataset(name)
            assert language == "en" or {**names.DATASETS, **names.LICENCES}[name] in known
        assert names.dataset("a programme") == "a programme"
