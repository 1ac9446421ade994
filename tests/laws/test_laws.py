"""The laws that every transform and noun keeps, on records made at random."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import armsflow as af
from tests.frames import assert_same, plain
from tests.laws.strategies import FEWER, records

WINDOW = (1995, 2050)


def known(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["value"].notna()]


@given(records())
def test_shares_add_to_one(rows):
    for summary in (af.shares(rows, over=WINDOW), af.shares(rows, over=WINDOW, top=2)):
        for _, whole in summary.groupby("recipient"):
            disclosed = whole[whole["high"].notna()]
            if disclosed["value"].isna().any() or not disclosed["value"].sum() > 0:
                assert whole["share"].isna().all()
            else:
                assert whole["share"].sum() == pytest.approx(1)


@given(records(), st.integers(1, 40), st.integers(1990, 2030))
def test_windows_partition_years_and_keep_the_total(rows, width, end):
    windows = plain(af.to_periods(rows, width, end=end))
    lengths = windows["end"] - windows["start"] + 1
    assert (lengths == width).all()
    assert ((windows["end"] - end) % width == 0).all()
    for record, whole in known(rows).groupby("record"):
        parts = windows[windows["record"] == record]
        assert parts["value"].sum() == pytest.approx(whole["value"].iloc[0])
        assert not parts.duplicated(["start"]).any()
        assert (parts["start"].min() <= whole["start"]).all()
        assert (parts["end"].max() >= whole["end"]).all()


@given(records())
def test_years_keep_the_total_and_widen_to_nothing_or_all(rows):
    years = plain(af.to_years(rows))
    assert (years["start"] == years["end"]).all()
    for record, whole in rows.groupby("record"):
        parts, row = years[years["record"] == record], whole.iloc[0]
        length = row["end"] - row["start"] + 1
        assert len(parts) == length
        assert sorted(parts["start"]) == list(range(row["start"], row["end"] + 1))
        if pd.notna(row["value"]):
            assert parts["value"].sum() == pytest.approx(row["value"])
        if pd.notna(row["high"]):
            assert (parts["high"] == row["high"]).all()
            assert (parts["low"] == (row["low"] if length == 1 else 0)).all()


@given(records(), st.integers(1, 40))
def test_a_span_inside_a_window_is_untouched(rows, extra):
    wide = (int(rows["start"].min()) - extra, int(rows["end"].max()) + extra)
    windows = plain(af.to_periods(rows, [wide])).sort_values("record", ignore_index=True)
    before = plain(rows).sort_values("record", ignore_index=True)
    for column in ("value", "low", "high", "quantity"):
        pd.testing.assert_series_equal(windows[column], before[column])
    assert (windows[["start", "end"]] == list(wide)).all().all()


@pytest.mark.filterwarnings("ignore:.*left out")
@given(records(), st.integers(1990, 2020), st.integers(0, 40))
def test_cutting_and_dropping_leave_only_years_inside(rows, first, length):
    years = (first, first + length)
    cut = plain(af.where(rows, years=years, straddling="cut"))
    assert ((cut["start"] >= years[0]) & (cut["end"] <= years[1])).all()
    touched = rows[(rows["start"] <= years[1]) & (rows["end"] >= years[0])]
    assert sorted(cut["record"]) == sorted(touched["record"])
    dropped = plain(af.where(rows, years=years, straddling="drop"))
    whole = touched[(touched["start"] >= years[0]) & (touched["end"] <= years[1])]
    assert sorted(dropped["record"]) == sorted(whole["record"])


@FEWER
@given(records(), st.data())
def test_totals_are_additive(rows, data):
    """The sum over a partition of the rows is the sum of all."""
    side = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    whole = plain(af.totals(rows, by=(), over=WINDOW)).iloc[0]
    parts = [plain(af.totals(part, by=(), over=WINDOW)) for part in
             (rows[np.array(side)], rows[~np.array(side)]) if len(part)]  # fmt: skip
    assert sum(part["records"].iloc[0] for part in parts) == whole["records"] == len(rows)
    assert sum(part["undisclosed"].iloc[0] for part in parts) == whole["undisclosed"]
    known_parts = [part for part in parts if part["high"].notna().all()]
    if known_parts:
        for bound in ("low", "high"):
            assert sum(p[bound].iloc[0] for p in known_parts) == pytest.approx(whole[bound])


SUMMARIES = (af.totals, af.shares, af.annual_rates, af.coverage)


@pytest.mark.covering(1)
@pytest.mark.parametrize("function", [*SUMMARIES, af.to_years, af.without_parts])
@FEWER
@given(rows=records(), random=st.randoms(use_true_random=False))
def test_order_and_index_do_not_matter(function, rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = rows.iloc[order].set_axis([0] * len(rows))
    assert_same(function(shuffled), function(rows), ordered=function in SUMMARIES)


@FEWER
@given(records(), st.sampled_from([0.5, 2.0, 1024.0]))
def test_scaling_scales(rows, factor):
    columns = ["value", "low", "high"]
    scaled = rows.assign(**{c: rows[c] * factor for c in columns})
    before, after = plain(af.totals(rows)), plain(af.totals(scaled))
    assert_same(before.assign(**{c: before[c] * factor for c in columns}), after)
    own = ["share", "share_low", "share_high"]
    assert_same(plain(af.shares(rows))[own], plain(af.shares(scaled))[own])


@given(records(least=2), st.floats(0, 1), st.floats(0, 1))
def test_bounds_enclose_every_admissible_assignment(rows, one, other):
    """Any figures inside the bounds of the rows give sums and shares inside the summary's bounds."""
    disclosed = rows[rows["high"].notna()].reset_index(drop=True)
    if disclosed.empty:
        return
    at = np.where(np.arange(len(disclosed)) % 2, one, other)
    top = np.where(np.isinf(disclosed["high"]), 3 * disclosed["low"] + 1, disclosed["high"])
    admissible = disclosed.assign(value=disclosed["low"] + at * (top - disclosed["low"]))
    admissible["value"] = admissible[["value", "high"]].min(axis=1)
    exact = admissible.assign(low=admissible["value"], high=admissible["value"])
    keys = ["recipient", "supplier"]
    wide = plain(af.shares(disclosed, over=WINDOW)).set_index(keys)
    narrow = plain(af.shares(exact, over=WINDOW)).set_index(keys)
    slack = 1e-9
    for key, row in narrow.iterrows():
        bound = wide.loc[key]
        assert bound["low"] * (1 - slack) <= row["value"] <= bound["high"] * (1 + slack)
        if pd.notna(row["share"]):
            assert bound["share_low"] - slack <= row["share"] <= bound["share_high"] + slack


BOUNDED = {
    "totals": lambda r: af.totals(r, over=WINDOW),
    "annual_rates": af.annual_rates,
    "to_years": af.to_years,
    "to_periods": lambda r: af.to_periods(r, 7, end=2020),
    "to_prices": lambda r: af.to_prices(af.where(r, years=(1995, 2023), straddling="drop"), 2015),
}


@pytest.mark.covering(2)
@pytest.mark.filterwarnings("ignore:.*left out")
@pytest.mark.parametrize("name", BOUNDED)
@FEWER
@given(rows=records())
def test_value_lies_between_its_bounds_everywhere(name, rows):
    result = plain(BOUNDED[name](rows))
    disclosed = result[result["high"].notna()]
    assert (disclosed["low"] <= disclosed["high"] * (1 + 1e-12)).all()
    valued = disclosed[disclosed["value"].notna()]
    assert (valued["low"] <= valued["value"] * (1 + 1e-12)).all()
    assert (valued["value"] <= valued["high"] * (1 + 1e-12)).all()


@given(records(longest=1, unit="EUR"), st.sampled_from(["USD", "GBP", "CNY"]))
def test_there_and_back_is_the_identity_for_annual_values(rows, currency):
    rows = rows[rows["start"].between(1999, 2020)]
    there = af.to_currency(rows, currency)
    assert (there["unit"] == currency).all()
    assert_same(af.to_currency(there, "EUR"), rows, ordered=False)


@given(records(longest=8))
def test_conversion_commutes_with_spreading(rows):
    euros = rows[rows["start"].ge(1999) & rows["end"].le(2020)]
    whole, spread = (
        frame.groupby("record")["value"].sum(min_count=1)
        for frame in (af.to_years(af.to_currency(euros, "EUR")), af.to_currency(af.to_years(euros), "EUR"))
    )
    pd.testing.assert_series_equal(whole, spread, rtol=1e-9)


@given(records())
def test_undisclosed_rows_never_widen_bounds(rows):
    disclosed = rows[rows["high"].notna()]
    if disclosed.empty:
        return
    both, without = (plain(af.totals(r, by=(), over=WINDOW)) for r in (rows, disclosed))
    columns = ["value", "low", "high"]
    pd.testing.assert_frame_equal(both[columns], without[columns])
