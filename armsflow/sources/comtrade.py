"""UN Comtrade: goods that crossed a border, as each of the two states reports them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import SourceError, one_of, sample, warn
from armsflow.groups import members_of_any_year
from armsflow.records.schema import SIDES
from armsflow.rounding import fixed
from armsflow.sources import customs
from armsflow.sources.delimited import is_workbook, rows_of, sheets_of, text_in
from armsflow.sources.finished import are_unique, finished
from armsflow.sources.formats import known_by
from armsflow.sources.listing import has_own_lines, joined
from armsflow.sources.opening import File, content_of, name_of
from armsflow.sources.own_reports import of_each, own_reports, sole
from armsflow.sources.rows import Rows
from armsflow.sources.whole_years import as_columns, longest_run

__all__ = ["read_comtrade"]

_VALUE = "primaryValue|Trade Value (US$)|Trade Value|TradeValue"
FORMATS = (
    known_by(
        "Comtrade, 47 columns or its API",
        *("typeCode", "refYear", "reporterCode", "flowCode", "partnerCode", "cmdCode", "primaryValue"),
    ),
    known_by(
        "Comtrade before 2023, 12 to 35 columns",
        *("Year", "Trade Flow Code", "Reporter Code", "Partner Code", "Commodity Code", _VALUE),
    ),
    known_by("Comtrade's first API", "yr", "rgCode", "rtCode", "ptCode", "cmdCode", "TradeValue"),
    known_by("flows by exporter and importer from Comtrade", "refYear|Year", "Importer", "Exporter", _VALUE),
    known_by("Comtrade's list of files", "fileUrl", "fileSize", "reporterCode", kinds=("json",)),
    known_by("an answer of Comtrade without records", "elapsedTime", "count", "data", kinds=("json",)),
)
_PAIRS = FORMATS[3]
# the columns of all layouts
_TYPE, _CLASS = "typeCode", "classificationCode|Classification|pfCode"
_YEAR, _PERIOD = "refYear|Year|yr", "period"
_FLOW, _REPORTER, _PARTNER = "flowCode|Trade Flow Code|rgCode", "reporterCode|rtCode", "partnerCode|ptCode"
_GOODS, _WORDS = "cmdCode|Commodity Code", "cmdDesc|Commodity|cmdDescE"
_NAME = "partnerDesc|Partner|ptTitle"
_QUANTITY, _IN = "qty|TradeQuantity", "qtyUnitCode|qtCode"
_WEIGHT, _FLAG = "netWgt|Netweight (kg)|NetWeight", "legacyEstimationFlag|Flag|estCode"
#: Break-downs of a flow, and what each says of the whole.
_BREAKDOWNS = {
    "partner2Code|2nd Partner Code|ptCode2": ("", "0"),
    "customsCode|Customs Proc. Code|cstCode": ("", "C00", "0"),
    "motCode|Mode of Transport Code": ("", "0"),
}
_EXPORTS, _IMPORTS, _PART = "exports", "imports", "part"
_FLOWS = {
    **dict.fromkeys(("m", "1", "import", "imports"), _IMPORTS),
    **dict.fromkeys(("x", "2", "export", "exports"), _EXPORTS),
    **dict.fromkeys(("rx", "3", "re-export", "re-exports", "rm", "4", "re-import", "re-imports"), _PART),
    **dict.fromkeys(("dx", "fm", "mip", "mop", "xip", "xop"), _PART),
}
_PIECES = "5"  # the unit "number of items"
#: How many records an answer of the API holds at most, without a key and with one.
_FULL = (500, 100_000, 250_000)
# sums of partners and World are the same but for rounding
_CLOSE = 1e-6
_ROUNDED = 5  # dollars by which many rounded figures may miss their sum
_EU = 97
_NAMED = 3
# columns that are made of others
_MONTH, _OF, _REST, _ID = "made month", "made of", "made rest", "made id"


def read_comtrade(path: File, *, release: str = "", on_error: str = "raise") -> pd.DataFrame:
    """Records of an export of UN Comtrade: what customs saw cross a border, in US dollars.

    Parameters
    ----------
    path : path, file object or bytes
        A CSV of comtradeplus (47 columns) or of the site and bulk files before (12, 22 or 35 columns, names
        also without blanks), the answer of the API as JSON, or a table or workbook of yearly flows by
        exporter and importer that others have made of it.
    release : str
        Which state of the database it is, such as the day of the download; the file does not say.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.

    Returns
    -------
    records frame
        pandas, ``source`` "comtrade", stage ``delivery``, USD, current prices. ``dataset`` "exports" (FOB, as
        the supplier reports) or "imports" (CIF, as the recipient does): two reports of one flow, never
        added; "pairs" where a table does not say who reports (``reporter`` "third"). ``category`` is the
        heading of the Harmonized System, ``"all"`` where it is none of arms. Goods that are part of others
        in the file name them in ``part_of``. Partners that are not specified are ``unk:`` parties.
        ``selection`` names the headings of arms, and the one state that reports all exports, or all imports.

        Further columns: ``line, commodity, classification, partner, month, net_weight`` [kg] and ``flag``.
        ``.attrs["lines"]`` counts what became of every line, ``.attrs["by_rule"]`` the rows that are no
        flows of their own: World beside its partners, a state as its own partner, re-exports and re-imports
        (part of exports and imports), break-downs by 2nd partner, customs procedure or transport, months
        beside their year, the EU beside its members, and the same row again. ``.attrs["world"]`` says how
        many sums for World there are beside their partners (``"sums"``), to how many the records add up
        (``"agree"``), and to how many more with what a state traded with itself (``"with_own"``).

    Raises
    ------
    SourceError
        If the file cannot be opened, is none of these, holds services or nothing, or has lines that cannot
        be read: ``.rows`` lists (line, reason).

    Warns
    -----
    UserWarning
        If the answer is as long as an answer can be, so that records may be missing; if partners do not add
        up to World; if a state is its own partner, with the amount left out; if goods are no heading of
        arms; or if a code changes its contents between the editions of the Harmonized System in the file.

    Notes
    -----
    A state that did not report is missing, and is no zero. Chapter 93 leaves out armoured vehicles (8710),
    aircraft (8802, drones since the edition of 2022: 8806), warships (890610) and radar (852610), and holds
    sporting guns and cartridges. United Nations, UN Comtrade Database, https://comtradeplus.un.org/.

    Examples
    --------
    Do the two sides agree? (These figures are invented.)

    >>> import armsflow as af
    >>> file = b'''Year,Trade Flow Code,Reporter Code,Partner Code,Commodity Code,Trade Value (US$)
    ... 2017,1,842,251,93,1500000
    ... 2017,2,251,842,93,1200000'''
    >>> af.read_comtrade(file)[["supplier", "recipient", "reporter", "value"]]
      supplier recipient   reporter      value
    0      FRA       USA  recipient  1500000.0
    1      FRA       USA   supplier  1200000.0
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    rows, is_answer = _rows(path)
    full = is_answer and len(rows) in _FULL
    read = len(rows)
    columns = _pairs(rows) if _PAIRS.found_in(frozenset(rows.columns)) == 4 else _flows(rows)
    rows.check(on_error, "flow")
    if not len(rows):
        raise SourceError(
            f"{rows.name} has no flow of goods between two parties: {_ruled(rows)}; expected rows of "
            "partners, in total"
        )
    world, own = columns.pop("world", None), columns.pop("own")
    out = rows.attach(finished(columns | {"release": release}, "comtrade", unique=True))
    if world:
        out.attrs["world"] = world
    _warn(rows, columns, world or {}, own, read if full else 0)
    return out


# --- lines ----------------------------------------------------------------------------------------


def _rows(path: File) -> tuple[Rows, bool]:
    """The rows of a file, and whether they are an answer of the API."""
    name, content = name_of(path), content_of(path)
    if is_workbook(content):
        found = sheets_of(bytes(content), name, _layout_of)  # type: ignore[call-overload]
        # of several tables the one that says which goods
        for rows in sorted(found.values(), key=lambda each: _GOODS not in each):
            return rows, False
        raise SourceError(f"{name} has no worksheet with the columns of Comtrade", rows=[(1, "no header")])
    text = text_in(path, content)
    if text.lstrip()[:1] in ("{", "["):
        return _answer(text, name), True
    return rows_of(
        text, name, lambda names: bool(_layout_of(names)), expected="the columns of Comtrade"
    ), False


def _layout_of(names: frozenset[str]) -> str:
    """What a header is of, "pairs, goods" where a table of pairs names goods too."""
    for each in FORMATS[:4]:
        if each.found_in(names) == len(each.columns):
            return each.says + (", goods" if "cmdcode" in names else "")
    return ""


def _answer(text: str, name: str) -> Rows:
    """The objects of an answer of the API as rows, each with the lines that it stands on."""
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise SourceError(
            f"{name} is no whole JSON: {error}; fetch it again",
            rows=[(getattr(error, "lineno", 1), str(error))],
        ) from error
    objects = answer
    if isinstance(answer, dict):
        said = answer.get("error")
        if said:
            raise SourceError(
                f"{name} is an error of the service, not data: {said!r:.200}", rows=[(1, "error")]
            )
        objects = next((answer[key] for key in ("data", "dataset") if key in answer), None)
    if not isinstance(objects, list) or not all(isinstance(each, dict) for each in objects):
        held = sample(answer) if isinstance(answer, dict) else type(answer).__name__
        raise SourceError(
            f"{name} is JSON with {held}; expected an answer of the API, with its records in 'data'",
            rows=[(1, "no records")],
        )
    if not objects:
        raise SourceError(
            f"{name} is an empty answer: no such trade was reported, or the query was wrong, which gives the "
            "same; check its period, frequency and codes",
            rows=[(1, "no records")],
        )
    heads = [*dict.fromkeys(key for each in objects for key in each)]
    if not _layout_of(frozenset(map(str.casefold, heads))):
        what = "a list of files, not data" if "fileUrl" in heads else f"JSON with {sample(heads)}"
        raise SourceError(f"{name} is {what}; expected an answer of the API", rows=[(1, "no records")])
    cells = [[_cell(each.get(head)) for head in heads] for each in objects]
    spans, own = _spans(text, len(objects))
    if not own:
        return Rows(name, heads, cells, spans, unit="object")
    lines = text.count("\n") + (not text.endswith("\n"))
    inside = sum(last - first + 1 for first, last in spans)
    return Rows(name, heads, cells, spans, passed=max(lines - inside, 0))


def _cell(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _spans(text: str, count: int) -> tuple[list[tuple[int, int]], bool]:
    """First and last line of each object, and whether they have lines of their own; their numbers if not."""
    decoder, found = json.JSONDecoder(), []
    # the records are the first list
    at, line, counted = text.index("[") + 1, 1, 0
    for _ in range(count):
        start = re.compile(r"[\s,]*").match(text, at).end()  # type: ignore[union-attr]
        _, at = decoder.raw_decode(text, start)
        line += text.count("\n", counted, start)
        last = line + text.count("\n", start, at)
        found.append((line, last))
        line, counted = last, at
    own = has_own_lines(found)
    return (found if own else [(number, number) for number in range(1, count + 1)]), own


# --- rows as columns ------------------------------------------------------------------------------


def _column(rows: Rows, names: str) -> str:
    """The name that a column has in this file; the first where it is not there."""
    return next((name for name in names.split("|") if name in rows), names.split("|")[0])


def _flows(rows: Rows) -> dict[str, Any]:
    """Flows that one of two states reports, without the rows that are no flows of their own."""
    year, flow, value = (_column(rows, names) for names in (_YEAR, _FLOW, _VALUE))
    reporter, partner = (
        _column(rows, names) for names in (_REPORTER + "|Reporter Code", _PARTNER + "|Partner Code")
    )
    goods = _column(rows, _GOODS)
    rows.by_rule(rows.text(year) == year, "the header again")
    services = rows.each(rows.text(_CLASS), lambda cell: cell.startswith("EB")).astype(bool)
    services |= rows.text(_TYPE) == "S"
    rows.refuse(services, "services (typeCode S), which hold no arms; expected goods")
    rows.read_each(year, _year, "a year")
    rows.read_each(flow, lambda cell: _FLOWS.get(cell.casefold()), "a flow such as M, X, 1 or 2")
    customs.refuse_strangers(rows, reporter, "supplier")
    customs.refuse_strangers(rows, partner, "recipient")
    rows.read_each(goods, customs.commodity_of, "a code of goods")
    rows.numbers(value)
    rows.by_rule(rows[flow] == _PART, "re-exports, re-imports and other parts of exports and imports")
    for names, whole in _BREAKDOWNS.items():
        part = rows.each(rows.text(names), partial(_is_none_of, whole))
        rows.by_rule(part.astype(bool), "a part by 2nd partner, customs or transport")
    rows.put(_MONTH, rows.each(rows.text(_PERIOD), _month).astype(int))
    rows.by_rule(_beside_years(rows, year, flow, reporter, partner, goods), "a month of a year in the file")
    rows.by_rule(rows[reporter] == customs.WORLD, "World as reporter, a sum")
    rows.by_rule(_beside_members(rows, year, flow, reporter), "the EU as reporter beside its members")
    rows.put(_OF, _joined(rows[flow], rows[reporter]))
    # of a month the period tells
    when = np.where(rows[_MONTH] > 0, rows[year] * 100 + rows[_MONTH], rows[year])
    rows.put(_REST, _joined(when, rows.text(_CLASS), rows[goods]))
    rows.put(_ID, _joined(rows[_OF], rows[partner], rows[_REST]))
    if not are_unique(rows[_ID]):
        same = pd.DataFrame({"id": rows[_ID], "value": rows[value]}).duplicated()
        rows.by_rule(same.to_numpy(), "the same row again")
        rows.unique(rows[_ID])
    world = _without_world(rows, reporter, partner, value)
    inside, others = rows[reporter] == rows[partner], rows[partner] != customs.WORLD
    states = rows.each(rows[reporter], partial(customs.party_of, side="supplier"))
    own = [cells[others] for cells in (states, rows[flow], rows[goods], rows[year])]
    left_out = _with_itself(own, rows[value][others], inside[others])
    rows.by_rule(inside, "a state as its own partner")
    return _records(rows, year, flow, reporter, partner, goods, value) | {"world": world, "own": left_out}


def _plain(cell: str) -> str:
    return cell.removesuffix(".0").upper()


def _is_none_of(words: Sequence[str], cell: str) -> bool:
    return _plain(cell) not in words


def _year(cell: str) -> int | None:
    found = re.fullmatch(r"(19[4-9]\d|20\d\d)(?:\.0)?", cell)
    return int(found[1]) if found else None


def _month(cell: str) -> int:
    """The month of a period, 0 of a year."""
    found = re.fullmatch(r"\d{4}(0[1-9]|1[0-2])", cell)
    return int(found[1]) if found else 0


def _beside_years(rows: Rows, year: str, *flow: str) -> np.ndarray:
    """Months whose year the file has as well."""
    monthly = rows[_MONTH] > 0
    if not monthly.any() or monthly.all():
        return np.zeros(len(rows), dtype=bool)
    keys = pd.Series(_joined(*(rows[name] for name in (*flow, year)), rows.text(_CLASS)))
    return monthly & keys.isin(keys[~monthly]).to_numpy()


def _beside_members(rows: Rows, year: str, flow: str, reporter: str) -> np.ndarray:
    """Rows of the EU where a member reports such a flow of the year; without one it reports like others."""
    of_eu = rows[reporter] == _EU
    if not of_eu.any():
        return np.asarray(of_eu)
    states = rows.each(rows[reporter], partial(customs.party_of, side="supplier"))
    kinds = pd.Series(_joined(rows[flow], rows[year]))
    inside = pd.Series(states).isin(members_of_any_year(["members:EU"])).to_numpy()
    return np.asarray(of_eu & kinds.isin(kinds[inside]).to_numpy())


def _joined(*parts: np.ndarray) -> np.ndarray:
    """Ids such as "exports-251-842-2017-H5-9301"."""
    texts = (pa.array(cells).cast(pa.string()) for cells in parts)
    return joined(*texts, between="-").to_numpy(zero_copy_only=False)


def _without_world(rows: Rows, reporter: str, partner: str, value: str) -> dict[str, int]:
    """Leave out World where its partners are there, and count the sums to which they add up.

    World holds what a state traded with itself as well, which is left out of the records.
    """
    is_world = rows[partner] == customs.WORLD
    if not is_world.any() or is_world.all():
        return {}
    flows, _ = pd.factorize(_joined(rows[_OF], rows[_REST]))
    values = np.where(is_world, 0.0, np.nan_to_num(rows[value]))
    sums = np.bincount(flows, values)[flows]
    inside = np.bincount(flows, np.where(rows[reporter] == rows[partner], values, 0.0))[flows]
    both = is_world & (np.bincount(flows, ~is_world) > 0)[flows]
    close = np.maximum(_CLOSE * rows[value], _ROUNDED)
    whole_file = both & (np.abs(sums - rows[value]) <= close)
    agree = both & (np.abs(sums - inside - rows[value]) <= close)
    rows.by_rule(both, "World, the sum of its partners")
    if not both.any():
        return {}
    with_own = {"with_own": int((whole_file & ~agree).sum())} if inside.any() else {}
    return {"sums": int(both.sum()), "agree": int(agree.sum())} | with_own


class _Own(NamedTuple):
    """What a state traded with itself: the sum, and the least and greatest part of a year's flow."""

    party: str
    flow: str
    own: float
    least: float
    most: float


def _with_itself(flows: Sequence[np.ndarray], values: np.ndarray, inside: np.ndarray) -> list[_Own]:
    """What each state traded with itself, by party, flow, goods and year; the largest sum first."""
    if not inside.any():
        return []
    keys = [*zip(*(cells.tolist() for cells in flows), strict=True)]
    figures = np.nan_to_num(values).tolist()
    own: dict[tuple[Any, ...], float] = {}
    for at in np.flatnonzero(inside).tolist():
        own[keys[at]] = own.get(keys[at], 0.0) + figures[at]
    sums = dict.fromkeys((key for key, figure in own.items() if figure > 0), 0.0)
    for key, figure in zip(keys, figures, strict=True):
        if key in sums:
            sums[key] += figure
    met = {code for _, _, code, _ in sums}
    # chapter 93 holds 9301, which does not count again
    inner = {code for code in met for whole in met - {code} if whole == "TOTAL" or code.startswith(whole)}
    each: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for (party, way, code, year), figure in sums.items():
        if code not in inner:
            part = own[party, way, code, year]
            each.setdefault((party, way), []).append((part, part / figure))
    found = [
        _Own(*key, sum(part for part, _ in told), *(end(share for _, share in told) for end in (min, max)))
        for key, told in each.items()
    ]
    return sorted(found, key=lambda one: (-one.own, one.party, one.flow))


def _records(
    rows: Rows, year: str, flow: str, reporter: str, partner: str, goods: str, value: str
) -> dict[str, Any]:
    exported = rows[flow] == _EXPORTS
    mine = rows.each(rows[reporter], partial(customs.party_of, side="supplier"))
    theirs = [rows.each(rows[partner], partial(customs.party_of, side=side)) for side in reversed(SIDES)]
    other = np.where(exported, *theirs)
    classes, commodities = rows.text(_CLASS), rows[goods]
    reporters = np.where(exported, "supplier", "recipient").astype(object)
    parties = {"supplier": np.where(exported, mine, other), "recipient": np.where(exported, other, mine)}
    years = rows[year].astype(int)
    weight = _plain_numbers(rows, _WEIGHT)
    pieces = _plain_numbers(rows, _QUANTITY)
    pieces[rows.each(rows.text(_IN), lambda unit: _plain(unit) != _PIECES).astype(bool)] = np.nan
    months = rows[_MONTH]
    return {
        "record": rows[_ID],
        "part_of": customs.wholes_of(rows[_ID], commodities),
        "dataset": rows[flow],
        "reporter": reporters,
        **parties,
        "stage": "delivery",
        "category": customs.categories_of(commodities, _is_harmonized(classes)),
        "item": rows.text(_WORDS),
        "start": years,
        "end": years,
        "quantity": pieces,
        "value": rows[value],
        "unit": "USD",
        **as_columns(_observed(years, months)),
        "selection": _selections(reporters, parties, [*set(commodities)]),
        "line": rows.line,
        "commodity": commodities,
        "classification": classes,
        "partner": rows.text(_NAME),
        **({"month": months} if months.any() else {}),
        "net_weight": weight,
        "flag": rows.text(_FLAG),
    }


def _selections(
    reporters: np.ndarray, parties: dict[str, np.ndarray], commodities: list[str]
) -> str | np.ndarray:
    """What was asked for, by who reports: one reporter, and one partner where no row has another."""
    own = own_reports(reporters, parties)
    asked = {}
    for side, other in (SIDES, SIDES[::-1]):
        partners = set(parties[other][reporters == side].tolist())
        sides = {name: party for name, party in ((side, own.get(side)), (other, sole(partners))) if party}
        asked[side] = customs.selection_of(commodities, sides)
    return of_each(reporters, asked)


def _observed(years: np.ndarray, months: np.ndarray) -> tuple[int, int]:
    """The longest run of years that the file has as years, or in all twelve months."""
    if not len(years):
        return 0, 0
    counted: dict[int, set[int]] = {}
    for both in np.unique(years * 100 + months).tolist():
        counted.setdefault(both // 100, set()).add(both % 100)
    part = [year for year, met in counted.items() if 0 not in met and len(met) < 12]
    return longest_run((int(years.min()), int(years.max())), part)


def _is_harmonized(classes: np.ndarray) -> np.ndarray:
    words = {name: not name or name.startswith("H") for name in set(classes)}
    return np.array([words[name] for name in classes], dtype=bool)


def _plain_numbers(rows: Rows, names: str) -> np.ndarray:
    """Numbers beside the value, such as weights; what is none is blank."""
    cells = pd.Series(rows.text(names), dtype=object)
    values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float, copy=True)
    # without a unit a quantity is -1 or 0
    values[~(values > 0) | np.isinf(values)] = np.nan
    return values


def _pairs(rows: Rows) -> dict[str, Any]:
    """Yearly flows by exporter and importer, of which nobody says who reports them."""
    year, value = _column(rows, _YEAR), _column(rows, _VALUE)
    rows.read_each(year, _year, "a year")
    for side in ("Exporter", "Importer"):
        rows.parties(side, "comtrade")
    if _GOODS in rows:
        rows.read_each(_column(rows, _GOODS), customs.commodity_of, "a code of goods")
    rows.numbers(value)
    goods = rows[_column(rows, _GOODS)] if _GOODS in rows else np.full(len(rows), "TOTAL", dtype=object)
    own = (rows["Exporter"], np.full(len(rows), _EXPORTS), goods, rows[year])
    inside = np.asarray(rows["Exporter"] == rows["Importer"])
    named = np.asarray((rows["Exporter"] != "all") & (rows["Importer"] != "all"))
    left_out = _with_itself([cells[named] for cells in own], rows[value][named], inside[named])
    rows.by_rule(inside, "a state as its own partner")
    rows.by_rule((rows["Exporter"] == "all") | (rows["Importer"] == "all"), "World, the sum of its partners")
    total = np.full(len(rows), "TOTAL", dtype=object)
    goods = rows[_column(rows, _GOODS)] if _GOODS in rows else total
    rows.put(_REST, goods)
    rows.put(_ID, _joined(rows["Exporter"], rows["Importer"], rows[year], goods))
    rows.unique(rows[_ID])
    goods = rows[_REST]
    years = rows[year].astype(int)
    return {
        "record": rows[_ID],
        "part_of": customs.wholes_of(rows[_ID], goods),
        "own": left_out,
        "dataset": "pairs",
        "reporter": "third",
        "supplier": rows["Exporter"],
        "recipient": rows["Importer"],
        "stage": "delivery",
        "category": customs.categories_of(goods, np.ones(len(rows), dtype=bool)),
        "item": rows.text(_WORDS),
        "start": years,
        "end": years,
        "value": rows[value],
        "unit": "USD",
        "observed_start": int(years.min()) if len(years) else 0,
        "observed_end": int(years.max()) if len(years) else 0,
        "selection": customs.selection_of(
            [*set(goods)],
            {
                s: rows[n][0]
                for s, n in zip(SIDES, ("Exporter", "Importer"), strict=True)
                if len(set(rows[n])) == 1
            },
        ),
        "line": rows.line,
        "commodity": goods,
    }


# --- what is said ---------------------------------------------------------------------------------


def _ruled(rows: Rows) -> str:
    return "; ".join(f"{len(lines)} of {rule}" for rule, lines in rows.left_out.items()) or "no rows"


def _warn(rows: Rows, columns: dict[str, Any], world: dict[str, int], own: list[_Own], full: int) -> None:
    if full:
        warn(
            f"{rows.name} has {full:,} records, the most that an answer of the service holds: others may be "
            "cut off; ask for fewer years, goods or partners at a time"
        )
    apart = world["sums"] - world["agree"] - world.get("with_own", 0) if world else 0
    if apart:
        warn(
            f"{rows.name}: in {apart} of {world['sums']} cases partners do not add "
            "up to World: rows are missing, or only some partners were asked for"
        )
    if own:
        warn(
            f"{rows.name}: what a state traded with itself, such as goods that come back, is left out of the "
            f"records: {_in_words(own)}. Where Comtrade gives a sum for World, that holds it"
        )
    harmonized = columns.get("classification", np.empty(0, dtype=object))
    inside = _is_harmonized(harmonized)
    if changed := customs.changed_within(columns["commodity"][: len(inside)][inside], harmonized[inside]):
        warn(
            f"{rows.name}: goods {sample(changed)} are not the same in all editions of the Harmonized System "
            "that the file has: drones are apart, in 8806, since that of 2022 (H6); see "
            "table('hs_editions.csv')"
        )
    other = sorted(set(columns["commodity"][columns["category"] == "all"]))
    if other:
        warn(f"{rows.name}: goods {sample(other)} are no heading of arms; their category is 'all'")


def _per_cent(part: float) -> str:
    return fixed(100 * part, 1) if part >= 0.0005 else "less than 0.1"


def _in_words(own: list[_Own]) -> str:
    """What states traded with themselves, in dollars and in per cent."""
    said = []
    for each in own:
        parts = list(dict.fromkeys(map(_per_cent, (each.least, each.most))))
        said.append(
            f"{each.party} {each.own:,.0f} USD, {' to '.join(parts)} per cent of its "
            f"{each.flow} of a year in the file"
        )
    return "; ".join(said[:_NAMED]) + (f" and {len(said) - _NAMED} more" if len(said) > _NAMED else "")
