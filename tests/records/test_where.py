"""Selections of records: nothing that straddles a limit is lost in silence."""

from __future__ import annotations

import warnings

import duckdb
import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.frames import SOME_ENGINES, assert_same, engine_of, made, make, plain

ROWS = make(
    {
        "record": ["a", "b", "c", "d"],
        "recipient": ["ARM", "AZE", "AZE", "GEO"],
        "supplier": ["RUS", "RUS", "ISR", "UKR"],
        "category": ["all", "aircraft+ships", "aircraft", "ships"],
        "start": [2010, 2012, 2014, 2001],
        "end": [2019, 2013, 2014, 2003],
        "value": [100.0, 20.0, 3.0, 4.0],
        "low": [90.0, 10.0, 3.0, 4.0],
    }
)


def ids(records) -> list[str]:
    return sorted(plain(records)["record"])


def test_names_and_codes_one_or_several():
    assert ids(af.where(ROWS, supplier="Russia")) == ["a", "b"]
    assert ids(af.where(ROWS, supplier=["RUS", "Israel"], recipient="Azerbaijan")) == ["b", "c"]
    # terms of the field choose nothing where no row has them, without a word
    assert ids(af.where(ROWS, stage="loan")) == []
    assert ids(af.where(ROWS, unit=["USD", "TIV"])) == ["a", "b", "c", "d"]
    assert ids(af.where(ROWS, source="baci", prices="2015", reporter="third")) == []
    assert ids(af.where(ROWS)) == ["a", "b", "c", "d"]


def test_years_hold_the_whole_span():
    assert ids(af.where(ROWS, years=(2010, 2019))) == ["a", "b", "c"]
    assert ids(af.where(ROWS, years=(1990, 2005))) == ["d"]


def test_a_straddling_span_is_never_dropped_in_silence():
    with pytest.raises(af.SpanError, match=r"spans straddle the years 2013–2014 in 2 row") as caught:
        af.where(ROWS, years=(2013, 2014))
    assert caught.value.rows["record"].tolist() == ["a", "b"]
    with pytest.warns(UserWarning, match="2 row.s. that straddle .* left out: 'a', 'b', with 120 USD in all"):
        assert ids(af.where(ROWS, years=(2013, 2014), straddling="drop")) == ["c"]


def test_years_of_rows_that_are_dropped_are_no_longer_observed():
    """Of 2000–04 a figure of 2003–08 is left out: what there was in 2003 and 2004 is not known."""
    rows = make(
        {
            "record": ["a", "b", "c", "d"],
            "unit": ["USD", "USD", "USD", "EUR"],
            "start": [2001, 2003, 2003, 2001],
            "end": [2001, 2003, 2008, 2001],
            "value": [2.0, 4.0, 9.0, 7.0],
            "observed_start": 1990,
            "observed_end": 2010,
        }
    )
    with pytest.warns(UserWarning, match="1 row.s. .*: 'c', with 9 USD in all; .* then incomplete"):
        kept = af.where(rows, years=(2000, 2004), straddling="drop")
    assert plain(kept)[["record", "observed_start", "observed_end"]].to_numpy().tolist() == [
        ["a", 2000, 2002],
        ["b", 2000, 2002],
        # nothing of another unit is missing
        ["d", 2000, 2004],
    ]
    sums = af.totals(kept, by="unit", over=(2000, 2004)).set_index("unit")
    assert sums["value"].to_dict() == {"USD": 6, "EUR": 7}
    assert sums["complete"].to_dict() == {"USD": False, "EUR": True}


@pytest.mark.parametrize(
    ("weapon", "category"),
    [("F-16", "aircraft"), ("36 Su-30MKI", "aircraft"), ("S-400 systems", "air_defence_systems")],
)
def test_a_weapon_given_as_a_category_is_said_to_stand_for_all_of_it(weapon, category):
    with pytest.warns(
        UserWarning, match=f"category='{weapon}' chooses all of '{category}', .* designation='{weapon}'"
    ):
        got = af.where(make({"category": ["aircraft", "air_defence_systems"], "value": 1.0}), category=weapon)
    assert got["category"].tolist() == [category]


@pytest.mark.parametrize(
    "words", ["tanks", "air defence", "un:I", "ML14", "93", "HS 9301.10", "155mm howitzer", "all"]
)
def test_words_for_categories_are_taken_without_a_warning(words):
    af.where(ROWS.iloc[:0], category=words)


def test_only_what_fits_the_other_conditions_is_said_to_be_dropped():
    with pytest.warns(UserWarning, match="1 row.s. that straddle .*: 'b', with 20 USD"):
        af.where(ROWS, recipient="AZE", years=(2013, 2014), straddling="drop")
    # a set of categories outside the years that are asked for
    assert ids(af.where(ROWS, category="aircraft", years=(2014, 2015), straddling="drop")) == ["c"]


def test_dropping_what_straddles_where_nothing_does(engine):
    """Categories and years together raised KeyError."""
    rows = make({"category": ["aircraft", "ships"], "year": [2014, 2015], "value": [1.0, 2.0]})
    kept = af.where(engine.of(rows), category="aircraft", years=(2014, 2015), straddling="drop")
    assert engine.plain(kept)["value"].tolist() == [1]


def test_cutting_keeps_the_even_part_and_widens_its_bounds():
    cut = plain(af.where(ROWS, years=(2013, 2014), straddling="cut")).set_index("record")
    assert cut.loc["a", ["start", "end", "value", "low", "high"]].tolist() == [2013, 2014, 20, 0, 100]
    assert cut.loc["b", ["start", "end", "value", "low", "high"]].tolist() == [2013, 2013, 10, 0, 20]
    assert cut.loc["c", ["start", "end", "value", "low", "high"]].tolist() == [2014, 2014, 3, 3, 3]


def test_a_set_of_categories_straddles_too():
    assert ids(af.where(ROWS, category=["aircraft", "ships"])) == ["b", "c", "d"]
    assert ids(af.where(ROWS, category="aircraft+ships")) == ["b", "c", "d"]
    assert ids(af.where(ROWS, category="all")) == ["a"]
    with pytest.raises(af.SpanError, match="figures for a set of categories straddle 'aircraft' in 1 row"):
        af.where(ROWS, category="aircraft")
    with pytest.warns(UserWarning, match="left out"):
        assert ids(af.where(ROWS, category="aircraft", straddling="drop")) == ["c"]
    cut = plain(af.where(ROWS, category="aircraft", straddling="cut")).set_index("record")
    assert cut.loc["b", "category"] == "aircraft"
    assert np.isnan(cut.loc["b", "value"])
    assert cut.loc["b", ["low", "high"]].tolist() == [0, 20]


@pytest.mark.covering(2)
@pytest.mark.filterwarnings("ignore:.*left out")
@pytest.mark.parametrize("straddling", ["drop", "cut"])
def test_every_engine_selects_the_same(engine, straddling):
    conditions = {
        "supplier": ["Russia", "Israel"],
        "category": ["aircraft", "all"],
        "years": (2013, 2014),
        "straddling": straddling,
    }
    got = af.where(engine.of(ROWS), **conditions)
    assert type(got) is type(engine.of(ROWS))
    assert_same(got, af.where(ROWS, **conditions), ordered=False)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ({"years": "2015"}, r"years is '2015'; expected the first and the last year"),
        ({"years": (None, None)}, r"years is \(None, None\); expected the first and the last year"),
        ({"years": True}, r"years is \(True, True\); expected the first and the last year"),
        ({"years": (2019, 2015)}, "expected the first and the last year"),
        ({"years": (2015, 2019), "straddling": "keep"}, "straddling is 'keep'"),
        ({"stage": "deal"}, "stage is 'deal'; expected one of 'offer'"),
        ({"unit": "dollar"}, "unit is 'dollar'"),
        ({"category": "flying saucer"}, "not known: .flying saucer."),
        ({"supplier": "Russai"}, "did you mean 'Russia'|nearest.*Russia|Russia"),
    ],
)
def test_conditions_are_checked(condition, message):
    with pytest.raises(af.ArmsflowError, match=message):
        af.where(ROWS, **condition)


def test_inputs_are_left_alone():
    before = ROWS.copy()
    af.where(ROWS, years=(2013, 2014), straddling="cut")
    pd.testing.assert_frame_equal(ROWS, before)


def test_conditions_on_the_source_work_on_every_engine(engine):
    kept = {"release": ["24", "25"], "reporter": ["supplier", "third"], "source": ["x", "y"]}
    figures = {"record": ["a", "b"], "value": [1.0, 2.0], "prices": ["2020", "current"]}
    rows = engine.of(make(figures | kept))
    for condition in ({"release": "24"}, {"reporter": "supplier"}, {"source": "x"}, {"prices": ["2020"]}):
        assert ids(af.where(rows, **condition)) == ["a"]
    with pytest.raises(af.ArgumentError, match="reporter is 'me'"):
        af.where(rows, reporter="me")
    with pytest.raises(af.ArgumentError, match="a condition is 3; expected a text"):
        af.where(rows, stage=3)


def test_quantities_are_cut_as_well():
    span = make({"start": [2010], "end": [2019], "value": [5.0], "quantity": [100.0]})
    assert plain(af.where(span, years=(2010, 2011), straddling="cut"))["quantity"].tolist() == [20]
    both = make({"category": ["aircraft+ships"], "value": [5.0], "quantity": [100.0]})
    assert plain(af.where(both, category="ships", straddling="cut"))["quantity"].isna().all()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("air defence", ["ad"]),
        ("ML14", ["ml"]),
        ("HS 93", ["h4", "h6"]),
        ("93", ["h4", "h6"]),
        ("hs:9301", ["h4", "h6"]),
        ("9301.10", ["h6"]),
        ("UN IV", ["u4a"]),
        ("un:I", ["u1"]),
        (["fighter jets", "SAM systems"], ["ad", "ac"]),
        ("aircraft+air_defence_systems", ["ad", "ac"]),
        ("weapons", ["any"]),
    ],
)
def test_categories_are_asked_for_in_words(words, found):
    categories = {
        "ad": "air_defence_systems",
        "ac": "aircraft",
        "ml": "ml:14",
        "h4": "hs:9301",
        "h6": "hs:930110",
    }
    categories |= {"u4a": "un:IVa", "u1": "un:I", "u6": "un:VI", "any": "all"}
    given = {"record": list(categories), "category": list(categories.values())}
    records = made(
        given | {"value": [1.0] * len(categories)},
        supplier="RUS", recipient="ARM", stage="contract", unit="USD", year=2015,
    )  # fmt: skip
    assert af.where(records, category=words)["record"].tolist() == found


@pytest.mark.parametrize("engine_name", SOME_ENGINES)
def test_what_was_chosen_is_said_and_narrowed(engine_name):
    engine = engine_of(engine_name)
    rows = make({"recipient": ["ARM", "AZE", "GEO"], "value": [1.0, 2.0, 3.0], "record": ["a", "b", "c"]})
    two = af.where(engine.of(rows), recipient=["Azerbaijan", "Armenia"], supplier="Russia")
    assert set(plain(two)["selection"]) == {"supplier=RUS;recipient=ARM+AZE"}
    one = plain(af.where(two, recipient=["AZE", "GEO"], category="all"))
    assert one["selection"].tolist() == ["supplier=RUS;recipient=AZE;category=all"]
    # stage and unit stand in columns of their own
    assert set(plain(af.where(engine.of(rows), stage="delivery", unit="USD"))["selection"]) == {""}
    both = plain(af.where(engine.of(rows.assign(selection=["", "recipient=AZE", ""])), supplier="RUS"))
    assert both["selection"].tolist() == ["supplier=RUS", "supplier=RUS;recipient=AZE", "supplier=RUS"]


@pytest.mark.parametrize(("name", "code"), [("attack helicopters", "un:V"), ("Battle tanks", "un:I")])
def test_a_name_of_the_scheme_that_the_records_use_means_its_category(engine, name, code):
    """The UN Register has the name "Attack helicopters"; it was read as aircraft, and no row was left."""
    rows = make({"category": ["un:I", "un:V", "un:IV"], "value": [1.0, 2, 3]}, unit="pieces")
    found = engine.plain(af.where(engine.of(rows), category=name))
    assert found["category"].tolist() == [code]
    assert found["selection"].tolist() == [f"category={code}"]
    # beside a category of SIPRI it keeps the meaning that it has everywhere
    mixed = make({"category": ["un:V", "aircraft"], "value": [2.0, 3]}, unit="pieces")
    assert af.where(mixed, category="attack helicopters")["category"].tolist() == ["aircraft"]


def test_categories_of_a_scheme_that_the_records_do_not_use_are_said():
    rows = make({"value": [1.0], "category": ["missiles"]})
    with pytest.warns(
        UserWarning, match=r"'ml:3', of the scheme 'ml', and the records are sorted by 'sipri'"
    ):
        assert not len(af.where(rows, category="ammo"))
    assert not len(af.where(make({"value": [1.0]}), category="ammo"))


def test_years_may_be_one_or_open_to_a_side():
    rows = make({"record": list("abcd"), "value": 1.0, "year": [2014, 2015, 2016, 2020]})
    assert ids(af.where(rows, years=2015)) == ["b"]
    assert ids(af.where(rows, years=(2016, None))) == ["c", "d"]
    assert ids(af.where(rows, years=(None, 2015))) == ["a", "b"]
    with pytest.raises(af.SpanError, match="straddle the years from 2016 in 1 row"):
        af.where(make({"start": [2015], "end": [2017], "value": 1.0}), years=(2016, None))


REGISTER = make(
    {
        "record": list("abcdef"),
        "value": 1.0,
        "designation": ["Su-30MK", "Su 30", "Su-300", "KC-130", "S-300PMU-1", "C-130H"],
        "item": [
            "Su-30MK FGA aircraft",
            "light tank",
            "tanker aircraft",
            "anti-tank missile",
            "SAM system",
            "TANK",
        ],
        "condition": ["new", "second-hand", "second-hand modernized", "new", "new", "new"],
        "local_production": [True, False, False, False, False, False],
        "order_year": [1996, 2001, 2001, 2005, 2020, 2010],
    }
)


@pytest.mark.covering(7)
@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"designation": "Su-30"}, "ab"),
        ({"designation": "su30mk"}, "a"),
        ({"designation": "S-300"}, "e"),
        ({"designation": ["C-130", "Su-300"]}, "cf"),
        ({"item": "tank"}, "bdf"),
        ({"item": "anti tank"}, "d"),
        ({"condition": "second hand"}, "b"),
        ({"condition": ["Second hand but modernised", "new"]}, "acdef"),
        ({"local_production": True}, "a"),
        ({"local_production": False}, "bcdef"),
        ({"order_years": 2001}, "bc"),
        ({"order_years": (2001, 2005)}, "bcd"),
        ({"order_years": (None, 2000)}, "a"),
        ({"order_years": (2005, None)}, "def"),
    ],
)
def test_registers_are_chosen_by_their_own_columns(engine, condition, expected):
    found = plain(af.where(engine.of(REGISTER), **condition))
    assert "".join(sorted(found["record"])) == expected
    assert [*plain(REGISTER)] == [*found]


def test_what_was_chosen_of_a_register_is_noted():
    chosen = af.where(REGISTER, designation="Su-30", condition="new", order_years=(1990, 2000))
    assert set(chosen["selection"]) == {"condition=new;designation=Su-30;order_year=1990\N{EN DASH}2000"}
    with pytest.warns(UserWarning, match="no record has item='A; B . tank . C'"):
        assert set(af.where(REGISTER, item="A; B + tank | C")["selection"]) == set()
    with pytest.warns(UserWarning, match="no record has item='x;y'"):
        assert set(af.where(REGISTER, item=["tank", "x;y"])["selection"]) == {"item=tank+x y"}
    with pytest.raises(af.ArgumentError, match="only some of each whole's parts were chosen"):
        af.shares(chosen, of="designation")


@pytest.mark.parametrize(
    ("rows", "condition", "message"),
    [
        (ROWS, {"designation": "T-90"}, "records have no column 'designation'"),
        (ROWS, {"condition": "new"}, "records have no column 'condition'"),
        (ROWS, {"order_years": 2010}, "records have no column 'order_year'"),
        (REGISTER, {"condition": "used"}, "condition is 'used'; expected one of 'new'"),
        (REGISTER, {"designation": "--"}, "designation is '--'; expected words"),
        (REGISTER, {"local_production": "yes"}, "local_production is 'yes'; expected True or False"),
        (
            REGISTER.assign(local_production=pd.array([None] * 6, dtype="boolean")),
            {"local_production": True},
            "do not say of all rows whether they are made under licence",
        ),
    ],
)
def test_conditions_on_a_register_are_checked(rows, condition, message):
    with pytest.raises(af.ArgumentError, match=message):
        af.where(rows, **condition)


@pytest.mark.covering(2)
@pytest.mark.parametrize("column", ["condition", "designation"])
def test_years_of_rows_of_which_a_register_says_too_little_are_no_zeros(engine, column):
    rows = make(
        {"supplier": ["RUS", "RUS", "RUS", "USA"], "recipient": "IND", "year": [2010, 2011, 2012, 2013]}
        | {"value": [5.0, 3.0, 0.0, 1.0], "source": "sipri"}
    )
    rows = rows.assign(**{column: ["new", "", "", None]})
    rows[["observed_start", "observed_end"]] = np.array([2010, 2014], dtype="int16")
    new = af.where(engine.of(rows), **{column: "new"})
    assert plain(new)["selection"].tolist() == [f"{column}=new;left_out=2011+2013"]
    # of 2011 and 2013 it is not known; a row of 0 holds nothing
    sums = plain(af.totals(new))[["year", "value", "complete"]]
    assert sums.to_numpy().tolist() == [[2010, 5, True], [2012, 0, True], [2014, 0, True]]
    # what else was chosen leaves out the others
    russian = af.where(engine.of(rows), supplier="Russia", years=(2010, 2012), **{column: "new"})
    assert plain(russian)["selection"].tolist() == [f"supplier=RUS;{column}=new;left_out=2011"]
    some = af.where(engine.of(rows.iloc[:1]), **{column: "new"})
    assert plain(some)["selection"].tolist() == [f"{column}=new"]


@pytest.mark.covering(3)
@pytest.mark.parametrize("years", [[2001, None], [None, None]])
def test_rows_without_a_year_of_order_may_be_of_any(engine, years):
    """They were left out without a word, and the years in which they lie had a sum of 0."""
    rows = make({"year": [2010, 2011], "value": [5.0, 3.0], "dataset": ["deals", "values"]})
    rows = rows.assign(order_year=pd.array(years, dtype="Int16"))
    with pytest.raises(af.ArgumentError, match="do not say of all rows in which year they were ordered, and"):
        af.where(engine.of(rows), order_years=2001)
    # the way out, and a choice of nothing
    some = af.where(engine.of(rows), dataset="deals")
    if years[0]:
        assert plain(af.where(some, order_years=2001))["value"].tolist() == [5]
        assert len(plain(af.where(some, order_years=2002))) == 0
    assert len(plain(af.where(engine.of(rows.iloc[:0]), order_years=2001))) == 0


@pytest.mark.covering
@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"aid_type": "military"}, "ac"),
        ({"aid_type": ["Military", "all"]}, "acf"),
        ({"aid_type": "military", "status": "reported"}, "a"),
        ({"aid_type": None}, "abcdef"),
    ],
)
def test_any_column_of_text_can_be_chosen_by(engine, condition, expected):
    rows = REGISTER.assign(
        aid_type=["military", "financial", "military", "humanitarian", None, "all"],
        status=["reported", "reported", "unsupported", None, "", "reported"],
    )
    found = plain(af.where(engine.of(rows), **condition))
    assert "".join(sorted(found["record"])) == expected
    assert [*plain(rows)] == [*found]


def test_what_was_chosen_of_a_column_of_text_is_noted():
    rows = REGISTER.assign(aid_type=["military", "financial", "military", "x", "x", "x"])
    assert set(af.where(rows, aid_type="Military")["selection"]) == {"aid_type=military"}
    assert set(af.where(rows.astype({"aid_type": "category"}), aid_type="x")["record"]) == {*"def"}
    with pytest.warns(
        UserWarning, match="no record has aid_type='militar' .did you mean 'military'..; it is one of"
    ):
        assert len(af.where(rows, aid_type=["militar", "x"])) == 3


@pytest.mark.covering(9)
@pytest.mark.parametrize("kind", ["pandas", "Polars", "PyArrow"])
@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (
            {"dataset": "allocation"},
            r"dataset='allocation' .did you mean 'allocations'\?.; it is one of 'all",
        ),
        ({"dataset": ["allocations", "temporry"]}, "dataset='temporry'; it is one of 'allocations'"),
        ({"source": "unrocca"}, r"source='unrocca' .did you mean 'unroca'\?.; it is one of 'kiel', 'unroca'"),
        ({"release": "2026"}, "release='2026'.*; it is one of '2025'"),
        ({"release": "2026", "dataset": "allocations", "supplier": "RUS"}, "release='2026'.*'2025'"),
        ({"part": "2"}, "part='2'; it is blank in all"),
        (
            {"designation": "Leopard-9"},
            r"designation='Leopard-9' .did you mean 'Leopard-2'.*'Leopard-2', 'T-90'",
        ),
        ({"item": "tanks"}, r"item='tanks'.*; it is one of 'tank'"),
        ({"aid_type": "militry"}, r"aid_type='militry' .did you mean 'military'\?.; it is one of 'military'"),
    ],
)
def test_words_that_no_row_has_are_named_with_those_there_are(kind, condition, said):
    rows = make(
        {"value": [1.0, 2.0], "dataset": ["allocations", "commitments"], "source": ["kiel", "unroca"]}
        | {"release": "2025", "stage": "delivery", "unit": "TIV", "reporter": "third", "item": "tank"}
        | {"designation": ["Leopard-2", "T-90"], "condition": "new", "aid_type": "military", "part": ""},
        prices="current",
    )
    frame = engine_of(kind).of(rows)
    with pytest.warns(UserWarning, match=f"no record has {said}") as warned:
        af.where(frame, **condition)
    assert [warning.filename for warning in warned] == [__file__]
    # of nothing nothing can be said
    af.where(engine_of(kind).of(rows.head(0)), **condition)


def test_a_word_of_rows_that_another_condition_leaves_out_is_no_slip():
    rows = make(
        {"value": [1.0, 2.0], "dataset": ["one", "two"], "source": ["kiel", "unroca"]}
        | {"designation": ["Leopard-2", "T-90"], "aid_type": ["military", "financial"]}
    )
    for condition in ({"source": "unroca"}, {"designation": "T-90"}, {"aid_type": "financial"}):
        assert len(af.where(rows, dataset="one", **condition)) == 0


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ({"suplier": "Russia"}, r"records have no column 'suplier' \(did you mean 'supplier'\?\)"),
        ({"order_year": 2001}, "order_year holds years; take order_years="),
        ({"start": "2001"}, "start holds years; take years="),
        ({"quantity": "3"}, "quantity holds Float64.*keep the rows with a filter .*absent='unknown' in"),
        ({"estimated": False}, "estimated holds Boolean.*keep the rows with a filter .*absent='unknown' in"),
        ({"note": 3}, "a condition is 3; expected a text or several"),
    ],
)
def test_columns_that_hold_no_text_are_refused(condition, message):
    with pytest.raises(af.ArgumentError, match=message):
        af.where(REGISTER, **condition)


def test_where_chooses_by_whole_numbers_and_flags_of_ones_own(engine):
    """A flag of 0 and 1 was refused, and rows that a filter of the engine keeps say of no choice."""
    cells = {"dem": [1, 0, 1], "war": [True, False, False], "rank": [2.0, 10.0, None], "year": 2015}
    rows = make({"value": [1.0, 2.0, 4.0]} | cells)

    def chosen(condition):
        out = engine.plain(af.where(engine.of(rows), **condition))
        return sorted(out["value"]), {*out["selection"]}

    for selection, condition, values in (
        ("dem=1", {"dem": 1}, [1, 4]),
        ("dem=1", {"dem": True}, [1, 4]),
        ("dem=1", {"dem": "1"}, [1, 4]),
        ("dem=0", {"dem": np.int64(0)}, [2]),
        ("dem=0+1", {"dem": [0, 1]}, [1, 2, 4]),
        ("war=True", {"war": True}, [1]),
        ("war=False", {"war": 0}, [2, 4]),
        # of a blank cell nobody knows what it is
        ("rank=10;left_out=2015", {"rank": 10}, [2]),
        ("rank=10+2;left_out=2015", {"rank": (2.0, 10)}, [1, 2]),
    ):
        assert chosen(condition) == (values, {selection})


def test_cells_that_where_cannot_choose_by_say_what_to_do(engine):
    rows = make({"value": [1.0, 2.0], "score": [0.5, 1.0], "dem": [0, 1]})
    way = r'make it text first, such as with records.assign\(score=records\["score"\].astype\(str\)\)'
    with pytest.raises(
        af.ArgumentError, match=f"score holds numbers that are not whole, such as 0.5, .*{way}"
    ):
        af.where(engine.of(rows), score=1)
    days = engine.of(rows.assign(day=pd.to_datetime("2020-01-01")))
    with pytest.raises(
        af.ArgumentError, match="day holds Datetime.*of whole numbers and of flags; make it text"
    ):
        af.where(days, day="2020")
    with pytest.warns(UserWarning, match="no record has dem='2'; it is one of '0', '1'"):
        assert len(engine.plain(af.where(engine.of(rows), dem=2))) == 0


def test_data_sets_that_are_called_like_the_chosen_one_are_named():
    """Of six kinds of temporary licences, "temporary" is one."""
    rows = make({"value": [1.0, 2.0, 3.0], "dataset": ["temporary", "temporary, extension", "definitive"]})
    with pytest.warns(UserWarning, match="dataset is 'temporary', and 'temporary, extension' are apart"):
        assert len(af.where(rows, dataset="temporary")) == 1
    both = ["temporary", "temporary, extension"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(af.where(rows, dataset=both)) == 2
        assert len(af.where(rows, dataset="definitive")) == 1


def of_a_list(**constants):
    given = {"supplier": ["FRA", "FRA", "RUS"], "value": [1.0, 2.0, 3.0]}
    given["year"] = constants.pop("year", [2022, 2023, 2024])
    about = {"recipient": "IND", "stage": "delivery", "unit": "TIV", "observed": (1995, 2024)}
    return af.to_records(given, **(about | constants))


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_years_that_a_list_does_not_cover_are_said(engine):
    """A total of 2023–25 showed 2023 and 2024, and nobody said that 2025 is not in the file."""
    records = engine_of(engine).of(of_a_list())
    for years in ((2023, 2025), 2025, (1990, 2000)):
        with pytest.warns(UserWarning, match="the records cover 1995–2024: what lies outside is not known"):
            af.where(records, years=years)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for years in ((2020, None), (None, 2000), (1995, 2024), 2024):
            af.where(records, years=years)
        # France's own rows of a list say that there was none in 2024
        af.where(records, supplier="France", years=(2020, 2024))


def test_records_that_speak_of_their_own_years_lack_no_other():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        af.where(of_a_list(observed=None), years=(1990, 2030))
        af.where(af.read_claims(af.table_path("claims.csv")), stage="contract", years=(1990, 2030))
        # a window that reaches beyond what is covered is there
        windows = af.to_periods(of_a_list(observed=(1995, 2023), year=[2000, 2015, 2023]), 5, end=2024)
        af.where(windows, years=(2000, 2024))


def test_a_cell_that_is_no_number_is_asked_for_as_text():
    records = make([{"value": 1.0, "year": 2010}, {"value": 2.0, "year": 2011}]).assign(tons=[1, 2])
    assert af.where(records, tons=2)["value"].tolist() == [2.0]
    with pytest.warns(UserWarning, match="no record has tons="):
        assert not len(af.where(records, tons=[{"x"}]))


def test_a_parquet_file_of_one_selection_is_chosen_from(tmp_path):
    path = af.write_records(
        make([{"value": 1.0, "supplier": "RUS"}, {"value": 2.0, "supplier": "FRA"}]), tmp_path / "a.parquet"
    )
    with duckdb.connect() as connection:
        chosen = plain(af.where(connection.read_parquet(str(path)), supplier="FRA"))
    assert chosen[["value", "selection"]].values.tolist() == [[2.0, "supplier=FRA"]]
