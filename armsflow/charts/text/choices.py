"""What a frame says was chosen of its source, in words: "from Russia to 12 selected recipients, aircraft"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names
from armsflow.languages import message, say, say_in, spoken
from armsflow.records import selection
from armsflow.records.schema import SIDES

__all__: list[str] = []

# so many parties are named in a title
MOST = 3
#: What a title says of many that were chosen.
MANY = {
    "supplier": message("from {count} selected suppliers"),
    "donor": message("from {count} selected donors"),
    "recipient": message("to {count} selected recipients"),
    "category": message("{count} selected categories"),
}
#: What titles say of a choice in columns that only some sources have.
SAID = {
    "designation": message("designation {list}"),
    "item": message("item {list}"),
    "commodity": message("HS {list}"),
    "condition": message("condition {list}"),
    "order_year": message("ordered {list}"),
}


def parts_of(frame: pd.DataFrame) -> list[str]:
    """The columns whose parts a frame holds: "supplier"."""
    return [key for name in ("of", "side") if name in frame for key in str(frame[name].iloc[0]).split("+")]


def note(frame: pd.DataFrame, labels: names.Labels) -> str:
    """What was chosen where it is not the same for all rows, so that no title can say it."""
    # of these, rows say themselves which of those chosen they have
    sides = SIDES if {"left", "right"} <= {*frame} else ()
    keys = check.keys_of(frame) if "period" in frame else ()
    known = {*check.selection_of(frame), *keys, *parts_of(frame), *sides}
    met = selection.each(check.selections_of(frame))
    if not {column for chosen in met for column in chosen} - known:
        return ""
    return say("Chosen: {choices}.", choices=_choices(met, labels, frame))


def in_words(frame: pd.DataFrame) -> str:
    """All that was chosen, for a line that says so: "from Russia to Armenia, aircraft"."""
    met, same = selection.each(check.selections_of(frame)), check.selection_of(frame)
    if all({*chosen} <= {*same} for chosen in met):
        return _in_words(same, "name", frame) if same else ""
    return _choices(met, "name", frame)


def _choices(met: Sequence[Mapping[str, Sequence[str]]], labels: names.Labels, frame: pd.DataFrame) -> str:
    said = [_in_words(chosen, labels, frame) for chosen in met]
    return names.with_more(names.parted(said[:MOST]), len(said[MOST:]))


def _in_words(chosen: Mapping[str, Sequence[str]], labels: names.Labels, frame: pd.DataFrame) -> str:
    """A selection in words: "from Russia to India, T-90"; of nothing, "all"."""
    phrases = {column: phrase(column, codes, labels, frame) for column, codes in chosen.items()}
    sides = " ".join(said for column, said in phrases.items() if is_side(column))
    others = [said for column, said in phrases.items() if not is_side(column)]
    return ", ".join(filter(None, [sides, *others])) or say("all")


def is_side(column: str) -> bool:
    """Whether a choice in a column says whose transfers they are."""
    return column in MANY and column != "category"


def has_sides(frame: pd.DataFrame) -> bool:
    """Whether the recipients are the two sides of a balance, which its title names in their own order."""
    return {"left", "right"} <= set(frame)


def phrase(column: str, codes: Sequence[str], labels: names.Labels, frame: pd.DataFrame | None = None) -> str:
    """What was chosen of a column: "to Armenia and Azerbaijan", "from 12 chosen suppliers", "aircraft".

    Of a `frame` with aid the suppliers are donors.
    """
    if len(codes) > MOST:
        many = MANY.get(column if frame is None else check.role(column, frame))
        return say(many, count=len(codes)) if many else f"{len(codes)} chosen {column}s"
    if column == "category":
        return names.listed([_inside(code, names.category(code, labels)) for code in codes])
    if column in MANY:
        return names.sides("from" if column == "supplier" else "to", codes, labels)
    if column == "aid_type":
        return names.listed([say_in("aid", names.AID[code]) if code in names.AID else code for code in codes])
    # a frame of one's own may have other words in a column of this name
    if column == "weapons" and {*codes} <= {*names.HEAVY}:
        return names.listed([say(names.HEAVY[code]) for code in codes])
    if column == "local_production":
        return say("made under licence") if codes == ["True"] else say("not made under licence")
    if column == "condition":
        codes = [say_in("condition", code) for code in codes]
    if column == "order_year":
        codes = [_years(code) for code in codes]
    known = SAID.get(column)
    if known:
        return say(known, list=names.listed(codes))
    return f"{column.replace('_', ' ')} {names.listed(codes)}"


def _years(span: str) -> str:
    """Years of a selection in words: "from 2020", "2015–2019"."""
    way, _, year = span.rpartition(" ")
    if way == "from":
        return say_in("years", "from {year}", year=year)
    return say_in("years", "to {year}", year=year) if way == "to" else span


def _inside(code: str, name: str) -> str:
    """The name of a category within a sentence: "aircraft", but "UN I" and a code as they are."""
    if spoken() != "en" or name == code:
        return name
    return names.in_text(name if ":" in code else name[:1].lower() + name[1:])
