"""SIPRI's TIV tables: every cell where it stood, whose it is by title or last row, no line lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import armsflow as af
from armsflow.sources.sipri.found import Found
from armsflow.sources.sipri.tiv_grid import _layout
from armsflow.sources.sipri.tiv_tables import is_table_header, read_tables
from tests.laws.strategies import SOME
from tests.sources.sipri.lines import TEXT, accounted, altered, rows_of

# the shapes are SIPRI's, the figures are invented
OLD = [
    '"TIV of arms exports from Ruritania, 2001-2003",,,,',
    "Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions.,,,,",
    "Figures may not add up due to the conventions of rounding.,,,,",
    "A '0' indicates that the value of deliveries is less than 0.5m,,,,",
    '"For more information, see http://www.sipri.org/databases/armstransfers/sources-and-methods/",,,,',
    ",,,,",
    ",,,,",
    "Source: SIPRI Arms Transfers Database,,,,",
    "Generated: 05 December 2018,,,,",
    ",,,,",
    ",2001,2002,2003,Total",
    "Chad,12,,0,12",
    "Mali,,,,",
    "Peru,3,40,500,543",
    ",,,,",
    "Total,15,40,500,555",
]
PREAMBLE = [
    "Volume of transfers of major arms",
    "Figures are in millions of SIPRI trend-indicator values (TIVs).",
    "A '0' indicates that the volume of deliveries is between 0 and 0.5 million SIPRI TIV. An empty field "
    "indicates that no deliveries have been identified.",
    "Figures may not add up to stated totals due to the conventions of rounding.",
    "For the method used for the SIPRI TIV see <https://www.sipri.org/databases/armstransfers/sources-and-methods>.",
    "",
    "Source: SIPRI Arms Transfers Database (c) SIPRI.",
    "Data generated: 13 Oct 2024 12:33:29 PM",
    "",
]
SUMS = "Percentage,Sum total years,Percentage of total"


def new(view: str, total: str | None) -> list[str]:
    last = [f"{total},7,51,58,100%,58,", ""] if total else []
    return [
        *PREAMBLE,
        f"{view},2023,2024,2023-2024,{SUMS}",
        "Chad,7,50,57,98%,57,98%",
        "Peru,0 ,,0 ,0.0%,0 ,0.0%",
        "Mali,,1,1,1.7%,1,1.7%",
        *last,
    ]


def read(lines: list[str], **given) -> Found:
    found = read_tables(lines, **given)
    accounted(found, lines)
    return found


def told(found: Found) -> list[tuple]:
    columns = ["line", "supplier", "recipient", "category", "year", "million"]
    return list(rows_of(found)[columns].itertuples(False, None))


def test_an_older_table_of_one_supplier():
    found = read(OLD)
    assert told(found) == [
        (12, "Ruritania", "Chad", "all", 2001, 12.0),
        (12, "Ruritania", "Chad", "all", 2003, 0.0),
        (14, "Ruritania", "Peru", "all", 2001, 3.0),
        (14, "Ruritania", "Peru", "all", 2002, 40.0),
        (14, "Ruritania", "Peru", "all", 2003, 500.0),
    ]
    assert found.passed[11] == "header"
    assert found.passed[13] == "no deliveries"
    assert found.passed[15] == "blank"
    assert found.passed[16] == "total"
    assert found.aside == []
    assert set(rows_of(found)["generated"]) == {"05 December 2018"}
    assert set(rows_of(found)["title"]) == {"TIV of arms exports from Ruritania, 2001-2003"}


@pytest.mark.parametrize(
    ("title", "pair"),
    [
        ("TIV of arms exports from all, 2001-2003", ("Chad", "all")),
        ("TIV of arms exports to all, 2001-2003", ("all", "Chad")),
        ("TIV of arms exports to Ruritania, 2001-2003", ("Chad", "Ruritania")),
        ("TIV of arms exports from Korea, South, 2001-2003", ("Korea, South", "Chad")),
        ("TIV of arms exports from Houthi rebels (Yemen)*, 2001-2003", ("Houthi rebels (Yemen)*", "Chad")),
    ],
)
def test_the_title_says_direction_and_party(title, pair):
    found = read([f'"{title}",,,,', *OLD[1:]])
    assert (rows_of(found)["supplier"][0], rows_of(found)["recipient"][0]) == pair
    assert found.aside == []


@pytest.mark.parametrize(
    ("whom", "pair"),
    [
        ("from all", ("all", "all")),
        ("from Ruritania", ("Ruritania", "all")),
        ("to Ruritania", ("all", "Ruritania")),
    ],
)
def test_rows_of_weapon_categories(whom, pair):
    lines = [f'"TIV of arms exports {whom}, 2001-2003",,,,', *OLD[1:]]
    lines[11], lines[12], lines[13] = "Aircraft,12,,0,12", "Air defence systems,,,,", "Other,3,40,500,543"
    assert told(read(lines))[::2] == [
        (12, *pair, "Aircraft", 2001, 12.0),
        (14, *pair, "Other", 2001, 3.0),
        (14, *pair, "Other", 2003, 500.0),
    ]


def test_a_party_among_weapon_categories_is_set_aside():
    lines = [*OLD]
    lines[11] = "Ships,12,,0,12"
    assert read(lines).aside == [(14, "'Peru' is no weapon category, in a table of weapon categories")]


@pytest.mark.parametrize(
    ("view", "total", "pair"),
    [
        ("Recipient", "Total world import", ("all", "Chad")),
        ("Recipient", "Total world export", ("all", "Chad")),
        ("Exports by", "Total world export", ("Chad", "all")),
        ("Recipient", "Total exports from United States", ("United States", "Chad")),
        ("Supplier", "Total exports to Israel", ("Chad", "Israel")),
        ("Exports by", "Total exports to Israel", ("Chad", "Israel")),
        ("Supplier", "Total imports by Israel", ("Chad", "Israel")),
        ("Supplier", "Total imports to Israel", ("Chad", "Israel")),
        ("Recipient", "Total imports from Israel", ("Israel", "Chad")),
        ("Party", "Total exports from all countries", ("Chad", "all")),
        ("", "Total exports from Israel", ("Israel", "Chad")),
    ],
)
def test_the_last_row_of_a_newer_table_says_whose_it_is(view, total, pair):
    found = read(new(view, total))
    assert told(found) == [
        (11, *pair, "all", 2023, 7.0),
        (11, *pair, "all", 2024, 50.0),
        (12, *(name.replace("Chad", "Peru") for name in pair), "all", 2023, 0.0),
        (13, *(name.replace("Chad", "Mali") for name in pair), "all", 2024, 1.0),
    ]
    assert set(rows_of(found)["generated"]) == {"13 Oct 2024 12:33:29 PM"}
    assert found.aside == []


def test_newer_tables_by_weapon_category():
    lines = new("Weapon category", "Total exports from Israel")
    lines[10:13] = [
        "SALW,7,50,57,98%,57,98%",
        "Ships,0 ,,0 ,0.0%,0 ,0.0%",
        "Rockets of sorts,,1,1,1.7%,1,1.7%",
    ]
    found = read(lines)
    assert told(found)[2] == (12, "Israel", "all", "Ships", 2023, 0.0)
    assert found.aside == [(13, "'Rockets of sorts' is no weapon category, in a table of weapon categories")]


def test_tables_one_after_another_each_with_its_own_date_and_total():
    empty = [line.replace("13 Oct", "14 Oct") for line in new("Recipient", None)[:10]]
    last = [line.replace("13 Oct", "15 Oct") for line in new("Supplier", "Total exports to Israel")]
    lines = [*new("Recipient", "Total exports from Israel"), *empty, *empty, *OLD, *last]
    found = read(lines)
    assert rows_of(found).groupby("generated").size().to_dict() == {
        "13 Oct 2024 12:33:29 PM": 4,
        "05 December 2018": 5,
        "15 Oct 2024 12:33:29 PM": 4,
    }
    assert rows_of(found)["line"].is_monotonic_increasing
    assert rows_of(found).groupby("generated")["recipient"].nunique().to_dict() == {
        "13 Oct 2024 12:33:29 PM": 3,
        "05 December 2018": 2,
        "15 Oct 2024 12:33:29 PM": 1,
    }


def test_without_its_last_row_a_table_says_what_is_missing():
    found = read(new("Recipient", None))
    assert len(rows_of(found)) == 0
    assert [line for line, _ in found.aside] == [11, 12, 13]
    assert "say it by supplier= of read_sipri(), 'all' for the world" in found.aside[0][1]
    assert "line 10 names the years" in found.aside[0][1]
    assert "by recipient= of" in read(new("Exports by", None)).aside[0][1]
    assert "by supplier= or recipient= of" in read(new("", None)).aside[0][1]
    # an older one says it in its title
    assert "by supplier= or recipient= of" in read(OLD[1:]).aside[0][1]


@pytest.mark.parametrize(
    ("view", "given", "pair"),
    [
        ("Recipient", {"supplier": "Israel"}, ("Israel", "Chad")),
        ("Recipient", {"supplier": "all"}, ("all", "Chad")),
        ("Recipient", {"supplier": "Israel", "recipient": "all"}, ("Israel", "Chad")),
        ("Supplier", {"recipient": "Israel"}, ("Chad", "Israel")),
        ("Exports by", {"recipient": "All countries"}, ("Chad", "all")),
        ("", {"supplier": "Israel"}, ("Israel", "Chad")),
        ("", {"recipient": "Israel"}, ("Chad", "Israel")),
        ("", {"recipient": "all"}, ("Chad", "all")),
    ],
)
def test_the_reader_of_the_file_can_say_whose_it_is(view, given, pair):
    found = read(new(view, None), **given)
    assert told(found)[0] == (11, *pair, "all", 2023, 7.0)
    assert found.aside == []


def test_what_a_table_says_itself_goes_first():
    found = read([*new("Recipient", "Total exports from Peru"), *new("Recipient", None)], supplier="Israel")
    assert rows_of(found).groupby("supplier").size().to_dict() == {"Peru": 4, "Israel": 4}


def test_both_sides_can_be_given_for_weapon_categories_only():
    lines = new("Category", None)
    lines[10:13] = ["Ships,7,50,57,98%,57,98%"]
    both = {"supplier": "Israel", "recipient": "Chad"}
    assert told(read(lines, **both))[0] == (11, "Israel", "Chad", "Ships", 2023, 7.0)
    assert "its rows are parties as well, of an unknown side" in read(new("", None), **both).aside[0][1]


def test_contradictions_are_set_aside():
    wrong = read(new("Recipient", "Total exports to Israel"))
    assert [line for line, _ in wrong.aside] == [11, 12, 13]
    assert (
        "of supplier 'all' and recipient 'Israel', and its rows are parties as well, of recipient"
        in wrong.aside[0][1]
    )
    twice = [*new("Recipient", "Total exports from Israel"), "Total exports from Peru,1,1,2,100%,2,"]
    assert "says twice, and differently, whose it is" in read(twice).aside[0][1]
    # the same last row twice is no contradiction
    again = [*new("Recipient", "Total exports from Peru"), "Total exports from Peru,1,1,2,100%,2,"]
    assert read(again).aside == []


def semicolons(lines: list[str]) -> list[str]:
    return [line if "http" in line else line.replace(",", ";") for line in lines]


@pytest.mark.parametrize(
    "altered",
    [
        lambda lines: [f"\ufeff{lines[0]}", *lines[1:]],
        lambda lines: lines[9:],
        lambda lines: semicolons(lines),
        lambda lines: [line.replace(",", "\t") for line in lines],
        lambda lines: [f"{line};" for line in lines],
        lambda lines: [f"{line},,,;;;" for line in lines],
        lambda lines: [f"{line},,," for line in lines],
        lambda lines: [",".join(f'"{cell}"' for cell in line.split(",")) for line in lines],
        lambda lines: [
            *lines[:9],
            f",{lines[9]}",
            *(f"{i},{row}" for i, row in enumerate(lines[10:13])),
            *(f",{row}" for row in lines[13:]),
        ],
        lambda lines: [*lines[:9], lines[9].replace("2023,2024,", "X2023,X2024,"), *lines[10:]],
        lambda lines: [*lines[:9], lines[9].replace("2023,2024,", "2023.0,2024.0,"), *lines[10:]],
        lambda lines: [*lines[:9], lines[9], lines[13], *lines[10:13]],
        lambda lines: [*lines[:11], "", *lines[11:]],
        lambda lines: [
            *lines,
            "Compiled for a seminar",
            "© Stockholm International Peace Research Institute",
        ],
    ],
)
def test_altered_files_read_the_same(altered):
    plain = read(new("Recipient", "Total exports from Israel"))
    other = read(altered(new("Recipient", "Total exports from Israel")))
    assert other.aside == []
    what = ["supplier", "recipient", "year", "million"]
    assert rows_of(other)[what].values.tolist() == rows_of(plain)[what].values.tolist()


@pytest.mark.parametrize(
    ("cell", "million"),
    [
        ("0", 0.0),
        ("0 ", 0.0),
        (" 12", 12.0),
        ('"1,234"', 1234.0),
        ("1 234", 1234.0),
        ("1\u00a0234\u00a0567", 1234567.0),
        ("1'234", 1234.0),
        ("1.234.567", 1234567.0),
        ("12.0", 12.0),
        ("12.5", 12.5),
        ("0.125", 0.125),
        ("12.3456", 12.3456),
        ('"12,5"', 12.5),
        ('"1,234.5"', 1234.5),
        ('"1.234,5"', 1234.5),
        ("", None),
        (" ", None),
        ("NA", None),
        ("NaN", None),
    ],
)
def test_cells(cell, million):
    lines = new("Recipient", "Total exports from Israel")
    lines[10] = f"Chad,{cell},50,57,98%,57,98%"
    found = read(lines)
    assert found.aside == []
    assert told(found)[0][4:] == ((2023, million) if million is not None else (2024, 50.0))


@pytest.mark.parametrize(
    "cell", ["-5", "x", "1.234", "12%", "1.2E+04", "12 34", "#REF!", "9" * 400, "..", "٣", "=1+1", "1,2,3"]
)
def test_cells_that_cannot_be_read_are_named(cell):
    lines = new("Recipient", "Total exports from Israel")
    lines[10] = f'Chad,"{cell}",50,57,98%,57,98%'
    found = read(lines)
    assert len(rows_of(found)) == 2
    [(line, reason)] = found.aside
    assert line == 11
    assert reason.startswith(f"the cell of 2023 is '{cell}"[:40])


def test_a_comma_may_be_a_decimal_mark_where_cells_are_parted_otherwise():
    lines = semicolons(new("Recipient", "Total exports from Israel"))
    lines[10:13] = ["Chad;12,5;50,0;62;98%;57;98%", "Peru;1,234;;1;0%;1;0%"]
    found = read(lines)
    assert [row[-1] for row in told(found)] == [12.5, 50.0, 1.234]
    # without a cell that shows it, and with cells that show both marks, it is not guessed
    for row in ("Chad;12;50;62;98%;57;98%", "Chad;12,5;50.5;62;98%;57;98%"):
        lines[10] = row
        [(line, reason)] = read(lines).aside
        assert line == 12
        assert reason.startswith("the cell of 2023 is '1,234'; expected a number of millions")
    # 1.234 is thousands where the comma is shown to be the decimal mark
    lines[10:12] = ["Chad;12,5;50;62;98%;57;98%", "Peru;1.234;;1;0%;1;0%"]
    assert [row[-1] for row in told(read(lines))] == [12.5, 50.0, 1234.0]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Peru,1,2,3,1%,3", "6 cells where 7 are expected: 'Peru 1 2 3 1% 3'"),
        ("Peru", "1 cells where 7 are expected"),
        ("Peru,1", "2 cells where 7 are expected"),
        ("Peru,1,2,3,1%,3,1%,9", "8 cells where 7 are expected"),
        ("Chad,1,2,3,1%,3,1%", "'Chad' has a row on line 11 already"),
        ("CHAD ,1,2,3,1%,3,1%", "'CHAD' has a row on line 11 already"),
        ("Peru,,,3,1%,3,1%", "a sum without a figure for any year: ['Peru']"),
        (",1,2,3,1%,3,1%", "figures without a name: '1 2 3 1% 3 1%'"),
        (",99,99,99,1%,3,1%", "figures without a name: '99 99 99"),
        ("1,2,3,1%,3,1%,", "figures without a name: '1 2 3 1% 3 1%'"),
    ],
)
def test_rows_that_cannot_be_read_are_set_aside(row, reason):
    lines = new("Recipient", "Total exports from Israel")
    lines[11] = row
    found = read(lines)
    [(line, said)] = found.aside
    assert line == 12
    assert said.startswith(reason)
    assert set(rows_of(found)["line"]) == {11, 13}


@pytest.mark.parametrize("line", [",8,51,58,,,", ",,,58,,,", "Sum,8,51,58,,,", ",,,,,58,"])
def test_a_spreadsheet_s_sum_is_no_row(line):
    lines = [*new("Recipient", "Total exports from Israel"), line]
    found = read(lines)
    assert found.aside == []
    assert found.passed[len(lines)] == "total"


@pytest.mark.parametrize("line", [",6,51,58,,,", ",1.234,51,58,,,"])
def test_the_last_row_without_its_name_is_not_taken_for_a_sum(line):
    assert "without a name" in read([*new("Recipient", "Total exports from Israel"), line]).aside[0][1]


def test_a_line_without_a_name_in_an_empty_table_is_no_sum():
    lines = [*new("Recipient", None)[:10], ",1,2,3,1%,3,1%"]
    assert "without a name" in read(lines).aside[0][1]


def test_a_name_may_stand_twice_if_one_row_is_empty():
    lines = new("Recipient", "Total exports from Israel")
    lines[11] = "Mali,,,,,,"
    found = read(lines)
    assert found.aside == []
    assert found.passed[12] == "no deliveries"
    assert set(rows_of(found)["line"]) == {11, 13}
    lines[11] = "Mali,,,,0.0%,0,0.0%"
    assert read(lines).passed[12] == "no deliveries"
    assert read(lines).aside == []


def test_a_further_table_needs_a_title_of_its_own():
    found = read([*OLD, *OLD[10:]])
    assert set(rows_of(found)["line"]) == {12, 14}
    assert [line for line, _ in found.aside] == [18, 20]
    # years that are printed twice are no further table
    assert read([*OLD[:11], *OLD[10:]]).aside == []


def test_what_stands_between_tables():
    found = read(["Compiled for a seminar, 2023", "Chad,2001,2002", "Chad,12", *OLD])
    assert found.passed[1] == "note"
    assert [line for line, _ in found.aside] == [2, 3]
    dated = read(
        [*new("Recipient", "Total exports from Israel"), "Data generated: 1 May 2025", "Togo,1,2,3,4,5,6"]
    )
    assert [line for line, _ in dated.aside] == [17]


def test_figures_above_the_years_are_set_aside():
    lines = new("Recipient", "Total exports from Israel")
    del lines[9]
    found = read(lines)
    assert len(rows_of(found)) == 0
    assert [line for line, _ in found.aside] == [10, 11, 12, 13]
    assert found.aside[0][1].startswith("figures without a line of years above them: 'Chad,7,50")


def test_rows_whose_own_years_are_lost_are_not_those_of_the_table_before():
    second = new("Recipient", "Total exports from Peru")
    del second[9]
    first = new("Recipient", "Total exports from Israel")
    found = read([*first, *second])
    assert set(rows_of(found)["supplier"]) == {"Israel"}
    assert len(found.aside) == 4


def test_a_quotation_mark_left_open_swallows_nothing():
    lines = new("Recipient", "Total exports from Israel")
    lines[10] = '"Chad,7,50,57,98%,57,98%'
    found = read(lines)
    assert told(found)[0] == (11, "Israel", "Chad", "all", 2023, 7.0)
    assert len(rows_of(found)) == 4


def test_a_year_in_two_ranges_counts_once():
    lines = [
        *PREAMBLE,
        "Recipient,2023,2024,2023-2024,Percentage,2024,2025,2024-2025,Percentage,Sum total years",
        "Chad,7,50,57,98%,50,1,51,90%,108",
        "Peru,1,2,3,2%,3,4,7,9%,10",
        "Total exports from Israel,8,52,60,100%,53,5,58,100%,118",
    ]
    found = read(lines)
    assert [row[4:] for row in told(found)] == [(2023, 7.0), (2024, 50.0), (2025, 1.0)]
    assert found.aside == [(11 + 1, "two figures for 2024: 2 and 3")]


def test_a_year_that_cannot_be_read_is_not_passed_over_as_a_sum():
    lines = [line.replace(",2024,", ",2024*,") for line in new("Recipient", "Total exports from Israel")]
    assert len(read(lines).aside) == 4


@pytest.mark.parametrize(
    "line",
    [
        ",1950,1951,Total",
        ",2024,Total",
        "Recipient,2024",
        "Supplier,2023,2024",
        "Exports by,2023,2024,2023-2024,Percentage,Sum total years,Percentage of total",
        '"Recipient";"2023";"2024";"2023-2024"',
        "Weapon category,2023,2024,Total",
        "Country,2001,2002,2003",
        "Unnamed: 0,2001,2002,2003,Total",
        ",Recipient,2001,Total",
        ",1950,1951,1952,,,,",
    ],
)
def test_lines_that_head_a_table(line):
    assert is_table_header(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2001",
        "Chad,1950,1951,3901",
        "Chad,1999,,,,1999",
        "Chad,1999,1999,0.3%,1999,0.3%",
        "1950,1951,Total",
        "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation",
        "Recipient,2003,2001,Total",
        "Angola,Albania,2012,12",
        "Year,Chad,Peru,Total",
        "Recipient,2023,2024*,Total",
        '"TIV of arms exports from all, 1950-2022",,,',
        "Data generated: 13 Oct 2024 12:33:29 PM",
        "Recipient,2001,12,Total",
    ],
)
def test_lines_that_do_not(line):
    assert not is_table_header(line)


@pytest.mark.parametrize(
    "line",
    [
        "India,1980,1995,IND",
        "Chad,1980,1981,1982",
        "Soviet Union,1980,1981,Total",
        "Houthi rebels (Yemen)*,1980,1981,1982",
        "Ships,1980,1981,1982",
        "Total exports from Sweden,1980,1981,1982",
        "1,Chad,1980,1981,1982",
        ",1980,1995,IND",
        "Ruritania,1980,1995,RUR",
    ],
)
def test_a_row_whose_figures_look_like_years_heads_nothing(line):
    assert not is_table_header(line)


def test_a_row_whose_figures_look_like_years_is_a_row():
    lines = [
        *("Recipient,2010,2011,iso3", "India,1980,1995,IND", "China,500,600,CHN", "Egypt,10,20,EGY"),
        "Total exports from Sweden,2490,2615,",
    ]
    assert [row[2:] for row in told(read(lines))] == [
        *(("India", "all", 2010, 1980.0), ("India", "all", 2011, 1995.0)),
        *(("China", "all", 2010, 500.0), ("China", "all", 2011, 600.0)),
        *(("Egypt", "all", 2010, 10.0), ("Egypt", "all", 2011, 20.0)),
    ]
    # whatever it is called: a name that no table knows is a row too
    lines = ["Recipient,2010,2011,2012", "Ruritania,1980,1981,1982", "Total exports from Sweden,1,1,1"]
    assert [row[-1] for row in told(read(lines))] == [1980.0, 1981.0, 1982.0]


TWO_SIDES = {("Sweden", "Kenya", 2010, 50.0), ("Sweden", "Kenya", 2011, 60.0)} | {
    ("Brazil", "Oman", 2010, 5.0),
    ("Brazil", "Oman", 2011, 6.0),
}


@pytest.mark.parametrize(
    ("head", "row", "foot"),
    [
        (
            "TIV of arms exports from all, 2010-2011\n,,2010,2011,Total",
            "{r},{s},{a},{b},0",
            "Total,,55,66,121",
        ),
        ("TIV of arms exports to all, 2010-2011\n,,2010,2011,Total", "{s},{r},{a},{b},0", ",Total,55,66,121"),
        (
            "TIV of arms exports from all, 2010-2011\n;;2010;2011;Total",
            "{r};{s};{a};{b};0",
            "Total;;55;66;121",
        ),
        ("Supplier,Recipient,2010,2011,Total", "{s},{r},{a},{b},0", ",Total,55,66,121"),
        ("Recipient,Supplier,2010,2011,Total", "{r},{s},{a},{b},0", "Oman,Total,55,66,121"),
        ("Recipient,2010,2011,Total,Supplier", "{r},{a},{b},0,{s}", "Total,55,66,121,"),
        ("Recipient,,2010,2011,Total", "{r},{s},{a},{b},0", ""),
        (",Supplier,2010,2011,Total", "{r},{s},{a},{b},0", ""),
        (",Recipient,,2010,2011,Total", "1,{r},{s},{a},{b},0", ",Total,,55,66,121"),
        ("Unnamed: 0,Supplier,Recipient,2010,2011,Total", "0,{s},{r},{a},{b},0", ""),
        ("iso3c,Supplier,Recipient,2010,2011,Total", "{c},{s},{r},{a},{b},0", ""),
        (",Supplier,Recipient,2010,2011,Total", "{c},{s},{r},{a},{b},0", ""),
    ],
)
def test_two_columns_of_names_are_both_sides_in_any_order(head, row, foot):
    flows = [
        {"s": "Sweden", "r": "Kenya", "c": "SWE", "a": 50, "b": 60},
        {"s": "Brazil", "r": "Oman", "c": "BRA", "a": 5, "b": 6},
    ]
    found = read([*head.split("\n"), *(row.format(**flow) for flow in flows), foot])
    assert found.aside == []
    what = ["supplier", "recipient", "year", "million"]
    assert set(rows_of(found)[what].itertuples(False, None)) == TWO_SIDES


def test_two_columns_of_names_of_which_nothing_says_the_sides_are_not_guessed():
    reason = "two columns hold the names of its rows, and nothing says which are the suppliers"
    found = read([",,2010,2011,Total", "Kenya,Sweden,50,60,110", "Oman,Brazil,5,6,11", "Total,,55,66,121"])
    assert [(line, said.startswith(reason)) for line, said in found.aside] == [(2, True), (3, True)]
    three = read(["Supplier,,,2010,2011,Total", "Kenya,Sweden,Peru,50,60,110"])
    assert three.aside[0][1].startswith("3 columns hold the names of its rows")
    twice = read(["Supplier,Seller,2010,2011,Total", "Kenya,Sweden,50,60,110"])
    assert twice.aside[0][1].startswith("2 columns hold the names of its rows: ['Supplier', 'Seller']")


def test_a_row_without_one_of_its_two_names_or_against_the_title_is_set_aside():
    lines = ["Recipient,Supplier,2010,2011,Total", "Kenya,Sweden,50,60,110", ",Norway,1,2,3"]
    assert read(lines).aside == [(3, "the row names no recipient: 'Norway 1 2 3'")]
    titled = ["TIV of arms exports from Sweden, 2010-2011", *lines[:2], "Kenya,Norway,1,2,3"]
    assert read(titled).aside == [(4, "supplier is 'Norway' in a table said to be of 'Sweden'")]


def test_a_column_of_codes_beside_the_names_is_no_second_side():
    lines = [
        ",,2010,2011,Total",
        "KEN,Kenya,50,60,110",
        "OMN,Oman,5,6,11",
        "Total exports from Sweden,,55,66,121",
    ]
    assert [row[1:3] for row in told(read(lines))] == [("Sweden", "Kenya")] * 2 + [("Sweden", "Oman")] * 2


def test_parties_and_weapon_categories_side_by_side():
    lines = ["Supplier,Weapon category,2010,2011", "Sweden,Aircraft,5,6", "Sweden,Ships,1,2", "Oman,Odd,1,2"]
    found = read(lines, recipient="all")
    assert [row[1:] for row in told(found)][::2] == [
        ("Sweden", "all", "Aircraft", 2010, 5.0),
        ("Sweden", "all", "Ships", 2010, 1.0),
    ]
    assert found.aside == [(4, "'Odd' is no weapon category, in a table of weapon categories")]


TOP = [
    ",Rank 2010-2011,,Supplier,2010,2011,2010-2011,Share of total,",
    ",1,,Sweden,50,60,110,88%,",
    ",2,,Norway,7,8,15,12%,",
]


@pytest.mark.parametrize("rank", ["Rank 2010-2011", "Rank", "rank", "No.", "#", ""])
def test_the_list_of_the_largest_suppliers(rank):
    found = read([TOP[0].replace("Rank 2010-2011", rank), *TOP[1:], ",,,Total,57,68,125,,"], recipient="all")
    assert found.aside == []
    assert [row[1:] for row in told(found)] == [
        ("Sweden", "all", "all", 2010, 50.0),
        ("Sweden", "all", "all", 2011, 60.0),
        ("Norway", "all", "all", 2010, 7.0),
        ("Norway", "all", "all", 2011, 8.0),
    ]
    assert found.passed[4] == "total"
    assert found.rest == []


def test_what_a_list_adds_up_without_names_is_said():
    lines = [*TOP, ",,,Others,3,4,7,5%,", ",,,Total,60,72,132,,"]
    found = read(lines, recipient="all")
    assert found.passed[4] == "others"
    assert found.rest == ["line 4 (Others)"]
    assert len(rows_of(found)) == 4
    with pytest.warns(UserWarning, match=r"line 4 \(Others\) adds up parties that the table does not name"):
        af.read_sipri("\n".join(lines).encode(), recipient="all")
    # SIPRI's category is called so too
    assert read(["Category,2010,2011", "Other,5,6"], supplier="all").rest == []


def test_a_file_without_tables_gives_no_row_of_the_right_types():
    found = read(["nothing", "", "to see, here"])
    assert rows_of(found).dtypes.astype(str).to_dict() == {
        **dict.fromkeys(("line", "year", "opens", "closes"), "int64"),
        **dict.fromkeys(("supplier", "recipient", "category", "generated", "title", "chosen"), TEXT),
        "million": "float64",
    }
    assert read([]).passed == {}


PAIR = [
    *new("Recipient", "Total exports from Israel"),
    *[
        line.replace("13 Oct", "15 Oct").replace("7", "9")
        for line in new("Supplier", "Total exports to Peru")
    ],
    *OLD,
]


@SOME
@given(altered(PAIR))
def test_whatever_befalls_a_file_no_figure_moves_to_another_party_or_year(lines):
    what = ["supplier", "recipient", "category", "year", "million"]
    true = set(rows_of(read(PAIR))[what].itertuples(False, None))
    assert set(rows_of(read(lines))[what].itertuples(False, None)) <= true


@SOME
@given(st.lists(st.text(alphabet='0123456789 ,;\t"%-.aTotal2021\\{}\r', max_size=40), max_size=12))
def test_any_text_is_accounted_for(lines):
    read(lines)
    read([",2001,2002,2003,Total", *lines, "Total exports from Peru,1,1,1,1"])


def test_a_table_has_names_left_of_its_years():
    assert _layout(["Recipient", "2019", "2020"]) is not None
    assert _layout(["12", "2019", "2020"]) is None
