"""What a title says that moves: arms, aid or goods."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import armsflow as af
from tests.frames import made, make
from tests.reading import said as said_on


def records(**constants):
    rows = pd.DataFrame({"supplier": ["Norway", "Canada"], "year": [2023, 2024], "value": [4.0, 6.0]})
    return made(rows, recipient="Ukraine", unit="EUR", **constants)


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("constants", "title", "parts"),
    [
        ({"stage": "delivery"}, "Arms to Ukraine, by supplier", "Suppliers of arms to Ukraine"),
        # half of the tracker's aid is money and relief
        (
            {"stage": "aid", "source": "kiel"},
            "Aid to Ukraine, by donor",
            "Donors of aid to Ukraine",
        ),
        (
            {"stage": "delivery", "source": "comtrade"},
            "Goods to Ukraine, by supplier",
            "Suppliers of goods to Ukraine",
        ),
        (
            {"stage": "delivery", "source": "baci", "category": "hs:9301", "selection": "category=hs:9301"},
            "Arms to Ukraine, by supplier: Military weapons",
            "Suppliers of arms to Ukraine",
        ),
    ],
    ids=["arms", "aid", "goods", "a heading of arms"],
)
def test_a_title_names_what_moves(constants, title, parts):
    given = records(**constants)
    assert said(af.plot_totals(af.totals(given, by=["supplier", "recipient"]))).startswith(title)
    assert parts in said(af.plot_shares(af.shares(given, of="supplier", whole="chosen")))


def said(ax):
    return af.describe(ax)


def test_two_releases_are_not_called_two_sources():
    rows = pd.DataFrame({"release": ["2024", "2025"], "value": [4.0, 5.0]})
    given = made(
        rows, supplier="France", recipient="India", year=2020, unit="TIV", stage="delivery", source="sipri"
    )
    releases = af.discrepancies(given, between=("2024", "2025"))
    assert "two releases" in said(af.plot_discrepancies(releases))
    others = made(
        rows.assign(source=["sipri", "comtrade"]), supplier="France", recipient="India", year=2020,
        unit="USD", stage="delivery",
    )  # fmt: skip
    assert "two sources" in said(
        af.plot_discrepancies(af.discrepancies(others, between=("sipri", "comtrade")))
    )


KIEL = make(
    {
        "supplier": ["NOR", "NOR", "DEU", "DEU"],
        "recipient": "UKR",
        "aid_type": ["military", "financial", "military", "humanitarian"],
        "dataset": "allocations",
        "start": [2024, 2024, 2025, 2026],
        "end": [2024, 2024, 2025, 2026],
        "observed_start": 2022,
        "observed_end": 2025,
        "value": [3e9, 1e9, 2e9, 4e9],
    },
    unit="EUR",
    stage="aid",
    source="kiel",
)


def title(records, language="en", **arguments):
    ax = af.plot_totals(af.totals(records, over=(2024, 2026), **arguments), language=language)
    found = ax.get_title(loc="left")
    plt.close(ax.figure)
    return found


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("chosen", "language", "said"),
    [
        ({}, "en", "Aid to Ukraine, by donor"),
        ({"aid_type": "military"}, "en", "Military aid to Ukraine, by donor"),
        ({"aid_type": "military"}, "de", "Militärhilfe an die Ukraine, nach Geber"),
        (
            {"aid_type": ["financial", "military"]},
            "en",
            "Aid to Ukraine, by donor, financial aid and military aid",
        ),
    ],
)
def test_titles_of_aid_say_its_kind_and_its_table(chosen, language, said):
    rows = af.where(KIEL, recipient="Ukraine", **chosen)
    assert title(rows, language, by="supplier") == said
    committed = title(rows.assign(dataset="commitments"), by="supplier")
    assert committed == title(rows, by="supplier").replace("allocations", "commitments")


def test_kinds_of_aid_that_are_drawn_side_by_side_are_named():
    totals = af.totals(KIEL, by=["supplier", "aid_type"], over=(2024, 2026))
    ax = af.plot_totals(totals, language="de")
    assert ax.get_title(loc="left") == "Hilfe, nach Geber und Art der Hilfe"
    assert "Norwegen, Militärisch" in said_on(ax, "row")
    plt.close(ax.figure)
    military = totals[totals["aid_type"] == "military"]
    ax = af.plot_totals(military)
    assert ax.get_title(loc="left").startswith("Military aid, by donor")
    plt.close(ax.figure)


def test_shares_and_changes_of_military_aid_say_so():
    military = af.where(KIEL, aid_type="military", years=(2024, 2025))
    ax = af.plot_shares(af.shares(military, of="supplier", within="recipient", over=(2024, 2025)))
    assert ax.get_title(loc="left") == "Donors of military aid to Ukraine"
    plt.close(ax.figure)


@pytest.mark.parametrize(
    ("observed", "over", "said"),
    [
        ((2022, 2025), (2024, 2026), "The last complete year is 2025: 2024–26 incomplete."),
        ((2025, 2026), (2024, 2026), "The first complete year is 2025: 2024–26 incomplete."),
        (
            (2025, 2025),
            (2024, 2026),
            "The complete years are 2025 to 2025: 2024–26 incomplete.",
        ),
    ],
)
def test_the_foot_says_that_a_year_may_be_there_in_part(observed, over, said):
    """The tracker's last year ends with its release: figures of its first months are in the bars."""
    rows = KIEL.assign(observed_start=observed[0], observed_end=observed[1])
    ax = af.plot_totals(af.totals(rows, by="supplier", over=over))
    assert said in af.describe(ax)
    plt.close(ax.figure)
    # a register of years has no part of one
    ax = af.plot_totals(af.totals(rows.assign(source="sipri", stage="delivery"), by="supplier", over=over))
    assert "Whole years" not in af.describe(ax)
    plt.close(ax.figure)


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("constants", "titles"),
    [
        (
            {"stage": "offer", "source": "sam", "dataset": "Foreign Military Sales"},
            [
                "Arms offers to Ukraine, by supplier",
                "Suppliers of arms offered to Ukraine",
                "Largest suppliers of arms offered",
                "Arms offers, by party and side",
            ],
        ),
        (
            {"stage": "contract", "source": "sam", "dataset": "Foreign Military Sales"},
            [
                "Arms contracts to Ukraine, by supplier",
                "Suppliers of arms under contract to Ukraine",
                "Largest suppliers of arms under contract",
                "Arms contracts, by party and side",
            ],
        ),
        (
            {"stage": "licence", "source": "ch_licences", "dataset": "dual-use goods"},
            [
                "Licences for goods to Ukraine, by supplier",
                "Suppliers of licensed goods to Ukraine",
                "Largest suppliers of licensed goods",
                "Licences for goods, by party and side",
            ],
        ),
    ],
    ids=["offers", "contracts", "licences for goods"],
)
def test_what_was_only_offered_agreed_or_licensed_is_no_transfer(constants, titles):
    given = records(**constants)
    drawn = [
        af.plot_totals(af.totals(given, by=["supplier", "recipient"])),
        af.plot_shares(af.shares(given, of="supplier", whole="chosen")),
        af.plot_rankings(af.rankings(given, of="supplier", window=2, end=2024, incomplete="keep")),
        af.plot_balances(af.balances(given, over=(2023, 2024))),
    ]
    assert [ax.get_title(loc="left").replace("\n", " ") for ax in drawn] == titles


def test_who_gives_aid_is_a_donor_in_all_charts():
    rows = pd.DataFrame({"supplier": ["NOR", "CAN", "FRA", "ITA", "USA"], "value": [4.0, 6.0, 3.0, 2.0, 9.0]})
    about = {"recipient": "UKR", "year": 2023, "unit": "EUR", "stage": "aid", "source": "kiel"}
    given = made(rows, **about)
    pairs = af.totals(given, by=["supplier", "recipient"])
    chosen = af.where(given, supplier=["NOR", "CAN", "FRA", "ITA"])
    said_of = {
        af.plot_totals(af.totals(chosen, by="recipient")): "from 4 selected donors",
        af.plot_concentration(af.concentration(given)): "Concentration among donors of aid to Ukraine",
        af.plot_matrix(pairs): "5 donors in rows",
        af.plot_flows(pairs): "5 donors",
        af.plot_rankings(af.rankings(given, of="supplier", window=1, whole="chosen", incomplete="keep")): (
            "Largest donors of aid"
        ),
    }
    for ax, words in said_of.items():
        assert words in said(ax)
        assert "supplier" not in said(ax).casefold()
