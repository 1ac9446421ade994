"""The sections of the page about a register: a chart, a table or a list, and none where it would be empty."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.charts import check
from armsflow.charts.changes import plot_changes
from armsflow.charts.concentration import plot_concentration
from armsflow.charts.lines import plot_lines
from armsflow.charts.map import plot_map
from armsflow.charts.map_shapes import shapes
from armsflow.charts.protocol import unknown
from armsflow.charts.rankings import plot_rankings
from armsflow.charts.shares import plot_shares
from armsflow.charts.text import covered, joiners, left_out, names, numbers
from armsflow.charts.totals import plot_totals
from armsflow.errors import warn
from armsflow.languages import counted, message, number, say, say_count, years
from armsflow.records.check import records_of
from armsflow.records.engines import collect
from armsflow.records.observed_years import years_listed
from armsflow.records.schema import ALL, SIDES, UNKNOWN, maker_of_spending, period
from armsflow.records.selection import read
from armsflow.records.where import where
from armsflow.report import sentences
from armsflow.report.page import MOST_ROWS, Figure, Grid, Points, Section, has_bounds, printable
from armsflow.summaries.averages import averages
from armsflow.summaries.burden import burden
from armsflow.summaries.changes import changes
from armsflow.summaries.concentration import concentration
from armsflow.summaries.coverage import coverage
from armsflow.summaries.existing import existed
from armsflow.summaries.orders import deals_listed
from armsflow.summaries.rankings import rankings
from armsflow.summaries.shares import shares, shares_beside_others
from armsflow.summaries.totals import totals
from armsflow.tables import table
from armsflow.transforms.periods import to_periods
from armsflow.transforms.years import to_years

__all__: list[str] = []

WINDOW = 5  # years, as SIPRI compares them
_TOP, ROWS = 6, 12
_PARTS = 8  # so many parts a chart of shares tells apart, beside others and unknown
_BARS = 120  # so many years of all parties are bars; more are lines
_LINES = 5  # so many parties have a line of their own
_NAMED = 3  # from so many states on a map says more than a table
_RANKED = {
    "supplier": message("The largest suppliers, {years}"),
    "recipient": message("The largest recipients, {years}"),
    "donor": message("The largest donors, {years}"),
}
_MEANS = counted(
    "Bars are single years, and the line is the mean of {count} year up to each.",
    "Bars are single years, and the line is the mean of {count} years up to each.",
)
_NOT_KNOWN = counted(
    "For {count} deal the number ordered is not known. It is not listed, and pieces of it may still come.",
    "For {count} deals the number ordered is not known. They are not listed, and pieces of them may still "
    "come.",
)
_STILL = counted(
    "{count} deal has pieces still to come, by the records; the largest volume stands first. Whether an "
    "order still holds is not recorded. Deals older than the records are not listed.",
    "{count} deals have pieces still to come, by the records; the largest volume stands first. Whether an "
    "order still holds is not recorded. Deals older than the records are not listed.",
)
_UNSEEN = message(
    "The records hold only orders of which something was delivered. Others, if there are any, are missing."
)
_UNCERTAIN = message("A question mark means that the source marks the number, or its year, as uncertain.")
_OVER_TIME = {
    "supplier": counted(
        "The {count} largest supplier over the years", "The {count} largest suppliers over the years"
    ),
    "recipient": counted(
        "The {count} largest recipient over the years", "The {count} largest recipients over the years"
    ),
    "donor": counted("The {count} largest donor over the years", "The {count} largest donors over the years"),
}
_ON_MAP = {
    "supplier": message("The suppliers on a map, {years}"),
    "recipient": message("The recipients on a map, {years}"),
    "donor": message("The donors on a map, {years}"),
}
_ONLY = {
    "supplier": message("Some suppliers only."),
    "recipient": message("Some recipients only."),
    "donor": message("Some donors only."),
    "supplier, recipient": message("Some suppliers and recipients only."),
    "donor, recipient": message("Some donors and recipients only."),
}


_CONCENTRATED = {
    "supplier": (
        message(
            "The Herfindahl–Hirschman index is 1 where one supplier has all, and {quarter} for four equal "
            "ones."
        ),
        message("How concentrated the suppliers are"),
    ),
    "donor": (
        message(
            "The Herfindahl–Hirschman index is 1 where one donor has all, and {quarter} for four equal ones."
        ),
        message("How concentrated the donors are"),
    ),
}


class Span(NamedTuple):
    """The years that records observe, and the windows that end with them."""

    first: int
    last: int

    @property
    def windows(self) -> list[tuple[int, int]]:
        count = min((self.last - self.first + 1) // WINDOW, 4)
        ends = [self.last - WINDOW * n for n in range(count)][::-1]
        return [(end - WINDOW + 1, end) for end in ends]

    def __str__(self) -> str:
        return years_between(self.first, self.last)


def years_between(first: int, last: int) -> str:
    """A span of years as the language writes it."""
    return years(period(first, last))


class Parts(NamedTuple):
    """Shares of every part, and as a chart shows them: the small ones together as others."""

    every: pd.DataFrame
    shown: pd.DataFrame


def unnamed(records: Any) -> set[str]:
    """The sides of which the source names nobody: its figures are sums over all, with nobody to rank."""
    met = collect(records_of(records).select(*SIDES).unique())
    return {side for side in SIDES if (met[side] == ALL).any()}


def role(side: str, records: Any) -> str:
    """What the parties of a side are called: who gives aid is a donor."""
    return check.role(side, collect(records_of(records).select("stage").unique()))


def narrowed(records: Any) -> set[str]:
    """The columns of which only some values were chosen: among these no share and no place is known."""
    met = collect(records_of(records).select("selection").unique())["selection"]
    return {column for text in met for column in read(text)}


def records_inside(records: Any, years: tuple[int, int]) -> Any:
    """Records of some years; of spans over their edge the part inside, with its bounds."""
    first, last = years
    # windows of a page may reach beyond its records, which nobody asked for
    least, most = years_listed(records_of(records)) or years
    years = (max(first, least), min(last, most))
    return where(records, years=years, straddling="cut")


def framed(summary: Any) -> pd.DataFrame:
    return summary if isinstance(summary, pd.DataFrame) else summary.to_pandas()


def sum_of(records: Any, span: Span) -> str:
    whole = framed(totals(records, by=(), over=(span.first, span.last)))
    return with_note(sentences.sum_in_words(whole), whole)


def with_note(text: str, frame: pd.DataFrame) -> str:
    """A sentence on the figures of a frame, the years that these lack, and who joined a group."""
    said = (text, covered.note(frame), left_out.note(frame), joiners.note(frame, "name"))
    return " ".join(filter(None, said))


def parts_by_window(records: Any, of: str, within: str, span: Span, first: Sequence[str] = ()) -> Parts:
    """Shares in the windows, or over all years where there is not one; `first` are shown in any case."""
    if of in narrowed(records) | unnamed(records):
        nobody = pd.DataFrame({of: [], within: [], "share": np.empty(0), "end": np.empty(0)})
        return Parts(nobody, nobody)
    records, over = _in_windows(records, span)
    every = framed(shares(records, of=of, within=within, over=over))
    named = _told_apart(every, of, within, first)
    return Parts(every, framed(shares_beside_others(records, named, of=of, within=within, over=over)))


def _in_windows(records: Any, span: Span) -> tuple[Any, tuple[int, int] | None]:
    """Records in the windows; where there is not one, as they are, and the one window of all years."""
    if not span.windows:
        return records, (span.first, span.last)
    return to_periods(records_inside(records, (span.windows[0][0], span.last)), span.windows), None


def shares_of(records: Any, parts: Parts, supplier: str, span: Span) -> list[str]:
    """Sentences on the share of one supplier in what each recipient received in the last window."""
    if not len(parts.every):
        return []
    records, over = _in_windows(records, span)
    sums = framed(totals(records, by=SIDES, over=over))
    end = int(parts.every["end"].max())
    last = sums[(sums["end"] == end) & (sums["supplier"] == supplier) & _is_none(sums)]
    there = _existed(supplier, int(parts.every.loc[parts.every["end"] == end, "start"].min()), end)
    none = {*(last if there else parts.every)["recipient"]}
    return sentences.shares_in_words(parts.every, supplier, none)


def _is_none(sums: pd.DataFrame) -> pd.Series:
    """Whether it is known that there was nothing: a 0 of all years, beside which nothing is undisclosed."""
    return sums["high"].eq(0) & sums["complete"].astype(bool) & sums["undisclosed"].eq(0)


def _existed(party: str, first: int, last: int) -> bool:
    """Whether a party existed in some of these years."""
    return bool(existed(party, np.array([first]), np.array([last]))[0])


def _told_apart(every: pd.DataFrame, of: str, within: str, first: Sequence[str]) -> list[str]:
    """Whom a chart of shares names: those asked for, the largest of each stack, then of all windows together.

    Of the last window it names as many as the answer does. Nobody in Others is larger over all windows than
    one who is named and is none of these.
    """
    known = every[~every[of].astype(str).str.startswith(UNKNOWN)]
    # of what has no value at least its lower bound counts
    known = known.assign(size=known["value"].fillna(known["low"]).fillna(0.0))
    known = known[known["size"] > 0].sort_values(["size", of], ascending=[False, True])
    leaders = [rows[of].iloc[0] for _, rows in known.groupby(["end", within])][::-1]
    last = known[known["end"] == known["end"].max()].groupby(within).head(sentences.MOST_NAMED)[of]
    sums = known.groupby(of)["size"].sum().sort_values(ascending=False, kind="stable")
    return list(dict.fromkeys([*first, *leaders, *last, *sums.index]))[:_PARTS]


def with_unknown(words: str, frame: pd.DataFrame) -> str:
    """Words of a chart, and that it has among the others the little unknown that its table has apart."""
    if len(unknown.with_others(frame, among="keys", keep=())) == len(frame):
        return words
    said = say("In the chart, “Others” includes unknown parties, under 1 per cent of all.")
    return " ".join(filter(None, [words, said]))


def by_window(parts: pd.DataFrame, heading: str, words: str) -> list[Section]:
    known = parts[parts["share"].notna() & (parts["share"] > 0)]
    return [Figure("shares", heading, parts, plot_shares, with_unknown(words, parts))] if len(known) else []


def by_year(records: Any, by: str, heading: str) -> list[Section]:
    # only here are spans parted into years: a sum of parts has wider bounds than the whole
    records = to_years(records)
    yearly = framed(totals(records, by=by))
    if yearly["period"].nunique() < 2:
        return []
    # what is known by spans only has wide bounds in single years, which would hide the bars
    if len(yearly) > _BARS and yearly["value"].isna().all():
        return []
    if len(yearly) > _BARS or (yearly["high"] > 2 * yearly["value"]).mean() > 0.5:
        return [Figure("years", heading, yearly, plot_lines, say("Each point is a single year."))]
    window = min(WINDOW, yearly["period"].nunique())
    means = framed(averages(records, by=by, window=window, incomplete="keep"))
    plot = partial(plot_totals, averages=means) if means["value"].notna().any() else plot_totals
    return [Figure("years", heading, yearly, plot, say_count(*_MEANS, window))]


def largest_as_lines(records: Any, of: str, span: Span) -> list[Section]:
    """The largest parties of one side, each a line of moving means."""
    if span.last - span.first < 2 * WINDOW or of in unnamed(records):
        return []
    sizes = framed(totals(records, by=of, over=(span.first, span.last)))
    sizes = sizes[(sizes["value"] > 0) & ~sizes[of].astype(str).str.startswith(UNKNOWN)]
    largest = list(sizes.nlargest(_LINES, "value")[of])
    if len(largest) < 2:
        return []
    # of all, so that the title speaks of no choice but the reader's own
    means = framed(averages(to_years(records), by=of, window=WINDOW, incomplete="keep"))
    means = means[means["complete"] & means[of].isin(largest)].reset_index(drop=True)
    # one point is no line
    if means.loc[means["value"].notna(), "end"].nunique() < 2:
        return []
    heading = say_count(*_OVER_TIME[check.role(of, means)], len(largest))
    words = say(
        "Each point is the mean of the {count} years up to it. The largest by the sum of {years}.",
        count=WINDOW,
        years=span,
    )
    return [Figure(f"lines_{of}", heading, means, plot_lines, words)]


def on_a_map(records: Any, of: str, span: Span) -> list[Section]:
    """Where the deliveries of the last window went, or came from."""
    window = span.windows[-1] if span.windows else (span.first, span.last)
    inside = records_inside(records, window)
    sizes = framed(totals(inside, by=of, over=window))
    if sizes[of].isin([shape.party for shape in shapes()]).sum() < _NAMED:
        return []
    heading = say(_ON_MAP[check.role(of, sizes)], years=years_between(*window))
    words = say(
        "Each state has the colour of its class; states in grey have no record. The area of a state says "
        "nothing of its amounts."
    )
    return [Figure(f"map_{of}", heading, sizes, plot_map, words)]


def by_change(records: Any, of: str, span: Span, largest: Iterable[str]) -> list[Section]:
    """Changes of the largest of both windows, and in any case of the `largest` of the last."""
    if len(span.windows) < 2 or of in unnamed(records):
        return []
    two = span.windows[-2:]
    inside = records_inside(records, (two[0][0], span.last))
    binned = to_periods(inside, two)
    # where nothing is known of one of the two windows, nothing changed
    if framed(totals(binned, by=of))["end"].nunique() < 2:
        return []
    every = (framed(changes(binned, of=of, top=top)) for top in range(_TOP, ROWS + 1))
    changed = next(rows for rows in every if {*largest} <= {*rows[of]} or rows[of].nunique() > ROWS)
    if not changed["change"].notna().any():
        return []
    words = say(
        "{window} against {before}; from zero there is no change in per cent.",
        window=years_between(*two[1]),
        before=years_between(*two[0]),
    )
    heading = say("Changes between the last two windows")
    return [Figure("changes", heading, changed, plot_changes, words)]


def _with_nothing(records: Any, side: str, span: Span, codes: set[str]) -> set[str]:
    """Those of some parties of which it is known that they had nothing in the last window."""
    gone = {code for code in codes if not _existed(code, *span.windows[-1])}
    if gone == codes:
        return gone
    sums = framed(totals(_in_windows(records, span)[0], by=side))
    return gone | {*sums.loc[(sums["end"] == span.last) & _is_none(sums), side]}


def by_place(everything: Any, side: str, span: Span, codes: Sequence[str]) -> tuple[list[str], list[Section]]:
    """The place of a party among all, or the first three; and the table."""
    # a place among all needs all, each by name
    if len(span.windows) < 2 or narrowed(everything) & {*SIDES, "category"} or side in unnamed(everything):
        return [], []
    every = framed(rankings(everything, of=side, end=span.last, window=WINDOW))
    shown = every.head(ROWS)
    none = _with_nothing(everything, side, span, {*codes} - {*every["party"]})
    said = [sentences.place_in_words(every, side, code, none=code in none) for code in codes]
    words = said + sentences.hidden_in_words(every) if said else sentences.first_in_words(every, side)
    heading = say(_RANKED[check.role(side, every)], years=years_between(*span.windows[-1]))
    return words, [Figure(f"rankings_{side}", heading, shown, plot_rankings, " ".join(words), table=every)]


def by_concentration(records: Any, span: Span) -> list[Section]:
    windows = span.windows
    # a list of one supplier's says nothing of the others
    if not windows or "supplier" in narrowed(records) | unnamed(records):
        return []
    inside = records_inside(records, (windows[0][0], span.last))
    index = framed(concentration(to_periods(inside, windows)))
    if not index["hhi"].notna().any():
        return []
    index_of, concentrated = _CONCENTRATED[check.role("supplier", index)]
    words, heading = say(index_of, quarter=number("0.25")), say(concentrated)
    return [Figure("concentration", heading, index, plot_concentration, words)]


def coverage_of(chosen: Any) -> Section:
    """What the records hold: a table, since it has no value to draw."""
    found = framed(coverage(chosen, by=["source", "dataset"]))
    rows = [
        (
            printable(names.source(row["source"], [row["dataset"]])),
            printable(names.dataset(row["dataset"])),
            years_between(int(row["start"]), int(row["end"])),
            *(number(f"{int(row[name]):,}") for name in ("records", "undisclosed", "parties")),
        )
        for _, row in found.iterrows()
    ]
    heads = (
        say("Source"),
        say("Data set"),
        say("Years with records"),
        say("Records"),
        say("Without a number"),
        say("Parties"),
    )
    return Grid(say("What the records hold"), "", heads, rows, "coverage", found)


def open_orders(chosen: Any) -> list[Section]:
    """The deals of a register of which pieces are still to come, those of the largest volume first."""
    if "deal" not in records_of(chosen).collect_schema().names():
        return []
    deals = deals_listed(records_of(chosen))
    heading = say("Orders still open [pieces]")
    still = deals[deals["open"] > 0]
    vague = _of_unknown_number(deals)
    if not len(still):
        return [Points(heading, [("", vague)])] if vague else []
    volume = (still["open"] * still["tiv_unit"]).fillna(0)
    still = still.loc[volume.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    rows = [
        (
            printable(sentences.said_of(row)),
            printable(", ".join(filter(None, (_text(row["designation"]), _text(row["description"]))))),
            _text(row["order_year"]),
            *(_pieces(row, name) for name in ("ordered", "delivered", "open")),
            _text(row["planned_last"]),
        )
        for _, row in still.head(MOST_ROWS).iterrows()
    ]
    heads = (
        say("Who"),
        say("What"),
        say("Ordered in"),
        say("Ordered"),
        say("Delivered"),
        say("Still open"),
        say("Planned by"),
    )
    words = [
        say_count(*_STILL, len(still)),
        vague,
        "" if deals["all_orders"].all() else say(_UNSEEN),
        say(_UNCERTAIN) if still.head(MOST_ROWS)["estimated"].any() else "",
    ]
    return [Grid(heading, " ".join(filter(None, words)), heads, rows, "orders", still)]


def _of_unknown_number(deals: pd.DataFrame) -> str:
    """How many deals may be open because their number ordered is blank; a file of deliveries has none."""
    blank = deals["ordered"].isna() & deals["complete"] & (deals["dataset"] != "deliveries")
    return say_count(*_NOT_KNOWN, int(blank.sum())) if blank.any() else ""


def _pieces(deal: Any, name: str) -> str:
    """A number of pieces, with SIPRI's mark where it is uncertain; what is open follows from both others."""
    marks = ["ordered", "delivered"] if name == "open" else [name]
    return number(f"{deal[name]:,.0f}") + "?" * any(deal[f"{mark}_estimated"] for mark in marks)


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def of_claims(claims: Any) -> list[Section]:
    """What was said in public about the same parties, one row for each claim."""
    if claims is None:
        return []
    said = framed(claims)
    if not len(said):
        return []
    rows = [
        (
            printable(sentences.said_of(row)),
            names.stage(str(row["stage"])),
            years_between(int(row["start"]), int(row["end"])),
            printable(sentences.amount(row)),
            printable(_said_by(row)),
        )
        for _, row in said.iterrows()
    ]
    words = say(
        "The claims are never added to the records above. Contracts, loans and payments are stages of one "
        "transaction and are not added either."
    )
    heads = (say("Who"), say("Stage"), say("Years"), say("Amount"), say("Said by"))
    return [Grid(say("What was said in public"), words, heads, rows, "claims", said)]


def _said_by(claim: pd.Series) -> str:
    """Who published a claim; of records of a data source this source."""
    if publisher := _text(claim.get("publisher")):
        return publisher
    return say("not stated") if claim["source"] == "claims" else names.source(str(claim["source"]))


def of_spending(claims: Any, spending: Any) -> list[Section]:
    if spending is None:
        return []
    if claims is None:
        _say_unused("there are no claims; give them with claims= (--claims)")
        return []
    said = framed(claims)
    paid = said[said["stage"] == "payment"]
    if not len(paid):
        _say_unused(
            f"none of the {len(said):,} claim(s) about the parties of the report is a payment, and "
            "only payments are compared with military spending"
        )
        return []
    found = framed(burden(paid, spending))
    rows = [
        (
            names.party(str(row["recipient"]), "name"),
            years(str(row["period"])),
            _of_spending(*row[["burden", "burden_low", "burden_high"]]),
        )
        for _, row in found.iterrows()
    ]
    words = say("Payments as a share of all military spending of the same years.")
    heads = (say("Recipient"), say("Years"), say("Share"))
    return [Grid(say("Payments beside military spending"), words, heads, rows, "burden", found)]


def _say_unused(why: str) -> None:
    warn(f"spending is not used: {why}")


def _of_spending(share: float, low: float, high: float) -> str:
    span = numbers.between(low, high, numbers.per_cent)
    text = say("not known") if math.isnan(share) else f"{numbers.per_cent(share)} %"
    return f"{text} [{span}]" if span else text


def limits_of(records: Any, span: Span, shown: Sequence[Section]) -> Points:
    """How to read what is `shown`."""
    data = records_of(records)
    some = [side for side in SIDES if side in narrowed(records)]
    units = sorted(set(collect(data.select("unit").unique())["unit"]))
    points = [
        (
            say("Years without a record."),
            say(
                "Inside {years} they count as 0 where the source lists all there is; outside, nothing "
                "is known.",
                years=span,
            ),
        ),
        (say("Others."), _others(shown)),
    ]
    if any(map(has_bounds, shown)):
        between = say(
            "They give the least and the greatest value that the source allows; the truth lies between."
        )
        points.insert(1, (say("Brackets."), between))
    if "TIV" in units:
        volume = say(
            "The trend-indicator value counts what a weapon can do. It says nothing of its price, and must "
            "not be compared with dollars."
        )
        points.insert(0, (say("TIV is a volume, not money."), volume))
    if some:
        points.append(_only(records, some))
    return Points(say("How to read this page"), points)


def _others(shown: Sequence[Section]) -> str:
    """Who the others are: in a chart of windows the largest of one has a name, however small it else is."""
    said = [say("They are all but the largest over the years shown, and are never ranked.")]
    if any(
        isinstance(each, Figure) and each.name == "shares" and each.frame["end"].nunique() > 1
        for each in shown
    ):
        said.append(
            say("A chart by window also names the largest of each window and the three largest of the last.")
        )
    return " ".join(said)


def _only(records: Any, sides: Sequence[str]) -> tuple[str, str]:
    chosen = say(
        "Shares are of the total of these alone. Shares of the total of all, and places among all, are not "
        "known."
    )
    return say(_ONLY[", ".join(role(side, records) for side in sides)]), chosen


def only_some(records: Any, side: str) -> list[str]:
    """That the records were chosen by one side, where an answer about that side needs all of it."""
    return [" ".join(_only(records, [side]))] if side in narrowed(records) else []


def sources_of(records: Any, spending: Any = None) -> list[str]:
    """The sources of records, and of the spending that stands beside them, each with its editions."""
    met = collect(records_of(records).select("source", "release").unique())
    if spending is not None:
        met = pd.concat([met, _of_a_table(framed(spending))])
    known = table("sources.csv").set_index("source")
    lines = []
    for source, rows in met.groupby("source"):
        cited = known["citation"].get(source) if source in known.index else None
        editions = ", ".join(sorted({str(cell) for cell in rows["release"] if cell}))
        cited = cited if isinstance(cited, str) and cited else names.source(str(source))
        cited += f", {say('edition {names}', names=editions)}" if editions else ""
        lines.append(printable(f"{cited}."))
    return [*lines, say("Sums, shares and changes: own calculation with armsflow.")]


def _of_a_table(spending: pd.DataFrame) -> pd.DataFrame:
    """Where a spending frame is from, as far as it says it."""
    if maker := maker_of_spending(spending):
        spending = spending.assign(source=maker)
    if "source" not in spending:
        return pd.DataFrame({"source": [names.OTHER_SPENDING], "release": [""]})
    return spending.reindex(columns=["source", "release"]).fillna("").drop_duplicates()
