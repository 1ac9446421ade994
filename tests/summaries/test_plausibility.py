"""Claims beside deals and budgets, with numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.frames import engine_of, make, plain
from tests.sources.sipri import formats

# six priced deals of Russia: 1, 1, 1, 2, 2 and 3 dollars a TIV; one of a programme and one without a price
PRICED = "".join(
    f"Peru,Russia,{2010 + i},,1,,Rook-{i},tank,1,,2012,New,${cost} m deal,10,10,10\n"
    for i, cost in enumerate((10, 10.0001, 10.0002, 20, 20.0001, 30))
)
ROWS = (
    "Armenia,Russia,2012,,10,,Kite-4,tank,10,,2012; 2013; 2014; 2015,New,$120 m deal,10,100,100\n"
    "Armenia,Russia,2012,,10,,Kite-4,tank,10,,2012,New,$120 m deal,1,10,10\n"
    "Armenia,Russia,2014,,4,,Finch,UAV,2,,2015,New,,10,40,20\n"
    "Armenia,Russia,2008,,4,,Gnat,anti-tank missile,4,,2013,New,,1,4,4\n"
    "Armenia,India,2012,,10,,Plover,towed gun,10,,2012,New,,1,10,10\n"
) + PRICED.replace(".0001", "").replace(".0002", "")
REGISTER = af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + ROWS).encode("latin-1"))
BUDGET = pd.DataFrame({"party": "Armenia", "year": range(2010, 2020), "value": 400e6, "unit": "USD"})


def claim(**cells) -> pd.DataFrame:
    """A claim of 400 million dollars that Armenia pays Russia in 2012–13 unless said."""
    usual = {"start": [2012], "end": [2013], "value": [400e6], "stage": "payment", "source": "claims"}
    return make(usual | cells)


def checked(**cells) -> pd.Series:
    return af.plausibility(claim(**cells), register=REGISTER, spending=BUDGET).iloc[0]


def test_the_claims_of_the_article_have_their_verdicts(claims):
    """5 billion against a budget of 4,556.5 million is 110 per cent; the sum is SIPRI's."""
    budget = pd.DataFrame({"party": "ARM", "year": range(2010, 2020), "value": 455.65e6, "unit": "USD"})
    found = af.plausibility(claims, spending=budget).set_index("record")
    payment = found.loc["article-payment"]
    assert round(payment["share_of_spending"], 2) == 1.10
    assert payment["finding"] == "implausible"
    assert "5 billion USD is 110 % (99–121 %) of Armenia's whole military spending" in payment["verdict"]
    loan = found.loc["article-loan"]
    assert loan["inside"] == "article-payment"
    assert "lies inside what they cost (here article-payment), so it is added to none" in loan["verdict"]
    assert found.loc["article-contract", "finding"] == "not checked"
    assert "military spending of azerbaijan is not known" in found.loc["article-contract", "verdict"].lower()
    assert found.loc["article-funds", "finding"] == "not checked"
    assert found["verdict"].str.endswith(".").all()


def test_a_claim_stands_beside_deals_volumes_prices_and_spending(engine):
    found = plain(
        af.plausibility(engine.of(claim()), register=engine.of(REGISTER), spending=engine.of(BUDGET))
    ).iloc[0]
    # ordered or delivered in 2012–13: both of tanks, and missiles
    assert found["deals"] == 3
    # half of 100 in two years of four, 10 and 4; at least 14, at most 114 million
    volumes = found[["volume_in_years", "volume_low", "volume_high"]].tolist()
    assert volumes == pytest.approx([64e6, 14e6, 114e6])
    assert found["volume_of_deals"] == pytest.approx(114e6)
    # the same sum on two rows is one
    assert found["priced"] == 120e6
    assert found["prices_in_comments"] == "Kite-4: $120 m deal"
    assert found["pieces"] == "20 Kite-4, 4 Gnat"
    assert found["price_per_tiv"] == pytest.approx(400 / 64)
    assert found[["spending", "share_of_spending"]].tolist() == pytest.approx([800e6, 0.5])


def test_the_usual_price_is_that_of_priced_deals():
    """Eight deals of 1, 1, 1, 1.2, 2, 2, 3 and 12 dollars a TIV: the median is 1.6, the ninth decile 5.7."""
    found = checked(value=[1000e6])
    assert [found["usual_price"], found["high_price"]] == pytest.approx([1.6, 3 + 0.3 * 9])
    assert found["finding"] == "implausible"
    # 700 million over at most 114 are more than 5.7, and less than all spending
    assert checked(value=[700e6], stage="contract")["finding"] == "doubtful"
    assert checked(value=[600e6], stage="contract")["finding"] == "not contradicted"


@pytest.mark.covering(6)
@pytest.mark.parametrize(
    ("cells", "finding", "words"),
    [
        ({"value": [900e6]}, "implausible", "112 % of Armenia's whole military spending in 2012–13"),
        ({"value": [500e6]}, "doubtful", "more than a state is likely to spend"),
        ({"value": [700e6], "high": [900e6], "low": [600e6]}, "doubtful", "88 % (75–112 %)"),
        ({"value": [60e6]}, "not contradicted", "the register has 3 deals that could be meant"),
        ({"value": [900e6], "stage": "contract"}, "doubtful", "unless it is paid over many more years"),
        ({"value": [100e6], "stage": "contract"}, "not contradicted", "the register has 2 deals"),
        ({"value": [None]}, "not checked", "The claim gives no amount of this payment"),
        ({"value": [60e6], "supplier": "FRA"}, "no deal", "has no deal that could be meant, and no delivery"),
        (
            {"value": [60e6], "supplier": "FRA"},
            "no deal",
            "and has no order of which nothing has arrived, has",
        ),
        ({"value": [60e6], "unit": "EUR"}, "not contradicted", "Spending is in USD at current prices"),
        ({"start": [2020], "end": [2020]}, "no deal", "spending of Armenia is not known for 2020"),
        ({"start": [1940], "end": [1940]}, "not checked", "the register covers 1950–2023"),
    ],
)
def test_verdicts(cells, finding, words):
    found = checked(**cells)
    assert words in found["verdict"]
    assert found["finding"] == finding


def test_a_register_of_all_orders_is_not_said_to_lack_some():
    waits = "India,Russia,2015,,4,,Wasp,UAV,0,,,New,,10,40,\n"
    register = af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + ROWS + waits).encode("latin-1"))
    found = af.plausibility(claim(supplier="FRA", value=[60e6]), register=register).iloc[0]
    assert "no deal that could be meant" in found["verdict"]
    assert "nothing has arrived" not in found["verdict"]


def test_words_and_categories_say_which_deals_are_meant():
    assert checked(item="Kite 4 tanks")["deals"] == 3
    assert checked(item="ten Kite-4 tanks")["designations"] == "Kite-4"
    assert checked(category="missiles")["designations"] == "Gnat"
    # of the UN Register's categories the register knows nothing
    assert checked(category="un:I")["deals"] == 3


def test_pieces_are_counted():
    cells = {"unit": "pieces", "stage": "delivery", "item": "Kite-4", "category": "armoured_vehicles"}
    near, far = checked(value=[15.0], **cells), checked(value=[94.0], **cells)
    # half of ten, and ten
    assert "15 pieces against 15 claimed" in near["verdict"]
    assert [near["finding"], far["finding"]] == ["not contradicted", "doubtful"]
    assert checked(value=[15.0], unit="pieces")["finding"] == "not checked"


def test_volumes_are_compared_as_they_are():
    assert checked(value=[100e6], unit="TIV")["finding"] == "not contradicted"
    assert checked(value=[200e6], unit="TIV")["finding"] == "doubtful"


def test_a_loan_is_for_orders_of_the_years_after():
    found = checked(value=[60e6], stage="loan", start=[2011], end=[2011])
    assert found["designations"] == "Kite-4, Finch"
    assert np.isnan(found["share_of_spending"]) == False  # noqa: E712
    assert "would make, if it paid for all of them" in found["verdict"]


def test_files_of_deliveries_serve_as_well():
    found = af.plausibility(claim(), register=af.read_sipri(formats.DELIVERIES)).iloc[0]
    # 18 of 38 tanks came in 2013
    assert found["volume_in_years"] == 27e6
    assert np.isnan(found["usual_price"])


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda b: b.drop(columns="unit"), "ArgumentError", "spending lacks 'unit'"),
        (lambda b: b.assign(unit=["USD"] * 9 + ["EUR"]), "ArgumentError", "spending is in 'EUR at current"),
        (lambda b: pd.concat([b, b]), "ArgumentError", "spending names years of a party twice"),
        (lambda b: b.assign(value=-1.0), "RecordError", "spending is negative"),
    ],
)
def test_spending_is_checked(change, error, message):
    with pytest.raises(getattr(af, error), match=message):
        af.plausibility(claim(), spending=change(BUDGET))


def test_something_to_check_with_is_needed():
    with pytest.raises(af.ArgumentError, match="neither register nor spending is given"):
        af.plausibility(claim())
    with pytest.raises(af.ArgumentError, match="records lack 'deal'"):
        af.plausibility(claim(), register=engine_of("pandas").of(claim()))
