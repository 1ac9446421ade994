"""The note on years that a source does not cover: true in every case, and silent where nothing is known."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.text import covered
from armsflow.languages import LANGUAGES, speaking
from armsflow.records.schema import period
from tests.frames import made


def sums(*, observed=None, complete=False, window=(2010, 2014), **cells):
    """A sum over a window of a source that observes some years."""
    first, last = observed or window
    row = {
        "supplier": "USA", "period": period(*window), "value": 5.0,
        "start": window[0], "end": window[1], "stage": "delivery", "source": "sipri", "selection": "",
        "complete": complete, "observed_start": first, "observed_end": last,
    }  # fmt: skip
    return pd.DataFrame([row | cells])


def records(**constants):
    rows = {"supplier": ["USA"], "value": [5.0]}
    about = {"recipient": "India", "year": 2012, "stage": "delivery", "unit": "TIV"}
    return made(pd.DataFrame(rows), **(about | constants))


def drawn(records, **arguments):
    return af.describe(af.plot_totals(af.totals(records, by="supplier", **arguments)))


@pytest.mark.covering(1)
@pytest.mark.parametrize("source", ["sipri", "sam", "coarm", "de_exports", "unroca"])
def test_a_window_beyond_what_a_list_covers_is_incomplete(source):
    listed = records(source=source, observed=(2001, 2017))
    assert "Not covered: 1990–2000 and 2018–21 (1990–2021 incomplete)." in drawn(listed, over=(1990, 2021))
    # a year without a record is one of none where the source lists all, and not known elsewhere
    inside = drawn(listed, over=(2001, 2017), absent="unknown")
    assert ("Not all years are covered: 2001–17 incomplete." in inside) == (source != "sipri")
    every = made(
        {"supplier": ["USA"] * 17, "year": [*range(2001, 2018)], "value": [5.0] * 17},
        recipient="India", stage="delivery", unit="TIV", source=source, observed=(2001, 2017),
    )  # fmt: skip
    assert "incomplete" not in drawn(every, over=(2001, 2017))


def test_of_several_rows_those_are_named_that_are_incomplete():
    """Licences to China stood in one of four years, and the sum of the four counted as whole."""
    records = made(
        {"recipient": ["China", *["India"] * 4], "year": [2013, *range(2010, 2014)], "value": [1.0] * 5},
        supplier="France", stage="licence", unit="EUR", source="coarm", observed=(2010, 2013),
    )  # fmt: skip
    found = af.totals(records, by="recipient", over=(2010, 2013))
    assert found.set_index("recipient")["complete"].to_dict() == {"CHN": False, "IND": True}
    assert "Not all years are covered: China 2010–13 incomplete." in af.describe(af.plot_totals(found))
    # the same in windows, and in all they add up to
    windows = af.to_periods(records, 4, end=2013)
    assert af.totals(windows, by="recipient")["complete"].tolist() == [False, True]
    assert af.totals(windows)["complete"].tolist() == [True]


def test_a_place_in_a_ranking_names_nobody():
    """Under a ranking stood "2, Qatar 2010–14, 3, Japan 2010–14"."""
    names = ["CHN", "IND", "QAT", "JPN"]
    rows = pd.concat(
        [sums(window=(2010, 2014), place=place, party=name, side="recipient", complete=place == 1)
         for place, name in enumerate(names, start=1)],
        ignore_index=True,
    ).assign(source="sam")  # fmt: skip
    frame = rows[
        ["place", "party", "side", *(name for name in rows if name not in ("place", "party", "side"))]
    ]
    frame = frame.drop(columns="supplier")
    nbsp = "\N{NO-BREAK SPACE}"
    which = f"India{nbsp}2010–14, Qatar{nbsp}2010–14 and Japan{nbsp}2010–14"
    assert covered.note(frame) == f"Not all years are covered: {which} incomplete."
    # beside the window before, as a ranking has it, both stand once behind all whom they concern
    frame = frame.assign(previous=1.0, change=0.0, observed_start=2005)
    assert covered.note(frame) == (
        "Not all years are covered: India, Qatar and Japan, 2005–09 and 2010–14 incomplete."
    )


def test_a_party_is_named_once_with_all_its_windows():
    """Under shares of German licences stood "Others 2003–07 and Others 2008–12"."""
    rows = [
        sums(supplier=name, window=window, source="de_exports", complete=name != "others")
        for name in ("FRA", "others") for window in ((2003, 2007), (2008, 2012))
    ]  # fmt: skip
    rows += [sums(supplier="ITA", window=(2008, 2012), source="de_exports")]
    frame = pd.concat(rows, ignore_index=True)
    frame = frame[["supplier", *(name for name in frame if name != "supplier")]]
    assert covered.note(frame[:4]) == ("Not all years are covered: Others, 2003–07 and 2008–12 incomplete.")
    assert covered.note(frame) == (
        "Not all years are covered: Others, 2003–07 and 2008–12; Italy, 2008–12 incomplete."
    )


def test_a_file_that_ends_in_a_window_lacks_the_last_year():
    assert covered.note(sums(window=(2022, 2024), observed=(1950, 2023))) == (
        "Not covered: 2024 (2022–24 incomplete)."
    )
    # a figure of years that the list does not cover at all
    assert covered.note(sums(window=(2024, 2024), observed=(1950, 2023))) == "Not covered in full: 2024."


def keyed(*rows) -> pd.DataFrame:
    """Sums of several recipients, as a summary has its keys."""
    frame = pd.concat(rows, ignore_index=True).drop(columns="supplier")
    return frame[["recipient", *(name for name in frame if name != "recipient")]]


def test_where_some_rows_are_covered_in_full_the_others_are_named():
    """Another file covers what China received from 2012 on, and the foot said so of India too."""
    every = sums(recipient="IND", observed=(1950, 2024), complete=True)
    late = sums(recipient="CHN", observed=(2012, 2024))
    china = "China\N{NO-BREAK SPACE}2010–14"
    assert covered.note(keyed(every, late)) == f"Not covered: 2010–11 ({china} incomplete)."
    early = sums(recipient="PAK", observed=(1950, 2013))
    pakistan = "Pakistan\N{NO-BREAK SPACE}2010–14"
    assert covered.note(keyed(every, late, early)) == (
        f"Not covered: 2014 ({pakistan} incomplete). Not covered: 2010–11 ({china} incomplete)."
    )
    # of a source that armsflow does not know
    own = [
        row.assign(source="invented") for row in (every.assign(observed_start=2010, observed_end=2014), late)
    ]
    own[1]["observed_end"] = 2014
    assert covered.note(keyed(*own)) == f"Records from 2012 on: {china}."


def test_rows_of_many_years_are_named_together():
    rows = [sums(recipient=code, observed=(2011 + n, 2024)) for n, code in enumerate(("CHN", "IND", "PAK"))]
    rows += [sums(recipient="IRN", observed=(1950, 2013))]
    assert covered.note(keyed(*rows)) == "Not all years are covered: 2010–14 incomplete."
    assert covered.note(keyed(*rows[:3])).count("Not covered") == 3


def test_of_records_of_ones_own_only_their_years_are_said():
    listed = records(observed=(2001, 2017))
    words = drawn(listed, over=(1990, 2021))
    assert "Records from 2001 to 2017." in words
    assert "incomplete" not in words
    assert "Records from 2001 on." in drawn(listed, over=(1990, 2017))
    assert "Records to 2017 only." in drawn(listed, over=(2001, 2021))
    # without observed= a record speaks of its own years, and of these it is whole
    assert "Records" not in drawn(records(), over=(2012, 2012))
    assert "incomplete" not in drawn(records(), over=(1990, 2021))


def test_gaps_inside_the_years_of_a_source_are_said():
    note = covered.note(sums(source="coarm", observed=(2010, 2014)))
    assert note == "Not all years are covered: 2010–14 incomplete."
    assert covered.note(sums(source="claims", observed=(2010, 2014))) == ""
    assert covered.note(sums(complete=True)) == ""


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (
            {"stage": "contract"},
            "Orders may be missing, such as those without a delivery: 2010–14 incomplete.",
        ),
        ({}, "The records cover no year in full: 2010–14 incomplete."),
        # contracts of another source are not cut down by their deliveries
        ({"stage": "contract", "source": "sam"}, "The records cover no year in full: 2010–14 incomplete."),
        (
            {"supplier": "members:EU", "selection": "supplier=DEU+members:EU"},
            "Some members of a group, or some records, were left out: 2010–14 incomplete.",
        ),
        # a group that nobody chose from, and two reasons at once, of which none is known
        ({"supplier": "members:EU"}, "The records cover no year in full: 2010–14 incomplete."),
        (
            {"supplier": "members:EU", "selection": "supplier=members:EU", "stage": "contract"},
            "The records cover no year in full: 2010–14 incomplete.",
        ),
    ],
)
def test_no_reason_is_named_that_is_not_known(cells, note):
    assert covered.note(sums(observed=(2025, 2009), **cells)) == note


def test_rows_without_a_year_do_not_widen_the_years_of_others():
    rows = [sums(observed=(2012, 2024)), sums(observed=(2025, 2001), supplier="FRA")]
    assert covered.note(pd.concat(rows, ignore_index=True)) == (
        "Not all years are covered: France\N{NO-BREAK SPACE}2010–14 incomplete. "
        "Not covered: 2010–11 (2010–14 incomplete)."
    )
    # several reasons are no reason for all
    both = [sums(observed=(2025, 2009), stage=stage) for stage in ("contract", "delivery")]
    assert covered.note(pd.concat(both)) == "The records cover no year in full: 2010–14 incomplete."


def test_rows_that_straddle_and_are_dropped_are_no_members_of_a_group():
    rows = made(
        pd.DataFrame({"start": [2012, 2016, 2016], "end": [2016, 2022, 2016], "value": [3.0, 4.0, 1.0]}),
        supplier="USA", recipient="IND", stage="delivery", unit="TIV", source="sipri", observed=(2000, 2024),
    )  # fmt: skip
    with pytest.warns(UserWarning, match="2 row.s. that straddle"):
        kept = af.where(rows, years=(2015, 2019), straddling="drop")
    words = drawn(kept, over=(2015, 2019))
    assert "group" not in words
    assert "The records cover no year in full: 2015–19 incomplete." in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_windows_stand_as_the_language_writes_them(language):
    with speaking(language):
        note = covered.note(sums(observed=(2012, 2013)))
    # French, Spanish and Russian write all four digits
    assert ("2010–2014" in note, "2010–2011" in note) == (LANGUAGES[language].years,) * 2


def test_of_two_windows_that_one_is_named_which_is_incomplete():
    """Of records from 1995 on, 1998-2002 was called incomplete, and it was 1993-97."""
    rows = {"supplier": ["USA", "RUS"] * 8, "year": [y for y in range(1995, 2003) for _ in "ab"]}
    given = made(
        rows | {"value": [1.0, 2.0] * 8}, recipient="India", stage="delivery", unit="TIV", source="sipri",
        observed=(1995, 2002),
    )  # fmt: skip
    early = af.rankings(given, of="supplier", end=2002, incomplete="keep")
    assert "Not covered: 1993–94 (1993–97 incomplete)." in af.describe(af.plot_rankings(early))
    late = af.rankings(given, of="supplier", end=2004, window=4, incomplete="keep")
    assert "Not covered: 2003–04 (2001–04 incomplete)." in af.describe(af.plot_rankings(late))
    changes = af.changes(af.to_periods(given, 5, end=2002), of="supplier", incomplete="keep")
    assert "Not covered: 1993–94 (1993–97 incomplete)." in af.describe(af.plot_changes(changes))


def test_where_years_of_others_are_covered_the_rows_are_named():
    """Of 16 rows one was incomplete, and the foot said that no year was covered."""
    rows = [
        sums(observed=(2010, 2014), complete=True, supplier="FRA"),
        sums(observed=(2015, 2013), supplier="ITA"),
    ]
    frame = pd.concat(rows, ignore_index=True)
    assert covered.note(frame) == "Not all years are covered: Italy\N{NO-BREAK SPACE}2010–14 incomplete."
    # of a window of which all rows are incomplete
    later = sums(observed=(2018, 2014), supplier="ITA", window=(2015, 2019))
    assert covered.note(pd.concat([frame[:1], later])) == "Not all years are covered: 2015–19 incomplete."


def test_where_all_shares_are_incomplete_the_one_is_named_that_is_not_covered():
    """Italy's report of 2012 could not be read, so that no share of that year is complete."""
    cells = {"share": 0.5, "within": "recipient", "recipient": "SAU", "reporter": "supplier"}
    covers = {"observed": (2011, 2013), "source": "coarm", "selection": "recipient=SAU", **cells}
    rows = [
        sums(window=(year, year), supplier=code, **covers) for year in (2011, 2012) for code in ("FRA", "DEU")
    ]
    gap = sums(window=(2012, 2012), supplier="ITA", **{**covers, "observed": (2013, 2011)})
    keys = ["recipient", "supplier"]
    frame = pd.concat([*rows, gap], ignore_index=True)
    frame = frame[[*keys, *(name for name in frame if name not in keys)]]
    assert covered.note(frame).endswith(" Not all years are covered: Italy\N{NO-BREAK SPACE}2012 incomplete.")
    # also where the source lists all, and who is named says enough
    listing = frame.assign(source="sipri", complete=frame["start"] == 2011)
    assert covered.note(listing) == "Not all years are covered: Italy\N{NO-BREAK SPACE}2012 incomplete."
    # of a year of which nobody's figure is covered, the year
    alone = pd.concat([frame[:2], frame[-1:]])
    assert covered.note(alone).endswith(" Not all years are covered: 2012 incomplete.")


@pytest.mark.parametrize("word", ["f", "FALSCH", "0", None])
def test_a_flag_that_became_a_word_says_what_it_said(word):
    """France has no record of 2011 in a list of what states report."""
    given = {"supplier": "FRA", "year": [2010, 2012], "value": [10.0, 10]}
    licences = af.to_records(
        given, recipient="SAU", source="coarm", reporter="supplier", stage="licence", unit="EUR"
    )
    sums = af.totals(licences, by=["supplier", "recipient"], over=(2010, 2012))
    said = af.describe(af.plot_totals(sums))
    assert "2010–12 incomplete" in said
    assert af.describe(af.plot_totals(sums.assign(complete=word))) == said


def test_a_flag_that_is_no_word_of_yes_or_no_is_refused():
    records = af.to_records(
        {"supplier": ["FRA"], "value": [10.0]}, year=2013, recipient="SAU", stage="delivery", unit="TIV"
    )
    with pytest.raises(af.RecordError, match="complete holds 'perhaps'.*expected true or false"):
        af.plot_totals(af.totals(records, by="supplier").assign(complete="perhaps"))
