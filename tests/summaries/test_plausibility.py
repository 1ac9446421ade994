"""Claims beside deals and budgets, with numbers worked out by hand."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from armsflow.parse.category import known_category
from armsflow.summaries.bounds import Bounded
from armsflow.summaries.plausibility_kinds import MOST_LETTERS, category_of, is_of
from armsflow.summaries.plausibility_names import Designations
from armsflow.summaries.plausibility_register import NONE as NOTHING
from armsflow.summaries.plausibility_register import PART, WHOLE, _in_words, _of_side
from armsflow.summaries.plausibility_words import amount, beside, millions, scaled, span, two
from tests.frames import INF, NONE, engine_of, make, plain
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
    assert "5 billion USD is 110 % (98–121 %) of Armenia's whole military spending" in payment["verdict"]
    loan = found.loc["article-loan"]
    assert loan["inside"] == "article-payment"
    assert "is part of what they cost (here article-payment), so it is added to none" in loan["verdict"]
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
        ({"value": [700e6], "high": [900e6], "low": [600e6]}, "doubtful", "88 % (75–113 %)"),
        ({"value": [60e6]}, "not contradicted", "The register has 3 deals that could be meant"),
        ({"value": [900e6], "stage": "contract"}, "doubtful", "unless it is paid over many more years"),
        ({"value": [100e6], "stage": "contract"}, "not contradicted", "The register has 2 deals"),
        ({"value": [None]}, "not checked", "The claim gives no amount of this payment"),
        (
            {"value": [60e6], "supplier": "FRA"},
            "no deal",
            "SIPRI's register counts major arms. This file lists only orders of which something was "
            "delivered. It has no deal that could be meant. No delivery in 2012–13.",
        ),
        ({"value": [60e6], "unit": "EUR"}, "not contradicted", "Spending is in USD at current prices"),
        # 125 per cent as printed, but by its bounds an ordinary sum
        ({"value": [1e9], "low": [0.0]}, "doubtful", "125 % (0–125 %) of Armenia's whole military spending"),
        ({"value": [1e9], "low": [400e6]}, "doubtful", "125 % (50–125 %)"),
        (
            {"value": [1e9], "low": [401e6]},
            "implausible",
            "2012–13. Even its lower bound is more than half of that spending. So much can be paid only with "
            "credit, gifts or aid from outside that budget.",
        ),
        # 60 million or more is not more than half of 800 million
        ({"value": [60e6], "high": [np.inf]}, "not contradicted", "8 % (at least 7 %)"),
        ({"value": [np.nan], "low": [300e6], "high": [900e6]}, "not contradicted", "37–113 %"),
        ({"start": [2020], "end": [2020]}, "no deal", "spending of Armenia is not known for 2020"),
        ({"start": [1940], "end": [1940]}, "not checked", "The register covers 1950–2023"),
    ],
)
def test_verdicts(cells, finding, words):
    found = checked(**cells)
    assert words in found["verdict"]
    assert found["finding"] == finding


@pytest.mark.covering(3)
@pytest.mark.parametrize("stage", ["offer", "licence", "contract", "loan", "delivery", "aid", "payment"])
def test_spending_lifts_the_finding_of_payments_only(stage):
    """40 of 400 million are a tenth; that a contract is so much of a year's spending checks nothing of it."""
    found = af.plausibility(claim(start=[2012], end=[2012], value=[40e6], stage=stage), spending=BUDGET).iloc[
        0
    ]
    assert found["share_of_spending"] == pytest.approx(0.1)
    assert "40 million USD is 10 %" in found["verdict"]
    assert found["finding"] == ("not contradicted" if stage == "payment" else "not checked")
    # more than all spending is doubtful of everything
    much = af.plausibility(claim(start=[2012], end=[2012], value=[500e6], stage=stage), spending=BUDGET)
    assert much["finding"].tolist() == ["implausible" if stage == "payment" else "doubtful"]


def test_a_register_of_all_orders_is_not_said_to_lack_some():
    waits = "India,Russia,2015,,4,,Wasp,UAV,0,,,New,,10,40,\n"
    register = af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + ROWS + waits).encode("latin-1"))
    found = af.plausibility(claim(supplier="FRA", value=[60e6]), register=register).iloc[0]
    assert "no deal that could be meant" in found["verdict"]
    assert "something was delivered" not in found["verdict"]


def test_words_and_categories_say_which_deals_are_meant():
    assert checked(item="Kite 4 tanks")["designations"] == "Kite-4"
    assert checked(item="ten Kite-4 tanks")["designations"] == "Kite-4"
    assert checked(category="missiles")["designations"] == "Gnat"
    # of the UN Register's categories the register knows nothing
    assert checked(category="un:I")["deals"] == 3


def test_pieces_are_counted():
    cells = {"unit": "pieces", "stage": "delivery", "item": "Kite-4", "category": "armoured_vehicles"}
    near, far = checked(value=[15.0], **cells), checked(value=[94.0], **cells)
    # half of ten, and ten
    assert (
        "These deals delivered 15 [10–20] pieces in 2012–13 (Kite-4), against 15 claimed." in near["verdict"]
    )
    assert [near["finding"], far["finding"]] == ["not contradicted", "doubtful"]
    assert checked(value=[15.0], unit="pieces")["finding"] == "not checked"


def test_volumes_are_compared_as_they_are():
    assert checked(value=[100e6], unit="TIV")["finding"] == "not contradicted"
    assert checked(value=[200e6], unit="TIV")["finding"] == "doubtful"


def test_a_loan_is_for_orders_of_the_years_after():
    found = checked(value=[60e6], stage="loan", start=[2011], end=[2011])
    assert found["designations"] == "Kite-4, Finch"
    assert np.isnan(found["share_of_spending"]) == False  # noqa: E712
    assert (
        "If the loan paid for the 150 million TIV of these deals, the claim would make 0.4 USD a TIV. The "
        "median of 8 priced deals of Russia is 1.6 USD a TIV, and nine in ten stay below 5.7."
    ) in found["verdict"]


def test_files_of_deliveries_serve_as_well():
    found = af.plausibility(claim(), register=af.read_sipri(formats.DELIVERIES)).iloc[0]
    # 18 of 38 tanks came in 2013
    assert found["volume_in_years"] == 27e6
    assert np.isnan(found["usual_price"])
    # payments are not for orders, and without a price nothing is found
    assert (
        "This register has no comments. For the 27 million TIV of all weapons delivered in 2012\u201313 the "
        "claim makes 15 USD a TIV." in found["verdict"]
    )
    assert found["finding"] == "not checked"


#: Of 40 tanks ordered in 2014 four arrived, and of 36 aircraft ordered in 2015 two.
ARRIVED = "\n".join(
    f"{number},Russia,Armenia,{name},{kind},{category},{ordered},No,{pieces},No,{year},No,New,1,1,{pieces},No"
    for number, name, kind, category, ordered, pieces, year in (
        (1, "Kite-4", "tank", "Armoured vehicles", 2014, 3, 2015),
        (1, "Kite-4", "tank", "Armoured vehicles", 2014, 1, 2016),
        (2, "Heron", "FGA aircraft", "Aircraft", 2015, 2, 2018),
    )
)


def test_a_file_of_deliveries_says_what_it_lacks_and_judges_no_price(engine):
    """4 million TIV had arrived of the order of 2014: 1,000 dollars a TIV, if no more was on order."""
    head = formats.PREAMBLE + formats.DELIVERIES_HEADER
    register = engine.of(af.read_sipri((head + ARRIVED).encode("latin-1")))

    def of(**cells):
        claims = signed(cells.pop("supplier", "RUS"), "ARM", 2014, cells.pop("value", 4e9), **cells)
        return plain(af.plausibility(engine.of(claims), register=register)).iloc[0]

    found = of()
    assert [found["deals"], found["finding"], found["volume_of_deals"]] == [1, "not checked", 4e6]
    assert np.isnan(found["price_per_tiv"])
    assert "1 deal that could be meant, of 4 million TIV delivered in " in found["verdict"]
    assert "This register has no numbers ordered and no comments: its volume is what was" in found["verdict"]
    assert found["verdict"].endswith(
        "so the price per TIV is not judged. The claim can also mean a deal of the year before or after: "
        "Heron, ordered 2015."
    )
    # what arrived is the least that was ordered
    cells = {"unit": "pieces", "item": "Kite-4"}
    assert of(value=8.0, **cells)["finding"] == "not contradicted"
    assert of(value=9.0, **cells)["finding"] == "not checked"
    assert of(value=1.0, **cells)["finding"] == "doubtful"
    # and of volumes as well
    assert [of(value=v, unit="TIV")["finding"] for v in (4e6, 5e6)] == ["not contradicted", "not checked"]
    # an order may wait for its first delivery
    none = of(supplier="FRA")
    assert none["finding"] == "not checked"
    assert "This file lists only orders of which something was delivered." in none["verdict"]


def test_an_order_without_a_number_makes_no_price_doubtful():
    """Ten dollars a TIV are above all others, but one order is of unknown size."""
    rows = NEXT.replace("Poland,USA,2018,,4,,", "Poland,USA,2018,,,,").replace(",50,200,200", ",50,,200")
    rows = rows.replace("PLN16.6 b deal", "")
    known = rows + "Poland,USA,2018,,4,,Heron,FGA aircraft,4,,2021,New,,50,200,200\n"
    found = af.plausibility(signed("USA", "POL", 2018, 4e9), register=register_of(known)).iloc[0]
    assert [found["price_per_tiv"], found["high_price"]] == pytest.approx([10, 2.6])
    assert found["finding"] == "not checked"
    assert (
        "The volume that 1 of these deals ordered is not known, so the price per TIV can be lower. For the "
        "400 million TIV of these deals the claim makes 10 USD a TIV or less. The median of 5 priced deals"
    ) in found["verdict"]
    # one that is not above them is not contradicted whatever was ordered
    cheap = af.plausibility(signed("USA", "POL", 2018, 0.8e9), register=register_of(known)).iloc[0]
    assert cheap["finding"] == "not contradicted"
    alone = af.plausibility(signed("USA", "POL", 2018, 4e9), register=register_of(rows)).iloc[0]
    assert np.isnan(alone["price_per_tiv"])
    assert "The volume that this deal ordered is not known" in alone["verdict"]


def test_a_sum_up_to_an_amount_agrees_with_no_price_that_is_not_known(next_years):
    claims = signed("DEU", "EGY", 2018, 2.3e9, unit="EUR", low=[0.0])
    assert af.plausibility(claims, register=next_years).iloc[0]["finding"] == "not checked"


def test_a_register_without_volumes_says_so_and_prints_none():
    of_pieces = register_of(NEXT).assign(unit="pieces", value=lambda rows: rows["quantity"])
    of_pieces = of_pieces.assign(low=of_pieces["value"], high=of_pieces["value"])
    claims = signed("FRA", "IND", 2017, 7.8e9, unit="EUR")
    found = af.plausibility(claims, register=of_pieces).iloc[0]
    assert "TIV" not in found["verdict"].replace("[TIV]", "")
    assert "Comments print a price of 7.8 billion EUR; the claim is 1.0 times that." in found["verdict"]
    assert "This register has no volumes." in found["verdict"]
    assert "No delivery" not in found["verdict"]
    assert found[["volume_of_deals", "volume_in_years", "volume_high"]].isna().all()
    assert found["finding"] == "not contradicted"
    far = af.plausibility(signed("FRA", "IND", 2017, 16e9, unit="EUR"), register=of_pieces).iloc[0]
    assert far["finding"] == "not checked"
    volumes = af.plausibility(signed("FRA", "IND", 2017, 1e9, unit="TIV"), register=of_pieces).iloc[0]
    assert volumes["finding"] == "not checked"
    assert "The volume of these deals is not known." in volumes["verdict"]


def test_a_contract_of_volume_is_compared_with_what_was_ordered():
    """100 and 10 were ordered in 2012, whatever arrived in that year."""
    claims = [signed("RUS", "ARM", 2012, value, unit="TIV") for value in (110e6, 50e6, 120e6)]
    found = af.plausibility(pd.concat(claims).assign(record=["a", "b", "c"]), register=REGISTER)
    assert found["finding"].tolist() == ["not contradicted", "not contradicted", "doubtful"]
    assert "These deals ordered 110 million TIV, against 120 million TIV claimed." in found["verdict"].iloc[2]


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
        "Heron, ordered 2017, of 1,800 million TIV. Comments print a price of 7.8 billion EUR; the claim is "
        "1.0 times that. A contract is often signed in another year"
    ) in found["verdict"]
    # without words both can be, the larger first
    both = af.plausibility(signed("FRA", "IND", 2018, 1e9, category="aircraft"), register=next_years).iloc[0]
    assert "2 deals of the year before or after: Heron, Alouette-3, ordered 2017, of 1,808" in both["verdict"]
    # in its own year there is no need to look further
    own = af.plausibility(signed("FRA", "IND", 2017, 1e9, category="aircraft"), register=next_years).iloc[0]
    assert "The register has 2 deals that could be meant, of 1,808 million TIV" in own["verdict"]


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("year", "deals", "finding"), [(2018, 1, "not checked"), (2017, 0, "no deal"), (2021, 0, "no deal")]
)
def test_the_nearest_deal_of_other_years_is_named(next_years, year, deals, finding):
    found = af.plausibility(signed("DEU", "EGY", year, 2.3e9, unit="EUR"), register=next_years).iloc[0]
    assert [found["deals"], found["finding"]] == [deals, finding]
    said = "The nearest is Mako-200, ordered 2019." in found["verdict"]
    assert said == (deals == 0)
    assert "Mako-200, ordered 2019" in found["verdict"]
    # Germany has no priced deal
    assert ("No price is known to compare the claim with." in found["verdict"]) == (deals == 1)


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


TANKS = (
    "Norway,Netherlands,2000,,52,,Kite-2A4,tank,52,,2001,Second hand,$168 m deal,2,104,104\n"
    "Norway,Netherlands,2001,,5,,Kite-2A4,tank,5,,2002,Second hand,,2,10,10\n"
) + "".join(
    f"Peru,Netherlands,{1995 + i},,10,,Rook-{i},tank,10,,2002,New,$1{i} m deal,1,10,10\n" for i in range(5)
)


@pytest.mark.parametrize(
    ("comment", "finding"),
    [
        ("INR3.75 biliion ($880 million) deal", "not checked"),
        pytest.param("$880 deal m (offsets 30%)", "not checked", marks=pytest.mark.sweep),
        pytest.param("$400 m deal; $480 m deal", "not checked", marks=pytest.mark.sweep),
        ("MTU 16V4000 (2820hp) diesel engine", "doubtful"),
        pytest.param("", "doubtful", marks=pytest.mark.sweep),
        ("PLN1.7 b ($880-890 m deal ($104 m offsets)", "not contradicted"),
    ],
)
def test_a_comment_that_cannot_be_read_makes_no_price_doubtful(comment, finding):
    """900 million for 10 million TIV are 90 a TIV, where 3 are usual, and nobody knows what was paid."""
    crow = "Chile,USA,2016,,1,,Crow,tank,1,,2019,New,{},10,10,10\n"
    register = register_of(NEXT + crow.format(comment))
    found = af.plausibility(signed("USA", "CHL", 2016, 900e6), register=register).iloc[0]
    assert found["finding"] == finding
    said = f"The money in these comments could not be read: Crow: \u201c{comment}\u201d."
    assert (said in found["verdict"]) == (finding == "not checked")


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("comment", "words"),
    [
        (
            "PHP710 m ($15 m)'Maritime Initiative' aid",
            "These comments speak of aid or rent, and print no other price: Crow: ",
        ),
        ("$71 m 'Peace Crow' lease", "These comments speak of aid or rent, and print no other price: Crow: "),
        ("$400 m deal; $480 m deal", "The money in these comments could not be read: Crow: "),
    ],
)
def test_a_verdict_that_names_prices_does_not_deny_them(comment, words):
    """900 million for 10 million TIV are 90 a TIV where 3 are usual, 9 times a price of 100 million."""
    crow = "Chile,USA,2016,,1,,Crow,tank,1,,2019,New,{},10,10,10\n"
    register = register_of(NEXT + crow.format(comment) + crow.format("$100 m deal").replace("Crow", "Rook"))
    found = af.plausibility(signed("USA", "CHL", 2016, 900e6), register=register).iloc[0]
    assert [found["finding"], found["priced"]] == ["not checked", 100e6]
    assert f"{words}\u201c{comment}\u201d." in found["verdict"]
    assert "the claim is 9.0 times that" in found["verdict"]
    assert "No price is known" not in found["verdict"]
    assert found["verdict"].endswith(
        "The price per TIV is high, but does not make the claim doubtful: what comments print of these deals "
        "is not all known as prices."
    )


WASP = "Armenia,USA,2015,,10,,Wasp-1,tank,10,,2016,New,{},5,50,50\n"


@pytest.mark.covering(5)
@pytest.mark.parametrize(
    ("comment", "amount", "finding"),
    [
        ("$900 m deal", 900e6, "not contradicted"),
        ("Part of $900 m deal", 900e6, "not contradicted"),
        # double is 1,800 million
        ("Part of $900 m deal", 1.8e9, "not contradicted"),
        ("Part of $900 m deal", 1.9e9, "doubtful"),
        ("$9 m deal (part of $900 m deal)", 1.8e9, "not contradicted"),
        # what is less than the deal's own price is no whole of it
        ("$900 m deal (part of $9 m deal)", 1.8e9, "not contradicted"),
        # double is 4,200 million, and nothing is added to the whole
        ("Part of $868 m deal (part of $2.1 b deal)", 4.2e9, "not contradicted"),
        ("Part of $868 m deal (part of $2.1 b deal)", 4.3e9, "doubtful"),
        # dollars of the comment, not the zloty at a rate
        ("Part of PLN13 b ($3 b) deal", 6e9, "not contradicted"),
        ("Part of PLN13 b ($3 b) deal", 6.1e9, "doubtful"),
        # of the Iranian rial there is no rate
        ("Part of IRR900 m deal", 900e6, "not checked"),
    ],
)
def test_a_claim_can_mean_the_whole_that_a_deal_is_part_of(engine, comment, amount, finding):
    """900 million for 50 million TIV are 18 a TIV, where nine in ten of five deals stay below 2.6."""
    register = engine.of(register_of(NEXT + WASP.format(comment)))
    claims = engine.of(signed("USA", "ARM", 2015, amount))
    assert plain(af.plausibility(claims, register=register)).iloc[0]["finding"] == finding


def test_a_verdict_prints_the_larger_sum():
    def of(*comments, amount=900e6):
        rows = NEXT + "".join(
            WASP.format(comment).replace("Wasp-1", f"Wasp-{number}")
            for number, comment in enumerate(comments, start=1)
        )
        return af.plausibility(signed("USA", "ARM", 2015, amount), register=register_of(rows)).iloc[0]

    found = of("Part of $900 m deal")
    assert np.isnan(found["priced"])
    assert (
        "A comment names a larger sum of which the deal is part (Wasp-1: Part of $900 m deal): the price of "
        "Wasp-1 alone is not known. The largest sums in comments of these deals come to 900 million USD; the "
        "claim is 1.0 times that."
    ) in found["verdict"]
    assert "alone is not known" not in of("$9 m deal (part of $900 m deal)")["verdict"]
    assert "larger sum" not in of("$900 m deal (part of $9 m deal)")["verdict"]
    # the whole once, though two rows name it; 100 of another deal are added
    two = of("Part of $900 m deal", "$9 m deal (part of $900 m deal)", "$100 m deal", amount=2e9)
    assert "come to 1 billion USD; the claim is 2.0 times that" in two["verdict"]
    assert [two["finding"], two["priced"]] == ["not contradicted", 109e6]
    # a sum that another row has inside its own is not added to it
    inside = of("$900 m deal (incl $71 m for armament)", "Part of $71 m deal")
    assert "come to 900 million USD" in inside["verdict"]
    without_rate = of("Part of IRR900 m deal")
    assert "Not all sums of which deals are part can be compared in USD." in without_rate["verdict"]
    assert without_rate["verdict"].endswith("is not all known as prices.")


def test_where_few_deals_have_prices_a_larger_sum_is_not_denied():
    """One deal, and no usual price: the claim is three times the whole."""
    register = register_of(WASP.format("Part of $900 m deal"))
    found = af.plausibility(signed("USA", "ARM", 2015, 2.7e9), register=register).iloc[0]
    assert found["finding"] == "not checked"
    assert "No price is known" not in found["verdict"]
    assert "Prices in comments alone make no claim doubtful" in found["verdict"]


def test_of_a_range_the_least_is_printed():
    """2 to 9.99 billion are at least 2.2 times 900 million; for 50 million TIV at least 40 dollars a TIV."""
    register = register_of(NEXT + WASP.format("$900 m deal"))

    def of(register=register, **bounds):
        claims = signed("USA", "ARM", 2015, np.nan, **bounds)
        return af.plausibility(claims, register=register).iloc[0]["verdict"]

    several = of(low=[2e9], high=[9.99e9])
    assert "the claim is at least 2.2 times that" in several
    assert "the claim makes at least 40 USD a TIV." in several
    # 2.79 and 50.2 are rounded to the side on which the claim is
    odd = of(low=[2.51e9], high=[np.inf])
    assert "the claim is at least 2.7 times that" in odd
    assert "the claim makes at least 50 USD a TIV." in odd
    most = of(low=[0.0], high=[2e9])
    assert "the claim is at most 2.3 times that" in most
    assert "the claim makes at most 40 USD a TIV." in most
    # what was ordered beyond 50 million TIV is not known
    rows = (
        NEXT + WASP.format("") + WASP.format("").replace(",10,,Wasp-1", ",,,Wasp-1").replace(",50,50", ",,50")
    )
    more = of(register_of(rows), low=[2e9], high=[9.99e9])
    assert "the lower end of the claim makes 20 USD a TIV or less. The median" in more
    or_more = signed("USA", "ARM", 2015, 2e9, high=[np.inf])
    more = af.plausibility(or_more, register=register_of(rows)).iloc[0]["verdict"]
    assert "the lower end of the claim makes 20 USD a TIV or less. The median" in more
    # a value that is printed stands as it did
    value = af.plausibility(signed("USA", "ARM", 2015, 2e9), register=register).iloc[0]["verdict"]
    assert "the claim is 2.2 times that" in value
    assert "the claim makes 40 USD a TIV." in value


def test_a_range_of_volumes_is_printed_as_one():
    register = register_of(WASP.format(""))
    claims = [
        signed("USA", "ARM", 2015, np.nan, low=[20e6], high=[high], unit="TIV") for high in (90e6, np.inf)
    ]
    found = af.plausibility(pd.concat(claims).assign(record=["a", "b"]), register=register)["verdict"]
    assert "against 20–90 million TIV claimed" in found.iloc[0]
    assert "against at least 20 million TIV claimed" in found.iloc[1]


@pytest.mark.covering(1)
@pytest.mark.parametrize(("year", "deals"), [(2012, 1), (2011, 0)])
def test_a_loan_says_why_its_years_are_longer(year, deals):
    """Tanks of 2015 can be what a loan of 2012 paid for; of a contract of 2012 they are not the deal."""
    register = register_of(
        NEXT + "USA,Peru,2000,,1,,Crow,UAV,1,,2001,New,,1,1,1\n" + WASP.format("$900 m deal")
    )
    words = (
        f"A loan can pay for deals until three years later, here for those of {year}\u2013{year % 100 + 3}."
    )
    claims = [signed("USA", "ARM", year, 900e6, stage=stage, item="Wasp-1") for stage in ("loan", "contract")]
    found = af.plausibility(pd.concat(claims).assign(record=["loan", "contract"]), register=register)
    assert found["verdict"].str.contains(words, regex=False).tolist() == [True, False]
    loan = found.iloc[0]
    # a year beside its years can be meant as well
    assert [loan["order_years"], loan["deals"]] == ["2015", 1]
    assert ("the year before or after" in loan["verdict"]) == (deals == 0)


def test_few_priced_deals_are_what_a_verdict_lacks():
    """Russia's one priced deal says what it cost, and nothing of what a TIV usually costs."""
    rows = "Chile,Russia,2016,,1,,Crow,tank,1,,2019,New,$100 m deal,10,10,10\n"
    found = af.plausibility(signed("RUS", "CHL", 2016, 900e6), register=register_of(rows)).iloc[0]
    assert [found["finding"], found["priced"]] == ["not checked", 100e6]
    assert found["verdict"].endswith(
        "Prices in comments alone make no claim doubtful, and the usual price of a TIV is not known: fewer "
        "than 5 deals of Russia near these years have a price in USD."
    )
    # at most double that price is not contradicted by it
    half = af.plausibility(signed("RUS", "CHL", 2016, 190e6), register=register_of(rows)).iloc[0]
    assert half["finding"] == "not contradicted"


def test_deals_of_the_year_beside_count_where_those_of_the_year_contradict_the_claim(engine):
    """168 million is no price of 5 tanks ordered in 2001, but that of 52 ordered in 2000."""
    claims = pd.concat(
        signed("NLD", "NOR", 2001, amount, item="Kite 2", category="armoured_vehicles", **cells)
        for amount, cells in (
            (168e6, {"record": ["true"]}),
            (52.0, {"record": ["pieces"], "unit": "pieces"}),
            (12e6, {"record": ["own"]}),
            (900e6, {"record": ["false"]}),
            (168e6, {"record": ["paid"], "stage": "payment"}),
        )
    )
    register = engine.of(register_of(TANKS))
    found = plain(af.plausibility(engine.of(claims), register=register)).set_index("record")
    assert found["finding"].to_dict() == {
        "true": "not contradicted",
        "pieces": "not contradicted",
        "own": "not contradicted",
        "false": "doubtful",
        # in 2001 the 52 tanks arrived
        "paid": "not contradicted",
    }
    # a database gives rows in any order
    years = found.loc[["true", "pieces", "own", "false", "paid"], "order_years"]
    assert years.tolist() == ["2000", "2000", "2001", "2001", "2000, 2001"]
    assert found.loc["true", ["deals", "pieces", "priced", "volume_of_deals"]].tolist() == [
        1,
        "52 Kite-2A4",
        168e6,
        104e6,
    ]
    assert (
        "The deal of 2001 (Kite-2A4) does not fit the claim, but 1 deal of the year before or after does: "
        "Kite-2A4, ordered 2000, of 104 million TIV. Comments print a price of 168 million USD; the claim is "
        "1.0 times that. A contract is often signed in another year"
    ) in found.loc["true", "verdict"]
    assert "does not fit the claim" not in found.loc["false", "verdict"]
    assert found.loc["false", "pieces"] == "5 Kite-2A4"


def test_spending_makes_a_claim_doubtful_whatever_the_year_of_its_deals():
    budget = pd.DataFrame({"party": "NOR", "year": [2001], "value": 100e6, "unit": "USD"})
    claim = signed("NLD", "NOR", 2001, 168e6, item="Kite 2")
    found = af.plausibility(claim, register=register_of(TANKS), spending=budget).iloc[0]
    assert [found["finding"], found["order_years"]] == ["doubtful", "2000"]


def test_verdicts_are_short_sentences(claims):
    found = af.plausibility(claims, register=REGISTER, spending=BUDGET.assign(party="ARM"))
    # a point of a number or of "vs." would be counted as an end, which makes sentences shorter, not longer
    longest = max(len(text.split()) for verdict in found["verdict"] for text in verdict.split(". "))
    assert longest <= 45


@pytest.mark.sweep
def test_bounds_that_print_alike_are_not_printed():
    found = checked(value=[64e6], low=[63.9e6], high=[64.1e6])
    assert "64 million USD is 8 % of Armenia's whole military spending" in found["verdict"]
    assert "8 % (6–10 %)" in checked(value=[64e6], low=[48e6], high=[80e6])["verdict"]
    budget = pd.DataFrame({"party": "USA", "year": [2012, 2013], "value": 4e9, "unit": "USD"})
    of_states = af.plausibility(claim(recipient="USA"), spending=budget).iloc[0]
    assert "5 % of the United States' whole military spending" in of_states["verdict"]


def test_a_claim_that_narrows_nothing_says_so():
    found = checked(value=[15.0], unit="pieces", item="Snipe", stage="delivery")
    assert found["finding"] == "not checked"
    assert (
        "\u201cSnipe\u201d fits no weapon of the deals, so all deals of these parties count"
        in found["verdict"]
    )
    assert "Pieces are not compared, because the claim's words name no kind or category" in found["verdict"]


@cache
def register_of(rows: str, head: str = formats.PREAMBLE) -> pd.DataFrame:
    return af.read_sipri((head + formats.DEALS_HEADER + rows).encode("latin-1"))


def pieces(register, supplier, recipient, years, number, weapons, stage="contract", **cells) -> pd.Series:
    """What is said of a claim of pieces."""
    claim = signed(
        supplier, recipient, years[0], number, end=[years[1]], unit="pieces", stage=stage, item=weapons
    )
    return af.plausibility(claim.assign(**cells), register=register).iloc[0]


ORDERED = (
    "India,Russia,2018,,4,,T-90S,tank,4,,2018,New,,2,8,8\n"
    "India,Russia,2021,,40,,T-90S,tank,10,,2022,New,,2,80,20\n"
    "India,Russia,2022,,2,,T-90S,tank,2,,2023,New,,2,4,4\n"
)


def test_a_contract_is_compared_with_pieces_ordered_and_a_delivery_with_pieces_delivered(engine):
    """In 2021 40 tanks were ordered and none delivered; in 2022 ten of these arrived."""
    claims = pd.concat(
        signed(
            "RUS",
            "IND",
            year,
            40.0,
            unit="pieces",
            item="T-90S tanks",
            stage=stage,
            record=[stage + str(year)],
        )
        for stage, year in (("contract", 2021), ("licence", 2021), ("loan", 2021), ("delivery", 2022))
    )
    register = register_of(ORDERED)
    found = plain(af.plausibility(engine.of(claims), register=engine.of(register))).set_index("record")
    # a database returns rows in any order
    assert found["finding"].to_dict() == {
        "contract2021": "not contradicted",
        "licence2021": "not contradicted",
        "loan2021": "not contradicted",
        "delivery2022": "doubtful",
    }
    assert "This deal ordered 40 pieces (T-90S), against 40 claimed." in found.loc["contract2021", "verdict"]
    # three years of the loan hold the order of 2022 as well
    assert "These deals ordered 42 pieces (T-90S), against 40 claimed." in found.loc["loan2021", "verdict"]
    arrived = "This deal delivered 10 pieces in 2022 (T-90S), against 40 claimed."
    assert arrived in found.loc["delivery2022", "verdict"]


def test_an_order_that_is_not_known_counts_as_delivered():
    of_deliveries = af.read_sipri(formats.DELIVERIES)
    found = pieces(of_deliveries, "RUS", "ARM", (2010, 2010), 38.0, "Kite-4")
    assert found["finding"] == "not contradicted"
    assert (
        "This deal delivered 38 pieces in all (Kite-4 -), and the number ordered is not known, against 38"
        in found["verdict"]
    )
    unknown = register_of("India,Russia,2021,,,,T-90S,tank,10,,2022,New,,2,,20\n" + ORDERED)
    found = pieces(unknown, "RUS", "IND", (2021, 2021), 200.0, "T-90S")
    assert (
        "ordered 50 pieces (T-90S), with what was delivered for 1 of unknown order, against"
        in found["verdict"]
    )


ARMOUR = (
    "Ukraine,Germany,2022,,18,,Leopard-2A6,tank,18,,2023,Second hand,,2,36,36\n"
    "Ukraine,Germany,2022,,30,,Leopard-1A5,tank,30,,2023,Second hand,,1,30,30\n"
    "Ukraine,Germany,2022,,90,,Marder-1A3,IFV,90,,2023,Second hand,,1,90,90\n"
    "Ukraine,Germany,2022,,12,,Biber,armoured bridgelayer,12,,2023,Second hand,,1,12,12\n"
    "Ukraine,Germany,2022,,5,,BV-206S,light tank,5,,2023,Second hand,,1,5,5\n"
    "Ukraine,Poland,2022,,270,,T-72M1,tank,270,,2022,Second hand,,1,270,270\n"
    "Ukraine,Poland,2022,,250,,BMP-1,IFV,250,,2022,Second hand,,1,250,250\n"
    "Ukraine,USA,2022,,31,,M-1A1 Abrams,tank,31,,2023,New,,1,31,31\n"
    "Ukraine,USA,2022,,20,,F-16A,FGA aircraft,20,,2023,New,,1,20,20\n"
    "Ukraine,USA,2022,,6,,F-16C Block-50,FGA aircraft,6,,2023,New,,1,6,6\n"
    "Ukraine,USA,2022,,9,,S-70 Black Hawk,helicopter,9,,2023,New,,1,9,9\n"
    "Ukraine,USA,2022,,50,,MIM-23 HAWK,SAM,50,,2023,New,,1,50,50\n"
    "Ukraine,USA,2022,,7,,F100,turbofan,7,,2023,New,,1,7,7\n"
    "Poland,USA,2022,,116,,M-1A1 Abrams,tank,14,,2023,New,,1,116,14\n"
)


WAITING = "Ukraine,Germany,2022,,5,,Wasp,UAV,0,,,New,,10,50,\n"


@pytest.fixture(scope="module")
def armour() -> pd.DataFrame:
    return register_of(ARMOUR)


@pytest.mark.covering(4)
@pytest.mark.parametrize(
    ("supplier", "words", "found"),
    [
        ("DEU", "Leopard-2A6", "18 Leopard-2A6"),
        ("DEU", "leopard 2a6", "18 Leopard-2A6"),
        ("DEU", "18 Leopard 2 tanks", "18 Leopard-2A6"),
        ("DEU", "Leopards", "18 Leopard-2A6, 30 Leopard-1A5"),
        ("DEU", "tanks", "18 Leopard-2A6, 30 Leopard-1A5, 5 BV-206S"),
        ("DEU", "main battle tanks", "18 Leopard-2A6, 30 Leopard-1A5"),
        ("DEU", "Leopard 2A6 and bridgelayers", "18 Leopard-2A6, 12 Biber"),
        ("DEU", "infantry fighting vehicles (Marder)", "90 Marder-1A3"),
        ("POL", "T-72s", "270 T-72M1"),
        ("USA", "M1A1 Abrams", "31 M-1A1 Abrams"),
        ("USA", "F-16", "20 F-16A, 6 F-16C Block-50"),
        ("USA", "F-16C/D Block 50", "6 F-16C Block-50"),
        ("USA", "Black Hawk helicopters", "9 S-70 Black Hawk"),
        ("USA", "Hawk missiles", "50 MIM-23 HAWK"),
        ("USA", "fighter jets", "20 F-16A, 6 F-16C Block-50"),
        ("USA", "F-16 engines", "7 F100"),
    ],
)
def test_names_and_kinds_of_weapons_are_found_as_people_write_them(armour, supplier, words, found):
    assert pieces(armour, supplier, "UKR", (2022, 2023), 18.0, words, "delivery")["pieces"] == found


def test_a_number_is_never_cut(armour):
    """T-7 and Leopard 3 are not there: the category counts, and it is said."""
    for supplier, words in (("POL", "T-7"), ("DEU", "Leopard 3")):
        found = pieces(
            armour, supplier, "UKR", (2022, 2023), 2.0, words, "delivery", category="armoured_vehicles"
        )
        assert found["finding"] == "not contradicted"
        said = f"\u201c{words}\u201d is read as the whole category Armoured vehicles, so other weapons"
        assert said in found["verdict"]
    tanks = pieces(armour, "POL", "UKR", (2022, 2022), 300.0, "T-7 tanks", "delivery")
    assert tanks["pieces"] == "270 T-72M1"
    assert (
        "No deal of these parties has the name in \u201cT-7 tanks\u201d, so all of this kind"
        in tanks["verdict"]
    )


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("words", "number", "finding"),
    [
        # 155 armoured vehicles, 53 tanks and 18 Leopard-2A6
        ("armoured vehicles", 20.0, "not contradicted"),
        ("armoured vehicles", 310.0, "not contradicted"),
        ("armoured vehicles", 311.0, "doubtful"),
        ("tanks", 18.0, "not contradicted"),
        ("tanks", 107.0, "doubtful"),
        ("Leopard", 3.0, "not contradicted"),
        ("Leopard 2", 9.0, "not contradicted"),
        ("Leopard 2", 8.0, "doubtful"),
        ("Leopard 2", 37.0, "doubtful"),
    ],
)
def test_fewer_pieces_contradict_only_a_single_deal_of_the_weapon(armour, words, number, finding):
    cells = {"category": "armoured_vehicles"}
    assert (
        pieces(armour, "DEU", "UKR", (2022, 2023), number, words, "delivery", **cells)["finding"] == finding
    )


def test_more_pieces_contradict_only_years_that_are_covered(armour):
    found = pieces(armour, "DEU", "UKR", (2022, 2026), 100.0, "Leopard 2", "delivery")
    assert found["finding"] == "not checked"
    assert "But the register covers 1950–2023 only." in found["verdict"]


def test_a_contract_of_more_pieces_may_have_orders_that_the_file_leaves_out(armour):
    found = pieces(armour, "DEU", "UKR", (2022, 2022), 100.0, "Leopard 2")
    assert found["finding"] == "doubtful"
    assert "Orders of which nothing has been delivered yet are not in this file." in found["verdict"]


def test_a_contract_of_a_weapon_that_the_file_may_leave_out_is_not_doubted(armour):
    """Poland's 32 F-35 were ordered years before the first came: a file of deals with deliveries lacks it."""
    cells = {"category": "aircraft"}
    cut = pieces(armour, "USA", "UKR", (2022, 2022), 100.0, "F-35", **cells)
    assert cut["finding"] == "not checked"
    assert "whole category Aircraft" in cut["verdict"]
    assert cut["verdict"].endswith("Orders of which nothing has been delivered yet are not in this file.")
    # 35 aircraft in a file that lists all orders
    every = register_of(ARMOUR + WAITING)
    assert pieces(every, "USA", "UKR", (2022, 2022), 100.0, "F-35", **cells)["finding"] == "doubtful"
    assert pieces(every, "USA", "UKR", (2022, 2022), 70.0, "F-35", **cells)["finding"] == "not contradicted"


KNOWN = (
    "Norway,USA,2019,,52,,F-35A Lightning-2,FGA aircraft,40,,2021,New,,50,2600,2000\n"
    "Poland,USA,2019,,4,,S-70 Black Hawk,helicopter,4,,2020,New,UH-60M version; for police,5,20,20\n"
    "Poland,USA,2020,,5,,C-130H Hercules,transport aircraft,5,,2022,Second hand,,5,25,25\n"
    "Poland,USA,2020,,50,,AIM-120C AMRAAM,BVRAAM,50,,2022,New,For F-35 combat aircraft,1,50,50\n"
    "Poland,Italy,2022,,32,,AW149,helicopter,4,,2023,New,,5,160,20\n"
    "Chile,USA,2019,,5,,UH-60 Black Hawk,helicopter,5,,2020,New,,5,25,25\n"
)


@pytest.mark.covering(3)
@pytest.mark.parametrize(
    ("supplier", "words", "stage", "found"),
    [
        ("USA", "F-35", "contract", ["no deal", 0]),
        ("USA", "F-35A Lightning 2 fighter jets", "contract", ["no deal", 0]),
        ("USA", "F-35", "delivery", ["no deal", 0]),
        ("ITA", "F-35s", "contract", ["no deal", 0]),
        # the register does not know the name, so the category counts
        ("USA", "F-36", "contract", ["not contradicted", 1]),
        # its comment says that the S-70 is a UH-60
        ("USA", "UH-60", "contract", ["not contradicted", 1]),
        # of two weapons the pair has one
        ("USA", "F-35 and Hercules", "contract", ["not contradicted", 1]),
        ("USA", "F-35, transport aircraft", "contract", ["not contradicted", 1]),
    ],
)
def test_a_weapon_that_the_register_lists_for_others_only_is_no_deal(engine, supplier, words, stage, found):
    register = engine.of(register_of(KNOWN + WAITING))
    claim = signed(supplier, "POL", 2020, 5.0, end=[2022], unit="pieces", stage=stage, item=words)
    got = plain(af.plausibility(engine.of(claim.assign(category="aircraft")), register=register)).iloc[0]
    assert [got["finding"], got["deals"]] == found
    name = {"USA": "the United States", "ITA": "Italy"}[supplier]
    # the name alone, as the register has it
    known = {"F-35A Lightning 2 fighter jets": "F-35A Lightning 2", "F-35s": "F-35"}.get(words, words)
    said = (
        f"The register knows \u201c{known}\u201d, and lists no deal of it from {name} to Poland in any year."
    )
    assert (said in got["verdict"]) == (found[0] == "no deal")
    # five of the name for Chile are not for Poland
    assert "Deliveries of it" not in got["verdict"]
    one_of_two = "No deal of these parties is of \u201cF-35\u201d, which the register knows."
    assert (one_of_two in got["verdict"]) == (words in ("F-35 and Hercules", "F-35, transport aircraft"))


def test_who_delivered_a_weapon_that_the_supplier_did_not_is_said(engine):
    """The AW149 of Poland are Italy's; those of two years are two records, and Chile's are another's."""
    more = (
        "Poland,Italy,2022,,32,,AW149,helicopter,4,,2024,New,,5,160,20\n"
        "Poland,France,2010,,1,,AW149,helicopter,1,,2011,New,,5,5,5\n"
        "Chile,Italy,2012,,1,,AW149,helicopter,1,,2013,New,,5,5,5\n"
    )
    register = engine.of(register_of(KNOWN + more))
    claim = signed("USA", "POL", 2022, 400e6, item="AW149", category="aircraft")
    got = plain(af.plausibility(engine.of(claim), register=register)).iloc[0]
    assert "lists no deal of it from the United States to Poland in any year" in got["verdict"]
    assert (
        "Deliveries of it to Poland are from France (1 record, 2011), Italy (2 records, 2023–24)."
        in got["verdict"]
    )


def test_a_file_that_may_leave_out_the_order_does_not_deny_it():
    """Poland ordered 32 F-35 in 2020; the first came after the last year of the register."""
    cut = register_of(KNOWN)
    order, arrival = (
        pieces(cut, "USA", "POL", (2020, 2020), 32.0, "F-35", stage, category="aircraft")
        for stage in ("contract", "delivery")
    )
    assert [order["finding"], order["deals"], arrival["finding"]] == ["not checked", 0, "no deal"]
    assert "This file lists only orders of which something was delivered." in order["verdict"]
    assert "The register knows \u201cF-35\u201d" in order["verdict"]


@pytest.mark.parametrize(
    ("stage", "start", "end", "finding", "when"),
    [
        ("delivery", 2023, 2023, "no deal", "2023"),
        ("delivery", 2023, 2024, "not checked", "2023"),
        ("payment", 2022, 2030, "not checked", "2022–23"),
        ("contract", 2020, 2023, "no deal", "2020–23"),
        ("contract", 2022, 2025, "not checked", "2022–23"),
        # a loan of 2020 can pay for deals of 2023, one of 2021 for those of 2024
        ("loan", 2020, 2020, "no deal", "2020–23"),
        ("loan", 2021, 2021, "not checked", "2021–23"),
    ],
)
def test_years_that_the_register_does_not_cover_are_not_denied(stage, start, end, finding, when):
    """The register ends with 2023; that nothing came in 2024 was said of a year in which nobody looked."""
    register = register_of(KNOWN + WAITING)
    found = af.plausibility(signed("FRA", "ARM", start, 5e6, end=[end], stage=stage), register=register).iloc[
        0
    ]
    assert found["finding"] == finding
    assert f"No delivery in {when}." in found["verdict"]
    assert ("But the register covers 1950–2023 only." in found["verdict"]) == (finding == "not checked")


def test_what_arrived_is_said_of_the_years_that_the_register_covers():
    """Ten of 60 million TIV in 2023; of 2024 and 2025 nothing is known."""
    register = register_of("Armenia,USA,2022,,10,,Wasp-1,tank,10,,2023,New,,6,60,60\n")
    money = af.plausibility(signed("USA", "ARM", 2023, 3e8, end=[2025], stage="payment"), register=register)
    assert (
        "All that the United States delivered to Armenia in 2023 comes to 60 million" in money["verdict"][0]
    )
    assert (
        "For the 60 million TIV of all weapons delivered in 2023 the claim makes 5 USD" in money["verdict"][0]
    )
    counted = pieces(register, "USA", "ARM", (2023, 2025), 10.0, "Wasp-1", "delivery")
    assert "This deal delivered 10 pieces in 2023 (Wasp-1), against 10 claimed." in counted["verdict"]
    volume = signed("USA", "ARM", 2023, 60e6, end=[2025], stage="delivery", unit="TIV", item="Wasp-1")
    said = af.plausibility(volume, register=register)["verdict"][0]
    assert "This deal delivered 60 million TIV in 2023, against 60 million TIV claimed." in said


@pytest.mark.parametrize("words", ["24 Apache", "24 Apache helicopters", "some twenty-four Apache"])
def test_a_name_is_the_registers_and_not_the_claims_words(words):
    """The register does not know "24 Apache"."""
    register = register_of(
        KNOWN + "Chile,USA,2019,,5,,AH-64E Apache,combat helicopter,5,,2020,New,,5,25,25\n"
    )
    found = pieces(register, "USA", "POL", (2020, 2022), 24.0, words)
    assert "The register knows \u201cApache\u201d, and lists no deal of it" in found["verdict"]


def test_a_comment_names_what_it_names():
    """The comment calls the S-70 a UH-60, and says nothing of 32 of them."""
    found = pieces(register_of(KNOWN), "USA", "POL", (2020, 2022), 32.0, "32 UH-60 helicopters")
    assert "The comment of this deal names \u201cUH-60\u201d." in found["verdict"]


def test_a_little_is_not_printed_as_nothing():
    """0.3 million TIV stood as 0, and 4 of 2,000 million dollars as 0 per cent."""
    register = register_of("Armenia,USA,2015,,3,,Wasp-1,UAV,3,,2016,New,,0.1,0.3,0.3\n")
    budget = pd.DataFrame({"party": "ARM", "year": [2015], "value": 2e9, "unit": "USD"})
    claims = signed("USA", "ARM", 2015, 4e6, end=[2015])
    found = af.plausibility(claims, register=register, spending=budget)["verdict"][0]
    assert "1 deal that could be meant, of 0.3 million TIV." in found
    assert "4 million USD is 0.2 % of Armenia's whole military spending in 2015" in found
    shown = {
        (0.3e6, 0.3e6, 0.3e6): "0.3 million TIV",
        (0.3e6, 0.0, 0.9e6): "0.3 [0–0.9] million TIV",
        (0.304e6, 0.301e6, 0.309e6): "0.3 [0.3–0.31] million TIV",
        (4e3, 4e3, 4e3): "under 0.01 million TIV",
        (0.0, 0.0, 0.0): "0 million TIV",
        (5.4e6, 5.4e6, 5.4e6): "5 million TIV",
        (2e6, 0.25e6, 5e6): "2 [0.25–5] million TIV",
        (np.nan, 0.25e6, np.inf): "at least 0.25 million TIV",
    }
    assert [millions(Bounded(*map(np.array, figures))) for figures in shown] == [*shown.values()]


def test_a_price_does_not_say_that_a_doubtful_claim_is_none():
    """The loan is 5.5 times the spending; its price per TIV alone would not make it doubtful."""
    found = checked(value=[2.2e9], stage="loan", start=[2012], end=[2012])
    assert found["finding"] == "doubtful"
    assert (
        "The price per TIV is high, but does not make the claim doubtful: a loan need not" in found["verdict"]
    )


# one name under several categories, as the register sorts it and otherwise than the words of the news do
TWICE = (
    "Poland,South Korea,2016,,96,,K-9,self-propelled gun chassis,96,,2017,New,,1,96,96\n"
    "Poland,South Korea,2022,,212,,K-9 Thunder 155mm,self-propelled gun,72,,2022,New,,4,848,288\n"
    "Pakistan,China,2019,,70,,HQ-9,SAM,70,,2021,New,,1,70,70\n"
    "Pakistan,China,2019,,1,,HQ-9,SAM system,1,,2021,New,,47,47,47\n"
    "Pakistan,China,2014,,300,,LY-80,SAM,300,,2016,New,,1,75,75\n"
    "Pakistan,China,2014,,3,,LY-80 SAMS,SAM system,3,,2016,New,,50,150,150\n"
    "Latvia,Germany,1995,,1,,Osa,patrol craft,1,,1995,Second hand,,6,6,6\n"
    "Peru,USA,1974,,8,,YO,tanker,8,,1975,Second hand,,6,48,48\n"
)


@pytest.mark.covering(6)
@pytest.mark.parametrize(
    ("supplier", "recipient", "year", "number", "words", "meant"),
    [
        ("KOR", "POL", 2016, 96, "K-9", "96 K-9"),
        ("KOR", "POL", 2016, 96, "K-9 self-propelled howitzers", "96 K-9"),
        ("KOR", "POL", 2022, 212, "k 9", "212 K-9 Thunder 155mm"),
        ("CHN", "PAK", 2019, 70, "HQ-9", "71 HQ-9"),
        ("CHN", "PAK", 2019, 1, "HQ9", "71 HQ-9"),
        ("CHN", "PAK", 2019, 70, "HQ-9 missiles", "70 HQ-9"),
        ("CHN", "PAK", 2019, 1, "HQ-9 air defence system", "1 HQ-9"),
        ("CHN", "PAK", 2014, 300, "LY-80", "3 LY-80 SAMS, 300 LY-80"),
        ("CHN", "PAK", 2014, 300, "300 LY-80 missiles", "300 LY-80"),
        ("DEU", "LVA", 1995, 1, "Osa", "1 Osa"),
        ("USA", "PER", 1974, 8, "8 YO tankers", "8 YO"),
        ("USA", "PER", 1974, 8, "yo", "8 YO"),
    ],
)
def test_a_name_goes_before_the_category_that_a_list_of_words_has_for_it(
    supplier, recipient, year, number, words, meant
):
    """Only another word beside the name chooses among deals that bear it."""
    known = known_category(words) or "all"
    span = (year, year)
    found = pieces(register_of(TWICE), supplier, recipient, span, float(number), words, category=known)
    assert [found["finding"], found["pieces"]] == ["not contradicted", meant]
    other = "No deal of these years is of the kind in \u201cK-9 self-propelled howitzers\u201d, so all deals"
    assert (other in found["verdict"]) == (words == "K-9 self-propelled howitzers")


@pytest.mark.covering(1)
@pytest.mark.parametrize(("category", "deals"), [("armoured_vehicles", 1), ("artillery", 0)])
def test_a_register_that_was_chosen_by_category_may_lack_deals_of_a_name(category, deals):
    """The chassis of the K-9 is an armoured vehicle, so that howitzers alone deny nothing of it."""
    chosen = af.where(register_of(TWICE + WAITING), category=category)
    found = pieces(chosen, "KOR", "POL", (2016, 2016), 96.0, "K-9", category="artillery")
    assert [found["finding"], found["deals"]] == [("not contradicted" if deals else "not checked"), deals]
    assert "and covers only a part of this claim" in found["verdict"]


def test_engines_of_a_weapon_are_not_the_weapon(armour):
    """The register knows the F-16, and engines for it have names of their own."""
    found = pieces(armour, "DEU", "UKR", (2022, 2023), 5.0, "F-16 engines", category="engines")
    assert "The register knows" not in found["verdict"]


def test_deliveries_that_were_left_out_are_not_none(armour):
    def of(register):
        return pieces(register, "DEU", "UKR", (2022, 2023), 18.0, "Leopard 2", "delivery")

    orders_only = of(af.where(register_of(ARMOUR + WAITING), stage="contract"))
    assert orders_only["finding"] == "not checked"
    assert "delivered 0 or more pieces" in orders_only["verdict"]
    cut = of(af.where(armour, stage="contract"))
    assert cut["finding"] == "not checked"
    assert "The register covers no year in full" in cut["verdict"]
    nothing = of(af.where(armour, recipient="CHN"))
    assert [nothing["finding"], nothing["verdict"]] == ["not checked", "The register has no records."]


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("chosen", "supplier", "cells", "said"),
    [
        (
            {"recipient": "UKR"},
            "USA",
            {"recipient": "EST"},
            "for recipient Ukraine and does not cover this pair",
        ),
        (
            {"supplier": ["DEU", "POL"]},
            "USA",
            {},
            "for supplier Germany, Poland and does not cover this pair",
        ),
        ({"recipient": "members:EU"}, "USA", {}, "and does not cover this pair"),
        (
            {"category": "aircraft"},
            "USA",
            {"category": "missiles"},
            "Aircraft and does not cover these weapons",
        ),
    ],
)
def test_a_register_that_was_chosen_for_others_says_nothing_of_a_claim(armour, chosen, supplier, cells, said):
    asked = {"recipient": "UKR"} | cells
    found = pieces(
        af.where(armour, **chosen), supplier, asked.pop("recipient"), (2022, 2023), 9.0, "", **asked
    )
    assert found["finding"] == "not checked"
    assert pd.isna(found["deals"])
    assert "The register was chosen for " in found["verdict"]
    assert said in found["verdict"]


def test_a_register_that_was_chosen_for_the_claim_covers_it(armour):
    group = af.where(armour, recipient=["UKR", "members:EU"])
    assert pieces(group, "DEU", "UKR", (2022, 2023), 18.0, "Leopard 2")["finding"] == "not contradicted"
    other = pieces(group, "DEU", "FRA", (2022, 2023), 18.0, "Leopard 2", "delivery")
    assert other["finding"] == "no deal"
    both = af.concat(*(af.where(armour, supplier=code) for code in ("DEU", "USA")))
    assert pieces(both, "USA", "UKR", (2022, 2023), 31.0, "M1A1")["finding"] == "not contradicted"
    assert (
        "Germany or supplier United States"
        in pieces(both, "POL", "UKR", (2022, 2022), 9.0, "T-72")["verdict"]
    )


def test_a_register_that_covers_a_part_of_a_claim_does_not_deny_the_rest(armour):
    planes = af.where(armour, category="aircraft")
    found = pieces(
        planes, "USA", "UKR", (2022, 2023), 900.0, "F-16, tanks", category="aircraft+armoured_vehicles"
    )
    assert found["finding"] == "not checked"
    assert "Chosen for category Aircraft and covers only a part".lower() in found["verdict"].lower()
    none = pieces(planes, "DEU", "UKR", (2022, 2023), 9.0, "weapons", category="all")
    assert none["finding"] == "not checked"
    assert "It has no deal that could be meant." in none["verdict"]


def test_a_claim_of_the_un_registers_categories_is_not_read_by_those_of_sipri(armour):
    """Its artillery begins at 75 mm, SIPRI's at 100; battle tanks are tanks in both."""
    vehicles, tanks = (
        pieces(armour, "DEU", "UKR", (2022, 2023), 400.0, words, "delivery", category=category)
        for words, category in (("armoured combat vehicles", "un:II"), ("battle tanks", "un:I"))
    )
    assert vehicles["finding"] == "not checked"
    assert [tanks["finding"], tanks["designations"]] == ["doubtful", "Leopard-2A6, Leopard-1A5"]


def test_phrases_that_name_no_weapon_count_as_whole_categories(armour):
    words = 'helicopters, "tank equipment, and artillery armor"'
    found = pieces(armour, "DEU", "UKR", (2022, 2023), 100.0, words, "delivery")
    assert "\u201ctank equipment\u201d is read as the whole category Armoured vehicles" in found["verdict"]
    assert "\u201cartillery armor\u201d is read as the whole categories Armoured vehicles" in found["verdict"]


def test_claims_that_are_covered_and_that_are_not_stand_in_one_table(engine, armour):
    claims = pd.concat(
        signed("USA", recipient, 2022, 31.0, unit="pieces", item="M1A1", record=[recipient])
        for recipient in ("UKR", "EST")
    )
    chosen = engine.of(af.where(armour, recipient="UKR"))
    found = plain(af.plausibility(engine.of(claims), register=chosen)).set_index("record")
    assert found["finding"].tolist() == ["not contradicted", "not checked"]
    assert found["pieces"].isna().tolist() == [False, True]
    assert found["deals"].isna().tolist() == [False, True]


@pytest.mark.sweep
def test_one_is_no_plural():
    """One HQ-9 system of one deal, ordered and delivered."""
    for stage, words in (
        ("contract", "ordered 1 piece (HQ-9)"),
        ("delivery", "delivered 1 piece in 2021 (HQ-9)"),
    ):
        year = 2019 if stage == "contract" else 2021
        found = pieces(register_of(TWICE), "CHN", "PAK", (year, year), 1.0, "HQ-9 air defence systems", stage)
        assert f"This deal {words}, against 1 claimed." in found["verdict"]


def test_a_volume_of_a_weapon_is_compared_with_that_of_the_weapon(engine):
    """Of 118 million TIV that came in 2021, 70 are missiles and 47 the system, and 1 of another weapon."""
    other = "Pakistan,China,2018,,1,,Wasp,UAV,1,,2021,New,,1,1,1\n"
    register = engine.of(register_of(TWICE + other))

    said = [(1e6, "Wasp"), (2e6, "Wasp"), (47e6, "HQ-9"), (117e6, "HQ-9"), (118e6, "HQ-9")]
    said += [(117e6, "weapons"), (118e6, "weapons")]
    cells = {"unit": "TIV", "stage": "delivery"}
    claims = pd.concat(
        signed("CHN", "PAK", 2021, value, record=[f"{value / 1e6:.0f} {item}"], item=item, **cells)
        for value, item in said
    )
    found = plain(af.plausibility(engine.of(claims), register=register)).set_index("record")
    assert found["finding"].to_dict() == {
        "1 Wasp": "not contradicted",
        "2 Wasp": "doubtful",
        # of two deals a claim can mean one
        "47 HQ-9": "not contradicted",
        "117 HQ-9": "not contradicted",
        "118 HQ-9": "doubtful",
        "117 weapons": "doubtful",
        "118 weapons": "not contradicted",
    }
    verdicts = found["verdict"]
    delivered = "This deal delivered 1 million TIV in 2021, against 1 million TIV claimed."
    assert delivered in verdicts["1 Wasp"]
    assert "These deals delivered 117 million TIV in 2021, against" in verdicts["47 HQ-9"]


def test_claims_are_not_set_against_money_that_the_year_did_not_have(engine):
    """814 million of the later roubles are 1 per cent of 81.4 billion, and not of as many old ones."""
    budget = pd.DataFrame({"party": ["RUS"], "year": [1997], "value": [81.4e9], "unit": "RUB"})
    cells = {"supplier": ["USA"], "recipient": ["RUS"], "start": [1997], "end": [1997], "value": [814e6]}
    today = claim(**cells, unit="RUB", redenominated=True)
    marked = budget.assign(redenominated=True)
    found = plain(af.plausibility(engine.of(today), spending=engine.of(marked)))
    assert found["share_of_spending"].tolist() == pytest.approx([0.01])
    with pytest.raises(af.CurrencyError, match="spending is in RUB in 1997, when RUR was in force"):
        af.plausibility(engine.of(today), spending=engine.of(budget))
    with pytest.raises(af.CurrencyError, match="figures are in RUB in 1997, when RUR was in force"):
        af.plausibility(engine.of(today.drop(columns="redenominated")), spending=engine.of(marked))
    # of what is not compared nothing is asked
    dollars = claim(**cells)
    assert "so they are not compared" in af.plausibility(dollars, spending=budget)["verdict"].iloc[0]


@pytest.mark.parametrize(
    ("comment", "amount", "said"),
    [
        ("$360-430 m deal", 421e6, "a price of 360–430 million USD; the claim lies inside"),
        ("$360-430 m deal", 430e6, "a price of 360–430 million USD; the claim lies inside"),
        ("$360-430 m deal", 860e6, "a price of 360–430 million USD; the claim is 2.0–2.4 times that"),
        ("$360-430 m deal", 90e6, "a price of 360–430 million USD; the claim is 0.2–0.3 times that"),
        ("$900-1100 m deal", 2e9, "a price of 900 million–1.1 billion USD; the claim is 1.8–2.3 times that"),
        # no wider than it is printed
        ("$400 m deal", 421e6, "a price of 400 million USD; the claim is 1.1 times that"),
        ("$1.2 b deal", 1.2e9, "a price of 1.2 billion USD; the claim is 1.0 times that"),
        ("Part of $360-430 m deal", 421e6, "come to 360–430 million USD; the claim lies inside"),
        # one end only is printed
        (
            "up to $400 m deal",
            421e6,
            "a price of at most 400 million USD; the claim is at least 1.0 times that",
        ),
        ("up to $400 m deal", 200e6, "a price of at most 400 million USD; the claim lies inside"),
        ("at least $400 m deal", 200e6, "of 400 million USD or more; the claim is at most 0.5 times that"),
    ],
)
def test_a_price_printed_as_a_range_stands_as_one(comment, amount, said):
    """421 of 360 to 430 lies inside, 860 is 2 and 2.39 times that; the verdict had the middle, 395."""
    register = register_of(NEXT + WASP.format(comment))
    found = af.plausibility(signed("USA", "ARM", 2015, amount), register=register).iloc[0]
    assert said in found["verdict"]


def test_a_claim_within_double_the_upper_end_of_a_price_is_not_contradicted():
    """Double of 430 is 860, of the middle 790; the price per TIV is far above what is usual."""
    register = register_of(NEXT + WASP.format("$360-430 m deal"))
    found = [
        af.plausibility(signed("USA", "ARM", 2015, amount), register=register).iloc[0]["finding"]
        for amount in (850e6, 870e6)
    ]
    assert found == ["not contradicted", "doubtful"]


@pytest.mark.parametrize(
    ("ordered", "said"),
    [
        # 50 million over 4 million; over 8, and over the 1 that was ordered at least
        (
            1,
            "For the larger of two volumes, 1 million TIV of this deal and 4 [0–8] million TIV of all "
            "weapons delivered in 2019, the claim makes 12 [6.2–50] USD a TIV.",
        ),
        # the upper bound is that of what arrived
        (
            5,
            "For the larger of two volumes, 5 million TIV of this deal and 4 [0–8] million TIV of all "
            "weapons delivered in 2019, the claim makes 10 [6.2–10] USD a TIV.",
        ),
        (8, "For the 8 million TIV of this deal the claim makes 6.2 USD a TIV."),
    ],
)
def test_what_was_ordered_is_no_bound_of_what_arrived(ordered, said):
    """Of 8 m TIV in 2019–20 none or all can have arrived in 2019, whatever was ordered of the weapon."""
    rows = (
        "India,Russia,2015,,8,,Rook-1,tank,8,,2019; 2020,New,,1,8,8\n"
        f"India,Russia,2019,,{ordered},,Crow-1,FGA aircraft,1,,2021,New,,1,{ordered},1\n"
    )
    claim = signed("RUS", "IND", 2019, 50e6, item="Crow-1")
    verdict = af.plausibility(claim, register=register_of(rows)).iloc[0]["verdict"]
    assert "All that Russia delivered to India in 2019 comes to 4 [0–8] million TIV." in verdict
    assert said in verdict


@pytest.mark.parametrize("words", ["submarines", "attack submarines", "Kilo-class submarines"])
def test_a_kind_that_these_deals_are_not_of_is_not_the_whole_category(words):
    """Six patrol ships were set against eight submarines, and did not contradict them."""
    ships = (
        "Pakistan,China,2015,,6,,Gull-1,patrol craft,6,,2018,New,,10,60,60\n"
        "Viet Nam,Russia,2009,,6,,Eel-1,submarine,6,,2014,New,,10,60,60\n"
    )
    # whether or not others have some
    for rows in (ships, ships.splitlines(True)[0]):
        found = pieces(register_of(rows), "CHN", "PAK", (2015, 2015), 8, words)
        assert [found["finding"], found["deals"]] == ["not checked", 0]
        assert (
            "The register describes no deal from China to Pakistan as “submarines”, in any year. "
            "It may describe them in other words."
        ) in found["verdict"]
    # of what arrived without any ship nothing is meant in other words
    none = pieces(register_of(ships), "CHN", "VNM", (2015, 2015), 8, words, "delivery")
    assert none["finding"] == "no deal"


@pytest.mark.parametrize(
    ("words", "found", "note"),
    [
        ("подводные лодки", "Eel-1", ""),
        ("attack submarines", "Eel-1", "“attack submarines” is read as all “submarines”."),
        ("AWACS", "Owl-1", ""),
        ("ballistic missiles", "Dart-1", ""),
        ("mine countermeasures ships", "Mole-1", ""),
        ("submarines and frigates", "Gull-1", "No deal of these parties is described as “submarines”."),
    ],
)
def test_kinds_have_several_names(words, found, note):
    """Of the deals of a pair one is meant, and not all of its category."""
    rows = {
        "Gull-1": "frigate",
        "Eel-1": "submarine",
        "Mole-1": "MCM ship",
        "Owl-1": "AEW&C aircraft",
        "Rook-1": "fighter aircraft",
        "Dart-1": "SSM",
        "Dart-2": "SAM",
    }
    if "and" in words:
        rows.pop("Eel-1")
    text = "".join(
        f"Viet Nam,Russia,2009,,6,,{name},{kind},6,,2014,New,,10,60,60\n" for name, kind in rows.items()
    )
    one = pieces(register_of(text), "RUS", "VNM", (2009, 2009), 6, words)
    assert one["designations"] == found
    assert note in one["verdict"]
    assert "whole category" not in one["verdict"]


def test_a_claim_that_was_printed_as_a_range_stands_with_its_ends():
    """425 is the middle of 400–450, 11 that of 10–12; "$421 million" has no bounds to print."""
    money = {"recipient": ["ARM"], "start": [2012], "end": [2012], "stage": "payment"}

    def spent(**cells):
        return af.plausibility(claim(**money | cells), spending=BUDGET).iloc[0]["verdict"]

    ranged = spent(value=[425e6], low=[400e6], high=[450e6])
    assert ranged.startswith("425 million [400–450 million] USD is 106 % (100–113 %)")
    assert spent(value=[421e6], low=[420.5e6], high=[421.5e6]).startswith("421 million USD is 105 % of")
    assert spent(value=[60e6], low=[60e6], high=[np.inf]).startswith("60 million USD or more is 15 %")
    assert spent(value=[60e6], low=[0.0]).startswith("At most 60 million USD is 15 % (0–15 %)")
    assert spent(value=[np.nan], low=[60e6], high=[np.inf]).startswith("A sum of 60 million USD or more is")
    assert "against 11 [10–12] claimed" in counted(11, 10, 12)
    assert "against 20–99 claimed" in counted(np.nan, 20, 99)
    assert "against 20 or more claimed" in counted(np.nan, 20, np.inf)


def counted(value: float, low: float, high: float) -> str:
    """What is said of a claim of tanks."""
    cells = {"low": [low], "high": [high], "unit": "pieces", "item": "Kite-4"}
    one = signed("RUS", "ARM", 2012, value, **cells)
    return af.plausibility(one, register=REGISTER).iloc[0]["verdict"]


def test_a_claim_with_bounds_is_compared_with_a_price_as_a_range():
    """379 to 463 are 0.94 to 1.16 times 400 and 7.6 to 9.3 for each of 50 million TIV; 8.4 is neither."""
    register = register_of(NEXT + WASP.format("$400 m deal"))
    hedged = signed("USA", "ARM", 2015, 421e6, low=[379e6], high=[463e6])
    verdict = af.plausibility(hedged, register=register).iloc[0]["verdict"]
    assert "a price of 400 million USD; the claim is 0.9–1.2 times that" in verdict
    assert "the claim makes 8.4 [7.5–9.3] USD a TIV." in verdict


def test_usual_prices_of_ranges_have_bounds():
    """Six prices: 1, 1.1, 1.2, 2, 3 and 8 [6–10] a TIV; the ninth decile is halfway from 3 to the last.

    A claim of 6.4 is above 5.5, but not above 6.5, so that it is not doubtful; one of 6.6 is.
    """
    priced = "Peru,USA,2019,,1,,Rook-9,tank,1,,2019,New,$60-100 m deal,10,10,10\n"
    register = register_of(NEXT + priced + WASP.format(""))
    cheap, dear = (
        af.plausibility(signed("USA", "ARM", 2015, value * 50e6, item="Wasp-1"), register=register).iloc[0]
        for value in (6.4, 6.6)
    )
    assert "is 1.6 USD a TIV, and nine in ten stay below 5.5 [4.5–6.5]." in cheap["verdict"]
    assert cheap["high_price"] == pytest.approx(5.5)
    assert [cheap["finding"], dear["finding"]] == ["not contradicted", "doubtful"]


def test_a_floor_of_pieces_is_one():
    """Of 8 in two years none or all can have arrived in the first; another number is not known."""
    rows = (
        "Armenia,Russia,2012,,8,,Kite-4,tank,8,,2012; 2013,New,,10,80,80\n"
        "Armenia,Russia,2011,,,,Kite-4,tank,,,2012,New,,10,,\n"
    )
    found = pieces(register_of(rows), "RUS", "ARM", (2012, 2012), 3, "Kite-4", "delivery")
    assert "These deals delivered 0 or more pieces in 2012 (Kite-4)" in found["verdict"]


def test_a_volume_to_which_more_may_be_added_says_so():
    """60 million TIV were ordered by one deal; of the other only what arrived is known."""
    rows = (
        "Armenia,Russia,2012,,6,,Kite-4,tank,6,,2012,New,,10,60,60\n"
        "Armenia,Russia,2012,,,,Kite-5,tank,2,,2013,New,,10,,20\n"
    )
    verdict = af.plausibility(signed("RUS", "ARM", 2012, 9e6), register=register_of(rows)).iloc[0]["verdict"]
    assert "The register has 2 deals that could be meant, of 80 million TIV or more." in verdict


def test_a_claim_about_recipients_that_are_not_named_has_no_budget():
    found = checked(recipient="all")
    assert np.isnan(found["share_of_spending"])
    assert "spending" not in found["verdict"]


def test_a_choice_holds_all_parts_or_nothing_of_what_a_claim_is_about():
    assert [_of_side(["RUS", "FRA"], code) for code in ("RUS", "all", "USA")] == [WHOLE, PART, NOTHING]


def test_a_choice_is_said_in_words():
    assert _in_words({}) == "all"
    assert _in_words({"supplier": ["RUS"], "order_year": ["2010"]}) == "supplier Russia and order year 2010"


def test_a_sum_that_may_be_anything_is_compared_with_nothing():
    figure, total = Bounded(NONE, 0.0, INF), Bounded(10.0, 10.0, 10.0)
    assert beside(figure, total) == "can be more or less than that"
    assert beside(Bounded(20.0, 20.0, 20.0), total) == "is 2.0 times that"


def test_a_very_long_phrase_has_no_category():
    assert category_of("tanks " * MOST_LETTERS) is None
    assert category_of("tanks") == known_category("tanks")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Bounded(5e9, 5e9, 5e9), "5 billion USD"),
        (Bounded(NONE, 4e8, 5e8), "A sum from 400 million to 500 million USD"),
        (Bounded(NONE, 4e9, INF), "A sum of 4 billion USD or more"),
    ],
)
def test_a_sum_is_as_precise_as_its_figure(figure, said):
    assert amount(figure, "USD") == said


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.4, "0.4"),
        (950.25, "950.3"),
        # four digits or, of a whole number, all
        (12_345.0, "12,345"),
        (80_000.0, "80,000"),
        (999_999.0, "999,999"),
        (421e6, "421 million"),
        (1.23456e16, "12,346 trillion"),
    ],
)
def test_sums_are_printed_without_powers_of_ten(value, words):
    assert scaled(value) == words


def test_small_ratios_are_printed_without_powers_of_ten():
    assert [two(0.0000079), two(0.00019), two(0.5), two(12.0)] == ["0.0000079", "0.00019", "0.5", "12"]


def test_ranges_in_words():
    assert span(Bounded(NONE, 0.0, 400e6), "USD") == "at most 400 million USD"
    price, claimed = Bounded(395e6, 360e6, 430e6), Bounded(421e6, 421e6, 421e6)
    assert beside(claimed, price) == "lies inside"


def test_a_main_battle_tank_is_no_light_tank():
    assert is_of("tank", "armoured_vehicles", "main battle tank")
    assert not is_of("light tank", "armoured_vehicles", "main battle tank")
    assert is_of("light tank", "armoured_vehicles", "tank")


def test_words_apart_from_each_other_are_no_name():
    """The vehicles of a bracket are no "vehicles Marder"."""
    names = Designations(["Marder-1A3", "Black Hawk"])
    assert names.named("fighting vehicles (Marder)").names == ("Marder",)
    assert names.named("Black Hawk").names == ("Black Hawk",)
    assert names.named("Black, Hawk").names == ()


def test_a_kind_or_a_name_that_no_deal_of_the_pair_has_is_said():
    cells = {"stage": "contract", "value": [8.0], "unit": "pieces"}
    kind = checked(item="bombers", **cells)["verdict"]
    said = "The register describes no deal from Russia to Armenia as “bombers”, in any year. It may describe"
    assert said in kind
    name = checked(item="Rook-1", **cells)["verdict"]
    assert "“Rook-1”, and lists no deal of it from Russia to Armenia in any year. It may have it" in name
    # nobody delivered it to Armenia
    assert "deliveries of it" not in name.lower()


@pytest.mark.parametrize(("claimed", "finding"), [(57e6, "not contradicted"), (58e6, "not checked")])
def test_more_can_be_on_order_than_has_arrived(claimed, finding):
    """38 tanks of 1.5 million TIV arrived; how many were ordered the file does not say."""
    claims = signed("RUS", "ARM", 2010, claimed, unit="TIV")
    found = af.plausibility(claims, register=af.read_sipri(formats.DELIVERIES)).iloc[0]
    said = "This deal delivered 57 million TIV in 1950–2023, and the volume ordered is not known, against"
    assert said in found["verdict"]
    assert found["finding"] == finding


def test_an_order_of_which_no_number_is_known_is_compared_with_none():
    rows = "Armenia,Russia,2012,,,,Kite-4,tank,,,,New,,10,,\n"
    found = pieces(register_of(rows), "RUS", "ARM", (2012, 2012), 4, "Kite-4")
    assert "How many pieces this deal ordered is not known (Kite-4), against 4 claimed." in found["verdict"]
    assert found["finding"] == "not checked"


def test_the_nearest_deal_is_one_of_the_kind_beside_the_name():
    rows = (
        "Armenia,UK,2008,,8,,Hawk,trainer aircraft,8,,2010,New,,10,80,80\n"
        "Armenia,UK,2011,,9,,Hawk,SAM,9,,2012,New,,10,90,90\n"
    )
    found = pieces(register_of(rows), "GBR", "ARM", (2015, 2015), 8, "Hawk trainer aircraft")
    assert found["verdict"].endswith("The nearest is Hawk, ordered 2008.")


def test_sums_in_comments_that_cannot_be_compared_are_said():
    rows = "".join(
        f"{to},USA,2015,,{count},,Wasp-1,tank,{count},,{year},New,{note},5,{volume},{volume}\n"
        for to, count, year, note, volume in [
            ("Armenia", 10, 2016, "$9 m deal (part of $900 m deal)", 50),
            ("Georgia", 10, 2016, "Part of IRR900 m deal", 50),
            ("Azerbaijan", 10, 2016, "EUR9 m deal", 50),
            ("Chile", "", "", "$9 m deal", ""),
        ]
    )
    claims = pd.concat(
        [
            signed("USA", "ARM", 2015, 1.8e9, record=["larger"]),
            signed("USA", "GEO", 2015, 9e8, record=["rials"]),
            signed("USA", "AZE", 2015, 9e6, record=["constant"], prices=["2010"]),
            signed("USA", "CHL", 2015, 1e8, record=["no volume"], stage="payment"),
        ]
    )
    verdicts = af.plausibility(claims, register=register_of(rows)).set_index("record")["verdict"]
    assert (
        "A comment names a larger sum of which the deal is part (Wasp-1: part of $900 m deal). The largest "
        "sums in comments of these deals come to 900 million USD; the claim is 2.0 times that."
    ) in verdicts["larger"]
    assert (
        "(Wasp-1: Part of IRR900 m deal): the price of Wasp-1 alone is not known. Not all sums of which "
        "deals are part can be compared in USD."
    ) in verdicts["rials"]
    # the euro of 2015 is none of 2010
    assert "Comments print" not in verdicts["constant"]
    assert verdicts["constant"].endswith("No price is known to compare the claim with.")
    alone = "Prices in comments alone make no claim doubtful, and no volume is known."
    assert verdicts["no volume"].endswith(alone)
