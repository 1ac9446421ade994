"""The errors of armsflow: one base, one kind per cause, the helpers that word them, and its warnings."""

from __future__ import annotations

import difflib
import os
import sys
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

__all__ = [
    "AmountError",
    "ArgumentError",
    "ArmsflowError",
    "CategoryError",
    "CurrencyError",
    "DependencyError",
    "MixedError",
    "PartError",
    "PartyError",
    "PeriodError",
    "RateError",
    "RecordError",
    "SourceError",
    "SpanError",
]


class ArmsflowError(ValueError):
    """Base of every error that armsflow raises on purpose.

    Attributes
    ----------
    rows : frame, list or None
        What was at fault, for a program to look at: the rows of a frame, or a list of values.
    """

    def __init__(self, message: str, *, rows: Any = None) -> None:
        super().__init__(message)
        self.rows = rows


class ArgumentError(ArmsflowError):
    """An argument is not what the function takes."""


class RecordError(ArmsflowError):
    """Rows that do not fit the records frame."""


class MixedError(ArmsflowError):
    """Rows that would be added differ in what they mean."""


class PartError(ArmsflowError):
    """Rows that would be added overlap: a total and its part, or two reports of one fact."""


class SpanError(ArmsflowError):
    """A span of years straddles the years asked for, or lies outside them."""


class SourceError(ArmsflowError):
    """A file cannot be read; ``rows`` lists (line number, reason)."""


class PartyError(ArmsflowError):
    """Names of parties that are not known; ``rows`` lists them."""


class CategoryError(ArmsflowError):
    """Categories that are not known; ``rows`` lists them."""


class AmountError(ArmsflowError):
    """A written amount that cannot be read."""


class PeriodError(ArmsflowError):
    """A written period that cannot be read, or years that a source does not cover."""


class RateError(ArmsflowError):
    """Rates, prices or spending that are missing; ``rows`` lists (currency or party, year)."""


class CurrencyError(RateError, RecordError):
    """A currency code outside the years in which its money existed."""


class DependencyError(ArmsflowError, ImportError):
    """An optional package is needed and not installed."""


def sample(values: Iterable[Any], *, most: int = 5) -> str:
    """Word a list for a message: the first five, each as ``repr``, and how many there are."""
    values = list(values)
    shown = ", ".join(_short(value) for value in values[:most])
    return shown if len(values) <= most else f"{shown}, … ({len(values)} in all)"


def _short(value: Any) -> str:
    # the number, not numpy's name of its type
    shown = repr(
        value.item() if type(value).__module__ == "numpy" and not getattr(value, "ndim", 1) else value
    )
    return shown if len(shown) <= 120 else f"{shown[:100]}… ({len(shown)} characters)"


def one_of(value: Any, options: Sequence[Any], what: str) -> Any:
    """Give `value` back if it is one of `options`, else raise with all options and the nearest."""
    if value in options:
        return value
    raise ArgumentError(
        f"{what} is {_short(value)}; expected one of {sample(options, most=40)}{nearest(value, options)}",
        rows=[value],
    )


def nearest(value: Any, options: Iterable[Any], *, most: int = 1) -> str:
    """Word a guess, " (did you mean 'Russia'?)", or nothing where no option is near."""
    close = difflib.get_close_matches(str(value), [str(o) for o in options], n=most, cutoff=0.75)
    return f" (did you mean {' or '.join(repr(c) for c in close)}?)" if close else ""


_PACKAGE = f"{Path(__file__).parent}{os.sep}"


def warn(message: str, *, advice: str = "") -> None:
    """Warn at the line that called armsflow, however deep in the package the cause was found.

    `advice` in Python ends the message; the command leaves it out.
    """
    # 1 is this function
    level, frame = 2, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        level, frame = level + 1, frame.f_back
    warning = UserWarning(message + advice)
    warning.advice = advice  # type: ignore[attr-defined]
    warnings.warn(warning, stacklevel=level)
