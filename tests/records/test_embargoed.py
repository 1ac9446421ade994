"""Which flows fall in an embargo: by who is bound, who is the target, and the dates."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.errors import ArgumentError, RecordError
from armsflow.records.embargoed import _members
from tests.frames import assert_same, engine_of, made, plain

MARKS = ["embargoed", "embargo", "embargo_sender", "embargo_scope", "embargo_force", "embargo_on"]


def flow(supplier, recipient, start, end=None, **other):
    rows = {"supplier": supplier, "recipient": recipient, "start": start, "end": end or start, "value": 1.0}
    return made([rows | other], stage="delivery", unit="TIV")


def mark(*args, **other):
    return af.embargoed(flow(*args, **other)).iloc[0][MARKS].tolist()


def test_the_span_decides():
    # Resolution 1970 is of 26 February 2011
    assert mark("RUS", "LBY", 2010)[0] == "no"
    assert mark("RUS", "LBY", 2011)[0] == "possibly"
    assert mark("RUS", "LBY", 2012)[:3] == ["yes", "UNSCR 1970; 1973; 2009", "UN"]
    # ordered before, delivered in part before
    assert mark("RUS", "LBY", 2009, 2013)[0] == "possibly"
    # between the first and the second embargo
    assert mark("RUS", "LBY", 2005)[0] == "no"
    assert mark("RUS", "ZAF", 1978, 1993) == [
        "yes",
        "UNSCR 418; lifted by 919",
        "UN",
        "all arms",
        "mandatory",
        "recipient",
    ]


def test_an_embargo_of_the_eu_binds_its_members_while_they_are_members():
    assert mark("FRA", "CHN", 2005)[2] == "EU"
    assert mark("USA", "CHN", 2005)[0] == "no"
    assert mark("POL", "ZWE", 2003)[0] == "no"
    # a member from May
    assert mark("POL", "ZWE", 2004)[0] == "possibly"
    assert mark("POL", "ZWE", 2005)[0] == "yes"
    assert mark("GBR", "RUS", 2020)[0] == "yes"
    assert mark("GBR", "RUS", 2021)[0] == "no"


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("recipient", "inside", "outside"),
    [
        ("NGA", 1997, 1994),
        ("HRV", 1998, 2001),
        ("BIH", 2004, 2007),
        ("YUG", 1997, 2002),
        ("UZB", 2007, 2010),
        ("GIN", 2011, 2015),
        ("LBY", 2003, 2005),
        ("AFG", 1998, 2002),
        ("ETH", 2000, 2002),
    ],
)
def test_embargoes_of_the_eu_that_have_ended(recipient, inside, outside):
    assert mark("DEU", recipient, inside)[0] == "yes"
    assert "EU" in mark("DEU", recipient, inside)[2].split(" | ")
    assert "EU" not in mark("DEU", recipient, outside)[2].split(" | ")
    # whoever is no member is not bound
    assert "EU" not in mark("CHN", recipient, inside)[2].split(" | ")


def test_years_that_the_table_does_not_cover_are_unknown():
    # the UN's since 1966, the EU's since 1990
    assert mark("USA", "CUB", 1960) == ["unknown", *[""] * 5]
    assert mark("USA", "CUB", 1970)[0] == "no"
    assert mark("FRA", "CHL", 1985)[0] == "unknown"
    assert mark("FRA", "CHL", 1985, 1995)[0] == "unknown"
    assert mark("FRA", "CHL", 1995)[0] == "no"
    # not yet a member, and no member any more
    assert mark("RUS", "CHL", 1985)[0] == mark("POL", "CHL", 1985)[0] == "no"
    assert mark("USA", "CHL", 2030)[0] == "unknown"
    # what is listed is found all the same
    assert mark("FRA", "LBY", 1988)[0] == "yes"


def test_the_mark_says_which_side_is_under_embargo():
    assert mark("IRN", "VEN", 2022)[5] == "supplier"
    # all arms, and missile technology: one word for each embargo
    assert mark("IRN", "VEN", 2015)[5] == "supplier | supplier"
    assert mark("RUS", "LBY", 2012)[5] == "recipient"
    # arms from Iran, and arms to the Houthi
    found = mark("IRN", "grp:houthi", 2018)
    assert found[1].split(" | ") == ["UNSCR 1737; 2231", "UNSCR 1747; 2231", "UNSCR 2216"]
    assert found[5].split(" | ") == ["supplier", "supplier", "recipient"]
    assert mark("USA", "VEN", 2015)[5] == ""


def test_several_embargoes_are_named_in_one_order():
    found = mark("ITA", "SSD", 2020)
    assert found[0] == "yes"
    assert found[1].split(" | ") == ["2011/423/CFSP", "UNSCR 2428"]
    assert found[2].split(" | ") == ["EU", "UN"]
    assert len(found[3].split(" | ")) == len(found[4].split(" | ")) == 2


def test_an_embargo_on_armed_groups_does_not_mark_the_state():
    assert mark("IRN", "grp:houthi", 2018)[1] == "UNSCR 1737; 2231 | UNSCR 1747; 2231 | UNSCR 2216"
    assert mark("USA", "YEM", 2018)[0] == "no"
    assert mark("USA", "grp:unita", 1990)[0] == "no"
    assert mark("USA", "grp:unita", 1995)[0] == "yes"
    assert mark("USA", "IRQ", 2010)[0] == "no"
    assert mark("USA", "SOM", 2024)[0] == "no"


@pytest.mark.parametrize(
    ("supplier", "group", "inside", "senders", "before", "after"),
    [
        ("NLD", "libya_hor", 2018, "EU | UN", 2010, None),
        ("FRA", "syria_rebels", 2012, "EU", 2010, 2014),
        ("FRA", "darfur_rebels", 2008, "EU | UN", 1993, None),
        ("FRA", "spla", 2000, "EU", 1993, None),
        # of Afghanistan, the whole until November 2001, then the Taliban alone
        ("FRA", "northern_alliance", 1998, "EU", 1995, 2002),
        ("FRA", "mujahedin", 1998, "EU", 1995, 2002),
        ("USA", "kurdistan_regional_government", 1995, "UN", 1989, 2014),
        # 17 May 1994 to 16 August 1995: no year is all inside
        ("UGA", "rpf", 1995, "UN", 1993, 1996),
    ],
)
def test_an_embargo_on_a_whole_territory_is_on_the_groups_in_it(
    supplier, group, inside, senders, before, after
):
    found = mark(supplier, f"grp:{group}", inside)
    assert [found[0], found[2], found[3].split(" | ")[0]] == [
        "possibly" if group == "rpf" else "yes",
        senders,
        "all arms",
    ]
    for year in filter(None, (before, after)):
        assert not {*senders.split(" | ")} & {*mark(supplier, f"grp:{group}", year)[2].split(" | ")}
    # whoever is no member is not bound by the EU
    assert "EU" not in mark("RUS", f"grp:{group}", inside)[2]


def test_an_embargo_on_exports_marks_the_supplier():
    # all arms from Iran since March 2007, major arms to Iran since June 2010
    assert mark("IRN", "SYR", 2008)[1] == "UNSCR 1737; 2231 | UNSCR 1747; 2231"
    # drones are missile technology, which may not come from Iran either
    assert mark("IRN", "RUS", 2022)[0] == "possibly"
    assert mark("RUS", "IRN", 2009)[0] == "possibly"  # missile technology only
    # major arms only: a radar may go there
    assert mark("RUS", "IRN", 2012)[0] == "possibly"
    assert mark("RUS", "IRN", 2018)[0] == "possibly"  # case by case
    # who buys from Russia must be bound
    assert mark("RUS", "DEU", 2016)[2] == "EU"
    assert mark("RUS", "IND", 2016)[0] == "no"


def test_the_south_caucasus_is_voluntary_and_never_more_than_possible():
    found = mark("RUS", "AZE", 2013)
    assert found[0] == "possibly"
    assert found[2:5] == ["OSCE", "forces in Nagorno-Karabakh", "voluntary"]
    assert mark("ISR", "AZE", 2013)[0] == "no"  # no participating state
    assert mark("ISR", "AZE", 1995)[4] == "voluntary"  # the UN's request goes to all states
    assert mark("RUS", "ARM", 1991)[0] == "no"


def test_the_embargo_on_north_korea_widened_by_date():
    """Major arms from October 2006; all that it supplies from June 2009, all that it gets from March 2016."""
    assert [mark("PRK", "RUS", year)[0] for year in (2006, 2008, 2009, 2010, 2023)] == [
        *("possibly", "possibly", "possibly", "yes", "yes"),
    ]
    assert mark("PRK", "RUS", 2023, 2024) == [
        "yes",
        "UNSCR 1718; 1874",
        "UN",
        "all arms",
        "mandatory",
        "supplier",
    ]
    assert [mark("RUS", "PRK", year)[0] for year in (2005, 2008, 2012, 2016, 2017)] == [
        *("no", "possibly", "possibly", "possibly", "yes"),
    ]
    assert mark("RUS", "PRK", 2012)[3] == "all arms but small arms"


def test_groups_in_place_of_states_are_refused(engine):
    """Germany's delivery to Russia in 2016 falls in the EU's embargo; the EU itself is no member of it."""
    records = flow("DEU", "RUS", 2016)
    assert mark("DEU", "RUS", 2016)[0] == "yes"
    for side, grouped in {"supplier": "EU", "recipient": {"Partners": ["Russia"]}}.items():
        group = af.to_groups(records, grouped, side=side)
        with pytest.raises(af.ArgumentError, match=r"hold 'members:.*call embargoed\(\) before to_groups"):
            engine.plain(af.embargoed(engine.of(group)))
    # marks made before stay
    assert af.to_groups(af.embargoed(records), "EU", side="supplier")["embargoed"].tolist() == ["yes"]


def test_unknown_parties_may_be_bound_or_targets():
    assert mark("unk:supplier", "RUS", 2016) == ["unknown", *[""] * 5]
    assert mark("all", "RUS", 2016)[0] == mark("DEU", "all", 2016)[0] == "unknown"
    assert mark("RUS", "unk:recipient", 2016)[0] == "unknown"
    # an embargo of the UN binds whoever it was
    assert mark("unk:supplier", "LBY", 2012)[0] == "yes"
    assert mark("PRK", "unk:recipient", 2015)[0] == "yes"


def test_rows_and_columns_stay(engine):
    records = pd.concat([flow("RUS", "LBY", year, record=str(year)) for year in (2010, 2012)])
    records = records.reset_index(drop=True).assign(mine=[1, 2])
    out = engine.plain(af.embargoed(engine.of(records))).sort_values("start").reset_index(drop=True)
    assert out["embargoed"].tolist() == ["no", "yes"]
    assert {*records, *MARKS} == {*out}
    assert out["mine"].tolist() == [1, 2]
    again = engine.plain(af.embargoed(af.embargoed(engine.of(records))))
    assert list(again).count("embargo") == 1


def test_all_names_of_one_state_are_marked_alike():
    """FR Yugoslavia had Montenegro and Kosovo, and sources have four codes for it."""
    for code in ("YUG", "SRB", "SCG", "MNE", "XKX"):
        assert mark("RUS", code, 1993)[:3] == ["yes", "UNSCR 713; 727; 1021", "UN"]
        assert mark("RUS", code, 1999)[:3] == ["yes", "UNSCR 1160; lifted by 1367", "UN"]
    assert mark("RUS", "SCG", 2004)[0] == mark("RUS", "MNE", 2010)[0] == "no"


def test_a_window_is_marked_by_the_years_of_which_its_records_told(engine):
    """Resolution 1970 is of February 2011: a delivery of 2010 in 2010–14 was before it, one of 2014 after."""
    rows = [flow("RUS", "LBY", 2009), flow("RUS", "LBY", 2010), flow("RUS", "LBY", 2014)]
    rows += [flow("RUS", "LBY", 2009, 2010), flow("RUS", "LBY", 2011, 2012)]
    records = pd.concat(rows, ignore_index=True).assign(record=list("abcde"))
    windows = engine.plain(af.embargoed(af.to_periods(engine.of(records), 5, end=2014)))
    assert windows.groupby(["record", "start"])["embargoed"].agg("".join).to_dict() == {
        ("a", 2005): "no",
        ("b", 2010): "no",
        ("c", 2010): "yes",
        ("d", 2005): "no",
        ("d", 2010): "no",
        ("e", 2010): "possibly",
    }
    assert {"start", "end", "told_start", "told_end"} < {*windows}
    assert not any(name.startswith("armsflow") for name in windows)
    # in a window the years that are listed count as they do before it
    listed = flow("RUS", "LBY", 2010, 2013, delivery_years="2010; 2012")
    (first, last) = engine.plain(af.embargoed(af.to_periods(engine.of(listed), 2, end=2013)))["embargoed"]
    assert {first, last} == {"no", "yes"}


def test_columns_that_are_needed():
    with pytest.raises(af.RecordError, match="recipient"):
        af.embargoed(flow("RUS", "LBY", 2012).drop(columns="recipient"))


def test_the_table_says_of_each_date_whether_it_was_checked():
    table = af.table("embargoes.csv")
    assert set(table["sender"]) == {"UN", "EU", "OSCE"}
    assert set(table["against"]) == {"state", "non-state"}
    assert set(table["direction"]) == {"to", "from", "both"}
    assert set(table["covers"]) == {"all", "part"}
    assert set(table["force"]) == {"mandatory", "voluntary", "political"}
    assert table["start"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    assert set(table["start_checked"]) == {"checked", "unchecked"}
    ended = table["end"] != ""
    assert (table.loc[ended, "end"] >= table.loc[ended, "start"]).all()
    assert set(table.loc[ended, "end_checked"]) == {"checked", "unchecked"}
    assert set(table.loc[~ended, "end_checked"]) == {""}
    checked = (table["start_checked"] == "checked") | (table["end_checked"] == "checked")
    # what was checked says where
    assert (table.loc[checked, "address"] != "").all()
    assert (table["document"] != "").all()
    targets = {code for cell in table["target"] for code in cell.split("|") if code}
    assert af.party_name(sorted(targets))
    states = table["against"] == "state"
    assert not table.loc[states, "target"].str.contains("grp:").any()
    assert (table.loc[states, "target"] != "").all()
    assert not table.duplicated(["sender", "target", "territory", "direction", "scope", "start"]).any()


def test_members_have_dates_in_order():
    members = af.table("embargo_members.csv")
    assert members.groupby("sender")["member"].nunique().to_dict() == {"EU": 1, "OSCE": 58}
    # the EU's own are those of the table of groups
    assert len({member for sender, member in _members() if sender == "EU"}) == 28
    assert af.party_name(members["member"])
    both = members[(members["start"] != "") & (members["end"] != "")]
    assert (both["start"] < both["end"]).all()


@pytest.mark.parametrize("side", ["supplier", "recipient"])
def test_names_that_are_no_codes_are_refused(engine, side):
    """A name matches no embargo, and "no" would be said of it."""
    rows = flow("RUS", "IRN", 2012).assign(**{side: "Iran"})
    with pytest.raises(RecordError, match=f"{side} is 'Iran', which is no code of a party; 'IRN' is"):
        af.embargoed(engine.of(rows))


def test_columns_of_ones_own_are_not_written_over(engine):
    rows = flow("RUS", "LBY", 2012)
    for names in (["embargo"], ["embargoed", "embargo_on"]):
        with pytest.raises(ArgumentError, match=f"records have columns {names[0]!r}.*rename them"):
            af.embargoed(engine.of(rows.assign(**dict.fromkeys(names, "mine"))))
    once = af.embargoed(engine.of(rows))
    assert_same(af.embargoed(once), once)


def test_a_column_that_differs_in_capital_letters_is_kept_or_refused():
    rows = flow("RUS", "LBY", 2012).assign(Embargo="mine")
    for name in ("pandas", "PyArrow", "Polars, lazy"):
        marked = plain(af.embargoed(engine_of(name).of(rows)))
        assert marked[["Embargo", "embargo_sender"]].iloc[0].tolist() == ["mine", "UN"]
    with pytest.raises(ArgumentError, match="records have columns 'Embargo'"):
        af.embargoed(engine_of("DuckDB").of(rows))


def test_rows_that_the_gate_refuses_are_refused_on_every_engine(engine):
    turned = flow("RUS", "LBY", 2012).assign(end=[2011]).astype({"end": "int16"})
    with pytest.raises(RecordError, match="start lies after end in 1 row"):
        af.embargoed(engine.of(turned[["supplier", "recipient", "start", "end"]]))
    with pytest.raises(RecordError, match="supplier is null in 1 row"):
        af.embargoed(engine.of(flow("RUS", "LBY", 2012).assign(supplier=pd.Series([None], dtype="str"))))


def test_an_embargo_that_is_suspended_may_bind():
    """That of the UN on Libya was suspended on 5 April 1999 and lifted in September 2003."""
    marks = {year: mark("RUS", "LBY", year)[0] for year in (1998, 1999, 2001, 2004)}
    assert marks == {1998: "yes", 1999: "possibly", 2001: "possibly", 2004: "no"}
    assert mark("RUS", "LBY", 2001)[3] == "suspended"
