"""What a country's own money is called: the ISO 4217 code of the word that a source uses for it."""

from __future__ import annotations

from functools import cache

from armsflow.currencies import currencies
from armsflow.tables import table

__all__: list[str] = []

# one word, two currencies
_CFA_FRANC = {
    **dict.fromkeys(("BEN", "BFA", "CIV", "GNB", "MLI", "NER", "SEN", "TGO"), "XOF"),
    **dict.fromkeys(("CAF", "CMR", "COG", "GAB", "GNQ", "TCD"), "XAF"),
}
# figures that are not in the currency named, by SIPRI's own figures in US dollars (workbook of 2024)
_NOT_AS_NAMED = {
    "BLR": "ten times today's roubles, which began at 10,000 to one",
    "LBR": "US dollars, called dollars",
    "ZWE": "Zimbabwean dollars from 2019, called US dollars",
}


def local_currency(party: str, word: str, year: int) -> str:
    """Code of the currency of `party` in `year` that `word` means, or `word` where that is not certain.

    A code begins with the two letters of its state, so one code in use with a like name leaves no doubt.
    """
    word = " ".join(word.split())
    shared = {"euro": "EUR", "us dollars": "USD", "cfa francs": _CFA_FRANC.get(party, word)}
    if party in _NOT_AS_NAMED:
        return word
    if word.casefold() in shared:
        return shared[word.casefold()]
    codes = [
        code for code, start, end in _spans() if code[:2] == _letters().get(party) and start <= year <= end
    ]
    # sources print the plural: "Korunas", "Zlotys", "New lei"
    stem = word.casefold().split()[-1][:3] if word else ""
    return codes[0] if len(codes) == 1 and stem and stem in _names()[codes[0]] else word


def is_redenominated(code: str, year: int) -> bool:
    """Whether a figure of `year` in this currency counts in a money that came later.

    SIPRI prints all years of a state in the money that it has today.
    """
    found = currencies().get(code)
    return found is not None and year < found.first


@cache
def _letters() -> dict[str, str]:
    """The two letters of every party that has them."""
    parties = table("parties.csv")[["code", "aliases"]].to_numpy()
    pairs = [(code, alias) for code, aliases in parties for alias in aliases.split("|")]
    return {code: alias for code, alias in reversed(pairs) if len(alias) == 2 and alias.isupper()}


@cache
def _names() -> dict[str, str]:
    """Every name of a currency, in small letters."""
    currencies = table("currencies.csv")[["currency", "name", "aliases"]].to_numpy()
    return {code: f"{name}|{aliases}".casefold() for code, name, aliases in currencies}


@cache
def _spans() -> list[tuple[str, float, float]]:
    """Each currency with its first and last year, open where the table is blank."""
    currencies = table("currencies.csv")
    ends = currencies["end"].fillna(float("inf"))
    return list(zip(currencies["currency"], currencies["start"].fillna(0), ends, strict=True))
