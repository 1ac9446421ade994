"""Pages in a real browser, opened from disk: at three widths, in the dark, and in print."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import armsflow as af

playwright = pytest.importorskip("playwright.sync_api", reason="make browser installs what these tests need")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine; .ci/run installs it")

WIDTHS = (360, 768, 1440)
QUESTIONS: dict[str, dict[str, Any]] = {
    "pair": {"supplier": "Russia", "between": ("Azerbaijan", "Armenia")},
    "recipient": {"recipient": "Armenia"},
    "supplier": {"supplier": "Russia"},
    "world": {},
}
PAGES = ("article", *QUESTIONS)
#: Where pictures of the pages are kept to be looked at.
PICTURES = os.environ.get("ARMSFLOW_SCREENSHOTS")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    register = af.read_sipri(af.table_path("sample_register.csv"))
    made = {name: af.write_report(folder / name, register, **asked) for name, asked in QUESTIONS.items()}
    return made | {"article": af.write_report(folder / "article")}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    """Open a file; what the browser asked for and complained of is in ``asked`` and ``said``."""
    contexts = []

    def at(path: Path, width: int, **more: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, **more)
        contexts.append(context)
        tab = context.new_page()
        tab.asked, tab.said = [], []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.on("console", lambda message: tab.said.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: tab.said.append(str(error)))
        tab.goto(path.as_uri())
        return tab

    yield at
    for context in contexts:
        context.close()


def keep(tab: Any, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_asks_for_nothing(pages: dict[str, Path], opened: Any, name: str, width: int) -> None:
    tab = opened(pages[name], width)
    keep(tab, f"{name}_{width}")
    assert tab.said == []
    assert tab.asked == [pages[name].as_uri()]
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    # one of the two drawings of each chart is shown, and none is wider than the page
    charts = tab.locator(".chart").count()
    shown = [svg for svg in tab.locator(".chart svg").all() if svg.is_visible()]
    assert len(shown) == charts > 0
    for svg in shown:
        box = svg.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] > 40
    assert tab.locator("table").count() >= charts


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_by_all(pages: dict[str, Path], opened: Any, name: str, scheme: str) -> None:
    tab = opened(pages[name], 768, color_scheme=scheme)
    if scheme == "dark":
        keep(tab, f"{name}_dark")
    # tables are inside what can be opened
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = axe.Axe().run(tab).response["violations"]
    serious = [
        (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("name", PAGES)
def test_print_breaks_between_figures(pages: dict[str, Path], opened: Any, name: str) -> None:
    tab = opened(pages[name], 768)
    tab.emulate_media(media="print")
    for figure in tab.locator("figure").all():
        assert figure.evaluate("one => getComputedStyle(one).breakInside") == "avoid"
    assert tab.locator("nav").is_hidden()
    paper = tab.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") > 1


def test_the_picker_of_the_explorer_changes_the_picture(tmp_path: Path, opened: Any) -> None:
    pytest.importorskip("vl_convert")
    register = af.read_sipri(af.table_path("sample_register.csv"))
    page = af.write_report(tmp_path / "a", register, explorer=True)
    path = page.parent / "explorer.html"
    tab = opened(path, 1440)
    tab.wait_for_selector("#vis canvas, #vis svg")
    picker = tab.locator(".vega-bindings select").first
    before = tab.locator("#vis canvas, #vis svg").first.screenshot()
    other = picker.locator("option").all_text_contents()[-1]
    assert picker.input_value() != other
    picker.select_option(other)
    tab.wait_for_timeout(500)
    keep(tab, "explorer")
    assert tab.locator("#vis canvas, #vis svg").first.screenshot() != before
    assert tab.said == []
    assert tab.asked == [path.as_uri()]


def test_a_mark_says_its_figure_at_the_pointer_and_by_keyboard(pages: dict[str, Path], opened: Any) -> None:
    tab = opened(pages["pair"], 1440)
    chart = tab.locator(".chart").first
    marks = [mark for mark in chart.locator("[data-tip]").all() if mark.is_visible()]
    told = [mark.get_attribute("data-tip") for mark in marks]
    # both sides, as the chart prints them
    assert [words.split(":")[0] for words in told] == ["Azerbaijan", "Armenia"]
    tip = tab.get_by_role("status")
    assert tip.is_hidden()
    marks[0].hover()
    assert tip.inner_text() == told[0]
    chart.focus()
    tab.keyboard.press("ArrowRight")
    assert tip.inner_text() == told[1]
    box = tip.bounding_box()
    assert 0 <= box["x"] <= 1440 - box["width"]
    tab.keyboard.press("Escape")
    assert tip.is_hidden()


def test_a_state_on_the_map_says_its_figure(pages: dict[str, Path], opened: Any) -> None:
    tab = opened(pages["world"], 1440)
    states = tab.locator(".chart path[data-tip]")
    told = {words.split(":")[0] for words in states.evaluate_all("all => all.map(one => one.dataset.tip)")}
    assert {"Armenia", "Azerbaijan"} <= told


def test_the_page_says_the_same_without_its_script(pages: dict[str, Path], browser: Any) -> None:
    tab = browser.new_context(java_script_enabled=False).new_page()
    tab.goto(pages["pair"].as_uri())
    assert all(tab.locator(".chart svg").nth(place).count() for place in range(2))
    assert tab.locator("table tbody tr").count() > 5
