"""German reports: licences and exports of war weapons, which are of different years and never added."""

from __future__ import annotations

import pytest

import armsflow as af

HEAD = "year;gesamt;war_weapons;country_e;iso3_code"
SUMS = "country_e;iso3_code;1;2;armsexport_yesno;sum_german_armsexports;sum_german_kweaponsexport;gid"


def listed(*rows: str, head: str = HEAD, end: str = "\r\n") -> bytes:
    return (head + end + "\n".join([*rows, ""])).encode()


def test_two_records_a_line():
    rows = ["2000-01-01;137896;0;Albania;ALB", "2011-01-01;10;978;Kosovo;123", '2011;;5;"Timor-Leste\n";TLS']
    records = af.read_de_exports(listed(*rows), release="2014")
    assert records[["recipient", "stage", "dataset", "start"]].to_numpy().tolist() == [
        ["ALB", "licence", "licences", 2000],
        ["ALB", "delivery", "war weapons", 2000],
        ["XKX", "licence", "licences", 2011],
        ["XKX", "delivery", "war weapons", 2011],
        ["TLS", "licence", "licences", 2011],
        ["TLS", "delivery", "war weapons", 2011],
    ]
    assert records["value"].fillna(-1).tolist() == [137896, 0, 10, 978, -1, 5]
    assert records.attrs["lines"] == {"read": 5, "records": 4, "passed": 1, "by_rule": 0, "set_aside": 0}
    with pytest.raises(af.MixedError, match="stage"):
        af.totals(records, by="supplier")


def test_sums_need_their_years():
    sums = listed("Chile;CHL;1;2;1;500;20;7", head=SUMS, end="\n")
    with pytest.raises(af.SourceError, match="sums over years that it does not state"):
        af.read_de_exports(sums)
    records = af.read(sums, years=(2003, 2012))
    assert records[["stage", "start", "end", "value"]].to_numpy().tolist() == [
        ["licence", 2003, 2012, 500],
        ["delivery", 2003, 2012, 20],
    ]
    with pytest.raises(af.ArgumentError, match="the table has years"):
        af.read_de_exports(listed("2000;1;0;Chile;CHL"), years=(2000, 2001))


def test_what_cannot_be_read_is_named():
    rows = [
        "2000;1;0;Chile;CHL",
        "MM;1;0;Chile;CHL",
        "2000;1.000,5;0;Chile;CHL",
        "2000;0x1F;0;Chile;CHL",
        "2000;1;0;Atlantis;XXX",
        "2000;1",
    ]
    records = af.read_de_exports(listed(*rows), on_error="collect")
    assert [line for line, _ in records.attrs["set_aside"]] == [3, 4, 5, 6, 7]
    with pytest.raises(af.SourceError, match="line 3: year is 'MM'"):
        af.read_de_exports(listed(*rows))
    with pytest.raises(af.SourceError, match="no header with year, gesamt"):
        af.read_de_exports(b"a;b\n1;2\n")


def test_a_state_and_year_that_stands_again_would_count_twice():
    text = b"year;gesamt;war_weapons;country_e;iso3_code\n" + 2 * b"2009-01-01;100;50;Algeria;DZA\n"
    with pytest.raises(af.SourceError, match="line 3: 2009-01-01, Algeria stands on line 2 already"):
        af.read_de_exports(text)
    records = af.read_de_exports(text, on_error="collect")
    assert records["value"].tolist() == [100, 50]


STATES = ["Brazil", "Chile", "Egypt", "France", "Greece", "India", "Italy", "Japan", "Kenya", "Norway"]
USUAL = range(2003, 2007)


def years_of(exported: dict[int, int]) -> bytes:
    """War weapons worth 7 to the first so many of ten states, and licences of 90 to nine of them."""
    return listed(
        *(
            f"{year};{90 * (at > 0)};{7 * (at < some)};{state};"
            for year, some in exported.items()
            for at, state in enumerate(STATES)
        )
    )


def test_zeros_of_a_year_that_lists_few_states_are_undisclosed():
    said = (
        r"war weapons, 2002 \(8 zeros: of 8 recipients with a figure in most other years 6 are at 0, "
        r"in other years 0\)\. They are read as undisclosed"
    )
    with pytest.warns(UserWarning, match=said) as warned:
        records = af.read_de_exports(years_of({2002: 2, **dict.fromkeys(USUAL, 8)}))
    assert len(warned) == 1
    assert set(records["selection"]) == {"supplier=DEU", "supplier=DEU;lacking=2002"}
    weapons = records[records["dataset"] == "war weapons"]
    # eight states of 2002 are not known, and the two that never got any are at 0 in other years
    assert weapons["value"].isna().groupby(weapons["start"]).sum().tolist() == [8, 0, 0, 0, 0]
    assert (weapons["value"] == 0).groupby(weapons["start"]).sum().tolist() == [0, 2, 2, 2, 2]
    sums = af.totals(weapons, by="supplier")
    assert sums[["year", "value", "undisclosed", "complete"]].to_numpy().tolist() == [
        [2002, 14, 8, False],
        *([year, 56, 0, True] for year in USUAL),
    ]
    greece = af.totals(af.where(weapons, recipient="Greece"), by="recipient")
    assert greece["value"].fillna(-1).tolist() == [-1, 7, 7, 7, 7]
    # the other column has all its figures, and Brazil's 0 in every year
    licences = records[records["dataset"] == "licences"]
    assert (licences["value"] == 0).sum() == 5
    assert af.totals(licences, by="supplier")["complete"].all()


@pytest.mark.parametrize(
    "exported",
    [
        {2002: 6, 2003: 6, 2004: 6, 2005: 4},  # two states that got nothing
        {2002: 5, 2003: 9, 2004: 6, 2005: 8},  # as it comes
        {2002: 2},  # nothing shows what is usual
    ],
)
def test_zeros_that_are_the_sources_own(exported):
    records = af.read_de_exports(years_of(exported))
    assert records["value"].notna().all()
    assert set(records["selection"]) == {"supplier=DEU"}


def test_one_zero_among_large_figures_stays():
    """Nobody can tell it from none: South Korea has 0 licences in the table of 2013."""
    rows = [f"{year};{900 * (year != 2013)};0;Japan;JPN" for year in range(2009, 2014)]
    records = af.read_de_exports(listed(*rows))
    assert records.loc[records["dataset"] == "licences", "value"].tolist() == [900, 900, 900, 900, 0]


def test_a_line_for_a_region_may_be_of_each_state():
    rows = ["2009;500;0;Chile;CHL", "2010;600;20;Chile;CHL", "2010;70;0;Middle East;"]
    records = af.read_de_exports(listed(*rows))
    # the region has licences of 2010, and no war weapons
    assert records.groupby("dataset")["selection"].first().to_dict() == {
        "licences": "supplier=DEU;unnamed=recipient:2010", "war weapons": "supplier=DEU"
    }  # fmt: skip
    chile = af.totals(af.where(records, dataset="licences", recipient="Chile"), by="recipient")
    assert chile[["year", "value", "complete"]].to_numpy().tolist() == [[2009, 500, True], [2010, 600, False]]
