"""Frames that are hard to draw, for every chart, and the charts drawn of them, once each.

`PICTURES` names them all: {"plot_totals, ranked": (af.plot_totals, frame)}; `USUAL` has one of each chart.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

import armsflow as af
from tests.frames import made
from tests.reading import boxes, place, resize, texts
from tests.summary_frames import (
    HIDDEN,
    INF,
    NAN,
    PAIR,
    SILENT,
    TIV,
    annual_rates,
    balances,
    changes,
    concentration,
    coverage,
    discrepancies,
    exact,
    exact_pairs,
    long_rankings,
    many,
    pairs,
    ranked_with_bounds,
    rankings,
    shares,
    supplier_balance,
    totals,
)

mpl.use("agg")

# --- annual rates ---------------------------------------------------------------------------------

_THREE = annual_rates(
    ("RUS", "AZE", "contract", 2010, 2014, 0.80e9, 0.76e9, 0.80e9, 0),
    ("RUS", "ARM", "loan", 2015, 2015, 0.2e9, 0.2e9, 0.2e9, 0),
    ("RUS", "ARM", "payment", 2010, 2019, 0.50e9, 0.45e9, 0.55e9, 0),
)
ANNUAL_RATES = {
    "three stages": _THREE,
    "open": annual_rates(
        ("RUS", "AZE", "contract", 2010, 2014, 0.80e9, 0.76e9, INF, 0),
        ("ARE", "BIH", "contract", 2010, 2014, NAN, 0.3e9, 0.5e9, 0),
        ("USA", "SAU", "contract", 2010, 2014, NAN, NAN, NAN, 1),
        ("RUS", "ARM", "payment", 2010, 2019, 0.50e9, 0.45e9, 0.55e9, 2),
    ),
    "twelve": annual_rates(
        *(
            (s, "TTO", stage, 2000 + n, 2004 + n, (n + 1) * 1e8, (n + 0.5) * 1e8, (n + 1.4) * 1e8, 0)
            for n, (stage, s) in enumerate(
                itertools.product(("contract", "delivery", "payment"), ("RUS", "USA", "ARE", "FRA"))
            )
        )
    ),
    "one": _THREE.iloc[:1],
    "nothing": annual_rates(("USA", "SAU", "contract", 2010, 2014, NAN, NAN, NAN, 1)),
}

# --- totals ---------------------------------------------------------------------------------------

_RANKED = totals(
    ["supplier"],
    ("FRA", 2020, 2024, 9.6e9, 9.6e9, 9.6e9, 0, 0.25),
    ("unk:supplier", 2020, 2024, 20e9, 20e9, 20e9, 0, 0.0),
    ("USA", 2020, 2024, 43e9, 40e9, 45e9, 0, 0.5),
    ("others", 2020, 2024, 30e9, 30e9, 30e9, 0, 0.0),
    ("RUS", 2020, 2024, 7.8e9, 7.8e9, 7.8e9, 1, 0.0),
    **TIV,
)
_WINDOWS = totals(
    ["supplier"],
    ("RUS", 1995, 1999, 55e6, 50e6, 60e6, 0, 0.2),
    ("RUS", 2000, 2004, 0.0, 0.0, 0.0, 0, NAN),
    ("RUS", 2005, 2009, NAN, NAN, NAN, 2, NAN),
    ("RUS", 2010, 2014, 400e6, 300e6, INF, 0, 0.0),
    ("RUS", 2020, 2024, NAN, 20e6, 90e6, 0, NAN),
    **TIV,
)
TOTALS = {
    "ranked": _RANKED,
    "windows": _WINDOWS,
    "groups": totals(
        ["supplier"],
        *(
            (s, 1995 + 5 * n, 1999 + 5 * n, (n + 1) * k, (n + 0.8) * k, (n + 1.4) * k, 0, 0.2)
            for k, s in ((20e6, "RUS"), (30e6, "ISR"), (7e6, "TUR"), (4e6, "others"))
            for n in range(6)
        ),
        **TIV,
    ),
    "stages": totals(
        ["recipient", "stage"],
        ("ARM", "payment", 2010, 2014, 0.5e9, 0.45e9, 0.55e9, 0, 0.0),
        ("AZE", "contract", 2010, 2014, 4e9, 3.8e9, 4e9, 0, 0.0),
        ("GEO", "contract", 2010, 2014, NAN, NAN, NAN, 3, NAN),
    ),
    "one": _RANKED.iloc[:1],
    "nothing": _WINDOWS.iloc[2:3],
}

# --- shares ---------------------------------------------------------------------------------------

_AZERBAIJAN = shares(
    *(
        ("AZE", supplier, start, start + 4, share, share, share)
        for start, parts in {
            2010: {"RUS": 0.77, "ISR": 0.093, "BLR": 0.046, "TUR": 0.031, "others": 0.06},
            2015: {"RUS": 0.35, "ISR": 0.44, "BLR": 0.13, "ZAF": 0.05, "unk:supplier": 0.03},
            2020: {"RUS": 0.18, "ISR": 0.45, "TUR": 0.27, "others": 0.1},
        }.items()
        for supplier, share in parts.items()
    )
)
_TWO = pd.concat([_AZERBAIJAN.assign(recipient=code) for code in ("AZE", "BIH")], ignore_index=True)
_TWO = _TWO.assign(share_low=lambda f: f["share"] * 0.9, share_high=lambda f: f["share"] ** 0.9)
SHARES = {
    "three windows": _AZERBAIJAN,
    "two recipients": _TWO,
    "unknown": _AZERBAIJAN.assign(share=_AZERBAIJAN["share"].where(_AZERBAIJAN["start"] != 2015)),
    "yearly": shares(
        *(("AZE", s, y, y, x, x, x) for y in range(1990, 2025) for s, x in (("RUS", 0.6), ("ISR", 0.4)))
    ),
    "one": _AZERBAIJAN[_AZERBAIJAN["start"] == 2015],
}

# --- slopes, of shares in two windows -------------------------------------------------------------

_FIVE = shares(
    *(
        ("AZE", supplier, start, start + 4, share, share, share)
        for start, parts in {
            2015: {"RUS": 0.50, "ISR": 0.30, "TUR": 0.10, "others": 0.02, "unk:supplier": 0.08},
            2020: {"RUS": 0.20, "ISR": 0.34, "TUR": 0.16, "others": 0.28, "unk:supplier": 0.02},
        }.items()
        for supplier, share in parts.items()
    )
)
_BOUNDED = _FIVE.assign(
    share_low=lambda f: 0.8 * f["share"], share_high=lambda f: (1.3 * f["share"]).clip(upper=1)
)
_FIGURES = ("share", "share_low", "share_high")


def many_slopes(count: int, *, skewed: bool) -> pd.DataFrame:
    """So many suppliers; skewed: all but one with next to nothing, so that their names want one place."""
    first = np.array([0.9, *[0.1 / (count - 1)] * (count - 1)] if skewed else [1 / count] * count)
    rows = [
        (c, s, s + 4, x, x, x)
        for s, part in ((2015, first), (2020, np.roll(first, 1)))
        for c, x in zip(many(count), part, strict=True)
    ]
    return shares(*rows, keys=("supplier",))


SLOPES = {
    "without a record": _AZERBAIJAN[_AZERBAIJAN["start"] >= 2015].reset_index(drop=True),
    "five": _FIVE,
    "bounded": _BOUNDED,
    # in one window only the bounds are known
    "vague": _BOUNDED.assign(share=_BOUNDED["share"].where(_BOUNDED["start"] == 2020)),
    "nothing": _FIVE.assign(**dict.fromkeys(_FIGURES, NAN)),
    "half": _FIVE.assign(**{c: _FIVE[c].where(_FIVE["start"] == 2020) for c in _FIGURES}),
    "one": shares(("AZE", "RUS", 2015, 2019, 1, 1, 1), ("AZE", "RUS", 2020, 2024, 1, 1, 1)),
    "twenty": many_slopes(20, skewed=False),
    "twenty, small": many_slopes(20, skewed=True),
    "years": shares(
        *(("AZE", s, y, y, x, x, x) for y in (1950, 2024) for s, x in (("x:north_yemen", 0.6), ("COD", 0.4)))
    ),
    "centuries": _FIVE.assign(
        start=_FIVE["start"] - 19, end=_FIVE["end"] - 19, period=_FIVE["period"].map(
            {"2015–19": "1996–2000", "2020–24": "2001–05"}
        )
    ),
}  # fmt: skip

# --- supplier balance -----------------------------------------------------------------------------

SUPPLIER_BALANCE = {
    "tanks": supplier_balance(
        ["supplier", "category"],
        ("RUS", "un:I", 2007, 2013, 72, 72, 72, 35, 35, 35),
        ("RUS", "un:II", 2007, 2013, 34, 34, 34, 110, 110, 110),
    ),
    "open": supplier_balance(
        ["supplier"],
        ("RUS", 2000, 2004, 1.0e9, 0.9e9, 1.2e9, 0.2e9, 0.1e9, 0.4e9),
        ("RUS", 2005, 2009, NAN, NAN, NAN, 0.3e9, 0.3e9, 0.3e9),
        ("RUS", 2010, 2014, 2.0e9, 2.0e9, INF, 0.0, 0.0, 0.0),
        ("RUS", 2015, 2019, 0.0, 0.0, 0.0, 0.5e9, 0.4e9, INF),
        ("RUS", 2020, 2024, NAN, 0.2e9, 0.3e9, 0.3e9, 0.3e9, 0.3e9),
        unit="USD",
        prices="2020",
    ),
    "long": supplier_balance(
        ["supplier", "category"],
        *(
            ("RUS", f"un:{name}", 2007, 2013, *[10.0 * n] * 3, *[200.0 - 15 * n] * 3)
            for n, name in enumerate("I II III IV IVa IVb V VI VII VIIa I+un:II+un:III SA".split())
        ),
    ),
    "nothing": supplier_balance(["supplier", "category"], ("RUS", "un:I", 2007, 2013, *[NAN] * 6)),
}

# --- concentration --------------------------------------------------------------------------------

_LINE = concentration(
    ("AZE", 1995, 1999, 0.52, 0.50, 0.56, "UKR", 0.64, 2),
    ("AZE", 2000, 2004, NAN, NAN, NAN, None, NAN, 0),
    ("AZE", 2005, 2009, 0.44, 0.38, 0.55, "UKR", 0.57, 5),
    ("AZE", 2010, 2014, 0.61, 0.58, 0.65, "RUS", 0.77, 7),
    ("AZE", 2015, 2019, 0.34, 0.31, 0.38, "ISR", 0.44, 8),
    ("AZE", 2020, 2024, 0.31, 0.29, 0.36, "ISR", 0.45, 6),
)
_LINE.loc[1, ["value", "low", "high"]] = 0.0  # the total is zero, and certainly so
_THREE_LINES = pd.concat(
    [
        _LINE,
        concentration(
            ("ARM", 1995, 1999, 0.95, 0.95, 0.95, "RUS", 0.97, 2),
            ("ARM", 2000, 2004, 1.0, 1.0, 1.0, "RUS", 1.0, 1),
            ("ARM", 2020, 2024, 0.36, 0.30, 0.50, "IND", 0.5, 4),
            ("BIH", 2005, 2009, 0.38, 0.33, 0.60, "ARE", 0.5, 3),
            ("BIH", 2020, 2024, 0.37, 0.32, 0.40, "USA", 0.55, 4),
        ),
    ],
    ignore_index=True,
)
_NO_INDEX = concentration(*(("AZE", y, y + 4, NAN, NAN, NAN, None, NAN, 0) for y in (2010, 2015)))
CONCENTRATION = {
    "line": _LINE,
    "vague": concentration(
        ("AZE", 2010, 2014, 0.5, 0.0, 1.0, "RUS", 0.6, 3),
        ("AZE", 2015, 2019, NAN, 0.3, 0.6, None, NAN, 3),
        ("AZE", 2020, 2024, 0.4, 0.35, 0.6, "ISR", 0.6, 3),
    ).assign(hhi_bounds="outer", estimated=[0.0, 0.2, 0.4]),
    "line, nothing": _NO_INDEX,
    "lines": _THREE_LINES,
    "eight lines": concentration(
        *(
            (code, y, y + 4, h := 0.1 + 0.1 * n, h - 0.03, h + 0.05, "USA", 0.3 + 0.05 * n, 9 - n)
            for n, code in enumerate("TTO BIH SAU ARE AZE GBR QAT PNG".split())
            for y in range(1995, 2025, 5)
        )
    ),
    "yearly": concentration(
        *(
            ("AZE", y, y, h := 0.4 + 0.2 * np.sin(y), h - 0.1, h + 0.1, "RUS", 0.5, y % 5 + 2)
            for y in range(1990, 2025)
        )
    ),
    "dots": _THREE_LINES[_THREE_LINES["start"] == 2020],
    "dots, nothing": _NO_INDEX.iloc[:1],
    "forty dots": concentration(
        *(
            (code, 2020, 2024, 0.02 * n + 0.1, 0.02 * n, 0.02 * n + 0.2, "ARE", 0.3, 5)
            for n, code in enumerate(many(40))
        )
    ),
}

# --- changes --------------------------------------------------------------------------------------

CHANGES = {
    "kinds": changes(
        ("USA", 2020, 2024, 43e9, 35.5e9, 0.21, 0.15, 0.25, 0),
        ("RUS", 2020, 2024, 7.8e9, 21e9, -0.64, -0.66, -0.60, 1),
        ("CHN", 2020, 2024, 5.9e9, 6.2e9, -0.094, -0.094, -0.094, 0),
        ("DEU", 2020, 2024, 5.6e9, 5.6e9, 0.0, 0.0, 0.0, 0),
        ("UKR", 2020, 2024, 0.0, 5.6e9, -1.0, -1.0, -1.0, 0),
        ("PAK", 2020, 2024, 5.6e9, 5.6e7, 96.27, 80.0, 110.0, 0),
        ("ITA", 2020, 2024, 5.6e9, 1e9, 2.38, 1.5, INF, 0),
        ("TUR", 2020, 2024, 5.6e9, 1e9, 2.5, 1.5, 5.0, 0),
        ("IRN", 2020, 2024, 1e9, 0.0, INF, INF, INF, 0),
        ("KOR", 2020, 2024, NAN, 1e9, NAN, -0.4, 0.9, 0),
        ("ESP", 2020, 2024, NAN, 1e9, NAN, NAN, NAN, 2),
        ("BLR", 2020, 2024, 0.0, 0.0, NAN, NAN, NAN, 0),
        ("unk:supplier", 2020, 2024, 7e8, 1e9, -0.3, -0.3, -0.3, 0),
        ("others", 2020, 2024, 2e9, 1e9, 1.05, 1.05, 1.05, 0),
    ),
    "falls": changes(
        ("RUS", 2020, 2024, 7.8e9, 21e9, -0.64, -0.66, -0.60, 1),
        ("UKR", 2020, 2024, 1e9, 1.1e9, -0.094, -0.5, INF, 0),
    ),
    "one supplier": changes(
        *(
            ("RUS", code, 2020, 2024, 1e9, 1e9, n / 4 - 0.6, n / 4 - 0.6, n / 4 - 0.6, 0)
            for n, code in enumerate(["ARM", "BIH", "TTO", "IND", "others"])
        ),
        keys=("supplier", "recipient"),
    ),
    "nothing": changes(*((code, 2020, 2024, *[NAN] * 5, 1) for code in ("RUS", "ARE"))),
    "new": changes(("RUS", 2020, 2024, 1e9, 0.0, INF, INF, INF, 0)),
    "forty": changes(
        *(
            (code, 2020, 2024, 1e9, 1e9, n / 18 - 0.8, n / 18 - 0.9, n / 18 - 0.7, 0)
            for n, code in enumerate(many(40))
        )
    ),
}

# --- balances -------------------------------------------------------------------------------------

_SEVEN = balances(
    ("IND", 2020, 2024, 0.2e9, 0.2e9, 0.2e9, 8.3e9, 8.0e9, 8.8e9),
    ("USA", 2020, 2024, 43e9, 40e9, 45e9, 1.1e9, 1.1e9, 1.1e9),
    ("unk:recipient", 2020, 2024, 0.0, 0.0, 0.0, 0.3e9, 0.3e9, 0.3e9),
    ("SAU", 2020, 2024, 0.0, 0.0, 0.0, NAN, NAN, NAN),
    ("TUR", 2020, 2024, 1.7e9, 1.7e9, 1.7e9, 1.6e9, 1.2e9, 2e9),
    ("ARE", 2020, 2024, NAN, 0.2e9, 0.4e9, 3.0e9, 3.0e9, 3.0e9),
    ("BIH", 2020, 2024, *[0.0] * 6),
)
_SEVEN.loc[3, "undisclosed"] = 2
BALANCES = {
    "seven": _SEVEN,
    "open": balances(
        ("RUS", 2020, 2024, 8e9, 7e9, INF, 0.3e9, 0.3e9, 0.3e9),
        ("IND", 2020, 2024, 0.2e9, 0.2e9, 0.2e9, 8.3e9, 8e9, INF),
        ("CHN", 2020, 2024, 4e9, 3e9, INF, 3e9, 2e9, INF),
        unit="USD",
        source="claims",
    ).assign(estimated=[0.2, 0.4, 0.0]),
    "nothing": balances(("RUS", 2020, 2024, *[NAN] * 6)),
    "received": balances(*((c, 2020, 2024, *[0.0] * 3, *[4e9] * 3) for c in ("TTO", "BIH"))),
    "forty": balances(
        *(
            (code, 2020, 2024, *[n * 1e8] * 2, n * 1.1e8, *[(40 - n) * 1e8] * 2, (40 - n) * 1.2e8)
            for n, code in enumerate(many(40))
        )
    ),
}

# --- rankings, invented, in the form of SIPRI's table 1 ---------------------------------------------

_LEAGUE = rankings(
    (1, "USA", 0.402, 0.351, 0.21),
    (2, "FRA", 0.0996, 0.0861, 0.112),
    (3, "RUS", 0.078, 0.213, -0.639),
    (4, "UKR", 0.06, 0.0006, 96.273),
    (pd.NA, "org:nato", 0.05, 0.0, INF),
    (5, "TUR", 0.0167, 0.0167, 0.0),
    (6, "POL", 0.0004, 0.0002, 1.0),
    (pd.NA, "unk:supplier", 0.07, 0.06, 0.16),
    partners=[
        [("SAU", 0.121), ("UKR", 0.093), ("JPN", 0.088)],
        [("IND", 0.28), ("QAT", 0.097)],
        [("IND", 0.38), ("CHN", 0.17), ("KAZ", 0.11)],
        [("grp:hezbollah", 0.996)],
        [("UKR", 1.0)],
        [("ARE", 0.18), ("PAK", 0.1), ("QAT", 0.0996)],
        [],
        [("COD", 0.0004)],
    ],
)
_LEAGUE_BOUNDED = ranked_with_bounds(_LEAGUE, estimated=0.25, undisclosed=1)
RANKINGS = {
    "league": _LEAGUE,
    "bounded": _LEAGUE_BOUNDED,
    # neither place nor share, as where only bounds are known
    "vague": ranked_with_bounds(_LEAGUE).assign(share=NAN, previous_share=NAN, change=NAN, place=pd.NA),
    "nothing": _LEAGUE.assign(**{c: NAN for c in _LEAGUE if "share" in c or "change" in c}, place=pd.NA),
    "open": _LEAGUE_BOUNDED.assign(change_high=INF, change=NAN),
    "one": _LEAGUE.iloc[:1],
    "forty": long_rankings(40, side="recipient"),
    "forty, bounded": ranked_with_bounds(long_rankings(40)),
    "no partners": _LEAGUE[[c for c in _LEAGUE if not c.startswith("partner")]],
    "one year": _LEAGUE.assign(start=2024, end=2024, period="2024"),
    "75 years": _LEAGUE.assign(start=1950, end=2024, period="1950–2024"),
    "unnamed": _LEAGUE.iloc[[4, 7]],
}

# --- flows and matrix, of suppliers and recipients --------------------------------------------------

_PARTIES = "USA RUS FRA CHN DEU ITA GBR ISR ESP KOR TUR UKR NLD SWE BLR CHE ZAF IRN CAN NOR SUN TTO ARE BIH"
_PARTIES = [*_PARTIES.split(), *"SGS POL CZE AUS BRA IND PAK BEL AUT FIN DNK JOR SRB AZE others unk:".split()]
_SUPPLIERS, _RECIPIENTS = ([code.replace("unk:", f"unk:{side}") for code in _PARTIES] for side in PAIR)
FLOWS = {
    # every kind of value that there is
    "kinds": pairs(
        ("RUS", "AZE", 90e6, 80e6, 95e6, 0, 0.5),
        ("RUS", "ARM", 60e6, 60e6, 60e6, 1, 0.0),
        ("IND", "ARM", 40e6, 40e6, 40e6, 0, 0.0),
        ("ISR", "AZE", 70e6, 70e6, INF, 0, 0.0),
        ("TUR", "AZE", NAN, NAN, NAN, 2, NAN),
        ("TUR", "GEO", NAN, 3e6, 9e6, 0, NAN),
        ("FRA", "GEO", 0.1e6, 0.1e6, 0.1e6, 0, 0.0),
        ("unk:supplier", "GEO", 4e6, 4e6, 4e6, 0, 0.0),
        ("others", "AZE", 12e6, 12e6, 12e6, 0, 0.0),
        ("AZE", "GEO", 14e6, 14e6, 14e6, 0, 0.0),
        ("USA", "ARM", 0.0, 0.0, 0.0, 0, NAN),
    ),
    "nothing": pairs(*((s, r, NAN, NAN, NAN, 1, NAN) for s in ("RUS", "USA") for r in ("ARM", "BIH"))),
    "zero": exact_pairs(("RUS", "ARM", 0.0), ("RUS", "SGS", 0.0)),
    "one": pairs(("RUS", "ARM", 5e9, 4e9, INF, 0, 1.0), unit="USD", source="claims", release=""),
    "from one": exact_pairs(*(("RUS", code, 10.0 ** (9 - n / 8)) for n, code in enumerate(_RECIPIENTS))),
    "crowd": exact_pairs(
        *(
            (supplier, recipient, 1e6 * ((7 * i + 13 * j) % 29 + 1) ** 3)
            for i, supplier in enumerate(_SUPPLIERS)
            for j, recipient in enumerate(reversed(_RECIPIENTS))
            if (3 * i + 5 * j) % 7 == 0
        )
    ),
}
MATRIX = FLOWS | {
    "twenty": exact_pairs(
        *(
            (supplier, recipient, 10.0 ** ((5 * i + 3 * j) % 7 + 4))
            for i, supplier in enumerate(_PARTIES[:9])
            for j, recipient in enumerate(_PARTIES[12:27])
            if (i + 2 * j) % 3
        )
    )
}

# --- timeline, of records ---------------------------------------------------------------------------


def dated(*rows, **constants) -> pd.DataFrame:
    """Records of supplier, recipient, stage, start, end, value, low, high, unit."""
    names = "supplier recipient stage start end value low high unit".split()
    return made(pd.DataFrame(rows, columns=names), **{"source": "invented", **constants})


_YEAR = dated(
    ("FRA", "EGY", "contract", 2015, 2015, 5.2e9, 5e9, 6e9, "EUR"),
    ("FRA", "EGY", "payment", 2015, 2015, NAN, NAN, NAN, "EUR"),
)
_STAGES = ("offer", "licence", "contract", "loan", "delivery", "payment", "aid", "contract")
TIMELINE = {
    # of a loan of its own; the loans of which the article knows no amount would lie over it
    "claims": af.read_claims(af.table_path("claims.csv")).query("record != 'article-funds'"),
    "wider": af.read_claims(af.table_path("claims_south_caucasus.csv")).iloc[:30],
    "mixed": dated(
        ("SUN", "EGY", "contract", 1950, 2024, 1e9, 1e9, INF, "USD"),
        ("USA", "SGS", "loan", 1960, 1960, NAN, NAN, NAN, "USD"),
        ("FRA", "BIH", "delivery", 1990, 2000, NAN, 1e6, 5e6, "TIV"),
        ("CHN", "PAK", "delivery", 2024, 2024, 12, 12, 12, "pieces"),
    ),
    "year": _YEAR,
    "nothing": dated(
        *(("CHN", "PAK", "delivery", y, y + 3, NAN, NAN, NAN, "USD") for y in (2000, 2001))
    ),
    "one": _YEAR.iloc[:1],
    "guessed": dated(
        ("CHN", "PAK", "contract", 2000, 2004, 3e9, 3e9, 3e9, "USD"),
        ("USA", "PAK", "contract", 2001, 2001, 3e9, 3e9, 3e9, "USD"),
        ("USA", "PAK", "contract", 2003, 2005, NAN, NAN, NAN, "USD"),
        estimated=True,
    ),
    "forty": dated(
        *(
            (s, "TTO", stage, 1990 + n, 1990 + n + n % 7, v := 10.0 ** (3 + n / 6), 0.9 * v, 1.2 * v, "USD")
            for n, (stage, s) in enumerate(
                itertools.product(_STAGES, ("RUS", "USA", "ARE", "CHN", "unk:supplier"))
            )
        ),
        item="Système de défense aérienne نظام דגם",
    ),
}  # fmt: skip

# --- coverage ---------------------------------------------------------------------------------------

COVERAGE = {
    "sources": coverage(
        ["source"],
        ("claims", 2007, 2025, 31, 1, 1, 0, 0),
        ("comtrade", 1988, 2023, 104822, 15, 0, 0, 0),
        ("sipri", 1950, 2024, 31234, 0, 9101, 0, 0),
        ("kiel", 2022, 2022, 1, 0, 0, 0, 0),
    ),
    "flows": coverage(
        ["supplier", "recipient", "stage"],
        ("unk:supplier", "COD", "delivery", 1950, 2024, 3, 3, 0, 0, 0),
        ("RUS", "SGS", "contract", 1990, 1999, 2, 0, 0, 0, 0),
        ("CHN", "SGS", "contract", 1990, 1994, 2, 0, 1, 0, 0),
    ),
    "forty": coverage(
        ["supplier"],
        *((code, 1950 + n, 1950 + n + n % 36, n + 1, n % 3, n % 2, 0, 0) for n, code in enumerate(many(40))),
    ),
    "all": coverage([], (2007, 2025, 30, 0, 1, 0, 0)),
    "gaps": coverage(
        ["supplier"], ("BEL", 1998, 2009, 12, 0, 0, 0, 0), ("FRA", 2005, 2006, 9, 0, 0, 0, 0)
    ).assign(years=[5, 2], gaps=["1999–2000, 2004–08", ""], source="coarm", release=""),
    "year": coverage(["item"], ("نظام דגם", 2024, 2024, 1, 1, 0, 0, 0)),
}

# --- discrepancies ----------------------------------------------------------------------------------

_REPORTS = discrepancies(
    ("RUS", "DZA", 2010, 2014, exact(24.0), SILENT),
    ("RUS", "IND", 2010, 2014, (40.0, 36.0, 44.0, 2), (50.0, 45.0, 60.0, 1)),
    ("unk:supplier", "ARM", 2010, 2014, SILENT, exact(90.0)),
    ("USA", "GEO", 2010, 2014, exact(100.0), exact(100.0)),
    ("ISR", "AZE", 2010, 2014, HIDDEN, exact(75.0)),
    ("TUR", "AZE", 2010, 2014, exact(14.0), (NAN, 5.0, 9.0, 1)),
    ("RUS", "COD", 2010, 2014, (12.0, 10.0, INF, 1), exact(9.0)),
)
DISCREPANCIES = {
    "kinds": _REPORTS,
    "one": _REPORTS.iloc[[1]],
    "nothing": discrepancies(
        ("RUS", "ARM", 2010, 2010, HIDDEN, HIDDEN), ("RUS", "AZE", 2010, 2010, SILENT, HIDDEN)
    ),
    "zero": discrepancies(("RUS", "ARM", 2010, 2010, exact(3.0), exact(0.0))),
    "windows": discrepancies(
        *(("RUS", "IND", y, y + 4, exact(10.0 + n), exact(12.0)) for n, y in enumerate((2015, 2005, 2010)))
    ),
    "sources": discrepancies(
        ("RUS", "IND", 2010, 2014, exact(4e9), (4.4e9, 4e9, 5e9, 3)),
        ("RUS", "BIH", 2010, 2014, exact(0.5e9), SILENT),
        sides=("coarm", "comtrade"),
        unit="USD",
        source="coarm+comtrade",
        release="2023+2024",
    ),
    # 62 of one year beside 93 of two, and of Georgia each side reports what the other does not
    "lacks": discrepancies(
        ("BLR", "AZE", 2011, 2012, (NAN, 62.0, INF, 1), exact(93.0)),
        ("BLR", "GEO", 2011, 2012, (NAN, 5.0, INF, 1), (NAN, 7.0, INF, 1)),
        ("BLR", "ARM", 2011, 2012, exact(8.0), exact(9.0)),
    ).assign(unreported=["supplier", "supplier+recipient", ""], complete=[False, False, True]),
    "forty": discrepancies(
        *(
            (code, "STP", 2015, 2019, exact(10.0**n) if n % 7 else SILENT, exact(1.4 * 10.0**n))
            for n, code in zip(np.linspace(5, 11, 40), many(40), strict=True)
        ),
        unit="USD",
    ),
    "years": discrepancies(("SUN", "SGS", 1950, 2024, (7.0, 0.0, INF, 9), exact(9627.0))),
}


# --- lines, areas, dumbbells and the map ------------------------------------------------------------


def _years(codes: str, first: int, last: int, **constants) -> pd.DataFrame:
    """Totals of suppliers by year, of different size and course."""
    rows = [
        (code, y, y, v, 0.9 * v, 1.1 * v, 0, 0.2)
        for n, code in enumerate(codes.split())
        for y in range(first, last + 1)
        for v in [1e8 * (n + 1) * (1 + (y - first) % 5)]
    ]
    return totals(["supplier"], *rows, **constants)


LINES = {
    "four": _years("RUS USA CHN AZE", 2010, 2016),
    "two": _years("RUS USA", 1995, 2024),
    "twelve": _years("RUS USA CHN FRA DEU GBR ITA ISR TUR ESP others unk:supplier", 2015, 2024),
    "windows": TOTALS["groups"],
    "shares": _AZERBAIJAN,
    "concentration": CONCENTRATION["lines"],
}
AREAS = {
    "windows": TOTALS["groups"],
    "years": _years("RUS USA CHN others", 1995, 2024),
    "hidden": _years("RUS USA", 2019, 2020).assign(
        value=[NAN, 1e9, 2e9, 1e9], low=[NAN, 0.9e9, 1.8e9, 0.9e9], high=[NAN, 1.1e9, 2.2e9, 1.1e9]
    ),
}
DUMBBELLS = {
    "kinds": shares(
        *(
            ("AZE", code, start, start + 4, x, x, x)
            for start, parts in {
                2015: {"RUS": 0.6, "ISR": 0.2, "TUR": 0.1, "others": 0.1},
                2020: {"RUS": 0.2, "ISR": 0.5, "USA": 0.2, "others": 0.1},
            }.items()
            for code, x in parts.items()
        )
    ),
    "rivals": exact_pairs(
        ("RUS", "ARM", 4e8),
        ("RUS", "AZE", 9e8),
        ("ISR", "AZE", 7e8),
        ("FRA", "ARM", 2e8),
        ("TUR", "AZE", 1e8),
    ),
}
MAP = {
    "kinds": totals(
        ["recipient"],
        *(
            (code, 2020, 2024, v, low, high, hidden, 0.1)
            for code, v, low, high, hidden in (
                ("IND", 9e9, 8e9, 11e9, 0), ("AZE", 8e8, 7e8, 9e8, 0), ("ARM", 3e7, 3e7, 3e7, 0),
                ("QAT", 4e9, 4e9, 4e9, 0), ("BRA", 0.0, 0.0, 0.0, 0), ("EGY", NAN, NAN, NAN, 2),
                ("USA", 2e8, 2e8, 2e8, 0), ("unk:recipient", 5e7, 5e7, 5e7, 0), ("SUN", 1e6, 1e6, 1e6, 0),
            )
        ),
    ),
    "shares": shares(
        *(("AZE", code, 2020, 2024, x, x, x) for code, x in (("RUS", 0.6), ("ISR", 0.3), ("TUR", 0.1)))
    ),
    "one": exact_pairs(("RUS", "SGP", 4e8)),
}  # fmt: skip
# --- all of them ------------------------------------------------------------------------------------


def _pictures(plot, frames, names=None, **options):
    """The pictures of one chart, by name; options are part of the name."""
    draw = functools.partial(plot, **options) if options else plot
    after = "".join(f", {key}={value}" for key, value in options.items())
    return {f"{plot.__name__}, {name}{after}": (draw, frames[name]) for name in names or frames}


PICTURES: dict[str, tuple[Any, pd.DataFrame]] = {
    **_pictures(af.plot_annual_rates, ANNUAL_RATES),
    **_pictures(af.plot_totals, TOTALS),
    **_pictures(af.plot_lines, LINES),
    **_pictures(af.plot_lines, LINES, ("twelve",), scale="log"),
    **_pictures(af.plot_areas, AREAS),
    **_pictures(af.plot_areas, AREAS, ("years",), stacked="areas"),
    **_pictures(af.plot_dumbbells, DUMBBELLS),
    **_pictures(af.plot_map, MAP),
    **_pictures(af.plot_map, MAP, ("kinds",), highlight=("IND", "QAT", "EGY", "ARM")),
    **_pictures(af.plot_shares, SHARES),
    **_pictures(af.plot_slopes, SLOPES),
    **_pictures(af.plot_supplier_balance, SUPPLIER_BALANCE),
    **_pictures(af.plot_concentration, CONCENTRATION, [n for n in CONCENTRATION if n != "vague"]),
    **_pictures(
        af.plot_concentration, CONCENTRATION, ("line", "vague", "lines", "dots"), measure="effective"
    ),
    **_pictures(af.plot_concentration, CONCENTRATION, ("lines",), measure="hhi_normalised"),
    **_pictures(af.plot_changes, CHANGES),
    **_pictures(af.plot_balances, BALANCES),
    **_pictures(af.plot_rankings, RANKINGS),
    **_pictures(af.plot_flows, FLOWS),
    **_pictures(af.plot_matrix, MATRIX),
    **_pictures(af.plot_matrix, MATRIX, scale="log"),
    **_pictures(af.plot_timeline, TIMELINE, ("claims", "mixed", "year", "nothing", "one")),
    **_pictures(af.plot_timeline, TIMELINE, ("wider", "guessed", "forty"), items=True),
    **_pictures(af.plot_timeline, TIMELINE, ("wider",), by="recipient"),
    **_pictures(af.plot_coverage, COVERAGE),
    **_pictures(af.plot_discrepancies, DISCREPANCIES),
    # a logarithmic scale has no place for 0
    **_pictures(af.plot_discrepancies, DISCREPANCIES, [n for n in DISCREPANCIES if n != "zero"], scale="log"),
}
# the name of one picture of each chart, with most of what can stand on it
USUAL_NAMES = {
    name.partition(",")[0]: name
    for name in (
        "plot_lines, four", "plot_areas, windows", "plot_dumbbells, kinds", "plot_map, kinds",
        "plot_annual_rates, three stages", "plot_totals, ranked", "plot_shares, three windows",
        "plot_slopes, five", "plot_supplier_balance, tanks", "plot_concentration, lines",
        "plot_changes, kinds", "plot_balances, seven", "plot_rankings, league", "plot_flows, kinds",
        "plot_matrix, kinds", "plot_timeline, claims", "plot_coverage, sources", "plot_discrepancies, kinds",
    )
}  # fmt: skip
USUAL = {chart: PICTURES[name] for chart, name in USUAL_NAMES.items()}
# widths of a column and of a page; a table has a third form between them
WIDTHS = {"plot_rankings": (85, 120, 175)}
#: In one column their type would be under five points, which is refused.
WIDE = re.compile("plot_matrix, (crowd|from one)")


def widths(name: str) -> tuple[int, ...]:
    return (175,) if WIDE.match(name) else WIDTHS.get(name.partition(",")[0], (85, 175))


@dataclass(frozen=True)
class Laid:
    """A chart on a page of 175 mm, and what its texts took at every width."""

    ax: Axes
    boxes: dict[int, list]
    places: dict[int, Any]
    sizes: dict[int, set[float]]


@functools.cache
def laid_out(name: str) -> Laid:
    """A picture drawn once in a process, at all its widths, the page last."""
    plot, frame = PICTURES[name]
    ax = plot(frame)
    plt.close(ax.figure)  # pyplot forgets it, the picture stays
    found, places, sizes = {}, {}, {}
    for millimetres in widths(name):
        resize(ax, millimetres)
        place(ax)
        found[millimetres] = boxes(ax)
        places[millimetres] = ax.figure.bbox.frozen()
        sizes[millimetres] = {round(text.get_fontsize(), 6) for text in texts(ax)}
    return Laid(ax, found, places, sizes)


def picture(name: str) -> Axes:
    """The Axes of a picture drawn once, for tests that only look at it: do not change it."""
    return laid_out(name).ax
