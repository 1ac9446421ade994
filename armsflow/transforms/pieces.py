"""How many: numbers of pieces in place of volumes."""

from __future__ import annotations

import narwhals as nw
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, sample
from armsflow.records.check import records_of
from armsflow.records.engines import collect, on_engines
from armsflow.records.schema import FIGURE

__all__ = ["to_pieces"]


@on_engines(same_rows=True, changes=["unit"])
def to_pieces(records: IntoFrameT) -> IntoFrameT:
    r"""Records with the number of pieces in place of their volume.

    A figure :math:`x \in [l, u]` TIV of :math:`n` pieces becomes :math:`n` in
    :math:`[n\,l / x,\ n\,u / x]`: a register counts pieces, so that both bounds are :math:`n`; a part of a
    longer span keeps how wide it is.

    Parameters
    ----------
    records : records frame
        Volumes (TIV), pieces, or both, with a ``quantity``, such as the registers of `read_sipri`.

    Returns
    -------
    records frame
        Same rows and columns: ``value, low, high`` [pieces] and ``unit`` "pieces". Where the number is not
        known the row is undisclosed. Pieces of different categories are not added: name ``category`` among
        the keys.

    Raises
    ------
    ArgumentError
        If rows are money, or none has a quantity, such as the cells of a table of TIVs.

    Examples
    --------
    How many aircraft does the invented register say came to India in 2022?

    >>> import armsflow as af
    >>> register = af.read_sipri(af.table_path("sample_register.csv"))
    >>> aircraft = af.where(register, recipient="India", category="aircraft", years=2022)
    >>> af.totals(af.to_pieces(aircraft), by=["recipient", "category"])[["recipient", "value", "unit"]]
      recipient  value    unit
    0       IND    2.0  pieces
    """
    data = records_of(records, ("unit", "quantity", "stage", "dataset", *FIGURE))
    met = collect(data.select("unit", armsflow__known=~nw.col("quantity").is_null()).unique())
    if money := sorted(set(met["unit"]) - {"TIV", "pieces"}):
        counted = [unit for unit in ("TIV", "pieces") if unit in set(met["unit"])]
        way = (
            "which are money, and none in TIV or pieces; expected a register of SIPRI or UNROCA, which "
            "counts pieces"
        )
        if not counted and met["armsflow__known"].any():
            # heavy weapons for Ukraine, or goods of customs that are counted
            way += (
                "; where the column quantity counts pieces, records.assign(**dict.fromkeys(['value', 'low', "
                "'high'], records['quantity']), unit='pieces') makes them the figure"
            )
        if counted:
            chosen = repr(counted[0]) if len(counted) == 1 else repr(counted)
            way = f"which are money; keep what counts pieces with where(records, unit={chosen})"
        raise ArgumentError(
            f"records hold rows in {sample(money)}, {way}",
            rows=money,
        )
    if len(met) and not met["armsflow__known"].any():
        raise ArgumentError(
            "no record has a number of pieces (quantity); expected a register: tables of TIVs have none",
            rows=sorted(met["unit"]),
        )
    value, number = nw.col("value"), nw.col("quantity")
    # without a volume one cannot see whether a row is a part of a longer span, but for those that never are
    whole = (nw.col("stage") == "contract") | (nw.col("dataset") == "deliveries")
    bounds = {}
    for bound, unknown in (("low", 0.0), ("high", float("inf"))):
        part = nw.when(nw.col(bound) == value).then(number).otherwise(number * (nw.col(bound) / value))
        open_end = nw.when(whole | number.is_null()).then(number).otherwise(nw.lit(unknown))
        bounds[bound] = nw.when(value > 0).then(part).otherwise(open_end)
    volumes = nw.col("unit") == "TIV"
    figures = {"value": number, **bounds}
    changed = {name: nw.when(volumes).then(new).otherwise(nw.col(name)) for name, new in figures.items()}
    return data.with_columns(**changed, unit=nw.lit("pieces")).to_native()
