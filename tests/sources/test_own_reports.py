"""Files of one state's own reports list no other supplier: what others did is neither 0 nor all there is."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import armsflow as af
from armsflow.sources.own_reports import of_each, own_reports, sole

BRITISH = b"""licence_group,date,rating,count,value,country,refused
1,2009-01,ML10,1,3500,Egypt,0
2,2010-12,ML10,1,900,Kenya,0
3,2010-06,ML1,1,100,Egypt,0"""
GERMAN = b"year;gesamt;war_weapons;country_e;iso3_code\n2009-01-01;500;0;Chile;CHL"
AMERICAN = b"""key,year,country,program,authorizations,deliveries,notifications
1,2010,Oman,Foreign Military Sales,20,15,600"""
DUTCH = (
    "afgifte datum,nummer,SGP,CAT,goederen omschrijving,D/T,Verl.,V/N,U/D,T.v.v.,land van bestemming,"
    "land van eindbestemming,oorsprong /herkomst,land van oorsprong,waarde (\u20ac),verval datum\n"
    "01/05/2004,1,ML5b,B10,radar,D,N,N,2,,OMAN,OMAN,NEDERLAND,,700,31012005"
).encode()
SWISS = (
    '"Gesch\u00e4ftsnummer","Ausstellungsdatum","Bestimmungs-/Lieferland","Position / G\u00fcterart",'
    '"Position / EKN","Position / Wert [CHF]"\n'
    '1,14.02.2014,"Slowenien","Besondere milit\u00e4rische G\u00fcter","ML15",1280.5'
).encode()
NATIONAL = {
    "GBR": (af.read_uk_licences, BRITISH),
    "DEU": (af.read_de_exports, GERMAN),
    "USA": (af.read_sam, AMERICAN),
    "NLD": (af.read_nl_licences, DUTCH),
    "CHE": (af.read_ch_licences, SWISS),
}
CUSTOMS = "Year,Trade Flow Code,Reporter Code,Partner Code,Commodity Code,Trade Value (US$)\n"
# France reports what it exported to two states and imported from one
FRENCH = CUSTOMS + "2017,2,251,842,93,5\n2017,2,251,818,93,4\n2017,1,251,842,93,3"
REGISTER = "year,exporter,importer,category,num_items,table\n"
COARM = "unique-id;year;importing-country;exporting-country;CML-category;num-licenses;val-licenses;val-arms\n"


def chosen(records):
    """Who reports \u2192 what the rows say was chosen."""
    return records.groupby("reporter")["selection"].unique().str.join(" ").to_dict()


@pytest.mark.covering(2)
@pytest.mark.parametrize("state", NATIONAL)
def test_a_national_list_is_of_one_supplier(state):
    read, file = NATIONAL[state]
    records = read(file)
    assert set(records["selection"]) == {f"supplier={state}"}
    assert set(records["supplier"]) == {state}
    for stage in set(records["stage"]):
        for noun in (af.shares, af.concentration):
            with pytest.raises(
                af.ArgumentError, match=r"parts were chosen, or are in the file.*of='recipient'"
            ):
                noun(af.where(records, stage=stage))
    # whom it supplied is all there
    licensed = af.where(records, stage="offer" if state == "USA" else "licence")
    parts = af.shares(licensed, of="recipient", within="supplier")
    assert parts.groupby("start")["share"].sum().tolist() == pytest.approx([1] * parts["start"].nunique())


def test_what_others_licensed_is_not_known():
    panel = af.panel(af.read_uk_licences(BRITISH))
    cells = panel.set_index(["supplier", "recipient", "year"])[["value", "observed"]]
    assert cells.loc[("GBR", "EGY", 2010)].tolist() == [100, True]
    # Kenya got no licence in 2009, and what France licensed is not in the list
    assert cells.loc[("GBR", "KEN", 2009)].tolist() == [0, True]
    assert np.isnan(cells.loc[("FRA", "EGY", 2010), "value"])
    assert not panel.loc[panel["supplier"] != "GBR", "observed"].any()
    received = af.panel(af.read_uk_licences(BRITISH), unit="recipient")
    assert set(received["selection"]) == {"supplier=GBR"}


def test_choosing_the_one_supplier_changes_nothing_and_another_leaves_nothing():
    records = af.read_uk_licences(BRITISH)
    assert set(af.where(records, supplier="UK", recipient="Egypt")["selection"]) == {
        "supplier=GBR;recipient=EGY"
    }
    assert set(af.where(records, supplier="members:NATO")["selection"]) == {"supplier=GBR"}
    assert not len(af.where(records, supplier="France"))
    # of the EU one member only is in the list
    union = af.to_groups(records, "EU", side="supplier")
    assert not af.totals(union, by="supplier")["complete"].any()


def test_customs_of_one_state_say_so_on_both_sides():
    records = af.read_comtrade(FRENCH.encode())
    assert chosen(records) == {
        "supplier": "supplier=FRA;category=hs:93", "recipient": "supplier=USA;recipient=FRA;category=hs:93",
    }  # fmt: skip
    # a download of one pair of states would make its supplier that of all
    imports = af.where(records[records["reporter"] == "recipient"], recipient="France")
    with pytest.raises(af.ArgumentError, match="only some of each whole's parts"):
        af.shares(imports)
    more = (FRENCH + "\n2017,1,251,276,93,1").encode()
    imports = af.where(af.read_comtrade(more), reporter="recipient")
    assert chosen(imports) == {"recipient": "recipient=FRA;category=hs:93"}
    assert af.shares(imports)["share"].sum() == 1
    with pytest.raises(af.ArgumentError, match=r"are in the file \('supplier=FRA;category=hs:93'\)"):
        af.shares(records[records["reporter"] == "supplier"])


def test_one_partner_of_several_reporters_was_asked_for():
    several = CUSTOMS + "2017,2,251,818,93,5\n2017,2,276,818,93,4"
    assert chosen(af.read_comtrade(several.encode())) == {"supplier": "recipient=EGY;category=hs:93"}
    # several reporters and partners are no choice that a file shows
    several += "\n2017,2,276,842,93,4"
    assert chosen(af.read_comtrade(several.encode())) == {"supplier": "category=hs:93"}


def test_files_of_two_reporters_stay_two_selections():
    def of(code, release):
        return af.read_comtrade((CUSTOMS + f"2017,2,{code},842,93,5").encode(), release=release)

    both = af.concat(of(251, "a"), of(276, "a"))
    assert sorted(set(both["selection"])) == [
        f"supplier={state};recipient=USA;category=hs:93" for state in ("DEU", "FRA")
    ]
    with pytest.raises(af.ArgumentError, match="only some of each whole's parts"):
        af.shares(both)
    shares = af.shares(both, whole="chosen")
    assert shares[["supplier", "share", "complete"]].to_numpy().tolist() == [
        ["DEU", 0.5, True], ["FRA", 0.5, True],
    ]  # fmt: skip


def test_a_share_beside_a_file_of_other_years_is_not_complete():
    """Of 2018 there is one of the two files, and its supplier would have all."""
    germany = (CUSTOMS + "2017,2,276,842,93,5\n2018,2,276,842,93,6").encode()
    france = (CUSTOMS + "2017,2,251,842,93,5").encode()
    both = af.concat(af.read_comtrade(germany), af.read_comtrade(france))
    shares = af.shares(both, whole="chosen")
    assert shares[["supplier", "year", "share", "complete"]].to_numpy().tolist() == [
        ["DEU", 2017, 0.5, True], ["FRA", 2017, 0.5, True], ["DEU", 2018, 1.0, False],
    ]  # fmt: skip
    index = af.concentration(both, whole="chosen")
    assert index[["year", "complete"]].to_numpy().tolist() == [[2017, True], [2018, False]]


def test_pages_of_one_state_in_the_register():
    told = "2012,Sweden,Norway,I. Battle tanks,40,major_export\n"
    told += "2012,Sweden,Chile,I. Battle tanks,3,major_export\n"
    told += "2012,Finland,Sweden,I. Battle tanks,9,major_import"
    assert chosen(af.read_unroca((REGISTER + told).encode())) == {
        "supplier": "supplier=SWE", "recipient": "recipient=SWE",
    }  # fmt: skip
    told += "\n2012,Finland,Norway,I. Battle tanks,9,major_import"
    assert chosen(af.read_unroca((REGISTER + told).encode())) == {"supplier": "supplier=SWE", "recipient": ""}


def test_a_report_of_one_member_of_the_union():
    italy = "1;2011;Algeria;Italy;Total;2;500;400\n"
    assert set(af.read_coarm((COARM + italy).encode())["selection"]) == {"supplier=ITA"}
    both = italy + "2;2011;Algeria;France;Total;2;500;400\n"
    assert set(af.read_coarm((COARM + both).encode())["selection"]) == {""}


def test_the_tracker_of_aid_lists_one_recipient_and_its_own_donors():
    site = b"""country,iso,year,month,total,financial,humanitarian,military,commitments
Norway,NOR,2022,2,0.5,0.1,0.1,0.3,7
Norway,NOR,2023,12,0.5,0.1,0.1,0.3,7
Malta,MLT,2023,2,0.001,0,0.001,0,0.001"""
    aid = af.read_kiel(site)
    assert set(aid["selection"]) == {"recipient=UKR"}
    military = aid[aid["aid_type"] == "military"]
    cells = af.panel(military).set_index(["supplier", "recipient", "year"])[["value", "observed"]]
    assert cells.loc[("NOR", "UKR", 2022)].tolist() == [3e8, True]
    # Malta is in the file and gave nothing in 2022; the tracker has no North Macedonia
    assert cells.loc[("MLT", "UKR", 2022)].tolist() == [0, True]
    for pair in (("MKD", "UKR"), ("NOR", "MDA")):
        assert cells.loc[(*pair, 2022)].isna().tolist() == [True, False]
        assert not cells.loc[(*pair, 2022), "observed"]
    alone = af.panel(af.where(military, supplier="Norway"), unit="supplier")
    assert set(alone.loc[alone["observed"], "supplier"]) == {"NOR"}
    # who gives is all there, so that shares of donors are shares
    assert af.shares(military, over=(2022, 2023)).set_index("supplier")["share"].to_dict() == {
        "NOR": 1, "MLT": 0,
    }  # fmt: skip
    sides = af.supplier_balance(military, supplier="Norway", between=("Ukraine", "Moldova"))
    assert sides["left_value"].tolist() == [3e8, 3e8]
    assert sides["right_value"].isna().all()
    assert sides["complete"].tolist() == [False, False]
    said = af.supplier_balance(military, supplier="Norway", between=("Ukraine", "Moldova"), absent="none")
    # it is the user who says so: the tracker lists gifts to Ukraine alone
    assert said[["right_value", "complete"]].to_numpy().tolist() == [[0, False], [0, False]]


def test_who_reports_alone():
    reporters = np.array(["supplier", "supplier", "recipient", "third"], dtype=object)
    parties = {
        "supplier": np.array(["FRA", "FRA", "USA", "DEU"], dtype=object),
        "recipient": np.array(["EGY", "all", "unk:recipient", "FRA"], dtype=object),
    }
    assert own_reports(reporters, parties) == {"supplier": "FRA"}
    assert [sole(each) for each in (set(), {"FRA"}, {"FRA", "DEU"}, {"all"}, {"unk:supplier"})] == [
        "", "FRA", "", "", "",
    ]  # fmt: skip
    assert of_each(reporters[:2], {"supplier": "supplier=FRA"}) == "supplier=FRA"
    assert of_each(reporters, {"supplier": "supplier=FRA"}).tolist() == ["supplier=FRA"] * 2 + ["", ""]
    assert of_each(reporters[:0], {}) == ""


def test_titles_say_whose_licences_they_are():
    records = af.read_uk_licences(BRITISH)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = af.describe(af.plot_shares(af.shares(records, of="recipient", within=None)))
        ranked = af.describe(af.plot_rankings(af.rankings(records, "recipient", window=1)))
        sums = af.describe(af.plot_totals(af.totals(records, by="recipient")))
    assert told.startswith("Recipients of licensed arms from the United Kingdom. ")
    assert ranked.startswith("Largest recipients of licensed arms from the United Kingdom. ")
    assert sums.startswith("Arms licences from the United Kingdom, by recipient. ")
    assert not any("of those chosen" in each for each in (told, ranked, sums))
