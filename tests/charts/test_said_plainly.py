"""What charts put into titles, order and figures where the plain rule would mislead."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.draw import style
from tests.frames import made
from tests.reading import one, said


def deliveries(frame, **same):
    """Records of deliveries in TIV; a year is given as `start`, and 2000–2024 are covered."""
    usual = {"stage": "delivery", "unit": "TIV", "source": "invented", "observed": (2000, 2024)}
    return made(frame.rename(columns={"start": "year"}), **(usual | same))


def test_others_far_beyond_those_named_are_printed_and_not_drawn():
    """Ten recipients of 4, each of its own size, and two named of 10: others have 4 times as much."""
    rows = [(name, year, value) for name, value in (("India", 10.0), ("Qatar", 8.0)) for year in (2019, 2024)]
    rows += [(f"Kenya {n}", year, 5.0) for n in range(8) for year in (2019, 2024)]
    given = pd.DataFrame(rows, columns=["recipient", "start", "value"]).replace(
        {f"Kenya {n}": name for n, name in enumerate("KEN UGA TZA RWA BDI SOM ETH ERI".split())}
    )
    windows = af.to_periods(deliveries(given, supplier="Russia"), 5, end=2024)
    ax = af.plot_dumbbells(af.shares(windows, of="recipient", within=None, top=2))
    assert said(ax, "row") == ["India", "Qatar"]
    assert ax.get_xlim()[1] < 20
    assert len([line for line in ax.lines if line.get_label() == "second"]) == 2
    # 40 of 58
    assert "Not drawn: Others 69 → 69." in one(ax, "foot").replace("\N{NO-BREAK SPACE}", " ")
    assert "Others: 69 → 69" in af.describe(ax)


def test_what_is_little_is_not_printed_as_nothing():
    pairs = pd.DataFrame(
        {"supplier": ["Russia", "Russia"], "recipient": ["India", "Kenya"], "value": [43.0, 0.04]}
    )
    sums = af.totals(deliveries(pairs, year=2020), by=["supplier", "recipient"], over=(2020, 2020))
    assert {"43", "<0.1"} <= {*said(af.plot_matrix(sums), "cell")}


def test_of_overlapping_windows_each_year_counts_once_for_the_colours():
    """South Korea delivers 600 in the last year alone, Spain 240 over twenty years."""
    rows = [(name, year, value) for name, value in (("Spain", 12.0), ("Italy", 11.0), ("Germany", 10.0))
            for year in range(2000, 2020)]  # fmt: skip
    rows += [("South Korea", 2019, 600.0), ("Norway", 2000, 1.0)]
    given = pd.DataFrame(rows, columns=["supplier", "start", "value"])
    means = af.averages(deliveries(given, recipient="Poland"), by="supplier", absent="none")
    ax = af.plot_lines(means)
    muted = {line.get_label() for line in ax.lines if line.get_color() == style.MUTED}
    assert "KOR" not in muted
    assert {"DEU", "NOR"} <= muted
    assert "In colour: the three largest over all years." in one(ax, "foot")


def test_places_picked_from_a_ranking_are_not_called_the_largest():
    given = pd.DataFrame({"supplier": ["USA", "FRA", "RUS", "CHN"], "value": [40.0, 30.0, 20.0, 10.0]})
    ranking = af.rankings(deliveries(given, recipient="India", year=2022), of="supplier", end=2024)
    assert af.plot_rankings(ranking.head(2)).get_title(loc="left") == "Largest suppliers of arms"
    assert af.plot_rankings(ranking.tail(2)).get_title(loc="left") == "Suppliers of arms"


def test_a_category_that_was_chosen_stays_in_the_title_of_shares_within_it():
    given = pd.DataFrame({"supplier": ["USA", "FRA"], "value": [40.0, 30.0]})
    records = deliveries(given, recipient="India", year=2022, category="aircraft")
    chosen = af.where(records, category="aircraft")
    for within in ("category", ["recipient", "category"]):
        title = af.plot_shares(af.shares(chosen, within=within)).get_title(loc="left")
        assert "aircraft" in title.casefold(), title


def test_orders_with_estimated_numbers_say_so(tmp_path):
    orders = af.orders(af.where(af.read(af.table_path("sample_register.csv")), recipient="Azerbaijan"))
    orders = orders.head(3).assign(estimated=[True, False, False])
    ax = af.plot_timeline(orders)
    assert sorted(text.startswith("≈") for text in said(ax, "amount")) == [False, False, True]
    told = "≈: the source marks these numbers as estimates."
    assert told in one(ax, "foot")
    assert told in af.describe(ax)
    assert "≈" not in one(af.plot_timeline(orders.assign(estimated=False)), "foot")
    assert not any("≈" in text for text in said(af.plot_timeline(orders, estimates=False), "amount"))


def test_figures_a_year_stand_by_name_and_in_order_of_time():
    given = {
        "recipient": ["Serbia", "Albania", "Albania"],
        "value": [1e6, 3e6, 2e6],
        "year": [2011, 2015, 2010],
    }
    claims = made(pd.DataFrame(given), supplier="Russia", stage="contract", unit="USD", source="invented")
    rows = said(af.plot_annual_rates(af.annual_rates(claims)), "row")
    assert rows == ["Albania, 2010", "Albania, 2015", "Serbia, 2011"]


def test_licences_are_no_transfers():
    given = pd.DataFrame({"supplier": ["USA", "FRA"], "value": [40.0, 30.0]})
    records = deliveries(given, recipient="India", year=2022, stage="licence", unit="USD")
    assert (
        af.plot_totals(af.totals(records, by="supplier")).get_title(loc="left")
        == "Arms licences, by supplier"
    )


@pytest.mark.covering(1)
@pytest.mark.parametrize(("width", "told"), [(0.01, False), (5.0, True)])
def test_bounds_that_nobody_could_see_need_no_sentence(width, told):
    rows = [
        (name, year, 100.0 + n)
        for n, name in enumerate(("USA", "FRA", "RUS", "CHN"))
        for year in (2020, 2021)
    ]
    given = pd.DataFrame(rows, columns=["supplier", "start", "value"])
    given = given.assign(low=given["value"] - width, high=given["value"] + width)
    ax = af.plot_lines(af.totals(deliveries(given, recipient="India"), by="supplier"))
    assert ("without bounds" in one(ax, "foot")) == told


def test_the_bounds_of_a_printed_figure_are_said_however_small_it_is():
    given = pd.DataFrame(
        {
            "supplier": ["RUS", "USA", "FRA"], "recipient": ["IND", "IND", "AZE"], "value": [10000.0, 5, 700],
            "low": [10000.0, 1, 700], "high": [10000.0, 9, 700],
        }
    )  # fmt: skip
    sums = af.totals(deliveries(given, year=2020), by=["supplier", "recipient"], over=(2020, 2020))
    assert "widest for India ← United States: 1.0–9.0." in one(af.plot_matrix(sums), "foot")


def test_two_reports_of_customs_are_of_goods():
    given = pd.DataFrame({"reporter": ["supplier", "recipient"], "value": [40.0, 50.0]})
    goods = {
        "source": "comtrade",
        "dataset": "goods",
        "unit": "USD",
        "recipient": "India",
        "supplier": "France",
    }
    records = deliveries(given, year=2020, **goods)
    frame = af.discrepancies(records, between=("supplier", "recipient"), by=["supplier", "recipient"])
    assert "Arms" not in af.plot_discrepancies(frame).get_title(loc="left")


def test_a_state_with_records_of_its_own_needs_no_word_on_the_former_one():
    given = pd.DataFrame({"supplier": "RUS", "start": [1991, 1992, 1993], "value": 5.0})
    records = deliveries(given, recipient="IND", source="mine", observed=(1991, 1993))
    assert "Soviet" not in one(af.plot_lines(af.totals(records, by="supplier")), "foot")


def test_a_former_state_among_the_others_is_not_said_to_be_left_out():
    rows = [("RUS", year, 100.0) for year in (1992, 1993, 1994)] + [("SUN", 1990, 5.0), ("USA", 1990, 90.0)]
    given = pd.DataFrame(rows, columns=["supplier", "start", "value"])
    records = deliveries(given, recipient="IND", source="sipri", observed=(1990, 1994))
    ax = af.plot_totals(af.totals(records, by="supplier", top=2, over=(1990, 1994)))
    assert "Others" in said(ax, "row")
    assert "Soviet" not in one(ax, "foot")


def test_few_lines_are_all_in_colour_though_one_ends_early():
    rows = [("ISR", year, 50.0) for year in (2017, 2018, 2019)] + [
        ("RUS", year, 10.0) for year in range(2010, 2021)
    ]
    given = pd.DataFrame(rows, columns=["supplier", "start", "value"])
    means = af.averages(deliveries(given, recipient="IND"), by="supplier", window=3, absent="none")
    ax = af.plot_lines(means)
    assert style.MUTED not in {line.get_color() for line in ax.lines if line.get_label() in ("ISR", "RUS")}


def test_figures_that_are_estimated_in_full_are_named():
    given = pd.DataFrame(
        {"recipient": ["IND", "PAK", "CHN"], "value": [3.0, 2, 1], "estimated": [True, True, False]}
    )
    sums = af.totals(deliveries(given, supplier="RUS", year=2020), by="recipient", over=(2020, 2020))
    assert "The source estimates in full: India and 1 more." in one(af.plot_map(sums), "foot")


def test_the_others_of_exporters_that_were_chosen_are_complete():
    given = pd.DataFrame(
        {"supplier": ["FRA", "FRA", "ITA", "ITA"], "start": [2010, 2011] * 2, "value": [5.0, 5, 3, 3]}
    )
    coarm = {
        "source": "coarm",
        "reporter": "supplier",
        "unit": "EUR",
        "dataset": "totals",
        "observed": (2010, 2011),
    }
    chosen = af.where(deliveries(given, recipient="SAU", **coarm), supplier=["FRA", "ITA"])
    sums = af.totals(chosen, by="supplier", top=1, over=(2010, 2011))
    assert sums["complete"].all()
    assert "Only suppliers" not in one(af.plot_totals(sums), "foot")


def test_a_key_of_ones_own_keeps_its_name_on_a_coverage():
    records = deliveries(
        pd.DataFrame({"supplier": ["FRA"], "value": [1.0], "_name": ["k"]}), recipient="IND", year=2020
    )
    assert said(af.plot_coverage(af.coverage(records, by=["supplier", "_name"])), "row") == ["France, k"]


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("Western Asia", "Regions: as the United Nations list them (M49)."),
        ("Middle East", "Regions: as SIPRI lists them."),
    ],
)
def test_the_foot_says_whose_regions_are_meant(region, said):
    rows = {"supplier": ["USA", "FRA"], "recipient": ["KWT", "TUR"], "value": [40.0, 30.0], "year": 2020}
    records = made(pd.DataFrame(rows), stage="delivery", unit="TIV", source="invented")
    in_region = af.totals(af.where(records, recipient=region), by="supplier")
    foot = one(af.plot_totals(in_region), "foot").replace("\n", " ")
    assert ("Regions" in foot) == bool(said)
    assert said in foot
    groups = af.totals(af.to_groups(records, region, side="recipient"), by="recipient")
    assert said in one(af.plot_totals(groups), "foot").replace("\n", " ")


def test_a_value_outside_its_bounds_is_refused_in_whatever_chart():
    """A doubled value was drawn beside bounds that stayed as they were."""
    rows = made(
        {"supplier": ["RUS", "FRA"], "value": [12.3, 7.0], "low": [10.0, 7.0], "high": [14.6, 7.0]},
        recipient="India", year=2020, stage="delivery", unit="TIV",
    )  # fmt: skip
    sums = af.totals(rows, by="supplier")
    one = sums.assign(value=sums["value"].where(sums["supplier"] == "RUS", 14.0))
    for wrong, count in ((sums.assign(value=2 * sums["value"]), 2), (one, 1)):
        for draw in (af.plot_totals, af.plot_lines):
            with pytest.raises(
                af.RecordError, match=rf"value lies outside low and high in {count} row"
            ) as error:
                draw(wrong)
            assert len(error.value.rows) == count
            assert "put it into low and high as well" in str(error.value)
    # rounded figures, open ends and changed bounds are no fault
    af.plot_totals(sums.assign(value=sums["value"].round(-1)))
    af.plot_totals(sums.assign(high=float("inf"), value=40.0))
    af.plot_totals(sums.assign(**{name: 2 * sums[name] for name in ("value", "low", "high")}))


def test_a_mean_put_into_the_value_alone_is_refused():
    years = made(
        {"year": [2018, 2019, 2020], "value": [1.0, 5.0, 3.0]},
        supplier="RUS", recipient="India", stage="delivery", unit="TIV",
    )  # fmt: skip
    sums = af.totals(years, by="supplier")
    mean = sums["value"].rolling(2, min_periods=1).mean()
    with pytest.raises(af.RecordError, match="such as a mean, put it into low and high as well"):
        af.plot_lines(sums.assign(value=mean))
    af.plot_lines(sums.assign(value=mean, low=mean, high=mean))


def test_shares_in_per_cent_are_refused(tmp_path):
    """35.03 stood as "3,503" per cent."""
    rows = made(
        {"supplier": ["RUS", "FRA"] * 2, "value": [2.0, 1.0, 1.0, 1.0], "year": [2010, 2010, 2015, 2015]},
        recipient="India", stage="delivery", unit="TIV",
    )  # fmt: skip
    shares = af.shares(af.to_periods(rows, 5, end=2019))
    hundredfold = shares.assign(**{name: 100 * shares[name] for name in ("share", "share_low", "share_high")})
    for wrong in (shares.assign(share=100 * shares["share"]), hundredfold):
        for draw in (af.plot_slopes, af.plot_shares, af.plot_lines):
            with pytest.raises(af.RecordError, match=r"share\w* is outside 0 to 1 in 4 row"):
                draw(wrong)
        with pytest.raises(af.RecordError, match="expected fractions of 1"):
            af.write_table(wrong, tmp_path / "t.html")
    af.plot_slopes(shares.assign(share=shares["share"] * (1 + 1e-12)))
