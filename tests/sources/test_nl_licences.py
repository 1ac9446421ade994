"""Dutch licences: flags keep temporary and extended ones apart, names in Dutch, several states as such."""

from __future__ import annotations

import warnings

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


def test_a_flag_that_nobody_explains_is_named():
    rows = [row(flags="D,N,N,2"), row(flags="D,N,M,2", value="500"), row(flags="T,N,M,2", value="90")]
    said = "1 licences of 500 EUR have the flag V/N 'M', which no source explains"
    with pytest.warns(UserWarning, match=said):
        records = af.read_nl_licences(listed(*rows))
    assert records["dataset"].tolist() == ["definitive", "definitive", "temporary"]
    assert records["v_n_flag"].tolist() == ["N", "M", "M"]


def test_a_year_without_flags_is_none_of_few_definitive_licences():
    flags = ["D,N,N,2"] * 5 + ["D,,,2", "D,N,N,2", "D,,,2", "T,,,2"]
    dates = [f"{month}/05/{year}" for year in (2012, 2013, 2014) for month in ("01", "06", "12")]
    rows = [row(date=date, flags=each) for date, each in zip(dates, flags, strict=True)]
    # of 2014 two of three lines, of 2013 one of three
    with pytest.warns(UserWarning, match="most lines of 2014: 2 licences of 1,400 EUR"):
        records = af.read_nl_licences(listed(*rows))
    windows = records.groupby("dataset")[["observed_start", "observed_end"]].agg(["min", "max"])
    assert windows.loc["definitive"].tolist() == [2012, 2012, 2013, 2013]
    assert windows.loc["flags blank"].tolist() == [2012, 2012, 2014, 2014]
    sums = af.totals(af.where(records, supplier="NLD")[records["dataset"] == "definitive"], by="supplier")
    assert sums[["year", "value", "complete"]].to_numpy().tolist() == [
        [2012, 2100, True], [2013, 1400, True], [2014, 700, False]
    ]  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        af.read_nl_licences(listed(*rows[:6]))


def test_a_year_that_ends_early_is_not_observed():
    dates = ["12/28/2004", "01/31/2005", "9012006", "26-02-2015"]
    records = af.read_nl_licences(listed(*(row(date=each) for each in dates)))
    assert records[["observed_start", "observed_end"]].drop_duplicates().to_numpy().tolist() == [[2005, 2014]]


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


TRANSIT = (
    "Datum aanvraag,Consent nummer,Aantal,Goederen omschrijving,land van herkomst,"
    "land van bestemming (**),Ad-hoc J/N (***),VP/AN (****),Vervoermiddel,Plaats van uitgang"
)


def passed(*rows: str, **options):
    with pytest.warns(UserWarning, match="pieces of every kind"):
        return af.read(listed(*(f"{each},Vliegtuig,Schiphol" for each in rows), head=TRANSIT), **options)


def test_transit_is_between_two_other_states():
    rows = [
        "01/05/2005,253,420,Ontstekers,VS,Israël,N,",
        "06/13/2008,254,41 stuks,Kogelgeweren,Denemarken,Tanzania v.v.,N,",
        "06/13/2008,melding,2 en 5 kg,Geweren en munitie,VS,Zuid-Afrika V.V.,,",
        '01/31/2014,Melding,"2,500,000",Patronen,"Irak, Qatar",Irak via VAE,,AN',
    ]
    records = passed(*rows)
    columns = ["supplier", "recipient", "start", "dataset", "value"]
    assert records[columns].astype(object).where(records[columns].notna(), None).values.tolist() == [
        ["USA", "ISR", 2005, "transit", 420],
        ["DNK", "TZA", 2008, "transit, there and back", 41],
        ["USA", "ZAF", 2008, "transit, there and back, notice", None],
        ["unk:several_suppliers", "IRQ", 2014, "transit, notice", 2_500_000],
    ]
    assert set(records["stage"] + records["reporter"] + records["unit"]) == {"licencethirdpieces"}
    assert records["amount"].tolist() == ["420", "41 stuks", "2 en 5 kg", "2,500,000"]
    assert records["destination"].tolist()[1] == "Tanzania v.v."
    with pytest.raises(af.MixedError, match="dataset"):
        af.totals(records, by="supplier")
    together = passed(*rows, flags="together")
    assert af.totals(together, by="recipient", over=(2005, 2014))["value"].tolist()[:3] == [
        2_500_000,
        420,
        41,
    ]


def test_cells_of_transit_that_have_moved_are_set_aside():
    moved = "03/13/2015,NL74,80,MUNITIE,.270 WSM,CANADA,ZUID-AFRIKA,"
    records = passed("03/13/2015,NL75,1,PISTOOL,CANADA,ZUID-AFRIKA,J,", moved, on_error="collect")
    assert records["recipient"].tolist() == ["ZAF"]
    ((line, reason),) = records.attrs["set_aside"]
    assert [line, reason] == [3, "Ad-hoc J/N is 'ZUID-AFRIKA', which is no flag: the cells have moved"]
    with pytest.raises(af.SourceError, match="the cells have moved"):
        af.read_nl_licences(listed(moved + ",Vliegtuig,Schiphol", head=TRANSIT))


def test_what_is_no_export_licence_is_refused():
    bad = [row(date="39141"), row(to="ATLANTIS"), row(value="12,5"), "01/05/2004,1"]
    records = af.read_nl_licences(listed(row(), *bad), on_error="collect")
    assert [line for line, _ in records.attrs["set_aside"]] == [3, 4, 5, 6]
    with pytest.raises(af.ArgumentError, match="flags is 'all'"):
        af.read_nl_licences(listed(row()), flags="all")
    with pytest.raises(af.SourceError, match="no header with afgifte datum"):
        af.read_nl_licences(b"a,b\n1,2\n")
