"""US arms sales: offers, agreements and deliveries apart, and a 0 that means "not available" no figure."""

from __future__ import annotations

import json

import pytest

import armsflow as af

NAMES = ("key", "year", "country", "program", "authorizations", "deliveries", "notifications")
FMS, DCS = "Foreign Military Sales", "Direct Commercial Sales"


def listed(*rows: tuple[str, ...]) -> bytes:
    notes = {"footnote": "DSCA", "footnote2": "Congress"}
    return json.dumps([dict(zip(NAMES, row, strict=True)) | notes for row in rows], indent=0).encode()


ROWS = [
    ("1", "2010", "Saudi Arabia", FMS, "2000", "1600", "61000"),
    ("2", "2010", "Chad ", FMS, "0", "5", ""),
    ("3", "2010", "Oman", DCS, "70", "0", ""),
    ("4", "2019", "Oman", FMS, "0", "0", "900"),
    ("5", "2020", "Cuba", "", "0", "0", "0"),
]


def flat(records):
    return records[["record", "recipient", "stage", "value"]].to_numpy().tolist()


def test_stages_of_each_programme():
    records = af.read_sam(listed(*ROWS), release="2022")
    assert flat(records) == [
        ["1/contract", "SAU", "contract", 2000],
        ["1/delivery", "SAU", "delivery", 1600],
        ["1/offer", "SAU", "offer", 61000],
        ["2/contract", "TCD", "contract", 0],
        ["2/delivery", "TCD", "delivery", 5],
        ["3/licence", "OMN", "licence", 70],
        ["4/offer", "OMN", "offer", 900],
    ]
    assert records["year_basis"].tolist()[:3] == [
        *["US fiscal year, October to September"] * 2,
        "year of the notification",
    ]
    assert records["note"].tolist()[1:3] == ["DSCA", "Congress"]
    assert records.attrs["by_rule"] == {"no programme, and no figure": 1}
    with pytest.raises(af.MixedError, match="stage"):
        af.totals(records[records["recipient"] == "SAU"], by="recipient")


def test_lines_that_share_country_year_and_programme():
    rows = [
        ("1", "2017", "Norway", FMS, "0", "0", "170"),  # its deliveries stand on the next line
        ("2", "2017", "Norway", FMS, "0", "127", ""),
        ("3", "2012", "Ghana", FMS, "20", "2", ""),
        ("4", "2012", "Ghana", FMS, "20", "2", ""),
        ("5", "2003", "French Guiana", DCS, "154", "0", ""),
        ("6", "2003", "French Guiana", DCS, "12", "0", ""),
    ]
    with pytest.warns(UserWarning, match="2 figure.s. of a country, year and programme"):
        records = af.read_sam(listed(*rows))
    assert flat(records)[:2] == [["1/offer", "NOR", "offer", 170], ["2/delivery", "NOR", "delivery", 127]]
    assert records.attrs["repeated_keys"] == 3
    same = records[records["recipient"] == "GHA"]
    assert same["same_as"].fillna("").tolist() == ["", "", "3/contract", "3/delivery"]
    with pytest.raises(af.PartError):
        af.totals(same[same["stage"] == "contract"], by="recipient")
    assert set(records.loc[records["recipient"] == "GUF", "repeated"]) == {"stands again with another value"}


def test_each_column_of_a_programme_has_years_of_its_own():
    rows = [("1", "2016", "Oman", FMS, "3", "4", "5"), ("2", "2017", "Oman", FMS, "0", "4", "5")]
    rows += [("3", "2019", "Oman", FMS, "0", "0", "5"), ("4", "2020", "Oman", FMS, "0", "0", "1")]
    text = listed(*rows).replace(b"Congress", b"Congress (Accessed 2019)")
    windows = af.read_sam(text).groupby("stage")[["observed_start", "observed_end"]].agg(["min", "max"])
    assert windows.loc["contract"].tolist() == [2016, 2016, 2016, 2016]
    assert windows.loc["delivery"].tolist() == [2016, 2016, 2017, 2017]
    # what was read in 2019 cannot have all of 2020
    assert windows.loc["offer"].tolist() == [2016, 2016, 2019, 2019]


STATES = ["Chad", "Ghana", "India", "Israel", "Italy", "Japan", "Kenya", "Norway", "Oman", "Peru"]


def years_of(zeros: dict[int, int], *, deliveries: str = "7") -> bytes:
    """Licences of each year to ten states, of which the first so many are 0."""
    lines = [(year, at, country) for year in zeros for at, country in enumerate(STATES)]
    return listed(
        *(
            (f"{year}{at}", str(year), country, DCS, "0" if at < zeros[year] else "50", deliveries, "")
            for year, at, country in lines
        )
    )


def test_zeros_that_are_too_many_beside_other_years_are_undisclosed():
    said = (
        r"Direct Commercial Sales, authorizations, 2018 \(6 zeros: of 10 recipients with a figure in most "
        r"other years 6 are at 0, in other years 0–1\)\. "
    )
    with pytest.warns(UserWarning, match=said) as warned:
        records = af.read_sam(years_of({2015: 0, 2016: 1, 2017: 0, 2018: 6}))
    assert len(warned) == 1
    assert len(records) == 80  # no record is lost
    licences = records[records["stage"] == "licence"]
    hidden = licences["value"].isna()
    assert licences.loc[hidden, ["start", "recipient"]].to_numpy().tolist() == (
        [[2018, code] for code in ("TCD", "GHA", "IND", "ISR", "ITA", "JPN")]
    )
    assert records.loc[records["value"].isna(), ["low", "high"]].isna().all(axis=None)
    # the single zero of 2016 is one, and so is every other figure
    assert licences.loc[licences["value"] == 0, ["start", "recipient"]].to_numpy().tolist() == [[2016, "TCD"]]
    sums = af.totals(licences, by="recipient").set_index(["recipient", "year"])
    assert sums.loc[("JPN", 2018), ["value", "low", "high"]].isna().all()
    assert sums.loc[("JPN", 2018), "undisclosed"] == 1
    assert sums.loc[("OMN", 2018), ["value", "undisclosed"]].tolist() == [50, 0]
    # what one recipient got is known, and what all got is not
    assert sums.loc[[("OMN", 2018), ("OMN", 2017)], "complete"].tolist() == [True, True]
    assert af.totals(licences, by="supplier")["complete"].tolist() == [True, True, True, False]
    # deliveries of the year have all their figures
    assert af.totals(records[records["stage"] == "delivery"], by="supplier")["complete"].all()


@pytest.mark.parametrize(
    "zeros",
    [
        {2015: 3, 2016: 4, 2017: 2, 2018: 6},  # usual for the column
        {2015: 0, 2016: 0, 2017: 0, 2018: 2},  # two may be none
        {2018: 6},  # nothing shows what is usual
    ],
)
def test_zeros_that_are_believed(zeros, recwarn):
    licences = af.read_sam(years_of(zeros)).query("stage == 'licence'")
    assert not recwarn
    assert (licences["value"] == 0).groupby(licences["start"]).sum().to_dict() == zeros


def test_zeros_are_compared_within_their_column():
    """That deliveries are all there says nothing of licences, and years without any figure are not usual."""
    with pytest.warns(UserWarning, match=r"2018 \(7 zeros: of 10 .* 7 are at 0, in other years 0\)\. They"):
        records = af.read_sam(years_of({2014: 10, 2015: 10, 2016: 10, 2017: 0, 2018: 7}))
    assert records.groupby("stage").size().to_dict() == {"delivery": 50, "licence": 20}
    # the column of deliveries has zeros only: they are no records, as before
    with pytest.warns(UserWarning, match="authorizations, 2018") as warned:
        records = af.read_sam(years_of({2016: 0, 2017: 0, 2018: 7}, deliveries="0"))
    assert len(warned) == 1
    assert set(records["stage"]) == {"licence"}


def test_two_lines_with_the_same_zero_stay_one_fact():
    text = json.loads(years_of({2016: 0, 2017: 0, 2018: 6}))
    text.append(next(row for row in text if row["year"] == "2018") | {"key": "again"})
    with pytest.warns(UserWarning, match="7 zeros: of 10 .* 6 are at 0"):
        records = af.read_sam(json.dumps(text).encode())
    again = records[records["record"] == "again/licence"]
    assert again[["same_as", "repeated"]].to_numpy().tolist() == [["20180/licence", "same"]]
    assert again["value"].isna().all()


def test_a_line_without_a_figure_and_one_of_several_states():
    records = af.read_sam(
        listed(*ROWS, ("7", "2019", "Kenya", DCS, "0", "0", ""), ("8", "2010", "Global", FMS, "3", "1", ""))
    )
    assert records["recipient"].tolist()[-2:] == ["unk:several_recipients"] * 2
    assert records["item"].tolist()[-1] == "Global"
    assert records.attrs["by_rule"]["no figure: 0 stands for what is not available"] == 1
    lines = records.attrs["lines"]
    assert lines["read"] == 7 == lines["records"] + lines["by_rule"]


def test_what_cannot_be_read_is_named():
    bad = [("9", "0000", "Oman", FMS, "1", "1", ""), ("10", "2010", "Oman", FMS, "n/a", "1", "")]
    records = af.read_sam(listed(*ROWS, *bad), on_error="collect")
    assert [reason.partition(";")[0] for _, reason in records.attrs["set_aside"]] == (
        ["year is '0000'", "authorizations is 'n/a'"]
    )
    with pytest.raises(af.SourceError, match="objects without 'year'"):
        af.read_sam(b'[{"Region": "Europe", "Notifications": "$16"}]')
    with pytest.raises(af.SourceError, match="no header with year, country, program"):
        af.read_sam(b"a,b\n1,2\n")
    assert len(af.read(listed(*ROWS))) == 7


def test_json_on_one_line_is_counted_by_its_objects():
    rows = [("1", "2010", "Chad", "Foreign Military Sales", "10", "1", "")] * 2
    rows += [("2", "2010", "Atlantis", "Foreign Military Sales", "1", "1", "")] * 2
    text = json.dumps([dict(zip(NAMES, row, strict=True)) for row in rows]).encode()
    records = af.read_sam(text, on_error="collect")
    lines = {"read": 4, "records": 2, "passed": 0, "by_rule": 0, "set_aside": 2}
    assert records.attrs["lines"] == lines
    assert records.attrs["counted_in"] == "objects"
    assert records["line"].tolist() == [1, 1, 2, 2]
    with pytest.raises(
        af.SourceError, match=r"2 object\(s\) .*\n  object 3: country .*\n  object 4: country"
    ):
        af.read_sam(text)


def test_a_programme_that_is_not_known_is_set_aside():
    """Whether its authorizations are contracts or licences nobody says."""
    text = listed(*ROWS[:2], ("9", "2010", "Chad", "Excess Defense Articles Grants", "7", "1", ""))
    with pytest.raises(af.SourceError, match="program is 'Excess Defense Articles Grants'; expected one of"):
        af.read_sam(text)
    records = af.read_sam(text, on_error="collect")
    assert set(records["dataset"]) == {FMS}
    assert len(records.attrs["set_aside"]) == 1
    spelled = listed(("1", "2010", "Chad", "foreign  military sales", "5", "", ""))
    assert af.read_sam(spelled)[["dataset", "stage"]].iloc[0].tolist() == [FMS, "contract"]


def test_figures_of_the_whole_world_may_be_of_each_state():
    """Of 2018 the report on the 600 series names no recipient at all."""
    rows = [
        ("1", "2017", "Oman", DCS, "70", "", ""),
        ("2", "2018", "Oman", DCS, "80", "5", ""),
        ("3", "2018", "Global", DCS, "900", "0", ""),
        ("4", "2018", "International Organizations", FMS, "3", "1", ""),
        ("5", "2018", "Oman", FMS, "4", "2", ""),
    ]
    records = af.read_sam(listed(*rows))
    licences = af.where(records, stage="licence")
    oman = af.totals(af.where(licences, recipient="Oman"), by="recipient")
    assert oman[["year", "value", "complete"]].to_numpy().tolist() == [[2017, 70, True], [2018, 80, False]]
    assert af.totals(licences, by="supplier")["complete"].all()
    # a delivery of 0 holds nothing, and an organisation is no state
    others = records[records["stage"] != "licence"]
    assert set(others["selection"]) == {"supplier=USA"}
