"""The part of each test that is run by default covers it, and the sweep is the rest."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import choose
from tests.choose import ALONE, left_out
from tests.sweep import LONG, mark_fuzz, mark_sweep, spread

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


def test_what_takes_long_and_passes_through_nothing_new_is_left_out(monkeypatch):
    monkeypatch.setattr(choose, "WORTH", 20)
    seconds = {
        "tests/a.py::test_quick": [0.01, 0.02],
        "tests/a.py::test_new": [1.0],
        "tests/a.py::test_old": [0.5],
    }
    passed = {"tests/a.py::test_quick": set(range(9)), "tests/a.py::test_old": set(range(9))}
    passed["tests/a.py::test_new"] = set(range(30))
    assert left_out(seconds, passed) == {"tests/a.py::test_old"}
    # twenty branches for each second, no fewer: 29 - 9 of two cases of half a second
    seconds["tests/a.py::test_new"], passed["tests/a.py::test_new"] = [0.5, 0.5], set(range(29))
    assert left_out(seconds, passed) == {"tests/a.py::test_old"}
    passed["tests/a.py::test_new"] = set(range(28))
    assert left_out(seconds, passed) == {"tests/a.py::test_old", "tests/a.py::test_new"}


def test_of_two_alike_the_cheaper_stays():
    passed = {"tests/a.py::test_dear": set(range(40)), "tests/a.py::test_cheap": set(range(40))}
    assert left_out({"tests/a.py::test_dear": [2.0], "tests/a.py::test_cheap": [1.0]}, passed) == {
        "tests/a.py::test_dear"
    }


def test_examples_and_what_holds_the_project_are_never_left_out():
    seconds = {"armsflow/totals.py::armsflow.totals": [9.0], "tests/project/test_docs.py::test_docs": [9.0]}
    seconds |= {test: [9.0] for test in ALONE}
    assert left_out(seconds, {test: set() for test in seconds}) == set()


def functions(tree: ast.Module | ast.ClassDef, of: str = "") -> Iterator[str]:
    """The functions of a file as pytest names them, those of a class behind its name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield f"{of}{node.name}"
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{of}{node.name}::")


def test_long_tests_are_marked_whole_and_exist():
    named = LONG.read_text().split()
    assert named == sorted(set(named))
    marked = cases((1,), name=named[0], chart=range(3)) + cases((1,), chart=range(3))
    mark_sweep(marked)
    assert [("long" in case.marks) for case in marked] == [True] * 3 + [False] * 3
    root = LONG.parent.parent
    written = {
        f"{file}::{name}"
        for file in {name.partition("::")[0] for name in named}
        if (path := Path(root, file)).is_file()
        for name in functions(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert set(named) - written == set(), "no longer there: take these out of tests/long.txt"
