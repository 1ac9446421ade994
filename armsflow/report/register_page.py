"""The page about a register: all parties, one supplier, one recipient, or one supplier and two recipients."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from armsflow.charts.balances import plot_balances
from armsflow.charts.check import is_spending
from armsflow.charts.supplier_balance import plot_supplier_balance
from armsflow.charts.text import choices, moved, names, titles
from armsflow.charts.totals import plot_totals
from armsflow.errors import ArgumentError, sample
from armsflow.languages import counted, message, say, say_count
from armsflow.parties import members_group, party_name
from armsflow.records.check import records_of
from armsflow.records.engines import collect
from armsflow.records.schema import OBSERVED, SIDES, UNKNOWN
from armsflow.records.selection import read, written
from armsflow.records.where import where
from armsflow.report import sentences
from armsflow.report.former_states import former_states
from armsflow.report.page import Figure, Page, Section
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
    only_some,
    open_orders,
    parts_by_window,
    role,
    shares_of,
    sources_of,
    sum_of,
    unnamed,
    with_note,
    with_unknown,
)
from armsflow.summaries.balances import balances
from armsflow.summaries.supplier_balance import supplier_balance
from armsflow.summaries.totals import totals

__all__: list[str] = []

_OTHER_SIDE = {"supplier": "recipient", "recipient": "supplier"}
_OVER = {
    "supplier": message("Suppliers, {years}"),
    "recipient": message("Recipients, {years}"),
    "donor": message("Donors, {years}"),
}
_WINDOWS = {
    "supplier": message("Suppliers by window"),
    "recipient": message("Recipients by window"),
    "donor": message("Donors by window"),
}
_OF_BOTH = {"supplier": message("Suppliers of both"), "donor": message("Donors to both")}
_OF_ONE = {
    "supplier": message("All suppliers of {recipient}"),
    "donor": message("All donors to {recipient}"),
}
#: What balances are of.
_BALANCES = {
    "deliveries": message("Deliveries given less those received"),
    "supplier": message("As suppliers less as recipients"),
    "donor": message("As donors less as recipients"),
}
#: What a page asks, by what moves and whom it is about.
_ASKED = {
    "arms": {
        "pair": message("How much did {supplier} deliver {to_one}, and how much {to_other}?"),
        "flow": message("What did {supplier} deliver {to_recipient}?"),
        "supplier": message("To whom did {supplier} deliver arms?"),
        "recipient": message("Who delivered arms {to_recipient}?"),
        "world": message("Who delivered arms, and to whom?"),
    },
    "goods": {
        "pair": message("How much did {supplier} deliver {to_one}, and how much {to_other}?"),
        "flow": message("What did {supplier} deliver {to_recipient}?"),
        "supplier": message("To whom did {supplier} deliver goods?"),
        "recipient": message("Who delivered goods {to_recipient}?"),
        "world": message("Who delivered goods, and to whom?"),
    },
}
#: What a page asks of other stages than deliveries: who had a licence need not have delivered anything.
_ASKED_OF_STAGES = {
    "pair": message("{stage} for {goods} {from_supplier} {to_one} and {to_other}: how much each?"),
    "flow": message("{stage} for {goods} {from_supplier} {to_recipient}: how much?"),
    "supplier": message("{stage} for {goods} {from_supplier}: to which recipients?"),
    "recipient": message("{stage} for {goods} {to_recipient}: from which suppliers?"),
    "world": message("{stage} for {goods}: from which suppliers, to which recipients?"),
}
#: The same of aid, of which it may be that nothing was sent yet.
_ASKED_OF_AID = {
    "pair": message("{aid} {from_supplier} {to_one} and {to_other}: how much each?"),
    "flow": message("{aid} {from_supplier} {to_recipient}: how much?"),
    "supplier": message("{aid} {from_supplier}: to which recipients?"),
    "recipient": message("{aid} {to_recipient}: from which donors?"),
    "world": message("{aid}: from which donors, to which recipients?"),
}
_FOR = {"arms": message("arms"), "goods": message("goods")}
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
    _refuse_spending(delivered)
    span = _span_of(records_of(delivered))
    everything = where(delivered, years=(span.first, span.last))
    chosen = _chosen(everything, question)
    held = held_by(chosen)
    subject = _subject(question, held)
    answer, sections = subject.answer(everything, chosen, question, span)
    # what a sentence says of two shares is said once
    answer = list(dict.fromkeys([*answer[:1], *former_states(everything, question.parties()), *answer[1:]]))
    said = None if claims is None else question.choose(claims)
    spent = of_spending(said, spending)
    extra = [*open_orders(question.choose(records)), *of_claims(said), *spent]
    shown = [*sections, *extra, coverage_of(chosen)]
    return Page(
        title=subject.title,
        question=" ".join(
            filter(
                None,
                [
                    _with_records(subject.asked, span, moved.datasets(held)),
                    _already_chosen(everything, question),
                ],
            )
        ),
        answer=answer,
        sections=[*shown, limits_of(everything, span, shown)],
        sources=sources_of(everything, spending if spent else None),
    )


# --- what is asked ----------------------------------------------------------------------------------


def delivered_of(records: Any) -> Any:
    """The deliveries of a register that holds contracts too, which only the open orders need; else all."""
    data = records_of(records)
    if "deal" not in data.collect_schema().names():
        return records
    stages = set(collect(data.select("stage").unique())["stage"])
    return where(records, stage="delivery") if stages == {"contract", "delivery"} else records


def _refuse_spending(records: Any) -> None:
    """Raise where the records are spending, of which a page would ask who delivered it."""
    held = held_by(records)
    if is_spending(held):
        raise ArgumentError(
            f"records are {sample(sorted(set(held['dataset'])))}, which no party gives another, and a report "
            "is about transfers; give them as spending= beside claims, or draw them with "
            "plot_rankings(rankings(records, of='recipient')) or plot_totals",
            rows=sorted(set(held["dataset"])),
        )


def _span_of(data: Any) -> Span:
    ends = collect(data.select("start", "end", *OBSERVED).unique())
    if not len(ends):
        raise ArgumentError("records have no rows; expected at least one", rows=[])
    first, last = int(ends[OBSERVED[0]].min()), int(ends[OBSERVED[1]].max())
    return Span(min(first, int(ends["start"].min())), max(last, int(ends["end"].max())))


def _already_chosen(records: Any, question: Question) -> str:
    """What was chosen of the records before the question was asked, such as those of one recipient."""
    asked = {side for side, codes in question.parties().items() if codes}
    met = collect(records_of(records).select("selection").unique())
    rest = [
        written({column: codes for column, codes in read(text).items() if column not in asked})
        for text in met["selection"]
    ]
    words = choices.in_words(met.assign(selection=rest))
    return say("Chosen: {choices}.", choices=words) if words else ""


def _chosen(records: Any, question: Question) -> Any:
    chosen = question.choose(records)
    held = collect(records_of(chosen).select("supplier", "recipient").unique())
    for side, codes in question.parties().items():
        if missing := [code for code in codes if code not in set(held[side])]:
            group = members_group(missing[0])
            ways = (
                f"a page is about one party: put the group in place of its members with to_groups(records, "
                f"{group!r}, side={side!r})"
                if group
                else "choose another party"
            )
            raise ArgumentError(
                f"no record asked for has the {side} {party_name(missing[0])} ({missing[0]}); {ways}",
                rows=missing,
            )
    return chosen


def held_by(records: Any) -> pd.DataFrame:
    """The columns by which titles know what moves, each of their rows once."""
    data = records_of(records)
    some = [name for name in moved.SAYING if name in data.collect_schema().names()]
    return collect(data.select(*some).unique())


def _with_records(asked: str, span: Span, dataset: str) -> str:
    """A question, and which records answer it; a table that is never added to others by its name."""
    if not dataset:
        return say("{question} Records of {years}.", question=asked, years=span)
    return say("{question} Records of {years}, {dataset}.", question=asked, years=span, dataset=dataset)


class _Subject(NamedTuple):
    """The title of a page, its question, and what answers it."""

    title: str
    asked: str
    answer: Callable[[Any, Any, Question, Span], tuple[list[str], list[Section]]]


def _subject(question: Question, held: pd.DataFrame) -> _Subject:
    """The subject of a page about records of which `held` says what moves."""
    (asked, places), (supplier, recipient, between) = _asked(held), question
    if supplier and between:
        one, other = between
        sides = f"{names.sides('from', [supplier], 'name')} {names.sides('to', between, 'name')}"
        about = places | sentences.about(supplier=supplier, one=one, other=other)
        return _Subject(titles.of_sides(sides, held), say(asked["pair"], **about), _pair)
    if supplier and recipient:
        sides = f"{names.sides('from', [supplier], 'name')} {names.sides('to', [recipient], 'name')}"
        about = places | sentences.about(supplier=supplier, recipient=recipient)
        return _Subject(titles.of_sides(sides, held), say(asked["flow"], **about), _flow)
    if supplier:
        title = titles.of_sides(names.sides("from", [supplier], "name"), held)
        about = places | sentences.about(supplier=supplier)
        return _Subject(title, say(asked["supplier"], **about), partial(_one_side, side="supplier"))
    if recipient:
        title = titles.of_sides(names.sides("to", [recipient], "name"), held)
        about = places | sentences.about(recipient=recipient)
        return _Subject(title, say(asked["recipient"], **about), partial(_one_side, side="recipient"))
    return _Subject(titles.of_sides("", held), say(asked["world"], **places), _world)


def _are_deliveries(frame: pd.DataFrame) -> bool:
    return set(frame["stage"]) == {"delivery"}


def _asked(held: pd.DataFrame) -> tuple[dict[str, str], dict[str, str]]:
    """The questions for what moves, and the places that all of them fill alike."""
    what, stages = moved.what(held), sorted({*held["stage"]})
    if what == "aid":
        return _ASKED_OF_AID, {"aid": names.sentence(moved.aid(held)["aid"])}
    if stages == ["delivery"]:
        return _ASKED[what], {}
    stage = names.listed(names.stages(stage) for stage in stages)
    return _ASKED_OF_STAGES, {"stage": names.sentence(stage), "goods": say(_FOR[what])}


# --- four pages -------------------------------------------------------------------------------------


def _pair(everything: Any, chosen: Any, question: Question, span: Span) -> tuple[list[str], list[Section]]:
    one, other = question.between or ("", "")
    balance = framed(
        supplier_balance(
            everything, supplier=str(question.supplier), between=(one, other), over=(span.first, span.last)
        )
    )
    of_two = where(everything, recipient=[one, other])
    parts = parts_by_window(of_two, "supplier", "recipient", span, [str(question.supplier)])
    answer = [
        with_note(sentences.balance_in_words(balance), balance),
        *shares_of(of_two, parts, str(question.supplier), span),
    ]
    sections: list[Section] = [
        Figure("balance", say("Both sides, {years}", years=span), balance, plot_supplier_balance, answer[0]),
        *by_window(parts.shown, say(_OF_BOTH[role("supplier", of_two)]), " ".join(answer[1:])),
        *by_year(
            chosen,
            "recipient",
            say("Year by year {from_supplier}", **sentences.about(supplier=str(question.supplier))),
        ),
        *by_concentration(of_two, span),
    ]
    return [*answer, *only_some(everything, "supplier")], sections


def _flow(everything: Any, chosen: Any, question: Question, span: Span) -> tuple[list[str], list[Section]]:
    supplier, recipient = str(question.supplier), str(question.recipient)
    of_one = where(everything, recipient=recipient)
    parts = parts_by_window(of_one, "supplier", "recipient", span, [supplier])
    answer = [sum_of(chosen, span), *shares_of(of_one, parts, supplier, span)]
    return [*answer, *only_some(everything, "supplier")], [
        *by_year(chosen, "recipient", say("Year by year")),
        *by_window(
            parts.shown,
            say(_OF_ONE[role("supplier", of_one)], **sentences.about(recipient=recipient)),
            " ".join(answer[1:]),
        ),
        *by_concentration(of_one, span),
    ]


def _one_side(
    everything: Any, chosen: Any, question: Question, span: Span, *, side: str
) -> tuple[list[str], list[Section]]:
    other = _OTHER_SIDE[side]
    called = role(other, chosen)
    whole = sum_of(chosen, span)
    place, ranked = by_place(everything, side, span, [getattr(question, side)])
    if other in unnamed(chosen):
        answer = [whole, sentences.unnamed_in_words(called), *place]
        return answer, [*by_year(chosen, side, say("Year by year")), *ranked]
    parts = parts_by_window(chosen, other, side, span)
    largest = sentences.largest_in_words(parts.every, other)
    sizes = framed(totals(chosen, by=other, over=(span.first, span.last), top=ROWS))
    sections: list[Section] = [
        Figure("totals", say(_OVER[called], years=span), sizes, plot_totals, with_unknown(whole, sizes)),
        *on_a_map(chosen, other, span),
        *by_window(parts.shown, say(_WINDOWS[called]), " ".join(largest)),
        *by_year(chosen, side, say("Year by year")),
        *largest_as_lines(chosen, other, span),
        *by_change(chosen, other, span, sentences.largest_of_last(parts.every, other)),
        *ranked,
        *(by_concentration(chosen, span) if side == "recipient" else []),
    ]
    return [whole, *largest, *place, *only_some(everything, other)], sections


def _world(everything: Any, chosen: Any, question: Question, span: Span) -> tuple[list[str], list[Section]]:
    answer, sections = [sum_of(everything, span)], []
    sums_only = unnamed(everything)
    for side in SIDES:
        words, ranked = by_place(everything, side, span, [])
        answer += [sentences.unnamed_in_words(role(side, everything))] if side in sums_only else words
        sections += [*ranked, *largest_as_lines(everything, side, span)]
    if sums_only == {*SIDES}:
        return answer, by_year(everything, "recipient", say("Year by year"))
    sections += on_a_map(everything, "recipient", span)
    # what a party gave less what it received needs all of both, each by name
    if (narrowed(everything) | sums_only) & {*SIDES}:
        return answer, sections
    nets = framed(balances(everything, over=(span.first, span.last)))
    # an unknown party may be several
    known = nets[~nets["party"].str.startswith(UNKNOWN)]
    most = known.reindex(known["value"].abs().sort_values(ascending=False, kind="stable").index).head(ROWS)
    sections.append(
        Figure(
            "balances",
            say(_BALANCES["deliveries" if _are_deliveries(nets) else role("supplier", everything)]),
            most.sort_values("value").reset_index(drop=True),
            plot_balances,
            say_count(*_LARGEST, len(most), years=span),
            table=nets,
        )
    )
    return answer, sections
