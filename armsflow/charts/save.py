"""Charts as files: the same bytes on every run, text as text, the width of a journal's column."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from armsflow.charts import describe
from armsflow.charts.draw import style
from armsflow.charts.draw.facets import Cell
from armsflow.charts.draw.layout import MM, WIDTHS, Plate
from armsflow.errors import ArgumentError, one_of
from armsflow.whole_file import write_whole

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

__all__ = ["save"]

_DPI = 300
# what would carry the moment of writing; None leaves it out
_METADATA: dict[str, dict[str, Any]] = {
    ".pdf": {"CreationDate": None, "ModDate": None},
    ".png": {},
    ".svg": {"Date": None},
}
# where a format keeps a title, and a description
_WORDS = {".pdf": ("Title", "Subject"), ".png": ("Title", "Description"), ".svg": ("Title", "Description")}
_RC: dict[RcKeyType, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "armsflow", "pdf.fonttype": 42, "savefig.bbox": None,
}  # fmt: skip
# the usual level 6 takes half as long again, for files a tenth smaller
_PACKED: dict[str, dict[str, Any]] = {".png": {"pil_kwargs": {"compress_level": 3}}}


def save(ax: Axes | np.ndarray, path: str | os.PathLike[str], *, width: str | float = "double") -> Path:
    """Write the figure of a chart as PNG, SVG or PDF, and give back where it went.

    The same chart gives the same bytes on every run with the same matplotlib. Text stays text in
    SVG and PDF; PNG has 300 dots per inch. What `describe` says goes into the file's own description. The
    file is written whole or not at all.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or array of Axes
        What a ``plot_`` function returned, with ``facet=`` all panels.
    path : str or path
        Where to write; the suffix says as what: ``.png``, ``.svg`` or ``.pdf``.
    width : {"single", "double"} or float
        One column (85 mm), the page (175 mm), or a width [mm]. A chart of its own takes the height
        that suits this width; any other figure keeps its proportions. The figure itself is left as
        it was.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ArgumentError
        If `ax` is no Axes, the suffix is another, or the width is no positive number.

    Examples
    --------
    Is the picture the same when it is made again?

    >>> import tempfile
    >>> from pathlib import Path
    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Israel", "Russia"], "value": [40, 90]})
    >>> records = af.to_records(
    ...     given, recipient="Azerbaijan", year=2014, stage="delivery", unit="TIV"
    ... )
    >>> ax = af.plot_totals(af.totals(records))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     one = af.save(ax, Path(folder) / "one.svg", width="single").read_bytes()
    ...     two = af.save(ax, Path(folder) / "two.svg", width="single").read_bytes()
    >>> one == two
    True
    """
    ax = describe.first_panel(ax)
    if not isinstance(ax, Axes):
        raise ArgumentError(
            f"save was given {ax!r}; expected the Axes that a plot_ function returned", rows=[ax]
        )
    path = Path(path)
    suffix = one_of(path.suffix.lower(), sorted(_METADATA), "the suffix of the file")
    inches = _width(width) * MM
    figure = ax.figure.figure
    with style.one_at_a_time:
        before, dpi = tuple(figure.get_size_inches()), figure.get_dpi()
        try:
            # words are as wide as in the file: on a screen lines break elsewhere, and the height does not fit
            figure.set_dpi(_DPI)
            _resize(ax, figure, inches)
            content = _drawn(figure, suffix)
        finally:
            figure.set_dpi(dpi)
            figure.set_size_inches(before)
    return write_whole(path, lambda part: part.write_bytes(content))


def _width(width: str | float) -> float:
    if isinstance(width, str):
        return WIDTHS[one_of(width, list(WIDTHS), "width")]
    number = isinstance(width, int | float) and not isinstance(width, bool)
    if not number or not 0 < width < float("inf"):
        raise ArgumentError(
            f"width is {width!r}; expected 'single' (85 mm), 'double' (175 mm) or a positive "
            "number of millimetres",
            rows=[width],
        )
    return float(width)


def _resize(ax: Axes, figure: Figure, inches: float) -> None:
    before = figure.get_size_inches()
    figure.set_size_inches(inches, before[1] * inches / before[0])
    plate = ax.get_axes_locator()
    if isinstance(plate, Cell):
        if plate.host is not None:
            plate.host.fit_height()
    elif isinstance(plate, Plate) and plate.owned and len(figure.axes) == 1:
        plate.fit_height()


def _drawn(figure: Figure, suffix: str) -> bytes:
    buffer = io.BytesIO()
    said = dict(zip(_WORDS[suffix], describe.of_figure(figure), strict=True))
    metadata = _METADATA[suffix] | {
        # words for those who do not see the chart are as long as it has rows
        key: style.printable(text, most=100_000)
        for key, text in said.items()
        if text
    }
    for text in figure.findobj(Text):
        text.set_text(style.printable(text.get_text()))
    with mpl.rc_context(_RC):
        figure.savefig(
            buffer, format=suffix[1:], dpi=_DPI, metadata=metadata, bbox_inches=None,
            **_PACKED.get(suffix, {}),
        )  # fmt: skip
    return buffer.getvalue()
