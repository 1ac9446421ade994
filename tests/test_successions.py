"""Former states and the states that continue them, as the table has them."""

from __future__ import annotations

import pytest

from armsflow.successions import begins, continues, formers


@pytest.mark.parametrize(
    ("code", "since", "sources", "found"),
    [
        ("RUS", 1950, ["sipri"], {"SUN": 1991}),
        ("RUS", 1992, ["sipri"], {}),
        ("DEU", 1950, ["sipri"], {}),
        ("YEM", 1950, ["sipri"], {"YMD": 1990, "x:north_yemen": 1990}),
        # five states followed Yugoslavia, and SIPRI never names Serbia and Montenegro
        ("SRB", 1950, ["sipri"], {}),
        ("SRB", 1950, ["baci"], {"SCG": 2006}),
        ("SRB", 1950, ["baci", "sipri"], {"SCG": 2006}),
        ("FRA", 1950, ["sipri"], {}),
        ("org:nato", 1950, ["sipri"], {}),
    ],
)
def test_former_states_of_a_state(code, since, sources, found):
    assert formers(code, since=since, sources=sources) == found


def test_when_states_begin_and_whether_they_continue_others():
    assert [begins(code) for code in ("RUS", "CHN", "org:nato")] == [1991, 0, 0]
    assert [continues(code) for code in ("RUS", "SRB", "CZE", "members:EU")] == [True, True, False, False]
