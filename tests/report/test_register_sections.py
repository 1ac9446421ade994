"""The tables of the page about a register: what they say, in every language."""

from __future__ import annotations

import io
import math
import re

import pandas as pd
import pytest

import armsflow as af
from armsflow.languages import speaking
from armsflow.report.page import Figure, Grid, Points, grid_of
from armsflow.report.register_sections import (
    Span,
    by_change,
    by_year,
    largest_as_lines,
    of_claims,
    of_spending,
    open_orders,
    parts_by_window,
    with_unknown,
)
from tests.frames import NONE, make
from tests.reading import shown
from tests.sources.sipri import formats
from tests.summary_frames import totals

CLAIMS = """supplier,recipient,stage,amount,period,weapons,publisher
South Korea,Poland,contract,1 pieces,2016,tanks,
South Korea,Poland,contract,12 pieces,2016,tanks,A paper
South Korea,Poland,contract,some 20 pieces,2016,tanks,
South Korea,Poland,contract,12 million dollars,2016,tanks,
"""


@pytest.mark.parametrize(
    ("language", "amounts", "nobody"),
    [
        ("en", ["1 piece", "12 pieces", "20 pieces (18–22)"], "not stated"),
        ("de", ["1 Stück", "12 Stück", "20 Stück (18–22)"], "nicht genannt"),
        ("es", ["1 unidad", "12 unidades", "20 unidades (18–22)"], "no indicado"),
        ("fr", ["1 unité", "12 unités", "20 unités (18–22)"], "non indiqué"),
        ("ru", ["1 единица", "12 единиц", "20 единиц (18–22)"], "не указано"),
    ],
)
def test_claims_of_pieces_and_money_are_said_as_they_are(language, amounts, nobody):
    claims = af.read_claims(io.StringIO(CLAIMS))
    with speaking(language):
        (table,) = of_claims(claims)
    assert [row[3] for row in table.rows[:3]] == amounts
    assert [row[4] for row in table.rows] == [nobody, "A paper", nobody, nobody]
    assert not any(word in table.words for word in ("money", "Geldbeträge", "dinero", "argent", "деньги"))


def test_records_of_a_data_source_are_said_by_it():
    claims = af.read_claims(io.StringIO(CLAIMS)).assign(source="unroca").drop(columns="publisher")
    (table,) = of_claims(claims)
    assert {row[4] for row in table.rows} == {"UN Register of Conventional Arms"}


@pytest.mark.parametrize(
    ("language", "amounts"),
    [
        (
            "en",
            [
                "12.7 billion Philippine pesos, current prices (12.65–12.75)",
                "10.49 billion US dollars, current prices (10.485–10.495)",
                "375 million US dollars, current prices (356–375)",
                "1.2345 billion US dollars, current prices (1.23445–1.23455)",
            ],
        ),
        ("fr", ["12,7 milliards", "10,49 milliards", "375 millions", "1,2345 milliard"]),
    ],
)
def test_a_claim_is_as_precise_as_it_was_said(language, amounts):
    """12.7 billion stood as 13 billion; half a unit of the last digit is its bound."""
    said = ("PHP 12.7 billion", "USD 10.49 billion", "nearly $375 million", '"$1,234,500,000"')
    lines = "".join(f"Israel,Philippines,contract,{each},2016,tanks,\n" for each in said)
    with speaking(language):
        (table,) = of_claims(af.read_claims(io.StringIO(CLAIMS.partition("\n")[0] + "\n" + lines)))
    for row, amount in zip(table.rows, amounts, strict=True):
        assert row[3].replace("\N{NO-BREAK SPACE}", " ").startswith(amount)


def test_what_was_computed_of_a_claim_is_rounded():
    """A third of 4 billion has endless digits that nobody said."""
    claims = af.read_claims(io.StringIO(CLAIMS)).iloc[[3]]
    claims = claims.assign(value=4e9 / 3, low=4e9 / 3, high=4e9 / 3)
    (table,) = of_claims(claims)
    assert table.rows[0][3] == "1.3 billion US dollars, current prices"


#: Who received how much of Germany [million TIV], and when: of the last window all is small and spread out.
SPREAD = {
    2002: {"ISR": 100},
    2007: {"ISR": 100, "GRC": 30, "ESP": 29, "ITA": 28, "ZAF": 27},
    2012: {"ISR": 100, "DZA": 26},
    2017: {
        "SWE": 11,
        "ISR": 10,
        "PRT": 9.5,
        "CHL": 8,
        "BRA": 7.5,
        "PER": 6,
        "SGP": 5,
        "THA": 4,
        "IDN": 3,
        "MYS": 2,
    },
}


def test_a_chart_of_windows_names_the_largest_of_all_windows():
    """Greece, second of all with 30, stood in Others, and Malaysia had a name with 2."""
    rows = [(code, year, value) for year, given in SPREAD.items() for code, value in given.items()]
    recipients, at, values = map(list, zip(*rows, strict=True))
    records = make({"recipient": recipients, "start": at, "end": at, "value": values}, unit="TIV").assign(
        supplier="DEU", observed_start=2000, observed_end=2019
    )
    shown = parts_by_window(records, "recipient", "supplier", Span(2000, 2019)).shown
    # Sweden leads the last window with 11; the others are the largest of all windows
    named = {"SWE", "ISR", "GRC", "ESP", "ITA", "ZAF", "DZA", "PRT"}
    assert set(shown["recipient"]) == named | {"others"}
    # all but 11 of Sweden, 10 of Israel and 9.5 of Portugal
    last = shown[shown["end"] == 2019].set_index("recipient")["share"]
    assert last["others"] == pytest.approx(1 - 30.5 / 66)


def register_with(ordered):
    """Eight tanks of ten that India ordered, and weapons of which it ordered so many."""
    rows = "India,Russia,2021,,10,,Rook-1,tank,8,,2021,New,,2,20,16\n" * ("10" in ordered)
    rows += "India,Russia,2021,,8,,Rook-2,tank,8,,2021,New,,2,16,16\n"
    rows += "".join(
        f"India,France,2021,,,,Swift-{n},aircraft,2,,2021,New,,9,,18\n" for n in range(ordered.count("?"))
    )
    return af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + rows).encode("latin-1"))


def test_deals_of_which_the_number_ordered_is_blank_are_said_beside_open_orders():
    """They may be open as well, and the page said nothing of them."""
    (table,) = open_orders(register_with(["10", "?", "?"]))
    assert isinstance(table, Grid)
    assert len(table.rows) == 1
    assert table.words.startswith("1 deal has pieces still to come, by the records;")
    assert (
        "For 2 deals the number ordered is not known. They are not listed, and pieces of them may still come."
    ) in table.words
    (table,) = open_orders(register_with(["10"]))
    assert "is not known" not in table.words
    # none is open, as far as is known
    (points,) = open_orders(register_with(["?"]))
    assert isinstance(points, Points)
    one = "For 1 deal the number ordered is not known. It is not listed, and pieces of it may still come."
    assert points.points == [("", one)]
    assert open_orders(register_with([])) == []
    # a list of deliveries has no numbers ordered at all
    assert open_orders(af.read_sipri(formats.DELIVERIES)) == []


@pytest.mark.parametrize(("amount", "joined"), [(1.0, True), (5.0, False)])
def test_a_table_has_the_unknown_apart_and_the_words_say_where_the_chart_has_it(amount, joined):
    """The chart had "Others 31", and the table below it "Others 30" and "Unknown 1": 1 of 131 in all."""
    sums = totals(
        ["supplier"],
        *(
            (code, 2020, 2024, value, value, value, 0, 0.0)
            for code, value in (("RUS", 100.0), ("others", 30.0), ("unk:supplier", amount))
        ),
    )
    said = "In the chart, “Others” includes unknown parties, under 1 per cent of all."
    assert with_unknown("135 in all.", sums) == ("135 in all. " + said if joined else "135 in all.")
    ax = af.plot_totals(sums)
    assert ("Unknown supplier" in shown(ax, "row")) is not joined


def test_one_mean_of_five_years_is_no_line():
    """No other mean is complete; the page could not be written, by an error of a chart nobody asked for."""
    years = [*range(2009, 2014), 2025]
    rows = {
        "supplier": ["FRA"] * 5 + ["RUS"],
        "recipient": "IND",
        "start": years,
        "end": years,
        "value": 10.0,
    }
    records = make(rows, unit="TIV")
    assert largest_as_lines(records, "supplier", Span(2009, 2025)) == []
    years = [*range(2009, 2015)] * 2
    rows |= {"supplier": ["FRA"] * 6 + ["RUS"] * 6, "start": years, "end": years}
    (lines,) = largest_as_lines(make(rows, unit="TIV"), "supplier", Span(2009, 2025))
    assert isinstance(lines, Figure)
    assert set(lines.frame["end"]) == {2013, 2014}


def test_a_net_that_is_open_below_is_at_most():
    """France gave India 20 or more, so India's net is −20 at most; the page stopped with a bare error."""
    given = {"supplier": "FRA", "recipient": ["IND"], "value": 30.0, "low": 20.0, "high": math.inf}
    figure = Figure("balances", "Nets", af.balances(make(given, unit="TIV")), af.plot_balances, "")
    assert [row[-1] for row in grid_of(figure).rows] == ["30 [20 or more]", "−30 [at most −20]"]


def test_claims_without_a_row_make_no_table():
    assert of_claims(af.read_claims(io.StringIO(CLAIMS)).iloc[:0]) == []


def test_a_claim_is_said_by_its_publisher():
    (table,) = of_claims(af.read_claims(io.StringIO(CLAIMS)).iloc[:2])
    assert [row[4] for row in table.rows] == ["not stated", "A paper"]


SPENDING = pd.DataFrame({"party": ["KOR"], "year": [2016], "value": [1e9], "unit": ["USD"]})


def test_spending_is_compared_with_payments_alone():
    """Of no claims, and of contracts, nothing is a share of spending, which the caller is told."""
    with pytest.warns(UserWarning, match="there are no claims; give them with claims="):
        assert of_spending(None, SPENDING) == []
    claims = af.read_claims(io.StringIO(CLAIMS))
    with pytest.warns(UserWarning, match=re.escape("none of the 4 claim(s)")):
        assert of_spending(claims, SPENDING) == []


def test_one_year_is_no_series_and_one_window_has_no_change():
    records = make([{"supplier": code, "value": 9.0} for code in ("FRA", "RUS")], unit="TIV")
    assert by_year(records, "supplier", "Each year") == []
    assert by_change(records, "supplier", Span(2011, 2015), ["FRA"]) == []
    # the source covers 2011–15 alone, so that nothing is known of the window before
    assert by_change(records.assign(observed_start=2011), "supplier", Span(2006, 2015), ["FRA"]) == []
    # what is undisclosed in both windows has no known change
    hidden = make([{"value": NONE, "year": 2010}, {"value": NONE, "year": 2015}], observed=(2006, 2015))
    assert by_change(hidden, "supplier", Span(2006, 2015), ["RUS"]) == []


def test_years_that_are_known_by_spans_only_are_no_bars():
    """Each of 130 rows of 2 parties in 65 years lies somewhere between nothing and 65."""
    span = {"value": NONE, "low": 10.0, "high": 65.0, "start": 1950, "end": 2014}
    rows = [{"supplier": code} | span for code in ("FRA", "RUS")]
    assert by_year(make(rows, unit="TIV"), "supplier", "Each year") == []


def test_one_party_or_one_point_is_no_line():
    rows = [{"supplier": "FRA", "year": year, "value": 5.0} for year in (2006, 2015)]
    span, seen = Span(2001, 2015), {"unit": "TIV", "observed": (2001, 2015)}
    assert largest_as_lines(make(rows, **seen), "supplier", span) == []
