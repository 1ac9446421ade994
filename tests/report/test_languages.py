"""Reports in every language: no English left, the same numbers, and the language named in each format."""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest

import armsflow as af
from armsflow import cli
from armsflow.languages import LANGUAGES, entries, say, say_in, speaking
from armsflow.report import sentences
from armsflow.report.article import article_page
from armsflow.report.page import Figure, Page, Points, grid_of, more_rows, provenance
from armsflow.report.register_page import Question, register_page
from tests.frames import made

OTHERS = [language for language in LANGUAGES if language != "en"]
FUZZ = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
CLAIMS = af.read_claims(af.table_path("claims.csv"))
KINDS: dict[str, dict[str, Any]] = {
    "pair": {"supplier": "RUS", "between": ("AZE", "ARM")},
    "supplier": {"supplier": "RUS"},
    "recipient": {"recipient": "ARM", "claims": CLAIMS},
    "flow": {"supplier": "RUS", "recipient": "ARM"},
    "world": {},
    "article": {},
}
# every kind in one language or another, in `make fuzz` in all
ASKED = [
    (kind, language)
    for place, kind in enumerate(KINDS)
    for language in (OTHERS if FUZZ else [OTHERS[place % len(OTHERS)]])
]


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    every = af.read_sipri(af.table_path("sample_register.csv"))
    return every[every["start"] >= 2013]


def page_of(register: pd.DataFrame, kind: str) -> Page:
    """A page in the language of the moment; its charts, which have tests of their own, are not drawn."""
    if kind == "article":
        return article_page()
    asked = {"supplier": None, "recipient": None, "between": None} | KINDS[kind]
    claims = asked.pop("claims", None)
    return register_page(register, Question(**asked), claims)


def texts(page: Page) -> Iterator[str]:
    """All that a page says, without the citations of its sources."""
    yield from (page.title, page.question, *page.answer, page.sources[-1])
    for section in page.sections:
        yield section.heading
        if isinstance(section, Points):
            yield from (text for point in section.points for text in point)
            continue
        yield section.words
        grid = grid_of(section) if isinstance(section, Figure) else section
        yield from (*grid.heads, *(cell for row in grid.rows for cell in row), more_rows(grid))
        if isinstance(section, Figure):
            yield provenance(section.numbers)


def english(language: str) -> tuple[set[str], list[str]]:
    """Messages that a language words otherwise, and the pieces of several words between their places."""
    whole, pieces = set(), []
    for entry in entries(language)[1:]:
        said = " ".join(entry.forms)
        if entry.context in ("source", "category") or entry.message in said:
            continue
        whole.add(entry.message)
        for piece, *_ in string.Formatter().parse(entry.message):
            # "of arms" may stand in a name
            if len(piece.strip()) > 9 and " " in piece.strip() and piece.strip() not in said:
                pieces.append(piece.strip())
    return whole, pieces


@pytest.mark.fuzz
@pytest.mark.covering(2)
@pytest.mark.parametrize(("kind", "language"), ASKED)
def test_no_english_message_is_left_on_a_page(register: pd.DataFrame, kind: str, language: str) -> None:
    with speaking(language):
        page = page_of(register, kind)
        found = [*texts(page)]
    assert page.language == language
    whole, pieces = english(language)
    assert [text for text in found if text in whole] == []
    everything = "\n".join(found)
    assert [piece for piece in pieces if re.search(rf"\b{re.escape(piece)}", everything)] == []


@pytest.mark.sweep
def test_english_pages_hold_what_the_search_looks_for(register: pd.DataFrame) -> None:
    found = [*texts(page_of(register, "flow"))]
    whole, pieces = english("de")
    assert {"Years", "Supplier", "Others.", "Year by year"} <= {*found}
    assert {"Years", "Brackets.", "Year by year"} <= whole
    everything = "\n".join(found)
    assert sum(piece in everything for piece in pieces) > 10


@pytest.mark.sweep
def test_an_answer_has_the_same_numbers_in_every_language(register: pd.DataFrame) -> None:
    last = register[(register["start"] >= 2020) & (register["recipient"] == "ARM")]
    by = last.groupby("supplier")["value"].sum()
    share = f"{100 * by['RUS'] / by.sum():.0f}"
    said = {
        "de": f"2020–24 kamen {share} Prozent der Lieferungen an Armenien aus Russland.",
        "ru": f"2020–2024: {share} % поставок в Армению — из России.",
    }
    for language, sentence in said.items():
        with speaking(language):
            answer = page_of(register, "flow").answer[1]
        assert answer.replace("\u202f", " ").replace("\xa0", " ") == sentence


def test_names_have_their_articles_and_cases() -> None:
    sides = {"supplier": ["NLD"], "left": ["USA"], "right": ["IND"], "period": ["2020–24"]}
    sides |= {name: [2.5] for name in ("ratio", "ratio_low", "ratio_high")}
    amounts = {f"left_{name}": 12.5e6 for name in ("value", "low", "high")}
    amounts |= {f"right_{name}": 5e6 for name in ("value", "low", "high")}
    balance = pd.DataFrame(sides).assign(unit="TIV", prices="", stage="delivery", undisclosed=0, **amounts)
    said = {
        "en": "The Netherlands delivered 13 million TIV to the United States and 5.0 million TIV to India in "
        "2020–24: 2.5 times as much to the United States.",
        "de": "Aus den Niederlanden gingen 2020–24 13 Mio. TIV an die Vereinigten Staaten und 5,0 Mio. TIV "
        "an Indien: 2,5-mal so viel an die Vereinigten Staaten.",
        "fr": "Livraisons des Pays-Bas, 2020–2024 : 13 millions de TIV aux États-Unis et 5,0 millions de TIV "
        "à l’Inde, soit 2,5 fois autant aux États-Unis.",
        "ru": "Из Нидерландов за 2020–2024 поставлено 13 млн TIV в США и 5,0 млн TIV в Индию: отношение "
        "2,5 : 1, больше в США.",
    }
    for language, sentence in said.items():
        with speaking(language):
            assert sentences.balance_in_words(balance) == sentence


def small_page() -> Page:
    """A page with one chart, in the language of the moment."""
    given = {"supplier": ["Israel", "Russia"], "value": [40.0, 90.0]}
    same = {"recipient": "Azerbaijan", "year": 2014, "stage": "delivery", "unit": "TIV", "source": "sample"}
    sums = af.totals(made(given, **same))
    return Page("Titel", "Frage", ["Antwort."], [Figure("sums", "Summen", sums, af.plot_totals, "Worte.")])


def test_every_format_names_its_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("armsflow.report.write_report.article_page", small_page)
    html, markdown, word = (
        af.write_report(tmp_path / form, format=form, language="de") for form in ("html", "md", "docx")
    )
    text = html.read_text(encoding="utf-8")
    assert '<html lang="de">' in text
    words = (
        "Inhalt",
        "Die Zahlen dieser Abbildung",
        "Alle Zahlen als CSV",
        "Rüstungslieferungen, nach Lieferland",
        "Synthetische Stichprobe von armsflow",
        "Russland",
    )
    assert [part for part in words if part not in text] == []
    # the numbers for programs are the same in every language
    assert (tmp_path / "html" / "tables" / "sums.csv").read_text(encoding="utf-8").startswith("supplier,")
    text = markdown.read_text(encoding="utf-8")
    assert "| Lieferland | Jahre | TIV |" in text
    assert "Zahlen: [CSV](tables/sums.csv); Abbildung: [PNG](figures/sums.png)" in text
    with ZipFile(word) as archive:
        assert "Die Quelle nennt einzelne Werte ohne Grenzen." in archive.read("word/document.xml").decode()
        assert 'w:lang w:val="de"' in archive.read("word/styles.xml").decode()
        assert "<dc:language>de</dc:language>" in archive.read("docProps/core.xml").decode()


def test_an_unknown_language_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(
        af.ArgumentError, match="language is 'it'; expected one of 'en', 'de', 'fr', 'es', 'ru'"
    ):
        af.write_report(tmp_path / "page", language="it")
    assert not (tmp_path / "page").exists()


def test_the_command_passes_the_language_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("armsflow.report.write_report.article_page", small_page)
    assert cli.main(["report", "--language", "fr", "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == f"wrote {tmp_path / 'out' / 'index.html'}\n"
    text = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in text
    assert "Sommaire" in text


def test_a_balance_of_licences_is_none_of_deliveries_in_any_language() -> None:
    sides = {"supplier": ["NLD"], "left": ["USA"], "right": ["IND"], "period": ["2020–24"]}
    sides |= {name: [2.5] for name in ("ratio", "ratio_low", "ratio_high")}
    amounts = {f"left_{name}": 12.5e6 for name in ("value", "low", "high")}
    amounts |= {f"right_{name}": 5e6 for name in ("value", "low", "high")}
    balance = pd.DataFrame(sides).assign(unit="EUR", prices="2020", stage="licence", undisclosed=0, **amounts)
    said = {
        "en": "Licences from the Netherlands: 13 million euros of 2020 to the United States and 5.0 million "
        "euros of 2020 to India in 2020–24.",
        "de": "Genehmigungen aus den Niederlanden, 2020–24: ",
        "fr": "Licences des Pays-Bas, 2020–2024 : ",
        "es": "Licencias de Países Bajos, 2020–2024: ",
        "ru": "Лицензии из Нидерландов, 2020–2024: ",
    }
    for language, sentence in said.items():
        with speaking(language):
            told = sentences.balance_in_words(balance)
        assert told.replace("\u202f", " ").replace("\xa0", " ").startswith(sentence)


def test_french_has_its_space_before_each_semicolon() -> None:
    """The edition behind "Database;" and lists of bars lacked the space that stands before all others."""
    rows = {
        "supplier": ["USA", "FRA", "DEU"],
        "recipient": ["POL"] * 3,
        "year": [2020] * 3,
        "value": [9e6, 5e6, 2e6],
    }
    records = made(rows, stage="delivery", unit="TIV", source="sipri", release="2024")
    summary = af.totals(records, by="supplier")
    with speaking("fr"):
        line = provenance(summary)
    described = af.describe(af.plot_totals(summary, language="fr"))
    for text in (line, described):
        assert ";" in text
        assert not re.search(r"\S;", text), text


def test_german_has_one_word_for_deliveries_and_one_for_changes() -> None:
    with speaking("de"):
        assert (
            say_in("deliveries", "Arms exports")
            == say_in("deliveries", "Arms transfers")
            == "Rüstungslieferungen"
        )
        assert say("Change") == "Veränderung"
        assert say("Change, %").startswith("Veränderung")
    texts = [row for row in (table_of("de")).splitlines() if row.startswith("msgstr")]
    assert not any("Änderung" in text for text in texts)
    french = [row for row in table_of("fr").splitlines() if row.startswith("msgstr")]
    assert not [text for text in french if re.search(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]", text)]


def table_of(language: str) -> str:
    return (Path(af.__file__).parent / "locale" / f"{language}.po").read_text(encoding="utf-8")
