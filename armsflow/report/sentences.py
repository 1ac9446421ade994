"""The answers of a page in sentences: sums, shares, places and balances, with their bounds.

Languages build such sentences differently. So a message may say "{supplier}" in one language and
"{from_supplier}" in another, "aus Russland", and likewise "{recipient}" and "{to_recipient}".
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from armsflow.charts.text import names, numbers
from armsflow.languages import counted, message, number, say, say_count, years

__all__: list[str] = []

_LARGEST = {
    "supplier": message("The largest suppliers in {years} were {list}."),
    "recipient": message("The largest recipients in {years} were {list}."),
}
_PLACE = {
    "supplier": message(
        "{party} was number {place} of all suppliers in {years}, with {share} per cent of all deliveries."
    ),
    "recipient": message(
        "{party} was number {place} of all recipients in {years}, with {share} per cent of all deliveries."
    ),
}
_NO_PLACE = {
    "supplier": message("{party} is not among the suppliers of {years}."),
    "recipient": message("{party} is not among the recipients of {years}."),
}
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
    sized = pd.DataFrame({"cell": cells}).assign(unit=str(row["unit"]), prices=str(row["prices"]))
    scale = numbers.scale_of(sized, ("cell",))
    value, low, high = (cell / scale.factor for cell in cells)
    if math.isnan(high):
        return say("an undisclosed amount")
    span = scale.bounds(low, high)
    if math.isnan(value):
        return f"{span or scale.figure(low)} {scale.phrase()}"
    text = scale.figure(value) if value else "0"
    return f"{text} {scale.phrase()}{f' ({span})' if span else ''}"


def per_cent(share: float, low: float, high: float) -> str:
    """A share with its bounds: "64 per cent (60–70)"."""
    text, ends = numbers.per_cent(share), (numbers.per_cent(low), numbers.per_cent(high))
    said = say("{figure} per cent", figure=text)
    return said + (f" ({ends[0]}–{ends[1]})" if ends[0] != ends[1] else "")


def balance_in_words(balance: pd.DataFrame) -> str:
    """What one supplier delivered to two sides, and how many times as much to one."""
    row = balance.iloc[0]
    left, right = str(row["left"]), str(row["right"])
    given = about(supplier=str(row["supplier"]), left=left, right=right) | {
        "left_amount": amount(row, "left_"),
        "right_amount": amount(row, "right_"),
        "years": years(str(row["period"])),
    }
    ratio = float(row["ratio"])
    if math.isnan(ratio) or ratio in (0.0, math.inf):
        return names.sentence(
            say(
                "{supplier} delivered {left_amount} {to_left} and {right_amount} {to_right} in {years}.",
                **given,
            )
        )
    larger, ratio = (left, ratio) if ratio >= 1 else (right, 1 / ratio)
    return names.sentence(
        say(
            "{supplier} delivered {left_amount} {to_left} and {right_amount} {to_right} in {years}: "
            "{times} times as much {to_larger}.",
            **given,
            **about(larger=larger),
            times=numbers.figure(ratio),
        )
    )


def shares_in_words(parts: pd.DataFrame, code: str) -> list[str]:
    """The share of one supplier in the deliveries to each recipient, in the last window."""
    said = []
    for whole, rows in parts.groupby("recipient", sort=False):
        last = rows[(rows["end"] == parts["end"].max()) & rows["share"].notna()]
        if not len(last):
            continue
        given = about(supplier=code, recipient=str(whole)) | {"years": years(str(last["period"].iloc[0]))}
        # whoever has a row of any window is not in "others"
        named = bool((parts["supplier"] == code).any())
        said.append(names.sentence(_share_in_words(last, code, given, named=named)))
    return said


def _share_in_words(last: pd.DataFrame, code: str, given: dict[str, str], *, named: bool) -> str:
    own = last[last["supplier"] == code]
    if len(own):
        part = per_cent(*own.iloc[0][["share", "share_low", "share_high"]])
        return say("In {years} {supplier} supplied {part} of what {recipient} received.", **given, part=part)
    if not named and (last["supplier"] == "others").any():
        return say(
            "In {years} {supplier} supplied less than those shown of what {recipient} received.", **given
        )
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
        return names.sentence(say_count(*forms, hidden, **given | {"count": number(f"{hidden:,}")}))
    text = message("The {stage} of {years} comes to {amount}.") if aid else _SUM
    return names.sentence(say(text, **given))


def largest_in_words(parts: pd.DataFrame, of: str) -> list[str]:
    """The three largest parts of the last window."""
    last = parts[(parts["end"] == parts["end"].max()) & (parts[of] != "others") & parts["share"].notna()]
    last = last[last["share"] > 0].nlargest(3, "share")
    if not len(last):
        return []
    return [_largest(last, of, of)]


def place_in_words(every: pd.DataFrame, side: str, code: str) -> str:
    """The place of a party among all of its side."""
    row, window = every[every["party"] == code], years(str(every["period"].iloc[0]))
    name = names.sentence(in_text(code))
    if not len(row):
        return say(_NO_PLACE[side], party=name, years=window)
    share = numbers.per_cent(float(row["share"].iloc[0]))
    return say(_PLACE[side], party=name, place=int(row["place"].iloc[0]), years=window, share=share)


def first_in_words(every: pd.DataFrame, side: str) -> str:
    """The three largest of a ranking."""
    return _largest(every.head(3), "party", side)


def _largest(rows: pd.DataFrame, column: str, side: str) -> str:
    named = names.listed(_with_share(rows[column], rows["share"]))
    return say(_LARGEST[side], years=years(str(rows["period"].iloc[0])), list=named)


def _with_share(codes: Iterable[object], shares: Iterable[float]) -> Iterable[str]:
    for code, share in zip(codes, shares, strict=True):
        yield f"{in_text(str(code))} ({say('{figure} per cent', figure=numbers.per_cent(share))})"
