"""Records made at random: figures with bounds, some open, some undisclosed, spans of up to 30 years."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

import armsflow as af

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
    frame = pd.DataFrame(rows).astype({"value": float, "low": float, "high": float})
    return af.to_records(frame, **{"stage": "delivery", "unit": "USD"} | fixed)
