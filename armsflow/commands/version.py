"""The version of armsflow that is installed."""

from __future__ import annotations

from importlib import metadata

__all__: list[str] = []


def installed_version() -> str:
    try:
        return metadata.version("armsflow")
    except metadata.PackageNotFoundError:
        return "(not installed)"
