"""BACI: thousands to single units, a filter of goods, and lost zeros."""

from __future__ import annotations

import gzip
import io
import zipfile

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from armsflow.records.schema import COLUMNS
from armsflow.sources import baci
from tests.sources.customs_formats import BACI

FILE = BACI.encode()
NAME = "BACI_HS17_Y2017_V202201.csv"


def test_thousands_become_single_units(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(FILE)
    records = af.read_baci(path)
    assert records[["supplier", "recipient", "category", "value"]].values.tolist() == [
        ["USA", "FRA", "hs:930110", 1500],
        ["USA", "FRA", "hs:930690", 23_685_927],
        ["USA", "TWN", "hs:930200", 3],
    ]
    assert records["net_weight"].tolist()[:2] == [250, 8_047_400]
    assert np.isnan(records["net_weight"].tolist()[2])
    assert set(records["release"]) == {"202201"}
    assert set(records["classification"]) == {"H5"}
    assert set(records["reporter"]) == {"third"}
    assert set(records["selection"]) == {"category=hs:930110+hs:930200+hs:930690"}
    assert records.attrs["lines"] == {"read": 6, "records": 3, "passed": 1, "by_rule": 2, "set_aside": 0}
    assert set(af.read_baci(path, release="mine")["release"]) == {"mine"}


def test_goods_are_chosen():
    assert af.read_baci(FILE, goods=["8710"])["value"].tolist() == [2001]
    assert len(af.read_baci(FILE, goods="arms")) == 4
    every = af.read_baci(FILE, goods="all")
    assert every["commodity"].tolist() == ["930110", "930690", "010121", "871000", "930200"]
    assert every["supplier"].tolist()[3] == "x:belgium_luxembourg"
    assert set(every["selection"]) == {""}
    # a chapter below 10 has lost its zero
    assert af.read_baci(FILE, goods="01")["value"].tolist() == [7000]
    assert af.read_baci(FILE, goods="HS 9301.10".replace(" ", ""))["value"].tolist() == [1500]


def test_pieces_of_a_file_give_what_the_whole_gives(monkeypatch):
    whole = af.read_baci(FILE)
    for size in (1, 7, 40):
        monkeypatch.setattr(baci, "_BLOCK", size)
        pd.testing.assert_frame_equal(af.read_baci(FILE), whole)
        assert af.read_baci(FILE).attrs == whole.attrs


def test_packed_and_open_files():
    whole = af.read_baci(FILE)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(NAME, FILE)
    for path in (gzip.compress(FILE), packed.getvalue(), io.BytesIO(FILE), io.StringIO(BACI)):
        pd.testing.assert_frame_equal(af.read_baci(path), whole)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("other.csv", FILE)
    with pytest.raises(af.SourceError, match="a zip of 2 files"):
        af.read_baci(packed.getvalue())
    with pytest.raises(af.SourceError, match="damaged archive"):
        af.read_baci(gzip.compress(FILE)[:-9])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2017,842,251,930110,1.5,0.25", "2017,842,251,930110,1.5", "line 2: 5 cells; expected 6"),
        ("930110,1.5", "930110,", "line 2: v is ''; expected a number, 0 or more"),
        ("930110,1.5", "930110,x", "line 2: v is 'x'"),
        ("0.25", "heavy", "line 2: q is 'heavy'"),
        ("2017,842,251,930110", "17,842,251,930110", "line 2: t is '17'; expected a year"),
        ("842,251,930110", "843,251,930110", "line 2: i is '843'; expected one of Comtrade's numbers"),
        ("842,251,930110", "842,25x,930110", "line 2: j is '25x'"),
        ("930110", "93o110", "line 2: k is '93o110'; expected a code of six digits"),
        ("930110", "9301", "line 2: k has not six digits"),
        ("930690,23685.927", "930110,3", "line 3: 842-251-2017-930110 stands on line 2 already"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(old, new, reason):
    broken = BACI.replace(old, new, 1).encode()
    with pytest.raises(af.SourceError, match=reason):
        af.read_baci(broken)
    records = af.read_baci(broken, on_error="collect")
    assert len(records) == 2
    assert records.attrs["lines"]["set_aside"] == 1
    assert records.attrs["lines"]["read"] == 6


def test_what_is_no_year_of_baci_is_refused(tmp_path):
    with pytest.raises(af.SourceError, match=r"no year of BACI: line 1 is 'a,b"):
        af.read_baci(b"a,b\n1,2\n")
    with pytest.raises(af.SourceError, match="6 lines and none of goods '97'; say which with goods="):
        af.read_baci(FILE, goods="97")
    with pytest.raises(af.SourceError, match="cannot be read"):
        af.read_baci(tmp_path / "nowhere.csv")
    with pytest.raises(af.ArgumentError, match="expected a path, a file object"):
        af.read_baci(3)
    for goods in ("tanks", [], 93, ["9"]):
        with pytest.raises(af.ArgumentError, match="expected codes of two, four or six digits"):
            af.read_baci(FILE, goods=goods)
    with pytest.raises(af.ArgumentError, match="release is 2022"):
        af.read_baci(FILE, release=2022)


def test_read_finds_it_and_it_is_sound():
    records = af.read(FILE, goods="all")
    assert set(records["source"]) == {"baci"}
    again = af.to_records(records.copy())
    pd.testing.assert_frame_equal(again[list(COLUMNS)], records[list(COLUMNS)], check_dtype=False)


def test_blank_and_broken_lines_among_goods_that_were_not_asked_for():
    lines = FILE.decode().splitlines()
    text = "\n".join([*lines[:2], "", "2017,842,251,x,1,1", '"2017","842","251","10121","7","1"', *lines[2:]])
    records = af.read_baci(text.encode(), on_error="collect")
    assert records["value"].tolist() == af.read_baci(FILE)["value"].tolist()
    assert [line for line, _ in records.attrs["set_aside"]] == [4]


def test_a_return_amid_a_line_does_not_end_it():
    text = FILE.replace(b"930110,1.5", b"930110\r,1.5")
    assert len(af.read_baci(text, on_error="collect")) == 2


def test_letters_of_old_windows_stand_in_the_cells():
    text = FILE.replace(b"0.25", b"0.25\xa0")
    assert af.read_baci(text)["value"].tolist() == af.read_baci(FILE)["value"].tolist()
