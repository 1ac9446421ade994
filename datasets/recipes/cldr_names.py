"""Names of states and of money in other languages: party_names.csv and currency_names.csv, from CLDR.

Run it with Babel at hand (``pip install babel``) to refresh what is CLDR's; what is our own is kept::

    python datasets/recipes/cldr_names.py

party_names.csv: ``from`` and ``to`` are the forms in which a name stands in a title, in German behind "aus"
and "an", in French and Russian with the preposition; blank where the name itself serves. They are written by
hand. Groups of parties (``members:Western Asia``) have the CLDR's name where it has that region.
A code that the table lacks is printed, so that its names can be written.

currency_names.csv: ``name`` is the plural, ``counted`` what stands behind "million": "dólares", "de dólares".
"""

from __future__ import annotations

import csv
from pathlib import Path

from babel import Locale
from babel.core import get_global

FOLDER = Path(__file__).parents[1]
LANGUAGES = ("de", "fr", "es", "ru")
#: Regions under the numbers of UN M49, by which the CLDR knows them. SIPRI's have the name of the UN's.
REGIONS = {
    "Africa": "002",
    "Americas": "019",
    "Asia": "142",
    "Central Asia": "143",
    "East Asia": "030",
    "Eastern Asia": "030",
    "Eastern Europe": "151",
    "Europe": "150",
    "Melanesia": "054",
    "Micronesia": "057",
    "North Africa": "015",
    "North America": "003",
    "Northern Africa": "015",
    "Northern America": "021",
    "Northern Europe": "154",
    "Oceania": "009",
    "Polynesia": "061",
    "South America": "005",
    "South Asia": "034",
    "South East Asia": "035",
    "South-eastern Asia": "035",
    "Southern Asia": "034",
    "Southern Europe": "039",
    "Sub-Saharan Africa": "202",
    "Western Asia": "145",
    "Western Europe": "155",
}
VOWELS = tuple("aeiouàâéèêëîïôöùûü")


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(name: str, rows: list[dict[str, str]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def territory(code: str) -> str:
    """The letters or number under which CLDR knows an ISO alpha-3 code or a region."""
    if code.startswith("members:"):
        return REGIONS[code.removeprefix("members:").removeprefix("SIPRI ")]
    found = ["XK"] if code == "XKX" else get_global("territory_aliases").get(code, [])
    return found[0] if len(found) == 1 else ""


def party_names() -> None:
    known = {(row["code"], row["language"]) for row in rows_of("party_names.csv")}
    groups = [row | {"code": f"members:{row['group']}"} for row in rows_of("group_names.csv")]
    for party in rows_of("parties.csv") + groups:
        for language in LANGUAGES:
            if (party["code"], language) not in known:
                print("has no name yet:", language, party["code"], party["name"])
    rows = [
        row | {"name": territory_name(row["code"], Locale(row["language"]))}
        if row["origin"] == "CLDR"
        else row
        for row in rows_of("party_names.csv")
    ]
    written("party_names.csv", rows)


def territory_name(code: str, locale: Locale) -> str:
    """The CLDR's name; that of a region as it stands alone, for the CLDR writes "région micronésienne"."""
    name = locale.territories[territory(code)]
    return name[0].upper() + name[1:] if code.startswith("members:") else name


def plural(code: str, language: str) -> str:
    """The plural that stands behind a number such as 5 or 100, or the bare name; "" where CLDR has none."""
    locale = Locale(language)
    forms = locale._data["currency_names_plural"].get(code, {})
    return forms.get("many" if language == "ru" else "other", locale.currencies.get(code, ""))


def counted(name: str, language: str) -> str:
    if language == "fr":
        return f"d’{name}" if name.lower().startswith(VOWELS) else f"de {name}"
    return f"de {name}" if language == "es" else name


def currency_names() -> None:
    own = {
        (row["currency"], row["language"]): row["name"]
        for row in rows_of("currency_names.csv")
        if row["origin"] != "CLDR"
    }
    rows = []
    for code in (row["currency"] for row in rows_of("currencies.csv")):
        for language in LANGUAGES:
            ours = own.get((code, language), "")
            if not (name := ours or plural(code, language)):
                print("has no name yet:", language, code)
                continue
            row = {"currency": code, "language": language, "name": name, "counted": counted(name, language)}
            rows.append(row | {"origin": "armsflow" if ours else "CLDR"})
    written("currency_names.csv", rows)


if __name__ == "__main__":
    party_names()
    currency_names()
