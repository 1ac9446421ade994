"""What moves between parties, in words: arms, aid, or goods of which some are no arms, and what precedes it.

Of licences, offers and contracts nothing need have moved yet, and titles name these.
"""

from __future__ import annotations

from itertools import product

import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names
from armsflow.languages import message, say_in

__all__: list[str] = []

#: What a title says of transfers, of all and of those between few; of deliveries other words may stand.
FAMILIES = {
    "transfers": (message("Arms transfers"), message("Arms {sides}")),
    "exports": (message("Arms exports"), message("Arms {sides}")),
    "imports": (message("Arms imports"), message("Arms {sides}")),
    "change": (message("Change in arms transfers"), message("Change in arms {sides}")),
    "parties": (message("{what} to arms transfers"), message("{what} to arms {sides}")),
}
#: The same, with parts of a whole: of arms, of aid, which is not all arms, and of customs, which list all.
WORDS = {
    "arms": {**FAMILIES, "parts": (message("{what} of arms"), message("{what} of arms {sides}"))},
    "transit": {
        "transfers": (message("Arms in transit"), message("Arms in transit {sides}")),
        "change": (message("Change in arms in transit"), message("Change in arms in transit {sides}")),
        "parties": (message("{what} to arms in transit"), message("{what} to arms in transit {sides}")),
        "parts": (message("{what} of arms in transit"), message("{what} of arms in transit {sides}")),
    },
    "licences": {
        "transfers": (message("Arms licences"), message("Arms licences {sides}")),
        "change": (message("Change in arms licences"), message("Change in arms licences {sides}")),
        "parties": (message("{what} to arms licences"), message("{what} to arms licences {sides}")),
        "parts": (message("{what} of licensed arms"), message("{what} of licensed arms {sides}")),
    },
    "offers": {
        "transfers": (message("Arms offers"), message("Arms offers {sides}")),
        "change": (message("Change in arms offers"), message("Change in arms offers {sides}")),
        "parties": (message("{what} to arms offers"), message("{what} to arms offers {sides}")),
        "parts": (message("{what} of arms offered"), message("{what} of arms offered {sides}")),
    },
    "contracts": {
        "transfers": (message("Arms contracts"), message("Arms contracts {sides}")),
        "change": (message("Change in arms contracts"), message("Change in arms contracts {sides}")),
        "parties": (message("{what} to arms contracts"), message("{what} to arms contracts {sides}")),
        "parts": (message("{what} of arms under contract"), message("{what} of arms under contract {sides}")),
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
    "goods licences": {
        "transfers": (message("Licences for goods"), message("Licences for goods {sides}")),
        "change": (message("Change in licences for goods"), message("Change in licences for goods {sides}")),
        "parties": (message("{what} to licences for goods"), message("{what} to licences for goods {sides}")),
        "parts": (message("{what} of licensed goods"), message("{what} of licensed goods {sides}")),
    },
}
#: What a title names in place of what moves, by the one stage of a frame.
_BEFORE = {
    "arms": {"licence": "licences", "offer": "offers", "contract": "contracts"},
    "goods": {"licence": "goods licences"},
}
#: Tables of aid of one kind alone, which their rows need not say.
_OF_ONE_KIND = {("kiel", "procurement"): "military", ("kiel", "weapons"): "military"}
_CUSTOMS = {"comtrade", "baci"}
#: Lists of Swiss licences, of which all others hold goods that are no arms, and such lists of other states.
_SWISS_ARMS = "special military goods"
_GOODS = {("uk_licences", "other"), ("nl_licences", "dual-use")}
#: Sources whose tables of one stage are never added, so that a picture says which it draws.
_APART = {"coarm", "uk_licences", "nl_licences", "ch_licences", "de_exports", "sam", "comtrade", "kiel"}
#: How the Dutch lists of goods that only pass through are called, and those that go back as well.
TRANSIT = "transit"
#: Columns by which a title knows what moves, beside the parties.
SAYING = ("stage", "dataset", "source", "selection", "category", "aid_type")


def family(family: str, frame: pd.DataFrame) -> tuple[str, str]:
    """The words of a title for what moves: arms, aid or goods, or what precedes it."""
    return families(frame)[family]


def families(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """All words of titles for what moves, by family."""
    return WORDS[called(frame)]


def called(frame: pd.DataFrame) -> str:
    """What a title names: what moves, the licences, offers or contracts for it, or that it passes through."""
    moves, stages = what(frame), {*frame["stage"]} if "stage" in frame else set()
    named = _BEFORE.get(moves, {}).get(stages.pop(), moves) if len(stages) == 1 else moves
    if named == "licences" and (met := _datasets(frame)) and all(name.startswith(TRANSIT) for _, name in met):
        return TRANSIT
    return named


def what(frame: pd.DataFrame) -> str:
    """What a frame says that moves: "arms", "aid", or "goods" where some of it is no arms."""
    if check.is_aid(frame):
        return "aid"
    if any(_are_goods(*pair) for pair in _datasets(frame)):
        return "goods"
    if "source" not in frame or not set(frame["source"]) <= _CUSTOMS:
        return "arms"
    categories = {
        *(frame["category"] if "category" in frame else check.selection_of(frame).get("category", ()))
    }
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


def aid(frame: pd.DataFrame) -> dict[str, str]:
    """The kind of aid of a frame, and as it stands behind "of"; nothing of other frames."""
    if what(frame) != "aid":
        return {}
    kinds = {*frame["aid_type"]} if "aid_type" in frame else {*check.selection_of(frame).get("aid_type", ())}
    kinds = kinds or {_OF_ONE_KIND.get(pair, "") for pair in _datasets(frame)}
    kind = names.AID.get(kinds.pop(), names.AID[""]) if len(kinds) == 1 else names.AID[""]
    return {"aid": say_in("aid", kind), "from_aid": say_in("of aid", kind)}
