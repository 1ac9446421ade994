"""Exchange rates and price indices: the shipped tables or the user's own, and what they lack."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow import tables
from armsflow.currencies import REDENOMINATED, followed, refuse_other_years
from armsflow.errors import ArgumentError, RateError, RecordError, sample
from armsflow.records import engines
from armsflow.records.check import check_meaning, records_of
from armsflow.records.grouping import joined, sums_of
from armsflow.records.listed_years import TEXT, check_listed, with_listed, years_inside
from armsflow.records.schema import FIGURE
from armsflow.records.told_years import with_told_span

__all__: list[str] = []

Key = tuple[str, int]
_DOLLAR = "USD"
_SPAN = ["unit", "prices", "start", "end"]
_NOT_MONEY = ("TIV", "pieces")
#: Of so many currencies an error says which years the table has.
_FEW = 3
_LEAST, _MEAN, _GREATEST = (f"{engines.OURS}{name}" for name in ("least", "mean", "greatest"))
_KNOWN, _LATER, _UNIT, _REMARK = (f"{engines.OURS}{name}" for name in ("known", "later", "unit", "remark"))
# whose rates a figure takes: of a window those years that its record had
_YEARS = {"start": f"{engines.OURS}first", "end": f"{engines.OURS}last"}
_KEYS = [_YEARS.get(name, name) for name in (*_SPAN, _LATER)]
# years that are listed of a delivery
_LISTED = f"{engines.OURS}years"


def codes() -> set[str]:
    """The currencies' ISO 4217 codes."""
    return set(tables.table("currencies.csv")["currency"])


def exchange_rates(own: Any = None) -> dict[Key, float]:
    """Units per US dollar by (currency, year), from the shipped table or the user's own.

    A table need not quote the dollar itself, which `complete` takes as 1; a table that quotes it
    otherwise counts in units per something else.
    """
    quotes = _quotes(own, "rate", "rates", "exchange_rates.csv")
    odd = [(*key, rate) for key, rate in quotes.items() if key[0] == _DOLLAR and not math.isclose(rate, 1)]
    if odd:
        raise ArgumentError(
            f"rates says in {len(odd)} rows that a US dollar is not 1 US dollar: {sample(odd)}; expected "
            "units per US dollar: divide each rate by the dollar's of its year",
            rows=odd,
        )
    return quotes


def price_indices(own: Any = None) -> dict[Key, float]:
    """Price levels by (currency, year), from the shipped table or the user's own."""
    return _quotes(own, "index", "prices", "price_indices.csv")


def _quotes(own: Any, figure: str, what: str, name: str) -> dict[Key, float]:
    """The shipped or the user's own table as {(currency, year): figure}, blanks left out."""
    return _shipped(name, figure) if own is None else _by_key(_checked(own, figure, what), figure)


@cache
def _shipped(name: str, figure: str) -> dict[Key, float]:
    # read once, as the table itself is; nobody changes it in place
    return _by_key(tables.table(name), figure)


def _by_key(table: pd.DataFrame, figure: str) -> dict[Key, float]:
    table = table[table[figure].notna()]
    keys = zip(table["currency"], table["year"].astype(int), strict=True)
    return dict(zip(keys, table[figure], strict=True))


def _checked(own: Any, figure: str, what: str) -> pd.DataFrame:
    """A table of the user's own, once it is sure that it can be used."""
    frame, columns = engines.frame_of(own, what=what), ["currency", "year", figure]
    schema = frame.collect_schema()
    wrong = [
        name
        for name in columns
        if name not in schema or (name != "currency" and not schema[name].is_numeric())
    ]
    if wrong:
        raise ArgumentError(
            f"{what} has no usable {sample(wrong)} among its columns {sample(schema.names())}; "
            f"expected currency (text), year and {figure} (numbers)",
            rows=wrong,
        )
    # floats before leaving the engine: a database's decimals would not survive as whole numbers
    table = engines.collect(frame.select("currency", nw.col("year", figure).cast(nw.Float64)))
    table = table.astype({"year": "float64", figure: "float64"}).dropna(subset=[figure])
    positive = np.isfinite(table[figure]) & (table[figure] > 0)
    named = table["currency"].notna() & (table["year"] % 1 == 0)
    bad = table[~(positive & named) | table.duplicated(["currency", "year"], keep=False)]
    if len(bad):
        raise ArgumentError(
            f"{what} has {len(bad)} rows that cannot be used: "
            f"{sample(bad[columns].itertuples(index=False, name=None))}; expected one positive "
            f"{figure} for each currency and whole year",
            rows=bad,
        )
    return table


def complete(
    wanted: Iterable[Key], quotes: dict[Key, float], figure: str, *, base: int | None = None
) -> dict[Key, float]:
    """The quotes and what follows from them; raise with every (currency, year) wanted that lacks one.

    All rows need the year `base`, where there is one. Rates are units per US dollar, so that the dollar's is
    1 in every year, also before any table. A money that was redenominated is quoted by what it became: 1,000
    RUR of 1997 are 1 RUB.
    """
    wanted = set(wanted)
    quotes, missing = quoted(wanted, quotes, figure)
    if missing and base is not None:
        _check_base(base, {money for money, year in wanted if year == base}, missing, quotes)
    if missing:
        own = "rates" if figure == "rate" else "prices"
        keep = ", take missing='keep'," if figure == "rate" else ","
        raise RateError(
            f"no {figure} for {len(missing)} (currency, year): {worded(missing)}"
            f"{_years_of(missing, quotes, figure)}; "
            f"nothing is filled in: pass {own}= with the columns currency, year and {figure}{keep} "
            # a filter of an engine would leave zeros in their years
            "or leave these rows out with where(records, years=…)",
            rows=missing,
        )
    return quotes


def _check_base(base: int, monies: set[str], missing: list[Key], quotes: dict[Key, float]) -> None:
    """Raise where the year whose prices are wanted lies before or behind those of each money."""
    spans = [span for money in monies if (span := _span_of(money, quotes, "index"))]
    if len(spans) < len(monies) or not {(money, base) for money in monies} <= {*missing}:
        return
    first, last = max(first for first, _ in spans), min(last for _, last in spans)
    if first <= base <= last:
        return
    which, year = ("last", last) if base > last else ("first", first)
    lacking = [key for key in missing if key[1] == base]
    raise RateError(
        f"no index for {len(lacking)} (currency, year): {worded(lacking)}; the {which} year with prices is "
        f"{year}; nothing is filled in: pass prices= with the columns currency, year and index, or take the "
        f"prices of {year}",
        rows=missing,
    )


def _span_of(money: str, quotes: dict[Key, float], figure: str) -> tuple[int, int] | None:
    """The first and the last year in which a money, or what followed it, is quoted."""
    met = {year for _, year in quotes}
    years = [year for year in met if (money, year) in quotes or _quote(money, year, quotes, figure)]
    return (min(years), max(years)) if years else None


def _years_of(missing: Iterable[Key], quotes: dict[Key, float], figure: str) -> str:
    """Which years the table has of the currencies that lack some, where these are few."""
    monies = sorted({currency for currency, _ in missing})
    spans = {money: span for money in monies if (span := _span_of(money, quotes, figure))}
    if len(monies) > _FEW or len(spans) < len(monies):
        return ""
    told = [f"of {money}{{}} {first} to {last}" for money, (first, last) in spans.items()]
    return "; " + ", ".join(told).format(" the table has", *[""] * len(told))


def quoted(
    wanted: Iterable[Key], quotes: dict[Key, float], figure: str
) -> tuple[dict[Key, float], list[Key]]:
    """The quotes and what follows from them, and every key that is wanted and lacks one."""
    found = {key: _quote(*key, quotes, figure) for key in set(wanted) - quotes.keys()}
    known = {key: quote for key, quote in found.items() if quote is not None}
    return quotes | known, sorted(found.keys() - known.keys())


def _quote(code: str, year: int, quotes: dict[Key, float], figure: str) -> float | None:
    """What the money that followed a code says of it in a year; the units of an index do not matter."""
    rates = figure == "rate"
    if rates and code == _DOLLAR:
        return 1.0
    for later, units in followed(code, year, exchanged=rates):
        quote = 1.0 if rates and later == _DOLLAR else quotes.get((later, year))
        if quote is not None:
            return quote * units if rates else quote
    return None


def worded(missing: list[Key]) -> str:
    """Every missing year, runs as spans: "RUB 1990–1992, 1994; USD 1990"."""
    words = []
    for code, keys in groupby(missing, key=lambda key: key[0]):
        years = [year for _, year in keys]
        # within a run of years, year minus place stays the same
        runs = groupby(enumerate(years), key=lambda pair: pair[1] - pair[0])
        ends = [(run[0][1], run[-1][1]) for run in (list(run) for _, run in runs)]
        # who wrote "euro" of such a year did not write this code
        what = " (the ECU, the European currency unit, before the euro began in 1999)" * (code == "XEU")
        words.append(f"{code} " + ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in ends) + what)
    return "; ".join(words)


def money(records: Any, redenominated: bool | None) -> tuple[Any, pd.DataFrame]:
    """The frame, and its distinct spans with units: the one look at the data.

    In a window, these are the years that a record had before it stood in the window; of a delivery those that
    are listed. Codes must be of their years, unless the frame or the user says that earlier years count in a
    later money.
    """
    frame = records_of(records, (*_SPAN, *FIGURE))
    frame = _with_listed(with_told_span(frame, *_YEARS.values()))
    frame = frame.with_columns(_later(frame, redenominated).alias(_LATER))
    disclosed = ~(nw.col("value").is_null() & nw.col("low").is_null() & nw.col("high").is_null())
    known = nw.when(disclosed).then(nw.lit(1)).otherwise(nw.lit(0)).alias(_KNOWN)
    keys = _keys_of(frame.collect_schema().names())
    spans = sums_of(frame.select(*keys, known), keys, [_KNOWN], {})
    spans = spans.rename(columns={ours: name for name, ours in _YEARS.items()})
    _check_money(spans)
    if TEXT in keys:
        spans = _with_years(spans, frame)
    _check_years(spans)
    return frame, spans


def _keys_of(names: Iterable[str]) -> list[str]:
    """The columns by which rows have their factors."""
    return [*_KEYS, *({TEXT} & {*names})]


def _with_listed(frame: Any) -> Any:
    """Rows with the text of the years that are listed of a delivery; none where rows have one year each."""
    listed = with_listed(frame)
    if TEXT not in listed.collect_schema():
        return frame
    several = nw.col(_YEARS["start"]) != nw.col(_YEARS["end"])
    some = several & (nw.col(TEXT) != "")
    if not engines.is_lazy(listed) and not listed.select(some.any()).item():
        return frame
    return listed.with_columns(nw.when(some).then(nw.col(TEXT)).otherwise(nw.lit("")).alias(TEXT))


def _with_years(spans: pd.DataFrame, frame: Any) -> pd.DataFrame:
    """Spans beside the years that are listed in them, None where all of them count."""
    listed = zip(spans["start"].astype(int), spans["end"].astype(int), spans[TEXT], strict=True)
    years = pd.Series([years_inside(*span) for span in listed], spans.index, dtype=object)
    known = spans[spans[_KNOWN] > 0].assign(years=years)
    ours = dict(zip(_YEARS, _YEARS.values(), strict=True))
    check_listed(frame.with_columns(**{name: nw.col(column) for name, column in ours.items()}), known)
    return spans.assign(**{_LISTED: years})


def _later(frame: Any, redenominated: bool | None) -> Any:
    """Whether a row counts in later money, as text."""
    if not (redenominated is None or isinstance(redenominated, bool)):
        raise ArgumentError(
            f"redenominated is {redenominated!r}; expected True or False", rows=[redenominated]
        )
    if redenominated is not None or REDENOMINATED not in frame.collect_schema():
        return nw.lit("yes" if redenominated else "no")
    kind = frame.collect_schema()[REDENOMINATED]
    if kind != nw.Boolean() and not kind.is_numeric():
        raise RecordError(f"redenominated is of the type {kind}; expected true or false", rows=[str(kind)])
    flag = nw.col(REDENOMINATED).cast(nw.Float64())
    return nw.when(flag == 1).then(nw.lit("yes")).otherwise(nw.lit("no"))


def _check_years(spans: pd.DataFrame) -> None:
    """Raise where a figure is in a money that its years did not have, or in none."""
    check_meaning(spans)
    for later in ("no", "yes"):
        some = spans[(spans[_KNOWN] > 0) & (spans[_LATER] == later)]
        used = {(span.unit, year) for span in rows_of(some) for year in years_of_money(span)}
        refuse_other_years(used, what="records are in", redenominated=later == "yes")


def rows_of(spans: pd.DataFrame) -> Iterable[Any]:
    """Spans one by one, to read their columns by name."""
    rows: Iterable[Any] = spans.itertuples()
    return rows


def years_of_money(span: Any) -> Sequence[int]:
    """The years whose money a span counts in: those of its prices."""
    return years_of(span) if span.prices == "current" else range(int(span.prices), int(span.prices) + 1)


def counts_later(span: Any) -> bool:
    """Whether a span counts earlier years in a later money."""
    return bool(getattr(span, _LATER) == "yes")


def has_figures(span: Any) -> bool:
    return bool(getattr(span, _KNOWN) > 0)


def _check_money(spans: pd.DataFrame) -> None:
    volumes = sorted(set(spans["unit"]) & set(_NOT_MONEY))
    if volumes:
        raise ArgumentError(
            f"records hold rows in {sample(volumes)}, which are not money and have no price; "
            'keep the money alone, such as where(records, unit="USD")',
            rows=volumes,
        )
    _check_spans(spans)


def _check_spans(spans: pd.DataFrame) -> None:
    unusable = spans[spans[_SPAN].isna().any(axis=1) | ~(spans["start"] <= spans["end"])]
    if len(unusable):
        raise RecordError(
            f"{len(unusable)} kinds of rows have no unit, prices or span of years: "
            f"{sample(unusable[_SPAN].itertuples(index=False, name=None))}; "
            "make records with to_records(), which checks them",
            rows=unusable,
        )


class Change(NamedTuple):
    """What becomes of a span: per year the keys of two quotes, the second over the first being the factor."""

    pairs: list[tuple[Key, Key]]
    unit: str
    #: how many units before are one after, where the money was redenominated
    units: float = 1.0
    #: why nothing was done
    remark: str = ""


def factors_of(spans: pd.DataFrame, changes: Iterable[Change], quotes: dict[Key, float]) -> pa.Table:
    """Least, mean and greatest factor of each span, and its unit then; exactly 1 where nothing changes."""
    changes = list(changes)
    rows = np.ones((len(spans), 3))
    for n, change in enumerate(changes):
        if change.pairs:
            yearly = np.array([quotes[above] / quotes[below] for below, above in change.pairs]) / change.units
            least, greatest = yearly.min(), yearly.max()
            # rounding must not carry the mean of equal factors past them
            rows[n] = least, np.clip(yearly.mean(), least, greatest), greatest
    names = [*_SPAN, _LATER, *({TEXT} & {*spans})]
    keys = {_YEARS.get(name, name): pa.array(spans[name], _type(name)) for name in names}
    factors = {name: pa.array(rows[:, n]) for n, name in enumerate((_LEAST, _MEAN, _GREATEST))}
    texts = {_UNIT: [change.unit for change in changes], _REMARK: [change.remark for change in changes]}
    return pa.table(keys | factors | {name: pa.array(cells, pa.string()) for name, cells in texts.items()})


def years_of(span: Any) -> Sequence[int]:
    """The years whose rates a span takes: those listed of a delivery, else all."""
    listed: list[int] | None = getattr(span, _LISTED, None)
    return range(int(span.start), int(span.end) + 1) if listed is None else listed


def _type(name: str) -> pa.DataType:
    return pa.int16() if name in ("start", "end") else pa.string()


def rescaled(frame: Any, factors: pa.Table, **constant: str) -> Any:
    """Each figure times the factor of its span, in its unit then, and a column set to what now holds."""
    names = frame.collect_schema().names()
    least, mean, greatest = nw.col(_LEAST), nw.col(_MEAN), nw.col(_GREATEST)
    out = joined(frame, factors, _keys_of(factors.column_names)).with_columns(
        value=nw.col("value") * mean,
        low=nw.col("low") * least,
        high=nw.col("high") * greatest,
        unit=nw.col(_UNIT),
        **{name: nw.lit(text) for name, text in constant.items()},
    )
    if "note" in names and any(factors[_REMARK].to_pylist()):
        out = out.with_columns(note=_with_remark())
    return out.select(*(name for name in names if name not in {*_YEARS.values(), _LATER, TEXT})).to_native()


def _with_remark() -> Any:
    note, remark = nw.col("note").fill_null(""), nw.col(_REMARK)
    both = nw.concat_str(note, nw.lit("; "), remark)
    return (
        nw.when(remark == "").then(nw.col("note")).otherwise(nw.when(note == "").then(remark).otherwise(both))
    )
