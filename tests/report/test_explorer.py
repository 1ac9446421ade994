"""The explorer asks for nothing, holds the numbers of the records, and runs none of their words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.map_shapes import shapes
from armsflow.report.explorer import _figure
from tests.frames import made

# the charts of the page beside it are tested elsewhere
pytestmark = pytest.mark.usefixtures("all_undrawn")

SIZE = 2_000_000  # bytes at most, of which 0.9 million are Vega's script

FRAME = pd.DataFrame(
    [
        ("RUS", "IND", 2020, 10.0),
        ("FRA", "IND", 2021, 4.0),
        ("FRA", "ARM", 2021, 6.0),
        ("USA", "ARM", 2019, 1.0),
    ],
    columns=["supplier", "recipient", "year", "value"],
)


def records(**more: object) -> pd.DataFrame:
    given = {"stage": "delivery", "unit": "TIV", "source": "invented", "observed": (2018, 2022)} | more
    return made(FRAME.assign(low=FRAME["value"] - 1, high=FRAME["value"] + 1), **given)


def spec_of(text: str) -> dict[str, object]:
    found = re.search(r"const spec = (\{.*\});?$", text, re.MULTILINE)
    assert found is not None
    spec: dict[str, object] = json.loads(found[1])
    return spec


@pytest.fixture(scope="module")
def few_shapes() -> Iterator[None]:
    """A map of the states of the records alone: Altair looks at every point of all others."""
    some = tuple(shape for shape in shapes() if shape.party in {*FRAME["supplier"], *FRAME["recipient"]})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("armsflow.report.explorer.shapes", lambda: some)
        yield


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, all_undrawn: None, few_shapes: None) -> Path:
    pytest.importorskip("vl_convert")
    return af.write_report(tmp_path_factory.mktemp("explored") / "a", records(), explorer=True)


@pytest.mark.sweep
def test_a_file_with_the_whole_map_can_be_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("vl_convert")
    monkeypatch.setattr("armsflow.report.explorer.shapes", shapes)
    page = af.write_report(tmp_path / "a", records(), explorer=True)
    assert len((page.parent / "explorer.html").read_bytes()) < SIZE


def test_the_page_links_to_a_file_that_needs_nothing_else(page: Path) -> None:
    assert 'href="explorer.html"' in page.read_text(encoding="utf-8")
    text = (page.parent / "explorer.html").read_text(encoding="utf-8")
    assert not re.search(r"<script[^>]*\ssrc=|<link|@import", text)
    assert '<html lang="en">' in text


def test_the_explorer_holds_the_figures_with_their_bounds(page: Path) -> None:
    spec = spec_of((page.parent / "explorer.html").read_text(encoding="utf-8"))
    told = json.dumps(spec, ensure_ascii=False)
    rows = [row for rows in spec["datasets"].values() for row in rows if row.get("party") == "France"]
    year = next(row for row in rows if row["year"] == 2021)
    assert (year["value"], year["low"], year["high"]) == (10, 8, 12)
    assert year["figure"] == "10 [8.0–12.0] TIV"
    assert "Supplier by year" in told
    assert "Recipients, 2018–22" in told
    # India's ten of Russia and four of France, each give or take one
    assert "14 [12–16] TIV" in told


@pytest.mark.sweep
def test_of_one_recipient_the_map_shows_the_suppliers(tmp_path: Path, few_shapes: None) -> None:
    pytest.importorskip("vl_convert")
    page = af.write_report(tmp_path / "a", records(), recipient="India", explorer=True)
    told = json.dumps(spec_of((page.parent / "explorer.html").read_text("utf-8")), ensure_ascii=False)
    assert "Suppliers, 2018–22" in told
    assert "Recipient by year" not in told


def test_hostile_words_run_nothing(tmp_path: Path, few_shapes: None) -> None:
    pytest.importorskip("vl_convert")
    bad = records(source="</script><script>alert(1)</script>")
    page = af.write_report(tmp_path / "a", bad, explorer=True)
    text = (page.parent / "explorer.html").read_text(encoding="utf-8")
    assert "alert(1)" in text
    assert "<script>alert" not in text


def test_the_explorer_needs_records(tmp_path: Path) -> None:
    with pytest.raises(af.ArgumentError, match="explorer is given without records"):
        af.write_report(tmp_path / "a", explorer=True)


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "altair", None)
    with pytest.raises(af.DependencyError, match=r"armsflow\[explorer\]"):
        af.write_report(tmp_path / "a", records(), explorer=True)
    assert not (tmp_path / "a").exists()


def test_what_is_not_known_is_no_line_no_bound_and_no_0(tmp_path: Path, few_shapes: None) -> None:
    """A line ran from 2012 to 2018, a figure without upper limit lay above its band, and Egypt had 0."""
    pytest.importorskip("vl_convert")
    rows = [
        ("FRA", "IND", 2012, 10.0, 10.0, 10.0),
        ("FRA", "IND", 2013, 30.0, 20.0, float("inf")),
        ("FRA", "IND", 2018, 40.0, 40.0, 40.0),
        ("RUS", "ARM", 2018, 0.0, 0.0, 0.0),
        ("RUS", "ARM", 2018, None, None, None),
    ]
    names = ["supplier", "recipient", "year", "value", "low", "high"]
    about = {"stage": "delivery", "unit": "EUR", "source": "coarm", "reporter": "supplier"}
    given = made(pd.DataFrame(rows, columns=names), **about)
    page = af.write_report(tmp_path / "a", given, explorer=True)
    spec = spec_of((page.parent / "explorer.html").read_text(encoding="utf-8"))
    told = [row for rows in spec["datasets"].values() for row in rows]
    france = {row["year"]: row for row in told if row["party"] == "France"}
    assert {year: row["value"] for year, row in france.items()} == {
        2012: 10,
        2013: 30,
        2014: None,
        2015: None,
        2016: None,
        2017: None,
        2018: 40,
    }
    # past the upper edge of 44
    assert france[2013]["low"] == 20
    assert france[2013]["high"] > 44
    (russia,) = [row for row in told if row["party"] == "Russia"]
    assert russia["figure"] == "0 euros, current prices, +\u00a01 undisclosed"
    places = [row for row in json.dumps(spec).split('"party": ') if row.startswith('"Armenia"')]
    assert any('"known": false' in place for place in places)
    (subtitle,) = re.findall(r'"subtitle": (\[.*?\])', json.dumps(spec))
    assert "Only suppliers that report are counted" in subtitle


def test_an_amount_that_is_not_disclosed_has_no_figure() -> None:
    row = pd.Series({"value": float("nan"), "low": float("nan"), "high": float("nan")})
    assert _figure(row, None) == "not disclosed"  # type: ignore[arg-type]
