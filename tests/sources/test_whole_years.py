"""A year that ends in March is no year: what a dated list covers."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from armsflow.sources.rows import Rows
from armsflow.sources.whole_years import counted, longest_run, whole_years


@pytest.mark.parametrize(
    ("dates", "window"),
    [
        ([(2008, 1), (2010, 6), (2014, 12)], (2008, 2014)),
        ([(2008, 1), (2010, 6), (2015, 3)], (2008, 2014)),
        ([(2004, 12), (2005, 1), (2014, 12)], (2005, 2014)),
        # no year is whole: the first is the later
        ([(2014, 2), (2014, 12)], (2015, 2014)),
        ([(2014, 1), (2014, 3)], (2014, 2013)),
        # a date without a month says nothing of its year's end
        ([(2008, 1), (2015, 0)], None),
        ([], None),
    ],
)
def test_the_first_and_the_last_year_are_whole(dates, window):
    assert whole_years(dates) == window
    assert whole_years(reversed(dates)) == window


def test_the_year_in_which_a_source_begins_is_whole():
    assert whole_years([(2022, 3), (2023, 12)], from_start=True) == (2022, 2023)


@pytest.mark.parametrize(
    ("without", "window"),
    [
        ((), (2004, 2014)),
        ((2014,), (2004, 2013)),
        ((2008,), (2009, 2014)),
        ((2004, 2014), (2005, 2013)),
        (range(2004, 2015), (2015, 2003)),
    ],
)
def test_the_longest_run_of_years(without, window):
    assert longest_run((2004, 2014), without) == window


def _monthly(last: int, number: int = 12) -> list[tuple[int, int]]:
    """Rows of each month from January 2022 to a month of 2023."""
    return [(2022, m) for m in range(1, 13)] * number + [(2023, m) for m in range(1, last + 1)] * number


def test_a_few_rows_behind_a_gap_do_not_make_a_year_whole():
    """An edition of May named an order of September and one of December, and 2023 counted as whole."""
    strays = [(2023, 9), (2023, 12), (2023, 12)]
    assert whole_years([*_monthly(5), *strays]) == (2022, 2022)
    # with few rows a month, or with as long gaps before, it may be so
    assert whole_years([*_monthly(5, 2), *strays]) == (2022, 2023)
    quarters = [(year, m) for year in (2022, 2023) for m in (1, 3, 6, 9, 12)] * 12
    assert whole_years(quarters) == (2022, 2023)
    # many rows behind a gap are none that went astray
    assert whole_years([*_monthly(5), *[(2023, 12)] * 12]) == (2022, 2023)


UK = "licence_group,date,rating,count,value,country,refused\n{}"
NL = (
    "afgifte datum,nummer,SGP,CAT,goederen omschrijving,D/T,Verl.,V/N,U/D,T.v.v.,land van bestemming,"
    "land van eindbestemming,oorsprong /herkomst,land van oorsprong,waarde (€),verval datum\n{}"
)
CH = (
    "Geschäftsnummer,Ausstellungsdatum,Bestimmungs-/Lieferland,Position / Güterart,Position / EKN,"
    "Position / Wert [CHF]\n{}"
)


@pytest.mark.parametrize(
    ("read", "head", "line", "good", "bad"),
    [
        (af.read_uk_licences, UK, "1,{},ML2,1,5,Chad,0\n", "2010-02-28", ["2010-13-02", "2010-02-31"]),
        (
            af.read_nl_licences,
            NL,
            "{},123,ML10,A,x,D,N,N,U,,VS,VS,,NL,1000,\n",
            "02/29/2004",
            ["13/01/2004", "02/31/2004", "31-02-2004"],
        ),
        (
            af.read_ch_licences,
            CH,
            "1,{},Deutschland,Besondere Militärische Güter,18a,5\n",
            "28.02.2014",
            ["31.02.2014", "01.13.2014"],
        ),
        (
            af.read_de_exports,
            "year,gesamt,war_weapons,country_e,iso3_code\n{}",
            "{},100,50,Algeria,DZA\n",
            "2009-01-01",
            ["2009-13-01", "2009-02-30"],
        ),
    ],
)
def test_days_that_no_calendar_has_are_refused_with_their_lines(read, head, line, good, bad):
    content = head.format("".join(line.format(each) for each in (good, *bad))).encode()
    with pytest.raises(af.SourceError, match=f"line 3: .* is '{bad[0]}'"):
        read(content)
    records = read(content, on_error="collect")
    assert set(records["line"]) == {2}
    assert [number for number, _ in records.attrs["set_aside"]] == [*range(3, 3 + len(bad))]


def test_a_date_of_which_no_row_is_left_is_not_met():
    rows = Rows("list.csv", ["date"], [["2013-12"], ["2014-01"], ["2014-01"]], [(2, 2), (3, 3), (4, 4)])
    assert {*rows.text("date")} == {"2013-12", "2014-01"}
    rows.refuse(np.array([True, False, False]), "an unknown party")
    met = counted(rows, "date", lambda cell: (int(cell[:4]), int(cell[5:])))
    assert [*met.items()] == [((2014, 1), 2)]
