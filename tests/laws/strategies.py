"""Records made at random: figures with bounds, some open, some undisclosed, spans of up to 30 years.

The frames are built as the input check would leave them, since the check costs more than most laws.
`test_strategies.py` holds that it changes nothing in them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

from tests.frames import FUZZ, filled

_COUNT = settings.default.max_examples
_BY_DEFAULT = _COUNT < 10


def _examples(*, usual: int, sweep: int, fuzz: int) -> settings:
    return settings(max_examples=fuzz if FUZZ else usual if _BY_DEFAULT else sweep)


#: For laws on numbers and single words alone, whose examples cost next to nothing.
MANY = _examples(usual=100, sweep=300, fuzz=2000)
#: For text as it might stand in a file, which is read whole each time.
SOME = _examples(usual=20, sweep=60, fuzz=500)
#: For a law that makes costly summaries, or that is tried on several functions one by one.
FEWER = _examples(usual=2, sweep=10, fuzz=60)

SUPPLIERS = ("RUS", "ISR", "TUR", "USA", "unk:supplier")
RECIPIENTS = ("ARM", "AZE", "GEO", "org:nato")
CURRENCIES = ("USD", "EUR", "RUB", "AMD")

amounts = st.one_of(
    st.just(0.0), st.integers(1, 10**6).map(float), st.floats(1e-3, 1e12, allow_subnormal=False)
)


@st.composite
def figures(draw) -> tuple[float | None, float | None, float | None]:
    """value, low, high: exact, bounded, open, without a value, or undisclosed."""
    kind = draw(st.sampled_from(["exact", "bounded", "bounded", "open", "vague", "undisclosed"]))
    if kind == "undisclosed":
        return None, None, None
    low, value, high = sorted(draw(st.tuples(amounts, amounts, amounts)))
    if kind == "exact":
        return value, value, value
    if kind == "vague":
        return None, low, high
    return value, low, float("inf") if kind == "open" else high


def typed(rows: list[dict], **fixed) -> pd.DataFrame:
    """A records frame of rows that keep its rules; ids are numbers of two digits, in order."""
    ids = {"record": [f"{n:02}" for n in range(1, len(rows) + 1)]}
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    fixed = {"stage": "delivery", "unit": "USD"} | fixed
    fixed = {k: [v] * len(rows) if isinstance(v, str) else v for k, v in fixed.items()}
    return filled(columns | ids | fixed)


def drawn(seed: int, rows: int = 150) -> pd.DataFrame:
    """Deliveries in dollars of a hundred rows and more, drawn by numpy: all that `records` has, and sets."""
    draw = np.random.default_rng(seed)
    kinds = draw.choice(
        ["exact", "bounded", "open", "vague", "undisclosed"], rows, p=[0.3, 0.4, 0.1, 0.1, 0.1]
    )
    low, value, high = np.sort(draw.lognormal(10, 3, (3, rows)), axis=0)
    value[draw.random(rows) < 0.1] = 0.0
    low, high = np.minimum(low, value), np.where(kinds == "open", np.inf, high)
    low, high = np.where(kinds == "exact", value, low), np.where(kinds == "exact", value, high)
    hidden = kinds == "undisclosed"
    start = draw.integers(1995, 2020, rows)
    linked = draw.random(rows)
    frame = typed(
        [{}] * rows,
        supplier=draw.choice(SUPPLIERS, rows),
        recipient=draw.choice(RECIPIENTS, rows),
        category=draw.choice(["all", "ships", "aircraft+ships", "missiles", "un:IV"], rows),
        start=start,
        end=start + draw.choice([0, 0, 0, 1, 4, 12], rows),
        value=np.where(hidden | (kinds == "vague"), np.nan, value),
        low=np.where(hidden, np.nan, low),
        high=np.where(hidden, np.nan, high),
        estimated=draw.random(rows) < 0.2,
        # facts and wholes that are not among the rows
        same_as=[f"fact{n}" if place < 0.05 else None for n, place in enumerate(linked)],
        part_of=[f"whole{n}+larger" if place > 0.95 else None for n, place in enumerate(linked)],
    )
    return frame.assign(record=[f"{n:03}" for n in range(rows)])


@st.composite
def records(draw, *, least: int = 1, most: int = 12, longest: int = 30, **fixed) -> pd.DataFrame:
    """Deliveries in current US dollars, unless columns are fixed otherwise."""
    size = draw(st.integers(least, most))
    rows = []
    for _ in range(size):
        value, low, high = draw(figures())
        start = draw(st.integers(1995, 2020))
        rows.append(
            {
                "supplier": draw(st.sampled_from(SUPPLIERS)),
                "recipient": draw(st.sampled_from(RECIPIENTS)),
                "start": start,
                "end": start + draw(st.integers(0, longest - 1)),
                "value": value,
                "low": low,
                "high": high,
                "estimated": draw(st.booleans()),
            }
        )
    return typed(rows, **fixed)
