"""What every chart takes beside its summary: words, colours, marks and type, defined and checked once."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

import numpy as np
import pandas as pd
from matplotlib import colors as mcolors
from matplotlib import font_manager

from armsflow.charts.draw.style import Look, Palette
from armsflow.charts.text import names
from armsflow.errors import ArgumentError, PartyError, nearest, one_of, sample
from armsflow.languages import language_of
from armsflow.parties import members_group, party, party_name

__all__: list[str] = []

LABELS = ("name", "code")


class Options(TypedDict, total=False):
    """What every chart takes by keyword, each with a default.

    Attributes
    ----------
    title, subtitle : str
        In place of those that the chart gives itself; ``""`` for none. A finding belongs in the title.
    note : str
        Words of your own below the notes of the chart, in a line of their own.
    source : str
        In place of the line that names the source; ``""`` for none.
    labels : {"name", "code"} or dict
        How parties, categories and sources are printed: by name, by code, or some of them as you say,
        ``{"USA": "US", "others": "All others"}``, and the rest by name.
    language : {"en", "de", "fr", "es", "ru"}
        The language of all words and numbers: English, German, French, Spanish or Russian.
    highlight : str or several
        Names or codes of parties, categories, stages or windows that keep their colours; all others are
        grey. `plot_slopes` also takes a number: the change of a share beyond which a line is in colour.
    colours : dict
        Colours for parties, categories, stages or windows: ``{"Russia": "#CA3415"}``.
    mark : dict
        Events on a chart with years: ``{2022: "Full-scale invasion"}``, each a line with its words above.
    estimates : bool
        Whether the part that the source marks as estimated is drawn paler. True by default.
    font : str
        A font family that matplotlib knows.
    style : dict
        A publisher's own type and ink: sizes in points for ``title``, ``subtitle``, ``label``, ``small`` and
        ``source``, colours for ``ink``, ``quiet``, ``grid``, ``accent``, ``muted``, ``others``, ``unknown``.
    """

    title: str | None
    subtitle: str | None
    note: str | None
    source: str | None
    labels: str | Mapping[str, str]
    language: str
    highlight: float | str | Collection[str] | None
    colours: Mapping[str, Any] | None
    mark: Mapping[int, str] | None
    estimates: bool
    font: str | None
    style: Mapping[str, Any] | None


@dataclass(frozen=True)
class Chosen:
    """The options of one chart, checked, with names in place of codes resolved."""

    title: str | None = None
    subtitle: str | None = None
    note: str | None = None
    source: str | None = None
    labels: names.Labels = "name"
    language: str = "en"
    palette: Palette = field(default_factory=Palette)
    #: The change of a share from which slopes are in colour, where a number was given.
    change: float | None = None
    mark: Mapping[float, str] = field(default_factory=dict)
    estimates: bool = True
    look: Look = field(default_factory=Look)


def chosen(options: Mapping[str, Any], frame: pd.DataFrame, *, chart: str) -> Chosen:
    """Check the options of a chart against what its frame holds."""
    unknown = [name for name in options if name not in Options.__annotations__]
    if unknown:
        every = list(Options.__annotations__)
        raise ArgumentError(
            f"{chart} was given {sample(unknown)}, which no chart takes{nearest(unknown[0], every)}; beside "
            f"its own arguments it takes {sample(every, most=20)}",
            rows=unknown,
        )
    known = _texts(frame)
    highlight = options.get("highlight")
    number = isinstance(highlight, int | float) and not isinstance(highlight, bool)
    return Chosen(
        **{name: _words(options.get(name), name) for name in ("title", "subtitle", "note", "source")},
        language=language_of(options.get("language", "en")),
        labels=_labels(options.get("labels", "name"), known),
        palette=Palette(
            given=_colours(options.get("colours"), known),
            chosen=None if number else _highlight(highlight, known, chart=chart),
        ),
        change=float(highlight) if number else None,  # type: ignore[arg-type]
        mark=_mark(options.get("mark")),
        estimates=_yes(options.get("estimates", True), "estimates"),
        look=_look(options.get("font"), options.get("style")),
    )


def _texts(frame: pd.DataFrame) -> set[str]:
    """All that a frame says in words: codes of parties and categories, stages, windows, sources."""
    words = (name for name in frame if not pd.api.types.is_numeric_dtype(frame[name]))
    return {str(value) for name in words for value in frame[name].tolist()}


def _words(value: Any, name: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise ArgumentError(f"{name} is {value!r}; expected words, or None for those of the chart", rows=[value])


def _yes(value: Any, name: str) -> bool:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    raise ArgumentError(f"{name} is {value!r}; expected True or False", rows=[value])


def _labels(labels: Any, known: set[str]) -> names.Labels:
    if not isinstance(labels, Mapping):
        return str(one_of(labels, LABELS, "labels"))
    wrong = [words for words in labels.values() if not isinstance(words, str)]
    if wrong:
        raise ArgumentError(
            f"labels holds {sample(wrong)}; expected words for each code, such as {{'USA': 'US'}}", rows=wrong
        )
    return {_code(name, known, "labels"): words for name, words in labels.items()}


def _colours(colours: Any, known: set[str]) -> dict[str, str]:
    if colours is None:
        return {}
    if not isinstance(colours, Mapping):
        raise ArgumentError(
            f"colours is {colours!r}; expected a dict of names or codes and colours, such as "
            "{'Russia': '#CA3415'}",
            rows=[colours],
        )
    wrong = [colour for colour in colours.values() if not mcolors.is_color_like(colour)]
    if wrong:
        raise ArgumentError(
            f"colours holds {sample(wrong)}, which is no colour of matplotlib; expected colours such as "
            "'#CA3415' or 'tab:red'",
            rows=wrong,
        )
    return {_code(name, known, "colours"): mcolors.to_hex(colour).upper() for name, colour in colours.items()}


def _highlight(highlight: Any, known: set[str], *, chart: str) -> frozenset[str] | None:
    if highlight is None:
        return None
    every = [highlight] if isinstance(highlight, str) else highlight
    if not isinstance(every, Iterable) or not all(isinstance(each, str) for each in every):
        raise ArgumentError(
            f"highlight is {highlight!r}; expected a name or code that is in the frame, or several",
            rows=[highlight],
        )
    codes = frozenset(_code(each, known, "highlight") for each in every)
    if absent := sorted(codes - known):
        raise ArgumentError(
            f"highlight names {sample(absent)}, and the frame of {chart} has none of that; perhaps it was "
            "folded into 'others': keep it with top=, or choose with where()",
            rows=absent,
        )
    return codes


def _code(name: Any, known: set[str], what: str) -> str:
    """A text of the frame as it stands; else the code of a party, a category or a stage."""
    if not isinstance(name, str):
        raise ArgumentError(
            f"{what} names {name!r}; expected names or codes of parties, categories or stages", rows=[name]
        )
    if name in known or name in names.WORDS or name in names.categories() or name in names.STAGES:
        return name
    # "NATO" may be the organisation or its members, whichever is there
    groups = {
        word.casefold(): code
        for code in known
        if (group := members_group(code))
        for word in (group, party_name(code))
    }
    try:
        code = party(name)
        return code if code in known else groups.get(name.casefold(), code)
    except PartyError as error:
        if (printed := name.casefold()) in groups:
            return groups[printed]
        raise ArgumentError(
            f"{what} names {name!r}, which is neither in the frame nor a party, category or stage"
            f"{nearest(name, known)}; expected a name or code",
            rows=[name],
        ) from error


def _mark(mark: Any) -> dict[float, str]:
    if mark is None:
        return {}
    fits = isinstance(mark, Mapping) and all(
        isinstance(year, int | float | np.number) and not isinstance(year, bool) and isinstance(words, str)
        for year, words in mark.items()
    )
    if not fits:
        raise ArgumentError(
            f"mark is {mark!r}; expected a dict of years and words, such as {{2022: 'Full-scale invasion'}}",
            rows=[mark],
        )
    return {float(year): words for year, words in sorted(mark.items())}


def _look(font: Any, own: Any) -> Look:
    if font is not None:
        _check_font(font)
    own = {} if own is None else own
    if not isinstance(own, Mapping):
        raise ArgumentError(
            f"style is {own!r}; expected a dict such as {{'title': 12, 'ink': 'black'}}", rows=[own]
        )
    for name, value in own.items():
        sort = one_of(name, [*Look.SIZES, *Look.INKS], "a key of style")
        size = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf")
        if not (size if sort in Look.SIZES else mcolors.is_color_like(value)):
            expected = "a size in points" if sort in Look.SIZES else "a colour"
            raise ArgumentError(f"style has {name}={value!r}; expected {expected}", rows=[value])
    inks = {name: mcolors.to_hex(own[name]).upper() for name in own if name in Look.INKS}
    sizes = {name: float(own[name]) for name in own if name in Look.SIZES}
    changed: dict[str, Any] = {name.upper(): value for name, value in (sizes | inks).items()}
    return Look(**changed | ({"FONT": font} if font else {}))


def _check_font(font: Any) -> None:
    families = sorted({entry.name for entry in font_manager.fontManager.ttflist})
    if isinstance(font, str) and (font in families or font in font_manager.font_family_aliases):
        return
    if isinstance(font, os.PathLike) or (isinstance(font, str) and font.lower().endswith((".ttf", ".otf"))):
        out = "register the file first: matplotlib.font_manager.fontManager.addfont(path)"
    else:
        out = "install it, or register its file: matplotlib.font_manager.fontManager.addfont(path)"
    raise ArgumentError(
        f"font is {font!r}, which matplotlib does not know{nearest(font, families)}; {out}", rows=[font]
    )
