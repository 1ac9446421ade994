"""How concentrated each total is: the Herfindahl–Hirschman index and the leader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import MixedError, sample
from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.schema import ALL, FIGURE, MEANING, UNKNOWN
from armsflow.summaries.adding import add, parts_and_wholes
from armsflow.summaries.herfindahl import herfindahl
from armsflow.summaries.layout import COUNTS, figures, finish

__all__ = ["concentration"]

#: Columns of its own, and what they hold.
OWN = {
    **dict.fromkeys(("hhi", "hhi_low", "hhi_high"), "fraction"),
    "hhi_bounds": "text",
    "hhi_normalised": "fraction",
    "effective": "number",
    "leader": "party",
    "leader_share": "fraction",
    "n": "count",
}


@on_engines()
def concentration(
    records: IntoFrameT,
    of: str | Iterable[str] = "supplier",
    *,
    within: str | Iterable[str] | None = "recipient",
    over: tuple[int, int] | None = None,
) -> IntoFrameT:
    r"""How much each recipient's total depends on few suppliers: Herfindahl–Hirschman index and leader.

    :math:`H = \sum p_i^2` of the shares :math:`p_i`, from :math:`1/n` to 1. Its bounds are the least and
    the greatest H of any figures inside the rows' bounds; there, what came from unknown parties is at the
    least split among many and at the greatest the leader's.

    Parameters
    ----------
    records : records frame
    of : str or several
        Whose parts.
    within : str, several or None
        Of whose total; None for the total of all rows.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.

    Returns
    -------
    summary
        One row per `within` and span: ``value, low, high`` of the total [in ``unit``]; ``hhi, hhi_low,
        hhi_high`` [0–1]; ``hhi_bounds``, "exact", or "outer" where more than 16 figures have room between
        their bounds and ``hhi_high`` may be above the true maximum; ``hhi_normalised`` (H − 1/n) / (1 − 1/n),
        1 for n = 1; ``effective`` 1/H, the number of equal suppliers that would give H; ``leader`` and
        ``leader_share`` (null on a tie; never an unknown party); ``n``, the parties with more than 0 (of
        figures without a value, those that may have more). As a point, and in ``n``, the unknown count as
        one party. Null where a total is 0 or has no value.

    Raises
    ------
    ArgumentError
        If `of` and `within` share a column, or `of` is empty.
    MixedError, PartError
        If rows of one total must not be added, as in `totals`; or if one of `of` may be several parties or
        categories ("all", a set).
    SpanError
        If rows reach outside `over`.

    References
    ----------
    O. C. Herfindahl, Concentration in the Steel Industry (Columbia University, 1950); A. O. Hirschman,
    National Power and the Structure of Foreign Trade (University of California Press, 1945), ch. 6.

    Examples
    --------
    Four suppliers of a quarter each:

    >>> import armsflow as af
    >>> import pandas as pd
    >>> equal = pd.DataFrame({"supplier": ["RUS", "ISR", "TUR", "BLR"], "value": 25})
    >>> records = af.to_records(equal, recipient="AZE", year=2019, stage="delivery", unit="TIV")
    >>> af.concentration(records)[["recipient", "hhi", "hhi_normalised", "effective", "n"]]
      recipient   hhi  hhi_normalised  effective  n
    0       AZE  0.25             0.0        4.0  4
    """
    data = records_of(records)
    parts, wholes = parts_and_wholes(of, within, data)
    summary = figures(add(data, [*wholes, *parts], within=wholes, over=over))
    _check_parts(summary, parts)
    keys = list(dict.fromkeys([*wholes, "start", "end"]))
    same = [*keys, *(column for column in MEANING if column not in keys)]
    groups = summary.groupby(keys, dropna=False, sort=False)
    rows = [dict(group.iloc[0][same]) | _concentrated(group, parts) for _, group in groups]
    out = pd.DataFrame(rows, columns=[*same, *_WHOLE, *OWN])
    return finish(out, wholes, data, own=OWN)


_WHOLE = (*FIGURE, *COUNTS, "estimated")


def _concentrated(group: pd.DataFrame, parts: list[str]) -> dict[str, Any]:
    """The index and the leader of one whole."""
    known = group[group["high"].notna()]
    whole = known["value"].sum() if known["value"].notna().all() and len(known) else np.nan
    labels = known[parts].astype(str).to_numpy().tolist()
    names = pd.Series([" · ".join(label) for label in labels], dtype=object)
    unknown = np.array([any(name.startswith(UNKNOWN) for name in label) for label in labels], dtype=bool)
    values, lows, highs = (known[c].to_numpy(dtype=float) for c in FIGURE)
    rest = tuple(float(f[unknown].sum()) for f in (values, lows, highs))
    index = herfindahl(values[~unknown], lows[~unknown], highs[~unknown], rest)
    some = np.where(np.isnan(values), highs, values) > 0
    n = int(some[~unknown].sum()) + int(some[unknown].any())
    hhi = index.value
    leader, lead = _leader(names[~unknown], values[~unknown])
    estimated = (known["value"] * known["estimated"].fillna(0)).sum()
    return {
        "value": whole,
        "low": known["low"].sum() if len(known) else np.nan,
        "high": known["high"].sum() if len(known) else np.nan,
        "records": group["records"].sum(),
        "undisclosed": group["undisclosed"].sum(),
        "estimated": estimated / whole if whole > 0 else np.nan,
        "hhi": hhi,
        "hhi_low": index.low,
        "hhi_high": index.high,
        "hhi_bounds": "exact" if index.exact else "outer",
        "hhi_normalised": _normalised(hhi, n),
        "effective": 1 / hhi,
        "leader": leader if whole > 0 else None,
        "leader_share": lead / whole if whole > 0 else np.nan,
        "n": n,
    }


def _normalised(hhi: float, n: int) -> float:
    """(H − 1/n) / (1 − 1/n), 1 for one party by convention; null where H is."""
    if np.isnan(hhi):
        return np.nan
    return 1.0 if n == 1 else max((hhi - 1 / n) / (1 - 1 / n), 0.0)


def _check_parts(summary: pd.DataFrame, parts: list[str]) -> None:
    """Raise MixedError where a part may be several: 'all', or a set of categories."""
    for column in parts:
        vague = summary[column].astype(str)
        several = summary[(vague == ALL) | ((column == "category") & vague.str.contains("+", regex=False))]
        if len(several):
            raise MixedError(
                f"{column} is {sample(sorted(set(several[column])))}, which may be several: how concentrated "
                f"they are is not known; choose rows that name one each with where(records, {column}=…)",
                rows=several,
            )


def _leader(names: pd.Series, values: np.ndarray) -> tuple[str | None, float]:
    """The party with the most, or none on a tie."""
    if not len(values) or np.isnan(values).any() or not values.max() > 0:
        return None, np.nan
    first = values == values.max()
    return (names[first].iloc[0], values.max()) if first.sum() == 1 else (None, np.nan)
