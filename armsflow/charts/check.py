"""Summary frames as charts need them: read from pandas or Polars with plain columns, and checked.

`read` is the way in. The other functions raise an error for a frame that one chart cannot draw, or say which
columns are keys, which of them vary, and in what order rows stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from armsflow.errors import ArgumentError, RecordError, sample
from armsflow.flags import flags
from armsflow.languages import text_of
from armsflow.open_bounds import OPEN, restored
from armsflow.records import selection
from armsflow.records.schema import FIGURE, OBSERVED, SIDES
from armsflow.replaced import replaced

__all__: list[str] = []

#: What every summary has beside its keys and its own columns.
COMMON = (
    "period", *FIGURE, "start", "end", "unit", "prices", "stage", "source", "release", "undisclosed",
)  # fmt: skip
#: What summaries say of their records, and frames made by hand or by an older edition may leave out.
_UNSAID: dict[str, Any] = {"dataset": "", "complete": True, "selection": ""}
#: Columns of every summary that hold numbers, beside its years.
_NUMBERS = (*FIGURE, "undisclosed", "estimated")
_YEARS = ("start", "end", *OBSERVED)
#: Columns of summaries whose figure is not their value, or not a sum, and how that is drawn instead.
_FIGURES = {
    "relative": ("relative", "draw its ratios with plot_lines or plot_dumbbells"),
    "burden": ("burden", "print its ratios with write_table"),
    "years": ("annual_rates", "draw its rates with plot_annual_rates"),
    "supplied": ("balances", "draw its two sides with plot_balances or plot_lines"),
    "left_value": ("discrepancies", "draw it with plot_discrepancies or plot_supplier_balance"),
}
#: Columns that hold text, also where a file that was read again made numbers or nulls of it.
_TEXTS = (
    "period", "unit", "prices", "stage", "source", "dataset", "release", "reporter", "selection",
    "of", "within", "gaps",
)  # fmt: skip
#: Columns of parties that may be empty in all rows, of which a file that was read again makes numbers.
_PARTNER = r"partner_\d+"
#: Columns that hold parts of a whole, which lie between 0 and 1 but for the last digits of a sum.
_FRACTION, _DUST = re.compile(r"(?:\w+_)?(?:share|hhi)(?:_low|_high)?"), 1e-6
#: Tables of money that is not for arms from anyone.
SPENDING = {"military spending", "GDP"}
#: What changes and rankings may say of the window before, for `optional`.
PREVIOUS = ("previous_undisclosed", "previous_estimated")


def read(
    data: IntoFrame,
    *,
    chart: str,
    noun: str,
    texts: Sequence[str] = (),
    figures: Sequence[str] = (),
    optional: Sequence[str] = (),
    common: Sequence[str] = COMMON,
) -> pd.DataFrame:
    """A summary as a new pandas frame with plain numbers and texts, or an error that names the noun.

    `texts` and `figures` are the columns that the frame must have beside the `common` ones; `optional` are
    regular expressions of further columns of numbers. These are numbers even where they hold only nulls or
    objects; of other columns the type decides.
    """
    draws = f"{chart} draws what {noun}() returns"
    frame = nw.from_native(data, pass_through=True)
    if isinstance(frame, nw.DataFrame) and any(str(name).endswith(OPEN) for name in frame.columns):
        frame = nw.from_native(restored(frame.to_pandas()))
    if not isinstance(frame, nw.DataFrame):
        raise ArgumentError(
            f"{draws}; got a {type(data).__module__}.{type(data).__name__}; "
            f"give it the frame of {noun}(records, …)",
            rows=[type(data)],
        )
    missing = [name for name in (*common, *figures, *texts) if name not in (*frame.columns, *_UNSAID)]
    if missing:
        raise ArgumentError(
            f"{draws}; missing: {sample(missing, most=20)}; call {noun}(records, …) first",
            rows=missing,
        )
    if common is COMMON:
        _check_figure(frame.columns, {*figures, *texts}, draws=draws, noun=noun)
    if not len(frame):
        raise ArgumentError(
            f"{draws}; this frame has no rows, so there is nothing to draw; look at the filter before it: "
            "coverage(records, by='supplier') lists who is in the records"
        )
    found = [name for name in frame.columns if any(re.fullmatch(each, name) for each in optional)]
    table = _without_names(frame.to_pandas().reset_index(drop=True))
    unsaid = {name: cell for name, cell in _UNSAID.items() if name not in table}
    table = table.assign(**unsaid)
    # a program may have stored it as a word
    table = table.assign(complete=flags(table, "complete"))
    plain = _plain(table, {*_NUMBERS, *figures, *found}, {*_TEXTS, *texts})
    numbers = {*figures, *found}
    check_fractions(plain, sorted(numbers))
    check_inside(plain, ["value", *(name for name in sorted(numbers) if _FRACTION.fullmatch(name))])
    return plain


def _without_names(table: pd.DataFrame) -> pd.DataFrame:
    """A summary that `write_table` stored, without the names that it puts behind codes: they are no keys."""
    sides = [side for side in (*SIDES, "party") if {side, f"{side}_name"} <= {*table}]
    called = [side for side in sides if (table.groupby(side)[f"{side}_name"].nunique() == 1).all()]
    return table.drop(columns=[f"{side}_name" for side in called])


def check_inside(table: pd.DataFrame, figures: Iterable[str]) -> None:
    """Raise where a figure lies outside its bounds, as after a change of the figure alone.

    A figure that was rounded may. `figures` are columns whose bounds are called ``low`` and ``high`` in place
    of "value", or end so.
    """
    for name in figures:
        low, high = _bound(name, "low"), _bound(name, "high")
        if not {name, low, high} <= {*table}:
            continue
        value, least, most = (_floats(table[each]) for each in (name, low, high))
        # NaN is neither
        below, above = value < least, value > most
        outside = below | above
        if outside.any():
            outside = (below & ~_is_rounded(value, least)) | (above & ~_is_rounded(value, most))
        if outside.any():
            rows = table[outside]
            shown = [
                f"{name} {v:g}, {low} {a:g}, {high} {b:g}" for v, a, b in _triples(rows, name, low, high)
            ]
            raise RecordError(
                f"{name} lies outside {low} and {high} in {len(rows)} row(s): {sample(shown)}; expected "
                f"{low} ≤ {name} ≤ {high}: where you divide or multiply {name}, do the same with {low} and "
                f"{high}; where you put another figure into {name}, such as a mean, put it into {low} and "
                f"{high} as well",
                rows=rows,
            )


def _is_rounded(figure: NDArray[np.float64], bound: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which figures are their bound, or that rounded to some decimal or some power of ten."""
    found = np.isclose(figure, bound, rtol=1e-6, atol=0)
    rest = np.flatnonzero(~found & np.isfinite(figure) & np.isfinite(bound))
    for decimals in range(-12, 5):
        rounded = np.round(bound[rest], decimals)
        # what is half or more is no 0
        some = (rounded != 0) | (np.abs(bound[rest]) < 0.5)
        found[rest] |= some & np.isclose(figure[rest], rounded, rtol=1e-9, atol=1e-12)
    return found


def check_fractions(table: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raise where a share is below 0 or above 1, as after a change to per cent."""
    for name in columns:
        if not _FRACTION.fullmatch(name) or not pd.api.types.is_numeric_dtype(table[name]):
            continue
        cells = _floats(table[name])
        wrong = (cells < -_DUST) | (cells > 1 + _DUST)
        if wrong.any():
            shown = sample(sorted(set(cells[wrong].tolist())))
            raise RecordError(
                f"{name} is outside 0 to 1 in {int(wrong.sum())} row(s): {shown}; "
                "expected fractions of 1, which charts print in per cent",
                rows=table[wrong],
            )


def _bound(figure: str, end: str) -> str:
    return f"{figure.removesuffix('value')}{end}" if figure.endswith("value") else f"{figure}_{end}"


def _floats(cells: pd.Series) -> NDArray[np.float64]:
    numbers = pd.to_numeric(cells, errors="coerce").astype("Float64")
    return np.asarray(numbers.to_numpy(dtype=float, na_value=np.nan))


def _triples(rows: pd.DataFrame, *columns: str) -> Iterable[tuple[float, ...]]:
    return zip(*(_floats(rows[name]) for name in columns), strict=True)


def _check_figure(columns: Iterable[str], asked: set[str], *, draws: str, noun: str) -> None:
    """Raise where the value of a frame is another figure than that which its noun is for."""
    for column, (other, way) in _FIGURES.items():
        if column in columns and column not in asked:
            raise ArgumentError(
                f"{draws}; this frame is that of {other}(), whose {column!r} it would leave out; {way}, or "
                f"call {noun}(records, …)",
                rows=[column],
            )


def _plain(frame: pd.DataFrame, figures: set[str], texts: set[str]) -> pd.DataFrame:
    texts = texts | {name for name in map(str, frame) if re.fullmatch(_PARTNER, name)}
    texts = texts | {name for name in _keys_before(frame) if _are_words(frame[name])}
    return replaced(
        frame, {name: _column(frame[name], name in figures, name in texts) for name in frame.columns}
    )


def _keys_before(frame: pd.DataFrame) -> list[str]:
    """The columns before the windows or, where there are none, before the years."""
    names = list(frame.columns)
    ends = [names.index(name) for name in ("period", "start") if name in names]
    return [name for name in names[: min(ends, default=0)] if name not in _YEARS]


def _are_words(cells: pd.Series) -> bool:
    """Whether cells are True and False, or numbers of which some are missing: as keys, each is a text."""
    return pd.api.types.is_bool_dtype(cells) or (
        pd.api.types.is_numeric_dtype(cells) and bool(cells.isna().any())
    )


def _column(cells: pd.Series, is_figure: bool, is_text: bool) -> pd.Series:
    """One column as floats, whole numbers or texts of NumPy and Python; an unknown text is empty."""
    if is_text and not is_figure:
        return _texts(cells)
    if isinstance(cells.dtype, np.dtype) and cells.dtype.kind in "iuf" and cells.name not in _YEARS:
        return cells.astype(float) if is_figure else cells
    is_year = cells.name in _YEARS
    number = pd.api.types.is_numeric_dtype(cells) or pd.api.types.infer_dtype(cells) == "decimal"
    if not (is_figure or is_year or number):
        return _texts(cells)
    if not is_figure and isinstance(cells.dtype, np.dtype) and cells.dtype != object:
        return cells
    floats = pd.to_numeric(cells).astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    whole = not is_figure and (is_year or pd.api.types.is_integer_dtype(cells))
    out = pd.Series(floats, index=cells.index)
    return out.astype("int64") if whole and out.notna().all() else out


def _texts(cells: pd.Series) -> pd.Series:
    # of Python's own texts, since a chart takes a few rows many times, and each time costs Arrow much more
    return pd.Series([*map(text_of, cells.tolist())], index=cells.index, dtype=object)


def selection_of(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Column → what was chosen of it in all rows.

    Of rows with different choices that is all that they chose together, if a key tells them apart or one row
    of them has it all; else a title would say of each what holds for none.
    """
    met = selections_of(frame)
    chosen = selection.shared(met)
    if len(met) < 2:
        return chosen
    each = [selection.read(one) for one in met]
    return {
        column: codes
        for column, codes in chosen.items()
        if column in frame or any(one.get(column) == codes for one in each)
    }


def selections_of(frame: pd.DataFrame) -> list[str]:
    """What was chosen of the rows of a frame, each choice once; nothing where it does not say."""
    cells = frame["selection"].tolist() if "selection" in frame else []
    return list(dict.fromkeys(str(cell) for cell in cells if not pd.isna(cell)))


def with_previous(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of changes with what is undisclosed in either of the two windows."""
    if "previous_undisclosed" not in frame:
        return frame
    return frame.assign(undisclosed=frame["undisclosed"] + frame["previous_undisclosed"])


def is_aid(frame: pd.DataFrame) -> bool:
    """Whether all figures are of aid."""
    return "stage" in frame and set(frame["stage"]) == {"aid"}


def role(key: str, frame: pd.DataFrame) -> str:
    """What a column of parties is called: a supplier of aid is a donor."""
    return "donor" if key == "supplier" and is_aid(frame) else key


def is_spending(frame: pd.DataFrame) -> bool:
    """Whether all figures are spending or GDP, which no party gives another."""
    return "dataset" in frame and len(frame) > 0 and {*frame["dataset"]} <= SPENDING


def has_all_parts(frame: pd.DataFrame) -> bool:
    """Whether shares add up to all in each window: one that a user took out may be the largest."""
    if "share" not in frame or "within" not in frame:
        return True
    wholes = [*filter(None, str(frame["within"].iloc[0]).split("+")), "start", "end"]
    whole = frame.groupby([name for name in wholes if name in frame])["share"]
    return bool(whole.agg(lambda cells: bool(cells.isna().any()) or is_all(cells)).all())


def is_all(shares: pd.Series) -> bool:
    """Whether the shares of one whole that are known add up to all."""
    return abs(float(shares.sum()) - 1) < _DUST


def keys_of(frame: pd.DataFrame) -> list[str]:
    """The keys of a summary: the columns that stand before `period`; a place in a ranking is none."""
    names = list(frame.columns)
    found = names[: names.index("period")]
    return [name for name in found if name != "place"] if {"party", "side"} <= {*found} else found


def joined(frame: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    """Several columns as one text that tells rows apart; a single one as it stands."""
    texts = [" / ".join(map(str, row)) for row in zip(*(frame[key] for key in keys), strict=True)]
    return pd.Series(texts if keys else "", index=frame.index, dtype=object)


def varying(frame: pd.DataFrame, keys: Iterable[str]) -> list[str]:
    """Those of some columns that hold more than one value."""
    return [key for key in keys if frame[key].nunique() > 1]


def one_unit(frame: pd.DataFrame, *, chart: str) -> None:
    """Raise unless all figures are in one unit at one kind of prices."""
    for column in ("unit", "prices"):
        values = sorted(set(frame[column]))
        if len(values) > 1:
            raise ArgumentError(
                f"{chart} puts figures on one scale, and {column} is {sample(values)}; "
                f"draw one at a time: frame[frame[{column!r}] == {values[0]!r}]",
                rows=values,
            )


def one_stage(frame: pd.DataFrame, *, chart: str, remedy: str) -> None:
    """Raise unless all figures are of one stage."""
    values = sorted(set(frame["stage"]))
    if len(values) > 1:
        raise ArgumentError(
            f"{chart} puts figures on one scale, and stage is {sample(values)}: stages of one "
            f"transaction, not to be compared bar by bar; {remedy}",
            rows=values,
        )


def one_length(frame: pd.DataFrame, *, chart: str) -> None:
    """Raise unless all windows have the same number of years."""
    lengths = (frame["end"] - frame["start"] + 1).astype(int)
    if lengths.nunique() > 1:
        periods = list(frame["period"].drop_duplicates())
        raise ArgumentError(
            f"{chart} puts sums beside each other, and the windows are of "
            f"{sample(sorted(set(lengths)))} years ({sample(periods)}); make them equal with "
            "to_periods(records, 5, end=…), or compare per year with annual_rates(records)",
            rows=periods,
        )


def one_window(frame: pd.DataFrame, *, chart: str, remedy: str) -> None:
    """Raise unless all figures are of one window."""
    periods = list(frame.sort_values(["start", "end"])["period"].drop_duplicates())
    if len(periods) > 1:
        raise ArgumentError(
            f"{chart} draws one window, and the frame has {sample(periods)}; choose one with "
            f"frame[frame['period'] == {periods[-1]!r}], or {remedy}",
            rows=periods,
        )


def at_most(groups: Sequence[str], most: int, *, chart: str, what: str, remedy: str) -> None:
    """Raise if a chart is given more groups than it can draw."""
    if len(groups) > most:
        raise ArgumentError(
            f"{chart} can draw {most} {what}, and the frame has {len(groups)}: "
            f"{sample(groups, most=12)}; {remedy}",
            rows=list(groups),
        )


def once(frame: pd.DataFrame, columns: Sequence[str], *, chart: str) -> None:
    """Raise if two rows would be drawn at the same place."""
    double = frame[frame.duplicated(list(columns), keep=False)]
    if len(double):
        places = [" / ".join(row) for row in double[list(columns)].astype(str).to_numpy()]
        raise ArgumentError(
            f"{chart} draws one figure for each {', '.join(columns)}, and several rows stand for "
            f"{sample(sorted(set(places)))}; keep one of them, or draw them apart",
            rows=places,
        )


def rest_last(row: pd.Series, keys: Sequence[str]) -> tuple[bool, bool]:
    """By what "Unknown" and, before it, "Others" come behind everything else."""
    values = [str(row[key]) for key in keys]
    return any(value.startswith("unk:") for value in values), bool({"others", "smaller"} & {*values})


def first_rows(frame: pd.DataFrame, column: str) -> dict[str, pd.Series]:
    """The first row for each value of a column, in order of the values."""
    rows = frame.drop_duplicates(column).sort_values(column)
    return {str(row[column]): row for _, row in rows.iterrows()}


def by_window(
    frame: pd.DataFrame, keys: Sequence[str], *, chart: str, most: int, remedy: str
) -> dict[str, pd.DataFrame]:
    """The checked frame by its windows, the earliest first."""
    one_unit(frame, chart=chart)
    one_stage(frame, chart=chart, remedy="draw one at a time: where(records, stage=…)")
    one_length(frame, chart=chart)
    once(frame, [*keys, "period"], chart=chart)
    windows = frame.sort_values(["start", "end"])["period"].drop_duplicates()
    parts = {period: frame[frame["period"] == period] for period in windows}
    for part in parts.values():
        at_most(list(joined(part, keys)), most, chart=chart, what="rows", remedy=remedy)
    return parts


def ranked(frame: pd.DataFrame, keys: Sequence[str], figures: pd.Series) -> pd.DataFrame:
    """The rows from the largest figure to the least, what is not known and the rest at the end."""
    names = joined(frame, keys)

    def place(index: Any) -> tuple:
        figure = figures[index]
        rest = rest_last(frame.loc[index], keys)
        return (*rest, np.isnan(figure), -np.nan_to_num(figure), names[index])

    return frame.loc[sorted(frame.index, key=place)]
