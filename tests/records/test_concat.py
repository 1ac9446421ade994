"""Frames of records in one: no row is lost and none counts twice."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

import armsflow as af
from tests.frames import engine_of, made, make, plain

ROWS = make({"record": ["a", "b", "c", "d"], "value": [100.0, 20.0, 3.0, 4.0], "low": [90.0, 10.0, 3.0, 4.0]})


def test_concat_keeps_all_rows_and_columns(engine):
    other = make({"record": ["z"], "value": [1.0]}).assign(condition="new")
    both = plain(af.concat(engine.of(ROWS), engine.of(other)))
    assert sorted(both["record"]) == ["a", "b", "c", "d", "z"]
    assert list(both.columns) == [*af.COLUMNS, "condition"]
    assert both.set_index("record")["condition"].notna().tolist().count(True) == 1


def test_concat_refuses_what_would_count_twice():
    with pytest.raises(af.RecordError, match="records stand in two of the frames: 'a', 'b', 'c', 'd'"):
        af.concat(ROWS, ROWS)


def test_concat_refuses_mixed_kinds():
    import duckdb
    import polars as pl

    other = make({"record": ["z"], "value": [1.0]})
    with pytest.raises(af.ArgumentError, match="got no frame"):
        af.concat()
    with pytest.raises(af.ArgumentError, match="frames are of different kinds"):
        af.concat(ROWS, pl.from_pandas(other))
    here, there = duckdb.connect(), duckdb.connect()
    with pytest.raises(af.ArgumentError, match="different connections"):
        af.concat(here.from_df(ROWS), there.from_df(other))


def test_inputs_are_left_alone():
    before = ROWS.copy()
    af.concat(ROWS, make({"record": ["z"], "value": [1.0]}))
    pd.testing.assert_frame_equal(ROWS, before)


def test_links_reach_from_one_frame_to_another(engine):
    parts = [
        make({"record": ["A"], "value": [10.0]}),
        make({"record": ["B"], "value": [10.0], "same_as": ["A"]}),
        make({"record": ["C"], "value": [10.0], "same_as": ["B"]}),
    ]
    told = af.concat(*(engine.of(part) for part in parts))
    assert plain(af.totals(af.without_parts(told)))["value"].tolist() == [10.0]


def test_a_whole_is_known_when_what_lies_between_is_gone(engine):
    parts = [
        make({"record": ["A"], "value": [10.0]}),
        make({"record": ["P"], "value": [4.0], "part_of": ["A"]}),
        make({"record": ["Q"], "value": [1.0], "part_of": ["P"]}),
    ]
    told = plain(af.concat(*(engine.of(part) for part in parts)))
    with pytest.raises(af.PartError, match="'Q' is part of 'A'"):
        af.totals(told[told["record"] != "P"])


def test_editions_of_which_one_has_lost_its_blank_name_are_not_added():
    # a blank text comes back from CSV as a null
    rows = make({"record": ["a", "b"], "value": [1.0, 2.0], "release": ["2024", ""]})
    for by in ("supplier", "release"):
        with pytest.raises(af.RecordError, match="release is null in 1 row.*through to_records"):
            af.totals(rows.assign(release=["2024", None]), by=by)


def listed(recipient, year, observed, **about):
    """One delivery as a source gives it that lists all there is in the years observed."""
    given = pd.DataFrame({"recipient": [recipient], "year": [year], "value": [1.0], "record": [f"{year}"]})
    about = {"supplier": "USA", "stage": "delivery", "unit": "TIV", "source": "sipri"} | about
    return made(given, observed=observed, **about)


def windows(records):
    return plain(records).sort_values("record")[["observed_start", "observed_end"]].to_numpy().tolist()


def test_windows_that_meet_are_observed_by_all(engine):
    first, second = listed("ALB", 2010, (2008, 2015)), listed("KWT", 2018, (2016, 2021))
    assert windows(af.concat(engine.of(first), engine.of(second))) == [[2008, 2021]] * 2
    third = listed("KWT", 2023, (2023, 2024))
    both = af.concat(*map(engine.of, (third, second, first)))
    assert windows(both) == [[2008, 2021], [2008, 2021], [2023, 2024]]


@pytest.mark.parametrize(
    "other",
    [{"release": "2025"}, {"dataset": "values"}, {"source": "comtrade"}, {"stage": "contract"}],
    ids=str,
)
def test_windows_of_something_else_stay_apart(other):
    first, second = listed("ALB", 2010, (2008, 2015)), listed("KWT", 2018, (2016, 2021), **other)
    assert windows(af.concat(first, second)) == [[2008, 2015], [2016, 2021]]


def test_members_by_date_observe_no_year_more():
    """Finland joined NATO in 2023, and was not looked at before, though Poland was."""
    years = {"first": ("POL", 2010, (2008, 2015)), "second": ("POL", 2018, (2016, 2024))}
    early, late = (af.where(listed(*row), recipient="members:NATO") for row in years.values())
    finland = af.where(listed("FIN", 2023, (2016, 2024)), recipient="members:NATO")
    both = pd.concat([late, finland], ignore_index=True)
    assert windows(both) == [[2016, 2024], [2023, 2024]]
    assert windows(af.concat(early, both)) == [[2008, 2015], [2016, 2024], [2023, 2024]]


def test_a_list_of_frames_is_refused_with_the_way_to_pass_them():
    with pytest.raises(af.ArgumentError, match=r"concat\(\) got one list; expected the frames one by one"):
        af.concat([ROWS, make({"record": ["z"], "value": [1.0]})])


LIST = b"licence_group,date,rating,count,value,country,refused\n"


def test_two_editions_without_a_release_are_named():
    """The ids of a list of licences were given anew, and the licences of two years counted twice."""
    old = af.read_uk_licences(LIST + b"1,2009-01,ML10,1,100,Kenya,0\n2,2010-12,ML10,1,900,Kenya,0")
    content = LIST + b"1001,2009-01-05,ML10,1,100,Kenya,0\n1002,2010-12-07,ML10,1,900,Egypt,0"
    new = af.read_uk_licences(content)
    with pytest.warns(UserWarning, match=r"1 flow\(s\) stand in two of the frames, such as .*KEN 2009"):
        af.concat(old, new)
    # others, and editions that say which they are, are joined without a word
    af.concat(old, af.read_uk_licences(LIST + b"1003,2010-12-07,ML10,1,900,Egypt,0"))
    assert len(af.concat(old, af.read_uk_licences(content, release="2015"))) == 4


def test_frames_of_two_connections_are_refused():
    rows, more = (make([{"value": 1.0, "record": record}]) for record in ("a", "b"))
    refusal = pytest.raises(af.ArgumentError, match="belong to different connections")
    with duckdb.connect() as one, duckdb.connect() as other, refusal:
        af.concat(one.from_df(rows), other.from_df(more))


@pytest.mark.parametrize("engine", ["pandas", "PyArrow", "Polars", "DuckDB"])
def test_further_columns_of_two_kinds_become_one_or_are_named(engine):
    one, other = (make([{"value": 1.0, "record": record}], source=record) for record in ("a", "b"))
    with duckdb.connect() as connection:

        def held(frame: pd.DataFrame):
            return connection.from_df(frame) if engine == "DuckDB" else engine_of(engine).of(frame)

        both = af.concat(held(one.assign(rank=1)), held(other.assign(rank=1.5)))
        assert sorted(plain(both)["rank"]) == [1.0, 1.5]
        if engine != "pandas":  # which keeps what the user put together
            with pytest.raises(af.ArgumentError, match="column 'rank' holds"):
                af.concat(held(one.assign(rank=1)), held(other.assign(rank="first")))
