"""Kinds of weapon in the words of a claim, such as "tanks": which descriptions of a register they mean."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from armsflow.parse.category import MOST_LETTERS, known_category, plain_words
from armsflow.records.schema import ALL
from armsflow.tables import table

__all__: list[str] = []

# what people call what SIPRI describes in other words; each of these ends a description
_FIGHTERS = "fighter aircraft|FGA aircraft|FGA/EW aircraft"
_COMBAT = f"{_FIGHTERS}|ground attack aircraft|bomber aircraft|trainer/combat aircraft"
_EARLY_WARNING = "AEW aircraft|AEW&C aircraft"
_MINE_SHIPS = "minesweeper|minehunter|MCM ship"
_SAM_SYSTEMS = "SAM system|SAM/ABM system"
_AIR_DEFENCE = f"{_SAM_SYSTEMS}|ABM system|AA gun|AA gun system|anti-aircraft gun|AA gun turret|AD system"
_KINDS = {
    "tank": "tank",
    "battle tank|main battle tank|mbt": "=tank",
    "fighter|fighter aircraft|fighter jet|jet fighter|fighter plane|multirole fighter": _FIGHTERS,
    "combat aircraft|combat jet|combat plane|warplane|military jet": _COMBAT,
    "fighter bomber|strike aircraft": "FGA aircraft|FGA/EW aircraft|ground attack aircraft|bomber aircraft",
    "bomber": "bomber aircraft",
    "awacs|early warning aircraft|airborne early warning aircraft|aew aircraft": _EARLY_WARNING,
    "trainer|trainer jet|training aircraft|jet trainer": "trainer aircraft|trainer/combat aircraft",
    "transport plane|transporter aircraft|military transport aircraft": "transport aircraft",
    "cargo plane|cargo aircraft": "transport aircraft",
    "attack helicopter|combat helicopter|assault helicopter|helicopter gunship": "combat helicopter",
    "helicopter|chopper": "helicopter",
    "drone|uav|unmanned aerial vehicle|unmanned aircraft": "UAV",
    "armed drone|combat drone|attack drone|ucav|armed uav": "armed UAV",
    "submarine": "submarine|SSB",
    "nuclear submarine|nuclear powered submarine": "nuclear submarine|SSB",
    "amphibious ship|amphibious vessel|amphibious assault ship": "landing ship|landing craft|AALS",
    "mine countermeasures ship|mine countermeasures vessel|minehunter|minesweeper": _MINE_SHIPS,
    "patrol boat|patrol vessel|patrol ship": "patrol craft|OPV|FAC|gunboat",
    "offshore patrol vessel": "OPV",
    "fast attack craft|missile boat": "FAC",
    "infantry fighting vehicle|ifv": "IFV",
    "armoured personnel carrier|apc": "APC",
    "armoured recovery vehicle|arv": "ARV",
    "howitzer|artillery gun": "towed gun|self-propelled gun",
    "self propelled howitzer|self propelled gun|spg|sph|self propelled artillery": "self-propelled gun",
    "towed howitzer|towed gun|towed artillery": "towed gun",
    "multiple rocket launcher|rocket launcher|multiple launch rocket system|mlr|mrl": "MRL",
    "air defence system|air defence battery": _AIR_DEFENCE,
    "surface to air missile system|sam system|sam battery|air defence missile system": _SAM_SYSTEMS,
    "portable air defence|manpad|portable sam": "portable SAM",
    "anti tank missile|anti tank guided missile|atgm|anti tank system": "anti-tank missile",
    "surface to air missile|sam": "SAM",
    "air to air missile|aam": "SRAAM|BVRAAM",
    # SIPRI calls no missile a ballistic one, unless a submarine fires it
    "ballistic missile": "SSM|SLBM",
    "cruise missile": "land-attack missile|anti-ship missile|ASM|SSM",
    "radar": "radar",
}
# the same kinds in Russian
_RUSSIAN = {
    "танк|танки": "tank",
    "истребители": "fighter",
    "боевые вертолёты": "attack helicopter",
    "вертолёт|вертолёты": "helicopter",
    "беспилотники|бпла|беспилотные летательные аппараты": "drone",
    "подводные лодки": "submarine",
    "боевая машина пехоты|боевые машины пехоты|бмп": "infantry fighting vehicle",
    "бтр|бронетранспортёры": "armoured personnel carrier",
    "гаубицы": "howitzer",
    "самоходная артиллерия": "self propelled howitzer",
    "рсзо": "multiple rocket launcher",
    "зрк": "surface to air missile system",
    "пзрк": "portable air defence",
    "птрк|противотанковые ракеты": "anti tank missile",
    "радары": "radar",
}
# a claim of these is one of the whole category, whatever the description
_WHOLE = frozenset(["aircraft", "missile", "ship", "craft", "system", "gun", "engine", "vehicle", "weapon"])
# words of a claim that names no kind
_GENERAL = frozenset(["weapon", "weaponry", "arms", "armament", "equipment", "оружие", "вооружение"])
# words before a kind that narrow nothing
_LOOSE = frozenset(
    "a an the of some several various other more new modern used old military second hand in one two three "
    "four five six seven eight nine ten dozen additional upgraded advanced".split()
)


def kind_of(phrase: str) -> str | None:
    """The kind of weapon that a phrase ends with, as it is looked up; None where it names none.

    Numbers, names and words such as "used" before it make no difference. Another word of the field makes
    another kind: "ballistic missiles" are not all missiles, "tank equipment" is no tank.
    """
    kind, before = _tail(phrase)
    return None if before & (_field() - _LOOSE) else kind


def wider_kind_of(phrase: str) -> str | None:
    """The kind that a phrase ends with behind another word of the field: a "missile frigate" is a frigate.

    None where the phrase has another category: a tank destroyer is no destroyer.
    """
    kind, _ = _tail(phrase)
    return kind if kind and category_of(phrase) in _category(kind) else None


def words_of(phrase: str, kind: str) -> str:
    """The words of a phrase that name the kind at its end: "submarines" of "Kilo-class submarines"."""
    tails = (phrase[match.start() :] for match in reversed(list(re.finditer(r"\w+", phrase))))
    return next((tail for tail in tails if " ".join(plain_words(tail)) == kind), phrase)


def _tail(phrase: str) -> tuple[str | None, set[str]]:
    """The longest end of a phrase that is a kind, and the words before it."""
    words = plain_words(phrase)
    for at in range(len(words)):
        kind = " ".join(words[at:])
        if kind in _WHOLE:
            break
        if kind in _asked() or kind in _described():
            return kind, set(words[:at])
    return None, set()


@lru_cache(maxsize=10_000)
def is_of(description: str, category: str, kind: str) -> bool:
    """Whether a deal with this description and category is of a kind: light tanks are tanks."""
    wanted = _category(kind)
    if wanted and not set(category.split("+")) & wanted:
        return False
    heads = _asked().get(kind, (kind,))
    return any(_ends(part, head) for part in _parts(description) for head in heads)


def _ends(part: str, head: str) -> bool:
    if head.startswith("="):
        return part == head[1:]
    return part == head or part.endswith(f" {head}")


def _parts(description: str) -> set[str]:
    """What a description calls a weapon: "trainer/combat aircraft" is "trainer aircraft" and "combat …"."""
    pieces = description.split("/")
    *_, last = pieces
    head = last.split(" ")[-1] if " " in last else ""
    parts = {*pieces, description, *(f"{piece} {head}" for piece in pieces[:-1] if head)}
    return {" ".join(plain_words(part)) for part in parts}


@lru_cache(maxsize=1_000)
def _category(kind: str) -> frozenset[str]:
    """SIPRI's categories of a kind; none where they are not known."""
    leaves = (known_category(kind) or ALL).split("+")
    return frozenset(leaf for leaf in leaves if ":" not in leaf and leaf != ALL)


def category_of(phrase: str) -> str | None:
    """The category of a phrase; None where it is not known, or SIPRI has none."""
    if len(phrase) > MOST_LETTERS:
        return None
    category = known_category(phrase)
    return None if category is None or category == ALL or ":" in category else category


def is_general(phrase: str) -> bool:
    """Whether a phrase is of weapons of any kind."""
    return not _GENERAL.isdisjoint(plain_words(phrase))


@cache
def _asked() -> dict[str, tuple[str, ...]]:
    """What people call a kind → the ends of descriptions that are of it."""
    asked = {
        " ".join(plain_words(name)): tuple(
            ("=" if head.startswith("=") else "") + " ".join(plain_words(head)) for head in heads.split("|")
        )
        for names, heads in _KINDS.items()
        for name in names.split("|")
    }
    russian = {
        " ".join(plain_words(name)): asked[kind]
        for names, kind in _RUSSIAN.items()
        for name in names.split("|")
    }
    return asked | russian


@cache
def _described() -> frozenset[str]:
    """Every end of SIPRI's descriptions that can be a kind: "light tank" and "tank"."""
    terms = table("category_terms.csv")
    descriptions = terms.loc[terms["origin"].str.contains("SIPRI description"), "term"]
    parts = {part for description in descriptions for part in _parts(description)}
    ends = {part.split(" ", n)[-1] for part in parts for n in range(len(part.split(" ")))}
    return frozenset(ends - _WHOLE)


@cache
def _field() -> frozenset[str]:
    """Words of the field, which say what kind of a thing a weapon is."""
    terms = table("category_terms.csv")
    terms = terms[~terms["term"].str.contains(r"\d") & (terms["origin"] != "news, designation")]
    words = {word for term in terms["term"] for word in plain_words(term)}
    return frozenset(word for word in words if re.fullmatch(r"[^\W\d_]+", word))
