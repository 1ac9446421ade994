"""Formulas as MathML, which browsers set by themselves: no script, no font, no network."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging

_LOG = logging.getLogger(__name__)


def setup(app: Any) -> dict[str, Any]:
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _inline(self: Any, node: nodes.math) -> None:
    self.body.append(f'<span class="math">{_formula(node, as_block=False)}</span>')
    raise nodes.SkipNode


def _block(self: Any, node: nodes.math_block) -> None:
    # it scrolls where the page is narrow, so that it must be reached by key as well
    self.body.append(self.starttag(node, "div", CLASS="math", tabindex="0"))
    self.body.append(f"{_formula(node, as_block=True)}</div>\n")
    raise nodes.SkipNode


def _formula(node: nodes.Element, *, as_block: bool) -> str:
    # docutils knows the dots by their full name only
    formula = re.sub(r"\\dots\b", r"\\ldots", node.astext())
    try:
        return tex2mathml(formula, as_block=as_block)
    except MathError as error:
        _LOG.warning("formula %r: %s", node.astext(), error, location=node)
        return ""
