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
_OPEN = _SPAN | {"since", "from", "by"}
# words that say that an end is not known, whatever stands beside them
_ENDLESS = {
    *"before after onward onwards present now today ongoing starting commencing ending later earlier".split(),
    *"up upto latest date next coming".split(),
}
_DAY = re.compile(
    r"(?P<year>\d{4})([-/.])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\3(?P<last>\d{4})"
)
_MONTH_FIRST = re.compile(r"(?:0?[1-9]|1[0-2])[-/.](\d{4})")
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
        If there is no year, an open end ("by 2027"), more than two years, words it does not know, a year
        outside 1000–2999, an end before the start, a span of more than 200 years, or what may be a month:
        "2010-12", "2010/03", "2010–03". "2010/11" and "2010–12" are years.

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
    plain = re.sub(r"[\u2010\u2011\u2212]", "-", text.strip().lower())
    plain = re.sub(r"[–—]|--", "–", plain).rstrip(" .,;")
    if day := _DAY.fullmatch(plain):
        year = _year(day["year"] or day["last"], text)
        return year, year
    if month := _MONTH_FIRST.fullmatch(plain):
        return _year(month[1], text), _year(month[1], text)
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
    if len(years) == 1 and (
        _ENDLESS & set(words) or re.search(r"\d\+$|\d on$|(?:beginning|start) (?:in|from) ", plain)
    ):
        raise _open_end(text)
    if strange or re.search(r"[^\w\s–\-/,.()]", plain) or len(years) not in (1, 2):
        raise PeriodError(
            f"period {text!r} is not one or two years"
            + (f"; it has {sample(strange)}" if strange else "")
            + "; expected text such as '2015', '2010–2014' or 'between 2010 and 2014'",
            rows=[text],
        )
    if len(years) == 2 and not (_SPAN & set(words) or re.search(r"\d\s*[-–/]\s*(?:[a-z]+\s+)?\d", plain)):
        raise PeriodError(
            f"period {text!r} names two years and not whether those between belong to it; write "
            f"{years[0]}–{years[1]} if they do",
            rows=[text],
        )
    if re.search(r"[-–/]\s*$|^\s*[-–/]", plain) or (len(years) == 1 and _OPEN & set(words)):
        raise _open_end(text)
    return _year(years[0], text), _year(years[-1], text)


def _open_end(text: str) -> PeriodError:
    return PeriodError(
        f"period {text!r} has an open end; expected both years, such as '2010–2014'", rows=[text]
    )


def _strange(words: list[str], numbers: list[str]) -> list[str]:
    """Words that no period has, else days without a month beside them."""
    unknown = [word for word in words if word not in _WORDS]
    if unknown or set(words) & set(_MONTHS):
        return unknown
    return [number for number in numbers if len(number) <= 2]


def _short_span(first: str, mark: str, last: str, text: str) -> tuple[int, int]:
    """2010–14; "2010-08" is August, and "2010-12", "2010/03" and "2010–03" may be a month."""
    start, tail = _year(first, text), int(last)
    month, later = 1 <= tail <= 12, tail > start % 100
    # across the century: 1998–02
    across = start % 100 > 87 and not later
    if mark == "-" and month and not (later or across):
        return start, start
    years = (later or across) if mark == "–" else tail == (start + 1) % 100 if mark == "/" else False
    if month and not years:
        full = f"{first}–{first[:2]}{last}" if later else "both years in full"
        raise PeriodError(
            f"period {text!r} may be a month or a span of years; write {full} for the years, or the name of "
            "the month",
            rows=[text],
        )
    if not (later or across):
        raise PeriodError(
            f"period {text!r} would end before it starts, or span {101 + tail - start % 100} years; "
            "write both years in full",
            rows=[text],
        )
    century = start // 100 * 100
    return start, _year(str(century + tail if later else century + 100 + tail), text)


def _year(digits: str, text: str) -> int:
    year = int(digits[:6])
    if not FIRST <= year <= LAST or len(digits) != 4:
        raise PeriodError(
            f"period {text!r} has the year {digits[:12]!r}; expected {FIRST} to {LAST}", rows=[text]
        )
    return year
