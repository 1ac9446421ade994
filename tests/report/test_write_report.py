"""Reports about a register: what they say is what the records hold, in each format, whatever names hold."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree
from zipfile import ZipFile

import pandas as pd
import pytest

import armsflow as af
from armsflow.report.page import Figure, Points, grid_of, provenance
from armsflow.report.register_page import Question, register_page
from armsflow.report.write_report import FORMATS
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
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)
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
    for link in seen.links:
        assert link[1:] in seen.ids if link.startswith("#") else (page.parent / link).stat().st_size > 0
    # a reference inside a picture finds its own picture
    for used in set(re.findall(r"(?:url\(#|xlink:href=\"#)([^)\"]+)", text)):
        assert used in seen.ids
    tables = {path.name for path in (page.parent / "tables").iterdir()}
    assert {Path(link).name for link in seen.links if not link.startswith("#")} == tables


def test_the_answer_is_what_the_records_hold(words_of: Write, register: pd.DataFrame) -> None:
    sums = register[register["supplier"] == "RUS"].groupby("recipient")["value"].sum() / 1e6
    assert (
        f"Russia delivered {sums['AZE']:,.0f} million TIV to Azerbaijan and {sums['ARM']:,.0f} million TIV "
        f"to Armenia in 1990–2024: {sums['AZE'] / sums['ARM']:.1f} times as much to Azerbaijan."
    ) in text_of(words_of("pair"))
    last = register[register["start"] >= 2020]
    to_armenia = last[last["recipient"] == "ARM"].groupby("supplier")["value"].sum()
    share = 100 * to_armenia["RUS"] / to_armenia.sum()
    assert f"In 2020–24 Russia supplied {share:.0f} per cent of what Armenia received." in text_of(
        words_of("flow")
    )


def test_all_deliveries_come_to_their_sum(words_of: Write, register: pd.DataFrame) -> None:
    whole = register["value"].sum() / 1e6
    assert f"The deliveries of 1990–2024 come to {whole:,.0f} million TIV." in text_of(words_of("all"))


def test_who_delivered_nothing_lately_is_said_to_have_delivered_nothing(
    tmp_path: Path, undrawn: None
) -> None:
    frame = pd.DataFrame(
        {"supplier": ["RUS", "ISR"], "recipient": "AZE", "value": [5.0, 7.0], "year": [2012, 2019]}
    )
    given = {"stage": "delivery", "unit": "TIV", "source": "invented", "observed": (2010, 2019)}
    page = af.write_report(tmp_path / "a", af.to_records(frame, **given), supplier="Russia", recipient="AZE")
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
    page = af.write_report(tmp_path / "a", af.to_records(frame, **same), supplier="RUS", recipient="AZE")
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
    return af.where(register, recipient=["Armenia"], years=(2015, 2024))


@pytest.fixture(scope="module")
def in_format(few: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Write:
    """The page on Armenia in a format with blank pictures, written when a test first asks for it."""
    folder = tmp_path_factory.mktemp("formats")

    def write(form: str) -> Path:
        with blank_pictures():
            return af.write_report(folder / form, few, recipient="Armenia", format=form)

    return cache(write)


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
    few: pd.DataFrame, form: str, tmp_path: Path
) -> None:
    one, again = (
        af.write_report(tmp_path / name, few, recipient="Armenia", format=form) for name in ("one", "again")
    )
    assert again.read_bytes() == one.read_bytes()


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


def test_claims_stand_beside_the_records_and_payments_beside_spending(
    register: pd.DataFrame, tmp_path: Path, undrawn: None
) -> None:
    claims = af.read_claims(af.table_path("claims.csv"))
    page = af.write_report(tmp_path / "a", register, supplier="Russia", recipient="Armenia", claims=claims)
    text = text_of(page)
    assert "5.0 billion US dollars" in text
    assert "never added" in text


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
    words_of: Write, register: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Path(copytree(words_of("all").parent, tmp_path / "a")) / "index.html"
    before = page.read_bytes()

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("armsflow.report.write_report.as_html", full)
    with pytest.raises(OSError, match="No space left"):
        af.write_report(tmp_path / "a", af.where(register, recipient="Armenia"), recipient="Armenia")
    assert page.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_long_register_of_two_recipients_is_drawn_in_lines(tmp_path: Path, undrawn: None) -> None:
    years = range(1950, 2024)
    rows = [("RUS", to, year, 10.0 + year % 7) for year in years for to in ("AZE", "ARM")]
    frame = pd.DataFrame(rows, columns=["supplier", "recipient", "year", "value"])
    records = af.to_records(frame, stage="delivery", unit="TIV", source="invented", observed=(1950, 2023))
    page = af.write_report(tmp_path / "a", records, supplier="Russia", between=("Azerbaijan", "Armenia"))
    assert "Each point is a single year." in text_of(page)
    assert len(pd.read_csv(page.parent / "tables" / "years.csv")) == 2 * len(years)


def test_who_supplies_all_has_a_place(words_of: Write) -> None:
    assert "Russia was number" in text_of(words_of("supplier"))


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
    assert re.findall(r">([^<]*)</td>", row[1]) == ["2021", "40", "30", "10", "2026"]


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


def test_brackets_are_explained_only_where_some_are_printed() -> None:
    """A page spoke of brackets where rounding had taken all of them away."""

    def page(low: float, high: float) -> tuple[str, set[str]]:
        given = pd.DataFrame({"value": [90e6, 40e6], "low": [low * 90e6, low * 40e6]})
        given = given.assign(high=[high * 90e6, high * 40e6], year=[2014, 2015])
        records = af.to_records(
            given, supplier="Russia", recipient="Armenia", stage="delivery", unit="TIV", source="invented"
        )
        built = register_page(records, Question(supplier=None, recipient="ARM", between=None))
        points = [point for each in built.sections if isinstance(each, Points) for point, _ in each.points]
        return provenance(af.totals(records)), {*points}

    told, points = page(0.8, 1.2)
    assert "Brackets give the least and the greatest possible value." in told
    assert "Brackets." in points
    told, points = page(1 - 1e-6, 1 + 1e-6)
    assert "Brackets" not in told
    assert "Bounds are narrower than the digits that are printed." in told
    assert "Brackets." not in points
    told, _ = page(1.0, 1.0)
    assert "The source gives single values, without bounds." in told
