"""Numbers as printed: their decimal mark, their thousands, and how precise they are."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

__all__: list[str] = []

_NAMED = {
    Decimal(12): "dozen",
    # "mil" alone is a million in English and a thousand in Spanish
    Decimal(10) ** 3: "k thousand thousands tsd tausend mille тыс тысяч тысячи тысяча",
    Decimal(10) ** 5: "lakh lakhs lac lacs",
    Decimal(10) ** 6: (
        "m mn mln mio mill million millions millionen milioni miljoen miljoner millón millon millones "
        "млн миллион миллиона миллионов"
    ),
    Decimal(10) ** 7: "crore crores cr crs",
    Decimal(10) ** 9: (
        "b bn bln mrd mld mia md mds billion billions thousand_million milliard milliards milliarde "
        "milliarden miliardi miljard miljarder mil_millones millardo millardos "
        "млрд миллиард миллиарда миллиардов"
    ),
    Decimal(10) ** 12: (
        "tn trn trln trillion trillions billionen billones bio lakh_crore lakh_cr lac_crore "
        "трлн триллион триллиона триллионов"
    ),
}
SCALES = {word.replace("_", " "): n for n, words in _NAMED.items() for word in words.split()}
_HUGE = frozenset(["billion", "trillion"])
_MAGNITUDE = r"(?:dozen|thousand|lakh|million|crore|billion|trillion)"
SCALE = "|".join(sorted(map(re.escape, SCALES), key=len, reverse=True))
_INDIAN = "lakh lakhs lac lacs crore crores cr crs lakh_crore lakh_cr lac_crore".replace("_", "\0").split()
INDIAN_SCALES = frozenset(word.replace("\0", " ") for word in _INDIAN)
INDIAN_MONEY = frozenset(["INR", "PKR", "BDT", "NPR", "LKR", "BTN"])
#: Words that are numbers, below a hundred.
_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
)
_UNITS += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDED = dict(zip(_UNITS, range(1, 20), strict=True)) | dict(zip(_TENS, range(20, 100, 10), strict=True))
_BELOW_100 = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS[:9])}))?|{'|'.join(sorted(_UNITS, key=len)[::-1])})"
)
_NUMBER_WORDS = re.compile(
    rf"\b(?:(?P<hundreds>a|{_BELOW_100})[ -]hundred(?:[ -](?:and[ -])?(?P<rest>{_BELOW_100}))?"
    rf"|(?P<below>{_BELOW_100}))\b(?!-?fold)"
)
# "eine Million", "anderthalb Milliarden", "un milliard", "un millón", "один миллиард"
_ONE_ELSEWHERE = re.compile(
    r"(?<!\w)(?:(?P<half>eine halbe|une? demi|medio)|(?P<more>anderthalb|eineinhalb|полтора)|eine|une?|один)"
    r"[ -](?=(?:million|milliarde?|millón|millardo|миллион|миллиарда?|млн|млрд|mio|mrd)(?:en)?(?!\w))"
)
_GROUPED_IN_INDIA = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[.,' ])[0-9]{3})(?:(?P=mark)[0-9]{3})*")


class UnreadError(Exception):
    """Why a text cannot be read, until the text itself can be named."""


class Figure(NamedTuple):
    """One number as printed: in single units once scaled, with half a unit of its last digit."""

    number: Decimal
    half: Decimal
    grouped: bool
    scale: Decimal | None
    unit: str | None

    def scaled(self) -> Figure:
        scale = self.scale or Decimal(1)
        return self._replace(number=self.number * scale, half=self.half * scale)


def in_digits(text: str) -> str:
    """Text with its numbers in digits: "a billion" as 1 billion, "half a million" as 0.5 million."""
    text = _NUMBER_WORDS.sub(_digits, text)
    text = _ONE_ELSEWHERE.sub(lambda one: "0.5 " if one["half"] else "1.5 " if one["more"] else "1 ", text)
    # "two and a half billion", "a billion and a half"
    text = re.sub(r"\b([0-9]+)[ -]and[ -]a[ -]half\b", r"\1.5", text)
    text = re.sub(rf"\b(?:a|1) ({_MAGNITUDE}) and a half\b", r"1.5 \1", text)
    text = re.sub(rf"\b(?:half[ -]an?|an?[ -]half|half)[ -](?={_MAGNITUDE}\b)", "0.5 ", text)
    return re.sub(rf"(?<![a-z0-9])an?[ -](?={_MAGNITUDE}\b)", "1 ", text)


def _digits(match: re.Match[str]) -> str:
    if match["below"]:
        return str(_below_100(match["below"]))
    hundreds = 1 if match["hundreds"] == "a" else _below_100(match["hundreds"])
    return str(100 * hundreds + (_below_100(match["rest"]) if match["rest"] else 0))


def _below_100(words: str) -> int:
    return sum(_WORDED[word] for word in re.split("[ -]", words))


def figure(
    text: str, scale: str | None, unit: str | None, decimal: str | None, *, english: bool = False
) -> Figure:
    """The number as printed, with half a unit of its last significant digit.

    In words that are `english`, a comma before three digits parts thousands; thousands of billions and
    trillions are rarer than decimals, so that there it may be either.
    """
    indian = scale in INDIAN_SCALES or unit in INDIAN_MONEY
    if indian and decimal != "," and _GROUPED_IN_INDIA.fullmatch(text.partition(".")[0]):
        # 2,49,755 crore: hundreds after thousands, and no comma is a decimal mark
        text = text.replace(",", "")
    if english and scale not in _HUGE and decimal is None and _GROUPED.fullmatch(text) and "," in text:
        decimal = "."
    mark = decimal or _decimal_mark(text, scaled=scale is not None)
    whole, _, fraction = text.partition(mark) if mark else (text, "", "")
    grouped = bool(_GROUPED.fullmatch(whole))
    if not (grouped or whole.isdigit()) or (fraction and not fraction.isdigit()):
        raise UnreadError(f"{text!r} is no number: its marks are not those of thousands and decimals")
    digits = re.sub("[^0-9]", "", whole)
    # zeros before the decimal point do not count, those behind it do
    zeros = len(digits) - len(digits.rstrip("0")) if digits.strip("0") and not fraction else 0
    half = Decimal(5).scaleb(zeros - len(fraction) - 1)
    number = Decimal(f"{digits}.{fraction or 0}")
    return Figure(number, half, grouped, SCALES[scale] if scale else None, unit)


def _decimal_mark(text: str, *, scaled: bool) -> str:
    """The mark of decimals, or "" if there are none."""
    marks = [c for c in text if c in ".,"]
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) != 1:
        return ""
    whole, _, fraction = text.partition(marks[0])
    if marks == [","] and len(fraction) > 3:
        raise UnreadError(f"{text!r} is no number: neither thousands nor decimals have so many digits")
    # thousands come three by three, after one to three digits that do not start with 0
    if len(fraction) != 3 or len(whole) > 3 or whole.startswith("0"):
        return marks[0]
    if scaled or marks[0] == ".":
        raise UnreadError(
            f"{text!r} may mark thousands or decimals; say which by decimal='.' or decimal=',', or write "
            f"{whole}{fraction} or {whole}.{fraction}0"
        )
    return ""
