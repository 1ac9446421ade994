"""Claims checked: each beside the deals that could be meant, their volume, and the recipient's spending."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.errors import ArgumentError
from armsflow.parties import party_name, with_article
from armsflow.records.check import records_of
from armsflow.records.engines import among, back, collect, frame_of, on_engines
from armsflow.records.schema import ALL, FIGURE, period
from armsflow.records.twice import check_once
from armsflow.records.where import is_part
from armsflow.sources.sipri.deal_comments import read_comment
from armsflow.summaries.bounds import Bounded, ratio
from armsflow.summaries.denominators import Denominators, denominators
from armsflow.summaries.orders import deals_listed
from armsflow.transforms import rates

__all__ = ["plausibility"]

_SHARES = ("share_of_spending", "share_of_spending_low", "share_of_spending_high")
#: Columns of its own, and what they hold.
OWN = {
    "volume_in_years": "amount",
    **dict.fromkeys(_SHARES, "fraction"),
    "verdict": "text",
}
FINDINGS = ("implausible", "doubtful", "no deal", "not contradicted", "not checked")
COMMITMENTS = ("offer", "licence", "contract")
# a loan is drawn on in the years after it is agreed
_DRAWN = 3
# years around a claim, and how many priced deals make a price usual
_NEAR, _ENOUGH = 10, 5
_MUCH = 0.5  # of all military spending
_AGREES = 2  # so many times the price of the deals themselves, as with pieces
_SHOWN = 6  # designations, prices
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
    *("spending", *_SHARES, "inside", "finding", "verdict", "start", "end", "register_release"),
)


class _Usual(NamedTuple):
    """What a TIV costs in priced deals of a supplier: the median, and what nine in ten stay below."""

    median: float
    ninth: float
    deals: int


class _Register(NamedTuple):
    """A register: its deals, and what it delivered year by year."""

    deals: pd.DataFrame
    deliveries: pd.DataFrame
    first: int
    last: int
    release: str
    #: whether it lists orders of which nothing has arrived
    all_orders: bool


@on_engines()
def plausibility(
    claims: IntoFrameT, *, register: IntoFrame | None = None, spending: IntoFrame | None = None
) -> IntoFrameT:
    r"""Each claim beside the deals that could be meant and the recipient's military spending, with a verdict.

    Parameters
    ----------
    claims : records frame
        Claims of `read_claims`, or other records.
    register : records frame, optional
        A register of `read_sipri`, as read: the one of deals has comments with prices.
    spending : frame, optional
        Military spending, such as that of `read_milex`: ``party, year, value, unit``, in one unit.

    Returns
    -------
    frame
        One row per claim, in their order: what the claim says (``record`` to ``unit``), then

        - ``deals``: how many deals of the register could be meant; ``deal_ids``, ``designations`` and
          ``pieces`` list them. Meant can be what was ordered in the claim's years; of deliveries,
          payments and aid also what was delivered in them; of a loan what was ordered from then until
          three years later. Where the claim's words name a designation (``"T-90S tanks"``) only those deals
          count, else those of its category. Where a commitment or loan has no such deal, those ordered a year
          before or after can be meant: a contract is often signed in another year than the register has for
          the order. ``order_years`` says in which years they were ordered, and the verdict that these are
          others.
        - ``volume_in_years, volume_low, volume_high``: all that the supplier delivered to the recipient in
          the claim's years [TIV]; deals that straddle them count for the even part, from none to all.
          ``volume_of_deals``: what the deals that could be meant ordered, or delivered where the order is
          not known [TIV].
        - ``prices_in_comments``: prices of these deals that comments print; ``priced``: their sum, equal sums
          once [in ``unit``], those in other money at the mean rate of the year of the order, where there is
          one.
        - ``price_per_tiv``: the claim over ``volume_in_years``, of commitments and loans over the larger of
          the two volumes [``unit`` a TIV]; ``usual_price`` and
          ``high_price``: median and ninth decile of the priced deals of this supplier ordered within ten
          years of the claim, if there are five.
        - ``spending`` [in ``unit``] over the claim's years and ``share_of_spending`` with bounds [1].
        - ``inside``: of a loan, the claims of contracts and payments that it can be part of.
        - ``finding``: "implausible" where a payment exceeds all military spending; "doubtful" where it takes
          more than half of it, where another sum exceeds it, where even the least price per TIV is above the
          ninth decile and the claim above double the prices in comments, or where pieces are more than
          double those of the register; "no deal"; "not contradicted"; "not checked". ``verdict``: sentences
          that say why.

        Prices and volumes are no conversion: a TIV measures what a weapon can do, not what was paid.

    Raises
    ------
    ArgumentError
        If neither `register` nor `spending` is given, or they lack columns, units differ or years of a party
        stand twice in `spending`.
    RecordError
        If spending is negative.

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
    5 billion USD is 111 % (100–122 %) of Armenia's whole military spending in 2010–19, which can pay ...
    """
    if register is None and spending is None:
        raise ArgumentError("neither register nor spending is given; a claim is checked against one or both")
    data = records_of(claims)
    check_once(data)
    rows = collect(data)
    book = None if register is None else _register(register, set(rows["supplier"]))
    budget = None if spending is None else denominators(spending, what="spending", parties=rows["recipient"])
    found = [_checked(claim, rows, book, budget) for claim in rows.itertuples()]
    return back(_typed(pd.DataFrame(found, columns=list(_COLUMNS))), data)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    numbers = [
        *(*FIGURE, "volume_in_years", "volume_low", "volume_high", "volume_of_deals", "priced", "spending"),
        *("price_per_tiv", "usual_price", "high_price", *_SHARES),
    ]
    return table.astype(
        dict.fromkeys(numbers, "float64") | {"deals": "Int64", "start": "int16", "end": "int16"}
    )


def _register(register: Any, suppliers: set[str]) -> _Register:
    """The deals and deliveries of some suppliers in a register."""
    data = records_of(frame_of(register, what="register").to_native())
    seen = collect(data.select("stage", "release", "observed_start", "observed_end").unique())
    rows = collect(data if ALL in suppliers else data.filter(among("supplier", suppliers)))
    rows = rows[rows["unit"].isin(["TIV", "pieces"])]
    delivered = rows[(rows["stage"] == "delivery") & rows["same_as"].isna()]
    releases = sorted(set(seen["release"]) - {""})
    contracts = seen[seen["stage"] == "contract"]
    listed = bool((contracts["observed_start"] <= contracts["observed_end"]).any())
    seen = seen[seen["stage"] == "delivery"] if (seen["stage"] == "delivery").any() else seen
    first, last = (
        (int(seen["observed_start"].min()), int(seen["observed_end"].max())) if len(seen) else (0, 0)
    )
    return _Register(deals_listed(records_of(rows)), delivered, first, last, "+".join(releases), listed)


def _checked(
    claim: Any, claims: pd.DataFrame, book: _Register | None, budget: Denominators | None
) -> dict[str, Any]:
    """What can be said of one claim."""
    years = (int(claim.start), int(claim.end) + (_DRAWN if claim.stage == "loan" else 0))
    out: dict[str, Any] = {name: getattr(claim, name) for name in _COLUMNS if hasattr(claim, name)}
    out |= {"period": period(claim.start, claim.end), "inside": _wholes(claim, claims)}
    figure = Bounded(*(np.array(getattr(claim, name), dtype=float) for name in FIGURE))
    money = claim.unit not in ("TIV", "pieces") and not np.isnan(figure.high)
    clauses: list[str] = []
    findings: set[str] = set()
    if np.isnan(figure.high):
        clauses.append(f"The claim gives no amount of this {claim.stage}")
    if budget is not None and money:
        _against_spending(out, claim, figure, budget, clauses, findings)
    if claim.stage == "loan":
        part = f" (here {out['inside']})" if out["inside"] else ""
        clauses.append(
            f"a loan pays for contracts and lies inside what they cost{part}, so it is added to none of them"
        )
    if book is not None:
        _against_deals(out, claim, years, book, clauses, findings, figure, money)
    if np.isnan(figure.high) or not findings:
        findings = {"not checked"}
    clauses = clauses or [f"nothing is known of {_called(claim.recipient)} to check the claim with"]
    verdict = " ".join(f"{text[0].upper()}{text[1:]}." for text in clauses)
    return out | {"finding": min(findings, key=FINDINGS.index), "verdict": verdict}


def _called(code: str) -> str:
    """A party as it stands in a sentence: "the United States"."""
    return with_article(party_name(code))


def _of(code: str) -> str:
    """A party in the genitive: "Armenia's", "the United States'"."""
    name = _called(code)
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _against_spending(
    out: dict[str, Any],
    claim: Any,
    figure: Bounded,
    budget: Denominators,
    clauses: list[str],
    findings: set[str],
) -> None:
    """The claim over the recipient's military spending of its years."""
    span = range(int(claim.start), int(claim.end) + 1)
    if claim.recipient == ALL:
        return
    if missing := budget.missing(claim.recipient, span):
        lacking = _listed(str(year) for _, year in missing)
        clauses.append(
            f"military spending of {_called(claim.recipient)} is not known for {lacking}, so the sum is not "
            "compared with it"
        )
        return
    if (budget.unit, budget.prices) != (claim.unit, claim.prices):
        clauses.append(
            f"spending is in {budget.unit} at {budget.prices} prices and the claim in "
            f"{claim.unit} at {claim.prices} prices, so they are not compared; to_currency() brings the "
            f"claims to {budget.unit}"
        )
        return
    spent = budget.of_years(claim.recipient, span)
    assert spent is not None
    part = ratio(figure, spent)
    out["spending"] = float(spent.value)
    out |= dict(zip(_SHARES, map(float, part), strict=True))
    best = out["share_of_spending"] if not np.isnan(part.value) else float(part.low)
    text = f"{_amount(figure, claim.unit)} is {_per_cent(part)} of {_of(claim.recipient)} whole military "
    text += f"spending in {out['period']}"
    if claim.stage == "payment" and best > 1:
        findings.add("implausible")
        text += ", which can pay so much only if credit, gifts or aid from outside that budget paid the rest"
    elif best > (_MUCH if claim.stage == "payment" else 1) or (claim.stage == "payment" and part.high > 1):
        findings.add("doubtful")
        text += ", more than a state is likely to spend on arms from one supplier"
        if claim.stage in COMMITMENTS:
            text += ", unless it is paid over many more years"
    else:
        findings.add("not contradicted")
        if claim.stage in COMMITMENTS:
            text += ", though a contract may be paid over other years"
    clauses.append(text)


def _against_deals(
    out: dict[str, Any],
    claim: Any,
    years: tuple[int, int],
    book: _Register,
    clauses: list[str],
    findings: set[str],
    figure: Bounded,
    money: bool,
) -> None:
    """The claim beside the deals of a register that could be meant."""
    first, last = years
    pair = _of_parties(book.deals, claim)
    narrow = _narrowed(pair, claim)
    pool = pair if narrow is None else narrow
    meant = _meant(pool, claim, first, last)
    near = pool.head(0) if len(meant) else _of_next_years(pool, claim, first, last)
    meant = meant if len(meant) else near
    out |= {"deals": len(meant), "register_release": book.release}
    out["deal_ids"] = "+".join(meant["deal"])
    largest = meant.sort_values("volume_delivered", ascending=False)
    out["designations"] = _listed(dict.fromkeys(largest["designation"]))
    out["order_years"] = ", ".join(str(year) for year in sorted(set(meant["order_year"].dropna())))
    out["pieces"] = _pieces(meant)
    if claim.start < book.first or claim.start > book.last:
        clauses.append(f"the register covers {book.first}–{book.last}, so that deals are not all known")
        return
    ordered = meant["volume_ordered"].fillna(meant["volume_delivered"])
    out["volume_of_deals"] = float(ordered.sum()) if len(meant) else 0.0
    volume, _ = _delivered(book.deliveries, pair, first, last)
    out |= dict(zip(("volume_in_years", "volume_low", "volume_high"), map(float, volume), strict=True))
    arrived = _arrived(claim, volume, first, last)
    if not len(meant):
        findings.add("no deal")
        unseen = "" if book.all_orders else " and has no order of which nothing has arrived"
        clauses += [
            f"the register, which counts major arms{unseen}, has no deal that could be meant, and {arrived}",
            *_nearest(pool, first, last),
        ]
        return
    size = _millions(Bounded(*[np.array(out["volume_of_deals"])] * 3))
    prices = _prices(meant)
    out["prices_in_comments"] = _listed((f"{price.name}: {price.words}" for price in prices), "; ")
    text = _meant_in_words(meant, near, first, last, size)
    clauses += [text + _priced(out, claim, figure, prices) if money else text, arrived]
    if len(near):
        clauses.insert(-1, "a contract is often signed in another year than the register has for the order")
    known = book.first <= first and last <= book.last
    if money:
        usual = _usual(book.deals, claim)
        clauses += _price_per_tiv(out, claim, figure, volume, usual, findings, known=known)
        findings.add("not contradicted")
    elif claim.unit == "pieces" and not np.isnan(figure.high) and narrow is not None:
        _, number = _delivered(book.deliveries, narrow, first, last)
        clauses.append(f"these deals brought {number:,.0f} pieces against {_number(figure)} claimed")
        more, less = (float(figure.low) > 2 * number, float(figure.high) < 0.5 * number)
        findings.add("doubtful" if more or less else "not contradicted")
    elif claim.unit == "TIV" and not np.isnan(figure.high):
        apart = figure.low > volume.high or figure.high < volume.low
        findings.add("doubtful" if apart else "not contradicted")
        clauses[-1] += f", against {_millions(figure)} claimed"
    if not known:
        clauses.append(f"but the register covers {book.first}–{book.last} only")


def _meant_in_words(meant: pd.DataFrame, near: pd.DataFrame, first: int, last: int, size: str) -> str:
    """How many deals could be meant, and of another year if they are."""
    deals = f"{len(meant)} deal{'' if len(meant) == 1 else 's'}"
    if not len(near):
        return f"the register has {deals} that could be meant, of {size}"
    return (
        f"the register has no deal of {period(first, last)} that could be meant, but {deals} of the year "
        f"before or after: {_by_order(near)}, of {size}"
    )


def _nearest(pool: pd.DataFrame, first: int, last: int) -> list[str]:
    """The deals of which the year of order is nearest, where none could be meant."""
    known = pool[pool["order_year"].notna()]
    if not len(known):
        return []
    year = known["order_year"].astype(int)
    apart = np.maximum(first - year, year - last)
    found = known[apart == apart.min()]
    return [f"the nearest {'is' if len(found) == 1 else 'are'} {_by_order(found)}"]


def _by_order(deals: pd.DataFrame) -> str:
    """Deals with their years of order, the largest first: "Rafale, ordered 2017"."""
    largest = deals.assign(size=deals["volume_ordered"].fillna(deals["volume_delivered"]))
    largest = largest.sort_values(["order_year", "size"], ascending=[True, False])
    return "; ".join(
        f"{_listed(dict.fromkeys(rows['designation']))}, ordered {year}"
        for year, rows in largest.groupby("order_year")
    )


def _of_parties(deals: pd.DataFrame, claim: Any) -> pd.DataFrame:
    """Deals of the claim's supplier and recipient."""
    for side in ("supplier", "recipient"):
        if getattr(claim, side) != ALL:
            deals = deals[deals[side] == getattr(claim, side)]
    return deals


def _narrowed(deals: pd.DataFrame, claim: Any) -> pd.DataFrame | None:
    """Deals that the claim's words name, else those of its category; None where it says neither."""
    said = _names(str(claim.item or ""))
    named = deals[[bool(said & _names(text)) for text in deals["designation"]]]
    if len(named):
        return named
    wanted = claim.category.split("+")
    met = {leaf for category in deals["category"] for leaf in category.split("+")}
    # of another scheme nothing is known without a crosswalk
    if ALL in wanted or not {_scheme(leaf) for leaf in wanted} & {_scheme(leaf) for leaf in met}:
        return None
    inside = [
        any(is_part(a, b) or is_part(b, a) for a in category.split("+") for b in wanted)
        for category in deals["category"]
    ]
    return deals[inside]


def _scheme(leaf: str) -> str:
    return leaf.partition(":")[0] if ":" in leaf else ""


def _names(text: str) -> set[str]:
    """Words with letters and digits, as designations have them: "S-300PMU-2" is "s300pmu2"."""
    words = re.findall(r"[\w-]+", text.casefold())
    bare = {re.sub(r"[\W_]+", "", word) for word in words}
    return {word for word in bare if re.search(r"\d", word) and re.search(r"[^\W\d]", word)}


def _of_next_years(deals: pd.DataFrame, claim: Any, first: int, last: int) -> pd.DataFrame:
    """Deals ordered a year before or after a commitment; those that its words name, if they name some."""
    if claim.stage not in (*COMMITMENTS, "loan"):
        return deals.head(0)
    near = _meant(deals, claim, first - 1, last + 1)
    # a name without a digit, such as "Rafale", is no word of descriptions
    said = _words(str(claim.item or "")) - _words(" ".join(near["description"].fillna("")))
    named = near[[bool(said & _words(text)) for text in near["designation"]]]
    return named if len(named) else near


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]{4,}", text)}


def _meant(deals: pd.DataFrame, claim: Any, first: int, last: int) -> pd.DataFrame:
    """Deals that a claim of this stage can mean."""
    ordered = deals["order_year"].between(first, last).fillna(False)
    if claim.stage in (*COMMITMENTS, "loan"):
        return deals[ordered]
    delivered = (deals["first"] <= last) & (deals["last"] >= first)
    return deals[ordered | delivered.fillna(False)]


def _delivered(deliveries: pd.DataFrame, pool: pd.DataFrame, first: int, last: int) -> tuple[Bounded, float]:
    """Volume with bounds [TIV], and pieces, that deals delivered in some years."""
    rows = deliveries[deliveries["deal"].isin(set(pool["deal"])) & (deliveries["end"] >= first)]
    rows = rows[rows["start"] <= last]
    start, end = (rows[name].to_numpy(dtype=float) for name in ("start", "end"))
    part = (np.minimum(end, last) - np.maximum(start, first) + 1) / (end - start + 1)
    volumes = rows["unit"].to_numpy() == "TIV"
    value, low, high = (np.nan_to_num(rows[name].to_numpy(dtype=float)) * volumes for name in FIGURE)
    sums = (value * part).sum(), low[part == 1].sum(), high.sum()
    pieces = np.nan_to_num(rows["quantity"].to_numpy(dtype=float)) * part
    return Bounded(*map(np.array, sums)), float(pieces.sum())


def _arrived(claim: Any, volume: Bounded, first: int, last: int) -> str:
    """What the supplier delivered to the recipient in some years, whatever the deal."""
    when = period(first, last)
    if not volume.high > 0:
        return f"no delivery in {when}"
    to = "" if claim.recipient == ALL else f" to {_called(claim.recipient)}"
    return f"all that {_called(claim.supplier)} delivered{to} in {when} comes to {_millions(volume)}"


class _Price(NamedTuple):
    """A price that the comment of a deal prints for itself, and when it was ordered."""

    name: str
    words: str
    amounts: tuple[tuple[str, float | None], ...]
    year: int | None


def _prices(deals: pd.DataFrame) -> list[_Price]:
    """Prices that the comments of deals print for themselves, equal ones once."""
    once: dict[tuple[str, float | None], _Price] = {}
    cells = zip(deals["designation"], deals["note"].fillna(""), deals["order_year"], strict=True)
    for name, note, ordered in cells:
        if money := read_comment(note).own:
            amounts = tuple((amount.unit, amount.value) for amount in money.amounts)
            year = None if pd.isna(ordered) else int(ordered)
            once.setdefault(amounts[0], _Price(str(name), money.words, amounts, year))
    return list(once.values())


def _priced(out: dict[str, Any], claim: Any, figure: Bounded, prices: list[_Price]) -> str:
    """The sum of the prices in the claim's unit, and words for it."""
    each = [_in_unit(price, claim) for price in prices]
    sums = [(value, converted) for value, converted in each if value]
    if not sums:
        return ""
    out["priced"] = float(np.sum([value for value, _ in sums]))
    rate = " at the rates of the years of order" if any(converted for _, converted in sums) else ""
    best = float(figure.low) if np.isnan(figure.value) else float(figure.value)
    together = " together" if len(sums) > 1 else ""
    total = f"{_scaled(out['priced'])} {claim.unit}{together}{rate}"
    times = best / out["priced"]
    return (
        f", of which comments price {len(sums)} at {total}; the claim is "
        f"{f'{times:.1f}' if times >= 0.1 else _two(times)} times that"
    )


def _in_unit(price: _Price, claim: Any) -> tuple[float | None, bool]:
    """A price in the unit of the claim, and whether it was converted; None where that cannot be."""
    if own := next((value for unit, value in price.amounts if unit == claim.unit and value), None):
        return own, False
    for unit, value in price.amounts:
        # constant prices are of another year than that of the order
        if not value or price.year is None or str(claim.prices).isdigit():
            continue
        keys = [(unit, price.year), (claim.unit, price.year)]
        quotes, missing = rates.quoted(keys, rates.exchange_rates(), "rate")
        if not missing:
            return value / quotes[keys[0]] * quotes[keys[1]], True
    return None, False


def _usual(deals: pd.DataFrame, claim: Any) -> _Usual | None:
    """What a TIV cost in the priced deals of the claim's supplier, ordered near the claim's years."""
    near = deals["order_year"].between(claim.start - _NEAR, claim.end + _NEAR).fillna(False)
    some = deals[near & (deals["supplier"] == claim.supplier) & (deals["volume_ordered"] > 0)]
    some = some[some["note"].fillna("").str.contains(r"\d")]
    each = ((read_comment(deal.note).own, deal.volume_ordered) for deal in some.itertuples())
    costs = [
        amount.value / volume
        for money, volume in each
        if money and not money.wider
        for amount in money.amounts
        if amount.unit == claim.unit and amount.value
    ]
    if len(costs) < _ENOUGH:
        return None
    return _Usual(float(np.median(costs)), float(np.quantile(costs, 0.9)), len(costs))


def _price_per_tiv(
    out: dict[str, Any],
    claim: Any,
    figure: Bounded,
    volume: Bounded,
    usual: _Usual | None,
    findings: set[str],
    *,
    known: bool,
) -> list[str]:
    most = np.array(volume)
    if claim.stage in (*COMMITMENTS, "loan") or not most[0] > 0:
        most = np.fmax(most, out["volume_of_deals"])
    if not most[0] > 0:
        return []
    cost = ratio(figure, Bounded(*most))
    out["price_per_tiv"] = float(cost.value)
    shown = float(cost.low) if np.isnan(cost.value) else float(cost.value)
    every = "would make, if it paid for all of them," if claim.stage == "loan" else "makes"
    text = f"for {_millions(Bounded(*most))} the claim {every} {_two(shown)} {claim.unit} a TIV"
    if usual is None:
        return [text]
    out |= {"usual_price": usual.median, "high_price": usual.ninth}
    # what the deals themselves cost says more than what others did
    agrees = float(figure.low) <= _AGREES * out.get("priced", 0.0)
    if cost.low > usual.ninth and not agrees and claim.stage != "loan" and known:
        findings.add("doubtful")
    return [
        f"{text} where the median of {usual.deals} priced deals of {_called(claim.supplier)} is "
        f"{_two(usual.median)} and nine in ten stay below {_two(usual.ninth)}"
    ]


def _wholes(claim: Any, claims: pd.DataFrame) -> str:
    """Of a loan the claims of what it can have paid for."""
    if claim.stage != "loan":
        return ""
    same = (claims["supplier"] == claim.supplier) & (claims["recipient"] == claim.recipient)
    meets = (claims["end"] >= claim.start) & (claims["start"] <= claim.end + _DRAWN)
    paid = claims["stage"].isin(["contract", "payment"])
    return "+".join(claims.loc[same & meets & paid, "record"])


def _listed(texts: Iterable[str], sign: str = ", ") -> str:
    texts = list(texts)
    return sign.join(texts[:_SHOWN]) + (f"{sign}… ({len(texts)} in all)" if len(texts) > _SHOWN else "")


def _pieces(deals: pd.DataFrame) -> str:
    """Pieces by designation, ordered or else delivered, the largest volumes first."""
    numbers = deals["ordered"].fillna(deals["delivered"])
    known = deals.assign(number=numbers, size=deals["volume_delivered"].fillna(0))
    sums = known.groupby("designation", sort=False)[["number", "size"]].sum(min_count=1)
    sums = sums[sums["number"] > 0].sort_values("size", ascending=False)
    return _listed(f"{number:,.0f} {name}" for name, number in sums["number"].items())


def _two(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _scaled(value: float) -> str:
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:.4g} {word}"
    return f"{value:,.4g}"


def _amount(figure: Bounded, unit: str) -> str:
    if np.isnan(figure.value):
        return f"A sum from {_scaled(float(figure.low))} to {_scaled(float(figure.high))} {unit}"
    return f"{_scaled(float(figure.value))} {unit}"


def _number(figure: Bounded) -> str:
    return (
        f"{float(figure.value):,.0f}" if not np.isnan(figure.value) else f"{float(figure.low):,.0f} or more"
    )


def _millions(volume: Bounded) -> str:
    value, low, high = (float(each) / 1e6 for each in volume)
    bounds = f" [{low:,.0f}–{high:,.0f}]" if high - low > 1 else ""
    return f"{value if not np.isnan(value) else low:,.0f}{bounds} million TIV"


def _per_cent(part: Bounded) -> str:
    value, low, high = (100 * float(each) for each in part)
    same = np.isfinite(high) and f"{low:.0f}" == f"{high:.0f}"
    bounds = f"{low:.0f}–{high:.0f} %" if np.isfinite(high) else f"at least {low:.0f} %"
    if np.isnan(value):
        return f"{low:.0f} %" if same else bounds
    return f"{value:.0f} %" + ("" if same else f" ({bounds})")
