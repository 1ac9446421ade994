"""Former states under the code of the one state that continues each."""

from __future__ import annotations

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from armsflow.parties import all_codes, members_group
from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.membership import selections
from armsflow.records.schema import SIDES
from armsflow.records.selection import anew, of_side, read
from armsflow.successions import formers

__all__ = ["to_successors"]


@on_engines(same_rows=True, changes=["selection"])
def to_successors(records: IntoFrameT) -> IntoFrameT:
    """Replace codes of former states by those of their successors.

    The Soviet Union becomes Russia, East Germany Germany, the two Yemens Yemen, the two Vietnams
    Vietnam, Serbia and Montenegro Serbia. Czechoslovakia stays, since two equal states followed it, and
    so does Yugoslavia until 1991, which five followed; the Federal Republic of Yugoslavia, under the
    same code from 1992 to 2003, becomes Serbia. Biafra and Katanga stay, which fought those they
    returned to.

    Parameters
    ----------
    records : frame
        Records in pandas, PyArrow, Polars (eager or lazy), DuckDB or Spark.

    Returns
    -------
    frame
        The same rows and columns, of the same kind. A column ``selection`` says on which sides former states
        now count under those that continue them, and so do summaries: ``successors=recipient+supplier``.

    Raises
    ------
    RecordError
        If there is no column ``supplier`` or ``recipient``.

    Notes
    -----
    The successors are a column of ``table("parties.csv")``, beside the first year from which a code has
    its successor, where that is not always: a span that begins before keeps the former code, and so
    do rows without a column ``start``. One code for a long series is a choice, not a fact: Russia kept
    the treaties of the Soviet Union, fifteen states its arms and factories. Yugoslavia: Security Council
    resolution 777 (1992) and the agreement on succession issues of 2001.

    Examples
    --------
    Who supplied India, counting Moscow once, and which Yugoslavia is Serbia's?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> flows = pd.DataFrame(
    ...     {
    ...         "supplier": ["SUN", "RUS", "CSK", "YUG", "YUG"],
    ...         "recipient": "IND",
    ...         "start": [1985, 1995, 1985, 1985, 1996],
    ...     }
    ... )
    >>> list(af.to_successors(flows)["supplier"])
    ['RUS', 'RUS', 'CSK', 'YUG', 'SRB']
    """
    data = records_of(records, SIDES)
    schema = data.collect_schema()
    dated = "start" in schema.names()
    # of a frame that is none of records, a column of that name may hold anything
    marked = _marked(data) if schema.get("selection") == nw.String() and "source" in schema else data
    return marked.with_columns(*(_succeeded(side, dated=dated) for side in SIDES)).to_native()


def _succeeded(side: str, *, dated: bool) -> Any:
    # a chain of comparisons runs on every engine and keeps the order of rows, which a join does not
    code = nw.col(side)
    for former, row in all_codes().items():
        first = int(row["successor_from"])
        if row["successor"] and (dated or not first):
            met = nw.col(side) == former
            met = met & (nw.col("start") >= first) if first else met
            code = nw.when(met).then(nw.lit(row["successor"])).otherwise(code)
    return code.alias(side)


def _marked(data: Any) -> Any:
    """Rows that say on which sides their former states count under those that continue them."""
    after = {text: anew(text, read(text), _whole_sides(text)) for text in selections(data)}
    if not after:
        return data
    selection = nw.col("selection")
    words = list(after), list(after.values())
    return data.with_columns(selection.replace_strict(*words, default=selection, return_dtype=nw.String()))


def _whole_sides(selection: str) -> list[str]:
    """The sides of a selection on which all former states are there that its states continue."""
    chosen = {side: of_side(selection, side) for side in SIDES}
    return [side for side, codes in chosen.items() if codes is None or _is_whole(codes)]


def _is_whole(codes: list[str]) -> bool:
    """Whether nobody is missing whom one of some parties continues; of groups it is not known."""
    before = {former for code in codes for former in formers(code, since=0, sources=("",))}
    return before <= {*codes} and not any(members_group(code) for code in codes)
