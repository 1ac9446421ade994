"""RTF as paragraphs: its codes taken off, its escaped letters read, and where in the file each stands.

After Microsoft, *Rich Text Format (RTF) Specification*, version 1.9.1 (2008).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

__all__: list[str] = []

_TOKEN = re.compile(
    # tabs are taken with the text around them, for speed
    r"(?P<text>(?:[^\\{}]+|\\tab(?![a-zA-Z0-9]) ?)+)|(?P<brace>[{}])"
    r"|\\(?P<word>[a-zA-Z]+)(?P<number>-?[0-9]{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>.)",
    re.DOTALL,
)
_TAB = re.compile(r"\\tab ?")
_ENDS = ("par", "sect", "row")
_WORDS = {
    "line": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
}
_SYMBOLS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_CODE_PAGES = {"mac": "mac_roman", "ansi": "cp1252", "pc": "cp437", "pca": "cp850"}
# groups that hold no text of the document
_HIDDEN = ("fonttbl", "colortbl", "stylesheet", "info", "pict")


@dataclass(frozen=True)
class Paragraph:
    """Text between two paragraph marks, with a tab between its cells."""

    text: str
    bold: bool  # all of it
    start: int  # offset of its first letter or tab in the file
    end: int  # offset behind its mark


def paragraphs_of(source: str) -> list[Paragraph]:
    """The paragraphs of an RTF document that are not empty."""
    reader = _Reader()
    for token in _TOKEN.finditer(source):
        reader.take(token)
    reader.end(len(source))
    return reader.paragraphs


@dataclass
class _Reader:
    paragraphs: list[Paragraph] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    start: int = -1
    all_bold: bool = True
    bold: bool = False
    hidden: bool = False
    veiled: list[tuple[str, int]] = field(default_factory=list)  # hidden text, and its offset
    groups: list[tuple[bool, bool]] = field(default_factory=list)  # bold and hidden outside of each
    code_page: str = "cp1252"
    stand_ins: int = 1  # letters behind a \u for programs that do not know it
    stated: bool = False  # by \uc; else only question marks are taken for stand-ins
    due: int = 0  # stand-ins still to come

    def take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if kind == "text":
            self._text(token["text"], token.start())
        elif kind in ("word", "number"):
            self._word(token["word"], token["number"], token)
        elif kind == "byte":
            if self.due:
                self.due -= 1
            else:
                self._letter(bytes.fromhex(token["byte"]).decode(self.code_page, "replace"), token.start())
        elif kind == "brace":
            self._brace(token["brace"])
        elif token["symbol"] in "\r\n":
            self.end(token.end())
        elif token["symbol"] == "*":
            self.hidden = True
        else:
            self._letter(_SYMBOLS.get(token["symbol"], ""), token.start())

    def _text(self, raw: str, offset: int) -> None:
        # line ends mean nothing here
        text = raw.replace("\n", "") if "\n" in raw else raw
        if "\\" in text:
            text = _TAB.sub("\t", text)
        if self.due:
            stood_in = self.due if self.stated else len(text[: self.due]) - len(text[: self.due].lstrip("?"))
            text, self.due = text[stood_in:], max(0, self.due - len(text))
        if text:
            self._letter(text, offset + len(raw) - len(raw.lstrip()))

    def _letter(self, text: str, offset: int) -> None:
        if self.hidden:
            self.veiled.append((text, offset))
            return
        blank = text.isspace()
        if self.start < 0 and (not blank or "\t" in text):
            self.start = offset
        self.all_bold &= self.bold or blank
        self.pieces.append(text)

    def _word(self, word: str, number: str | None, token: re.Match[str]) -> None:
        self.due = 0
        if word in _WORDS:
            self._letter(_WORDS[word], token.start())
        elif word in _ENDS:
            self.end(token.end())
        elif word == "b":
            self.bold = number != "0"
        elif word == "plain":
            self.bold = False
        elif word == "u" and number:
            self._letter(_character(int(number)), token.start())
            self.due = self.stand_ins
        elif word == "uc" and number:
            self.stand_ins, self.stated = max(0, int(number)), True
        elif word in _HIDDEN:
            self.hidden = True
        elif word in _CODE_PAGES:
            self.code_page = _CODE_PAGES[word]
        elif word == "ansicpg" and number:
            self.code_page = _known(f"cp{number}")

    def _brace(self, brace: str) -> None:
        self.due = 0
        if brace == "{":
            self.groups.append((self.bold, self.hidden))
        elif self.groups:
            self.bold, self.hidden = self.groups.pop()
            if not self.hidden:
                self.veiled.clear()

    def end(self, offset: int) -> None:
        """End the paragraph."""
        if self.hidden:
            # a group that is still open was no hidden one, or was never closed: its text is the document's
            self.hidden = False
            for text, place in self.veiled:
                self._letter(text, place)
            self.veiled.clear()
        if self.start >= 0:
            text = "".join(self.pieces)
            # letters beyond the first plane come as two halves
            if any("\ud800" <= letter <= "\udfff" for letter in text):
                text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            self.paragraphs.append(Paragraph(text, self.all_bold, self.start, offset))
        self.pieces, self.start, self.all_bold = [], -1, True


def _character(number: int) -> str:
    number += 65536 if number < 0 else 0
    return chr(number) if 0 < number < 0x110000 else "\ufffd"


def _known(code_page: str) -> str:
    try:
        return codecs.lookup(code_page).name
    except LookupError:
        return "cp1252"
