"""`write_report`: a page that one can send, with every number traceable."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pandas as pd
from narwhals.typing import IntoFrame

from armsflow.errors import ArgumentError, one_of
from armsflow.groups import asked
from armsflow.languages import language_of, speaking
from armsflow.records.check import records_of
from armsflow.records.engines import collect, in_memory
from armsflow.records.files import write_records, write_table
from armsflow.records.schema import ALL, span_in_words, years_within
from armsflow.records.where import where
from armsflow.report.article import article_page, claims_shipped
from armsflow.report.as_docx import write_docx
from armsflow.report.as_html import as_html
from armsflow.report.as_markdown import as_markdown
from armsflow.report.explorer import explorer as explorer_of
from armsflow.report.page import Page, Points
from armsflow.report.register_page import Question, delivered_of, register_page
from armsflow.whole_file import write_whole, write_whole_folder

__all__ = ["write_report"]

FORMATS = ("html", "md", "docx")


def write_report(
    folder: str | os.PathLike[str],
    records: IntoFrame | None = None,
    *,
    supplier: str | None = None,
    recipient: str | None = None,
    between: tuple[str, str] | None = None,
    years: int | tuple[int | None, int | None] | None = None,
    claims: IntoFrame | None = None,
    spending: IntoFrame | None = None,
    format: str = "html",
    language: str = "en",
    explorer: bool = False,
) -> Path:
    """Write a report to `folder` and return the path of its page.

    The page states a question, answers it in a few sentences, and shows coverage, charts and tables. Under
    each chart stand its source, edition, stage and unit, and its numbers as CSV. The same input
    gives the same bytes.

    Parameters
    ----------
    folder : path
        Made if it is not there. A folder that a report was written to before is replaced as a whole.
    records : records frame, optional
        One unit, and one stage or a register as `read_sipri` makes it: of a register the deliveries are
        counted, and its contracts tell which orders are still open. Without records the report is about the
        claims that armsflow ships.
    supplier : str, optional
        Name or code: a report on this supplier, or with `between` on the balance of its deliveries.
    recipient : str, optional
        Name or code: a report on this recipient, such as "Armenia", or "org:nato" for what NATO itself has.
        Members together are a party of `to_groups`. Without any party the report is about all.
    between : (str, str), optional
        Two recipients that are compared; needs `supplier`.
    years : int or (int, int), optional
        Only records of these years, as in `where`. What straddles them is cut, with bounds.
    claims : records frame, optional
        What was said in public, as `read_claims` makes it; those about the parties of the report stand beside
        the records.
    spending : spending frame, optional
        As `read_milex` makes it: claims of payments, and only these, are compared with military spending.
    format : {"html", "md", "docx"}
        ``index.html`` is one file with its charts and the tables behind them inside, whose marks say their
        figure and bounds at the pointer; a table for which a page below a megabyte has no room lies in
        ``tables/`` only, and the page says so. ``index.md`` has the charts in ``figures/``; ``report.docx``
        needs python-docx (``pip install armsflow[docx]``).
    language : {"en", "de", "fr", "es", "ru"}
        The language of all words and numbers on the page: English, German, French, Spanish or Russian. What a
        source says stays in its own words, and the CSV files are the same in every language.
    explorer : bool
        Write ``explorer.html`` too: lines with a list of parties to choose from, and a map, with their bounds
        in tooltips. It needs Altair (``pip install armsflow[explorer]``), and a browser that runs scripts.

    Returns
    -------
    pathlib.Path
        The page; beside it ``tables/`` with the numbers of each chart as CSV.

    Raises
    ------
    ArgumentError
        If `format` or `language` is another word, parties, `years`, `explorer`, `claims` or `spending` are
        given without records, `between` is no pair or stands without `supplier`, a party or `years` have no
        record, or `folder` holds other things than a report.
    PartyError
        If a party is not known, or may be an organisation or its members, such as "NATO".
    MixedError
        If the records are of several stages or units.
    DependencyError
        If Jinja2, python-docx for ``"docx"``, or Altair for the explorer is not installed.

    Warns
    -----
    UserWarning
        If `spending` is not used, since no claim about the parties is a payment or there are no claims.

    Examples
    --------
    What did Russia deliver to Azerbaijan and to Armenia, by the sample register?

    >>> import tempfile
    >>> import armsflow as af
    >>> register = af.read_sipri(af.table_path("sample_register.csv"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = af.write_report(folder, register, supplier="Russia", between=("Azerbaijan", "Armenia"))
    ...     page.name
    'index.html'
    """
    one_of(format, FORMATS, "format")
    language_of(language)
    parties = {"supplier": supplier, "recipient": recipient, "between": between, "explorer": explorer or None}
    beside = {"years": years, "claims": claims, "spending": spending}
    given = [name for name, value in (parties | beside).items() if value is not None]
    if records is None and given:
        raise ArgumentError(
            f"{given[0]} is given without records; expected records, such as read_sipri(path). Without "
            "records the report is about the claims that armsflow ships, and no others",
            rows=given,
        )
    question = Question(_code(supplier, "supplier"), _code(recipient, "recipient"), _pair(between, supplier))
    name = {"html": "index.html", "md": "index.md", "docx": "report.docx"}[format]
    folder = Path(folder)
    _check_replaceable(folder)
    if records is not None and years is not None:
        records = _of_years(records, years)
    with speaking(language):
        if records is None:
            page, kept, explored = article_page(), claims_shipped(), None
        else:
            page, kept = register_page(records, question, claims, spending), {}
            explored = explorer_of(page, question.choose(delivered_of(records))) if explorer else None
            page = replace(page, explorer="explorer.html" if explorer else "")
        folder.parent.mkdir(parents=True, exist_ok=True)
        write_whole_folder(folder, lambda part: _write(part, page, kept, name, explored))
    return folder / name


def _code(name: str | None, what: str) -> str | None:
    # as where() reads it, so that a name of an organisation and of its members is asked back
    code = None if name is None else asked([name])[0]
    if code == ALL:
        raise ArgumentError(
            f"{what} is {name!r}, which names nobody; leave it out for a page on all", rows=[name]
        )
    return code


def _of_years(records: IntoFrame, years: int | tuple[int | None, int | None]) -> IntoFrame:
    """The records of some years, if there are any."""
    some = where(records, years=years, straddling="cut")
    if not len(collect(records_of(some).select("start").head(1))):
        span = span_in_words(*years_within(years, "years"))
        raise ArgumentError(f"no record is of {span}; expected years of the records", rows=[years])
    return some


def _pair(between: tuple[str, str] | None, supplier: str | None) -> tuple[str, str] | None:
    if between is None:
        return None
    names = [between] if isinstance(between, str) or not isinstance(between, Iterable) else list(between)
    if len(names) != 2 or names[0] == names[1]:
        raise ArgumentError(f"between is {between!r}; expected two recipients", rows=names)
    if supplier is None:
        raise ArgumentError("between is given without supplier; expected the supplier of both", rows=names)
    one, other = (str(_code(name, "between")) for name in names)
    if one == other:
        raise ArgumentError(f"between is {between!r}, twice {one}; expected two recipients", rows=names)
    return one, other


def _check_replaceable(folder: Path) -> None:
    """Raise unless a folder is new, empty, or holds a report and nothing else."""
    ours = {"index.html", "explorer.html", "index.md", "report.docx", "tables", "figures", "records"}
    if folder.exists() and not folder.is_dir():
        raise ArgumentError(f"{folder} is a file; expected a folder, or none", rows=[folder])
    others = (
        sorted(path.name for path in folder.iterdir() if path.name not in ours) if folder.exists() else []
    )
    if others:
        raise ArgumentError(
            f"{folder} holds other things than a report, such as {others[0]!r}; give a folder of its own",
            rows=others,
        )


def _write(folder: Path, page: Page, kept: dict[str, pd.DataFrame], name: str, explored: str | None) -> None:
    (folder / "tables").mkdir()
    for section in page.sections:
        if not isinstance(section, Points) and section.name and section.numbers is not None:
            write_table(in_memory(section.numbers, what="table"), folder / "tables" / f"{section.name}.csv")
    if kept:
        (folder / "records").mkdir()
    for stem, records in kept.items():
        write_table(records, folder / "records" / f"{stem}.csv")
        write_records(records, folder / "records" / f"{stem}.parquet")
    if explored is not None:
        write_whole(folder / "explorer.html", lambda part: part.write_bytes(explored.encode()))
    if name == "report.docx":
        write_whole(folder / name, lambda part: write_docx(page, part))
        return
    text = as_html(page, folder) if name == "index.html" else as_markdown(page, folder)
    write_whole(folder / name, lambda part: part.write_bytes(text.encode()))
