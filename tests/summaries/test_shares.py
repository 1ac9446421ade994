"""Shares by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.frames import SOME_ENGINES, assert_alike, engine_of, made, make, plain

ROWS = {
    "supplier": ["RUS", "ISR", "RUS", "TUR", "unk:supplier"],
    "recipient": ["AZE", "AZE", "ARM", "AZE", "AZE"],
    "value": [5.0, 4.0, 2.0, 0.0, 1.0],
    "low": [4.5, 3.8, 1.0, 0.0, 1.0],
    "high": [5.5, 4.0, np.inf, 0.0, 1.0],
}


def test_each_suppliers_part_of_each_recipients_total():
    shares = plain(af.shares(make(ROWS))).set_index(["recipient", "supplier"])
    own = ["share", "share_low", "share_high"]
    np.testing.assert_allclose(shares.loc[("AZE", "RUS"), own].tolist(), [0.5, 4.5 / 9.5, 5.5 / 10.3])
    np.testing.assert_allclose(shares.loc[("AZE", "TUR"), own].tolist(), [0, 0, 0])
    np.testing.assert_allclose(shares.loc[("ARM", "RUS"), own].tolist(), [1, 1, 1])
    assert shares.groupby("recipient")["share"].sum().tolist() == pytest.approx([1, 1])


def test_of_the_world():
    shares = plain(af.shares(make(ROWS), within=None)).set_index("supplier")
    assert shares.loc["RUS", "share"] == pytest.approx(7 / 12)
    assert shares.loc["RUS", "share_high"] == 1
    assert shares.loc["ISR", "share_low"] == 0
    assert "recipient" not in shares


def test_top_folds_the_rest_and_keeps_the_unknown_apart():
    shares = plain(af.shares(make(ROWS), within=None, top=1)).set_index("supplier")
    assert shares["value"].to_dict() == {"RUS": 7, "unk:supplier": 1, "others": 4}
    assert shares["share"].sum() == pytest.approx(1)


def test_a_total_of_nothing_has_no_shares():
    shares = plain(af.shares(make({"supplier": ["RUS", "ISR"], "value": [0.0, 0.0]})))
    assert shares[["share", "share_low", "share_high"]].isna().all().all()


def test_undisclosed_is_in_no_total():
    rows = make({"supplier": ["RUS", "ISR", "TUR"], "value": [3.0, 1.0, np.nan]})
    shares = plain(af.shares(rows)).set_index("supplier")
    assert shares.loc["RUS", "share"] == pytest.approx(0.75)
    assert np.isnan(shares.loc["TUR", "share"])
    assert shares.loc["TUR", "undisclosed"] == 1


def test_a_figure_without_value_leaves_its_total_without_one():
    rows = make({"supplier": ["RUS", "ISR"], "value": [3.0, np.nan], "low": [3.0, 1.0], "high": [3.0, 2.0]})
    shares = plain(af.shares(rows)).set_index("supplier")
    assert np.isnan(shares.loc["RUS", "share"])
    np.testing.assert_allclose(shares.loc["RUS", ["share_low", "share_high"]].astype(float), [0.6, 0.75])


def test_a_total_with_all_and_named_ones_is_refused():
    rows = make({"supplier": ["RUS", "all"], "value": [1.0, 2.0]})
    with pytest.raises(af.MixedError, match="differ in supplier: 'all' and named ones"):
        af.shares(rows)


@pytest.mark.parametrize(("of", "within"), [("supplier", "supplier"), ((), "recipient")])
def test_of_and_within_are_different_columns(of, within):
    with pytest.raises(af.ArgumentError, match="expected different columns"):
        af.shares(make(ROWS), of, within=within)


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"of": "recipient", "within": None, "top": 1},
        {"of": ["supplier", "category"], "within": "recipient", "top": 2},
    ],
)
def test_summaries_are_equal_on_every_engine(choices, beside):
    assert_alike(lambda r: af.shares(r, **choices), make(ROWS), engines=beside)


@pytest.mark.parametrize(
    "categories",
    [["all", "ships"], ["aircraft", "aircraft+ships"], ["un:IV", "un:IVa"], ["hs:9301", "hs:930110"]],
)
def test_categories_that_overlap_have_no_shares(categories):
    rows = make({"category": categories, "value": [10.0, 2.0]})
    with pytest.raises(af.MixedError, match="categories of one whole overlap"):
        af.shares(rows, of="category")
    assert len(af.totals(rows, by="category")) == 2


def test_categories_apart_have_shares():
    rows = make({"category": ["un:I", "un:II", "ml:1", "ml:10"], "value": [10.0, 2.0, 3.0, 5.0]})
    assert plain(af.shares(rows, of="category"))["share"].tolist() == pytest.approx([0.5, 0.25, 0.15, 0.1])


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_the_largest_of_each_window_stands_first(engine):
    """0.1 + 0.2 and 0.3 are equal, so that their codes decide; others and what has no value are last."""
    rows = make(
        {
            "supplier": ["USA", "TUR", "FRA", "FRA", "CHN", "ISR", "GBR", "ISR"],
            "value": [0.3, 0.05, 0.1, 0.2, np.nan, 0.04, 0.03, 5.0],
            "low": [0.3, 0.05, 0.1, 0.2, 0.0, 0.04, 0.03, 5.0],
            "high": [0.3, 0.05, 0.1, 0.2, 0.01, 0.04, 0.03, 5.0],
            "year": [2015] * 7 + [2016],
        }
    )
    shares = engine_of(engine).plain(af.shares(engine_of(engine).of(rows)))
    assert shares["supplier"].tolist() == ["FRA", "USA", "TUR", "ISR", "GBR", "CHN", "ISR"]
    assert shares["start"].tolist() == [2015] * 6 + [2016]
    folded = engine_of(engine).plain(af.shares(engine_of(engine).of(rows), top=1))
    # Israel leads in 2016, and so has a row of its own
    assert folded["supplier"].tolist() == ["FRA", "ISR", "others", "ISR"]


def test_the_frame_says_which_keys_are_the_part_and_which_the_whole():
    shares = plain(af.shares(make(ROWS)))
    # the rows are of one year, which stands behind the period
    assert list(shares.columns[7:12]) == ["share", "share_low", "share_high", "of", "within"]
    assert set(zip(shares["of"], shares["within"], strict=True)) == {("supplier", "recipient")}
    both = plain(af.shares(make(ROWS), of=["supplier", "recipient"], within=None))
    assert set(zip(both["of"], both["within"], strict=True)) == {("supplier+recipient", "")}


def test_shares_of_the_smallest_numbers_have_an_order_too():
    least = 5e-324
    given = {"supplier": ["RUS", "USA", "FRA"], "value": [least, 3 * least, 2 * least]}
    records = made(
        pd.DataFrame(given), recipient="IND", year=2020, stage="delivery", unit="TIV", source="invented"
    )
    assert list(af.shares(records)["supplier"]) == ["USA", "FRA", "RUS"]


ARMENIA = {"supplier": ["RUS", "BLR", "RUS"], "recipient": "ARM", "year": [2000, 2001, 2002]}
ARMENIA |= {"value": [500.0, 1.0, 300.0], "observed_start": 2000, "observed_end": 2003}


def test_a_part_without_a_record_has_a_share_of_0_where_the_user_asks_for_it():
    """Armenia got nothing in 2003, so that Russia and Belarus have no part of it."""
    rows = make(ARMENIA)
    assert list(zip(*(plain(af.shares(rows))[name] for name in ("supplier", "year")), strict=True)) == [
        ("RUS", 2000), ("BLR", 2001), ("RUS", 2002),
    ]  # fmt: skip
    out = plain(af.shares(rows, absent="auto"))
    assert out["supplier"].tolist() == ["RUS", "BLR", "BLR", "RUS", "RUS", "BLR", "BLR", "RUS"]
    assert out["value"].tolist() == [500, 0, 1, 0, 300, 0, 0, 0]
    for name in ("share", "share_low", "share_high"):
        assert out[name].tolist()[:6] == [1, 0, 1, 0, 1, 0]
        assert out[name][6:].isna().all()
    assert out["records"].tolist() == [1, 0, 1, 0, 1, 0, 0, 0]
    assert out["complete"].all()
    assert (out["within"] == "recipient").all()


def test_a_share_of_0_stands_in_the_windows_of_which_the_source_lists_all():
    narrow = make({**ARMENIA, "observed_start": [2000, 2001, 2002], "observed_end": [2000, 2001, 2002]})
    assert len(plain(af.shares(narrow, absent="auto"))) == 3
    none = plain(af.shares(narrow, absent="none")).set_index(["supplier", "year"])
    assert none["share"].to_dict() == {
        ("RUS", 2000): 1, ("BLR", 2000): 0, ("BLR", 2001): 1,
        ("RUS", 2001): 0, ("RUS", 2002): 1, ("BLR", 2002): 0,
    }  # fmt: skip
    assert not none.loc[("BLR", 2000), "complete"]


def test_the_share_of_nothing_in_a_total_without_a_value_is_null():
    rows = make(ARMENIA)
    rows.loc[rows["start"] == 2001, ["value", "low", "high"]] = np.nan, 1.0, 2.0
    out = plain(af.shares(rows, absent="auto")).set_index(["supplier", "year"])
    assert np.isnan(out.loc[("RUS", 2001), "share"])
    assert out.loc[("RUS", 2001), ["share_low", "share_high"]].tolist() == [0, 0]
    assert out.loc[("BLR", 2000), "share"] == 0


def test_others_have_zeros_too_and_a_state_none_before_it_existed():
    rows = make(
        {
            "supplier": ["SUN", "FRA", "RUS", "FRA"], "recipient": "IND", "year": [1985, 1986, 1995, 1995],
            "value": [9.0, 1.0, 6.0, 5.0], "source": "sipri", "observed_start": 1985, "observed_end": 1995,
        }
    )  # fmt: skip
    out = plain(af.shares(rows, absent="auto")).set_index(["supplier", "year"])["share"]
    assert out["SUN"].index.tolist() == [*range(1985, 1992)]
    assert out["RUS"].index.tolist() == [*range(1992, 1996)]
    assert out["SUN", 1986] == 0
    assert out["FRA", 1985] == 0
    folded = plain(af.shares(rows, top=1, top_in="last", absent="auto")).set_index(["supplier", "year"])
    assert folded.loc[("others", 1986), "value"] == 1
    assert folded.loc[("others", 1987), "value"] == 0


def test_a_zero_in_a_window_without_a_record_is_complete_only_where_the_whole_is():
    """France was chosen for 2000–02 and Russia for 2000–01: of 2002 nobody knows all."""
    rows = make({**ARMENIA, "supplier": ["RUS", "FRA", "RUS"], "year": [2000, 2001, 2001]})
    rows = pd.concat([
        rows[rows["supplier"] == "RUS"].assign(selection="supplier=RUS", observed_end=2001),
        rows[rows["supplier"] == "FRA"].assign(selection="supplier=FRA"),
    ])  # fmt: skip
    out = plain(af.shares(rows, whole="chosen", absent="auto")).set_index(["supplier", "year"])["complete"]
    assert out.to_dict() == {
        ("RUS", 2000): True, ("FRA", 2000): True, ("RUS", 2001): True, ("FRA", 2001): True,
        ("FRA", 2002): False, ("FRA", 2003): False,
    }  # fmt: skip


@pytest.mark.covering(1)
@pytest.mark.parametrize("absent", ["auto", "none"])
def test_shares_of_0_are_equal_on_every_engine(absent, beside):
    assert_alike(lambda r: af.shares(r, absent=absent), make(ARMENIA), engines=beside)


def test_another_word_for_what_is_absent_is_refused():
    with pytest.raises(af.ArgumentError, match="absent is 'zero'; expected one of 'auto', 'none', 'unknown'"):
        af.shares(make(ROWS), absent="zero")


def test_of_categories_that_overlap_only_all_is_left_out_by_a_choice():
    """A choice of subheadings leaves out what has no category, here 10 dollars."""
    heading = make({"category": ["hs:9301", "hs:930110"], "value": [10.0, 2.0]})
    with pytest.raises(af.MixedError, match=r"where\(records, category=…\)$"):
        af.shares(heading, of="category")
    unknown = make({"category": ["all", "hs:930110"], "value": [10.0, 2.0]})
    with pytest.raises(af.MixedError, match=r"; that leaves out .* \('all'\): 1 record\(s\), 10 USD$"):
        af.shares(unknown, of="category")
