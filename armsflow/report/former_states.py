"""Former states in an answer: whether what they delivered or received is counted with their successors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from armsflow.charts.text import names
from armsflow.languages import message, say, years
from armsflow.parties import all_codes
from armsflow.records.check import records_of
from armsflow.records.engines import collect
from armsflow.records.schema import period
from armsflow.records.where import where
from armsflow.report import sentences
from armsflow.successions import begins, formers
from armsflow.summaries.totals import totals

__all__: list[str] = []

_NOT_COUNTED = {
    "supplier": message("Not counted: {stage} {from_party}, {amount} in {years}."),
    "recipient": message("Not counted: {stage} {to_party}, {amount} in {years}."),
}
_COUNTED = {
    "supplier": message("Counted with these: {stage} {from_party}, to {year}."),
    "recipient": message("Counted with these: {stage} {to_party}, to {year}."),
}


def former_states(records: Any, asked: Mapping[str, list[str]]) -> list[str]:
    """Sentences on records of the states that those asked for continue, or that continue them.

    `asked` has the codes by side. Records of a former state that stand under its successor are counted.
    """
    said = []
    for side, codes in asked.items():
        others = {name: some for name, some in asked.items() if name != side}
        for code in codes:
            for related in _related(code):
                rest: dict[str, Any] = {side: related, **others}
                some = where(records, **rest)
                if related not in codes and _years_of(some) is not None:
                    said.append(_not_counted(some, side, related))
            own: dict[str, Any] = {side: code, **others}
            said += _counted(where(records, **own), side, code)
    return said


def _related(code: str) -> list[str]:
    """The former states that a state continues, and the states that continue it."""
    after = {one: row["successor"] for one, row in all_codes().items()}
    before = [one for one, heir in after.items() if heir and code in _heirs(one, after)]
    return [*before, *_heirs(code, after)]


def _heirs(code: str, after: Mapping[str, str]) -> Iterable[str]:
    found: list[str] = []
    while code := after.get(code, ""):
        found.append(code)
    return found


def _years_of(records: Any) -> tuple[int, int] | None:
    met = collect(records_of(records).select("start", "end").unique())
    return (int(met["start"].min()), int(met["end"].max())) if len(met) else None


def _not_counted(records: Any, side: str, party: str) -> str:
    span = _years_of(records)
    whole = totals(records, by=(), over=span)
    row = (whole if isinstance(whole, pd.DataFrame) else whole.to_pandas()).iloc[0]
    return say(
        _NOT_COUNTED[side],
        stage=names.stages(str(row["stage"])),
        amount=sentences.amount(row),
        years=years(period(*span)) if span else "",
        **sentences.about(party=party),
    )


def _counted(records: Any, side: str, party: str) -> list[str]:
    """That records of a state are from before it began, so that they are those of a former one."""
    data = collect(records_of(records).select("start", "end", "stage", "source").unique())
    if not (data["end"] < begins(party)).any():
        return []
    before = formers(party, since=int(data["start"].min()), sources=data["source"])
    stage = names.stages(str(data["stage"].iloc[0]))
    return [
        say(_COUNTED[side], stage=stage, year=end, **sentences.about(party=code))
        for code, end in before.items()
    ]
