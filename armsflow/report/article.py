"""The report on the newspaper's claims that armsflow ships: what they say, and which of them compare."""

from __future__ import annotations

import pandas as pd

from armsflow.charts.annual_rates import plot_annual_rates
from armsflow.charts.shares import plot_shares
from armsflow.charts.supplier_balance import plot_supplier_balance
from armsflow.charts.totals import plot_totals
from armsflow.errors import MixedError
from armsflow.parties import party_name
from armsflow.records.schema import period
from armsflow.records.where import where
from armsflow.records.without_parts import without_parts
from armsflow.report.page import Figure, Grid, Page, Points, printable
from armsflow.sources.claims import read_claims
from armsflow.summaries.annual_rates import annual_rates
from armsflow.summaries.shares import shares
from armsflow.summaries.supplier_balance import supplier_balance
from armsflow.summaries.totals import totals
from armsflow.tables import table_path
from armsflow.transforms.prices import to_prices

__all__: list[str] = []

PRICES = 2020
_PLURAL = {"contract": "contracts", "loan": "loans", "payment": "payments", "delivery": "deliveries"}


def claims_shipped() -> dict[str, pd.DataFrame]:
    """The claims that armsflow ships, by the names of their files."""
    return {n: read_claims(table_path(f"{n}.csv")) for n in ("claims", "claims_south_caucasus")}


def article_page() -> Page:
    """The page on the article's claims, and on wider claims about the same states."""
    article, wider = claims_shipped().values()
    return Page(
        title="From the article's claims to figures",
        question="Armenia is said to have spent $5 billion on Russian weapons in ten years, Azerbaijan to "
        "have signed contracts of nearly $4 billion in five: who got more?",
        answer=_answer(article),
        sections=[
            _claims(article),
            Points("What can and cannot be compared", _limits(article)),
            *_of_the_article(article),
            *_of_the_wider_claims(wider),
        ],
        sources=[
            f"The article: {article['publisher'].iloc[0]}, {article['address'].iloc[0]} "
            f"({article['date'].iloc[0]}). Claims: the publisher and address in each record, compiled by the "
            "armsflow developers.",
            "Prices: World Bank, World Development Indicators, FP.CPI.TOTL (CC BY 4.0). Sums, rates and "
            "shares: own calculation with armsflow.",
        ],
    )


def _answer(article: pd.DataFrame) -> list[str]:
    rates = annual_rates(article)
    paid, signed = (rates[rates["stage"] == stage].iloc[0] for stage in ("payment", "contract"))
    return [
        f"The claims cannot be compared: {_money(paid)} a year ({paid['period']}) is money said to be paid, "
        f"{_money(signed)} a year ({signed['period']}) is the value of contracts.",
        "The loan pays for contracts, so that a sum of the two would count the same arms twice.",
        f"The payment is {article[article['stage'] == 'payment'].iloc[0]['status']}; the bounds of each "
        "number follow from the words of the article.",
    ]


def _of_the_article(article: pd.DataFrame) -> list[Figure]:
    now, then = annual_rates(article), annual_rates(to_prices(article, PRICES))
    return [
        Figure(
            "annual_rates_current",
            "The claims per year, in dollars of the day",
            now,
            plot_annual_rates,
            f"Each figure divided by the length of its own span: {_rates(now)}. That takes away the "
            "difference in length and nothing else. A contract is a promise, a loan a ceiling, a payment "
            "money gone: payment and contract still do not compare.",
        ),
        Figure(
            f"annual_rates_{PRICES}",
            f"The claims per year, in dollars of {PRICES}",
            then,
            plot_annual_rates,
            f"The same in {PRICES} prices: {_rates(then)}. A span of years has no one price level, so "
            "values are taken at the mean of its years and bounds at the dearest and the cheapest of "
            "them. Deflated or not, payment and contract still do not compare.",
        ),
    ]


def _of_the_wider_claims(wider: pd.DataFrame) -> list[Figure]:
    balance = _register_balance(wider)
    money = without_parts(where(wider, unit="USD"))
    over = (int(money["start"].min()), int(money["end"].max()))
    sums = totals(money, by=["stage", "recipient"], over=over)
    parts = shares(money, within=["stage", "recipient"], over=over)
    contracts = shares(where(money, stage="contract"), over=over)
    return [
        Figure(
            "supplier_balance",
            "Whom Russia gave what, by its own reports to the UN",
            balance,
            plot_supplier_balance,
            f"Pieces delivered {balance['period'].iloc[0]}, as Russia reported them to the UN Register: "
            f"{_balances(balance)}. Pieces say nothing of age, quality or price, and pieces of "
            "different kinds are not added.",
        ),
        Figure(
            "totals_by_stage",
            "What was said in money, stage by stage",
            sums,
            plot_totals,
            f"Sums over {period(*over)} in dollars of the day, without parts and duplicate reports: "
            f"{_sums(sums)}. Each stage stands alone: loans pay for contracts, and contracts turn into "
            "deliveries and payments, so a sum across stages counts the same arms again. The payment "
            "rests on a single claim that is unsupported.",
        ),
        Figure(
            "shares_by_stage",
            "Who signed the contracts",
            contracts,
            plot_shares,
            f"Shares of the value of contracts said to have been signed {period(*over)}: "
            f"{_shares(contracts)}. {_sole(parts)} These are the deals that somebody talked about, not all "
            "there were.",
            table=parts,
            width="single",
        ),
    ]


def _register_balance(wider: pd.DataFrame) -> pd.DataFrame:
    reported = where(
        wider[wider["reporter"] == "supplier"],
        supplier="Russia",
        category=["un:I", "un:II"],
        years=(2007, 2013),
        unit="pieces",
    )
    return supplier_balance(reported, supplier="Russia", between=("Azerbaijan", "Armenia"), by="category")


def _money(row: pd.Series, prefix: str = "") -> str:
    """A figure with its bounds in billions, "$0.50 bn [0.45, 0.55]"; bounds alone if it has no value."""
    value, low, high = (row[f"{prefix}{c}"] / 1e9 for c in ("value", "low", "high"))
    if low == high:
        return f"${value:.2f} bn"
    top = "no upper bound" if high == float("inf") else f"{high:.2f}"
    return f"${value:.2f} bn [{low:.2f}, {top}]"


def _rates(rates: pd.DataFrame) -> str:
    return "; ".join(
        f"{party_name(row['recipient'])} from {party_name(row['supplier'])}, {row['stage']} "
        f"{row['period']}, " + (f"{_money(row)} a year" if row["undisclosed"] == 0 else "no value given")
        for _, row in rates.iterrows()
    )


def _balances(balance: pd.DataFrame) -> str:
    things = {"un:I": "battle tanks", "un:II": "armoured combat vehicles"}
    return "; ".join(
        f"{things[row['category']]}, {row['left_value']:.0f} to {party_name(row['left'])} and "
        f"{row['right_value']:.0f} to {party_name(row['right'])} ({row['ratio']:.1f} : 1)"
        for _, row in balance.iterrows()
    )


def _sole(parts: pd.DataFrame) -> str:
    """In words, the stages that have one supplier for all, of which there is nothing to draw."""
    others = parts[parts["stage"] != "contract"]
    return " ".join(
        f"All {_PLURAL[str(stage)]} spoken of are {party_name(rows['supplier'].iloc[0])}'s."
        for stage, rows in others.groupby("stage")
        if rows["supplier"].nunique() == 1
    )


def _sums(sums: pd.DataFrame) -> str:
    return "; ".join(
        f"{_PLURAL[row['stage']]} of {party_name(row['recipient'])}, {_money(row)}"
        for _, row in sums.iterrows()
    )


def _shares(parts: pd.DataFrame) -> str:
    return "; ".join(
        f"{party_name(row['supplier'])} in {party_name(row['recipient'])}, {100 * row['share']:.0f} % "
        f"[{100 * row['share_low']:.0f}, {100 * row['share_high']:.0f}]"
        for _, row in parts.iterrows()
    )


def _claims(article: pd.DataFrame) -> Grid:
    return Grid(
        "The claims, with the precision that their wording admits",
        "",
        ("Claim", "Stage", "Years", "As printed", "Bounds", "Status"),
        [
            (
                printable(
                    f"{party_name(row['recipient'])} from {party_name(row['supplier'])}: {row['item']}"
                ),
                str(row["stage"]),
                period(row["start"], row["end"]),
                printable(row["amount"] or "no value"),
                _bounds(row),
                printable(row["status"]),
            )
            for _, row in article.iterrows()
        ],
        "claims",
        article,
    )


def _bounds(row: pd.Series) -> str:
    if pd.isna(row["high"]):
        return "–"
    if row["low"] == row["high"]:
        return "exact"
    return f"${row['low'] / 1e9:.2f}–{row['high'] / 1e9:.2f} bn"


def _limits(article: pd.DataFrame) -> list[tuple[str, str]]:
    payment = article[article["stage"] == "payment"].iloc[0]
    return [
        (
            "Not payment with contract.",
            f"armsflow refuses to add them: “{_refusal(article)}”. They are stages of one transaction, and "
            "they cannot be compared either, per year or in constant prices.",
        ),
        ("Not loan with contract.", "A loan pays for contracts; the sum would count the arms twice."),
        (
            "Not ten years with five.",
            "Per year of its own span each number can stand beside another of the same stage; the charts "
            "below give every stage a band of its own.",
        ),
        (
            "Not the payment with anything, yet.",
            f"Its status is {payment['status']}. {printable(payment['note'])}",
        ),
        ("Not the delivery with anything.", "It has no value; it is counted as undisclosed, not as 0."),
        (
            "Not one weapon of the set.",
            "The contracts' number is one for helicopters, air-defence systems, armour and artillery "
            "together, and stays one.",
        ),
    ]


def _refusal(article: pd.DataFrame) -> str:
    """What the library says when asked to add payment and contract."""
    try:
        totals(where(article, stage=["contract", "payment"]))
    except MixedError as error:
        return str(error).split(";")[0]
    raise MixedError("payment and contract were added; the rules of adding are broken")
