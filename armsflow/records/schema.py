"""Which years there are, and a pair of them."""

from __future__ import annotations

from numbers import Integral
from typing import Any

from armsflow.errors import ArgumentError

__all__: list[str] = []

FIRST, LAST = 1000, 2999
#: The longest span that one figure may cover [years].
LONGEST = 200


def pair_of_years(years: Any, what: str) -> tuple[int, int]:
    """First and last calendar year, checked."""
    if (
        not isinstance(years, tuple | list)
        or len(years) != 2
        or not all(isinstance(y, Integral) and not isinstance(y, bool) for y in years)
        or years[0] > years[1]
    ):
        raise ArgumentError(
            f"{what} is {years!r}; expected the first and the last year, such as (2015, 2019)",
            rows=[years],
        )
    return int(years[0]), int(years[1])
