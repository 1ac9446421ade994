"""Parties: a name has one code or none, and nobody is taken for somebody else."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import armsflow as af
from armsflow import parties
from armsflow.errors import ArgumentError, PartyError
from armsflow.languages import LANGUAGES
from armsflow.parties import fold, party, party_name
from armsflow.tables import table, table_path
from tests.laws.strategies import SOME

HARD_TABLE = (Path(__file__).parent / "party_names_hard.csv").read_text(encoding="utf-8")
HARD = list(csv.DictReader(HARD_TABLE.splitlines()))
CODES = table("parties.csv")["code"].tolist()
PARTIES = table("parties.csv").set_index("code")
OTHERS = table("non_parties.csv")
# two or three letters are a code or an abbreviation and are read as they stand
NAMES = sorted({name for name in PARTIES["name"] if len(name) > 3})
SHORT = sorted({name for name in PARTIES["name"] if len(name) <= 3})


def cells(cell: str) -> list[str]:
    return cell.split("|") if cell else []


# --- names ---------------------------------------------------------------------------------------


def test_hard_names_have_the_code_that_a_reader_of_the_sources_would_give():
    wanted = {row["name"]: row["code"] for row in HARD if row["code"]}
    assert len(wanted) >= 150
    found = parties.codes_of(wanted)
    assert {name: (code, found[name]) for name, code in wanted.items() if code != found[name]} == {}


@pytest.mark.parametrize("row", [row for row in HARD if not row["code"]], ids=lambda row: row["name"])
def test_what_is_no_single_party_is_refused_with_the_reason(row):
    with pytest.raises(PartyError, match=re.escape(row["refusal"])) as caught:
        party(row["name"])
    assert caught.value.rows == [row["name"]]


def test_an_iterable_gives_a_list_in_the_same_order():
    names = ["Turkey", "Azerbaijan", "Turkiye"]
    wanted = ["TUR", "AZE", "TUR"]
    assert party(names) == wanted
    assert party(tuple(names)) == wanted
    assert party(iter(names)) == wanted
    assert party(pd.Series(names, index=[5, 5, 1])) == wanted
    assert party(pl.Series(names)) == wanted
    assert party([]) == []


def test_all_unknown_names_are_told_at_once():
    with pytest.raises(PartyError, match="7 names are not known as a party: 'A1'; 'A2'") as caught:
        party(["Russia", "A1", "A2", "A3", "A4", "A1", "A5", "A6", "A7"])
    assert caught.value.rows == ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]
    assert "'A5'; …; expected" in str(caught.value)
    assert "'A6'" not in str(caught.value)


def test_the_nearest_name_is_offered_but_not_taken():
    with pytest.raises(PartyError, match=r"'armenja' \(did you mean 'Armenia'\?\)"):
        party("armenja")


def test_an_ambiguous_name_says_which_parties_it_could_be():
    with pytest.raises(PartyError, match=r"'PRK' \(North Korea\) or 'KOR' \(South Korea\)"):
        party("Korea")
    with pytest.raises(PartyError, match=r"'COD' \(DR Congo\) or 'COG' \(Republic of the Congo\)"):
        party(["Congo"])


@pytest.mark.parametrize("what", [None, 5, float("nan"), pd.NA, ["Russia"], b"Russia"])
def test_what_is_no_text_is_no_party(what):
    with pytest.raises(PartyError, match=r"1 name is .* \(not text\)"):
        party(["Russia", what])


def test_nothing_and_the_word_for_it_are_told_apart():
    with pytest.raises(PartyError, match="3 names are not known") as caught:
        party([None, "None", "nan", None])
    assert caught.value.rows == [None, "None", "nan"]


def test_a_number_is_no_name_and_no_code():
    with pytest.raises(PartyError, match=r"5 \(not text\)"):
        party(5)
    with pytest.raises(PartyError, match="no party has the code 5"):
        party_name(5)


def test_a_name_can_mean_one_party_in_one_source():
    for source in ("sipri", "unroca", "comtrade", "baci"):
        assert parties.codes_of(["Congo", "DR Congo"], source=source) == {
            "Congo": "COG",
            "DR Congo": "COD",
        }
    with pytest.raises(PartyError, match="two states bear the name"):
        parties.codes_of(["Congo"], source="claims")


def test_successors_do_not_take_the_names_of_the_dead():
    assert party(["Soviet Union", "Yugoslavia", "East Germany"]) == ["SUN", "YUG", "DDR"]
    assert party(["Russia", "Serbia", "Germany"]) == ["RUS", "SRB", "DEU"]


@SOME
@given(st.sampled_from(NAMES), st.data())
def test_case_blanks_and_asterisks_do_not_matter(name, data):
    letters = [data.draw(st.sampled_from([c, c.upper(), c.lower()])) for c in name]
    blank = data.draw(st.sampled_from([" ", "  ", "\u00a0", " \t"]))
    edge = data.draw(st.sampled_from(["", " ", "\u200b"]))
    stars = data.draw(st.sampled_from(["", "*", "**", " *"]))
    written = edge + "".join(letters).replace(" ", blank) + stars + edge
    assert party(written) == party(name)


@pytest.mark.parametrize("name", SHORT)
def test_names_of_three_letters_are_read_in_capitals_only(name):
    assert party(f" {name}\u200b ") == party(name)
    for written in (name.lower(), name.title()):
        with pytest.raises(PartyError, match="1 name is not known"):
            party(written)


@SOME
@given(st.sampled_from(NAMES), st.data())
def test_a_name_with_a_foreign_letter_in_it_is_not_guessed(name, data):
    at = data.draw(st.integers(0, len(name)))
    with pytest.raises(PartyError, match="1 name is not known"):
        party(name[:at] + "жq" + name[at:])


@SOME
@given(st.lists(st.sampled_from(CODES)))
def test_codes_stand_for_themselves(codes):
    assert party(codes) == codes


# --- codes and names back ------------------------------------------------------------------------


def test_every_code_has_a_name_that_leads_back_to_it():
    for code in [*PARTIES.index, "all"]:
        assert party(code) == code
        assert party(party_name(code)) == code
    names = party_name(list(PARTIES.index))
    assert [name for name, n in Counter(names).items() if n > 1] == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("RUS", "Russia"),
        ("USA", "United States"),
        ("TUR", "Türkiye"),
        ("CIV", "Côte d'Ivoire"),
        ("COG", "Republic of the Congo"),
        ("SUN", "Soviet Union"),
        ("org:nato", "NATO"),
        ("grp:hezbollah", "Hezbollah"),
        ("unk:supplier", "Unknown supplier"),
        ("x:north_yemen", "North Yemen"),
        ("all", "All"),
    ],
)
def test_names_are_those_that_charts_print(code, name):
    assert party_name(code) == name
    assert party_name([code, code]) == [name, name]


def test_a_wrong_code_is_refused():
    with pytest.raises(PartyError, match=r"no party has the code 'Russia' \(did you mean 'RUS'\?\)"):
        party_name("Russia")
    with pytest.raises(PartyError, match=r"'org:nata' \(did you mean 'org:nato'\?\); expected codes"):
        party_name("org:nata")
    with pytest.raises(PartyError, match="no party has the code 'QQQ', None") as caught:
        party_name(["RUS", "QQQ", None, "QQQ"])
    assert caught.value.rows == ["QQQ", None]


def test_kinds_are_told():
    codes = ["RUS", "SUN", "GRL", "org:un", "grp:pkk", "unk:recipient", "all"]
    kinds = ["state", "former_state", "territory", "organisation", "group", "unknown", "all"]
    assert [parties.kind(code) for code in codes] == kinds
    with pytest.raises(PartyError, match="no party has the code 'Greenland'"):
        parties.kind("Greenland")


def test_why_not_tells_reasons_only():
    assert parties.why_not("World").startswith("it is a sum")
    assert parties.why_not("  WORLD ").startswith("it is a sum")
    assert parties.why_not("Russia") == ""
    assert parties.why_not("Atlantis") == ""


def marked(name: str) -> str:
    """A source's rule: a group is marked by "!"."""
    return parties.coined("grp", "user", name.removesuffix("!")) if name.endswith("!") else ""


def test_a_source_s_own_rule_is_asked_for_names_that_the_table_lacks():
    names = ["Free Valley Front!", "The Free Valley Front!", "Hezbollah", "grp:user_free_valley_front"]
    assert list(parties.codes_of(names, coin=marked).values()) == [
        "grp:user_free_valley_front",
        "grp:user_free_valley_front",
        "grp:hezbollah",
        "grp:user_free_valley_front",
    ]
    with pytest.raises(PartyError, match="2 names are not known as a party: 'Free Valley Front'; '!'"):
        parties.codes_of(["Free Valley Front", "!"], coin=marked)
    with pytest.raises(PartyError, match="'Free Valley Front!'"):
        party("Free Valley Front!")


def test_a_coined_code_names_itself():
    codes = ["grp:sipri_free_valley_front", "org:sipri_valley_union"]
    assert party(codes) == codes
    assert party_name(codes) == ["Free Valley Front", "Valley Union"]
    assert [parties.kind(code) for code in codes] == ["group", "organisation"]
    for code in ("grp:nobody_free_valley_front", "grp:sipri_", "x:sipri_free_valley_front"):
        with pytest.raises(PartyError, match=f"no party has the code '{code}'"):
            party_name(code)


def codes_by(scheme: str) -> dict[str, str]:
    """Code of the party that each code of another scheme stands for, by the table."""
    return {theirs: ours for ours, cell in PARTIES[scheme].items() for theirs in cells(cell)}


def test_codes_of_other_schemes_lead_to_ours():
    sipri, m49 = codes_by("sipri"), codes_by("m49")
    # the same letters are other states in SIPRI's old list than in ISO's
    assert [sipri[c] for c in ("CHI", "AST", "KOS", "SA", "AU", "MAC", "USR", "XXS")] == [
        "CHN",
        "AUT",
        "KOR",
        "ZAF",
        "org:african_union",
        "MKD",
        "SUN",
        "unk:supplier",
    ]
    assert [m49[c] for c in ("004", "051", "031", "810", "158")] == [
        "AFG",
        "ARM",
        "AZE",
        "SUN",
        "TWN",
    ]
    comtrade = codes_by("comtrade")
    numbers = ("051", "842", "251", "699", "757", "579", "490", "280", "058")
    assert [comtrade[c] for c in numbers] == [
        "ARM",
        "USA",
        "FRA",
        "IND",
        "CHE",
        "NOR",
        "TWN",
        "DEU",
        "x:belgium_luxembourg",
    ]


# --- the tables ----------------------------------------------------------------------------------


def test_counts_are_those_that_are_published():
    kinds = PARTIES["kind"].value_counts()
    # 193 members of the United Nations, its observers the Holy See and Palestine, Kosovo, Taiwan
    assert kinds["state"] == 193 + 2 + 2
    alpha3 = PARTIES.index.str.fullmatch("[A-Z]{3}")
    today = alpha3 & PARTIES["kind"].isin(["state", "territory"])
    # ISO 3166-3, but for AFI, ATB, BUR, BYS, DHY, FXX, HVO, NHB, RHO, TMP and ZAR, which are other names of
    # parties, and for GEL, which became two states
    withdrawn = {"ANT", "ATN", "CTE", "JTN", "MID", "NTZ", "PCI", "PCZ", "PUS", "SKM", "WAK"}
    # ISO 3166-1 has 249 entries; Kosovo is none of them
    assert len(set(PARTIES.index[today]) - withdrawn - {"XKX"}) == 249
    former = set(PARTIES.index[alpha3 & PARTIES["kind"].eq("former_state")])
    assert former == {"SUN", "YUG", "SCG", "CSK", "DDR", "YMD", "VDR"}


def test_prefixes_tell_kinds():
    prefix = {"organisation": "org", "group": "grp", "unknown": "unk"}
    for code, kind in PARTIES["kind"].items():
        allowed = rf"{prefix[kind]}:[a-z_]+" if kind in prefix else r"[A-Z]{3}|x:[a-z_]+"
        assert re.fullmatch(allowed, code), code
        if kind == "state":
            assert not code.startswith("x:")


def test_no_spelling_leads_to_two_codes_and_none_is_idle():
    led = {}
    for code, row in PARTIES.iterrows():
        own = [fold(name) for name in (code, row["name"], *cells(row["aliases"]))]
        for key in own:
            assert led.setdefault(key, code) == code, key
        # a code may be its own short name but for case; nothing else is written twice
        assert len(set(own[1:])) == len(own[1:]), code
    assert not set(led) & {fold(name) for name in OTHERS["name"]}
    assert "all" not in led


def test_every_code_of_a_scheme_is_used_once():
    for scheme, shape in (("sipri", "[A-Z]{2,3}"), ("m49", r"\d{3}"), ("comtrade", r"\d{3}")):
        codes = [code for cell in PARTIES[scheme] for code in cells(cell)]
        assert [code for code, n in Counter(codes).items() if n > 1] == []
        assert all(re.fullmatch(shape, code) for code in codes)


def test_every_state_has_its_number_and_territory_too():
    places = PARTIES[PARTIES["kind"].isin(["state", "territory"]) & ~PARTIES.index.str.startswith("x:")]
    # nor are numbers kept for codes that were withdrawn before the tables of trade in use here
    old = {"ATN", "CTE", "JTN", "MID", "NTZ", "SKM", "WAK"}
    assert set(places.index[places["m49"] == ""]) == {"XKX"} | old


def test_two_letter_codes_of_states_are_capitals_and_complete():
    states = PARTIES[PARTIES["kind"] == "state"]
    short = {
        code: [a for a in cells(aliases) if re.fullmatch("[A-Z]{2}", a)]
        for code, aliases in states["aliases"].items()
    }
    assert [code for code, found in short.items() if not found] == ["NAM"]
    assert {code: found for code, found in short.items() if len(found) > 1} == {
        "GBR": ["GB", "UK"],
        "GRC": ["GR", "EL"],
    }


def test_years_and_successors_make_sense():
    years = PARTIES[["start", "end"]].dropna()
    assert (years["start"] < years["end"]).all()
    assert PARTIES.loc[PARTIES["kind"] == "former_state", "end"].notna().all()
    assert PARTIES.loc[PARTIES["kind"] == "state", "end"].isna().all()
    successors = PARTIES["successor"][PARTIES["successor"] != ""]
    assert set(successors) <= set(PARTIES.index[PARTIES["kind"] == "state"])
    assert PARTIES.loc[successors.index, "end"].notna().all()


def test_withdrawn_codes_are_known_by_code_and_name():
    names = {
        "ATN": "Dronning Maud Land",
        "CTE": "Canton and Enderbury Islands",
        "JTN": "Johnston Island",
        "MID": "Midway Islands",
        "NTZ": "Saudi Arabia-Iraq Neutral Zone",
        "SKM": "Sikkim",
        "WAK": "Wake Island",
    }
    assert party(list(names)) == party(list(names.values())) == list(names)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        # as SIPRI's own workbooks of military expenditure have printed them, and their like
        *((name, "DDR") for name in ("German DR", "Germany, Dem. Rep.", "G.D.R.", "German D.R.")),
        *((name, "DDR") for name in ("Germany, DR", "German Dem Rep", "German Democratic Rep.")),
        *((name, "COG") for name in ("Congo, Repubic of", "Congo, Rep. of", "Congo (Rep. of)")),
        *((name, "COD") for name in ("Congo, Dem. Repubic of", "Congo, DR of")),
        *((name, "MKD") for name in ("Norh Macedonia", "Macedonia, North", "N. Macedonia")),
        *((name, "YMD") for name in ("Yemen, Dem. Rep.", "Yemen PDR")),
        *(("Yugoslavia (former)", "YUG"), ("Kyrgystan", "KGZ"), ("Philipines", "PHL"), ("F.R.G.", "DEU")),
    ],
)
def test_former_and_misspelt_names_of_workbooks(name, code):
    assert party(name) == code


def test_parts_of_a_state_are_said_to_be_of_the_right_one():
    for name in ("Tatarstan", "Dagestan", "Kaliningrad", "Chechnya"):
        with pytest.raises(PartyError, match=r"a part of Russia \(RUS\)") as caught:
            party(name)
        assert "Crimea" not in str(caught.value)
        assert "Ukraine" not in str(caught.value)
    with pytest.raises(
        PartyError, match=r"a part of Ukraine \(UKR\) that Russia \(RUS\) has held since 2014"
    ):
        party("Crimea")


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("SUN", 1922, 1991),
        ("DDR", 1949, 1990),
        ("YMD", 1967, 1990),
        ("x:biafra", 1967, 1970),
        ("SSD", 2011, None),
        ("ERI", 1993, None),
    ],
)
def test_years_of_existence(code, start, end):
    assert PARTIES.loc[code, "start"] == start
    assert PARTIES.loc[code, "end"] == end if end else pd.isna(PARTIES.loc[code, "end"])


def test_what_a_name_could_be_is_known():
    for row in OTHERS.itertuples():
        assert row.reason
        assert set(cells(row.could_be)) <= set(PARTIES.index), row.name
        for reading in cells(row.sources):
            assert reading.partition("=")[2] in cells(row.could_be), row.name


@pytest.mark.parametrize("name", ["parties.csv", "non_parties.csv"])
def test_tables_are_clean_files(name):
    raw = table_path(name).read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    for row in csv.reader(raw.decode("utf-8").splitlines(), strict=True):
        for cell in row:
            assert cell == " ".join(cell.split()), row
            assert all(part and part == part.strip() for part in cell.split("|")) or not cell, row
    assert list(table("parties.csv").columns) == [
        *("code", "name", "kind", "start", "end", "successor", "successor_from", "aliases"),
        *("sipri", "m49", "comtrade", "note"),
    ]


# --- names in other languages -----------------------------------------------------------------------

NAMES = table("party_names.csv")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Russia", "Netherlands", "Soviet Union", "Hezbollah", "NATO", "Unknown supplier"]),
        ("de", ["Russland", "Niederlande", "Sowjetunion", "Hisbollah", "NATO", "Unbekanntes Lieferland"]),
        ("fr", ["Russie", "Pays-Bas", "Union soviétique", "Hezbollah", "OTAN", "Fournisseur inconnu"]),
        ("es", ["Rusia", "Países Bajos", "Unión Soviética", "Hezbolá", "OTAN", "Proveedor desconocido"]),
        ("ru", ["Россия", "Нидерланды", "СССР", "Хезболла", "НАТО", "Неизвестный поставщик"]),
    ],
)
def test_parties_have_names_in_five_languages(language, names):
    codes = ["RUS", "NLD", "SUN", "grp:hezbollah", "org:nato", "unk:supplier"]
    assert party_name(codes, language=language) == names
    assert party_name("RUS", language=language) == names[0]


def test_every_code_has_a_name_in_every_language_and_no_two_share_one():
    codes = table("parties.csv")["code"].tolist()
    for language in ("de", "fr", "es", "ru"):
        rows = NAMES[(NAMES["language"] == language) & ~NAMES["code"].str.startswith("members:")]
        assert rows["code"].tolist() == codes
        assert (rows["name"].str.strip() == rows["name"]).all()
        assert (rows["name"] != "").all()
        assert rows["name"].is_unique


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_that_is_written_is_read_again(language):
    """But for the half of an island whose German name means all of it; a table of names says so."""
    written = dict(zip(CODES, party_name(CODES, language=language), strict=True))
    found = parties.codes_of(written.values(), skip=True)
    lost = {name for code, name in written.items() if found.get(name) != code}
    assert lost == ({"St. Martin"} if language == "de" else set())
    folded = [name.upper() for name in written.values() if len(name) > 3]
    assert {*party([name for name in folded if name != "ST. MARTIN"])} <= {*CODES}


def test_names_of_other_languages_go_wherever_a_party_does():
    rows = pd.DataFrame({"supplier": ["Deutschland", "Allemagne", "Германия"], "year": 2020, "value": 1.0})
    records = af.to_records(rows, recipient="Türkei", stage="delivery", unit="TIV")
    assert set(records["supplier"]) == {"DEU"}
    assert len(af.where(records, recipient="TÜRKEI")) == 3
    ax = af.plot_totals(af.totals(records, by=["supplier", "recipient"]), highlight="Türkei", language="de")
    assert ax.get_title(loc="left")
    plt.close(ax.figure)
    assert parties.known_code("Indien") == "IND"


def test_a_name_that_means_two_states_in_two_languages_is_refused(monkeypatch):
    shared = lambda: {"nirgendland": ["DEU", "FRA"]}  # noqa: E731
    monkeypatch.setattr(parties, "_translated", shared)
    said = r"'Nirgendland' \(its languages mean .*: write 'DEU' \(Germany\) or 'FRA' \(France\)\)"
    with pytest.raises(PartyError, match=said):
        party("Nirgendland")
    assert parties.known_code("Nirgendland") == ""


def test_names_of_other_languages_are_read_on_first_need(monkeypatch):
    def refuse():
        raise AssertionError("the names of other languages were looked at")

    monkeypatch.setattr(parties, "_translated", refuse)
    assert party(["Germany", "Türkiye", "USA"]) == ["DEU", "TUR", "USA"]
    with pytest.raises(PartyError, match="the island has a French and a Dutch part"):
        party("St. Martin")


def test_french_and_russian_names_have_their_forms_for_titles():
    """French and Russian prepositions depend on the name, so that they stand in the table."""
    forms = NAMES[NAMES["language"].isin(["fr", "ru"])]
    assert (forms[["from", "to"]] != "").all(axis=None)
    french = NAMES[NAMES["language"] == "fr"]
    assert french["from"].str.match(r"(de |du |des |d’)").all()
    assert french["to"].str.match(r"(à |au |aux )").all()


# --- groups of parties in other languages -------------------------------------------------------------

GROUPS = table("group_names.csv")
# groups whose name is the same in a language as in English
SAME_AS_ENGLISH = {
    "de": {"ASEAN", "AUKUS", "Five Eyes"},
    "fr": {"ASEAN", "AUKUS", "BRICS", "Five Eyes", "Europe", "SIPRI Europe"},
    "es": {"ASEAN", "AUKUS", "BRICS", "Asia", "Melanesia"},
    "ru": set(),
}


@pytest.mark.parametrize("language", ["de", "fr", "es", "ru"])
def test_every_group_has_a_name_of_its_own_language(language):
    rows = NAMES[(NAMES["language"] == language) & NAMES["code"].str.startswith("members:")]
    assert rows["code"].tolist() == [f"members:{group}" for group in GROUPS["group"]]
    names = dict(zip(GROUPS["group"], party_name(rows["code"], language=language), strict=True))
    english = dict(zip(GROUPS["group"], party_name(rows["code"]), strict=True))
    same = {group for group, name in names.items() if name == english[group]}
    assert same == SAME_AS_ENGLISH[language]
    assert all(name[0].isupper() for name in names.values())


@pytest.mark.parametrize("language", ["de", "fr", "es", "ru"])
def test_no_two_groups_share_a_name_but_a_region_of_sipri_and_one_of_the_un(language):
    """Both are called Africa; as they share members, no chart can show the two side by side."""
    of_sipri = GROUPS["set"].str.startswith("sipri")
    parties = NAMES[(NAMES["language"] == language) & ~NAMES["code"].str.startswith("members:")]["name"]
    for groups in (GROUPS[of_sipri], GROUPS[~of_sipri]):
        names = party_name("members:" + groups["group"], language=language)
        assert len({*names}) == len(names)
        assert not {*names} & {*parties}


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["NATO members", "Western Asia", "Middle East", "CSTO members", "Southern Europe", "All"]),
        ("de", ["NATO-Mitglieder", "Westasien", "Naher Osten", "OVKS-Mitglieder", "Südeuropa", "Alle"]),
        (
            "fr",
            [
                "Membres de l’OTAN",
                "Asie de l’Ouest",
                "Moyen-Orient",
                "Membres de l’OTSC",
                "Europe du Sud",
                "Tous",
            ],
        ),
        (
            "es",
            [
                "Miembros de la OTAN",
                "Asia occidental",
                "Oriente Medio",
                "Miembros de la OTSC",
                "Europa meridional",
                "Todos",
            ],
        ),
        ("ru", ["Члены НАТО", "Западная Азия", "Ближний Восток", "Члены ОДКБ", "Южная Европа", "Все"]),
    ],
)
def test_groups_and_all_have_names_in_five_languages(language, names):
    groups = ["NATO", "Western Asia", "SIPRI Middle East", "CSTO", "Southern Europe"]
    assert party_name([*(f"members:{group}" for group in groups), "all"], language=language) == names
    # a shipped group in other letters is the same one
    assert party_name("members:nato", language=language) == names[0]


def test_a_group_of_the_users_own_is_called_as_he_wrote_it():
    for language in LANGUAGES:
        assert party_name("members:Neighbours", language=language) == "Neighbours"
        assert party_name("members:Naher Osten", language=language) == "Naher Osten"


def test_the_name_of_all_is_read_again_and_that_of_a_group_is_no_party():
    assert party(["All", "Alle", "Tous", "Todos", "Все"]) == ["all"] * 5
    for name in ("Africa", "Afrika", "NATO members", "NATO-Mitglieder"):
        with pytest.raises(PartyError, match=f"not known as a party: '{name}'"):
            party(name)


def test_a_coined_code_has_the_name_of_its_source_in_every_language():
    assert party_name("grp:sipri_blue_front", language="ru") == "Blue Front"


def test_an_unknown_language_is_refused_with_all_there_are():
    with pytest.raises(ArgumentError, match="language is 'it'; expected one of 'en', 'de', 'fr', 'es', 'ru'"):
        party_name("RUS", language="it")
