"""Sums of figures that mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, one_of, sample
from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.listed_years import LISTED
from armsflow.summaries.absent import ABSENT, with_absent
from armsflow.summaries.adding import FLAGS, add, apart_of, check_top_in, columns_of, fold
from armsflow.summaries.layout import figures, finish, observed_of
from armsflow.summaries.reported_years import with_lacking

__all__ = ["totals"]


@on_engines(LISTED)
def totals(
    records: IntoFrameT,
    by: str | Iterable[str] = "supplier",
    *,
    over: tuple[int, int] | None = None,
    top: int | Mapping[str, int] | None = None,
    top_in: str = "all",
    absent: str = "auto",
) -> IntoFrameT:
    r"""Sums of figures that mean the same, with the sums of their bounds, :math:`[\sum l, \sum u]`.

    Parameters
    ----------
    records : records frame
    by : str or several
        Columns of the records. Rows that share them are added per span of years.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.
    top : int or dict, optional
        How many to keep of the *first* column of `by`; with ``by=["supplier", "recipient"]``, the largest
        suppliers of each recipient. Or how many of several columns, each by its own sums:
        ``{"supplier": 8, "recipient": 12}``, and for each unit, stage and whatever else is never added. The
        rest become ``"others"``. Rows that share the other columns must then agree in what they mean.
    top_in : {"all", "last", "each", "together"}
        Where the `top` largest are sought. ``"all"``: by their sum over all spans; whoever is the first in
        any one span is kept too. ``"last"``: in the last span that has a value. ``"each"``: whoever is among
        the `top` largest of any span. ``"together"``: by their sum over all that `by` tells apart further on,
        such as the same suppliers for each recipient. But for ``"last"``, more than `top` parties may be
        kept.
    absent : {"auto", "none", "unknown"}
        What a year, or a window of `to_periods`, without a record says. ``"auto"``: none, a row of 0, inside
        the years that the rows say are observed, if their source lists all there is; else nothing.
        ``"none"``: none, in all years of the records. ``"unknown"``: nothing. A state
        has no row of 0 for spans in which it did not exist at all.

    Returns
    -------
    summary
        One row per `by` and span: ``value, low, high`` [in ``unit``], ``records`` (rows added),
        ``undisclosed`` (rows without value and bounds, which bounds do not cover), ``estimated``
        (fraction of the value that the source marks as estimates), ``complete`` (whether the span lies
        inside the years that the source covers), ``selection`` (what was chosen before). ``start`` and
        ``end`` are the span as years; ``year`` is there only where all spans are single years, so that one
        record of several years leaves the summary without it. pandas, or Polars for Polars.

    Raises
    ------
    ArgumentError
        If `by` names no column of the records, `over` is no pair of years, `top` no whole number from 1,
        `top_in` or `absent` another word, the last span is not one, or `top` folds a column of your own that
        has cells ``"others"``.
    SpanError
        If rows reach outside `over`.
    MixedError
        If rows that share `by` differ in unit, prices, stage, source, release or reporter, pieces in
        category, or ``"all"`` stands beside named parties.
    PartError
        If rows that share `by` are a total and its part, or report one fact.
    RecordError
        If rows break the rules of the records frame, or one stands twice; of more than 2,000,000 rows in
        DuckDB or Spark the second is not looked for.

    Examples
    --------
    What did each side sign for with Russia?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> contracts = af.where(claims, stage="contract")
    >>> totals = af.totals(contracts, by="recipient").set_index(["recipient", "period"])
    >>> totals[["value", "low", "high"]] / 1e9
                       value  low  high
    recipient period
    AZE       2010–14    4.0  3.8   4.0
    """
    one_of(absent, ABSENT, "absent")
    check_top_in(top, top_in)
    data = records_of(records)
    keys = columns_of(by, data, "by")
    before = None
    if top is None:
        sums = with_lacking(add(data, keys, within=keys, over=over), keys, data, over)
    elif isinstance(top, Mapping):
        folded = columns_of(top, data, "top")
        if strange := [column for column in folded if column not in keys]:
            raise ArgumentError(f"top names {sample(strange)}; expected columns of by={keys}", rows=strange)
        kept = [key for key in keys if key not in folded]
        sums = with_lacking(add(data, keys, within=kept, over=over, flagged=True), keys, data, over)
        before = sums.drop(columns=[flag for flag in FLAGS if flag in sums])
        # each column is cut by sums over all others anyway
        where = "all" if top_in == "together" else top_in
        for column in folded:
            rest = [key for key in keys if key != column]
            # who is large is known only of what may be added: dollars and TIV have leaders of their own
            sums = fold(sums, [column], apart_of(sums, rest), top[column], where, besides=rest)
        sums = sums.drop(columns=[flag for flag in FLAGS if flag in sums])
    else:
        before = with_lacking(add(data, keys, within=keys[1:], over=over), keys, data, over)
        sums = fold(before, keys[:1], keys[1:], top, top_in)
    out = with_absent(figures(sums), observed_of(sums), absent, data, keys, over, before=before)
    return finish(out, keys, data, yearly=over is None or over[0] == over[1])
