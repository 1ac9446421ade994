"""How a name is spelt: the key that all its spellings share."""

from __future__ import annotations

import re
import unicodedata

__all__: list[str] = []

_QUOTES, _DASHES = "\u2018\u2019\u00b4`", "\u2010\u2011\u2013\u2014"
_MARKS = str.maketrans({**dict.fromkeys(_QUOTES, "'"), **dict.fromkeys(_DASHES, "-"), "&": " and "})
_ARTICLE = re.compile(r"^the |,? the$| \(the\)$")


#: a code that was made of a name which SIPRI stars, one star for a group, two for an organisation
STARRED = re.compile(r"(?:grp|org):sipri_\w+")


def coined(name: str, *, starred: bool) -> str:
    """The code that a starred name gets which no table knows; "" for any other name."""
    if STARRED.fullmatch(name):
        return name
    bare = name.strip().rstrip("*")
    slug = re.sub(r"\W+", "_", fold(bare).casefold()).strip("_")
    if not starred or not slug or bare == name.strip():
        return ""
    return f"{'org' if name.strip().endswith('**') else 'grp'}:sipri_{slug}"


def coined_name(code: str) -> str:
    """What to print for a coined code."""
    return code.partition("sipri_")[2].replace("_", " ").title()


def fold(name: str) -> str:
    """Make the key that spellings share if only case, accents, blanks, article, stars differ."""
    letters = unicodedata.normalize("NFKD", name.translate(_MARKS))
    plain = "".join(each for each in letters if unicodedata.category(each) not in ("Mn", "Cf"))
    plain = " ".join(plain.split())
    bare = plain.rstrip("* ")
    # two or three letters are a code in capitals and may be a word in small ones ("is", "and"); with a star
    # they are a group or an organisation and no state's code
    return plain if len(bare) <= 3 else _ARTICLE.sub("", bare.casefold())
