"""From a number back to the lines behind it."""

from __future__ import annotations

import io

import pandas as pd
import pytest

import armsflow as af
from tests.frames import SOME_ENGINES, engine_of, made, make, plain
from tests.sources.sipri import formats


@pytest.fixture(scope="module")
def register(tmp_path_factory) -> pd.DataFrame:
    path = tmp_path_factory.mktemp("files") / "register.csv"
    path.write_bytes(formats.DELIVERIES)
    return af.read_sipri(path)


def test_a_sum_is_traced_to_file_and_line(register):
    windows = af.to_periods(af.where(register, stage="delivery"), 5, end=2014)
    totals = af.totals(windows, by=["supplier", "recipient"])
    row = totals[(totals["supplier"] == "RUS") & (totals["start"] == 2010)].iloc[0]
    found = af.trace(row, register)
    lines = formats.DELIVERIES.decode().splitlines()
    assert [lines[line - 1][:12] for line in found["line"]] == ["90001,Russia"] * 2
    assert set(found["file"]) == {"register.csv"}
    assert found["part"].tolist() == [30e6, 27e6]
    assert found["part"].sum() == row["value"]
    assert found.attrs["steps"][-1] == "they add up to 57,000,000 TIV, which is the number"


@pytest.mark.covering(2)
@pytest.mark.parametrize("kind", ["series", "frame", "dict", "polars"])
def test_a_row_may_be_of_any_kind(register, kind):
    totals = af.totals(register, by="supplier").query("supplier == 'USA' and value > 0")
    row = {
        "series": lambda: totals.iloc[0],
        "frame": lambda: totals,
        "dict": lambda: totals.iloc[0].to_dict(),
        "polars": lambda: __import__("polars").from_pandas(totals),
    }[kind]()
    assert af.trace(row, register)["record"].tolist() == ["90004/2010"]


def test_engines_give_the_same(engine):
    rows = make({"record": list("ab"), "value": [1.0, 2.0], "recipient": ["ARM", "AZE"]})
    row = af.totals(rows, by="recipient").iloc[1]
    assert plain(af.trace(row, engine.of(rows)))["record"].tolist() == ["b"]


def test_straddling_spans_count_for_their_part():
    rows = make({"start": [2010, 2012], "end": [2013, 2012], "value": [8.0, 5.0]})
    row = af.totals(af.to_periods(rows, [(2012, 2013)], outside="drop"), by="recipient").iloc[0]
    found = af.trace(row, rows)
    assert found[["part", "part_low", "part_high"]].values.tolist() == [[4, 0, 8], [5, 5, 5]]
    assert found["step"].tolist() == [
        "2 of its 4 years lie in 2012–13, bounded by [0, high]",
        "inside 2012–13",
    ]
    assert row["value"] == 9
    assert "which is the number" in found.attrs["steps"][-1]


def test_a_year_without_records_has_none_behind_it(register):
    none = af.totals(register, by="supplier").query("supplier == 'USA' and start == 1950").iloc[0]
    found = af.trace(none, register)
    assert found.empty
    assert found.attrs["steps"][-1].startswith("the number stands for none")


def test_what_was_chosen_is_chosen_again(register):
    chosen = af.where(register, category="aircraft", designation="Stork")
    row = af.totals(chosen, by="stage", absent="unknown").iloc[0]
    found = af.trace(row, register)
    assert found["designation"].tolist() == ["Stork"]
    assert any("chosen category=aircraft;designation=Stork" in step for step in found.attrs["steps"])


def test_nets_shares_and_means_are_traced(register):
    net = af.balances(register, over=(1950, 2024)).query("party == 'DEU'").iloc[0]
    assert af.trace(net, register)["record"].tolist() == ["90003/2012"]
    share = af.shares(register, over=(1950, 2024)).query("supplier == 'BLR'").iloc[0]
    assert af.trace(share, register)["record"].tolist() == ["90002/2012"]
    rows = make({"start": [2010], "end": [2013], "value": [8.0]})
    rate = af.annual_rates(rows).iloc[0]
    assert "which over 4 years is the number, 2 a year" in af.trace(rate, rows).attrs["steps"][-1]


def test_changes_in_between_are_said():
    rows = make({"value": [8.0, 2.0], "unit": ["EUR", "EUR"], "year": [2010, 2010]})
    row = af.totals(af.to_currency(rows, "USD"), by="recipient").iloc[0]
    assert "figures were converted" in af.trace(row, rows).attrs["steps"][-1]
    row = af.totals(rows.iloc[:1], by="recipient").iloc[0]
    steps = af.trace(row, rows).attrs["steps"]
    assert "they add up to 10 EUR, and the number is 8: records were changed or left out" in steps[-1]


ROWS = make({"record": list("ab"), "value": [1.0, 2.0], "supplier": ["RUS", "USA"]})


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (af.totals(ROWS), "summary_row has 2 rows; expected one"),
        ({"supplier": "RUS"}, "summary_row lacks 'start', 'end', 'value', 'unit'"),
        (af.totals(ROWS).iloc[0].to_dict() | {"supplier": "others"}, "'supplier' of the row is 'others'"),
        (af.totals(ROWS).iloc[0].to_dict() | {"supplier": "FRA"}, "no record belongs to the row"),
    ],
)
def test_other_rows_are_refused(row, message):
    with pytest.raises(af.ArgumentError, match=message):
        af.trace(row, ROWS)


DEALS = make(
    {
        "record": ["a", "b"],
        "start": 2013,
        "end": 2020,
        "value": [6.0, 8.0],
        "delivery_years": ["2013; 2019; 2020", "2013; 2020"],
    }
)


@pytest.mark.covering(1)
@pytest.mark.parametrize("engine_name", SOME_ENGINES)
def test_a_delivery_counts_for_the_years_that_are_listed(engine_name):
    """6 in three years of which two are here, and 8 in two of which one is: 4 + 4 = 8, not 6/4 + 8/4."""
    engine = engine_of(engine_name)
    records = engine.of(DEALS)
    windows = [(2013, 2014), (2015, 2018), (2019, 2020)]
    totals = engine.plain(af.totals(af.to_periods(records, windows), by="recipient")).set_index("period")
    found = engine.plain(af.trace(totals.loc["2019–20"].to_dict() | {"recipient": "ARM"}, records))
    assert found[["part", "part_low", "part_high"]].values.tolist() == [[4, 0, 6], [4, 0, 8]]
    assert found["step"].tolist() == [
        "2 of its 3 years of delivery lie in 2019–20, bounded by [0, high]",
        "1 of its 2 years of delivery lie in 2019–20, bounded by [0, high]",
    ]
    assert not [name for name in found if name.startswith("trace_")]
    nothing = {"start": 2015, "end": 2018, "records": 0, "value": 0.0, "low": 0.0, "high": 0.0}
    none = af.trace(totals.loc["2013–14"].to_dict() | nothing, records)
    assert none.empty
    assert "2 with no delivery in 2015–18, by the years that are listed, are left out" in none.attrs["steps"]
    # once they are in windows, the part is the figure
    again = af.trace(totals.loc["2013–14"].to_dict(), af.to_periods(records, windows))
    assert plain(again)["part"].tolist() == [2, 4]
    chosen = af.where(DEALS, recipient="ARM", years=(2019, 2020), straddling="cut")
    row = af.totals(chosen, over=(2019, 2020)).iloc[0]
    assert af.trace(row, DEALS)["part"].sum() == row["value"] == 8


def test_a_sum_of_one_span_has_no_records_of_others():
    rows = make({"record": list("abc"), "start": 2012, "end": [2013, 2012, 2013], "value": [6.0, 8.0, 1.0]})
    spans = af.totals(rows, by="recipient")
    for place, names in ((0, ["b"]), (1, ["a", "c"])):
        found = af.trace(spans.iloc[place], rows)
        assert found["record"].tolist() == names
        assert found.attrs["steps"][-1].endswith("which is the number")
    assert "1 of other spans that have years in 2012–13 are in rows of their own" in found.attrs["steps"]
    window = af.totals(af.to_periods(rows, 2, end=2013), by="recipient").iloc[0]
    assert af.trace(window, rows)["part"].tolist() == [6, 8, 1]
    # where there is no value, the number of records says which
    hidden = rows.assign(value=[None, 8.0, 1.0], low=[0.0, 8.0, 1.0])
    assert af.trace(af.totals(hidden, by="recipient").iloc[1], hidden)["record"].tolist() == ["a", "c"]


def test_balances_and_rankings_are_traced_by_the_sides_that_they_add():
    """Russia gave 10 and got 4: its balance is 6, and it is first of suppliers by 10."""
    flows = {"supplier": ["RUS", "FRA"], "recipient": ["IND", "RUS"], "value": [10.0, 4.0]}
    bounds = {"low": [9.0, 4.0], "high": [10.0, 5.0]}
    given = make(flows | bounds, year=2010, stage="delivery", unit="TIV")
    balances = af.balances(given)
    found = af.trace(balances[balances["party"] == "RUS"], given)
    assert found[["part", "part_low", "part_high"]].values.tolist() == [[10, 9, 10], [-4, -5, -4]]
    assert found.attrs["steps"][-1] == "they add up to 6 TIV, which is the number"
    ranked = af.rankings(given, of="supplier", window=1, end=2010, incomplete="keep")
    found = af.trace(ranked[ranked["party"] == "RUS"], given)
    assert found["part"].tolist() == [10]
    assert found.attrs["steps"][-1] == "they add up to 10 TIV, which is the number"


def test_moving_windows_are_traced_one_by_one():
    rows = make({"record": list("ab"), "start": [2012, 2013], "end": [2012, 2013], "value": [6.0, 8.0]})
    moving = af.to_periods(rows, 2, end=2013, step=1)
    row = af.totals(moving, by="recipient").iloc[-1]
    assert af.trace(row, moving)["part"].sum() == row["value"] == 14


def test_a_rate_is_traced_to_the_one_record_that_its_row_names(engine):
    rows = make({"record": list("abc"), "year": [2010, 2010, 2011], "value": [5.0, 7.0, 5.0]})
    rates = plain(af.annual_rates(engine.of(rows)))
    for n, (record, value) in enumerate({"a": 5.0, "b": 7.0, "c": 5.0}.items()):
        found = af.trace(rates.iloc[n], engine.of(rows))
        assert (found["record"].tolist(), found["part"].tolist()) == ([record], [value])
        assert found.attrs["steps"][-1] == f"they add up to {value:.0f} USD, which is the number"


@pytest.mark.parametrize("name", ["item", "note"])
def test_a_key_of_text_chooses_among_records(name):
    rows = make({name: ["tank", "gun"], "value": [5.0, 7.0]})
    totals = af.totals(rows, by=name)
    assert [af.trace(row, rows)[name].tolist() for _, row in totals.iterrows()] == [["gun"], ["tank"]]


@pytest.mark.parametrize("other", [None, 0.0], ids=["undisclosed", "zero"])
def test_a_record_of_another_span_that_adds_nothing_is_not_behind_a_sum(other):
    rows = make({"record": ["a", "b"], "start": [2009, 2010], "end": [2011, 2012], "value": [90.0, other]})
    totals = af.totals(rows)
    assert [af.trace(row, rows)["record"].tolist() for _, row in totals.iterrows()] == [["a"], ["b"]]
    # in one window both are behind the sum
    whole = af.totals(rows, over=(2009, 2012)).iloc[0]
    assert af.trace(whole, rows)["record"].tolist() == ["a", "b"]
    # and so they are in a window that is the span of one of them
    binned = af.totals(af.to_periods(rows, [(2009, 2011)], outside="drop")).iloc[0]
    assert af.trace(binned, rows)["record"].tolist() == ["a", "b"]


def test_a_sum_that_was_converted_is_traced_to_the_records_of_its_span():
    rows = make({"record": ["a", "b"], "start": [2009, 2010], "end": [2011, 2012], "value": [90.0, 30.0]})
    totals = af.totals(af.to_prices(rows, 2020))
    assert [af.trace(row, rows)["record"].tolist() for _, row in totals.iterrows()] == [["a"], ["b"]]
    binned = af.totals(af.to_prices(af.to_periods(rows, [(2009, 2011)], outside="drop"), 2020)).iloc[0]
    assert af.trace(binned, rows)["record"].tolist() == ["a", "b"]


def test_a_summary_that_was_stored_as_csv_is_traced_as_before():
    """The blank data set comes back as NaN, the release as a number."""
    cells = {"supplier": ["FRA", "USA"], "value": [5.0, 7.0], "release": ["2024", ""]}
    records = made(cells, recipient="IND", stage="delivery", unit="TIV", year=2010, source="sipri")
    summary = af.totals(records, by="supplier")
    stored = pd.read_csv(io.StringIO(summary.to_csv(index=False)))
    assert stored["dataset"].isna().all()
    assert stored["release"].dtype == "float64"
    for row in range(2):
        before, after = (af.trace(rows.iloc[[row]], records) for rows in (summary, stored))
        pd.testing.assert_frame_equal(before, after)
        assert before.attrs["steps"] == after.attrs["steps"]


def test_a_choice_by_a_flag_is_chosen_again():
    """3 of 8 are made under licence."""
    records = make([{"value": 5.0, "record": "a"}, {"value": 3.0, "record": "b"}], unit="TIV")
    records = records.assign(local_production=[False, True])
    total = af.totals(af.where(records, local_production=True), by="supplier")
    assert total["value"].tolist() == [3.0]
    assert af.trace(total.iloc[0], records)["record"].tolist() == ["b"]


def test_years_of_delivery_that_are_listed_say_which_records_count():
    """Of 6 in 2013, 2019 and 2020 two thirds are here, of 8 in 2013 and 2020 half: 4 + 4."""
    row = {"start": 2019, "end": 2020, "value": 8.0, "unit": "USD", "records": 2}
    found = af.trace(row, DEALS)
    assert found["part"].tolist() == [4, 4]
    assert "2 more have some of their years of delivery there and count for these" in found.attrs["steps"]
    none = af.trace(row | {"start": 2015, "end": 2018, "value": 0.0, "records": 0}, DEALS)
    assert none.empty
    assert "2 with no delivery in 2015–18, by the years that are listed, are left out" in none.attrs["steps"]


def test_a_mean_a_year_is_traced_to_its_sum():
    rows = make({"start": [2010], "end": [2013], "value": [8.0]})
    steps = af.trace(af.annual_rates(rows).iloc[0], rows).attrs["steps"]
    assert steps[-1] == "they add up to 8 USD, which over 4 years is the number, 2 a year"
