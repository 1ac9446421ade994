"""The answers of a page in sentences: sums, shares, places and balances, with their bounds.

Languages build such sentences differently. So a message may say "{supplier}" in one language and
"{from_supplier}" in another, "aus Russland", and likewise "{recipient}" and "{to_recipient}".
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable

import pandas as pd

from armsflow import rounding
from armsflow.charts import check
from armsflow.charts.text import names, numbers
from armsflow.languages import counted, message, number, say, say_count, years
from armsflow.parties import kind
from armsflow.records.schema import UNKNOWN

__all__: list[str] = []

MOST_NAMED = 3  # in a sentence on the largest
_SHARE = ["share", "share_low", "share_high"]
_LARGEST = {
    "supplier": counted(
        "The largest supplier in {years} was {list}.", "The largest suppliers in {years} were {list}."
    ),
    "recipient": counted(
        "The largest recipient in {years} was {list}.", "The largest recipients in {years} were {list}."
    ),
    # no list of aid has all donors there are
    "donor": counted(
        "The largest donor in {years} was {list}, of the aid listed here.",
        "The largest donors in {years} were {list}, of the aid listed here.",
    ),
}
_OF_UNKNOWN = {
    "supplier": message("Suppliers that are not known delivered {part} in {years}."),
    "recipient": message("Recipients that are not known received {part} in {years}."),
}
#: The same of other stages than deliveries: of licences nothing is delivered.
_OF_UNKNOWN_STAGES = {
    "supplier": message("Suppliers that are not known have {part} in {years}."),
    "recipient": message("Recipients that are not known have {part} in {years}."),
    "donor": message("Donors that are not known have {part} in {years}."),
}
_UNNAMED = {
    "supplier": message("The source names no suppliers: each of its figures is the sum over all of them."),
    "recipient": message("The source names no recipients: each of its figures is the sum over all of them."),
    "donor": message("The source names no donors: each of its figures is the sum over all of them."),
}
_PLACE = {
    "supplier": message(
        "{party} was number {place} of all suppliers in {years}, with {part} of all deliveries."
    ),
    "recipient": message(
        "{party} was number {place} of all recipients in {years}, with {part} of all deliveries."
    ),
}
_UNPLACED = {
    "supplier": message(
        "{party}: {part} of all deliveries in {years}. Organisations, armed groups and unknown suppliers "
        "have no place among the suppliers."
    ),
    "recipient": message(
        "{party}: {part} of all deliveries in {years}. Organisations, armed groups and unknown recipients "
        "have no place among the recipients."
    ),
}
_NO_FIGURE = message("{party} has no place in {years}: its share of all deliveries has no known value.")
_PLACE_OF_STAGES = {
    "supplier": message("{party} was number {place} of all suppliers in {years}, with {part} of the total."),
    "recipient": message(
        "{party} was number {place} of all recipients in {years}, with {part} of the total."
    ),
    "donor": message("{party} was number {place} of the donors listed in {years}, with {part} of the total."),
}
_UNPLACED_OF_STAGES = {
    "supplier": message(
        "{party}: {part} of the total in {years}. Organisations, armed groups and unknown suppliers have no "
        "place among the suppliers."
    ),
    "recipient": message(
        "{party}: {part} of the total in {years}. Organisations, armed groups and unknown recipients have no "
        "place among the recipients."
    ),
    "donor": message(
        "{party}: {part} of the total in {years}. Organisations, armed groups and unknown donors have no "
        "place among the donors."
    ),
}
_NO_FIGURE_OF_STAGES = message("{party} has no place in {years}: its share of the total has no known value.")
_NO_PLACE = {
    "supplier": message("{party} is not among the suppliers of {years}."),
    "recipient": message("{party} is not among the recipients of {years}."),
    "donor": message("{party} is not among the donors of {years}."),
}
_NOT_KNOWN = message("{party} has no known place in {years}: no record gives an amount.")
#: Of what is not nothing, though there is no number: a record without one, or no record at all.
_UNDISCLOSED = message("{stage} {from_supplier} {to_recipient} in {years}: the amount is not disclosed.")
_NO_RECORD = message("{stage} {from_supplier} {to_recipient} in {years}: no record says how much.")
#: The sentence behind a number from which records without one are missing.
HIDDEN = counted(
    "{count} record without a number is not in it.", "{count} records without a number are not in it."
)
#: The same behind shares and places.
_SHARES_LACK = counted(
    "Shares leave out {count} record without a number.", "Shares leave out {count} records without a number."
)
_SUM = message("The {stage} of {years} come to {amount}.")
_HIDDEN_AID = counted(
    "The {stage} of {years} comes to {amount}; {count} record without a number is not in it.",
    "The {stage} of {years} comes to {amount}; {count} records without a number are not in it.",
)
_HIDDEN = counted(
    "The {stage} of {years} come to {amount}; {count} record without a number is not in it.",
    "The {stage} of {years} come to {amount}; {count} records without a number are not in it.",
)


def in_text(code: str) -> str:
    """The name of a party as it stands in a sentence."""
    return names.in_text(names.party(code, "name"))


def about(**parties: str) -> dict[str, str]:
    """The places of parties in a message, from their codes: "supplier", "from_supplier", "to_supplier"."""
    out = {}
    for place, code in parties.items():
        out[place] = in_text(code)
        for side in ("from", "to"):
            out[f"{side}_{place}"] = names.sides(side, [code], "name")
    return out


def said_of(row: pd.Series) -> str:
    """Whom a claim is about: "Armenia from Russia"."""
    return say(
        "{recipient} from {supplier}",
        recipient=names.party(str(row["recipient"]), "name"),
        supplier=names.party(str(row["supplier"]), "name"),
    )


def amount(row: pd.Series, prefix: str = "") -> str:
    """A number of a frame with its unit and bounds: "3,170 million TIV"."""
    cells = [float(row[f"{prefix}{end}"]) for end in ("value", "low", "high")]
    same = {"unit": str(row["unit"]), "prices": str(row["prices"]), "source": str(row.get("source", ""))}
    scale = numbers.scale_of(pd.DataFrame({"cell": cells}).assign(**same), ("cell",))
    value, low, high = (cell / scale.factor for cell in cells)
    if math.isnan(high):
        return say("an undisclosed amount")
    if math.isnan(value) and math.isinf(high):
        least = numbers.figure(low, scale.decimals, to=rounding.DOWN)
        return say("at least {figure}", figure=f"{least} {scale.phrase()}")
    span = scale.bounds(low, high, value)
    if math.isnan(value):
        return f"{span or scale.figure(low)} {scale.phrase()}"
    text = scale.figure(value) if value else "0"
    if str(row["unit"]) == "pieces" and not scale.word and value.is_integer():
        whole = number(f"{value:,.0f}")
        said = say_count("{figure} piece", "{figure} pieces", int(value), figure=whole)
        return said + (f" ({span})" if span else "")
    return f"{text} {scale.phrase()}{f' ({span})' if span else ''}"


def _is_delivered(rows: pd.DataFrame) -> bool:
    """Whether figures are of deliveries; a licence, a contract or a payment is none."""
    return set(rows["stage"]) == {"delivery"}


def per_cent(share: float, low: float, high: float) -> str:
    """A share with its bounds: "64 per cent (60–70)"; the bounds alone where it has no value."""
    text, span = _figures(share, low, high)
    return say("{figure} per cent", figure=text) + (f" ({span})" if span else "")


def _figures(share: float, low: float, high: float) -> tuple[str, str]:
    """A share as it is printed, and its bounds where they print otherwise."""
    span = numbers.between(low, high, numbers.per_cent)
    return (span or numbers.per_cent(low), "") if math.isnan(share) else (numbers.per_cent(share), span)


def balance_in_words(balance: pd.DataFrame) -> str:
    """What one supplier delivered to two sides, and how many times as much to one; and what is not in it."""
    return _with_hidden(_balance_in_words(balance), int(balance["undisclosed"].iloc[0]))


def _with_hidden(text: str, count: int) -> str:
    """A sentence, and how many records without a number are not in what it says."""
    return f"{text} {say_count(*HIDDEN, count)}" if count else text


def _balance_in_words(balance: pd.DataFrame) -> str:
    row = balance.iloc[0]
    left, right = str(row["left"]), str(row["right"])
    given = about(supplier=str(row["supplier"]), left=left, right=right) | {
        "left_amount": amount(row, "left_"),
        "right_amount": amount(row, "right_"),
        "years": years(str(row["period"])),
    }
    ratio = float(row["ratio"])
    if not _is_delivered(balance):
        return names.sentence(_both_sides(row, given))
    if math.isnan(ratio) or ratio in (0.0, math.inf):
        return names.sentence(
            say(
                "{supplier} delivered {left_amount} {to_left} and {right_amount} {to_right} in {years}.",
                **given,
            )
        )
    low, high = float(row["ratio_low"]), float(row["ratio_high"])
    larger = left if ratio >= 1 else right
    if ratio < 1:
        ratio, low, high = 1 / ratio, 1 / high, 1 / low if low else math.inf
    span = numbers.between(low, high, numbers.figure)
    return names.sentence(
        say(
            "{supplier} delivered {left_amount} {to_left} and {right_amount} {to_right} in {years}: "
            "{times} times as much {to_larger}.",
            **given,
            **about(larger=larger),
            times=numbers.figure(ratio) + (f" ({span})" if span else ""),
        )
    )


def _both_sides(row: pd.Series, given: dict[str, str]) -> str:
    """What stands between one supplier and two sides, of other stages than deliveries."""
    return say(
        "{stage} {from_supplier}: {left_amount} {to_left} and {right_amount} {to_right} in {years}.",
        **given,
        stage=names.stages(str(row["stage"])),
    )


def shares_in_words(parts: pd.DataFrame, code: str, none: Container[str]) -> list[str]:
    """The share of one supplier in the deliveries to each recipient, in the last window.

    Of the recipients in `none` it is known that they had nothing of the supplier; of others without a number
    it is not.
    """
    said, end = [], parts["end"].max()
    for whole, rows in parts.groupby("recipient", sort=False):
        last = rows[rows["end"] == end]
        own = last[last["supplier"] == code]
        # of a recipient of which nothing is known, what is undisclosed still is something
        if not last["share_high"].notna().any() and not own["undisclosed"].any():
            continue
        given = about(supplier=code, recipient=str(whole)) | {"years": years(str(last["period"].iloc[0]))}
        said.append(names.sentence(_share_in_words(last, own, given, none=str(whole) in none)))
    return said


def _share_in_words(last: pd.DataFrame, own: pd.DataFrame, given: dict[str, str], *, none: bool) -> str:
    some = own[own["share_high"] > 0]
    delivered = _is_delivered(last)
    if len(some):
        part = per_cent(*some.iloc[0][_SHARE])
        text = (
            message("In {years} {supplier} supplied {part} of what {recipient} received.")
            if delivered
            else message("In {years} {part} of the total {to_recipient} is {from_supplier}.")
        )
        return _with_hidden(say(text, **given, part=part), int(last["undisclosed"].sum()))
    if not none:
        text = _UNDISCLOSED if own["undisclosed"].any() else _NO_RECORD
        return say(text, **given, stage=names.stages(str(last["stage"].iloc[0])))
    if not delivered:
        return say("In {years} nothing of the total {to_recipient} is {from_supplier}.", **given)
    return say("In {years} {supplier} supplied nothing of what {recipient} received.", **given)


def sum_in_words(whole: pd.DataFrame) -> str:
    """The sum of all years, and what is not in it."""
    row = whole.iloc[0]
    hidden = int(row["undisclosed"])
    given = {
        "stage": names.stages(str(row["stage"])),
        "years": years(str(row["period"])),
        "amount": amount(row),
    }
    # aid is one, the other stages are many
    aid = row["stage"] == "aid"
    if hidden:
        forms = _HIDDEN_AID if aid else _HIDDEN
        return names.sentence(say_count(*forms, hidden, **given))
    text = message("The {stage} of {years} comes to {amount}.") if aid else _SUM
    return names.sentence(say(text, **given))


def largest_in_words(parts: pd.DataFrame, of: str) -> list[str]:
    """The three largest of the last window of shares of all."""
    return _largest(_of_last(parts), of, of)


def largest_of_last(parts: pd.DataFrame, of: str) -> list[str]:
    """The codes of the three largest of the last window."""
    return list(largest_of(_of_last(parts), of)[of])


def _of_last(parts: pd.DataFrame) -> pd.DataFrame:
    return parts[parts["end"] == parts["end"].max()]


def largest_of(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The three largest of one window; an unknown party may be several, so that it is none of them."""
    named = rows[~rows[column].astype(str).str.startswith(UNKNOWN) & (rows["share"] > 0)]
    return named.nlargest(MOST_NAMED, "share")


def place_in_words(every: pd.DataFrame, side: str, code: str, *, none: bool) -> str:
    """The place of a party among all of its side; whether it is known that one without a row had `none`."""
    row, window = every[every["party"] == code], years(str(every["period"].iloc[0]))
    given = {"party": names.sentence(in_text(code)), "years": window}
    if not len(row):
        return say(_NO_PLACE[check.role(side, every)] if none else _NOT_KNOWN, **given)
    placed, unplaced, hidden = (
        (_PLACE, _UNPLACED, _NO_FIGURE)
        if _is_delivered(row)
        else (_PLACE_OF_STAGES, _UNPLACED_OF_STAGES, _NO_FIGURE_OF_STAGES)
    )
    place, part = row["place"].iloc[0], per_cent(*row.iloc[0][_SHARE])
    side = check.role(side, row)
    if not pd.isna(place):
        return say(placed[side], **given, place=int(place), part=part)
    # a state has none only where shares have no value
    known = not math.isnan(row["share_high"].iloc[0]) and kind(code) in ("organisation", "group", "unknown")
    return say(unplaced[side], **given, part=part) if known else say(hidden, **given)


def hidden_in_words(rows: pd.DataFrame) -> list[str]:
    """How many records without a number shares of one window and places by them leave out."""
    if "undisclosed" not in rows:
        return []
    count = int(rows["undisclosed"].sum())
    return [say_count(*_SHARES_LACK, count)] if count and (rows["share"] > 0).any() else []


def first_in_words(every: pd.DataFrame, side: str) -> list[str]:
    """The three largest of a ranking."""
    return _largest(every, "party", side)


def unnamed_in_words(side: str) -> str:
    """That a source has sums over all parties of one side: suppliers, donors or recipients."""
    return say(_UNNAMED[side])


def _largest(rows: pd.DataFrame, column: str, side: str) -> list[str]:
    """The three largest of one window, and how much is of unknown parties if that is no less."""
    named = largest_of(rows, column)
    unknown = rows[rows[column].astype(str).str.startswith(UNKNOWN) & (rows["share"] > 0)]
    said, side = [], check.role(side, rows)
    if len(named):
        parts = names.listed(_with_share(named[column], named[_SHARE]))
        window = years(str(named["period"].iloc[0]))
        said.append(say_count(*_LARGEST[side], len(named), years=window, list=parts))
    if len(unknown) and not unknown["share"].sum() < named["share"].min():
        # the sum of shares is at most the whole
        part = per_cent(*unknown[_SHARE].sum().clip(upper=1))
        words = _OF_UNKNOWN if _is_delivered(rows) else _OF_UNKNOWN_STAGES
        said.append(say(words[side], years=years(str(unknown["period"].iloc[0])), part=part))
    return said + hidden_in_words(rows)


def _with_share(codes: Iterable[object], shares: pd.DataFrame) -> Iterable[str]:
    for code, share in zip(codes, shares.to_numpy(dtype=float), strict=True):
        text, span = _figures(*share)
        said = ", ".join(filter(None, (say("{figure} per cent", figure=text), span)))
        yield f"{in_text(str(code))} ({said})"
