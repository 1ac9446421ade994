"""Pages about what is no arms, of one of several tables, or of years that are not covered in full."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.languages import speaking
from armsflow.report.page import grid_of
from armsflow.report.register_page import Question, register_page
from armsflow.report.register_sections import Span, by_year, sum_of
from tests.frames import made


def records(source, dataset="", stage="delivery", observed=(2020, 2024), **constants):
    rows = {"supplier": ["Norway", "Canada"] * 2, "recipient": ["Ukraine"] * 2 + ["Poland"] * 2}
    frame = pd.DataFrame(rows).assign(year=[2020, 2021, 2022, 2024], value=[4e6, 6e6, 1e6, 2e6])
    about = {"unit": "EUR", "stage": stage, "source": source, "dataset": dataset, "observed": observed}
    return made(frame, **(about | constants))


def page(given, supplier=None, recipient=None, between=None, language="en"):
    with speaking(language):
        return register_page(given, Question(supplier, recipient, between))


LICENCES = records("uk_licences", "military", "licence", observed=(2020, 2023))
GOODS, AID = records("comtrade", "imports"), records("kiel", "commitments", "aid")


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("given", "asked", "title", "question"),
    [
        (GOODS, {"recipient": "UKR"}, "Goods to Ukraine", "Who delivered goods to Ukraine?"),
        (GOODS, {"supplier": "NOR"}, "Goods from Norway", "To whom did Norway deliver goods?"),
        (GOODS, {}, "Trade in goods", "Who delivered goods, and to whom?"),
        (AID, {"recipient": "UKR"}, "Aid to Ukraine", "Aid to Ukraine: from which donors?"),
        (AID, {"supplier": "NOR"}, "Aid from Norway", "Aid from Norway: to which recipients?"),
        (AID, {}, "Aid", "Aid: from which donors, to which recipients?"),
        (
            AID, {"supplier": "NOR", "recipient": "UKR"}, "Aid from Norway to Ukraine",
            "Aid from Norway to Ukraine: how much?",
        ),
        (records("sipri"), {"recipient": "UKR"}, "Arms to Ukraine", "Who delivered arms to Ukraine?"),
        (records("sipri"), {}, "Arms transfers", "Who delivered arms, and to whom?"),
        (
            LICENCES, {"recipient": "UKR"}, "Arms licences to Ukraine",
            "Licences for arms to Ukraine: from which suppliers?",
        ),
        (
            LICENCES, {"supplier": "NOR"}, "Arms licences from Norway",
            "Licences for arms from Norway: to which recipients?",
        ),
        (
            LICENCES, {"supplier": "NOR", "recipient": "UKR"}, "Arms licences from Norway to Ukraine",
            "Licences for arms from Norway to Ukraine: how much?",
        ),
        (
            LICENCES, {"supplier": "NOR", "between": ("UKR", "POL")},
            "Arms licences from Norway to Ukraine and Poland",
            "Licences for arms from Norway to Ukraine and to Poland: how much each?",
        ),
        (
            LICENCES, {}, "Arms licences",
            "Licences for arms: from which suppliers, to which recipients?",
        ),
        (
            records("user", stage="contract"), {"recipient": "UKR"}, "Arms contracts to Ukraine",
            "Contracts for arms to Ukraine: from which suppliers?",
        ),
    ],
)  # fmt: skip
def test_a_page_asks_about_what_moves(given, asked, title, question):
    made = page(given, **asked)
    assert made.title == title
    assert made.question.startswith(f"{question} Records of 2020–24")


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("language", "title", "question"),
    [
        (
            "de", "Waren an die Ukraine",
            "Wer lieferte Waren an die Ukraine? Daten von 2020–24, gemeldete Einfuhren.",
        ),
        (
            "fr", "Marchandises à l’Ukraine",
            "Qui a livré des marchandises à l’Ukraine ? Données de 2020–2024, importations déclarées.",
        ),
        (
            "es", "Mercancías a Ucrania",
            "¿Quién entregó mercancías a Ucrania? Datos de 2020–2024, importaciones declaradas.",
        ),
        (
            "ru", "Товары в Украину",
            "Кто поставлял товары в Украину? Данные за 2020–2024, заявленный импорт.",
        ),
    ],
)  # fmt: skip
def test_it_asks_so_in_every_language(language, title, question):
    made = page(GOODS, recipient="UKR", language=language)
    assert (made.title, made.question.replace("\u202f", " ").replace("\u00a0", " ")) == (title, question)


@pytest.mark.parametrize(
    ("language", "asks", "answers", "names", "limits"),
    [
        (
            "en", "Aid to Ukraine: from which donors?",
            "The largest donors in 2020–24 were Canada (60 per cent) and Norway (40 per cent), of the aid "
            "listed here.",
            ["Donors, 2020–24", "Donors by window", "How concentrated the donors are"],
            "Some recipients only. Shares are of the total of these alone.",
        ),
        (
            "de", "Hilfe an die Ukraine: von welchen Gebern?",
            "Die größten Geber 2020–24, gemessen an der hier erfassten Hilfe: Kanada (60 Prozent) und "
            "Norwegen (40 Prozent).",
            ["Geber, 2020–24", "Geber nach Zeitraum", "Wie konzentriert die Geber sind"],
            "Nur einige Empfänger. Anteile beziehen sich allein auf deren Summe.",
        ),
    ],
)  # fmt: skip
def test_who_gives_aid_is_a_donor_everywhere(language, asks, answers, names, limits):
    """Of 10 million Canada allocated 6; the page called it a supplier, and said that no share was known."""
    given = af.where(records("kiel", "allocations", "aid"), recipient="UKR")
    made = page(given, recipient="UKR", language=language)
    (sums,) = (each for each in made.sections if getattr(each, "name", "") == "totals")
    with speaking(language):
        heads = grid_of(sums).heads
    assert made.question.startswith(asks)
    assert answers in made.answer
    assert {*names} <= {section.heading for section in made.sections}
    assert heads[0] == {"en": "Donor", "de": "Geber"}[language]
    assert limits in " ".join(" ".join(point) for point in made.sections[-1].points)
    said = " ".join([*made.answer, *(section.heading for section in made.sections)])
    assert not any(word in said.casefold() for word in ("supplier", "lieferl", "nobody"))


@pytest.mark.parametrize(
    ("stage", "dataset", "heading"),
    [
        ("aid", "allocations", "As donors less as recipients"),
        ("licence", "", "As suppliers less as recipients"),
        ("delivery", "", "Deliveries given less those received"),
    ],
)
def test_what_is_no_delivery_is_neither_given_nor_received(stage, dataset, heading):
    made = page(records("kiel" if stage == "aid" else "user", dataset, stage))
    assert heading in [section.heading for section in made.sections]


def test_the_spending_beside_claims_is_among_the_sources():
    given = records("sipri", stage="delivery")
    paid = {"supplier": "NOR", "recipient": "UKR", "year": [2020], "value": 1e9, "unit": "USD"}
    claims = af.to_records(paid, stage="payment")
    spent = pd.DataFrame(
        {"party": ["UKR"], "year": [2020], "value": [4e9], "unit": "USD", "prices": "current"}
    )
    wdi = spent.assign(source="wdi", release="2021-03-01", uncertain=False)
    for spending, said in (
        (
            wdi,
            "World Bank, World Development Indicators; military spending and arms from SIPRI, edition 2021",
        ),
        (spent.assign(uncertain=False, release="2024"), "SIPRI Military Expenditure Database, Stockholm"),
        (spent, "spending as given."),
    ):
        made = register_page(given, Question("NOR", "UKR", None), claims, spending)
        assert any(line.startswith(said) for line in made.sources), made.sources


def test_aid_is_one_and_deliveries_are_many():
    def summed(given):
        return sum_of(given, Span(2020, 2024))

    to_ukraine = {"recipient": "UKR"}
    assert summed(af.where(AID, **to_ukraine)).startswith("The aid of 2020–24 comes to 10 million euros")
    arms = summed(af.where(records("sipri"), **to_ukraine))
    assert arms.startswith("The deliveries of 2020–24 come to 10 million euros")
    silent = AID.assign(record=list("abcd"), value=None, low=None, high=None)
    with pytest.warns(UserWarning, match=r"4 flow\(s\) stand in two of the frames"):
        both = af.concat(AID, made(silent))
    hidden = summed(both)
    assert "comes to 13 million euros, current prices; 4 records without a number are not in it." in hidden


@pytest.mark.parametrize("source", ["coarm", pytest.param("sipri", marks=pytest.mark.sweep)])
def test_an_answer_says_that_not_all_years_are_in_it(source):
    given = records(source, "totals")
    # of the last year, lines were set aside
    whole = given.assign(observed_end=[2022, 2022, 2022, 2022], observed_start=[2020, 2020, 2020, 2025])
    said = " ".join(page(whole, recipient="POL").answer)
    assert "incomplete" in said
    pair = page(whole, supplier="NOR", between=("UKR", "POL"))
    assert "incomplete" in pair.answer[0]


@pytest.mark.parametrize("source", ["coarm", "sipri"])
def test_a_year_without_a_record_is_one_of_none_where_the_source_lists_all(source):
    """Elsewhere it is not known."""
    poland = af.where(records(source, "totals"), recipient="POL")
    assert ("incomplete" in sum_of(poland, Span(2020, 2024))) == (source == "coarm")


def test_a_table_of_a_source_stands_in_words():
    licences = records("nl_licences", "temporary", "licence")
    made = page(licences, recipient="UKR")
    assert made.question.endswith("Records of 2020–24, licences: temporary.")
    held = next(section for section in made.sections if section.heading == "What the records hold")
    assert "licences: temporary" in held.rows[0]


def test_a_page_says_of_what_its_records_were_chosen():
    """A file of arms to Ukraine stood as all that the supplier delivered."""
    chosen = af.where(records("sipri"), recipient="UKR")
    asked = page(chosen, supplier="NOR").question
    assert asked.endswith("Chosen: to Ukraine.")


@pytest.mark.sweep
def test_a_page_says_nothing_of_a_choice_that_it_asks_for_or_that_nobody_made():
    chosen = af.where(records("sipri"), recipient="UKR")
    assert "Chosen" not in page(chosen, recipient="UKR").question
    assert "Chosen" not in page(records("sipri"), supplier="NOR").question


@pytest.mark.covering(1)
@pytest.mark.parametrize("given", [LICENCES, AID, records("user", stage="contract")])
@pytest.mark.parametrize(
    "asked",
    [{}, {"supplier": "NOR"}, {"recipient": "UKR"}, {"supplier": "NOR", "between": ("UKR", "POL")}],
)
def test_a_page_about_no_deliveries_does_not_speak_of_any(given, asked):
    made = page(given, **asked)
    said = [made.title, made.question, *made.answer, *(section.heading for section in made.sections)]
    said += [getattr(section, "words", "") for section in made.sections]
    assert "deliver" not in " ".join(said)
    assert "received" not in " ".join(said).replace("less received", "")


def test_a_year_that_is_not_covered_is_marked_in_its_row():
    # of 2024 there is a record, and the source covers 2020–23
    (yearly,) = by_year(af.where(LICENCES, recipient="POL"), "recipient", "Year by year")
    assert [row[1] for row in grid_of(yearly).rows] == ["2020", "2021", "2022", "2023", "2024 (incomplete)"]
    whole = records("uk_licences", "military", "licence")
    (yearly,) = by_year(af.where(whole, recipient="POL"), "recipient", "Year by year")
    assert "incomplete" not in str(grid_of(yearly).rows)


def test_a_report_on_spending_is_refused():
    spending = pd.DataFrame({"party": ["FRA"] * 2, "year": [2022, 2023], "value": 5e10, "unit": "USD"})
    spending = made(spending.assign(measure="military spending"))
    for asked in ({}, {"recipient": "FRA"}):
        with pytest.raises(
            af.ArgumentError, match="'military spending', which no party gives another.*spending="
        ):
            page(spending, **asked)
