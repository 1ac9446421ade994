"""Profiles of hypothesis, and the fixtures that all tests share.

What is random is so only in `make fuzz`: it draws anew each time and keeps what failed. `make test` and
`make sweep` draw the same examples on every machine. What is left to the sweep is said in `sweep.py`.
"""

from __future__ import annotations

import gc
import os
import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

import armsflow as af
from tests.frames import ENGINE_NAMES, SOME_ENGINES, USUAL_ENGINES, Engine, engine_of
from tests.sweep import mark_fuzz, mark_sweep

# tests leave many small circles behind; to look for them all the time costs more than they take
gc.freeze()
gc.set_threshold(50_000, 20, 50)

# what asserts in a plain module is reported as in a test
pytest.register_assert_rewrite("tests.reading")

_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

# what type checkers read, and nobody runs
collect_ignore = ["typing"]

settings.register_profile("default", max_examples=3, derandomize=True, database=None, **_CALM)
settings.register_profile(
    "fuzz",
    max_examples=120,
    derandomize=False,
    database=DirectoryBasedExampleDatabase(".hypothesis/examples"),
    print_blob=True,
    **_CALM,
)
# more examples of each law, in CI
settings.register_profile("sweep", settings.get_profile("default"), max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


# files of which all tests share what they read or write, and files whose tests share a picture
_READ_ONCE = (
    "tests/report/",
    "tests/realdata/",
    "tests/project/test_sample_register.py",
    # one session of Spark
    "tests/laws/test_spark.py",
)
_DRAWN_ONCE = ("tests/charts/test_every_chart.py", "tests/project/test_gallery.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    mark_sweep(items)
    mark_fuzz(items, {*ENGINE_NAMES} - {*USUAL_ENGINES})


def shared_by(test: str) -> str:
    """What a test shares with others, which run in the same process; of most tests, the test itself."""
    file, _, name = test.partition("::")
    chart = re.search(r"\[(plot_\w+)", name)
    if file.startswith(_DRAWN_ONCE) and chart:
        return f"{file}::{chart[1]}"
    return next((part for part in _READ_ONCE if file.startswith(part)), test)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests that share something go to one process, whatever names of groups pytest still carries."""
    from xdist.scheduler.loadscope import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return shared_by(nodeid)

    return Together(config, log)


@pytest.fixture(params=SOME_ENGINES)
def engine(request) -> Engine:
    return engine_of(request.param)


@pytest.fixture(params=SOME_ENGINES[1:])
def beside(request) -> tuple[str, str]:
    """The engine that others are compared with, and one of these."""
    return SOME_ENGINES[0], request.param


# read once; no test may change them
@pytest.fixture(scope="session")
def claims() -> pd.DataFrame:
    return af.read_claims(af.table_path("claims.csv"))


@pytest.fixture(scope="session")
def wider() -> pd.DataFrame:
    return af.read_claims(af.table_path("claims_south_caucasus.csv"))
