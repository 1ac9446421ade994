"""Title and subtitle of a chart, and its source: whose transfers it shows, and what it measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import basis, choices, moved, names, numbers
from armsflow.languages import message, say, say_in, text_of, years
from armsflow.parties import members_group
from armsflow.records import selection
from armsflow.records.schema import OTHERS, SIDES, period

__all__: list[str] = []

# what a title calls tables of money that is not for arms from anyone
_SPENDING = {"military spending": message("Military spending"), "GDP": message("GDP")}
#: What else such a frame may count.
_COUNTS = {"population": message("Population"), "armed forces": message("Armed forces")}
_SPENDING_CHANGED = {
    "military spending": message("Change in military spending"),
    "GDP": message("Change in GDP"),
}
#: Whose parts of a whole are shown: of all, and of the largest beside "Others".
WHOSE = {
    "supplier": (message("Suppliers"), message("Largest suppliers")),
    "recipient": (message("Recipients"), message("Largest recipients")),
    "category": (message("Categories"), message("Largest categories")),
}
_DONORS = (message("Donors"), message("Largest donors"))
#: Titles of rankings.
_LARGEST = {
    "supplier": {
        "arms": message("Largest suppliers of arms"),
        "transit": message("Largest suppliers of arms in transit"),
        "licences": message("Largest suppliers of licensed arms"),
        "aid": message("Largest donors of {aid}"),
        "goods": message("Largest suppliers of goods"),
        "offers": message("Largest suppliers of arms offered"),
        "contracts": message("Largest suppliers of arms under contract"),
        "goods licences": message("Largest suppliers of licensed goods"),
    },
    "recipient": {
        "arms": message("Largest recipients of arms"),
        "transit": message("Largest recipients of arms in transit"),
        "licences": message("Largest recipients of licensed arms"),
        "aid": message("Largest recipients of {aid}"),
        "goods": message("Largest recipients of goods"),
        "offers": message("Largest recipients of arms offered"),
        "contracts": message("Largest recipients of arms under contract"),
        "goods licences": message("Largest recipients of licensed goods"),
    },
}
#: Titles of what parties gave and got, of all and of a few.
_BOTH = {
    "arms": (message("Arms exports and imports, by party"), message("Arms exports and imports of {parties}")),
    "transit": (
        message("Arms in transit, by party and side"),
        message("Arms in transit from and to {parties}"),
    ),
    "licences": (message("Arms licences, by party and side"), message("Arms licences from and to {parties}")),
    "aid": (message("Aid given and received, by party"), message("Aid given and received by {parties}")),
    "goods": (
        message("Exports and imports of goods, by party"),
        message("Exports and imports of goods of {parties}"),
    ),
    "offers": (
        message("Arms offers, by party and side"),
        message("Arms offers from and to {parties}"),
    ),
    "contracts": (
        message("Arms contracts, by party and side"),
        message("Arms contracts from and to {parties}"),
    ),
    "goods licences": (
        message("Licences for goods, by party and side"),
        message("Licences for goods from and to {parties}"),
    ),
}
_GIVEN_AND_GOT = {
    "arms": message("Arms supplied and received"),
    "transit": message("Arms in transit, by party and side"),
    "licences": message("Arms licences, by party and side"),
    "aid": message("Aid given and received"),
    "goods": message("Goods supplied and received"),
    "offers": message("Arms offers, by party and side"),
    "contracts": message("Arms contracts, by party and side"),
    "goods licences": message("Licences for goods, by party and side"),
}
#: What a share is of: the total of the records given, or all that one of two sides got or gave.
_OF_TOTAL = message("per cent of total {stage} in {unit}")
_OF_ONE = {
    "recipient": message("per cent of all {stage} to the recipient in {unit}"),
    "supplier": message("per cent of all {stage} by the supplier in {unit}"),
    "donor": message("per cent of all {stage} by the donor in {unit}"),
}
#: Keys whose values stand in a title of their own right, in the subtitle or in the line of sources.
_NAMED_APART = {
    *SIDES, "party", "left", "right", "category", "stage", "dataset", "source", "release", "reporter", "side",
    "unit", "prices", "publisher",
}  # fmt: skip


def flows(
    frame: pd.DataFrame,
    keys: Sequence[str],
    labels: names.Labels,
    *,
    family: str = "transfers",
    **places: str,
) -> str:
    """Whose transfers are shown, and by which keys: "Arms from Russia, by recipient"."""
    whose = [*keys, *(column for column in moved.SAYING if column in frame)]
    text = flow(frame[[*dict.fromkeys(whose)]], labels, most=1, family=family, **places)
    # who was chosen stands in the title, by name or by number, and needs no "by" after it
    said = {key for key in SIDES if key in keys and key in check.selection_of(frame)}
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
        _one(key, text_of(frame[key].iloc[0]), labels)
        for key in keys
        if key not in _NAMED_APART
        and not (key == "aid_type" and moved.what(frame) == "aid")
        and frame[key].nunique() == 1
    ]


def _one(key: str, value: str, labels: names.Labels) -> str:
    """One value of a key behind a title: "designation T-90", "made under licence", "war: Kargil"."""
    if value and not names.given(value, labels) and key in (*choices.SAID, "local_production"):
        return choices.phrase(key, [value], labels)
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
    return check.role(key, frame)


def direction(frame: pd.DataFrame, keys: Sequence[str]) -> str:
    """The family of words for deliveries of arms by one side: its exports or imports.

    What was chosen of the other side is neither: imports "de España" would be those of Spain.
    """
    sides = [key for key in SIDES if key in keys]
    if {*SIDES} - {*sides} & {*check.selection_of(frame)}:
        return "transfers"
    if len(sides) != 1 or set(frame["stage"]) != {"delivery"} or moved.what(frame) != "arms":
        return "transfers"
    return "exports" if sides == ["supplier"] else "imports"


def whose(keys: Sequence[str], frame: pd.DataFrame) -> str:
    """Whose parts of a whole are shown: "Suppliers", and beside "Others" "Largest suppliers"."""
    if len(keys) == 1 and keys[0] in WHOSE:
        some = keys[0] in frame and (frame[keys[0]] == OTHERS).any() and check.has_all_parts(frame)
        return say(called(keys[0], frame)[int(some)])
    return names.listed(say(called(key, frame)[0]) for key in keys if key in WHOSE) if keys else ""


def called(key: str, frame: pd.DataFrame) -> tuple[str, str]:
    """What parties or categories are called, all of them and the largest, as messages."""
    return _DONORS if check.role(key, frame) == "donor" else WHOSE[key]


def of_arms(what: str, frame: pd.DataFrame, wholes: Sequence[str], labels: names.Labels) -> str:
    """Parts of a whole: "Suppliers of arms to Azerbaijan", "Suppliers of arms, by recipient"."""
    if check.is_spending(frame):
        return _spending(frame[[*dict.fromkeys([*wholes, "dataset"])]], labels, 3)
    plain, sided = moved.family("parts", frame)
    sides = _sides(frame[list(wholes)], labels, 3)
    title = (
        say(sided, what=what, sides=sides, **moved.aid(frame))
        if sides
        else say(plain, what=what, **moved.aid(frame))
    )
    title = names.sentence(title)
    for key in wholes:
        if key == "category" and frame[key].nunique() == 1:
            one = names.category(frame[key].iloc[0], labels)
            title = say("{name}: {what}", name=title, what=one)
        elif not (sides and key in SIDES) and (key in _NAMED_APART or frame[key].nunique() > 1):
            title = by_keys(title, [key], frame)
    return ", ".join([title, *_alike(frame, wholes, labels)])


def among(what: str, parts: str, frame: pd.DataFrame, wholes: Sequence[str], labels: names.Labels) -> str:
    """The title of a concentration among `parts`: "Concentration among suppliers of arms to Azerbaijan"."""
    if parts == "parties":
        return flows(frame, wholes, labels, family="parties", what=what)
    return of_arms(what, frame, wholes, labels)


def of_parts(parts: Sequence[str], frame: pd.DataFrame, wholes: Sequence[str], labels: names.Labels) -> str:
    """Whose parts of what a frame has: "Suppliers of arms to India"; of a user's own key "…, by war".

    Parts of one alone are named: "Arms from France, by recipient".
    """
    if check.is_spending(frame) or ({*parts} <= {*WHOSE} and not single(parts, frame)):
        return of_arms(whose(parts, frame), frame, wholes, labels)
    return flows(frame, [*wholes, *parts], labels)


def single(parts: Sequence[str], frame: pd.DataFrame) -> bool:
    """Whether the parts of a whole are those of one alone, such as what one supplier delivered of all."""
    return len(parts) == 1 and frame[parts[0]].nunique() == 1 and frame[parts[0]].iloc[0] not in names.WORDS


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


def per_cent_of(frame: pd.DataFrame, parts: Sequence[str], wholes: Sequence[str]) -> str:
    """What a percentage is of: "deliveries in TIV", or "total deliveries in TIV" where no party is named.

    Where the parts are those of one alone, it has to be said of which side the whole is.
    """
    text = message("per cent of {stage} in {unit}") if wholes else _OF_TOTAL
    if single(parts, frame) and len(wholes) == 1 and not check.is_spending(frame):
        text = _OF_ONE.get(check.role(wholes[0], frame), text)
    return say(text, stage=part_of(frame), unit=unit_of(frame))


def share_of(frame: pd.DataFrame) -> str:
    """Of what a ranking gives shares."""
    return say("share of total {stage} in {unit}, per cent", stage=part_of(frame), unit=unit_of(frame))


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
    sides = _sides(frame, labels, most, check.selection_of(frame))
    plain, sided = moved.family(family, frame)
    delivered = "stage" in frame and set(frame["stage"]) == {"delivery"}
    context = "deliveries" if delivered and moved.what(frame) == "arms" else ""
    places |= moved.aid(frame)
    text = say_in(context, sided, sides=sides, **places) if sides else say_in(context, plain, **places)
    return names.sentence(text)


def of_sides(sides: str, frame: pd.DataFrame) -> str:
    """What moves, and between whom as is said: "Arms from Russia"; of all "Arms transfers"."""
    plain, sided = moved.family("transfers", frame)
    given = moved.aid(frame)
    return names.sentence(say(sided, sides=sides, **given) if sides else say(plain, **given))


def largest(side: str, frame: pd.DataFrame) -> str:
    """The title of a ranking: "Largest suppliers of arms"; of spending that alone."""
    if check.is_spending(frame):
        return _spending(frame[["dataset"]], "name", 0)
    return names.sentence(say(_LARGEST[side][moved.called(frame)], **moved.aid(frame)))


def both_sides(parties: Sequence[str], frame: pd.DataFrame) -> str:
    """The title of imports and exports: "Arms exports and imports of Türkiye"."""
    of_many, of_few = _BOTH[moved.called(frame)]
    if len(parties) > choices.MOST:
        return say(of_many)
    return say(of_few, parties=names.listed(map(names.in_text, parties)))


def given_and_got(frame: pd.DataFrame) -> str:
    """The title of balances: "Arms supplied and received"."""
    return say(_GIVEN_AND_GOT[moved.called(frame)])


def _sides(
    frame: pd.DataFrame, labels: names.Labels, most: int, chosen: Mapping[str, Sequence[str]] | None = None
) -> str:
    """The parties of a frame, where they are few or `chosen`: "from Russia to 12 chosen recipients"."""
    said: dict[str, str] = {}
    further: dict[str, str] = {}
    for key, side in (("supplier", "from"), ("recipient", "to")):
        codes = list(dict.fromkeys(frame[key])) if key in frame else []
        if 0 < len(codes) <= most and "all" not in codes:
            said[key] = names.sides(side, codes, labels)
        elif chosen and key in chosen:
            # of those that were chosen, a chart may have some only
            shown = codes if codes and {*codes} < {*chosen[key]} else chosen[key]
            (said if codes else further)[key] = choices.phrase(key, shown, labels, frame)
    # "from Spain to Australia", also where only the one is a key
    said |= further if said else {}
    return " ".join(said[key] for key in SIDES if key in said)


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


def spending_of(frame: pd.DataFrame, labels: names.Labels) -> str:
    """The title of a spending frame: what it counts, and whose it is, where it is that of one."""
    codes, measure = list(dict.fromkeys(frame["party"])), str(frame["dataset"].iloc[0])
    # a measure of the user's own stays as it is
    known = (_SPENDING | _COUNTS).get(measure)
    what = say(known) if known else names.sentence(measure)
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
    chosen = check.selection_of(frame)
    parts = choices.parts_of(frame)
    said = [
        (column, phrase)
        for column, codes in chosen.items()
        if column not in check.keys_of(frame)
        and (phrase := choices.phrase(column, codes, labels, frame)).casefold() not in title.casefold()
        and column not in parts
        and not (column == "recipient" and choices.has_sides(frame))
    ]
    # "Arms transfers to India, by supplier": whose they are stands before the keys
    if place := _place_of_sides(title, frame, labels):
        whose = [phrase for column, phrase in said if choices.is_side(column)]
        title = " ".join([title[:place], *whose]) + title[place:]
        said = [(column, phrase) for column, phrase in said if not choices.is_side(column)]
    # a name of a category stands behind a colon, "aircraft" and "5 selected categories" do not
    called = [phrase for column, phrase in said if column == "category" and phrase[:1].isupper()]
    rest = [(column, phrase) for column, phrase in said if phrase not in called]
    sides = " ".join(phrase for column, phrase in rest if choices.is_side(column))
    others = [phrase for column, phrase in rest if not choices.is_side(column)]
    text = ", ".join(filter(None, [title, sides, *others]))
    for phrase in called:
        text = say("{name}: {what}", name=text, what=phrase)
    some = {column for each in selection.each(check.selections_of(frame)) for column in each}
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
    for column, codes in check.selection_of(frame).items():
        yield choices.phrase(column, codes, labels, frame) if choices.is_side(column) else ""
    for column in (*SIDES, "party"):
        codes = list(dict.fromkeys(frame.get(column, ())))
        if 0 < len(codes) <= choices.MOST:
            yield names.listed(names.in_text(names.party(code, labels)) for code in codes)
            yield choices.phrase(column, codes, labels, frame) if column in SIDES else ""


def _names_transfers(title: str, frame: pd.DataFrame) -> bool:
    """Whether a title ends in what moves, so that whose it is can follow: "Arms transfers"."""
    plain = [text for text, _ in (*moved.families(frame).values(), *moved.WORDS[moved.what(frame)].values())]
    ends = (
        say_in(context, text, what="", **moved.aid(frame)) for text in plain for context in ("", "deliveries")
    )
    return any(title.endswith(end.strip()) for end in ends)


def _is_of_some(frame: pd.DataFrame) -> bool:
    """Whether a side of a balance is a group of which only some members were chosen."""
    chosen = check.selection_of(frame).get("recipient", ())
    return (
        choices.has_sides(frame)
        and bool(chosen)
        and any(members_group(code) and code not in chosen for code in {*frame["left"], *frame["right"]})
    )


def subtitle(*parts: str, frame: pd.DataFrame) -> str:
    """What is measured, in which unit and stage, for which years, from which table, and whose report it is.

    The source line says which release it is.
    """
    said = [", ".join(filter(None, parts)), moved.datasets(frame), basis.reported(frame)]
    text, *more = [*filter(None, said), ""]
    text = names.sentence(text)
    for one in filter(None, more):
        text = say("{text}; {more}", text=text, more=one)
    return text


def with_more(text: str, more: str) -> str:
    """A subtitle, and what else is to be said."""
    return say("{text}; {more}", text=text, more=more) if more else text
