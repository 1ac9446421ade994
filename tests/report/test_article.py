"""The report: every file there, true numbers in words, and no network."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import armsflow as af
from armsflow import cli

# one worker writes the report that all tests here read


def closed(*args, **kwargs):
    raise AssertionError("the report opened a socket")


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """The report as the command writes it, without a network."""
    folder = tmp_path_factory.mktemp("report") / "deep" / "down"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", closed)
        patch.setattr(socket, "getaddrinfo", closed)
        assert cli.main(["report", "--format", "md", "--out", str(folder)]) == 0
    return folder


def numbers(report: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(report / "tables" / f"{name}.csv")


def test_every_figure_has_its_numbers_and_every_link_a_file(report):
    page = (report / "index.md").read_text(encoding="utf-8")
    links = set(re.findall(r"\]\(([^)]+)\)", page))
    for link in links:
        assert (report / link).stat().st_size > 0
    written = {str(path.relative_to(report)) for path in report.rglob("*") if path.is_file()}
    kept = {path for path in written if path.startswith("records/")}
    assert len(kept) == 4
    assert written == links | kept | {"index.md"}
    assert len(list((report / "figures").glob("*.png"))) == 5
    drawn, tables = ({p.stem for p in (report / name).iterdir()} for name in ("figures", "tables"))
    assert tables == drawn | {"claims"}


def test_the_page_says_what_does_not_compare(report):
    page = (report / "index.md").read_text(encoding="utf-8").replace("\\", "")
    assert "payment and contract still do not compare" in page
    assert "differ in stage: 'contract', 'payment'" in page
    assert "unsupported" in page
    assert "110 % [98–121 %]" in page
    for figure in ("$0.50 bn [0.45, 0.55] a year", "$0.80 bn [0.76, 0.80] a year", "72 to Azerbaijan and 35"):
        assert figure in page


def test_the_numbers_behind_the_figures(report):
    now, then = (numbers(report, f"annual_rates_{name}").set_index("record") for name in ("current", "2020"))
    assert now.loc["article-payment", ["value", "low", "high"]].tolist() == [5e8, 4.5e8, 5.5e8]
    assert now.loc["article-contract", ["value", "low", "high"]].tolist() == [8e8, 7.6e8, 8e8]
    assert round(then.loc["article-payment", "value"] / 1e9, 3) == 0.547
    assert round(then.loc["article-contract", "value"] / 1e9, 3) == 0.907
    balance = numbers(report, "supplier_balance").set_index("category")
    assert balance.loc["un:I", ["left_value", "right_value"]].tolist() == [72, 35]
    assert balance.loc["un:II", ["left_value", "right_value"]].tolist() == [34, 110]
    sums = numbers(report, "totals_by_stage").set_index(["stage", "recipient"])
    # 4 and, signed in 2009, 0.3 of Russia, 1.6 of Israel, 4.6 of Pakistan
    assert sums.loc[("contract", "AZE"), ["value", "low", "high"]].tolist() == [1.05e10, 9.85e9, 1.115e10]
    # 0.4 of Russia, at least 0.4 of India
    assert sums.loc[("contract", "ARM"), ["value", "low", "high_open"]].tolist() == [8e8, 7.5e8, True]
    assert sums.loc[("loan", "ARM"), "value"] == 3e8
    shares = numbers(report, "shares_by_stage").set_index(["stage", "recipient", "supplier"])["share"]
    assert shares["contract", "AZE", "PAK"] == pytest.approx(4.6 / 10.5)
    assert shares["loan", "ARM", "RUS"] == 1


def test_the_claims_are_kept_as_records(report):
    for name in ("claims", "claims_south_caucasus"):
        shipped = af.read_claims(af.table_path(f"{name}.csv"))
        assert af.read_records(report / "records" / f"{name}.parquet").equals(shipped)
        assert len(pd.read_csv(report / "records" / f"{name}.csv")) == len(shipped)


# what could differ is drawn and written by the same code for reports on records
@pytest.mark.sweep
def test_the_same_report_is_the_same_bytes(report, tmp_path):
    af.write_report(tmp_path / "again", format="md")
    for path in report.rglob("*"):
        if path.is_file() and path.suffix != ".parquet":
            assert path.read_bytes() == (tmp_path / "again" / path.relative_to(report)).read_bytes(), (
                path.name
            )


@pytest.mark.sweep
def test_the_command(tmp_path, capsys):
    assert cli.main(["report", "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == f"wrote {tmp_path / 'out' / 'index.html'}\n"


def test_the_command_leaves_a_file_alone(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    assert cli.main(["report", "--out", str(tmp_path / "file")]) == 1
    assert capsys.readouterr().err.startswith("armsflow: ")


def test_python_dash_m(tmp_path):
    command = [sys.executable, "-W", "error", "-m", "armsflow"]
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("armsflow ")
    done = subprocess.run([*command, "sing"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "invalid choice: 'sing'" in done.stderr
