"""Which rows of a lazy engine are sound: those, and only those, that no rule of the gate refuses."""

from __future__ import annotations

from itertools import product

import narwhals as nw
import polars as pl

from armsflow.records.check import _looked_at, sound_row
from tests.frames import make

FIGURES = [None, -1.0, 0.0, 1.0, 2.0]
ROWS = make({"record": [f"r{n}" for n in range(125)], "supplier": "RUS"}).assign(value=1.0, low=1.0, high=1.0)


def test_a_row_is_sound_where_no_rule_refuses_it():
    cells = dict(zip(("value", "low", "high"), zip(*product(FIGURES, repeat=3), strict=True), strict=True))
    frame = pl.from_pandas(ROWS).with_columns(**{n: pl.Series(c, dtype=pl.Float64) for n, c in cells.items()})
    rules = {f"rule {n}": rule for n, (rule, *_) in enumerate(_looked_at())}
    sound = nw.when(sound_row()).then(nw.lit(1)).otherwise(nw.lit(0))
    found = nw.from_native(frame.lazy()).select(sound=sound, **rules).collect().to_pandas()
    broken = found[list(rules)].eq(True).any(axis=1)
    assert found["sound"].eq(0).tolist() == broken.tolist()
    # all that is known and in order, no figure at all, and bounds without a value
    assert found["sound"].sum() == 10 + 1 + 6
