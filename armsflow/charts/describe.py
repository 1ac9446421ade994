"""`describe`: a chart in words, for those who cannot see it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from armsflow.charts.draw.facets import Cell
from armsflow.charts.draw.layout import Plate
from armsflow.charts.text.description import as_sentence
from armsflow.errors import ArgumentError
from armsflow.languages import language_of, say, speaking

__all__ = ["describe"]


def describe(ax: Axes | np.ndarray, *, language: str | None = None) -> str:
    """The chart in words, for an alternative text: what it is, its main numbers, and its source.

    Title and subtitle come first, then what is drawn and how many there are: up to four figures one by one,
    of more the largest and the smallest, by name and as the chart prints them. How many bounds are open and
    how many records are undisclosed is said, as in the chart.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or array of Axes
        What a ``plot_`` function returned, with ``facet=`` all panels. Of charts drawn with ``axes=``, each
        has words of its own.
    language : {"en", "de", "fr", "es", "ru"}, optional
        By default the language of the chart. A title of your own stays as it is.

    Returns
    -------
    str
        A few sentences in one line, in most cases below 500 characters.

    Raises
    ------
    ArgumentError
        If `ax` is no Axes with a chart of ours on it, or `language` is another.

    Examples
    --------
    What would a screen reader say of two bars?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Israel", "Russia"], "value": [40, 90]})
    >>> records = af.to_records(
    ...     given, recipient="Azerbaijan", year=2014, stage="delivery", unit="TIV", source="invented"
    ... )
    >>> print(af.describe(af.plot_totals(af.totals(records))))
    Arms transfers, by supplier. Deliveries, TIV, 2014. 2 bars: Russia: 90; Israel: 40. Source: invented; own
    calculation with armsflow.
    """
    ax = first_panel(ax)
    plate: Any = ax.get_axes_locator() if isinstance(ax, Axes) else None
    if isinstance(plate, Cell):
        # a panel is described with all others
        plate = plate.host
    if not isinstance(plate, Plate):
        raise ArgumentError(
            f"describe was given {ax!r}; expected the Axes that a plot_ function returned", rows=[ax]
        )
    language = plate.language if language is None else language_of(language)
    words = plate.given if language == plate.language else plate.given.reworded(language)
    given = (plate.given.title, plate.given.subtitle, plate.given.foot)
    # what was set on the Axes since stays
    parts = [
        now if now != before else new
        for now, before, new in zip(
            plate.words(), given, (words.title, words.subtitle, words.foot), strict=True
        )
    ]
    source = parts[2].split("\n")[-1]
    said = " ".join(as_sentence(part) for part in (*parts[:2], words.tell(), source) if part)
    with speaking(language):
        return re.sub(r"\s+", " ", said.replace(" ←", say(" from")))


def of_figure(figure: Figure) -> tuple[str, str]:
    """The titles and the words of all charts of a figure."""
    ours = {ax: plate for ax in figure.axes if isinstance(plate := ax.get_axes_locator(), Plate)}
    headings = [plate.words()[0] for plate in ours.values()]
    return "; ".join(dict.fromkeys(headings)), " ".join(describe(ax) for ax in ours)


def first_panel(ax: Axes | np.ndarray) -> Any:
    """The Axes of a chart, of the panels of ``facet=`` the first, which has all words."""
    return next(iter(ax.flat), ax) if isinstance(ax, np.ndarray) else ax
