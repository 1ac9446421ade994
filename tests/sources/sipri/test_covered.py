"""What the head of an export says of the years, parties and orders that it lists."""

import pytest

import armsflow as af
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
    orders = records[records["stage"] == "contract"]
    assert orders["observed_start"].tolist() == orders["start"].tolist()
    assert orders["observed_end"].tolist() == orders["end"].tolist()
    assert covered(records[records["stage"] == "delivery"]) == {"delivery": (1950, 2023, "")}


def test_data_sets_have_names():
    assert set(af.read_sipri(formats.DEALS)["dataset"]) == {"deals"}
    assert set(af.read_sipri(DELIVERIES)["dataset"]) == {"deliveries"}
    assert set(af.read_sipri(formats.IMPORTS)["dataset"]) == {"values"}


def test_tables_cover_their_columns_of_years_and_those_of_one_party_no_other():
    table = b"Recipient,2019,2020,2021,2019-2021\nArmenia,,3,,3\nTotal exports from India,,3,,3\n"
    assert covered(af.read_sipri(table)) == {"delivery": (2019, 2021, "supplier=IND")}
    world = table.replace(b"Total exports from India", b"Total world imports")
    assert covered(af.read_sipri(world)) == {"delivery": (2019, 2021, "")}


def test_two_exports_in_one_file_have_each_their_years():
    head = "Database search results for buyer 'All Countries' and seller  'United States' and the years from"
    columns = "Deal ID;" + formats.DEALS_AND_TIVS.decode().split("Deal ID;")[1].splitlines()[0]
    row = "{};United States;Norway;F-1;FGA aircraft;Aircraft;2007;No;3;No;{};No;New;70;70;210;No"
    parts = [
        f" {head} {first} to {last} - (created: 17-09-2022)\n\n{columns}\n{row.format(number, year)}\n"
        for number, (first, last, year) in enumerate([(2008, 2015, 2010), (2016, 2021, 2017)], start=1)
    ]
    records = af.read_sipri("".join(parts).encode())
    assert records[["start", "observed_start", "observed_end"]].to_numpy().tolist() == [
        [2010, 2008, 2015],
        [2017, 2016, 2021],
    ]
    assert set(records["selection"]) == {"supplier=USA"}


def test_a_deal_and_its_deliveries_are_two_data_sets():
    deals = af.read_sipri(formats.DEALS, release="2025")
    years = af.read_sipri(DELIVERIES, release="2025")
    both = af.where(af.concat(deals, years), stage="delivery", unit="TIV")
    with pytest.raises(af.MixedError, match="differ in dataset: 'deals', 'deliveries'"):
        af.totals(both, by="supplier")
