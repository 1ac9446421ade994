"""The EU's annual reports: licences and exports apart, blank never 0, totals never beside their rows."""

from __future__ import annotations

import warnings

import pytest

import armsflow as af

HEAD = (
    'unique-id;" ""year""";importing-country;exporting-country;CML-category;num-licenses-imported;'
    "val-licenses-imported;val-arms-imported"
)
ROWS = [
    "1;2012;Azerbaijan;Romania;ML2;1;144491;36123",
    "2;2012;Azerbaijan;Romania;Total;3;200000;",
    "3;2012;Chile;Germany;Total;7;5000;",
    "4;2013;Chile;Germany;ML10;2;;0",
    "5;2013;Chile;Germany;ML11;;;",
]


def scraped(*rows: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *rows, ""]).encode()


def test_three_columns_are_a_count_a_licence_and_a_delivery():
    records = af.read_coarm(scraped(*ROWS), release="2016-05-02")
    assert records[["record", "stage", "category", "dataset", "start"]].to_numpy().tolist() == [
        ["1/licence", "licence", "ml:2", "categories", 2012],
        ["1/delivery", "delivery", "ml:2", "categories", 2012],
        ["2/licence", "licence", "all", "totals", 2012],
        ["3/licence", "licence", "all", "totals", 2012],
        ["4/licence", "licence", "ml:10", "categories", 2013],
        ["4/delivery", "delivery", "ml:10", "categories", 2013],
    ]
    assert records["value"].fillna(-1).tolist() == [144491, 36123, 200000, 5000, -1, 0]
    assert records["licences"].fillna(-1).tolist() == [1, -1, 3, 7, 2, -1]
    assert set(records["unit"]) == {"EUR"}
    assert set(records["reporter"]) == {"supplier"}
    assert records.attrs["by_rule"] == {"no figure in any row of the report": 1}


def test_totals_are_not_added_to_their_rows_nor_licences_to_exports():
    records = af.read_coarm(scraped(*ROWS))
    with pytest.raises(af.MixedError, match="dataset"):
        af.totals(records[records["stage"] == "licence"], by="supplier")
    with pytest.raises(af.MixedError, match="stage"):
        af.totals(records[records["record"].str.startswith("1/")], by="supplier")


def test_exporters_that_are_none_and_numbers_that_moved_are_set_aside_and_named():
    bad = [
        "10;2007;Mali;na;ML10;;4204000;3963000",
        "11;2007;Macedonia;TOTAL PER ML categorya;Total;12;1;1",
        "12;2012;Algeria;Italy;Total;262857947;155558497;",
        "13;2013;United States;Slovenia;Total;1;7 56000;",
        "14;2013;Bosnia and Herzegovina;Slovenia;ML8;1;32.5;",
        "15;2013;Na;Slovenia;ML8;1;32;",
        "16;2013;Chile;Slovenia;ML23;1;32;",
        "17;;Chile;Slovenia;ML2;1;32;",
    ]
    with pytest.warns(UserWarning, match=r"5 line.s. of exporters .* 156,314,594 licensed and 0 exported"):
        records = af.read_coarm(scraped(ROWS[0], *bad), on_error="collect")
    reasons = dict(records.attrs["set_aside"])
    said = [
        "'na'",
        "'TOTAL PER ML categorya'",
        "262,857,947 licences",
        "'7 56000'",
        "'32.5'",
        "'Na'",
        "'ML23'",
        "year",
    ]
    assert list(reasons) == list(range(3, 11))
    for reason, word in zip(reasons.values(), said, strict=True):
        assert word in reason
    assert records.attrs["lines"] == {"read": 10, "records": 1, "passed": 1, "by_rule": 0, "set_aside": 8}
    with pytest.raises(af.SourceError, match="8 line.s. that are no licences or exports"):
        af.read_coarm(scraped(ROWS[0], *bad))


def windows(records):
    columns = ["supplier", "stage", "dataset", "start", "observed_start", "observed_end"]
    return records[columns].drop_duplicates().to_numpy().tolist()


def test_a_year_of_which_lines_were_set_aside_is_not_complete():
    rows = [
        f"{year};{year};Chile;Italy;{rating};1;5;4"
        for year in (2011, 2012, 2013)
        for rating in ("ML2", "Total")
    ]
    moved = "9;2012;Algeria;Italy;Total;262857947;155558497;"
    with pytest.warns(UserWarning, match="1 line.* 155,558,497 licensed and 0 exported; .* of ITA 2012"):
        records = af.read_coarm(scraped(*rows, moved), on_error="collect")
    totals = af.totals(records[records["dataset"] == "totals"], by=("supplier", "stage"))
    assert totals.groupby("stage")["complete"].apply(list).to_dict() == {
        "licence": [True, False, True],
        "delivery": [True, False, True],
    }
    # nothing is lacking among the rows by category
    assert af.totals(records[records["dataset"] == "categories"], by=("supplier", "stage"))["complete"].all()


def test_exports_to_hardly_any_state_are_slips_and_no_exports():
    states = ["Chile", "Peru", "Brazil", "Oman", "India", "Japan", "Kenya", "Ghana", "Mali", "Niger", "Chad"]
    licensed = [
        f"{year}{n};{year};{to};Germany;Total;1;500;" for year in (2011, 2012) for n, to in enumerate(states)
    ]
    exported = [row + "400" for row in licensed[:11]]
    slip = licensed[11] + "6"
    with pytest.warns(UserWarning, match="fewer than a tenth of the states licensed, .* DEU 2012"):
        records = af.read_coarm(scraped(*exported, slip, *licensed[12:]))
    sums = af.totals(records, by=("supplier", "stage"))
    assert sums[["stage", "year", "value", "complete"]].to_numpy().tolist() == [
        ["delivery", 2011, 4400, True],
        ["delivery", 2012, 6, False],
        ["licence", 2011, 5500, True],
        ["licence", 2012, 5500, True],
    ]
    # two states of eleven are a report, however small
    more = licensed[12] + "6"
    assert windows(af.read_coarm(scraped(*exported, slip, more, *licensed[13:])))[1][-2:] == [2011, 2012]


def test_the_years_of_each_exporter_are_those_that_it_reports():
    rows = [f"{year};{year};Chile;Romania;ML2;1;5;" for year in (2007, 2008, 2010)]
    rows += ["1;2005;Chile;Austria;ML2;1;5;4", "2;2006;Chile;Austria;ML2;1;5;"]
    assert windows(af.read_coarm(scraped(*rows))) == [
        ["ROU", "licence", "categories", 2007, 2007, 2008],
        ["ROU", "licence", "categories", 2008, 2007, 2008],
        ["ROU", "licence", "categories", 2010, 2010, 2010],
        ["AUT", "licence", "categories", 2005, 2005, 2006],
        ["AUT", "delivery", "categories", 2005, 2005, 2005],
        ["AUT", "licence", "categories", 2006, 2005, 2006],
    ]


def test_destinations_that_vanish_for_years_leave_sums_over_recipients_incomplete():
    """Three exporters name Iraq in 2005 and 2009 and none between: by these years 9 lines are missing."""
    exporters = ("Germany", "France", "Italy")
    rows = [
        f"{n}{year}{to};{year};{to};{exporter};Total;1;500;400"
        for n, exporter in enumerate(exporters)
        for year in range(2005, 2010)
        for to in ("Chile", "Iraq", "Mali")
        # one year without Mali is 3 lines, which may be none
        if not (to == "Iraq" and 2006 <= year <= 2008) and (to, year) != ("Mali", 2007)
    ]
    said = r"missing that exporters name .* after: Iraq 2006–08; sums over recipients of 2006–08 are not"
    with pytest.warns(UserWarning, match=said):
        records = af.read_coarm(scraped(*rows))
    assert set(records["selection"]) == {"lacking=2006-2008"}
    german = af.where(records, supplier="Germany", stage="licence")
    sums = af.totals(german, by="supplier")
    assert sums[["year", "value", "complete"]].to_numpy().tolist() == [
        [2005, 1500, True],
        [2006, 1000, False],
        [2007, 500, False],
        [2008, 1000, False],
        [2009, 1500, True],
    ]
    # windows that touch such a year, and shares of such a whole
    assert af.totals(af.where(german, years=(2008, 2009)), by="supplier", over=(2008, 2009))[
        "complete"
    ].tolist() == [False]
    assert not af.shares(af.where(german, years=2006), of="recipient", within="supplier")["complete"].any()
    assert not af.totals(af.to_groups(german, "regions", side="recipient"), by="recipient")["complete"].all()
    # what one recipient got from one exporter is known, also where it was chosen
    assert af.totals(german, by="recipient")["complete"].all()
    assert af.totals(af.where(german, recipient="Chile"), by="supplier")["complete"].all()
    # in the long list lines of such years may be none
    long = [f"{year}; 0; FR; France; IQ; Iraq; ASM; Asia; ML 1; b; 5;" for year in (2005, 2017)]
    assert set(af.read_coarm("\n".join(long).encode())["selection"]) == {"supplier=FRA"}


LONG = [
    "2018; 0; AT; Austria; DZ; Algeria; AFN; North Africa; ML 4; a; 3;",
    "2018; 0; AT; Austria; DZ; Algeria; AFN; North Africa; ML 4; b; 435148;",
    "2018; 0; AT; Austria; DZ; Algeria; AFN; North Africa; ML 4; c; 120;",
    "2018; 0; AT; Austria; DZ; Algeria; AFN; North Africa; ; b; 9;",
    "2018; 1; AT; Austria; SY; Syria; ASM; Middle East; ML 4; d; 2;",
    "2018; 1; AT; Austria; SY; Syria; ASM; Middle East; ML 4; e3; 1;",
    "2018; 0; FR; France; DZ; Algeria; AFN; North Africa; ML 10; a; 5;",
]


def test_the_long_list_gives_the_same_kind_of_records():
    records = af.read_coarm("\n".join(LONG).encode())
    assert records[["supplier", "stage", "category"]].to_numpy().tolist() == [
        ["AUT", "licence", "ml:4"],
        ["AUT", "delivery", "ml:4"],
        ["AUT", "licence", "all"],
        ["FRA", "licence", "ml:10"],
    ]
    assert records["value"].fillna(-1).tolist() == [435148, 120, 9, -1]
    assert records["licences"].fillna(-1).tolist() == [3, -1, -1, 5]
    assert records.attrs["by_rule"] == {"refusals (rows d and e)": 2}


def test_a_line_of_the_long_list_that_stands_again_would_count_twice():
    """The licence of 435148 on line 2 stands again on line 8."""
    text = "\n".join([*LONG, LONG[1]]).encode()
    with pytest.raises(
        af.SourceError, match=r"line 8: 2018, Austria, Algeria, ML 4, b, 435148 stands on line 2"
    ):
        af.read_coarm(text)
    records = af.read_coarm(text, on_error="collect")
    assert records["value"].eq(435148).sum() == 1
    assert records.attrs["set_aside"][0][0] == 8
    # another figure of the same row is one of another line of the report
    other = af.read_coarm("\n".join([*LONG, LONG[1].replace("435148", "7")]).encode())
    assert sorted(other.loc[other["category"] == "ml:4", "value"]) == [7, 120, 435148]


@pytest.mark.parametrize(
    "again",
    [
        "54719;2012;Azerbaijan;Romania;ML2;1;144491;36123",
        # another number, or another figure
        "54720;2012;Azerbaijan;Romania;ML2;1;144491;36123",
        "54720;2012;Azerbaijan;Romania;ML2;1;7;",
    ],
)
def test_a_line_of_the_table_that_stands_again_would_count_twice(again):
    rows = ["54719;2012;Azerbaijan;Romania;ML2;1;144491;36123", "5;2012;Chile;Romania;ML2;1;9;"]
    text = scraped(*rows, again)
    with pytest.raises(
        af.SourceError, match="line 4: 2012, Azerbaijan, Romania, ML2 stands on line 2 already"
    ):
        af.read_coarm(text)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        records = af.read_coarm(text, on_error="collect")
    # of a line that says the same nothing is lost
    assert bool(said) == again.endswith(";7;")
    assert records["value"].tolist() == [144491, 36123, 9]
    # a number alone makes no line of another state the same
    assert len(af.read_coarm(scraped(rows[0], rows[1].replace("5;", "54719;", 1)))) == 3


def test_the_old_list_warns_and_counts_in_ecu_before_the_euro():
    old = b"1998; 0; Austria; Zambia; ML 1; b; 1605;\n1999; 0; Austria; Zambia; ML 1; b; 70;\n"
    with pytest.warns(UserWarning, match="ends in 1999: CAAT's lists from before December 2018"):
        records = af.read_coarm(old)
    assert records["unit"].tolist() == ["XEU", "EUR"]
    assert records["recipient"].tolist() == ["ZMB", "ZMB"]


def test_lines_of_the_long_list_that_do_not_fit_are_named():
    bad = ["2018; 0; AT; Austria", LONG[0].replace("; 3;", "; 66000;")]
    records = af.read_coarm("\n".join([*LONG, *bad]).encode(), on_error="collect")
    assert [line for line, _ in records.attrs["set_aside"]] == [8, 9]
    assert sum(records.attrs["lines"][k] for k in ("records", "passed", "by_rule", "set_aside")) == 9


def test_read_finds_both_formats():
    assert len(af.read(scraped(*ROWS))) == 6
    assert len(af.read("\n".join(LONG).encode())) == 4
    with pytest.raises(af.SourceError, match="no header with year, importing-country"):
        af.read_coarm(b"a;b\n1;2\n")


def test_names_and_categories_as_the_reports_misspell_them():
    exporters = {"Chrypre": "CYP", "CzechRepublic": "CZE", "United Kingdom": "GBR"}
    records = af.read_coarm(scraped(*(f"{n};2012;Chile;{name};ML2;1;5;" for n, name in enumerate(exporters))))
    assert records["supplier"].tolist() == [*exporters.values()]
    importers = {
        "Russia": "RUS",
        "Russian Federation": "RUS",
        "Kosovo (Under Unscr 1244-99)": "XKX",
        "Kosovo (under UNSCR/1244/99)": "XKX",
        "China (Mainland)": "CHN",
        "China (Hong Kong)": "HKG",
        "Korea (Republic Of)": "KOR",
        "Congo (Republic Of)": "COG",
        "St Marino": "SMR",
        "Moldavia": "MDA",
        "Former Yugoslav Republic Of Macedonia": "MKD",
    }
    records = af.read_coarm(
        scraped(*(f"{n};2012;{name};France;ML2;1;5;" for n, name in enumerate(importers)))
    )
    found = dict(zip(importers, records["recipient"], strict=True))
    assert {name: code.removeprefix("x:") for name, code in found.items()} == importers
    categories = {"Miscellaneous": "all", "": "all", "ML 4": "ml:4", "ML22": "ml:22"}
    rows = [f"{n};2012;Chile;France;{each};1;5;" for n, each in enumerate(categories)]
    assert af.read_coarm(scraped(*rows))["category"].tolist() == [*categories.values()]
    with pytest.raises(af.SourceError, match="expected ML1 to ML22, Total, or a blank"):
        af.read_coarm(scraped("1;2012;Chile;France;ML23;1;5;"))


def test_the_first_year_of_the_scraped_table_is_said_to_be_that_before():
    states = af.table("parties.csv").query("kind == 'state'")["name"].head(60)
    rows = [f"{n};{{year}};{name};Germany;ML2;1;{n + 1};" for n, name in enumerate(states)]
    with pytest.warns(UserWarning, match="rows of 2005 hold figures of 2004"):
        af.read_coarm(scraped(*(row.format(year=2005) for row in rows)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        af.read_coarm(scraped(*(row.format(year=2006) for row in rows)))
        af.read_coarm(scraped(*(row.format(year=2005) for row in rows[:20])))
