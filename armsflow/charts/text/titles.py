"""Title and subtitle of a chart, and its source: whose transfers it shows, and what it measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names, numbers
from armsflow.languages import message, say, say_count, say_in, spoken, years
from armsflow.parties import members_group
from armsflow.records import selection
from armsflow.records.schema import OTHERS, SIDES, period

__all__: list[str] = []

# what a title calls tables of money that is not for arms from anyone
_SPENDING = {"military spending": message("Military spending"), "GDP": message("GDP")}
_SPENDING_CHANGED = {
    "military spending": message("Change in military spending"),
    "GDP": message("Change in GDP"),
}
# so many parties are named in a title
_MOST = 3
#: What a title says of many that were chosen.
MANY = {
    "supplier": message("from {count} selected suppliers"),
    "recipient": message("to {count} selected recipients"),
    "category": message("{count} selected categories"),
}
#: What a title says of transfers, of all and of those between few; of deliveries other words may stand.
FAMILIES = {
    "transfers": (message("Arms transfers"), message("Arms {sides}")),
    "exports": (message("Arms exports"), message("Arms {sides}")),
    "imports": (message("Arms imports"), message("Arms {sides}")),
    "change": (message("Change in arms transfers"), message("Change in arms {sides}")),
    "parties": (message("{what} to arms transfers"), message("{what} to arms {sides}")),
}
#: The same, with parts of a whole: of arms, of aid, which is not all arms, and of customs, which list all.
_MOVED = {
    "arms": {**FAMILIES, "parts": (message("{what} of arms"), message("{what} of arms {sides}"))},
    "licences": {
        "transfers": (message("Arms licences"), message("Arms licences {sides}")),
        "change": (message("Change in arms licences"), message("Change in arms licences {sides}")),
        "parties": (message("{what} to arms licences"), message("{what} to arms licences {sides}")),
        "parts": (message("{what} of licensed arms"), message("{what} of licensed arms {sides}")),
    },
    "aid": {
        "transfers": (message("{aid}"), message("{aid} {sides}")),
        "change": (message("Change in {aid}"), message("Change in {aid} {sides}")),
        "parties": (message("{what} to {aid}"), message("{what} to {aid} {sides}")),
        "parts": (message("{what} of {aid}"), message("{what} of {aid} {sides}")),
    },
    "goods": {
        "transfers": (message("Trade in goods"), message("Goods {sides}")),
        "change": (message("Change in trade in goods"), message("Change in goods {sides}")),
        "parties": (message("{what} to trade in goods"), message("{what} to goods {sides}")),
        "parts": (message("{what} of goods"), message("{what} of goods {sides}")),
    },
}
#: Whose parts of a whole are shown: of all, and of the largest beside "Others".
_WHOSE = {
    "supplier": (message("Suppliers"), message("Largest suppliers")),
    "recipient": (message("Recipients"), message("Largest recipients")),
    "category": (message("Categories"), message("Largest categories")),
}
#: Kinds of aid as they stand in a title.
AID = {
    "": "aid",
    "military": "military aid",
    "financial": "financial aid",
    "humanitarian": "humanitarian aid",
}
#: Tables of aid of one kind alone, which their rows need not say.
_OF_ONE_KIND = {("kiel", "procurement"): "military", ("kiel", "weapons"): "military"}
#: What titles say of a choice in columns that only some sources have.
_CHOSEN = {
    "designation": message("designation {list}"),
    "item": message("item {list}"),
    "commodity": message("HS {list}"),
    "condition": message("condition {list}"),
    "order_year": message("ordered {list}"),
}
#: Titles of rankings.
_LARGEST = {
    "supplier": {
        "arms": message("Largest suppliers of arms"),
        "licences": message("Largest suppliers of licensed arms"),
        "aid": message("Largest suppliers of {aid}"),
        "goods": message("Largest suppliers of goods"),
    },
    "recipient": {
        "arms": message("Largest recipients of arms"),
        "licences": message("Largest recipients of licensed arms"),
        "aid": message("Largest recipients of {aid}"),
        "goods": message("Largest recipients of goods"),
    },
}
#: Titles of what parties gave and got, of all and of a few.
_BOTH = {
    "arms": (message("Arms exports and imports, by party"), message("Arms exports and imports of {parties}")),
    "licences": (message("Arms licences, by party and side"), message("Arms licences from and to {parties}")),
    "aid": (message("Aid given and received, by party"), message("Aid given and received by {parties}")),
    "goods": (
        message("Exports and imports of goods, by party"),
        message("Exports and imports of goods of {parties}"),
    ),
}
_GIVEN_AND_GOT = {
    "arms": message("Arms supplied and received"),
    "licences": message("Arms licences, by party and side"),
    "aid": message("Aid given and received"),
    "goods": message("Goods supplied and received"),
}
_CUSTOMS = {"comtrade", "baci"}
#: Lists of Swiss licences, of which all others hold goods that are no arms, and such lists of other states.
_SWISS_ARMS = "special military goods"
_GOODS = {("uk_licences", "other"), ("nl_licences", "dual-use")}
#: Sources whose tables of one stage are never added, so that a picture says which it draws.
_APART = {"coarm", "uk_licences", "nl_licences", "ch_licences", "de_exports", "sam", "comtrade", "kiel"}
#: Keys whose values stand in a title of their own right, in the subtitle or in the line of sources.
_NAMED_APART = {
    *SIDES, "party", "left", "right", "category", "stage", "dataset", "source", "release", "reporter", "side",
    "unit", "prices", "publisher",
}  # fmt: skip
#: Columns by which a title knows what moves, beside the parties.
SAYING = ("stage", "dataset", "source", "selection", "category", "aid_type")


def flows(
    frame: pd.DataFrame,
    keys: Sequence[str],
    labels: names.Labels,
    *,
    family: str = "transfers",
    **places: str,
) -> str:
    """Whose transfers are shown, and by which keys: "Arms from Russia, by recipient"."""
    whose = [*keys, *(column for column in SAYING if column in frame)]
    text = flow(frame[[*dict.fromkeys(whose)]], labels, most=1, family=family, **places)
    # who was chosen stands in the title, by name or by number, and needs no "by" after it
    said = {key for key in SIDES if key in keys and key in _selection(frame)}
    if by := [key for key in check.varying(frame, keys) if key not in said]:
        text = by_keys(text, by, frame)
    if "category" in keys and frame["category"].nunique() == 1:
        text = say("{name}: {what}", name=text, what=names.category(frame["category"].iloc[0], labels))
    return ", ".join([text, *_alike(frame, keys, labels)])


def by_keys(title: str, keys: Sequence[str], frame: pd.DataFrame) -> str:
    """A title, and by which keys its figures are told apart: "Arms transfers, by supplier"."""
    if not keys:
        return title
    return say("{title}, by {keys}", title=title, keys=names.keys(_called(key, frame) for key in keys))


def _alike(frame: pd.DataFrame, keys: Sequence[str], labels: names.Labels) -> list[str]:
    """What all rows have alike in keys that no other part of the words names: "war: Kargil"."""
    return [
        _one(key, check.text_of(frame[key].iloc[0]), labels)
        for key in keys
        if key not in _NAMED_APART
        and not (key == "aid_type" and moved(frame) == "aid")
        and frame[key].nunique() == 1
    ]


def _one(key: str, value: str, labels: names.Labels) -> str:
    """One value of a key behind a title: "designation T-90", "made under licence", "war: Kargil"."""
    if value and not names.given(value, labels) and key in (*_CHOSEN, "local_production"):
        return _chosen(key, [value], labels)
    called = names.key_label(key, value, labels)
    if key == "procured" and value:
        return called
    return say("{name}: {what}", name=key.replace("_", " "), what=called)


def _called(key: str, frame: pd.DataFrame) -> str:
    """What a key is called behind "by": who gives aid is a donor, and who spends receives nothing."""
    if key == "recipient" and check.is_spending(frame):
        return "party"
    if key == "procured":
        return "way of supply"
    return "donor" if key == "supplier" and moved(frame) == "aid" else key


def direction(frame: pd.DataFrame, keys: Sequence[str]) -> str:
    """The family of words for deliveries of arms by one side: its exports or imports."""
    sides = [key for key in SIDES if key in keys]
    if len(sides) != 1 or set(frame["stage"]) != {"delivery"} or moved(frame) != "arms":
        return "transfers"
    return "exports" if sides == ["supplier"] else "imports"


def whose(keys: Sequence[str], frame: pd.DataFrame) -> str:
    """Whose parts of a whole are shown: "Suppliers", and beside "Others" "Largest suppliers"."""
    if len(keys) == 1 and keys[0] in _WHOSE:
        some = keys[0] in frame and (frame[keys[0]] == OTHERS).any()
        return say(_WHOSE[keys[0]][int(some)])
    return names.listed(say(_WHOSE[key][0]) for key in keys if key in _WHOSE) if keys else ""


def of_arms(what: str, frame: pd.DataFrame, wholes: Sequence[str], labels: names.Labels) -> str:
    """Parts of a whole: "Suppliers of arms to Azerbaijan", "Suppliers of arms, by recipient"."""
    if check.is_spending(frame):
        return _spending(frame[[*dict.fromkeys([*wholes, "dataset"])]], labels, 3)
    plain, sided = _family("parts", frame)
    sides = _sides(frame[list(wholes)], labels, 3)
    title = (
        say(sided, what=what, sides=sides, **_aid(frame)) if sides else say(plain, what=what, **_aid(frame))
    )
    title = names.sentence(title)
    for key in wholes:
        if key == "category" and frame[key].nunique() == 1:
            one = names.category(frame[key].iloc[0], labels)
            title = say("{name}: {what}", name=title, what=one)
        elif not (sides and key in SIDES) and (key in _NAMED_APART or frame[key].nunique() > 1):
            title = by_keys(title, [key], frame)
    return ", ".join([title, *_alike(frame, wholes, labels)])


def of_parts(parts: Sequence[str], frame: pd.DataFrame, wholes: Sequence[str], labels: names.Labels) -> str:
    """Whose parts of what a frame has: "Suppliers of arms to India"; of a user's own key "…, by war"."""
    if check.is_spending(frame) or {*parts} <= {*_WHOSE}:
        return of_arms(whose(parts, frame), frame, wholes, labels)
    return flows(frame, [*wholes, *parts], labels)


def unsaid_parts(parts: Sequence[str], frame: pd.DataFrame) -> list[str]:
    """The parts of a whole that `of_parts` does not name where there is one of each."""
    return [key for key in parts if {*parts} <= {*_WHOSE} and frame[key].nunique() == 1]


def _family(family: str, frame: pd.DataFrame) -> tuple[str, str]:
    """The words of a title for what moves: arms, licences for them, aid or goods."""
    return _families(frame)[family]


def _families(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    return _MOVED[_kind(frame)]


def _kind(frame: pd.DataFrame) -> str:
    """What a title names: what moves, of arms that are licensed the licences."""
    what = moved(frame)
    licensed = what == "arms" and "stage" in frame and set(frame["stage"]) == {"licence"}
    return "licences" if licensed else what


def moved(frame: pd.DataFrame) -> str:
    """What a frame says that moves: "arms", "aid", or "goods" where some of it is no arms."""
    if "stage" in frame and set(frame["stage"]) == {"aid"}:
        return "aid"
    if any(_are_goods(*pair) for pair in _datasets(frame)):
        return "goods"
    if "source" not in frame or not set(frame["source"]) <= _CUSTOMS:
        return "arms"
    categories = {*(frame["category"] if "category" in frame else _selection(frame).get("category", ()))}
    # customs have a category for headings of arms alone
    return "arms" if categories and "all" not in categories else "goods"


def _datasets(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """The tables of sources that a frame holds figures of; of two sides those of both."""
    if not {"source", "dataset"} <= {*frame}:
        return []
    met = {*zip(frame["source"].tolist(), frame["dataset"].tolist(), strict=True)}
    cells = [pair for pair in met if all(isinstance(cell, str) for cell in pair)]
    each = {pair for sources, found in cells for pair in product(sources.split("+"), found.split("+"))}
    return sorted((source, name) for source, name in each if name)


def _are_goods(source: str, dataset: str) -> bool:
    return (source, dataset) in _GOODS or (source == "ch_licences" and dataset != _SWISS_ARMS)


def datasets(frame: pd.DataFrame) -> str:
    """In words, which of the tables of its sources a frame is of, where these are never added."""
    if "period" in frame and "dataset" in check.varying(frame, check.keys_of(frame)):
        return ""
    said = dict.fromkeys(names.dataset(name) for source, name in _datasets(frame) if source in _APART)
    return names.first_of([*said]) if said else ""


def _aid(frame: pd.DataFrame) -> dict[str, str]:
    """The kind of aid of a frame, and as it stands behind "of"; nothing of other frames."""
    if moved(frame) != "aid":
        return {}
    kinds = {*frame["aid_type"]} if "aid_type" in frame else {*_selection(frame).get("aid_type", ())}
    kinds = kinds or {_OF_ONE_KIND.get(pair, "") for pair in _datasets(frame)}
    kind = AID.get(kinds.pop(), AID[""]) if len(kinds) == 1 else AID[""]
    return {"aid": say_in("aid", kind), "from_aid": say_in("of aid", kind)}


def _selection(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Column → what was chosen of it in all rows."""
    return selection.shared(_selections(frame))


def _selections(frame: pd.DataFrame) -> list[str]:
    """What was chosen of the rows of a frame, each choice once; nothing where it does not say."""
    return list(frame["selection"].dropna().astype(str).unique()) if "selection" in frame else []


def stage_of(frame: pd.DataFrame) -> str:
    """The stage that all rows share, in the plural; of spending what is spent."""
    return stages_of(frame, [frame["stage"].iloc[0]])


def stages_of(frame: pd.DataFrame, codes: Iterable[str]) -> str:
    """Stages of a frame in the plural; money that goes to no party is no payment."""
    if check.is_spending(frame):
        return names.listed(say(_SPENDING[name]) for name in dict.fromkeys(frame["dataset"]))
    return names.listed(names.stages(code) for code in codes)


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
    if check.is_spending(frame):
        return names.listed(say_in("of", name) for name in dict.fromkeys(frame["dataset"]))
    code = frame["stage"].iloc[0]
    return say_in("of", names.STAGES.get(code, code))


def unit_of(frame: pd.DataFrame) -> str:
    """The unit of a frame in words, without a step: "TIV"."""
    return numbers.scale_of(frame, ("value",)).plain()


def flow(
    frame: pd.DataFrame, labels: names.Labels, *, most: int = 3, family: str = "transfers", **places: str
) -> str:
    """Whose transfers a frame holds: "Arms from Russia to Armenia and Azerbaijan"."""
    if check.is_spending(frame):
        return _spending(frame, labels, most, _SPENDING_CHANGED if family == "change" else _SPENDING)
    sides = _sides(frame, labels, most, _selection(frame))
    plain, sided = _family(family, frame)
    delivered = "stage" in frame and set(frame["stage"]) == {"delivery"}
    context = "deliveries" if delivered and moved(frame) == "arms" else ""
    places |= _aid(frame)
    text = say_in(context, sided, sides=sides, **places) if sides else say_in(context, plain, **places)
    return names.sentence(text)


def of_sides(sides: str, frame: pd.DataFrame) -> str:
    """What moves, and between whom as is said: "Arms from Russia"; of all "Arms transfers"."""
    plain, sided = _family("transfers", frame)
    given = _aid(frame)
    return names.sentence(say(sided, sides=sides, **given) if sides else say(plain, **given))


def largest(side: str, frame: pd.DataFrame) -> str:
    """The title of a ranking: "Largest suppliers of arms"; of spending that alone."""
    if check.is_spending(frame):
        return _spending(frame[["dataset"]], "name", 0)
    return names.sentence(say(_LARGEST[side][_kind(frame)], **_aid(frame)))


def both_sides(parties: Sequence[str], frame: pd.DataFrame) -> str:
    """The title of imports and exports: "Arms exports and imports of Türkiye"."""
    of_many, of_few = _BOTH[_kind(frame)]
    if len(parties) > _MOST:
        return say(of_many)
    return say(of_few, parties=names.listed(map(names.in_text, parties)))


def given_and_got(frame: pd.DataFrame) -> str:
    """The title of balances: "Arms supplied and received"."""
    return say(_GIVEN_AND_GOT[_kind(frame)])


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


def _spending(
    frame: pd.DataFrame, labels: names.Labels, most: int, called: Mapping[str, str] = _SPENDING
) -> str:
    """Whose spending a frame of it holds: "Military spending of Armenia"."""
    what = names.listed(dict.fromkeys(say(called[name]) for name in frame["dataset"]))
    codes = list(dict.fromkeys(frame["recipient"])) if "recipient" in frame else []
    if not 0 < len(codes) <= most:
        return what
    whose = names.listed(names.in_text(names.party(code, labels)) for code in codes)
    return say("{what} of {parties}", what=what, parties=whose)


def spending_of(parties: Iterable[str], labels: names.Labels) -> str:
    """The title of spending by party: whose it is, where it is that of one."""
    codes = list(dict.fromkeys(parties))
    what = say(_SPENDING["military spending"])
    if len(codes) > 1:
        return what
    return say("{what} of {parties}", what=what, parties=names.in_text(names.party(codes[0], labels)))


def window(frame: pd.DataFrame) -> str:
    """The years that a frame covers: one window, or the first and the last."""
    periods = frame.sort_values(["start", "end"])["period"].drop_duplicates()
    if len(periods) == 1:
        return str(periods.iloc[0])
    if (frame["start"] == frame["end"]).all():
        return years(period(int(frame["start"].min()), int(frame["end"].max())))
    ends = {"first": periods.iloc[0], "last": periods.iloc[-1]}
    if count := _moving(frame):
        return say("{first} to {last}, moving windows of {count} years", count=count, **ends)
    return say("{first} to {last}", **ends)


def _moving(frame: pd.DataFrame) -> int:
    """The length of windows that overlap [years], 0 where none do or the figures are means of them."""
    spans = frame[["start", "end"]].drop_duplicates().sort_values("start")
    apart = spans["start"].diff().min()
    length = int((spans["end"] - spans["start"]).max()) + 1
    return length if "window" not in frame and apart < length else 0


def with_selection(title: str, frame: pd.DataFrame, labels: names.Labels) -> str:
    """A title, and behind it what was chosen and neither the title nor the keys of the chart say."""
    chosen = _selection(frame)
    parts = _parts(frame)
    said = [
        (column, phrase)
        for column, codes in chosen.items()
        if column not in check.keys_of(frame)
        and (phrase := _chosen(column, codes, labels)).casefold() not in title.casefold()
        and column not in parts
        and not (column == "recipient" and _has_sides(frame))
    ]
    # "Arms transfers to India, by supplier": whose they are stands before the keys
    if place := _place_of_sides(title, frame, labels):
        sides = [phrase for column, phrase in said if _is_side(column)]
        title = " ".join([title[:place], *sides]) + title[place:]
        said = [(column, phrase) for column, phrase in said if not _is_side(column)]
    # a name of a category stands behind a colon, "aircraft" and "5 selected categories" do not
    called = [phrase for column, phrase in said if column == "category" and phrase[:1].isupper()]
    rest = " ".join(phrase for _, phrase in said if phrase not in called)
    text = ", ".join(filter(None, [title, rest]))
    for phrase in called:
        text = say("{name}: {what}", name=text, what=phrase)
    some = {column for each in selection.each(_selections(frame)) for column in each}
    return say("{title}, of those chosen", title=text) if {*parts} & some or _is_of_some(frame) else text


def _place_of_sides(title: str, frame: pd.DataFrame, labels: names.Labels) -> int:
    """Where in a title a further side can be named: behind the sides, whose names have commas, too."""
    ends = [title.rfind(named) + len(named) for named in _named(frame, labels) if named and named in title]
    if ends:
        return max(ends)
    if ", " in title:
        return title.index(", ")
    return len(title) if _names_transfers(title, frame) else 0


def _named(frame: pd.DataFrame, labels: names.Labels) -> Iterator[str]:
    """The parties of a frame in words, and those that were chosen, as a title may name them."""
    for column, codes in _selection(frame).items():
        yield _chosen(column, codes, labels) if _is_side(column) else ""
    for column in (*SIDES, "party"):
        codes = list(dict.fromkeys(frame.get(column, ())))
        if 0 < len(codes) <= _MOST:
            yield names.listed(names.in_text(names.party(code, labels)) for code in codes)
            yield _chosen(column, codes, labels) if column in SIDES else ""


def _names_transfers(title: str, frame: pd.DataFrame) -> bool:
    """Whether a title ends in what moves, so that whose it is can follow: "Arms transfers"."""
    plain = [text for text, _ in (*_families(frame).values(), *_MOVED[moved(frame)].values())]
    ends = (say_in(context, text, what="", **_aid(frame)) for text in plain for context in ("", "deliveries"))
    return any(title.endswith(end.strip()) for end in ends)


def _parts(frame: pd.DataFrame) -> list[str]:
    """The columns whose parts a frame holds: "supplier"."""
    return [key for name in ("of", "side") if name in frame for key in str(frame[name].iloc[0]).split("+")]


def chosen_note(frame: pd.DataFrame, labels: names.Labels) -> str:
    """What was chosen where it is not the same for all rows, so that no title can say it."""
    # of these, rows say themselves which of those chosen they have
    sides = SIDES if {"left", "right"} <= {*frame} else ()
    keys = check.keys_of(frame) if "period" in frame else ()
    known = {*_selection(frame), *keys, *_parts(frame), *sides}
    met = selection.each(_selections(frame))
    if not {column for chosen in met for column in chosen} - known:
        return ""
    return say("Chosen: {choices}.", choices=_choices(met, labels))


def chosen_in_words(frame: pd.DataFrame) -> str:
    """All that was chosen, for a line that says so: "from Russia to Armenia, aircraft"."""
    met, same = selection.each(_selections(frame)), _selection(frame)
    if all({*chosen} <= {*same} for chosen in met):
        return _in_words(same, "name") if same else ""
    return _choices(met, "name")


def _choices(met: Sequence[Mapping[str, Sequence[str]]], labels: names.Labels) -> str:
    said = [_in_words(chosen, labels) for chosen in met]
    return names.with_more("; ".join(said[:_MOST]), len(said[_MOST:]))


def _in_words(chosen: Mapping[str, Sequence[str]], labels: names.Labels) -> str:
    """A selection in words: "from Russia to India, T-90"; of nothing, "all"."""
    phrases = {column: _chosen(column, codes, labels) for column, codes in chosen.items()}
    sides = " ".join(phrase for column, phrase in phrases.items() if _is_side(column))
    others = [phrase for column, phrase in phrases.items() if not _is_side(column)]
    return ", ".join(filter(None, [sides, *others])) or say("all")


def _is_side(column: str) -> bool:
    return column in MANY and column != "category"


def _has_sides(frame: pd.DataFrame) -> bool:
    """Whether the recipients are the two sides of a balance, which its title names in their own order."""
    return {"left", "right"} <= set(frame)


def _is_of_some(frame: pd.DataFrame) -> bool:
    """Whether a side of a balance is a group of which only some members were chosen."""
    chosen = _selection(frame).get("recipient", ())
    return (
        _has_sides(frame)
        and bool(chosen)
        and any(members_group(code) and code not in chosen for code in {*frame["left"], *frame["right"]})
    )


def _chosen(column: str, codes: Sequence[str], labels: names.Labels) -> str:
    """What was chosen of a column: "to Armenia and Azerbaijan", "from 12 chosen suppliers", "aircraft"."""
    if len(codes) > _MOST:
        many = MANY.get(column)
        return say(many, count=len(codes)) if many else f"{len(codes)} chosen {column}s"
    if column == "category":
        return names.listed([_inside(code, names.category(code, labels)) for code in codes])
    if column in MANY:
        return names.sides("from" if column == "supplier" else "to", codes, labels)
    if column == "aid_type":
        return names.listed([say_in("aid", AID[code]) if code in AID else code for code in codes])
    if column == "local_production":
        return say("made under licence") if codes == ["True"] else say("not made under licence")
    if column == "condition":
        codes = [say_in("condition", code) for code in codes]
    if column == "order_year":
        codes = [_years(code) for code in codes]
    known = _CHOSEN.get(column)
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


def releases(frame: pd.DataFrame) -> str:
    """The editions behind a frame, "release 2025", or nothing where there are none."""
    found = sorted({str(value) for value in frame.get("release", ())} - {""})
    if not found:
        return ""
    return say_count("release {names}", "releases {names}", len(found), names=names.listed(found))


def subtitle(*parts: str, frame: pd.DataFrame) -> str:
    """What is measured, in which unit and stage, for which years, and from which table.

    The source line says which release it is.
    """
    said = [", ".join(filter(None, parts)), datasets(frame)]
    text, *more = [*filter(None, said), ""]
    text = names.sentence(text)
    for one in filter(None, more):
        text = say("{text}; {more}", text=text, more=one)
    return text


def with_more(text: str, more: str) -> str:
    """A subtitle, and what else is to be said."""
    return say("{text}; {more}", text=text, more=more) if more else text


_PUBLISHERS = 4  # who makes claims, by name


def source(frame: pd.DataFrame) -> str:
    """Where the figures come from."""
    met = {code for given in frame["source"] for code in _sources(str(given))}
    called = sorted(_published(code, frame) for code in met)
    return say("Source: {names}; own calculation with armsflow.", names=names.listed(called))


def _sources(codes: str) -> list[str]:
    """Sources that stand in one cell, as "coarm+sipri"; a name of the user's own stays whole."""
    each = codes.split("+")
    return each if all(names.source(code) != code for code in each) else [codes]


def _published(source: str, frame: pd.DataFrame) -> str:
    """A source by its name and its releases; of claims, also who makes them."""
    name = names.source(source)
    if "release" in frame:
        own = {
            one for cell in frame.loc[frame["source"] == source, "release"] for one in str(cell).split("+")
        }
        name = ", ".join(filter(None, [name, releases(pd.DataFrame({"release": sorted(own)}))]))
    if "publisher" not in frame:
        return name
    cells = frame.loc[frame["source"] == source, "publisher"].dropna().astype(str)
    told = [cell for cell in dict.fromkeys(cells) if cell]
    if not told:
        return name
    shown, more = told[:_PUBLISHERS], told[_PUBLISHERS:]
    by = names.with_more(", ".join(shown), len(more)) if more else names.listed(shown)
    return say("{source} (by {publishers})", source=name, publishers=by)
