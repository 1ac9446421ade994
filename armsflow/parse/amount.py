"""How much, as people write it: "nearly $4 billion" as a value, its bounds and its unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal
from typing import Any, NamedTuple

from narwhals.typing import IntoFrame

from armsflow.errors import AmountError, ArgumentError, one_of, sample
from armsflow.parse.hedges import Hedge, Policy, currencies, peel, plain, policy, short, unit_of
from armsflow.parse.numerals import SCALE, SCALES, Figure, UnreadError, figure, in_digits
from armsflow.records.schema import pair_of_years

__all__ = ["Amount", "parse_amount"]

LONGEST = 500  # characters; what is longer is no amount, and would only be slow to refuse
_SIDE = re.compile(r"(?P<before>[^0-9]*)(?P<number>[0-9](?:[0-9.,' ]*[0-9])?)(?P<rest>[^0-9]*)")
_REST = re.compile(rf"[\s-]*(?:(?P<scale>{SCALE})(?![^\W\d_])\.?)?[\s-]*(?P<unit>.*)")
_ORDER = re.compile(
    r"(?:(?P<some>several\b|multi|multiple\b|many\b|a few\b)[\s-]*)?"
    r"(?:(?P<count>tens|dozens?|hundreds?)(?:s? of\b|\b)\s*)?"
    r"(?:(?P<scale>thousand|lakh|million|crore|billion|trillion)s?(?: of\b|\b)[\s-]*)?(?P<unit>.*)"
)
_COUNTS = {"tens": 10, "dozen": 12, "dozens": 12, "hundred": 100, "hundreds": 100, None: 1}
_ONE = re.compile(r"(?:dozen|hundred|thousand|lakh|million|crore|billion|trillion)\b")
# what is said before and after an amount and changes nothing
_DEAL = (
    r"(?:arms )?(?:deal|contract|agreement|order|package|purchase|sale|programme|program|loan|credit|grant)s?"
)
_PREFIX = re.compile(
    r"(?:(?:worth|valued at|totalling|totaling|amounting to|(?:a |in )?total(?: value)? of|(?:the|a) sum of"
    rf"|(?:an? |the )?{_DEAL} (?:worth|of|valued at))\s+)+"
)
# "a $5 billion deal"; "A $5 billion" may be Australia's dollar
_ARTICLE = re.compile(rf"(?:an?|the)\s+(?=[^0-9]*[0-9].*\b{_DEAL}$)")
_SUFFIX = re.compile(
    rf"[\s,-]+(?:{_DEAL}|(?:in|of|(?:spent )?on) (?:military |security |arms |weapons? )*"
    r"(?:aid|assistance|loans?|credits?|arms|weapons|weaponry|equipment|defen[cs]e|sales|purchases|orders"
    r"|contracts|exports|imports|goods)|in total|in all|altogether|overall"
    r"|worth(?: of (?:arms|weapons|military equipment))?)$"
)
_FOR = re.compile(
    r"[\s,]+(?:for|für|pour|para|на|для|covering|including|excluding|comprising"
    r"|to (?:supply|buy|deliver|purchase|acquire)|(?:plus|with)(?= options?))\s+(?P<what>.*)$"
)
# an amount at the prices of a year is another amount
_PRICES = re.compile(
    r"\b(?:prices?|constant|inflation|real terms|adjusted|[0-9]{4} (?:us )?(?:dollars?|euros?))\b"
)
_BRACKET = re.compile(r"\s*\((?P<what>[^()]*)\)$")
_LASTING = re.compile(
    r"[\s,]+(?P<what>(?:spread )?(?:over|across|within|during)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:years?|decades?|months?|period))$"
)
# "$500 million a year" is no total
# "1,2 billion d’euros" is 10**12 of them, and so are "eine Billion", "rund 1 Billion" and "1 Billion Rubel"
_LONG_SCALE = re.compile(
    r"\b(?:b|tr)illions? d(?:e\b|['\u2019])|\beine (?:halbe )?billion\b"
    r"|\bbillion (?:rubel|franken|pfund|kronen)\b"
    r"|\b(?:rund|etwa|ungefähr|zirka|knapp|fast|beinahe|nahezu|annähernd|über|gut|mehr als|mindestens"
    r"|wenigstens|bis zu|höchstens|maximal|unter|weniger als|angeblich|geschätzte|environ|presque|quelque"
    r"|plus de|moins de|près de|au moins|jusqu['\u2019]à)\s[^a-z]*(?:b|tr)illions?\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(?:per|each|apiece|annual|annually|yearly|monthly|every)\b"
    r"|\ban? (?:year|month|piece|unit|day)\b|/\s?(?:yr|year)"
)
# the dollar of the United States in every form
_US_DOLLAR = re.compile(
    r"(?<![a-z])(?:u\.? ?s\.? ?a?\.?[ -]*\$(?: ?usd?(?![a-z]))?|u\$[sd](?![a-z])|usd[ -]*\$"
    r"|\$[ -]*u\.? ?s\.? ?[ad]?\.?(?![a-z]))"
)
_DESIGNATION = re.compile(r"(?<=[0-9])\s+(?P<letters>[a-z]{1,4})-?[0-9]{1,3}[a-z]{0,4}\b")
_MAGNITUDES = SCALES.keys() - {"m", "b", "k", "cr", "crs", "mille", "md", "mds", "mia", "dozen"}
_SIGNED = re.compile(r"(?<![a-z0-9])(?<![0-9] )([a-z]{1,3})-(?=[$£€])")
# ends of a range that are farther apart lack a magnitude
_FAR = 1000
# between two figures only: "Trinidad and Tobago dollars" is one currency
_DASH = re.compile(r"\s*-\s*(?=[^0-9]{0,20}[0-9])")
#: What joins two figures, in English, German, French, Spanish and Russian.
_JOINTS = {
    **dict.fromkeys(("to", "bis", "à", "a", "до"), "to"),
    **dict.fromkeys(("or", "oder", "ou", "o", "или"), "or"),
    **dict.fromkeys(("and", "und", "et", "y", "и"), "and"),
}
_JOINT = re.compile(rf"\s+({'|'.join(_JOINTS)})\s+(?=[^0-9]{{0,20}}[0-9])")
_BETWEEN = re.compile(r"(between|zwischen|entre|между)\s+")
_FROM = re.compile(r"(?:from|von|desde|de|от)\s+(?=[^0-9]{0,20}[0-9])")
# "1,200 million euros": no other language has the plural behind this singular, without "de"
_ENGLISH = re.compile(r"[\s-]*(?:thousand|million|billion|trillion)\s+(?:[a-z]+\s+){0,2}[a-z]+s")


class Amount(NamedTuple):
    """One written amount.

    Attributes
    ----------
    value : float or None
        The figure as printed, the midpoint of a range or of alternatives [unit], in single units;
        None where only an order of magnitude is given.
    low, high : float
        What the wording admits [unit]; `high` may be infinite.
    unit : str
        ISO 4217 code, or ``"pieces"``.
    qualifier : str
        The words that hedge the figure, in lower case; ``""`` if there are none.
    """

    value: float | None
    low: float
    high: float
    unit: str
    qualifier: str


def parse_amount(
    text: str,
    *,
    decimal: str | None = None,
    exact: bool = False,
    hedges: IntoFrame | None = None,
    year: int | tuple[int, int] | None = None,
) -> Amount:
    """The value, bounds, unit and hedge of an amount as people write it.

    The value is the figure as printed. The bounds are what the wording admits: "nearly $4 billion"
    is at most 4 and hardly less than 3.8. A figure without a hedge has its printed precision, half
    a unit of its last significant digit, where zeros before the decimal point do not count:
    "$400 million" may be anything from 350 to 450. Where several hedges meet, the bounds enclose
    what each of them admits. Whole pieces are counted, and so exact.

    Parameters
    ----------
    text : str
        An amount and nothing else, at most 500 characters: a currency (code, symbol or name) or a
        word for pieces, a number in digits or words, perhaps a magnitude ("m", "bn", "crore", …),
        perhaps hedges before or after it; or a range ("$2–3 bn", "between $700 m and $1 bn"),
        alternatives ("$21 m or $30 m"), an order of magnitude ("hundreds of millions of dollars").
        What it buys ("for 66 F-16s") and how long it takes ("(over 10 years)") may follow.
    decimal : {".", ","}, optional
        The decimal mark. Left out, it is told from the number: the last of two different marks, or
        a single mark that is not followed by exactly three digits. A single comma before three
        digits separates thousands if no magnitude follows ("$1,600"), or if English words follow, which
        say so ("1,200 million euros"); with another one ("1,600 m"), with billions and trillions ("1,234
        billion euros"), and a single point before three digits in either case, the number is ambiguous
        and refused.
    exact : bool
        Whether the figure is exact as printed, such as a loan in a treaty; hedges still hold.
    hedges : frame, optional
        A policy of one's own with the columns ``pattern`` (phrases separated by ``|``; one that
        starts with ``…`` stands only behind the amount), ``kind``, ``low`` and ``high`` (factors
        on the figure), instead of the shipped ``hedges.csv``.
    year : int or (int, int), optional
        The year of the amount, or the first and last of its period. A currency that is named is then the
        one in force: "rubles" of 1997 are RUR. Left out, it is today's.

    Returns
    -------
    Amount
        ``value, low, high, unit, qualifier``, with low ≤ value ≤ high.

    Raises
    ------
    AmountError
        If the text is no such amount, is negative, names no currency, an unknown or an ambiguous
        one, or one that was not in force in `year`, or has an ambiguous number.
    ArgumentError
        If `text` is no text, `decimal` is another mark, `hedges` is not such a table, or `year` is no
        year or pair of years.

    Notes
    -----
    A bare ``$`` or "dollars" is the US dollar, "pounds" sterling, "roubles" Russian. Names that
    several currencies share ("francs", "¥") are refused. The factors of the hedges are a policy,
    stated in ``table("hedges.csv")``; what people mean by such words has been asked by Ferson et
    al., "Natural language of uncertainty: numeric hedge words", International Journal of
    Approximate Reasoning 57 (2015), 19–39.

    Examples
    --------
    How far apart may "nearly $4 billion" and "$5 billion" be?

    >>> import armsflow as af
    >>> less, more = af.parse_amount("nearly $4 billion"), af.parse_amount("$5 billion")
    >>> less
    Amount(value=4000000000.0, low=3800000000.0, high=4000000000.0, unit='USD', qualifier='nearly')
    >>> more.low - less.high, more.high - less.low
    (500000000.0, 1700000000.0)

    And what does a government say that "sold weapons worth hundreds of millions of dollars"?

    >>> said = af.parse_amount("hundreds of millions of dollars")
    >>> said.value, said.low, said.high, said.unit
    (None, 200000000.0, 999000000.0, 'USD')
    """
    if decimal is not None:
        one_of(decimal, (".", ","), "decimal")
    rules = policy(hedges)
    years = _pair(year)
    cleaned = _cleaned(text)
    try:
        body, before, after = _peeled(cleaned, rules)
        if not re.search("[0-9]", body):
            return _of_order(body, before + after, rules, years)
        return _of_figures(body, before, after, rules, decimal, exact, years)
    except UnreadError as why:
        raise AmountError(f"{short(text)} cannot be read: {why}", rows=[text]) from None


def _cleaned(text: str) -> str:
    if not isinstance(text, str):
        raise ArgumentError(f"text is {text!r}, a {type(text).__name__}; expected text", rows=[text])
    why = None
    if len(text) > LONGEST:
        why = f"it has {len(text)} characters; expected one amount, at most {LONGEST}"
    elif odd := [c for c in text if unicodedata.category(c) in ("No", "Nl")]:
        why = f"it holds {sample(odd)}; write fractions and powers out, and leave notes away"
    if why:
        raise AmountError(f"{short(text)} cannot be read: {why}", rows=[text])
    text = _US_DOLLAR.sub("us$", _DESIGNATION.sub(_piece, plain(text)))
    return _SIGNED.sub(r"\1", text).replace("us-dollar", "us dollar").rstrip(" .,;")


def _piece(match: re.Match[str]) -> str:
    """A designation behind a number as a word for pieces: "66 f-16s"."""
    letters = match["letters"]
    if letters in SCALES or letters in currencies():
        return match[0]
    return "" if re.match(r"\s*[a-z]", match.string[match.end() :]) else " items"


def _pair(year: Any) -> tuple[int, int] | None:
    if year is None:
        return None
    first, last = pair_of_years(year if isinstance(year, tuple | list) else (year, year), "year")
    return int(first), int(last)


def _peeled(text: str, rules: Policy) -> tuple[str, list[Hedge], list[Hedge]]:
    """The figure alone, and the hedges before and after it; what is bought, and for how long, is left out."""
    text = _without_clauses(text, rules)
    before: list[Hedge] = []
    after: list[Hedge] = []
    while True:
        body, early, late = peel(text, rules.hedges)
        before, after = before + early, late + after
        if early and _ONE.match(body):
            # "an estimated billion dollars"
            body = f"1 {body}"
        text = _SUFFIX.sub("", _unled(body))
        if text == body:
            return in_digits(text), before, after


def _unled(text: str) -> str:
    """An amount without the words that lead up to it."""
    match = _ARTICLE.match(text) or _PREFIX.match(text)
    return text[match.end() :] if match else text


def _without_clauses(text: str, rules: Policy) -> str:
    """An amount without what it buys, how long it takes, and other remarks behind it."""
    if rate := _RATE.search(text):
        raise UnreadError(f"{short(rate[0])} makes it an amount for each; write the total")
    if long := _LONG_SCALE.search(text):
        raise UnreadError(
            f"{short(long[0])} is French or German, which is a thousand times as much as in English; "
            "write milliard, Milliarde, or the figure itself"
        )
    if prices := _PRICES.search(text):
        raise UnreadError(
            f"{short(prices[0])} says at which prices; write the amount alone, and set prices in the records"
        )
    for clause in (_FOR, _BRACKET, _LASTING, _BRACKET, _FOR):
        match = clause.search(text)
        if not match or not re.search(r"\w", text[: match.start()]):
            continue
        what = match["what"].strip()
        if any(what == hedge.words for hedge in rules.hedges):
            text = f"{text[: match.start()]} {what}"
        elif clause is _LASTING or not _is_money(what):
            text = text[: match.start()]
    return text


def _is_money(words: str) -> bool:
    """Whether a remark names a currency or a magnitude, and so another amount or the unit of this one."""
    pieces = re.findall(r"[^\W\d_]+|[^\w\s]", words)
    known = currencies()
    named = {*pieces, *(piece.removesuffix("s") for piece in pieces), words}
    if re.search(r"[0-9] ?(?:m|mn|b|bn|k)\b", words):
        return True
    return (
        bool(named & known.keys()) or any(sign in words for sign in "$€£¥₽₹₺₴") or bool(named & _MAGNITUDES)
    )


def _of_figures(
    body: str,
    before: list[Hedge],
    after: list[Hedge],
    rules: Policy,
    decimal: str | None,
    exact: bool,
    years: tuple[int, int] | None,
) -> Amount:
    if "-" in re.split("[0-9]", body, maxsplit=1)[0] or body.startswith("("):
        raise UnreadError("it is negative, or reads so; expected an amount of at least 0")
    sides, joint = _sides(body)
    figures = [_figure(side, rules, decimal, years) for side in sides]
    unit = _one_unit(figures)
    low, high = _ends(figures, joint)
    if joint or exact or (unit == "pieces" and not low.scale):
        low, high = low._replace(half=Decimal(0)), high._replace(half=Decimal(0))
    # "more than 5 tanks" are 6 at least, whatever a tenth of 5 is
    step = Decimal(unit == "pieces")
    bounds = [_admitted(hedge, low, high, step) for hedge in before + after if hedge.kind != "evidential"]
    bounds = bounds or [(low.number - low.half, high.number + high.half)]
    words = [hedge.words for hedge in before] + joint + [hedge.words for hedge in after]
    return _amount(
        (low.number + high.number) / 2,
        max(min(least for least, _ in bounds), Decimal(0)),
        max(greatest for _, greatest in bounds),
        unit,
        " ".join(words),
    )


def _admitted(hedge: Hedge, low: Figure, high: Figure, step: Decimal) -> tuple[Decimal, Decimal]:
    """The figure's ends times the hedge's factors; "about" is never narrower than the print."""
    endless = hedge.high.is_infinite()
    ends = low.number * hedge.low, hedge.high if endless else high.number * hedge.high
    if hedge.kind == "above":
        return ends[0], max(ends[1], high.number + step)
    if hedge.kind == "below":
        return min(ends[0], low.number - step), ends[1]
    if hedge.kind != "about":
        return ends
    return min(ends[0], low.number - low.half), max(ends[1], high.number + high.half)


def _amount(value: Decimal | None, low: Decimal, high: Decimal, unit: str, qualifier: str) -> Amount:
    if value is not None and float(value) == float("inf"):
        raise UnreadError("the number is too great")
    printed = None if value is None else float(value)
    return Amount(printed, float(low), float(high), unit, qualifier)


def _sides(body: str) -> tuple[list[str], list[str]]:
    """The one or two figures of the text, and the word that joins them."""
    between = _BETWEEN.match(body)
    body = _FROM.sub("", body, count=1) if _FROM.match(body) else body[between.end() :] if between else body
    parts = _JOINT.split(_DASH.sub(" to ", body))
    if len(parts) > 3:
        raise UnreadError("it holds more than two figures; expected one amount, a range or two alternatives")
    if len(parts) == 1:
        if between:
            raise UnreadError(f"{between[1]!r} wants two figures")
        return parts, []
    first, word, second = parts
    joint = _JOINTS[word]
    if (joint == "and") != bool(between) and not (between and joint == "to"):
        said = f"{between[1]} … {word} …" if between else f"two figures … {word} …"
        raise UnreadError(f"{said} is no range; write A–B")
    return [first, second], ["between" if between else joint]


def _ends(figures: list[Figure], joint: list[str]) -> tuple[Figure, Figure]:
    """The lower and the upper figure, in single units; "$2–3 bn" gives its magnitude to both."""
    first, last = figures[0], figures[-1]
    if first.scale and not last.scale and not last.grouped:
        raise UnreadError("the second figure has no magnitude")
    # "1,200 to 1,500 million" has one magnitude, "500,000 to 2 million" has its zeros
    alike = not first.grouped or (last.grouped and first.number <= last.number)
    if last.scale and not first.scale and alike:
        first = first._replace(scale=last.scale)
    elif last.scale and not first.scale and first.number * _FAR < last.scaled().number:
        raise UnreadError("the first figure has no magnitude; write it at both figures")
    first, last = first.scaled(), last.scaled()
    if first.number > last.number:
        if joint != ["or"]:
            raise UnreadError("the range runs downwards; write the magnitude at both figures")
        first, last = last, first
    return first, last


def _figure(side: str, rules: Policy, decimal: str | None, years: tuple[int, int] | None) -> Figure:
    match = _SIDE.fullmatch(side)
    rest = match and _REST.fullmatch(match["rest"])
    if not match or not rest:
        raise UnreadError(
            "it holds several numbers, or none where one belongs; write one amount alone, or '16 pieces' and "
            "the name of the weapon beside it, as weapons of a claim"
        )
    # "94 tanks" counts, "SAM 94" does not
    before, after = match["before"].strip(), rest["unit"].strip()
    units = {unit_of(before, rules._replace(pieces=frozenset()), years)} if before else set()
    units |= {unit_of(after, rules, years)} if after else set()
    if len(units) > 1:
        raise UnreadError(f"it names two units, {' and '.join(sorted(units))}; write one amount at a time")
    english = not before and _ENGLISH.fullmatch(match["rest"]) is not None
    return figure(match["number"], rest["scale"], next(iter(units), None), decimal, english=english)


def _one_unit(figures: Iterable[Figure]) -> str:
    units = {figure.unit for figure in figures if figure.unit}
    if not units:
        raise UnreadError("no currency is named, nor what is counted; write 'USD 72' or '72 pieces'")
    if len(units) > 1:
        raise UnreadError(f"it names two units, {' and '.join(sorted(units))}; write one amount at a time")
    if units == {"pieces"} and any(f.scaled().number % 1 for f in figures):
        raise UnreadError("pieces are counted in whole numbers")
    return units.pop()


def _of_order(body: str, hedges: list[Hedge], rules: Policy, years: tuple[int, int] | None) -> Amount:
    """Bounds without a value: "hundreds of millions of dollars"."""
    sign, _, rest = body.partition(" ")
    if sign in currencies() and rest:
        # "USD hundreds of millions"
        body = f"{rest} of {sign}"
    match = _ORDER.fullmatch(body)
    counted = match and (match["some"] or ((match["count"] or match["scale"]) and not _ONE.match(body)))
    if not match or not rules.order or not counted:
        raise UnreadError(
            "it holds no number in digits; numbers in words are read in English only, and where nothing is "
            "disclosed, leave the figure null"
        )
    if numeric := [hedge.words for hedge in hedges if hedge.kind != "evidential"]:
        raise UnreadError(f"{sample(numeric)} hedges no figure")
    unit = unit_of(match["unit"], rules, years) if match["unit"] else _one_unit([])
    one = _COUNTS[match["count"]] * SCALES.get(match["scale"], 1)
    words = body[: match.start("unit")].rstrip(" -").removesuffix(" of")
    qualifier = " ".join([*(hedge.words for hedge in hedges), words])
    low, high = one * rules.order.low, one * rules.order.high
    # nobody has 9.99 tanks
    return _amount(
        None, low, high.to_integral_value(ROUND_FLOOR) if unit == "pieces" else high, unit, qualifier
    )
