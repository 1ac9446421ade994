"""Local currencies: a code where there is no doubt, the source's word where there is."""

from __future__ import annotations

import pytest

from armsflow.sources.local_currency import local_currency


@pytest.mark.parametrize(
    ("party", "word", "year", "code"),
    [
        ("DZA", "Dinar", 2023, "DZD"),
        ("SRB", "Dinar", 2023, "RSD"),
        ("AGO", "Kwanzas   ", 2023, "AOA"),
        ("CZE", "Koruny    ", 2023, "CZK"),
        ("POL", "Zlotys    ", 2023, "PLN"),
        ("ROU", "New lei   ", 2023, "RON"),
        ("PER", "New soles ", 2023, "PEN"),
        # redenominated: the one in use
        ("TUR", "Liras", 2023, "TRY"),
        ("RUS", "Roubles", 2023, "RUB"),
        # shared
        ("DEU", "Euro", 2023, "EUR"),
        ("ECU", "US dollars", 2023, "USD"),
        ("TCD", "CFA Francs", 2023, "XAF"),
        ("MLI", "CFA Francs", 2023, "XOF"),
        # in use until 2022
        ("HRV", "Kunas", 2022, "HRK"),
    ],
)
def test_certain(party, word, year, code):
    assert local_currency(party, word, year) == code


@pytest.mark.parametrize(
    ("party", "word", "year"),
    [
        ("HRV", "Kunas", 2023),  # the euro
        ("SLE", "Leones", 2023),  # the old one and the new were both in use
        ("SUN", "Roubles", 2023),
        ("x:north_yemen", "Rials", 2023),
        ("KEN", "CFA Francs", 2023),
        ("DZA", "Guilders", 2023),
        ("DZA", "", 2023),
        # the figures are in something else
        ("BLR", "Roubles", 2023),
        ("LBR", "Dollars", 2023),
        ("ZWE", "US dollars", 2023),
    ],
)
def test_in_doubt(party, word, year):
    assert local_currency(party, f"{word} ", year) == word
