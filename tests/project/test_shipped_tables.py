"""Shipped tables: each has an origin, and each recipe a table."""

from __future__ import annotations

from pathlib import Path

import pytest

import armsflow as af

FOLDER = af.table_path("tables.csv").parent
TABLES = af.table("tables.csv")


def test_every_table_is_listed_with_origin_licence_date_and_recipe():
    assert sorted(TABLES["table"]) == sorted(path.name for path in FOLDER.glob("*.csv"))
    assert (TABLES[["says", "origin", "licence", "date", "recipe"]] != "").all().all()
    assert set(TABLES["licence"]) == {"MIT", "CC-BY-4.0", "Unicode-3.0", "BSD-3-Clause"}
    assert TABLES["date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()


def test_every_recipe_is_there_and_used():
    named = set(TABLES["recipe"]) - {"by hand"}
    assert named == {f"recipes/{path.name}" for path in (FOLDER / "recipes").glob("*.py")}


@pytest.mark.parametrize("name", TABLES["table"])
def test_tables_are_plain_text(name):
    content = (FOLDER / name).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    content.decode("utf-8")


def test_no_table_comes_from_sipri():
    for name in TABLES["table"]:
        text = Path(af.table_path(name)).read_text(encoding="utf-8")
        if name == "sample_register.csv":
            # in SIPRI's shape, and it says of itself that nothing in it is SIPRI's
            assert text.startswith("Synthetic sample of armsflow")
            assert "\nSource: synthetic sample of armsflow; invented; not SIPRI data\n" in text
        else:
            assert "TIV" not in text
