"""Codes of money: the years in which each was in force, what followed it, and how many made one of that.

A code is valid in the years in which its money existed: 5 trillion roubles of 1997 are RUR, of which 1,000
made one RUB. At constant prices the money is that of the base year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from armsflow.errors import CurrencyError
from armsflow.tables import table

__all__: list[str] = []

#: The column that says that a source counts earlier years in the money of later ones.
REDENOMINATED = "redenominated"
#: What an error advises where an argument can say so.
WAY_OUT = (
    "Write the code of the year, or, where the source counts earlier years in the later money, say "
    "redenominated=True"
)


_FEW = 3  # codes that an error names one by one


class Currency(NamedTuple):
    """One code: its years, the code that followed, and how many units made one of that.

    A redenomination holds in all years, so that `fixed` is 0. Where another money followed, such as the euro,
    the factor is an exchange rate from the year `fixed` on.
    """

    code: str
    first: float
    last: float
    successor: str
    factor: float
    fixed: float
    before: tuple[str, ...]

    def in_force(self, year: int) -> bool:
        return self.first <= year <= self.last


@cache
def currencies() -> dict[str, Currency]:
    """All codes."""
    rows = table("currencies.csv").fillna({"start": 0, "end": float("inf"), "fixed": 0})
    names = ["currency", "start", "end", "successor", "factor", "fixed", "before"]
    found = {
        code: Currency(code, first, last, successor, factor, fixed, _words(before))
        for code, first, last, successor, factor, fixed, before in zip(*(rows[n] for n in names), strict=True)
    }
    earlier = {code: tuple(c for c, other in found.items() if other.successor == code) for code in found}
    return {
        code: each._replace(before=(*sorted(earlier[code], key=lambda c: found[c].fixed), *each.before))
        for code, each in found.items()
    }


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split("|") if word)


def is_in_force(code: str, year: int) -> bool:
    """Whether the money of a code existed in a year; of a code that is not ours nobody knows."""
    found = currencies().get(code)
    return found is None or found.in_force(year)


def in_force(code: str, year: int) -> tuple[str, ...]:
    """The codes that were in force in a year where this one is used: itself, or what came before or after."""
    if is_in_force(code, year):
        return (code,)
    known = currencies()
    backwards = year < known[code].first
    met, found, queue = {code}, [], [code]
    while queue:
        each = known[queue.pop(0)]
        further = [c for c in (each.before if backwards else (each.successor,)) if c and c not in met]
        met |= set(further)
        found += [c for c in further if known[c].in_force(year)]
        queue += [c for c in further if not known[c].in_force(year)]
    return tuple(found)


def money_of(code: str, year: int) -> str:
    """The code of the same money in a year, across redenominations; `code` itself where there is none."""
    if is_in_force(code, year):
        return code
    return next((c for c in in_force(code, year) if per(code, c) is not None), code)


def namesakes(code: str) -> list[str]:
    """The codes of one money across its redenominations, which go by one name: RUR and RUB."""
    return [c for c in currencies() if per(code, c) is not None]


def per(code: str, other: str) -> float | None:
    """How many units of `code` are one of `other`, by redenomination alone; None if they are two moneys."""
    down, up = _chain(code), _chain(other)
    shared = next((c for c in down if c in up), None)
    return None if shared is None else down[shared] / up[shared]


def _chain(code: str) -> dict[str, float]:
    """What a code became by redenomination, and how many units make one of each; itself first."""
    units, found = 1.0, {code: 1.0}
    known = currencies()
    while (each := known.get(code)) and each.successor and not each.fixed:
        code, units = each.successor, units * each.factor
        found[code] = units
    return found


def followed(code: str, year: int, *, exchanged: bool) -> Iterable[tuple[str, float]]:
    """What a code can be quoted by in a year, each with its factor: RUR by RUB at 1,000.

    Where moneys were `exchanged`, also what replaced it at a fixed rate by then: DEM of 2000 by EUR.
    """
    units, known = 1.0, currencies()
    while (each := known.get(code)) and each.successor:
        if each.fixed and not (exchanged and each.fixed <= year):
            return
        code, units = each.successor, units * each.factor
        yield code, units


def refuse_other_years(
    used: Iterable[tuple[str, int]], *, what: str, rows: Any = None, redenominated: bool = False
) -> None:
    """Raise CurrencyError unless each code was in force in its year.

    `redenominated` lets earlier years pass, where a later money is counted in.
    """
    wrong = sorted(key for key in set(used) if not _passes(*key, redenominated=redenominated))
    if wrong:
        raise CurrencyError(f"{what} {worded(wrong)}. {WAY_OUT}", rows=wrong if rows is None else rows)


def _passes(code: str, year: int, *, redenominated: bool) -> bool:
    return is_in_force(code, year) or (redenominated and year < currencies()[code].first)


def worded(wrong: Iterable[tuple[str, int]]) -> str:
    """What was in force in place of each code: "RUB in 1996–1997, which was RUR then (1,000 RUR = 1 RUB)"."""
    alike = groupby(sorted(wrong), key=lambda key: (key[0], in_force(*key)))
    return "; ".join(_said(code, [year for _, year in keys], codes) for (code, codes), keys in alike)


def _said(code: str, years: Sequence[int], codes: Sequence[str]) -> str:
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
    if not codes:
        each = currencies()[code]
        lasted = f"only from {each.first:.0f}" if years[0] < each.first else f"only until {each.last:.0f}"
        return f"{code} in {span}, which is money {lasted}"
    if len(codes) > _FEW:
        # as before the euro, whose states had each its own
        same = [_named(c) for c in codes if per(code, c) is not None]
        moneys = ", and ".join([*same, f"{len(codes) - len(same)} moneys of states"])
        first = currencies()[code].first
        return f"{code} in {span}, when {moneys} were in force; {code} began in {first:.0f}"
    shown = " or ".join((*[", ".join(codes[:-1])][: len(codes) - 1], codes[-1]))
    units = per(code, codes[0])
    factor = f" ({_equation(code, codes[0], units)})" if units and len(codes) == 1 else ""
    return f"{code} in {span}, when {shown} was in force{factor}"


def _named(code: str) -> str:
    """A code and what it is called: "XEU, the European currency unit"."""
    names = table("currencies.csv").set_index("currency")["name"]
    return f"{code}, the {names[code]}"


def fixed_rate(code: str, other: str) -> tuple[float, int] | None:
    """Units of a code to one of what replaced it, and from which year: 1.95583 DEM to 1 EUR from 1999."""
    known = currencies().get(code)
    if known is None or known.successor != other or not known.fixed:
        return None
    return known.factor, int(known.fixed)


def _equation(code: str, other: str, units: float) -> str:
    return f"{units:,.10g} {code} = 1 {other}" if units >= 1 else f"{1 / units:,.10g} {other} = 1 {code}"
