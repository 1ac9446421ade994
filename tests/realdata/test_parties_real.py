"""Every name in the sources' own files is a party, or is listed as none."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from armsflow import parties
from armsflow.tables import table
from tests.realdata import DATA, needs_files

pytestmark = needs_files

# columns that name parties: registers of three ages, the UN, customs
SIDES = {"Supplier", "Recipient", "Seller", "Buyer", "seller", "buyer"}
TABLE_HEADS = {"", "Supplier", "Recipient", "Exports by"}
# what the sources list beside parties
NO_PARTY = {
    "sipri": {"Total", "Total world export", "Total world import"},
    "unroca": set(),
    "baci": {"Europe EFTA, nes", "Europe EFTA, not elsewhere specified"},
    "comtrade": {"World", "Areas, nes"},
    "coarm": {"Na", "na", "TOTAL PER ML categorya"},
    "caat": {
        *("Continental Shelf", "Continental Shelf Danish Sector", "French Overseas Territory"),
        *("Continental Shelf Netherlands Sector", "Continental Shelf Norwegian Sector"),
        "Continental Shelf: United Kingdom sector",
    },
    "sam": {"Global", "Europe Regional", "International Organizations"},
    "kiel": set(),
}


def rows(path: Path, encoding: str = "latin-1", delimiter: str = ",") -> list[list[str]]:
    text = path.read_bytes().decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def dicts(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[dict[str, str]]:
    head, *lines = rows(path, encoding, delimiter)
    return [dict(zip(head, line, strict=False)) for line in lines]


def codes_by(scheme: str) -> dict[str, str]:
    """Code of the party that each code of another scheme stands for, by the table."""
    pairs = table("parties.csv")[[scheme, "code"]].to_numpy()
    return {theirs: ours for cell, ours in pairs if cell for theirs in cell.split("|")}


def sipri_csv(path: Path) -> set[str]:
    lines = rows(path, delimiter=";" if path.name.startswith("cs1951") else ",")
    heads = [n for n, line in enumerate(lines) if len(SIDES & set(line)) == 2]
    if heads:
        head = lines[heads[0]]
        sides = [n for n, cell in enumerate(head) if cell in SIDES]
        # shorter lines are a deal broken over two lines, or a foot
        whole = [line for line in lines[heads[0] + 1 :] if len(line) >= len(head)]
        return {line[n] for line in whole for n in sides}
    found, inside = set(), False
    for line in lines:
        if len(line) > 2 and line[0] in TABLE_HEADS and re.fullmatch(r"\d{4}", line[1]):
            inside = True
        elif line and line[0].startswith("Volume of transfers"):
            inside = False
        elif inside and line:
            found.add(line[0])
    return found


def sipri_rtf(path: Path) -> set[str]:
    text = path.read_bytes().decode("latin-1")
    suppliers = re.findall(r"\{\\b ([^}\\]+)\}\\par", text)
    recipients = re.findall(r"\{\\b (?:R:|    )\} ?([^\\{}]+)\\tab", text)
    return {name.strip() for name in suppliers + recipients} - {"R:"}


def sipri() -> set[str]:
    by_category = re.compile(r"-wc\.csv|Export-All-1950-2022\.csv|country_list")
    found = set()
    for path in sorted((DATA / "sipri").iterdir()):
        if path.suffix in {".csv", ".txt", ".xls"} and not by_category.search(path.name):
            found |= sipri_csv(path)
        elif path.suffix == ".rtf":
            found |= sipri_rtf(path)
    labels = dicts(DATA / "sipri" / "sipriarmsdata__sipri_country_list.csv")
    found |= {row["country_label"] for row in labels}
    return {name for name in found if not name.startswith("Total exports ")}


def unroca() -> set[str]:
    reports = [r for path in (DATA / "unroca").iterdir() for r in json.loads(path.read_text("utf-8"))]
    return {r[side] for r in reports for side in ("exporter", "importer", "state_of_origin")}


def coarm() -> set[str]:
    lines = rows(DATA / "coarm" / "okfn_eu-armsexports.csv", "utf-8-sig", ";")[1:]
    return {line[n] for line in lines for n in (2, 3)}


def baci() -> set[str]:
    lines = dicts(DATA / "baci" / "country_codes.csv")
    return {r[f"country_name_{kind}"] for r in lines for kind in ("abbreviation", "full")}


def customs() -> set[tuple[str, str, str]]:
    found = set()
    for path in (DATA / "comtrade").iterdir():
        encoding = "latin-1" if path.name.startswith("comtradeplus") else "utf-8-sig"
        for row in dicts(path, encoding):
            for side in ("Reporter", "Partner"):
                number = row.get(f"{side} Code") or row.get(f"{side.lower()}Code")
                letters = row.get(f"{side} ISO") or row.get(f"{side.lower()}ISO") or ""
                found.add((number, letters, row.get(side) or row.get(f"{side.lower()}Desc")))
    return found


def caat() -> set[str]:
    return {row["country"] for row in dicts(DATA / "uk_caat" / "values_2015-07-29.csv")}


def sam() -> set[str]:
    sales = json.loads((DATA / "us" / "sam_arms_sales_totals.json").read_text("utf-8"))
    return {row["country"] for row in sales}


def kiel() -> set[str]:
    donors = {row["giver"] for row in dicts(DATA / "kiel" / "r28_bilateral_activities.csv")}
    support = dicts(DATA / "kiel" / "maindata_2024-08_src_ukraine_support.csv", "utf-16")
    return donors | {row["Countries"] for row in support}


def comtrade() -> set[str]:
    return {name for _, _, name in customs()}


SOURCES = {f.__name__: f for f in (sipri, unroca, baci, comtrade, coarm, caat, sam, kiel)}
# names that each is known to hold, so that a reader here that finds nothing is noticed
LEAST = {
    "sipri": 290,
    "unroca": 130,
    "baci": 235,
    "comtrade": 200,
    "coarm": 240,
    "caat": 215,
    "sam": 230,
    "kiel": 40,
}


@pytest.mark.parametrize("source", SOURCES)
def test_every_name_is_a_party_or_is_listed_as_none(source):
    names = {name for name in SOURCES[source]() if name and name.strip()}
    assert len(names) >= LEAST[source]
    refused = set()
    for name in names:
        try:
            parties.codes_of([name], source=source)
        except parties.PartyError:
            refused.add(name)
    assert refused == NO_PARTY[source]
    assert all(parties.why_not(name) for name in refused)


def test_sipri_letters_mean_the_party_that_sipri_writes_beside_them():
    letters = codes_by("sipri")
    listed = dicts(DATA / "sipri" / "sipriarmsdata__sipri_country_list.csv")
    assert len(listed) == 265
    for row in listed:
        code = parties.codes_of([row["country_label"]], source="sipri")[row["country_label"]]
        assert code == letters.get(row["country_code"], "all"), row


def test_customs_numbers_and_letters_agree_with_the_names():
    numbers = codes_by("comtrade")
    for number, letters, name in customs() - {("0", "W00", "World"), ("0", "WLD", "World")}:
        if name == "Areas, nes":
            continue
        code = parties.codes_of([name], source="comtrade")[name]
        assert numbers[number.zfill(3)] == code, name
        assert letters in ("", code) or (letters, code) == ("S19", "TWN"), name


def test_baci_agrees_but_where_it_lends_a_member_s_code_to_a_union():
    numbers = codes_by("comtrade")
    differ = {}
    for row in dicts(DATA / "baci" / "country_codes.csv"):
        name = row["country_name_abbreviation"]
        if name in NO_PARTY["baci"]:
            continue
        code = parties.codes_of([name], source="baci")[name]
        assert numbers[row["country_code"].zfill(3)] == code
        if code != row["iso_3digit_alpha"]:
            differ[name] = (row["iso_3digit_alpha"], code)
    assert differ == {
        "Belgium-Luxembourg": ("BEL", "x:belgium_luxembourg"),
        "So. African Customs Union": ("ZAF", "x:southern_african_customs_union"),
        "Other Asia, nes": ("N/A", "TWN"),
        "US Misc. Pacific Isds": ("N/A", "PUS"),
    }


def test_names_and_letters_of_the_world_bank_agree():
    seen = 0
    for path in (DATA / "wdi").glob("API_MS.*.csv"):
        for line in rows(path, "utf-8-sig"):
            if len(line) < 10 or line[0] == "Country Name" or parties.why_not(line[0]):
                continue
            if line[0] not in (
                "Channel Islands",
                "European Union",
            ):  # CHI and EUU are the Bank's own
                assert parties.party(line[:2]) == [line[1], line[1]]
                seen += 1
    assert seen > 600


def test_iso_names_letters_and_numbers_agree():
    numbers = codes_by("m49")
    entries = dicts(DATA / "states" / "countrycode_data_iso.csv")
    assert len(entries) == 249
    for row in entries:
        code = row["iso3c"]
        assert numbers[row["iso3n"].zfill(3)] == code
        # "Congo" alone is refused, and "NA" may mean not available
        names = {row["iso.name.en"], row["iso2c"], code} - {"Congo (the)", "NA"}
        assert {parties.party(name) for name in names} == {code}


def test_every_member_of_the_united_nations_is_a_state():
    names = {row["un.name.en"] for row in dicts(DATA / "states" / "countrycode_data_un_names.csv")}
    codes = set(parties.codes_of(names, source="unroca").values())
    assert len(names) == len(codes) == 193
    assert {parties.kind(code) for code in codes} == {"state"}


def test_years_of_independence_agree_with_the_lists_of_states():
    """Within a year of one of the two lists, for states that became independent after 1945."""
    starts: dict[str, set[int]] = {}
    for line in rows(DATA / "states" / "iisystem.dat", "cp1252", "\t"):
        starts.setdefault(line[2], set()).add(int(line[3][-4:]))
    for line in rows(DATA / "states" / "states2016.csv")[1:]:
        starts.setdefault(line[2], set()).add(int(line[3]))
    ours = table("parties.csv").set_index("code")["start"]
    checked, differ = set(), {}
    for name, years in starts.items():
        if min(years) <= 1945 or parties.why_not(name):
            continue
        code = parties.codes_of([name], source="sipri")[name]
        checked.add(code)
        if not any(abs(ours[code] - year) <= 1 for year in years):
            differ[code] = years
    assert len(checked) > 100
    # the lists date microstates by their seat in the United Nations, North Vietnam by the armistice
    # of 1954, and North Macedonia in one of them by the seat
    assert set(differ) == {
        *("AND", "LIE", "MCO", "SMR", "KIR", "NRU", "TON", "TUV", "MHL", "FSM", "WSM"),
        *("VDR", "VNM", "MKD"),
    }
