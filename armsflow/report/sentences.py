"""The answers of a page in sentences: sums, shares, places and balances, with their bounds."""

from __future__ import annotations

import math

import pandas as pd

from armsflow.charts.text import names, numbers

__all__: list[str] = []


def in_text(code: str) -> str:
    """The name of a party as it stands in a sentence."""
    return names.in_text(names.party(code, "name"))


def amount(row: pd.Series, prefix: str = "") -> str:
    """A number of a frame with its unit and bounds: "3,170 million TIV"."""
    cells = [float(row[f"{prefix}{end}"]) for end in ("value", "low", "high")]
    sized = pd.DataFrame({"cell": cells}).assign(unit=str(row["unit"]), prices=str(row["prices"]))
    scale = numbers.scale_of(sized, ("cell",))
    value, low, high = (cell / scale.factor for cell in cells)
    if math.isnan(high):
        return "an undisclosed amount"
    span = numbers.bounds(low, high)
    if math.isnan(value):
        return f"{span or numbers.figure(low)} {scale.phrase()}"
    text = numbers.figure(value) if value else "0"
    return f"{text} {scale.phrase()}{f' ({span})' if span else ''}"


def per_cent(share: float, low: float, high: float) -> str:
    """A share with its bounds: "64 per cent (60–70)"."""
    text, ends = numbers.per_cent(share), (numbers.per_cent(low), numbers.per_cent(high))
    return f"{text} per cent" + (f" ({ends[0]}–{ends[1]})" if ends[0] != ends[1] else "")


def balance_in_words(balance: pd.DataFrame) -> str:
    """What one supplier delivered to two sides, and how many times as much to one."""
    row = balance.iloc[0]
    left, right = in_text(str(row["left"])), in_text(str(row["right"]))
    supplier = names.sentence(in_text(str(row["supplier"])))
    said = (
        f"{supplier} delivered {amount(row, 'left_')} to {left} and "
        f"{amount(row, 'right_')} to {right} in {row['period']}"
    )
    ratio = float(row["ratio"])
    if math.isnan(ratio) or ratio in (0.0, math.inf):
        return f"{said}."
    larger, ratio = (left, ratio) if ratio >= 1 else (right, 1 / ratio)
    return f"{said}: {numbers.figure(ratio)} times as much to {larger}."


def shares_in_words(parts: pd.DataFrame, code: str) -> list[str]:
    """The share of one supplier in the deliveries to each recipient, in the last window."""
    said = []
    for whole, rows in parts.groupby("recipient", sort=False):
        last = rows[(rows["end"] == parts["end"].max()) & rows["share"].notna()]
        if not len(last):
            continue
        own = last[last["supplier"] == code]
        # who is not among the largest is in "others"
        small = not len(own) and (last["supplier"] == "others").any()
        part = "nothing" if not len(own) else per_cent(*own.iloc[0][["share", "share_low", "share_high"]])
        part = "less than those shown" if small else part
        window, recipient = last["period"].iloc[0], in_text(str(whole))
        said.append(f"In {window} {in_text(code)} supplied {part} of what {recipient} received.")
    return said


def sum_in_words(whole: pd.DataFrame) -> str:
    """The sum of all years, and what is not in it."""
    row = whole.iloc[0]
    hidden = int(row["undisclosed"])
    note = f"; {hidden} records without a number are not in it" if hidden else ""
    stage = names.STAGES.get(str(row["stage"]), row["stage"])
    return f"The {stage} of {row['period']} come to {amount(row)}{note}."


def largest_in_words(parts: pd.DataFrame, of: str) -> list[str]:
    """The three largest parts of the last window."""
    last = parts[(parts["end"] == parts["end"].max()) & (parts[of] != "others") & parts["share"].notna()]
    last = last[last["share"] > 0].nlargest(3, "share")
    if not len(last):
        return []
    return [_largest(last, of, of)]


def place_in_words(every: pd.DataFrame, side: str, code: str) -> str:
    """The place of a party among all of its side."""
    row, window = every[every["party"] == code], every["period"].iloc[0]
    name = names.sentence(in_text(code))
    if not len(row):
        return f"{name} is not among the {side}s of {window}."
    place = int(row["place"].iloc[0])
    share = numbers.per_cent(float(row["share"].iloc[0]))
    return f"{name} was number {place} of all {side}s in {window}, with {share} per cent of all deliveries."


def first_in_words(every: pd.DataFrame, side: str) -> str:
    """The three largest of a ranking."""
    return _largest(every.head(3), "party", side)


def _largest(rows: pd.DataFrame, column: str, side: str) -> str:
    named = names.listed(
        f"{in_text(str(row[column]))} ({numbers.per_cent(row['share'])} per cent)"
        for _, row in rows.iterrows()
    )
    return f"The largest {side}s in {rows['period'].iloc[0]} were {named}."
