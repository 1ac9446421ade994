"""Title, subtitle and foot of a chart: whose transfers it shows, what it measures, notes and source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names, numbers
from armsflow.languages import message, say, say_count, say_in, spoken, years
from armsflow.records import selection
from armsflow.records.schema import OBSERVED, SIDES, period
from armsflow.rounding import differ
from armsflow.tables import table

__all__: list[str] = []

# tables of money that is not for arms from anyone, and what a title calls them
_SPENDING = {"military spending": message("Military spending"), "GDP": message("GDP")}
# so many parties are named in a title
_MOST = 3
#: What a title says of many that were chosen.
MANY = {
    "supplier": message("from {count} chosen suppliers"),
    "recipient": message("to {count} chosen recipients"),
    "category": message("{count} chosen categories"),
}
#: What a title says of transfers, of all and of those between few; of deliveries other words may stand.
FAMILIES = {
    "transfers": (message("Arms transfers"), message("Arms {sides}")),
    "exports": (message("Arms exports"), message("Arms {sides}")),
    "imports": (message("Arms imports"), message("Arms {sides}")),
    "change": (message("Change in arms transfers"), message("Change in arms {sides}")),
    "averages": (message("Averages of arms transfers"), message("Averages of arms {sides}")),
    "parties": (message("{what} to arms transfers"), message("{what} to arms {sides}")),
}
#: The same, with parts of a whole: of arms, of aid, which is not all arms, and of customs, which list all.
_MOVED = {
    "arms": {**FAMILIES, "parts": (message("{what} of arms"), message("{what} of arms {sides}"))},
    "aid": {
        "transfers": (message("Aid"), message("Aid {sides}")),
        "change": (message("Change in aid"), message("Change in aid {sides}")),
        "averages": (message("Averages of aid"), message("Averages of aid {sides}")),
        "parties": (message("{what} to aid"), message("{what} to aid {sides}")),
        "parts": (message("{what} of aid"), message("{what} of aid {sides}")),
    },
    "goods": {
        "transfers": (message("Trade in goods"), message("Goods {sides}")),
        "change": (message("Change in trade in goods"), message("Change in goods {sides}")),
        "averages": (message("Averages of trade in goods"), message("Averages of goods {sides}")),
        "parties": (message("{what} to trade in goods"), message("{what} to goods {sides}")),
        "parts": (message("{what} of goods"), message("{what} of goods {sides}")),
    },
}
_CUSTOMS = {"comtrade", "baci"}
#: Columns by which a title knows what moves, beside the parties.
_SAYING = ("stage", "dataset", "source", "selection", "category")


class OfMarks(str):
    """A sentence that explains marks of one label; it stands in the foot only while one of them is seen."""

    __slots__ = ("label",)

    label: str

    def __new__(cls, words: str, label: str) -> OfMarks:
        """A text that knows its marks."""
        made = super().__new__(cls, words)
        made.label = label
        return made


def flows(
    frame: pd.DataFrame,
    keys: Sequence[str],
    labels: names.Labels,
    *,
    family: str = "transfers",
    **places: str,
) -> str:
    """Whose transfers are shown, and by which keys: "Arms from Russia, by recipient"."""
    whose = [*keys, *(column for column in _SAYING if column in frame)]
    text = flow(frame[[*dict.fromkeys(whose)]], labels, most=1, family=family, **places)
    # who was chosen stands in the title, by name or by number, and needs no "by" after it
    said = {key for key in SIDES if key in keys and key in _selected(frame)}
    if by := [key for key in check.varying(frame, keys) if key not in said]:
        text = say("{title}, by {keys}", title=text, keys=names.keys(by))
    if "category" not in keys or frame["category"].nunique() > 1:
        return text
    return say("{name}: {what}", name=text, what=names.category(frame["category"].iloc[0], labels))


def direction(frame: pd.DataFrame, keys: Sequence[str]) -> str:
    """The family of words for deliveries of arms by one side: its exports or imports."""
    sides = [key for key in SIDES if key in keys]
    if len(sides) != 1 or set(frame["stage"]) != {"delivery"} or _moved(frame) != "arms":
        return "transfers"
    return "exports" if sides == ["supplier"] else "imports"


def _selected(frame: pd.DataFrame) -> dict[str, list[str]]:
    """What was chosen of each column before the summary was made."""
    if "selection" not in frame:
        return {}
    return selection.read(selection.together(frame["selection"].unique()))


def of_arms(what: str, frame: pd.DataFrame, wholes: Sequence[str], labels: names.Labels) -> str:
    """Parts of a whole: "Suppliers of arms to Azerbaijan", "Suppliers of arms, by recipient"."""
    if _is_spending(frame):
        return _spending(frame[[*dict.fromkeys([*wholes, "dataset"])]], labels, 3)
    plain, sided = _family("parts", frame)
    if sides := _sides(frame[list(wholes)], labels, 3):
        return say(sided, what=what, sides=sides)
    title = say(plain, what=what)
    for key in wholes:
        title = say("{title}, by {keys}", title=title, keys=names.keys([key]))
    return title


def _family(family: str, frame: pd.DataFrame) -> tuple[str, str]:
    """The words of a title for what moves: arms, aid or goods."""
    return _MOVED[_moved(frame)][family]


def _moved(frame: pd.DataFrame) -> str:
    if "stage" in frame and set(frame["stage"]) == {"aid"}:
        return "aid"
    if "source" not in frame or not set(frame["source"]) <= _CUSTOMS:
        return "arms"
    categories = {*(frame["category"] if "category" in frame else _selected(frame).get("category", ()))}
    # customs have a category for headings of arms alone
    return "arms" if categories and "all" not in categories else "goods"


def _is_spending(frame: pd.DataFrame) -> bool:
    return "dataset" in frame and len(frame) > 0 and set(frame["dataset"]) <= set(_SPENDING)


def stage_of(frame: pd.DataFrame) -> str:
    """The stage that all rows share, in the plural."""
    return names.stages(frame["stage"].iloc[0])


def measured(frame: pd.DataFrame) -> str:
    """What is measured: "deliveries in TIV"."""
    return say("{stage} in {unit}", stage=stage_of(frame), unit=unit_of(frame))


def per_cent_of(frame: pd.DataFrame, *, given: bool = False) -> str:
    """What a percentage is of: "deliveries in TIV", or "deliveries given in TIV" where no party is named."""
    text = (
        message("per cent of the {stage} given in {unit}")
        if given
        else message("per cent of {stage} in {unit}")
    )
    return say(text, stage=part_of(frame), unit=unit_of(frame))


def share_of(frame: pd.DataFrame) -> str:
    """Of what a ranking gives shares."""
    return say("share of the {stage} given in {unit}, per cent", stage=part_of(frame), unit=unit_of(frame))


def part_of(frame: pd.DataFrame) -> str:
    """The stage behind "of", which other languages inflect: "deliveries"."""
    code = frame["stage"].iloc[0]
    return say_in("of", names.STAGES.get(code, code))


def unit_of(frame: pd.DataFrame) -> str:
    """The unit of a frame in words, without a step: "TIV"."""
    return numbers.scale_of(frame, ("value",)).plain()


def estimated_note(frame: pd.DataFrame, labels: names.Labels, *, of: str = "a figure") -> str:
    """Which part of the figures the source estimates, and the row with most, for charts without hatching."""
    parts = frame.get("estimated", pd.Series(dtype=float)).dropna()
    most = parts.max() if len(parts) else 0.0
    if not most > 0:
        return ""
    part = numbers.per_cent(most)
    if parts.nunique() == 1:
        if len(parts) > 1:
            return say("Estimated by the source: {part} per cent of each figure.", part=part)
        return say("Estimated by the source: {part} per cent of the figure.", part=part)
    varying = check.varying(frame, [*check.keys_of(frame), "period"])
    places = parts.index[parts == most]
    which = with_more(names.row_label(frame.loc[places[0], varying].to_dict(), labels), len(places) - 1)
    if of == "a row":
        return say(
            "Estimated by the source: up to {part} per cent of a row ({which}).", part=part, which=which
        )
    return say(
        "Estimated by the source: up to {part} per cent of a figure ({which}).", part=part, which=which
    )


def with_more(text: str, count: int) -> str:
    """A list, and how many more there are: "Armenia and 3 more"."""
    return (
        say_count("{list} and {count} more", "{list} and {count} more", count, list=text) if count else text
    )


def bounds_note(
    frame: pd.DataFrame,
    labels: names.Labels,
    what: str,
    text: Callable[[float, float], str] = numbers.bounds,
) -> str:
    """A note that figures have no bounds, with the widest, worded by `text`; `what` is a message."""
    width = (frame["high"] - frame["low"]).fillna(0)
    if not (width > 0).any():
        return ""
    row = frame.iloc[int(width.argmax())]
    name = names.row_label(row[check.varying(frame, check.keys_of(frame))].to_dict(), labels)
    bounds = text(row["low"], row["high"])
    widest = say("{name}: {what}", name=name, what=bounds) if name and bounds else name or bounds
    return say(what, widest=widest)


def others_note(frame: pd.DataFrame) -> str:
    """What "Others" contains, where there is such a group."""
    # what has no windows, such as coverage and orders, has no others
    if "period" not in frame or not any((frame[key] == "others").any() for key in check.keys_of(frame)):
        return ""
    if frame["period"].nunique() == 1:
        return say("Others: all but the largest.")
    return say("Others: all but the largest over all years and the largest of each window.")


def leading_others_note(frame: pd.DataFrame) -> str:
    """In which windows "Others" have more than anyone who is named."""
    spans = _led_by_others(frame) if "period" in frame else []
    if not spans:
        return ""
    return say("In {windows} the others together have more than anyone named.", windows=_windows(spans))


def _windows(spans: Sequence[str]) -> str:
    """A few windows one by one, many by their number."""
    if len(spans) <= _MOST:
        return names.listed(spans)
    return say_count("{count} window", "{count} windows", len(spans))


def _led_by_others(frame: pd.DataFrame) -> list[str]:
    """The windows in which others together have more than anyone who is named."""
    keys = check.keys_of(frame)
    folded = [key for key in keys if (frame[key] == "others").any()]
    if len(folded) != 1 or frame["unit"].nunique() > 1:
        return []
    columns = ["start", "end", *(key for key in keys if key not in folded)]
    places = list(zip(*(frame[name].tolist() for name in columns), strict=True))
    rows = list(zip(places, frame[folded[0]] == "others", frame["value"].tolist(), strict=True))
    most: dict[tuple, float] = {}
    for place, is_others, value in rows:
        if not is_others and value > most.get(place, -np.inf):
            most[place] = value
    led = {place for place, is_others, value in rows if is_others and value > most.get(place, np.inf)}
    periods = dict(zip(places, frame["period"].astype(str), strict=True))
    return list(dict.fromkeys(periods[place] for place in sorted(led)))


def flow(
    frame: pd.DataFrame, labels: names.Labels, *, most: int = 3, family: str = "transfers", **places: str
) -> str:
    """Whose transfers a frame holds: "Arms from Russia to Armenia and Azerbaijan"."""
    if _is_spending(frame):
        return _spending(frame, labels, most)
    sides = _sides(frame, labels, most, _selected(frame))
    plain, sided = _family(family, frame)
    delivered = "stage" in frame and set(frame["stage"]) == {"delivery"}
    context = "deliveries" if delivered and _moved(frame) == "arms" else ""
    return say_in(context, sided, sides=sides, **places) if sides else say_in(context, plain, **places)


def _sides(
    frame: pd.DataFrame, labels: names.Labels, most: int, chosen: Mapping[str, Sequence[str]] | None = None
) -> str:
    """The parties of a frame, where they are few or `chosen`: "from Russia to 12 chosen recipients"."""
    said = []
    for key, side in (("supplier", "from"), ("recipient", "to")):
        codes = list(dict.fromkeys(frame[key])) if key in frame else []
        if 0 < len(codes) <= most and "all" not in codes:
            said.append(names.sides(side, codes, labels))
        elif codes and chosen and key in chosen:
            said.append(_chosen(key, chosen[key], labels))
    return " ".join(said)


def _spending(frame: pd.DataFrame, labels: names.Labels, most: int) -> str:
    """Whose spending a frame of it holds: "Military spending of Armenia"."""
    what = names.listed(dict.fromkeys(say(_SPENDING[name]) for name in frame["dataset"]))
    codes = list(dict.fromkeys(frame["recipient"])) if "recipient" in frame else []
    if not 0 < len(codes) <= most:
        return what
    whose = names.listed(names.in_text(names.party(code, labels)) for code in codes)
    return say("{what} of {parties}", what=what, parties=whose)


def window(frame: pd.DataFrame) -> str:
    """The years that a frame covers: one window, or the first and the last."""
    periods = frame.sort_values(["start", "end"])["period"].drop_duplicates()
    if len(periods) == 1:
        return str(periods.iloc[0])
    if (frame["start"] == frame["end"]).all():
        return years(period(int(frame["start"].min()), int(frame["end"].max())))
    return say("{first} to {last}", first=periods.iloc[0], last=periods.iloc[-1])


def with_selection(title: str, frame: pd.DataFrame, labels: names.Labels) -> str:
    """A title, and behind it what was chosen and neither the title nor the keys of the chart say."""
    chosen = _selected(frame)
    parts = [key for name in ("of", "side") if name in frame for key in str(frame[name].iloc[0]).split("+")]
    said = [
        (column in MANY and column != "category", phrase)
        for column, codes in chosen.items()
        if column not in check.keys_of(frame)
        and (phrase := _chosen(column, codes, labels)) not in title
        and column not in parts
        and not _are_sides(codes, frame)
    ]
    # "Arms transfers to India, by supplier": whose they are stands before the keys
    first, comma, keys = title.partition(", ")
    if comma:
        title = " ".join([first, *(phrase for is_side, phrase in said if is_side)]) + comma + keys
        said = [(is_side, phrase) for is_side, phrase in said if not is_side]
    text = ", ".join(filter(None, [title, " ".join(phrase for _, phrase in said)]))
    return say("{title}, of those chosen", title=text) if set(parts) & set(chosen) else text


def _are_sides(codes: Sequence[str], frame: pd.DataFrame) -> bool:
    """Whether the chosen are the two sides of a balance, which its title names in their own order."""
    return {"left", "right"} <= set(frame) and {*codes} == {*frame["left"], *frame["right"]}


def _chosen(column: str, codes: Sequence[str], labels: names.Labels) -> str:
    """What was chosen of a column: "to Armenia and Azerbaijan", "from 12 chosen suppliers", "aircraft"."""
    if len(codes) > _MOST:
        many = MANY.get(column)
        return say(many, count=len(codes)) if many else f"{len(codes)} chosen {column}s"
    if column == "category":
        return names.listed([_inside(names.category(code, labels)) for code in codes])
    if column in MANY:
        return names.sides("from" if column == "supplier" else "to", codes, labels)
    return f"{column} {names.listed(codes)}"


def _inside(name: str) -> str:
    """The name of a category within a sentence."""
    return names.in_text(name) if spoken() == "en" else name


def covered_note(frame: pd.DataFrame) -> str:
    """Which years the records hold, where a window reaches beyond them."""
    if not {*OBSERVED} <= {*frame} or frame["complete"].astype(bool).all():
        return ""
    listing = frame["source"].map(dict(table("sources.csv")[["source", "lists_all"]].values)).fillna("")
    wider = (frame[OBSERVED[0]] < frame["start"]) | (frame[OBSERVED[1]] > frame["end"])
    beyond = frame[~frame["complete"].astype(bool) & ((listing == "yes") | ((listing == "") & wider))]
    if not len(beyond):
        return ""
    first, last = int(beyond[OBSERVED[0]].min()), int(beyond[OBSERVED[1]].max())
    before, after = (beyond["start"] < first).any(), (beyond["end"] > last).any()
    which = _windows(list(dict.fromkeys(beyond["period"].astype(str))))
    if first > last:
        return say("Only some members of a group were chosen: {windows} incomplete.", windows=which)
    if before and after:
        return say(
            "Records from {first} to {last}: {windows} incomplete.", first=first, last=last, windows=which
        )
    if before:
        return say("Records from {first}: {windows} incomplete.", first=first, windows=which)
    return say("Records to {last}: {windows} incomplete.", last=last, windows=which)


def releases(frame: pd.DataFrame) -> str:
    """The editions behind a frame, "release 2025", or nothing where there are none."""
    found = sorted({str(value) for value in frame["release"]} - {""})
    if not found:
        return ""
    return say_count("release {names}", "releases {names}", len(found), names=names.listed(found))


def subtitle(*parts: str, frame: pd.DataFrame) -> str:
    """What is measured, in which unit and stage, for which years, and from which release."""
    text = ", ".join(part for part in parts if part)
    edition, text = releases(frame), names.sentence(text)
    return say("{text}; {more}", text=text, more=edition) if text and edition else text or edition


def sentences(frame: pd.DataFrame, *notes: str) -> list[str]:
    """The notes that are needed, and what is undisclosed."""
    undisclosed = int(frame["undisclosed"].fillna(0).sum())
    hidden = ""
    if undisclosed:
        hidden = say_count(
            "+\u00a0{count}\u00a0undisclosed.", "+\u00a0{count}\u00a0undisclosed.", undisclosed
        )
    return [note for note in (covered_note(frame), *notes, hidden) if note]


def source(frame: pd.DataFrame) -> str:
    """Where the figures come from."""
    called = sorted({names.source(str(code)) for code in frame["source"]})
    return say("Source: {names}; own calculation with armsflow.", names=names.listed(called))


def whisker_note(frame: pd.DataFrame, *, low: str = "low", high: str = "high") -> str:
    """What the whiskers mean, where there are any."""
    if not differ(frame[low], frame[high]).any():
        return ""
    if np.isinf(frame[low]).any():
        words = message(
            "Whiskers: lowest to highest figure that the source admits; arrow: no bound on that side."
        )
    elif np.isinf(frame[high]).any():
        words = message("Whiskers: lowest to highest figure that the source admits; arrow: no upper bound.")
    else:
        words = message("Whiskers: lowest to highest figure that the source admits.")
    return OfMarks(say(words), "whisker")


def paler_note() -> str:
    """What the paler part of a bar means."""
    return OfMarks(say("Paler: the part that the source marks as estimated."), "estimated")
