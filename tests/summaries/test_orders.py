"""Orders: one row per deal of registers written by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.summaries.orders import planned_years
from tests.frames import engine_of, made, make, plain
from tests.sources.sipri import formats

ROWS = (
    "India,Russia,2019,,40,?,Rook-1,tank,30,?,2021; 2022,New,delivery planned 2021-2026,2,80,60\n"
    "India,Russia,2019,,40,?,Rook-1,tank,30,?,2021; 2022,New,delivery planned 2021-2026,2,80,60\n"
    "India,France,2020,,,,Finch,UAV,0,,,New,,3,0,0\n"
    "India,France,2021,,6,,Stork,transport aircraft,0,,,New,delivery planned by 2025,30,180,\n"
    "Egypt,Russia,2015,,10,,Heron,FGA aircraft,11,,2016,Second hand,,12,120,132\n"
)
LEFT_OUT = "list only orders of which something was delivered: others, if there are any, are missing"
ARRIVED = "".join(row for row in ROWS.splitlines(keepends=True) if "France" not in row)
REGISTER = af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + ROWS).encode("latin-1"))


def test_each_deal_has_a_row(engine):
    deals = plain(af.orders(engine.of(REGISTER)))
    assert deals["deal"].is_unique
    columns = ["recipient", "supplier", "ordered", "delivered", "open", "first", "last"]
    assert deals[columns].astype(object).where(deals[columns].notna(), None).values.tolist() == [
        ["IND", "FRA", None, 0, None, None, None],
        ["IND", "FRA", 6, 0, 6, None, None],
        # more arrived than was ordered
        ["EGY", "RUS", 10, 11, 0, 2016, 2016],
        ["IND", "RUS", 40, 30, 10, 2021, 2022],
        ["IND", "RUS", 40, 30, 10, 2021, 2022],
    ]
    planned = deals[["planned_first", "planned_last"]].astype(float).fillna(0).values.tolist()
    assert planned == [[0, 0], [0, 2025], [0, 0], [2021, 2026], [2021, 2026]]
    assert deals["volume_delivered"].tolist() == [0, 0, 132e6, 60e6, 60e6]
    assert deals["complete"].all()


def test_what_of_a_deal_is_uncertain_is_said_of_each_number(engine):
    rows = (
        "India,Russia,2019,?,40,,Rook-1,tank,30,,2021,New,,2,80,60\n"
        "India,Russia,2020,,40,?,Rook-2,tank,30,,2021,New,,2,80,60\n"
        "India,Russia,2021,,40,,Rook-3,tank,30,?,2021,New,,2,80,60\n"
        "India,Russia,2022,,40,?,Rook-4,tank,0,,,New,,2,80,\n"
        "India,Russia,2023,,40,,Rook-5,tank,30,,2023,New,,2,80,60\n"
    )
    register = af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + rows).encode("latin-1"))
    deals = plain(af.orders(engine.of(register)))
    assert deals["ordered_estimated"].tolist() == [True, True, False, True, False]
    assert deals["delivered_estimated"].tolist() == [False, False, True, False, False]
    assert deals["estimated"].tolist() == [True] * 4 + [False]


def test_one_deal_of_a_file_of_years_is_one_row():
    # no warning: what is ordered and open is null in every row
    deals = af.orders(af.read_sipri(formats.DELIVERIES)).set_index("deal")
    assert not deals["all_orders"].any()
    kite = deals.loc["90001"]
    assert [kite["delivered"], kite["first"], kite["last"]] == [38, 2011, 2013]
    assert kite["volume_delivered"] == 57e6
    # such files do not say how many were ordered
    assert deals["ordered"].isna().all()
    assert deals["open"].isna().all()


@pytest.mark.covering(3)
@pytest.mark.filterwarnings("ignore:.*list only orders of which something was delivered")
@pytest.mark.parametrize(
    "content", [formats.DEALS, formats.DELIVERIES, formats.DEALS_AND_TIVS, formats.RTF, formats.TIDN]
)
def test_every_format_names_its_deals(content):
    register = af.read_sipri(content)
    assert (register["deal"] != "").all()
    assert len(af.orders(register)) == register["deal"].nunique()
    # a merge of contracts and deliveries by deal repeats no row
    sides = [register[register["stage"] == stage] for stage in ("contract", "delivery")]
    if register["dataset"].iloc[0] == "deals":
        assert len(sides[0].merge(sides[1], on="deal")) == len(sides[1])


@pytest.mark.filterwarnings("ignore:.*left out")
def test_deliveries_that_were_left_out_are_not_taken_for_none():
    """Ordered 40 and delivered 30 must not become 40 open."""
    for part in (
        af.where(REGISTER, stage="contract"),
        af.where(REGISTER, years=(2000, 2021), straddling="drop"),
        af.where(REGISTER, years=(2000, 2021), straddling="cut"),
    ):
        rook = af.orders(part).query("designation == 'Rook-1'")
        assert rook["delivered"].isna().all()
        assert rook["open"].isna().all()


def test_an_order_older_than_the_file_may_have_earlier_deliveries():
    head = formats.PREAMBLE.replace("'1950' to '2024'", "'2020' to '2024'")
    deals = af.orders(af.read_sipri((head + formats.DEALS_HEADER + ROWS).encode("latin-1")))
    rook = deals[deals["designation"] == "Rook-1"].iloc[0]
    assert not rook["complete"]
    assert pd.isna(rook["open"])
    assert rook["delivered"] == 30


def test_a_file_without_an_order_that_waits_for_all_of_it_says_so(engine):
    """Both of France's orders, of which nothing has arrived, were cut out of the file."""
    cut = af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + ARRIVED).encode("latin-1"))
    with pytest.warns(UserWarning, match="^3 of the 3 deals come from files that " + LEFT_OUT):
        deals = plain(af.orders(engine.of(cut)))
    assert deals["open"].tolist() == [0, 10, 10]
    assert deals["all_orders"].tolist() == [False] * 3
    # where France's orders stand in the file, those of Russia alone are all that Russia has
    assert plain(af.orders(engine.of(af.where(REGISTER, supplier="Russia"))))["all_orders"].all()


def test_what_was_chosen_of_a_file_that_leaves_orders_out_leaves_them_out_too():
    head = formats.PREAMBLE.replace("deliveries or orders made for", "deliveries made for the")
    records = af.read_sipri((head + formats.DEALS_HEADER + ARRIVED).encode("latin-1"))
    for part in (records, af.where(records, years=(2015, 2022)), af.where(records, stage="contract")):
        with pytest.warns(UserWarning, match=LEFT_OUT):
            assert not af.orders(part)["all_orders"].any()
    assert af.orders(af.where(REGISTER, years=(2015, 2022)))["all_orders"].all()
    with pytest.warns(UserWarning, match=LEFT_OUT):
        af.orders(af.where(REGISTER, stage="delivery"))


def test_files_are_judged_apart():
    other = ARRIVED.replace("Rook-1", "Rook-2").replace("Heron", "Heron-2")
    head = formats.PREAMBLE.replace("13 Oct 2024", "13 Oct 2025")
    cut = af.read_sipri((head + formats.DEALS_HEADER + other).encode("latin-1"))
    with pytest.warns(UserWarning, match="^3 of the 8 deals"):
        deals = af.orders(af.concat(REGISTER, cut))
    assert set(deals.loc[~deals["all_orders"], "designation"]) == {"Rook-2", "Heron-2"}


def test_an_order_that_waits_for_all_of_it_shows_that_a_file_without_a_head_lists_such():
    waits = "India,France,2023,,6,,Stork,transport aircraft,,,,New,,30,180,\n"
    rows = ROWS.splitlines(keepends=True)[0] + waits
    assert af.orders(af.read_sipri((formats.DEALS_HEADER + rows).encode(), release="2024"))[
        "all_orders"
    ].all()


def test_groups_of_which_a_member_was_not_chosen_have_all_orders():
    some = af.where(REGISTER, supplier="Russia")
    grouped = af.to_groups(some, {"Partners": ["Russia", "Belarus"]}, side="supplier")
    assert af.orders(grouped)["all_orders"].all()


def test_money_and_second_reports_are_no_deals():
    text = formats.PREAMBLE + formats.DEALS_HEADER + ROWS.replace("New,delivery", "New,$40 m deal; delivery")
    once = text.encode("latin-1")
    assert len(af.orders(af.read_sipri(once, deal_values=True))) == 5
    twice = af.read_sipri((text + text).encode("latin-1"))
    assert len(twice) == 2 * len(REGISTER)
    assert len(af.orders(twice)) == 5


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("$3 b deal; delivery planned 2022-2025/2027", (2022, 2027)),
        ("delivery probably planned 2023", (2023, 2023)),
        ("for planned delivery by 2024", (pd.NA, 2024)),
        ("Deliveries expected from 2026", (2026, 2026)),
        ("delivery planned by end-2024", (pd.NA, 2024)),
        ("modernized before delivery; 20 planned; ordered 2019", (pd.NA, pd.NA)),
        ("delivered 2019-2020", (pd.NA, pd.NA)),
        ("", (pd.NA, pd.NA)),
    ],
)
def test_comments_say_when_delivery_is_planned(comment, expected):
    assert str(planned_years(comment)) == str(expected)


def test_after_a_cut_the_last_delivery_is_of_a_year_that_is_listed(engine):
    """Six pieces came in 2006 and 2008, and none in 2007; of the second order nothing came."""
    rows = {
        "deal": ["d1", "d1", "d2"], "order_year": 2005, "designation": "Rook-1", "record": ["a", "b", "c"],
        "stage": ["contract", "delivery", "contract"], "start": [2005, 2006, 2005], "end": [2005, 2008, 2005],
        "quantity": [10.0, 6.0, 1.0], "value": [100.0, 60.0, 10.0], "tiv_unit": 10.0, "unit": "TIV",
        "delivery_years": ["2006; 2008", "2006; 2008", ""],
    }  # fmt: skip
    about = {"source": "sipri", "dataset": "deals", "observed": (2005, 2012)}
    given = made(pd.DataFrame(rows), supplier="Russia", recipient="India", **about)
    ends = {(2005, 2007): [2006, 2006], (2005, 2008): [2006, 2008], (2005, 2010): [2006, 2008]}
    for years, expected in ends.items():
        deals = plain(af.orders(engine.of(af.where(given, years=years, straddling="cut"))))
        assert deals.loc[deals["deal"] == "d1", ["first", "last"]].values.tolist() == [expected]


def test_other_records_are_refused():
    with pytest.raises(af.ArgumentError, match="records lack 'deal', 'order_year', 'designation'"):
        af.orders(make({"value": [1.0]}))


def test_clients_of_a_supplier_have_first_and_last_delivery():
    russia = af.where(REGISTER, supplier="Russia", stage="delivery")
    clients = plain(af.coverage(engine_of("pandas").of(russia), by="recipient"))
    years = clients[["recipient", "start", "end"]]
    assert years.values.tolist() == [
        ["EGY", 2016, 2016],
        ["IND", 2021, 2022],
    ]


def test_rows_that_the_gate_refuses_are_refused_on_every_engine(engine):
    lost = REGISTER.assign(supplier=[None, *REGISTER["supplier"][1:]])
    for call in (af.orders, lambda rows: af.revisions(REGISTER, rows)):
        with pytest.raises(af.RecordError, match="supplier is null in 1 row"):
            call(engine.of(lost))
        with pytest.raises(af.RecordError, match="amounts are negative"):
            call(engine.of(REGISTER.assign(value=-1.0 - REGISTER["value"])))


THRICE = "India,Russia,2010,,30,,Rook-1,tank,30,,2010; 2012; 2014,New,,2,60,60\n"


@pytest.mark.covering
@pytest.mark.parametrize(
    ("windows", "delivered"),
    [
        # 2012 lies in none of them
        ([(2010, 2011), (2013, 2015)], None),
        ([(2010, 2010), (2014, 2014)], None),
        # in the gap nothing is listed
        ([(2010, 2010), (2012, 2015)], 30),
        ([(2010, 2012), (2013, 2015)], 30),
    ],
)
def test_deliveries_that_windows_leave_out_between_others_are_not_known(engine, windows, delivered):
    register = af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + THRICE).encode("latin-1"))
    binned = af.to_periods(engine.of(register), windows, outside="drop")
    with pytest.warns(UserWarning, match=LEFT_OUT):
        deal = plain(af.orders(binned)).iloc[0]
    found = [None if pd.isna(deal[name]) else deal[name] for name in ("delivered", "open")]
    assert found == [delivered, None if delivered is None else 0]
    assert pd.isna(deal["volume_delivered"]) == (delivered is None)


def test_two_cuts_of_one_delivery_without_the_years_between_are_not_all_of_it():
    register = af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + THRICE).encode("latin-1"))
    contract, delivery = (af.where(register, stage=stage) for stage in ("contract", "delivery"))
    ends = [af.where(delivery, years=(year, year), straddling="cut") for year in (2010, 2014)]
    parts = [rows.assign(record=f"part {n}", same_as=None) for n, rows in enumerate(ends)]
    yearly = af.to_years(delivery)
    yearly["record"] = [f"part {n}" for n in range(len(yearly))]
    with pytest.warns(UserWarning, match=LEFT_OUT):
        cut, whole = (af.orders(af.concat(contract, *some)).iloc[0] for some in (parts, [yearly]))
    assert cut[["delivered", "open"]].isna().all()
    # every year apart is all of it
    assert whole["delivered"] == 30
