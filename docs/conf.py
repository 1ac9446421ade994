"""How the documentation is built: from the checkout, without network, warnings as errors."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent), str(DOCS)]

import pictures  # noqa: E402

import armsflow  # noqa: E402

project = "armsflow"
author = "The armsflow developers"
copyright = "2026, the armsflow developers"
version = release = armsflow.__version__

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.viewcode",
    "sphinx_gallery.gen_gallery",
    "mathml",
]
templates_path = ["_templates"]
exclude_patterns = ["_build", "gallery/*"]
# `totals` in a docstring links to that page; what is no name of the package is merely set apart
default_role = "autolink"

# dollars are money but on the page of formulas, which says so in its head
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

autosummary_generate = True
autosummary_imported_members = True
autodoc_typehints = "none"
numpydoc_show_class_members = False

# the strings name functions of docs/exhibits.py
sphinx_gallery_conf = {
    "examples_dirs": "gallery",
    "gallery_dirs": "generated/gallery",
    "filename_pattern": r"\.py$",
    "within_subsection_order": "exhibits.place",
    "image_scrapers": ("exhibits.scrape",),
    "thumbnail_size": (660, 462),
    # a frame at the end of a block is shown, an Axes is not
    "capture_repr": ("_repr_html_",),
    "abort_on_example_error": True,
    "backreferences_dir": "generated/backreferences",
    "doc_module": ("armsflow",),
    "download_all_examples": False,
    "min_reported_time": float("inf"),
    "write_computation_times": False,
    "show_signature": False,
}

html_theme = "pydata_sphinx_theme"
html_title = f"armsflow {version}"
html_static_path = ["_static"]
html_css_files = ["custom.css"]
html_math_renderer = "mathml"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "logo": {"text": "armsflow"},
    "header_links_before_dropdown": 9,
    "navbar_align": "left",
    "show_prev_next": True,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
# every page stands in the bar at the top; only the names of the API need a list at the side
_PAGES = (
    "index",
    "tutorial_*",
    "coming_from",
    "charts",
    "sipri",
    "command",
    "scale",
    "records",
    "parties",
    "methods",
    "refusals",
    "sources",
    "meaning",
    "glossary",
    "generated/gallery/*",
    "api",
    "speed",
    "design",
    "contributing",
    "changelog",
)
html_sidebars = {page: [] for page in _PAGES}


def setup(app: Any) -> None:
    app.connect("config-inited", _generate)
    app.connect("autodoc-process-docstring", _describe_columns)


def _generate(app: Any, config: Any) -> None:
    folder = DOCS / "generated"
    # what an earlier build left may be of a name that is gone
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    pictures.draw([DOCS / "index.md", DOCS / "charts.md"], folder)


def _describe_columns(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    # a dictionary has no words of its own but those of `dict`
    if name == "armsflow.COLUMNS":
        columns = [f"- ``{column}``: {kind}" for column, kind in obj.items()]
        lines[:] = [
            "Column → type of the records frame, in its order; see :doc:`/records`.",
            "",
            *columns,
            "",
        ]
