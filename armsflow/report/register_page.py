"""The page about a register: all parties, one supplier, one recipient, or one supplier and two recipients."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from armsflow.charts.balances import plot_balances
from armsflow.charts.supplier_balance import plot_supplier_balance
from armsflow.charts.text import names
from armsflow.charts.totals import plot_totals
from armsflow.errors import ArgumentError
from armsflow.languages import counted, message, say, say_count
from armsflow.parties import party_name
from armsflow.records.check import records_of
from armsflow.records.engines import collect
from armsflow.records.schema import OBSERVED, SIDES
from armsflow.records.where import where
from armsflow.report import sentences
from armsflow.report.page import Figure, Page, Section, has_bounds
from armsflow.report.register_sections import (
    ROWS,
    Span,
    by_change,
    by_concentration,
    by_place,
    by_window,
    by_year,
    coverage_of,
    framed,
    largest_as_lines,
    limits_of,
    narrowed,
    of_claims,
    of_spending,
    on_a_map,
    open_orders,
    parts_by_window,
    sources_of,
    sum_of,
)
from armsflow.summaries.balances import balances
from armsflow.summaries.supplier_balance import supplier_balance
from armsflow.summaries.totals import totals

__all__: list[str] = []

_OTHER_SIDE = {"supplier": "recipient", "recipient": "supplier"}
_OVER = {"supplier": message("Recipients, {years}"), "recipient": message("Suppliers, {years}")}
_WINDOWS = {"supplier": message("Recipients by window"), "recipient": message("Suppliers by window")}
_LARGEST = counted(
    "The {count} party with the largest difference over {years}.",
    "The {count} parties with the largest difference over {years}.",
)


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


def register_page(records: Any, question: Question, claims: Any = None, spending: Any = None) -> Page:
    """The page that answers a question from records of one unit and one stage, or from a register."""
    delivered = delivered_of(records)
    span = _span_of(records_of(delivered))
    everything = where(delivered, years=(span.first, span.last))
    chosen = _chosen(everything, question)
    subject = _subject(question)
    answer, sections = subject.answer(everything, chosen, question, span)
    said = None if claims is None else question.choose(claims)
    extra = [
        *open_orders(question.choose(records)),
        *of_claims(said),
        *of_spending(said, spending),
    ]
    shown = [*sections, *extra, coverage_of(chosen)]
    return Page(
        title=subject.title,
        question=say("{question} Records of {years}.", question=subject.asked, years=span),
        answer=answer,
        sections=[*shown, limits_of(everything, span, brackets=any(map(has_bounds, shown)))],
        sources=sources_of(everything),
    )


# --- what is asked ----------------------------------------------------------------------------------


def delivered_of(records: Any) -> Any:
    """The deliveries of a register that holds contracts too, which only the open orders need; else all."""
    data = records_of(records)
    if "deal" not in data.collect_schema().names():
        return records
    stages = set(collect(data.select("stage").unique())["stage"])
    return where(records, stage="delivery") if stages == {"contract", "delivery"} else records


def _span_of(data: Any) -> Span:
    ends = collect(data.select("start", "end", *OBSERVED).unique())
    if not len(ends):
        raise ArgumentError("records have no rows; expected at least one", rows=[])
    first, last = int(ends[OBSERVED[0]].min()), int(ends[OBSERVED[1]].max())
    return Span(min(first, int(ends["start"].min())), max(last, int(ends["end"].max())))


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
    answer: Callable[[Any, Any, Question, Span], tuple[list[str], list[Section]]]


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


def _pair(everything: Any, chosen: Any, question: Question, span: Span) -> tuple[list[str], list[Section]]:
    one, other = question.between or ("", "")
    balance = framed(
        supplier_balance(
            everything, supplier=str(question.supplier), between=(one, other), over=(span.first, span.last)
        )
    )
    of_two = where(everything, recipient=[one, other])
    parts = parts_by_window(of_two, "supplier", "recipient", span)
    answer = [
        sentences.balance_in_words(balance),
        *sentences.shares_in_words(parts, str(question.supplier)),
    ]
    sections: list[Section] = [
        Figure("balance", say("Both sides, {years}", years=span), balance, plot_supplier_balance, answer[0]),
        *by_window(parts, say("Suppliers of both"), " ".join(answer[1:])),
        *by_year(
            chosen,
            "recipient",
            say("Year by year {from_supplier}", **sentences.about(supplier=str(question.supplier))),
        ),
        *by_concentration(of_two, span),
    ]
    return answer, sections


def _flow(everything: Any, chosen: Any, question: Question, span: Span) -> tuple[list[str], list[Section]]:
    supplier, recipient = str(question.supplier), str(question.recipient)
    of_one = where(everything, recipient=recipient)
    parts = parts_by_window(of_one, "supplier", "recipient", span)
    answer = [sum_of(chosen, span), *sentences.shares_in_words(parts, supplier)]
    return answer, [
        *by_year(chosen, "recipient", say("Year by year")),
        *by_window(
            parts,
            say("All suppliers of {recipient}", **sentences.about(recipient=recipient)),
            " ".join(answer[1:]),
        ),
        *by_concentration(of_one, span),
    ]


def _one_side(
    everything: Any, chosen: Any, question: Question, span: Span, *, side: str
) -> tuple[list[str], list[Section]]:
    other = _OTHER_SIDE[side]
    parts = parts_by_window(chosen, other, side, span)
    sizes = totals(chosen, by=other, over=(span.first, span.last), top=ROWS)
    answer = [sum_of(chosen, span), *sentences.largest_in_words(parts, other)]
    place, ranked = by_place(everything, side, span, [getattr(question, side)])
    answer += place
    sections: list[Section] = [
        Figure("totals", say(_OVER[side], years=span), framed(sizes), plot_totals, answer[0]),
        *on_a_map(chosen, other, span),
        *by_window(parts, say(_WINDOWS[side]), " ".join(answer[1:2])),
        *by_year(chosen, side, say("Year by year")),
        *largest_as_lines(chosen, other, span),
        *by_change(chosen, other, span),
        *ranked,
    ]
    return answer, sections + (by_concentration(chosen, span) if side == "recipient" else [])


def _world(everything: Any, chosen: Any, question: Question, span: Span) -> tuple[list[str], list[Section]]:
    answer, sections = [sum_of(everything, span)], []
    for side in ("supplier", "recipient"):
        words, ranked = by_place(everything, side, span, [])
        answer += words
        sections += [*ranked, *largest_as_lines(everything, side, span)]
    sections += on_a_map(everything, "recipient", span)
    # what a party gave less what it received needs all of both
    if narrowed(everything) & {*SIDES}:
        return answer, sections
    nets = framed(balances(everything, over=(span.first, span.last)))
    most = nets.reindex(nets["value"].abs().sort_values(ascending=False).index).head(ROWS)
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
