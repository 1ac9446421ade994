"""Checks against the sources' own files, which are not part of the project.

The environment variable ARMSFLOW_REAL_DATA names the folder that holds them, in `data` and `domain`.
"""

import os
from pathlib import Path

import pytest

FOLDER = os.environ.get("ARMSFLOW_REAL_DATA", "")
DATA = Path(FOLDER) / "data"
needs_files = pytest.mark.skipif(
    not FOLDER, reason="ARMSFLOW_REAL_DATA does not name a folder with the sources' own files"
)
