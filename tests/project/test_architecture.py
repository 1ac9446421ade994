"""The design, checked: who imports whom, and what a function's name promises."""

from __future__ import annotations

import ast
import inspect
import typing
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import armsflow as af

PACKAGE = Path(af.__file__).parent
# an installed package holds datasets/ as well, whose recipes are programs of their own
FILES = sorted(p for p in PACKAGE.rglob("*.py") if "datasets" not in p.relative_to(PACKAGE).parts)
MODULES = [p for p in FILES if p.name not in ("__init__.py", "__main__.py")]

# what every module may import, and what every module but the schema may
GROUND = {"errors", "replaced", "flags", "open_bounds", "records/schema", "records/selection"}
COMMON = GROUND | {"tables", "currencies", "languages", "records/engines"}
#: Folder or module → what it may import beside GROUND. A folder's own modules are listed where they may.
MAY: dict[str, set[str]] = {
    "errors": set(),
    "replaced": set(),
    "flags": set(),
    "open_bounds": set(),
    "tables": set(),
    "currencies": {"tables"},
    "languages": set(),
    "state_codes": {"tables"},
    "rounding": set(),
    "whole_file": set(),
    "parties": COMMON | {"state_codes"},
    "groups": COMMON | {"parties"},
    "holding": {"parties", "groups"},
    "reporters": {"tables", "parties"},
    "successions": {"tables"},
    "records": COMMON | {"records", "parties", "groups", "holding", "whole_file"},
    "records/schema": set(),
    "records/selection": set(),
    "records/engines": set(),
    "parse": COMMON | {"parse", "parties"},
    "sources": COMMON | {"records", "parse", "parties"},
    "transforms": COMMON | {"records", "parties", "groups", "successions"},
    "summaries": COMMON
    | {"records", "parties", "groups", "holding", "state_codes", "reporters", "successions", "summaries"},
    "charts": {"tables", "languages", "parties", "rounding", "whole_file", "charts"},
    "charts/draw": {"tables", "languages", "rounding", "whole_file", "charts/draw"},
    "charts/protocol": {
        *("languages", "parties", "charts/protocol"),
        *("charts/check", "charts/draw", "charts/text"),
    },
    "charts/text": {
        *("tables", "languages", "parties", "groups", "reporters", "rounding", "successions"),
        *("charts/text", "charts/check"),
    },
    "report": COMMON
    | {
        "records",
        "parties",
        "successions",
        "rounding",
        "whole_file",
        "sources",
        "transforms",
        "summaries",
        "charts",
        "report",
    },
    "commands": COMMON | {"commands", "records", "parties", "sources", "transforms", "summaries", "report"},
    "cli": {"commands"},
}
# modules that go beyond their folder, each for a reason
BEYOND = {
    # a table of a summary names the parties in the columns that its noun declares
    "records/files": {"summaries/columns"},
    # and a document says it in the words of charts
    "records/files_words": {"summaries/columns", "charts/text", "charts/check", "rounding"},
    "records/files_below": {"summaries/columns", "charts/text", "charts/check"},
    # bounds in words are rounded outwards
    "records/files_documents": {"summaries/columns", "rounding"},
    # who is a member of the EU, which reports beside its members
    "sources/comtrade": {"rounding", "groups"},
    "records/files_labels": {"summaries/columns"},
    # a part without a row is 0 where its state was there and does not report for itself
    "charts/protocol/absent": {"reporters", "successions"},
    # nor is it where the row of a group holds its figure, by the rule of summaries
    "charts/protocol/elsewhere": {"groups", "holding"},
    # two windows are compared, so the records are put into them
    "summaries/rankings": {"transforms/periods"},
    # categories are asked for, and typed, in words
    "records/where_categories": {"parse/category"},
    "records/to_records": {"parse/category"},
    "transforms/categories": {"parse/category"},
    # prices stand in the comments of deals, and only their grammar reads them; rates bring them to one money
    "summaries/plausibility_prices": {"sources/sipri/deal_comments", "transforms/rates"},
    # what a claim's words mean, and the names of categories in a verdict
    "summaries/plausibility_kinds": {"parse/category"},
    "summaries/plausibility_words": {"parse/category", "rounding"},
    # figures of claims keep the digits in which they were said
    "commands/terminal": {"rounding"},
    # whom a page is about is asked for as where() asks
    "report/write_report": {"groups"},
    "commands/files": {"groups"},
    # one written amount goes through both transforms of money
    "transforms/convert": {"parse/amount", "transforms/currency", "transforms/prices"},
    # a companion of the source, which reads its list of another kind
    "sources/nl_licences": {"sources/nl_licences_transit"},
    # a companion of the source, which knows what exporters report
    "sources/coarm": {"sources/coarm_reported"},
    # who is a member of the EU, whose members stand in the tracker's summaries or have one row together
    "sources/kiel/donor_groups": {"groups"},
    # rates and the spreading of spans serve several transforms
    "transforms/currency": {"transforms/rates"},
    "transforms/prices": {"transforms/rates"},
    "transforms/periods": {"transforms/spread"},
    "transforms/years": {"transforms/spread"},
}
# what readers share; otherwise a source knows no other
FOR_SOURCES = {
    *("sources/opening", "sources/workbooks", "sources/local_currency"),
    *(
        "sources/formats",
        "sources/columns",
        "sources/rows",
        "sources/delimited",
        "sources/listing",
        "sources/laid_out",
        "sources/account",
        "sources/own_reports",
        "sources/whole_years",
        "sources/doubted_zeros",
        "sources/unnamed",
    ),
    *("sources/finished", "sources/customs"),
}
FORBIDDEN_NAMES = {"utils", "core", "base", "common", "helpers"}
CONVERSION = {"to_currency", "to_prices", "to_years", "to_periods"}

# nouns whose records have a name of their own
FIRST = {"plausibility": "claims", "revisions": "old", "trace": "summary_row"}

# names that tell no direction, with the file that holds each
EXCEPTIONS = {
    "where": "records/where",
    "read": "sources/read",
    "concat": "records/concat",
    "embargoed": "records/embargoed",
    "without_parts": "records/without_parts",
    "read_records": "records/files",
    "write_records": "records/files",
    "scan_records": "records/scan_records",
    "write_table": "records/files",
    "write_report": "report/write_report",
    "to_records": "records/to_records",
    "party": "parties",
    "party_name": "parties",
    "members": "groups",
    "table": "tables",
    "table_path": "tables",
    "round_sipri": "rounding",
    "convert": "transforms/convert",
    "category_name": "parse/category",
    "Amount": "parse/amount",
    "COLUMNS": "records/schema",
    "save": "charts/save",
    "describe": "charts/describe",
}
# what a chart draws that is not its namesake; a timeline draws the records themselves
DRAWN = {
    "plot_lines": "totals",
    "plot_areas": "totals",
    "plot_dumbbells": "shares",
    "plot_map": "totals",
    "plot_flows": "totals",
    "plot_matrix": "totals",
    "plot_slopes": "shares",
    "plot_timeline": "records",
}


def name_of(path: Path) -> str:
    """A module by its place in the package: "charts/draw/rows"."""
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """A module as it is parsed, once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> set[str]:
    """The modules of armsflow that a module imports, late imports too."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.split(".")[0] == "armsflow"}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import"
            if (node.module or "").split(".")[0] == "armsflow":
                names = {f"{node.module}.{alias.name}" for alias in node.names}
                modules = {
                    name for name in names if (PACKAGE.parent / f"{name.replace('.', '/')}.py").exists()
                }
                found |= modules | ({node.module} if names - modules else set())
    return {name.replace(".", "/").removeprefix("armsflow/") for name in found}


@cache
def all_imports() -> dict[str, set[str]]:
    return {name_of(path): imports(path) for path in MODULES}


def within(module: str, places: set[str]) -> bool:
    """Whether a module is one of some modules, or lies in one of some folders."""
    parts = module.split("/")
    return any("/".join(parts[:n]) in places for n in range(1, len(parts) + 1))


def allowed(module: str) -> set[str]:
    """What a module may import: by the longest folder that has a rule."""
    parts = module.split("/")
    rules = ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]
    rule = next((name for name in rules if name in MAY), "")
    assert rule, f"{module}: a new module needs a place in a folder that has a rule"
    mine = {"/".join(parts[:2])} if parts[0] == "sources" and len(parts) > 2 else set()
    shared = FOR_SOURCES if parts[0] == "sources" else set()
    return GROUND | MAY[rule] | BEYOND.get(module, set()) | mine | shared


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_follow_the_folders(path):
    module = name_of(path)
    for name in imports(path):
        assert name != "armsflow", f"{module} imports the package root"
        assert within(name, allowed(module)), f"{module} imports {name}"


def test_charts_know_of_records_no_more_than_the_schema():
    for module, names in all_imports().items():
        if module.startswith("charts/"):
            known = {name for name in names if name.startswith(("records/", "summaries/"))}
            assert known <= {"records/schema", "records/selection"}, module


def test_no_import_cycle():
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " imports ".join([*path[path.index(module) :], module])
        if module not in done:
            for name in all_imports().get(module, ()):
                visit(name, (*path, module))
            done.add(module)

    for module in all_imports():
        visit(module, ())


def levels(edges: dict[str, set[str]]) -> int:
    @cache
    def level(module: str) -> int:
        return 1 + max(map(level, edges[module]), default=0)

    return max(map(level, edges))


def test_charts_stay_flat_and_loosely_tied():
    """At most six levels; draw/, protocol/ and text/ counted as one each, under 110 imports."""
    known = all_imports()
    edges = {
        module: {name for name in names if name in known and name.startswith("charts/")}
        for module, names in known.items()
        if module.startswith("charts/")
    }
    assert levels(edges) <= 6

    def room(module: str) -> str:
        return "/".join(module.split("/")[:2]) if module.count("/") == 2 else module

    ties = {(room(m), room(n)) for m, names in edges.items() for n in names if room(m) != room(n)}
    assert len(ties) < 110


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("sources/")], ids=name_of)
def test_a_source_neither_converts_nor_splits(path):
    text = tree_of(path)
    names = {alias.name for n in ast.walk(text) if isinstance(n, ast.ImportFrom) for alias in n.names}
    assert not names & CONVERSION


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_named_after_subjects(path):
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.name == "__init__.py" and p.parent != PACKAGE], ids=name_of
)
def test_a_folder_exports_nothing(path):
    statements = tree_of(path).body
    assert [type(s) for s in statements] == [ast.Expr], f"{name_of(path)} holds more than its docstring"


def rule_of(name: str) -> list[str]:
    """The files in which the rule of names allows a public name: DESIGN's words, not the package's code."""
    if name in EXCEPTIONS:
        return [EXCEPTIONS[name]]
    if name.endswith("Error"):
        return ["errors"]
    for prefix, folder in (("to_", "transforms"), ("plot_", "charts"), ("parse_", "parse")):
        if name.startswith(prefix):
            return [f"{folder}/{name.removeprefix(prefix)}"]
    if name.startswith("read_"):
        stem = name.removeprefix("read_")
        return [f"sources/{stem}", f"sources/{stem}/read"]
    return [f"summaries/{name}"]


def test_a_function_lives_in_the_file_of_its_name():
    lost = {
        name: module
        for name in af.__all__
        if (module := getattr(getattr(af, name), "__module__", ""))
        and module.removeprefix("armsflow.").replace(".", "/") not in rule_of(name)
    }
    assert lost == {}


def test_what_modules_list_is_public_and_nothing_else_is():
    listed = {}
    for path in MODULES:
        for node in tree_of(path).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(t, ast.Name) and t.id == "__all__" for t in targets):
                listed |= dict.fromkeys(ast.literal_eval(node.value), name_of(path))
    assert {name: rule_of(name) for name, place in listed.items() if place not in rule_of(name)} == {}
    assert sorted(listed) == af.__all__


def imported(path: Path) -> set[str]:
    """Packages that a module imports, late imports too."""
    nodes = list(ast.walk(tree_of(path)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain} | {
        (node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)
    }


def test_matplotlib_lives_in_charts_only():
    for path in MODULES:
        drawing = name_of(path).startswith("charts/") and not name_of(path).startswith("charts/text/")
        if not drawing and name_of(path) != "report/printing":
            assert not imported(path) & {"matplotlib", "seaborn"}, name_of(path)


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
    if name in EXCEPTIONS:
        return "exception"
    return "noun" if getattr(af, name).__module__.startswith("armsflow.summaries.") else ""


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
        assert first == FIRST.get(name, "records")
    elif shape == "plot_":
        assert first == DRAWN.get(name, name.removeprefix("plot_"))
        assert parameters[1].name == "ax"
        assert parameters[1].default is None
        # with facet= a chart returns the array of its panels
        facets = "facet" in inspect.signature(function).parameters
        assert returns == (Axes | np.ndarray if facets else Axes)
    elif shape == "write_":
        assert [p.name for p in parameters][:2] in (
            ["records", "path"],
            ["frame", "path"],
            ["folder", "records"],
        )
        assert returns is Path


@pytest.mark.parametrize("name", [n for n in public_functions() if shape_of(n) in ("noun", "to_", "plot_")])
def test_what_follows_the_data_is_named(name):
    """Data first; the rest by keyword, but for the one or two that read as a sentence."""
    spoken = {
        "new",
        "records",
        "by",
        "of",
        "spending",
        "currency",
        "scheme",
        "year",
        "periods",
        "groups",
        "ax",
        "constants",
    }
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
