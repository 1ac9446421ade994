"""Shipped tables as Markdown inside the pages: python docs/listings.py.

A page marks the place with ``<!-- table: name -->`` and ``<!-- end -->``. What stands between the two is made
here, and a test holds it equal to the shipped table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

import pandas as pd

import armsflow as af

_KINDS = {
    "exact": "exact",
    "about": "about",
    "below": "short of",
    "above": "beyond",
    "at_least": "a floor",
    "at_most": "a ceiling",
    "evidential": "who says so",
    "order": "an order of magnitude",
    "count": "a count",
}


_PLACE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", flags=re.DOTALL)


def filled(page: str) -> str:
    """The text of a page with each of its tables as the shipped table says."""

    def table(place: re.Match[str]) -> str:
        return place[1] + "\n" + "\n".join(_MAKERS[place[2]]()) + "\n\n" + place[3]

    return _PLACE.sub(table, page)


def write(folder: Path) -> None:
    for page in sorted(folder.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        if (new := filled(text)) != text:
            page.write_text(new, encoding="utf-8", newline="\n")


def _tables() -> list[str]:
    tables = af.table("tables.csv")
    rows = [
        (
            f"`{row.table}`",
            f"{row.says}. *Origin:* {row.origin}.",
            row.licence,
            _date(row.date),
            _recipe(row.recipe),
        )
        for row in tables.itertuples()
    ]
    return _markdown(("table", "what it says, and where it is from", "licence", "date", "recipe"), rows)


def _date(date: str) -> str:
    return date.replace("-", "\N{NON-BREAKING HYPHEN}")


def _recipe(recipe: str) -> str:
    return f"`{recipe}`" if recipe.endswith(".py") else recipe


def _hedges() -> list[str]:
    hedges = af.table("hedges.csv")
    hedges = hedges[hedges["kind"] != "count"]
    rows = [
        (_KINDS[row.kind], _phrases(row.pattern), _number(row.low), _number(row.high), row.says)
        for row in hedges.itertuples()
    ]
    return _markdown(("kind", "words", "low ×", "high ×", "why"), rows)


def _phrases(pattern: str) -> str:
    return ", ".join(f"“{words}”" for words in pattern.split("|"))


def _number(factor: float) -> str:
    if pd.isna(factor):
        return "–"
    return "∞" if factor == float("inf") else f"{factor:g}"


def _kinds() -> list[str]:
    parties = af.table("parties.csv")
    samples = {
        "state": "RUS",
        "former_state": "SUN",
        "territory": "x:northern_cyprus",
        "organisation": "org:nato",
        "group": "grp:hezbollah",
        "unknown": "unk:supplier",
    }
    count = parties["kind"].value_counts()
    rows = [
        (kind.replace("_", " "), f"`{code}`", af.party_name(code), str(count[kind]))
        for kind, code in samples.items()
    ]
    return _markdown(("kind", "such as", "name", "how many"), rows)


def _successors() -> list[str]:
    parties = af.table("parties.csv")
    gone = parties[(parties["kind"] == "former_state") | (parties["successor"] != "")]
    rows = [
        (
            row.name,
            f"`{row.code}`",
            f"{_year(row.start)}–{_year(row.end)}",
            _successor(row.successor, row.successor_from),
        )
        for row in gone[["code", "name", "start", "end", "successor", "successor_from"]].itertuples(
            index=False
        )
    ]
    return _markdown(("name", "code", "years", "`to_successors` gives"), rows)


def _successor(code: str, first: float) -> str:
    if not code:
        return "– (stays)"
    return af.party_name(code) + ("" if pd.isna(first) else f" from {int(first)}, before – (stays)")


def _year(year: float) -> str:
    return "" if pd.isna(year) or year == "" else f"{int(year)}"


def _ambiguous() -> list[str]:
    others = af.table("non_parties.csv")
    shared = others[others["could_be"] != ""].groupby(["reason", "could_be"], sort=False)
    rows = [
        (
            ", ".join(f"“{name}”" for name in group["name"]),
            reason,
            ", ".join(f"`{code}`" for code in codes.split("|")),
        )
        for (reason, codes), group in shared
    ]
    return _markdown(("name", "why it is refused", "write one of"), rows)


def _rates() -> list[str]:
    rates, prices = af.table("exchange_rates.csv"), af.table("price_indices.csv")
    names = af.table("currencies.csv").set_index("currency")["name"]
    rows = [
        (f"`{code}`", names[code], _years(rates, code, "rate"), _years(prices, code, "index"))
        for code in sorted(set(rates["currency"]) | set(prices["currency"]))
    ]
    return _markdown(("code", "currency", "exchange rates", "consumer prices"), rows)


def _years(table: pd.DataFrame, code: str, figure: str) -> str:
    years = sorted(table.loc[(table["currency"] == code) & table[figure].notna(), "year"])
    # 1993, 1996–2023: no year between is promised that has no number
    runs = [[year for _, year in run] for _, run in groupby(enumerate(years), lambda at: at[1] - at[0])]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs) or "–"


def _schemes() -> list[str]:
    categories = af.table("categories.csv")
    names = {
        "sipri": "SIPRI's eleven categories",
        "un": "UN Register of Conventional Arms",
        "ml": "Munitions List (Wassenaar, EU)",
        "hs": "Harmonized System of customs",
    }
    rows = []
    for scheme, name in names.items():
        codes = categories.loc[categories["scheme"] == scheme, "category"]
        rows.append((name, ", ".join(f"`{code}`" for code in codes[:3]) + ", …", str(len(codes))))
    return _markdown(("scheme", "such as", "how many"), rows)


def _markdown(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines]


_MAKERS: dict[str, Callable[[], list[str]]] = {
    "tables": _tables,
    "hedges": _hedges,
    "kinds": _kinds,
    "successors": _successors,
    "ambiguous": _ambiguous,
    "rates": _rates,
    "schemes": _schemes,
}

if __name__ == "__main__":
    write(Path(__file__).parent)
