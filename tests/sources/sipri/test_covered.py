"""What the head of an export says of the years, parties and orders that it lists."""

import pytest

import armsflow as af
from armsflow.sources.sipri.covered import _parties
from tests.sources.sipri import formats
from tests.sources.sipri.formats import DEALS_HEADER, DEALS_ROWS, DELIVERIES, DELIVERIES_HEADER, PREAMBLE

WHO = (
    "from All countries  to All countries . Deals with deliveries or orders made for year range "
    "'1950' to '2024'"
)


def covered(records):
    """Stage → (first year, last year, selection), each the same in all its rows."""
    columns = ["observed_start", "observed_end", "selection"]
    met = records.groupby("stage")[columns].agg(lambda cells: cells.unique().tolist())
    assert met.map(len).eq(1).all(axis=None)
    return {
        stage: tuple(cell[0] for cell in row) for stage, row in zip(met.index, met.to_numpy(), strict=True)
    }


def headed(
    head, rows=DELIVERIES_HEADER + "1,Russia,Armenia,K,tank,Artillery,2010,No,2,No,2011,No,New,1,1,2,No\n"
):
    assert WHO in PREAMBLE
    return PREAMBLE.replace(WHO, head).encode() + rows.encode()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        # the edition of 2024 ends in 2023, whatever was asked for
        (WHO, (1950, 2023, "")),
        (WHO.replace("2024", "2030"), (1950, 2023, "")),
        (WHO.replace("1950", "2001").replace("2024", "2019"), (2001, 2019, "")),
        (WHO.replace("1950", "Not specified").replace("2024", "Not specified"), (1950, 2023, "")),
        (WHO.replace("to All countries", "to Ukraine "), (1950, 2023, "recipient=UKR")),
        # names that no table knows stay names
        (
            WHO.replace("to All countries", "to Ruritania and Graustark"),
            (1950, 2023, "recipient=Graustark+Ruritania"),
        ),
        (
            WHO.replace("from All countries", "from Russia").replace(
                "to All countries", "to Armenia, Azerbaijan"
            ),
            (1950, 2023, "supplier=RUS;recipient=ARM+AZE"),
        ),
    ],
)
def test_heads_of_registers(head, expected):
    assert covered(af.read_sipri(headed(head))) == {"delivery": expected}


def test_without_a_head_the_rows_say_which_years():
    content = (DELIVERIES_HEADER + DELIVERIES.decode().split(DELIVERIES_HEADER)[1]).encode()
    assert covered(af.read_sipri(content)) == {"delivery": (2010, 2013, "")}


def test_orders_without_a_delivery_are_listed_only_where_orders_were_asked_for():
    both = af.read_sipri((PREAMBLE + DEALS_HEADER + DEALS_ROWS).encode("latin-1"))
    assert covered(both) == {"contract": (1950, 2023, ""), "delivery": (1950, 2023, "")}
    delivered = PREAMBLE.replace("deliveries or orders made for", "deliveries made for the")
    records = af.read_sipri((delivered + DEALS_HEADER + DEALS_ROWS).encode("latin-1"))
    # no year has all its orders: the first is the later
    assert covered(records) == {"contract": (2024, 2023, ""), "delivery": (1950, 2023, "")}


def test_a_file_of_deals_with_deliveries_has_not_all_orders_whatever_its_head_says():
    """Orders of the last years would fall where those without a delivery were cut out of the file."""
    arrived = "".join(row for row in DEALS_ROWS.splitlines(keepends=True) if "Finch-1,UAV,0" not in row)
    records = af.read_sipri((PREAMBLE + DEALS_HEADER + arrived).encode("latin-1"))
    assert covered(records) == {"contract": (2024, 2023, ""), "delivery": (1950, 2023, "")}
    orders = af.to_periods(af.where(records, stage="contract", unit="TIV"), 5, end=2019)
    assert not af.totals(orders, by="supplier")["complete"].any()
    with pytest.raises(af.PeriodError, match="the records hold no year"):
        af.changes(orders)


def test_spans_without_a_head_show_only_the_years_that_were_surely_asked_for():
    """All deals of 2007-12 are listed with all their years, the first of them 1977."""
    rows = [
        "Russia,Armenia,1977,1977; 2008,2",
        "Israel,Armenia,2006,2007,3",
        "Russia,India,2009,2010 - 2014,4",
    ]
    head = "Supplier,Recipient,Year of order,Year(s) of delivery,Number delivered,Weapon designation"
    content = "\n".join([head, *(f"{row},K" for row in rows)])
    records = af.read_sipri(content.encode(), release="2015")
    assert covered(records[records["stage"] == "delivery"]) == {"delivery": (2007, 2010, "")}
    one = af.read_sipri("\n".join([head, rows[2] + ",K"]).encode(), release="2015")
    # of one deal of 2010-14 any of its years may have been asked for
    assert one["observed_start"].gt(one["observed_end"]).all()


def test_a_file_without_a_head_that_names_one_party_only_was_asked_for_this_one():
    row = "{},{},Armenia,K,tank,Artillery,2010,No,2,No,{},No,New,1,1,2,No\n"
    armenia = row.format(1, "Russia", 2011) + row.format(2, "Israel", 2013)
    records = af.read_sipri((DELIVERIES_HEADER + armenia).encode())
    assert set(records["selection"]) == {"recipient=ARM"}
    with pytest.raises(af.ArgumentError, match="only some of each whole's parts were chosen"):
        af.rankings(records, "recipient", end=2013, window=2, incomplete="keep")


def test_data_sets_have_names():
    assert set(af.read_sipri(formats.DEALS)["dataset"]) == {"deals"}
    assert set(af.read_sipri(DELIVERIES)["dataset"]) == {"deliveries"}
    assert set(af.read_sipri(formats.IMPORTS)["dataset"]) == {"values"}


def test_tables_cover_their_columns_of_years_and_those_of_one_party_no_other():
    table = b"Recipient,2019,2020,2021,2019-2021\nArmenia,,3,,3\nTotal exports from India,,3,,3\n"
    assert covered(af.read_sipri(table)) == {"delivery": (2019, 2021, "supplier=IND")}
    world = table.replace(b"Total exports from India", b"Total world imports")
    assert covered(af.read_sipri(world)) == {"delivery": (2019, 2021, "")}


@pytest.mark.parametrize(
    ("until", "windows"),
    [(2014, [[2010, 2008, 2014], [2017, 2016, 2021]]), (2015, [[2010, 2008, 2021], [2017, 2008, 2021]])],
    ids=["gap", "side by side"],
)
def test_two_exports_in_one_file_have_each_their_years_or_all_if_these_meet(until, windows):
    head = "Database search results for buyer 'All Countries' and seller  'United States' and the years from"
    columns = "Deal ID;" + formats.DEALS_AND_TIVS.decode().split("Deal ID;")[1].splitlines()[0]
    row = "{};United States;Norway;F-1;FGA aircraft;Aircraft;2007;No;3;No;{};No;New;70;70;210;No"
    parts = [
        f" {head} {first} to {last} - (created: 17-09-2022)\n\n{columns}\n{row.format(number, year)}\n"
        for number, (first, last, year) in enumerate([(2008, until, 2010), (2016, 2021, 2017)], start=1)
    ]
    records = af.read_sipri("".join(parts).encode())
    assert records[["start", "observed_start", "observed_end"]].to_numpy().tolist() == windows
    assert set(records["selection"]) == {"supplier=USA"}


def test_a_deal_and_its_deliveries_are_two_data_sets():
    deals = af.read_sipri(formats.DEALS, release="2025")
    years = af.read_sipri(DELIVERIES, release="2025")
    both = af.where(af.concat(deals, years), stage="delivery", unit="TIV")
    with pytest.raises(af.MixedError, match="differ in dataset: 'deals', 'deliveries'"):
        af.totals(both, by="supplier")


def of_years(first, last, year, recipient="Armenia", who="to All countries"):
    """A file of deliveries whose head asks for some years, with a deal of one of them."""
    head = WHO.replace("1950", first).replace("2024", last).replace("to All countries", who)
    row = f"{year},Russia,{recipient},K,tank,Artillery,2005,No,2,No,{year},No,New,1,1,2,No\n"
    return headed(head, DELIVERIES_HEADER + row)


@pytest.mark.parametrize(("second", "year"), [(("2016", "2021"), 2018), (("2011", "2021"), 2013)], ids=str)
def test_two_files_of_one_selection_cover_together_what_each_covers(second, year):
    """Armenia is in the first file only and Georgia in the second; each has zeros in the other's years."""
    files = [of_years("2008", "2015", 2012), of_years(*second, year, "Georgia")]
    for records in (af.read_sipri(files), af.concat(*map(af.read_sipri, files))):
        assert covered(records) == {"delivery": (2008, 2021, "")}
        years = af.totals(records, by="recipient").set_index(["recipient", "start"])["value"]
        assert years.loc["ARM"].to_dict() == dict.fromkeys(range(2008, 2022), 0) | {2012: 2e6}
        assert years.loc["GEO"].to_dict() == dict.fromkeys(range(2008, 2022), 0) | {year: 2e6}
        panel = af.panel(records, unit="recipient", years=(2008, 2021)).set_index(["recipient", "year"])
        for party in ("ARM", "GEO"):
            assert panel.loc[party]["value"].to_dict() == years.loc[party].to_dict()
            assert panel.loc[party]["observed"].all()


def test_files_with_a_gap_or_of_two_selections_stay_apart():
    first = of_years("2008", "2014", 2012)
    later, other = of_years("2016", "2021", 2018), of_years("2015", "2021", 2018, who="to Armenia")
    for second, window in ((later, [2016, 2021, ""]), (other, [2015, 2021, "recipient=ARM"])):
        for records in (af.read_sipri([first, second]), af.concat(*map(af.read_sipri, (first, second)))):
            found = records[["observed_start", "observed_end", "selection"]].to_numpy().tolist()
            assert found == [[2008, 2014, ""], window]


def test_names_of_a_head_may_hold_and_or_a_comma():
    assert _parties("Trinidad and Tobago") == ["TTO"]
    assert sorted(_parties("Armenia and Azerbaijan")) == ["ARM", "AZE"]
    assert sorted(_parties("Ruritania and Graustark")) == ["Graustark", "Ruritania"]


def test_a_line_that_only_sounds_like_a_head_hides_none():
    head = b"Our search results, and our deals with Armenia\n"
    assert covered(af.read_sipri(head + headed(WHO))) == {"delivery": (1950, 2023, "")}
