"""Which tests `make test` runs, and which are left to `make sweep`.

A promise is often held on every combination of calls, kinds and engines, or on every picture. `make test`
runs a covering part of these, `make sweep` the rest; together they are all. A test says which part:

- ``@pytest.mark.covering`` of several parameters: combinations in which each value stands at least once,
- ``@pytest.mark.covering(6)``: six of them, spread over all,
- of the fixture `engine` or `beside` alone: one engine, not the same in all tests, and seldom a database,
- ``@pytest.mark.sweep`` or ``pytest.param(…, marks=pytest.mark.sweep)``: none, or all but this.

The sweep alone also runs the tests named in ``long.txt``. They take long, and others pass through almost
all of their branches: `python -m tests.choose` measures this and writes the names anew. They bear the
marker `long`; `make oldest` and `make coverage` run them too.

`pytest -m ""` runs both.

`make fuzz` runs the laws and what bears `@pytest.mark.fuzz`: tests that have more there, which ask
`tests.frames.FUZZ`, and those on the engines that only `make fuzz` has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import pytest

T = TypeVar("T")

LONG = Path(__file__).with_name("long.txt")


def mark_sweep(items: Iterable[pytest.Item]) -> None:
    """Leave to the sweep what the covering part of each test has no need of."""
    long = set(LONG.read_text().split())
    for function, group in groupby(sorted(items, key=_function), key=_function):
        cases, start = list(group), crc32(function.encode())
        asked = cases[0].get_closest_marker("covering")
        if function in long:
            for case in cases:
                case.add_marker(pytest.mark.long)
        if asked:
            kept = _covering(cases)
            for count in asked.args:
                kept = spread(kept, count, start)
        elif _differ_by_engine(cases[0]):
            # a database takes ten times as long as frames in memory, so that one test in ten has it
            choices = [*cases, *(3 * [case for case in cases if not _is_on_database(case)])]
            kept = [choices[start % len(choices)]]
        else:
            continue
        for case in cases:
            if case not in kept:
                case.add_marker(pytest.mark.sweep)


def mark_fuzz(items: Iterable[pytest.Item], engines: Iterable[str]) -> None:
    """Mark as tests of `make fuzz` those on engines that nothing else has."""
    for item in items:
        values = item.callspec.params.values() if hasattr(item, "callspec") else ()
        if any(isinstance(value, str) and value in engines for value in values):
            item.add_marker(pytest.mark.fuzz)


def _function(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _differ_by_engine(item: pytest.Item) -> bool:
    """Whether the cases of a test differ by engine only."""
    names = set(item.callspec.params) if hasattr(item, "callspec") else set()
    return names in ({"engine"}, {"beside"})


def _is_on_database(item: pytest.Item) -> bool:
    return "DuckDB" in str([*item.callspec.params.values()])


def _covering(cases: list[pytest.Item]) -> list[pytest.Item]:
    """As few cases as have each value of each parameter, as far as taking the next best finds them."""
    values = {case: {(name, id(value)) for name, value in case.callspec.params.items()} for case in cases}
    used: Counter[tuple[str, int]] = Counter()
    missing = set().union(*values.values())
    kept = []
    while missing:
        # of those that bring as much, one of values that stood in few, so that each engine meets several
        best = max(cases, key=lambda case: (len(values[case] & missing), -sum(used[v] for v in values[case])))
        kept.append(best)
        used.update(values[best])
        missing -= values[best]
    return sorted(kept, key=cases.index)


def spread(items: Sequence[T], count: int, start: int = 0) -> list[T]:
    """So many of the items, spread evenly; which is the first depends on `start`, so that tests differ."""
    if count >= len(items):
        return list(items)
    first = start % len(items)
    places = {(first + n * len(items) // count) % len(items) for n in range(count)}
    return [items[place] for place in sorted(places)]
