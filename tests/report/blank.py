"""Pages with blank pictures, for tests that read words and numbers: drawing is most of a page's work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image


@contextmanager
def blank_pictures() -> Iterator[None]:
    """Pages that are written meanwhile have blank pictures."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("printing", "as_markdown", "as_docx"):
            patch.setattr(f"armsflow.report.{module}.draw_to", _blank)
        yield


def _blank(paths: Iterable[Path], *_: Any, **__: Any) -> str:
    for path in paths:
        if path.suffix == ".svg":
            path.write_text('<svg width="1" height="1"></svg>', encoding="utf-8")
        else:
            Image.new("L", (1, 1)).save(path)
    return "A picture."
