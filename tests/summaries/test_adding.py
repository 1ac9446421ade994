"""The rules of adding: what differs in meaning is not added, and what is named as a key must be one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import armsflow as af
from armsflow.errors import MixedError, PartError, RecordError
from armsflow.languages import LANGUAGES
from tests.frames import SOME_ENGINES, assert_alike, engine_of, made, make, plain


@pytest.mark.covering
@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("stage", ["payment", "contract"], "differ in stage: 'contract', 'payment'"),
        ("unit", ["USD", "EUR"], r"differ in unit: 'EUR', 'USD'.*where\(records, unit=…\)"),
        ("prices", ["current", "2020"], "differ in prices"),
        ("source", ["sipri", "claims"], "differ in source"),
        ("release", ["2024", "2025"], r"differ in release.*where\(records, release=…\)"),
        ("reporter", ["supplier", "recipient"], "differ in reporter"),
        ("recipient", ["ARM", "all"], "differ in recipient: 'all' and named ones"),
    ],
)
def test_what_differs_in_meaning_is_not_added(engine, column, values, message):
    rows = make({"value": [1.0, 2.0], column: values})
    with pytest.raises(af.MixedError, match=message):
        af.totals(engine.of(rows))
    if column != "recipient":
        assert len(af.totals(engine.of(rows), by=["supplier", column])) == 2


def test_stages_do_not_mix_over_different_spans_either(claims):
    money = claims[claims["stage"].isin(["payment", "contract"])]
    with pytest.raises(af.MixedError, match=r"differ in stage.*supplier 'RUS'"):
        af.totals(money)


def test_pieces_of_different_categories_are_different_things():
    rows = make({"value": [72.0, 34.0], "category": ["un:I", "un:II"]}, unit="pieces")
    with pytest.raises(af.MixedError, match="differ in category: 'un:I', 'un:II'"):
        af.totals(rows)
    assert len(af.totals(rows, by=["supplier", "category"])) == 2
    assert len(af.totals(make({"value": [72.0, 34.0], "category": ["un:I", "un:II"]}))) == 1


def test_pieces_of_aid_are_told_apart_by_their_kind():
    """The category of tanks holds infantry fighting vehicles too, so that it is no way out."""
    kinds = {"category": ["armoured_vehicles", "artillery"], "weapons": ["Tanks", "Howitzers"]}
    rows = make({"value": [90.0, 20.0], **kinds}, unit="pieces", source="kiel")
    way = r"differ in category: .* Keep one with where\(records, weapons=…\), or keep .* with 'weapons' among"
    with pytest.raises(af.MixedError, match=way):
        af.totals(rows)


def test_folding_needs_one_meaning_too():
    rows = make({"supplier": ["RUS", "ISR"], "unit": ["USD", "TIV"], "value": [1.0, 2.0]})
    assert len(af.totals(rows)) == 2
    with pytest.raises(af.MixedError, match="differ in unit"):
        af.totals(rows, top=1)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("suplier", "by is 'suplier'; expected columns"),
        ("value", "by is 'value'"),
        (["supplier", "supplier"], "names a column twice"),
    ],
)
def test_by_is_checked(by, message):
    with pytest.raises(af.ArgumentError, match=message):
        af.totals(make({"value": [1.0]}), by=by)


@pytest.mark.parametrize("top", [0, 1.5, True, "6"])
def test_top_is_checked(top):
    with pytest.raises(af.ArgumentError, match="top is .*expected a whole number from 1"):
        af.totals(make({"value": [1.0]}), top=top)


@pytest.mark.parametrize("name", ["share", "period", "records"])
def test_columns_named_like_a_summarys_are_no_keys(name):
    with pytest.raises(af.ArgumentError, match="needs another name"):
        af.totals(make({"value": [1.0]}).assign(**{name: "x"}), by=name)


def test_the_error_names_the_first_group_that_is_mixed_and_holds_the_rows_of_all():
    rows = {
        "supplier": ["USA", "FRA", "FRA", "DEU", "RUS", "RUS"],
        "unit": ["USD", "USD", "GBP", "EUR", "RUB", "USD"],
        "value": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    }
    with pytest.raises(af.MixedError, match=r"differ in unit: 'GBP', 'USD' \(at supplier 'FRA'\)") as caught:
        af.totals(make(rows))
    mixed = caught.value.rows
    assert mixed[["supplier", "unit", "value"]].values.tolist() == [
        ["FRA", "GBP", 3],
        ["FRA", "USD", 2],
        ["RUS", "RUB", 5],
        ["RUS", "USD", 6],
    ]


# over both windows RUS 105, ISR 94, FRA 60, TUR 20, BLR 9; the first RUS, ISR, FRA; the last TUR, BLR, RUS
WINDOWS = {
    "supplier": ["RUS", "ISR", "FRA", "RUS", "ISR", "TUR", "BLR", "unk:supplier"],
    "start": [2015, 2015, 2015, 2020, 2020, 2020, 2020, 2020],
    "end": [2019, 2019, 2019, 2024, 2024, 2024, 2024, 2024],
    "value": [100.0, 90.0, 60.0, 5.0, 4.0, 20.0, 9.0, 50.0],
}
#: Who is kept by top=2, and what the others then have in the two windows.
KEPT = {
    "all": ({"RUS", "ISR", "TUR"}, [60, 9]),
    "last": ({"TUR", "BLR"}, [250, 9]),
    "each": ({"RUS", "ISR", "TUR", "BLR"}, [60, 0]),
    # of one whole alone it is the same
    "together": ({"RUS", "ISR", "TUR"}, [60, 9]),
}


@pytest.mark.covering(1)
@pytest.mark.parametrize("top_in", KEPT)
@pytest.mark.parametrize("noun", [af.totals, af.shares])
def test_the_largest_are_sought_in_all_windows_the_last_or_each(noun, top_in):
    """A large supplier of the last window was among the others of all windows."""
    kept = assert_alike(lambda rows: noun(rows, top=2, top_in=top_in), make(WINDOWS), ordered=False)
    named, others = KEPT[top_in]
    assert {*kept["supplier"]} == {*named, "unk:supplier", "others"}
    rest = kept[kept["supplier"] == "others"].groupby("start")["value"].sum()
    assert rest.reindex([2015, 2020], fill_value=0).tolist() == others


@pytest.mark.covering(1)
@pytest.mark.parametrize("top_in", KEPT)
def test_changes_keep_the_same_parties(top_in):
    kept = assert_alike(
        lambda rows: af.changes(rows, top=2, top_in=top_in, absent="none"), make(WINDOWS), ordered=False
    )
    named, others = KEPT[top_in]
    assert {*kept["supplier"]} == {*named, "unk:supplier", "others"}
    row = kept.set_index("supplier").loc["others"]
    assert [row["previous"], row["value"]] == others


def test_each_column_of_several_is_cut_in_the_same_windows():
    rows = make({**WINDOWS, "recipient": ["AZE", "AZE", "ARM", "AZE", "AZE", "ARM", "ARM", "ARM"]})
    choices = {"by": ["supplier", "recipient"], "top": {"supplier": 1, "recipient": 1}}
    for top_in, named in {"all": {"RUS", "TUR"}, "last": {"TUR"}, "each": {"RUS", "TUR"}}.items():
        kept = plain(af.totals(rows, **choices, top_in=top_in))
        assert {*kept["supplier"]} == {*named, "unk:supplier", "others"}
        # Armenia received 60 and 79 with the unknown, Azerbaijan 190 and 9
        assert {*kept["recipient"]} == ({"ARM", "others"} if top_in == "last" else {"ARM", "AZE"})


def test_every_whole_can_name_the_same():
    """Beside each other, stacks named other suppliers each, and had each other's among the others."""
    rows = make({
        "supplier": ["RUS", "ISR", "FRA", "RUS", "ISR", "TUR", "FRA", "unk:supplier"],
        "recipient": ["AZE", "AZE", "AZE", "ARM", "ARM", "ARM", "ARM", "ARM"],
        "value": [50.0, 40, 8, 9, 1, 10, 2, 90],
    })  # fmt: skip
    named = {}
    for top_in in ("all", "together"):
        kept = assert_alike(lambda r, top_in=top_in: af.shares(r, top=1, top_in=top_in), rows, ordered=False)
        named[top_in] = {code: {*cells} for code, cells in kept.groupby("recipient")["supplier"]}
    assert named["all"] == {"AZE": {"RUS", "others"}, "ARM": {"TUR", "unk:supplier", "others"}}
    # Russia has 59 of all, and Türkiye leads in Armenia; it delivered nothing to Azerbaijan
    assert named["together"] == {"AZE": {"RUS", "others"}, "ARM": {"RUS", "TUR", "unk:supplier", "others"}}
    kept = plain(af.shares(rows, top=2, top_in="together"))
    assert {*kept.loc[kept["recipient"] == "ARM", "supplier"]} == {
        "RUS", "ISR", "TUR", "unk:supplier", "others",
    }  # fmt: skip
    kept = plain(af.totals(rows, by=["supplier", "recipient"], top=1, top_in="together"))
    assert {*kept.loc[kept["recipient"] == "ARM", "supplier"]} == {"RUS", "TUR", "unk:supplier", "others"}
    mixed = rows.assign(unit=["TIV"] * 3 + ["pieces"] * 5)
    with pytest.raises(af.ArgumentError, match="top_in is 'together' and unit is 'TIV', 'pieces'.*where"):
        af.shares(mixed, top=1, top_in="together")


def test_the_last_window_of_each_whole_is_the_last_in_which_it_has_something():
    rows = make({**WINDOWS, "recipient": ["AZE", "AZE", "AZE", "AZE", "ARM", "ARM", "ARM", "ARM"]})
    gone = rows[(rows["recipient"] == "ARM") | (rows["start"] == 2015)]
    kept = plain(af.shares(gone, top=1, top_in="last"))
    assert {*kept.loc[kept["recipient"] == "AZE", "supplier"]} == {"RUS", "others"}
    assert {*kept.loc[kept["recipient"] == "ARM", "supplier"]} == {"TUR", "unk:supplier", "others"}


def test_nobody_is_the_largest_of_a_last_window_of_zeros():
    rows = make({"supplier": ["RUS", "FRA"], "start": [2015, 2020], "end": [2019, 2024], "value": [3.0, 0.0]})
    assert {*plain(af.totals(rows, top=1, top_in="last"))["supplier"]} == {"RUS", "others"}
    nothing = rows.assign(value=0.0, low=0.0, high=0.0)
    assert {*plain(af.totals(nothing, top=1, top_in="each"))["supplier"]} == {"others"}
    assert len(plain(af.totals(rows.iloc[:0], top=1, top_in="last"))) == 0


def test_where_the_largest_are_sought_is_checked():
    rows = make(WINDOWS)
    for noun in (af.totals, af.shares, af.changes):
        with pytest.raises(
            af.ArgumentError, match="top_in is 'first'; expected one of 'all', 'last', 'each'"
        ):
            noun(rows, top=2, top_in="first")
        with pytest.raises(af.ArgumentError, match="top_in is 'last' and top is not given; say with top="):
            noun(rows, top_in="last")


def test_the_last_of_spans_that_end_together_is_none():
    rows = make({"supplier": ["RUS", "FRA"], "start": [2015, 2020], "end": [2024, 2024], "value": [3.0, 1.0]})
    with pytest.raises(
        af.ArgumentError, match="top_in is 'last' and spans of different lengths.*'2015–24', '2"
    ):
        af.totals(rows, top=1, top_in="last")
    assert {*plain(af.totals(rows, top=1, top_in="each"))["supplier"]} == {"RUS", "FRA"}
    whole = plain(af.totals(rows, over=(2015, 2024), top=1, top_in="last"))
    assert whole["supplier"].tolist() == ["RUS", "others"]


def test_a_key_called_as_the_rest_is_not_folded_into_it(engine):
    kinds = ["others", "tank", "jet", "ship"]
    rows = make({"record": list("abcd"), "value": [10.0, 5, 3, 1], "supplier": ["USA", "RUS", "CHN", "FRA"]})
    rows = engine.of(rows.assign(kind=kinds))
    for top in (1, 2):
        for call in (
            lambda top: af.totals(rows, by="kind", top=top),
            lambda top: af.totals(rows, by=["kind", "recipient"], top=top),
            lambda top: af.shares(rows, of="kind", within=None, top=top),
        ):
            with pytest.raises(
                af.ArgumentError, match="'kind' has cells 'others', .*what the rest is called"
            ):
                call(top)
    # nothing is folded here
    whole = plain(af.totals(rows, by="kind", top=4)).set_index("kind")["value"]
    assert whole.to_dict() == {"others": 10, "tank": 5, "jet": 3, "ship": 1}
    apart = plain(af.totals(rows, by=["supplier", "kind"], top=1)).set_index("supplier")["value"]
    assert apart["USA"] == 10


@pytest.mark.parametrize("year", ["start", "end"])
def test_years_are_no_parts_of_a_whole(year):
    rows = make({"value": [1.0, 2.0], "supplier": ["RUS", "USA"]})
    for noun in (af.concentration, af.shares):
        with pytest.raises(af.ArgumentError, match=f"of is '{year}'; every span is a whole of its own"):
            noun(rows, of=year)
    assert af.totals(rows, by=year)["value"].tolist() == [3]


@pytest.mark.parametrize("name", ["a.b", 'a"b'])
def test_names_that_duckdb_reads_otherwise_are_no_keys_there(name):
    rows = make({"record": ["a", "b"], "value": [1.0, 2.0]}).assign(**{name: ["x", "y"]})
    assert af.totals(rows, by=name)["value"].tolist() == [1, 2]
    with pytest.raises(af.ArgumentError, match="DuckDB reads a dot or a quotation mark.*rename the column"):
        af.totals(engine_of("DuckDB").of(rows), by=name)


def test_keys_of_kinds_that_are_not_compared_are_brought_over_or_refused():
    rows = make({"record": ["a", "b"], "value": [1.0, 2.0]})
    halves = af.totals(rows.assign(key=np.array([1.5, 2.5], dtype="float16")), by="key")
    assert halves[["key", "value"]].to_numpy().tolist() == [[1.5, 1], [2.5, 2]]
    days = engine_of("DuckDB").of(rows.assign(key=pd.to_timedelta([1, 2], unit="D")))
    spans = days.query("days", "select * replace (interval 2 month as key) from days")
    for given in (spans, pa.Table.from_pandas(rows.assign(key=pd.cut([1, 2], [0, 1, 2])))):
        with pytest.raises(af.ArgumentError, match="neither text nor numbers.*make it a column of text"):
            af.totals(given, by="key")


#: A chapter of customs, a heading of it and a subheading of that, of one flow and year.
LEVELS = {"category": ["hs:93", "hs:9301", "hs:930110"], "value": [10.0, 4.0, 2.0], "year": 2020}
NESTED = (
    "a category and parts of it would be added, and what is in both would count twice: 'hs:93', 'hs:9301'"
)
SUMS = {
    "totals": af.totals,
    "shares": lambda r: af.shares(r, whole="chosen"),
    "rankings": lambda r: af.rankings(r, end=2020, window=1, incomplete="keep", whole="chosen"),
    "concentration": lambda r: af.concentration(r, whole="chosen"),
    "balances": lambda r: af.balances(r, whole="chosen"),
    "network": lambda r: af.network(r, whole="chosen"),
    "of a chapter": lambda r: af.totals(af.where(r, category="HS 93")),
}


@pytest.mark.covering(4)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("noun", SUMS)
def test_a_category_and_a_part_of_it_in_one_flow_are_not_added(noun, engine):
    """10 of chapter 93, of which 4 are of heading 9301, came to 16."""
    rows = engine_of(engine).of(make(LEVELS, unit="USD", supplier="USA", recipient="IND"))
    with pytest.raises(MixedError, match=NESTED) as error:
        SUMS[noun](rows)
    assert sorted(error.value.rows["category"]) == sorted(LEVELS["category"])


OVER = {
    "totals": lambda r: af.totals(r, over=(2010, 2012)),
    "shares": lambda r: af.shares(r, over=(2010, 2012), whole="chosen"),
    "concentration": lambda r: af.concentration(r, over=(2010, 2012), whole="chosen"),
    "balances": lambda r: af.balances(r, over=(2010, 2012), whole="chosen"),
    "network": lambda r: af.network(r, over=(2010, 2012), whole="chosen"),
    "windows": lambda r: af.totals(af.to_periods(r, 3, end=2012)),
}


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("noun", OVER)
def test_a_category_and_a_part_of_it_that_one_window_brings_together_are_not_added(noun, engine):
    """100 of chapter 93 in 2010-12, of which up to 30 are of heading 9301 in 2011, came to 130."""
    levels = {
        "category": ["hs:93", "hs:9301"],
        "value": [100.0, 30.0],
        "start": [2010, 2011],
        "end": [2012, 2011],
    }
    rows = engine_of(engine).of(make(levels, unit="USD", supplier="USA", recipient="IND"))
    with pytest.raises(MixedError, match=NESTED + r" \(from USA to IND, 2010–12\)"):
        OVER[noun](rows)


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_categories_of_other_levels_are_added_where_no_flow_has_two(engine):
    """One state reports chapters and another headings, or one in one year and in the next."""
    engine = engine_of(engine)

    def total(**columns) -> list[float]:
        rows = make(LEVELS | columns, unit="USD")
        return engine.plain(af.totals(engine.of(rows), by=(), over=(2018, 2022)))["value"].tolist()

    assert total(supplier=["USA", "FRA", "DEU"], recipient="IND") == [16.0]
    assert total(supplier="USA", recipient=["IND", "PAK", "ARM"]) == [16.0]
    assert total(supplier="USA", recipient="IND", year=[2018, 2019, 2020]) == [16.0]
    # neighbours lie in none of the others
    assert total(supplier="USA", recipient="IND", category=["hs:9301", "hs:9302", "hs:8710"]) == [16.0]
    assert total(supplier="USA", recipient="IND", category=["all", "hs:9302", "aircraft"]) == [16.0]


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_parts_of_categories_that_say_so_give_way_to_the_whole(engine):
    engine = engine_of(engine)
    links = {"record": ["a", "b", "c"], "part_of": [None, "a", "b"]}
    rows = engine.of(make(LEVELS | links, unit="USD", supplier="USA", recipient="IND"))
    with pytest.raises(PartError, match="is part of"):
        af.totals(rows)
    assert engine.plain(af.totals(af.without_parts(rows)))["value"].tolist() == [10.0]


def test_two_reporters_may_be_compared_at_different_levels():
    rows = make(
        {
            "reporter": ["supplier", "recipient"],
            "category": ["hs:93", "hs:9301"],
            "value": [10.0, 4.0],
            "year": 2020,
        },
        unit="USD",
    )
    gap = af.discrepancies(rows, between=("supplier", "recipient"))
    assert gap[["left_value", "right_value", "value"]].to_numpy().tolist() == [[10.0, 4.0, -6.0]]


def test_several_categories_in_a_flow_are_found_beside_a_key_that_keeps_them_apart():
    rows = make(LEVELS | {"supplier": "USA", "recipient": "IND"}, unit="USD")
    by_category = af.totals(rows, by="category").set_index("category")["value"]
    assert by_category.to_dict() == {"hs:93": 10.0, "hs:9301": 4.0, "hs:930110": 2.0}


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_sums_beyond_all_numbers_are_refused_by_every_noun(engine):
    """Shares of 1e308 each were 0.0, of a whole that was infinite."""
    rows = make({"supplier": ["USA", "RUS"], "recipient": "IND", "value": [1e308, 1e308]}, unit="TIV")
    rows = engine_of(engine).of(rows)
    for noun in (lambda r: af.totals(r, by="recipient"), af.shares, af.concentration):
        with pytest.raises(RecordError, match="figures are negative or infinite"):
            noun(rows)
    assert len(engine_of(engine).plain(af.totals(rows, by="supplier"))) == 2


def licences() -> pd.DataFrame:
    """Of a list of which nobody says that all states report."""
    given = {"supplier": ["FRA", "ITA"], "value": [3.0, 1]}
    return made(pd.DataFrame(given), recipient="SAU", year=2010, stage="licence", unit="EUR", source="coarm",
                reporter="supplier")  # fmt: skip


@pytest.mark.parametrize("engine", ["pandas", "Polars", "DuckDB"])
@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("reporter", "exporter", "reporter is 'exporter', which is no word of the records frame"),
        ("reporter", "Supplier", "reporter is 'Supplier'"),
        ("unit", "Euro", "unit is 'Euro'"),
        ("stage", "Lizenz", "stage is 'Lizenz'"),
        ("prices", "Current", "prices is 'Current'"),
        ("source", "COARM", "source is 'COARM'; expected 'coarm'"),
        ("category", "Military weapons", "category is 'Military weapons'"),
    ],
)
def test_words_that_were_translated_for_a_chart_are_refused(engine, column, cell, said):
    """Guards know the words of the frame: without them, sums would be complete that are not."""
    assert not af.totals(licences(), by="recipient")["complete"].any()
    with pytest.raises(af.RecordError, match=said):
        af.totals(engine_of(engine).of(licences().assign(**{column: cell})), by="recipient")


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
@pytest.mark.parametrize("side", ["supplier", "recipient"])
def test_all_in_words_is_not_added_to_those_that_are_named(language, side):
    """All may hold the 20 of Russia."""
    given = pd.DataFrame({side: ["RUS", "all"], "value": [20.0, 30], "record": ["1", "2"]})
    other = {"supplier": "recipient", "recipient": "supplier"}[side]
    rows = made(given, **{other: "IND"}, year=2021, stage="delivery", unit="TIV")
    for frame in (rows.assign(**{side: af.party_name(rows[side].tolist(), language=language)}), rows):
        for engine in ("pandas", "Polars", "DuckDB"):
            with pytest.raises(af.MixedError, match=f"differ in {side}: 'all' and named ones"):
                af.totals(engine_of(engine).of(frame), by=other)


def test_a_span_that_ends_before_it_starts_is_refused_on_lazy_engines():
    rows = make([{"value": 1.0, "start": 2012, "end": 2012}]).assign(start=2014)
    with pytest.raises(af.RecordError, match="2014"):
        af.totals(engine_of("Polars, lazy").of(rows.astype({"start": "int16"})), over=(2010, 2013))


def test_a_chapter_in_one_year_and_its_heading_in_the_next_are_added_over_both():
    rows = make({"category": ["hs:93", "hs:9301"], "year": [2018, 2019], "value": [10.0, 4.0]})
    assert af.totals(rows, by=(), over=(2018, 2019))["value"].tolist() == [14]
