"""Military expenditure: SIPRI's yearly workbook as a spending frame."""

from __future__ import annotations

import math
import re
from collections.abc import Container
from typing import Any, NamedTuple

import pandas as pd

from armsflow.currencies import REDENOMINATED
from armsflow.errors import ArgumentError, ArmsflowError, PartyError, SourceError, one_of, sample, warn
from armsflow.parties import codes_of
from armsflow.sources.account import with_account
from armsflow.sources.formats import Format, Head
from armsflow.sources.local_currency import is_redenominated, local_currency
from armsflow.sources.opening import File, name_of, unread_lines
from armsflow.sources.workbooks import Cell, Page, is_titled, page_below, pages

__all__ = ["read_milex"]

_DOLLARS = r"us ?(\$|d)"
_LOCAL = r"local currency calendar years"
# title of the worksheet, and unit of its figures ("" where each line has its own)
_SHEETS = {
    "current": (rf"current {_DOLLARS}", "USD"),
    "constant": (rf"constant \(\d{{4}}\) {_DOLLARS}", "USD"),
    "local": (_LOCAL, ""),
    "local_financial": (r"local currency financial years", ""),
    "gdp": (r"share of gdp", "share of GDP"),
    "per_capita": (r"per capita", "USD per person"),
    "government": (r"share of gov(t\.?|ernment) spending", "share of government spending"),
    "regions": (r"regional totals", "USD"),
}
_FOOTNOTES = "footnotes"


def _has_sheets(head: Head) -> bool:
    titles = (pattern for pattern, _ in _SHEETS.values())
    return sum(any(is_titled(title, sheet) for sheet in head.sheets) for title in titles) > 1


FORMATS = (Format("SIPRI's workbook of military expenditure", test=_has_sheets, kinds=("workbook",)),)
_USUAL = {"country": "name", "region": "name", "notes": "notes", "currency": "currency", "": ""}
_BLUE, _RED = "0000FF", "FF0000"
_AT_CONSTANT_PRICES = ("constant", "regions")
_BASE = re.compile(r"constant \(?(\d{4})", re.IGNORECASE)
# figures of two sheets are the same where the machine's rounding is all that differs, and a state whose
# current figure was corrected in one sheet alone does not hide the base year
_SAME, _NEARLY_ALL = 1e-6, 0.9
_SCALES = {"m": 1e6, "b": 1e9}
_COLUMNS = ("party", "year", "value", "unit", "prices", "estimated", "uncertain", "note", "release")


class _Key(NamedTuple):
    """What it takes to read a line."""

    sheet: str
    years: dict[int, tuple[int, str]]  # column → year, prices
    last: int  # year with figures
    scale: float
    legend: dict[str, str]
    local: dict[tuple[str, int], float]
    doubt: str  # what contradicts the base year that the sheet names, "" if nothing does


def read_milex(
    path: File,
    *,
    sheet: str = "current",
    release: str | None = None,
    on_error: str = "raise",
    prices: int | str | None = None,
) -> pd.DataFrame:
    """A spending frame of one sheet of SIPRI's military-expenditure workbook, for `burden`.

    Parameters
    ----------
    path : path, binary file or bytes
        The ``.xlsx`` as SIPRI publishes it each spring, or a zip with it.
    sheet : str
        ``"current"`` and ``"constant"`` [USD]; ``"local"`` and ``"local_financial"`` [local currency,
        calendar and financial years, these named after the year in which they begin]; ``"gdp"`` and
        ``"government"`` [fractions]; ``"per_capita"`` [USD per person]; ``"regions"`` [USD].
    release : str, optional
        SIPRI's edition; by default the year after the last one with figures, ``"2024"`` for 1948–2023.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good cells and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``; a reason names each cell by its place.
    prices : int or str, optional
        The base year of constant prices. By default the year that the sheet names, unless the figures
        contradict it: constant and current dollars are the same in the base year only. The year that they
        show is then taken, with a warning.

    Returns
    -------
    pandas.DataFrame
        One row per ``party`` and ``year``: ``value`` [in ``unit``, in single units], ``unit``, ``prices``
        (``current`` or the base year), ``estimated`` (printed in blue), ``uncertain`` (printed in red:
        highly uncertain), ``note`` (the footnotes) and ``release``.

        Missing data (``...``) are rows with null value; where a state did not exist (``xxx``) or a cell is
        blank there is no row. A 0 in US dollars where the same workbook has spending in local currency was
        not converted, so it is null and the note says so.

        Local currency has an ISO 4217 code as unit where the party and SIPRI's word for its currency leave
        no doubt, else that word. SIPRI counts all years in the money of today, so these two sheets have a
        column ``redenominated`` behind the others: whether the year was before that money, such as roubles
        of 1997 in RUB. Regions are no parties and go by their names; the last year is there at
        constant and at current prices, and red, more than a tenth of it estimates, is ``estimated``.
        ``.attrs["lines"]`` counts what became of every row of the sheet.

    Raises
    ------
    ArgumentError
        If `path` is nothing to read from, `sheet` or `on_error` is none of those above, or `prices` is no
        year or given for a sheet without constant prices.
    DependencyError
        If openpyxl is not installed.
    SourceError
        If the file is missing or no such workbook, or has cells that cannot be read: ``.rows`` lists
        (line, reason).

    Warns
    -----
    UserWarning
        If the figures at constant prices are in those of another year than the sheet says, or the sheet
        names two base years.

    Notes
    -----
    SIPRI Military Expenditure Database, https://www.sipri.org/databases/milex.

    Examples
    --------
    Could Armenia have paid 5 billion dollars out of such a budget? (These figures are invented.)

    >>> import armsflow as af
    >>> import io, openpyxl
    >>> book, file = openpyxl.Workbook(), io.BytesIO()
    >>> book.active.title = "Current US$"
    >>> book.active.append(["Figures are in US $m., in current prices"])
    >>> book.active.append(["Country", "Notes", *range(2010, 2020)])
    >>> book.active.append(["Armenia", None, *[450] * 10])
    >>> book.save(file)
    >>> spending = af.read_milex(file.getvalue())
    >>> payment = af.where(af.read_claims(af.table_path("claims.csv")), stage="payment")
    >>> af.burden(payment, spending)[["recipient", "spending", "burden"]].round(2)
      recipient      spending  burden
    0       ARM  4.500000e+09    1.11
    """
    one_of(sheet, tuple(_SHEETS), "sheet")
    one_of(on_error, ("raise", "collect"), "on_error")
    base = _base_given(prices, sheet)
    needed = "|".join((_SHEETS[sheet][0], _SHEETS["current"][0], _LOCAL, _FOOTNOTES))
    book = pages(path, lambda title: is_titled(needed, title))
    page = _page(book, sheet)
    key = _key(page, book, sheet, base)
    if key.doubt:
        warn(f"{name_of(path, 'the workbook')}: {key.doubt}")
    rows: list[dict[str, Any]] = []
    aside: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    told: set[int] = set()
    for number, cells in page.lines:
        try:
            line = _line(page, cells, key.years)
            party = _party(line, cells, key)
            if party in seen:
                raise SourceError(f"{party} stands on line {seen[party]} already")
            if party:
                seen[party] = number
                figures, bad = _figures(party, line, cells, key)
                rows += figures
                told |= {number} if figures else set()
                aside += [(number, "; ".join(bad))] if bad else []
        except ArmsflowError as error:
            aside.append((number, str(error)))
    if aside and (on_error == "raise" or not rows):
        good = len({row["party"] for row in rows})
        raise unread_lines(name_of(path, "the workbook"), aside, good, "spending")
    edition = str(key.last + 1) if release is None else str(release)
    out = pd.DataFrame(rows).assign(release=edition)[list(_COLUMNS)]
    out = out.astype({"year": "int16", "value": "float64"})
    if not _SHEETS[sheet][1]:
        marks = [is_redenominated(unit, year) for unit, year in zip(out["unit"], out["year"], strict=True)]
        out = out.assign(**{REDENOMINATED: marks})
    read = max((number for number, _ in page.lines), default=0)
    return with_account(out, read, figures=told, aside=aside)


def _page(book: dict[str, list[list[Cell]]], sheet: str) -> Page:
    titles = [title for title in book if is_titled(_SHEETS[sheet][0], title)]
    if len(titles) != 1:
        raise SourceError(
            f"the workbook has {len(titles)} sheets {sheet!r}; expected one among {sample(book, most=12)}"
        )
    return page_below("Region" if sheet == "regions" else "Country", titles[0], book[titles[0]])


def _base_given(prices: object, sheet: str) -> str:
    """The base year that the caller says, "" if none."""
    if prices is None:
        return ""
    if isinstance(prices, bool) or not re.fullmatch("[12][0-9]{3}", str(prices)):
        raise ArgumentError(f"prices is {prices!r}; expected a base year such as 2022", rows=[prices])
    if sheet not in _AT_CONSTANT_PRICES:
        raise ArgumentError(
            f"prices is {prices!r} and sheet {sheet!r}, which has no base year; expected one of "
            f"{sample(_AT_CONSTANT_PRICES)}",
            rows=[prices],
        )
    return str(prices)


def _key(page: Page, book: dict[str, list[list[Cell]]], sheet: str, base: str) -> _Key:
    years, doubt = _years(page, sheet, base), ""
    if sheet in _AT_CONSTANT_PRICES and not base:
        named, doubt = _base(page, book, sheet)
        years = _years(page, sheet, named)
    with_figures = {years[n][0] for _, cells in page.lines for n in years if cells[n].is_number}
    if not with_figures:
        raise SourceError(f"{sheet!r} holds no figure; of formulas a file must hold the results as well")
    # what could not be converted shows in local currency
    local = _by_name(book, "local") if sheet in ("current", "constant") else {}
    return _Key(sheet, years, max(with_figures), _scale(page, sheet), _legend(book), local, doubt)


def _base(page: Page, book: dict[str, list[list[Cell]]], sheet: str) -> tuple[str, str]:
    """The base year of constant prices, and what contradicts the one that the sheet names, if anything."""
    named = list(dict.fromkeys(_BASE.findall(page.above)))
    if not named:
        raise SourceError(f"{sheet!r} names no base year; expected 'constant 2022' above the header")
    shown = _base_shown(page, book) if sheet == "constant" else ""
    if shown and named != [shown]:
        return shown, (
            f"{sheet!r} is said to be in prices of {' and '.join(named)}, but its figures are those in "
            f"current dollars in {shown} and in no other year, so the values are in {shown} prices; "
            f"prices={named[0]} takes the sheet at its word"
        )
    if len(named) > 1:
        return named[0], (
            f"{sheet!r} is said to be in prices of {' and of '.join(named)}, and {named[0]} is taken; "
            "say which by prices="
        )
    return named[0], ""


def _base_shown(page: Page, book: dict[str, list[list[Cell]]]) -> str:
    """The one year in which figures at constant prices are those at current prices, "" if there is none."""
    current = _by_name(book, "current")
    pairs: dict[int, list[bool]] = {}
    for (name, year), constant in _numbers(page, _years(page, "constant", "0")).items():
        if constant and current.get((name, year)):
            same = math.isclose(constant, current[name, year], rel_tol=_SAME)
            pairs.setdefault(year, []).append(same)
    shares = {year: sum(same) / len(same) for year, same in pairs.items()}
    fits = [year for year, share in shares.items() if share >= _NEARLY_ALL]
    others = max((share for year, share in shares.items() if year not in fits), default=0.0)
    return str(fits[0]) if len(fits) == 1 and len(shares) > 1 and others <= 0.5 else ""


def _years(page: Page, sheet: str, base: str) -> dict[int, tuple[int, str]]:
    """Year and prices of every column of figures."""
    prices = base if sheet in _AT_CONSTANT_PRICES else "current"
    years = {}
    for column, head in enumerate(page.heads):
        year = re.fullmatch(r"(\d{4})(?:\.0)?( \(?current\b.*)?", head, re.IGNORECASE)
        # the last year stands once more at current prices beside those at constant prices
        if year and not (year[2] and prices == "current"):
            years[column] = int(year[1]), "current" if year[2] else prices
    if not years or len(set(years.values())) < len(years):
        raise SourceError(f"the header of {sheet!r} is {sample(page.heads)}; expected every year once")
    return years


def _scale(page: Page, sheet: str) -> float:
    unit = _SHEETS[sheet][1]
    if unit not in ("USD", ""):
        return 1.0
    said = re.search(r"(?:us ?\$|usd) ?([mb])\b|\b([mb])illions?\b", page.above, re.IGNORECASE)
    if said:
        return _SCALES[(said[1] or said[2]).lower()]
    if unit:
        raise SourceError(f"{sheet!r} does not say in what it counts; expected 'US$ m.' above the header")
    return 1.0


def _by_name(book: dict[str, list[list[Cell]]], sheet: str) -> dict[tuple[str, int], float]:
    """Figures by (name, year) in another sheet, as printed, where the workbook has that one once."""
    if sum(is_titled(_SHEETS[sheet][0], title) for title in book) != 1:
        return {}
    page = _page(book, sheet)
    return _numbers(page, _years(page, sheet, ""))


def _numbers(page: Page, years: dict[int, tuple[int, str]]) -> dict[tuple[str, int], float]:
    """Figures of a page by (name, year)."""
    return {
        (_line(page, cells, years)["name"], years[n][0]): cells[n].value
        for _, cells in page.lines
        for n in years
        if cells[n].is_number
    }


def _legend(book: dict[str, list[list[Cell]]]) -> dict[str, str]:
    """What every mark in the notes stands for."""
    legend = {}
    for cells in (row for title, rows in book.items() if is_titled(_FOOTNOTES, title) for row in rows):
        texts = [text for cell in cells if (text := cell.text)]
        if len(texts) > 1 and re.fullmatch(r"\d+|[^\w\s]", texts[0]):
            legend[texts[0]] = " ".join(texts[1:])
    return legend


def _line(page: Page, cells: list[Cell], years: Container[int]) -> dict[str, str]:
    """What a line says beside its figures, by the head of the column."""
    line = dict.fromkeys(_USUAL.values(), "")
    for column, (head, cell) in enumerate(zip(page.heads, cells, strict=False)):
        if column not in years:
            line[_USUAL.get(head.casefold(), head)] = cell.text
    return line


def _party(line: dict[str, str], cells: list[Cell], key: _Key) -> str:
    """Code of the party of a line, or "" if the line is a heading or blank."""
    name, told = line["name"], any(cells[n].text for n in key.years)
    if told and not name:
        raise SourceError("there are figures and no name")
    if not name or (key.sheet == "regions" and told):
        return name
    try:
        code = codes_of([name], source="sipri")[name]
    except PartyError:
        if told:
            raise
        return ""
    if not told:
        raise SourceError(f"{name!r} has nothing in any year; expected figures, '...' or 'xxx'")
    return code


def _figures(
    party: str, line: dict[str, str], cells: list[Cell], key: _Key
) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows that a line gives, and what its other cells hold that is no figure."""
    unit = _SHEETS[key.sheet][1] or local_currency(party, line["currency"], key.last)
    note = _note(line, key.legend)
    # in the sheet of regions red means that more than a tenth is estimates
    estimate, doubt = (_RED, None) if key.sheet == "regions" else (_BLUE, _RED)
    rows: list[dict[str, Any]] = []
    bad: list[str] = []
    for column, (year, prices) in key.years.items():
        cell = cells[column]
        if cell.text in ("", "xxx"):
            continue
        if (value := _value(cell)) is None:
            bad.append(
                f"{cell.place} ({year}) holds {cell.value!r}; expected a figure, '...', 'xxx' or a blank"
            )
            continue
        remark = ""
        if value == 0 and (local := key.local.get((line["name"], year), 0)):
            value, remark = math.nan, f"0 in print, {local:,.15g} in local currency: not converted"
        known = not math.isnan(value)
        rows.append(
            {
                "party": party,
                "year": year,
                "value": value * key.scale,
                "unit": unit,
                "prices": prices,
                "estimated": known and cell.colour == estimate,
                "uncertain": known and cell.colour == doubt,
                "note": "; ".join(filter(None, (remark, note))),
            }
        )
    return rows, bad


def _value(cell: Cell) -> float | None:
    """The figure of a cell; not a number where data are missing, None where it is neither."""
    if cell.is_number and cell.value >= 0:
        return float(cell.value)
    if isinstance(cell.value, str) and re.fullmatch(r"[.…\s]+", cell.value):
        return math.nan
    return None


def _note(line: dict[str, str], legend: dict[str, str]) -> str:
    """Footnotes in words, and what further columns say, such as the financial year."""
    marks = re.findall(r"\d+|[^\w\s,;.()\[\]]|[^\W\d]+", line["notes"])
    further = [
        f"{head.partition(' (')[0]}: {text}"
        for head, text in line.items()
        if text and head not in _USUAL.values()
    ]
    return "; ".join([*(legend.get(mark, mark) for mark in marks), *further])
