"""The page about a register: all parties, one supplier, one recipient, or one supplier and two recipients."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.charts.balances import plot_balances
from armsflow.charts.changes import plot_changes
from armsflow.charts.concentration import plot_concentration
from armsflow.charts.lines import plot_lines
from armsflow.charts.map import plot_map
from armsflow.charts.map_shapes import shapes
from armsflow.charts.rankings import plot_rankings
from armsflow.charts.shares import plot_shares
from armsflow.charts.supplier_balance import plot_supplier_balance
from armsflow.charts.text import names, numbers
from armsflow.charts.totals import plot_totals
from armsflow.errors import ArgumentError
from armsflow.languages import counted, message, number, say, say_count, years
from armsflow.parties import party_name
from armsflow.records.check import records_of
from armsflow.records.engines import collect
from armsflow.records.schema import OBSERVED, SIDES, period
from armsflow.records.selection import read
from armsflow.records.where import where
from armsflow.report import sentences
from armsflow.report.page import MOST_ROWS, Figure, Grid, Page, Points, Section, printable
from armsflow.summaries.averages import averages
from armsflow.summaries.balances import balances
from armsflow.summaries.burden import burden
from armsflow.summaries.changes import changes
from armsflow.summaries.concentration import concentration
from armsflow.summaries.coverage import coverage
from armsflow.summaries.orders import orders
from armsflow.summaries.rankings import rankings
from armsflow.summaries.shares import shares
from armsflow.summaries.supplier_balance import supplier_balance
from armsflow.summaries.totals import totals
from armsflow.tables import table
from armsflow.transforms.periods import to_periods
from armsflow.transforms.years import to_years

__all__: list[str] = []

WINDOW = 5  # years, as SIPRI compares them
_TOP, _ROWS = 6, 12
_PARTS = 8  # so many parts a chart of shares tells apart
_BARS = 120  # so many years of all parties are bars; more are lines
_LINES = 5  # so many parties have a line of their own
_NAMED = 3  # from so many states on a map says more than a table
_OTHER_SIDE = {"supplier": "recipient", "recipient": "supplier"}
_OVER = {"supplier": message("Recipients, {years}"), "recipient": message("Suppliers, {years}")}
_WINDOWS = {"supplier": message("Recipients by window"), "recipient": message("Suppliers by window")}
_RANKED = {
    "supplier": message("The largest suppliers, {years}"),
    "recipient": message("The largest recipients, {years}"),
}
_MEANS = counted(
    "Bars are single years, and marks the mean of {count} year up to each.",
    "Bars are single years, and marks the mean of {count} years up to each.",
)
_STILL = counted(
    "{count} deal has pieces still to come, by the records; the largest volume stands first. Whether an "
    "order still holds is not recorded. Deals older than the records are not listed.",
    "{count} deals have pieces still to come, by the records; the largest volume stands first. Whether an "
    "order still holds is not recorded. Deals older than the records are not listed.",
)
_OVER_TIME = {
    "supplier": counted(
        "The {count} largest supplier over the years", "The {count} largest suppliers over the years"
    ),
    "recipient": counted(
        "The {count} largest recipient over the years", "The {count} largest recipients over the years"
    ),
}
_ON_MAP = {
    "supplier": message("The suppliers on a map, {years}"),
    "recipient": message("The recipients on a map, {years}"),
}
_LARGEST = counted(
    "The {count} party with the largest difference over {years}.",
    "The {count} parties with the largest difference over {years}.",
)
#: Data sets of SIPRI; those of other sources stand by their codes.
_DATASETS = message("deals"), message("deliveries"), message("values")
_ONLY = {
    "supplier": message("Some suppliers only."),
    "recipient": message("Some recipients only."),
    "both": message("Some suppliers and recipients only."),
}


class Question(NamedTuple):
    """Whom a page is about."""

    supplier: str | None
    recipient: str | None
    between: tuple[str, str] | None

    def parties(self) -> dict[str, list[str]]:
        """The codes that are asked for, by column."""
        recipients = list(self.between or ([self.recipient] if self.recipient else []))
        asked = {"supplier": [self.supplier] if self.supplier else [], "recipient": recipients}
        return {side: codes for side, codes in asked.items() if codes}

    def choose(self, records: Any) -> Any:
        """The records of the parties that are asked for."""
        asked: dict[str, Any] = self.parties()
        return where(records, **asked)


class _Span(NamedTuple):
    """The years that records observe, and the windows that end with them."""

    first: int
    last: int

    @property
    def windows(self) -> list[tuple[int, int]]:
        count = min((self.last - self.first + 1) // WINDOW, 4)
        ends = [self.last - WINDOW * n for n in range(count)][::-1]
        return [(end - WINDOW + 1, end) for end in ends]

    def __str__(self) -> str:
        return _years(self.first, self.last)


def _years(first: int, last: int) -> str:
    """A span of years as the language writes it."""
    return years(period(first, last))


def register_page(records: Any, question: Question, claims: Any = None, spending: Any = None) -> Page:
    """The page that answers a question from records of one unit and one stage, or from a register."""
    delivered = delivered_of(records)
    span = _span_of(records_of(delivered))
    everything = where(delivered, years=(span.first, span.last))
    chosen = _chosen(everything, question)
    subject = _subject(question)
    answer, sections = subject.answer(everything, chosen, question, span)
    extra = [
        *_open_orders(question.choose(records)),
        *_of_claims(claims, question),
        *_of_spending(claims, spending, question),
    ]
    return Page(
        title=subject.title,
        question=say("{question} Records of {years}.", question=subject.asked, years=span),
        answer=answer,
        sections=[*sections, *extra, _coverage(chosen), _limits(everything, span)],
        sources=_sources(everything),
    )


# --- what is asked ----------------------------------------------------------------------------------


def delivered_of(records: Any) -> Any:
    """The deliveries of a register that holds contracts too, which only the open orders need; else all."""
    data = records_of(records)
    if "deal" not in data.collect_schema().names():
        return records
    stages = set(collect(data.select("stage").unique())["stage"])
    return where(records, stage="delivery") if stages == {"contract", "delivery"} else records


def _span_of(data: Any) -> _Span:
    ends = collect(data.select("start", "end", *OBSERVED).unique())
    if not len(ends):
        raise ArgumentError("records have no rows; expected at least one", rows=[])
    first, last = int(ends[OBSERVED[0]].min()), int(ends[OBSERVED[1]].max())
    return _Span(min(first, int(ends["start"].min())), max(last, int(ends["end"].max())))


def _chosen(records: Any, question: Question) -> Any:
    chosen = question.choose(records)
    held = collect(records_of(chosen).select("supplier", "recipient").unique())
    for side, codes in question.parties().items():
        if missing := [code for code in codes if code not in set(held[side])]:
            raise ArgumentError(
                f"no record asked for has the {side} {party_name(missing[0])} ({missing[0]}); "
                "choose another party",
                rows=missing,
            )
    return chosen


class _Subject(NamedTuple):
    """The title of a page, its question, and what answers it."""

    title: str
    asked: str
    answer: Callable[[Any, Any, Question, _Span], tuple[list[str], list[Section]]]


def _subject(question: Question) -> _Subject:
    supplier, recipient, between = question
    if supplier and between:
        one, other = between
        sides = f"{names.sides('from', [supplier], 'name')} {names.sides('to', between, 'name')}"
        asked = say(
            "How much did {supplier} deliver {to_one}, and how much {to_other}?",
            **sentences.about(supplier=supplier, one=one, other=other),
        )
        return _Subject(say("Arms {sides}", sides=sides), asked, _pair)
    if supplier and recipient:
        sides = f"{names.sides('from', [supplier], 'name')} {names.sides('to', [recipient], 'name')}"
        asked = say(
            "What did {supplier} deliver {to_recipient}?",
            **sentences.about(supplier=supplier, recipient=recipient),
        )
        return _Subject(say("Arms {sides}", sides=sides), asked, _flow)
    if supplier:
        title = say("Arms {sides}", sides=names.sides("from", [supplier], "name"))
        asked = say("To whom did {supplier} deliver arms?", **sentences.about(supplier=supplier))
        return _Subject(title, asked, partial(_one_side, side="supplier"))
    if recipient:
        title = say("Arms {sides}", sides=names.sides("to", [recipient], "name"))
        asked = say("Who delivered arms {to_recipient}?", **sentences.about(recipient=recipient))
        return _Subject(title, asked, partial(_one_side, side="recipient"))
    return _Subject(say("Arms transfers"), say("Who delivered arms, and to whom?"), _world)


# --- four pages -------------------------------------------------------------------------------------


def _pair(everything: Any, chosen: Any, question: Question, span: _Span) -> tuple[list[str], list[Section]]:
    one, other = question.between or ("", "")
    balance = _frame(
        supplier_balance(
            everything, supplier=str(question.supplier), between=(one, other), over=(span.first, span.last)
        )
    )
    of_two = where(everything, recipient=[one, other])
    parts = _parts(of_two, "supplier", "recipient", span)
    answer = [
        sentences.balance_in_words(balance),
        *sentences.shares_in_words(parts, str(question.supplier)),
    ]
    sections: list[Section] = [
        Figure("balance", say("Both sides, {years}", years=span), balance, plot_supplier_balance, answer[0]),
        *_by_window(parts, say("Suppliers of both"), " ".join(answer[1:])),
        *_by_year(
            chosen,
            "recipient",
            say("Year by year {from_supplier}", **sentences.about(supplier=str(question.supplier))),
        ),
        *_concentrated(of_two, span),
    ]
    return answer, sections


def _flow(everything: Any, chosen: Any, question: Question, span: _Span) -> tuple[list[str], list[Section]]:
    supplier, recipient = str(question.supplier), str(question.recipient)
    of_one = where(everything, recipient=recipient)
    parts = _parts(of_one, "supplier", "recipient", span)
    answer = [_sum(chosen, span), *sentences.shares_in_words(parts, supplier)]
    return answer, [
        *_by_year(chosen, "recipient", say("Year by year")),
        *_by_window(
            parts,
            say("All suppliers of {recipient}", **sentences.about(recipient=recipient)),
            " ".join(answer[1:]),
        ),
        *_concentrated(of_one, span),
    ]


def _one_side(
    everything: Any, chosen: Any, question: Question, span: _Span, *, side: str
) -> tuple[list[str], list[Section]]:
    other = _OTHER_SIDE[side]
    parts = _parts(chosen, other, side, span)
    sizes = totals(chosen, by=other, over=(span.first, span.last), top=_ROWS)
    answer = [_sum(chosen, span), *sentences.largest_in_words(parts, other)]
    place, ranked = _ranked(everything, side, span, [getattr(question, side)])
    answer += place
    sections: list[Section] = [
        Figure("totals", say(_OVER[side], years=span), _frame(sizes), plot_totals, answer[0]),
        *_mapped(chosen, other, span),
        *_by_window(parts, say(_WINDOWS[side]), " ".join(answer[1:2])),
        *_by_year(chosen, side, say("Year by year")),
        *_lines(chosen, other, span),
        *_changed(chosen, other, span),
        *ranked,
    ]
    return answer, sections + (_concentrated(chosen, span) if side == "recipient" else [])


def _world(everything: Any, chosen: Any, question: Question, span: _Span) -> tuple[list[str], list[Section]]:
    answer, sections = [_sum(everything, span)], []
    for side in ("supplier", "recipient"):
        words, ranked = _ranked(everything, side, span, [])
        answer += words
        sections += [*ranked, *_lines(everything, side, span)]
    sections += _mapped(everything, "recipient", span)
    nets = _frame(balances(everything, over=(span.first, span.last)))
    most = nets.reindex(nets["value"].abs().sort_values(ascending=False).index).head(_ROWS)
    sections.append(
        Figure(
            "balances",
            say("Deliveries given less those received"),
            most.sort_values("value").reset_index(drop=True),
            plot_balances,
            say_count(*_LARGEST, len(most), years=span),
            table=nets,
        )
    )
    return answer, sections


# --- sections ---------------------------------------------------------------------------------------


def _narrowed(records: Any) -> set[str]:
    """The columns of which only some values were chosen: among these no share and no place is known."""
    met = collect(records_of(records).select("selection").unique())["selection"]
    return {column for text in met for column in read(text)}


def _inside(records: Any, years: tuple[int, int]) -> Any:
    """Records of some years; of spans over their edge the part inside, with its bounds."""
    return where(records, years=years, straddling="cut")


def _frame(summary: Any) -> pd.DataFrame:
    return summary if isinstance(summary, pd.DataFrame) else summary.to_pandas()


def _sum(records: Any, span: _Span) -> str:
    return sentences.sum_in_words(_frame(totals(records, by=(), over=(span.first, span.last))))


def _parts(records: Any, of: str, within: str, span: _Span) -> pd.DataFrame:
    """Shares in the windows, or over all years where there is not one window."""
    if of in _narrowed(records):
        return pd.DataFrame({of: [], within: [], "share": np.empty(0), "end": np.empty(0)})
    over = None if span.windows else (span.first, span.last)
    if span.windows:
        records = to_periods(_inside(records, (span.windows[0][0], span.last)), span.windows)
    every = (_frame(shares(records, of=of, within=within, over=over, top=top)) for top in range(_TOP, 0, -1))
    # whoever leads any window is kept beside the largest
    return next((parts for parts in every if parts[of].nunique() <= _PARTS), pd.DataFrame())


def _by_window(parts: pd.DataFrame, heading: str, words: str) -> list[Section]:
    known = parts[parts["share"].notna() & (parts["share"] > 0)]
    return [Figure("shares", heading, parts, plot_shares, words)] if len(known) else []


def _by_year(records: Any, by: str, heading: str) -> list[Section]:
    # only here are spans parted into years: a sum of parts has wider bounds than the whole
    records = to_years(records)
    yearly = _frame(totals(records, by=by))
    if yearly["period"].nunique() < 2:
        return []
    # what is known by spans only has wide bounds in single years, which would hide the bars
    if len(yearly) > _BARS or (yearly["high"] > 2 * yearly["value"]).mean() > 0.5:
        return [Figure("years", heading, yearly, plot_lines, say("Each point is a single year."))]
    window = min(WINDOW, yearly["period"].nunique())
    means = _frame(averages(records, by=by, window=window, incomplete="keep"))
    plot = partial(plot_totals, averages=means) if means["value"].notna().any() else plot_totals
    return [Figure("years", heading, yearly, plot, say_count(*_MEANS, window))]


def _lines(records: Any, of: str, span: _Span) -> list[Section]:
    """The largest parties of one side, each a line of moving means."""
    if span.last - span.first < 2 * WINDOW:
        return []
    sizes = _frame(totals(records, by=of, over=(span.first, span.last)))
    largest = list(sizes[sizes["value"] > 0].nlargest(_LINES, "value")[of])
    if len(largest) < 2:
        return []
    few: dict[str, Any] = {of: largest}
    means = _frame(averages(to_years(where(records, **few)), by=of, window=WINDOW, incomplete="keep"))
    means = means[means["complete"]].reset_index(drop=True)
    heading = say_count(*_OVER_TIME[of], len(largest))
    words = say(
        "Each point is the mean of the {count} years up to it. The largest by the sum of {years}.",
        count=WINDOW,
        years=span,
    )
    return [Figure(f"lines_{of}", heading, means, plot_lines, words)] if len(means) else []


def _mapped(records: Any, of: str, span: _Span) -> list[Section]:
    """Where the deliveries of the last window went, or came from."""
    window = span.windows[-1] if span.windows else (span.first, span.last)
    inside = _inside(records, window)
    sizes = _frame(totals(inside, by=of, over=window))
    if sizes[of].isin([shape.party for shape in shapes()]).sum() < _NAMED:
        return []
    heading = say(_ON_MAP[of], years=_years(*window))
    words = say(
        "Each state has the colour of its class; states in grey have no record. The area of a state says "
        "nothing of its amounts."
    )
    return [Figure(f"map_{of}", heading, sizes, plot_map, words)]


def _changed(records: Any, of: str, span: _Span) -> list[Section]:
    if len(span.windows) < 2:
        return []
    two = span.windows[-2:]
    inside = _inside(records, (two[0][0], span.last))
    changed = _frame(changes(to_periods(inside, two), of=of, top=_TOP))
    if not changed["change"].notna().any():
        return []
    words = say(
        "{window} against {before}; from zero there is no change in per cent.",
        window=_years(*two[1]),
        before=_years(*two[0]),
    )
    heading = say("Changes between the last two windows")
    return [Figure("changes", heading, changed, plot_changes, words)]


def _ranked(everything: Any, side: str, span: _Span, codes: Iterable[str]) -> tuple[list[str], list[Section]]:
    """The place of a party among all, or the first three; and the table."""
    # a place among all needs all
    if len(span.windows) < 2 or _narrowed(everything) & {*SIDES, "category"}:
        return [], []
    every = _frame(rankings(everything, of=side, end=span.last, window=WINDOW))
    shown = every.head(_ROWS)
    said = [sentences.place_in_words(every, side, code) for code in codes]
    words = said or [sentences.first_in_words(every, side)]
    heading = say(_RANKED[side], years=_years(*span.windows[-1]))
    return words, [Figure(f"rankings_{side}", heading, shown, plot_rankings, " ".join(words), table=every)]


def _concentrated(records: Any, span: _Span) -> list[Section]:
    windows = span.windows
    if not windows:
        return []
    inside = _inside(records, (windows[0][0], span.last))
    index = _frame(concentration(to_periods(inside, windows)))
    if not index["hhi"].notna().any():
        return []
    words = say(
        "The Herfindahl–Hirschman index is 1 where one supplier delivers all, and {quarter} for four equal "
        "ones.",
        quarter=number("0.25"),
    )
    heading = say("How concentrated the suppliers are")
    return [Figure("concentration", heading, index, plot_concentration, words)]


def _coverage(chosen: Any) -> Section:
    """What the records hold: a table, since it has no value to draw."""
    found = _frame(coverage(chosen, by=["source", "dataset"]))
    rows = [
        (
            printable(names.source(row["source"])),
            printable(say(row["dataset"]) if row["dataset"] in _DATASETS else row["dataset"]),
            _years(int(row["start"]), int(row["end"])),
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


def _open_orders(chosen: Any) -> list[Section]:
    """The deals of a register of which pieces are still to come, those of the largest volume first."""
    if "deal" not in records_of(chosen).collect_schema().names():
        return []
    deals = _frame(orders(chosen))
    still = deals[deals["open"] > 0]
    if not len(still):
        return []
    volume = (still["open"] * still["tiv_unit"]).fillna(0)
    still = still.loc[volume.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    rows = [
        (
            printable(sentences.said_of(row)),
            printable(", ".join(filter(None, (_text(row["designation"]), _text(row["description"]))))),
            _text(row["order_year"]),
            *(number(f"{row[pieces]:,.0f}") for pieces in ("ordered", "delivered", "open")),
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
    words = say_count(*_STILL, len(still), count=number(f"{len(still):,}"))
    return [Grid(say("Orders still open [pieces]"), words, heads, rows, "orders", still)]


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _of_claims(claims: Any, question: Question) -> list[Section]:
    """What was said in public about the same parties, one row for each claim."""
    if claims is None:
        return []
    said = _frame(question.choose(claims))
    if not len(said):
        return []
    rows = [
        (
            printable(sentences.said_of(row)),
            names.stage(str(row["stage"])),
            _years(int(row["start"]), int(row["end"])),
            printable(sentences.amount(row)),
            printable(row.get("publisher") or row["source"]),
        )
        for _, row in said.iterrows()
    ]
    words = say(
        "Claims are money, and the records above are not: the two are never added. Contracts, loans and "
        "payments are stages of one transaction and are not added either."
    )
    heads = (say("Who"), say("Stage"), say("Years"), say("Amount"), say("Said by"))
    return [Grid(say("What was said in public"), words, heads, rows, "claims", said)]


def _of_spending(claims: Any, spending: Any, question: Question) -> list[Section]:
    if claims is None or spending is None:
        return []
    paid = _frame(where(question.choose(claims), stage="payment"))
    if not len(paid):
        return []
    found = _frame(burden(paid, spending))
    rows = [
        (
            names.party(str(row["recipient"]), "name"),
            years(str(row["period"])),
            say("not known") if pd.isna(row["burden"]) else f"{numbers.per_cent(row['burden'])} %",
        )
        for _, row in found.iterrows()
    ]
    words = say("Payments as a share of all military spending of the same years.")
    heads = (say("Recipient"), say("Years"), say("Share"))
    return [Grid(say("Payments beside military spending"), words, heads, rows, "burden", found)]


def _limits(records: Any, span: _Span) -> Points:
    data = records_of(records)
    narrowed = sorted(_narrowed(records) & {"supplier", "recipient"})
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
        (
            say("Brackets."),
            say("They give the least and the greatest value that the source admits; the truth lies between."),
        ),
        (say("Others."), say("They are all but the largest over the years shown, and are never ranked.")),
    ]
    if "TIV" in units:
        volume = say(
            "The trend-indicator value counts what a weapon can do. It says nothing of its price, and must "
            "not be compared with dollars."
        )
        points.insert(0, (say("TIV is a volume, not money."), volume))
    if narrowed:
        only = say(_ONLY["both" if len(narrowed) > 1 else narrowed[0]])
        chosen = say("The records were chosen by them, so that nobody's share or place among all is known.")
        points.append((only, chosen))
    return Points(say("How to read this page"), points)


def _sources(records: Any) -> list[str]:
    met = collect(records_of(records).select("source", "release").unique())
    known = table("sources.csv").set_index("source")
    lines = []
    for source, rows in met.groupby("source"):
        cited = known["citation"].get(source) if source in known.index else None
        editions = ", ".join(sorted({str(cell) for cell in rows["release"] if cell}))
        cited = cited if isinstance(cited, str) and cited else str(source)
        cited += f", {say('edition {names}', names=editions)}" if editions else ""
        lines.append(printable(f"{cited}."))
    return [*lines, say("Sums, shares and changes: own calculation with armsflow.")]
