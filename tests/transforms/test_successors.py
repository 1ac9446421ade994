"""Former states under the code of the state that continues each."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.errors import ArgumentError, RecordError
from armsflow.tables import table
from armsflow.transforms.successors import to_successors
from tests.frames import engine_of, made, make, plain

CONTINUED = {
    "SUN": "RUS",
    "DDR": "DEU",
    "YMD": "YEM",
    "x:north_yemen": "YEM",
    "x:yemen_arab_republic": "YEM",
    "VDR": "VNM",
    "x:south_vietnam": "VNM",
    "SCG": "SRB",
    "PCZ": "PAN",
    "CTE": "KIR",
    "SKM": "IND",
}


def flows() -> pd.DataFrame:
    suppliers = [*CONTINUED, "CSK", "RUS", "grp:hezbollah", "all", "x:biafra", "YUG"]
    return pd.DataFrame(
        {
            "record": [str(n) for n in range(len(suppliers))],
            "recipient": suppliers[::-1],
            "supplier": suppliers,
            "note": "Soviet Union",
            "value": [float(n) for n in range(len(suppliers))],
        }
    )


def test_former_states_become_their_successors_on_every_engine(engine):
    given_rows = flows()
    kept = given_rows.copy(deep=True)
    frame = engine.of(given_rows)
    out = to_successors(frame)
    assert type(out) is type(frame)
    found = engine.plain(out).sort_values("value", ignore_index=True)
    wanted = [*CONTINUED.values(), "CSK", "RUS", "grp:hezbollah", "all", "x:biafra", "YUG"]
    assert found["supplier"].tolist() == wanted
    assert found["recipient"].tolist() == wanted[::-1]
    assert list(found.columns) == list(kept.columns)
    for column in ("record", "note", "value"):
        assert found[column].tolist() == kept[column].tolist()
    pd.testing.assert_frame_equal(given_rows, kept)


def test_the_table_of_successors_is_the_one_written_here():
    successors = table("parties.csv").set_index("code")["successor"]
    assert successors[successors != ""].to_dict() == CONTINUED | {"YUG": "SRB"}
    first = table("parties.csv").set_index("code")["successor_from"]
    assert first[first.notna()].to_dict() == {"YUG": 1992}


def test_yugoslavia_is_serbia_from_1992_only(engine):
    # what it received and supplied until 1991 is no one state's; a span across 1992 is not Serbia's alone
    spans = [
        (1950, 1950, "YUG"),
        (1985, 1991, "YUG"),
        (1990, 1993, "YUG"),
        (1992, 1992, "SRB"),
        (1996, 2003, "SRB"),
    ]
    rows = pd.DataFrame(
        {
            "supplier": ["YUG"] * len(spans),
            "recipient": ["YUG"] * len(spans),
            "start": [start for start, _, _ in spans],
            "end": [end for _, end, _ in spans],
        }
    )
    found = engine.plain(to_successors(engine.of(rows))).sort_values(["start", "end"])
    assert found["supplier"].tolist() == found["recipient"].tolist() == [code for *_, code in spans]


def test_twice_is_once_and_rows_types_and_index_stay():
    rows = flows().set_axis([3] * len(flows()))
    once = to_successors(rows)
    pd.testing.assert_frame_equal(to_successors(once), once)
    assert (once.dtypes == rows.dtypes).all()
    assert once.index.tolist() == rows.index.tolist()
    assert once["value"].tolist() == rows["value"].tolist()
    assert len(to_successors(rows.iloc[:0])) == 0


def test_successors_need_both_sides():
    with pytest.raises(RecordError, match="it lacks 'recipient'; make one with to_records") as caught:
        to_successors(flows().drop(columns="recipient"))
    assert caught.value.rows == ["recipient"]
    with pytest.raises(ArgumentError, match=r"records is a builtins\.list"):
        to_successors([1, 2])


INDIA = pd.DataFrame(
    {
        "supplier": ["SUN", "RUS", "USA"],
        "recipient": "IND",
        "year": [1988, 1995, 1990],
        "value": [2.0, 1.0, 4.0],
    }
)


def register() -> pd.DataFrame:
    return made(INDIA, stage="delivery", unit="TIV", source="sipri", observed=(1980, 2000))


def test_summaries_say_that_former_states_are_counted(engine):
    records = engine.of(register())
    once = to_successors(records)
    window = {"over": (1980, 2000)}
    moved, kept = (plain(af.totals(frame, **window)).set_index("supplier") for frame in (once, records))
    assert moved["value"].to_dict() == {"RUS": 3, "USA": 4}
    assert set(moved["selection"]) == {"successors=recipient+supplier"}
    assert set(kept["selection"]) == {""}
    twice = plain(af.totals(to_successors(once), **window))
    assert set(twice["selection"]) == {"successors=recipient+supplier"}


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("chosen", "selection"),
    [
        # whoever chose Russia alone left the Soviet Union out
        ("RUS", "supplier=RUS;successors=recipient"),
        (["RUS", "SUN"], "supplier=RUS+SUN;successors=recipient+supplier"),
        ("USA", "supplier=USA;successors=recipient+supplier"),
        # of members of a group it is not known
        ("members:NATO", "supplier=members:NATO;successors=recipient"),
    ],
)
def test_of_states_that_were_chosen_the_former_ones_must_be_there_too(engine, chosen, selection):
    out = plain(to_successors(af.where(engine.of(register()), supplier=chosen)))
    assert set(out["selection"]) == {selection}


def test_choosing_and_groups_keep_the_mark(engine):
    moved = to_successors(engine.of(register()))
    russia = plain(af.where(moved, supplier="Russia", category="all"))
    assert russia["value"].tolist() == [2, 1]
    assert set(russia["selection"]) == {"supplier=RUS;category=all;successors=recipient+supplier"}
    groups = plain(af.to_groups(af.where(moved, supplier="USA"), "NATO", side="supplier"))
    assert set(groups["selection"]) == {"supplier=USA;successors=recipient+supplier"}
    # it is no choice: shares are of all
    shares = plain(af.shares(moved, over=(1980, 2000))).set_index("supplier")["share"]
    assert shares.to_dict() == {"USA": pytest.approx(4 / 7), "RUS": pytest.approx(3 / 7)}


@pytest.mark.parametrize("engine", ["pandas", "Polars, lazy"])
def test_no_record_has_no_former_state(engine):
    none = make([{"value": 1.0}]).iloc[:0]
    assert not len(plain(af.to_successors(engine_of(engine).of(none))))
    assert not len(plain(af.to_groups(engine_of(engine).of(none), "NATO", inner="drop")))
