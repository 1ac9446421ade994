"""The design, checked: who imports whom, and what a function's name promises."""

from __future__ import annotations

import ast
import inspect
import typing
from pathlib import Path

import pandas as pd
import pytest

import armsflow as af

PACKAGE = Path(af.__file__).parent
# an installed package holds datasets/ as well, whose recipes are programs of their own
MODULES = sorted(
    p
    for p in PACKAGE.rglob("*.py")
    if p.name not in ("__init__.py", "__main__.py") and "datasets" not in p.relative_to(PACKAGE).parts
)

FOUNDATION = {"errors", "shipped", "engines", "years", "spelling", "rounding"}
# the frame and its rules: records is the door, parts and selection choose rows, bounds and adding sum
FRAME = {"records", "rules", "cells", "parts", "selection", "bounds", "adding"}
HELPERS = {
    *("parties", "categories", "crosswalk", "currency", "rates"),
    *("amounts", "wording", "numerals", "periods", "written"),
    *("workbooks", "local_currency"),
}
WITHIN = {  # modules of one subject, cut in two
    "categories": {"crosswalk"},
    "crosswalk": {"categories"},
    "currency": {"rates"},
    "amounts": {"wording", "numerals"},
    "wording": {"numerals"},
    "adding": {"parts", "bounds", "rules"},
    "periods": {"written"},
    "cells": {"rules"},
    "records": {"cells", "parts", "rules"},
    "parts": {"rules"},
    "selection": {"rules"},
    "files": {"rules"},
}
MAY: dict[str, set[str]] = {
    "errors": set(),
    **{name: {"errors"} for name in ("shipped", "engines", "years", "spelling", "rounding")},
    **{name: FOUNDATION | {"parties"} for name in FRAME | {"files"}},
    **{name: FOUNDATION | {"bounds"} for name in HELPERS},
    "sources": FOUNDATION | HELPERS | {"records", "rules"},
    # rankings compares two windows, so it puts what it is given into them
    "analysis": FOUNDATION | FRAME | {"parties", "periods", "analysis"},
    "charts": {"errors", "shipped", "parties", "rounding", "charts"},
    "cli": {"errors", "report", "charts"},
}
# the report is where everything meets
EVERYTHING = {"report"}
FORBIDDEN_NAMES = {"utils", "core", "base", "common", "helpers"}
CONVERSION = {"to_currency", "to_prices", "to_years", "to_periods"}

EXCEPTIONS = {
    "where",
    "concat",
    "without_parts",
    "round_sipri",
    "table",
    "table_path",
    "save",
    "describe",
    "scan_records",
    "category_name",
    "Amount",
    "COLUMNS",
}
NOUNS = {
    *("totals", "annual_rates", "shares", "supplier_balance", "coverage"),
    *("averages", "balances", "burden", "changes", "concentration", "rankings"),
    "discrepancies",
}
# what a chart draws that is not its namesake; a timeline draws the records themselves
DRAWN = {
    "plot_flows": "totals",
    "plot_matrix": "totals",
    "plot_slopes": "shares",
    "plot_timeline": "records",
}


def subject(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def ours(path: Path) -> list[tuple[str, ...]]:
    """Dotted names of armsflow that a module imports, late imports too."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [tuple(a.name.split(".")) for a in node.names if a.name.startswith("armsflow")]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            if (node.module or "").split(".")[0] == "armsflow":
                base = tuple(node.module.split("."))
                found += [(*base, a.name) if len(base) == 1 else base for a in node.names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_downwards(path):
    me = subject(path)
    if me in EVERYTHING:
        return
    assert me in MAY, f"{me}: a new module needs a place in the layers"
    allowed = MAY[me] | WITHIN.get(me, set())
    # a source in several modules is a folder, and its modules know each other
    mine = ("armsflow", *path.relative_to(PACKAGE).parts[:-1])
    for name in ours(path):
        assert len(name) > 1, f"{path.name} imports the package root"
        own = len(mine) > 2 and name[: len(mine)] == mine
        assert own or name[1] in allowed, f"{path.name} imports {'.'.join(name)}"


@pytest.mark.parametrize("path", [p for p in MODULES if subject(p) == "sources"], ids=lambda p: p.stem)
def test_a_source_neither_converts_nor_splits(path):
    text = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for n in ast.walk(text) if isinstance(n, ast.ImportFrom) for alias in n.names}
    assert not names & CONVERSION


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_are_small_and_named_after_subjects(path):
    assert path.stem not in FORBIDDEN_NAMES
    assert path.read_text(encoding="utf-8").count("\n") <= 300, f"{path.name} is two subjects"
    assert path.stem not in af.__all__, f"{path.stem} is a module and a public function"


def imported(path: Path) -> set[str]:
    """Packages that a module imports, late imports too."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain} | {
        (node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)
    }


def test_matplotlib_lives_in_charts_only():
    for path in MODULES:
        if subject(path) != "charts":
            assert not imported(path) & {"matplotlib", "seaborn"}, path.name


def test_importing_does_not_draw():
    import subprocess
    import sys

    code = "import sys, armsflow; print('matplotlib' in sys.modules or 'seaborn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def public_functions():
    return [n for n in af.__all__ if inspect.isfunction(getattr(af, n))]


def shape_of(name: str) -> str:
    for prefix in ("read_", "to_", "plot_", "parse_", "write_"):
        if name.startswith(prefix):
            return prefix
    if name.startswith("party"):
        return "party"
    return "noun" if name in NOUNS else "exception" if name in EXCEPTIONS else ""


@pytest.mark.parametrize("name", public_functions())
def test_a_name_tells_its_shape(name):
    function = getattr(af, name)
    shape = shape_of(name)
    assert shape, f"{name} has none of the shapes of name, nor is it a listed exception"
    parameters = list(inspect.signature(function).parameters.values())
    first = parameters[0].name
    returns = typing.get_type_hints(function).get("return")
    if shape == "read_":
        assert first == "path"
        assert returns is pd.DataFrame
    elif shape == "to_":
        assert first == ("frame" if name == "to_records" else "records")
    elif shape == "noun":
        assert first == "records"
    elif shape == "plot_":
        assert first == DRAWN.get(name, name.removeprefix("plot_"))
        assert parameters[1].name == "ax"
        assert parameters[1].default is None
        assert returns.__name__ == "Axes"
    elif shape == "write_":
        assert [p.name for p in parameters][:2] in (["records", "path"], ["frame", "path"])
        assert returns is Path


@pytest.mark.parametrize("name", [n for n in public_functions() if shape_of(n) in ("noun", "to_", "plot_")])
def test_what_follows_the_data_is_named(name):
    """Data first; the rest by keyword, but for the one or two that read as a sentence."""
    spoken = {"by", "of", "spending", "currency", "year", "periods", "ax", "constants"}
    parameters = list(inspect.signature(getattr(af, name)).parameters.values())[1:]
    loose = {p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD} - spoken
    assert not loose


@pytest.mark.parametrize("name", public_functions())
def test_docstrings_say_what_comes_back(name):
    doc = inspect.getdoc(getattr(af, name)) or ""
    for section in ("Parameters", "Returns", "Examples"):
        assert f"{section}\n-----" in doc, f"{name} lacks {section}"
    assert ">>>" in doc
    source = inspect.getsource(getattr(af, name))
    if "raise " in source:
        assert "Raises\n------" in doc, f"{name} raises and does not say so"


def test_everything_public_is_there_and_listed():
    assert sorted(af.__all__) == af.__dir__()
    for name in af.__all__:
        assert getattr(af, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'plot_pies'"):
        af.plot_pies  # noqa: B018


def test_errors_are_one_family():
    for name in af.__all__:
        if name.endswith("Error"):
            assert issubclass(getattr(af, name), af.ArmsflowError)
    assert issubclass(af.ArmsflowError, ValueError)
