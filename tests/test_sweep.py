"""The part of each test that is run by default covers it, and the sweep is the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from types import SimpleNamespace

import pytest

from tests.sweep import mark_fuzz, mark_sweep, spread

CALLS, ENGINES = ("totals", "shares", "where", "coverage"), ("pandas", "Polars", "DuckDB")


@dataclass(eq=False)
class Case:
    """What `mark_sweep` looks at of a test."""

    nodeid: str
    callspec: SimpleNamespace
    covering: tuple | None = ()
    marks: list[str] = field(default_factory=list)

    def get_closest_marker(self, name):
        return None if self.covering is None else SimpleNamespace(args=self.covering)

    def add_marker(self, mark):
        self.marks.append(mark.name)


def cases(covering, name="test_it", **values):
    every = [dict(zip(values, cells, strict=True)) for cells in product(*values.values())]
    return [Case(f"{name}[{n}]", SimpleNamespace(params=one), covering) for n, one in enumerate(every)]


def run(items):
    mark_sweep(items)
    return [item.callspec.params for item in items if not item.marks]


def test_each_value_stands_in_what_is_run_and_engines_alike_often():
    found = run(cases((), call=CALLS, engine=ENGINES))
    assert len(found) == 4
    assert {one["call"] for one in found} == {*CALLS}
    assert {one["engine"] for one in found} == {*ENGINES}
    # not one engine for all calls but the first
    assert max(sum(one["engine"] == engine for one in found) for engine in ENGINES) == 2


def test_a_count_takes_so_many_spread_over_all():
    assert len(run(cases((3,), chart=range(18)))) == 3
    assert len(run(cases((30,), chart=range(18)))) == 18


def test_one_engine_of_the_fixtures_and_all_of_what_says_nothing():
    assert len(run(cases(None, engine=ENGINES))) == 1
    assert len(run(cases(None, beside=ENGINES))) == 1
    assert len(run(cases(None, engine=ENGINES, call=CALLS))) == 12
    assert len(run(cases(None, kind=ENGINES))) == 3


def test_tests_of_other_names_take_other_cases():
    taken = [run(cases((2,), name=f"test_{n}", chart=range(18)))[0]["chart"] for n in range(12)]
    assert len(set(taken)) > 2


def test_engines_that_nothing_else_has_are_for_the_fuzz():
    items = cases(None, engine=ENGINES, call=CALLS) + cases(None, kind=range(2))
    mark_fuzz(items, {"DuckDB"})
    marked = [item.callspec.params for item in items if "fuzz" in item.marks]
    assert [one["engine"] for one in marked] == ["DuckDB"] * 4


@pytest.mark.parametrize("count", [1, 5, 9, 10, 12])
def test_items_are_spread_evenly(count):
    found = spread(range(10), count, start=7)
    assert len(found) == min(count, 10)
    gaps = [b - a for a, b in zip(found, [*found[1:], found[0] + 10], strict=True)]
    assert max(gaps) - min(gaps) <= 1
