"""No share of 0 where the figure may stand in another row, nobody looked, or a group had no members."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.protocol import elsewhere
from tests.frames import made, make
from tests.reading import one, said


def deliveries(rows: list, **constants) -> pd.DataFrame:
    """Deliveries of Russia: recipient, year and value."""
    frame = pd.DataFrame(rows, columns=["recipient", "year", "value"])
    return made(
        frame, supplier="RUS", **{"stage": "delivery", "unit": "TIV", "observed": (2007, 2010), **constants}
    )


CHINA = [("CHN", 2007, 50.0), ("CHN", 2008, 40), ("CHN", 2009, 30), ("CHN", 2010, 20)]
EGYPT = [("EGY", 2007, 50.0), ("EGY", 2008, 60), ("EGY", 2009, 70), ("EGY", 2010, 80)]
#: Beside them Kenya has a share in one year alone, so that Egypt has all in no year.
KENYA = [("KEN", 2008, 100.0)]


def in_brics(rows: list | None = None) -> pd.DataFrame:
    """BRICS in place of China, which is a member from 2009."""
    return af.to_groups(deliveries(rows or CHINA + EGYPT), "BRICS", side="recipient")


def shares(records, **how) -> pd.DataFrame:
    return af.shares(records, of="recipient", within=None, **how)


def line(ax, code: str) -> tuple[list, list]:
    (found,) = (line for line in ax.lines if line.get_label() == code)
    return found.get_xdata().tolist(), found.get_ydata().tolist()


@pytest.mark.filterwarnings("ignore:flows between members")
class TestAGroupByDate:
    def test_lines_end_where_a_state_joins_and_begin_with_the_first_members(self):
        ax = af.plot_lines(shares(in_brics()))
        assert line(ax, "CHN") == ([2007, 2008], [50, 40])
        assert line(ax, "members:BRICS") == ([2009, 2010], [30, 20])
        assert "China: from 50 in 2007 to 40 in 2008" in af.describe(ax)
        assert "BRICS: from 30 in 2009 to 20 in 2010" in af.describe(ax)

    def test_two_dots_of_which_one_has_no_record(self):
        """China: 90 of 200 in 2007–08; BRICS: 50 of 200 in 2009–10."""
        windows = shares(af.to_periods(in_brics(), 2, end=2010))
        ax = af.plot_dumbbells(windows)
        assert dict(zip(said(ax, "row"), said(ax, "amount"), strict=True)) == {
            "Egypt": "55 → 75", "BRICS": "– → 25", "China": "45 → –"
        }  # fmt: skip
        assert "–: no record or no figure." in one(ax, "foot")

    def test_slopes_have_no_end_there(self):
        ax = af.plot_slopes(shares(af.to_periods(in_brics(), 2, end=2010)))
        assert "China: 45 to no record;" in af.describe(ax)
        assert "drawn as 0" not in one(ax, "foot")

    def test_a_member_is_0_in_a_window_in_which_its_group_has_nothing_either(self):
        """Of 2007 and 2008 China has a row in the first alone; nobody in BRICS received anything in 2010."""
        rows = [("CHN", 2007, 50.0), ("IND", 2009, 30), *EGYPT]
        ax = af.plot_lines(shares(in_brics(rows)))
        assert line(ax, "CHN") == ([2007, 2008], [50, 0])
        assert line(ax, "members:BRICS")[1] == [30, 0]

    def test_others_hold_a_group_that_is_too_small_to_be_named(self):
        """China led in 2007; what it got as a member of BRICS is among the others."""
        rows = [
            ("CHN", 2007, 90.0),
            ("EGY", 2007, 10),
            ("CHN", 2009, 1),
            ("VNM", 2009, 99),
            ("EGY", 2009, 50),
        ]
        records = af.to_groups(deliveries(rows, source="sipri"), "BRICS", side="recipient")
        frame = shares(records, top=1)
        assert {*frame["recipient"]} == {"CHN", "VNM", "others"}
        ax = af.plot_lines(frame)
        assert line(ax, "CHN") == ([2007], [90])
        assert line(ax, "VNM")[1][::2] == [0, 66]

    def test_areas_break_off(self):
        ax = af.plot_areas(af.totals(in_brics(), by="recipient"), stacked="areas")
        (area,) = (area for area in ax.collections if area.get_label() == "CHN")
        assert area.get_paths()[0].vertices[:, 0].max() == 2008
        assert "An area breaks off where there is no figure of its own." in one(ax, "foot")
        plain = af.plot_areas(af.totals(deliveries(CHINA + EGYPT), by="recipient"), stacked="areas")
        assert "breaks off" not in one(plain, "foot")


def test_a_state_that_was_chosen_as_a_member_is_no_0_before_it_joined():
    """South Africa, a member from 2010, received 5 of 55 in that year; of 2009 its figure was left out."""
    rows = [("CHN", 2009, 30.0), ("CHN", 2010, 50), ("ZAF", 2009, 70), ("ZAF", 2010, 5)]
    ax = af.plot_lines(shares(af.where(deliveries(rows), recipient="BRICS"), whole="chosen"))
    assert line(ax, "ZAF") == ([2010], [pytest.approx(100 * 5 / 55)])


def test_who_is_left_out_of_those_that_were_chosen_is_no_0():
    """China was chosen, and a row of BRICS of 2009, which may hold its figure, was not."""
    records = deliveries([("CHN", 2007, 50.0), *EGYPT, ("members:BRICS", 2009, 30)], observed=(2007, 2010))
    ax = af.plot_lines(shares(af.where(records, recipient=["CHN", "EGY"]), whole="chosen"))
    x, heights = line(ax, "CHN")
    assert dict(zip(x, heights, strict=True)) == pytest.approx(
        {2007: 50, 2008: 0, 2009: np.nan, 2010: 0}, nan_ok=True
    )


# groups of one's own


def own(observed: tuple[int, int] | None) -> pd.DataFrame:
    how = {} if observed is None else {"observed": observed}
    frame = pd.DataFrame(CHINA + EGYPT + KENYA, columns=["recipient", "year", "value"])
    records = made(frame, supplier="RUS", stage="delivery", unit="TIV", **how)
    return shares(af.to_groups(records, {"Mine": ["CHN"]}, side="recipient"))


def test_beside_a_group_of_ones_own_nobody_without_a_row_is_0():
    """Mine has a row in each year, and of the user's own records nothing says that Kenya is none of it."""
    assert line(af.plot_lines(own(None)), "KEN") == ([2008], [50])


def test_who_has_rows_of_its_own_in_years_that_a_list_observes_is_in_no_such_group():
    assert line(af.plot_lines(own((2007, 2010))), "KEN") == ([2007, 2008, 2009, 2010], [0, 50, 0, 0])


# categories


def test_a_category_that_a_set_may_hold_is_no_0():
    rows = {"category": ["ships", "aircraft", "aircraft+ships", "missiles"], "year": [2007, 2007, 2008, 2008]}
    records = made(
        pd.DataFrame({**rows, "value": [4.0, 6, 5, 5]}),
        supplier="RUS", recipient="IND", stage="delivery", unit="TIV", observed=(2007, 2008),
    )  # fmt: skip
    frame = pd.concat(
        [
            af.shares(af.where(records, years=(year, year)), of="category", within=None)
            for year in (2007, 2008)
        ]
    )
    ax = af.plot_lines(frame)
    assert line(ax, "missiles") == ([2007, 2008], [0, 50])
    assert line(ax, "ships") == ([2007], [40])
    assert line(ax, "aircraft+ships") == ([2008], [50])


# states that a list covers in some years


def test_a_state_is_no_0_in_years_that_no_row_of_it_observes():
    """One file covers what Russia sent to China from 2007 on, another what it sent to Kenya from 2008 on."""
    china, kenya = deliveries(CHINA[:3], observed=(2007, 2009)), deliveries(KENYA, observed=(2008, 2009))
    records = af.concat(china, kenya.assign(record="kenya"))
    assert line(af.plot_lines(shares(records)), "KEN")[0] == [2008, 2009]
    assert line(af.plot_lines(shares(records)), "KEN")[1][1] == 0


def test_of_records_of_ones_own_which_observe_their_years_alone_the_rest_is_still_0():
    frame = pd.DataFrame(CHINA + KENYA, columns=["recipient", "year", "value"])
    ax = af.plot_lines(shares(made(frame, supplier="RUS", stage="delivery", unit="TIV")))
    assert line(ax, "KEN")[0] == [2007, 2008, 2009, 2010]
    assert line(ax, "KEN")[1][2:] == [0, 0]


def test_goods_of_customs_without_a_code_hold_none_of_the_others():
    given = make([{"category": "all", "value": 1.0}, {"category": "hs:9301", "value": 2.0}], unit="USD")
    sums = af.totals(given.assign(source="baci", record=["1", "2"]), by="category")
    assert not elsewhere._edges("category", sums)
    assert elsewhere._edges("category", sums.assign(source="sipri"))
    assert elsewhere._omitted(sums.drop(columns="selection"), ["category"]) == {}
