"""Draw the pictures of the README from its own code: python docs/readme_pictures.py."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

import armsflow as af

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```python\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
# in the order in which the README draws them; it does not show the third
NAMES = (
    "readme_shares.png",
    "readme_annual_rates.png",
    None,
    "readme_map.png",
    "readme_lines.png",
    "readme_ranking.png",
    "readme_german.png",
)


def draw(folder: Path) -> None:
    blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    plt.close("all")
    with mpl.rc_context({"backend": "agg"}), tempfile.TemporaryDirectory() as scratch:
        # the code saves into the folder in which it runs
        with contextlib.chdir(scratch), contextlib.redirect_stdout(io.StringIO()):
            exec(compile("\n".join(blocks), "README.md", "exec"), {})
        for number, name in zip(plt.get_fignums(), NAMES, strict=True):
            if name:
                af.save(plt.figure(number).axes[0], folder / name, width="double")
        plt.close("all")


if __name__ == "__main__":
    draw(ROOT / "docs" / "_static")
