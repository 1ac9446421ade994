"""What tests of pages share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.report.blank import blank_pictures


@pytest.fixture
def undrawn() -> Iterator[None]:
    """The pictures of pages are blank in one test."""
    with blank_pictures():
        yield


@pytest.fixture(scope="module")
def all_undrawn() -> Iterator[None]:
    """The pictures of pages are blank in all tests of a file."""
    with blank_pictures():
        yield
