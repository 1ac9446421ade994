"""Frames of money on every engine."""

from __future__ import annotations

import duckdb
import pytest

from tests.transforms.money import ENGINES, as_relation


@pytest.fixture(params=[*ENGINES, "duckdb"])
def kind(request):
    if request.param != "duckdb":
        yield ENGINES[request.param]
        return
    with duckdb.connect() as connection:
        yield lambda frame: as_relation(frame, connection)
