"""The note on years that a source does not cover: which windows are incomplete, and why, if that is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from armsflow import reporters
from armsflow.charts import check
from armsflow.charts.text import joiners, names
from armsflow.languages import message, say, years
from armsflow.parties import members_group
from armsflow.records import selection
from armsflow.records.schema import OBSERVED, SIDES, period
from armsflow.rounding import NBSP
from armsflow.tables import table

__all__: list[str] = []

#: Of a claim nothing is known but its own years, as of a record of one's own.
_OWN_YEARS = {"claims"}
#: Sources with dates or months, of which a year that is only begun is there in part.
_DATED = {"kiel", "uk_licences", "nl_licences", "ch_licences", "comtrade"}
#: Why no year is covered. A file of deals without open orders says so in its dates alone.
_ORDERS = message("Orders may be missing, such as those without a delivery: {windows} incomplete.")
_MEMBERS = message("Some members of a group, or some records, were left out: {windows} incomplete.")
_NOWHERE = message("The records cover no year in full: {windows} incomplete.")
_SOME = message("Not all years are covered: {windows} incomplete.")
#: Of sums over states that report, by their side; who reports nothing is in none of them.
_REPORTING = {
    "supplier": message("Only suppliers that report are counted: sums and shares are not of all suppliers."),
    "recipient": message(
        "Only recipients that report are counted: sums and shares are not of all recipients."
    ),
}

#: Of sums over parties of which the file lacks some, by their side.
_LACKING = {
    "supplier": message("The source lacks some suppliers: {windows} incomplete."),
    "recipient": message("The source lacks some recipients: {windows} incomplete."),
}
#: Of sums of a party that may have more in figures of several together, by its side.
_UNNAMED = {
    "supplier": message("Some records name several suppliers together, or none: {windows} incomplete."),
    "recipient": message("Some records name several recipients together, or none: {windows} incomplete."),
}
#: When records begin and end, by whether windows reach beyond their first and last year; of all, and of some.
_RECORDS = {
    (True, True): (
        message("Records from {first} to {last}."),
        message("Records from {first} to {last}: {which}."),
    ),
    (True, False): (message("Records from {first} on."), message("Records from {first} on: {which}.")),
    (False, True): (message("Records to {last} only."), message("Records to {last} only: {which}.")),
}
#: So many kinds of rows are told apart by the years that they observe.
_KINDS = 3
#: Of a scraped table, in which cells of some lines have moved.
_TORN = message("Lines of the reports that could not be read are not counted either.")


def note(frame: pd.DataFrame) -> str:
    """Which years the records hold, where windows reach beyond them, and which windows are incomplete."""
    if not {*OBSERVED, "complete"} <= {*frame}:
        return ""
    rows = frame[~frame["complete"].astype(bool)]
    # of these the note on what was left out says more
    rows = rows[~(_inside(rows) & _without_category(rows))]
    if not len(rows):
        return ""
    reporting = over_reporters(rows)
    reports = [say(text) for side, text in _REPORTING.items() if reporting.str.contains(side).any()]
    if reports and "coarm" in {*rows["source"]}:
        reports.append(say(_TORN))
    known_lacks = _lacking_parties(rows)
    for side, text in _LACKING.items():
        if (some := known_lacks.str.contains(side) & _inside(rows)).any():
            reports.append(say(text, windows=_rows_or_windows(_of_both_windows(rows[some]), frame)))
    reporting += known_lacks
    for side, text in _UNNAMED.items():
        if (some := _beside_unnamed(rows, side) & _inside(rows)).any():
            reports.append(say(text, windows=_incomplete(_of_both_windows(rows[some]))))
            reporting = reporting.mask(some, side)
    # beyond what the source covers, no year is counted of anybody
    rows = _of_both_windows(rows[~(_inside(rows) & (reporting != ""))])
    # the note on members says who counts in which years
    rows = joiners.not_as_members(rows, frame)
    nowhere = _none_observed(rows)
    known = _is_listing(rows)
    if "share" in frame:
        # shares of a whole are incomplete with any of its parts, which are named
        known &= nowhere | ~_inside(rows) | ~rows["period"].isin(rows["period"][nowhere])
    said = [
        *reports,
        _nowhere(rows[nowhere], frame),
        _beyond(rows[~nowhere & known], frame),
        _held(rows[~nowhere & ~known], frame),
    ]
    return " ".join(filter(None, said))


def over_reporters(rows: pd.DataFrame) -> pd.Series:
    """On which sides the states stand over which rows are sums, of a source that has what states report.

    "" of rows that are sums of one of them, or of those that were chosen, and of other sources.
    """
    found = np.full(len(rows), "", dtype=object)
    if {"reporter", "source", "selection", "period"} <= {*rows}:
        for keys, places in _kept_apart(rows):
            some = rows.take(places)
            for side in SIDES:
                over = reporters.over_side(some, keys, side) & ~reporters.chosen_on_side(some, side)
                found[places[over]] += f"+{side}"
    return pd.Series(found, index=rows.index, dtype=object).str.removeprefix("+")


def _lacking_parties(rows: pd.DataFrame) -> pd.Series:
    """Over which sides rows are sums, of a file that lacks some parties there; "" of other rows."""
    found = np.full(len(rows), "", dtype=object)
    if {"reporter", "selection", "period"} <= {*rows}:
        for keys, places in _kept_apart(rows):
            for side in SIDES:
                found[places[reporters.lacks_some(rows.take(places), keys, side)]] += f"+{side}"
    return pd.Series(found, index=rows.index, dtype=object)


def _beside_unnamed(rows: pd.DataFrame, side: str) -> pd.Series:
    """Which rows are of parties of a side that may have more in figures of several together."""
    if not {"selection", "period"} <= {*rows}:
        return pd.Series(False, index=rows.index)
    keys = check.keys_of(rows)
    if "party" in keys or "place" in rows:
        rows, keys = rows.assign(**{side: rows["party"]}), [side]
    elif side == "recipient" and "left" in rows and "unreported" not in rows:
        # two recipients of one supplier beside each other
        rows, keys = rows.assign(**{side: rows["left"]}), [side]
    return pd.Series(reporters.beside_unnamed(rows.assign(start=_opens(rows)), keys, side), rows.index)


def _opens(rows: pd.DataFrame) -> pd.Series:
    """The first year of each row, or of the window before, if it is compared with that."""
    compared = {"previous", "change"} <= {*rows}
    return 2 * rows["start"] - rows["end"] - 1 if compared else rows["start"]


def _kept_apart(rows: pd.DataFrame) -> list[tuple[list[str], np.ndarray]]:
    """The places of rows by the columns that keep sums apart; of shares these are those of their wholes."""
    if not {"share", "within"} <= {*rows}:
        return [(check.keys_of(rows), np.arange(len(rows)))]
    within = rows["within"].astype(str).to_numpy()
    return [(text.split("+"), np.flatnonzero(within == text)) for text in np.unique(within)]


def _of_both_windows(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a window and, of changes since the window before, of that one: those of years not covered.

    Where both lie inside these years, either may lack something.
    """
    if not {"previous", "change"} <= {*rows}:
        return rows
    length = rows["end"] - rows["start"] + 1
    before = rows.assign(start=rows["start"] - length, end=rows["start"] - 1)
    spans = zip(before["start"].astype(int), before["end"].astype(int), strict=True)
    both = pd.concat([before.assign(period=[years(period(*span)) for span in spans]), rows])
    beyond = (both["start"] < both[OBSERVED[0]]) | (both["end"] > both[OBSERVED[1]])
    known = beyond.groupby(level=0).transform("any")
    return both[beyond | ~known].reset_index(drop=True)


def _is_listing(rows: pd.DataFrame) -> pd.Series:
    """Whether rows are of a source that is read as a list of some years, beyond those of its records.

    Of a source that armsflow does not know, rows say so that speak of more than their own years.
    """
    wider = (rows[OBSERVED[0]] < rows["start"]) | (rows[OBSERVED[1]] > rows["end"])
    return ~rows["source"].isin(_OWN_YEARS) & (lists_years(rows["source"]) | wider)


def lists_years(sources: pd.Series) -> pd.Series:
    """Which sources are known to list some years, and not those of their records alone."""
    listing = sources.map(dict(table("sources.csv")[["source", "lists_all"]].values)).fillna("")
    return (listing != "") & ~sources.isin(_OWN_YEARS)


def _incomplete(rows: pd.DataFrame) -> str:
    return names.windows(list(dict.fromkeys(rows["period"].astype(str))))


def _rows_or_windows(rows: pd.DataFrame, frame: pd.DataFrame) -> str:
    """The windows that are incomplete; where only some rows of a window are, these rows by name."""
    keys = [key for key in check.keys_of(frame) if key in frame and "period" in frame]
    some = frame[frame["period"].isin(rows["period"])]
    if not keys or not some["complete"].astype(bool).any():
        return _incomplete(rows)
    return _named(rows, frame, keys)


def _named(rows: pd.DataFrame, frame: pd.DataFrame, keys: Sequence[str]) -> str:
    """Rows of a frame by what tells them apart, and their windows: "Italy 2012", "Others, 2011 and 2013"."""
    each = rows[check.varying(frame, keys) or [*keys]].to_dict("records")
    met: dict[str, dict[str, None]] = {}
    for row, window in zip(each, rows["period"].astype(str), strict=True):
        met.setdefault(names.row_label(row, "name"), {})[window] = None
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, windows in met.items():
        alike.setdefault(tuple(windows), []).append(name)
    if all(len(windows) == 1 for windows in alike):
        return names.first_of([f"{name}{NBSP}{years(window)}" for name, (window, *_) in met.items()])
    said = [f"{names.first_of(some)}, {names.windows(windows)}" for windows, some in alike.items()]
    return names.parted(names.few(said))


def _inside(rows: pd.DataFrame) -> pd.Series:
    """Which rows lie inside the years that they observe."""
    return (rows["start"] >= rows[OBSERVED[0]]) & (rows["end"] <= rows[OBSERVED[1]])


def _without_category(rows: pd.DataFrame) -> pd.Series:
    """Which rows may lack figures without a category, left out by a choice of categories."""
    texts = rows["selection"].fillna("").astype(str) if "selection" in rows else pd.Series("", rows.index)
    met = zip(texts, _opens(rows), rows["end"], strict=True)
    return pd.Series(
        [
            any(a <= end and begin <= b for a, b in selection.without_category(text))
            for text, begin, end in met
        ],
        index=rows.index,
        dtype=bool,
    )


def _none_observed(rows: pd.DataFrame) -> pd.Series:
    """Which rows observe no year."""
    return rows[OBSERVED[0]] > rows[OBSERVED[1]]


def _nowhere(rows: pd.DataFrame, frame: pd.DataFrame) -> str:
    """That no year of rows is covered, and why, if that is the same for all of them and known."""
    if not len(rows):
        return ""
    reasons = {_reason(row, check.keys_of(rows)) for _, row in rows.iterrows()}
    reason = reasons.pop() if len(reasons) == 1 else _NOWHERE
    others = frame[~_none_observed(frame)]
    if reason == _NOWHERE and len(others):
        # years of other rows are covered
        reason = _SOME
    keys = [key for key in check.keys_of(frame) if key in frame]
    beside = bool(keys) and others["period"].isin(rows["period"]).any()
    return say(reason, windows=_named(rows, frame, keys) if beside else _incomplete(rows))


def _reason(row: pd.Series, keys: Sequence[str]) -> str:
    chosen = selection.read(str(row.get("selection", "")))
    groups = {str(row[key]) for key in keys if members_group(str(row[key]))}
    # a group of which some members were not chosen was not chosen itself
    of_group = bool(groups) and any(side in chosen for side in SIDES)
    orders = row["stage"] == "contract" and row["source"] in ("sipri", "sample")
    if of_group == orders:
        return _NOWHERE
    return _MEMBERS if of_group else _ORDERS


def _beyond(rows: pd.DataFrame, frame: pd.DataFrame) -> str:
    """The years that a source does not cover, and the windows, or the rows, that reach into them."""
    inside = _inside(rows)
    groups = _by_years(rows[~inside])
    if len(groups) > _KINDS:
        return say(_SOME, windows=_rows_or_windows(rows, frame))
    said = [_not_covered(lacking, some, frame) for lacking, some in groups]
    if inside.any():
        said.append(say(_SOME, windows=_rows_or_windows(rows[inside], frame)))
    return " ".join(said)


def _by_years(rows: pd.DataFrame) -> list[tuple[Sequence[selection.Span], pd.DataFrame]]:
    """The years that windows have and their rows do not observe, each time with these rows."""
    if not len(rows):
        return []
    seen = [
        rows[OBSERVED[0]].clip(lower=rows["start"].min()),
        rows[OBSERVED[1]].clip(upper=rows["end"].max()),
    ]
    alike: dict[tuple[selection.Span, ...], list[pd.DataFrame]] = {}
    for _, some in rows.groupby(seen, sort=True):
        alike.setdefault(tuple(_lacking(some)), []).append(some)
    return [(lacking, pd.concat(each)) for lacking, each in alike.items()]


def _lacking(rows: pd.DataFrame) -> list[selection.Span]:
    """The years of windows that rows, which all observe the same years there, do not observe."""
    (first, last), lacking = _years(rows), []
    for start, end in zip(rows["start"].astype(int), rows["end"].astype(int), strict=True):
        lacking += [(start, min(end, first - 1))] if start < first else []
        lacking += [(max(start, last + 1), end)] if end > last else []
    return selection.joined(lacking)


def _not_covered(lacking: Sequence[selection.Span], rows: pd.DataFrame, frame: pd.DataFrame) -> str:
    """The same of rows that lack the same years."""
    first, last = _years(rows)
    windows = _rows_or_windows(rows, frame)
    if set(rows["source"]) <= _DATED:
        before, after = bool((rows["start"] < first).any()), bool((rows["end"] > last).any())
        return _partly(first, last, before=before, after=after, windows=windows)
    spans = [*zip(rows["start"].astype(int), rows["end"].astype(int), strict=True)]
    if all(end < first or start > last for start, end in spans):
        # there are figures of these years, but for a window before of which none is shown
        gone = "previous" in rows and rows["previous"].isna().all() and all(end < first for _, end in spans)
        text = message("Not covered: {windows}.") if gone else message("Not covered in full: {windows}.")
        return say(text, windows=windows)
    runs = [years(period(*run)) for run in lacking]
    return say("Not covered: {years} ({windows} incomplete).", years=names.listed(runs), windows=windows)


def _partly(first: int, last: int, *, before: bool, after: bool, windows: str) -> str:
    """The same of a source with dates, of which the year beside the whole ones may be there in part."""
    places = {"first": first, "last": last, "windows": windows}
    if before and after:
        return say(
            "The complete years are {first} to {last}: {windows} incomplete.",
            **places,
        )
    if before:
        return say("The first complete year is {first}: {windows} incomplete.", **places)
    return say("The last complete year is {last}: {windows} incomplete.", **places)


def _held(rows: pd.DataFrame, frame: pd.DataFrame) -> str:
    """The years that records hold which say nothing of others: whether these are incomplete is not known."""
    if not len(rows):
        return ""
    words = _records_of(rows, *_years(frame[~_none_observed(frame)]))
    if words or not frame["complete"].any():
        return words
    # others have records of all years, so that the rows are named
    groups = _by_years(rows)
    each = [_records_of(some, *_years(some), which=_rows_or_windows(some, frame)) for _, some in groups]
    return " ".join(filter(None, each)) if len(groups) <= _KINDS else ""


def _records_of(rows: pd.DataFrame, first: int, last: int, *, which: str = "") -> str:
    """From when to when there are records, where windows reach beyond; in `which` rows, if not in all."""
    before, after = bool((rows["start"] < first).any()), bool((rows["end"] > last).any())
    if not (before or after):
        return ""
    text = _RECORDS[before, after][bool(which)]
    return say(text, first=first, last=last, which=which)


def _years(rows: pd.DataFrame) -> tuple[int, int]:
    return int(rows[OBSERVED[0]].min()), int(rows[OBSERVED[1]].max())
