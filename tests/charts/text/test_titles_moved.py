"""What a title says that moves: arms, aid or goods."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af


def records(**constants):
    rows = pd.DataFrame({"supplier": ["Norway", "Canada"], "year": [2023, 2024], "value": [4.0, 6.0]})
    return af.to_records(rows, recipient="Ukraine", unit="EUR", **constants)


@pytest.mark.parametrize(
    ("constants", "title", "parts"),
    [
        ({"stage": "delivery"}, "Arms to Ukraine, by supplier", "Suppliers of arms to Ukraine"),
        # half of the tracker's aid is money and relief
        (
            {"stage": "aid", "source": "kiel"},
            "Aid to Ukraine, by supplier",
            "Suppliers of aid to Ukraine",
        ),
        (
            {"stage": "delivery", "source": "comtrade"},
            "Goods to Ukraine, by supplier",
            "Suppliers of goods to Ukraine",
        ),
        (
            {"stage": "delivery", "source": "baci", "category": "hs:9301", "selection": "category=hs:9301"},
            "Arms to Ukraine, by supplier, Military weapons",
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
    given = af.to_records(
        rows, supplier="France", recipient="India", year=2020, unit="TIV", stage="delivery", source="sipri"
    )
    releases = af.discrepancies(given, between=("2024", "2025"))
    assert "two releases" in said(af.plot_discrepancies(releases))
    others = af.to_records(
        rows.assign(source=["sipri", "comtrade"]), supplier="France", recipient="India", year=2020,
        unit="USD", stage="delivery",
    )  # fmt: skip
    assert "two sources" in said(
        af.plot_discrepancies(af.discrepancies(others, between=("sipri", "comtrade")))
    )
