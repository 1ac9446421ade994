"""Make sample_register.csv: a register in the shape of SIPRI's delivery-level export, all of it invented.

    python datasets/recipes/sample_register.py [FOLDER]

writes it beside the shipped tables, or into FOLDER. The same file comes out on every machine: the draws are
uniform numbers of one seeded generator, and what is made of them are sums, products and whole numbers.

How the figures are drawn. Suppliers get their weight by their place in a shuffled list, each weight nine
tenths of the one before; recipients get a wish for arms, and three to seven suppliers, the weightier the
likelier. A pair has two to five deals (those of `PAIRS` as many as stand there), each of a size drawn around
weight times wish, of one of the supplier's designs, delivered in one to five years, the first of them one to
three years after the order. A design is a word of nature and a number, with an invented volume per piece. No
figure is taken from a register, and no supplier's or recipient's place comes from one.

What is no draw is what the examples tell, and just as invented: `PAIRS` and `MOODS`.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

SEED = 20250342
FIRST, LAST = 1990, 2024

PREAMBLE = """\
Synthetic sample of armsflow in the shape of a delivery-level register; \
all deals, designations and figures are invented
Parties are states and organisations that exist; what they deliver and receive here they do not in the world.
One line is one deal and delivery year; numbers refer to that year.
Volumes are in millions and stand where trend-indicator values (TIVs) stand in an export of SIPRI.
The volume of a line is its number of pieces times the volume of a piece in its condition.
The volume of a second-hand piece is 0.4 and of a second-hand but modernized one 0.66 of that of a new piece.
Yes and No say whether a figure is to be read as an estimate.
Made by datasets/recipes/sample_register.py; free to use under the MIT licence.

Source: synthetic sample of armsflow; invented; not SIPRI data
Data generated: 12 Mar 2025 9:00:00 AM
"""
HEADER = (
    *("SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category"),
    *("Order date", "Order date is estimate", "Numbers delivered", "Numbers delivered is estimate"),
    *("Delivery year", "Delivery year is estimate", "Status", "SIPRI estimate", "TIV deal unit"),
    *("TIV delivery values", "Local production"),
)

SUPPLIERS = (
    *(
        "Belarus",
        "Brazil",
        "Canada",
        "China",
        "France",
        "Germany",
        "Israel",
        "Italy",
        "Netherlands",
        "Norway",
    ),
    *("Russia", "South Africa", "South Korea", "Spain", "Sweden", "Switzerland", "Turkiye", "Ukraine"),
    *("United Kingdom", "United States"),
)
RECIPIENTS = (
    *("Algeria", "Angola", "Argentina", "Australia", "Bangladesh", "Brazil", "Colombia", "Czechia", "Egypt"),
    *("Estonia", "Finland", "Ghana", "Greece", "India", "Indonesia", "Japan", "Jordan", "Kazakhstan"),
    *("Kuwait", "Malaysia", "Mexico", "Morocco", "NATO**", "New Zealand", "Nigeria", "Norway", "Oman"),
    *("Pakistan", "Peru", "Philippines", "Poland", "Portugal", "Qatar", "Romania", "Saudi Arabia", "Senegal"),
    *("Singapore", "Sri Lanka", "Thailand", "UAE", "Uruguay", "United Nations**", "Viet Nam"),
)
UNKNOWN = "unknown supplier(s)"
SINCE = {
    **dict.fromkeys(("Armenia", "Azerbaijan", "Belarus", "Kazakhstan", "Ukraine", "Estonia"), 1992),
    "Czechia": 1993,
}
SOVIET, SOVIET_END = "Soviet Union", 1991

#: (supplier, recipient) → (weight, number of deals), in place of what would be drawn for the recipient
PAIRS = {
    ("Russia", "Azerbaijan"): (0.8, 26),
    ("Israel", "Azerbaijan"): (0.7, 18),
    ("Turkiye", "Azerbaijan"): (0.6, 16),
    ("Belarus", "Azerbaijan"): (0.4, 12),
    ("Russia", "Armenia"): (0.7, 34),
    ("China", "Armenia"): (0.15, 8),
    ("Ukraine", "Armenia"): (0.15, 8),
    ("Spain", "Kenya"): (0.6, 28),
    ("Brazil", "Kenya"): (0.1, 8),
    ("Italy", "Kenya"): (0.1, 8),
    ("South Africa", "Kenya"): (0.1, 6),
    ("South Korea", "Chile"): (0.6, 18),
    ("Italy", "Chile"): (0.5, 12),
    ("Netherlands", "Chile"): (0.4, 10),
    (UNKNOWN, "UNITA (Angola)*"): (0.1, 10),
    (UNKNOWN, "Ghana"): (0.1, 4),
    (UNKNOWN, "Sri Lanka"): (0.1, 5),
}


class Mood(NamedTuple):
    """What becomes of deliveries in some years: their number times `factor`. "" is any party."""

    supplier: str
    recipient: str
    first: int
    last: int
    factor: float


MOODS = (
    # one supplier serves one side alone, then both, while others join that one side
    Mood("Russia", "Armenia", 1990, 2014, 0),
    Mood("Russia", "Azerbaijan", 2020, 2024, 0.6),
    Mood("Israel", "Azerbaijan", 1990, 2009, 0),
    Mood("Belarus", "Azerbaijan", 1990, 2009, 0),
    Mood("Turkiye", "Azerbaijan", 1990, 2014, 0),
    # one supplier falls, one recipient multiplies what it gets
    Mood("South Africa", "", 2020, 2024, 0.4),
    Mood("", "Chile", 1990, 2014, 0.2),
    Mood("", "Chile", 2015, 2019, 0.05),
    Mood("", "Chile", 2020, 2024, 2),
    # a war that ends
    Mood("", "UNITA (Angola)*", 1995, 2024, 0),
)


class Kind(NamedTuple):
    """A kind of weapon: least and greatest volume of a piece [hundredths], most pieces in a deal."""

    description: str
    category: str
    words: str
    least: int
    greatest: int
    most: int


KINDS = (
    Kind("FGA aircraft", "Aircraft", "bird", 2500, 5500, 40),
    Kind("trainer aircraft", "Aircraft", "bird", 400, 900, 30),
    Kind("transport aircraft", "Aircraft", "bird", 1200, 3000, 12),
    Kind("combat helicopter", "Aircraft", "bird", 900, 1600, 30),
    Kind("transport helicopter", "Aircraft", "bird", 500, 1000, 30),
    Kind("UAV", "Aircraft", "bird", 100, 400, 24),
    Kind("SAM system", "Air defence systems", "tree", 1500, 5000, 10),
    Kind("tank", "Armoured vehicles", "tree", 150, 400, 120),
    Kind("IFV", "Armoured vehicles", "tree", 50, 120, 150),
    Kind("APC", "Armoured vehicles", "tree", 20, 60, 250),
    Kind("self-propelled gun", "Artillery", "tree", 80, 200, 80),
    Kind("self-propelled MRL", "Artillery", "tree", 90, 200, 50),
    Kind("towed gun", "Artillery", "tree", 40, 100, 90),
    Kind("turbofan", "Engines", "tree", 150, 400, 60),
    Kind("diesel engine", "Engines", "tree", 10, 50, 200),
    Kind("anti-tank missile", "Missiles", "bird", 5, 10, 900),
    Kind("SAM", "Missiles", "bird", 10, 30, 300),
    Kind("BVRAAM", "Missiles", "bird", 25, 60, 150),
    Kind("anti-ship missile", "Missiles", "bird", 40, 80, 80),
    Kind("naval gun", "Naval weapons", "fish", 200, 500, 12),
    Kind("IFV turret", "Other", "tree", 20, 40, 120),
    Kind("recce satellite", "Satellites", "bird", 2500, 6000, 2),
    Kind("air search radar", "Sensors", "fish", 400, 900, 12),
    Kind("sonar", "Sensors", "fish", 200, 600, 8),
    Kind("frigate", "Ships", "fish", 11000, 26000, 4),
    Kind("corvette", "Ships", "fish", 6000, 13000, 6),
    Kind("patrol craft", "Ships", "fish", 800, 2200, 16),
    Kind("submarine", "Ships", "fish", 15000, 26000, 4),
)
WORDS = {
    "bird": (
        "Bullfinch Chaffinch Chough Dipper Dotterel Dunlin Dunnock Fieldfare Firecrest Fulmar Gadwall Godwit "
        "Goldcrest Greenfinch Hoopoe Jackdaw Kittiwake Linnet Nuthatch Pipit Redstart Siskin Stonechat Twite "
        "Wagtail Whinchat Wigeon Wryneck Yellowhammer"
    ).split(),
    "fish": (
        "Bleak Bream Burbot Chub Dab Dace Gudgeon Gurnard Haddock Hake Lamprey Ling Loach Minnow Mullet "
        "Perch Pollack Roach Ruffe Sprat Tench Vendace Zander"
    ).split(),
    "tree": (
        "Alder Aspen Laburnum Birch Blackthorn Elder Elm Hawthorn Hazel Holly Hornbeam Juniper Larch Linden "
        "Maple Medlar Mulberry Poplar Quince Rowan Spindle Spruce Privet Whitebeam Willow Yew"
    ).split(),
}
STATUS = {"New": 100, "Second hand": 40, "Second hand but modernized": 66}  # per cent of a new piece's volume


class Design(NamedTuple):
    """A weapon of one supplier, and the volume of a new piece [hundredths]."""

    name: str
    kind: Kind
    unit: int


class Draws:
    """Whole numbers and choices from one stream of uniform numbers, which no release of NumPy has changed."""

    def __init__(self, seed: int) -> None:
        self._uniform = np.random.Generator(np.random.PCG64(seed)).random

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * float(self._uniform())

    def whole(self, low: int, high: int) -> int:
        return low + int((high - low + 1) * float(self._uniform()))

    def chance(self, share: float) -> bool:
        return float(self._uniform()) < share

    def one(self, things: list) -> object:
        return things[self.whole(0, len(things) - 1)]

    def shuffled(self, things: list | tuple) -> list:
        return [thing for _, thing in sorted((float(self._uniform()), thing) for thing in things)]


def main(arguments: list[str] | None = None) -> None:
    arguments = sys.argv[1:] if arguments is None else arguments
    folder = Path(arguments[0]) if arguments else Path(__file__).parents[1]
    with (folder / "sample_register.csv").open("w", encoding="ascii", newline="") as file:
        file.write(PREAMBLE)
        out = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONE)
        out.writerow(HEADER)
        out.writerows(register())


def register() -> list[tuple]:
    """The lines of the register, by recipient, supplier, deal and year."""
    draws = Draws(SEED)
    designs = _designs(draws)
    deals = []
    for sides, (weight, number) in _pairs(draws).items():
        deals += [_deal(draws, sides, weight, designs[sides[0]]) for _ in range(number)]
    deals = sorted(filter(None, deals), key=lambda lines: [lines[0][side].casefold() for side in (1, 0)])
    # numbers of six digits: those of SIPRI have five
    return [(number, *line) for number, lines in enumerate(deals, start=900001) for line in lines]


def _designs(draws: Draws) -> dict[str, list[Design]]:
    """About two in five kinds for each supplier, of every category at least one somewhere."""
    names = {
        words: iter(draws.shuffled([f"{word}-{number}" for word in of for number in range(2, 10)]))
        for words, of in WORDS.items()
    }
    out = {}
    for n, supplier in enumerate((*SUPPLIERS, UNKNOWN)):
        kinds = [kind for k, kind in enumerate(KINDS) if draws.chance(0.35) or k % len(SUPPLIERS) == n]
        out[supplier] = [
            Design(next(names[kind.words]), kind, 5 * draws.whole(kind.least // 5, kind.greatest // 5))
            for kind in kinds
        ]
    # who is not known delivers what is easily carried
    light = [kind for kind in KINDS if kind.greatest <= 200]
    out[UNKNOWN] = [Design(next(names[kind.words]), kind, kind.least) for kind in light]
    return out


def _pairs(draws: Draws) -> dict[tuple[str, str], tuple[float, int]]:
    """(supplier, recipient) → (weight, number of deals): those drawn, then those told."""
    weights = {supplier: 9**place / 10**place for place, supplier in enumerate(draws.shuffled(SUPPLIERS))}
    out = {}
    for recipient in RECIPIENTS:
        wish = 0.2 + draws.between(0, 1) * draws.between(0, 2)
        keys = {
            supplier: draws.between(0, 1) * weight
            for supplier, weight in weights.items()
            if supplier != recipient
        }
        for supplier in sorted(keys, key=lambda name: -keys[name])[: draws.whole(3, 7)]:
            out[supplier, recipient] = (weights[supplier] * wish, draws.whole(2, 5))
    return out | PAIRS


class Deal(NamedTuple):
    """What all lines of a deal have in common."""

    supplier: str
    recipient: str
    design: Design
    ordered: int
    status: str
    local: bool


def _deal(draws: Draws, sides: tuple[str, str], weight: float, designs: list[Design]) -> list[tuple]:
    """The lines of one deal, without its number; none where its years or moods leave nothing."""
    supplier, recipient = sides
    aim = 100 * weight * (40 + 400 * draws.between(0, 1) * draws.between(0, 1))
    ordered = max(draws.whole(FIRST - 2, LAST - 2), *(SINCE.get(side, 0) for side in sides))
    status = draws.one(["New"] * 8 + ["Second hand"] * 2 + ["Second hand but modernized"])
    fitting = [design for design in designs if design.unit <= aim]
    design = draws.one(fitting or [min(designs, key=lambda design: design.unit)])
    pieces = min(max(round(aim / design.unit), 1), design.kind.most)
    lots = min(draws.whole(1, 5), pieces)
    local = status == "New" and lots > 2 and draws.chance(0.25)
    first = ordered + draws.whole(1, 3)
    guessed = draws.chance(0.3)
    # of the Soviet Union nothing comes after its end; what Russia delivers has numbers of its own
    soviet = supplier == "Russia" and ordered <= SOVIET_END
    deal = Deal(SOVIET if soviet else supplier, recipient, design, ordered, status, local)
    last = SOVIET_END if soviet else LAST
    lines = []
    for lot in range(lots):
        share = pieces // lots + (lot < pieces % lots)
        number = int(share * _factor(sides, first + lot) + 0.5)
        flags = guessed, draws.chance(0.3), draws.chance(0.15)
        if number and FIRST <= first + lot <= last:
            lines.append(_line(deal, first + lot, number, flags))
    return lines


def _factor(sides: tuple[str, str], year: int) -> float:
    factor = 1.0
    for mood in MOODS:
        named = mood.supplier in ("", sides[0]) and mood.recipient in ("", sides[1])
        if named and mood.first <= year <= mood.last:
            factor *= mood.factor
    return factor


def _line(deal: Deal, year: int, number: int, flags: tuple[bool, bool, bool]) -> tuple:
    design = deal.design
    unit = (design.unit * STATUS[deal.status] + 50) // 100
    order_guessed, number_guessed, year_guessed = (("No", "Yes")[flag] for flag in flags)
    return (
        *(deal.supplier, deal.recipient, design.name, design.kind.description, design.kind.category),
        *(deal.ordered, order_guessed, number, number_guessed, year, year_guessed, deal.status),
        *(_decimal(design.unit), _decimal(unit), _decimal(number * unit), ("No", "Yes")[deal.local]),
    )


def _decimal(hundredths: int) -> str:
    """Hundredths as a decimal number without needless digits: "8.55", "4"."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


if __name__ == "__main__":
    main()
