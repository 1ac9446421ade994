"""The columns of summaries, declared beside each noun and used by whoever needs to know them."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.errors import ArgumentError
from armsflow.summaries.columns import COMMON, KINDS, declared, holds_parties, is_declared
from armsflow.summaries.layout import TAIL
from tests.frames import made

FLOWS = made(
    pd.DataFrame(
        {
            "supplier": ["RUS", "RUS", "ISR", "FRA"],
            "recipient": ["ARM", "AZE", "AZE", "RUS"],
            "start": [2015, 2015, 2020, 2020],
            "end": [2019, 2019, 2024, 2024],
            "value": [4.0, 2.0, 3.0, 1.0],
            "source": ["one", "other", "one", "other"],
        }
    ),
    stage="delivery",
    unit="USD",
)
BUDGET = pd.DataFrame(
    {"party": p, "year": y, "value": 9.0, "unit": "USD"}
    for p in ("ARM", "AZE", "RUS")
    for y in range(2015, 2025)
)
ONE = FLOWS.assign(source="user")
SUMMARIES = {
    "totals": (lambda: af.totals(ONE), ["supplier"]),
    "annual_rates": (lambda: af.annual_rates(ONE), ["record", "supplier", "recipient", "category", "item"]),
    "averages": (lambda: af.averages(af.to_years(ONE), window=2), ["supplier"]),
    "changes": (lambda: af.changes(ONE), ["supplier"]),
    "shares": (lambda: af.shares(ONE), ["supplier", "recipient"]),
    "concentration": (lambda: af.concentration(ONE), ["recipient"]),
    "balances": (lambda: af.balances(ONE), []),
    "burden": (lambda: af.burden(ONE, BUDGET), ["recipient"]),
    "supplier_balance": (
        lambda: af.supplier_balance(ONE, supplier="RUS", between=("ARM", "AZE")),
        ["supplier"],
    ),
    "discrepancies": (lambda: af.discrepancies(FLOWS, between=("one", "other")), ["supplier", "recipient"]),
    "rankings": (lambda: af.rankings(ONE, end=2024), []),
    "coverage": (lambda: af.coverage(ONE, by="supplier"), ["supplier"]),
}


@pytest.mark.covering(6)
@pytest.mark.parametrize("noun", SUMMARIES)
def test_every_column_is_a_key_declared_or_of_all(noun):
    summary, keys = SUMMARIES[noun]
    frame = summary()
    # a key of one's own may be called year, so that it is no declared column
    known = {*keys, *TAIL, "year"}
    assert [c for c in frame.columns if not (c in known or is_declared(c))] == []


def test_what_is_declared_has_a_kind():
    assert {kind for kinds in declared().values() for kind in kinds} <= set(KINDS)
    assert {"share", "hhi", "leader", "partner_1", "spending"} <= set(declared())
    # sides are parties in one summary, reporters in the other; every other column means one thing
    assert {c for c, kinds in declared().items() if len(kinds) > 1} == {"left", "right"}


def test_numbered_columns_are_declared_once():
    assert holds_parties("partner_12")
    assert is_declared("partner_12_share_low")
    assert not holds_parties("partner_1_share")


@pytest.mark.parametrize("column", [*COMMON, "hhi_low", "partner_3", "previous_share"])
def test_a_key_is_not_called_like_a_column_of_a_summary(column):
    records = FLOWS if column in FLOWS else FLOWS.assign(**{column: "mine"})
    with pytest.raises(ArgumentError, match="a column named like one of a summary's needs another name"):
        af.totals(records, by=["supplier", column])


def test_a_table_names_parties_only(tmp_path):
    """A leader may be a category, and the sides of two sources are no parties."""
    categories = af.concentration(ONE.assign(category="aircraft"), of="category")
    for frame in (categories, SUMMARIES["discrepancies"][0]()):
        head = (
            af.write_table(frame, tmp_path / "table.csv")
            .read_text(encoding="utf-8")
            .split("\n")[0]
            .split(",")
        )
        assert "recipient_name" in head
        assert not {"leader_name", "left_name", "right_name"} & set(head)
    head = (
        af.write_table(SUMMARIES["rankings"][0](), tmp_path / "table.csv")
        .read_text(encoding="utf-8")
        .split("\n")[0]
    )
    assert {"party_name", "partner_1_name", "partner_3_name"} <= set(head.split(","))
