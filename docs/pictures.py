"""The pictures of the pages, drawn by the very examples that stand above them.

``draw`` runs the ``>>>`` lines of a page. What a line ``ax = af.plot_totals(…)`` draws goes to
``<page>_plot_totals.png``, and to ``<page>_plot_totals_narrow.png`` in the width of a phone.
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

import armsflow as af

_PLOT = re.compile(r"(?P<ax>\w+) = af\.(?P<chart>plot_\w+)\(")
_WIDTHS = {"": "double", "_narrow": "single"}


def draw(pages: Iterable[Path], folder: Path) -> None:
    with mpl.rc_context({"backend": "agg"}):
        for page in pages:
            _of_page(page, folder)
        plt.close("all")


def _of_page(page: Path, folder: Path) -> None:
    names: dict[str, Any] = {}
    for example in doctest.DocTestParser().get_examples(page.read_text(encoding="utf-8")):
        # "single" would print what an expression is, as at a prompt
        if example.exc_msg is None:
            exec(compile(example.source, str(page), "exec"), names)
        if drawn := _PLOT.match(example.source):
            for suffix, width in _WIDTHS.items():
                name = f"{page.stem}_{drawn['chart']}{suffix}.png"
                af.save(names[drawn["ax"]], folder / name, width=width)
