"""BACI: one reconciled figure per flow of goods, of two reports of customs, as CEPII makes it."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from armsflow.errors import ArgumentError, SourceError, one_of, sample
from armsflow.sources import customs
from armsflow.sources.finished import finished
from armsflow.sources.formats import folded, known_by
from armsflow.sources.listing import joined
from armsflow.sources.opening import File, content_of, member_of, name_of
from armsflow.sources.rows import Rows

__all__ = ["read_baci"]

FORMATS = (known_by("a year of BACI", "t", "i", "j", "k", "v", "q", kinds=("text",)),)
_COLUMNS = ["t", "i", "j", "k", "v", "q"]
#: Headings that hold arms, or arms among civil goods.
_ARMS = ("93", "8710", "8802", "8806", "890610", "852610")
_BLOCK = 2**24  # bytes looked at in one go
_THOUSAND = 1e3
_NAME = re.compile(r"BACI_HS(?P<edition>\d\d)_Y\d{4}_V(?P<release>\w+?)(?:\.csv|\.gz|\.zip|$)", re.IGNORECASE)
_NONE = pa.table({name: pa.array([], pa.string()) for name in _COLUMNS})
_NOT_TOLD = ("", "na", "nan")


def read_baci(
    path: File,
    *,
    goods: str | list[str] | tuple[str, ...] = "93",
    release: str | None = None,
    on_error: str = "raise",
) -> pd.DataFrame:
    """Records of a yearly file of BACI: a figure for each exporter, importer and kind of goods.

    Parameters
    ----------
    path : path, file object or bytes
        ``BACI_HS17_Y2020_V202201.csv`` and the like; plain, gz, or zip of one file. It is read in pieces,
        so that it may have any size.
    goods : str or list of str
        Chapters, headings or subheadings of the Harmonized System that are kept, such as ``["93", "8710"]``;
        ``"arms"`` for those that hold arms, civil goods among them, ``"all"`` for every line.
    release : str, optional
        The edition, such as ``"202201"``; by default as the file's name has it.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.

    Returns
    -------
    records frame
        pandas, ``source`` "baci", stage ``delivery``, reporter ``third``: the figure is CEPII's. Values are
        US dollars in single units (the file has thousands, to the dollar), current prices, FOB.
        ``category`` is the subheading, ``"all"`` where it is none of arms. Further columns: ``line,
        commodity, net_weight`` [kg] and ``classification``, the edition of the Harmonized System, such as
        "H5", where the file's name tells it. ``.attrs["lines"]`` counts what became of every line;
        ``by_rule`` are those of other goods.

    Raises
    ------
    SourceError
        If the file cannot be opened, is none of BACI's, or has lines that cannot be read: ``.rows`` lists
        (line, reason).
    ArgumentError
        If `goods` are no codes, or another argument is not what it should be.

    Notes
    -----
    BACI keeps six digits only, and no partners that are not specified: it cannot say what a state did not
    report to anybody. Lines of other goods are counted and not checked. Gaulier and Zignago (2010), *BACI:
    International Trade Database at the Product-Level*, CEPII working paper 2010-23.

    Examples
    --------
    What did the United States send to France? (These figures are invented.)

    >>> import armsflow as af
    >>> year = b'''t,i,j,k,v,q
    ... 2017,842,251,930110,1.5,0.25
    ... 2017,842,251,10121,7,3'''
    >>> af.read_baci(year)[["supplier", "recipient", "category", "value", "net_weight"]]
      supplier recipient   category   value  net_weight
    0      USA       FRA  hs:930110  1500.0       250.0
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    if release is not None and not isinstance(release, str):
        raise ArgumentError(f"release is {release!r}; expected text such as '202201'", rows=[release])
    wanted = _wanted(goods)
    name = name_of(path)
    told = _NAME.search(Path(name).name)
    rows, others = _read(path, name, wanted)
    rows.check(on_error, "flow of BACI")
    counts = rows.counts()
    counts |= {"read": counts["read"] + others, "by_rule": others}
    if not len(rows):
        raise SourceError(
            f"{name} has {counts['read']:,} lines and none of goods {sample(wanted or ['all'])}; say which "
            "with goods="
        )
    edition = release if release is not None else told["release"] if told else ""
    out = finished(
        {
            **_columns(rows),
            "release": edition,
            "selection": customs.selection_of([*set(rows["k"].tolist())] if wanted else ["TOTAL"], {}),
            "classification": _edition(told["edition"]) if told else "",
        },
        "baci",
        unique=True,
    )
    rows.attach(out).attrs["lines"] = counts
    if others:
        out.attrs["by_rule"] = {"other goods": others}
    return out


def _columns(rows: Rows) -> dict[str, Any]:
    years = rows.whole("t")
    sides = {
        side: rows.each_word(column, partial(customs.party_of, side=side)).in_arrow()
        for side, column in (("supplier", "i"), ("recipient", "j"))
    }
    return {
        "record": _ids(rows),
        "reporter": "third",
        **sides,
        "stage": "delivery",
        "category": rows.each_word("k", lambda code: customs.headings().get(code, "all")).in_arrow(),
        "start": years,
        "end": years,
        "value": rows["v"] * _THOUSAND,
        "unit": "USD",
        "observed_start": int(years.min()),
        "observed_end": int(years.max()),
        "line": rows.line,
        "commodity": rows.as_text("k"),
        # tons
        "net_weight": rows["q"] * _THOUSAND,
    }


def _wanted(goods: object) -> tuple[str, ...]:
    """The beginnings of codes that are kept; none for all."""
    if goods == "all":
        return ()
    if goods == "arms":
        return _ARMS
    codes = (goods,) if isinstance(goods, str) else goods
    found = tuple(
        str(code).removeprefix("hs:").removeprefix("HS").replace(".", "").strip()
        for code in (codes if isinstance(codes, list | tuple) else ())
    )
    if not found or not all(re.fullmatch(r"(\d\d){1,3}", code) for code in found):
        raise ArgumentError(
            f"goods is {goods!r}; expected codes of two, four or six digits such as ['93', '8710'], 'arms' "
            "or 'all'",
            rows=[goods],
        )
    return found


def _edition(year: str) -> str:
    """The edition as Comtrade calls it: H0 is that of 1988/92."""
    editions = {"92": "H0", "96": "H1", "02": "H2", "07": "H3", "12": "H4", "17": "H5", "22": "H6"}
    return editions.get(year, f"HS{year}")


# --- lines ----------------------------------------------------------------------------------------


def _read(path: File, name: str, wanted: tuple[str, ...]) -> tuple[Rows, int]:
    """The lines of the goods wanted as checked rows, and how many are of other goods."""
    kept: list[pa.Table] = []
    aside: list[tuple[int, str]] = []
    read = passed = 1
    others = 0
    with _opened(path, name) as file:
        header = file.readline(10_000).decode("utf-8-sig", errors="replace")
        if [folded(head) for head in header.split(",")] != _COLUMNS:
            raise SourceError(
                f"{name} is no year of BACI: line 1 is {header[:100]!r}; expected t,i,j,k,v,q: read() finds "
                "the source of a file",
                rows=[(1, "no header")],
            )
        while block := file.read(_BLOCK):
            block += file.readline()
            found = _sorted(block, wanted)
            odd: list[tuple[int, list[str]]] = []
            for number, line in found.odd:
                cells = [cell.strip(' "') for cell in line.decode("latin-1").rstrip("\r\n").split(",")]
                code = customs.commodity_of(cells[3]) if len(cells) == len(_COLUMNS) else None
                if not line.strip():
                    passed += 1
                elif code is None or not code.isdigit():
                    aside.append((read + number, _reason(cells)))
                elif wanted and not code.startswith(wanted):
                    others += 1
                else:
                    odd.append((number, cells))
            kept.append(found.rows.append_column("line", pa.array(found.plain + read)))
            if odd:
                looked = [
                    pa.array(cells, pa.string()) for cells in zip(*(each for _, each in odd), strict=True)
                ]
                numbers = pa.array([read + number for number, _ in odd], pa.int64())
                kept.append(pa.table([*looked, numbers], names=[*_COLUMNS, "line"]))
            read += found.lines
            others += found.other
    lines = pa.concat_tables([_NONE.append_column("line", pa.array([], pa.int64())), *kept]).sort_by("line")
    rows = Rows(name, _COLUMNS, [], [], passed=passed, aside=aside)
    rows.line = rows.last = lines["line"].to_numpy()
    for column in _COLUMNS:
        rows.columns[column] = lines[column].combine_chunks()
    # which are those of Arrow as soon as they are looked at
    rows.stripped = {*_COLUMNS}
    _check(rows)
    return rows, others


def _reason(cells: list[str]) -> str:
    if len(cells) != len(_COLUMNS):
        return f"{len(cells)} cells; expected {len(_COLUMNS)}"
    return f"k is {cells[3]!r:.40}; expected a code of six digits"


def _check(rows: Rows) -> None:
    rows.read_each("t", lambda cell: int(cell) if re.fullmatch(r"(19[89]|20\d)\d", cell) else None, "a year")
    customs.refuse_strangers(rows, "i", "supplier")
    customs.refuse_strangers(rows, "j", "recipient")
    rows.read_each("k", customs.commodity_of, "a code of six digits")
    # with fewer digits it would be a sum of others
    lengths = rows.each_word("k", len)
    rows.refuse((lengths.words != 6)[lengths.codes], "k has not six digits")
    # thousands of dollars, to the dollar
    rows.numbers("v", blank=(), pointed=False)
    rows.numbers("q", blank=_NOT_TOLD, pointed=False)
    year, exporter, importer, goods = map(rows.whole, ("t", "i", "j", "k"))
    # numbers are compared sooner than texts
    if pd.Series(((exporter * 10_000 + importer) * 10_000 + year) * 1_000_000 + goods).duplicated().any():
        rows.unique(_ids(rows).to_numpy(zero_copy_only=False))


def _ids(rows: Rows) -> pa.Array:
    return joined(*map(rows.as_text, ("i", "j", "t", "k")), between="-")


class _Block(NamedTuple):
    """The lines of a piece of a file, numbered from 1, by what is to be done with them."""

    lines: int
    #: numbers of the lines that are plainly of the goods wanted, and their cells
    plain: np.ndarray
    rows: pa.Table
    #: (number, line) of those to look at
    odd: list[tuple[int, bytes]]
    #: how many lines are plainly of other goods
    other: int


def _sorted(block: bytes, wanted: tuple[str, ...]) -> _Block:
    """The lines of a piece of a file, sorted by looking at all of its signs at once."""
    if not block.endswith(b"\n"):
        block += b"\n"
    signs = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    starts = np.concatenate([[0], ends[:-1] + 1])
    other, mine = np.zeros(len(ends), dtype=bool), np.zeros(len(ends), dtype=bool)
    commas = np.flatnonzero(signs == ord(","))
    upto = np.searchsorted(commas, ends)
    before = np.concatenate([[0], upto[:-1]])
    whole = np.flatnonzero(upto - before == len(_COLUMNS) - 1)
    opens, closes = commas[before[whole] + 2] + 1, commas[before[whole] + 3]
    for length in (5, 6):
        some = closes - opens == length
        digits = [signs[opens[some] + n] for n in range(length)]
        plain = np.logical_and.reduce([(each >= ord("0")) & (each <= ord("9")) for each in digits])
        # a code of five has lost its zero
        begins = [code[6 - length :] for code in wanted if length == 6 or code.startswith("0")]
        asked = np.full(len(plain), not wanted)
        for code in begins:
            pairs = zip(digits, code, strict=False)
            asked |= np.logical_and.reduce([each == ord(sign) for each, sign in pairs])
        other[whole[some]] = plain & ~asked
        # cells in quotes are looked at one by one
        mine[whole[some]] = plain & asked & (b'"' not in block)
    if b"\r" in block:
        # a carriage return amid a line would end it
        returns = np.flatnonzero(signs[:-1] == ord("\r"))
        mine[np.searchsorted(ends, returns[signs[returns + 1] != ord("\n")])] = False
    sure = np.flatnonzero(mine)
    # lines that follow each other are cut out in one
    first = sure[np.flatnonzero(np.diff(sure, prepend=-2) != 1)]
    last = sure[np.flatnonzero(np.diff(sure, append=len(ends) + 1) != 1)]
    text = b"".join(
        [block[a : b + 1] for a, b in zip(starts[first].tolist(), ends[last].tolist(), strict=True)]
    )
    odd = [(int(n) + 1, block[starts[n] : ends[n] + 1]) for n in np.flatnonzero(~other & ~mine)]
    return _Block(len(ends), sure + 1, _cells(text) if text else _NONE, odd, int(other.sum()))


def _cells(text: bytes) -> pa.Table:
    """The cells of lines of which each has all of them, and none is in quotes."""
    try:
        text.decode("ascii")
    except UnicodeDecodeError:
        text = text.decode("latin-1").encode()
    return arrow_csv.read_csv(
        pa.BufferReader(text),
        arrow_csv.ReadOptions(column_names=_COLUMNS, use_threads=False),
        arrow_csv.ParseOptions(quote_char=False),
        arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(_COLUMNS, pa.string()), strings_can_be_null=False
        ),
    )


@contextmanager
def _opened(path: File, name: str) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked while they are read."""
    if isinstance(path, str | Path):
        try:
            plain: IO[bytes] = Path(path).open("rb")  # noqa: SIM115
        except (OSError, ValueError) as error:
            raise SourceError(
                f"{path} cannot be read: {getattr(error, 'strerror', None) or error}"
            ) from error
    else:
        content = content_of(path)
        if isinstance(content, str) and hasattr(path, "read"):
            content = content.encode()
        if not isinstance(content, bytes | bytearray | memoryview):
            raise ArgumentError(
                f"path is {path!r:.80}; expected a path, a file object or the bytes of a file", rows=[path]
            )
        plain = io.BytesIO(bytes(content))
    with plain:
        start = plain.read(4)
        plain.seek(0)
        try:
            if start.startswith(b"\x1f\x8b"):
                with gzip.open(plain) as file:
                    yield file  # type: ignore[misc]
            elif start.startswith(b"PK\x03\x04"):
                with zipfile.ZipFile(plain) as archive, archive.open(member_of(archive, name)) as file:
                    yield file
            else:
                yield plain
        except (OSError, EOFError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise SourceError(f"{name} is a damaged archive ({error}); expected a whole gz or zip") from error
