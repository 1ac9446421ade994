"""Every physical line of a delimited file is accounted for."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pytest

import armsflow as af
from armsflow.sources import delimited
from armsflow.sources.delimited import is_workbook, rows_in, rows_of, rows_without_header, text_in

WANTED = {"name", "value"}


def read(text):
    return rows_of(text, "it", WANTED.issubset, expected="name and value")


def test_each_line_has_one_place():
    text = 'title\n\nName,Value,\na,1,\n"b\nb",2,,,\n,,\nc,3,x,y\nd\ne,5,\n"f"g,6,\nh,7,\n ,\n'
    rows = read(text)
    assert rows.text("name").tolist() == ["a", "b\nb", "e", "h"]
    assert rows.line.tolist() == [4, 5, 10, 12]
    assert [line for line, _ in rows.aside] == [8, 9, 11]
    assert rows.aside[0][1] == "4 cells, but the header has 2"
    assert "a quoted cell may lack its end" in rows.aside[2][1]
    assert rows.counts() == {"read": 13, "records": 5, "passed": 5, "by_rule": 0, "set_aside": 3}


def test_rows_that_a_rule_leaves_out_are_counted():
    rows = read('Name;Value\nWorld;9\na;x\n"b\nb";\n')
    rows.by_rule(rows.text("name") == "World", "World is a sum")
    assert rows.left_out == {"World is a sum": [2]}
    rows.numbers("value")
    assert np.isnan(rows["value"]).tolist() == [True]
    assert rows.aside == [(3, "Value is 'x'; expected a number, 0 or more")]
    assert rows.counts() == {"read": 5, "records": 2, "passed": 1, "by_rule": 1, "set_aside": 1}
    with pytest.raises(af.SourceError, match="line 3: Value is 'x'"):
        rows.check("raise", "flow")
    rows.check("collect", "flow")


def test_a_quote_that_never_ends_takes_the_rest_with_it():
    rows = read('name,value\na,1\n"b,2\nc,3\n')
    assert rows.text("name").tolist() == ["a"]
    assert [line for line, _ in rows.aside] == [3]
    assert rows.counts() == {"read": 4, "records": 1, "passed": 1, "by_rule": 0, "set_aside": 2}


def test_what_has_no_header_is_refused():
    with pytest.raises(af.SourceError, match="no header with name and value; line 1 begins with 'x,y'"):
        read("x,y\n1,2\n")
    with pytest.raises(af.SourceError, match="no header"):
        read('"name,value\n')
    # the quote that never ends would hold all that follows
    with pytest.raises(af.SourceError, match="no header with name and value; line 2 is no CSV"):
        read('title\nname,"value')


def test_text_in_any_encoding():
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert text_in("Türkiye".encode(encoding)) == "Türkiye"
    with pytest.raises(af.ArgumentError, match="expected a path, a file object"):
        text_in(3)


def test_what_is_read_at_once_is_what_is_read_row_by_row():
    rows = [
        'a,1,,\n"b\nb",2,,\n,,,\n"c ""c"", c",3,,\n\n\n',
        'a,1\r\n"b\r\nb",2\r\n\r\n',
        "a,1,\n  ,,\nb,2,\n",
        'a,1\n"b""b",2',
    ]
    # rows that are too short are read one by one
    ragged = "x\n"
    for text in rows:
        end = "" if text.endswith("\n") else "\n"
        once, each = read(f"Name,Value\n{text}"), read(f"Name,Value\n{text}{end}{ragged}")
        assert once.text("name").tolist() == each.text("name").tolist()
        assert once.text("value").tolist() == each.text("value").tolist()
        assert [once.line.tolist(), once.last.tolist()] == [each.line.tolist(), each.last.tolist()]
        counts = each.counts()
        assert once.counts() == counts | {"read": counts["read"] - 1, "set_aside": 0}


def test_rows_left_out_before_a_column_is_looked_at():
    rows = read("Name,Value,Word\na,1,x\nb,2,y\nc,3,z\nd,4,x\n")
    rows.by_rule(np.array([False, True, False, False]), "the second")
    rows.by_rule(rows.text("value") == "4", "the fourth")
    assert rows.in_arrow("name").to_pylist() == rows.text("name").tolist() == ["a", "c"]
    assert rows.in_arrow("word").cast("string").to_pylist() == rows.text("word").tolist() == ["x", "z"]
    assert rows.line.tolist() == [2, 4]


def test_a_text_of_more_lines_than_fit_is_refused(monkeypatch):
    monkeypatch.setattr(delimited, "MOST_LINES", 3)
    with pytest.raises(af.SourceError, match="it"):
        read("name,value\na,1\nb,2,,3\nc,3\n")


def test_cells_beyond_the_header_are_looked_at_one_by_one():
    rows = read("name,value,\na,1,\nb,2,x\n")
    assert rows.text("name").tolist() == ["a"]
    assert rows.aside == [(3, "3 cells, but the header has 2")]


def test_a_name_that_stands_twice_in_a_header_counts_once():
    rows = read("name,value,name\na,1,b\n")
    assert rows.text("name").tolist() == ["a"]


def test_bytes_that_only_look_like_a_workbook_are_none():
    broken = b"PK\x05\x06" + b"\0" * 10
    assert not is_workbook(broken)
    assert not is_workbook("PK")


@pytest.mark.parametrize(
    ("text", "names", "lines"),
    [
        # as old Macs end lines
        ('name,value\n"a\rb",1\nc,2\n', ["a\rb", "c"], [2, 4]),
        # a name in the header that goes over two lines
        ('"na\nme",value\na,1\n', ["a"], [3]),
        # inches beside a cell that goes over two lines
        ('name,value\n5" gun,3\n"b\nb",2\nc,4\n', ['5" gun', "b\nb", "c"], [2, 3, 5]),
    ],
)
def test_signs_that_may_hide_the_end_of_a_line_move_no_row(text, names, lines):
    rows = read(text)
    assert rows.text("name").tolist() == names
    assert rows.line.tolist() == lines


def test_blank_rows_of_a_worksheet_are_none():
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (["Name", "Value"], ["a", 1], [None, None], ["b", 2]):
        book.active.append(row)
    book.save(file)
    rows = rows_in(file.getvalue(), WANTED.issubset, expected="name and value")
    assert rows.text("name").tolist() == ["a", "b"]
    assert rows.line.tolist() == [2, 4]
    assert rows.counts() == {"read": 4, "records": 2, "passed": 2, "by_rule": 0, "set_aside": 0}


def test_rows_without_a_header_may_end_with_the_sign_or_not():
    rows = rows_without_header(
        "a;1\n\nb;2;\nc\n", "it", ["name", "value"], ";", fits=lambda row: row[0] != ""
    )
    assert rows.text("name").tolist() == ["a", "b"]
    assert rows.line.tolist() == [1, 3]
    assert rows.aside == [(4, "1 cells that are not name, value")]
    assert rows.counts() == {"read": 4, "records": 2, "passed": 1, "by_rule": 0, "set_aside": 1}


@pytest.mark.parametrize("other", ["c,2\n", '"c\nc",2\n', "c,2\nd\n"], ids=["plain", "two lines", "ragged"])
def test_text_behind_a_quoted_cell_is_no_csv_whatever_the_other_rows_are(other):
    """It was read as ab where all other rows were plain."""
    rows = read(f'name,value\n"a"b,1\n{other}')
    assert rows.aside[0] == (2, "no CSV: ',' expected after '\"'; a quoted cell may lack its end")
    assert len(rows.text("name")) == 1
