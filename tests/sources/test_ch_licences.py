"""Swiss licences: two systems with two orders of the day, several goods in a cell, lists of goods apart."""

from __future__ import annotations

import pytest

import armsflow as af
from armsflow.sources.ch_licences import _category

ELIC = (
    '"Geschäftsnummer","Ausstellungsdatum","Bestimmungs-/Lieferland","Position / Güterart","Position / EKN",'
    '"Position / Wert [CHF]"'
)
TRACKER = (
    '"Geschäftsnummer","Bewilligungsdatum","Endverbraucherland","AG (GKV)","MTCR (GKV)","NSGI (GKV)",'
    '"NSGII (GKV)","WA (GKV)","ML (GKV)","Anhang 5.1","Anhang 5.2","Anhang 5.3","ChKV","Wert"'
)
ROWS = [
    '1,07.02.2014,"China, Volksrepublik","Dual Use Güter","2B120",1950000',
    '2,13.02.2014,"Singapur","Dual Use Güter\nDual Use Güter","2B001.b1\n2B201.a1",209609',
    '3,14.02.2014,"Grossbritannien","Besondere militärische Güter\nBesondere militärische Güter",'
    '"ML10.c2\nML22.a",12.5',
    '3,14.02.2014,"Indien","Besondere militärische Güter","ML15",1',
]


def listed(*rows: str, head: str = ELIC) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def test_lists_of_goods_are_apart_and_cells_may_hold_several():
    with pytest.warns(UserWarning, match="value 1 in 1 line"):
        records = af.read_ch_licences(listed(*ROWS))
    assert records[["dataset", "recipient", "category", "start", "value"]].to_numpy().tolist() == [
        ["dual-use goods", "CHN", "dual:goods", 2014, 1950000],
        ["dual-use goods", "SGP", "dual:goods", 2014, 209609],
        ["special military goods", "GBR", "ml:10+ml:22", 2014, 12.5],
        ["special military goods", "IND", "ml:15", 2014, 1],
    ]
    assert records["rating"].tolist()[2] == "ML10.c2; ML22.a"
    assert records["record"].is_unique
    assert records.attrs["lines"] == {"read": 9, "records": 8, "passed": 1, "by_rule": 0, "set_aside": 0}
    with pytest.raises(af.MixedError, match="dataset"):
        af.totals(records, by="supplier")


@pytest.mark.parametrize(
    ("head", "dates", "window"),
    [
        # the day is first, and the month is first
        (ELIC, ["07.01.2014", "31.12.2014", "01.06.2015"], [2014, 2014]),
        (TRACKER, ["01/07/2012", "12/31/2013", "06/01/2014"], [2012, 2013]),
        (ELIC, ["07.02.2014", "31.12.2014"], [2015, 2014]),
    ],
)
def test_a_year_that_begins_late_or_ends_early_is_not_observed(head, dates, window):
    cells = '"Indien","Besondere militärische Güter","ML15",7' if head is ELIC else "Indien,,,,,,ML15,,,,,7"
    records = af.read_ch_licences(
        listed(*(f"{at},{date},{cells}" for at, date in enumerate(dates)), head=head)
    )
    assert records[["observed_start", "observed_end"]].drop_duplicates().to_numpy().tolist() == [window]


def test_the_older_system_has_a_column_for_each_list():
    rows = ['1,01/31/2012,"Taiwan, Provinz von China",,,,,,18a,,,,,70',
            '2,12/31/2013,China,,,,,6A002,,,,,,12.5', '3,12/31/2013,Indien,,,,,5A002,11a,,,,,8']  # fmt: skip
    records = af.read(listed(*rows, head=TRACKER))
    assert records[["dataset", "recipient", "category", "start", "value"]].to_numpy().tolist() == [
        ["special military goods", "TWN", "ml:18", 2012, 70],
        ["dual-use goods", "CHN", "dual:goods", 2013, 12.5],
        ["special military goods, dual-use goods", "IND", "ml:11", 2013, 8],
    ]


def test_what_cannot_be_read_is_named():
    bad = ["5,02/14/2014,Indien,Dual Use Güter,2B120,5", "6,14.02.2014,Indien,Spielzeug,2B120,5",
           "7,14.02.2014,Atlantis,Dual Use Güter,2B120,5",
           "8,14.02.2014,Indien,Dual Use Güter,2B120,1'000"]  # fmt: skip
    records = af.read_ch_licences(listed(ROWS[0], *bad), on_error="collect")
    assert [line for line, _ in records.attrs["set_aside"]] == [3, 4, 5, 6]
    with pytest.raises(af.SourceError, match="Güterart is 'Spielzeug'"):
        af.read_ch_licences(listed(ROWS[0], bad[1]))
    with pytest.raises(af.SourceError, match="no header with Geschäftsnummer"):
        af.read_ch_licences(b"a,b\n1,2\n")


DUAL, MILITARY = "Dual Use Güter", "Besondere militärische Güter"


@pytest.mark.parametrize(
    ("goods", "positions", "category"),
    [
        ([DUAL, MILITARY], ["5A002", "18a"], "ml:18"),
        ([MILITARY, DUAL], ["18a", "5A002"], "ml:18"),
        ([DUAL, MILITARY], ["2B350.g", "7b"], "ml:7"),
        ([DUAL, MILITARY, MILITARY], ["5A002", "ML18.a", "ml 5b"], "ml:18+ml:5"),
        # without a line for each a number of another list is still no position of the munitions list
        ([DUAL, MILITARY], ["5A002", "6A003", "ML10.c"], "ml:10"),
        ([MILITARY], ["5A002"], "all"),
        ([DUAL], ["18a"], "dual:goods"),
    ],
)
def test_each_line_of_goods_has_its_position(goods, positions, category):
    said, listed_as = ("\n".join(lines) for lines in (goods, positions))
    records = af.read_ch_licences(listed(f'1,31.01.2014,Deutschland,"{said}","{listed_as}",1000'))
    assert records["category"].tolist() == [category]
    assert records["rating"].tolist() == ["; ".join(positions)]


def test_a_licence_for_several_states_may_be_of_each():
    cells = '"Besondere militärische Güter","ML15",70'
    rows = [f'1,07.01.2014,"Indien",{cells}', f'2,31.12.2014,"Multinational",{cells}']
    records = af.read_ch_licences(listed(*rows))
    assert set(records["selection"]) == {"supplier=CHE;unnamed=recipient:2014"}
    found = af.totals(records, by="recipient").set_index("recipient")["complete"]
    assert found.to_dict() == {"IND": False, "unk:several_recipients": True}


def test_a_licence_without_goods_is_of_all():
    assert _category("\n") == "all"
