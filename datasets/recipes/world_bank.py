"""Rebuild exchange_rates.csv and price_indices.csv from World Bank downloads.

    python world_bank.py DOWNLOADS OUT [--economies FILE]

DOWNLOADS is a folder with the CSV files of three World Development Indicators, as downloaded
(API_PA.NUS.FCRF*.csv, API_FP.CPI.TOTL*.csv, API_FP.CPI.TOTL.ZG*.csv), or a long table whose columns are
`iso3`, `year` and the indicators' codes. A download is preferred to a long table, since only a download
carries the date of its edition. Which economy's row is in which currency, and in which years, is read from
currency_economies.csv beside the shipped tables, or from a FILE with the same columns.

- PA.NUS.FCRF: official exchange rate, local currency units per US dollar, mean of the year.
- FP.CPI.TOTL: consumer price index, 2010 = 100.
- FP.CPI.TOTL.ZG: consumer prices, per cent change on the year before. The euro area has no level in
  FP.CPI.TOTL, so its index is chained from these rates, with 2010 = 100; the first rate, of 2000,
  also gives the level of 1999.

Figures are taken over at full precision, blank years stay blank, nothing is interpolated. A currency has
a line for each year from 1990 to its last, or to the last that any row has; years before its first are
blank, since the economy's row then holds another money or a doubtful one.
Source: World Bank, World Development Indicators, CC BY 4.0.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

RATES, LEVELS, CHANGES = "PA.NUS.FCRF", "FP.CPI.TOTL", "FP.CPI.TOTL.ZG"
FIRST, BASE = 1990, 2010
ECONOMIES = Path(__file__).parents[1] / "currency_economies.csv"


class Economy(NamedTuple):
    """An economy whose rows are in one currency, and the first and last year in which they are."""

    code: str
    first: int
    last: int


class Series(NamedTuple):
    """One indicator: figures by economy and year, and the date of its edition."""

    code: str
    vintage: str
    figures: dict[str, dict[int, float]]


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    economies = _economies(options.economies)
    found = _all_series(sorted(options.downloads.glob("*.csv")))
    rates, levels = _series(found, RATES), _series(found, LEVELS)
    quotes, indices = dict.fromkeys(economies, rates), dict.fromkeys(economies, levels)
    if "EUR" in economies and not levels.figures.get(economies["EUR"].code):
        indices["EUR"] = chained(_series(found, CHANGES), economies["EUR"].code)
    _check(economies, quotes, indices)
    _write(options.out / "exchange_rates.csv", "rate", economies, quotes)
    _write(options.out / "price_indices.csv", "index", economies, indices)


def chained(changes: Series, economy: str) -> Series:
    """An index from per cent changes on the year before, with the base year at 100."""
    rates = changes.figures[economy]
    level = {BASE: 100.0}
    for year in range(BASE + 1, max(rates) + 1):
        level[year] = level[year - 1] * (1 + rates[year] / 100)
    for year in range(BASE, min(rates) - 1, -1):
        level[year - 1] = level[year] / (1 + rates[year] / 100)
    # 15 digits, as the source prints: what lies beyond is the machine's rounding
    figures = {year: float(f"{level[year]:.15g}") for year in sorted(level)}
    return changes._replace(figures={economy: figures})


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("downloads", type=Path, help="folder with the World Bank's CSV files")
    parser.add_argument("out", type=Path, help="folder to write the two tables to")
    parser.add_argument(
        "--economies", type=Path, default=ECONOMIES, help="which row is in which currency, and when"
    )
    return parser.parse_args(arguments)


def _economies(path: Path) -> dict[str, Economy]:
    """The economy of each currency; one without a first year is listed to say why it is left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["first"]]
    found = {
        row["currency"]: Economy(row["economy"], int(row["first"]), int(row["last"] or 9999)) for row in rows
    }
    if len(found) < len(rows):
        sys.exit(f"{path} lists a currency twice; expected one economy for each")
    return found


def _all_series(paths: Iterable[Path]) -> list[Series]:
    downloads, long_tables = [], []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        head = next((n for n, row in enumerate(rows) if row[:1] == ["Country Name"]), None)
        if head is not None:
            downloads.extend(_from_download(rows, head))
        elif rows and {"iso3", "year"} <= set(rows[0]):
            long_tables.extend(_from_long(rows))
    return downloads + long_tables


def _from_download(rows: list[list[str]], head: int) -> Iterable[Series]:
    """One economy a line, one year a column, under four lines with the date of the edition."""
    vintage = next((row[1] for row in rows[:head] if row[:1] == ["Last Updated Date"]), "")
    names = rows[head]
    economy, indicator = names.index("Country Code"), names.index("Indicator Code")
    years = [(n, int(name)) for n, name in enumerate(names) if name.isdigit()]
    figures: dict[str, dict[str, dict[int, float]]] = {}
    for row in rows[head + 1 :]:
        if len(row) > indicator:
            of_economy = {year: float(row[n]) for n, year in years if n < len(row) and row[n]}
            figures.setdefault(row[indicator], {})[row[economy]] = of_economy
    return [Series(code, vintage, of_code) for code, of_code in figures.items()]


def _from_long(rows: list[list[str]]) -> Iterable[Series]:
    """One economy and year a line, one indicator a column; no date of edition."""
    names = rows[0]
    economy, year = names.index("iso3"), names.index("year")
    for code in {RATES, LEVELS, CHANGES} & set(names):
        n = names.index(code)
        figures: dict[str, dict[int, float]] = {}
        for row in rows[1:]:
            if row[n]:
                figures.setdefault(row[economy], {})[int(row[year])] = float(row[n])
        yield Series(code, "", figures)


def _series(found: list[Series], code: str) -> Series:
    for series in found:
        if series.code == code:
            return series
    sys.exit(f"no file holds {code}; found {sorted({series.code for series in found})}")


def _check(economies: dict[str, Economy], quotes: dict[str, Series], indices: dict[str, Series]) -> None:
    for currency, economy in economies.items():
        if not quotes[currency].figures.get(economy.code):
            sys.exit(f"{RATES} has no figure for {economy.code}")
        level = indices[currency].figures.get(economy.code, {}).get(BASE)
        if level is None or abs(level - 100) > 1e-9:  # the source's own rounding
            sys.exit(f"consumer prices of {economy.code}: {BASE} is {level!r}; expected 100")


def _write(path: Path, name: str, economies: dict[str, Economy], found: dict[str, Series]) -> None:
    latest = max(max(found[currency].figures[economy.code]) for currency, economy in economies.items())
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["currency", "year", name, "series", "economy", "vintage"])
        for currency, economy in sorted(economies.items()):
            series = found[currency]
            for year in range(FIRST, min(economy.last, latest) + 1):
                figure = series.figures[economy.code].get(year) if year >= economy.first else None
                text = "" if figure is None else repr(figure)
                out.writerow([currency, year, text, series.code, economy.code, series.vintage])


if __name__ == "__main__":
    main()
