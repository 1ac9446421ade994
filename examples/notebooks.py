"""The notebooks, made from the scripts beside them and run.

    python examples/notebooks.py [NAME …]

makes all of them anew, or those named. ``fifteen_lines.ipynb`` has no script: its code is the README's, and
it is only run again. What differs from run to run or machine to machine is left out: times, versions, ids.
"""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from PIL import Image

FOLDER = Path(__file__).parent
SCRIPTS = sorted(FOLDER.glob("[0-9]*.py"))
ALONE = "fifteen_lines"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
COLOURS = 96  # of a picture: as many as its text needs to stay smooth


def main(names: list[str]) -> None:
    for name in names or [ALONE, *(script.stem for script in SCRIPTS)]:
        target = FOLDER / f"{name}.ipynb"
        notebook = run(nbformat.read(target, as_version=4) if name == ALONE else made(FOLDER / f"{name}.py"))
        for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
            if "image/png" in output.get("data", {}):
                output.data["image/png"] = smaller(output.data["image/png"])
        nbformat.write(notebook, target)


def made(script: Path) -> nbformat.NotebookNode:
    """A script as a notebook that has not run."""
    notebook = jupytext.read(script)
    for number, cell in enumerate(notebook.cells):
        cell.update(id=f"cell-{number}", metadata={})
    return notebook


def run(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with what its cells give."""
    NotebookClient(
        notebook,
        timeout=120,
        kernel_name=KERNEL["name"],
        record_timing=False,
        resources={"metadata": {"path": str(FOLDER)}},
    ).execute()
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    return notebook


def smaller(png: str) -> str:
    """A picture in few colours and without its writer's name."""
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    content = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(content, "png", optimize=True)
    return base64.b64encode(content.getvalue()).decode()


if __name__ == "__main__":
    main(sys.argv[1:])
