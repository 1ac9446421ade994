"""Periods as people write them."""

from __future__ import annotations

import re
from numbers import Integral

from armsflow.errors import PeriodError, sample
from armsflow.records.schema import FIRST, LAST, LONGEST

__all__ = ["parse_period"]

_TEXT_LIMIT = 200
_MONTHS = "jan feb mar apr may jun jul aug sep sept oct nov dec".split() + (
    "january february march april june july august september october november december".split()
)
_WORDS = {
    *_MONTHS,
    *"between and from to in during the years year since until till through over of period by".split(),
    *"early late mid end beginning spring summer autumn winter signed agreement a deal under".split(),
}
# words that say that the years between two belong to a period
_SPAN = {"between", "to", "until", "till", "through"}
# words that want a second year
_OPEN = _SPAN | {"since", "from"}
_DAY = re.compile(r"(\d{4})-(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])")
_SHORT = re.compile(r"(\d{4})\s*([-/–])\s*(\d{2})")
_DECADE = re.compile(r"(?:the )?(\d{3})0s")


def parse_period(text: str | int) -> tuple[int, int]:
    """The first and last calendar year of a period as people write it.

    Parameters
    ----------
    text : str or int
        ``"Between 2010 and 2019"``, ``"2010–14"``, ``"since 2010, to 2014"``, ``"June 2015"``,
        ``"2012-02-26"``, ``"1990s"``, ``2015``.

    Returns
    -------
    (int, int)
        Both inclusive; equal for a single year.

    Raises
    ------
    PeriodError
        If there is no year, an open end, more than two years, words it does not know, a year outside
        1000–2999, an end before the start, a span of more than 200 years, or "2010-12", which may be
        a month.

    Examples
    --------
    >>> import armsflow as af
    >>> af.parse_period("Between 2010 and 2019")
    (2010, 2019)
    >>> af.parse_period("2015–19")
    (2015, 2019)
    """
    text = _as_text(text)
    if len(text) > _TEXT_LIMIT:
        raise PeriodError(
            f"period is a text of {len(text)} characters, {text[:40]!r}…; expected a few words such as "
            "'2010–2014'",
            rows=[text[:_TEXT_LIMIT]],
        )
    start, end = _years(text)
    if start > end:
        raise PeriodError(
            f"period {text!r} ends before it starts; expected first year, last year", rows=[text]
        )
    if end - start >= LONGEST:
        raise PeriodError(
            f"period {text!r} spans {end - start + 1} years; expected at most {LONGEST}", rows=[text]
        )
    return start, end


def _as_text(period: object) -> str:
    """A period as text; a year may be an integer of NumPy as well."""
    if not isinstance(period, bool) and isinstance(period, Integral):
        return str(int(period))
    if not isinstance(period, str):
        raise PeriodError(f"period is {period!r}; expected text such as '2010–2014'", rows=[period])
    return period


def _years(text: str) -> tuple[int, int]:
    """First and last year in a short text that says nothing else."""
    plain = re.sub(r"[–—]|--", "–", text.strip().lower().replace("\u2212", "-"))
    if day := _DAY.fullmatch(plain):
        year = _year(day[1], text)
        return year, year
    if short := _SHORT.fullmatch(plain):
        return _short_span(short[1], short[2], short[3], text)
    if decade := _DECADE.fullmatch(plain):
        return _year(f"{decade[1]}0", text), _year(f"{decade[1]}9", text)
    return _in_words(plain, text)


def _in_words(plain: str, text: str) -> tuple[int, int]:
    """One year, or the first and the last of several, among words that periods are written with."""
    words, numbers = re.findall(r"[^\W\d]+", plain), re.findall(r"\d+", plain)
    years = [number for number in numbers if len(number) > 2]
    strange = _strange(words, numbers)
    if strange or re.search(r"[^\w\s–\-/,.()]", plain) or len(years) not in (1, 2):
        raise PeriodError(
            f"period {text!r} is not one or two years"
            + (f"; it has {sample(strange)}" if strange else "")
            + "; expected text such as '2015', '2010–2014' or 'between 2010 and 2014'",
            rows=[text],
        )
    if len(years) == 2 and not (_SPAN & set(words) or re.search(r"\d\s*[-–/]\s*\d", plain)):
        raise PeriodError(
            f"period {text!r} names two years and not whether those between belong to it; write "
            f"{years[0]}–{years[1]} if they do",
            rows=[text],
        )
    if re.search(r"[-–/]\s*$|^\s*[-–/]", plain) or (len(years) == 1 and _OPEN & set(words)):
        raise PeriodError(
            f"period {text!r} has an open end; expected both years, such as '2010–2014'", rows=[text]
        )
    return _year(years[0], text), _year(years[-1], text)


def _strange(words: list[str], numbers: list[str]) -> list[str]:
    """Words that no period has, else days without a month beside them."""
    unknown = [word for word in words if word not in _WORDS]
    if unknown or set(words) & set(_MONTHS):
        return unknown
    return [number for number in numbers if len(number) <= 2]


def _short_span(first: str, mark: str, last: str, text: str) -> tuple[int, int]:
    """2010–14; "2010-08" is August, "2010-12" may be either."""
    start, tail = _year(first, text), int(last)
    month = mark == "-" and 1 <= tail <= 12
    later = tail > start % 100
    # 2010-12 or, across the century, 1999-02
    if month and (later or start % 100 > 87):
        raise PeriodError(
            f"period {text!r} may be a month or a span of years; write {first}–{first[:2]}{last} "
            "for the years, or the name of the month",
            rows=[text],
        )
    if month:
        return start, start
    century = start // 100 * 100
    return start, _year(str(century + tail if later else century + 100 + tail), text)


def _year(digits: str, text: str) -> int:
    year = int(digits[:6])
    if not FIRST <= year <= LAST or len(digits) != 4:
        raise PeriodError(
            f"period {text!r} has the year {digits[:12]!r}; expected {FIRST} to {LAST}", rows=[text]
        )
    return year
