"""The grammar of money in a register's comments: "Part of EUR730 m ($970 m) deal (offsets 50%)"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from armsflow.errors import AmountError
from armsflow.parse.amount import Amount, parse_amount

__all__: list[str] = []

#: What every comment that tells of money has: a currency and a number.
MARK = r"(?:[$€£¥]|\b[A-Z]{2,4}|Ptas) ?[0-9]"
_MARK = re.compile(MARK)
# a currency before its number; a full magnitude, or a number too long to want one: "$44 deal" is a slip
_CURRENCY = r"(?:[A-Z]{0,3}[$€£¥] ?|[A-Z]{2,4} ?|Ptas ?)"
_NUMBER = r"[0-9](?:[0-9.,]*[0-9])?"
_SCALE = r" ?(?:[mb]illion|bn|tr|[mbk])\b"
_RANGE = rf"{_CURRENCY}{_NUMBER}(?:{_SCALE})?(?: ?[-–] ?{_CURRENCY}?{_NUMBER})?{_SCALE}"
_FIGURE = rf"(?:{_RANGE}|{_CURRENCY}[0-9]{{5,}}(?![0-9.,;]))"
_AMOUNT = rf"(?:{_CURRENCY}{_NUMBER} or )?{_FIGURE}(?: or {_FIGURE})?"
_GUESSED = r"possibly|probably|about|around|approximately|some|circa|ca\.?|c\.|(?:an )?estimated"
_BOUNDED = r"nearly|almost|over|more than|less than|up to|at least|at most"
_HEDGE = rf"(?:(?P<hedge>(?i:{_GUESSED}|{_BOUNDED})) )?"
# one fact in one to three currencies: "INR5 b ($110 m)", "$4 m/EUR3 m (AED15 m)", "HFL375 m ($211 m deal)"
_TOLD = (
    rf"{_HEDGE}(?P<first>{_AMOUNT})(?: ?/ ?(?P<second>{_AMOUNT}))?"
    # behind "deal" the bracket may be missing: "PLN1.7 b ($415-450 m deal ($104 m offsets)"
    rf"(?: ?[(\[](?P<third>{_AMOUNT})(?:(?P<closed> deal)(?:[)\]]|(?= \()|$)|(?:; [^()]*)?[)\]]))?"
)
_QUOTED = r"'[^']+'"
_NAME = rf"(?P<name>{_QUOTED}(?: \(['A-Z][^)]*\))?(?:(?: or | and |/){_QUOTED})*)"
_NOUN = r"(?P<noun>deal|programme|program|project|contract)s?\b"
_ENDS = r"(?=$|[();:]| incl\b)"
_TAIL = rf"(?(closed)|\.? *(?:{_NAME} *)?(?:{_NOUN}|(?<=['\)]){_ENDS}|(?<=['\)] ){_ENDS}))"
_WORTH = rf"(?:{_NAME} )?(?P<noun>[Dd]eal|programme) worth {_TOLD}"
_PART_OF = r"(?i:(?:first |second )?part )(?:of *)?(?:a |larger )?"
# what is surely money: "$4", "PLN1.7 b"; "MTU 16V" is an engine
_SUM = re.compile(rf"[$€£¥] ?[0-9]|\b(?:[A-Z]{{2,4}}|Ptas) ?{_NUMBER}{_SCALE}")
# a clause ends at a semicolon, unless that stands in brackets that are closed
_CLAUSE = re.compile(r"(?:[^;(]|\((?:[^()]|\([^()]*\))*\)|\()+")
# what is paid for is no delivery of the item, or is given: aid, rent, work on what the recipient has
_OTHER = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:aid\b|lease\b|with\b|"
    r"for (?:the )?(?:modernization|modification|overhaul|[0-9]+ years? lease))"
)
_GIVEN = re.compile(r"(?:^|[;(] ?)(?i:(?:second-hand |probably |possibly )*)(?:'[^']*' )?aid\b")
_AID_OR_RENT = re.compile(r"\b(?:aid|leased?)\b", re.IGNORECASE)
# billions where millions are meant: twenty helicopters, and two sums that the dollars beside them contradict
_MISPRINTED = re.compile(r"\$660 b deal|\bAED732 b \(\$199 m\)|\bAUD3 b \(\$2\.4 m\)")
# of what a price includes, what adds no goods or services to those of the row
_NOTHING_MORE = re.compile(
    r"\bnot incl[^;)]*|\bwithout\b[^;)]*|\boffsets\b[^;]*|"
    r"\bincl(?:uding|ude)? (?:[A-Z$€£]*[0-9.-]+ ?[mb]? |[0-9.-]+% |\([^)]*\) |partly |as )*"
    r"(?:(?:local )?production|produced|assembl|components|offsets|barter|technology|option|aid|'[^']*' aid|"
    r"cash|paid|financed|payment|advance|on delivery|interest|debt|import|spend|lost|modernization before)"
)
_MORE = re.compile(r"\bincl(?:uding|ude)?\b|^ for total of\b")
_PROGRAMME = re.compile(r"(?i:program|project)")


class _Grammar(NamedTuple):
    """The patterns of sums: compiled on first use, which takes as long as importing the rest of armsflow."""

    #: a clause that tells the row's own sum
    own: list[re.Pattern[str]]
    #: a clause that tells a sum of which the row's is part
    part: list[re.Pattern[str]]
    #: the same, later in a clause: "$9 m deal (part of $40 m deal)"
    within: re.Pattern[str]
    #: "deal (¤": the second currency behind the word
    behind: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    sums = (_TOLD + _TAIL, _WORTH)
    return _Grammar(
        own=[re.compile(rf"(?i:second-hand )?{body}") for body in sums],
        part=[re.compile(_PART_OF + body) for body in sums],
        within=re.compile(rf"\b{_PART_OF}{_TOLD}{_TAIL}"),
        behind=re.compile(rf" ?\((?P<third>{_AMOUNT})(?:\)|(?=;))"),
    )


class Money(NamedTuple):
    """One sum of money that a comment prints."""

    #: as printed
    words: str
    #: of the programme, without quotes; "" if none
    name: str
    #: the same sum in one or several currencies
    amounts: tuple[Amount, ...]
    #: whether the words call it a guess
    guessed: bool
    #: whether it pays for more than the row
    wider: bool
    #: the sums that it says it includes: "(incl EUR5.2 b for aircraft and EUR710 m for armament)"
    included: tuple[Amount, ...] = ()

    @property
    def slug(self) -> str:
        """The name as names are compared, and stand in ids."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


class Read(NamedTuple):
    """What a comment says of money: the row's own, and that of what contains the row, innermost first."""

    own: Money | None = None
    wholes: tuple[Money, ...] = ()


def read_comment(comment: str) -> Read:
    """The money of one comment, so far as it is surely the deal's."""
    if _GIVEN.search(comment) or _MISPRINTED.search(comment):
        return Read()
    grammar = _grammar()
    own: list[Money] = []
    wholes: list[Money] = []
    for clause in filter(_MARK.search, map(str.strip, _CLAUSE.findall(comment))):
        if match := _match(grammar.own, clause):
            own += _money(clause, match)
        elif match := _match(grammar.part, clause):
            wholes += _money(clause, match)
        if match:
            for inner in grammar.within.finditer(clause, match.end()):
                wholes += _money(clause, inner)
    # two sums of one row may be of two orders, or one in the other: nobody knows
    return Read() if len(own) > 1 else Read(own[0] if own else None, tuple(wholes))


def is_unread(comment: str) -> bool:
    """Whether a comment prints money of which nothing could be read, as where there are two sums."""
    return bool(_SUM.search(comment)) and read_comment(comment) == Read()


def is_of_aid_or_rent(comment: str) -> bool:
    """Whether a comment speaks of aid or a lease: what these cost is no price of the deal."""
    return bool(_AID_OR_RENT.search(comment))


def _match(patterns: list[re.Pattern[str]], clause: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.match(clause))), None)


def _money(clause: str, match: re.Match[str]) -> list[Money]:
    """The sum of a match, or nothing where it pays for something else or cannot be read."""
    rest = clause[match.end() :]
    if _OTHER.match(rest):
        return []
    behind = _grammar().behind.match(rest) if not match["third"] else None
    hedge = match["hedge"] or ""
    printed = [match["first"], match["second"], match["third"] or (behind and behind["third"])]
    amounts = [amount for text in printed if text and (amount := _amount(f"{hedge} {text}".lower()))]
    # one currency twice is no second report of the same sum
    if not amounts or len({amount.unit for amount in amounts}) < len(amounts):
        return []
    name = match["name"] or ""
    more = _NOTHING_MORE.sub("", _grammar().within.sub("", rest))
    return [
        Money(
            words=match[0].strip() + (behind[0] if behind else ""),
            name=name.replace("'", ""),
            amounts=tuple(amounts),
            guessed=bool(re.fullmatch(_GUESSED, hedge, re.IGNORECASE)),
            wider=bool(
                _PROGRAMME.match(match["noun"] or "") or _PROGRAMME.search(name) or _MORE.search(more)
            ),
            included=_included(more),
        )
    ]


def _included(more: str) -> tuple[Amount, ...]:
    """The sums that stand behind "incl" in what follows a price."""
    said = _MORE.search(more)
    if not said:
        return ()
    found = (_amount(text.lower()) for text in re.findall(_FIGURE, more[said.end() :]))
    return tuple(filter(None, found))


@cache
def _amount(text: str) -> Amount | None:
    """The amount as printed; None if its currency is unknown, shared by several, or mistyped."""
    try:
        return parse_amount(re.sub(r"(?<=[0-9 ])tr\b", "tn", text), decimal=".")
    except AmountError:
        return None
