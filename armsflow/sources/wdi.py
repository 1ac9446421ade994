"""The World Bank's World Development Indicators: military spending, GDP, population, and volumes of arms."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from armsflow.errors import ArgumentError, PartyError, SourceError, one_of, sample, warn
from armsflow.parties import codes_of
from armsflow.records.selection import written
from armsflow.records.to_records import to_records
from armsflow.sources.account import with_account
from armsflow.sources.delimited import is_workbook
from armsflow.sources.formats import Format, Head, cells_in, known_by
from armsflow.sources.opening import (
    File,
    bounded,
    check_lines,
    content_of,
    name_of,
    text_of,
    unpacked,
    unread_lines,
)
from armsflow.sources.workbooks import pages

__all__ = ["read_wdi"]


class _Indicator(NamedTuple):
    """What an indicator counts: its unit, what a printed figure is multiplied by, and what it measures."""

    unit: str
    scale: float
    measure: str


_INDICATORS = {
    "MS.MIL.XPND.CD": _Indicator("USD", 1.0, "military spending"),
    "MS.MIL.XPND.GD.ZS": _Indicator("share of GDP", 0.01, "military spending"),
    "MS.MIL.XPND.ZS": _Indicator("share of government spending", 0.01, "military spending"),
    "MS.MIL.TOTL.P1": _Indicator("persons", 1.0, "armed forces"),
    "NY.GDP.MKTP.CD": _Indicator("USD", 1.0, "GDP"),
    "NY.GDP.MKTP.KD": _Indicator("USD", 1.0, "GDP"),
    "NY.GDP.PCAP.CD": _Indicator("USD per person", 1.0, "GDP"),
    "SP.POP.TOTL": _Indicator("persons", 1.0, "population"),
    "MS.MIL.MPRT.KD": _Indicator("TIV", 1.0, "recipient"),
    "MS.MIL.XPRT.KD": _Indicator("TIV", 1.0, "supplier"),
}
# The World Bank's sums over regions, incomes and lenders, which are no parties
_AGGREGATES = frozenset(
    "AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX INX LAC LCN LDC LIC LMC "
    "LMY LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC WLD".split()
)
# codes that are no longer the World Bank's, or never were ISO's
_OLD_CODES = {
    "ROM": "ROU",
    "ZAR": "COD",
    "TMP": "TLS",
    "WBG": "PSE",
    "ADO": "AND",
    "IMY": "IMN",
    "KSV": "XKX",
}
# in English, Spanish ("Nombre del país") and French ("Nom du pays"), without accents
_HEADS = {
    "name": r"(?:country )?name|country|(?:nombre|nom) d\w* (?:pais|pays)|pais|pays",
    "code": r"(?:country )?code|iso3|(?:codigo|code) d\w* (?:pais|pays)",
    "indicator": r"(?:indicator|series) code|(?:codigo|code) d\w* (?:indicador|l'indicateur|serie)",
    "words": r"(?:indicator|series) name|(?:nombre|nom) d\w* (?:indicador|l'indicateur|serie)",
}
# one of these is in every such name
_IN_HEADS = ("country", "name", "code", "codigo", "nom", "pais", "pays", "iso3")
# what the World Bank calls its indicators in English: a copy without their codes has these
_NAMES = {
    r"military expenditure \(current usd\)": "MS.MIL.XPND.CD",
    r"military expenditure \(% of gdp\)": "MS.MIL.XPND.GD.ZS",
    r"military expenditure \(% of (?:central|general) government expenditure\)": "MS.MIL.XPND.ZS",
    r"armed forces personnel, total": "MS.MIL.TOTL.P1",
    r"gdp \(current us\$\)": "NY.GDP.MKTP.CD",
    r"gdp \(constant \d{4} us\$\)": "NY.GDP.MKTP.KD",
    r"gdp per capita \(current us\$\)": "NY.GDP.PCAP.CD",
    r"population, total": "SP.POP.TOTL",
    r"arms imports \(sipri trend indicator values\)": "MS.MIL.MPRT.KD",
    r"arms exports \(sipri trend indicator values\)": "MS.MIL.XPRT.KD",
}
_WORLD = "WLD"
_OF_SUMS = "regions and groups of incomes, which are no parties"
_OF_OTHERS = "another indicator"
_YEAR = re.compile(r"([12]\d{3})(?:\.0)?(?: \[YR\d{4}\])?")
_BASE = re.compile(r"constant (\d{4})", re.IGNORECASE)
_UPDATED = re.compile(
    r"last updated(?: date)?:?|ultima actualizacion|derniere mise a jour|actualizacion", re.IGNORECASE
)
_MISSING = ("", "..", "...", "n/a", "nan")
_COLUMNS = (
    *("party", "year", "value", "low", "high", "unit", "prices", "estimated", "uncertain", "note", "release"),
    *("measure", "indicator", "source", "line"),
)
_HALF = 0.5e6  # TIV: arms are printed in whole millions
# a gap between the row World and the sum of the states that rounding does not make
_GAP = 1.01
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_DELIMITERS = (",", ";", "\t")


def _is_table(head: Head) -> bool:
    """Whether a file is a table of the World Bank's: states by name and code, or indicators, over years."""
    rows = [cells for sheet in head.sheets.values() for cells in sheet]
    found = filter(None, (_header(line) for line in [*head.lines, *map(_line_of, rows)]))
    return any(
        min(header.at["code"], header.at["name"]) >= 0
        or (header.at["indicator"] >= 0 and max(header.at["code"], header.at["name"]) >= 0)
        for header in found
    )


FORMATS = (
    Format("the World Bank's indicators by year", test=_is_table, kinds=("text", "workbook")),
    known_by(
        "an answer of the World Bank's API",
        *("indicator", "country", "countryiso3code", "date", "value"),
        kinds=("json",),
    ),
)


class _Header(NamedTuple):
    """The line above the figures: what parts its cells, its years, and where its other columns are."""

    sign: str
    years: dict[int, int]
    at: dict[str, int]


class _Cell(NamedTuple):
    """One figure as printed, and where."""

    line: int
    code: str
    name: str
    indicator: str
    words: str
    year: int
    text: str


def read_wdi(
    path: File, *, indicator: str | None = None, release: str | None = None, on_error: str = "raise"
) -> pd.DataFrame:
    r"""Military spending, GDP or population as a spending frame, or volumes of arms as records.

    Parameters
    ----------
    path : path, file object or bytes
        The CSV that the World Bank offers for an indicator, or the zip with it; with or without the lines
        above its header, with heads in English, Spanish or French, as saved again by Excel (CSV or .xlsx), as
        exported by DataBank, without codes of indicators as on Kaggle, or the answer of its API (JSON).
    indicator : str, optional
        Code of the indicator, such as ``"MS.MIL.XPND.CD"``: needed where the file has several, or none in a
        column of its own.
    release : str, optional
        The edition; by default the day on which the file says that it was last updated, ``"2018-11-14"``.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good cells and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.

    Returns
    -------
    pandas.DataFrame
        Of arms (``MS.MIL.MPRT.KD``, ``MS.MIL.XPRT.KD``) a records frame: one ``delivery`` per state and
        year, ``"all"`` for the other side, in TIV, rounded to millions: ``n`` is [n − 0.5, n + 0.5] million,
        0 is [0, 0.5] million.

        Of all else one row per ``party`` and ``year`` with a figure, as `read_milex` gives: ``value, low,
        high`` [in ``unit``: USD, "persons", "USD per person", or fractions, "share of GDP"], ``unit``,
        ``prices``, ``estimated`` and ``uncertain`` (false: the files do not say), ``note``, ``release``,
        ``measure`` ("military spending", "GDP", "population", "armed forces"), ``indicator``, ``source``,
        ``line``. Sums over regions and groups of incomes are left out by rule and counted in
        ``.attrs["by_rule"]``; ``.attrs["lines"]`` counts what became of every line. A figure that Excel has
        cut to ``2.99373E+11`` is half a unit of its last digit uncertain either way.

    Raises
    ------
    ArgumentError
        If an argument is not what it should be.
    SourceError
        If the file cannot be read, has no such table, an indicator that is not listed here, or cells that
        are no figures: ``.rows`` lists (line, reason).

    Notes
    -----
    World Bank, World Development Indicators, CC BY 4.0,
    https://databank.worldbank.org/source/world-development-indicators.
    Figures of military spending and arms are SIPRI's. The tables of arms have no row for Taiwan, for former
    states such as the Soviet Union, East Germany, Czechoslovakia and Yugoslavia, and for organisations and
    armed groups. What one state has is known; sums, shares and ranks among all states are not ``complete``,
    and ``selection`` says so: ``lacking=recipient:1960-2017``. A warning says by how much the file's own row
    World is above the sum of its states, where that is more than 1 per cent.

    Examples
    --------
    What does a figure mean that Excel has shortened?

    >>> import armsflow as af
    >>> head = b"Country Name,Country Code,Indicator Name,Indicator Code,2020"
    >>> saved = head + b"\nItaly,ITA,GDP,NY.GDP.MKTP.CD,1.89E+12"
    >>> af.read_wdi(saved)[["party", "year", "value", "low", "high", "unit"]]
      party  year         value           low          high unit
    0   ITA  2020  1.890000e+12  1.885000e+12  1.895000e+12  USD
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    if indicator is not None:
        one_of(indicator, tuple(_INDICATORS), "indicator")
    if release is not None and not isinstance(release, str):
        raise ArgumentError(f"release is {release!r}; expected the text of an edition", rows=[release])
    name = name_of(path, "the file")
    cells, updated, read, unit = _cells(_text(path, name), name)
    code = _one_indicator(cells, indicator, name)
    others = {cell.line for cell in cells if (cell.indicator or code) != code}
    cells = [cell for cell in cells if (cell.indicator or code) == code]
    rows, aside = _figures(cells, code, unit)
    told = {row["line"] for row in rows}
    if aside and (on_error == "raise" or not rows):
        raise unread_lines(name, sorted(aside), len(told), "figures", unit=unit)
    if not rows:
        raise SourceError(f"{name} holds no figure of {code}; expected numbers below its years")
    edition = updated if release is None else release
    out = _laid(pd.DataFrame(rows).assign(release=edition, indicator=code, source="wdi"), code)
    if _INDICATORS[code].unit == "TIV":
        _warn_of_world(name, cells, rows, code)
    sums = {cell.line for cell in cells if cell.code in _AGGREGATES}
    by_rule = {_OF_SUMS: sums, _OF_OTHERS: others - told - sums}
    return with_account(out, read, figures=told, aside=aside, by_rule=by_rule, unit=unit)


def _text(path: File, name: str) -> str:
    content = content_of(path)
    if isinstance(content, str):
        return content
    if not isinstance(content, bytes | bytearray | memoryview):
        kind = type(content).__name__
        raise ArgumentError(f"path is or holds {kind}; expected a path, a file or bytes", rows=[path])
    held = _without_metadata(bytes(content), name)
    if held.startswith(_OLD_EXCEL):
        raise SourceError(f"{name} is a workbook of an old Excel (.xls); save it as .xlsx or CSV")
    return _of_workbook(held, name) if is_workbook(held) else text_of(unpacked(held, name))


def _of_workbook(content: bytes, name: str) -> str:
    """The worksheet with the table as lines of CSV, each row on the line of its number."""
    for rows in pages(content, lambda _: True).values():
        lines = [_line_of([cell.text for cell in cells]) for cells in rows]
        if any(map(_header, lines)):
            return "\n".join(lines)
    raise _no_table(name)


def _line_of(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([" ".join(cell.split()) for cell in cells])
    return line.getvalue()


def _no_table(name: str) -> SourceError:
    return SourceError(
        f"{name} has no table of indicators; expected a line with 'Country Name', 'Country Code' and years",
        rows=[(1, "no header")],
    )


def _without_metadata(content: bytes, name: str) -> bytes:
    """The figures out of the World Bank's zip, which describes countries and indicators in further files."""
    if not content.startswith(b"PK\x03\x04"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            data = [
                m for m in archive.namelist() if re.search(r"(^|/)(?!Metadata_|\._)[^/]+\.(?:csv|xlsx)$", m)
            ]
            if len(data) != 1:
                return content
            with archive.open(data[0]) as file:
                return bounded(file, name)
    except zipfile.BadZipFile as error:
        raise SourceError(f"{name} is a damaged archive ({error}); expected a whole zip") from error


def _cells(text: str, name: str) -> tuple[list[_Cell], str, int, str]:
    """Every cell below a year, the day of the last update or "", and how many of what were read.

    Lines are counted, or the objects of an answer of the API.
    """
    if text.lstrip("\ufeff \r\n\t").startswith(("[", "{")):
        objects, day = _of_json(text, name)
        return objects, day, len(objects), "object"
    lines = text.removeprefix("\ufeff").splitlines()
    check_lines(lines, name)
    for number, line in enumerate(lines, start=1):
        if (header := _header(line)) and (header.at["code"] >= 0 or header.at["name"] >= 0):
            return _below(lines, number, header), _day(" ".join(lines[: number - 1])), len(lines), "line"
    raise _no_table(name)


def _header(line: str) -> _Header | None:
    """The years of a line that may be a header, and where its other columns are."""
    # most lines have no such name anywhere
    plain = _plain(line.replace('"', ""))
    if not any(word in plain for word in _IN_HEADS):
        return None
    for sign in _DELIMITERS:
        heads = _split(line, sign)
        years = {n: int(found[1]) for n, head in enumerate(heads) if (found := _YEAR.fullmatch(head))}
        if not years:
            continue
        small = [*map(_plain, heads)]
        at = {field: _place(small, names) for field, names in _HEADS.items()}
        if max(at.values()) >= 0:
            return _Header(sign, years, at)
    return None


def _split(line: str, sign: str) -> list[str]:
    return [cell.strip() for cell in cells_in(line, sign)]


def _place(heads: list[str], names: str) -> int:
    """The first of some heads, as `_plain`, that a pattern fits, -1 if none."""
    pattern = re.compile(names)
    return next((n for n, head in enumerate(heads) if pattern.fullmatch(head)), -1)


def _plain(text: str) -> str:
    """A text in small letters without accents."""
    if text.isascii():
        return text.casefold()
    letters = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _below(lines: list[str], above: int, header: _Header) -> list[_Cell]:
    out = []
    for number, line in enumerate(lines[above:], start=above + 1):
        cells = _split(line, header.sign)
        told = {field: cells[n] if 0 <= n < len(cells) else "" for field, n in header.at.items()}
        for n, year in header.years.items():
            text = cells[n] if n < len(cells) else ""
            out.append(
                _Cell(number, told["code"], told["name"], told["indicator"], told["words"], year, text)
            )
    return out


def _of_json(text: str, name: str) -> tuple[list[_Cell], str]:
    """The answer of the API: what it says of itself, and a list of figures."""
    try:
        head, figures = json.loads(text.lstrip("\ufeff"))
        out = [
            _Cell(
                n,
                str(each.get("countryiso3code") or ""),
                str(each["country"]["value"]),
                str(each["indicator"]["id"]),
                str(each["indicator"]["value"]),
                int(each["date"]),
                "" if each["value"] is None else str(each["value"]),
            )
            for n, each in enumerate(figures, start=1)
        ]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SourceError(
            f"{name} is no answer of the World Bank's API: {error!r}; expected [about, [figures]]"
        ) from error
    if int(head.get("pages", 1)) > 1:
        raise SourceError(
            f"{name} is page {head.get('page')} of {head['pages']}; ask the API for all at once (per_page=)"
        )
    return out, str(head.get("lastupdated", ""))


def _day(above: str) -> str:
    """The day of the last update as ISO writes it; Excel writes month/day/year."""
    plain = _plain(above)
    said = _UPDATED.search(plain)
    if not said:
        return ""
    rest = plain[said.end() :]
    if iso := re.search(r"(\d{4})-(\d{2})-(\d{2})", rest):
        return iso[0]
    if american := re.search(r"(\d{1,2})/(\d{1,2})/(\d{4})", rest):
        return f"{american[3]}-{int(american[1]):02}-{int(american[2]):02}"
    return ""


def _one_indicator(cells: list[_Cell], asked: str | None, name: str) -> str:
    met = sorted({cell.indicator for cell in cells if cell.indicator})
    if asked is not None:
        if met and asked not in met:
            raise SourceError(f"{name} holds {sample(met)} and not {asked!r}", rows=met)
        return asked
    if not met:
        # a copy may have lost the column with the code, and kept it in its name or the indicator's own
        met = sorted({_code_called(cell.words) for cell in cells} - {""}) or _codes_in(name)
    known = [code for code in met if code in _INDICATORS]
    if len(known) == 1:
        return known[0]
    listed = ", ".join(_INDICATORS)
    if known:
        raise SourceError(f"{name} holds {sample(known)}; say which one is meant by indicator=", rows=known)
    raise SourceError(
        f"{name} holds {sample(met) if met else 'no code of an indicator'}; expected one of {listed}"
        + ("" if met else ", or say it by indicator="),
        rows=met,
    )


def _codes_in(name: str) -> list[str]:
    """The indicators whose codes stand in the name of a file, such as "API_MS.MIL.XPND.CD_DS2_es_csv.csv"."""
    return [
        code for code in _INDICATORS if re.search(rf"(?<![A-Z.]){re.escape(code)}(?![A-Z0-9]|\.[A-Z])", name)
    ]


@cache
def _code_called(words: str) -> str:
    """The code of an indicator by its name in English, "" if it is none that is read."""
    name = " ".join(words.casefold().split())
    return next((code for pattern, code in _NAMES.items() if re.fullmatch(pattern, name)), "")


def _figures(cells: list[_Cell], code: str, unit: str) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """Rows of the figures, and (line, reason) of what is none."""
    about = _INDICATORS[code]
    parties, unknown = _parties({(cell.code, cell.name) for cell in cells})
    rows: list[dict[str, Any]] = []
    bad = {cell.line: reason for cell in cells if (reason := unknown.get((cell.code, cell.name)))}
    seen: dict[tuple[str, int], int] = {}
    for cell in cells:
        party = parties.get((cell.code, cell.name), "")
        if not party or cell.text.casefold() in _MISSING:
            continue
        first = seen.setdefault((party, cell.year), cell.line)
        figure = _figure(cell.text)
        if figure is None or first != cell.line:
            bad[cell.line] = (
                f"{cell.year} holds {cell.text!r}; expected a figure, '..' or a blank"
                if figure is None
                else f"{party} stands on line {first} already"
                if unit == "line"
                else f"{party} is {unit} {first} already"
            )
            continue
        base = _BASE.search(cell.words)
        value, low, high = (float(bound) * about.scale for bound in figure)
        rows.append(
            {"party": party, "year": cell.year, "value": value, "low": low, "high": high}
            | {"unit": about.unit, "prices": base[1] if base and code.endswith(".KD") else "current"}
            | {"estimated": False, "uncertain": False, "note": cell.words or code}
            | {"measure": about.measure, "line": cell.line}
        )
    return rows, list(bad.items())


def _parties(
    met: set[tuple[str, str]],
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Code of each (code, name) that is a party, and why others are none; sums are in neither."""
    parties: dict[tuple[str, str], str] = {}
    unknown: dict[tuple[str, str], str] = {}
    for code, name in sorted(met):
        if code in _AGGREGATES:
            continue
        for text in filter(None, (_OLD_CODES.get(code, code), name)):
            try:
                parties[code, name] = codes_of([text])[text]
                break
            except PartyError as error:
                unknown[code, name] = str(error)
        else:
            continue
        unknown.pop((code, name), None)
    return parties, unknown


def _figure(text: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """A figure with its bounds: one that was cut to a few digits has half a unit of the last either way."""
    try:
        value = Decimal(text.replace("\xa0", ""))
    except InvalidOperation:
        return None
    if not value.is_finite() or value < 0:
        return None
    cut = "e+" in text.casefold() and int(value.as_tuple().exponent) > 0
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1) if cut else Decimal(0)
    return value, value - half, value + half


def _warn_of_world(name: str, cells: list[_Cell], rows: list[dict[str, Any]], code: str) -> None:
    """Say where the row World of volumes of arms is above the sum of the states."""
    states: dict[int, float] = {}
    for row in rows:
        states[row["year"]] = states.get(row["year"], 0.0) + row["value"]
    read = {cell.year: figure for cell in cells if cell.code == _WORLD and (figure := _figure(cell.text))}
    world = {year: float(value) for year, (value, _, _) in read.items()}
    above = {year: value / states[year] for year, value in world.items() if states.get(year)}
    if not (gaps := {year: part for year, part in above.items() if part > _GAP}):
        return
    year = max(gaps, key=lambda one: gaps[one])
    warn(
        f"{name}: the row World is more than 1 per cent above the sum of the states in {len(gaps)} year(s), "
        f"most in {year} ({world[year] / 1e6:,.0f} against {states[year] / 1e6:,.0f} million TIV), since the "
        f"file lacks some {_INDICATORS[code].measure}s, such as Taiwan"
    )


def _laid(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    rows = rows.sort_values(["party", "year"], ignore_index=True)
    if _INDICATORS[code].unit != "TIV":
        return rows.astype({"year": "int16"})[list(_COLUMNS)]
    side = _INDICATORS[code].measure
    other = {"supplier": "recipient", "recipient": "supplier"}[side]
    low = pd.concat([rows["low"], rows["value"] - _HALF], axis=1).min(axis=1).clip(lower=0)
    high = pd.concat([rows["high"], rows["value"] + _HALF], axis=1).max(axis=1)
    arms = rows.drop(columns=["party", "uncertain", "measure", "indicator", "prices"]).assign(
        record=rows["party"] + "/" + rows["year"].astype("str"),
        dataset=code,
        stage="delivery",
        low=low,
        high=high.mask(rows["value"] == 0, _HALF),
    )
    arms[side], arms[other] = rows["party"], "all"
    years = (int(rows["year"].min()), int(rows["year"].max()))
    # Taiwan is in no edition, so that no year has all
    return to_records(arms, observed=years, selection=written({}, lacks_of={side: [years]}))
