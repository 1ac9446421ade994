"""British licences: arms only unless asked, refused ones left out, a value of 0 kept."""

from __future__ import annotations

import pytest

import armsflow as af

HEAD = "licence_group,date,rating,count,value,country,refused"
ROWS = [
    "1,2008-01-02,ML10,1,3540,Italy,0",
    '2,2008-01-02,PL5017,2,3600,"United Arab Emirates",0',
    "3,2008-12,5A002,1,900000,Italy,0",
    "4,2009-03,ML1,1,0,Kenya,0",
    "5,2009-03,ML1,1,,Kenya,1",
    "6,2009-03,ML22,1,70,Continental Shelf Norwegian Sector,0",
]
RATINGS = b"rating,military,full_description\nML1,1,a\nML10,1,a\nML22,0,a\nPL5017,0,a\n5A002,0,a\n"


def listed(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def test_arms_by_default_and_refused_licences_never():
    records = af.read_uk_licences(listed(*ROWS), release="2015-07-29")
    assert records[["recipient", "category", "start", "value"]].to_numpy().tolist() == [
        ["ITA", "ml:10", 2008, 3540],
        ["ARE", "uk:PL5017", 2008, 3600],
        ["KEN", "ml:1", 2009, 0],
        ["unk:several_recipients", "ml:22", 2009, 70],
    ]
    assert records.loc[0, ["source", "dataset", "stage", "unit", "reporter", "supplier"]].tolist() == (
        ["uk_licences", "military", "licence", "GBP", "supplier", "GBR"]
    )
    assert records["value"].notna().all()
    assert records.attrs["by_rule"] == {
        "refused: the value is blank, or the flag is 1": 1,
        "no military goods": 1,
    }
    assert sum(records.attrs["lines"][k] for k in ("records", "passed", "by_rule")) == 7


def observed(records):
    return records[["observed_start", "observed_end"]].drop_duplicates().to_numpy().tolist()


def test_a_year_that_ends_early_is_not_compared_with_a_whole_one():
    # a hundred in each of two years, and a quarter of that by March
    rows = [
        f"{year}{month:02d},{year}-{month:02d},ML1,1,25,Italy,0"
        for year in (2013, 2014)
        for month in (1, 4, 9, 12)
    ]
    records = af.read_uk_licences(listed(*rows, "9,2015-03-31,ML1,1,25,Italy,0"))
    assert observed(records) == [[2013, 2014]]
    sums = af.totals(records, by="supplier")
    assert sums[["year", "value", "complete"]].to_numpy().tolist() == [
        [2013, 100, True], [2014, 100, True], [2015, 25, False]
    ]  # fmt: skip
    with pytest.raises(af.PeriodError, match="'2015' would be incomplete: the records hold 2013–14"):
        af.rankings(records, of="recipient", window=1, end=2015)
    with pytest.raises(af.PeriodError, match="'2015' would be incomplete"):
        af.changes(records, of="supplier")


def test_refused_licences_and_other_goods_show_how_far_a_list_goes():
    rows = ["1,2013-01,5A002,1,9,Italy,0", "2,2013-06,ML1,1,70,Italy,0", "3,2013-12,ML1,1,,Kenya,1"]
    assert observed(af.read_uk_licences(listed(*rows))) == [[2013, 2013]]
    # no row of January, none of December
    assert observed(af.read_uk_licences(listed(rows[1]))) == [[2014, 2012]]
    # years alone, as some spreadsheet keeps them
    years = ["1,2013.0,ML1,1,9,Italy,0", "2,2014.0,ML1,1,9,Italy,0"]
    assert observed(af.read_uk_licences(listed(*years))) == [[2013, 2014]]


def test_a_rating_in_small_letters_is_military_all_the_same():
    rows = ["1,2008-01,ml16,1,4983,Italy,0", "2,2008-01,pl5017,1,7,Italy,0", "3,2008-01,6a002,1,9,Italy,0"]
    for ratings in (None, RATINGS + b"ML16,1,b\n6A002,0,c\n"):
        records = af.read_uk_licences(listed(*rows), ratings=ratings, goods="all")
        of_arms = [["ml:16", "military"], ["uk:PL5017", "military"]]
        if ratings:
            # this list says that the second is none
            of_arms[1] = ["dual:goods", "other"]
        assert records[["category", "dataset"]].to_numpy().tolist() == [*of_arms, ["dual:goods", "other"]]
        assert records["rating"].tolist() == ["ml16", "pl5017", "6a002"]


def test_other_goods_are_apart():
    records = af.read_uk_licences(listed(*ROWS), goods="all")
    assert records.loc[records["rating"] == "5A002", ["dataset", "category"]].to_numpy().tolist() == (
        [["other", "dual:goods"]]
    )
    with pytest.raises(af.MixedError, match="dataset"):
        af.totals(records, by="supplier")


def test_the_ratings_of_the_edition_say_what_is_military():
    records = af.read_uk_licences(listed(*ROWS), ratings=RATINGS)
    assert records["rating"].tolist() == ["ML10", "ML1"]
    with pytest.warns(UserWarning, match="ratings that .* does not list: 5A002, PL5017"):
        af.read_uk_licences(listed(*ROWS), ratings=b"rating,military\nML1,1\nML10,1\nML22,1\n")
    with pytest.raises(af.SourceError, match="military 'yes'; expected 0 or 1"):
        af.read_uk_licences(listed(*ROWS), ratings=b"rating,military\nML1,yes\n")


def test_a_flag_that_never_changes_is_said():
    rows = [row.rsplit(",", 1)[0] + ",0" for row in ROWS]
    with pytest.warns(UserWarning, match="refused '0' in every line, though 1 have no value"):
        records = af.read_uk_licences(listed(*rows))
    assert len(records) == 4


def test_later_editions_name_the_licence_otherwise():
    records = af.read(listed(*ROWS, head=HEAD.replace("licence_group", "licence_cohort_id")))
    assert records["licence"].tolist() == ["1", "2", "4", "6"]


def test_lines_that_cannot_be_read_are_named():
    bad = [
        "7,2008-13,ML1,1,5,Italy,0",
        "8,2008-01,ML1,1,five,Italy,0",
        "9,2008-01,ML1,1,5,Atlantis,0",
        "10,2008",
    ]
    records = af.read_uk_licences(listed(*ROWS, *bad), on_error="collect")
    assert [line for line, _ in records.attrs["set_aside"]] == [8, 9, 10, 11]
    with pytest.raises(af.SourceError, match="line 10: country is 'Atlantis', which is no party"):
        af.read_uk_licences(listed(*ROWS, "", "", bad[2]))
    with pytest.raises(af.ArgumentError, match="goods is 'arms'"):
        af.read_uk_licences(listed(*ROWS), goods="arms")
    with pytest.raises(af.SourceError, match="no header with licence_group"):
        af.read_uk_licences(b"a,b\n1,2\n")


def test_counts_of_later_editions_and_goods_beside_the_munitions_list():
    head = HEAD.replace("licence_group", "licence_cohort_id")
    beside = ["PL5001", "PL5006", "PL5017", "PL5030", "PL5035"]
    rows = [f"{n},2010-05,{rating},28591.0,5,Italy,0" for n, rating in enumerate([*beside, "PL9009"])]
    records = af.read_uk_licences(listed(*rows, head=head))
    assert records["category"].tolist() == [f"uk:{rating}" for rating in beside]
    assert records["licences"].tolist() == [28591] * 5
    assert records.attrs["by_rule"] == {"no military goods": 1}


def test_a_sea_area_holds_nothing_of_a_state():
    records = af.read_uk_licences(listed(*ROWS))
    assert set(records["selection"]) == {"supplier=GBR"}
    # the list may name several states as well
    several = af.read_uk_licences(listed(*ROWS, "7,2009-12,ML1,1,5,Middle East,0"))
    assert set(several["selection"]) == {"supplier=GBR;unnamed=recipient:2009"}
