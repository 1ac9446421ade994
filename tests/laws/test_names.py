"""No name of ours meets one of the user's: columns called like anything in the source change no result."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest

import armsflow as af
from armsflow.errors import ArgumentError
from armsflow.summaries.columns import is_declared
from tests.frames import FIRST_SEED, FUZZ, SOME_ENGINES, assert_same, engine_of, noted, plain
from tests.laws.test_engines import FLOWS, KINDS, NOUNS, STEPS
from tests.sweep import spread

pytestmark = pytest.mark.fuzz

PACKAGE = Path(af.__file__).parent
# what these functions say in a column of their own, which they read again
SPOKEN = {"relation", "redenominated", "delivery_years", "told_start", "told_end"}


def words() -> list[str]:
    """Every word in the code of records, transforms and summaries that could name a column.

    These are texts, parameters and attributes; what only a variable is called, no column is.
    """
    found: set[str] = set()
    for folder in ("records", "transforms", "summaries"):
        for path in (PACKAGE / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
                elif isinstance(node, ast.keyword | ast.arg) and node.arg:
                    found.add(node.arg)
                elif isinstance(node, ast.Attribute):
                    found.add(node.attr)
    # a name that a database would take for one of a record's own columns is none that could be added
    taken = {name.casefold() for name in af.COLUMNS} | {"year"}
    names = {w for w in found if w.isidentifier() and w.casefold() not in taken | SPOKEN}
    return sorted({name.casefold(): name for name in sorted(names)}.values())


EVERY = words()
# all of them take minutes; how a pandas frame holds its text does not change what its columns may be called
ENGINES = ("pandas", "PyArrow", "Polars, lazy", "DuckDB") if FUZZ else ("pandas",)
SOME = EVERY if FUZZ else [*EVERY[::150], "self", "size", "records", "first", "fact", "sum_linked"]
OURS = [name for name in EVERY if name.startswith("armsflow__")]
WORDS = sorted({name for name in SOME if not name.startswith("armsflow__")})


def theirs(frame: pd.DataFrame, words: list[str]) -> pd.DataFrame:
    """The frame with a column for every word, in which each row has its own text."""
    cells = [f"row {n}" for n in range(len(frame))]
    return pd.concat([frame, pd.DataFrame(dict.fromkeys(words, cells), index=frame.index)], axis=1)


def test_there_are_words():
    assert {"sum_linked", "records", "size", "self"} <= {*EVERY, "self"}
    assert len(EVERY) > 300
    assert len(OURS) > 15


# only a database takes small and capital letters for the same
@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("engine", "upper"),
    [*((name, False) for name in ENGINES), ("DuckDB", True)],
)
@pytest.mark.parametrize("name", [*STEPS, *NOUNS])
def test_other_columns_change_nothing(name, engine, upper):
    function = (STEPS | NOUNS)[name]
    # a database takes seconds for a thousand columns: some of them, others each time
    words = spread(WORDS, 300, FIRST_SEED) if engine == "DuckDB" else WORDS
    words = [word.upper() if upper else word for word in words]
    wanted = function(FLOWS)
    found = plain(function(engine_of(engine).of(theirs(FLOWS, words))))
    assert_same(found[list(wanted.columns)], wanted, ordered=name in NOUNS)
    if name in STEPS:
        records = found["record"].map(dict(zip(FLOWS["record"], range(len(FLOWS)), strict=True)))
        others = found[[c for c in found if c not in wanted.columns]]
        assert len(others.columns) == len(words)
        assert others.eq("row " + records.astype(int).astype(str), axis=0).all(axis=None)


TWO = af.to_records(
    {
        "supplier": ["RUS", "RUS", "ISR", "RUS"],
        "year": [2010, 2010, 2010, 2011],
        "value": [4.0, 2.0, 1.0, 8.0],
        "region": ["a", "b", "b", None],
    },
    recipient="ARM", stage="delivery", unit="TIV",
)  # fmt: skip
AMOUNTS = pd.DataFrame(
    {"party": "ARM", "year": [2010, 2011], "value": 100.0, "unit": "USD", "measure": "GDP"}
)
BY = {
    "totals": lambda r, keys: af.totals(r, by=keys),
    "totals, folded": lambda r, keys: af.totals(r, by=["supplier", *keys], top=1),
    "totals, absent": lambda r, keys: af.totals(r, by=keys, absent="none"),
    "shares within": lambda r, keys: af.shares(r, of="supplier", within=keys),
    "shares of": lambda r, keys: af.shares(r, of=keys, within=None, top=1),
    "changes": lambda r, keys: af.changes(r, of=keys, absent="none"),
    "averages": lambda r, keys: af.averages(r, by=keys, window=1),
    "concentration within": lambda r, keys: af.concentration(r, of="supplier", within=keys),
    "concentration of": lambda r, keys: af.concentration(r, of=keys, within=None),
    "coverage": lambda r, keys: af.coverage(r, by=keys),
    "relative": lambda r, keys: af.relative(r, by=["recipient", *keys], to=AMOUNTS),
    "supplier_balance": lambda r, keys: af.supplier_balance(
        r, supplier="RUS", between=("ARM", "AZE"), by=keys, absent="none"
    ),
}
REFUSED = [name for name in WORDS if is_declared(name) or name.startswith("sum_")] + OURS[::9]
KEYS = [name for name in WORDS if name not in REFUSED]
each_noun = pytest.mark.parametrize(
    "noun", BY if FUZZ else ["totals, folded", "changes", "concentration within", "coverage"]
)
each_engine = pytest.mark.parametrize("engine", ENGINES)


@pytest.mark.covering(1)
@each_noun
@each_engine
def test_a_key_of_any_name_is_that_key(noun, engine):
    """Fifty keys that say the same divide as one does; pandas warns of more than a hundred columns."""
    # all of them in memory, a third on the others, which is another one each time
    keys = KEYS if engine == "pandas" else spread(KEYS, len(KEYS) // 3, FIRST_SEED)
    for start in range(0, len(keys), 50):
        names = keys[start : start + 50]
        try:
            assert_keys(noun, engine, names)
        except Exception:
            # which of them it was
            for name in names:
                with noted(name):
                    assert_keys(noun, engine, [name])
            raise


def assert_keys(noun, engine, names):
    wanted = BY[noun](TWO, ["region"])
    # not by `assign`, which has a parameter of its own called self
    rows = pd.concat([TWO.drop(columns="region"), pd.DataFrame(dict.fromkeys(names, TWO["region"]))], axis=1)
    found = plain(BY[noun](engine_of(engine).of(rows), names))
    found = found.replace({column: {"+".join(names): "region"} for column in ("of", "within")})
    if "leader" in found:
        found["leader"] = found["leader"].str.split(" · ").str[0]
    # concentration of them names them in a cell, and has no column of each
    first, *others = [name for name in names if name in found] or [""]
    assert [name for name in others if not found[name].equals(found[first])] == []
    assert_same(found.drop(columns=others).rename(columns={first: "region"}), wanted)


@pytest.mark.covering(1)
@each_noun
@each_engine
def test_a_key_that_is_called_like_a_result_is_refused(noun, engine):
    for name in REFUSED:
        with pytest.raises(ArgumentError, match=name):
            BY[noun](engine_of(engine).of(TWO.rename(columns={"region": name})), [name])


def test_names_of_ours_are_refused_in_any_letters():
    for engine in map(engine_of, SOME_ENGINES):
        for name in (*OURS[::4], *map(str.upper, OURS[::4])):
            if name.casefold() == "armsflow__row":
                continue
            with pytest.raises(ArgumentError, match=r"names that begin with 'armsflow__'.*rename"):
                af.totals(engine.of(TWO.assign(**{name: 1})), by="supplier")


@pytest.mark.covering(1)
def test_columns_that_gave_wrong_numbers_once(engine):
    """The names of a review; the laws above hold for names that the code has now."""
    names = ["_step", "_closes", "_opens", "_first_window", "factor_mean__", "_target", "link_changed"]
    names += ["part_of_all", "same_as_one", "_years", "hidden", "guessed", "first", "last", "size", "fact"]
    given = engine.of(KINDS.assign(**dict.fromkeys(names, "theirs")))
    for step in ("to_periods", "to_years", "to_categories", "without_parts", "to_records"):
        found = plain(STEPS[step](given))
        assert (found[names] == "theirs").all(axis=None)
        assert_same(found.drop(columns=names), plain(STEPS[step](KINDS)), ordered=False)
