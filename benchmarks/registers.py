"""Reading a file of each source beside a bare pandas read of the same bytes: ratios, and memory.

    python benchmarks/registers.py [--page docs/speed.md]

The files are invented, in the formats of the sources and about as long as theirs. With --page the section on
readers of that page is written anew.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

import armsflow as af

REPEATS = 9
SECTION = "## Readers of files"
HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,"
    "SIPRI TIV of delivered weapons"
)
PREAMBLE = ["invented"] * 9 + ["Source: SIPRI in shape only", "Data generated: 13 Oct 2024 2:20:11 PM"]
DRAW = np.random.default_rng(3)
STATES = af.table("parties.csv").query("kind == 'state' and comtrade != ''")
NAMES = [name for name in STATES["name"].tolist() if "," not in name][:150]
NUMBERS = [number for number in STATES["comtrade"].tolist() if number.isdigit()][:150]

Bare = Callable[[io.BytesIO], object]


def picked(words: Iterable[str], count: int) -> list[str]:
    return DRAW.choice(np.array([*words]), count).tolist()


def whole(count: int, most: int = 10**7) -> list[int]:
    return DRAW.integers(1, most, count).tolist()


def years(count: int) -> list[int]:
    return DRAW.integers(2005, 2015, count).tolist()


def csv_of(columns: dict[str, list], sign: str = ",") -> bytes:
    return pd.DataFrame(columns).to_csv(index=False, sep=sign, lineterminator="\n").encode()


def json_of(columns: dict[str, list]) -> bytes:
    rows = pd.DataFrame(columns).astype(str).to_dict("records")
    return ("[" + ",\n".join(map(json.dumps, rows)) + "]").encode()


# --- a file of each source --------------------------------------------------------------------------


def sipri(deals: int = 28_000) -> bytes:
    words = ["tank", "APC", "FGA aircraft", "portable SAM", "towed gun", "UAV", "frigate", "air search radar"]
    lines = []
    for i in range(deals):
        start, length = int(DRAW.integers(1950, 2015)), int(DRAW.integers(1, 8))
        number, unit = int(DRAW.integers(1, 400)), round(float(DRAW.lognormal(0, 1.5)), 2)
        delivered = "; ".join(str(start + 1 + k) for k in range(length))
        volume = f"{number * unit:.2f}"
        marks = ["?" * int(mark) for mark in DRAW.integers(2, size=2)]
        cells = [
            *(NAMES[int(DRAW.integers(150))], NAMES[int(DRAW.integers(60))], start, marks[0]),
            *(number, marks[1], f"Lark-{i % 4000}", words[i % len(words)], number, "", delivered, "New"),
            *(f"Remark {i % 9000}; for use in place {i % 700}", unit, volume, volume),
        ]
        lines.append(",".join(map(str, cells)))
    return "\n".join([*PREAMBLE, HEADER, *lines, ""]).encode("latin-1")


def coarm(count: int = 60_000) -> bytes:
    ratings = [*(f"ML{n}" for n in range(1, 23)), "Total"]
    exporters = ["France", "Germany", "Italy", "Spain", "Sweden"]
    lines = [*itertools.product(range(2005, 2015), NAMES, exporters, ratings)]
    # each stands once
    drawn = [lines[at] for at in DRAW.choice(len(lines), count, replace=False).tolist()]
    return csv_of(
        {
            "unique-id": list(range(count)),
            "year": [line[0] for line in drawn],
            "importing-country": [line[1] for line in drawn],
            "exporting-country": [line[2] for line in drawn],
            "CML-category": [line[3] for line in drawn],
            "num-licenses-imported": whole(count, 100),
            "val-licenses-imported": whole(count),
            "val-arms-imported": whole(count),
        },
        ";",
    )


def uk(count: int = 96_000) -> bytes:
    months = [f"{year}-{month:02d}" for year in range(2008, 2015) for month in range(1, 13)]
    return csv_of(
        {
            "licence_group": list(range(count)),
            "date": picked(months, count),
            "rating": picked(["ML1", "ML5", "ML10", "5A002", "6A003"], count),
            "count": whole(count, 5),
            "value": whole(count),
            "country": picked(NAMES, count),
            "refused": [0] * count,
        }
    )


def dutch(count: int = 16_000) -> bytes:
    blank = [""] * count
    return csv_of(
        {
            "afgifte datum": [f"01/{day % 28 + 1:02d}/{year}" for day, year in enumerate(years(count))],
            "nummer": list(range(count)),
            "SGP": picked(["ML5b", "ML10", "ML1a"], count),
            "CAT": picked(["B10", "A1"], count),
            "goederen omschrijving": [f"part {number}" for number in whole(count, 4000)],
            **{flag: picked([word, other], count) for flag, word, other in
               (("D/T", "D", "T"), ("Verl.", "N", "J"), ("V/N", "N", "V"), ("U/D", "2", "1"))},
            "T.v.v.": blank,
            "land van bestemming": blank,
            "land van eindbestemming": picked(["OMAN", "VS", "CHILI", "NOORWEGEN"], count),
            "oorsprong /herkomst": blank,
            "land van oorsprong": blank,
            "waarde (€)": whole(count),
            "verval datum": blank,
        }
    )  # fmt: skip


def swiss(count: int = 900) -> bytes:
    return csv_of(
        {
            "Geschäftsnummer": list(range(count)),
            "Ausstellungsdatum": [f"{day % 28 + 1:02d}.02.2014" for day in range(count)],
            "Bestimmungs-/Lieferland": picked(["Chile", "Slowenien", "Indien"], count),
            "Position / Güterart": picked(["Dual Use Güter", "Besondere militärische Güter"], count),
            "Position / EKN": picked(["ML15", "ML10", "2B120\n2B121"], count),
            "Position / Wert [CHF]": whole(count),
        }
    )


def german(count: int = 2_500) -> bytes:
    pairs = [(f"{year}-01-01", name) for year in range(2000, 2020) for name in NAMES][:count]
    columns = {
        "year": [year for year, _ in pairs],
        "gesamt": whole(len(pairs)),
        "war_weapons": whole(len(pairs)),
        "country_e": [name for _, name in pairs],
        "iso3_code": [""] * len(pairs),
    }
    return csv_of(columns, ";")


def sam(count: int = 8_000) -> bytes:
    names = [(year, name) for year in range(1960, 2020) for name in NAMES][:count]
    note = "U.S. Defense Security Cooperation Agency, Foreign Military Sales, Historical Facts"
    return json_of(
        {
            "key": list(range(count)),
            "year": [year for year, _ in names],
            "country": [name for _, name in names],
            "program": picked(["Foreign Military Sales", "Direct Commercial Sales"], count),
            "authorizations": whole(count),
            "deliveries": whole(count),
            "notifications": [""] * count,
            "footnote": [note] * count,
            "footnote2": [""] * count,
        }
    )


def unroca(count: int = 2_000) -> bytes:
    return json_of(
        {
            "year": years(count),
            "exporter": picked(NAMES[:60], count),
            "importer": picked(NAMES[60:], count),
            "category": picked(["I. Battle tanks", "VI. Warships", "V. Attack helicopters"], count),
            "num_items": whole(count, 90),
            "table": picked(["major_export", "major_import"], count),
            "comments": [f"type {number}" for number in whole(count, 500)],
        }
    )


def comtrade(count: int = 20_000) -> bytes:
    pairs = [(a, b) for a in NUMBERS for b in NUMBERS if a != b][:count]
    columns = {
        "typeCode": "C", "freqCode": "A", "refPeriodId": "20220101", "refYear": "2022", "refMonth": "52",
        "period": "2022", "reporterCode": [a for a, _ in pairs], "reporterISO": "", "reporterDesc": "",
        "flowCode": "X", "flowDesc": "Export", "partnerCode": [b for _, b in pairs], "partnerISO": "",
        "partnerDesc": "", "partner2Code": "0", "partner2ISO": "W00", "partner2Desc": "World",
        "classificationCode": "H6", "classificationSearchCode": "HS", "isOriginalClassification": "true",
        "cmdCode": "93", "cmdDesc": "Arms and ammunition", "aggrLevel": "2", "isLeaf": "false",
        "customsCode": "C00", "customsDesc": "TOTAL CPC", "mosCode": "0", "motCode": "0",
        "motDesc": "TOTAL MOT", "qtyUnitCode": "-1", "qtyUnitAbbr": "N/A", "qty": "",
        "isQtyEstimated": "false", "altQtyUnitCode": "-1", "altQtyUnitAbbr": "N/A", "altQty": "",
        "isAltQtyEstimated": "false", "netWgt": "", "isNetWgtEstimated": "false", "grossWgt": "",
        "isGrossWgtEstimated": "false", "cifvalue": "", "fobvalue": "", "primaryValue": whole(len(pairs)),
        "legacyEstimationFlag": "0", "isReported": "true", "isAggregate": "false",
    }  # fmt: skip
    lines = csv_of(columns).replace(b"\n", b",\n").split(b"\n", 1)
    return lines[0].removesuffix(b",") + b"\n" + lines[1]


def baci(goods: Iterable[str], count: int) -> bytes:
    numbers = sorted(
        set(zip(picked(NUMBERS, count), picked(NUMBERS, count), picked(goods, count), strict=True))
    )
    return csv_of(
        {
            "t": [2020] * len(numbers),
            **{name: [each[n] for each in numbers] for n, name in enumerate("ijk")},
            "v": DRAW.lognormal(0, 3, len(numbers)).round(3).tolist(),
            "q": DRAW.lognormal(0, 3, len(numbers)).round(3).tolist(),
        }
    )


def kiel(count: int = 1_000) -> bytes:
    donors = ["Norway", "Germany", "France", "Poland", "Japan", "Canada", "Italy", "Spain"]
    rows = [(name, year, month) for name in donors for year in range(2022, 2030) for month in range(1, 13)]
    rows, size = rows[:count], min(count, len(rows))
    return csv_of(
        {
            "country": [name for name, _, _ in rows],
            "iso": [""] * size,
            "year": [year for _, year, _ in rows],
            "month": [month for _, _, month in rows],
            **{
                kind: DRAW.random(size).round(6).tolist()
                for kind in ("total", "financial", "humanitarian", "military", "commitments")
            },
        }
    )


def activities(count: int = 5_500) -> bytes:
    days = [f"{year}-{month:02d}-{day:02d}" for year in (2022, 2023, 2024) for month in range(1, 13)
            for day in range(1, 29)]  # fmt: skip
    amounts = DRAW.lognormal(15, 2, count)
    amounts = np.where(DRAW.random(count) < 0.4, amounts.round(), amounts)
    # an activity prints its value on one of its rows, and half of the rows print none
    parts = np.where(DRAW.random(count) < 0.5, 0.0, amounts)
    dates = picked(days, count)
    return csv_of(
        {
            "giver": picked(NAMES[:44], count),
            "dato": dates,
            "kategori": picked(["Humanitarian", "Military", "Financial"], count),
            "maal": DRAW.choice(["Allocation", "Commitment"], count, p=[0.95, 0.05]).tolist(),
            "verdi_eur": parts.tolist(),
            "verdi_eur_redistr": parts.tolist(),
            "verdi_eur_activity": np.where(DRAW.random(count) < 0.7, 0.0, amounts).tolist(),
            "maaned_nr": [int(day[5:7]) for day in dates],
            "maaned_finnes": [True] * count,
            "verdi_eur_mrd": (parts / 1e9).tolist(),
        }
    )


def table_of_tivs() -> bytes:
    years = range(1950, 2023)
    blank = DRAW.random((len(NAMES), len(years))) < 0.4
    figures = DRAW.lognormal(3, 2, blank.shape).astype(int)
    rows = [
        [name, *("" if no else str(number) for no, number in zip(*cells, strict=True))]
        for name, *cells in zip(NAMES, blank, figures, strict=True)
    ]
    head = ["TIV of arms exports to all, 1950-2022", "invented", "Generated: 11 December 2023"]
    return "\n".join([*head, *(",".join(row) for row in [["", *map(str, years)], *rows]), ""]).encode()


ARMS = ["930110", "930190", "930690", "930621", "930630", "930200"]
GOODS = [*map(str, range(10121, 970600, 190)), *ARMS]


def bare(**options: object) -> Bare:
    return lambda file: pd.read_csv(file, **options)  # type: ignore[call-overload]


FILES: dict[str, tuple[Callable[..., object], bytes, Bare]] = {
    "`read_sipri`, the register": (
        af.read_sipri, sipri(), bare(skiprows=len(PREAMBLE), encoding="latin-1")
    ),
    "`read_coarm`": (af.read_coarm, coarm(), bare(sep=";")),
    "`read_uk_licences`": (af.read_uk_licences, uk(), bare()),
    "`read_nl_licences`": (af.read_nl_licences, dutch(), bare()),
    "`read_ch_licences`": (af.read_ch_licences, swiss(), bare()),
    "`read_de_exports`": (af.read_de_exports, german(), bare(sep=";")),
    "`read_comtrade`, 47 columns": (af.read_comtrade, comtrade(), bare(index_col=False)),
    "`read_baci`, chapter 93 of a year": (
        af.read_baci, baci(GOODS, 400_000), bare()
    ),
    "`read_baci`, all goods": (
        partial(af.read_baci, goods="all"), baci(GOODS, 40_000), bare()
    ),
    "`read_baci`, chapter 93 alone": (af.read_baci, baci(ARMS, 8_000), bare()),
    "`read_kiel`, `data_explorer.csv`": (af.read_kiel, kiel(), bare()),
    "`read_sam`, JSON": (af.read_sam, sam(), pd.read_json),
    "`read_unroca`, JSON": (af.read_unroca, unroca(), pd.read_json),
    "`read_kiel`, activities": (af.read_kiel, activities(), bare()),
    "`read`, a table of TIVs": (af.read, table_of_tivs(), bare(skiprows=3)),
}  # fmt: skip


# --- the clock --------------------------------------------------------------------------------------


def best(step: Callable[[], object]) -> float:
    """The shortest of a few runs in processor time [s]."""
    times = []
    for _ in range(REPEATS):
        begin = time.process_time()
        step()
        times.append(time.process_time() - begin)
    return min(times)


def peak(code: str, path: Path) -> float:
    """The most memory that a fresh process held [MB]; on Linux."""
    # getrusage would count what this process held before the other began
    tail = "; print(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1])"
    done = subprocess.run(
        [sys.executable, "-c", code + tail, str(path)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


def row(name: str, reader: Callable[..., object], content: bytes, by_hand: Bare) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        plain, ours = best(lambda: by_hand(io.BytesIO(content))), best(lambda: reader(content))
    lines = content.count(b"\n")
    size = f"{lines:,} | {len(content) / 1e6:.2f}"
    return f"| {name} | {size} | {plain * 1e3:.1f} | {ours * 1e3:.1f} | {ours / plain:.1f} |"


def held() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        path.write_bytes(sipri())
        empty = peak("import sys, armsflow as af; af.read_sipri", path)
        full = peak("import sys, armsflow as af; r = af.read_sipri(sys.argv[1])", path)
    return f"A process holds {empty:.0f} MB with the library, {full:.0f} MB with SIPRI's register as well."


def section() -> str:
    rows = "\n".join(row(name, *each) for name, each in FILES.items())
    return f"""{SECTION}

What a reader takes beside `pandas.read_csv` of the same bytes (`read_json` where they are JSON), which checks
nothing and gives text and numbers as they stand: processor time, the shortest of {REPEATS} runs each. The
files are invented, in the formats of the sources and about as long.

Made by `python benchmarks/registers.py` with Python {platform.python_version()} and pandas {pd.__version__}.

| reader | lines | MB | bare read [ms] | reader [ms] | ratio |
| --- | --- | --- | --- | --- | --- |
{rows}

Reading makes a frame of some thirty checked columns, and a table of years has a row there for each of its
cells. That takes 2 to 5 ms however small the file is, and some 10 ms of a table of TIVs, whose layout and
party have to be found first: of files of less than 50 kB the ratio says little else.

{held()}
"""


def put_into(page: Path, text: str) -> None:
    """Write the section in place of the one on the page, or at its end."""
    old = page.read_text(encoding="utf-8")
    found = re.search(rf"^{SECTION}\n.*?(?=^## |\Z)", old, re.MULTILINE | re.DOTALL)
    new = old[: found.start()] + text + "\n" + old[found.end() :] if found else f"{old.rstrip()}\n\n{text}"
    page.write_text(new.rstrip() + "\n", encoding="utf-8")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])  # type: ignore[union-attr]
    reader.add_argument("--page", type=Path)
    given = reader.parse_args()
    text = section()
    print(text)
    if given.page:
        put_into(given.page, text)


if __name__ == "__main__":
    main()
