"""Examples and the README's notebook: they run, and say what the README says."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted((ROOT / "examples").glob("*.py"))
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.stem)
def test_scripts_run(path):
    with mpl.rc_context({"backend": "agg"}):
        runpy.run_path(str(path))
    plt.close("all")


def readme_notebook() -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return next(block for block in re.findall(r"```python\n(.*?)```", readme, re.S) if "plot_" in block)


def test_the_readmes_notebook_has_fifteen_lines_and_runs():
    code = readme_notebook()
    assert len([line for line in code.splitlines() if line.strip()]) == 15
    with mpl.rc_context({"backend": "agg"}):
        exec(compile(code, "README.md", "exec"), {})
    plt.close("all")


def test_the_shipped_notebook_is_the_readmes():
    cells = json.loads((ROOT / "examples" / "fifteen_lines.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    written = [line for line in readme_notebook().splitlines() if line.strip()]
    assert [line for line in code.splitlines() if line.strip()] == written


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_notebooks_run(path):
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
    pictures = [o for c in notebook.cells for o in c.get("outputs", ()) if "image/png" in o.get("data", {})]
    assert len(pictures) == 2
