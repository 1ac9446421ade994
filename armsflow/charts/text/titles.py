"""Title, subtitle and foot of a chart: whose transfers it shows, what it measures, notes and source."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names, numbers
from armsflow.charts.text.numbers import NBSP
from armsflow.records import selection
from armsflow.records.schema import OBSERVED, period
from armsflow.rounding import differ
from armsflow.tables import table

__all__: list[str] = []

# tables of money that is not for arms from anyone, and what a title calls them
_SPENDING = {"military spending": "Military spending", "GDP": "GDP"}
# so many parties are named in a title
_MOST = 3
# bounds narrower than this part of the largest figure are no longer than half a point
_SEEN = 0.0015


def flows(frame: pd.DataFrame, keys: Sequence[str], labels: names.Labels) -> str:
    """Whose transfers are shown, and by which keys: "Arms from Russia, by recipient"."""
    whose = flow(_keyed(frame, keys), labels, most=1)
    by = check.varying(frame, keys)
    text = f"{whose}, by {names.listed(by)}" if by else whose
    return text + _category(frame, keys, labels)


def of_arms(what: str, frame: pd.DataFrame, wholes: Sequence[str], labels: names.Labels) -> str:
    """Parts of a whole: "Suppliers of arms to Azerbaijan", "Suppliers of arms, by recipient"."""
    whose = flow(_keyed(frame, wholes), labels)
    if _is_spending(frame):
        return whose
    if whose != "Arms transfers":
        return f"{what} of a{whose[1:]}"
    return ", by ".join([f"{what} of arms", *wholes])


def _keyed(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The keys of a frame, and which table of the source it is of."""
    return frame[[*dict.fromkeys([*keys, *frame.columns.intersection(["dataset"])])]]


def _is_spending(frame: pd.DataFrame) -> bool:
    return "dataset" in frame and len(frame) > 0 and set(frame["dataset"]) <= set(_SPENDING)


def _category(frame: pd.DataFrame, keys: Sequence[str], labels: names.Labels) -> str:
    if "category" not in keys or frame["category"].nunique() > 1:
        return ""
    return f": {names.category(frame['category'].iloc[0], labels)}"


def stage_of(frame: pd.DataFrame) -> str:
    """The stage that all rows share, in the plural."""
    return names.STAGES.get(frame["stage"].iloc[0], frame["stage"].iloc[0])


def measured(frame: pd.DataFrame, *, given: bool = False) -> str:
    """What a fraction is of: "deliveries in TIV", or "deliveries given in TIV" where no party is named."""
    scale = numbers.scale_of(frame, ("value",))
    return (
        f"{stage_of(frame)}{' given' if given else ''} in {scale.phrase().removeprefix(scale.word).strip()}"
    )


def estimated_note(frame: pd.DataFrame, labels: names.Labels, *, of: str = "a figure") -> str:
    """Which part of the figures the source estimates, and the row with most, for charts without hatching."""
    parts = frame.get("estimated", pd.Series(dtype=float)).dropna()
    most = parts.max() if len(parts) else 0.0
    if not most > 0:
        return ""
    if parts.nunique() == 1:
        each = "each figure" if len(parts) > 1 else "the figure"
        return f"Estimated by the source: {numbers.per_cent(most)} per cent of {each}."
    varying = check.varying(frame, [*check.keys_of(frame), "period"])
    first, *more = (frame.loc[place, varying].to_dict() for place in parts.index[parts == most])
    which = names.row_label(first, labels) + (f" and {len(more)} more" if more else "")
    return f"Estimated by the source: up to {numbers.per_cent(most)} per cent of {of} ({which})."


def bounds_note(frame: pd.DataFrame, labels: names.Labels, what: str) -> str:
    """A note that figures are printed without bounds, with the widest bounds."""
    width = (frame["high"] - frame["low"]).fillna(0)
    if not (width > 0).any():
        return ""
    row = frame.iloc[int(width.argmax())]
    name = names.row_label(row[check.varying(frame, check.keys_of(frame))].to_dict(), labels)
    widest = ": ".join(filter(None, (name, numbers.bounds(row["low"], row["high"]))))
    return f"{what}, without bounds; the widest are those of {widest}."


def others_note(frame: pd.DataFrame) -> str:
    """What "Others" contains, where there is such a group."""
    if not (frame == "others").any(axis=None):
        return ""
    note = "Others: all but the largest over all years given and of any window"
    if spans := _led_by_others(frame):
        shown = names.listed(spans) if len(spans) <= _MOST else f"{len(spans)} windows"
        note += f"; together they have more than anyone named in {shown}"
    return f"{note}."


def _led_by_others(frame: pd.DataFrame) -> list[str]:
    """The windows in which others together have more than anyone who is named."""
    keys = check.keys_of(frame)
    folded = [key for key in keys if (frame[key] == "others").any()]
    if len(folded) != 1 or frame["unit"].nunique() > 1:
        return []
    named = frame[frame[folded[0]] != "others"]
    within = [*(key for key in keys if key not in folded), "start", "end"]
    most = named.groupby(within, dropna=False)["value"].max()
    others = frame[frame[folded[0]] == "others"].set_index(within)
    more = others["value"] > most.reindex(others.index)
    return list(dict.fromkeys(others.loc[more.to_numpy(), "period"].astype(str)))


def flow(frame: pd.DataFrame, labels: names.Labels, *, most: int = 3) -> str:
    """Whose transfers a frame holds: "Arms from Russia to Armenia and Azerbaijan"."""
    if _is_spending(frame):
        return _spending(frame, labels, most)
    text = "Arms transfers"
    for key, link in (("supplier", "from"), ("recipient", "to")):
        codes = list(dict.fromkeys(frame[key])) if key in frame else []
        if 0 < len(codes) <= most and "all" not in codes:
            text = text.replace("Arms transfers", "Arms")
            text += f" {link} {names.listed(names.in_text(names.party(code, labels)) for code in codes)}"
    return text


def _spending(frame: pd.DataFrame, labels: names.Labels, most: int) -> str:
    """Whose spending a frame of it holds: "Military spending of Armenia"."""
    what = names.listed(dict.fromkeys(_SPENDING[name] for name in frame["dataset"]))
    codes = list(dict.fromkeys(frame["recipient"])) if "recipient" in frame else []
    if not 0 < len(codes) <= most:
        return what
    return f"{what} of {names.listed(names.in_text(names.party(code, labels)) for code in codes)}"


def window(frame: pd.DataFrame) -> str:
    """The years that a frame covers: one window, or the first and the last."""
    periods = frame.sort_values(["start", "end"])["period"].drop_duplicates()
    if len(periods) == 1:
        return str(periods.iloc[0])
    if (frame["start"] == frame["end"]).all():
        return period(int(frame["start"].min()), int(frame["end"].max()))
    return f"{periods.iloc[0]} to {periods.iloc[-1]}"


def with_selection(title: str, frame: pd.DataFrame, labels: names.Labels) -> str:
    """A title, and behind it what was chosen and neither the title nor the keys of the chart say."""
    chosen = selection.read(selection.together(frame["selection"].unique()))
    parts = [key for name in ("of", "side") if name in frame for key in str(frame[name].iloc[0]).split("+")]
    said = [
        phrase
        for column, codes in chosen.items()
        if column not in check.keys_of(frame)
        and (phrase := _chosen(column, codes, labels)) not in title
        and column not in parts
    ]
    text = ", ".join(filter(None, [title, " ".join(said)]))
    return f"{text}, of those chosen" if set(parts) & set(chosen) else text


def _chosen(column: str, codes: Sequence[str], labels: names.Labels) -> str:
    """What was chosen of a column: "to Armenia and Azerbaijan", "from 12 chosen suppliers", "aircraft"."""
    links = {"supplier": "from ", "recipient": "to "}
    if len(codes) > _MOST:
        many = "categories" if column == "category" else f"{column}s"
        return f"{links.get(column, '')}{len(codes)} chosen {many}"
    if column in links:
        return links[column] + names.listed(names.in_text(names.party(code, labels)) for code in codes)
    if column == "category":
        return names.listed([names.in_text(names.category(code, labels)) for code in codes])
    return f"{column} {names.listed(codes)}"


def covered_note(frame: pd.DataFrame) -> str:
    """Which years the records hold, where a window reaches beyond them."""
    if not {*OBSERVED} <= {*frame}:
        return ""
    listing = frame["source"].map(dict(table("sources.csv")[["source", "lists_all"]].values)).fillna("")
    wider = (frame[OBSERVED[0]] < frame["start"]) | (frame[OBSERVED[1]] > frame["end"])
    beyond = frame[~frame["complete"].astype(bool) & ((listing == "yes") | ((listing == "") & wider))]
    if not len(beyond):
        return ""
    first, last = int(beyond[OBSERVED[0]].min()), int(beyond[OBSERVED[1]].max())
    before, after = (beyond["start"] < first).any(), (beyond["end"] > last).any()
    ends = f"from {first} to {last}" if before and after else f"from {first}" if before else f"to {last}"
    shown = list(dict.fromkeys(beyond["period"].astype(str)))
    which = names.listed(shown) if len(shown) <= _MOST else f"{len(shown)} windows"
    if first > last:
        return f"Only some members of a group were chosen: {which} incomplete."
    return f"Records {ends}: {which} incomplete."


def releases(frame: pd.DataFrame) -> str:
    """The editions behind a frame, "release 2025", or nothing where there are none."""
    found = sorted({str(value) for value in frame["release"]} - {""})
    return f"release{'s' if len(found) > 1 else ''} {names.listed(found)}" if found else ""


def subtitle(*parts: str, frame: pd.DataFrame) -> str:
    """What is measured, in which unit and stage, for which years, and from which release."""
    text = ", ".join(part for part in parts if part)
    return "; ".join(part for part in (names.sentence(text), releases(frame)) if part)


def sentences(frame: pd.DataFrame, *notes: str) -> list[str]:
    """The notes that are needed, and what is undisclosed."""
    undisclosed = int(frame["undisclosed"].fillna(0).sum())
    hidden = f"+{NBSP}{undisclosed}{NBSP}undisclosed." if undisclosed else ""
    return [note for note in (covered_note(frame), *notes, hidden) if note]


def source(frame: pd.DataFrame) -> str:
    """Where the figures come from."""
    known = table("sources.csv").set_index("source")["name"]
    called = sorted({known.get(str(code), str(code)) for code in frame["source"]})
    return f"Source: {names.listed(called)}; own calculation with armsflow."


def _wide(low: pd.Series, high: pd.Series) -> pd.Series:
    """Which bounds are so far apart that they can be seen beside the largest figure."""
    known = high[np.isfinite(high)].abs().max()
    return differ(low, high) & ((high - low) > _SEEN * (0 if np.isnan(known) else known))


def whisker_note(frame: pd.DataFrame, *, low: str = "low", high: str = "high") -> str:
    """What the whiskers mean, where there are any."""
    if not _wide(frame[low], frame[high]).any():
        return ""
    note = "Whiskers: lowest to highest figure that the source admits"
    if np.isinf(frame[low]).any():
        return f"{note}; arrow: no bound on that side."
    return f"{note}; arrow: no upper bound." if np.isinf(frame[high]).any() else f"{note}."
