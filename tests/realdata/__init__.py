"""Checks against the sources' own files, which are not part of the project.

The environment variable ARMSFLOW_REAL_DATA names the folder that holds them, in `data` and `domain`.
"""

import os
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import armsflow as af

FOLDER = os.environ.get("ARMSFLOW_REAL_DATA", "")
DATA = Path(FOLDER) / "data"
needs_files = pytest.mark.skipif(
    not FOLDER, reason="ARMSFLOW_REAL_DATA does not name a folder with the sources' own files"
)


@cache
def sipri(name: str) -> pd.DataFrame:
    """The records of one of SIPRI's files, read once for all tests; none may change them."""
    return af.read_sipri(DATA / "sipri" / name)
