"""Texts for users say what they mean: no private metaphors, where the field or plain English has a word."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import armsflow as af

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(af.__file__).parent
PAGES = [
    *sorted((ROOT / "docs").glob("*.md")),
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY")),
    *sorted((ROOT / "docs" / "gallery").glob("*.py")),
]
# what not to write → what to write
INSTEAD = {
    r"\bdoors?\b": "input check",
    r"\bshapes? (?:of|and|has|have|is|that|the)\b": "format",
    r"\btellings?\b": "report, duplicate report",
    r"\brides? along\b": "extra columns are kept",
    r"\bin ones\b": "in single units",
    r"\bkinds of nothing\b": "zero, order of magnitude only, undisclosed",
    r"\bmend(?:ed|s)?\b": "fix, fixed",
    r"\bnoughts?\b": "zero",
    r"\bcannot tell\b": "what it lacks",
    r"\bno matter\b": "is handled",
    r"\bstates? that (?:is|are) no more\b": "former states",
    r"\bfirst told\b": "first report",
    r"\btells? (?:the|one) (?:same )?facts?\b": "report the same fact",
    r"\bwhich else\b": "otherwise",
}
# here the word is the field's own
MEANT = (
    "shapes of the world",
    "The shapes of the map",
    "The shapes are those of Natural Earth",
    "the shapes of Natural Earth",
    "How a shape is filled",
    "telling all their ids apart",
)


def faults(text: str) -> list[str]:
    for words in MEANT:
        text = text.replace(words, "")
    text = " ".join(text.split())
    return [
        f"…{text[max(found.start() - 30, 0) : found.end() + 30]}…: write {better!r}"
        for pattern, better in INSTEAD.items()
        for found in re.finditer(pattern, text, re.I)
    ]


def test_a_word_that_is_not_to_be_written_is_found():
    assert faults("Behind\nthe door")
    assert faults("rows that tell the same fact")
    assert not faults("outdoor; the shapes of Natural Earth")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_use_the_terms_of_the_field(page):
    assert not faults(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", sorted({p.parent for p in PACKAGE.rglob("*.py")}), ids=lambda f: f.name)
def test_docstrings_and_messages_use_the_terms_of_the_field(folder):
    for path in folder.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [
            ast.get_docstring(node) or ""
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        ]
        texts += [
            text.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Raise)
            for text in ast.walk(node)
            if isinstance(text, ast.Constant) and isinstance(text.value, str)
        ]
        assert not [fault for text in texts for fault in faults(text)], path.name
