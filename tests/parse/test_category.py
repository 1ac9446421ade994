"""What was transferred, read from people's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsflow.errors import ArgumentError, CategoryError
from armsflow.parse.category import _key, _plain, category_name, names_weapons, parse_category
from armsflow.tables import table
from tests.laws.strategies import SOME

CATEGORIES = table("categories.csv")
TERMS = table("category_terms.csv")
LEAVES = sorted(CATEGORIES["category"])
PREFIX = {"sipri": "", "un": "un:", "ml": "ml:", "hs": "hs:", "uk": "uk:", "dual": "dual:"}

leaves = st.sampled_from(LEAVES)
terms = st.sampled_from(sorted(zip(TERMS["term"], TERMS["category"], strict=True)))


def union(*categories: str) -> str:
    parts = {leaf for category in categories for leaf in category.split("+")}
    return "all" if "all" in parts else "+".join(sorted(parts))


# the tables


def test_categories_are_unique_complete_and_prefixed_by_their_scheme():
    assert list(CATEGORIES.columns) == ["category", "scheme", "name", "says", "order"]
    assert CATEGORIES["category"].is_unique
    assert not (CATEGORIES[["category", "scheme", "name", "says"]] == "").any(axis=None)
    for category, scheme in zip(CATEGORIES["category"], CATEGORIES["scheme"], strict=True):
        code = category.removeprefix(PREFIX[scheme])
        assert ":" not in code
        assert "+" not in code
    for _, rows in CATEGORIES.groupby("scheme"):
        assert rows["name"].is_unique
        assert rows["order"].tolist() == list(range(1, len(rows) + 1))


def test_schemes_have_their_published_size():
    size = CATEGORIES.groupby("scheme").size()
    assert size["sipri"] == 11
    assert size["ml"] == 22
    main = [c for c in LEAVES if c.startswith("un:") and not c.endswith(("a", "b"))]
    assert main == sorted(f"un:{n}" for n in ("I", "II", "III", "IV", "V", "VI", "VII", "SA", "LW"))


def test_every_term_has_known_categories_in_order():
    for category in TERMS["category"].unique():
        assert category == "all" or set(category.split("+")) <= set(LEAVES)
        assert category == union(category)


def test_no_two_terms_that_read_alike_mean_different_things():
    meanings: dict[str, set[str]] = {}
    for term, category in zip(TERMS["term"], TERMS["category"], strict=True):
        meanings.setdefault(_key(_plain(term)), set()).add(category)
    assert [key for key, found in meanings.items() if len(found) > 1] == []


def test_terms_are_spelt_once_and_news_in_lower_case():
    assert TERMS["term"].is_unique
    news = TERMS.loc[TERMS["origin"].str.startswith("news"), "term"]
    assert (news == news.str.lower()).all()


# reading


@pytest.mark.parametrize(
    ("text", "category"),
    [
        # the newspaper's own words
        (
            "helicopters, surface-to-air missile systems, tank equipment, and artillery armor",
            "air_defence_systems+aircraft+armoured_vehicles+artillery",
        ),
        ("artillery armor", "armoured_vehicles+artillery"),
        ("“tanks (T-90S)”", "armoured_vehicles"),
        ("36 T-90S tanks", "armoured_vehicles"),
        ("tanks T-90S 2013", "armoured_vehicles"),
        ("several new fighter jets", "aircraft"),
        # the longest known phrase wins
        ("SAM", "missiles"),
        ("SAM system", "air_defence_systems"),
        ("naval SAM systems", "naval_weapons"),
        ("portable SAM", "missiles"),
        ("fire-control radar", "sensors"),
        ("helicopters and repair, recovery and engineering vehicles", "aircraft+armoured_vehicles"),
        ("APC/IFV", "armoured_vehicles"),
        ("anti-ship missile/ASM/SAM", "missiles"),
        ("tanks/helicopters", "aircraft+armoured_vehicles"),
        # spelling
        ("Air-defence systems", "air_defence_systems"),
        ("Air defense systems", "air_defence_systems"),
        ("ARMORED VEHICLES", "armoured_vehicles"),
        ("antitank missile", "missiles"),
        ("torpedoes", "missiles"),
        ("ARM", "missiles"),
        ("arms", "all"),
        ("(armed) UAV", "aircraft"),
        ("зенитно-ракетный комплекс", "air_defence_systems"),
        ("Танки, РСЗО и вертолёты", "aircraft+armoured_vehicles+artillery"),
        ("вертолеты", "aircraft"),
        # arms in general, alone or beside others
        ("", "all"),
        ("  ", "all"),
        ("weapons", "all"),
        ("weapons, arms and military equipment", "all"),
        ("tanks, helicopters and other weapons", "all"),
        ("weapons including tanks", "all"),
        ("tanks and others", "all"),
        ("Other", "other"),
        # outside SIPRI's scheme
        ("small arms and light weapons", "un:LW+un:SA"),
        ("ammunition", "ml:3"),
        # codes and labels
        ("un:VIIa", "un:VIIa"),
        ("UN VII(a)", "un:VIIa"),
        ("Category III", "un:III"),
        ("IV. (a) Combat aircraft", "un:IVa"),
        ("VII. (b) Man-Portable Air-Defence Systems (MANPADS).", "un:VIIb"),
        ("I. Battle tanks", "un:I"),
        ("battle tanks", "armoured_vehicles"),
        ("ML6", "ml:6"),
        ("ML 22", "ml:22"),
        ("ML10.a", "ml:10"),
        ("HS 9301.10", "hs:930110"),
        ("hs:93", "hs:93"),
        ("missiles+air_defence_systems", "air_defence_systems+missiles"),
        ("93", "hs:93"),
        ("9301.10", "hs:930110"),
        ("HS chapter 93", "hs:93"),
        ("heading 8710", "hs:8710"),
        ("EU ML14", "ml:14"),
        ("air defence", "air_defence_systems"),
        # designations: what stands behind one says what it is
        ("F-16", "aircraft"),
        ("66 F-16s", "aircraft"),
        ("F-16C/D Block 70", "aircraft"),
        ("Su-30", "aircraft"),
        ("Su-30MKI fighters", "aircraft"),
        ("F/A-18", "aircraft"),
        ("Mi-17V5", "aircraft"),
        ("AH-64E Apache helicopters", "aircraft"),
        ("F-16 engines", "engines"),
        ("Leopard 2A7 tanks", "armoured_vehicles"),
        ("K9 howitzers", "artillery"),
        ("S-400 missile systems", "air_defence_systems"),
        ("Patriot batteries", "air_defence_systems"),
        ("Patriot missiles", "missiles"),
        ("Javelin missiles", "missiles"),
        # news
        ("ammo", "ml:3"),
        ("munitions", "ml:3+ml:4"),
        ("tanker aircraft", "aircraft"),
        ("air tankers, tankers", "aircraft+ships"),
        ("six frigates and two submarines", "ships"),
        # of any category
        ("spare parts", "all"),
        ("F-16 spare parts", "all"),
        ("training and support", "all"),
    ],
)
def test_words_are_read(text, category):
    assert parse_category(text) == category


@pytest.mark.parametrize(
    ("text", "unknown", "message"),
    [
        ("helicoptrs", ["helicoptrs"], "1 phrase.*'helicoptrs' .did you mean 'helicopters'"),
        (
            "tank ammunition, foo, ships",
            ["tank ammunition", "foo"],
            "2 phrase.*separated by commas",
        ),
        ("water tanks", ["water tanks"], "not known: 'water tanks'"),
        ("(T-90S)", ["(T-90S)"], "not known"),
        ("-", ["-"], "not known"),
        ("ml:23", ["ml 23"], "expected codes of categories.csv"),
        ("hs:1234", ["hs 1234"], "not known"),
        ("fighter jets, Kh-35", ["kh35"], "not known"),
        ("a, b1, c, d, e, f, g", ["a", "b1", "c", "d", "e", "f", "g"], "7 phrase.*'e'.*, …;"),
    ],
)
def test_unknown_phrases_are_all_told(text, unknown, message):
    with pytest.raises(CategoryError, match=message) as caught:
        parse_category(text)
    assert caught.value.rows == unknown


@pytest.mark.parametrize("function", [parse_category, category_name])
@pytest.mark.parametrize("value", [None, float("nan"), 9301])
def test_what_is_no_text_is_refused(function, value):
    with pytest.raises(ArgumentError, match="expected text"):
        function(value)


@SOME
@given(st.lists(leaves, min_size=1, unique=True), st.sampled_from(["+", ", ", "; ", " and ", "/"]))
def test_codes_in_any_order_become_one_canonical_set(codes, separator):
    assert parse_category(separator.join(codes)) == "+".join(sorted(codes))


@SOME
@given(terms)
def test_case_hyphens_quotes_and_brackets_make_no_difference(term):
    text, category = term
    assert parse_category(text) == category
    assert parse_category(text.upper()) == category
    # between words only: the hyphen of "T-90S" is part of the name
    if not any(c.isdigit() for c in text):
        assert parse_category(text.replace("-", " ")) == category
    assert parse_category(f' "{text}" (several types) ') == category


@SOME
@given(terms, terms)
def test_a_list_is_the_union_of_its_phrases(one, other):
    expected = union(one[1], other[1])
    assert parse_category(f"{one[0]}, {other[0]}") == expected
    assert parse_category(f"{other[0]} and {one[0]}") == expected


@SOME
@given(terms)
def test_what_was_read_reads_as_itself(term):
    assert parse_category(parse_category(term[0])) == parse_category(term[0])


@SOME
@given(st.text())
def test_any_text_is_read_or_refused_by_name(text):
    try:
        category = parse_category(text)
    except CategoryError as error:
        category, refused = "all", error.rows
    else:
        refused = ["nothing"]
    assert refused
    assert category == "all" or set(category.split("+")) <= set(LEAVES)


# names


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("air_defence_systems", "Air-defence systems"),
        ("un:I", "Battle tanks"),
        ("aircraft+ships", "Aircraft, Ships"),
        ("all", "All categories"),
        # codes keep their order, words are read as parse_category reads them
        ("ships+aircraft", "Ships, Aircraft"),
        ("air defence", "Air-defence systems"),
        ("ML14", "Training equipment"),
        ("93", "Arms and ammunition (chapter 93)"),
        ("F-16", "Aircraft"),
        ("tanks and other weapons", "All categories"),
    ],
)
def test_categories_have_names(category, name):
    assert category_name(category) == name


@pytest.mark.parametrize("leaf", [leaf for leaf in LEAVES if ":" not in leaf])
def test_names_of_sipri_s_categories_read_as_themselves(leaf):
    assert parse_category(category_name(leaf)) == leaf


def test_a_name_for_what_is_no_category_is_refused():
    with pytest.raises(
        CategoryError, match=r"1 phrase.s. not known: 'aircraf' .did you mean 'aircraft'"
    ) as caught:
        category_name("aircraf+ships+all")
    assert caught.value.rows == ["aircraf"]
    with pytest.raises(CategoryError, match="category is blank"):
        category_name(" ")


@pytest.mark.parametrize(
    ("text", "named"), [("F-16", True), ("two F-16", True), ("two", False), ("tanks", False)]
)
def test_a_weapon_is_named_by_its_designation(text, named):
    assert names_weapons(text) is named
