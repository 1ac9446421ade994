"""What is there, and what is not."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.records.check import look_at_rows, records_of
from armsflow.records.engines import back, collect, on_engines
from armsflow.records.listed_years import LISTED, TEXT, check_listed, spans_of, with_listed, years_inside
from armsflow.records.schema import period
from armsflow.records.told_years import with_told_span
from armsflow.records.twice import check_once
from armsflow.summaries.adding import columns_of

__all__ = ["coverage"]

#: Columns of its own, and what they hold.
OWN = {"years": "count", "gaps": "text", "categories": "count", "parties": "count"}
_KINDS = ("categories", "parties")
#: Whose records they are, of which edition: a column of the result where it is no key.
_ORIGIN = ("source", "release")
_SPAN = ("armsflow__from", "armsflow__to")


@on_engines(LISTED)
def coverage(records: IntoFrameT, by: str | Iterable[str] = "source") -> IntoFrameT:
    """How much the records hold: years, rows, gaps in disclosure, categories and parties; no values.

    Parameters
    ----------
    records : records frame
    by : str or several
        Columns of the records.

    Returns
    -------
    summary
        One row per `by`: ``start`` and ``end`` (first and last year), ``years`` (how many of these years a
        record covers), ``gaps`` (those without one, such as ``"2007, 2010–11"``), ``records``,
        ``undisclosed`` and ``estimated`` (numbers of rows), ``categories`` and ``parties`` (how many
        different ones; ``"all"`` is none); ``source`` and ``release`` unless they are in `by`, several
        joined by ``+``. A delivery covers the years that ``delivery_years`` lists, if there is such a column,
        and a row in a window those of which its record told.

    Raises
    ------
    RecordError
        If ``delivery_years`` cannot be read or does not fit the span.

    Examples
    --------
    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> af.coverage(claims, by="stage")[["stage", "start", "end", "records", "undisclosed"]]
          stage  start   end  records  undisclosed
    0  contract   2010  2014        1            0
    1  delivery   2018  2018        1            1
    2      loan   2010  2019        2            1
    3   payment   2010  2019        1            0

    Which years have no record at all?

    >>> wider = af.read_claims(af.table_path("claims_south_caucasus.csv"))
    >>> af.coverage(wider, by="stage")[["stage", "start", "end", "years", "gaps"]]
          stage  start   end  years     gaps
    0  contract   2009  2025     15  2019–20
    1  delivery   2007  2015      9
    2      loan   2015  2017      2     2016
    3   payment   2010  2019     10
    """
    data = records_of(records)
    look_at_rows(data)
    check_once(data)
    keys = columns_of(by, data, "by")
    kinds = ["supplier", "recipient", "category"]
    data = data.with_columns(
        armsflow__hidden=nw.when(nw.col("high").is_null()).then(nw.lit(1)).otherwise(nw.lit(0)),
        armsflow__guessed=nw.when(nw.col("estimated")).then(nw.lit(1)).otherwise(nw.lit(0)),
    )
    met = collect(
        data.group_by(list(dict.fromkeys([*keys, *kinds]))).agg(
            nw.len().alias("records"),
            nw.col("armsflow__hidden").sum(),
            nw.col("armsflow__guessed").sum(),
        )
    )
    origin = [name for name in _ORIGIN if name not in keys]
    spans = _spans(data, list(dict.fromkeys([*keys, *origin])))
    rows = [
        _counts(group) | _years(those) | _origins(those, origin) | dict(zip(keys, key, strict=True))
        for (key, group), (_, those) in zip(_grouped(met, keys), _grouped(spans, keys), strict=True)
    ]
    columns = ["start", "end", "years", "gaps", "records", "undisclosed", "estimated", *_KINDS, *origin]
    out = pd.DataFrame(rows, columns=[*keys, *columns])
    years = [name for name in ("start", "end") if name not in keys]
    return back(out.astype(dict.fromkeys(years, "int16")), data)


def _grouped(met: pd.DataFrame, keys: list[str]) -> Iterable[tuple[Any, pd.DataFrame]]:
    return met.groupby(keys, dropna=False, sort=True) if keys else [((), met)]


def _spans(data: Any, beside: list[str]) -> pd.DataFrame:
    """Each span of which records told, and what is listed of it, once with the columns `beside` it."""
    data = with_listed(data)
    listed = [name for name in (TEXT,) if name in data.collect_schema().names()]
    if listed:
        check_listed(data, spans_of(data))
    # a window holds years of which its records say nothing
    return collect(with_told_span(data, *_SPAN).select(*beside, *_SPAN, *listed).unique())


def _years(spans: pd.DataFrame) -> dict[str, Any]:
    """The first, the last and the number of years some spans cover, and in words those they leave out."""
    covered: set[int] = set()
    listed = spans[TEXT] if TEXT in spans else [""] * len(spans)
    for start, end, text in {*zip(spans[_SPAN[0]], spans[_SPAN[1]], listed, strict=True)}:
        covered.update(years_inside(int(start), int(end), text) or range(int(start), int(end) + 1))
    years = sorted(covered)
    gaps = [period(a + 1, b - 1) for a, b in pairwise(years) if b > a + 1]
    ends = {"start": years[0], "end": years[-1]} if years else {}
    return {**ends, "years": len(years), "gaps": ", ".join(gaps)}


def _origins(spans: pd.DataFrame, columns: list[str]) -> dict[str, str]:
    return {name: "+".join(sorted({str(cell) for cell in spans[name].dropna()} - {""})) for name in columns}


def _counts(group: pd.DataFrame) -> dict[str, Any]:
    categories = {leaf for name in group["category"] for leaf in name.split("+")}
    parties = {*group["supplier"], *group["recipient"]}
    return {
        "records": group["records"].sum(),
        "undisclosed": group["armsflow__hidden"].sum(),
        "estimated": group["armsflow__guessed"].sum(),
        "categories": len(categories - {"all"}),
        "parties": len(parties - {"all"}),
    }
