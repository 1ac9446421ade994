"""The report on the newspaper's claims that armsflow ships: what they say, and which of them compare."""

from __future__ import annotations

import pandas as pd

from armsflow.charts.annual_rates import plot_annual_rates
from armsflow.charts.shares import plot_shares
from armsflow.charts.supplier_balance import plot_supplier_balance
from armsflow.charts.text import names
from armsflow.charts.totals import plot_totals
from armsflow.errors import MixedError
from armsflow.languages import message, number, say, say_in, years
from armsflow.records.schema import period
from armsflow.records.where import where
from armsflow.records.without_parts import without_parts
from armsflow.report import sentences
from armsflow.report.page import Figure, Grid, Page, Points, printable
from armsflow.report.sentences import said_of
from armsflow.rounding import DOWN, UP, fixed
from armsflow.sources.claims import read_claims
from armsflow.summaries.annual_rates import annual_rates
from armsflow.summaries.shares import shares
from armsflow.summaries.supplier_balance import supplier_balance
from armsflow.summaries.totals import totals
from armsflow.tables import table_path
from armsflow.transforms.prices import to_prices

__all__: list[str] = []

PRICES = 2020
_THINGS = {"un:I": "battle tanks", "un:II": "armoured combat vehicles"}
_SOLE = {
    "loan": message("All loans spoken of came {from_supplier}."),
    "payment": message("All payments spoken of went {to_supplier}."),
    "delivery": message("All deliveries spoken of came {from_supplier}."),
}


def claims_shipped() -> dict[str, pd.DataFrame]:
    """The claims that armsflow ships, by the names of their files."""
    return {n: read_claims(table_path(f"{n}.csv")) for n in ("claims", "claims_south_caucasus")}


def article_page() -> Page:
    """The page on the article's claims, and on wider claims about the same states."""
    article, wider = claims_shipped().values()
    return Page(
        title=say("From the article's claims to figures"),
        question=say(
            "Armenia is said to have spent $5 billion on Russian weapons in ten years, Azerbaijan to have "
            "signed contracts of nearly $4 billion in five: who got more?"
        ),
        answer=_answer(article),
        sections=[
            _claims(article),
            Points(say("What can and cannot be compared"), _limits(article)),
            *_of_the_article(article),
            *_of_the_wider_claims(wider),
        ],
        sources=[
            say(
                "The article: {publisher}, {address} ({date}). Claims: the publisher and address in each "
                "record, compiled by the armsflow developers.",
                **{name: article[name].iloc[0] for name in ("publisher", "address", "date")},
            ),
            say(
                "Prices: World Bank, World Development Indicators, FP.CPI.TOTL (CC BY 4.0). Sums, rates and "
                "shares: own calculation with armsflow."
            ),
        ],
    )


def _answer(article: pd.DataFrame) -> list[str]:
    rates = annual_rates(article)
    paid, signed = (rates[rates["stage"] == stage].iloc[0] for stage in ("payment", "contract"))
    return [
        say(
            "The claims cannot be compared: {paid} a year ({paid_years}) is money said to be paid, {signed} "
            "a year ({signed_years}) is the value of contracts.",
            paid=_money(paid),
            paid_years=years(paid["period"]),
            signed=_money(signed),
            signed_years=years(signed["period"]),
        ),
        say("The loan pays for contracts, so that a sum of the two would count the same arms twice."),
        say(
            "The payment is {status}; the bounds of each number follow from the words of the article.",
            status=_status(article[article["stage"] == "payment"].iloc[0]),
        ),
    ]


def _status(row: pd.Series) -> str:
    return say_in("status", printable(row["status"]))


def _of_the_article(article: pd.DataFrame) -> list[Figure]:
    now, then = annual_rates(article), annual_rates(to_prices(article, PRICES))
    return [
        Figure(
            "annual_rates_current",
            say("The claims per year, in dollars of the day"),
            now,
            plot_annual_rates,
            say(
                "Each figure divided by the length of its own span: {rates}. That takes away the difference "
                "in length and nothing else. A contract is a promise, a loan a ceiling, a payment money "
                "gone: payment and contract still do not compare.",
                rates=_rates(now),
            ),
        ),
        Figure(
            f"annual_rates_{PRICES}",
            say("The claims per year, in dollars of {year}", year=PRICES),
            then,
            plot_annual_rates,
            say(
                "The same in {year} prices: {rates}. A span of years has no one price level, so values are "
                "taken at the mean of its years and bounds at the dearest and the cheapest of them. Deflated "
                "or not, payment and contract still do not compare.",
                year=PRICES,
                rates=_rates(then),
            ),
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
            say("Whom Russia gave what, by its own reports to the UN"),
            balance,
            plot_supplier_balance,
            say(
                "Pieces delivered {years}, as Russia reported them to the UN Register: {pieces}. Pieces say "
                "nothing of age, quality or price, and pieces of different kinds are not added.",
                years=years(balance["period"].iloc[0]),
                pieces=_balances(balance),
            ),
        ),
        Figure(
            "totals_by_stage",
            say("What was said in money, stage by stage"),
            sums,
            plot_totals,
            say(
                "Sums over {years} in dollars of the day, without parts and duplicate reports: {sums}. Each "
                "stage stands alone: loans pay for contracts, and contracts turn into deliveries and "
                "payments, so a sum across stages counts the same arms again. The payment rests on a single "
                "claim that is unsupported.",
                years=years(period(*over)),
                sums=_sums(sums),
            ),
        ),
        Figure(
            "shares_by_stage",
            say("Who signed the contracts"),
            contracts,
            plot_shares,
            say(
                "Shares of the value of contracts said to have been signed {years}: {shares}. {sole} These "
                "are the deals that somebody talked about, not all there were.",
                years=years(period(*over)),
                shares=_shares(contracts),
                sole=_sole(parts),
            ),
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
    figure = number(f"{value:.2f}")
    if low == high:
        return say("${figure} bn", figure=figure)
    top = say("no upper bound") if high == float("inf") else number(f"{high:.2f}")
    return say("${figure} bn [{low}, {high}]", figure=figure, low=number(f"{low:.2f}"), high=top)


def _rates(rates: pd.DataFrame) -> str:
    return names.parted(
        f"{said_of(row)}, {_stage(row)} {years(row['period'])}, "
        + (say("{amount} a year", amount=_money(row)) if row["undisclosed"] == 0 else say("no value given"))
        for _, row in rates.iterrows()
    )


def _stage(row: pd.Series) -> str:
    return say_in("one", str(row["stage"]))


def _balances(balance: pd.DataFrame) -> str:
    return names.parted(
        say(
            "{things}, {left_pieces} {to_left} and {right_pieces} {to_right} ({ratio} : 1)",
            things=say_in("pieces", _THINGS[row["category"]]),
            left_pieces=f"{row['left_value']:.0f}",
            right_pieces=f"{row['right_value']:.0f}",
            ratio=number(f"{row['ratio']:.1f}"),
            **sentences.about(left=row["left"], right=row["right"]),
        )
        for _, row in balance.iterrows()
    )


def _sole(parts: pd.DataFrame) -> str:
    """In words, the stages that have one supplier for all, of which there is nothing to draw."""
    others = parts[parts["stage"] != "contract"]
    return " ".join(
        say(_SOLE[str(stage)], **sentences.about(supplier=rows["supplier"].iloc[0]))
        for stage, rows in others.groupby("stage")
        if rows["supplier"].nunique() == 1
    )


def _sums(sums: pd.DataFrame) -> str:
    return names.parted(
        say(
            "{stages} of {recipient}, {amount}",
            stages=names.stages(row["stage"]),
            recipient=names.party(row["recipient"], "name"),
            amount=_money(row),
        )
        for _, row in sums.iterrows()
    )


def _shares(parts: pd.DataFrame) -> str:
    return names.parted(
        say(
            "{partner} in {party}",
            partner=names.party(row["supplier"], "name"),
            party=names.party(row["recipient"], "name"),
        )
        + f", {100 * row['share']:.0f} % [{fixed(100 * row['share_low'], 0, DOWN)}, "
        f"{fixed(100 * row['share_high'], 0, UP)}]"
        for _, row in parts.iterrows()
    )


def _claims(article: pd.DataFrame) -> Grid:
    return Grid(
        say("The claims, with the precision that their wording admits"),
        "",
        (say("Claim"), say("Stage"), say("Years"), say("As printed"), say("Bounds"), say("Status")),
        [
            (
                printable(f"{said_of(row)}: {row['item']}"),
                _stage(row),
                years(period(row["start"], row["end"])),
                printable(row["amount"] or say("no value")),
                _bounds(row),
                _status(row),
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
        return say("exact")
    span = f"{fixed(row['low'] / 1e9, 2, DOWN)}–{fixed(row['high'] / 1e9, 2, UP)}"
    return say("${figure} bn", figure=number(span))


def _limits(article: pd.DataFrame) -> list[tuple[str, str]]:
    payment = article[article["stage"] == "payment"].iloc[0]
    return [
        (
            say("Not payment with contract."),
            say(
                "armsflow refuses to add them: “{refusal}”. They are stages of one transaction, and they "
                "cannot be compared either, per year or in constant prices.",
                refusal=_refusal(article),
            ),
        ),
        (
            say("Not loan with contract."),
            say("A loan pays for contracts; the sum would count the arms twice."),
        ),
        (
            say("Not ten years with five."),
            say(
                "Per year of its own span each number can stand beside another of the same stage; the charts "
                "below give every stage a band of its own."
            ),
        ),
        (
            say("Not the payment with anything, yet."),
            say(
                "Its status is {status}. {note}",
                status=_status(payment),
                note=say_in("note", printable(payment["note"])),
            ),
        ),
        (
            say("Not the delivery with anything."),
            say("It has no value; it is counted as undisclosed, not as 0."),
        ),
        (
            say("Not one weapon of the set."),
            say(
                "The contracts' number is one for helicopters, air-defence systems, armour and artillery "
                "together, and stays one."
            ),
        ),
    ]


def _refusal(article: pd.DataFrame) -> str:
    """What the library says when asked to add payment and contract."""
    try:
        totals(where(article, stage=["contract", "payment"]))
    except MixedError as error:
        return str(error).split(";")[0]
    raise MixedError("payment and contract were added; the rules of adding are broken")
