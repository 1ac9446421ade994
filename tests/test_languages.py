"""The catalogue of messages: complete in every language, with the places and plural forms of the English."""

import ast
import functools
import string
from pathlib import Path

import pytest

import armsflow
from armsflow.charts.check import SPENDING
from armsflow.charts.text import moved, names
from armsflow.errors import ArgumentError
from armsflow.languages import (
    LANGUAGES,
    entries,
    language_of,
    number,
    plural,
    say,
    say_count,
    speaking,
    years,
)
from armsflow.records.where_words import CONDITIONS
from armsflow.tables import table

OTHERS = [language for language in LANGUAGES if language != "en"]
# what says nothing needs not be read
SOURCES = [
    text
    for path in sorted(Path(armsflow.__file__).parent.rglob("*.py"))
    if "armsflow.languages" in (text := path.read_text(encoding="utf-8"))
]


def _text(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _of_call(call):
    """The message that a call says or marks, as (context, message, plural); None where it is no text."""
    name, given = getattr(call.func, "id", ""), [_text(part) for part in call.args[:2]]
    if name in ("say", "message") and given[:1] != [None]:
        return "", given[0], ""
    if name == "say_in" and None not in given:
        return given[0], given[1], ""
    # `counted` is also the name of a function of charts, which is given no two texts
    if name in ("say_count", "counted", "both") and len(given) == 2 and None not in given:
        return "", given[0], given[1]
    return None


@functools.cache
def messages():
    """All messages in the sources, and those of tables and of words that are put together while drawing."""
    calls = [node for text in SOURCES for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    found = {said for call in calls if (said := _of_call(call))}
    columns = ("category", "item", "party", "recipient", "release", "reporter", "source", "stage", "table")
    weapons = ("designation", "condition", "local production", "order year")
    heads = ("party", "place", "record", "side", "item")
    in_contexts = {
        "by": [*columns, *weapons, "supplier", "donor", "aid type", "way of supply"],
        "aid": names.AID.values(),
        "condition": CONDITIONS,
        "of aid": names.AID.values(),
        "aid_type": ["all", *filter(None, names.AID)],
        "head": ["supplier", "donor", "recipient", "category", "stage", *heads],
        "one": names.STAGES,
        "pieces": ["battle tanks", "armoured combat vehicles"],
        "status": ["reported", "unsupported"],
        "note": [next(note for note in table("claims.csv")["note"] if note.startswith("At face value"))],
        "of": [*names.STAGES.values(), *SPENDING],
        "category": table("categories.csv")["name"],
        "source": table("sources.csv")["name"],
        "side": ["supplier", "recipient", "third"],
        "title from": names.WORDS.values(),
        "title to": names.WORDS.values(),
        "deliveries": [text for family in moved.FAMILIES.values() for text in family],
    }
    return found | {(context, text, "") for context, texts in in_contexts.items() for text in texts}


def places(text):
    """The places of a message; a language says "Russia" where another says "from Russia"."""
    found = {place for _, place, _, _ in string.Formatter().parse(text) if place is not None}
    return {place.removeprefix("from_").removeprefix("to_") for place in found}


def test_the_scan_finds_messages_in_most_charts():
    assert len(messages()) > 300
    assert ("", "Smaller flows", "") in messages()


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_missing_unused_or_twice(language):
    listed = [entry[:3] for entry in entries(language)[1:]]
    assert sorted(set(messages()) - {*listed}) == []
    assert sorted({*listed} - messages()) == []
    assert len(listed) == len({entry[:2] for entry in listed})


@pytest.mark.parametrize("language", OTHERS)
def test_translations_have_the_places_of_the_english(language):
    for entry in entries(language)[1:]:
        for form in entry.forms:
            assert form, entry
            wanted = places(entry.plural or entry.message)
            # "the last year" needs no number, where only 1 has this form
            assert places(form) in (wanted, wanted - {"count"} if entry.plural else wanted), entry
            # a note is a sentence in every language
            assert form.endswith(".") or not entry.message.endswith("."), entry


@pytest.mark.parametrize(("language", "forms"), [("de", 2), ("fr", 2), ("es", 2), ("ru", 3)])
def test_messages_with_a_number_have_all_forms_of_the_language(language, forms):
    assert {plural(language)(count) for count in range(200)} == set(range(forms))
    counted = [entry for entry in entries(language) if entry.plural]
    assert counted
    assert {len(entry.forms) for entry in counted} == {forms}
    # a form that also stands for other numbers must say which
    others = {plural(language)(count) for count in range(200) if count != 1}
    for entry in counted:
        for place, form in enumerate(entry.forms):
            assert place not in others or "count" in places(form) or "count" not in places(entry.plural), form


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 record", "2 records", "5 records", "21 records"]),
        ("de", ["1 Eintrag", "2 Einträge", "5 Einträge", "21 Einträge"]),
        ("fr", ["1 entrée", "2 entrées", "5 entrées", "21 entrées"]),
        ("es", ["1 registro", "2 registros", "5 registros", "21 registros"]),
        ("ru", ["1 запись", "2 записи", "5 записей", "21 запись"]),
    ],
)
def test_words_agree_with_their_number(language, said):
    with speaking(language):
        assert [say_count("{count} record", "{count} records", count) for count in (1, 2, 5, 21)] == said


def test_large_counts_are_written_as_the_language_writes_numbers():
    with speaking("en"):
        assert say_count("{count} record", "{count} records", 4074) == "4,074 records"
    with speaking("de"):
        assert say_count("{count} record", "{count} records", 4074) == "4.074 Einträge"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1,250", "12,500.5", "0.5", "2020–24"]),
        ("de", ["1.250", "12.500,5", "0,5", "2020–24"]),
        ("fr", ["1\u202f250", "12\u202f500,5", "0,5", "2020–2024"]),
        ("es", ["1250", "12.500,5", "0,5", "2020–2024"]),
        ("ru", ["1\u00a0250", "12\u00a0500,5", "0,5", "2020–2024"]),
    ],
)
def test_numbers_and_years_are_written_as_the_language_writes_them(language, said):
    with speaking(language):
        assert [*map(number, ("1,250", "12,500.5", "0.5")), years("2020–24")] == said


def test_a_language_holds_for_a_while_only():
    with speaking("de"), speaking("fr"):
        pass
    assert number("0.5") == "0.5"


def test_an_unknown_language_is_refused_with_all_there_are():
    with pytest.raises(ArgumentError, match="language is 'it'; expected one of 'en', 'de', 'fr', 'es', 'ru'"):
        language_of("it")


@pytest.mark.parametrize("language", OTHERS)
def test_who_and_how_much_have_words_of_their_own(language):
    """In a Spanish table "Parte" was over names of states and "Parte [%]" over their shares."""
    with speaking(language):
        party, parties, parts, share, per_cent = map(say, ("Party", "Parties", "Parts", "Share", "Share [%]"))
    stems = {word.casefold().removesuffix("s") for word in (party, parts, share)}
    assert len(stems) == 3
    assert per_cent.startswith(share)
    assert parties != parts
    # nor is a party called a part in a sentence
    told = [entry for entry in entries(language)[1:] if entry.message in ABOUT_PARTIES]
    assert len(told) == len(ABOUT_PARTIES)
    words = {word for entry in told for form in entry.forms for word in form.casefold().split()}
    assert not words & {"parte", "partes", "partie", "parties", "teil", "teile", "часть", "части"}


ABOUT_PARTIES = (
    "{count} party",
    "1: one party has all",
    "n, the number of parties",
    "Concentration among parties",
    "Effective number of parties",
    "Arms exports and imports, by party",
    "Unknown parties count as one.",
)
