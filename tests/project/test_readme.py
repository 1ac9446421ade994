"""The README: every block and every row of its table runs, and its pictures show what its code draws."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import warnings
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

import armsflow as af
from armsflow import cli
from armsflow.commands import report
from tests.report.blank import blank_pictures
from tests.sources.sipri.formats import DEALS
from tests.sources.test_milex import stored, workbook

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
QUICK, ARTICLE, SETUP, PRINTED = re.findall(r"^```python\n(.*?)^```$", README, re.M | re.S)
(REFUSAL,) = re.findall(r"^```text\n(.*?)\n```$", README, re.M | re.S)
(SHELL,) = re.findall(r"^```sh\n(.*?)^```$", README, re.M | re.S)
TABLE = README.split("| question | lines | chart |\n")[1].split("\n\n")[0]
ROWS = [[cell.strip() for cell in row.split("|")[1:4]] for row in TABLE.splitlines()[1:]]
# the World Bank's layout; the numbers are invented
PEOPLE = (
    "Country Name,Country Code,Indicator Name,Indicator Code,"
    + ",".join(str(year) for year in range(1990, 2025))
    + '\nArmenia,ARM,"Population, total",SP.POP.TOTL,'
    + ",".join(["3000000"] * 35)
    + "\n"
)


@pytest.fixture(scope="module")
def started():
    """What the lines before the table name."""
    names: dict = {}
    exec(compile("import armsflow as af\n" + SETUP, "README.md", "exec"), names)
    return names


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with files of the names that the README takes for its reader's."""
    for name in ("sample_register.csv", "claims.csv"):
        shutil.copy(af.table_path(name), tmp_path)
    shutil.copy(af.table_path("unroca_south_caucasus.csv"), tmp_path / "unroca.csv")
    for name in ("trade-register.csv", "release-2024.csv"):
        (tmp_path / name).write_bytes(DEALS)
    later = DEALS.replace(b"Data generated: 13 Oct 2024", b"Data generated: 13 Oct 2025")
    (tmp_path / "release-2025.csv").write_bytes(later.replace(b"2018,Second hand", b"2019,Second hand"))
    (tmp_path / "milex.xlsx").write_bytes(stored(workbook()))
    (tmp_path / "API_SP.POP.TOTL.csv").write_text(PEOPLE)
    monkeypatch.chdir(tmp_path)
    with mpl.rc_context({"backend": "agg"}):
        yield tmp_path
    plt.close("all")


def lines_of(code: str) -> list[str]:
    return [line for line in code.splitlines() if line.strip()]


def test_the_quick_start_has_five_lines_and_runs(folder):
    assert len(lines_of(QUICK)) == 5
    exec(compile(QUICK, "README.md", "exec"), {})
    assert (folder / "suppliers.png").read_bytes().startswith(b"\x89PNG")


def test_the_article_takes_fifteen_lines_and_its_sum_is_refused_as_printed(folder, capsys):
    assert len(lines_of(ARTICLE)) == 15
    exec(compile(ARTICLE, "README.md", "exec"), {})
    assert capsys.readouterr().out.split() == REFUSAL.split()


def test_the_articles_numbers_are_those_of_the_code():
    rates = af.annual_rates(af.read_claims(af.table_path("claims.csv")).pipe(af.to_prices, 2020))
    rates = rates.dropna(subset="value").set_index("stage")[["value", "low", "high"]] / 1e9
    for stage in ("contract", "payment"):
        value, low, high = (f"{number:.2f}" for number in rates.loc[stage])
        assert f"{value} [{low}, {high}]" in README


def test_the_table_names_what_the_library_is_for():
    calls = set(re.findall(r"af\.(\w+)\(", TABLE)) | set(re.findall(r"plot_\w+", TABLE))
    assert calls <= set(af.__all__)
    assert len(ROWS) >= 25
    wanted = {"to_groups", "panel", "orders", "plausibility", "revisions", "discrepancies", "write_report"}
    assert wanted | {"plot_map", "plot_lines"} <= calls


@pytest.mark.covering(8)
@pytest.mark.parametrize(("question", "lines", "charts"), ROWS, ids=[row[0] for row in ROWS])
def test_each_row_of_the_table_runs(question, lines, charts, folder, started):
    names = dict(started)
    *before, last = re.findall(r"`([^`]+)`", lines)
    # charts are drawn below; that a page has them is tested with the report
    with warnings.catch_warnings(), blank_pictures():
        # flows inside a group, and what a panel leaves out, are reported as warnings
        warnings.simplefilter("ignore", UserWarning)
        exec("\n".join(before), names)
        exec(f"it = {last}", names)
    assert names["it"] is not None
    assert len(str(names["it"]))
    for plot in re.findall(r"`([^`]+)`", charts):
        drawn = eval(f"af.{plot}" if "(" in plot else f"af.{plot}(it)", names)
        assert af.describe(drawn)


def test_the_commands_run(folder, capsys):
    for line in SHELL.splitlines():
        program, *arguments = shlex.split(line)
        assert program == "armsflow"
        # a report takes seconds; as an example of its command it is run in tests/test_cli.py
        assert line in report.EXAMPLES or cli.main(arguments) == 0, line
    assert "1.431 billion USD" in capsys.readouterr().out


@pytest.mark.sweep
def test_its_pictures_show_what_its_code_draws(tmp_path):
    maker = runpy.run_path(str(ROOT / "docs" / "readme_pictures.py"))
    maker["draw"](tmp_path)
    shown = re.findall(r"\]\(docs/_static/([\w.]+)\)", README)
    assert shown == [name for name in maker["NAMES"] if name]
    assert len(PRINTED.split("af.plot_")) == 5
    for name in shown:
        kept, drawn = plt.imread(ROOT / "docs" / "_static" / name), plt.imread(tmp_path / name)
        # versions of matplotlib place letters a little differently
        assert kept.shape[1:] == drawn.shape[1:], name
        height = min(len(kept), len(drawn))
        assert np.abs(kept[:height] - drawn[:height]).mean() < 0.05, f"{name}: run docs/readme_pictures.py"
