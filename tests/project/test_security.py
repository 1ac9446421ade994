"""SECURITY.md: what a hostile file can and cannot do, promise by promise."""

from __future__ import annotations

import ast
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

import armsflow as af
from armsflow.parse import category
from armsflow.sources import opening

ROOT = Path(__file__).parents[2]
PACKAGE = Path(af.__file__).parent
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and limits")
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "formula": "=cmd|' /C calc'!A0",
    "hidden formula": "\u202e=1+1",
    "override": "a\u202egnp.exe",
    "mathtext": "$\\frac{1}{0}$",
    "table": "| a | b |\n|---|---|",
    "link": "](javascript:alert(1))",
    "template": "{{ 7*7 }}{% raw %}",
    "control": "a\x00b\x1b[2Jc",
    "path": "../../up",
    "megabyte": "x" * 1_000_000,
}
DEAL = {"supplier": "Russia", "recipient": "Armenia", "stage": "contract", "unit": "USD", "value": 5.0}


@pytest.fixture(params=HOSTILE)
def word(request) -> str:
    return HOSTILE[request.param]


@pytest.fixture
def records(word) -> pd.DataFrame:
    """One record whose words are hostile."""
    return af.to_records(pd.DataFrame([DEAL | {"year": 2020, "item": word, "note": word}]), source="invented")


def table_of(records: pd.DataFrame) -> pd.DataFrame:
    return records[["supplier", "item", "note", "value"]]


# --- what comes out ---------------------------------------------------------------------------------


class Seen(HTMLParser):
    """The tags and the text that a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def visible(word: str) -> str:
    return "".join(sign for sign in word if sign >= " " or sign == "\n").replace("\u202e", "")


@pytest.mark.covering(3)
def test_html_shows_words_as_text(word, records, tmp_path):
    text = af.write_table(table_of(records), tmp_path / "t.html").read_text(encoding="utf-8")
    seen = Seen(text)
    assert not seen.tags & {"script", "img"}
    assert visible(word) in seen.text
    assert not set(text) & set("\x00\x1b\u202e")


@pytest.mark.covering(2)
def test_word_shows_words_as_text(word, records, tmp_path):
    pytest.importorskip("docx")
    with ZipFile(af.write_table(table_of(records), tmp_path / "t.docx")) as archive:
        xml = archive.read("word/document.xml").decode()
    assert visible(word).split("\n")[0] in "".join(ElementTree.fromstring(xml).itertext())
    assert not set(xml) & set("\x00\x1b\u202e")


@pytest.mark.covering(3)
def test_csv_begins_no_formula_and_is_read_again(word, records, tmp_path):
    path = af.write_table(table_of(records), tmp_path / "t.csv")
    cell = pd.read_csv(path).loc[0, "item"]
    assert cell.removeprefix("'") == visible(word)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.covering(2)
def test_charts_show_words_as_text(word, records, tmp_path):
    with mpl.rc_context({"backend": "agg"}):
        ax = af.plot_timeline(records, items=True, title=f"a {word}", note=word)
        path = af.save(ax, tmp_path / "t.svg")
    plt.close("all")
    assert path.stat().st_size < 3_000_000
    tree = ElementTree.parse(path)  # well-formed
    words = "".join("".join(tree.getroot().itertext()).split())
    assert not {"script", "img", "foreignObject"} & {element.tag.split("}")[-1] for element in tree.iter()}
    assert "\u202e" not in words
    shown = word.replace("\x00", "\ufffd").replace("\x1b", "\ufffd").replace("\u202e", "")
    assert "".join(shown[:50].split()) in words


# Markdown, whole reports and the terminal: tests/report/test_write_report.py and tests/test_cli.py


# --- time and memory --------------------------------------------------------------------------------

LONG = {
    "digits": "1", "commas": "1,", "brackets": "(", "dashes": "1-", "words": "million ", "quotes": '"',
    "numbers": "one and ", "years": "2010-", "names": "f16 ", "spaces": " ", "dots": "1.",
}  # fmt: skip


@pytest.mark.covering(5)
@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
def test_text_of_any_length_is_read_or_refused_at_once(piece):
    text = (piece * 10_000)[:10_000]
    before = time.process_time()
    for parse in (af.parse_amount, af.parse_period, af.parse_category, af.party):
        with suppress(af.ArmsflowError):
            parse(text)
    # one of them took hours for a tenth of this
    assert time.process_time() - before < 5


@pytest.mark.covering(1)
@pytest.mark.filterwarnings("ignore:.*name weapons of no known category")
@pytest.mark.parametrize("piece", [*LONG.values(), "tank {n},", "T-{n} and ", "Sea King "], ids=str)
def test_weapons_of_any_length_are_looked_for_at_once(piece):
    words = "".join(piece.replace("{n}", str(n)) for n in range(10_000))[:10_000]
    said = {
        "supplier": "Russia",
        "recipient": "Armenia",
        "stage": "loan",
        "amount": "2 pieces",
        "period": "2015",
    }
    register = af.read(af.table_path("sample_register.csv"))
    before = time.process_time()
    claim = af.read_claims(pd.DataFrame([said | {"weapons": words}]))
    af.plausibility(claim, register=register)
    assert time.process_time() - before < 5


def test_a_category_longer_than_any_is_refused():
    with pytest.raises(
        af.CategoryError, match=r"category has 10,001 letters and begins 'aaa.*at most 10,000"
    ):
        af.parse_category("a" * (category.MOST_LETTERS + 1))


@pytest.mark.covering(2)
@pytest.mark.filterwarnings("ignore:.*name weapons of no known category")
def test_a_cell_of_a_megabyte_is_read_or_refused(word):
    claim = pd.DataFrame([{"supplier": "Russia", "recipient": "Armenia", "stage": "loan", "amount": "$1 m"}])
    for column in ("publisher", "weapons", "amount", "period"):
        said = claim.assign(period="2015", weapons="tanks").assign(**{column: word}).to_csv(index=False)
        before = time.process_time()
        with suppress(af.SourceError):
            af.read_claims(io.StringIO(said))
        assert time.process_time() - before < 5


def test_an_archive_is_unpacked_no_further_than_its_limit(monkeypatch):
    monkeypatch.setattr(opening, "MOST_BYTES", 2**20)
    packed = gzip.compress(bytes(2**26))
    tracemalloc.start()
    with pytest.raises(af.SourceError, match="holds more than"):
        af.read_sipri(packed)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**24  # of 64 MiB


def test_the_limits_are_those_of_the_page():
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert opening.MOST_BYTES == 2**30
    assert f"| lines of a file | {opening.MOST_LINES // 10**6} million |" in page
    assert f"| cells of a line | {opening.MOST_COLUMNS:,} |" in page
    assert f"| letters of a category that is typed or read | {category.MOST_LETTERS:,} |" in page


# --- what never happens -----------------------------------------------------------------------------


def test_no_module_can_unpickle_evaluate_or_start_anything():
    """`eval` is called once, with the names of a relation and a table that armsflow itself wrote."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
                found += [
                    (path.name, name)
                    for name in names
                    if name.split(".")[0]
                    in {"pickle", "marshal", "shelve", "yaml", "socket", "urllib", "requests", "subprocess",
                        "http", "ftplib", "webbrowser", "ctypes"}
                ]  # fmt: skip
            elif isinstance(node, ast.Call):
                at = node.func
                owner = (
                    f"{at.value.id}."
                    if isinstance(at, ast.Attribute) and isinstance(at.value, ast.Name)
                    else ""
                )
                called = owner + (at.attr if isinstance(at, ast.Attribute) else getattr(at, "id", ""))
                if called in {"eval", "exec", "compile", "__import__", "os.system", "os.popen"} or (
                    called.endswith(("read_pickle", ".from_pickle"))
                ):
                    found.append((path.name, called))
    assert found == [("engines.py", "eval")]


AUDITED = """
import os, sys
allowed = [os.path.realpath(path) for path in sys.argv[1:]]
events = []

def watch(event, args):
    if event.startswith(("socket.", "pickle.", "subprocess.", "ftplib.", "urllib.", "ctypes.dlopen")):
        events.append(event)
    elif event in ("os.system", "os.exec", "os.posix_spawn", "os.fork"):
        events.append(event)
    elif event == "compile" and args[0] is not None and "HOSTILE" in str(args[0]):
        events.append("compile")
    elif event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
        mode, flags = str(args[1] or ""), args[2] or 0
        writes = set(mode) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        path = os.path.realpath(os.fsdecode(args[0]))
        if writes and path != os.devnull and not any(path.startswith(folder) for folder in allowed):
            events.append("wrote " + path)
    elif event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.symlink", "os.link"):
        for path in args[:2]:
            if isinstance(path, (str, bytes, os.PathLike)):
                path = os.path.realpath(os.fsdecode(path))
                if not any(path.startswith(folder) for folder in allowed):
                    events.append(event + " " + path)

import matplotlib
matplotlib.use("agg")
import pandas as pd
import armsflow as af
import matplotlib.pyplot, docx, openpyxl, docx.document  # what they open as they load is theirs
sys.addaudithook(watch)

out = sys.argv[1]
said = os.path.join(out, "said.csv")
words = ["HOSTILE../../up", "HOSTILE{{ 7*7 }}", "HOSTILE__import__('os').system('true')", "HOSTILE http://x.y/z"]
with open(said, "w") as file:
    file.write("id,supplier,recipient,stage,amount,period,publisher,note\\n")
    for number, word in enumerate(words):
        file.write(f"c{number},Russia,Armenia,loan,$1 million,201{number},{word},{word}\\n")
claims = af.read(said)
claims["release"] = "HOSTILE../up"
for ending in ("csv", "html", "docx", "xlsx", "dta", "parquet"):
    af.write_table(claims[["supplier", "note", "value"]], os.path.join(out, "t." + ending))
af.write_records(claims, os.path.join(out, "r.parquet"))
af.read_records(os.path.join(out, "r.parquet"))
af.write_records(claims, os.path.join(out, "set"), partition_by=["release"])
ax = af.plot_timeline(claims, items=True, title=words[1])
for ending in ("svg", "pdf", "png"):
    af.save(ax, os.path.join(out, "c." + ending))
import json
print(json.dumps(sorted(set(events))))
"""


def test_nothing_is_run_sent_or_written_elsewhere(tmp_path):
    pytest.importorskip("docx")
    pytest.importorskip("openpyxl")
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    out.mkdir()
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", AUDITED, str(out), str(scratch)],
        env=os.environ
        | {"TMPDIR": str(scratch), "MPLCONFIGDIR": str(scratch), "PYTHONPATH": str(PACKAGE.parent)}
        | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
    assert {path.name for path in tmp_path.iterdir()} == {"out", "scratch"}
    assert not [path for path in out.rglob("*") if path.name.startswith(".armsflow-")]


# --- whole or not at all ----------------------------------------------------------------------------

FULL = """
import os, resource, signal, sys
import matplotlib
matplotlib.use("agg")
import pandas as pd
import armsflow as af

rows = pd.DataFrame({"supplier": "Russia", "recipient": "Armenia", "value": 1.5, "year": range(1950, 2020),
                     "note": [str(n) * 300 for n in range(70)]})
records = af.to_records(rows, stage="delivery", unit="TIV", source="invented")
ax = af.plot_totals(af.totals(records, by="recipient"))
endings = ("csv", "html", "xlsx", "dta", "parquet")
writers = {"t." + ending: lambda path: af.write_table(records, path) for ending in endings}
writers |= {"c." + ending: lambda path: af.save(ax, path) for ending in ("svg", "pdf")}
writers |= {"r.parquet": lambda path: af.write_records(records, path)}
writers |= {"set": lambda path: af.write_records(records, path, partition_by=["stage"])}
for name, write in writers.items():
    write(name)
before = {name: open(name, "rb").read() for name in writers if os.path.isfile(name)}
folder = sorted(os.listdir("set"))
# no file may grow beyond 1,000 bytes: the system refuses the write as it does on a full disk
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
for name, write in writers.items():
    try:
        write(name)
    except (OSError, af.ArmsflowError):
        continue
    raise SystemExit(name + " was written on a full disk")
assert all(open(name, "rb").read() == content for name, content in before.items())
assert sorted(os.listdir("set")) == folder
assert sorted(os.listdir(".")) == sorted(writers), os.listdir(".")
print("whole")
"""


@pytest.mark.sweep
@POSIX
def test_a_full_disk_leaves_what_was_there(tmp_path):
    pytest.importorskip("openpyxl")
    done = subprocess.run(
        [sys.executable, "-c", FULL],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
    )
    assert done.stdout == "whole\n", done.stdout + done.stderr


KILLED = """
import os, signal, sys
from pathlib import Path
from armsflow.whole_file import write_whole, write_whole_folder

def half(part):
    (part / "index.html" if part.is_dir() else part).write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)

target = Path(sys.argv[1])
(write_whole_folder if target.is_dir() else write_whole)(target, half)
"""


@POSIX
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_process_that_is_killed_leaves_what_was_there(kind, tmp_path):
    target = tmp_path / "report"
    kept = target / "index.html" if kind == "folder" else target
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("old and whole")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(target)], env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    )
    assert done.returncode == -signal.SIGKILL
    assert kept.read_text() == "old and whole"
    left = [path.name for path in tmp_path.iterdir() if path.name != "report"]
    assert all(name.startswith(".armsflow-") for name in left)
