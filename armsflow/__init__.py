"""armsflow: a library for arms-transfer data in which every number carries lower and upper bounds.

    file ──read_*──▶ records ──to_*──▶ records ──noun()──▶ summary ──plot_*──▶ Axes

``read_*`` makes records of a file, ``to_*`` re-expresses one thing, a noun adds and refuses what cannot be
added, ``plot_*`` draws the summary it is named after.

A public name is found by the rule of names, when it is first used: ``plot_shares`` is in
``charts/shares.py``, ``read_sipri`` in ``sources/sipri/read.py``. So a new function is added in one place,
and matplotlib is loaded only by those who draw.
"""

from __future__ import annotations

import re
from ast import literal_eval
from importlib import import_module
from pathlib import Path
from typing import Any

__version__ = "0.2.0"

_HERE = Path(__file__).parent
#: Where functions live whose name begins so; the rest of the name is the file's.
_FOLDERS = {"read_": "sources", "to_": "transforms", "plot_": "charts", "parse_": "parse"}
#: Where functions live that bear the whole name of their file.
_OWN_FILE = ("records", "summaries", "charts", "report")
#: Files that hold names which are not their own.
_SHARED = {
    "COLUMNS": "records/schema",
    **dict.fromkeys(("read_records", "write_records", "write_table"), "records/files"),
    **dict.fromkeys(("party", "party_name"), "parties"),
    "members": "groups",
    **dict.fromkeys(("table", "table_path"), "tables"),
    "round_sipri": "rounding",
    "read": "sources/read",
    "convert": "transforms/convert",
    "Amount": "parse/amount",
    "category_name": "parse/category",
}


def _home(name: str) -> str:
    """The module in which the rule of names places a public name; "" if there is none."""
    places = [f"{folder}/{name}" for folder in _OWN_FILE]
    for prefix, folder in _FOLDERS.items():
        if name.startswith(prefix):
            stem = name.removeprefix(prefix)
            places += [f"{folder}/{stem}", f"{folder}/{stem}/read"]
    places = ["errors"] if name.endswith("Error") else [_SHARED[name]] if name in _SHARED else places
    found = [place for place in places if (_HERE / f"{place}.py").is_file()]
    return f"armsflow.{found[0].replace('/', '.')}" if found else ""


def _public() -> list[str]:
    """What the modules list in their ``__all__``, read without importing them."""
    listed = re.compile(r"^__all__ = (\[[^]]*\])", re.MULTILINE)
    texts = [path.read_text(encoding="utf-8") for path in _HERE.rglob("*.py")]
    return sorted(name for text in texts for cell in listed.findall(text) for name in literal_eval(cell))


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return _public()
    if not name.startswith("_") and (home := _home(name)):
        module = import_module(home)
        if name in module.__all__:
            # found once, it needs no search again
            return globals().setdefault(name, getattr(module, name))
    raise AttributeError(f"module 'armsflow' has no attribute {name!r}")


def __dir__() -> list[str]:
    return _public()
