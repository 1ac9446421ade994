"""Name in ``tests/long.txt`` the tests that `make test` leaves to `make sweep` because they take long.

`python -m tests.choose` runs all tests of `make test`, those named before as well, and keeps the
processor time of each and the branches that it passes through; `make .venv/.coverage` brings what it
needs. Quick tests stay, and so do doctests and the tests of the project's own files. Of the others those
stay that are worth their time: they pass through branches that the ones that stay do not. This takes a
quarter of an hour, and is worth it when `make test` has become slow.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sweep import LONG

if TYPE_CHECKING:
    import coverage

QUICK = 0.02  # seconds of processor time for each case
WORTH = 5  # further branches for each second
#: Each alone sees a fault in a branch that others pass through.
ALONE = {
    "tests/charts/test_shares.py::test_of_many_parts_that_are_not_known_three_are_named",
    "tests/records/test_gate.py::test_a_negative_low_is_seen_in_a_sum_that_is_none",
    "tests/summaries/test_adding.py::test_the_error_names_the_first_group_that_is_mixed_and_holds_the_rows_of_all",
}


class Measured:
    """A plugin of pytest that keeps the time of each test and tells coverage its name."""

    def __init__(self, traced: coverage.Coverage) -> None:
        self.traced, self.seconds = traced, defaultdict[str, list[float]](list)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        function, start = item.nodeid.partition("[")[0], time.process_time()
        self.traced.switch_context(function)
        outcome = yield
        self.seconds[function].append(time.process_time() - start)
        return outcome


def main() -> None:
    import coverage

    LONG.write_text("")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "branches")
        traced = coverage.Coverage(str(data), branch=True, source=["armsflow"])
        measured = Measured(traced)
        traced.start()
        if pytest.main(["-p", "no:cacheprovider", "-m", "not sweep"], plugins=[measured]):
            sys.exit("Some tests failed. Mend them, and choose again.")
        traced.stop()
        traced.save()
        left = left_out(measured.seconds, branches(data))
    LONG.write_text("".join(f"{test}\n" for test in sorted(left)))


def left_out(seconds: Mapping[str, list[float]], passed: Mapping[str, set[Hashable]]) -> set[str]:
    """The tests that take long and pass through little that others do not."""
    total = {test: sum(times) for test, times in seconds.items()}
    left = {test for test in seconds if _may_be_left(test) and total[test] > QUICK * len(seconds[test])}
    missing = set().union(*passed.values()) - set().union(*(passed[test] for test in set(seconds) - left))
    while left:
        best = max(left, key=lambda test: (len(passed[test] & missing) / total[test], test))
        if len(passed[best] & missing) < WORTH * total[best]:
            break
        left.remove(best)
        missing -= passed[best]
    return left


def branches(data: Path) -> dict[str, set[Hashable]]:
    """Which branches of which files each test passes through."""
    passed = defaultdict[str, set[Hashable]](set)
    with sqlite3.connect(data) as database:
        for test, *branch in database.execute(
            "select context, file_id, fromno, tono from arc join context on context.id = arc.context_id"
        ):
            passed[test].add(tuple(branch))
    return passed


def _may_be_left(test: str) -> bool:
    return test.startswith("tests/") and not test.startswith("tests/project/") and test not in ALONE


if __name__ == "__main__":
    main()
