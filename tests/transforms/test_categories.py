"""Categories mapped between schemes: the table, the algebra of relations, and the frames."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsflow.errors import ArgumentError, CategoryError, RecordError
from armsflow.tables import table
from armsflow.transforms.categories import RELATIONS, SCHEMES, _chained, _Fit, _joint, to_categories
from tests.frames import assert_same, make, plain
from tests.laws import strategies

CATEGORIES = table("categories.csv")
CROSSWALK = table("category_crosswalk.csv")
SCHEME = dict(zip(CATEGORIES["category"], CATEGORIES["scheme"], strict=True))
PAIRS = {(f, t): r for f, t, r in CROSSWALK[["from", "to", "relation"]].values}
INVERSE = {"exact": "exact", "narrower": "wider", "wider": "narrower", "overlap": "overlap"}

# columns of the records frame, and one that rides along
TEXTS = [
    *("source", "release", "record", "part_of", "same_as", "reporter", "supplier", "recipient"),
    *("stage", "category", "item"),
]
COLUMNS = [
    *TEXTS,
    *("start", "end", "quantity", "value", "low", "high", "unit", "prices", "estimated", "note"),
    "condition",
]


def records(rows: list[tuple]) -> pd.DataFrame:
    """Records of (category, value, low, high); nothing else matters here."""
    frame = pd.DataFrame(rows, columns=["category", "value", "low", "high"])
    frame = frame.astype(dict.fromkeys(("value", "low", "high"), "float64"))
    rest = {
        **dict.fromkeys(("release", "item", "note"), ""),
        "source": "user",
        "reporter": "third",
        "supplier": "RUS",
        "recipient": "AZE",
        "stage": "contract",
        "unit": "USD",
        "prices": "current",
        "condition": "new",
        "part_of": None,
        "same_as": None,
        "estimated": False,
        "quantity": np.nan,
    }
    years = np.array([2010] * len(frame), dtype="int16")
    frame = frame.assign(**rest, start=years, end=years, record=[f"r{i}" for i in range(len(frame))])
    frame = frame.astype({"part_of": object, "same_as": object})
    return frame[COLUMNS]


SOME = records(
    [
        ("aircraft+armoured_vehicles", 4e9, 3.8e9, 4e9),
        ("air_defence_systems", 1e6, 1e6, 1e6),
        ("missiles", np.nan, 0.0, np.inf),
        ("all", 5.0, 4.5, 5.5),
        ("un:I", 62.0, 62.0, 62.0),
        ("hs:930110", np.nan, np.nan, np.nan),
        ("artillery", 0.0, 0.0, 0.0),
    ]
)

leaves = st.sampled_from(sorted(SCHEME))
sets = st.lists(leaves, min_size=1, max_size=4, unique=True).map(lambda x: "+".join(sorted(x)))
amounts = st.tuples(*[st.floats(0, 1e9)] * 3).map(sorted)
rows = st.tuples(sets | st.just("all"), amounts).map(lambda r: (r[0], r[1][1], r[1][0], r[1][2]))
frames = st.lists(rows, min_size=1, max_size=6).map(records)
schemes = st.sampled_from(SCHEMES)


# the table


def test_rows_are_unique_and_made_of_known_words():
    assert list(CROSSWALK.columns) == ["from", "to", "relation", "note"]
    assert len(PAIRS) == len(CROSSWALK)
    assert set(CROSSWALK["from"]) == set(SCHEME)
    assert set(CROSSWALK["relation"]) <= set(RELATIONS)
    assert not (CROSSWALK["note"] == "").any()


def test_every_category_goes_somewhere_or_says_nowhere():
    for leaf, own in SCHEME.items():
        for scheme in set(SCHEMES) - {own}:
            targets = [t for (f, t) in PAIRS if f == leaf and SCHEME.get(t, t) == scheme]
            assert targets, f"{leaf} to {scheme}"
            nowhere = [t for t in targets if PAIRS[leaf, t] == "none"]
            assert nowhere in ([], [scheme]), "a row of relation none names the scheme"
            assert not nowhere or len(targets) == 1


def test_what_is_told_both_ways_is_told_alike():
    both = [(f, t) for f, t in PAIRS if (t, f) in PAIRS]
    assert len(both) > 60
    assert [(f, t) for f, t in both if PAIRS[t, f] != INVERSE[PAIRS[f, t]]] == []


def test_no_scheme_is_mapped_to_itself_or_to_customs():
    assert not [(f, t) for f, t in PAIRS if SCHEME.get(t, t) in (SCHEME[f], "hs")]


@pytest.mark.covering(8)
@pytest.mark.parametrize(
    ("category", "scheme", "target", "relation"),
    [
        ("un:I", "sipri", "armoured_vehicles", "narrower"),  # every tank is an armoured vehicle
        ("armoured_vehicles", "un", "un:I+un:II", "overlap"),
        ("artillery", "un", "un:III+un:VIIa", "overlap"),  # 100 mm against 75 mm, and launchers
        ("air_defence_systems", "un", "all", "none"),  # the Register counts portable ones only
        ("un:VIIb", "sipri", "missiles", "narrower"),
        ("ships", "un", "un:VI", "overlap"),  # 100 t against 500 t
        ("engines", "un", "all", "none"),
        ("ml:6", "un", "un:I+un:II", "wider"),
        ("ml:9", "sipri", "engines+sensors+ships", "overlap"),
        ("ml:22", "sipri", "all", "none"),
        ("un:SA", "sipri", "all", "none"),
        ("hs:871000", "sipri", "armoured_vehicles+artillery", "overlap"),
        ("hs:930200", "un", "un:SA", "overlap"),
        ("hs:890610", "ml", "ml:9", "narrower"),
        ("aircraft", "sipri", "aircraft", "exact"),
        ("hs:890610+ships", "ml", "ml:9", "overlap"),
        ("un:I+un:SA", "sipri", "armoured_vehicles", "overlap"),  # a part has no counterpart
        ("un:I+armoured_vehicles", "sipri", "armoured_vehicles", "narrower"),
        ("all", "un", "all", "exact"),
    ],
)
def test_facts_of_the_field(category, scheme, target, relation):
    out = to_categories(records([(category, 1.0, 1.0, 1.0)]), scheme=scheme)
    assert out[["category", "relation"]].values.tolist() == [[target, relation]]


# relations


def relation_of(one: set, other: set) -> str:
    if one == other:
        return "exact"
    if one < other:
        return "narrower"
    return "wider" if one > other else "overlap"


TRUE = {
    "exact": lambda one, other: one == other,
    "narrower": lambda one, other: one <= other,
    "wider": lambda one, other: one >= other,
    "overlap": lambda one, other: True,
}
things = st.sets(st.integers(0, 3), min_size=1)


@strategies.SOME
@given(things, things, things)
def test_a_chain_of_relations_never_says_more_than_is_so(a, b, c):
    assert TRUE[_chained(relation_of(a, b), relation_of(b, c))](a, c)


@strategies.SOME
@given(st.lists(st.tuples(things, things), min_size=1, max_size=3))
def test_a_set_of_relations_never_says_more_than_is_so(pairs):
    joint = _joint([_Fit((), relation_of(a, b)) for a, b in pairs])
    assert TRUE[joint.relation](set().union(*(a for a, _ in pairs)), set().union(*(b for _, b in pairs)))


def test_a_chain_keeps_what_it_can():
    assert _chained("narrower", "narrower") == "narrower"
    assert _chained("exact", "wider") == "wider"
    assert _chained("wider", "exact") == "wider"
    assert _chained("narrower", "wider") == "overlap"
    assert _chained("none", "exact") == "none"


# frames


def test_every_engine_gives_the_same_frame(engine):
    out = to_categories(engine.of(SOME), scheme="un")
    expected = SOME.assign(
        category=[
            *("un:I+un:II+un:IV+un:V", "all", "un:VIIa+un:VIIb", "all", "un:I", "un:III"),
            "un:III+un:VIIa",
        ],
        relation=["overlap", "none", "overlap", "exact", "exact", "overlap", "overlap"],
    )
    assert_same(out, expected, ordered=False)


def test_every_engine_breaks_down_alike(engine):
    out = plain(to_categories(engine.of(SOME), scheme="un", split=True))
    parts = out[out["record"] == "r0"].sort_values("category")
    assert parts["category"].tolist() == ["un:I", "un:II", "un:IV", "un:V"]
    assert parts["value"].isna().all()
    assert parts["low"].tolist() == [0.0] * 4
    assert parts["high"].tolist() == [4e9] * 4
    assert parts["condition"].tolist() == ["new"] * 4
    # of nothing, every part is nothing; of what is not disclosed, no part is
    assert out.loc[out["record"] == "r6", ["value", "low", "high"]].values.tolist() == [[0.0] * 3] * 2
    assert out.loc[out["record"] == "r5", ["value", "low", "high"]].isna().all(axis=None)
    open_ended = out[out["record"] == "r2"]
    assert open_ended["high"].tolist() == [np.inf, np.inf]


def test_weights_divide_the_value_and_leave_the_bounds_open(engine):
    pieces = records([("artillery", 80.0, 60.0, 100.0), ("ships", 3.0, 2.0, 4.0)])
    pieces = pieces.assign(quantity=pieces["value"], unit="pieces")
    out = plain(to_categories(engine.of(pieces), scheme="un", weights={"un:III": 3, "un:VIIa": 1}))
    out = out.sort_values("category")
    assert out["category"].tolist() == ["un:III", "un:VI", "un:VIIa"]
    assert out["value"].tolist() == [60.0, 3.0, 20.0]
    assert out["quantity"].tolist() == [60.0, 3.0, 20.0]
    assert out["low"].tolist() == [0.0, 2.0, 0.0]
    assert out["high"].tolist() == [100.0, 4.0, 100.0]
    assert out["record"].tolist() == ["r0", "r1", "r0"]


def test_weights_may_be_a_frame_and_0_leaves_a_category_out():
    one = records([("artillery", 80.0, 60.0, 100.0)])
    typed = {"category": ["un:III", "un:VIIa"], "weight": [2.0, 0.0]}
    for form in (pd.DataFrame(typed), pl.DataFrame(typed), dict(zip(*typed.values(), strict=True))):
        out = to_categories(one, scheme="un", weights=form)
        assert out[["category", "value", "low", "high"]].values.tolist() == [["un:III", 80.0, 60.0, 100.0]]


@given(frames, schemes)
def test_one_figure_stays_one_figure(frame, scheme):
    before = frame.copy(deep=True)
    out = to_categories(frame, scheme=scheme)
    assert list(out.columns) == [*frame.columns, "relation"]
    kept = [c for c in frame.columns if c != "category"]
    assert_same(out[kept], frame[kept], ordered=False)
    pd.testing.assert_frame_equal(frame, before)


@given(frames, schemes)
def test_targets_are_of_the_scheme_and_in_order(frame, scheme):
    out = to_categories(frame, scheme=scheme)
    for category, relation in zip(out["category"], out["relation"], strict=True):
        targets = category.split("+")
        assert targets == sorted(set(targets))
        assert category == "all" or {SCHEME[t] for t in targets} == {scheme}
        assert relation != "none" or category == "all"


@given(frames, schemes)
def test_mapped_twice_is_mapped_once(frame, scheme):
    once = to_categories(frame, scheme=scheme)
    assert_same(to_categories(once, scheme=scheme), once, ordered=False)


@given(frames, schemes)
def test_weights_keep_the_total_and_never_narrow_the_bounds(frame, scheme):
    out = to_categories(frame, scheme=scheme, weights=weights_of(scheme))
    total = out.groupby("record")["value"].sum()
    assert total.to_numpy() == pytest.approx(frame.set_index("record")["value"][total.index].to_numpy())
    whole = frame.set_index("record").loc[out["record"]]
    assert (out["low"].to_numpy() <= whole["low"].to_numpy()).all()
    assert (out["high"].to_numpy() == whole["high"].to_numpy()).all()
    assert (out["low"] <= out["value"]).all()


@given(frames, schemes)
def test_a_split_has_the_weights_categories_and_bounds(frame, scheme):
    columns = ["record", "category", "relation", "low", "high"]
    split = to_categories(frame, scheme=scheme, split=True)
    weighed = to_categories(frame, scheme=scheme, weights=weights_of(scheme))
    assert_same(split[columns], weighed[columns], ordered=False)
    parts = split.groupby("record")["record"].transform("size") > 1
    assert split.loc[parts & (split["high"] > 0), "value"].isna().all()


def weights_of(scheme: str) -> dict[str, float]:
    return {leaf: float(i + 1) for i, leaf in enumerate(SCHEME) if SCHEME[leaf] == scheme}


def test_a_later_mapping_remembers_the_earlier():
    there = to_categories(records([("un:I", 1.0, 1.0, 1.0)]), scheme="sipri")
    assert there["relation"].tolist() == ["narrower"]
    on = to_categories(there, scheme="ml")  # tanks are armoured vehicles are ground vehicles
    assert on[["category", "relation"]].values.tolist() == [["ml:6", "narrower"]]
    back = to_categories(there, scheme="un")
    assert back[["category", "relation"]].values.tolist() == [["un:I+un:II", "overlap"]]


def test_text_is_of_the_kind_that_records_have(engine):
    frame = engine.of(SOME)
    out = to_categories(frame, scheme="un")
    assert type(out) is type(frame)
    if isinstance(frame, pd.DataFrame):
        assert out["category"].dtype == pd.Series(["x"]).dtype
        assert out["start"].dtype == frame["start"].dtype


def test_of_nothing_comes_nothing(engine):
    out = plain(to_categories(nothing(engine.of(SOME)), scheme="un"))
    assert list(out.columns) == [*COLUMNS, "relation"]
    assert len(out) == 0


def nothing(frame):
    return frame.limit(0) if hasattr(frame, "limit") else frame[:0]


def test_index_and_order_do_not_matter():
    shuffled = SOME.iloc[::-1].set_axis([0] * len(SOME))
    assert_same(to_categories(shuffled, scheme="ml"), to_categories(SOME, scheme="ml"), ordered=False)


# errors


def test_another_scheme_is_refused():
    with pytest.raises(ArgumentError, match="scheme is 'hs'; expected one of 'sipri', 'un', 'ml'"):
        to_categories(SOME, scheme="hs")


def test_what_is_no_frame_is_refused():
    with pytest.raises(ArgumentError, match=r"records is a builtins\.list"):
        to_categories([1], scheme="un")


def test_missing_columns_are_named():
    with pytest.raises(RecordError, match="it lacks 'category'") as caught:
        to_categories(SOME.drop(columns="category"), scheme="un")
    assert caught.value.rows == ["category"]
    with pytest.raises(RecordError, match="it lacks 'low', 'high'"):
        to_categories(SOME.drop(columns=["low", "high"]), scheme="un", split=True)


def test_unknown_categories_are_all_named(engine):
    frame = engine.of(SOME.assign(category=["tanks", "aircraft+missile", *["ships"] * 5]))
    with pytest.raises(CategoryError, match=r"'missile', 'tanks' .did you mean 'missiles'") as caught:
        to_categories(frame, scheme="un")
    assert caught.value.rows == ["missile", "tanks"]


def test_a_column_of_other_relations_is_refused():
    with pytest.raises(RecordError, match="relation is 'cousin'; expected 'exact'") as caught:
        to_categories(SOME.assign(relation="cousin").head(1), scheme="un")
    assert caught.value.rows == ["cousin"]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"aircraft": 1}, "weights: category is 'aircraft'; expected one of"),
        ({"un:IV": -1}, r"weights are \('un:IV', -1\); expected numbers from 0"),
        ({"un:IV": float("nan")}, "expected numbers from 0"),
        ({"un:IV": "half"}, "expected numbers from 0"),
        ({"un:IV": 1}, "weights lack 'un:I', 'un:II', 'un:III', 'un:V', 'un:VIIa', … .6 in all"),
        (dict.fromkeys(SCHEME, 0.0), "weights: category"),
        (pd.DataFrame({"category": ["un:IV"]}), "weights lack 'weight'; expected the columns"),
        (
            pd.DataFrame({"category": ["un:IV"] * 2, "weight": [1, 2]}),
            "weights give 'un:IV' more than once",
        ),
        (7, r"weights is a builtins\.int"),
    ],
)
def test_weights_that_weigh_nothing_are_refused(weights, message):
    with pytest.raises(ArgumentError, match=message):
        to_categories(SOME, scheme="un", weights=weights)


def test_weights_that_are_all_0_are_refused():
    weights = dict.fromkeys(weights_of("un"), 1.0) | {"un:III": 0, "un:VIIa": 0}
    with pytest.raises(ArgumentError, match=r"weights of 'un:III\+un:VIIa' are all 0") as caught:
        to_categories(SOME, scheme="un", weights=weights)
    assert caught.value.rows == ["un:III+un:VIIa"]


def test_weights_are_named_in_words():
    deal = pd.DataFrame(
        {"category": ["aircraft+ships"], "value": [400.0], "low": 400.0, "high": 400.0, "quantity": None}
    )
    codes = to_categories(deal, scheme="un", weights={"un:IV": 1, "un:V": 1, "un:VI": 2})
    words = to_categories(deal, scheme="un", weights={"UN IV": 1, "UN V": 1, "Category VI": 2})
    assert words["value"].tolist() == codes["value"].tolist()
    assert words["category"].tolist() == codes["category"].tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [("ml:3", "missiles"), ("un:LW", "missiles"), ("hs:930120", "naval_weapons"), ("un:VI", "ships")],
)
def test_what_notes_except_from_none_is_an_overlap(one: str, other: str) -> None:
    """Guided shells are ammunition, portable missiles light weapons, torpedo tubes launchers."""
    assert PAIRS[one, other] == "overlap"
    assert (one, "sipri") not in PAIRS


def test_the_scheme_may_be_given_by_position():
    rows = make({"category": ["aircraft"], "value": [1.0]})
    assert_same(to_categories(rows, "un"), to_categories(rows, scheme="un"))
