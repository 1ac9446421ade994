"""Two releases of a register and of a workbook, changed by hand."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.frames import make
from tests.sources.sipri import formats

DAYS = ("17 Feb 2025", "17 Apr 2026")


def deals(rows: str, head: str = formats.PREAMBLE) -> pd.DataFrame:
    return af.read_sipri((head + formats.DEALS_HEADER + rows).encode("latin-1"))


ROWS = (
    "India,Russia,2019,,40,,Rook-1,tank,30,,2021; 2022,New,,2,80,60\n"
    "India,Russia,2019,,40,,Rook-1,tank,30,,2021; 2022,New,,2,80,60\n"
    "India,France,2020,,36,,Stork,transport aircraft,36,,2022,New,,30,1080,1080\n"
    "Egypt,Russia,2015,,10,,Heron,FGA aircraft,10,,2016,Second hand,,12,120,120\n"
)
LATER = formats.PREAMBLE.replace("13 Oct 2024", "13 Oct 2025")


def test_the_same_release_has_no_revision():
    assert af.revisions(deals(ROWS), deals(ROWS)).empty
    assert af.revisions(af.read_sipri(formats.DELIVERIES), af.read_sipri(formats.DELIVERIES)).empty


def test_deals_and_totals_are_added_dropped_and_changed():
    new = ROWS.replace("tank,30,,2021; 2022,New,,2,80,60", "tank,35,,2021; 2022,New,a note,2,80,70", 1)
    new = new.replace("Egypt,Russia", "Libya,Russia").replace("36,,2022", "360,,2022")
    found = af.revisions(deals(ROWS), deals(new, LATER))
    of_deals = found[found["what"] == "deal"].set_index(["change", "designation", "column"])
    assert of_deals.loc[("changed", "Rook-1", "delivered"), ["old", "new", "difference"]].tolist() == [
        30,
        35,
        5,
    ]
    assert of_deals.loc[("changed", "Rook-1", "volume_delivered"), ["old", "new"]].tolist() == [60e6, 70e6]
    ten = of_deals.loc[("changed", "Stork", "delivered")]
    assert [ten["ratio"], ten["remark"]] == [10, "10 times the value of before"]
    assert of_deals.loc[("dropped", "Heron", "volume_delivered"), "old"] == 120e6
    assert of_deals.loc[("added", "Heron", "volume_delivered"), "new"] == 120e6
    totals = found[(found["what"] == "total") & found["year"].isna()]
    totals = totals.set_index(["change", "supplier", "recipient"])
    # two deals of 60 and one of 1080 and 120; then one of 70
    assert totals.loc[("changed", "all", "all"), ["old", "new"]].tolist() == [1320e6, 1330e6]
    assert totals.loc[("changed", "RUS", "IND"), ["old", "new"]].tolist() == [120e6, 130e6]
    assert totals.loc[("dropped", "RUS", "EGY"), "old"] == 120e6
    assert totals.loc[("added", "RUS", "LBY"), "new"] == 120e6
    # half of the 10 more in each year; what went to Libya in place of Egypt cancels
    yearly = found[(found["what"] == "total") & found["year"].notna()]
    assert yearly[["supplier", "recipient", "year", "difference"]].values.tolist() == [
        ["all", "all", 2021, 5e6],
        ["all", "all", 2022, 5e6],
    ]
    assert set(found["old_release"] + found["new_release"]) == {"20242025"}


def test_a_register_that_was_cut_down_to_deliveries_is_said():
    waits = "India,France,2021,,6,,Swift,transport aircraft,0,,,New,,30,180,\n"
    with pytest.warns(
        UserWarning,
        match="new register lists only orders of which something was delivered.* stand as 'dropped'",
    ):
        found = af.revisions(deals(ROWS + waits), deals(ROWS, LATER))
    assert found[["change", "designation"]].drop_duplicates().values.tolist() == [["dropped", "Swift"]]
    with pytest.warns(
        UserWarning,
        match="old register lists only orders of which something was delivered.* stand as 'added'",
    ):
        af.revisions(deals(ROWS), deals(ROWS + waits, LATER))


def test_numbers_of_deals_match_whatever_else_changed():
    text = formats.DELIVERIES.decode()
    new = text.replace("Russia,Armenia,Kite-4 -", "Belarus,Armenia,Kite-5").replace(
        "17 Feb 2025", "17 Apr 2026"
    )
    found = af.revisions(af.read_sipri(text.encode()), af.read_sipri(new.encode()))
    party = found[found["column"] == "supplier"].iloc[0]
    assert [party["old_deal"], party["new_deal"], party["remark"]] == (
        ["90001", "90001", "supplier RUS is BLR now"]
    )
    assert not set(found.loc[found["what"] == "deal", "change"]) - {"changed"}


def test_only_years_that_both_cover_are_compared():
    """A delivery of 2023 that the older file could not have is no revision."""
    short = formats.DELIVERIES.decode().replace("'1950' to '2024'", "'1950' to '2011'")
    short = "".join(
        line for line in short.splitlines(keepends=True) if ",2012," not in line and ",2013," not in line
    )
    found = af.revisions(af.read_sipri(short.encode()), af.read_sipri(formats.DELIVERIES))
    assert found.empty


def test_releases_agree_with_discrepancies():
    """What changed between each pair is what `discrepancies` says between two releases."""
    text = formats.DELIVERIES.decode()
    new = text.replace("2012,No,Second hand,1,0.4,4", "2012,No,Second hand,1,0.5,5").replace(
        "17 Feb 2025", "17 Apr 2026"
    )
    old, new = (af.read_sipri(content.encode()) for content in (text, new))
    revised = af.revisions(old, new).query("what == 'total' and supplier != 'all'")
    gaps = af.discrepancies(
        af.concat(old, new), between=("release", "2024", "2026"), over=(1950, 2023)
    ).query("value != 0")
    assert revised[["supplier", "recipient", "difference"]].values.tolist() == [["BLR", "AZE", 1e6]]
    assert gaps[["supplier", "recipient", "value"]].values.tolist() == [["BLR", "AZE", 1e6]]


SPENDING = pd.DataFrame(
    {"party": np.repeat(["ARM", "AZE", "GEO"], 4), "year": [2018, 2019, 2020, 2021] * 3}
).assign(value=np.arange(1.0, 13.0) * 1e8, unit="USD", prices="2022", release="2023")


def test_a_new_base_year_is_one_row_and_no_revision():
    factor = SPENDING["party"].map({"ARM": 1.1, "AZE": 1.2, "GEO": 1.05})
    new = SPENDING.assign(value=SPENDING["value"] * factor, prices="2023", release="2024")
    found = af.revisions(SPENDING, new)
    assert found[["what", "old", "new"]].values.tolist() == [["prices", 2022, 2023]]
    new.loc[2, "value"] *= 1.5
    found = af.revisions(SPENDING, new).query("what == 'spending'")
    assert found[["party", "year", "change"]].values.tolist() == [["ARM", 2020, "changed"]]
    assert found["ratio"].tolist() == pytest.approx([1.5])


def test_a_thousandfold_value_is_named_even_where_most_years_have_it():
    new = SPENDING.assign(prices="2023", value=SPENDING["value"] * 1.1)
    new.loc[:2, "value"] *= 1000
    found = af.revisions(SPENDING, new).query("what == 'spending'")
    assert found["remark"].tolist() == ["1,000 times the value of before"] * 3
    assert found["year"].tolist() == [2018, 2019, 2020]
    back = af.revisions(new, SPENDING).query("what == 'spending'")
    assert set(back["remark"]) == {"a 1,000th of the value of before"}


def test_merged_and_split_regions_are_named():
    old = pd.DataFrame({"party": ["Central America"] * 2 + ["The Caribbean"] * 2 + ["Oceania"] * 2})
    old = old.assign(year=[2020, 2021] * 3, value=[1.0, 2, 10, 20, 7, 7], unit="USD")
    new = pd.DataFrame({"party": ["Central America and the Caribbean"] * 2 + ["Oceania"] * 2})
    new = new.assign(year=[2020, 2021] * 2, value=[11.0, 22, 7, 7], unit="USD")
    found = af.revisions(old, new).set_index(["party", "year"])
    added = found.loc[("Central America and the Caribbean", 2020)]
    assert added["change"] == "added"
    assert "is the sum of Central America and The Caribbean in the other" in added["remark"]
    assert found.loc[("The Caribbean", 2021), "remark"].startswith(
        "part of Central America and the Caribbean"
    )
    assert "Oceania" not in found.index.get_level_values("party")
    split = af.revisions(new, old).set_index(["party", "year"])
    assert "was the sum of" in split.loc[("Central America and the Caribbean", 2020), "remark"]


def test_states_added_and_dropped_in_a_workbook():
    found = af.revisions(SPENDING[SPENDING["party"] != "GEO"], SPENDING[SPENDING["party"] != "AZE"])
    assert found.groupby(["party", "change"]).size().to_dict() == {("AZE", "dropped"): 4, ("GEO", "added"): 4}


@pytest.mark.parametrize(
    ("two", "error", "message"),
    [
        (
            lambda: (SPENDING, deals(ROWS)),
            "ArgumentError",
            "one frame is a register and the other a spending frame",
        ),
        (lambda: (SPENDING, SPENDING.assign(unit="EUR")), "MixedError", "are in 'USD' and 'EUR'"),
        (lambda: (deals(ROWS), af.read_sipri(formats.DELIVERIES)), "MixedError", "of the datasets"),
        (
            lambda: (deals(ROWS), af.where(deals(ROWS), supplier="Russia")),
            "MixedError",
            "the old one 'all records', the new one 'supplier=RUS'",
        ),
        (lambda: (make({"value": [1.0]}), make({"value": [1.0]})), "ArgumentError", "a release lacks 'deal'"),
        (
            lambda: (make({"value": [1.0]}), make({"value": [2.0]})),
            "ArgumentError",
            r"discrepancies\(concat\(old, new\), between=\('release', '28', '29'\)\)",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(two, error, message):
    old, new = two()
    with pytest.raises(getattr(af, error), match=message):
        af.revisions(old, new)


def test_two_formats_are_compared_by_their_totals_as_the_error_says():
    """Of the 57 million TIV of 2011–13 one file says 30 and 27 by year, the other only the sum."""
    with pytest.raises(af.MixedError, match=r"merge the totals\(…, over=\(a, b\)\)"):
        af.revisions(af.read_sipri(formats.DEALS), af.read_sipri(formats.DELIVERIES))
    sums = []
    for content in (formats.DEALS, formats.DELIVERIES):
        window = {"years": (2011, 2013), "straddling": "cut", "supplier": "Russia", "recipient": "Armenia"}
        chosen = af.where(af.read_sipri(content), stage="delivery", **window)
        sums.append(af.totals(chosen, by=["supplier", "recipient"], over=(2011, 2013)))
    both = sums[0].merge(sums[1], on=["supplier", "recipient"], suffixes=("_old", "_new"))
    assert both["value_new"].tolist() == [57e6]
    assert (both["low_old"] <= both["value_old"]).all()


_MONTHS = "".join(f'"Norway","NOR",2023,{month},0,0,0,0,0\n' for month in range(1, 12))


def test_releases_of_the_tracker_of_aid_are_compared_as_the_error_says():
    head = '"country","iso","year","month","total","financial","humanitarian","military","commitments"\n'
    old, new = (
        af.read_kiel(
            (head + _MONTHS + f'"Norway","NOR",2023,12,0.5,0.1,0.1,{aid},7').encode(), release=release
        )
        for release, aid in (("28", "0.3"), ("29", "0.4"))
    )
    with pytest.raises(af.ArgumentError, match="Two releases of another source"):
        af.revisions(old, new)
    military = af.where(af.concat(old, new), dataset="allocations", aid_type="military")
    found = af.discrepancies(military, between=("release", "28", "29"), by="supplier")
    assert found[["left_value", "right_value", "value"]].values.tolist() == [
        [pytest.approx(0.3e9), pytest.approx(0.4e9), pytest.approx(0.1e9)],
    ]


def test_deals_of_years_that_one_register_lacks_are_not_compared():
    """The new register begins in 2000: it cannot list an order of 1996 delivered in 1997.

    Of 8 pieces delivered 1999–2001 it lists the 5 that came in 2000 and 2001. An order of 1998 that was
    delivered in 2003 could stand in both, and was dropped.
    """
    same = "India,France,2016,,4,,Stork,transport aircraft,4,,2019,New,,50,200,200\n"
    partly = "India,Russia,1998,,8,,Rook-1,tank,8,,1999; 2000; 2001,New,,10,80,80\n"
    late = "Egypt,Russia,1998,,2,,Heron,FGA aircraft,2,,2003,New,,10,20,20\n"
    gone = "India,Russia,1996,,8,,Swift,FGA aircraft,8,,1997,New,,40,320,320\n"
    old = deals(same + partly + late + gone, formats.PREAMBLE.replace("'1950' to '2024'", "'1995' to '2022'"))
    cut = partly.replace("8,,1999; 2000; 2001", "5,,2000; 2001").replace(",80\n", ",50\n")
    new = deals(same + cut, LATER.replace("'1950' to '2024'", "'2000' to '2024'"))
    assert (int(old["observed_start"].min()), int(new["observed_start"].min())) == (1995, 2000)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = af.revisions(old, new)
    of_deals = found[found["what"] == "deal"]
    assert of_deals[["change", "designation", "old"]].values.tolist() == [["dropped", "Heron", 20e6]]
    totals = found[found["what"] == "total"]
    assert set(totals["period"]) == {"2000–22", "2003"}
    whole = totals[totals["year"].isna()].set_index("recipient")
    assert whole.loc["all", ["old", "new"]].tolist() == [220e6, 200e6]
    assert whole.loc["EGY", "change"] == "dropped"
    words = " ".join(str(each.message) for each in said)
    assert "1 deal(s) stand in one register alone" in words
    assert "RUS IND 1996 Swift" in words
    assert "1 deal(s) have a delivery that is partly of other years than 2000–22" in words
    assert "RUS IND 1998 Rook-1" in words
    # the other way round nothing is added
    with (
        pytest.warns(UserWarning, match="neither added nor dropped"),
        pytest.warns(UserWarning, match="totals are compared without these deals"),
    ):
        back = af.revisions(new, old)
    assert back.loc[back["what"] == "deal", ["change", "designation"]].values.tolist() == [["added", "Heron"]]


@pytest.mark.parametrize(("cut", "word"), [("new", "dropped"), ("old", "added")])
def test_a_register_without_open_orders_beside_one_with_them_is_said(cut, word):
    stork = ROWS.splitlines(keepends=True)[2]
    waits = "India,France,2021,,6,,Swift,transport aircraft,0,,,New,,30,180,\n"
    old, new = (stork + waits * (cut != side) for side in ("old", "new"))
    with pytest.warns(UserWarning, match=f"the {cut} register lists only orders .* stand as '{word}'"):
        found = af.revisions(deals(old), deals(new, LATER))
    assert found[["change", "designation"]].values.tolist() == [[word, "Swift"]]


def test_a_deal_with_another_supplier_now_says_so():
    old = formats.DELIVERIES.decode()
    new = old.replace("Belarus,Azerbaijan", "Russia,Azerbaijan").replace(*DAYS)
    found = af.revisions(af.read_sipri(old.encode()), af.read_sipri(new.encode()))
    party = found[found["column"] == "supplier"].iloc[0]
    assert party[["change", "old_deal", "remark"]].tolist() == ["changed", "90002", "supplier BLR is RUS now"]


@pytest.mark.parametrize(
    ("whole", "remark"), [((4.0, 6.0), "C is the sum of A and B in the other release"), ((5.0, 6.0), "")]
)
def test_a_name_is_the_sum_of_others_in_all_years_or_not_at_all(whole, remark):
    """1 + 3 and 2 + 4 are 4 and 6."""

    def spending(**parties):
        rows = [(party, 2010 + n, value) for party, own in parties.items() for n, value in enumerate(own)]
        return pd.DataFrame(rows, columns=["party", "year", "value"]).assign(unit="USD", release="1")

    found = af.revisions(spending(A=(1.0, 2.0), B=(3.0, 4.0)), spending(C=whole))
    assert set(found.loc[found["party"] == "C", "remark"]) == {remark}
