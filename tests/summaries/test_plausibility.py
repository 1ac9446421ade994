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
        ({"value": [60e6]}, "not contradicted", "The register has 3 deals that could be meant"),
        ({"value": [900e6], "stage": "contract"}, "doubtful", "unless it is paid over many more years"),
        ({"value": [100e6], "stage": "contract"}, "not contradicted", "The register has 2 deals"),
        ({"value": [None]}, "not checked", "The claim gives no amount of this payment"),
        ({"value": [60e6], "supplier": "FRA"}, "no deal", "has no deal that could be meant, and no delivery"),
        (
            {"value": [60e6], "supplier": "FRA"},
            "no deal",
            "and has no order of which nothing has arrived, has",
        ),
        ({"value": [60e6], "unit": "EUR"}, "not contradicted", "Spending is in USD at current prices"),
        ({"start": [2020], "end": [2020]}, "no deal", "spending of Armenia is not known for 2020"),
        ({"start": [1940], "end": [1940]}, "not checked", "The register covers 1950–2023"),
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


NEXT = (
    "India,France,2017,,36,,Heron,FGA aircraft,36,,2019; 2020,New,EUR7.8 b deal,50,1800,1800\n"
    "India,France,2017,,8,,Alouette-3,light helicopter,8,,2018,New,,1,8,8\n"
    "Egypt,Germany,2019,,4,,Mako-200,frigate,0,,,New,,100,400,0\n"
    "Poland,USA,2018,,4,,Paladin,SAM system,4,,2022,New,PLN16.6 b deal,50,200,200\n"
) + "".join(
    f"Peru,USA,{2014 + i},,1,,Rook-{i},tank,1,,2019,New,${cost} m deal,10,10,10\n"
    for i, cost in enumerate((10, 11, 12, 20, 30))
)


@pytest.fixture(scope="module")
def next_years() -> pd.DataFrame:
    """Deals that were ordered a year after a contract was signed."""
    return af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + NEXT).encode("latin-1"))


def signed(supplier: str, recipient: str, year: int, amount: float, **cells) -> pd.DataFrame:
    usual = {"supplier": [supplier], "recipient": [recipient], "start": [year], "end": [year]}
    return make(usual | {"value": [amount], "stage": "contract", "source": "claims"} | cells)


def test_a_deal_of_the_year_before_or_after_can_be_meant_and_is_said_to_be_of_another(next_years):
    cells = {"unit": "EUR", "item": "36 Heron aircraft", "category": "aircraft"}
    found = af.plausibility(signed("FRA", "IND", 2016, 7.87e9, **cells), register=next_years).iloc[0]
    # the helicopter is another
    assert found[["deals", "designations", "order_years"]].tolist() == [1, "Heron", "2017"]
    assert found["finding"] == "not contradicted"
    assert found["priced"] == 7.8e9
    assert (
        "The register has no deal of 2016 that could be meant, but 1 deal of the year before or after: "
        "Heron, ordered 2017, of 1,800 million TIV, of which comments price 1 at 7.8 billion EUR; the "
        "claim is 1.0 times that. A contract is often signed in another year"
    ) in found["verdict"]
    # without words both can be, the larger first
    both = af.plausibility(signed("FRA", "IND", 2018, 1e9, category="aircraft"), register=next_years).iloc[0]
    assert "2 deals of the year before or after: Heron, Alouette-3, ordered 2017, of 1,808" in both["verdict"]
    # in its own year there is no need to look further
    own = af.plausibility(signed("FRA", "IND", 2017, 1e9, category="aircraft"), register=next_years).iloc[0]
    assert "The register has 2 deals that could be meant, of 1,808 million TIV" in own["verdict"]


@pytest.mark.parametrize(
    ("year", "deals", "finding"), [(2018, 1, "not contradicted"), (2017, 0, "no deal"), (2021, 0, "no deal")]
)
def test_the_nearest_deal_of_other_years_is_named(next_years, year, deals, finding):
    found = af.plausibility(signed("DEU", "EGY", year, 2.3e9, unit="EUR"), register=next_years).iloc[0]
    assert [found["deals"], found["finding"]] == [deals, finding]
    said = "The nearest is Mako-200, ordered 2019." in found["verdict"]
    assert said == (deals == 0)
    assert "Mako-200, ordered 2019" in found["verdict"]


def test_a_delivery_of_another_year_is_not_meant(next_years):
    paid = signed("DEU", "EGY", 2018, 2.3e9, unit="EUR", stage="payment")
    found = af.plausibility(paid, register=next_years).iloc[0]
    assert [found["deals"], found["finding"], found["order_years"]] == [0, "no deal", ""]
    assert "The nearest is Mako-200, ordered 2019." in found["verdict"]


def test_the_price_of_the_deal_itself_goes_before_that_of_others(next_years):
    rates = af.table("exchange_rates.csv").set_index(["currency", "year"])["rate"]
    own = 16.6e9 / rates.loc[("PLN", 2018)]
    found = af.plausibility(signed("USA", "POL", 2018, 4.75e9), register=next_years).iloc[0]
    assert found["priced"] == pytest.approx(own)
    # 23.75 dollars a TIV, where nine in ten of five deals stay below 2.6
    assert found["price_per_tiv"] == pytest.approx(23.75)
    assert found["high_price"] == pytest.approx(2.6)
    assert found["finding"] == "not contradicted"
    assert "USD at the rates of the years of order; the claim is 1.0 times that." in found["verdict"]
    assert "All that the United States delivered to Poland in 2018" not in found["verdict"]
    assert "priced deals of the United States is" in found["verdict"]
    # more than double is not what the deal cost
    assert (
        af.plausibility(signed("USA", "POL", 2018, 2.1 * own), register=next_years).iloc[0]["finding"]
        == "doubtful"
    )
    assert (
        af.plausibility(signed("USA", "POL", 2018, 1.9 * own), register=next_years).iloc[0]["finding"]
        == "not contradicted"
    )
    # dollars of another year's prices do not compare with a price of 2018
    constant = af.plausibility(signed("USA", "POL", 2018, 4.75e9, prices="2020"), register=next_years).iloc[0]
    assert np.isnan(constant["priced"])


def test_verdicts_are_short_sentences(claims):
    found = af.plausibility(claims, register=REGISTER, spending=BUDGET.assign(party="ARM"))
    # a point of a number or of "vs." would be counted as an end, which makes sentences shorter, not longer
    longest = max(len(text.split()) for verdict in found["verdict"] for text in verdict.split(". "))
    assert longest <= 45


def test_bounds_that_print_alike_are_not_printed():
    found = checked(value=[64e6], low=[63.9e6], high=[64.1e6])
    assert "64 million USD is 8 % of Armenia's whole military spending" in found["verdict"]
    assert "8 % (6–10 %)" in checked(value=[64e6], low=[48e6], high=[80e6])["verdict"]
    budget = pd.DataFrame({"party": "USA", "year": [2012, 2013], "value": 4e9, "unit": "USD"})
    of_states = af.plausibility(claim(recipient="USA"), spending=budget).iloc[0]
    assert "5 % of the United States' whole military spending" in of_states["verdict"]
