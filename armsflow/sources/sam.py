"""US arms sales by programme, from the Security Assistance Monitor: offers, sales and deliveries."""

from __future__ import annotations

import numpy as np
import pandas as pd

from armsflow.errors import one_of, warn
from armsflow.records.selection import written
from armsflow.sources.delimited import is_workbook, rows_in, text_in
from armsflow.sources.doubted_zeros import are_doubted, doubted_zeros, lacking_years, what_is_doubted
from armsflow.sources.formats import folded, known_by
from armsflow.sources.laid_out import laid_out
from armsflow.sources.listing import (
    SEVERAL,
    got,
    is_of_several,
    objects_of,
    put,
    read_amounts,
    read_cells,
    read_parties,
    read_years,
    require,
)
from armsflow.sources.opening import File, content_of, name_of
from armsflow.sources.rows import Rows
from armsflow.sources.unnamed import are_unnamed, years_unnamed

__all__ = ["read_sam"]

_NEEDED = ("year", "country", "program", "authorizations", "deliveries", "notifications")
FORMATS = (
    known_by(
        "US arms sales of the Security Assistance Monitor", *_NEEDED, kinds=("text", "json", "workbook")
    ),
)
# what the column authorizations counts: agreements that the government signs, or licences that it grants to
# companies
_AGREEMENTS = (
    "Foreign Military Sales",
    "Foreign Military Construction Sales",
    "Excess Defense Articles Sales",
)
_LICENCES = (
    "Direct Commercial Sales",
    "Direct Commercial Sales Services",
    "Commerce Arms Sales (600 Series)",
)
_PROGRAMMES = {name.casefold(): name for name in (*_AGREEMENTS, *_LICENCES)}
_MEASURES = ("authorizations", "deliveries", "notifications")
_FISCAL, _CALENDAR = "US fiscal year, October to September", "year of the notification"
_NAMES = {"iran, islamic republic of": "IRN", "palestinian territory, occupied": "PSE", "somaliland": "SOM"}
_NOTE = "stands again with another value"
_COLUMN = ["dataset", "measure"]


def read_sam(path: File, *, release: str = "", on_error: str = "raise") -> pd.DataFrame:
    """Records of US arms sales from the Security Assistance Monitor's table of totals, in dollars.

    Parameters
    ----------
    path : path, file object or bytes
        JSON, CSV or workbook with ``year, country, program, authorizations, deliveries, notifications`` and,
        where there are, ``key, footnote, footnote2``.
    release : str
        What tells this copy from others, such as the day of the download.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.

    Returns
    -------
    records frame
        pandas, current US dollars, ``source`` "sam", ``dataset`` the programme, ``selection`` "supplier=USA".
        Up to three records per line, which are never added: ``authorizations`` are ``contract`` for sales by
        the government (Foreign Military Sales, Construction Sales, Excess Defense Articles) and ``licence``
        for sales by companies; ``deliveries`` are ``delivery``; ``notifications`` to Congress are ``offer``,
        ceilings that may never become a sale. A 0 where a programme has no other figure in that column and
        year stands for "not available" and is no record, and neither is a 0 that fills a line whose figure
        stands in another line of the same country, year and programme; any other 0 is one. Where many figures
        of a column and year are 0 and in its other years few are (see Notes), these zeros are not believed:
        their ``value``, ``low`` and ``high`` are null, which no other record's are. Of lines that say
        the same twice the second names the first in ``same_as``. Kept beside: ``line, key, year_basis``
        (fiscal or calendar), ``repeated`` ("", "same" or "stands again with another value") and the
        ``footnote``. Lines without a programme name a country and no figure: they are left out by rule and
        counted in ``.attrs["by_rule"]``; ``.attrs["repeated_keys"]`` says how many keys of country, year and
        programme stand on several lines.

    Raises
    ------
    SourceError
        If the file cannot be opened, lacks columns, or has lines that cannot be read, such as those of a
        programme that is not known: ``.rows`` lists (line, reason).
    ArgumentError
        If an argument is not what it should be.

    Warns
    -----
    UserWarning
        If lines repeat country, year and programme with another figure in the same column, or if zeros are
        not believed: it names programme, column, year and how many they are.

    Notes
    -----
    https://securityassistance.org/. Years are US fiscal years, named after the year in which they end;
    those of offers are the calendar years of the notifications.

    Zeros of a programme's column and year are not believed if many regular recipients are at 0, which are
    those with a figure in at least half of the column's other years: at least three of them, at least 10 %,
    and more than five times the median share of them that is at 0 in other years. In each of these one zero
    more is counted, since few figures do not show what is usual. Of a column with figures of a single year
    all zeros are kept: nothing shows what is usual. `read_de_exports` has the same rule. Sums over recipients
    are not ``complete`` in such a year, and ``selection`` names it: ``supplier=USA;lacking=2018``.
    Figures for "Global" or a region may be of any state: sums of one recipient are not ``complete`` in their
    years, and ``selection`` names these: ``supplier=USA;unnamed=recipient:2013-2016``.

    Examples
    --------
    What was offered, what was signed and what was delivered? (The figures are invented.)

    >>> import armsflow as af
    >>> listed = b'''[{"key": "1", "year": "2010", "country": "Oman", "program": "Foreign Military Sales",
    ... "authorizations": "20", "deliveries": "15", "notifications": "600"}]'''
    >>> af.read_sam(listed)[["recipient", "stage", "start", "value", "unit"]]
      recipient     stage  start  value unit
    0       OMN  contract   2010   20.0  USD
    1       OMN  delivery   2010   15.0  USD
    2       OMN     offer   2010  600.0  USD
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    rows = _rows(path)
    rows.by_rule(rows.text("program") == "", "no programme, and no figure")
    read_cells(
        rows,
        "program",
        "programme",
        lambda cell: _PROGRAMMES.get(" ".join(cell.casefold().split())),
        f"one of {', '.join(_PROGRAMMES.values())}, of which it is known what their authorizations are",
    )
    read_years(rows, "year", "start", [r"(?P<year>\d{4})"], "a year")
    for measure in _MEASURES:
        read_amounts(rows, measure, f"{measure} read")
    read_parties(rows, "country", "recipient", source="sam", names=_NAMES, several=is_of_several)
    repeated = _repeated(rows)
    put(rows, "stated", _stated(rows))
    rows.by_rule(~got(rows, "stated").astype(bool), "no figure: 0 stands for what is not available")
    long = _long(rows)
    doubted = doubted_zeros(_by_country(long), _COLUMN)
    out = laid_out(rows, _columns(long, doubted, release), "sales", on_error=on_error)
    out.attrs["repeated_keys"] = repeated
    if differ := int((out["repeated"] == _NOTE).sum()):
        warn(
            f"{rows.name} has {differ} figure(s) of a country, year and programme that {_NOTE}; which is "
            "right, or whether both are, the file does not say: see the column repeated"
        )
    if len(doubted):
        said = what_is_doubted(doubted, _COLUMN, "look them up in the source that the column note names")
        warn(f"{rows.name} {said}")
    return out


def _rows(path: File) -> Rows:
    name, content = name_of(path), content_of(path)
    text = "" if is_workbook(content) else text_in(path, content)
    if text.lstrip()[:1] in ("[", "{"):
        rows = objects_of(name, text)
        require(rows, _NEEDED, "US arms sales")
        return rows
    return rows_in(path, set(map(folded, _NEEDED)).issubset, content=content, expected=", ".join(_NEEDED))


def _repeated(rows: Rows) -> int:
    """How many keys of country, year and programme stand on several lines."""
    key = pd.DataFrame({name: rows.text(name) for name in ("country", "year", "program")})
    return int((key.groupby([*key]).size() > 1).sum()) if len(key) else 0


def _figures(rows: Rows) -> pd.DataFrame:
    """The three figures of each line; null where it has none."""
    figures = pd.DataFrame({measure: got(rows, f"{measure} read") for measure in _MEASURES})
    same = [got(rows, "programme"), got(rows, "start")]
    line = [*same, got(rows, "recipient")]
    for measure in _MEASURES:
        cells = figures[measure]
        nothing = cells.groupby(same).transform("max") == 0
        filled = cells.groupby(line).transform("max") > 0
        figures[measure] = cells.mask((cells == 0) & (nothing | filled))
    return figures


def _stated(rows: Rows) -> np.ndarray:
    return _figures(rows).notna().any(axis=1).to_numpy() if len(rows) else np.zeros(0, dtype=bool)


def _observed(long: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last year in which a column has figures of the programme, for each record.

    A year is not over where the footnote names an earlier one, in which its source was accessed.
    """
    said = long["footnote"] + "\n" + long["footnote2"]
    written = said.str.extract(r"[Aa]ccessed[^0-9\n]*(\d{4})", expand=False).astype(float)
    opens, closes = np.empty(len(long), dtype="int64"), np.empty(len(long), dtype="int64")
    for at in long.groupby(["dataset", "measure"]).indices.values():
        years = long["start"].to_numpy(dtype=int)[at]
        over = {*years.tolist()} - {*years[written.to_numpy()[at] < years].tolist()}
        opens[at], closes[at] = years.min(), max(over, default=years.min() - 1)
    return opens, closes


def _long(rows: Rows) -> pd.DataFrame:
    """One row for each figure, in the order of the lines."""
    key, lines = rows.text("key"), rows.line.astype(str).astype(object)
    lined = pd.DataFrame(
        {
            "dataset": got(rows, "programme"),
            "recipient": got(rows, "recipient"),
            "start": got(rows, "start"),
            "line": rows.line,
            "key": np.where(key == "", lines, key),
            "country": rows.text("country"),
            "footnote": rows.text("footnote"),
            "footnote2": rows.text("footnote2"),
        }
    )
    long = pd.concat([lined, _figures(rows)], axis=1).melt(
        id_vars=[*lined], value_vars=[*_MEASURES], var_name="measure", value_name="value"
    )
    return long[long["value"].notna()].sort_values("line", kind="stable").reset_index(drop=True)


def _by_country(long: pd.DataFrame) -> pd.DataFrame:
    """The figures, with the words of the source for each recipient that is several."""
    return long.assign(recipient=long["recipient"].where(long["recipient"] != SEVERAL, long["country"]))


def _selections(long: pd.DataFrame, doubted: pd.DataFrame) -> np.ndarray:
    """What the table was limited to, of each figure: its supplier, and years in which recipients lack.

    Also the years in which recipients are not named.
    """
    unnamed = are_unnamed(long["country"], long["recipient"], long["value"].to_numpy())
    years = long["start"].to_numpy(dtype="int64")
    said = np.empty(len(long), dtype=object)
    for at in long.groupby(_COLUMN).indices.values():
        one, other = long[_COLUMN].to_numpy()[at[0]].tolist()
        said[at] = written(
            {"supplier": ["USA"]},
            lacks=lacking_years(doubted, dataset=one, measure=other),
            unnamed_of={"recipient": years_unnamed(years[at], years[at], unnamed[at])},
        )
    return said


def _columns(long: pd.DataFrame, doubted: pd.DataFrame, release: str) -> dict[str, object]:
    offered, sold = long["measure"] == "notifications", long["measure"] == "authorizations"
    agreed = long["dataset"].isin(_AGREEMENTS)
    stage = np.select([offered, sold & agreed, sold], ["offer", "contract", "licence"], "delivery").astype(
        object
    )
    record = long["key"].astype(object) + "/" + stage
    flow = [long["dataset"], long["start"], _by_country(long)["recipient"], long["measure"]]
    again = record.groupby(flow).transform("size") > 1
    first = record.groupby([*flow, long["value"]]).transform("first")
    twice = record.groupby([*flow, long["value"]]).transform("size") > 1
    opens, closes = _observed(long)
    hidden = are_doubted(long, doubted, _COLUMN)
    note = long["footnote"].where(~offered | (long["footnote2"] == ""), long["footnote2"])
    return {
        "source": "sam",
        "dataset": long["dataset"].to_numpy(dtype=object),
        "release": release,
        "record": record.to_numpy(dtype=object),
        "same_as": first.where(twice & (first != record), None).to_numpy(dtype=object),
        "reporter": "supplier",
        "supplier": "USA",
        "selection": _selections(long, doubted),
        "recipient": long["recipient"].to_numpy(dtype=object),
        "stage": stage,
        "item": long["country"].to_numpy(dtype=object),
        "start": long["start"].to_numpy(dtype="int16"),
        "value": long["value"].mask(hidden).to_numpy(),
        "unit": "USD",
        "note": note.to_numpy(dtype=object),
        "observed_start": opens,
        "observed_end": closes,
        "line": long["line"].to_numpy(),
        "key": long["key"].to_numpy(dtype=object),
        "year_basis": np.where(offered, _CALENDAR, _FISCAL).astype(object),
        "repeated": np.select([twice, again], ["same", _NOTE], "").astype(object),
    }
