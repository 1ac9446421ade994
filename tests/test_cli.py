"""The command line: its examples run, its results are those of the library, and its output is harmless."""

from __future__ import annotations

import argparse
import io
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import warnings
from importlib import metadata
from pathlib import Path
from unittest.mock import Mock

import pandas as pd
import pytest

import armsflow as af
from armsflow import cli
from armsflow.commands import check, files, report, terminal
from armsflow.commands.claims import in_currency
from armsflow.commands.options import in_options
from armsflow.commands.version import installed_version
from tests.frames import NONE, make
from tests.report.blank import blank_pictures
from tests.sources.sipri import formats
from tests.sources.test_milex import stored, workbook

EXAMPLES = [example for module in cli.COMMANDS.values() for example in module.EXAMPLES]
PAGE = Path(__file__).parents[1] / "docs" / "command.md"
DEALS = (
    "Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,"
    "Number delivered,,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)
# invented, ordered in years that the file covers: 10 of 40 tanks are open, all 8 guns are there
TANKS = "India,Russia,2021,,40,,Rook-1,tank,30,?,2021; 2022,New,delivery planned 2021-2026,2,80,60\n"
GUNS = "India,Russia,2021,,8,,Finch-3,towed gun,8,,2021,New,,1,8,8\n"
CLAIMS = "supplier,recipient,stage,amount,period\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder with the shipped files that the examples name, in which the command runs."""
    for name in ("sample_register.csv", "claims.csv"):
        shutil.copy(af.table_path(name), tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def undrawn():
    """The pictures of reports are blank."""
    with blank_pictures():
        yield


@pytest.fixture
def run(capsys, monkeypatch):
    """A function that runs a command and returns its exit code, output and errors."""

    def call(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.main(arguments)
        return code, *capsys.readouterr()

    return call


def run_line(run, line):
    """Run a line of a shell that may take a file as input, or leave its output in one."""
    words = shlex.split(line)
    assert words.pop(0) == "armsflow"
    stdin, target = b"", None
    if "<" in words:
        *words, _, name = words
        stdin = Path(name).read_bytes()
    if ">" in words:
        *words, _, target = words
    code, out, err = run(*words, stdin=stdin)
    if target:
        Path(target).write_text(out, encoding="utf-8")
    return code, out, err


# --- examples ---------------------------------------------------------------------------------------


@pytest.mark.covering(2)
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_help_runs(run, example):
    code, out, err = run_line(run, example)
    assert code == 0, err
    assert "unexpected" not in err
    written = re.search(r"(?:-o|--out|>) (\S+)", example)
    assert Path(written[1]).exists() if written else out


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_help_shows_the_examples(name, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main([name, "--help"])
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert cli.COMMANDS[name].EXAMPLES
    assert all(example in out for example in cli.COMMANDS[name].EXAMPLES)


def test_the_page_names_every_command_and_what_it_shows_comes_out(run):
    page = PAGE.read_text(encoding="utf-8")
    assert not [name for name in cli.COMMANDS if f"armsflow {name}" not in page]
    shown = re.findall(r"^\$ (armsflow .+)\n((?:(?!\$ |```).*\n)*)", page, flags=re.MULTILINE)
    assert len(shown) > 4
    for line, result in shown:
        if line in EXAMPLES and line.split()[1] == "report":
            continue  # a report takes long, and is written above
        code, out, err = run_line(run, line)
        assert code == 0, err
        assert out.startswith(result) if result.strip() else not result, line


# --- results ----------------------------------------------------------------------------------------


def test_read_gives_the_records_of_the_library(run):
    assert run("read", "claims.csv", "-o", "a.parquet") == (0, "wrote a.parquet\n", "")
    pd.testing.assert_frame_equal(af.read_records("a.parquet"), af.read("claims.csv"))
    code, out, _ = run("read", "-", stdin=Path("claims.csv").read_bytes())
    assert code == 0
    table = pd.read_csv(io.StringIO(out))
    assert table["record"].tolist() == af.read("claims.csv")["record"].tolist()
    # Parquet comes in through a pipe as well
    assert run("read", "-", stdin=Path("a.parquet").read_bytes())[0] == 0


def test_convert_says_the_published_bounds(run):
    # 1.2 bn euro of 2017 in dollars of 2020, as the documentation of convert() has it: 1.43 [1.37–1.49]
    said = run("convert", "1.2 bn euro", "2017", "--to", "USD", "--prices", "2020")[1]
    assert said == "1.431 billion USD [1.371 billion to 1.491 billion], at prices of 2020\n"
    assert run("convert", "$200 million", "2015-2016")[1].startswith("200 million USD")


def test_rank_prints_the_places_of_rankings(run):
    ranked = af.rankings(af.read("sample_register.csv"), "recipient", end=2020, top=3)
    lines = run("rank", "sample_register.csv", "--of", "recipient", "--end", "2020", "--top", "3")[1]
    rows = lines.splitlines()[1:]
    assert len(rows) == 3
    for line, (_, row) in zip(rows, ranked.iterrows(), strict=True):
        place, name, *_ = re.split(r" {2,}", line.strip())
        assert (place, name) == (str(row["place"]), af.party_name(row["party"]))
        assert f"{100 * row['share']:.1f} %" in line


FLOWS = (
    "source,supplier,recipient,stage,start,end,value,unit,observed_start,observed_end\n"
    "user,USA,POL,delivery,2020,2020,60,TIV,2019,2020\n"
    "user,FRA,POL,delivery,2020,2020,20,TIV,2019,2020\n"
    "user,FRA,GRC,delivery,2020,2020,20,TIV,2019,2020\n"
    "user,FRA,GRC,delivery,2019,2019,20,TIV,2019,2020\n"
)


@pytest.mark.parametrize(
    ("options", "rows", "below"),
    [
        (["--recipient", "Poland"], [("USA", "75.0 %"), ("FRA", "25.0 %")], "what Poland received"),
        (
            ["--supplier", "France", "--of", "recipient"],
            [("GRC", "50.0 %"), ("POL", "50.0 %")],
            "what France supplied",
        ),
        ([], [("USA", "60.0 %"), ("FRA", "40.0 %")], ""),
    ],
)
def test_rank_of_one_party_says_of_what_its_shares_are(run, folder, options, rows, below):
    """Of the 80 that Poland got 60 came from the USA, of the 40 from France half went to either."""
    af.write_records(af.to_records(pd.read_csv(io.StringIO(FLOWS))), folder / "flows.parquet")
    head, *lines = run("rank", "flows.parquet", "--window", "1", *options)[1].splitlines()
    for (code, share), line in zip(rows, lines, strict=False):
        assert af.party_name(code) in line
        assert share in line
    assert lines[2:] == ([f"Shares are of {below}."] if below else [])
    # all partners are the party itself
    assert ("main partners" in head) == (not below)


@pytest.mark.parametrize(
    ("stage", "dataset", "received", "supplied"),
    [
        ("licence", "", "what was licensed to Poland", "what France licensed"),
        ("contract", "", "what Poland ordered", "what was ordered from France"),
        ("offer", "", "what was offered to Poland", "what France offered"),
        ("loan", "", "what was lent to Poland", "what France lent"),
        ("payment", "", "what Poland paid", "what was paid to France"),
        ("aid", "allocations", "what was allocated to Poland", "what France allocated"),
        ("aid", "commitments", "what was committed to Poland", "what France committed"),
    ],
)
def test_what_shares_are_of_fits_the_stage(run, folder, stage, dataset, received, supplied):
    """A licence is no delivery: nothing that was licensed to Poland need have been received there."""
    rows = pd.read_csv(io.StringIO(FLOWS)).assign(stage=stage, dataset=dataset, unit="EUR")
    af.write_records(af.to_records(rows), folder / "flows.parquet")
    for options, said in (
        (["--recipient", "Poland"], received),
        (["--supplier", "France", "--of", "recipient"], supplied),
    ):
        out = run("rank", "flows.parquet", "--window", "1", *options)[1]
        assert f"Shares are of {said}." in out.splitlines()
        assert not re.search("supplied|received|deliver", out)


def test_rank_names_the_group_that_was_asked_for(run, folder):
    rows = pd.read_csv(io.StringIO(FLOWS)).assign(recipient=["EGY", "DZA", "POL", "EGY"])
    af.write_records(af.to_records(rows), folder / "flows.parquet")
    out = run("rank", "flows.parquet", "--window", "1", "--recipient", "Africa")[1]
    # 60 of 80 and 20 of 80
    assert re.findall(r"\d+\.\d %", out)[:1] == ["75.0 %"]
    assert out.splitlines()[-1] == "Shares are of what Africa received."


def test_rank_by_a_group_that_somebody_joined_within_the_years_of_a_row(run, folder):
    """Finland joined NATO in 2023: of 40 in 2022–23 a half is inside, by the means of both years."""
    rows = pd.read_csv(io.StringIO(FLOWS)).iloc[:2].assign(recipient=["POL", "FIN"], value=[60, 40])
    rows = rows.assign(
        start=[2023, 2022], end=2023, observed_start=2022, observed_end=2023, record=["a", "b"]
    )
    af.write_records(af.to_records(rows), folder / "flows.parquet")
    code, out, err = run("rank", "flows.parquet", "--window", "1", "--recipient", "members:NATO")
    assert code == 0
    assert "1 record(s) are of years in which a party joined or left the group" in err
    assert re.search(r"United States .* 60 TIV +75\.0 % \[60\.0 to 100\.0\]", out)
    assert re.search(r"France .* 20 TIV \[0 to 40\] +25\.0 % \[0\.0 to 40\.0\]", out)


def test_rank_of_a_file_of_one_recipient_says_so(run, folder):
    rows = pd.read_csv(io.StringIO(FLOWS))
    af.write_records(af.to_records(rows[rows["recipient"] == "GRC"]), folder / "one.parquet")
    out = run("rank", "one.parquet", "--window", "1")[1]
    assert out.splitlines()[-1] == "Shares are of what Greece received."


def test_rank_calls_nobody_new_who_delivered_an_undisclosed_amount_before(run, folder):
    rows = pd.read_csv(io.StringIO(FLOWS)).iloc[[0, 1, 3, 3, 3]]
    rows = rows.assign(
        supplier=["USA", "FRA", "FRA", "FRA", "RUS"], value=[60, 20, 0, None, 5], source="sipri"
    )
    af.write_records(af.to_records(rows), folder / "flows.parquet")
    _, first, second = run("rank", "flows.parquet", "--window", "1")[1].splitlines()
    assert re.search(r"United States .* 75.0 % +new ", first)
    assert re.search(r"France .* 25.0 % +not known ", second)


def test_a_kind_of_aid_is_chosen(run, folder):
    head = '"country","iso","year","month","total","financial","humanitarian","military","commitments"\n'
    months = "".join(
        f'"Norway","NOR",{year},{month},3,1,1,1,0\n"Poland","POL",{year},{month},4,1,1,2,0\n'
        for year in (2022, 2023)
        for month in range(1, 13)
    )
    (folder / "aid.csv").write_text(head + months)
    options = ["aid.csv", "--dataset", "allocations", "--aid-type", "military"]
    out = run("rank", *options, "--window", "1")[1]
    # 12 and 24 billion of military aid in 2023
    assert re.search(r"1  Poland +2023 +24 billion EUR.* 66\.7 %", out)
    assert "main partners" not in out
    assert re.match("place +donor +period ", out)
    assert out.splitlines()[-2:] == [
        "Shares are of what was allocated to Ukraine.",
        "Ranked by military aid, from the table of allocations.",
    ]
    assert (
        "Ranked by military aid, from the table of allocations."
        in run("rank", *options, "--window", "1", "-o", "m.csv")[2]
    )
    # 24 of 36 and 24 of 48 billion are no military aid, which the reader has to be told
    _, every, beside = run("rank", *options[:3], "--window", "1")
    assert re.search(r"1  Poland +2023 +48 billion EUR.* 57\.1 %", every)
    kinds = "Financial, humanitarian and military aid are added up; --aid-type takes one of them."
    assert every.splitlines()[-2:] == ["Ranked by aid, from the table of allocations.", kinds]
    assert beside == ""
    assert "added up" not in out
    assert kinds in run("rank", *options[:3], "--window", "1", "-o", "ranked.csv")[2]
    # what would be compared with 2022–23 lies before the file
    code, _, err = run("rank", *options, "--window", "2")
    assert code == 1
    assert "windows '2020–21' would be incomplete" in err
    assert "each is compared with the equal one before it" in err
    assert "--incomplete keep" in err
    assert run("report", *options, "--out", "page")[0] == 0
    assert "<h1>Military aid" in (folder / "page" / "index.html").read_text(encoding="utf-8")
    code, _, err = run("rank", "sample_register.csv", "--aid-type", "military")
    assert code == 1
    assert "records have no column 'aid_type'" in err


def test_a_word_that_no_record_has_is_answered_with_those_there_are(run):
    for options, said in (
        (["--dataset", "allocations"], "no data set 'allocations' here; it has 'deliveries'"),
        (["--dataset", "nonsense"], "no data set 'nonsense' here; it has 'deliveries'"),
        (["--stage", "loan"], "no stage 'loan' here; it has 'delivery'"),
    ):
        for command in (["rank", "sample_register.csv"], ["report", "sample_register.csv", "--out", "page"]):
            code, out, err = run(*command, *options)
            assert [code, out] == [1, ""]
            assert said in err
            assert "to take the last year from" not in err
            assert "warning" not in err


def test_a_last_year_that_is_too_late_is_answered_with_the_last_that_is_covered(run):
    code, _, err = run("rank", "sample_register.csv", "--end", "2025")
    assert code == 1
    assert "name a window inside with --end and --window, such as --end 2024, or read" in err
    # no window of 20 years and the 20 before lie in 1990–2024, and one that is too early has no last
    for options in (["--end", "2025", "--window", "20"], ["--end", "1992"]):
        assert "such as" not in run("rank", "sample_register.csv", *options)[2]


def test_rank_of_a_register_of_deals_takes_one_stage(run, folder):
    (folder / "deals.csv").write_text(DEALS + TANKS.replace(",2,80,60", ",5000,200000,150000"))
    code, out, err = run("rank", "deals.csv", "--window", "1", "--incomplete", "keep")
    assert (code, out) == (1, "")
    assert "differ in stage" in err
    assert "Keep one with --stage STAGE" in err
    contracts = (
        "rank",
        "deals.csv",
        "--window",
        "1",
        "--incomplete",
        "keep",
        "--end",
        "2021",
        "--stage",
        "contract",
    )
    # a file without a head that names one supplier and one recipient was limited to them
    code, out, err = run(*contracts)
    assert (code, out) == (1, "")
    assert "or say --whole chosen for parts of those chosen" in err
    assert "take the other side" not in err
    out = run(*contracts, "--whole", "chosen")[1]
    # 40 tanks of 5,000 million TIV: volumes are in millions, as SIPRI prints them
    assert "200,000 million TIV" in out


def test_a_period_that_the_source_does_not_cover_is_refused_or_said(run):
    code, out, err = run("rank", "sample_register.csv", "--end", "1992")
    assert (code, out) == (1, "")
    assert err.startswith("armsflow: ")
    code, out, err = run("rank", "sample_register.csv", "--end", "1992", "--incomplete", "keep")
    assert code == 0
    assert "does not cover all years" in err


def test_open_orders_are_those_with_pieces_to_come(run, folder):
    (folder / "deals.csv").write_text(DEALS + TANKS + GUNS)
    both = run("orders", "deals.csv")[1]
    assert "Rook-1" in both
    assert "Finch-3" in both
    out = run("orders", "deals.csv", "--open")[1]
    assert "Finch-3" not in out
    line, below = out.splitlines()[1:]
    # how many have come is uncertain, and so is what is open
    assert re.split(r" {2,}", line)[-4:] == ["40", "30?", "10?", "2021–2022"]
    assert below == "A ? behind a number: the source marks the number, or its year, as uncertain."
    assert "Rook-1" not in run("orders", "deals.csv", "--supplier", "France")[1]


def test_numbers_that_the_source_marks_as_uncertain_are_marked(run, folder):
    sure = TANKS.replace(",30,?,", ",30,,")

    def of(line: str) -> tuple[list[str], list[str]]:
        (folder / "deals.csv").write_text(DEALS + line)
        row, *below = run("orders", "deals.csv")[1].splitlines()[1:]
        return re.split(r" {2,}", row)[-4:-1], below

    assert of(sure) == (["40", "30", "10"], [])
    assert of(sure.replace(",40,,", ",40,?,")) == (
        ["40?", "30", "10?"],
        ["A ? behind a number: the source marks the number, or its year, as uncertain."],
    )
    assert of(sure.replace(",40,,", ",,,")) == (["?", "30", "?"], ["A ? alone: the file does not say."])


def test_open_orders_that_a_file_does_not_tell_are_said(run):
    out, err = run("orders", "sample_register.csv", "--open")[1:]
    assert len(out.splitlines()) == 1
    assert re.match(r"armsflow: of (\d+) of \1 deals the file does not tell ", err)
    assert len(err.splitlines()) == 1


def test_a_register_that_leaves_orders_out_is_said(run, folder):
    (folder / "cut.csv").write_text(DEALS + TANKS)
    (folder / "whole.csv").write_text(DEALS + TANKS + GUNS.replace("8,,2021,New,,1,8,8", "0,,,New,,1,8,"))
    assert "only orders of which something was delivered" in run("orders", "cut.csv", "--open")[2]
    assert "something was delivered" not in run("orders", "whole.csv", "--open")[2]
    assert re.search(
        r"orders +only those of which something was delivered; others", run("check", "cut.csv")[1]
    )
    assert "something was delivered" not in run("check", "whole.csv")[1]


def test_claims_stand_beside_spending(run, folder):
    # invented: 40 and 50 million dollars in 2020 and 2021, so 9 million are a tenth
    (folder / "spending.xlsx").write_bytes(stored(workbook()))
    (folder / "said.csv").write_text(CLAIMS + "Russia,Armenia,payment,$9 million,2020-2021\n")
    code, out, err = run("claims", "said.csv", "--spending", "spending.xlsx")
    assert code == 0, err
    assert "9 million USD" in out
    assert "10 %" in out


def test_claims_of_years_after_the_register_are_not_denied(run, folder):
    """The register ends with 2023, and nobody looked at 2024."""
    row = "India,Russia,2021,,40,,Rook-1,tank,30,,2021,New,,2,80,60\n"
    (folder / "register.csv").write_text(formats.PREAMBLE + formats.DEALS_HEADER + row, encoding="latin-1")
    said = "supplier,recipient,stage,amount,period\n"
    said += "".join(f"France,India,delivery,8 drones,{when}\n" for when in ("2023", "2023-2024"))
    (folder / "said.csv").write_text(said, encoding="utf-8")
    _, out, _ = run("claims", "said.csv", "--register", "register.csv")
    of_2023, of_both = out.splitlines()[1::2]
    assert of_2023.startswith("  no deal. ")
    assert of_both.startswith("  not checked. ")
    assert of_both.endswith("No delivery in 2023. But the register covers 1950–2023 only.")


def test_claims_keep_their_words_and_their_digits(run, folder):
    """Four digits would make 1.235 billion of a figure that was printed in full."""
    (folder / "spending.xlsx").write_bytes(stored(workbook()))
    (folder / "said.csv").write_text(CLAIMS + 'Russia,Armenia,payment,"nearly $1,234,567,890",2020-2021\n')
    out = run("claims", "said.csv", "--spending", "spending.xlsx")[1]
    assert "payment, 2020–21, 1.23456789 billion USD [1.172 billion to 1.235 billion]" in out
    assert "implausible. 1.23456789 billion [1.172–1.235 billion] USD is " in out
    run("claims", "said.csv", "--spending", "spending.xlsx", "-o", "verdicts.csv")
    table = pd.read_csv("verdicts.csv")
    assert table["amount"].tolist() == ["nearly $1,234,567,890"]
    assert table.columns.get_loc("amount") + 1 == table.columns.get_loc("value")


def test_spending_that_a_report_does_not_use_is_said(run, folder, undrawn):
    (folder / "spending.xlsx").write_bytes(stored(workbook()))
    (folder / "said.csv").write_text(CLAIMS + "Russia,Armenia,contract,$9 million,2020-2021\n")
    code, _, err = run(
        "report", str(af.table_path("sample_register.csv")), "--supplier", "Russia", "--recipient", "Armenia",
        "--claims", "said.csv", "--spending", "spending.xlsx", "--format", "md", "--out", "page",
    )  # fmt: skip
    assert code == 0, err
    assert "warning: spending is not used: none of the 1 claim(s)" in err


def test_claims_in_another_currency_can_be_converted_first(run, folder):
    """Invented: 40 and 50 million dollars of spending; a euro of 2020 was 1.1422 dollars, of 2021 1.1827."""
    (folder / "spending.xlsx").write_bytes(stored(workbook()))
    rows = "Russia,Armenia,payment,9 million euros,2020-2021\nRussia,Armenia,delivery,5 tanks,2020\n"
    (folder / "said.csv").write_text(CLAIMS + rows)
    plain = run("claims", "said.csv", "--spending", "spending.xlsx")[1]
    assert "--to USD brings the claims to USD" in plain
    assert "to_currency" not in plain
    code, out, err = run("claims", "said.csv", "--spending", "spending.xlsx", "--to", "USD")
    assert code == 0, err
    # 9 million at the mean of the two rates
    assert "10.46 million USD" in out
    assert "12 %" in out
    assert "5 pieces" in out
    assert out.index("million USD") < out.index("5 pieces")


def test_convert_says_why_there_were_no_euros_in_1995(run):
    code, _, said = run("convert", "100 Mio. DM", "1995", "--to", "EUR")
    assert code == 1
    assert "began in 1999" in said
    assert "give the year 1999" in said
    assert "redenominated" not in said
    assert run("convert", "100 Mio. DM", "1999", "--to", "EUR")[1].startswith("51.13 million EUR")
    assert "the ECU" in run("convert", "100 Mio. Euro", "1998", "--to", "USD")[2]
    said = run("convert", "5 m Slovak koruna", "2004", "--to", "EUR")[2]
    assert "30.126 SKK = 1 EUR was fixed in 2009" in said
    assert "rates=" not in said


def test_check_of_a_file_that_covers_no_year(run, folder):
    head = '"donor","category","number_of_weapons","monetary_value_eur","weapons_list"\n'
    Path("weapons.csv").write_text(head + '"Norway","Howitzers",7,70000001,"M999 howitzer (7)"\n')
    out = run("check", "weapons.csv")[1]
    assert re.search(r"years +2022–2026; the source covers no year in full\n", out)
    Path("2024-02_weapons.csv").write_bytes(Path("weapons.csv").read_bytes())
    assert "2022–2024; the source covers 2022–2023" in run("check", "2024-02_weapons.csv")[1]


def test_check_says_what_came(run):
    code, out, _ = run("check", "sample_register.csv")
    records = af.read("sample_register.csv")
    assert code == 0
    assert f"{len(records):,} records" in out
    assert "1990–2024" in out
    assert re.search(r"dataset +deliveries", out)
    assert re.search(r"set aside +none", out)


def test_check_lists_lines_that_cannot_be_read(run, folder):
    (folder / "bad.csv").write_text(CLAIMS + "Russia,Armenia,loan,$1 million,2015\nRussia,X,loan,?!,2015\n")
    code, out, _ = run("check", "bad.csv")
    assert code == 1
    assert "1 records" in out
    assert re.search(r"set aside +1 lines", out)
    assert "line 3: " in out


def test_tables_lists_origin_and_licence_and_prints_a_table_as_it_is(run):
    out = run("tables")[1]
    assert all(f"{name} (" in out for name in af.table("tables.csv")["table"])
    assert "exchange_rates.csv (CC-BY-4.0" in out
    for name in ("parties", "parties.csv"):
        assert run("tables", name)[1] == af.table_path("parties.csv").read_text(encoding="utf-8")


def test_cite_names_each_source_and_publisher(run):
    assert "armsflow" in run("cite")[1]
    out = run("cite", "sample_register.csv", "claims.csv")[1]
    known = af.table("sources.csv").set_index("source")["citation"]
    assert known["sample"] in out
    assert known["claims"] in out
    assert "Insight News Media" in out


def test_a_report_is_of_the_years_that_are_chosen(run, folder, undrawn):
    asked = ["sample_register.csv", "--recipient", "Poland", "--format", "md", "--out", "page"]
    assert run("report", *asked, "--years", "2014", "2023")[0] == 0
    page = (folder / "page" / "index.md").read_text(encoding="utf-8")
    chosen = af.where(af.read("sample_register.csv"), recipient="Poland", years=(2014, 2023))
    assert "Records of 2014–23." in page
    assert f"come to {chosen['value'].sum() / 1e6:.0f} million TIV" in page
    for years, said in (
        (["2050", "2060"], "no record is of 2050–2060; expected years of the records"),
        (["2023", "2014"], "--years is (2023, 2014); expected the first and the last year"),
    ):
        code, _, err = run("report", *asked, "--years", *years)
        assert (code, said in err) == (1, True), err
    code, _, err = run("report", "--years", "2014", "2023", "--out", "none")
    assert code == 1
    assert err.startswith("armsflow: --years is given without FILE;")


def test_cite_names_who_publishes_spending(run, folder):
    (folder / "spending.xlsx").write_bytes(stored(workbook()))
    (folder / "wdi.csv").write_text(
        "Last Updated Date,2018-11-14\nCountry Name,Country Code,Indicator Name,Indicator Code,2017\n"
        "Italy,ITA,Military expenditure (current USD),MS.MIL.XPND.CD,29236000000\n"
    )
    known = af.table("sources.csv").set_index("source")["citation"]
    lines = run("cite", "spending.xlsx", "wdi.csv", "sample_register.csv")[1].splitlines()
    said = {source: line for line in lines for source in known.index if line.startswith(known[source])}
    assert {*said} == {"milex", "wdi", "sample"}
    assert "edition 2018-11-14" in said["wdi"]
    assert "2018-11-14" not in said["milex"]


def test_lines_that_cannot_be_read_may_be_left_out(run, folder):
    good = ["France,Poland,contract,$6 million,2015", "USA,Poland,contract,$2 million,2015"]
    rows = [good[0], "Nowhereland,Poland,contract,$1 million,2015", good[1]]
    (folder / "bad.csv").write_text(CLAIMS + "\n".join(rows) + "\n", encoding="utf-8")
    rank = ["--window", "1", "--incomplete", "keep"]
    for command in (["read"], ["rank", *rank], ["cite"]):
        code, out, err = run(command[0], "bad.csv", *command[1:])
        assert (code, out if command != ["cite"] else "") == (1, "")
        assert "--on-error collect" in err
        assert "on_error" not in err
        code, out, err = run(command[0], "bad.csv", *command[1:], "--on-error", "collect")
        assert code == 0
        assert "bad.csv: 1 line(s) that cannot be read left out; armsflow check lists them" in err
    # 6 of 8 million
    assert "75.0 %" in run("rank", "bad.csv", *rank, "--on-error", "collect")[1]
    # Parquet has no such lines, and is read as it is
    assert run("read", "sample_register.csv", "-o", "records.parquet")[0] == 0
    assert run("check", "records.parquet")[0] == 0
    assert run("read", "records.parquet", "--on-error", "collect", "-o", "a.csv")[2] == ""
    # a command without the option does not name it
    parser = argparse.ArgumentParser()
    with pytest.raises(af.SourceError) as error:
        af.read("bad.csv")
    assert "on_error" in str(error.value)
    assert "on_error" not in in_options(error.value, parser)


def test_parts_of_a_total_may_be_left_out(run, folder, undrawn):
    """France has 30, of which 10 stand apart as well; the United States have 10: three quarters and one."""
    rows = pd.DataFrame({"record": ["whole", "part", "other"], "part_of": [None, "whole", None]})
    rows = rows.assign(supplier=["FRA", "FRA", "USA"], value=[30, 10, 10], year=2020)
    about = {"stage": "contract", "unit": "EUR", "recipient": "POL", "observed": (2019, 2020)}
    af.write_records(af.to_records(rows, **about), folder / "sums.parquet")
    ranked = ("rank", "sums.parquet", "--window", "1")
    code, out, err = run(*ranked)
    assert (code, out) == (1, "")
    assert "--without-parts keeps the total rather than its parts" in err
    code, out, err = run(*ranked, "--without-parts")
    assert code == 0
    assert "1 of 3 record(s) left out: parts of others, or further reports of one fact" in err
    assert re.search(r"France .* 75\.0 %", out)
    page = ("report", "sums.parquet", "--recipient", "Poland", "--format", "md", "--out", "page")
    assert "--without-parts" in run(*page)[2]
    assert run(*page, "--without-parts")[0] == 0
    assert "come to 40 euros" in (folder / "page" / "index.md").read_text(encoding="utf-8")


def test_a_report_on_a_group_puts_it_in_place_of_its_members(run, folder, undrawn):
    rows = pd.read_csv(io.StringIO(FLOWS)).assign(recipient=["EGY", "DZA", "POL", "EGY"])
    af.write_records(af.to_records(rows), folder / "flows.parquet")
    asked = ["report", "flows.parquet", "--format", "md"]
    assert run(*asked, "--recipient", "Africa") == (0, f"wrote {Path('report-africa/index.md')}\n", "")
    page = (folder / "report-africa" / "index.md").read_text(encoding="utf-8")
    assert "# Arms to Africa" in page
    # 60 + 20 in 2020 and 20 in 2019
    assert "come to 100 TIV" in page
    code, _, err = run(*asked, "--recipient", "Oceania")
    assert code == 1
    assert "no record asked for has a recipient that is a member of Oceania" in err
    assert "to_groups" not in err


def test_a_register_that_is_given_to_claims_by_its_place_is_answered_with_its_option(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["claims", "claims.csv", "sample_register.csv"])
    assert end.value.code == 2
    err = capsys.readouterr().err
    assert "unrecognized arguments: sample_register.csv; give a register with --register FILE" in err
    with pytest.raises(SystemExit):
        cli.main(["claims", "claims.csv", "--regster", "x"])
    assert "give a register" not in capsys.readouterr().err


def test_a_report_on_files_that_do_not_add_up_leaves_nothing(run, folder):
    code, out, err = run("report", "claims.csv", "sample_register.csv", "--out", "mixed")
    assert (code, out) == (1, "")
    assert not (folder / "mixed").exists()
    assert err.startswith("armsflow: ")


@pytest.mark.sweep
def test_a_report_without_years_is_of_all_of_them(run, folder, undrawn):
    asked = ["sample_register.csv", "--recipient", "Poland", "--format", "md", "--out", "page"]
    assert run("report", *asked)[0] == 0
    assert "Records of 1990–2024." in (folder / "page" / "index.md").read_text(encoding="utf-8")


def test_a_report_without_a_folder_is_named_after_its_question(run, folder, undrawn):
    asked = ["--supplier", "Russia", "--between", "Armenia", "Azerbaijan"]
    name = "report-russia-armenia-azerbaijan"
    assert run("report", "sample_register.csv", *asked) == (0, f"wrote {name}/index.html\n", "")
    assert (folder / name / "index.html").exists()
    # nothing in a name leads to another folder
    for options, into in ((["--supplier", "../etc/x"], "report-etc-x"), ([], "report")):
        assert report._folder_of(cli._parser().parse_args(["report", *options])) == into
    # a folder of other things stays
    (folder / "report-belarus").mkdir()
    (folder / "report-belarus" / "mine.txt").write_text("mine")
    code, out, err = run("report", "sample_register.csv", "--recipient", "Belarus")
    assert (code, out) == (1, "")
    assert "report-belarus holds other things than a report, such as 'mine.txt'" in err


# --- errors and warnings ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read", "none.csv"], "none.csv cannot be read"),
        (["read", "-"], "standard input is empty"),
        (["rank", "claims.csv"], "differ in stage"),
        (["tables", "partis"], "did you mean 'parties.csv'"),
        (["convert", "much", "2017"], "much"),
        (["convert", "3 tanks", "2017"], "expected money"),
        (["report", "--supplier", "Russia", "--out", "x"], "without records"),
        (["report", "sample_register.csv", "--supplier", "Russai", "--out", "x"], "Russai"),
        (["read", "claims.csv", "-o", "a.txt"], "ending"),
    ],
)
def test_an_error_is_one_paragraph(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert err.startswith("armsflow: ")
    assert said in err
    assert "Traceback" not in err
    assert "unexpected" not in err
    assert "\n\n" not in err


def test_spending_is_no_register(run, folder):
    (folder / "spending.xlsx").write_bytes(stored(workbook()))
    code, _, err = run("rank", "spending.xlsx")
    assert code == 1
    assert "expected records of transfers" in err
    assert "report and claims take spending with --spending" in err
    assert "military spending" in run("check", "spending.xlsx")[1]


def test_debug_shows_where(run):
    for arguments in (["--debug", "read", "none.csv"], ["read", "none.csv", "--debug"]):
        err = run(*arguments)[2]
        assert "Traceback" in err
        assert err.splitlines()[-1].startswith("armsflow: none.csv cannot be read")


def test_a_fault_of_the_program_says_so(run, monkeypatch):
    monkeypatch.setattr(cli.COMMANDS["cite"], "run", lambda chosen: {}["gone"])
    code, _, err = run("cite")
    assert code == 1
    assert err == "armsflow: unexpected KeyError: 'gone'; please report it, with what --debug prints\n"


@pytest.mark.parametrize(
    "arguments", [[], ["rnk"], ["report", "--out"], ["convert", "1 euro", "soon"], ["cite", "--x"]]
)
def test_wrong_usage_is_two(arguments):
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2


def test_warnings_are_one_line_each(run, monkeypatch):
    def warn(chosen):
        warnings.warn("first\nand second", UserWarning, stacklevel=1)
        return 0

    monkeypatch.setattr(cli.COMMANDS["cite"], "run", warn)
    assert run("cite") == (0, "", "armsflow: warning: first and second\n")


def test_a_reader_that_has_enough_is_no_error(run, monkeypatch):
    def broken(chosen):
        raise BrokenPipeError

    monkeypatch.setattr(cli.COMMANDS["cite"], "run", broken)
    # the real output stays open
    monkeypatch.setattr(cli, "_close_output", lambda: None)
    assert run("cite") == (0, "", "")


# --- hostile files ----------------------------------------------------------------------------------

HOSTILE = "Rook\x1b[2J\x9b1m\u202egnp\u2066.\x07"
LIVE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@pytest.mark.parametrize("command", ["orders", "check", "cite"])
def test_words_of_a_file_do_not_reach_the_terminal_live(run, folder, command):
    (folder / "deals.csv").write_text(DEALS + TANKS.replace("Rook-1", HOSTILE) + GUNS, encoding="utf-8")
    _, out, err = run(command, "deals.csv")
    assert out or err
    assert not LIVE.search(out + err)


def test_an_error_about_a_hostile_file_is_harmless(run, folder):
    (folder / "said.csv").write_text(CLAIMS + f"{HOSTILE},Armenia,loan,$1 million,2015\n", encoding="utf-8")
    for arguments in (["read", "said.csv"], ["read", "said.csv", "--debug"], ["read", f"no{HOSTILE}"]):
        code, out, err = run(*arguments)
        assert code == 1
        assert "Rook" in err
        assert not LIVE.search(out + err)


def test_csv_on_a_terminal_is_harmless_and_in_a_pipe_whole(run, folder, monkeypatch):
    (folder / "deals.csv").write_text(
        DEALS + TANKS.replace("Rook-1", "Rook\u202e\N{ZERO WIDTH JOINER}"), encoding="utf-8"
    )
    # write_table takes out what turns the direction of writing; Parquet keeps it
    assert "Rook\N{ZERO WIDTH JOINER}" in run("read", "deals.csv")[1]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    shown = run("read", "deals.csv")[1]
    assert "Rook\\u200d" in shown
    assert not LIVE.search(shown)


def test_harmless_keeps_letters_of_all_scripts_and_cuts_what_is_very_long():
    for word in ("Türkiye", "Հայաստան", "ישראל", "日本", "Côte d’Ivoire"):
        assert terminal.harmless(word) == word
    assert terminal.harmless("\x00\n\ud800") == "\\x00\\n\\ud800"
    assert len(terminal.harmless("x" * 1_000_000)) < 5_000
    assert len(terminal.cell("\u202e" * 1_000_000)) == terminal.MOST_CELL


# --- amounts ----------------------------------------------------------------------------------------


def test_amounts_are_never_narrower_than_their_bounds():
    assert terminal.amount(1.23456e9, 1.23456e9 - 1, 1.23456e9 + 1, "USD") == (
        "1.235 billion USD [1.234 billion to 1.235 billion]"
    )
    assert terminal.amount(None, 5e6, float("inf"), "EUR") == "5 million or more EUR"
    assert terminal.amount(float("nan"), float("nan"), float("nan"), "EUR") == "not known, in EUR"
    assert terminal.amount(0.0, 0.0, 0.0, "TIV") == "0 TIV"
    assert terminal.number(123_456) == "123,456"


def test_a_table_cuts_words_but_never_numbers(capsys):
    bounds = terminal.amount(54_420e6, 33_593e6, 76_671e6, "TIV")
    terminal.show(("name", "amount"), [("x" * 90, bounds)], right=("amount",))
    name, shown = re.split(" {2,}", capsys.readouterr().out.splitlines()[1])
    assert shown == "54,420 million TIV [33,593 million to 76,671 million]"
    assert len(name) == terminal.MOST_CELL


# --- completion, in a real shell --------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_and_a_pipe_that_closes_is_silent(run, folder):
    (folder / "completion.sh").write_text(run("completion", "bash")[1])
    script = """
    source completion.sh
    complete_at() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _armsflow; echo "${COMPREPLY[*]}"; }
    complete_at armsflow re
    complete_at armsflow report --format ''
    complete_at armsflow rank --o
    complete_at armsflow completion z
    complete_at armsflow rank sam
    "$PYTHON" -m armsflow tables map_shapes.csv | head -c 4
    echo; echo "${PIPESTATUS[0]}"
    """
    root = str(Path(af.__file__).parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHON": sys.executable, "PYTHONPATH": path}
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment, check=True)
    first = af.table_path("map_shapes.csv").read_text(encoding="utf-8")[:4]
    said = done.stdout.splitlines()
    assert said[:5] == ["report read", "html md docx", "--of --out --on-error", "zsh", ""]
    assert said[5] == first
    assert said[6] == "0"
    assert done.stderr == ""


def test_zsh_gets_the_same_function(run):
    bash, zsh = run("completion", "bash")[1], run("completion", "zsh")[1]
    assert zsh.endswith(bash)
    assert "bashcompinit" in zsh


def test_convert_names_ways_out_of_its_own(run):
    code, _, said = run("convert", "1,200 million DM", "1990", "--to", "USD")
    assert (code, "--decimal" in said, "decimal=" in said) == (1, True, False)
    code, out, _ = run("convert", "1,200 million DM", "1990", "--to", "USD", "--decimal", ".")
    # 1.2 billion marks at 1.6157 to the dollar
    assert (code, out.split(" [")[0]) == (0, "742.7 million USD")
    code, _, said = run("convert", "3 trn roubles", "1995", "--to", "USD")
    assert (code, "name another year or currency" in said, "rates=" in said) == (1, True, False)


BRITISH = """licence_group,date,rating,count,value,country,refused
1,2009-01,ML10,1,3500,Egypt,0
2,2010-12,ML10,1,900,Kenya,0
"""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rank", "uk.csv"], "name a window inside with --end and --window, or read"),
        (["rank", "uk.csv"], "or --incomplete keep to have them marked"),
        (
            ["rank", "uk.csv", "--window", "1"],
            "take the other side with --of recipient, or say --whole chosen",
        ),
        (["rank", "uk.csv", "--window", "0"], "armsflow: --window is 0; expected"),
        (["rank", "uk.csv", "--top", "0"], "armsflow: --top is 0; expected"),
        (["rank", "uk.csv", "--end", "1"], "armsflow: --end is 1; expected"),
        (["rank", "uk.csv", "--stage", "gift"], "armsflow: --stage is 'gift'; expected"),
        (["rank", "claims.csv"], "Keep one with --stage STAGE"),
        (
            ["report", "--supplier", "Russia", "--out", "x"],
            "--supplier is given without records; expected a FILE",
        ),
        (
            ["report", "sample_register.csv", "--between", "Armenia", "Georgia", "--out", "x"],
            "--between is given without --supplier",
        ),
        (["claims", "claims.csv"], "neither --register nor --spending is given"),
        (["claims", "claims.csv", "--spending", "uk.csv"], "armsflow: --spending lacks 'party'"),
        (["convert", "1,200 million DM", "1990"], "say which by --decimal . or --decimal ,"),
    ],
)
def test_an_error_names_the_options_of_its_command(run, folder, arguments, said):
    (folder / "uk.csv").write_text(BRITISH)
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert said in err
    # no argument of Python stands where the command has an option for it
    parser = cli._parser().parse_args(arguments).commands[arguments[0]]
    for action in parser._actions:
        # but the text of a selection is quoted: 'supplier=GBR'
        assert not re.search(rf"(?<![\w.']){action.dest}=", err)


def test_where_a_command_has_no_option_an_error_says_so():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dataset", metavar="NAME")
    text = "Keep one with where(records, {0}=…), or keep them apart with '{0}' among the keys"
    assert in_options(ValueError(text.format("dataset")), parser) == "Keep one with --dataset NAME"
    assert in_options(ValueError(text.format("reporter")), parser) == (
        "Keep one with where(records, reporter=…) in Python"
    )


def test_the_arguments_of_a_reader_are_no_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--supplier", metavar="NAME")
    parser.add_argument("--stage", metavar="STAGE")
    text = "give supplier= or recipient=, or read_claims(\u2026, stage='loan')"
    assert in_options(ValueError(text), parser) == (
        "give --supplier or recipient=, or read_claims(\u2026, stage='loan')"
    )
    with pytest.raises(af.SourceError) as error:
        af.read_sipri(b"no table of any kind")
    error.value.args = (text,)
    assert in_options(error.value, parser) == text


# --- small ones of what longer tests above show on whole files ----------------------------------------

AID = {"source": "kiel", "supplier": "NOR", "recipient": "UKR", "stage": "aid", "unit": "EUR", "year": 2023}


def stored_records(rows, **constants):
    """Records in a file, of which the command reads as many as a test has rows."""
    af.write_records(make(rows, **constants), "few.parquet")
    return "few.parquet"


def test_rank_writes_the_table_and_says_which_kinds_of_aid_are_added(run):
    kinds = make([AID | {"value": 2.0}, AID | {"value": 3.0}], observed=(2022, 2023), dataset="allocations")
    af.write_records(kinds.assign(aid_type=["financial", "military"]), "aid.parquet")
    code, out, err = run("rank", "aid.parquet", "--window", "1", "-o", "ranked.csv")
    assert (code, out) == (0, "wrote ranked.csv\n")
    assert "Ranked by aid, from the table of allocations." in err
    assert "Financial and military aid are added up; --aid-type takes one of them." in err
    assert pd.read_csv("ranked.csv")["value"].tolist() == [5.0]


def test_rank_leaves_parts_out_when_asked_and_says_how_many(run):
    rows = [{"record": "whole", "value": 30.0}, {"record": "part", "part_of": "whole", "value": 10.0}]
    file = stored_records(rows, unit="TIV", observed=(2014, 2015))
    code, out, err = run("rank", file, "--window", "1", "--without-parts")
    assert code == 0
    assert "1 of 2 record(s) left out: parts of others, or further reports of one fact" in err
    assert re.search(r"Russia +2015 +30 TIV +100\.0 %", out)


def test_rank_does_not_know_a_change_from_an_undisclosed_amount(run):
    """Nothing and an undisclosed amount in 2014 are no zero from which Russia would be new."""
    rows = [{"value": value, "year": year} for value, year in ((0.0, 2014), (NONE, 2014), (30.0, 2015))]
    out = run("rank", stored_records(rows, unit="TIV", observed=(2014, 2015)), "--window", "1")[1]
    assert re.search(r"30 TIV +100\.0 % +not known", out)


def test_rank_says_that_there_is_nothing_to_rank(run):
    file = stored_records([{"value": 5.0}], observed=(2000, 2015))
    code, _, err = run("rank", file, "--end", "2005", "--window", "1")
    assert code == 0
    assert "no transfers of these years and parties are in the files" in err


def test_a_report_says_what_its_options_need(run):
    code, _, err = run("report", "claims.csv", "--to", "USD")
    assert (code, "--to is given without --claims; it converts these alone" in err) == (1, True)
    code, _, err = run("report", "--years", "2010", "2015")
    assert (code, "--years is given without FILE" in err) == (1, True)


def test_claims_beside_a_report_may_be_in_another_currency(folder):
    """A euro of 2020 was 1.1422 dollars on average."""
    (folder / "said.csv").write_text(CLAIMS + "Russia,Armenia,payment,€10 million,2020\n")
    plain, converted = (
        report._claims(argparse.Namespace(claims="said.csv", to=to, on_error="raise")) for to in (None, "USD")
    )
    assert plain["unit"].tolist() == ["EUR"]
    assert converted["unit"].tolist() == ["USD"]
    assert converted["value"].tolist() == pytest.approx([11.42e6], rel=1e-3)


def test_a_group_that_stands_in_the_records_is_a_party_of_a_report(folder):
    groups = make([{"recipient": "members:NATO", "value": 5.0}], unit="TIV")
    assert report._with_groups(groups, "recipient", ["members:NATO"]) is groups


def test_claims_of_no_money_stay_as_they_are(folder):
    pieces = make([{"value": 5.0, "quantity": 5.0, "unit": "pieces"}])
    assert in_currency(pieces, "USD") is pieces


def test_a_file_of_records_that_cannot_leave_lines_out_is_read_whole(run):
    code, out, err = run("rank", stored_records([{"value": 5.0}], observed=(2014, 2015)), "--window", "1",
                         "--on-error", "collect")  # fmt: skip
    assert (code, err) == (0, "")
    assert "5 US dollars" in out or "5 USD" in out


def test_check_counts_the_lines_that_it_does_not_print(run, folder):
    rows = "".join(f"Russia,Armenia,delivery,much,{2000 + n}\n" for n in range(25))
    rows += "Russia,Armenia,delivery,$2 million,2000\n"
    (folder / "said.csv").write_text(CLAIMS + rows)
    code, out, _ = run("check", "said.csv")
    assert code == 1
    assert out.splitlines()[-1].strip() == f"and {25 - check._MOST_LINES} more"


def test_orders_are_of_the_parties_that_are_chosen(run, folder):
    (folder / "deals.csv").write_text(formats.PREAMBLE + DEALS + TANKS + GUNS.replace("India", "Egypt"))
    out = run("orders", "deals.csv", "--recipient", "Egypt")[1]
    assert "Finch-3" in out
    assert "Rook-1" not in out
    assert run("orders", "deals.csv", "--open", "-o", "open.csv")[1] == "wrote open.csv\n"
    assert pd.read_csv("open.csv")["designation"].tolist() == ["Rook-1"]


def test_a_key_that_stops_the_command_ends_it_quietly(run, monkeypatch):
    def stopped(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.COMMANDS["tables"], "run", stopped)
    assert run("tables") == (130, "", "")


def test_a_program_that_is_not_installed_has_no_version(monkeypatch):
    assert installed_version() == metadata.version("armsflow")
    monkeypatch.setattr(metadata, "version", Mock(side_effect=metadata.PackageNotFoundError))
    assert installed_version() == "(not installed)"


def test_python_runs_the_package_as_the_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["armsflow", "tables"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module("armsflow", run_name="__main__")
    assert end.value.code == 0
    assert "parties.csv" in capsys.readouterr().out


def test_a_reader_that_went_away_is_no_second_error(monkeypatch):
    class Closed:
        def fileno(self):
            raise ValueError("I/O operation on closed file")

    monkeypatch.setattr(sys, "stdout", Closed())
    cli._close_output()


def test_an_error_that_is_about_no_membership_stays_as_it_is():
    def chosen(records):
        raise af.SpanError("windows overlap")

    with pytest.raises(af.SpanError, match="windows overlap"):
        files.by_membership(make([{"value": 1.0}]), chosen)


def test_a_file_that_is_none_is_refused_as_it_came(folder):
    (folder / "empty.csv").write_text("")
    with pytest.raises(af.ArmsflowError):
        files.collected("empty.csv")


def test_records_without_parts_need_no_note(run):
    file = stored_records([{"value": 30.0}], unit="TIV", observed=(2014, 2015))
    assert "left out" not in run("rank", file, "--window", "1", "--without-parts")[2]


def test_claims_of_records_without_words_are_written_without_them(run):
    file = stored_records([{"value": 5e6, "stage": "payment", "unit": "USD"}])
    asked = ("claims", file, "--register", "sample_register.csv", "-o", "verdicts.csv")
    assert run(*asked)[1] == "wrote verdicts.csv\n"
    assert "amount" not in pd.read_csv("verdicts.csv")
