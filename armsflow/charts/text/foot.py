"""The sentences in the foot of a chart: estimates, bounds, others, and what is undisclosed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import hidden, moved, names, numbers
from armsflow.languages import message, say, say_count, years
from armsflow.parties import regions_of
from armsflow.records.schema import OTHERS, SIDES, UNKNOWN, period
from armsflow.rounding import differ

__all__: list[str] = []

_REGIONS = {
    "SIPRI": message("Regions: as SIPRI lists them."),
    "UN": message("Regions: as the United Nations list them (M49)."),
}
# half a point on a scale of 175 mm, as a part of it
_SEEN = 0.001
#: So many runs of windows with one number of undisclosed records are named one by one.
_RUNS = 6


class OfMarks(str):
    """A sentence that explains marks: the foot has room for it, however much else it says.

    With the label of its marks it stands there only while one of them is seen.
    """

    __slots__ = ("label",)

    label: str

    def __new__(cls, words: str, label: str) -> OfMarks:
        """A text that knows its marks."""
        made = super().__new__(cls, words)
        made.label = label
        return made


def of_marks(words: str) -> str:
    """A sentence that explains marks, which are always seen if it does not say of which label they are."""
    return words if isinstance(words, OfMarks) else OfMarks(words, "")


class Widest(str):
    """A sentence that says how wide bounds are which no mark shows; `describe` says it too."""

    __slots__ = ("bounds",)

    bounds: str

    def __new__(cls, words: str, bounds: str) -> Widest:
        """A text that knows the bounds in it."""
        made = super().__new__(cls, words)
        made.bounds = bounds
        return made


_ESTIMATE = message("The source estimates {part} per cent of the figure.")
#: What is estimated of each, of how many all, and of some at most; of figures, and of rows that have several.
_ESTIMATES = {
    "a figure": (
        message("The source estimates {part} per cent of each figure."),
        message("The source estimates {count} of {all} figures in full and {some} in part."),
        message("The source estimates parts of some figures, up to {part} per cent ({which})."),
    ),
    "a row": (
        message("The source estimates {part} per cent of the figures in each row."),
        message("The source estimates {count} of {all} rows in full and {some} in part."),
        message("The source estimates parts of some rows, up to {part} per cent ({which})."),
    ),
}


def estimated_note(frame: pd.DataFrame, labels: names.Labels, *, of: str = "a figure") -> str:
    """Which part of the figures the source estimates, and the row with most, for charts without hatching.

    Of a row of several figures it is known of all together; a 0 is no estimate.
    """
    of_each, of_some, at_most = _ESTIMATES[of]
    frame = frame if of == "a row" or "value" not in frame else frame[frame["value"] != 0]
    parts = frame.get("estimated", pd.Series(dtype=float)).dropna()
    most = parts.max() if len(parts) else 0.0
    if not most > 0:
        return ""
    part = numbers.per_cent(most)
    if parts.nunique() == 1:
        alone = len(parts) == 1 and of == "a figure"
        return say(_ESTIMATE if alone else of_each, part=part)
    varying = check.varying(frame, [*check.keys_of(frame), "period"])
    places = parts.index[parts == most]
    if set(parts) == {0.0, 1.0}:
        full = names.row_label(frame.loc[places[0], varying].to_dict(), labels)
        return say("The source estimates in full: {which}.", which=names.with_more(full, len(places) - 1))
    if len(places) > 1 and most == 1:
        full, every = numbers.count(len(places)), numbers.count(len(parts))
        some = numbers.count(int(((parts > 0) & (parts < 1)).sum()))
        return say(of_some, count=full, all=every, some=some)
    which = names.row_label(frame.loc[places[0], varying].to_dict(), labels)
    return say(at_most, part=part, which=which)


#: What a source marks of single figures, by the column that says so.
_MARKED = {
    "guess": message("Figures that the source estimates: {count} of {all}."),
    "uncertain": message("Figures that the source calls highly uncertain: {count} of {all}."),
}


def marked_notes(figures: pd.DataFrame) -> list[str]:
    """How many of some figures the source marks: estimates that do not add, and what is highly uncertain."""
    counts = {column: int(figures[column].sum()) for column in _MARKED if column in figures}
    total = numbers.count(len(figures))
    return [
        say(_MARKED[column], count=numbers.count(count), all=total)
        for column, count in counts.items()
        if count
    ]


def can_be_seen(frame: pd.DataFrame) -> bool:
    """Whether the bounds of any figure are so far apart that a whisker on one scale would be seen."""
    figures = frame[["low", "high"]].to_numpy(dtype=float)
    largest = np.abs(figures[np.isfinite(figures)]).max(initial=0.0)
    return bool(((frame["high"] - frame["low"]).fillna(0) > _SEEN * largest).any())


def bounds_note(
    frame: pd.DataFrame,
    labels: names.Labels,
    what: str,
    text: Callable[[float, float], str] = numbers.bounds,
    *,
    drawn: bool = False,
) -> str:
    """A note that figures have no bounds, with the widest, worded by `text`; `what` is a message.

    Of figures that are `drawn` on one scale, and not printed, what nobody could see is not said.
    """
    place, bounds = widest(frame["low"], frame["high"], text)
    if not bounds or (drawn and not can_be_seen(frame)):
        return ""
    row = frame.iloc[place]
    name = names.row_label(row[check.varying(frame, check.keys_of(frame))].to_dict(), labels)
    said = say("{name}: {what}", name=name, what=bounds) if name else bounds
    return Widest(say(what, widest=said), bounds)


def widest(
    low: pd.Series, high: pd.Series, text: Callable[[float, float], str], *, least: float = 0.0
) -> tuple[int, str]:
    """Where bounds are widest, and how they are printed, of those whose ends are not printed alike.

    Bounds that both round to one number are no wider than the figure beside them: none is then found, and the
    words are "".
    """
    width = (high - low).fillna(0).to_numpy(dtype=float)
    for place in np.argsort(-width, kind="stable"):
        if not width[place] > least:
            break
        if words := text(float(low.iloc[place]), float(high.iloc[place])):
            return int(place), words
    return 0, ""


def volume_note(frame: pd.DataFrame) -> str:
    """What TIV is, which looks like a currency."""
    return say("TIV measures volume, not money.") if "TIV" in {*frame.get("unit", ())} else ""


def pieces_note(frame: pd.DataFrame) -> str:
    """That pieces are of every kind, where a source lists them without a category."""
    if "pieces" not in {*frame.get("unit", ())} or moved.called(frame) != moved.TRANSIT:
        return ""
    return say("Pieces of every kind are added: a cartridge counts like a rifle.")


def regions_note(frame: pd.DataFrame) -> str:
    """Whose regions are meant: lists of states differ, even under one name."""
    named = [key for key in (*SIDES, "party", "left", "right") if key in frame]
    cells = {str(code) for key in named for code in frame[key].unique()}
    chosen = check.selection_of(frame)
    makers = {regions_of(code) for code in cells.union(*(chosen.get(side, ()) for side in SIDES))} - {""}
    return " ".join(say(_REGIONS[maker]) for maker in sorted(makers))


def others_note(frame: pd.DataFrame) -> str:
    """That "Others" may hold who or what is named elsewhere on the chart, where that is so."""
    if not has_others(frame) or not _are_named_apart(frame):
        return ""
    keys = [key for key in check.keys_of(frame) if (frame[key] == OTHERS).any()]
    if keys == ["category"]:
        return say("“Others” may include categories that are named elsewhere on the chart.")
    if {*keys} <= {*SIDES, "party"}:
        return say("“Others” may include parties that are named elsewhere on the chart.")
    return say("“Others” may include some that are named elsewhere on the chart.")


def others_in_words(frame: pd.DataFrame) -> str:
    """What "Others" contains, and in which windows it is more than anyone named, for `describe`."""
    if not has_others(frame) or not check.has_all_parts(frame):
        return ""
    # by which windows the largest were chosen, no frame says
    unknown = any(frame[key].astype(str).str.startswith(UNKNOWN).any() for key in check.keys_of(frame))
    said = (
        say("Others: all but those named and the unknown.")
        if unknown
        else say("Others: all but those named.")
    )
    return " ".join(filter(None, [said, others_note(frame), leading_others_note(frame)]))


def has_others(frame: pd.DataFrame) -> bool:
    """Whether there is a group "Others"; what has no windows, such as coverage and orders, has none."""
    return "period" in frame and any((frame[key] == OTHERS).any() for key in check.keys_of(frame))


def _are_named_apart(frame: pd.DataFrame) -> bool:
    """Whether a party that one whole names may be among the others of another whole."""
    keys = check.keys_of(frame)
    rests = pd.DataFrame({key: frame[key] == OTHERS for key in keys})
    alone = rests[rests.sum(axis=1) == 1].any()
    if alone.sum() > 1:
        # each column was cut by sums of its own: who is named is among no others
        return False
    for key in (key for key in keys if rests[key].any()):
        rest = [other for other in keys if other != key]
        named = [{*codes} for _, codes in frame.groupby(rest)[key]] if rest else []
        if any(OTHERS in codes and len(codes) < len(set().union(*named)) for codes in named):
            return True
    return False


def leading_others_note(frame: pd.DataFrame) -> str:
    """In which windows "Others" have more than anyone who is named."""
    spans = _led_by_others(frame) if "period" in frame else []
    if not spans:
        return ""
    return say("In {windows} the others together have more than anyone named.", windows=names.windows(spans))


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
    # a sentence on a window holds for all that is drawn of it
    elsewhere = {place[:2] for place in set(places) - led}
    return list(dict.fromkeys(periods[place] for place in sorted(led) if place[:2] not in elsewhere))


def undisclosed_note(frame: pd.DataFrame) -> str:
    """How many records are undisclosed, or how many at least."""
    count, exact = hidden.of(frame)
    if count and exact:
        return say_count("+\u00a0{count}\u00a0undisclosed.", "+\u00a0{count}\u00a0undisclosed.", count)
    if count:
        return say_count(
            "+\u00a0at least {count}\u00a0undisclosed.", "+\u00a0at least {count}\u00a0undisclosed.", count
        )
    return ""


def uneven_note(frame: pd.DataFrame) -> str:
    """When how many have no figure, where sums of spending lack more in some windows than in others.

    A sum falls where a state no longer says what it spends.
    """
    if "period" not in frame or not check.is_spending(frame):
        return ""
    met = hidden.by_window(frame)
    if len({*met.values()}) < 2:
        return ""
    runs: list[tuple[int, int, int]] = []
    for (start, end), count in met.items():
        if runs and runs[-1][1:] == (start - 1, count):
            start = runs.pop()[0]
        runs.append((start, end, count))
    told = [
        say("{figure} in {window}", figure=count, window=years(period(start, end)))
        for start, end, count in runs
    ]
    if len(runs) <= _RUNS:
        return say("Undisclosed, and so in no sum: {counts}.", counts=", ".join(told))
    # of more runs the range, and the last of them: the end of a line is what is read off it
    ends = {"least": min(met.values()), "most": max(met.values()), "last": told[-1]}
    if all(start == end for start, end in met):
        return say("Undisclosed, and so in no sum: between {least} and {most} a year; {last}.", **ends)
    return say("Undisclosed, and so in no sum: between {least} and {most} in each window; {last}.", **ends)


def whisker_note(frame: pd.DataFrame, *, low: str = "low", high: str = "high") -> str:
    """What the whiskers mean, where there are any."""
    if not differ(frame[low], frame[high]).any():
        return ""
    if np.isinf(frame[low]).any():
        words = message(
            "Whiskers: lowest to highest figure that the records allow; arrow: no bound on that side."
        )
    elif np.isinf(frame[high]).any():
        words = message("Whiskers: lowest to highest figure that the records allow; arrow: no upper bound.")
    else:
        words = message("Whiskers: lowest to highest figure that the records allow.")
    return OfMarks(say(words), "whisker")


def paler_note() -> str:
    """What the paler part of a bar means."""
    return OfMarks(say("Paler: the part that the source marks as estimated."), "estimated")
