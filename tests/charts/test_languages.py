"""Charts in every language: other words, the same numbers, and no English left."""

import os
import re
from functools import lru_cache

import matplotlib.pyplot as plt
import pytest

import armsflow as af
from armsflow.errors import ArgumentError
from armsflow.languages import LANGUAGES, entries
from tests.frames import made
from tests.pictures import PICTURES, USUAL, USUAL_NAMES
from tests.reading import texts

OTHERS = [language for language in LANGUAGES if language != "en"]
FUZZ = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
# every chart in one language or another, in `make fuzz` every picture in all
DRAWN = [
    (name, language)
    for place, name in enumerate(PICTURES if FUZZ else USUAL_NAMES.values())
    for language in (OTHERS if FUZZ else [OTHERS[place % len(OTHERS)]])
]
#: Texts of several words; names of parties, sources and equipment may be the same in two languages.
_WORDS = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)+")


def words_of(ax):
    return [ax.get_title(loc="left"), *(text.get_text() for text in texts(ax))]


# in English once for all other languages
@lru_cache(maxsize=30)
def drawn(name, language):
    """The words of a picture, and what `describe` says of it."""
    plot, frame = PICTURES[name]
    ax = plot(frame, language=language)
    ax.figure.canvas.draw()
    found = words_of(ax), af.describe(ax)
    plt.close(ax.figure)
    return found


def digits(text, language):
    """The numbers of a text, without the signs that languages write differently and with years in full."""
    # `describe` has plain spaces only
    between = {"en": ",", "de": "[.]", "fr": r"\s", "es": "[.]", "ru": r"\s"}[language]
    text = re.sub(rf"(?<=\d){between}(?=\d{{3}}(?!\d))", "", text)
    text = text if language == "en" else re.sub(r"(?<=\d),(?=\d)", ".", text)
    text = re.sub(r"(?<!\d)(\d\d)(\d\d)–(\d\d)(?!\d)", r"\1\2–\1\3", text)
    return sorted(re.findall(r"\d+(?:\.\d+)?", text))


def untranslated(language):
    """English messages of several words without a place, which another language words otherwise."""
    return [
        entry.message
        for entry in entries(language)[1:]
        if entry.context not in ("source", "category", "by", "pieces")
        and _WORDS.fullmatch(entry.message.rstrip("."))
        and entry.message not in entry.forms
    ]


@pytest.mark.fuzz
@pytest.mark.covering(1)
@pytest.mark.parametrize(("name", "language"), DRAWN)
def test_a_chart_in_another_language_has_its_words_and_the_same_numbers(name, language):
    (english, told), (other, told_other) = drawn(name, "en"), drawn(name, language)
    assert other[0] != english[0]
    # a sentence that one language describes stands in the foot of another
    said = "\n".join([*other, told_other])
    assert {*digits(told, "en")} <= {*digits(said, language)}
    assert {*digits(told_other, language)} <= {*digits("\n".join([*english, told]), "en")}
    # what the foot has no room for is described once
    sentences = [sentence for sentence in told_other.split(". ") if len(sentence) > 30]
    assert len(set(sentences)) == len(sentences)
    # what a record calls its goods stays as it is
    goods = " ".join(map(str, dict(PICTURES)[name][1].get("item", [])))
    left = [text for text in untranslated(language) if text not in goods]
    assert [text for text in left if re.search(rf"\b{re.escape(text)}\b", said)] == []


@pytest.mark.covering(1)
@pytest.mark.parametrize("chart", ["plot_totals", "plot_map"])
def test_describe_speaks_another_language_than_the_chart(chart):
    plot, frame = USUAL[chart]
    german, english = plot(frame, language="de"), plot(frame)
    assert af.describe(english, language="de") == af.describe(german)
    assert af.describe(german, language="en") == af.describe(english)
    for ax in (german, english):
        plt.close(ax.figure)


def test_panels_speak_the_language_of_their_chart():
    plot, frame = PICTURES["plot_shares, two recipients"]
    places = plot(frame, facet="recipient", language="de")
    assert {text.get_text() for ax in places for text in ax.texts if text.get_label() == "panel"} == {
        "Aserbaidschan",
        "Bosnien und Herzegowina",
    }
    assert "eigene Berechnung" in af.describe(places[0])
    assert "own calculation" in af.describe(places[0], language="en")
    plt.close(places[0].figure)


def test_a_user_s_own_words_stay():
    plot, frame = USUAL["plot_totals"]
    ax = plot(frame, language="ru", title="Ours", source="Ours too", labels={"RUS": "RF"})
    assert ax.get_title(loc="left") == "Ours"
    assert "Ours too" in af.describe(ax)
    assert "RF" in words_of(ax)
    plt.close(ax.figure)


@pytest.mark.parametrize("draw", [lambda frame: af.plot_totals(frame, language="it")])
def test_an_unknown_language_is_refused_with_all_there_are(draw):
    with pytest.raises(ArgumentError, match="language is 'it'; expected one of 'en', 'de', 'fr', 'es', 'ru'"):
        draw(USUAL["plot_totals"][1])


def test_sources_have_names_in_every_language():
    covered = af.coverage(af.read_claims(af.table_path("claims.csv")), by=["source", "stage"])
    ax = af.plot_coverage(covered, language="de")
    assert "Veröffentlichte Angaben, Verträge" in words_of(ax)
    plt.close(ax.figure)


@pytest.mark.covering(1)
@pytest.mark.parametrize("drawn_in", ["en", "fr"])
def test_windows_are_written_as_the_language_of_the_words_writes_them(drawn_in):
    """The words in French of an English chart had "2020–24" beside "2015–2019"."""
    rows = {"supplier": ["USA", "RUS"] * 2, "year": [2015, 2015, 2020, 2020], "value": [4.0, 6, 5, 5]}
    constants = {"stage": "delivery", "unit": "TIV", "source": "sipri", "observed": (2010, 2024)}
    ranking = af.rankings(made(rows, recipient="India", **constants), of="supplier", end=2024)
    ax = af.plot_rankings(ranking, language=drawn_in)
    words = {language: af.describe(ax, language=language) for language in ("en", "fr")}
    assert "2020–2024 (barres fines : 2015–2019)" in words["fr"]
    assert "2020–24 (" in words["en"]
    assert "2020–2024" not in words["en"]


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("language", "alliance", "region", "europe", "shown"),
    [
        (
            "en",
            "Arms from NATO members",
            "Arms transfers to the Middle East, by supplier",
            "Arms from Europe",
            "Africa",
        ),
        (
            "de",
            "Rüstungslieferungen von NATO-Mitgliedern",
            "Rüstungslieferungen an den Nahen Osten, nach Lieferland",
            "Rüstungslieferungen aus Europa",
            "Afrika",
        ),
        (
            "fr",
            "Livraisons d’armes des membres de l’OTAN",
            "Livraisons d’armes au Moyen-Orient, par fournisseur",
            "Livraisons d’armes d’Europe",
            "Afrique",
        ),
        (
            "es",
            "Entregas de armas de los miembros de la OTAN",
            "Entregas de armas a Oriente Medio, por proveedor",
            "Entregas de armas de Europa",
            "África",
        ),
        (
            "ru",
            "Поставки вооружений от членов НАТО",
            "Поставки вооружений на Ближний Восток, по поставщикам",
            "Поставки вооружений из Европы",
            "Африка",
        ),
    ],
)
def test_groups_stand_in_titles_and_rows_as_the_language_says_them(language, alliance, region, europe, shown):
    rows = [("DEU", "EGY", 3e6), ("FRA", "EGY", 2e6), ("RUS", "IRN", 4e6)]
    records = made(
        [dict(zip(("supplier", "recipient", "value"), row, strict=True)) for row in rows],
        year=2022,
        stage="delivery",
        unit="TIV",
    )

    def drawn(chosen, by="supplier"):
        ax = af.plot_totals(af.totals(chosen, by=by), language=language)
        plt.close(ax.figure)
        return ax

    assert drawn(af.where(records, supplier="NATO members")).get_title(loc="left") == alliance
    assert drawn(af.where(records, recipient="SIPRI Middle East")).get_title(loc="left") == region
    # a region is a place as a state is, and an alliance is none
    assert drawn(af.where(records, supplier="Europe")).get_title(loc="left") == europe
    by_region = drawn(af.to_groups(records, "regions", side="recipient"), "recipient")
    assert shown in {text.get_text() for text in texts(by_region)}
    assert shown in af.describe(by_region)
