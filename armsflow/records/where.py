"""Choosing and joining records: the first and the last line of a notebook."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, SpanError, nearest, one_of, sample
from armsflow.groups import Spell
from armsflow.parse.category import names_weapons, parse_category
from armsflow.records.check import check_codes, leaves, look_for_nulls, records_of, units
from armsflow.records.engines import OURS, among, collect, on_engines, without_ours
from armsflow.records.grouping import joined
from armsflow.records.listed_years import LISTED, TEXT, check_listed, keyed, spans_of, with_listed
from armsflow.records.membership import (
    by_window,
    crossing,
    narrowed_to,
    parties_and_spells,
    refuse_crossing,
    selections,
    touched,
    within_spells,
)
from armsflow.records.observed_years import within_years, without_years_of
from armsflow.records.schema import COVERED, REPORTERS, SIDES, STAGES, span_in_words, years_within
from armsflow.records.selection import narrowed

__all__ = ["where"]

STRADDLING = ("raise", "drop", "cut")
#: Columns of a register, behind those of the records frame, by which one may choose.
RIDES = ("designation", "condition", "local_production", "order_year")
#: What `where` chooses by, for errors.
CHOICES = (
    *("supplier", "recipient", "stage", "category", "unit", "prices", "source", "dataset", "release"),
    *("reporter", "years", *RIDES[:3], "item", "order_years", "straddling"),
)
Years = int | tuple[int | None, int | None]
# the years of a row that are kept
_ENDS = ("armsflow__opens", "armsflow__closes")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
# what parts the words of a selection from each other
_BETWEEN = re.compile(r"[\s;+=|]+")
CONDITIONS = ("new", "second-hand", "second-hand modernized")


@on_engines(*RIDES, LISTED, changes=COVERED)
def where(
    records: IntoFrameT,
    *,
    supplier: str | Iterable[str] | None = None,
    recipient: str | Iterable[str] | None = None,
    stage: str | Iterable[str] | None = None,
    category: str | Iterable[str] | None = None,
    unit: str | Iterable[str] | None = None,
    prices: str | Iterable[str] | None = None,
    source: str | Iterable[str] | None = None,
    dataset: str | Iterable[str] | None = None,
    release: str | Iterable[str] | None = None,
    reporter: str | Iterable[str] | None = None,
    years: Years | None = None,
    designation: str | Iterable[str] | None = None,
    item: str | Iterable[str] | None = None,
    condition: str | Iterable[str] | None = None,
    local_production: bool | None = None,
    order_years: Years | None = None,
    straddling: str = "raise",
    **columns: str | Iterable[str],
) -> IntoFrameT:
    """The records that fit every condition given.

    Parameters
    ----------
    records : records frame
    supplier, recipient : str or several
        Codes or any known names. The name or code of a group (``"ASEAN"``, ``"Western Asia"``,
        ``"members:NATO"``) stands for its members, each in the years in which it is one (see `members`).
        The name of an organisation that has members as well raises an error that offers both.
    stage, unit, prices, source, dataset, release, reporter : str or several
    category : str or several
        Codes, or anything that `parse_category` reads: ``"air defence"``, ``"ML14"``, ``"HS 93"``. A
        category stands for its subdivisions too (``hs:930110`` is in ``hs:93``), and a weapon for its whole
        category: ``"F-16"`` for all aircraft, with a warning, as `designation` finds the weapon. A record
        fits if all categories of its figure are among these; one figure for a set that is only partly asked
        for straddles. Records that do not say (``"all"``) fit only if ``"all"`` is asked for.
    years : int or (int, int)
        One calendar year, or the first and the last, inclusive; None leaves a side open: ``(2020, None)``. A
        record fits if its whole span lies inside; of a delivery the years listed in ``delivery_years``, if
        there is such a column.
    designation, item : str or several
        Words that a register's ``designation``, or the ``item``, must hold, in any case of letters; blanks,
        hyphens and points between letters and digits do not matter. Words are matched whole: ``"Su-30"``
        finds Su-30MK and SU 30, not Su-300; ``"tank"`` finds tank, not tanker.
    condition : str or several
        Of a register: ``"new"``, ``"second-hand"`` or ``"second-hand modernized"``.
    local_production : bool
        Whether the recipient makes them under licence. Registers that do not say so are refused.
    order_years : int or (int, int)
        Year of the order, as in `years`.
    straddling : {"raise", "drop", "cut"}
        What to do with a figure that lies partly inside the years, the categories or the years of a
        membership. ``"drop"`` leaves it out and warns; the years that it touches are then no longer
        observed, so that ``complete`` is false for them in summaries. ``"cut"`` keeps the part inside: of a
        span the even share of its years, of a set of categories no value at all; its bounds become
        [0, high].
    **columns : str or several
        Any other column of text that the records have, such as ``aid_type="military"`` of `read_kiel` or
        ``status="reported"`` of `read_claims`: what its cells must be, in any case of letters.

    Returns
    -------
    records frame
        Of the same kind, same columns. ``selection`` says what was chosen: suppliers, recipients, categories
        and columns that only some sources have; ``observed_start`` and ``observed_end`` lie inside `years`
        and the years of membership.

    Raises
    ------
    ArgumentError
        If a condition is not a word of its column, `years` or `order_years` are no years, or records lack a
        column that is asked for, or it holds no text.
    CategoryError
        If words for categories are not known.
    PartyError
        If names of parties are not known, or may mean an organisation or its members.
    RecordError
        If ``delivery_years`` cannot be read or does not fit the span.
    SpanError
        If figures straddle and `straddling` is ``"raise"``; ``.rows`` holds them.

    Warns
    -----
    UserWarning
        If figures that straddle are left out: which, and how much; if records are sorted by other schemes
        than that of `category`; if a weapon such as ``"F-16"`` is given as `category`; if data sets are left
        out that are called like one of `dataset`, such as ``"temporary, extension"``.

    Examples
    --------
    What did Armenia borrow for arms?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> af.where(claims, recipient="Armenia", stage="loan")[["supplier", "value", "unit"]]
      supplier        value unit
    0      RUS  200000000.0  USD
    1      RUS          NaN  USD

    Which of the claims are supported by nothing?

    >>> af.where(claims, status="unsupported")[["supplier", "stage", "start", "end"]]
      supplier    stage  start   end
    0      RUS  payment   2010  2019
    """
    one_of(straddling, STRADDLING, "straddling")
    data = records_of(records)
    conditions = {
        "stage": (stage, STAGES),
        "unit": (unit, units()),
        "reporter": (reporter, REPORTERS),
        "prices": (prices, None),
        "source": (source, None),
        "dataset": (dataset, None),
        "release": (release, None),
    }
    given: dict[str, Any] = {column: names for column, (names, _) in conditions.items()}
    given |= {"supplier": supplier, "recipient": recipient, "category": category, "item": item}
    given |= {"start": years, "end": years}
    asked = [column for column, wanted in given.items() if wanted is not None]
    look_for_nulls(data, asked)
    check_codes(data, asked)
    dropped: list[pd.DataFrame] = []
    before = data
    for column, (names, words) in conditions.items():
        if names is not None:
            wanted = [one_of(name, words, column) if words else name for name in _several(names)]
            if column == "dataset":
                _say_further(data, wanted)
            data = data.filter(among(column, wanted))
    data, chosen = _of_weapons(data, designation, item, condition, local_production, order_years)
    for column, cells in columns.items():
        if cells is not None:
            data, chosen[column] = _of_words(data, column, cells)
    for column, names in (("supplier", supplier), ("recipient", recipient)):
        if names is not None:
            chosen[column], spells = parties_and_spells(_several(names))
            data = _of_parties(data, column, chosen[column], spells, straddling, dropped)
    if category is not None:
        several = _several(category)
        chosen["category"] = _leaves(several)
        _check_weapons(several)
        data = _in_categories(data, chosen["category"], straddling, dropped)
    if years is not None:
        data = _in_years(data, years_within(years, "years"), straddling, dropped)
    if dropped:
        data = _without(data, dropped, chosen.get("category"), years)
    return (_with_selection(data, selections(before), chosen) if chosen else data).to_native()


def _say_further(data: Any, wanted: Sequence[str]) -> None:
    """Warn of data sets that are left out and are called like a chosen one: "temporary, extension"."""
    met = {str(name) for name in collect(data.select("dataset").unique())["dataset"].dropna()}
    kinds = tuple(f"{name}," for name in wanted)
    if further := sorted(name for name in met - {*wanted} if name.startswith(kinds)):
        warnings.warn(
            f"dataset is {sample(wanted)}, and {sample(further)} are apart and left out; name them too if "
            "they belong to the question",
            UserWarning,
            stacklevel=4,
        )


def _of_weapons(
    data: Any, designation: Any, item: Any, condition: Any, local_production: bool | None, order_years: Any
) -> tuple[Any, dict[str, list[str]]]:
    """Rows by what the extra columns of a source say of weapons and orders; and what was chosen of each."""
    chosen: dict[str, list[str]] = {}
    for column, text in (("designation", designation), ("item", item)):
        if text is not None:
            data, chosen[column] = _with_words(data, column, _several(text))
    if condition is not None:
        chosen["condition"] = [_condition(word) for word in _several(condition)]
        data = _ridden(data, "condition").filter(among("condition", chosen["condition"]))
    if local_production is not None:
        data, chosen["local_production"] = _made_locally(data, local_production)
    if order_years is not None:
        first, last = years_within(order_years, "order_years")
        chosen["order_year"] = [span_in_words(first, last)]
        ordered = nw.col("order_year")
        data = _ridden(data, "order_year").filter((ordered >= first) & (ordered <= last))
    return data, chosen


def _several(names: str | Iterable[str]) -> list[str]:
    if not isinstance(names, Iterable):
        raise ArgumentError(f"a condition is {names!r}; expected a text or several", rows=[names])
    return [names] if isinstance(names, str) else list(names)


def _of_parties(
    data: Any,
    side: str,
    codes: list[str],
    spells: list[Spell],
    straddling: str,
    dropped: list[pd.DataFrame],
) -> Any:
    """Rows of some parties, and of members of groups in the years in which they are members."""
    by_date = [spell for spell in spells if spell.member not in codes]
    if not by_date:
        return data.filter(among(side, codes))
    look_for_nulls(data, ["start", "end"])
    data = data.filter(among(side, codes) | touched(side, by_date))
    if straddling == "raise":
        refuse_crossing(data, side, by_date)
    elif straddling == "drop":
        data = _dropping(data, crossing(side, by_date), dropped)
    else:
        data = _cut_to_spells(data, side, by_date)
    return within_spells(data, side, by_date)


def _cut_to_spells(data: Any, side: str, spells: list[Spell]) -> Any:
    """Rows cut to the years of membership; a row that meets two spells has no one part inside."""
    members = [spell.member for spell in spells]
    again = [spell for spell in spells if members.count(spell.member) > 1]
    if again:
        refuse_crossing(data, side, again)
    names = data.collect_schema().names()
    opens, closes = _span()
    # as columns: conditions inside conditions would be computed again for every window
    data = data.with_columns(armsflow__crosses=crossing(side, spells))
    first, last = opens, closes
    for (begin, until), own in by_window(spells):
        met = nw.col("armsflow__crosses") & touched(side, own)
        first = nw.when(met & (opens < begin)).then(nw.lit(begin)).otherwise(first)
        last = nw.when(met & (closes > until)).then(nw.lit(until)).otherwise(last)
    data = data.with_columns(armsflow__first=first, armsflow__last=last)
    first, last = nw.col("armsflow__first"), nw.col("armsflow__last")
    data, crosses, part = _with_part(data, first, last)
    data = _parted(data, crosses, part)
    return data.with_columns(start=first.cast(nw.Int16()), end=last.cast(nw.Int16())).select(names)


def _ridden(data: Any, column: str) -> Any:
    """The records, if they have a column that a register has."""
    if column not in data.collect_schema().names():
        raise ArgumentError(
            f"records have no column {column!r}; expected those of a register of read_sipri()", rows=[column]
        )
    return data


def _of_words(data: Any, column: str, words: Any) -> tuple[Any, list[str]]:
    """Records of which a column of text has one of some cells, and these as a selection has them."""
    _check_text(data.collect_schema(), column)
    asked = _several(words)
    met = collect(data.select(column).unique())[column].dropna().astype(str).tolist()
    folded = [str(word).casefold() for word in asked]
    if met and (lacking := [word for word in asked if str(word).casefold() not in map(str.casefold, met)]):
        warnings.warn(
            f"no record has {column}={sample(lacking)}; it is one of {sample(sorted(met))}",
            UserWarning,
            stacklevel=4,
        )
    found = sorted(cell for cell in met if cell.casefold() in folded)
    chosen = found or [str(word) for word in asked]
    return data.filter(among(column, found)), [_BETWEEN.sub(" ", cell).strip() for cell in chosen]


def _check_text(schema: Any, column: str) -> None:
    """Raise unless a column that a keyword names is there, and of text."""
    others = [name for name in schema if not name.startswith(OURS)]
    way = (
        "take order_years=" if column == "order_year" else "take years=" if column in ("start", "end") else ""
    )
    if column not in others:
        raise ArgumentError(
            f"records have no column {column!r}{nearest(column, [*CHOICES, *others])}; "
            f"{way or 'expected a column of text, or one of ' + sample(CHOICES, most=20)}",
            rows=[column],
        )
    if schema[column] not in (nw.String(), nw.Categorical()) and not isinstance(schema[column], nw.Enum):
        raise ArgumentError(
            f"{column} holds {schema[column]}, and where() chooses by columns of text; "
            f"{way or 'keep the rows with a filter of your engine'}",
            rows=[column],
        )


def _with_words(data: Any, column: str, asked: list[str]) -> tuple[Any, list[str]]:
    """Records whose text holds one of some words, and these words as a selection has them."""
    met = collect(_ridden(data, column).select(column).unique())[column].dropna().tolist()
    patterns = [_pattern(words, column) for words in asked]
    found = [text for text in met if any(pattern.search(str(text)) for pattern in patterns)]
    return data.filter(among(column, found)), [_BETWEEN.sub(" ", words).strip() for words in asked]


def _pattern(words: str, column: str) -> re.Pattern[str]:
    """Words whole, whatever stands between their letters and digits."""
    if not isinstance(words, str) or not (pieces := _PIECE.findall(words)):
        raise ArgumentError(f"{column} is {words!r}; expected words such as 'Su-30'", rows=[words])
    last = r"(?![.,]?\d)" if pieces[-1].isdigit() else r"(?![^\W\d_])"
    return re.compile(r"(?<![^\W_])" + r"[\W_]*".join(map(re.escape, pieces)) + last, re.IGNORECASE)


def _condition(word: str) -> str:
    """A condition in the spelling of the frame: "Second hand but modernized" is "second-hand modernized"."""
    text = " ".join(re.sub(r"[\s-]+|\bbut\b", " ", str(word).casefold()).split())
    known = {text.replace("-", " "): text for text in CONDITIONS}
    known |= {text.replace("ized", "ised"): name for text, name in known.items()}
    return known[text] if text in known else str(one_of(word, CONDITIONS, "condition"))


def _made_locally(data: Any, wanted: bool) -> tuple[Any, list[str]]:
    if not isinstance(wanted, bool):
        raise ArgumentError(f"local_production is {wanted!r}; expected True or False", rows=[wanted])
    flags = nw.col("local_production")
    met = collect(_ridden(data, "local_production").select("local_production").unique())["local_production"]
    if len(met) and met.isna().any():
        raise ArgumentError(
            "the records do not say of all rows whether they are made under licence: such columns are in "
            "files of deliveries by year; keep these with where(records, dataset='deliveries')",
            rows=[wanted],
        )
    return data.filter(flags.cast(nw.Boolean()) if wanted else ~flags.cast(nw.Boolean())), [str(wanted)]


def _with_selection(data: Any, before: list[str], chosen: dict[str, list[str]]) -> Any:
    """Rows that say of themselves of which columns only some were chosen."""
    after = {
        selection: reduce(lambda text, some: _narrowed(text, *some), chosen.items(), selection)
        for selection in before
    }
    if not after:
        return data
    if len(kinds := set(after.values())) == 1:
        return data.with_columns(selection=nw.lit(next(iter(kinds))))
    selection = nw.col("selection")
    words = list(after), list(after.values())
    return data.with_columns(selection.replace_strict(*words, default=selection, return_dtype=nw.String()))


def _narrowed(selection: str, column: str, wanted: list[str]) -> str:
    return narrowed_to(selection, column, wanted) if column in SIDES else narrowed(selection, column, wanted)


def _in_years(data: Any, years: tuple[int, int], straddling: str, dropped: list[pd.DataFrame]) -> Any:
    first, last = years
    names = data.collect_schema().names()
    start, end = _span()
    data = within_years(data.filter((start <= last) & (end >= first)), first, last)
    opens = nw.when(start < first).then(nw.lit(first)).otherwise(start)
    closes = nw.when(end > last).then(nw.lit(last)).otherwise(end)
    data, crosses, part = _with_part(data, opens, closes)
    if straddling == "raise":
        _none(
            data,
            crosses,
            f"spans straddle the years {span_in_words(first, last)}",
            "the part inside, bounded by [0, high]; to choose whole windows, call to_periods() before "
            "where(years=…)",
        )
    elif straddling == "drop":
        data = _dropping(data, crosses, dropped)
    else:
        data = _parted(data, crosses, part)
    return data.with_columns(start=opens.cast(nw.Int16()), end=closes.cast(nw.Int16())).select(names)


def _span() -> tuple[Any, Any]:
    return nw.col("start").cast(nw.Int32()), nw.col("end").cast(nw.Int32())


def _with_part(data: Any, opens: Any, closes: Any) -> tuple[Any, Any, Any]:
    """Rows with some year from `opens` to `closes`; whether they have others, and the share of those inside.

    Of a delivery whose years are listed these count, of others all years of the span.
    """
    start, end = _span()
    even = (closes - opens + 1).cast(nw.Float64()) / (end - start + 1).cast(nw.Float64())
    crosses = (opens > start) | (closes < end)
    data = with_listed(data)
    if TEXT not in data.collect_schema().names():
        return data, crosses, even
    data = data.with_columns(armsflow__opens=opens, armsflow__closes=closes)
    spans = spans_of(data, _ENDS)
    check_listed(data, spans)
    if not spans["years"].notna().any():
        return data, crosses, even
    shares = [_share(*span) for span in spans[["start", "end", *_ENDS, "years"]].itertuples(index=False)]
    some = keyed(spans, **{name: spans[name] for name in _ENDS}, armsflow__part=shares)
    data = joined(data, some, [name for name in some.column_names if name != "armsflow__part"])
    part = nw.col("armsflow__part")
    return data.filter(part > 0.0), part < 1.0, part


def _share(start: int, end: int, opens: int, closes: int, years: list[int] | None) -> float:
    """The share of the years of a span, or of those listed, that lie between two."""
    years = list(range(start, end + 1)) if years is None else years
    return sum(opens <= year <= closes for year in years) / len(years)


def _parted(data: Any, crosses: Any, part: Any) -> Any:
    """Rows that cross a limit with the even share of the years that are left, bounded by [0, high]."""
    return data.with_columns(
        value=nw.when(crosses).then(nw.col("value") * part).otherwise(nw.col("value")),
        quantity=nw.when(crosses).then(nw.col("quantity") * part).otherwise(nw.col("quantity")),
        low=nw.when(crosses).then(nw.col("low") * 0.0).otherwise(nw.col("low")),
    )


def _dropping(data: Any, crosses: Any, dropped: list[pd.DataFrame]) -> Any:
    """The rows that do not straddle; those that do are kept in mind in `dropped`."""
    dropped.append(collect(data.filter(crosses)))
    return data.filter(~crosses)


def _without(data: Any, dropped: list[pd.DataFrame], asked: list[str] | None, years: Years | None) -> Any:
    """The records without rows that straddle: these are named, and their years are no longer observed."""
    rows = pd.concat(dropped, ignore_index=True)
    if asked is not None:
        wanted = _with_subdivisions(asked)
        rows = rows[[bool(wanted & set(category.split("+"))) for category in rows["category"]]]
    span = None if years is None else years_within(years, "years")
    if span is not None:
        rows = rows[(rows["start"] <= span[1]) & (rows["end"] >= span[0])]
    if not len(rows):
        return data
    sums = rows.groupby("unit")["value"].sum(min_count=1)
    values = [f"{value:,.0f} {unit}" for unit, value in sums.dropna().items()]
    warnings.warn(
        f"{len(rows)} row(s) that straddle what is asked for are left out: {sample(rows['record'])}, with "
        f"{' and '.join(values) or 'no value'} in all; their years are then incomplete. "
        'straddling="cut" keeps the part inside',
        UserWarning,
        stacklevel=4,
    )
    return without_years_of(data, rows, span)


def _with_subdivisions(asked: list[str]) -> set[str]:
    return {*asked, *(leaf for leaf in leaves() if any(is_part(leaf, whole) for whole in asked))}


def _leaves(names: list[str]) -> list[str]:
    """The categories that some names, or sets of them, are made of."""
    return sorted({leaf for name in names for leaf in parse_category(name).split("+")})


def _check_weapons(names: list[str]) -> None:
    """Warn where a weapon stands for its whole category."""
    for name in names:
        if names_weapons(name):
            warnings.warn(
                f"category={name!r} chooses all of {parse_category(name)!r}, of which it is one; choose the "
                f"weapon itself with designation={name!r}, where records have designations, or item={name!r}",
                UserWarning,
                stacklevel=4,
            )


def _check_schemes(asked: list[str], met: list[str]) -> None:
    """Warn where records are sorted by other schemes than those that are asked for, so that none fits."""
    wanted, held = (
        {_scheme(leaf) for c in cells for leaf in c.split("+") if leaf != "all"} for cells in (asked, met)
    )
    if wanted and held and not wanted & held:
        warnings.warn(
            f"category is {sample(asked)}, of the scheme {sample(sorted(wanted))}, and the records are "
            f"sorted by {sample(sorted(held))}: none fits; to_categories() goes from one to another",
            UserWarning,
            stacklevel=4,
        )


def _scheme(leaf: str) -> str:
    """The scheme of a category by its prefix; SIPRI's has none."""
    prefix, colon, _ = leaf.partition(":")
    return prefix if colon else "sipri"


def _in_categories(data: Any, asked: list[str], straddling: str, dropped: list[pd.DataFrame]) -> Any:
    wanted = _with_subdivisions(asked)
    met = collect(data.select("category").unique())["category"].tolist()
    _check_schemes(asked, met)
    inside = [c for c in met if set(c.split("+")) <= wanted]
    across = [c for c in met if c not in inside and wanted & set(c.split("+"))]
    if not across:
        return data.filter(among("category", inside))
    data = data.filter(among("category", [*inside, *across]))
    crosses = among("category", across)
    if straddling == "drop":
        return _dropping(data, crosses, dropped)
    if straddling == "raise":
        _none(
            data,
            crosses,
            f"figures for a set of categories straddle {sample(sorted(wanted))}",
            "no value, bounded by [0, high]",
        )
    left = {c: "+".join(leaf for leaf in c.split("+") if leaf in wanted) for c in across}
    left |= {c: c for c in inside}
    return data.with_columns(
        value=nw.when(~crosses).then(nw.col("value")),
        quantity=nw.when(~crosses).then(nw.col("quantity")),
        low=nw.when(crosses).then(nw.col("low") * 0.0).otherwise(nw.col("low")),
        category=nw.col("category").replace_strict(
            list(left), list(left.values()), default=nw.col("category"), return_dtype=nw.String()
        ),
    )


def is_part(leaf: str, whole: str) -> bool:
    """Whether a category is another or a subdivision of it: hs:930110 of hs:93, un:IVa of un:IV."""
    inside = leaf.startswith(whole) and (whole.startswith("hs:") or leaf.removeprefix(whole) in ("a", "b"))
    return leaf == whole or inside


def _none(data: Any, crosses: Any, found: str, cut: str) -> None:
    rows = collect(data.filter(crosses))
    if len(rows):
        shown = rows[["record", "supplier", "recipient", "category", "start", "end", "value"]].head()
        raise SpanError(
            f"{found} in {len(rows)} row(s):\n{shown.to_string(index=False)}\n"
            f'straddling="drop" leaves them out, "cut" keeps {cut}',
            rows=without_ours(rows),
        )
