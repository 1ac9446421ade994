"""Titles: names in a sentence."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.text import titles
from tests.summary_frames import deliveries


def test_names_take_the_article_in_a_sentence():
    frame = pd.DataFrame({"supplier": ["NLD"], "recipient": ["USA"]})
    assert titles.flow(frame, "name") == "Arms from the Netherlands to the United States"
    four = pd.DataFrame({"supplier": ["RUS"] * 4, "recipient": ["ARM", "AZE", "GEO", "IRN"]})
    assert titles.flow(four, "name") == "Arms from Russia"


def test_names_in_a_title_have_their_article_and_their_case():
    frame = pd.DataFrame({"recipient": ["SGS"], "supplier": ["unk:supplier"]})
    assert titles.flow(frame, "name") == (
        "Arms from unknown supplier to South Georgia and the South Sandwich Islands"
    )
    assert titles.flow(pd.DataFrame({"recipient": ["ARE"]}), "name") == "Arms to the United Arab Emirates"


def test_spending_is_not_called_arms():
    frame = pd.DataFrame({"recipient": ["ARM"], "dataset": "military spending"})
    assert titles.flows(frame, ["recipient"], "name") == "Military spending of Armenia"
    world = pd.DataFrame({"recipient": ["ARM", "AZE"], "dataset": "GDP"})
    assert titles.flows(world, ["recipient"], "name") == "GDP, by recipient"
    assert titles.of_arms("Recipients", world, [], "name") == "GDP"
    assert (
        titles.flows(world.assign(dataset="deals"), ["recipient"], "name") == "Arms transfers, by recipient"
    )


RECORDS = deliveries(
    supplier=["RUS", "USA", "RUS"], recipient=["IND", "IND", "EGY"], value=[3.0, 2.0, 1.0], year=2020
)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Arms transfers to India, by supplier"),
        ("de", "Rüstungslieferungen an Indien, nach Lieferland"),
        ("fr", "Livraisons d’armes à l’Inde, par fournisseur"),
        ("es", "Entregas de armas a India, por proveedor"),
        ("ru", "Поставки вооружений в Индию, по поставщикам"),
    ],
)
def test_the_chosen_side_stands_before_the_keys(language, title):
    ax = af.plot_totals(af.totals(af.where(RECORDS, recipient="India"), by="supplier"), language=language)
    assert ax.get_title(loc="left") == title


def test_other_choices_stand_behind_the_keys():
    both = af.where(RECORDS.assign(category="aircraft"), recipient="India", category="aircraft")
    title = af.plot_totals(af.totals(both, by="supplier")).get_title(loc="left")
    assert title == "Arms transfers to India, by supplier, aircraft"


def test_a_french_row_has_a_space_before_its_colon():
    frame = RECORDS.assign(item=["Su-30", "C-17", "T-90"])
    ax = af.plot_timeline(frame, items=True, language="fr")
    rows = [text.get_text() for text in ax.texts if text.get_label() == "row"]
    assert any(row.replace("\N{NO-BREAK SPACE}", " ").endswith(" : Su-30") for row in rows)
