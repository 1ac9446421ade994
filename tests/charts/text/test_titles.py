"""Titles: names in a sentence."""

from __future__ import annotations

import pandas as pd

from armsflow.charts.text import titles


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
