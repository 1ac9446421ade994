"""The tables that armsflow ships, and the only place that knows where they lie."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

from armsflow.errors import ArgumentError, one_of

__all__ = ["table", "table_path"]

#: Shipped files in the shape of a source's export, with lines above their header, and who reads them.
_READERS = {"sample_register.csv": "read_sipri"}


def _folder() -> Path:
    try:
        # installed: datasets/ is mapped onto armsflow.datasets, a namespace package on disk
        return Path(str(files("armsflow.datasets").joinpath("tables.csv"))).parent
    except ModuleNotFoundError:
        return Path(__file__).resolve().parents[1] / "datasets"


def table_path(name: str) -> Path:
    """Where a shipped table lies on this machine.

    Parameters
    ----------
    name : str
        File name, such as ``"claims.csv"``; ``table("tables.csv")`` lists them all.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ArgumentError
        If no such table is shipped.

    Examples
    --------
    >>> import armsflow as af
    >>> af.table_path("claims.csv").name
    'claims.csv'
    """
    folder = _folder()
    names = sorted(path.name for path in folder.glob("*.csv"))
    return folder / one_of(name, names, "shipped table")


def table(name: str) -> pd.DataFrame:
    """A shipped table as a frame; its origin, licence, date and recipe are in ``"tables.csv"``.

    Parameters
    ----------
    name : str
        File name, such as ``"parties.csv"``.

    Returns
    -------
    pandas.DataFrame
        One row per line. Text columns hold ``""`` where the table is blank, number columns NaN.

    Raises
    ------
    ArgumentError
        If no such table is shipped, or the file is an export that a reader turns into records.

    Examples
    --------
    Under which licence do the exchange rates come?

    >>> import armsflow as af
    >>> tables = af.table("tables.csv").set_index("table")
    >>> tables.loc["exchange_rates.csv", "licence"]
    'CC-BY-4.0'
    """
    path = table_path(name)
    if name in _READERS:
        raise ArgumentError(
            f"{name} is no plain table but an export with lines above its header; "
            f'read it with {_READERS[name]}(table_path("{name}"))',
            rows=[name],
        )
    return _read(str(path)).copy()


@cache
def _read(path: str) -> pd.DataFrame:
    # "NA" is a code (Namibia) and "None" a word, so only a blank cell is missing
    frame = pd.read_csv(path, keep_default_na=False, na_values=[""], encoding="utf-8")
    for column in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[column]) or frame[column].isna().all():
            frame[column] = frame[column].astype(object).where(frame[column].notna(), "").astype(str)
    return frame
