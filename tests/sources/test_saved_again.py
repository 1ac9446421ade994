"""Files of the sources as other programs save them: the same records, or an error that names the lines."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from functools import cache

import pytest

import armsflow as af
from armsflow.sources.delimited import text_in
from tests.laws.test_customs_mutations import SHAPES
from tests.laws.test_list_mutations import FORMATS
from tests.sources import test_nl_licences

TRANSIT = test_nl_licences.listed(
    "01/05/2005,253,420,Ontstekers,VS,Israël,N,,Vliegtuig,Schiphol",
    "01/05/2005,254,1200,Kogelgeweer,VS,Israël,N,,Vliegtuig,Schiphol",
    head=test_nl_licences.TRANSIT,
)
FILES = {**FORMATS, **SHAPES, "nl transit": (af.read_nl_licences, TRANSIT)}
# JSON is saved as it is, CAAT's list has no header, and BACI's files are read as bytes
TABLES = [name for name in FILES if name not in ("unroca", "sam", "comtrade answer", "coarm long", "baci")]
SHEETS = [name for name in TABLES if name != "kiel release"]
SAME = ["supplier", "recipient", "stage", "category", "start", "end", "value", "low", "high", "dataset"]

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def rows_of(content):
    """The sign between cells, and the rows that are not blank."""
    text = text_in(content)
    for sign in ",;\t|":
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
        if len(rows[0]) > 3:
            return sign, [row for row in rows if any(row)]
    raise AssertionError(text[:80])


def saved(rows, sign, quoting=csv.QUOTE_MINIMAL, end="\n"):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=sign, quoting=quoting, lineterminator=end).writerows(rows)
    return file.getvalue()


def zipped(content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("table.csv", content)
    return file.getvalue()


def workbook(rows, number):
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([number(cell) if cell else None for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def typed(cell):
    """What Excel takes a text for."""
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell


@cache
def as_it_is(name):
    reader, whole = FILES[name]
    return reader(whole, on_error="collect")


def is_same(name, content, *, found=False):
    """Whether the reader, or `read` where the source is to be found, gives the same records."""
    reader = af.read if found else FILES[name][0]
    return as_it_is(name)[SAME].equals(reader(content, on_error="collect")[SAME])


@pytest.mark.covering(4)
@pytest.mark.parametrize("name", [name for name in FILES if name != "baci"])
def test_encodings_and_archives(name):
    text = text_in(FILES[name][1])
    kinds = [("\ufeff" + text).encode(), text.encode("utf-16"), gzip.compress(text.encode()), zipped(text)]
    kinds += [(text + "\n\n").encode()]
    assert all(is_same(name, content, found=True) for content in kinds)


@pytest.mark.covering(2)
@pytest.mark.parametrize("name", TABLES)
def test_signs_quotes_and_padding(name):
    sign, rows = rows_of(FILES[name][1])
    head, body = rows[0], rows[1:]
    assert all(is_same(name, saved(rows, other).encode()) for other in ",;\t|")
    kinds = {
        "CRLF": saved([[c.replace("\n", "\r\n") for c in row] for row in rows], sign, end="\r\n"),
        "all quoted": saved(rows, sign, csv.QUOTE_ALL),
        "blank columns": saved([[*row, "", ""] for row in rows], sign),
        "blank cells in the body": saved([head, *([*row, ""] for row in body)], sign),
        "lines above": f"A title\n\n{saved(rows, sign)}",
        "blank rows": saved([each for row in rows for each in (row, [""] * len(head))], sign),
        "blanks around": saved([[f" {cell} " for cell in row] for row in rows], sign),
        "hard blanks": saved([[cell and f"\u00a0{cell}\u00a0" for cell in row] for row in rows], sign),
        "capitals": saved([[cell.upper() for cell in head], *body], sign),
        "another order": saved([row[::-1] for row in rows if len(row) == len(head)], sign),
        "numbered": saved([["", *head], *([str(n), *row] for n, row in enumerate(body))], sign),
    }
    if any(len(row) != len(head) for row in body):
        del kinds["another order"], kinds["blank columns"]
    assert [kind for kind, text in kinds.items() if not is_same(name, text.encode())] == []


@pytest.mark.covering(6)
@pytest.mark.parametrize("name", SHEETS)
def test_workbooks(name):
    _, rows = rows_of(FILES[name][1])
    assert is_same(name, workbook(rows, typed), found=True)


@pytest.mark.covering(4)
@pytest.mark.parametrize("name", TABLES)
def test_numbers_in_other_words_are_the_same_or_refused(name):
    """Whatever is done to numbers, a line has its own value or none."""
    sign, rows = rows_of(FILES[name][1])
    reader = FILES[name][0]
    values = known(as_it_is(name))
    changes = {
        "thousands by point": lambda n: f"{n:,}".replace(",", "."),
        "thousands by comma": lambda n: f"{n:,}",
        "cut": lambda n: f"{n:.2E}" if n > 10**6 else str(n),
        ".0": lambda n: f"{n}.0",
    }
    for change in changes.values():
        body = [[change(int(c)) if c.isdigit() and int(c) > 3000 else c for c in row] for row in rows[1:]]
        try:
            found = reader(saved([rows[0], *body], sign).encode(), on_error="collect")
        except af.SourceError as error:
            assert error.rows  # noqa: PT017
            continue
        assert known(found) <= values


def known(records):
    columns = ["supplier", "recipient", "start", "dataset", "value"]
    return set(records.loc[records["value"].notna(), columns].itertuples(index=False, name=None))


def test_a_point_that_may_part_thousands_is_refused():
    head = "licence_group,date,rating,count,value,country,refused"
    unsure = [f"{n},2010-05,ML1,1,{value},Italy,0" for n, value in enumerate(["12.500", "7.250"])]
    with pytest.raises(af.SourceError, match="the point may part thousands or decimals"):
        af.read_uk_licences("\n".join([head, *unsure]).encode())
    sure = [*unsure, "9,2010-05,ML1,1,0.75,Italy,0"]
    assert af.read_uk_licences("\n".join([head, *sure]).encode())["value"].tolist() == [12.5, 7.25, 0.75]


def test_a_number_cut_by_a_spreadsheet_is_refused():
    head = "Year,Trade Flow Code,Reporter Code,Partner Code,Commodity Code,Trade Value (US$)"
    flow = head + "\n2017,1,842,251,93,{}"
    with pytest.raises(af.SourceError, match="a spreadsheet has cut its digits"):
        af.read_comtrade(flow.format("1.52676E+08").encode())
    with pytest.raises(af.SourceError, match="the point may part thousands"):
        af.read_comtrade(flow.format("152.676").encode())
    # as R writes a hundred million
    assert af.read_comtrade(flow.format("1e+08").encode())["value"].tolist() == [1e8]


def test_a_workbook_without_the_header_is_refused():
    with pytest.raises(af.SourceError, match="has no worksheet with afgifte datum"):
        af.read_nl_licences(workbook([["a", "b"], ["1", "2"]], str))
