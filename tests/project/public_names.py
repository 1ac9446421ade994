"""The public names for editors and type checkers, which cannot follow a rule that works at run time.

    python -m tests.project.public_names

writes ``armsflow/__init__.pyi`` anew.
"""

from __future__ import annotations

from pathlib import Path

import armsflow as af

PATH = Path(af.__file__).with_suffix(".pyi")


def text() -> str:
    lines = sorted(f"from {af._home(name)} import {name} as {name}" for name in af.__all__)
    listed = "".join(f'    "{name}",\n' for name in af.__all__)
    return "\n".join([*lines, "", "__version__: str", f"__all__ = [\n{listed}]", ""])


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
