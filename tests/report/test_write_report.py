"""Reports about a register: what they say is what the records hold, in each format, whatever names hold."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
import warnings
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest

import armsflow as af
from armsflow.languages import speaking
from armsflow.report.as_html import _take_in, _template
from armsflow.report.page import Figure, Points, grid_of, has_bounds, provenance
from armsflow.report.register_page import Question, register_page
from armsflow.report.register_sections import by_year, narrowed, open_orders
from armsflow.report.write_report import FORMATS, _of_years
from tests.frames import made
from tests.report.blank import blank_pictures

SIZE = 1_000_000  # bytes of a page at most


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    return af.read_sipri(af.table_path("sample_register.csv"))


class Reader(HTMLParser):
    """What a browser would see: elements that stay open, ids, links and addresses that are asked for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.asked: list[str] = []
        self.tags: list[str] = []
        self.downloads: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)
        of_link = dict(attrs)
        if "download" in of_link:
            self.downloads[str(of_link["download"])] = str(of_link["href"])
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            elif name == "href" and tag == "a":
                self.links.append(str(value))
            elif name in ("src", "srcset", "data", "action") or (name == "href" and tag == "link"):
                self.asked.append(str(value))
            assert not name.startswith("on")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


QUESTIONS = {
    "pair": {"supplier": "Russia", "between": ("Azerbaijan", "Armenia")},
    "supplier": {"supplier": "Russia"},
    "recipient": {"recipient": "Armenia"},
    "flow": {"supplier": "Russia", "recipient": "Armenia"},
    "all": {},
}


Write = Callable[[str], Path]


@pytest.fixture(scope="module")
def page_of(register: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Write:
    """The page that answers a question, written when a test first asks for it."""
    folder = tmp_path_factory.mktemp("reports")
    return cache(lambda name: af.write_report(folder / name, register, **QUESTIONS[name]))


@pytest.fixture(scope="module")
def words_of(register: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Write:
    """The page that answers a question with blank pictures, written when a test first asks for it."""
    folder = tmp_path_factory.mktemp("words")

    def write(name: str) -> Path:
        with blank_pictures():
            return af.write_report(folder / name, register, **QUESTIONS[name])

    return cache(write)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "flow" else pytest.mark.sweep) for name in QUESTIONS]
)
def test_a_page_is_whole_and_asks_for_nothing(page_of: Write, name: str) -> None:
    page = page_of(name)
    text = text_of(page)
    seen = Reader(text)
    assert not seen.open
    assert len(set(seen.ids)) == len(seen.ids)
    assert not seen.asked
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert not re.search(r"fetch|XMLHttp|import|eval|innerHTML|https?:(?!//www.w3.org/2000/svg)", script)
    assert not re.search(r"url\((?!#)|@import", text)
    assert len(text.encode()) < SIZE
    assert all(link[1:] in seen.ids for link in seen.links if link.startswith("#"))
    held = {name: base64.b64decode(link.partition(";base64,")[2]) for name, link in seen.downloads.items()}
    assert held == {path.name: path.read_bytes() for path in (page.parent / "tables").iterdir()}
    # mailed by itself, the page has no link that leads nowhere
    assert all(link.startswith(("#", "data:text/csv;")) for link in seen.links)
    # a reference inside a picture finds its own picture
    for used in set(re.findall(r"(?:url\(#|xlink:href=\"#)([^)\"]+)", text)):
        assert used in seen.ids


def test_the_answer_is_what_the_records_hold(page_of: Write, words_of: Write, register: pd.DataFrame) -> None:
    sums = register[register["supplier"] == "RUS"].groupby("recipient")["value"].sum() / 1e6
    assert (
        f"Russia delivered {sums['AZE']:,.0f} million TIV to Azerbaijan and {sums['ARM']:,.0f} million TIV "
        f"to Armenia in 1990–2024: {sums['AZE'] / sums['ARM']:.1f} times as much to Azerbaijan."
    ) in text_of(words_of("pair"))
    last = register[register["start"] >= 2020]
    to_armenia = last[last["recipient"] == "ARM"].groupby("supplier")["value"].sum()
    share = 100 * to_armenia["RUS"] / to_armenia.sum()
    assert f"In 2020–24 Russia supplied {share:.0f} per cent of what Armenia received." in text_of(
        page_of("flow")
    )


def test_all_deliveries_come_to_their_sum(words_of: Write, register: pd.DataFrame) -> None:
    whole = register["value"].sum() / 1e6
    assert f"The deliveries of 1990–2024 come to {whole:,.0f} million TIV." in text_of(words_of("all"))


@pytest.mark.sweep
def test_who_delivered_nothing_lately_is_said_to_have_delivered_nothing(
    tmp_path: Path, undrawn: None
) -> None:
    frame = pd.DataFrame(
        {"supplier": ["RUS", "ISR"], "recipient": "AZE", "value": [5.0, 7.0], "year": [2012, 2019]}
    )
    given = {"stage": "delivery", "unit": "TIV", "source": "invented", "observed": (2010, 2019)}
    page = af.write_report(tmp_path / "a", made(frame, **given), supplier="Russia", recipient="AZE")
    assert "In 2015–19 Russia supplied nothing of what Azerbaijan received." in text_of(page)


def test_a_supplier_that_is_shown_in_another_window_is_not_among_the_others(
    tmp_path: Path, undrawn: None
) -> None:
    given = pd.DataFrame({"supplier": ["RUS", "ISR"], "value": [50.0, 40.0], "year": [2012, 2019]})
    small = pd.DataFrame(
        {"supplier": ["FRA", "ITA", "CHN", "ESP", "SWE", "TUR", "BRA"], "value": 1.0, "year": 2019}
    )
    frame = pd.concat([given, small]).assign(recipient="AZE")
    same = {"stage": "delivery", "unit": "TIV", "source": "invented", "observed": (2010, 2019)}
    page = af.write_report(tmp_path / "a", made(frame, **same), supplier="RUS", recipient="AZE")
    assert "others" in (page.parent / "tables" / "shares.csv").read_text(encoding="utf-8")
    assert "In 2015–19 Russia supplied nothing of what Azerbaijan received." in text_of(page)


def test_who_has_no_place_and_who_lost_have_their_signs_in_tables(register: pd.DataFrame) -> None:
    nets = af.balances(register, over=(1990, 2024))
    ranked = af.rankings(register, of="recipient", end=2024).assign(place=pd.array([None], dtype="Int16")[0])
    for frame, sign in ((nets, "−"), (ranked, "–")):
        rows = grid_of(Figure("name", "Heading", frame, af.plot_totals, "")).rows
        cells = [cell for row in rows for cell in row]
        assert any(cell.startswith(sign) for cell in cells)
        assert not any(cell.startswith("-") or cell == "<NA>" for cell in cells)


@pytest.fixture(scope="module")
def few(register: pd.DataFrame) -> pd.DataFrame:
    """A short register, which makes a short page."""
    return af.where(register, recipient=["Armenia"], years=(2020, 2024))


@pytest.fixture(scope="module")
def in_format(few: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Write:
    """The page on Armenia in a format with blank pictures, written when a test first asks for it."""
    folder = tmp_path_factory.mktemp("formats")

    def write(form: str) -> Path:
        with blank_pictures():
            return af.write_report(folder / form, few, recipient="Armenia", format=form)

    return cache(write)


def test_a_page_of_some_years_is_that_of_records_chosen_before(
    few: pd.DataFrame, tmp_path: Path, undrawn: None
) -> None:
    chosen = af.where(few, years=(2021, 2023), straddling="cut")
    before = af.write_report(tmp_path / "before", chosen, recipient="Armenia", format="md")
    page = af.write_report(tmp_path / "years", few, recipient="Armenia", years=(2021, 2023), format="md")
    assert "Records of 2021–23." in page.read_text(encoding="utf-8")
    assert page.read_bytes() == before.read_bytes()
    refusal = pytest.raises(af.ArgumentError, match="no record is of 2050; expected years of the records")
    with pytest.warns(UserWarning, match="the records cover 2020–24"), refusal:
        af.write_report(tmp_path / "none", few, years=2050)
    with pytest.raises(af.ArgumentError, match="years is given without records"):
        af.write_report(tmp_path / "none", years=2020)
    assert not (tmp_path / "none").exists()


# in a file of Word there are more things of the day and the machine than in text
@pytest.mark.parametrize(
    "form", [*(pytest.param(form, marks=pytest.mark.sweep) for form in ("html", "md")), "docx"]
)
def test_the_same_input_gives_the_same_bytes_in_every_format(
    in_format: Write, few: pd.DataFrame, form: str, tmp_path: Path, undrawn: None
) -> None:
    again = af.write_report(tmp_path / "again", few, recipient="Armenia", format=form)
    assert again.read_bytes() == in_format(form).read_bytes()


@pytest.mark.sweep
@pytest.mark.parametrize("form", FORMATS)
def test_the_same_pictures_are_the_same_bytes_in_every_format(
    register: pd.DataFrame, form: str, tmp_path: Path
) -> None:
    # of two windows, so that a page has charts of all kinds
    rows = af.where(register, recipient=["Armenia"], years=(2015, 2024))
    one, again = (
        af.write_report(tmp_path / name, rows, recipient="Armenia", format=form) for name in ("one", "again")
    )
    assert again.read_bytes() == one.read_bytes()


@pytest.mark.sweep
def test_a_file_of_word_and_a_page_of_markdown_have_the_same_pictures(in_format: Write) -> None:
    with ZipFile(in_format("docx")) as archive:
        document = archive.read("word/document.xml").decode()
    page = in_format("md")
    assert "Arms to Armenia" in document
    assert document.count("<w:drawing>") == text_of(page).count("![")
    links = re.findall(r"\]\(([^)]+)\)", text_of(page))
    assert links
    assert all((page.parent / link).stat().st_size > 0 for link in links)


HOSTILE = [
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "a\u202egnp.exe", "$\\frac{1}{0}$ | --- |",
    "](javascript:alert(1))", "nul\x00byte", "x" * 5_000, '"><img src=x onerror=alert(1)>', "{{ 7*7 }}",
]  # fmt: skip


@pytest.mark.parametrize("form", ["html", "md", pytest.param("docx", marks=pytest.mark.sweep)])
def test_hostile_words_of_claims_come_out_harmless(
    few: pd.DataFrame, form: str, tmp_path: Path, undrawn: None
) -> None:
    said = af.read_claims(af.table_path("claims.csv"))
    said = pd.concat([said.iloc[:1].assign(record=f"c{i}", publisher=word) for i, word in enumerate(HOSTILE)])
    page = af.write_report(tmp_path, few, recipient="Armenia", claims=said, format=form)
    if form == "docx":
        with ZipFile(page) as archive:
            text = archive.read("word/document.xml").decode()
    else:
        text = text_of(page)
    assert text.count("<script") == (1 if form == "html" else 0)
    assert "<img" not in text
    assert "\u202e" not in text
    assert "\x00" not in text
    assert "x" * 3_000 not in text
    # Markdown would make a link of it
    assert form != "md" or not re.search(r"(?<!\\)\]\(javascript", text)
    if form == "html":
        assert not Reader(text).open
    csv = (page.parent / "tables" / "claims.csv").read_text(encoding="utf-8")
    assert not re.search(r"(?:^|[,\"])=cmd", csv)


@pytest.mark.sweep
def test_claims_stand_beside_the_records_and_payments_beside_spending(
    few: pd.DataFrame, tmp_path: Path, undrawn: None
) -> None:
    claims = af.read_claims(af.table_path("claims.csv"))
    page = af.write_report(tmp_path / "a", few, supplier="Russia", recipient="Armenia", claims=claims)
    text = text_of(page)
    assert "5.0 billion US dollars" in text
    assert "never added" in text


def test_spending_that_no_claim_is_compared_with_is_said(tmp_path: Path, undrawn: None) -> None:
    """Of the claims on Armenia four are contracts, deliveries and loans, and one is a payment."""
    claims = af.read_claims(af.table_path("claims.csv"))
    spending = pd.DataFrame({"party": "Armenia", "year": range(2010, 2020), "value": 4.5e8, "unit": "USD"})
    about = {"supplier": "Russia", "recipient": "Armenia"}
    loans = af.where(claims, stage="loan", **about)
    records = told([("RUS", "ARM", 2019, 5.0)])
    with pytest.warns(UserWarning, match=r"spending is not used: none of the 2 claim\(s\) .* is a payment"):
        page = af.write_report(tmp_path / "a", records, claims=loans, spending=spending, **about)
    assert "Payments beside military spending" not in text_of(page)
    with pytest.warns(UserWarning, match="spending is not used: there are no claims"):
        af.write_report(tmp_path / "a", records, spending=spending, **about)
    for beside in ({"claims": loans}, {"spending": spending}, {"claims": loans, "spending": spending}):
        name = next(iter(beside))
        with pytest.raises(
            af.ArgumentError, match=f"{name} is given without records; .* armsflow ships, and no"
        ):
            af.write_report(tmp_path / "of claims", **beside)
        assert not (tmp_path / "of claims").exists()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page = af.write_report(tmp_path / "a", records, claims=claims, spending=spending, **about)
    assert "Payments beside military spending" in text_of(page)
    assert "5.0 billion US dollars" in text_of(page)
    assert "never added" in text_of(page)


def test_what_cannot_be_asked(register: pd.DataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    with pytest.raises(af.ArgumentError, match="given without records"):
        af.write_report(folder, supplier="Russia")
    with pytest.raises(af.ArgumentError, match="given without supplier"):
        af.write_report(folder, register, between=("Armenia", "Azerbaijan"))
    for pair in ("Armenia", ("Armenia",), ("Armenia", "Armenia")):
        with pytest.raises(af.ArgumentError, match="expected two recipients"):
            af.write_report(folder, register, supplier="Russia", between=pair)
    with pytest.raises(af.ArgumentError, match="format is 'pdf'"):
        af.write_report(folder, register, format="pdf")
    with pytest.raises(af.ArgumentError, match="no record asked for has the recipient Iceland"):
        af.write_report(folder, register, recipient="Iceland")
    with pytest.raises(af.PartyError, match="Ruritania"):
        af.write_report(folder, register, recipient="Ruritania")
    with pytest.raises(af.ArgumentError, match="records have no rows"):
        af.write_report(folder, register.head(0))
    assert not folder.exists()


def test_a_folder_with_other_things_is_left_alone(register: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(af.ArgumentError, match=r"other things than a report, such as 'thesis.docx'"):
        af.write_report(tmp_path, register)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
    with pytest.raises(af.ArgumentError, match="is a file"):
        af.write_report(tmp_path / "thesis.docx", register)


def test_a_report_that_fails_leaves_the_old_one(
    words_of: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Path(copytree(words_of("all").parent, tmp_path / "a")) / "index.html"
    before = page.read_bytes()

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("armsflow.report.write_report.as_html", full)
    with pytest.raises(OSError, match="No space left"):
        af.write_report(tmp_path / "a", told([("RUS", "all", 2019, 5.0)]))
    assert page.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_long_register_of_two_recipients_is_drawn_in_lines() -> None:
    years = range(1950, 2024)
    rows = [("RUS", to, year, 10.0 + year % 7) for year in years for to in ("AZE", "ARM")]
    frame = pd.DataFrame(rows, columns=["supplier", "recipient", "year", "value"])
    records = made(frame, stage="delivery", unit="TIV", source="invented", observed=(1950, 2023))
    (yearly,) = by_year(records, "recipient", "Year by year")
    assert isinstance(yearly, Figure)
    assert yearly.plot is af.plot_lines
    assert yearly.words == "Each point is a single year."
    assert len(yearly.frame) == 2 * len(years)


@pytest.mark.sweep
def test_who_supplies_all_has_a_place(words_of: Write) -> None:
    assert "Russia was number" in text_of(words_of("supplier"))


@pytest.mark.sweep
def test_nobody_has_a_place_among_all_where_only_some_were_chosen(
    register: pd.DataFrame, tmp_path: Path, undrawn: None
) -> None:
    some = af.where(register, recipient=["Armenia", "Azerbaijan"])
    page = af.write_report(tmp_path / "a", some, supplier="Russia")
    assert "of all suppliers" not in text_of(page)
    assert "Some recipients only." in text_of(page)
    # a page about all of them has no differences either
    everyone = text_of(af.write_report(tmp_path / "c", some))
    assert "Some recipients only." in everyone
    assert "Deliveries given less those received" not in everyone


DEALS = """\
Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,Number delivered,,\
Year(s) of delivery,status,Comments,SIPRI TIV per unit,\
SIPRI TIV for total order,SIPRI TIV of delivered weapons
India,Russia,2021,,40,,Rook-1,tank,30,?,2021; 2022,New,delivery planned 2021-2026,2,80,60
India,Russia,2020,,5,,Pawn-2,frigate,1,,2022,New,,30,150,30
India,France,2019,,6,,Bishop-3,transport aircraft,6,,2019,New,,9,54,54
"""


def test_a_register_counts_its_deliveries_and_lists_the_orders_still_open(
    tmp_path: Path, undrawn: None
) -> None:
    page = af.write_report(tmp_path / "a", af.read_sipri(DEALS.encode(), release="2024"), recipient="India")
    assert "The deliveries of 2019–22 come to 144 million TIV." in text_of(page)
    still = pd.read_csv(page.parent / "tables" / "orders.csv")
    # the four frigates are 120 million TIV, the ten tanks 20 million
    assert list(zip(still["designation"], still["open"], strict=True)) == [("Pawn-2", 4), ("Rook-1", 10)]
    row = re.search(r"<tr><td>India from Russia</td><td>Rook-1, tank</td>(.*?)</tr>", text_of(page))
    assert row is not None
    assert re.findall(r">([^<]*)</td>", row[1]) == ["2021", "40", "30?", "10?", "2026"]
    marked = "A question mark means that the source marks the number, or its year, as uncertain."
    assert marked in text_of(page)
    assert "The records hold only orders of which something was delivered. Others" in text_of(page)
    (sure,) = open_orders(af.read_sipri(DEALS.replace(",30,?,", ",30,,").encode(), release="2024"))
    assert marked not in sure.words


def test_a_register_without_an_order_that_waits_for_all_of_it_says_so() -> None:
    missing = "The records hold only orders of which something was delivered. Others"
    (cut,) = open_orders(af.read_sipri(DEALS.encode(), release="2024"))
    assert missing in cut.words
    waits = "India,France,2021,,6,,Swift-4,transport aircraft,0,,,New,,9,54,\n"
    (whole,) = open_orders(af.read_sipri((DEALS + waits).encode(), release="2024"))
    assert missing not in whole.words


def test_a_world_page_maps_the_last_window_and_draws_the_largest_as_lines(words_of: Write) -> None:
    tables = words_of("all").parent / "tables"
    mapped = pd.read_csv(tables / "map_recipient.csv")
    assert set(mapped["period"]) == {"2020–24"}
    lines = pd.read_csv(tables / "lines_supplier.csv")
    sizes = pd.read_csv(tables / "rankings_supplier.csv")
    assert lines["supplier"].nunique() == 5
    assert sizes["party"].iloc[0] in set(lines["supplier"])
    # the first mean of five years is that of 1990-94
    assert lines["end"].min() == 1994


def told(rows: list[tuple[str, str, int, float]], first: int = 2010, last: int = 2019) -> pd.DataFrame:
    """Invented deliveries: supplier, recipient, year, TIV."""
    frame = pd.DataFrame(rows, columns=["supplier", "recipient", "year", "value"])
    same = {"stage": "delivery", "unit": "TIV", "source": "invented", "observed": (first, last)}
    return made(frame, **same)


def answer_of(page: Path) -> list[str]:
    return re.findall(r"<p>(.*?)</p>", text_of(page).split('<div class="answer">')[1].split("</div>")[0])


#: Eight suppliers that were large ten years ago, and three that are large now.
OLD = ["RUS", "USA", "CHN", "GBR", "ITA", "ESP", "SWE", "BRA"]
CHANGED = [(code, "IRQ", 2012, 100.0 - n) for n, code in enumerate(OLD)]
CHANGED += [("FRA", "IRQ", 2019, 30.0), ("BGR", "IRQ", 2019, 20.0), ("ISR", "IRQ", 2019, 10.0)]
CHANGED += [("unknown supplier", "IRQ", 2019, 25.0), ("RUS", "IRQ", 2019, 15.0)]


def test_the_answer_ranks_the_last_window_by_itself_and_without_the_unknown(
    tmp_path: Path, undrawn: None
) -> None:
    page = af.write_report(tmp_path / "a", told(CHANGED), recipient="Iraq")
    # 30, 20 and 15 of 100; 25 are of unknown suppliers
    assert answer_of(page)[1:3] == [
        "The largest suppliers in 2015–19 were France (30 per cent), Bulgaria (20 per cent) and Russia "
        "(15 per cent).",
        "Suppliers that are not known delivered 25 per cent in 2015–19.",
    ]
    shares = pd.read_csv(page.parent / "tables" / "shares.csv")
    last = shares[shares["period"] == "2015–19"].set_index("supplier")["share"]
    # those of the answer have a name; Israel's 10 are less than what each of the old eight has
    assert set(last.index) == {"FRA", "BGR", "RUS", "unk:supplier", "others"}
    assert last["others"] == pytest.approx(0.1)
    # what it adds up to is the same, however it is parted
    assert shares.groupby("period")["share"].sum().tolist() == pytest.approx([1, 1])
    assert shares["supplier"].nunique() <= 8 + 2
    changed = pd.read_csv(page.parent / "tables" / "changes.csv")
    assert {"FRA", "BGR", "RUS"} <= set(changed["supplier"])


@pytest.mark.sweep
def test_a_ranking_of_all_names_no_unknown_party(tmp_path: Path, undrawn: None) -> None:
    rows = [*CHANGED, *((code, to, year, value / 2) for code, to, year, value in CHANGED for to in ("IND",))]
    page = af.write_report(tmp_path / "a", told(rows))
    assert (
        "The largest suppliers in 2015–19 were France (30 per cent), Bulgaria (20 per cent) and Russia (15"
        in (text_of(page))
    )
    assert "Suppliers that are not known delivered 25 per cent in 2015–19." in answer_of(page)
    years = [(to, year, value) for to in ("IRQ", "IND") for year, value in ((2009, 1.0), (2019, 50.0))]
    some = [(code, *rest) for code in ("RUS", "FRA", "unknown supplier") for rest in years]
    page = af.write_report(tmp_path / "b", told(some, first=2000))
    lines = pd.read_csv(page.parent / "tables" / "lines_supplier.csv")
    assert set(lines["supplier"]) == {"RUS", "FRA"}
    most = re.search(r"The (\d+) parties with the largest difference", text_of(page))
    assert most is not None
    assert most[1] == "4"


@pytest.mark.sweep
def test_a_chart_of_two_recipients_names_the_largest_of_each(tmp_path: Path, undrawn: None) -> None:
    leaders = ["FRA", "DEU", "ITA", "ESP", "SWE", "TUR", "BRA", "CHN"]
    windows = [(to, year) for year in (2002, 2007, 2012, 2017) for to in ("AZE", "ARM")]
    # another leads each of the eight stacks, and those asked for are small
    rows = [(code, to, year, 50.0) for code, (to, year) in zip(leaders, windows, strict=True)]
    rows += [("RUS", to, year, 1.0) for to, year in windows]
    page = af.write_report(
        tmp_path / "a", told(rows, first=2000), supplier="Russia", between=("Azerbaijan", "Armenia")
    )
    # 1 of 51
    assert "In 2015–19 Russia supplied 2.0 per cent of what Azerbaijan received." in answer_of(page)
    shares = pd.read_csv(page.parent / "tables" / "shares.csv")
    assert "RUS" in set(shares["supplier"])
    assert set(shares.loc[shares["period"] == "2015–19", "supplier"]) == {"RUS", "BRA", "CHN"}


@pytest.mark.sweep
def test_a_share_too_small_for_the_chart_is_said_in_words(tmp_path: Path, undrawn: None) -> None:
    rows = [(code, "IRQ", 2019, 10.0) for code in [*OLD, "FRA", "DEU", "KOR", "TUR"]] + [
        ("ISR", "IRQ", 2019, 5.0)
    ]
    page = af.write_report(tmp_path / "a", told(rows), supplier="Israel", recipient="Iraq")
    # 5 of 125
    assert "In 2015–19 Israel supplied 4.0 per cent of what Iraq received." in answer_of(page)


def with_bounds() -> pd.DataFrame:
    """Deliveries to India and Armenia with bounds, all but one in the later of two windows."""
    rows = pd.DataFrame(
        {
            "supplier": ["RUS", "FRA", "RUS", "FRA", "RUS"],
            "recipient": ["IND", "IND", "ARM", "ARM", "IND"],
            "year": [2018, 2018, 2018, 2018, 2013],
            "value": [60.0, 40.0, 30.0, 10.0, 50.0],
            "low": [50.0, 40.0, 30.0, 10.0, 40.0],
            "high": [70.0, 40.0, 30.0, 10.0, 60.0],
        }
    )
    same = {"stage": "delivery", "unit": "TIV", "source": "invented", "observed": (2010, 2019)}
    return made(rows, **same)


def test_answers_and_tables_have_bounds(tmp_path: Path, undrawn: None) -> None:
    said = answer_of(af.write_report(tmp_path / "a", with_bounds(), recipient="India"))
    # 50 of 90 to 70 of 110; 40 of 110 to 40 of 90
    assert said[1] == (
        "The largest suppliers in 2015–19 were Russia (60 per cent, 55–64) and France (40 per cent, 36–45)."
    )
    # 90 of 130 to 110 of 150
    assert (
        said[2]
        == "India was number 1 of all recipients in 2015–19, with 71 per cent (69–74) of all deliveries."
    )
    text = text_of(tmp_path / "a" / "index.html")
    assert '<td class="number">60 [55–64]</td>' in text
    # 100 is 2 times 50, at least 90 of 60 and at most 110 of 40
    changed = pd.read_csv(tmp_path / "a" / "tables" / "changes.csv").set_index("supplier").loc["RUS"]
    assert changed[["change", "change_low", "change_high"]].tolist() == pytest.approx([0.2, -1 / 6, 0.75])
    assert "20 [−17 to +75]" in text
    # 0.6² + 0.4², 0.5556² + 0.4444² to 0.6364² + 0.3636²
    assert "0.52 [0.50–0.54]" in text


@pytest.mark.parametrize(
    "between", [("India", "Armenia"), pytest.param(("Armenia", "India"), marks=pytest.mark.sweep)]
)
def test_a_ratio_has_bounds_whoever_is_named_first(
    tmp_path: Path, undrawn: None, between: tuple[str, str]
) -> None:
    page = af.write_report(tmp_path / "a", with_bounds(), supplier="Russia", between=between)
    # 110 to 30, 90 to 130
    assert "3.7 (3.0–4.4) times as much to India." in answer_of(page)[0]


WITHOUT_PLACES = ["org:nato", "org:un", "grp:hezbollah", "unknown recipient"]


def without_places() -> pd.DataFrame:
    """Deliveries of nobody known to an organisation, a group and nobody known."""
    rows = [("unknown supplier", code, 2019, 10.0 * n) for n, code in enumerate(WITHOUT_PLACES, 1)]
    return told([*rows, ("unknown supplier", "org:nato", 2011, 1.0)])


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("side", "name", "said"),
    [
        ("recipient", "org:nato", "NATO: 10 per cent of all deliveries in 2015–19."),
        ("recipient", "org:un", "The United Nations: 20 per cent of all deliveries in 2015–19."),
        ("recipient", "grp:hezbollah", "Hezbollah: 30 per cent of all deliveries in 2015–19."),
        ("recipient", "unknown recipient", "Unknown recipient: 40 per cent of all deliveries in 2015–19."),
        ("supplier", "unknown supplier", "Unknown supplier: 100 per cent of all deliveries in 2015–19."),
    ],
)
def test_a_party_without_a_place_has_a_page(
    tmp_path: Path, undrawn: None, side: str, name: str, said: str
) -> None:
    answer = answer_of(af.write_report(tmp_path / "a", without_places(), **{side: name}))
    assert answer[-1] == (
        f"{said} Organisations, armed groups and unknown {side}s have no place among the {side}s."
    )


@pytest.mark.sweep
@pytest.mark.parametrize("name", [name for name in WITHOUT_PLACES if name != "org:un"])
def test_a_party_without_a_place_may_be_one_of_a_pair(tmp_path: Path, undrawn: None, name: str) -> None:
    asked = {"supplier": "unknown supplier", "between": ("org:un", name)}
    page = af.write_report(tmp_path / "a", without_places(), **asked)
    assert "Unknown supplier delivered 20 TIV to the United Nations" in answer_of(page)[0]


@pytest.mark.parametrize("bounds", [pytest.param([float("nan")] * 2, marks=pytest.mark.sweep), [1.0, 9.0]])
def test_a_party_whose_share_has_no_value_has_no_place(
    tmp_path: Path, undrawn: None, bounds: list[float]
) -> None:
    records = told([("RUS", "IND", 2011, 5.0), ("RUS", "IND", 2019, 5.0), ("RUS", "ARM", 2019, 5.0)])
    records.loc[2, ["value", "low", "high"]] = [float("nan"), *bounds]
    page = af.write_report(tmp_path / "a", records, recipient="Armenia")
    said = "Armenia has no place in 2015–19: its share of all deliveries has no known value."
    assert said in answer_of(page)


def test_groups_and_all_are_no_party_of_a_page(tmp_path: Path, undrawn: None) -> None:
    records = told([("RUS", "IND", 2011, 5.0), ("KOR", "DEU", 2019, 5.0), ("KOR", "POL", 2018, 5.0)])
    with pytest.raises(
        af.ArgumentError, match=r"put the group in place of its members with to_groups\(records"
    ):
        af.write_report(tmp_path / "a", records, recipient="members:NATO")
    with pytest.raises(af.ArgumentError, match="recipient is 'all', which names nobody"):
        af.write_report(tmp_path / "a", records, recipient="all")
    with pytest.raises(af.ArgumentError, match="between is 'all', which names nobody"):
        af.write_report(tmp_path / "a", records, supplier="KOR", between=("all", "DEU"))
    with pytest.raises(af.ArgumentError, match=r"twice DEU; expected two recipients"):
        af.write_report(tmp_path / "a", records, supplier="KOR", between=("Germany", "DEU"))
    grouped = af.to_groups(records, "NATO", side="recipient")
    page = af.write_report(tmp_path / "a", grouped, recipient="members:NATO")
    assert "The largest supplier in 2015–19 was South Korea (100 per cent)." in answer_of(page)


def test_a_name_of_an_organisation_and_of_its_members_is_asked_back(tmp_path: Path, undrawn: None) -> None:
    records = told([("USA", "org:nato", 2019, 784.0), ("USA", "POL", 2019, 1521.0)])
    for question in ({"recipient": "NATO"}, {"supplier": "USA", "between": ("NATO", "Poland")}):
        with pytest.raises(af.PartyError, match="'NATO' may mean the organisation or its members; write"):
            af.write_report(tmp_path / "a", records, **question)
    page = af.write_report(tmp_path / "a", records, recipient="org:nato")
    assert "come to 784" in answer_of(page)[0]


def sums_of_all() -> list[tuple[str, str, int, float]]:
    """Ten years of two suppliers, each a sum over all recipients."""
    sides = (("DEU", 3.0), ("FRA", 7.0))
    return [(code, "all", year, value) for year in range(2010, 2020) for code, value in sides]


@pytest.mark.parametrize("explorer", [False, pytest.param(True, marks=pytest.mark.sweep)])
def test_sums_over_all_recipients_have_no_recipients_to_rank(
    tmp_path: Path, undrawn: None, explorer: bool
) -> None:
    if explorer:
        pytest.importorskip("altair")
        pytest.importorskip("vl_convert")
    page = af.write_report(tmp_path / "a", told(sums_of_all()), supplier="Germany", explorer=explorer)
    # 10 times 3, of 10 a year
    assert answer_of(page) == [
        "The deliveries of 2010–19 come to 30 TIV.",
        "The source names no recipients: each of its figures is the sum over all of them.",
        "Germany was number 2 of all suppliers in 2015–19, with 30 per cent of all deliveries.",
    ]
    tables = {path.stem for path in (page.parent / "tables").iterdir()}
    assert tables == {"years", "rankings_supplier", "coverage"}
    world = told([("all", "all", year, 5.0) for year in range(2010, 2020)])
    nobody = af.write_report(tmp_path / "b", world)
    assert len(answer_of(nobody)) == 3
    assert {path.stem for path in (nobody.parent / "tables").iterdir()} == {"years", "coverage"}


@pytest.mark.sweep
def test_sums_over_all_of_one_side_are_ranked_by_the_other(tmp_path: Path, undrawn: None) -> None:
    rows = sums_of_all()
    everyone = answer_of(af.write_report(tmp_path / "a", told(rows)))
    assert everyone[1:] == [
        "The largest suppliers in 2015–19 were France (70 per cent) and Germany (30 per cent).",
        "The source names no recipients: each of its figures is the sum over all of them.",
    ]
    # the same the other way round
    turned = told([(to, code, year, value) for code, to, year, value in rows])
    received = answer_of(af.write_report(tmp_path / "b", turned, recipient="Germany"))
    assert received[1] == "The source names no suppliers: each of its figures is the sum over all of them."


@pytest.mark.parametrize(
    "more", [pytest.param({}, id="recipient"), pytest.param({"supplier": "USA"}, marks=pytest.mark.sweep)]
)
def test_a_table_of_one_supplier_says_so_on_a_page_about_a_recipient(
    tmp_path: Path, undrawn: None, more: dict[str, str]
) -> None:
    records = told([("USA", "ISR", 2011, 5.0), ("USA", "ISR", 2019, 5.0), ("RUS", "IND", 2019, 5.0)])
    only = af.where(records, supplier="USA")
    answer = answer_of(af.write_report(tmp_path / "a", only, recipient="Israel", **more))
    assert answer[-1].startswith("Some suppliers only. Shares are of the total of these alone.")


def test_a_table_for_which_a_page_has_no_room_lies_beside_it_and_the_page_says_so(
    in_format: Write, few: pd.DataFrame, tmp_path: Path, undrawn: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = in_format("html")
    sizes = {path.name: path.stat().st_size for path in (whole.parent / "tables").iterdir()}
    largest = max(sizes, key=lambda name: sizes[name])
    # too few by half of the last of them
    monkeypatch.setattr("armsflow.report.as_html.MOST", len(whole.read_bytes()) - sizes[largest] // 2)
    page = af.write_report(tmp_path / "b", few, recipient="Armenia")
    seen = Reader(text_of(page))
    assert set(seen.downloads) == set(sizes) - {largest}
    assert f">All numbers as CSV, in the folder of this page: tables/{largest}</a>" in text_of(page)
    assert f"tables/{largest}" in seen.links
    assert len(page.read_bytes()) < len(whole.read_bytes()) - sizes[largest]


@pytest.mark.parametrize(
    "asked",
    [
        {"recipient": "Egypt"},
        *(pytest.param(asked, marks=pytest.mark.sweep) for asked in ({"supplier": "UK"}, {})),
    ],
)
def test_a_report_on_licences_of_one_state_says_nothing_of_other_suppliers(
    tmp_path: Path, undrawn: None, asked: dict[str, str]
) -> None:
    """Britain has all of its own list, which is no concentration of what Egypt got."""
    lines = [
        f"{year},{year}-{month},ML10,1,{year},Egypt,0" for year in range(2008, 2018) for month in ("01", "12")
    ]
    head = "licence_group,date,rating,count,value,country,refused"
    british = af.read_uk_licences("\n".join([head, *lines]).encode())
    assert "supplier" in narrowed(british)
    page = af.write_report(tmp_path / "page", british, **asked)
    assert "Herfindahl" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("low", "high", "said", "printed"),
    [
        pytest.param(
            0.8, 1.2, "Brackets give the least and the greatest possible value.", True, id="wide"
        ),
        pytest.param(
            1 - 1e-6, 1 + 1e-6, "Bounds are narrower than the digits that are printed.", False, id="narrow"
        ),
        pytest.param(
            1.0, 1.0, "The source gives single values, without bounds.", False, id="none",
            marks=pytest.mark.sweep,
        ),
    ],
)  # fmt: skip
def test_brackets_are_explained_only_where_some_are_printed(
    low: float, high: float, said: str, printed: bool
) -> None:
    """A page spoke of brackets where rounding had taken all of them away."""

    given = pd.DataFrame({"value": [90e6, 40e6], "low": [low * 90e6, low * 40e6]})
    given = given.assign(high=[high * 90e6, high * 40e6], year=[2014, 2015])
    records = made(
        given, supplier="Russia", recipient="Armenia", stage="delivery", unit="TIV", source="invented"
    )
    built = register_page(records, Question(supplier=None, recipient="ARM", between=None))
    points = {point for each in built.sections if isinstance(each, Points) for point, _ in each.points}
    told = provenance(af.totals(records))
    assert said in told
    assert ("Brackets" in told) is printed
    assert ("Brackets." in points) is printed


def test_brackets_under_single_values_say_what_they_come_from() -> None:
    """75 and 25 are exact; the 25 are of many suppliers, of one, or of the one that has 75."""
    exact = told([("RUS", "IND", 2018, 75e6), ("unknown supplier", "IND", 2018, 25e6)])
    index = af.concentration(exact)
    assert "0.63 [0.56–1.00]" in {cell for row in grid_of(figure_of(index)).rows for cell in row}
    assert provenance(index).endswith(
        "The source gives single values. Brackets stand where suppliers are not known: they can be many, or "
        "the largest one."
    )
    aid = af.concentration(exact.assign(stage="aid", unit="EUR"))
    assert provenance(aid).endswith(
        "Brackets stand where donors are not known: they can be many, or the largest one."
    )
    named = told([("RUS", "IND", 2018, 75e6), ("FRA", "IND", 2018, 25e6)])
    assert "The source gives single values, without bounds." in provenance(af.concentration(named))
    ranges = named.assign(low=[70e6, 20e6], high=[80e6, 30e6])
    assert provenance(af.concentration(ranges)).endswith(
        "Brackets give the least and the greatest possible value."
    )
    # of what has no value the bounds are printed alone, without brackets
    totals = af.totals(ranges.assign(value=float("nan")), by="supplier", over=(2010, 2019))
    assert "70,000,000–80,000,000" in {cell for row in grid_of(figure_of(totals)).rows for cell in row}
    assert provenance(totals).endswith("Where a value is not known, its bounds stand in its place.")


def figure_of(frame: pd.DataFrame) -> Figure:
    return Figure("any", "Any", frame, af.plot_totals, "")


def test_who_the_others_are_is_said_of_charts_by_window(tmp_path: Path, undrawn: None) -> None:
    page = text_of(af.write_report(tmp_path / "a", told(CHANGED), recipient="Iraq"))
    words = "A chart by window also names the largest of each window and the three largest of the last."
    assert f"They are all but the largest over the years shown, and are never ranked. {words}" in page


@pytest.mark.sweep
def test_a_page_without_charts_by_window_does_not_say_it(tmp_path: Path, undrawn: None) -> None:
    page = text_of(af.write_report(tmp_path / "a", told(CHANGED)))
    assert "A chart by window also names" not in page


#: Of Russia to Armenia and Azerbaijan, and of others, as (supplier, recipient, year, value).
BOTH = [("RUS", "ARM", 2012, 50.0), ("FRA", "ARM", 2018, 40.0), ("RUS", "AZE", 2018, 30.0)]
BOTH += [("ISR", "AZE", 2017, 30.0), ("ISR", "ARM", 2010, 5.0), ("FRA", "ARM", 2019, 5.0)]
HIDDEN = ("RUS", "ARM", 2018, None)
PAIR, FLOW = Question("RUS", None, ("ARM", "AZE")), Question("RUS", "ARM", None)


def answered(rows: list[Any], question: Question, language: str = "en", **same: Any) -> list[str]:
    frame = pd.DataFrame(rows, columns=["supplier", "recipient", "year", "value"])
    records = made(frame, **{"stage": "delivery", "unit": "TIV"} | same)
    with speaking(language):
        return list(register_page(records, question).answer)


@pytest.mark.parametrize(
    "question", [pytest.param(PAIR, marks=pytest.mark.sweep), FLOW], ids=["pair", "flow"]
)
def test_what_is_undisclosed_or_not_recorded_is_not_nothing(question: Question) -> None:
    listed: dict[str, Any] = {"source": "sipri", "observed": (2010, 2019)}
    nothing = "In 2015–19 Russia supplied nothing of what Armenia received."
    assert nothing in answered(BOTH, question, **listed)
    hidden = "Deliveries from Russia to Armenia in 2015–19: the amount is not disclosed."
    assert hidden in answered([*BOTH, HIDDEN], question, **listed)
    # a 0 beside it is not all there was
    assert hidden in answered([*BOTH, HIDDEN, ("RUS", "ARM", 2017, 0.0)], question, **listed)
    # a source that lists not all
    unknown = "Deliveries from Russia to Armenia in 2015–19: no record says how much."
    for rows in (BOTH, [*BOTH, ("RUS", "ARM", 2017, 0.0)]):
        assert unknown in answered(rows, question, source="user")
    # what the members of the EU delivered together may hold what France did
    members = [row for row in BOTH if row[0] != "FRA"] + [("members:EU", "ARM", 2018, 40.0)]
    members += [("FRA", "ARM", 2012, 4.0), ("FRA", "AZE", 2018, 1.0)]
    of_france = answered(members, question._replace(supplier="FRA"), **listed)
    assert "Deliveries from France to Armenia in 2015–19: no record says how much." in of_france


def test_licences_that_are_undisclosed_or_not_recorded_are_not_nothing() -> None:
    rows = [("DEU", *rest) if code == "RUS" else (code, *rest) for code, *rest in [*BOTH, HIDDEN]]
    same = {"stage": "licence", "unit": "EUR", "source": "coarm", "reporter": "supplier"}
    flow = Question("DEU", "ARM", None)
    assert answered(rows, flow, **same)[1] == (
        "Licences from Germany to Armenia in 2015–19: the amount is not disclosed."
    )
    assert answered(rows, flow, "de", **same)[1] == (
        "Genehmigungen aus Deutschland an Armenien, 2015–19: Der Umfang ist nicht angegeben."
    )
    assert answered(rows[:-1], flow, **same)[1] == (
        "Licences from Germany to Armenia in 2015–19: no record says how much."
    )


def test_records_without_a_number_are_not_in_a_balance_and_not_in_a_share() -> None:
    """Each recipient has one such record: of Russia to Armenia, and of Israel to Azerbaijan."""
    rows = [*BOTH, HIDDEN, ("ISR", "AZE", 2019, None)]
    balance, _, share = answered(rows, PAIR, source="sipri", observed=(2010, 2019))
    assert balance.endswith(" 1.7 times as much to Armenia. 1 record without a number is not in it.")
    assert share == (
        "In 2015–19 Russia supplied 50 per cent of what Azerbaijan received. "
        "1 record without a number is not in it."
    )


def test_nobody_is_said_to_be_no_supplier_for_want_of_records() -> None:
    rows, one = [("RUS", "ARM", 2010, 50.0), *BOTH[1:2], *BOTH[4:]], Question("RUS", None, None)
    gone = "Russia is not among the suppliers of 2015–19."
    assert gone in answered(rows, one, source="sipri", observed=(2010, 2019))
    # where a source lists not all
    assert "Russia has no known place in 2015–19: no record gives an amount." in answered(
        rows, one, source="user"
    )
    # a state that was no more
    soviet = [("SUN", "IND", 1988, 50.0), ("FRA", "IND", 1988, 40.0), ("FRA", "IND", 1996, 40.0)]
    soviet += [("FRA", "IND", 1983, 1.0)]
    for recipient, said in (
        (None, "The Soviet Union is not among the suppliers of 1992–96."),
        ("IND", "In 1992–96 the Soviet Union supplied nothing of what India received."),
    ):
        assert said in answered(soviet, Question("SUN", recipient, None), source="user")


@pytest.mark.parametrize(
    "question", [Question("FRA", None, ()), Question(None, "ARM", ())], ids=["from", "to"]
)
def test_shares_say_how_many_records_without_a_number_they_leave_out(question: Question) -> None:
    """France had 80 per cent of what was counted, and two Russian records had no number."""
    rows = [("FRA", "ARM", 2018, 40.0), ("ISR", "ARM", 2018, 10.0), ("RUS", "ARM", 2012, 50.0)]
    lacking = [("RUS", "ARM", 2018, None), ("RUS", "ARM", 2019, None)]
    listed: dict[str, Any] = {"source": "sipri", "observed": (2010, 2019)}
    said = answered([*rows, *lacking], question, **listed)
    assert said.count("Shares leave out 2 records without a number.") == 1
    assert any("80 per cent" in sentence for sentence in said)
    assert "leave out" not in " ".join(answered(rows, question, **listed))


FEW = [("RUS", "IND", 2011, 5.0), ("KOR", "DEU", 2019, 5.0)]


def test_parties_and_years_that_no_page_can_have_are_refused(tmp_path: Path) -> None:
    records = told(FEW)
    for asked, said in (
        ({"recipient": "all"}, "recipient is 'all', which names nobody"),
        ({"supplier": "KOR", "between": ("all", "DEU")}, "between is 'all', which names nobody"),
        ({"supplier": "KOR", "between": ("Germany", "DEU")}, "twice DEU; expected two recipients"),
        ({"supplier": "KOR", "between": ("DEU", "DEU")}, "expected two recipients"),
        ({"between": ("DEU", "POL")}, "between is given without supplier"),
        ({"years": 2014}, "no record is of 2014; expected years of the records"),
    ):
        with pytest.raises(af.ArgumentError, match=said):
            af.write_report(tmp_path / "a", records, **asked)
    assert not (tmp_path / "a").exists()


def test_a_list_in_words_has_no_bounds_in_its_table() -> None:
    assert not has_bounds(Points("How to read this", [("", "A share of 40 per cent (38–42).")]))


def test_tables_are_taken_into_a_page_as_long_as_there_is_room(tmp_path: Path) -> None:
    (tmp_path / "short.csv").write_text("a")
    (tmp_path / "long.csv").write_text("a" * 90)
    sections: list[dict[str, Any]] = [{"file": "long.csv"}, {"file": "short.csv"}, {"file": ""}]
    _take_in(sections, tmp_path, room=100)
    # 90 bytes are 120 in base64
    assert [section.get("download") for section in sections] == [None, "short.csv", None]
    assert "long.csv" in sections[0]["beside"]
    assert base64.b64decode(sections[1]["link"].partition(",")[2]) == b"a"


def test_the_records_of_some_years_are_those_of_a_page() -> None:
    assert _of_years(told(FEW), 2019)["value"].tolist() == [5.0]


def test_a_page_needs_jinja(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    _template.cache_clear()
    with pytest.raises(af.DependencyError, match="write_report needs Jinja2"):
        _template()


def test_bounds_narrower_than_the_digits_are_said_to_be_so() -> None:
    exact = told([("RUS", "IND", 2018, 75e6)])
    tight = exact.assign(low=75e6 - 1, high=75e6 + 1)
    assert provenance(af.totals(tight)).endswith("Bounds are narrower than the digits that are printed.")
