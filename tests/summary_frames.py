"""Small summaries as the nouns return them, typed by hand: rows first, the common columns after them.

Each function has the name of the noun whose frame it builds and takes one tuple a row.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.frames import made

NAN, INF = float("nan"), float("inf")
TIV = {"unit": "TIV", "source": "sipri", "release": "2025"}
PAIR = ["supplier", "recipient"]
TAIL = ["start", "end", "unit", "prices", "stage", "source", "release", "reporter"]
TAIL += ["records", "undisclosed", "estimated"]
ENDS = ("", "_low", "_high")


def many(count: int) -> list[str]:
    """So many codes of states."""
    codes = "ARE AUS BRA CAN CHN CZE DEU ESP FIN FRA GBR GRC IND IRN ISR ITA JPN KOR".split()
    codes += "NLD NOR POL PRT ROU RUS SRB SVK SVN SWE TUR UKR USA ZAF".split()
    codes += "AUT BEL BGR CHE DNK EGY EST HRV HUN".split()
    return codes[:count]


def period(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}–{end % 100:02d}"


def finish(frame: pd.DataFrame, keys: list[str], own=(), **constants) -> pd.DataFrame:
    """The frame with every common column, in the order of a summary."""
    usual = {
        "unit": "USD", "prices": "current", "stage": "delivery", "source": "claims",
        "release": "", "reporter": "third", "records": 1, "undisclosed": 0, "estimated": 0.0,
    }  # fmt: skip
    usual = {k: v for k, v in {**usual, **constants}.items() if k not in frame.columns}
    frame = frame.assign(**usual)
    frame["period"] = [period(a, b) for a, b in zip(frame["start"], frame["end"], strict=True)]
    rest = [c for c in ["value", "low", "high", *own, *TAIL] if c not in keys]
    return frame[[*keys, "period", *rest]]


def deliveries(**columns) -> pd.DataFrame:
    """Records of deliveries in TIV from an invented source, unless given otherwise."""
    usual = {"stage": "delivery", "unit": "TIV", "source": "invented"}
    return made(pd.DataFrame({**columns, **{k: v for k, v in usual.items() if k not in columns}}))


def annual_rates(*rows, **constants) -> pd.DataFrame:
    names = "supplier recipient stage start end value low high undisclosed".split()
    frame = pd.DataFrame(rows, columns=names)
    frame["record"] = [f"r{place}" for place in range(len(frame))]
    frame["years"] = frame["end"] - frame["start"] + 1
    frame = frame.assign(category="all", item="")
    keys = ["record", "supplier", "recipient", "category", "item"]
    return finish(frame, keys, ["years"], **constants)


def totals(keys, *rows, **constants) -> pd.DataFrame:
    names = [*keys, "start", "end", "value", "low", "high", "undisclosed", "estimated"]
    return finish(pd.DataFrame(rows, columns=names), keys, **constants)


def pairs(*rows, **constants) -> pd.DataFrame:
    """Totals of supplier, recipient, value, low, high, undisclosed, estimated, for 2010–14."""
    rows = [(*row[:2], 2010, 2014, *row[2:]) for row in rows]
    return totals(PAIR, *rows, **{**TIV, **constants})


def exact_pairs(*rows, **constants) -> pd.DataFrame:
    """Totals of supplier, recipient and a value without bounds, for 2010–14."""
    return pairs(*((*row, row[2], row[2], 0, 0.0) for row in rows), **constants)


def shares(*rows, keys=("recipient", "supplier"), of="supplier", **constants) -> pd.DataFrame:
    names = [*keys, "start", "end", "share", "share_low", "share_high"]
    frame = pd.DataFrame(rows, columns=names)
    frame = frame.assign(value=frame["share"] * 1e9, low=frame["share"] * 1e9)
    frame = frame.assign(high=frame["low"], of=of, within="+".join(key for key in keys if key != of))
    usual = {"unit": "TIV", "source": "sipri", "release": "2025"}
    own = ["share", "share_low", "share_high", "of", "within"]
    return finish(frame, list(keys), own, **{**usual, **constants})


def supplier_balance(keys, *rows, **constants) -> pd.DataFrame:
    """Rows of keys, start, end, and value, low, high of Azerbaijan and of Armenia."""
    sides = [f"{s}_{c}" for s in ("left", "right") for c in ("value", "low", "high")]
    frame = pd.DataFrame(rows, columns=[*keys, "start", "end", *sides])
    frame = frame.assign(left="AZE", right="ARM")
    frame["value"] = frame["left_value"] - frame["right_value"]
    frame["low"] = frame["left_low"] - frame["right_high"]
    frame["high"] = frame["left_high"] - frame["right_low"]
    with np.errstate(all="ignore"):
        frame["ratio"] = frame["left_value"] / frame["right_value"]
        frame["ratio_low"] = frame["left_low"] / frame["right_high"]
        frame["ratio_high"] = frame["left_high"] / frame["right_low"]
    own = ["left", "right", *sides, "ratio", "ratio_low", "ratio_high"]
    usual = {"unit": "pieces", "source": "unroca"}
    return finish(frame, list(keys), own, **{**usual, **constants})


def concentration(*rows, keys=("recipient",), **constants) -> pd.DataFrame:
    """Rows of keys, start, end, hhi and its bounds, leader, its share, n."""
    names = [*keys, "start", "end", "hhi", "hhi_low", "hhi_high", "leader", "leader_share", "n"]
    frame = pd.DataFrame(rows, columns=names).assign(hhi_bounds="exact")
    with np.errstate(all="ignore"):
        least = 1 / frame["n"]
        normalised = np.where(frame["n"] > 1, (frame["hhi"] - least) / (1 - least), frame["hhi"])
    total = frame["hhi"] * 0 + 1e9
    frame = frame.assign(value=total, low=total, high=total)
    frame = frame.assign(hhi_normalised=normalised, effective=1 / frame["hhi"])
    own = "hhi hhi_low hhi_high hhi_bounds hhi_normalised effective leader leader_share n".split()
    return finish(frame, list(keys), own, **{**TIV, **constants})


def changes(*rows, keys=("supplier",), **constants) -> pd.DataFrame:
    """Rows of keys, start, end, value, previous, change and its bounds, undisclosed."""
    names = [*keys, "start", "end", "value", "previous", "change", "change_low", "change_high"]
    frame = pd.DataFrame(rows, columns=[*names, "undisclosed"])
    frame = frame.assign(low=frame["value"], high=frame["value"])
    own = ["previous", "change", "change_low", "change_high"]
    return finish(frame, list(keys), own, **{**TIV, **constants})


def balances(*rows, **constants) -> pd.DataFrame:
    """Rows of party, start, end, supplied and its bounds, received and its bounds."""
    own = [f"{side}{end}" for side in ("supplied", "received") for end in ENDS]
    frame = pd.DataFrame(rows, columns=["party", "start", "end", *own])
    frame = frame.assign(
        value=frame["supplied"] - frame["received"],
        low=frame["supplied_low"] - frame["received_high"],
        high=frame["supplied_high"] - frame["received_low"],
    )
    return finish(frame, ["party"], own, **{**TIV, **constants})


def rankings(*rows, partners=(), start=2020, end=2024, **constants) -> pd.DataFrame:
    """Rows of place, party, share, previous share, change; `partners` pairs of party and share of each."""
    frame = pd.DataFrame(rows, columns=["place", "party", "share", "previous_share", "change"])
    frame = frame.assign(start=start, end=end, place=frame["place"].astype("Int64"))
    frame = frame.assign(**dict.fromkeys(["value", "low", "high"], 1e11 * frame["share"]))
    frame = frame.assign(previous=frame["previous_share"] * 1e11, side=constants.pop("side", "supplier"))
    own = ["share", "share_low", "share_high", "previous"]
    own += [f"{name}{bound}" for name in ("previous_share", "change") for bound in ENDS]
    for n in range(max(map(len, partners), default=0)):
        named = [each[n] if n < len(each) else (None, NAN) for each in partners]
        column = f"partner_{n + 1}"
        frame[column] = pd.Series([code for code, _ in named], dtype="str")
        frame[f"{column}_share"] = [share for _, share in named]
        own += [column, *(f"{column}_share{bound}" for bound in ENDS)]
    frame = frame.assign(**{c: frame[c.rsplit("_", 1)[0]] for c in own if c not in frame})
    return finish(frame, ["place", "party", "side"], own, **{**TIV, **constants})


def ranked_with_bounds(frame: pd.DataFrame, **constants) -> pd.DataFrame:
    """Rankings with bounds around their shares and changes."""
    for name in ("share", "previous_share"):
        frame = frame.assign(**{f"{name}_low": 0.7 * frame[name], f"{name}_high": 1.3 * frame[name]})
    return frame.assign(change_low=frame["change"] - 0.3, change_high=frame["change"] + 0.5, **constants)


def long_rankings(count: int, partners="ARE COD BIH", **constants) -> pd.DataFrame:
    """So many rows with three partners each, of long names if no others are given."""
    codes, parts = many(count), np.array([1 / (n + 2) for n in range(count)])
    parts = parts / parts.sum()
    trio = list(zip(partners.split(), (0.3, 0.2, 0.1), strict=True))
    rows = [(n + 1, code, x, x / 2, 1.0) for n, (code, x) in enumerate(zip(codes, parts, strict=True))]
    return rankings(*rows, partners=[trio] * count, **constants)


def coverage(keys, *rows) -> pd.DataFrame:
    """Rows of keys, start, end, records, undisclosed, estimated, categories, parties."""
    counts = ["start", "end", "records", "undisclosed", "estimated", "categories", "parties"]
    return pd.DataFrame(rows, columns=[*keys, *counts]).assign(categories=3, parties=5)


_REPORT = ("value", "low", "high", "records")
# what one side reports: nothing, or a record without a value
SILENT, HIDDEN = (NAN, NAN, NAN, 0), (NAN, NAN, NAN, 1)


def exact(value: float) -> tuple[float, float, float, int]:
    """One record without bounds."""
    return (value, value, value, 1)


def discrepancies(*rows, sides=("supplier", "recipient"), keys=("supplier", "recipient"), **constants):
    """Rows of keys, first and last year, what the left and what the right side reports."""
    count = len(keys) + 2
    frame = pd.DataFrame([row[:count] for row in rows], columns=[*keys, "start", "end"])
    for place, side in enumerate(("left", "right")):
        for name, cells in zip(_REPORT, zip(*(row[count + place] for row in rows), strict=True), strict=True):
            frame[f"{side}_{name}"] = cells
    frame = frame.assign(left=sides[0], right=sides[1])
    frame["value"] = frame["right_value"] - frame["left_value"]
    frame["low"] = frame["right_low"] - frame["left_high"]
    frame["high"] = frame["right_high"] - frame["left_low"]
    with np.errstate(all="ignore"):
        frame["ratio"] = frame["left_value"] / frame["right_value"]
    frame["undisclosed"] = [sum(side == HIDDEN for side in row[count:]) for row in rows]
    own = ["left", "right", *(f"{s}_{c}" for s in ("left", "right") for c in _REPORT), "ratio"]
    usual = {"unit": "pieces", "source": "unroca", "reporter": "supplier+recipient"}
    return finish(frame, list(keys), own, **{**usual, **constants})
