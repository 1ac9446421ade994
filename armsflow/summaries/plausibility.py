"""Claims checked: each beside the deals that could be meant, their volume, and the recipient's spending."""

from __future__ import annotations

from typing import Any

import pandas as pd
from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.currencies import REDENOMINATED
from armsflow.errors import ArgumentError
from armsflow.records.check import look_at_rows, records_of
from armsflow.records.currency_years import check_currency_years
from armsflow.records.engines import back, collect, on_engines
from armsflow.records.schema import FIGURE, period
from armsflow.records.twice import check_once
from armsflow.summaries.denominators import Denominators, denominators
from armsflow.summaries.plausibility_check import DRAWN, Check
from armsflow.summaries.plausibility_deals import against_deals
from armsflow.summaries.plausibility_register import Register, register_of
from armsflow.summaries.plausibility_spending import SHARES, against_spending
from armsflow.summaries.plausibility_words import called, sentences

__all__ = ["plausibility"]

#: Columns of its own, and what they hold.
OWN = {
    "volume_in_years": "amount",
    **dict.fromkeys(SHARES, "fraction"),
    "verdict": "text",
}
FINDINGS = ("implausible", "doubtful", "no deal", "not contradicted", "not checked")
_COLUMNS = (
    *("record", "supplier", "recipient", "stage", "category", "item", "period", *FIGURE, "unit"),
    *(
        "deals",
        "deal_ids",
        "designations",
        "order_years",
        "volume_in_years",
        "volume_low",
        "volume_high",
        "volume_of_deals",
    ),
    *("pieces", "priced", "prices_in_comments", "price_per_tiv", "usual_price", "high_price"),
    *("spending", *SHARES, "inside", "finding", "verdict", "start", "end", "register_release"),
)


@on_engines(REDENOMINATED)
def plausibility(
    claims: IntoFrameT, *, register: IntoFrame | None = None, spending: IntoFrame | None = None
) -> IntoFrameT:
    r"""Each claim beside the deals that could be meant and the recipient's military spending, with a verdict.

    Parameters
    ----------
    claims : records frame
        Claims of `read_claims`, or other records.
    register : records frame, optional
        A register of `read_sipri`, as read. The one of deals has numbers ordered, and comments with prices;
        files of deliveries have neither.
    spending : frame, optional
        Military spending, such as that of `read_milex`: ``party, year, value, unit``, in one unit;
        and ``redenominated``, as in `burden`.

    Returns
    -------
    frame
        One row per claim, in their order: what the claim says (``record`` to ``unit``), then

        - ``deals``: how many deals of the register could be meant; ``deal_ids``, ``designations`` and
          ``pieces`` list them. Meant can be what was ordered in the claim's years; of deliveries,
          payments and aid also what was delivered in them; of a loan what was ordered from then until
          three years later. Where the claim's words name a weapon (``"Leopard 2"``: all Leopard-2 variants;
          blanks, hyphens and case make no difference) only those deals count, whatever their category
          unless the words say it (``"HQ-9 missiles"``), none where the register has the name for other pairs
          only, else those of the kind that
          they name (``"tanks"``: tanks and light tanks), else those of its category, which the verdict
          says; none where the register describes the deals of that category, and all as other kinds. Where a
          commitment or loan has no such deal, or those of its years make it doubtful, those ordered a year
          before or after can be meant: a contract is often signed in another year than the register has for
          the order. ``order_years`` says in which years they were ordered, and the verdict
          that these are others. Where the claim can only be listed beside the deals of its years and not
          compared with them, the verdict names those of the years beside, and they are not counted.
        - ``volume_in_years, volume_low, volume_high``: all that the supplier delivered to the recipient in
          the claim's years [TIV]; deals that straddle them count for the even part, from none to all.
          ``volume_of_deals``: what the deals that could be meant ordered, or delivered where the order is
          not known [TIV].
        - ``prices_in_comments``: prices of these deals that comments print; ``priced``: their sum, equal sums
          once [in ``unit``], those in other money at the mean rate of the year of the order, where there is
          one.
          Where a comment prints money that cannot be read, or that of aid or rent, the verdict prints the
          comment, and the price makes the claim not doubtful. Nor does it where a comment names a larger sum
          that the deal is part of (``"Part of $900 m deal"``) and the claim is at most double the largest
          sums that comments of the deals print, equal sums once; the verdict prints them.
        - ``price_per_tiv``: the claim over ``volume_in_years``, of commitments and loans over the larger of
          the two volumes, and null where no volume ordered is known, as in files of deliveries [``unit`` a
          TIV]; ``usual_price`` and ``high_price``: median and ninth decile of the priced deals of this
          supplier ordered within ten years of the claim, if there are five; of ranges the middles.
        - ``spending`` [in ``unit``] over the claim's years and ``share_of_spending`` with bounds [1].
        - ``inside``: of a loan, the claims of contracts and payments that it can be part of.
        - ``finding``: "implausible" where a payment exceeds all military spending and even its lower bound
          takes more than half of it; "doubtful" where a payment takes more than half of it, where another sum
          exceeds it, where even the least price per TIV is above the ninth decile (of the upper ends, where
          prices are ranges) and the claim above double the prices in comments, and the larger sums that they
          name, or where pieces do not agree; "no deal";
          "not contradicted"; "not checked" where nothing is known to compare the claim with, such as orders
          or prices that the file lacks (a smaller share of spending says something of payments only), or
          where the register was chosen for other parties or weapons, and ``deals`` is then null.
          ``verdict``: sentences that say why, and what the register lacks. Against spending the value as
          printed decides (where there is none, the lower bound), against prices and pieces the bound that is
          kindest to the claim. A price that is printed as a range stands as one: the
          claim "lies inside", or "is 1.1–1.4 times that".

        Pieces of an offer, licence, contract or loan are compared with those that the deals ordered (where
        the order is not known, delivered), others with those delivered in the claim's years. They do
        not agree where the claim is of more than double, or where its words name a weapon, only one deal
        can be meant, and the claim is of fewer than half: of several deals, of a kind or of a category it
        can mean a part. A claim of more is "not checked" where the register may lack the rest: in years,
        parties or weapons that it does not cover, where a number is not known, and where it leaves out orders
        of which nothing has been delivered yet, unless the claim's words name the weapon.

        Prices and volumes are no conversion: a TIV measures what a weapon can do, not what was paid.

    Raises
    ------
    ArgumentError
        If neither `register` nor `spending` is given, or they lack columns, units differ or years of a party
        stand twice in `spending`.
    CurrencyError
        If claims, or the spending that they are set against, are in a currency that their years did not have.
    RecordError
        If spending is negative.
    SpanError
        If the records of the register stand in several windows that overlap.

    Examples
    --------
    Can Armenia have paid 5 billion dollars out of 450 million a year?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> budget = pd.DataFrame({"party": "ARM", "year": range(2010, 2020), "value": 4.5e8, "unit": "USD"})
    >>> checked = af.plausibility(af.where(claims, stage="payment"), spending=budget)
    >>> checked[["record", "share_of_spending", "finding"]].round(2)
                record  share_of_spending      finding
    0  article-payment               1.11  implausible
    >>> print(checked["verdict"].iloc[0])  # doctest: +ELLIPSIS
    5 billion USD is 111 % (100–123 %) of Armenia's whole military spending in 2010–19. Even its lower ...
    """
    if register is None and spending is None:
        raise ArgumentError("neither register nor spending is given; a claim is checked against one or both")
    data = records_of(claims)
    look_at_rows(data)
    check_once(data)
    check_currency_years(data)
    rows = collect(data)
    book = None if register is None else register_of(register, set(rows["supplier"]), set(rows["recipient"]))
    budget = None if spending is None else denominators(spending, what="spending", parties=rows["recipient"])
    found = [_checked(claim, rows, book, budget) for claim in rows.itertuples()]
    return back(_typed(pd.DataFrame(found, columns=list(_COLUMNS))), data)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    numbers = [
        *(*FIGURE, "volume_in_years", "volume_low", "volume_high", "volume_of_deals", "priced", "spending"),
        *("price_per_tiv", "usual_price", "high_price", *SHARES),
    ]
    return table.astype(
        dict.fromkeys(numbers, "float64") | {"deals": "Int64", "start": "int16", "end": "int16"}
    )


def _checked(
    claim: Any, claims: pd.DataFrame, book: Register | None, budget: Denominators | None
) -> dict[str, Any]:
    """What can be said of one claim."""
    cells: dict[str, Any] = {name: getattr(claim, name) for name in _COLUMNS if hasattr(claim, name)}
    cells |= {"period": period(claim.start, claim.end), "inside": _wholes(claim, claims)}
    check = Check(claim, cells)
    if check.silent:
        check.clauses.append(f"The claim gives no amount of this {claim.stage}")
    if budget is not None and check.of_money:
        against_spending(check, budget)
    if claim.stage == "loan":
        part = f" (here {cells['inside']})" if cells["inside"] else ""
        check.clauses.append(
            f"a loan pays for contracts and is part of what they cost{part}, so it is added to none of them"
        )
    if book is not None:
        against_deals(check, book)
    findings = {"not checked"} if check.silent or not check.findings else check.findings
    clauses = check.clauses or [f"nothing is known of {called(claim.recipient)} to check the claim with"]
    return check.cells | {"finding": min(findings, key=FINDINGS.index), "verdict": sentences(clauses)}


def _wholes(claim: Any, claims: pd.DataFrame) -> str:
    """Of a loan the claims of what it can have paid for."""
    if claim.stage != "loan":
        return ""
    same = (claims["supplier"] == claim.supplier) & (claims["recipient"] == claim.recipient)
    meets = (claims["end"] >= claim.start) & (claims["start"] <= claim.end + DRAWN)
    paid = claims["stage"].isin(["contract", "payment"])
    return "+".join(claims.loc[same & meets & paid, "record"])
