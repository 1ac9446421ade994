"""Dutch licences: flags keep temporary and extended ones apart, names in Dutch, several states as such."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

import armsflow as af
from tests.frames import assert_alike, plain

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


def together() -> pd.DataFrame:
    """In 2008 licences for Denmark alone, 1.8, and with Sweden, 26.4; in 2007 temporary ones for NATO."""
    rows = [
        row(date="01/05/2006", to="DENEMARKEN", value="5"),
        row(date="06/05/2007", to="DENEMARKEN", value="6"),
        row(date="06/05/2007", to="NAVO", flags="T,N,N,2", value="90"),
        row(date="06/05/2007", to="DENEMARKEN", flags="T,N,N,2", value="9"),
        row(date="06/05/2008", to="DENEMARKEN", value="1.8"),
        row(date="06/05/2008", to="DENEMARKEN, ZWEDEN", value="26.4"),
        row(date="06/05/2009", to="OMAN", value="3"),
        row(date="12/05/2009", to="ZWEDEN", value="4"),
    ]
    return af.read_nl_licences(listed(*rows))


def rows_of(summary, *columns):
    return summary[[*columns, "year", "value", "complete"]].to_numpy().tolist()


def test_the_sum_of_a_state_is_not_complete_beside_licences_for_several():
    records = together()
    assert records.groupby("dataset")["selection"].unique().map(list).to_dict() == {
        "definitive": ["supplier=NLD;unnamed=recipient:2008"],
        "temporary": ["supplier=NLD;unnamed=recipient:2007"],
    }
    definitive = af.where(records, dataset="definitive")
    denmark = af.totals(af.where(definitive, recipient="Denmark"), by="recipient")
    assert rows_of(denmark) == [[2006, 5, True], [2007, 6, True], [2008, 1.8, False], [2009, 0, True]]
    # filters of pandas, two lists in one, and a sum that names no recipient say the same
    filtered = definitive[definitive["recipient"] == "DNK"]
    assert rows_of(af.totals(filtered, by="recipient"))[2] == [2008, 1.8, False]
    assert rows_of(af.totals(af.where(definitive, recipient="Denmark")))[2] == [2008, 1.8, False]
    joined = af.concat(*(af.where(definitive, recipient=name) for name in ("Denmark", "Oman")))
    assert rows_of(af.totals(joined, by="recipient"), "recipient") == [
        ["DNK", 2006, 5, True], ["DNK", 2007, 6, True], ["DNK", 2008, 1.8, False], ["DNK", 2009, 0, True],
        ["OMN", 2006, 0, True], ["OMN", 2007, 0, True], ["OMN", 2009, 3, True],
    ]  # fmt: skip
    # temporary licences lack something of 2007 alone
    away = af.totals(af.where(records, dataset="temporary", recipient="Denmark"), by="recipient")
    assert rows_of(away) == [[2006, 0, True], [2007, 9, False], [2008, 0, True], [2009, 0, True]]


def test_no_state_is_at_zero_beside_licences_for_several():
    definitive = af.where(together(), dataset="definitive")
    found = af.totals(definitive, by="recipient")
    assert found[found["year"] == 2008]["recipient"].tolist() == ["DNK", "unk:several_recipients"]
    set_to_none = af.totals(definitive, by="recipient", absent="none")
    said = set_to_none[set_to_none["year"] == 2008].set_index("recipient")["complete"].to_dict()
    assert said == {"DNK": False, "OMN": False, "SWE": False, "unk:several_recipients": True}
    states = af.where(definitive, recipient=["Denmark", "Oman", "Sweden"])
    panel = af.panel(states).set_index(["supplier", "recipient", "year"])["value"]
    assert [panel["NLD", "OMN", year] for year in (2006, 2007, 2009)] == [0, 0, 3]
    assert pd.isna(panel["NLD", "OMN", 2008])
    # of 2008 nothing is known of Sweden, and the mean of three years is of no whole
    means = af.averages(af.where(definitive, recipient="Denmark"), by="recipient", window=2)
    assert rows_of(means) == [[2007, 5.5, True], [2008, 3.9, False], [2009, 0.9, False]]


def test_what_the_netherlands_licensed_is_complete_beside_licences_for_several():
    definitive = af.where(together(), dataset="definitive")
    assert rows_of(af.totals(definitive, by="supplier")) == [
        [2006, 5, True], [2007, 6, True], [2008, 28.2, True], [2009, 7, True]
    ]  # fmt: skip
    of_2008 = af.where(definitive, years=(2008, 2008))
    shares = af.shares(of_2008, of="recipient", within="supplier").set_index("recipient")
    assert shares["complete"].to_dict() == {"DNK": False, "unk:several_recipients": True}
    assert shares["share"].round(3).to_dict() == {"DNK": 0.064, "unk:several_recipients": 0.936}
    assert af.shares(of_2008, of="category", within="supplier")["complete"].tolist() == [True]
    # the bounds of the index hold what is of several
    assert af.concentration(of_2008, of="recipient", within="supplier")["complete"].tolist() == [True]
    ranked = af.rankings(definitive, of="recipient", window=1, end=2009)
    assert ranked[["party", "value", "complete"]].to_numpy().tolist() == [
        ["SWE", 4, False],
        ["OMN", 3, False],
    ]
    # what they had in 2008 is not known
    assert ranked["previous"].isna().all()


def test_windows_and_groups_that_may_have_more_are_not_complete():
    definitive = af.where(together(), dataset="definitive")
    windows = af.to_periods(definitive, [(2006, 2007), (2008, 2009)])
    found = af.totals(af.where(windows, recipient="Denmark"), by="recipient")
    assert found[["period", "value", "complete"]].to_numpy().tolist() == [
        ["2006–07", 11, True], ["2008–09", 1.8, False]
    ]  # fmt: skip
    nordic = af.to_groups(definitive, {"Nordic states": ["Denmark", "Sweden"]})
    found_of_groups = af.totals(nordic, by="recipient")
    assert rows_of(found_of_groups[found_of_groups["recipient"].str.startswith("members:")]) == [
        [2006, 5, True], [2007, 6, True], [2008, 1.8, False], [2009, 4, True]
    ]  # fmt: skip
    words = af.describe(af.plot_totals(found[found["period"] == "2008–09"]))
    assert "Some records name several recipients together, or none: 2008–09 incomplete." in words


def test_licences_for_several_states_on_every_engine_and_in_a_file(tmp_path):
    definitive = af.where(together(), dataset="definitive")

    def of_denmark(frame):
        return af.totals(af.where(frame, recipient="Denmark"), by="recipient")

    assert plain(of_denmark(definitive))["complete"].tolist() == [True, True, False, True]
    assert_alike(of_denmark, definitive, engines=("pandas", "Polars, lazy", "DuckDB"))
    af.write_records(definitive, tmp_path / "nl.parquet")
    kept = of_denmark(af.read_records(tmp_path / "nl.parquet"))
    assert plain(kept)["complete"].tolist() == [True, True, False, True]


def test_transit_from_several_states():
    rows = [
        '01/31/2014,Melding,40,Patronen,"Irak, Qatar",Irak,,',
        "01/13/2013,Melding,7,Patronen,Qatar,Irak,,",
        "12/13/2014,Melding,9,Patronen,Qatar,Irak,,",
    ]
    records = passed(*rows)
    assert records["selection"].unique().tolist() == ["unnamed=supplier:2014"]
    found = af.totals(records, by="supplier")
    assert rows_of(found, "supplier") == [
        ["QAT", 2013, 7, True], ["QAT", 2014, 9, False], ["unk:several_suppliers", 2013, 0, True],
        ["unk:several_suppliers", 2014, 40, True],
    ]  # fmt: skip
    assert af.totals(records, by="recipient")["complete"].all()
