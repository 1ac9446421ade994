"""Dutch licences: flags keep temporary and extended ones apart, names in Dutch, several states as such."""

from __future__ import annotations

import pytest

import armsflow as af

HEAD = (
    "afgifte datum,nummer,SGP,CAT,goederen omschrijving,D/T,Verl.,V/N,U/D,T.v.v.,land van bestemming,"
    "land van eindbestemming,oorsprong /herkomst,land van oorsprong,waarde (€),verval datum"
)


def row(date="01/05/2004", rating="ML5b", flags="D,N,N,2", to="OMAN", value="700"):
    return f'{date},23,"{rating}",A10,"Radar, delen",{flags},3122003,VK,"{to}",NEDERLAND,,{value},31012005'


def listed(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def test_flags_keep_apart_what_a_sum_would_count_twice():
    flags = ["D,N,N,2", "T,N,N,2", "D,J       ,N,2", "T,J,V,2", "D,N,V,2", "D,,,2"]
    records = af.read_nl_licences(listed(*(row(flags=each) for each in flags)))
    assert records["dataset"].tolist() == (
        ["definitive", "temporary", "extension", "temporary, extension, V/N V", "V/N V", "flags blank"]
    )
    assert records["temporary_flag"].tolist() == ["D", "T", "D", "T", "D", "D"]
    with pytest.raises(af.MixedError, match="dataset"):
        af.totals(records, by="supplier")
    with pytest.warns(UserWarning, match="sums count goods that come back"):
        together = af.read_nl_licences(listed(*(row(flags=each) for each in flags)), flags="together")
    assert af.totals(together, by="supplier")["value"].tolist() == [4200]


def test_destinations_in_dutch():
    names = [
        "VS",
        "ZUID-KOREA",
        "Saoedi-Arabië",
        "EU",
        "NAVO+",
        "VS, CANADA",
        "NEDERLANDSE ANTILLEN",
        "ONBEKEND",
    ]
    records = af.read_nl_licences(listed(*(row(to=name) for name in names)))
    several = "unk:several_recipients"
    assert records["recipient"].tolist() == ["USA", "KOR", "SAU", *[several] * 3, "ANT", "unk:recipient"]
    assert records["destination"].tolist() == names


def test_dates_ratings_and_values():
    dates = ["01/31/2004", "9012005", "31-01-2006", "31012007"]
    records = af.read_nl_licences(listed(*(row(date=each, value="") for each in dates)))
    assert records["start"].tolist() == [2004, 2005, 2006, 2007]
    assert records["value"].isna().all()
    ratings = ["ML5b", "ML2,6", "ML21/5", "ML10a, ML22", "Diverse", "ML8b6"]
    records = af.read_nl_licences(listed(*(row(rating=each) for each in ratings)))
    assert records["category"].tolist() == ["ml:5", "ml:2+ml:6", "ml:21+ml:5", "ml:10+ml:22", "all", "ml:8"]


def test_dual_use_goods_are_no_arms():
    head = (
        "Datum afgifte,nummer,SG-Post,Omschrijving goederen,Opgegeven eindgebruik,D/T,"
        "Land van eindbestemming,Land van herkomst,Waarde(€),Datum verval"
    )
    records = af.read(listed("01/31/2010,1,5A002,Router,Bank,D,CHINA,NEDERLAND,900,01/31/2011", head=head))
    assert records[["dataset", "category", "recipient", "value"]].iloc[0].tolist() == (
        ["dual-use", "dual:goods", "CHN", 900]
    )


def test_what_is_no_export_licence_is_refused():
    transit = (
        "Datum aanvraag,Consent nummer,Aantal,Goederen omschrijving,land van herkomst,"
        "land van bestemming (**),Ad-hoc J/N (***),VP/AN (****),Vervoermiddel,Plaats van uitgang"
    )
    with pytest.raises(af.SourceError, match="lists the transit of military goods"):
        af.read_nl_licences(
            listed("01/05/2005,253,420,Ontstekers,VS,Israël,N,,Vliegtuig,Schiphol", head=transit)
        )
    bad = [row(date="39141"), row(to="ATLANTIS"), row(value="12,5"), "01/05/2004,1"]
    records = af.read_nl_licences(listed(row(), *bad), on_error="collect")
    assert [line for line, _ in records.attrs["set_aside"]] == [3, 4, 5, 6]
    with pytest.raises(af.ArgumentError, match="flags is 'all'"):
        af.read_nl_licences(listed(row()), flags="all")
    with pytest.raises(af.SourceError, match="no header with afgifte datum"):
        af.read_nl_licences(b"a,b\n1,2\n")
