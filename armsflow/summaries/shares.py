"""Portfolios: who has which part of whose total."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from armsflow.errors import ArgumentError, MixedError, sample
from armsflow.records.check import records_of
from armsflow.summaries.adding import MEANING, add, columns_of, figures, finish, fold
from armsflow.summaries.bounds import Bounded, share, sum_of_others
from armsflow.summaries.herfindahl import herfindahl

__all__ = ["concentration", "shares"]


def shares(
    records: Any,
    of: str | Iterable[str] = "supplier",
    *,
    within: str | Iterable[str] | None = "recipient",
    over: tuple[int, int] | None = None,
    top: int | None = None,
) -> Any:
    r"""Each supplier's part of each recipient's total, as a fraction with bounds.

    With :math:`x \in [l, u]` and the others' sum :math:`Y \in [L, U]`, independent of each other, the share
    :math:`x / (x + Y)` lies in :math:`[l / (l + U),\ u / (u + L)]`.

    Parameters
    ----------
    records : records frame
    of : str or several
        Whose part.
    within : str, several or None
        Of whose total; None for the total of all rows.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.
    top : int, optional
        How many of `of` to keep in each total, by their sum over all spans; the rest become ``"others"``.
        Unknown parties stay apart.

    Returns
    -------
    summary
        One row per `within`, `of` and span: ``value, low, high`` [in ``unit``] and ``share, share_low,
        share_high`` [0–1]. The share is null where a total is 0, or rests on figures without a value.
        Undisclosed rows are in no total: see ``undisclosed``.

    Raises
    ------
    ArgumentError
        If `of` and `within` share a column, or `of` is empty.
    MixedError, PartError
        If rows of one total must not be added, as in `totals`.
    SpanError
        If rows reach outside `over`.

    Examples
    --------
    Had a recipient bought for "$5 billion" from one and for "nearly $4 billion" from another:

    >>> import armsflow as af
    >>> import pandas as pd
    >>> bought = pd.DataFrame({"supplier": ["Russia", "Israel"], "value": [5e9, 4e9]})
    >>> bought = bought.assign(low=[4.5e9, 3.8e9], high=[5.5e9, 4e9])
    >>> records = af.to_records(bought, recipient="Azerbaijan", year=2014, stage="contract", unit="USD")
    >>> af.shares(records)[["supplier", "share", "share_low", "share_high"]].round(3)
      supplier  share  share_low  share_high
    0      ISR  0.444      0.409       0.471
    1      RUS  0.556      0.529       0.591
    """
    data = records_of(records)
    parts, wholes = _parts_and_wholes(of, within, data)
    sums = add(data, [*wholes, *parts], within=wholes, over=over)
    if top is not None:
        sums = fold(sums, parts, wholes, top)
    summary = _with_shares(figures(sums), [*wholes, "start", "end"])
    return finish(summary, [*wholes, *parts], data, own=["share", "share_low", "share_high"])


def concentration(
    records: Any,
    of: str | Iterable[str] = "supplier",
    *,
    within: str | Iterable[str] | None = "recipient",
    over: tuple[int, int] | None = None,
) -> Any:
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
    parts, wholes = _parts_and_wholes(of, within, data)
    summary = figures(add(data, [*wholes, *parts], within=wholes, over=over))
    _check_parts(summary, parts)
    keys = list(dict.fromkeys([*wholes, "start", "end"]))
    same = [*keys, *(column for column in MEANING if column not in keys)]
    groups = summary.groupby(keys, dropna=False, sort=False)
    rows = [dict(group.iloc[0][same]) | _concentrated(group, parts) for _, group in groups]
    out = pd.DataFrame(rows, columns=[*same, *_WHOLE, *_CONCENTRATION])
    return finish(out, wholes, data, own=_CONCENTRATION)


_CONCENTRATION = ("hhi hhi_low hhi_high hhi_bounds hhi_normalised effective leader leader_share n").split()
_WHOLE = ("value", "low", "high", "records", "undisclosed", "estimated")


def _concentrated(group: pd.DataFrame, parts: list[str]) -> dict[str, Any]:
    """The index and the leader of one whole."""
    known = group[group["high"].notna()]
    whole = known["value"].sum() if known["value"].notna().all() and len(known) else np.nan
    labels = known[parts].astype(str).to_numpy().tolist()
    names = pd.Series([" · ".join(label) for label in labels], dtype=object)
    unknown = np.array([any(name.startswith("unk:") for name in label) for label in labels], dtype=bool)
    values, lows, highs = (known[c].to_numpy(dtype=float) for c in ("value", "low", "high"))
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
        several = summary[(vague == "all") | ((column == "category") & vague.str.contains("+", regex=False))]
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


def _parts_and_wholes(of: Any, within: Any, data: Any) -> tuple[list[str], list[str]]:
    parts, wholes = columns_of(of, data, "of"), columns_of(within, data, "within")
    if not parts or set(parts) & set(wholes):
        raise ArgumentError(
            f"of is {sample(parts)} and within {sample(wholes)}; expected different columns, "
            "such as of='supplier', within='recipient'"
        )
    return parts, wholes


def _with_shares(summary: pd.DataFrame, whole: list[str]) -> pd.DataFrame:
    groups = summary.groupby(whole, dropna=False, sort=False).ngroup()
    part = Bounded(*(summary[column].to_numpy(dtype=float) for column in Bounded._fields))
    others = Bounded(*(sum_of_others(figure, groups) for figure in part))
    # a figure without a value leaves its whole without one
    vague = np.isnan(part.value) & ~np.isnan(part.high)
    value = np.where(sum_of_others(vague.astype(float), groups) > 0, np.nan, others.value)
    result = share(part, others._replace(value=value))
    return summary.assign(share=result.value, share_low=result.low, share_high=result.high)
