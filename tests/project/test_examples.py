"""Examples and their notebooks: they run, and say what their scripts and the README say."""

from __future__ import annotations

import json
import re
import runpy
from itertools import chain
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from tests.frames import FUZZ

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples"
SCRIPTS = sorted(FOLDER.glob("[0-9]*.py"))
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MAKER = FOLDER / "notebooks.py"
FEW = 200_000  # bytes of a notebook


def readme_notebook() -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", readme, re.S)[1]


def cells(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def test_the_shipped_notebook_is_the_readmes():
    code = [
        "".join(cell["source"])
        for cell in cells(FOLDER / "fifteen_lines.ipynb")
        if cell["cell_type"] == "code"
    ]
    written = [line for line in readme_notebook().splitlines() if line.strip()]
    assert [line for line in "\n".join(code).splitlines() if line.strip()] == written


def test_every_script_has_its_notebook():
    assert len(SCRIPTS) >= 6
    assert {path.stem for path in NOTEBOOKS} == {path.stem for path in SCRIPTS} | {"fifteen_lines"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_notebooks_are_their_scripts(script):
    jupytext = pytest.importorskip("jupytext")
    written = [(cell.cell_type, cell.source) for cell in jupytext.read(script).cells]
    shipped = [(cell["cell_type"], "".join(cell["source"])) for cell in cells(script.with_suffix(".ipynb"))]
    assert shipped == written, "make notebook"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_are_small_and_name_no_machine(path):
    text = path.read_text(encoding="utf-8")
    assert len(text) < FEW
    notebook = json.loads(text)
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert set(notebook["metadata"]["language_info"]) == {"name"}
    assert [cell["id"] for cell in notebook["cells"]] == [f"cell-{n}" for n in range(len(notebook["cells"]))]
    assert not [cell for cell in notebook["cells"] if cell["metadata"]]
    assert not re.search(r"/(?:home|root|tmp|Users|work)/| at 0x", text)


def said(notebook_cells: list[dict]) -> list[list[str]]:
    """The words of each cell's outputs, and a mark for each picture; how a frame is spaced may vary."""
    out = []
    for cell in notebook_cells:
        words: list[str] = []
        for output in cell.get("outputs", ()):
            data = output.get("data", {"text/plain": output.get("text", "")})
            text = "".join(data.get("text/plain", ""))
            words += [] if text.startswith("<") else text.split()
            words += ["(picture)"] * ("image/png" in data)
        out.append(words)
    return out


@pytest.mark.covering(1)
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_scripts_run(script, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with mpl.rc_context({"backend": "agg"}):
        runpy.run_path(str(script))
    assert plt.get_fignums()
    plt.close("all")


# a kernel for each notebook takes longer than all they do: one in the sweep, all in `make fuzz` and in CI
@pytest.mark.fuzz
@pytest.mark.sweep
@pytest.mark.parametrize("path", NOTEBOOKS if FUZZ else NOTEBOOKS[-1:], ids=lambda p: p.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_notebooks_run_and_say_what_they_said(path):
    for needed in ("jupytext", "nbclient", "ipykernel"):
        pytest.importorskip(needed)
    nbformat = pytest.importorskip("nbformat")
    before = nbformat.read(path, as_version=4)
    after = runpy.run_path(str(MAKER))["run"](nbformat.read(path, as_version=4))
    assert said(after.cells) == said(before.cells), "make notebook"
    assert "(picture)" in chain.from_iterable(said(after.cells))
