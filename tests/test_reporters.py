"""Sums over states that report: which rows are some, told by their columns alone."""

from __future__ import annotations

import pandas as pd
import pytest

from armsflow.reporters import beside_unnamed, chosen_by_name, over_reporters, over_side


def rows(**cells) -> pd.DataFrame:
    one = {"supplier": "FRA", "recipient": "SAU", "source": "coarm", "reporter": "supplier", "selection": ""}
    return pd.DataFrame([one | cells])


@pytest.mark.parametrize(
    ("cells", "keys", "over"),
    [
        ({}, ["supplier"], False),
        ({}, ["recipient"], True),
        ({}, [], True),
        ({"supplier": "others"}, ["supplier"], True),
        ({"supplier": "members:EU"}, ["supplier"], True),
        ({"reporter": "recipient"}, ["supplier"], True),
        ({"reporter": "recipient"}, ["recipient"], False),
        ({"reporter": "third"}, [], False),
        ({"source": "sipri"}, [], False),
        ({"source": "user"}, [], False),
        # of a claim nothing is known but itself
        ({"source": "claims"}, [], False),
        ({"selection": "supplier=FRA"}, ["recipient"], False),
        ({"selection": "supplier=DEU+FRA"}, ["recipient"], True),
        ({"selection": "supplier=members:EU"}, ["recipient"], True),
        ({"selection": "recipient=SAU"}, ["recipient"], True),
        ({"selection": "all | supplier=FRA"}, ["recipient"], True),
        ({"selection": "supplier=FRA;successors=recipient+supplier"}, ["recipient"], False),
        # a gap of two reports, or of two sources, has both
        ({"reporter": "recipient+supplier"}, ["recipient"], True),
        ({"reporter": "third+supplier", "source": "sipri+coarm"}, ["recipient"], True),
        ({"reporter": "third+supplier", "source": "sipri+coarm"}, ["supplier", "recipient"], False),
    ],
)
def test_sums_over_several_states_that_report(cells, keys, over):
    assert over_reporters(rows(**cells), keys).tolist() == [over]


def test_the_side_of_those_who_report():
    both = pd.concat([rows(), rows(reporter="recipient")])
    assert over_side(both, [], "supplier").tolist() == [True, False]
    assert over_side(both, [], "recipient").tolist() == [False, True]
    assert over_reporters(both.iloc[:0], []).tolist() == []


@pytest.mark.parametrize(
    ("selection", "named"),
    [("", False), ("supplier=DEU+FRA", True), ("supplier=members:EU", False), ("recipient=SAU", False)],
)
def test_states_that_were_chosen_by_name(selection, named):
    assert chosen_by_name(rows(selection=selection)).tolist() == [named]


@pytest.mark.parametrize(
    ("cells", "keys", "beside"),
    [
        ({}, ["recipient"], True),
        ({"recipient": "others"}, ["recipient"], True),
        ({"recipient": "members:EU"}, ["recipient"], True),
        ({"recipient": "unk:several_recipients"}, ["recipient"], False),
        ({}, ["supplier"], False),
        ({}, [], False),
        ({"start": 2009}, ["recipient"], False),
        ({"start": 2007}, ["recipient"], True),
        ({"selection": "recipient=SAU;unnamed=recipient:2008"}, ["supplier"], True),
        ({"selection": "supplier=FRA;unnamed=recipient:2007"}, ["recipient"], False),
        ({"selection": "unnamed=supplier:2008"}, ["recipient"], False),
    ],
)
def test_sums_of_a_party_beside_figures_of_any_party(cells, keys, beside):
    some = rows(**({"selection": "unnamed=recipient:2008", "start": 2008, "end": 2009} | cells))
    assert beside_unnamed(some, keys, "recipient").tolist() == [beside]
