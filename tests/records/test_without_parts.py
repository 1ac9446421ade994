"""Wholes and parts, and several tellings of one fact."""

from __future__ import annotations

import io

import pandas as pd
import pytest

import armsflow as af
from armsflow.errors import RecordError
from tests.frames import assert_same, made, make, plain

# a framework with two parts, one of them told twice, and a stranger
ROWS = pd.DataFrame(
    {
        "record": ["W", "P1", "P2", "P2b", "X"],
        "part_of": [None, "W", "W", "W", None],
        "same_as": [None, None, None, "P2", None],
        "value": [4.0, 1.0, 2.5, 3.0, 7.0],
        "start": [2010, 2011, 2009, 2009, 2012],
        "end": [2014, 2012, 2012, 2011, 2012],
    }
)


def kept(records) -> list[str]:
    return sorted(plain(af.without_parts(records))["record"])


def test_the_whole_is_kept_and_of_one_fact_the_first():
    assert kept(make(ROWS)) == ["W", "X"]
    assert kept(make(ROWS[ROWS["record"] != "W"])) == ["P1", "P2", "X"]
    assert kept(make(ROWS[~ROWS["record"].isin(["W", "P2"])])) == ["P1", "P2b", "X"]


def test_another_telling_of_the_whole_contains_the_part_too():
    rows = ROWS.assign(record=ROWS["record"].replace("W", "W2"), same_as=["W", None, None, "P2", None])
    assert kept(make(rows)) == ["W2", "X"]


def test_ids_are_ordered_as_people_count():
    rows = pd.DataFrame({"record": ["SC10", "SC9"], "same_as": ["SC1", "SC1"], "value": [1.0, 2.0]})
    assert kept(make(rows)) == ["SC9"]


def test_ids_of_different_sources_do_not_meet():
    rows = ROWS.assign(source=["press", "sipri", "sipri", "sipri", "sipri"])
    assert kept(make(rows)) == ["P1", "P2", "W", "X"]


def test_a_figure_spread_over_years_is_one_figure():
    years = af.to_years(make(ROWS[ROWS["record"].isin(["P1", "X"])]))
    assert len(af.without_parts(years)) == 3
    assert af.totals(years)["records"].sum() == 3


def test_without_parts_is_idempotent_and_silent_where_nothing_overlaps(claims):
    once = af.without_parts(make(ROWS))
    assert af.without_parts(once).equals(once)
    assert af.without_parts(claims).equals(claims)


def test_every_engine_drops_the_same(engine):
    assert_same(af.without_parts(engine.of(make(ROWS))), af.without_parts(make(ROWS)), ordered=False)


@pytest.mark.parametrize("present", [["W", "P1"], ["W", "P2b"]])
def test_a_whole_and_its_part_are_not_added(present):
    with pytest.raises(af.PartError, match="is part of 'W'; without_parts"):
        af.totals(make(ROWS[ROWS["record"].isin(present)]))


def test_two_tellings_are_not_added_also_without_the_fact_itself():
    with pytest.raises(af.PartError, match="'P2', 'P2b' report the same fact 'P2'"):
        af.totals(make(ROWS[ROWS["record"].isin(["P2", "P2b"])]))
    later = ROWS.assign(record=["W", "P1", "P2c", "P2b", "X"], same_as=[None, None, "P2", "P2", None])
    with pytest.raises(af.PartError, match="report the same fact 'P2'"):
        af.totals(make(later[later["record"].isin(["P2c", "P2b"])]))


def test_rows_that_are_not_added_may_overlap():
    rows = make(ROWS[ROWS["record"].isin(["W", "P1"])].assign(recipient=["ARM", "AZE"]))
    assert len(af.totals(rows, by="recipient")) == 2
    with pytest.raises(af.PartError):
        af.shares(rows, of="recipient", within="supplier")


def test_part_errors_carry_the_rows():
    with pytest.raises(af.PartError) as caught:
        af.totals(make(ROWS))
    assert set(caught.value.rows["record"]) >= {"P2", "P2b"}


def test_every_engine_refuses_the_same(engine):
    with pytest.raises(af.PartError, match="report the same fact 'P2'"):
        af.totals(engine.of(make(ROWS)))


def test_what_is_not_disclosed_gives_way():
    rows = {"record": ["W", "P"], "part_of": [None, "W"], "value": [None, 4.0]}
    assert kept(make(rows)) == ["P"]
    tellings = {"record": ["A", "B"], "same_as": [None, "A"], "value": [None, 4.0]}
    assert kept(make(tellings)) == ["B"]
    both = {"record": ["W", "P"], "part_of": [None, "W"], "value": [None, None]}
    assert kept(make(both)) == ["W"]


def test_pieces_are_no_part_of_money():
    rows = {"record": ["W", "P"], "part_of": [None, "W"], "value": [4.0, 4.0]}
    assert kept(make({**rows, "unit": ["USD", "pieces"], "stage": ["contract", "delivery"]})) == ["P", "W"]


def test_editions_are_apart():
    rows = {"record": ["A", "B"], "same_as": [None, "A"], "value": [4.0, 4.0], "release": ["1", "2"]}
    assert kept(make(rows)) == ["A", "B"]
    assert len(af.totals(make(rows), by=["supplier", "release"])) == 2


def test_a_part_of_another_telling_of_the_whole_is_found_when_the_whole_is_gone():
    rows = ROWS.assign(record=ROWS["record"].replace("W", "W2"), same_as=["W", None, None, "P2", None])
    with pytest.raises(af.PartError, match="'P1' is part of 'W'"):
        af.totals(make(rows[rows["record"].isin(["W2", "P1"])]))


def test_of_several_sources_the_error_names_the_one():
    rows = make(
        {"record": ["a", "b", "c"], "same_as": [None, "a", None], "value": [1.0, 1.0, 2.0]}, release="1"
    ).assign(source=["sipri", "sipri", "kiel"])
    twice = rows.assign(same_as=[None, "a", "x"])
    with pytest.raises(
        af.PartError, match="would be added overlap in 'sipri': 'a', 'b' report the same fact"
    ):
        af.totals(twice, by=["supplier", "source"])
    with pytest.raises(af.PartError, match="would be added overlap: 'a', 'b' report the same fact 'a'"):
        af.totals(rows, by=["supplier", "source"])


# a framework of 10 with a part of 4, and 3 of another supplier
LINKED = make(
    {
        "record": ["1", "2", "3"],
        "part_of": [None, "1", None],
        "supplier": ["RUS", "RUS", "USA"],
        "recipient": "IND",
        "start": 2020,
        "end": 2020,
        "value": [10.0, 4.0, 3.0],
    }
)


@pytest.mark.covering(1)
@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_blank_text_links_nothing(engine, blank):
    rows = LINKED.fillna({"part_of": blank, "same_as": blank})
    assert kept(engine.of(rows)) == ["1", "3"]
    assert kept(engine.of(rows.assign(part_of=blank))) == ["1", "2", "3"]
    assert kept(engine.of(rows.assign(same_as=None))) == ["1", "3"]
    alone = engine.of(rows.assign(part_of=blank))
    assert plain(af.totals(alone, by="recipient"))["value"].tolist() == [17]
    with pytest.raises(af.PartError, match="'2' is part of '1'"):
        af.totals(engine.of(rows), by="recipient")


def own(**columns) -> pd.DataFrame:
    """A frame of one's own, whose rows to_records numbers from 1."""
    return made(pd.DataFrame(columns), stage="delivery", unit="TIV")


FIRST = own(
    record=["1", "2"], part_of=[None, "1"], supplier="RUS", recipient="AZE", year=2012, value=[40.0, 10]
)
#: Others that were numbered on their own, each with the column in which it differs from the first.
SECOND = {
    "both ids": (own(supplier=["FRA", "USA"], recipient="IND", year=2013, value=[7.0, 8]), "supplier"),
    "the id of the whole": (own(supplier=["FRA"], recipient="AZE", year=2013, value=[7.0]), "supplier"),
    "the id of the part": (
        own(record=["2"], supplier=["RUS"], recipient="IND", year=2013, value=[7.0]),
        "recipient",
    ),
    "the id of the part, between the same": (
        own(record=["2"], supplier=["RUS"], recipient="AZE", year=2013, value=[7.0]),
        "part_of",
    ),
}


@pytest.mark.covering(2)
@pytest.mark.parametrize("second", SECOND)
def test_ids_that_stand_for_two_records_are_refused(engine, second):
    rows, column = SECOND[second]
    both = pd.concat([FIRST, rows], ignore_index=True)
    with pytest.raises(RecordError, match=f"ids stand for several records each: .*differ in {column}"):
        af.without_parts(engine.of(both))
    again = both.assign(release=["a", "a", *["b"] * len(rows)])
    assert kept(engine.of(again)) == sorted(["1", *rows["record"]])


def test_ids_that_stand_for_two_records_are_named_with_their_rows():
    both = pd.concat([FIRST, SECOND["both ids"][0]], ignore_index=True)
    with pytest.raises(RecordError) as found:
        af.without_parts(both)
    assert set(found.value.rows["record"]) == {"1", "2"}
    assert set(found.value.rows["supplier"]) == {"RUS", "FRA", "USA"}


def test_a_record_stays_one_where_groups_and_successors_take_its_place():
    rows = make(
        {
            "record": ["1", "2"],
            "part_of": [None, "1"],
            "supplier": ["GBR", "GBR"],
            "recipient": ["YUG", "YUG"],
            "start": [1990, 1990],
            "end": [1993, 1993],
            "value": [8.0, 4.0],
        }
    )
    years = af.to_successors(af.to_years(rows))
    assert set(years["recipient"]) == {"YUG", "SRB"}
    own_group = pd.DataFrame({"group": ["EEC"], "member": ["GBR"], "start": [1992], "end": [None]})
    grouped = af.to_groups(years, own_group, side="supplier")
    assert set(grouped["supplier"]) == {"GBR", "members:EEC"}
    assert af.without_parts(grouped)["value"].tolist() == [2.0] * 4


def told(record: str, value: float, **links: str) -> pd.DataFrame:
    """One record as a file of its own holds it."""
    return make([{"record": record, "year": 2020, "value": value, **links}], unit="TIV")


CHAINS = {
    # each of them alone names what the one before holds
    "reports": ([told("A", 10), told("B", 10, same_as="A"), told("C", 10, same_as="B")], ["A"]),
    "reports, the last first": (
        [told("C", 10, same_as="B"), told("B", 10, same_as="A"), told("A", 10)],
        ["A"],
    ),
    "reports without the first": ([told("B", 10, same_as="A"), told("C", 10, same_as="B")], ["B"]),
    "a circle": ([told("A", 10, same_as="C"), told("B", 10, same_as="A"), told("C", 10, same_as="B")], ["A"]),
    "parts": ([told("A", 10), told("B", 6, part_of="A"), told("C", 4, part_of="B")], ["A"]),
    "a part of a report": ([told("A", 10), told("B", 10, same_as="A"), told("C", 4, part_of="B")], ["A"]),
    "a report of a part": ([told("A", 10), told("B", 6, part_of="A"), told("C", 6, same_as="B")], ["A"]),
    "a report that says of what it is part": (
        [told("A", 6), told("B", 6, same_as="A", part_of="W"), told("W", 10)],
        ["W"],
    ),
}


@pytest.mark.covering(1)
@pytest.mark.parametrize("case", CHAINS)
def test_chains_that_meet_when_frames_are_put_together_are_followed_to_their_end(engine, case):
    """A, B that reports A, and C that reports B: A and C stayed, 20 of a fact of 10."""
    frames, right = CHAINS[case]
    rows = engine.of(pd.concat(frames, ignore_index=True))
    with pytest.raises(af.PartError, match="overlap"):
        af.totals(rows)
    left = af.without_parts(rows)
    assert kept(rows) == right
    assert engine.plain(af.totals(left))["value"].tolist() == [10.0]


@pytest.mark.covering(2)
@pytest.mark.parametrize("reader", ["polars", "duckdb", "pyarrow"])
def test_chains_through_the_files_of_a_folder_are_followed(tmp_path, reader):
    for n, frame in enumerate(CHAINS["reports"][0]):
        af.write_records(frame, tmp_path / f"{n}.parquet")
    rows = af.scan_records(tmp_path, engine=reader)
    assert plain(af.totals(af.without_parts(rows)))["value"].tolist() == [10.0]


def test_what_is_part_of_itself_through_another_is_refused():
    """Both were left out, as parts of each other."""
    rows = pd.concat([told("A", 10, part_of="B"), told("B", 10, part_of="A")], ignore_index=True)
    for step in (af.without_parts, af.totals):
        with pytest.raises(RecordError, match="is part of itself"):
            step(rows)


IDS = pd.DataFrame({"record": ["001", "002", "003", "004"], "part_of": [None, "001", "001+002", None]})
ZEROS = "which names no record as it is written, and does once leading zeros are dropped"


def test_links_whose_ids_lost_their_zeros_are_refused():
    """read_csv() made 1 of "001" and left "001+002": nothing joined, and 10 + 4 + 2 + 3 were added."""
    rows = make(IDS.assign(value=[10.0, 4.0, 2.0, 3.0]))
    text = io.StringIO(rows.to_csv(index=False))
    with pytest.raises(RecordError, match=f"part_of or same_as is '001', '001\\+002', {ZEROS}") as error:
        made(pd.read_csv(text))
    assert error.value.rows["record"].tolist() == ["2", "3"]
    text.seek(0)
    again = made(pd.read_csv(text, dtype={"record": str, "part_of": str, "same_as": str}))
    assert again["record"].tolist() == rows["record"].tolist()
    assert af.totals(af.without_parts(again))["value"].tolist() == [13.0]


def test_zeros_are_missed_on_every_engine_and_in_same_as_too(engine):
    rows = make({"record": ["1", "2"], "value": [5.0, 5.0]}).assign(same_as=[None, "01"])
    with pytest.raises(RecordError, match=ZEROS):
        made(engine.of(rows))
    rows = rows.assign(record=["001", "002"], same_as=[None, "1"])
    with pytest.raises(RecordError, match=ZEROS):
        made(engine.of(rows))
    # what is not there is not meant, and ids that differ by zeros are two
    absent = rows.assign(record=["1", "01"], same_as=[None, "1"])
    assert kept(made(engine.of(absent))) == ["1"]
    assert kept(made(engine.of(absent.assign(same_as=[None, "7"])))) == ["01", "1"]


def linked(*rows) -> pd.DataFrame:
    """Contracts of supplier, recipient, category, years, value, id and whole, of a source that lists all."""
    names = ["supplier", "recipient", "category", "start", "end", "value", "record", "part_of"]
    about = {"stage": "contract", "unit": "USD", "source": "sipri", "observed": (2010, 2014)}
    return af.to_records(pd.DataFrame(rows, columns=names), **about)


OUTSIDE = {
    "pair": ("FRA", "EGY", "ships", 2012, 2012, 4.0, "a", "p"),
    "undisclosed": ("FRA", "EGY", "ships", 2012, 2012, None, "a", "p"),
    "year": ("FRA", "IND", "ships", 2012, 2013, 4.0, "a", "p"),
    "category": ("FRA", "IND", "aircraft", 2012, 2013, 4.0, "a", "p"),
}
WHOLES = {
    "pair": ("FRA", "IND", "ships", 2012, 2012, 10.0, "p", None),
    "undisclosed": ("FRA", "IND", "ships", 2012, 2012, 10.0, "p", None),
    "year": ("FRA", "IND", "ships", 2013, 2014, 10.0, "p", None),
    "category": ("FRA", "IND", "ships", 2011, 2014, 10.0, "p", None),
}


@pytest.mark.covering
@pytest.mark.parametrize("case", OUTSIDE)
def test_a_part_outside_its_whole_leaves_no_zero(case, engine):
    given = engine.of(
        linked(OUTSIDE[case], WHOLES[case], ("FRA", "EGY", "ships", 2014, 2014, 1.0, "z", None))
    )
    found = engine.plain(af.without_parts(given))
    assert sorted(found["record"]) == ["p", "z"]
    said = "left_out=2012-2013" if case == "category" else "left_out=2012"
    assert found["selection"].unique().tolist() == [said]
    if case == "pair":
        years = engine.plain(af.totals(af.without_parts(given), by="recipient"))
        assert years.loc[years["recipient"] == "EGY", "year"].tolist() == [2010, 2011, 2013, 2014]


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        (("FRA", "IND", "ships", 2010, 2014), ("FRA", "IND", "ships", 2012, 2012)),
        (("all", "IND", "all", 2012, 2012), ("FRA", "IND", "ships", 2012, 2012)),
        (("FRA", "IND", "hs:93", 2012, 2012), ("FRA", "IND", "hs:9301", 2012, 2012)),
        (("FRA", "IND", "aircraft+ships", 2012, 2012), ("FRA", "IND", "ships", 2012, 2012)),
        (("members:EU", "IND", "ships", 2012, 2012), ("FRA", "IND", "ships", 2012, 2012)),
        (("RUS", "IND", "ships", 1991, 1992), ("SUN", "IND", "ships", 1991, 1991)),
    ],
)
def test_a_part_inside_its_whole_says_nothing(whole, part):
    found = af.without_parts(linked((*whole, 10.0, "p", None), (*part, 4.0, "a", "p")))
    assert found[["record", "selection"]].to_numpy().tolist() == [["p", ""]]


def test_another_report_of_a_fact_in_another_year_or_of_another_party_leaves_no_zero(engine):
    """b says that Egypt got in 2012 what a has in 2011, and c that India got it: both years stood as 0."""
    rows = [
        ("FRA", "EGY", "all", 2011, 2011, 10.0, "a", None),
        ("FRA", "EGY", "all", 2012, 2012, 10.0, "b", "a"),
        ("FRA", "IND", "all", 2011, 2011, 10.0, "c", "a"),
        ("FRA", "EGY", "all", 2011, 2011, 10.0, "e", "a"),
        ("FRA", "IND", "all", 2014, 2014, 1.0, "d", None),
    ]
    names = ["supplier", "recipient", "category", "start", "end", "value", "record", "same_as"]
    about = {"stage": "contract", "unit": "USD", "source": "sipri", "observed": (2010, 2014)}
    one = engine.plain(af.without_parts(engine.of(af.to_records(pd.DataFrame(rows, columns=names), **about))))
    assert sorted(one["record"]) == ["a", "d"]
    assert one["selection"].unique().tolist() == ["left_out=2011-2012"]
    sums = af.totals(one, by="recipient").set_index(["recipient", "year"])["value"]
    assert sums["EGY"].to_dict() == {2010: 0, 2011: 10, 2013: 0, 2014: 0}
    assert sums["IND"].to_dict() == {2010: 0, 2013: 0, 2014: 1}
    # the same report twice says nothing
    same = af.without_parts(af.to_records(pd.DataFrame([rows[0], rows[3]], columns=names), **about))
    assert same["selection"].tolist() == [""]


def test_a_part_is_inside_if_the_largest_whole_has_it():
    """a lies outside b, and inside p, which is kept; a figure of 0 is nowhere."""
    rows = [
        ("FRA", "all", "all", 2010, 2014, 10.0, "p", None),
        ("FRA", "IND", "ships", 2013, 2013, 6.0, "b", "p"),
    ]
    rows += [
        ("FRA", "EGY", "ships", 2012, 2012, 4.0, "a", "b"),
        ("USA", "EGY", "ships", 2012, 2012, 0.0, "c", "b"),
    ]
    found = af.without_parts(linked(*rows))
    assert found[["record", "selection"]].to_numpy().tolist() == [["p", ""]]


def test_years_left_out_are_not_forgotten_by_a_stored_file(tmp_path):
    """DuckDB took the selection from the file's statistics: Egypt had 0 in 2012 and 2014, and complete."""
    rows = [
        ("FRA", "EGY", "all", 2012, 2014, None, "p", None),
        ("FRA", "EGY", "all", 2013, 2013, 4.0, "a", "p"),
        ("FRA", "IND", "all", 2011, 2011, 9.0, "b", None),
    ]
    af.write_records(linked(*rows), tmp_path / "r.parquet")
    for engine in ("duckdb", "polars", "pyarrow"):
        kept_ = af.without_parts(af.scan_records(tmp_path / "r.parquet", engine=engine))
        sums = plain(af.totals(kept_, by="recipient"))
        assert sums.loc[sums["recipient"] == "EGY", "year"].tolist() == [2010, 2011, 2013]
        assert set(sums["selection"]) == {"left_out=2012-2014"}
