"""The pages: their examples are true, their links lead somewhere, and nothing public is left out."""

from __future__ import annotations

import doctest
import re
import runpy
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.records import twice
from tests.sources.test_milex import stored, workbook

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
LINKED = [*PAGES, *sorted(ROOT.glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
LINK = re.compile(
    r"\[[^\]]+\]\((?P<target>[^)\s]+)\)|^```\{(?:image|include)\} (?P<file>\S+)", flags=re.MULTILINE
)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def examples(page: Path) -> str:
    """The examples of a page, each on its own line, all else blank.

    A block marked ``py`` writes files: each of its lines is an example whose result is not shown.
    """
    text = text_of(page)
    text = re.sub(
        r"^```py\n(.*?)^```$",
        lambda block: "```py\n" + re.sub(r"^(?=\w)", ">>> _ = ", block[1], flags=re.M) + "```",
        text,
        flags=re.MULTILINE | re.DOTALL,
    )
    kept = [block.span(2) for block in FENCE.finditer(text) if ">>>" in block[2]]
    out, at = "", 0
    for start, end in kept:
        out += "\n" * text.count("\n", at, start) + text[start:end]
        at = end
    return out


def anchors(page: Path) -> set[str]:
    """Headings as links name them."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.covering(2)
@pytest.mark.parametrize("page", [p for p in PAGES if ">>>" in text_of(p)], ids=lambda p: p.stem)
def test_examples_are_true(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(examples(page), {}, page.name, str(page), 0)
    assert test.examples
    told = []
    with mpl.rc_context({"backend": "agg"}):
        doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS).run(
            test, out=told.append
        )
        plt.close("all")
    assert not told, "".join(told)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_prompt_stands_in_a_block_that_is_run(page):
    assert examples(page).replace(">>> _ =", "").count(">>>") == text_of(page).count("\n>>>")


@pytest.mark.parametrize("page", LINKED, ids=lambda p: p.stem)
def test_links_lead_somewhere(page):
    for link in LINK.finditer(text_of(page)):
        target, _, anchor = (link["target"] or link["file"]).partition("#")
        if target.startswith(("https://", "http://", "mailto:", "generated/")):
            continue  # what is generated is checked by the build
        file = (page.parent / target) if target else page
        assert file.is_file(), f"{page.name}: {link[0]} leads nowhere"
        assert not anchor or anchor in anchors(file), f"{page.name}: no heading #{anchor} in {file.name}"


@pytest.mark.parametrize("page", [p for p in PAGES if "<!-- table:" in text_of(p)], ids=lambda p: p.stem)
def test_tables_in_pages_are_those_shipped(page):
    filled = runpy.run_path(str(DOCS / "listings.py"))["filled"]
    assert filled(text_of(page)) == text_of(page), "run python docs/listings.py"


def test_pages_can_be_read_in_the_repository():
    """Tables stand in the pages themselves, since a plain view of the repository includes nothing."""
    assert not [page.name for page in PAGES if "{include} generated/" in text_of(page)]


def test_the_start_page_leads_to_every_page():
    linked = set(re.findall(r"\]\((\w+)\.md\)", text_of(DOCS / "index.md")))
    assert {page.stem for page in PAGES} - {"index"} <= linked


def test_the_api_page_lists_every_public_name():
    blocks = re.findall(r"autosummary::\n.*?\n\n(.*?)\n```", text_of(DOCS / "api.md"), flags=re.DOTALL)
    listed = [line.strip() for block in blocks for line in block.splitlines()]
    assert sorted(listed) == sorted(af.__all__)


def test_the_records_page_describes_every_column():
    columns = text_of(DOCS / "records.md").split("\n## Columns\n")[1].split("`af.COLUMNS`")[0]
    rows = re.findall(r"^\| (`[^|]+) \|", columns, flags=re.MULTILINE)
    described = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert described == list(af.COLUMNS)


def test_every_chart_has_a_picture():
    page = text_of(DOCS / "charts.md")
    for name in (n for n in af.__all__ if n.startswith("plot_")):
        for suffix in ("", "_narrow"):
            assert f"generated/charts_{name}{suffix}.png" in page


def test_every_kind_of_error_that_refuses_data_is_explained():
    page = text_of(DOCS / "methods.md")
    kinds = [n for n in af.__all__ if n.endswith("Error")]
    silent = {"ArmsflowError", "DependencyError"}
    assert not [kind for kind in kinds if kind not in silent and f"`{kind}`" not in page]


def test_the_page_lists_the_words_for_sheets():
    listed = re.findall(r'^\| `"(\w+)"`', text_of(DOCS / "sipri.md"), flags=re.MULTILINE)
    with pytest.raises(af.ArgumentError) as caught:
        af.read_milex(stored(workbook()), sheet="Share of GDP")
    assert sorted(listed) == sorted(re.findall(r"'(\w+)'", str(caught.value).partition("expected")[2]))


def test_pages_say_up_to_how_many_rows_repeats_are_looked_for():
    for page in ("records.md", "refusals.md"):
        assert f"more than {twice.MOST:,} rows" in (ROOT / "docs" / page).read_text(encoding="utf-8")
