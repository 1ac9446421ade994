"""What examples in docstrings leave behind is put away."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _figures_of_examples_are_closed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close the figures of a doctest: matplotlib warns where one process opens more than twenty."""
    yield
    if isinstance(request.node, pytest.DoctestItem) and "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
