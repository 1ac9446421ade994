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
