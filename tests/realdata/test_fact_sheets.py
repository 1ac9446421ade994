"""SIPRI's fact sheets for 2022 and 2024, from the releases that they were made of, as printed."""

from __future__ import annotations

import csv

import pytest

import armsflow as af
from tests.realdata import DATA, needs_files, sipri

pytestmark = needs_files

PUBLISHED = DATA.parent / "domain" / "published"

# partners with equal volumes, of which the sheet of 2024 as recomputed lists one and code order another
TIED = {("BRA", "NGA"): "HUN", ("JPN", "NOR"): "DEU", ("ITA", "ISR"): "GBR"}


FILES = {"supplier": "Export", "recipient": "Import"}


@pytest.fixture(scope="module")
def records():
    """(sheet, side) → the records that its table is made of."""
    name = "Global-Arms-Trade-Network-Analysis-1995-2024-__trade_register.csv"
    deliveries = sipri(name)
    found = {("2024", side): deliveries for side in FILES}
    for side, way in FILES.items():
        name = f"sipri-visualization__TIV-{way}-All-Country-1950-2022.csv"
        found["2022", side] = sipri(name)
    return found


def published(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(fraction: float) -> float:
    """A fraction as the sheet prints it, in per cent."""
    return float(af.round_sipri(fraction).replace("−", "-"))


@pytest.mark.covering(1)
@pytest.mark.parametrize("year", ["2022", "2024"])
@pytest.mark.parametrize(("side", "table", "top"), [("supplier", 1, 25), ("recipient", 2, 40)])
def test_tables_row_for_row(records, year, side, table, top):
    rankings = af.rankings(records[year, side], side, end=int(year), top=top)
    expected = published(f"factsheet_{year}_table{table}.csv")
    assert rankings["party"].tolist() == [af.party(row["country"]) for row in expected]
    assert rankings["place"].fillna(0).tolist() == [int(row["rank_states"] or 0) for row in expected]
    shown = {"share": "share_pct", "previous_share": "share_prev_pct", "change": "change_pct"}
    for ours, theirs in shown.items():
        assert [number(x) for x in rankings[ours]] == [float(row[theirs]) for row in expected]
        unrounded = [float(row[theirs.replace("pct", "unrounded")]) for row in expected]
        assert (100 * rankings[ours]).tolist() == pytest.approx(unrounded, abs=0.0051)


@pytest.mark.parametrize(("side", "table", "top"), [("supplier", 1, 25), ("recipient", 2, 40)])
def test_partners_of_2024_row_for_row(records, side, table, top):
    rankings = af.rankings(records["2024", side], side, end=2024, top=top, partners=4)
    for row, expected in zip(
        rankings.to_dict("records"), published(f"factsheet_2024_table{table}.csv"), strict=True
    ):
        for n in (1, 2, 3):
            partner = af.party(expected[f"partner{n}"])
            if tied := TIED.get((row["party"], partner)):
                assert row[f"partner_{n}_share"] == pytest.approx(row[f"partner_{n + 1}_share"])
                assert row[f"partner_{n + 1}"] == partner
                partner = tied
            assert row[f"partner_{n}"] == partner
            assert number(row[f"partner_{n}_share"]) == float(expected[f"partner{n}_share_pct"])


@pytest.fixture(scope="module")
def tables(records):
    """(sheet, side) → its table with every row and partner."""
    return {
        (year, side): af.rankings(r, side, end=int(year), partners=99).set_index("party")
        for (year, side), r in records.items()
    }


def answer(tables, anchor: dict[str, str]) -> float:
    """What `rankings` says to a published figure."""
    sides = {"export": "supplier", "import": "recipient", "recipient": "supplier", "supplier": "recipient"}
    measure = anchor["measure"].removeprefix("top5_")
    side = sides.get(measure.split("_")[0], "supplier")
    table = tables["20" + anchor["period"][-2:], side]
    if measure == "world_change":
        first = table.iloc[0]
        whole, before = first["value"] / first["share"], first["previous"] / first["previous_share"]
        return whole / before - 1
    if anchor["measure"].startswith("top5_"):
        return table.loc[table["place"] <= 5, "share"].sum()
    row = table.loc[af.party(anchor["entity"])]
    if anchor["partner"]:
        partners = {row[f"partner_{n}"]: row[f"partner_{n}_share"] for n in range(1, 100)}
        return partners[af.party(anchor["partner"])]
    column = {"share": "share", "prev": "previous_share", "change": "change"}
    return row[column[measure.split("_")[-1]]]


def test_every_published_figure_of_the_same_release(tables):
    anchors = [a for a in published("anchors_sheets_2022_2024.csv") if a["same_release"] == "yes"]
    found = {tuple(a.values())[:5]: number(answer(tables, a)) for a in anchors}
    assert len(found) == len(anchors) == 64
    assert found == {tuple(a.values())[:5]: float(a["published"]) for a in anchors}


def test_the_world_s_change_as_sipri_tells_it(tables):
    """The volume in 2020–24 was 0.6 per cent lower than in 2015–19 (SIPRI Yearbook 2025, chapter 6)."""
    anchor = {"period": "2020–24", "measure": "world_change"}
    assert number(answer(tables, anchor)) == -0.6


@pytest.mark.covering(1)
@pytest.mark.parametrize("side", ["supplier", "recipient"])
def test_bounds_of_the_register_contain_the_annual_figures(side):
    """Both files were generated on the same day; the table's cells are rounded."""
    ending = {"supplier": "_1950-2024", "recipient": ""}[side]
    table = sipri(f"SIPRI_BRICS__import-export-values_1950-2024{ending}.csv")
    register = af.where(sipri("SIPRI_BRICS__trade-register.csv"), stage="delivery")
    annual, deals = (af.rankings(r, side, end=2023).set_index("party") for r in (table, register))
    assert len(annual) > 60
    if side == "supplier":
        # 40 before the years were taken that the register lists
        assert [number(t.loc["USA", "share"]) for t in (deals, annual)] == [41, 42]
    deals = deals.loc[annual.index]
    for column in ("share", "previous_share", "change"):
        low, high = f"{column}_low", f"{column}_high"
        assert (deals[low] <= annual[high] + 1e-9).all()
        assert (annual[low] <= deals[high] + 1e-9).all()
