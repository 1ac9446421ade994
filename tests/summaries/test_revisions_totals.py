"""Totals of two releases: cells that cancel, sums that stand once, and deals that moved between years."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.frames import SOME_ENGINES, engine_of
from tests.sources.sipri import formats

HEAD = (
    '"TIV of arms exports from {of}, 2000-2001",,,\n'
    "Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions.,,,\n\n"
    "Source: SIPRI Arms Transfers Database,,,\nGenerated: {day},,,\n\n,2000,2001,Total\n"
)
OLD, NEW = "05 December 2018", "11 December 2023"
#: What tells rows apart: all but what they say.
KEYS = ["what", "supplier", "recipient", "party", "designation", "category", "year", "period", "column"]
KEYS += ["old_deal", "new_deal"]


def table(day: str, *, of: str = "all", **rows: tuple[int | str, int | str]) -> pd.DataFrame:
    """A table of TIVs with two years; cells in millions."""
    lines = [
        f"{name.replace('_', ' ')},{first},{second},{sum(int(c) for c in (first, second) if c != '')}"
        for name, (first, second) in rows.items()
    ]
    return af.read_sipri((HEAD.format(of=of, day=day) + "\n".join(lines) + "\n").encode())


def rows_of(found: pd.DataFrame, *columns: str) -> list[list]:
    """Rows in millions of TIV, blanks as None."""
    shown = found.assign(old=found["old"] / 1e6, new=found["new"] / 1e6)[[*columns, "old", "new"]]
    return shown.astype(object).where(shown.notna(), None).values.tolist()


@pytest.mark.sweep
def test_years_that_cancel_are_four_rows():
    old = table(OLD, France=(10, 20), Germany=(5, 5))
    new = table(NEW, France=(17, 13), Germany=(5, 5))
    found = af.revisions(old, new)
    assert rows_of(found, "supplier", "year", "period", "change") == [
        ["all", 2000, "2000", "changed", 15, 22],
        ["all", 2001, "2001", "changed", 25, 18],
        ["FRA", 2000, "2000", "changed", 10, 17],
        ["FRA", 2001, "2001", "changed", 20, 13],
    ]
    assert set(found["category"]) == {"all"}
    assert found["difference"].tolist() == [7e6, -7e6, 7e6, -7e6]


def test_sums_over_years_come_first():
    old = table(OLD, France=(10, 20), Germany=(5, 5))
    new = table(NEW, France=(10, 26), Germany=(5, 5))
    assert rows_of(af.revisions(old, new), "supplier", "year", "period") == [
        ["all", None, "2000–01", 40, 46],
        ["FRA", None, "2000–01", 30, 36],
        ["all", 2001, "2001", 25, 31],
        ["FRA", 2001, "2001", 20, 26],
    ]


def test_categories_that_cancel_are_rows():
    old = table(OLD, Aircraft=(50, 40), Ships=(30, 20))
    new = table(NEW, Aircraft=(57, 40), Ships=(23, 20))
    found = af.revisions(old, new)
    assert rows_of(found, "category", "year") == [
        ["aircraft", None, 90, 97],
        ["ships", None, 50, 43],
        ["aircraft", 2000, 50, 57],
        ["ships", 2000, 30, 23],
    ]


def test_no_total_of_a_table_by_category_stands_twice():
    """The file has one pair, all and all: the sum of all pairs is that pair."""
    old = table(OLD, Aircraft=(50, 40), Ships=(30, 20))
    new = table(NEW, Aircraft=(57, 40), Ships=(30, 20))
    assert rows_of(af.revisions(old, new), "supplier", "recipient", "category", "year") == [
        ["all", "all", "all", None, 140, 147],
        ["all", "all", "aircraft", None, 90, 97],
        ["all", "all", "all", 2000, 80, 87],
        ["all", "all", "aircraft", 2000, 50, 57],
    ]
    one = af.revisions(af.where(old, years=2000), af.where(new, years=2000))
    assert rows_of(one, "category", "year") == [["all", 2000, 80, 87], ["aircraft", 2000, 50, 57]]
    of_one = af.revisions(table(OLD, of="France", Ships=(1, 2)), table(NEW, of="France", Ships=(1, 5)))
    assert rows_of(of_one, "supplier", "category", "year") == [
        ["FRA", "ships", None, 3, 6],
        ["FRA", "ships", 2001, 2, 5],
    ]


def test_a_blank_is_no_zero():
    """SIPRI prints 0 for less than half a million, and a blank where it knows of no delivery."""
    old, new = table(OLD, France=(3, 0), Germany=(1, "")), table(NEW, France=(3, ""), Germany=(1, 0))
    found = af.revisions(old, new)
    assert rows_of(found, "change", "supplier", "year") == [
        ["added", "DEU", 2001, None, 0],
        ["dropped", "FRA", 2001, 0, None],
    ]


def test_a_total_off_by_a_power_of_ten_is_named():
    old, new = table(OLD, France=(12, 20)), table(NEW, France=(120, 20))
    found = af.revisions(old, new)
    assert found["remark"].tolist() == ["deliveries of 2000–01", "10 times the value of before"]


def test_windows_are_compared_as_they_are():
    old, new = (
        af.to_periods(table(day, France=cells), 2, end=2001) for day, cells in ((OLD, (1, 2)), (NEW, (4, 0)))
    )
    assert rows_of(af.revisions(old, new), "supplier", "year", "period") == [["FRA", None, "2000–01", 3, 4]]


def test_windows_that_overlap_are_not_summed():
    """Their sum would count a year twice."""
    both = []
    for day, cells in ((OLD, (1, 2)), (NEW, (5, 2))):
        years = table(day, France=cells)
        window = af.to_periods(years, 2, end=2001).assign(record=["first", "second"])
        both.append(pd.concat([years, window], ignore_index=True))
    found = af.revisions(*both)
    assert sorted(rows_of(found, "period")) == [["2000", 1, 5], ["2000–01", 3, 7]]


def test_exports_and_imports_are_not_summed():
    """What France exported is part of what all import: their sum would count it twice."""
    to_all = "TIV of arms exports to all"
    both = []
    for day, more in ((OLD, 0), (NEW, 4)):
        text = HEAD.replace("TIV of arms exports from all", to_all).replace("from {of}", "to all")
        imports = text.format(of="all", day=day) + f"India,{6 + more},1,{7 + more}\n"
        both.append(af.concat(table(day, France=(10 + more, 20)), af.read_sipri(imports.encode())))
    assert rows_of(af.revisions(*both), "supplier", "recipient", "year") == [
        ["FRA", "all", None, 30, 34],
        ["all", "IND", None, 7, 11],
        ["FRA", "all", 2000, 10, 14],
        ["all", "IND", 2000, 6, 10],
    ]


def test_a_flow_beside_its_categories_counts_once():
    both = []
    for day, more in ((OLD, 0), (NEW, 4)):
        flow = table(day, France=(10 + more, 20))
        parts = table(day, of="France", Aircraft=(6 + more, 12), Ships=(4, 8))
        both.append(af.concat(flow, parts))
    assert rows_of(af.revisions(*both), "supplier", "category", "year") == [
        ["FRA", "all", None, 30, 34],
        ["FRA", "aircraft", None, 18, 22],
        ["FRA", "all", 2000, 10, 14],
        ["FRA", "aircraft", 2000, 6, 10],
    ]


def test_two_releases_without_a_row_do_not_differ():
    none = table(NEW, France=(1, 2)).iloc[:0]
    assert af.revisions(none, none).empty


# registers

LINE = "{number},{supplier},{recipient},Kite-{number},tank,Armoured vehicles,2010,No,"
LINE += "{pieces},No,{year},No,New,1,1,{pieces},No\n"


def deliveries(*lines: tuple[str, str, str, int, int], day: str = "17 Feb 2025") -> pd.DataFrame:
    """A list of deliveries: number, supplier, recipient, year and pieces, each of 1 million TIV."""
    text = formats.PREAMBLE.replace("13 Oct 2024 2:20:11 PM", f"{day} 7:10:21 PM")
    text += formats.DELIVERIES_HEADER
    for number, supplier, recipient, year, pieces in lines:
        text += LINE.format(
            number=number,
            supplier=supplier,
            recipient=recipient,
            pieces=pieces,
            year=year,
        )
    return af.read_sipri(text.encode())


@pytest.mark.sweep
def test_deals_that_move_between_years_and_cancel_are_rows():
    """Two orders change places between 2011 and 2012; a third adds 5 to another pair."""
    old = deliveries(
        ("1", "Russia", "India", 2011, 30),
        ("2", "Russia", "India", 2012, 30),
        ("3", "Russia", "India", 2012, 8),
        ("4", "France", "Egypt", 2011, 5),
    )
    new = deliveries(
        ("1", "Russia", "India", 2012, 30),
        ("2", "Russia", "India", 2011, 30),
        ("3", "Russia", "India", 2011, 8),
        ("4", "France", "Egypt", 2011, 10),
        day="17 Apr 2026",
    )
    totals = af.revisions(old, new).query("what == 'total'")
    assert rows_of(totals, "supplier", "recipient", "period") == [
        ["all", "all", "1950–2023", 73, 78],
        ["FRA", "EGY", "1950–2023", 5, 10],
        ["all", "all", "2011", 35, 48],
        ["all", "all", "2012", 38, 30],
        ["RUS", "IND", "2011", 30, 38],
        ["RUS", "IND", "2012", 38, 30],
    ]
    assert totals["year"].isna().tolist() == [True, True, False, False, False, False]


def test_moves_within_two_deals_that_cancel_in_every_sum_are_rows():
    years = (2011, 2012, 2013, 2014)
    first, second = (3, 5, 5, 3), (3, 4, 6, 3)
    old = [("1", y, n) for y, n in zip(years, first, strict=True)]
    old += [("2", y, n) for y, n in zip(years, second, strict=True)]
    new = [("1", y, n) for y, n in zip(years, second, strict=True)]
    new += [("2", y, n) for y, n in zip(years, first, strict=True)]
    frames = [
        deliveries(*((number, "Russia", "India", y, n) for number, y, n in each)) for each in (old, new)
    ]
    found = af.revisions(*frames)
    assert set(found["what"]) == {"deal"}
    pieces = found[found["column"] == "delivered"]
    assert pieces[["new_deal", "period", "old", "new"]].values.tolist() == [
        ["1", "2012", 5, 4],
        ["1", "2013", 5, 6],
        ["2", "2012", 4, 5],
        ["2", "2013", 6, 5],
    ]
    assert set(pieces["unit"]) == {"pieces"}
    # the year of a deal is that of its order
    assert set(pieces["year"]) == {2010}
    volumes = rows_of(found[found["column"] == "volume_delivered"], "new_deal", "period")
    assert volumes == pieces[["new_deal", "period", "old", "new"]].values.tolist()


DEAL = "India,Russia,2019,,40,,Rook-1,tank,{pieces},,{years},New,,2,80,{tiv}\n"


def deals(pieces: int, years: str, day: str) -> pd.DataFrame:
    text = formats.PREAMBLE.replace("13 Oct 2024", day) + formats.DEALS_HEADER
    return af.read_sipri((text + DEAL.format(pieces=pieces, years=years, tiv=2 * pieces)).encode())


@pytest.mark.sweep
def test_spans_of_a_register_count_in_equal_parts_in_the_years_they_list():
    """60 million in 2020 and 2022 are 30 in each; in three years they are 20 in each."""
    old, new = deals(30, "2020; 2022", "13 Oct 2024"), deals(30, "2020; 2021; 2022", "13 Oct 2025")
    totals = af.revisions(old, new)
    # how many pieces came in which year is not known, so that the deal has no row
    assert set(totals["what"]) == {"total"}
    assert rows_of(totals, "supplier", "period", "remark") == [
        ["RUS", year, f"deliveries of {year}, spans in equal parts", *values]
        for year, *values in (("2020", 30, 20), ("2021", None, 20), ("2022", 30, 20))
    ]


def test_spans_without_listed_years_count_in_all_of_them():
    old, new = (
        deals(30, years, day).drop(columns="delivery_years")
        for years, day in (("2020; 2022", "13 Oct 2024"), ("2020; 2021", "13 Oct 2025"))
    )
    totals = af.revisions(old, new).query("what == 'total'")
    assert rows_of(totals, "period") == [["2020", 20, 30], ["2021", 20, 30], ["2022", 20, None]]


@pytest.mark.sweep
def test_two_pairs_that_cancel_have_one_row_each():
    """Their sums over the years say it, so that their years have no rows of their own."""
    old = deliveries(("1", "Russia", "India", 2011, 30), ("2", "France", "Egypt", 2011, 5))
    new = deliveries(("1", "Russia", "India", 2011, 26), ("2", "France", "Egypt", 2011, 9))
    totals = af.revisions(old, new).query("what == 'total'")
    assert rows_of(totals, "supplier", "period") == [["FRA", "1950–2023", 5, 9], ["RUS", "1950–2023", 30, 26]]


def test_a_register_of_one_pair_is_compared_by_year_too():
    old = deliveries(("1", "Russia", "India", 2011, 30), ("1", "Russia", "India", 2012, 5))
    new = deliveries(("1", "Russia", "India", 2011, 26), ("1", "Russia", "India", 2012, 5))
    totals = af.revisions(old, new).query("what == 'total'")
    expected = [["RUS", "1950–2023", 35, 31], ["RUS", "2011", 30, 26]]
    assert rows_of(totals, "supplier", "period") == expected


def test_a_register_without_volumes_is_compared_in_pieces():
    """A volume that only one file gives is no revision of the deal, nor a pair that was added."""
    full = deals(30, "2020; 2022", "13 Oct 2024")
    lines = formats.DEALS_HEADER, DEAL.format(pieces=33, years="2020; 2022", tiv="")
    without_tiv = "".join(line.rsplit(",", 3)[0] + "\n" for line in lines)
    without = af.read_sipri((formats.PREAMBLE.replace("13 Oct 2024", "13 Oct 2025") + without_tiv).encode())
    assert set(without["unit"]) == {"pieces"}
    for frames, gone in (((full, without), "new"), ((without, full), "old")):
        with pytest.warns(UserWarning, match=f"the {gone} register has no volumes .TIV., and the other has"):
            found = af.revisions(*frames)
        assert found[["what", "column"]].values.tolist() == [["deal", "delivered"]]


# what holds of any two tables and registers


def random_table(rng: np.random.Generator, day: str) -> pd.DataFrame:
    """Small numbers, so that sums cancel often; a third of the cells are blank."""
    names = ("France", "Germany", "Italy")
    cells = rng.choice(["", "1", "2", "3"], (3, 2))
    cells[:, 0] = np.where(cells[:, 0] == "", "1", cells[:, 0])
    return table(day, **{name: tuple(row) for name, row in zip(names, cells.tolist(), strict=True)})


@pytest.mark.covering(1)
@pytest.mark.parametrize("seed", range(30))
def test_every_cell_of_a_table_that_changed_is_a_row_and_nothing_stands_twice(seed):
    rng = np.random.default_rng(seed)
    old, new = random_table(rng, OLD), random_table(rng, NEW)
    found = af.revisions(old, new)
    assert not found.duplicated(KEYS).any()
    cells = [
        dict(zip(zip(f["supplier"], f["start"], strict=True), f["value"], strict=True)) for f in (old, new)
    ]
    changed = {key for key in cells[0].keys() | cells[1].keys() if cells[0].get(key) != cells[1].get(key)}
    by_year = found[found["year"].notna() & (found["supplier"] != "all")]
    assert set(zip(by_year["supplier"], by_year["year"], strict=True)) == changed
    assert found.empty == (not changed)
    for same in (old, new):
        assert af.revisions(same, same).empty


def random_deliveries(rng: np.random.Generator) -> pd.DataFrame:
    pairs = (("Russia", "India"), ("Russia", "Egypt"), ("France", "India"))
    lines = [
        (str(number), *pairs[number % 3], year, int(rng.integers(1, 3)))
        for number in range(6)
        for year in range(2011, 2014)
        if rng.random() < 0.8
    ]
    return deliveries(*lines)


@pytest.mark.covering(1)
@pytest.mark.parametrize("seed", range(20))
def test_every_pair_and_deal_of_a_register_that_changed_is_a_row_and_nothing_stands_twice(seed):
    rng = np.random.default_rng(seed)
    old, new = random_deliveries(rng), random_deliveries(rng)
    found = af.revisions(old, new)
    assert not found.duplicated(KEYS).any()
    totals = found[found["what"] == "total"]
    pairs = ["supplier", "recipient"]
    sums = [f.groupby([*pairs, "start"])["value"].sum() for f in (old, new)]
    both = pd.concat(sums, axis=1).fillna(0)
    moved = both[both.iloc[:, 0] != both.iloc[:, 1]].reset_index()
    named = set(zip(totals["supplier"], totals["recipient"], strict=True)) - {("all", "all")}
    assert named == set(zip(moved["supplier"], moved["recipient"], strict=True))
    each = pd.concat([f.set_index(["deal", "start"])["value"] for f in (old, new)], axis=1).fillna(0)
    changed = each[each.iloc[:, 0] != each.iloc[:, 1]].index.get_level_values("deal")
    of_deals = found[found["what"] == "deal"]
    assert set(of_deals["old_deal"]) | set(of_deals["new_deal"]) >= set(changed)
    assert af.revisions(old, old).empty


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_every_engine_has_the_same_rows(engine):
    frames = (
        (table(OLD, France=(10, 20), Germany=(5, "")), table(NEW, France=(17, 13), Germany=(5, 0))),
        (deals(30, "2020; 2022", "13 Oct 2024"), deals(30, "2020; 2021; 2022", "13 Oct 2025")),
    )
    engine = engine_of(engine)
    for old, new in frames:
        expected = af.revisions(old, new)
        assert len(expected)
        pd.testing.assert_frame_equal(af.revisions(engine.of(old), engine.of(new)), expected)


@pytest.mark.sweep
def test_cells_agree_with_discrepancies():
    """What the page on methods says: two releases can also be compared cell by cell, with their bounds."""
    old = table(OLD, France=(10, 20), Germany=(5, 5))
    new = table(NEW, France=(17, 13), Germany=(5, 5))
    gaps = af.discrepancies(af.concat(old, new), between=("release", "2018", "2023")).query("value != 0")
    found = af.revisions(old, new).query("supplier != 'all'")
    rows = ["supplier", "year", "difference"]
    assert (
        found[rows].values.tolist()
        == gaps.assign(difference=gaps["value"], year=gaps["start"])[rows].values.tolist()
    )


def test_releases_without_a_row_have_no_revision():
    none = table(NEW, France=(1, 2)).iloc[:0]
    assert af.revisions(none, none).empty
