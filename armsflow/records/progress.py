"""How far long work has come, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__: list[str] = []


@contextmanager
def progress(what: str, unit: str, total: int | None = None) -> Iterator[Callable[[int], object]]:
    """A function to call with how many more of `total` are done; a bar shows it where somebody looks on.

    Nothing is shown where the standard error is no terminal, as in a notebook's kernel or a cluster's job, or
    where tqdm is not installed (extra ``progress``): a bar is a comfort, no work depends on it.
    """
    bar = None
    if sys.stderr is not None and sys.stderr.isatty():
        try:
            from tqdm import tqdm
        except ImportError:
            pass
        else:
            # short work needs no bar
            bar = tqdm(desc=what, unit=f" {unit}", total=total, unit_scale=True, delay=1, leave=False)
    try:
        yield bar.update if bar else lambda done: None
    finally:
        if bar:
            bar.close()
