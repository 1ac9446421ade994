"""What is joined to a panel: one figure for each state and year, such as spending or GDP."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.errors import ArgumentError, sample, warn
from armsflow.parties import codes_of
from armsflow.records.engines import in_memory
from armsflow.records.schema import period
from armsflow.summaries.panel_states import States, may_be

__all__: list[str] = []

_MEANT = ("unit", "prices")
_SEVERAL = {"unit": "units", "prices": "kinds of prices"}


class Measure(NamedTuple):
    """Figures by state and year, and what they are in, where that is said."""

    name: str
    figures: Mapping[tuple[str, int], float]
    unit: str
    prices: str

    def meant(self) -> dict[str, str]:
        """The columns that say what the figures are in: "gdp_unit", "gdp_prices"."""
        said = dict(zip(_MEANT, (self.unit, self.prices), strict=True))
        return {f"{self.name}_{column}": cell for column, cell in said.items() if cell}


def measures_of(
    given: Any, known: Mapping[int, States], span: tuple[int, int], *, system: str, taken: Collection[str]
) -> list[Measure]:
    """The measures that a panel of a span and a system is to have; names in `taken` are its own."""
    if given is None:
        return []
    if not isinstance(given, Mapping):
        raise ArgumentError(
            f"measures is a {type(given).__name__}; expected names with frames of party, year and value, "
            'such as {"spending": milex}',
            rows=[type(given)],
        )
    return [_measure(name, frame, known, span, system, taken) for name, frame in given.items()]


def _measure(
    name: Any,
    given: Any,
    known: Mapping[int, States],
    span: tuple[int, int],
    system: str,
    taken: Collection[str],
) -> Measure:
    table = in_memory(given, what=f"measures[{name!r}]")
    lacking = [column for column in ("party", "year", "value") if column not in table]
    if lacking or not isinstance(name, str) or not name.isidentifier() or name in taken:
        said = f"lacks {sample(lacking)}" if lacking else "has a name that a column of the panel has, or none"
        raise ArgumentError(
            f"the measure {name!r} {said}; expected a new name and a frame with party, year and value",
            rows=[name, *lacking],
        )
    table = table[table["value"].notna()]
    wrong = [column for column in ("year", "value") if not pd.api.types.is_numeric_dtype(table[column])]
    if len(table) and (wrong or table["year"].isna().any() or (table["year"] % 1 != 0).any()):
        raise ArgumentError(
            f"the measure {name!r} holds years or values that are no numbers, or years that are not whole; "
            "expected calendar years such as 2024, and numbers",
            rows=table,
        )
    table = table.astype({"year": "int64", "value": "float64"})
    _say_of_no_year(name, table["year"], span)
    return Measure(name, _figures(name, _with_states(name, table, known, system)), *_unit(name, table))


def _say_of_no_year(name: str, years: pd.Series, span: tuple[int, int]) -> None:
    """Warn of a measure that has no figure of a year of the panel, in all of which it is null."""
    if not years.between(*span).any():
        had = f"those that it has are of {period(years.min(), years.max())}" if len(years) else "it has none"
        warn(
            f"the measure {name!r} has no figure of the years of the panel, {period(*span)}, and is null in "
            f"all rows: {had}; expected a frame with figures of these years"
        )


def _unit(name: str, table: pd.DataFrame) -> tuple[str, str]:
    """The one unit and the one kind of prices of a measure, "" where it does not say."""
    met = [sorted({str(cell) for cell in table[c].dropna()}) if c in table else [] for c in _MEANT]
    for column, cells in zip(_MEANT, met, strict=True):
        if len(cells) > 1:
            raise ArgumentError(
                f"the measure {name!r} is in several {_SEVERAL[column]}: {sample(cells)}; one column cannot "
                "hold them: keep one of them",
                rows=table,
            )
    unit, prices = (cells[0] if cells else "" for cells in met)
    return unit, prices


def _with_states(name: str, table: pd.DataFrame, known: Mapping[int, States], system: str) -> pd.DataFrame:
    """The rows of states, each with the party that stands for its state."""
    numbers = pd.api.types.is_numeric_dtype(table["party"]) and len(table) > 0
    found = _by_number(name, table, known) if numbers else _by_name(name, table, known, system)
    inside = table["year"].isin(list(known))
    table = table.assign(party=found)[np.array(found, dtype=object) != ""]
    if inside.any() and not len(table):
        raise ArgumentError(
            f"no row of the measure {name!r} is of a state of the panel; expected names or codes of parties, "
            "or numbers of the system in codes=",
            rows=found,
        )
    return table


def _by_name(name: str, table: pd.DataFrame, known: Mapping[int, States], system: str) -> list[str]:
    codes = codes_of(table["party"].unique(), skip=True)
    unknown = [party for party in table["party"].unique() if party not in codes]
    if unknown:
        warn(
            f"the measure {name!r} has rows of {len(unknown)} party(ies) that are not known and have no row "
            f"in the panel: {sample(unknown)}; party() says what a name is taken for"
        )
    rows = list(zip(table["party"].map(codes), table["year"], strict=True))
    units = [known[year].of.get(party) if year in known else None for party, year in rows]
    found = ["" if unit is None else unit.party for unit in units]
    _say_of_others(name, rows, found, known, system)
    return found


def _say_of_others(
    name: str, rows: list[tuple[Any, int]], found: list[str], known: Mapping[int, States], system: str
) -> None:
    """Warn of rows whose party is no state in their year, where the state that then was has no figure."""
    had = {(party, year) for party, (_, year) in zip(found, rows, strict=True) if party}
    lost = [
        row
        for row, party in zip(rows, found, strict=True)
        if not party and row[1] in known and row[0] == row[0]
    ]
    others = {
        (party, year, other)
        for party, year in lost
        for other in may_be(party, system, year)
        if (other, year) not in had
    }
    if others:
        shown = [f"{party} in {year} (then {other})" for party, year, other in sorted(others)]
        warn(
            f"the measure {name!r} has {len(lost)} row(s) of parties that were no states in their year, and "
            f"none of the states that were: {sample(shown)}; name the state of the year"
        )


def _by_number(name: str, table: pd.DataFrame, known: Mapping[int, States]) -> list[str]:
    places = {(s.code, year): s.party for year, those in known.items() for s in those.units}
    if any(isinstance(code, str) for code, _ in places):
        raise ArgumentError(
            f"the measure {name!r} has numbers for parties; expected names or codes, or a panel with "
            'codes="cow" or codes="gw"',
            rows=table,
        )
    rows = list(zip(table["party"], table["year"], strict=True))
    found = [places.get(row, "") for row in rows]
    lost = sorted({row[0] for row, party in zip(rows, found, strict=True) if not party and row[1] in known})
    if lost:
        warn(
            f"the measure {name!r} has rows of numbers that no state has in their year, and that have no row "
            f"in the panel: {sample(lost)}"
        )
    return found


def _figures(name: str, table: pd.DataFrame) -> dict[tuple[str, int], float]:
    """A measure by state and year."""
    table = table[["party", "year", "value"]].drop_duplicates()
    twice = table[table.duplicated(["party", "year"], keep=False)]
    if len(twice):
        pairs = list(dict.fromkeys(zip(twice["party"], twice["year"], strict=True)))
        raise ArgumentError(
            f"the measure {name!r} says two things of one state and year: {sample(pairs)}; keep one",
            rows=twice,
        )
    return dict(zip(zip(table["party"], table["year"], strict=True), table["value"], strict=True))
