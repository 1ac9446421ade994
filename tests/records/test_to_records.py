"""The door: what it fills in, what it refuses, and that every engine's frame comes out the same."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

import armsflow as af
from armsflow.errors import RecordError
from armsflow.records import to_records as to_records_module
from tests.frames import SOME_ENGINES, assert_same, engine_of, make, plain

TYPED = pd.DataFrame(
    {
        "supplier": ["Russia", "Israel", "United States"],
        "recipient": ["Azerbaijan", "AZE", "all"],
        "stage": ["contract", "delivery", "offer"],
        "unit": ["USD", "TIV", "pieces"],
        "value": [4e9, 12.5, 72],
        "year": [2014, 2015, 2016],
    }
)


def test_a_few_columns_are_enough():
    records = af.to_records(TYPED)
    assert list(records.columns) == list(af.COLUMNS)
    assert records["record"].tolist() == ["1", "2", "3"]
    assert records["supplier"].tolist() == ["RUS", "ISR", "USA"]
    assert records["recipient"].tolist() == ["AZE", "AZE", "all"]
    for bound in ("low", "high"):
        assert records[bound].tolist() == [4e9, 12.5, 72]
    assert records["start"].tolist() == records["end"].tolist() == [2014, 2015, 2016]
    row = records.iloc[0]
    assert (row["source"], row["release"], row["reporter"]) == ("user", "", "third")
    assert (row["category"], row["item"], row["prices"], row["note"]) == ("all", "", "current", "")
    assert not row["estimated"]
    assert pd.isna(row["part_of"])
    assert pd.isna(row["same_as"])


def test_types_are_those_of_the_frame():
    records = af.to_records(TYPED)
    assert {c: str(records[c].dtype) for c in ("start", "end", "value", "estimated")} == {
        "start": "int16",
        "end": "int16",
        "value": "float64",
        "estimated": "bool",
    }


def test_pieces_are_their_own_quantity():
    records = af.to_records(TYPED)
    assert records["quantity"].tolist()[2] == 72
    assert records["quantity"].isna().tolist() == [True, True, False]
    counted = make({"quantity": [35], "unit": ["pieces"]})
    assert counted[["value", "low", "high"]].iloc[0].tolist() == [35, 35, 35]


def test_constants_fill_columns():
    records = af.to_records(TYPED.drop(columns=["stage", "unit"]), stage="aid", unit="EUR")
    assert set(records["stage"]) == {"aid"}
    assert set(records["unit"]) == {"EUR"}


def test_a_bound_that_is_not_given_is_the_value_or_open():
    none = np.nan
    records = make(
        {
            "value": [none, none, 5.0, 5.0, 5.0],
            "low": [3.0, none, none, 4.0, none],
            "high": [none, 8.0, 6.0, none, none],
        }
    )
    assert records["low"].tolist() == [3, 0, 5, 4, 5]
    assert records["high"].tolist() == [np.inf, 8, 6, 5, 5]
    assert records["value"].isna().tolist() == [True, True, False, False, False]


def test_a_bound_that_json_has_lost_comes_back(engine):
    floor = make({"value": [4e8], "low": [4e8], "high": [np.inf], "start": [2022], "end": [2024]})
    again = pd.read_json(io.StringIO(floor.to_json(orient="records")), dtype={"record": str})
    assert again["high"].isna().all()
    back = plain(af.to_records(engine.of(again)))
    assert back[["value", "low", "high"]].to_numpy().tolist() == [[4e8, 4e8, np.inf]]


def test_undisclosed_stays_null():
    records = make({"value": [np.nan, 1.0]})
    assert records[["value", "low", "high"]].iloc[0].isna().all()


def test_further_columns_ride_along_behind():
    records = af.to_records(TYPED.assign(condition="new", deal=[1, 2, 3]))
    assert list(records.columns) == [*af.COLUMNS, "condition", "deal"]
    assert records["deal"].tolist() == [1, 2, 3]


def test_a_dict_or_a_list_of_rows_will_do():
    as_dict = af.to_records(TYPED.to_dict("list"))
    as_rows = af.to_records(TYPED.to_dict("records"))
    assert as_dict.equals(as_rows)
    assert as_dict.equals(af.to_records(TYPED))


def test_the_door_is_idempotent_and_leaves_its_input_alone():
    before = TYPED.copy()
    records = af.to_records(TYPED)
    pd.testing.assert_frame_equal(TYPED, before)
    assert af.to_records(records).equals(records)


def test_order_and_index_do_not_matter():
    shuffled = TYPED.assign(record=["a", "b", "c"]).iloc[[2, 0, 1]].set_axis([7, 7, 7])
    assert_same(af.to_records(shuffled), af.to_records(TYPED.assign(record=["a", "b", "c"])), ordered=False)


def test_every_engine_gives_the_same_records(engine):
    typed = TYPED.assign(record=["a", "b", "c"], low=[3.8e9, np.nan, 70], part_of=[None, None, "b"])
    records = af.to_records(engine.of(typed))
    assert type(records) is type(engine.of(typed))
    assert_same(records, af.to_records(typed), ordered=False)


def test_nan_becomes_null_in_polars():
    frame = pl.DataFrame({"value": [float("nan"), 1.0], "record": ["a", "b"]})
    records = af.to_records(frame, supplier="RUS", recipient="ARM", stage="loan", unit="USD", year=2015)
    assert records["value"].is_null().to_list() == [True, False]


def test_a_lazy_frame_needs_ids():
    with pytest.raises(af.ArgumentError, match="no order by which to number its rows"):
        af.to_records(pl.from_pandas(TYPED).lazy())


def test_an_empty_frame_is_an_empty_records_frame():
    records = af.to_records(TYPED.iloc[:0])
    assert list(records.columns) == list(af.COLUMNS)
    assert len(records) == 0


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("value", [-1.0, 1, 1], "amounts are negative in 1 row"),
        ("value", [np.inf, 1, 1], "value or low is infinite"),
        ("low", [5e9, 1, 1], "value lies outside"),
        ("year", [2019.5, 2015, 2016], "start is not a year"),
        ("year", [20100, 2015, 2016], "start is not a year"),
        ("year", [np.nan, 2015, 2016], "start is not a year"),
        ("stage", ["deal", "loan", "loan"], "stage is unknown in 1 row"),
        ("stage", [None, "loan", "loan"], "stage is unknown in 1 row"),
        ("reporter", ["me", "third", "third"], "reporter is unknown"),
        ("unit", ["dollars", "USD", "USD"], "unit is unknown"),
        ("unit", ["XYZ", "USD", "USD"], "unit is unknown"),
        ("prices", ["2020 USD", "current", "2020"], "prices is unknown"),
        ("category", ["submarinez", "ships", "all"], "category is 'submarinez'"),
        ("category", ["aircraft+boatz", "ships", "all"], r"category is 'aircraft\+boatz'"),
        ("category", ["", "ships", "all"], "category is ''"),
        ("category", ["a" * 20_000, "ships", "all"], "category is 'aaa"),
        ("supplier", ["Russai", "Isreal", "USA"], "'Isreal'"),
        ("supplier", [None, "USA", "USA"], "supplier is blank"),
        ("value", ["5 billion", "N/A", "3"], "value holds '5 billion', 'N/A'.*parse_amount"),
        ("year", ["2010–2014", "2015", "2016"], "start holds '2010–2014'.*parse_period"),
        ("record", ["a", "a", "b"], "record ids stand on several rows: 'a'"),
        ("record", ["a", None, "b"], "record is blank in 1 row"),
        ("record", ["a", " ", "b"], "record is blank in 1 row"),
        ("record", ["a", "b+c", "b"], r"record holds a '\+' in 1 row"),
        ("quantity", [np.nan, np.nan, 71], "pieces have a quantity that is not their value"),
    ],
)
def test_rows_that_break_the_frame_are_refused(column, value, message):
    with pytest.raises(af.ArmsflowError, match=message):
        af.to_records(TYPED.assign(**{column: value}))


@pytest.mark.covering(5)
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("air defence", "air_defence_systems"),
        ("ML14", "ml:14"),
        ("HS 93", "hs:93"),
        ("93", "hs:93"),
        (93, "hs:93"),
        ("Armoured vehicles", "armoured_vehicles"),
        ("ships+aircraft", "aircraft+ships"),
        ("tanks and other weapons", "all"),
        (None, "all"),
    ],
)
def test_words_of_categories_are_read_as_parse_category_reads_them(words, code):
    column = pd.Series([words, "ships", words], dtype=object)
    assert plain(af.to_records(TYPED.assign(category=column)))["category"].tolist() == [code, "ships", code]
    if words is not None:
        assert set(plain(af.to_records(TYPED, category=words))["category"]) == {code}


def test_words_of_categories_are_read_on_every_engine(engine):
    typed = TYPED.assign(record=["a", "b", "c"], category=["air defence", "aircraft", "HS 93"])
    records = plain(af.to_records(engine.of(typed))).set_index("record")
    assert records["category"].to_dict() == {"a": "air_defence_systems", "b": "aircraft", "c": "hs:93"}


def test_a_weapon_is_recorded_as_its_category_with_a_warning():
    with pytest.warns(UserWarning, match="'F-16', each of which is recorded as its whole category") as caught:
        records = af.to_records(TYPED.assign(category=["F-16", "ships", "F-16"]))
    assert plain(records)["category"].tolist() == ["aircraft", "ships", "aircraft"]
    assert [Path(warning.filename).name for warning in caught] == [Path(__file__).name]


def test_categories_that_cannot_be_read_are_told_without_those_that_can():
    with pytest.raises(
        RecordError, match=r"category is 'boatz'.* to_records\(\) and parse_category\(\) read"
    ) as caught:
        af.to_records(TYPED.assign(category=["boatz", "air defence", "boatz"]))
    assert caught.value.rows == ["boatz"]


def test_each_text_of_a_category_is_read_once_and_a_code_never(monkeypatch):
    looked_at = []
    read = to_records_module.known_category
    monkeypatch.setattr(
        to_records_module, "known_category", lambda text: looked_at.append(text) or read(text)
    )
    af.to_records(TYPED.assign(category=["aircraft+ships", "un:III", "all"]))
    assert looked_at == []
    af.to_records(TYPED.assign(category=["air defence", "ships", "air defence"]))
    assert looked_at == ["air defence"]


def test_the_door_says_which_columns_it_lacks():
    with pytest.raises(af.ArgumentError, match=r"lacks 'unit', 'year'.*did you mean 'units'"):
        af.to_records(TYPED.drop(columns=["unit", "year"]).assign(units="USD"))
    with pytest.raises(af.ArgumentError, match="lacks 'value'"):
        af.to_records(TYPED.drop(columns="value"))
    with pytest.raises(af.ArgumentError, match="'unit' given both as a column and as a constant"):
        af.to_records(TYPED, unit="USD")
    with pytest.raises(af.ArgumentError, match="year is given beside start or end"):
        af.to_records(TYPED.assign(start=2010))
    with pytest.raises(af.ArgumentError, match="expected a frame of pandas, Polars"):
        af.to_records(np.zeros(3))


def test_numbers_in_object_columns_are_numbers():
    records = af.to_records(TYPED.assign(value=pd.Series([4e9, None, 72], dtype=object)))
    assert plain(records)["value"].isna().tolist() == [False, True, False]


def test_transforms_refuse_what_is_no_records_frame():
    with pytest.raises(af.RecordError, match=r"not a records frame: it lacks .*to_records\(\)"):
        af.totals(TYPED)


def test_ids_with_gaps_keep_their_links():
    """pandas makes floats of a column of numbers with a gap; the links must not get lost."""
    typed = pd.DataFrame({"value": [5.0, 5.0, 1.0], "record": [1, 2, 3], "same_as": [np.nan, 1, np.nan]})
    records = make(typed)
    assert records["same_as"].fillna("").tolist() == ["", "1", ""]
    with pytest.raises(af.PartError, match="'1', '2' report the same fact '1'"):
        af.totals(records)


def test_blank_links_are_none_and_spaces_do_not_count():
    records = make({"record": ["a", "b"], "value": [1.0, 2.0], "part_of": ["", " a "], "same_as": ["", " "]})
    assert records["same_as"].isna().all()
    assert records["part_of"].fillna("").tolist() == ["", "a"]


AMONG = {"supplier": "RUS", "recipient": "IND", "year": 2020, "stage": "delivery", "unit": "TIV"}
NUMBERED = pd.DataFrame({"record": [1, 2, 3], "part_of": [np.nan, 1, np.nan], "value": [10.0, 4.0, 3.0]})


@pytest.mark.covering(2)
@pytest.mark.parametrize("first", [0, 202_400_000_000, 10**12, 2**53 - 4])
def test_ids_that_became_floats_are_the_whole_numbers_they_were(engine, first):
    ids = [first + 1, first + 2, first + 3]
    rows = NUMBERED.assign(record=ids, part_of=[np.nan, float(ids[0]), np.nan], **AMONG)
    for retyped in (rows, rows.astype({"record": float})):
        records = plain(af.to_records(engine.of(retyped)))
        assert records["record"].tolist() == [str(i) for i in ids]
        assert records["part_of"].fillna("").tolist() == ["", str(ids[0]), ""]


@pytest.mark.parametrize("kind", ["objects", "decimals", "Float64", "a text of blanks"])
def test_ids_are_the_same_whatever_holds_them(kind):
    cells = {
        "objects": [None, 202400000001.0, None],
        "decimals": [None, Decimal("202400000001.00"), None],
        "Float64": pd.array([None, 202400000001, None], dtype="Float64"),
        "a text of blanks": ["", " 202400000001 ", None],
    }[kind]
    ids = [202400000001, 202400000002, 202400000003]
    records = af.to_records(NUMBERED.assign(record=ids, part_of=cells, **AMONG))
    assert records["part_of"].fillna("").tolist() == ["", "202400000001", ""]
    with pytest.raises(af.PartError, match="'202400000002' is part of '202400000001'"):
        af.totals(records)


def test_decimals_are_exact_ids_of_any_length():
    ids = [Decimal("1E+30"), Decimal("1000000000000000000000000000001"), Decimal("2.5")]
    records = af.to_records(NUMBERED.assign(record=ids, part_of=None, **AMONG))
    assert records["record"].tolist() == [str(10**30), str(10**30 + 1), "2.5"]


@pytest.mark.covering(8)
@pytest.mark.parametrize("large", [2.0**53, 1e20, -(2.0**53), np.inf])
def test_ids_that_floats_do_not_tell_apart_are_refused(engine, large):
    for name in ("record", "part_of", "same_as"):
        rows = NUMBERED.astype({"record": float}).assign(**AMONG)
        rows[name] = [5.0, large, np.nan if name != "record" else 7.0]
        with pytest.raises(af.RecordError, match="ids are .*floating-point.*read record, part_of"):
            af.to_records(engine.of(rows))


def test_ids_that_objects_or_short_floats_do_not_tell_apart_are_refused():
    rows = NUMBERED.assign(**AMONG)
    with pytest.raises(af.RecordError, match=r"ids are 9007199254740992\.0, floating-point"):
        af.to_records(rows.assign(part_of=pd.Series([None, 2.0**53, None], dtype=object)))
    with pytest.raises(af.RecordError, match=r"ids are 16777216\.0, floating-point"):
        af.to_records(rows.assign(part_of=np.array([np.nan, 2**24, np.nan], "float32")))


def test_a_plus_of_an_exponent_does_not_join_ids(engine):
    rows = NUMBERED.astype({"record": str}).assign(**AMONG)
    with pytest.raises(af.RecordError, match=r"part_of is '1\.5e\+10', a number in short form"):
        af.to_records(engine.of(rows.assign(part_of=[None, "1.5e+10", None])))
    joined = af.to_records(engine.of(rows.assign(part_of=[None, "1e + x10", None])))
    assert plain(joined)["part_of"].fillna("").tolist() == ["", "1e+x10", ""]


def test_an_id_that_is_null_is_refused_before_links_are_followed(engine):
    rows = NUMBERED.assign(record=[1, np.nan, 3], part_of=[np.nan, 1, 1], **AMONG)
    with pytest.raises(af.RecordError, match="record is blank in 1 row"):
        af.to_records(engine.of(rows))


def test_links_are_completed(engine):
    """Chains and circles of tellings end at one fact; a telling of a part is a part."""
    rows = pd.DataFrame(
        {
            "record": ["W", "P", "X", "Y", "A", "B"],
            "part_of": [None, "W", None, None, None, None],
            "same_as": [None, None, "P", "X", "B", "A"],
            "value": [10.0, 4.0, 4.0, 4.0, 5.0, 5.0],
            "supplier": "RUS",
            "recipient": "ARM",
            "stage": "loan",
            "unit": "USD",
            "year": 2015,
        }
    )
    records = plain(af.to_records(engine.of(rows))).set_index("record")
    assert records["part_of"].fillna("").to_dict() == {
        "W": "",
        "P": "W",
        "X": "W",
        "Y": "W",
        "A": "",
        "B": "",
    }
    assert records["same_as"].fillna("").to_dict() == {
        "W": "",
        "P": "",
        "X": "P",
        "Y": "P",
        "A": "",
        "B": "A",
    }


@pytest.mark.covering
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["yes", "no", ""], [True, False, False]),
        ([1, 0, 1], [True, False, True]),
        ([1.0, np.nan, 0.0], [True, False, False]),
        ([True, None, False], [True, False, False]),
    ],
)
def test_estimates_as_people_mark_them(engine, cells, expected):
    typed = engine.of(TYPED.assign(record=["a", "b", "c"], estimated=cells))
    records = plain(af.to_records(typed)).sort_values("record")
    assert records["estimated"].tolist() == expected


@pytest.mark.parametrize("cells", [["maybe", "no", "no"], [2, 0, 1]])
def test_other_marks_of_estimates_are_refused(engine, cells):
    with pytest.raises(af.RecordError, match="estimated holds .*expected true or false, 1 or 0, yes or no"):
        af.to_records(engine.of(TYPED.assign(record=["a", "b", "c"], estimated=cells)))


@pytest.mark.parametrize("kind", ["Int64", "Float64", "double[pyarrow]"])
def test_nullable_numbers_are_read_without_a_warning(kind):
    records = af.to_records(TYPED.assign(value=pd.array([5, None, 72], dtype=kind), year=[2014, 2015, 2016]))
    assert str(records["value"].dtype) == "float64"
    assert records["value"].isna().tolist() == [False, True, False]


def test_blank_columns_and_categories_are_read_without_a_warning():
    typed = TYPED.assign(
        note=np.nan,
        release=pd.Series([None] * 3, dtype=object),
        stage=TYPED["stage"].astype("category"),
        supplier=TYPED["supplier"].astype("category"),
    )
    records = af.to_records(typed)
    assert records["note"].tolist() == ["", "", ""]
    assert records["stage"].tolist() == TYPED["stage"].tolist()


def test_records_survive_a_csv(tmp_path):
    records = af.to_records(TYPED)
    records.to_csv(tmp_path / "records.csv", index=False)
    assert_same(af.to_records(pd.read_csv(tmp_path / "records.csv")), records)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.assign(year=pd.Timestamp("2015-01-01")), "start holds .*2015"),
        (lambda f: f.assign(value=pd.Series([10**400, 1, 2], dtype=object)), "value holds"),
        (lambda f: f.assign(value=pd.Series([True, 1, 2], dtype=object)), "value holds True"),
        (lambda f: f.assign(value=pd.Categorical(["1", "2", "3"])), "value holds '1'"),
        (lambda f: f.set_axis([*f.columns[:-1], "value"], axis=1), "columns stand twice: 'value'"),
        (lambda f: f.assign(x=1).rename(columns={"x": 5}), "column names are 5; expected text"),
    ],
)
def test_odd_columns_are_refused_in_words(change, message):
    with pytest.raises(af.ArmsflowError, match=message):
        af.to_records(change(TYPED))


def test_constants_are_checked():
    with pytest.raises(af.ArgumentError, match="constant 'catgory' is no column.*did you mean 'category'"):
        af.to_records(TYPED, catgory="aircraft")
    with pytest.raises(af.ArgumentError, match=r"a constant is \['a'\]; expected one value"):
        af.to_records(TYPED, note=["a"])
    assert af.to_records(TYPED, condition="new")["condition"].tolist() == ["new"] * 3


def test_quantity_is_no_value_where_bounds_are_given():
    records = make({"quantity": [np.nan], "low": [3.0], "high": [5.0], "unit": ["pieces"]})
    assert records["value"].isna().all()
    with pytest.raises(af.RecordError, match="quantity|value lies outside"):
        make({"quantity": [9.0], "value": [4.0], "unit": ["pieces"]})


def test_a_name_may_depend_on_its_source():
    typed = TYPED.assign(recipient="Congo")
    with pytest.raises(af.PartyError, match="Congo"):
        af.to_records(typed)
    assert set(af.to_records(typed, source="sipri")["recipient"]) == {"COG"}


@pytest.mark.parametrize("kind", ["int64", "Int64"])
def test_ids_of_many_digits_keep_them_all(kind):
    ids = pd.array([12345678901234567, 12345678901234568], dtype=kind)
    assert make({"record": ids, "value": [1.0, 2.0]})["record"].tolist() == [str(i) for i in ids]


SPENDING = {
    "party": ["ARM", "ARM", "AZE", "AZE"],
    "year": [2015, 2016, 2015, 2016],
    "value": [4.0e8, 4.2e8, 18.0e8, np.nan],
    "unit": "USD",
}


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_spending_is_added_like_records(engine):
    """Spending of a state is paid by it: 0.4 and 0.42 billion in two years, 1.8 and not known."""
    engine = engine_of(engine)
    frame = pd.DataFrame(SPENDING).assign(record=["1", "2", "3", "4"], measure="military spending")
    records = af.to_records(engine.of(frame))
    rows = engine.plain(records)
    assert rows["recipient"].tolist() == ["ARM", "ARM", "AZE", "AZE"]
    assert set(zip(rows["supplier"], rows["stage"], rows["dataset"], strict=True)) == {
        ("all", "payment", "military spending")
    }
    sums = engine.plain(af.totals(records, by="recipient", over=(2015, 2016))).set_index("recipient")
    assert sums["value"].to_dict() == {"ARM": 8.2e8, "AZE": 18e8}
    assert sums["undisclosed"].to_dict() == {"ARM": 0, "AZE": 1}
    assert type(records) is type(engine.of(frame))


def test_spending_is_never_added_to_payments_for_arms():
    records = af.to_records(pd.DataFrame(SPENDING))
    arms = af.to_records(
        {"year": [2015], "value": [1e8]}, supplier="all", recipient="ARM", stage="payment", unit="USD"
    )
    with pytest.raises(af.MixedError, match="differ in dataset"):
        af.totals(af.concat(records, arms), by="recipient")


def test_shares_of_gdp_are_not_added():
    with pytest.raises(
        af.ArgumentError, match="spending is in 'share of GDP', which is not money and cannot be added"
    ):
        af.to_records(pd.DataFrame({**SPENDING, "unit": "share of GDP"}))


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_nouns_say_how_spending_is_added(engine):
    spending = engine_of(engine).of(pd.DataFrame(SPENDING))
    for noun in (af.totals, af.averages, af.changes, af.rankings):
        with pytest.raises(
            af.RecordError, match=r"is a spending frame and not .* to_records\(spending\) makes records"
        ):
            noun(spending)


def test_spending_of_sipri_says_whose_it_is():
    spending = pd.DataFrame(
        {
            "party": ["ARM"], "year": [2015], "value": [4e8], "unit": ["USD"], "prices": ["current"],
            "estimated": [False], "uncertain": [False], "note": [""], "release": ["2024"],
        }
    )  # fmt: skip
    assert af.to_records(spending)["source"].tolist() == ["milex"]
    assert af.to_records(spending, source="mine")["source"].tolist() == ["mine"]
    assert af.to_records(spending.drop(columns="uncertain"))["source"].tolist() == ["user"]


def test_a_sum_that_lacks_what_was_not_disclosed_comes_back_without_upper_bound(engine):
    rows = make({"recipient": ["IND", "IND", "PAK"], "value": [3.0, None, 2.0]}, source="sipri")
    sums = plain(af.totals(rows, by=["supplier", "recipient"])).drop(columns="year")
    again = engine.plain(af.to_records(engine.of(sums.assign(record=["1", "2"]))))
    assert again[["recipient", "value", "low", "high"]].values.tolist() == [
        ["IND", 3, 3, np.inf],
        ["PAK", 2, 2, 2],
    ]
    total = plain(af.totals(af.to_records(sums), by="supplier"))
    assert total[["value", "low", "high"]].values.tolist() == [[5, 5, np.inf]]


def test_observed_is_said_once():
    rows = pd.DataFrame({"supplier": ["FRA"], "value": [1.0], "year": [2010]})
    about = {"recipient": "IND", "stage": "delivery", "unit": "TIV"}
    with pytest.raises(af.ArgumentError, match="observed is given beside 'observed_start'"):
        af.to_records(rows, observed=(2009, 2011), observed_start=2009, **about)


def test_estimates_of_several_kinds_of_cells_are_read():
    cells = [True, "no", None, "1"]
    rows = pd.DataFrame({"estimated": pd.Series(cells, dtype=object), "value": [1.0, 2, 3, 4]})
    rows = rows.assign(year=range(2010, 2014))
    records = af.to_records(rows, supplier="FRA", recipient="IND", stage="delivery", unit="TIV")
    assert records["estimated"].tolist() == [True, False, False, True]


def test_ids_in_decimals_are_read_as_whole_numbers():
    ids = [Decimal("17.00"), Decimal("18.00")]
    rows = pl.DataFrame({"record": ids, "value": [1.0, 2.0], "year": [2010, 2011]})
    records = af.to_records(rows, supplier="FRA", recipient="IND", stage="delivery", unit="TIV")
    assert records["record"].to_list() == ["17", "18"]
