"""The tables of the page about a register: what they say, in every language."""

from __future__ import annotations

import io

import pytest

import armsflow as af
from armsflow.languages import speaking
from armsflow.report.register_sections import of_claims

CLAIMS = """supplier,recipient,stage,amount,period,weapons,publisher
South Korea,Poland,contract,1 pieces,2016,tanks,
South Korea,Poland,contract,12 pieces,2016,tanks,A paper
South Korea,Poland,contract,some 20 pieces,2016,tanks,
South Korea,Poland,contract,12 million dollars,2016,tanks,
"""


@pytest.mark.parametrize(
    ("language", "amounts", "nobody"),
    [
        ("en", ["1 piece", "12 pieces", "20 pieces (18–22)"], "not stated"),
        ("de", ["1 Stück", "12 Stück", "20 Stück (18–22)"], "nicht genannt"),
        ("es", ["1 unidad", "12 unidades", "20 unidades (18–22)"], "no indicado"),
        ("fr", ["1 unité", "12 unités", "20 unités (18–22)"], "non indiqué"),
        ("ru", ["1 единица", "12 единиц", "20 единиц (18–22)"], "не указано"),
    ],
)
def test_claims_of_pieces_and_money_are_said_as_they_are(language, amounts, nobody):
    claims = af.read_claims(io.StringIO(CLAIMS))
    with speaking(language):
        (table,) = of_claims(claims)
    assert [row[3] for row in table.rows[:3]] == amounts
    assert [row[4] for row in table.rows] == [nobody, "A paper", nobody, nobody]
    assert not any(word in table.words for word in ("money", "Geldbeträge", "dinero", "argent", "деньги"))


def test_records_of_a_data_source_are_said_by_it():
    claims = af.read_claims(io.StringIO(CLAIMS)).assign(source="unroca").drop(columns="publisher")
    (table,) = of_claims(claims)
    assert {row[4] for row in table.rows} == {"UN Register of Conventional Arms"}


@pytest.mark.parametrize(
    ("language", "amounts"),
    [
        (
            "en",
            [
                "12.7 billion Philippine pesos, current prices (12.65–12.75)",
                "10.49 billion US dollars, current prices (10.485–10.495)",
                "375 million US dollars, current prices (356–375)",
                "1.2345 billion US dollars, current prices (1.23445–1.23455)",
            ],
        ),
        ("fr", ["12,7 milliards", "10,49 milliards", "375 millions", "1,2345 milliard"]),
    ],
)
def test_a_claim_is_as_precise_as_it_was_said(language, amounts):
    """12.7 billion stood as 13 billion; half a unit of the last digit is its bound."""
    said = ("PHP 12.7 billion", "USD 10.49 billion", "nearly $375 million", '"$1,234,500,000"')
    lines = "".join(f"Israel,Philippines,contract,{each},2016,tanks,\n" for each in said)
    with speaking(language):
        (table,) = of_claims(af.read_claims(io.StringIO(CLAIMS.partition("\n")[0] + "\n" + lines)))
    for row, amount in zip(table.rows, amounts, strict=True):
        assert row[3].replace("\N{NO-BREAK SPACE}", " ").startswith(amount)


def test_what_was_computed_of_a_claim_is_rounded():
    """A third of 4 billion has endless digits that nobody said."""
    claims = af.read_claims(io.StringIO(CLAIMS)).iloc[[3]]
    claims = claims.assign(value=4e9 / 3, low=4e9 / 3, high=4e9 / 3)
    (table,) = of_claims(claims)
    assert table.rows[0][3] == "1.3 billion US dollars, current prices"
