"""SIPRI's trade register in RTF: every deal under its supplier and recipient, no line lost."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsflow.sources.sipri.found import Found
from armsflow.sources.sipri.rtf import is_rtf, one_a_line, read_rtf
from armsflow.sources.sipri.rtf_text import _known, paragraphs_of
from tests.laws.strategies import SOME
from tests.sources.sipri.lines import TEXT, accounted, altered, rows_of

# the shape is SIPRI's, the deals are invented
HEAD = [
    r"{\rtf1\mac\deff2 {\fonttbl{\f20\froman Times;}}",
    r"{\stylesheet{\s224 \b\v\f20\fs20 \sbasedon0\snext0 PostScript;}",
    r"{\f20 \sbasedon222\snext0 Normal;}}",
    r"\pard\plain \s3\sa400\tx1200\tqdec\tx3000\tx3220",
    "",
    r"\f20\fs40 Transfers of major weapons: Deals with deliveries or orders made for 1950 to 2021\par ",
    r"{\fs20\b Note: \b0 The \'d4No. delivered\'d5 column refers to all deliveries. \par "
    r"\b Source: \b0 SIPRI Arms Transfers Database\par "
    r"\b Information generated:\b0  13 April 2023\par \par }",
    r"\pard\plain \s6\sl40\brdrt\brdrs \tqr\tx12860 \f20\fs8 \tab \par",
    r"\tx7780\tx8920 \f20\fs18{\b ",
    r"\tab \tab \tab \tab  \tab Year(s)\tab \tab \line ",
    r"Supplier/\tab \tab No.\tab Weapon\tab Weapon\tab Year\tab of\tab No. ",
    r"\tab \line ",
    r"\tab recipient (R)\tab ordered\tab designation\tab description",
    r"\tab of order\tab delivery\tab delivered\tab Comments\par }\pard\plain \s6\sb40\sl40\brdrt\brdrs ",
]
BETWEEN = [
    r"\pard\plain \s6\sb40\sl40\brdrt\brdrs ",
    r"\tqr\tx12860 \f20\fs8 \tab \par ",
    r"\pard\plain \f20\fs18 ",
]
CHAD = (
    r"{\b R:} Chad\tab (12)\tab PM-43 120mm\tab mortar\tab (2011)\tab 2011\tab 12\tab Perhaps second-hand\par"
)
AGAIN = r"{\b     } \tab\tab 2\tab T-55\tab tank\tab 2002\tab 2002-2004\tab (2)\tab \par"
PERU = r"{\b     } Peru\tab . .\tab J\u0228?ger\tab APC\tab 1980\tab \tab \tab Deal worth \'a35 m\par"
MALI = r"{\b R:} unknown supplier(s)\tab ()\tab Il-28\tab bomber\tab 1967\tab 1968\tab (2)\tab Aid\par"
REGISTER = [
    *HEAD,
    r"{\b Ruritania}\par" + CHAD + AGAIN + PERU + BETWEEN[0],
    *BETWEEN[1:],
    r"{\b Israel}\par" + MALI,
    *BETWEEN,
    r"{\plain \f20 \par }}",
    "",
]


def read(lines: list[str]) -> Found:
    found = read_rtf(lines)
    accounted(found, lines)
    return found


def told(found: Found, *columns: str) -> list[tuple]:
    return list(rows_of(found)[list(columns)].itertuples(index=False, name=None))


def test_deals_stand_under_their_supplier_and_recipient():
    found = read(REGISTER)
    assert told(found, "line", "supplier", "recipient", "designation") == [
        (15, "Ruritania", "Chad", "PM-43 120mm"),
        (15, "Ruritania", "Chad", "T-55"),
        (15, "Ruritania", "Peru", "Jäger"),
        (18, "Israel", "unknown supplier(s)", "Il-28"),
    ]
    assert set(rows_of(found)["generated"]) == {"13 April 2023"}
    assert found.aside == []
    assert {line for line, why in found.passed.items() if why == "header"} == {10, 11, 12, 13, 14}
    assert found.passed[5] == found.passed[len(REGISTER)] == "blank"
    assert found.passed[7] == "note"


def test_brackets_are_estimates_and_dots_are_unknown():
    rows = rows_of(read(REGISTER))
    assert rows["ordered"].fillna(-1).tolist() == [12, 2, -1, -1]
    assert rows["ordered_estimated"].tolist() == [True, False, False, True]
    assert rows["order_year"].tolist() == [2011, 2002, 1980, 1967]
    assert rows["order_estimated"].tolist() == [True, False, False, False]
    assert rows["delivered"].fillna(-1).tolist() == [12, 2, -1, 2]
    assert rows["delivered_estimated"].tolist() == [False, True, False, True]
    assert rows["delivery_years"].tolist() == ["2011", "2002-2004", "", "1968"]
    assert not rows["year_estimated"].any()
    # a3 is the pound in the Mac's letters, and in Windows' as well
    assert rows["comments"].tolist() == ["Perhaps second-hand", "", "Deal worth £5 m", "Aid"]


def deal(**cells: str) -> Found:
    plain = dict(
        zip(
            ("party", "ordered", "designation", "description", "order", "years", "delivered", "comments"),
            (r"{\b R:} Chad", "4", "T-55", "tank", "2002", "2002", "4", "Aid"),
            strict=True,
        )
    )
    return read([*HEAD, r"{\b Ruritania}\par" + r"\tab ".join((plain | cells).values()) + r"\par"])


@pytest.mark.parametrize(
    ("cells", "column", "expected"),
    [
        ({"ordered": "1200"}, "ordered", 1200.0),
        ({"ordered": "(1 200)"}, "ordered", 1200.0),
        ({"delivered": "( 12 )"}, "delivered", 12.0),
        ({"years": "(2002)-2004"}, "delivery_years", "2002-2004"),
        ({"years": "(2002)-2004"}, "year_estimated", True),
        ({"years": r"2002\endash 2004"}, "delivery_years", "2002\u20132004"),
        ({"years": "2002; 2004"}, "delivery_years", "2002; 2004"),
        ({"years": ". ."}, "delivery_years", ". ."),
        ({"order": "(. .)"}, "order_estimated", True),
        ({"comments": "Aid\\tab "}, "comments", "Aid"),
        ({"comments": "Aid;\n for police"}, "comments", "Aid; for police"),
        ({"comments": r"Aid\line for police"}, "comments", "Aid for police"),
        ({"comments": r"\{T-55M\} \\ \u8217?"}, "comments", "{T-55M} \\ ’"),
        (
            {"comments": r"\u-10179?\u-8696?"},
            "comments",
            "\U0001f608",
        ),
        ({"designation": r"J\'8ager"}, "designation", "Jäger"),
        ({"designation": r"W\u0228\'8artsil\u0228?"}, "designation", "Wärtsilä"),
        ({"designation": r"G\u0246teborg"}, "designation", "Göteborg"),
        ({"designation": r"\uc2 G\u0246oeteborg"}, "designation", "Göteborg"),
        ({"designation": r"T\_55\~M"}, "designation", "T-55 M"),
    ],
)
def test_cells(cells, column, expected):
    found = deal(**cells)
    assert found.aside == []
    assert rows_of(found)[column].tolist() == [expected]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"ordered": "many"}, "the number ordered is 'many'; expected a number, in brackets if estimated"),
        ({"delivered": "1.5"}, "the number delivered is '1.5'"),
        ({"order": "12"}, "the year of order is '12'"),
        ({"years": "2002-04"}, "the years of delivery are '2002-04'; expected such as 2006 or 2006-2008"),
        ({"comments": r"Aid\tab for police"}, "9 cells where 8 are expected: 'R: Chad | 4 | T-55 | tank"),
        ({"years": r"2002\tab 2003"}, "9 cells where 8 are expected"),
        ({"party": r"{\b R:} "}, "a deal without a name above it"),
        ({"party": r"{\b     } "}, "a deal without the beginning of its own list above it"),
        ({"party": r"{\b     } \tab "}, "a deal without the beginning of its own list above it"),
        ({"party": r"{\b     } Peru"}, "a deal without the beginning of its own list above it"),
        ({"party": r"{\b R:} Chad\par {\b R:} Peru"}, "2 cells"),
    ],
)
def test_deals_that_cannot_be_read_are_set_aside(cells, reason):
    cells = {"party": r"{\b R:} Chad\tab 4\par {\b R:} Peru"} if reason == "2 cells" else cells
    found = deal(**cells)
    assert len(rows_of(found)) == 0
    [(line, said)] = found.aside
    assert line == 15
    assert said.startswith(reason)


def test_a_line_is_set_aside_with_all_its_deals():
    bad = CHAD.replace("2011", "soon")
    lines = [*REGISTER]
    lines[14] = lines[14].replace(AGAIN, AGAIN.replace("2002", "soon")).replace(CHAD, bad)
    found = read(lines)
    assert set(rows_of(found)["supplier"]) == {"Israel"}
    assert found.aside[0][0] == 15
    assert found.aside[0][1].endswith("(2 deals on this line)")


def test_with_each_deal_on_a_line_of_its_own_only_that_is_set_aside():
    lines = [*REGISTER]
    lines[14] = lines[14].replace("T-55\\tab", "T-55")
    found = read(one_a_line(lines))
    assert told(found, "supplier", "recipient") == [
        ("Ruritania", "Chad"),
        ("Ruritania", "Peru"),
        ("Israel", "unknown supplier(s)"),
    ]
    [(line, reason)] = found.aside
    assert "T-55" in one_a_line(lines)[line - 1]
    assert reason.startswith("7 cells where 8 are expected: ' |  | 2 | T-55 tank | 2002")


def test_one_a_line_changes_no_deal():
    plain, other = read(REGISTER), read(one_a_line(REGISTER))
    columns = [column for column in rows_of(plain) if column != "line"]
    assert rows_of(other)[columns].equals(rows_of(plain)[columns])
    assert rows_of(other)["line"].is_unique
    assert one_a_line(one_a_line(REGISTER)) == one_a_line(REGISTER)


def test_a_deal_after_one_that_cannot_be_read_needs_a_name_of_its_own():
    lines = one_a_line(REGISTER)
    at = next(i for i, line in enumerate(lines) if "Chad" in line)
    lines[at] = lines[at].replace(r"\tab mortar", "")
    found = read(lines)
    assert told(found, "recipient") == [("Peru",), ("unknown supplier(s)",)]
    assert [reason[:12] for _, reason in found.aside] == ["7 cells wher", "a deal witho"]


def test_deals_that_have_lost_their_heading_are_not_the_supplier_s_before():
    lines = [line.replace(r"{\b Israel}\par", "") for line in REGISTER]
    found = read(lines)
    assert set(rows_of(found)["supplier"]) == {"Ruritania"}
    assert "a deal without the beginning of its own list above it" in found.aside[0][1]


def test_a_deal_may_go_on_on_further_lines():
    cut = CHAD.replace("mortar", "mor\ntar").replace(
        r"Perhaps second-hand\par", "Perhaps\n second-hand\n\\par"
    )
    found = read([*HEAD, *(r"{\b Ruritania}\par" + cut + AGAIN).split("\n")])
    assert told(found, "line", "description", "comments") == [
        (15, "mortar", "Perhaps second-hand"),
        (18, "tank", ""),
    ]
    assert found.joined == {16: 15, 17: 15}


def test_a_paragraph_mark_in_a_comment_breaks_no_deal():
    broken = CHAD.replace("Perhaps ", r"Perhaps\par ")
    found = read(
        [
            *HEAD,
            r"{\b Ruritania}\par",
            *broken.replace(r"Perhaps\par ", "Perhaps\\par\n").split("\n"),
            AGAIN,
        ]
    )
    assert told(found, "recipient", "comments") == [("Chad", "Perhaps second-hand"), ("Chad", "")]
    assert found.joined == {17: 16}


def test_a_register_by_recipient():
    swapped = [
        line.replace("Supplier/", "Recipient/").replace("recipient (R)", "supplier (S)") for line in REGISTER
    ]
    found = read([line.replace(r"{\b R:}", r"{\b S:}") for line in swapped])
    assert told(found, "supplier", "recipient")[:3] == [
        ("Chad", "Ruritania"),
        ("Chad", "Ruritania"),
        ("Peru", "Ruritania"),
    ]
    assert found.aside == []


@pytest.mark.parametrize(
    "altered",
    [
        lambda lines: ["I pasted this from SIPRI's file:", "", *lines, "", "and that was it"],
        lambda lines: lines[14:],
        lambda lines: [line.replace(r"\mac", r"\ansi\ansicpg1252") for line in lines],
        lambda lines: [line.replace("{\\b ", "{\\rtlch\\f20 \\b ") for line in lines],
        lambda lines: [lines[0], r"{\*\generator A word processor \tx12;}{\colortbl;\red0;}", *lines[1:]],
        lambda lines: [*lines, r"\pard © Stockholm International Peace Research Institute\par"],
        lambda lines: "\n".join(lines).replace(r"\tab ", "\t").split("\n"),
        lambda lines: "\n".join(lines).replace(r"\tab ", "\\tab\n").split("\n"),
    ],
)
def test_altered_files_read_the_same(altered):
    plain, other = read(REGISTER), read(altered(REGISTER))
    columns = [column for column in rows_of(plain) if column not in ("line", "generated")]
    assert other.aside == []
    assert rows_of(other)[columns].equals(rows_of(plain)[columns])


def test_a_footnote_is_no_part_of_the_last_deal():
    found = read([*REGISTER, r"\pard My own footnote\par"])
    assert found.passed[len(REGISTER) + 1] == "footer"
    assert rows_of(found)["comments"].tolist()[-1] == "Aid"


def test_a_group_that_is_never_closed_hides_no_deal():
    lines = [*REGISTER]
    lines[2] = lines[2].replace("}}", "")
    found = read(lines)
    assert len(rows_of(found)) == 4
    assert found.aside == []


def test_a_deal_in_a_group_that_is_never_closed_is_read():
    lines = one_a_line(REGISTER)
    at = next(i for i, line in enumerate(lines) if "Peru" in line)
    lines[at] = r"{\*\x " + lines[at]
    assert told(read(lines), "recipient") == told(read(REGISTER), "recipient")


def test_one_a_line_keeps_codes_apart():
    lines = "\n".join(REGISTER).replace(r"\tab ", "\\tab\n").split("\n")
    assert told(read(one_a_line(lines)), "designation") == told(read(REGISTER), "designation")


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("\n".join(REGISTER), True),
        ("pasted:\n" + "\n".join(REGISTER), True),
        (r"{\b Ruritania}\par" + CHAD, True),
        ("Recipient,2023,2024\nPeru,1,2", False),
        ("Recipient\tSupplier\npar\ttab", False),
        (r"C:\tables\paris.csv", False),
        ("", False),
    ],
)
def test_what_is_rtf(text, ours):
    assert is_rtf(text) is ours


def test_paragraphs_know_where_they_stand():
    source = (
        "{\\rtf1\n\n{\\b Bold} \\par \n plain\\tab two{\\b  three}\\sect \\b half\\plain  and half\\\nlast"
    )
    found = paragraphs_of(source)
    assert [(p.text.strip(), p.bold) for p in found] == [
        ("Bold", True),
        ("plain\ttwo three", False),
        ("half and half", False),
        ("last", False),
    ]
    assert [source[p.start :][:4] for p in found] == ["Bold", "plai", "half", "last"]
    assert source[found[0].end :].startswith("\n plain")


def test_a_file_without_deals_gives_no_row_of_the_right_types():
    kinds = rows_of(read(HEAD)).dtypes.astype(str)
    assert kinds[["line", "supplier", "ordered", "year_estimated", "generated"]].tolist() == [
        *("int64", TEXT, "float64", "bool", TEXT)
    ]
    assert read([]).passed == {}
    assert math.isnan(rows_of(read(REGISTER))["ordered"][3])


ONE = one_a_line(REGISTER)


@SOME
@given(altered(ONE, mark="\\tab"))
def test_whatever_befalls_a_file_no_deal_moves_to_another_supplier(lines):
    what = ["supplier", "designation", "ordered_estimated", "order_year", "delivery_years", "delivered"]
    true = set(map(repr, rows_of(read(ONE))[what].itertuples(False, None)))
    assert set(map(repr, rows_of(read(lines))[what].itertuples(False, None))) <= true


@SOME
@given(st.lists(st.text(alphabet="{}\\par tbuc'*0128?-:R;\u00e9", max_size=60), max_size=12))
def test_any_text_is_accounted_for(lines):
    read(lines)
    read([*HEAD, r"{\b Ruritania}\par", *lines, CHAD])


def test_a_code_page_that_nobody_knows_is_that_of_windows():
    assert _known("cp1251") == "cp1251"
    assert _known("cp9999") == "cp1252"


def test_cells_above_the_first_heading_are_no_deal():
    found = read([r"Our copy\tab of 2023\par", *REGISTER])
    assert found.passed[1] == "preamble"
    assert found.aside == []
    assert told(found, "line")[0] == (16,)
