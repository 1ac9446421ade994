"""Military expenditure: SIPRI's yearly workbook as a spending frame."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterator
from typing import Any, NamedTuple

import pandas as pd

from armsflow.currencies import REDENOMINATED
from armsflow.errors import ArmsflowError, PartyError, SourceError, one_of, sample
from armsflow.parties import codes_of
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
_USUAL = {"country": "name", "region": "name", "notes": "notes", "currency": "currency", "": ""}
_BLUE, _RED = "0000FF", "FF0000"
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


def read_milex(
    path: File, *, sheet: str = "current", release: str | None = None, on_error: str = "raise"
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
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.

    Returns
    -------
    pandas.DataFrame
        One row per ``party`` and ``year``: ``value`` [in ``unit``, in ones], ``unit``, ``prices``
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

    Raises
    ------
    ArgumentError
        If `path` is nothing to read from, or `sheet` or `on_error` is none of those above.
    DependencyError
        If openpyxl is not installed.
    SourceError
        If the file is missing or no such workbook, or has lines that cannot be read: ``.rows`` lists
        (line, reason).

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
    needed = "|".join((_SHEETS[sheet][0], _LOCAL, _FOOTNOTES))
    book = pages(path, lambda title: is_titled(needed, title))
    page = _page(book, sheet)
    key = _key(page, book, sheet)
    rows: list[dict[str, Any]] = []
    aside: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, cells in page.lines:
        try:
            line = _line(page, cells, key.years)
            party = _party(line, cells, key)
            if party in seen:
                raise SourceError(f"{party} stands on line {seen[party]} already")
            if party:
                rows += list(_figures(party, line, cells, key))
                seen[party] = number
        except ArmsflowError as error:
            aside.append((number, str(error)))
    if aside and (on_error == "raise" or not rows):
        raise unread_lines(name_of(path, "the workbook"), aside, len(seen), "spending")
    edition = str(key.last + 1) if release is None else str(release)
    out = pd.DataFrame(rows).assign(release=edition)[list(_COLUMNS)]
    out = out.astype({"year": "int16", "value": "float64"})
    if not _SHEETS[sheet][1]:
        marks = [is_redenominated(unit, year) for unit, year in zip(out["unit"], out["year"], strict=True)]
        out = out.assign(**{REDENOMINATED: marks})
    if aside:
        out.attrs["set_aside"] = aside
    return out


def _page(book: dict[str, list[list[Cell]]], sheet: str) -> Page:
    titles = [title for title in book if is_titled(_SHEETS[sheet][0], title)]
    if len(titles) != 1:
        raise SourceError(
            f"the workbook has {len(titles)} sheets {sheet!r}; expected one among {sample(book, most=12)}"
        )
    return page_below("Region" if sheet == "regions" else "Country", titles[0], book[titles[0]])


def _key(page: Page, book: dict[str, list[list[Cell]]], sheet: str) -> _Key:
    years = _years(page, sheet)
    with_figures = {years[n][0] for _, cells in page.lines for n in years if cells[n].is_number}
    if not with_figures:
        raise SourceError(f"{sheet!r} holds no figure; of formulas a file must hold the results as well")
    # what could not be converted shows in local currency
    local = _in_local_currency(book) if sheet in ("current", "constant") else {}
    return _Key(sheet, years, max(with_figures), _scale(page, sheet), _legend(book), local)


def _years(page: Page, sheet: str) -> dict[int, tuple[int, str]]:
    """Year and prices of every column of figures."""
    prices = "current"
    if sheet in ("constant", "regions"):
        base = re.search(r"constant \(?(\d{4})", page.above, re.IGNORECASE)
        if not base:
            raise SourceError(f"{sheet!r} names no base year; expected 'constant 2022' above the header")
        prices = base[1]
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


def _in_local_currency(book: dict[str, list[list[Cell]]]) -> dict[tuple[str, int], float]:
    """Spending by (name, year) in the sheet of calendar years, where the workbook has one."""
    if not any(is_titled(_LOCAL, title) for title in book):
        return {}
    page = _page(book, "local")
    years = _years(page, "local")
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


def _figures(party: str, line: dict[str, str], cells: list[Cell], key: _Key) -> Iterator[dict[str, Any]]:
    unit = _SHEETS[key.sheet][1] or local_currency(party, line["currency"], key.last)
    note = _note(line, key.legend)
    # in the sheet of regions red means that more than a tenth is estimates
    estimate, doubt = (_RED, None) if key.sheet == "regions" else (_BLUE, _RED)
    for column, (year, prices) in key.years.items():
        cell = cells[column]
        if cell.text in ("", "xxx"):
            continue
        value, remark = _value(cell), ""
        if value == 0 and (local := key.local.get((line["name"], year), 0)):
            value, remark = math.nan, f"0 in print, {local:,.15g} in local currency: not converted"
        known = not math.isnan(value)
        yield {
            "party": party,
            "year": year,
            "value": value * key.scale,
            "unit": unit,
            "prices": prices,
            "estimated": known and cell.colour == estimate,
            "uncertain": known and cell.colour == doubt,
            "note": "; ".join(filter(None, (remark, note))),
        }


def _value(cell: Cell) -> float:
    """The figure of a cell; not a number where data are missing."""
    if cell.is_number and cell.value >= 0:
        return float(cell.value)
    if isinstance(cell.value, str) and re.fullmatch(r"[.…\s]+", cell.value):
        return math.nan
    raise SourceError(f"{cell.place} holds {cell.value!r}; expected a figure, '...', 'xxx' or a blank")


def _note(line: dict[str, str], legend: dict[str, str]) -> str:
    """Footnotes in words, and what further columns say, such as the financial year."""
    marks = re.findall(r"\d+|[^\w\s,;.()\[\]]|[^\W\d]+", line["notes"])
    further = [
        f"{head.partition(' (')[0]}: {text}"
        for head, text in line.items()
        if text and head not in _USUAL.values()
    ]
    return "; ".join([*(legend.get(mark, mark) for mark in marks), *further])
