"""Rounding in print: fractions as the per cents that SIPRI prints, figures to two places, powers of ten.

Processors differ in the last digit of a logarithm, a power or a sum. So nothing here, and nothing on a chart,
depends on that digit: numbers are compared and rounded to twelve figures.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from numbers import Real
from typing import Any, overload

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoSeriesT

from armsflow.errors import ArgumentError, sample

__all__ = ["round_sipri"]

MINUS, INFINITE, NBSP = "\N{MINUS SIGN}", "\N{INFINITY}", "\N{NO-BREAK SPACE}"
#: Which way a number is rounded: a figure to the nearest, a lower bound down, an upper bound up.
NEAREST, DOWN, UP = ROUND_HALF_UP, ROUND_FLOOR, ROUND_CEILING
_EXACT = Context(prec=330)  # no float is too long for it
_NOISE = 9  # places behind the last that is printed, of which the noise of a sum may be
_MANY = 12  # digits that all quotients have here
_SAME = 1e-9  # numbers that differ by a smaller part are the same


@overload
def round_sipri(x: float | None, *, whole: bool = False) -> str: ...
@overload
def round_sipri(x: IntoSeriesT, *, whole: bool = False) -> IntoSeriesT: ...
@overload
def round_sipri(x: Iterable[float | None], *, whole: bool = False) -> list[str]: ...
def round_sipri(x: object, *, whole: bool = False) -> object:
    """Fractions as text in per cent, rounded as SIPRI prints them: "43", "9.6", "0.1", "−64".

    From 10 per cent upwards to the whole, below to one decimal; what one decimal would round to 10.0 is
    10. Halves go away from 0.

    Parameters
    ----------
    x : number, series or iterable of numbers
        Fractions: shares, changes.
    whole : bool
        Whole numbers throughout, as in the fact sheets up to that of March 2015.

    Returns
    -------
    str, series or list of str
        One text for one number; a pandas or Polars series for a series, with its index and name; else a
        list. The minus is a minus sign (U+2212), a decimal is kept ("2.0"), an unknown is "" and what is
        infinite (a change from 0) "∞".

    Raises
    ------
    ArgumentError
        If `x` holds what is no number.

    References
    ----------
    The tables of *Trends in International Arms Transfers, 2024* (SIPRI Fact Sheet, March 2025); with
    ``whole=True`` those of *2014* (March 2015), which prints whole numbers.

    Examples
    --------
    How would SIPRI print a share of 0.0963, and changes of −63.9 and +9627.3 per cent?

    >>> import armsflow as af
    >>> af.round_sipri(0.0963)
    '9.6'
    >>> af.round_sipri([-0.639, 96.273])
    ['−64', '9627']
    """
    if _is_number(x):
        return per_cent(x, whole=whole)
    if not isinstance(x, Iterable) or isinstance(x, str | bytes) or hasattr(x, "columns"):
        raise ArgumentError(f"x is {sample([x])}; expected a number, or a series or list of them", rows=[x])
    cells = list(x)
    if wrong := [cell for cell in cells if not _is_number(cell)]:
        raise ArgumentError(f"x holds {sample(wrong)}; expected numbers, fractions of 1", rows=wrong)
    texts = [per_cent(cell, whole=whole) for cell in cells]
    if isinstance(x, pd.Series):
        return pd.Series(texts, index=x.index, name=x.name, dtype="str")
    series = nw.from_native(x, allow_series=True, pass_through=True)
    if isinstance(series, nw.Series):
        engine = series.implementation
        return nw.new_series(series.name, texts, nw.String(), backend=engine).to_native()
    return texts


def _is_number(x: Any) -> bool:
    """Whether x is one number, or the lack of one."""
    if isinstance(x, bool | np.bool_):
        return False
    return isinstance(x, Real) or x is None or x is pd.NA


def per_cent(x: Any, *, whole: bool = False, to: str = NEAREST) -> str:
    """One fraction as `round_sipri` prints it, or as a bound that is rounded `to` its side."""
    if x is None or x is pd.NA or math.isnan(x):
        return ""
    if math.isinf(x):
        return INFINITE if x > 0 else MINUS + INFINITE
    # 0.285 is no exact binary number: its last digits would turn 28.5 into 28
    percent = 100 * Decimal(repr(round(float(x), 12)))
    # what one decimal would round to 10.0 is 10
    rounded = percent.quantize(Decimal("0.1"), to, _EXACT)
    if whole or abs(rounded) >= 10:
        rounded = percent.quantize(Decimal("1"), to, _EXACT)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):f}"


def two_figures(x: float, most: int | None = None, to: str = NEAREST) -> str:
    """A number to two figures, from 10 upwards to the whole: "9.3", "1,250"; halves go away from 0.

    `most` is how many decimals there may be; what is less than half of the last prints as 0.0. A bound is
    rounded `to` its side.
    """
    if not x or not math.isfinite(x):
        return f"{x:.0f}"
    decimals = decimals_of(x, to)
    return fixed(x, decimals if most is None else min(decimals, most), to)


def decimals_of(x: float, to: str = NEAREST) -> int:
    """How many decimals a number other than 0 has at two figures."""
    return max(1 - Context(prec=2, rounding=to).plus(_decimal(x)).adjusted(), 0)


def fixed(x: float, decimals: int, to: str = NEAREST) -> str:
    """A number with so many decimals and commas between thousands; halves go away from 0."""
    # the noise of binary fractions is no part of a bound, also beside figures much larger than it
    plain = _decimal(x).quantize(Decimal(1).scaleb(-decimals - _NOISE), ROUND_HALF_UP, _EXACT)
    rounded = plain.quantize(Decimal(1).scaleb(-decimals), to, _EXACT)
    return f"{rounded or abs(rounded):,f}"


def significant(x: float, figures: int, to: str) -> float:
    """A number rounded `to` a side, to so many figures, and no further than to the whole."""
    if not x or not math.isfinite(x):
        return x
    exact = _decimal(x)
    decimals = max(figures - 1 - exact.adjusted(), 0)
    return float(exact.quantize(Decimal(1).scaleb(-decimals), to, _EXACT))


def opposite(to: str) -> str:
    """Which way the size of a negative number is rounded where the number is rounded `to` a side."""
    return {DOWN: UP, UP: DOWN}.get(to, to)


def _decimal(x: float) -> Decimal:
    """A number without the last digits of its binary form, which would turn 28.5 into 28."""
    return Decimal(f"{x:.12g}")


def magnitude(x: float) -> int:
    """The power of ten of the first figure of a number above 0: 2 for 123, −5 for 0.00001."""
    return _decimal(x).adjusted()


def decade(exponent: int) -> float:
    """A power of ten, exact on every processor."""
    return float(f"1e{int(exponent)}")


def all_digits(x: float) -> str:
    """A number with all its digits and commas between thousands: "12.7", "0.375", "1,234.5"."""
    digits = f"{_decimal(x):,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def count_digits(x: float) -> int:
    """How many digits a number has: 4 for 10.49, 1 for 500."""
    return len(_decimal(x).normalize().as_tuple().digits)


def is_typed(x: float) -> bool:
    """Whether a sum reads as one that a person wrote: whole, and without the many digits of a quotient."""
    exact = _decimal(x)
    return exact == exact.to_integral_value() and count_digits(x) < _MANY


def is_whole(x: Any) -> Any:
    """Whether a number, or each of some, is whole but for its last digits."""
    return np.isclose(x, np.round(x), rtol=_SAME, atol=_SAME)


def differ(low: Any, high: Any) -> Any:
    """Whether a lower bound, or each of some, is below its upper bound by more than its last digits."""
    return (low < high) & ~np.isclose(low, high, rtol=_SAME, atol=0)
