"""How a user's program sees the public names: `make lint` checks this file, and nothing runs it.

Each wrong call carries an ignore that mypy and pyright report if it is not needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

import armsflow as af

# --- readers and the frame
claims = af.read_claims("claims.csv")
assert_type(claims, pd.DataFrame)
assert_type(af.read_sipri("trade-register.csv"), pd.DataFrame)
assert_type(af.table("tables.csv"), pd.DataFrame)
assert_type(af.table_path("tables.csv"), Path)
records = af.to_records(pd.DataFrame(), supplier="Russia", stage="delivery", unit="TIV")

# --- a frame goes in, a frame of the same type comes out
assert_type(af.where(claims, supplier="Russia", years=(2010, None)), pd.DataFrame)
assert_type(af.to_periods(claims, 5, end=2024), pd.DataFrame)
assert_type(af.to_currency(claims, "USD"), pd.DataFrame)
assert_type(af.to_prices(claims, 2020), pd.DataFrame)
assert_type(af.concat(claims, claims), pd.DataFrame)
assert_type(af.without_parts(claims), pd.DataFrame)
totals = af.totals(claims, by=["supplier", "recipient"], top=10)
assert_type(totals, pd.DataFrame)
assert_type(af.shares(claims, of="recipient", within="supplier"), pd.DataFrame)
assert_type(af.rankings(claims, of="supplier", end=2024), pd.DataFrame)
assert_type(af.supplier_balance(claims, supplier="Russia", between=("ARM", "AZE")), pd.DataFrame)
assert_type(af.panel(claims, years=(2000, 2024), unit="dyad", codes="cow"), pd.DataFrame)

# --- charts
ranking = af.rankings(claims, of="supplier", end=2024)
ax = af.plot_rankings(ranking, title="A finding", highlight=["Russia"])
assert_type(ax, Axes)
assert_type(af.describe(ax), str)
af.save(af.plot_totals(totals, facet="recipient"), "facets.png")

# a chart is an Axes, its panels are an array of them
assert_type(af.plot_totals(totals), Axes)
assert_type(af.plot_totals(totals, facet=None), Axes)
assert_type(af.plot_totals(totals, facet="recipient"), np.ndarray)
assert_type(af.plot_lines(totals, ax), Axes)
assert_type(af.plot_lines(totals, facet="recipient", title="Panels"), np.ndarray)
assert_type(af.plot_areas(totals, stacked="areas"), Axes)
assert_type(af.plot_areas(totals, facet="period"), np.ndarray)
assert_type(af.plot_shares(totals), Axes)
assert_type(af.plot_shares(totals, facet="recipient"), np.ndarray)
assert_type(af.plot_concentration(totals), Axes)
assert_type(af.plot_concentration(totals, facet="recipient"), np.ndarray)
assert_type(af.plot_map(totals), Axes)
assert_type(af.plot_map(totals, facet="supplier"), np.ndarray)
af.plot_totals(totals).axvline(2022)
assert_type(af.save(ax, "shares.png", width="single"), Path)

# --- what people write
amount = af.parse_amount("nearly $4 billion")
assert_type(amount, af.Amount)
assert_type(amount.low, float)
assert_type(af.parse_period("2010–14"), tuple[int, int])
assert_type(af.parse_category("tanks"), str)

# --- files
assert_type(af.write_records(claims, "claims.parquet"), Path)
assert_type(af.write_table(totals, "totals.csv", wide="period"), Path)
assert_type(af.write_report("page", claims, supplier="Russia", between=("ARM", "AZE")), Path)

# --- errors are one family
try:
    af.totals(claims)
except af.MixedError as error:
    assert_type(error, af.MixedError)
    family: af.ArmsflowError = error
    also: ValueError = error

# --- what is wrong is seen before it runs
af.totals()  # type: ignore[call-arg]
af.to_periods(claims, 5, ends=2024)  # type: ignore[call-arg]
af.plot_rankings(ranking, titel="A finding")  # type: ignore[call-arg]
af.parse_amount(4)  # type: ignore[arg-type]
af.save(ax, 1)  # type: ignore[arg-type]
print(af.no_such_name)  # type: ignore[attr-defined]
