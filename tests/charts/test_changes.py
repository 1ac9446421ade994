"""Changes against the window before, through the artists of their chart."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from armsflow.charts.draw import style
from tests.pictures import CHANGES, picture
from tests.reading import bars, colour, lines, near, one, said, texts
from tests.summary_frames import INF, NAN, changes, deliveries

KINDS = CHANGES["kinds"]


def test_changes_are_ranked_with_what_is_new_or_not_known_below_and_the_rest_last():
    ax = picture("plot_changes, kinds")
    assert dict(zip(said(ax, "row"), said(ax, "amount"), strict=True)) == {
        "Pakistan": "+9,627 %", "Türkiye": "+250 %", "Italy": "+238 %", "United States": "+21 %",
        "Germany": "0.0 %", "China": "−9.4 %", "Russia": "−64 %", "Ukraine": "−100 %", "Iran": "new",
        "South Korea": "−40 to +90 %", "Spain": "not known", "Belarus": "none in both", "Others": "+105 %",
    }  # fmt: skip
    assert said(ax, "row")[8:] == ["Iran", "Belarus", "Spain", "South Korea", "Others"]
    details = dict(zip(said(ax, "row"), sums_and_bounds(ax), strict=True))
    bounds = "+8,000 to +11,000|+150 to +500|at least +150|+15 to +25|−66 to −60, + 1 undisclosed"
    found = [details[name] for name in ("Pakistan", "Türkiye", "Italy", "United States", "Russia")]
    assert found == bounds.split("|")


def sums_and_bounds(ax):
    """What stands below each amount, "" where nothing does."""
    amounts, details = (
        [(cell.get_position()[1], cell.get_text()) for cell in ax.texts if cell.get_label() == label]
        for label in ("amount", "detail")
    )
    # heights are counted downwards
    below = {max((y for y, _ in amounts if y <= at), default=amounts[0][0]): text for at, text in details}
    return [below.get(y, "").replace("\N{NO-BREAK SPACE}", " ") for y, _ in amounts]


def test_sums_of_both_windows_stand_below_changes_without_bounds():
    codes, first, second = ["IRL", "ITA", "ESP"], [5e6, 3e9, 0.5e6], [20e6, 6e9, 1e6]
    spans = {"start": [2015] * 3 + [2020] * 3, "end": [2019] * 3 + [2024] * 3}
    rows = deliveries(supplier=codes * 2, recipient=["IND"] * 6, value=first + second, **spans)
    frame = af.changes(rows, of="supplier")
    ax = af.plot_changes(frame)
    assert dict(zip(said(ax, "row"), sums_and_bounds(ax), strict=True)) == {
        "Ireland": "5.0 → 20 m TIV", "Italy": "3,000 → 6,000 m TIV", "Spain": "0.5 → 1.0 m TIV",
    }  # fmt: skip
    assert "→" not in af.describe(ax)


def test_bars_go_to_both_sides_of_nought_in_one_colour():
    ax = picture("plot_changes, kinds")
    found = bars(ax)["bar"]
    assert np.allclose([bar.get_x() for bar in found], 0)
    end = ax.get_xlim()[1]
    assert np.allclose([bar.get_width() for bar in found], [end, 250, 238, 21, -9.4, -64, -100, 105])
    assert [colour(bar) for bar in found] == [style.ACCENT] * 7 + [style.OTHERS]
    picked = bars(af.plot_changes(KINDS, highlight=["Russia"]))["bar"]
    assert [colour(bar) for bar in picked][4:6] == [style.MUTED, style.supplier_colour("RUS")]
    assert {tuple(line.get_xdata()) for line in lines(ax, "zero")} == {(0, 0)}


def test_the_unknown_stand_in_the_foot_and_not_among_states_unless_the_user_names_them():
    """ "Several recipients" had the longest bar, of +3,056 per cent."""
    few = KINDS[KINDS["supplier"].isin(["CHN", "UKR", "unk:supplier"])].assign(
        change_high=lambda f: f["change"]
    )
    few = few.assign(change=few["change"].where(few["supplier"] != "unk:supplier", 30.56))
    ax = af.plot_changes(few)
    assert said(ax, "row") == ["China", "Ukraine"]
    foot = one(ax, "foot").replace("\N{NO-BREAK SPACE}", " ")
    assert "Not drawn: Unknown supplier 1,000 → 700 m TIV." in foot
    # no bar is broken
    assert "Broken" not in foot
    for options in ({"highlight": ["unk:supplier"]}, {"labels": {"unk:supplier": "Nobody"}}):
        ax = af.plot_changes(KINDS, **options)
        assert len(said(ax, "row")) == 14
        assert "Not drawn" not in one(ax, "foot")
    alone = af.plot_changes(KINDS[KINDS["supplier"] == "unk:supplier"])
    assert len(said(alone, "row")) == 1


def test_a_bar_beyond_300_per_cent_is_broken_and_says_its_figure():
    ax = picture("plot_changes, kinds")
    low, end = ax.get_xlim()
    assert 300 < end < 350
    assert low <= -100
    (broken,) = lines(ax, "break")
    assert 300 < broken.get_xdata()[0] < end
    assert broken.get_ydata()[0] == pytest.approx(np.mean(lines(ax, "zero")[0].get_ydata()))  # the first row
    assert "Broken bars: more than +300 per cent." in one(ax, "foot")
    whole = af.plot_changes(KINDS[KINDS["supplier"] != "PAK"].assign(change_high=lambda f: f["change"]))
    assert lines(whole, "break") == []
    assert "Broken" not in one(whole, "foot")


def test_whiskers_of_changes_run_out_of_the_scale_or_end_in_an_arrow():
    ax = picture("plot_changes, kinds")
    end = ax.get_xlim()[1]
    spans = [list(line.get_xdata()) for line in lines(ax, "whisker")]
    assert np.allclose(spans, [[150, end], [150, end], [15, 25], [-66, -60], [-40, 90]])
    # +500 is beyond the scale: no mark, and no arrow either, which is for what has no bound
    assert near(list(lines(ax, "cap")[0].get_xdata()), [150])
    (arrow,) = lines(ax, "arrow")
    assert arrow.get_marker() == ">"
    assert near(arrow.get_xdata(), [end])
    assert "arrow: no upper bound" in one(ax, "foot")
    assert "New: nothing in the window before." in one(ax, "foot")


def test_both_windows_stand_in_the_subtitle():
    ax = picture("plot_changes, kinds")
    assert one(ax, "subtitle") == "Deliveries in TIV, per cent, 2020–24 against 2015–19"
    assert ax.get_title(loc="left") == "Change in arms transfers, by supplier"
    assert (
        picture("plot_changes, one supplier").get_title(loc="left")
        == "Change in arms from Russia, by recipient"
    )
    years = KINDS.assign(start=2024, end=2024, period="2024")
    assert "2024 against 2023" in one(af.plot_changes(years), "subtitle")


def test_scales_have_a_sign_and_a_true_minus():
    ax = picture("plot_changes, kinds")
    assert ax.xaxis.get_major_formatter().format_ticks([-100, 0, 100]) == ["−100", "0", "+100"]
    assert not [t for t in texts(ax) if t in ax.get_xticklabels()]  # figures are printed


def test_a_change_that_could_be_anything_is_not_known():
    rows = changes(("RUS", 2020, 2024, NAN, NAN, NAN, -1.0, INF, 0))
    assert said(af.plot_changes(rows), "amount") == ["not known"]
    # nothing before as far as is known, but perhaps something
    rows = changes(("RUS", 2020, 2024, 1e9, 0.0, INF, 0.2, INF, 0))
    ax = af.plot_changes(rows)
    assert said(ax, "amount") == ["new"]
    assert said(ax, "detail") == ["at least +20"]
    assert len(lines(ax, "arrow")) == 1


def test_others_of_one_supplier_are_grey():
    found = bars(picture("plot_changes, one supplier"))["bar"]
    assert [colour(bar) for bar in found] == [style.supplier_colour("RUS")] * 4 + [style.OTHERS]


def before_and_now(**columns):
    return deliveries(
        supplier="Russia", recipient="Egypt", value=[10.0, None, 20.0], start=[2015, 2015, 2020],
        end=[2019, 2019, 2024], **columns,
    )  # fmt: skip


def test_changes_count_what_is_undisclosed_in_the_window_before():
    table = af.changes(before_and_now())
    assert table[["undisclosed", "previous_undisclosed"]].to_numpy().tolist() == [[0, 1]]
    ax = af.plot_changes(table)
    assert said(ax, "detail") == ["+ 1 undisclosed"]
    assert "+ 1 undisclosed" in one(ax, "foot")
    assert "1 record undisclosed" in af.describe(ax)


def test_changes_say_what_is_estimated_in_the_window_before():
    table = af.changes(before_and_now(estimated=[True, False, False]))
    assert near(table[["estimated", "previous_estimated"]], [[0, 1]])
    assert "The source estimates in full: 2015–19." in one(af.plot_changes(table), "foot")


def test_a_whisker_that_runs_off_the_scale_is_explained():
    given = deliveries(
        supplier="Russia", recipient="Egypt", value=[10.0, 20.0], low=[1.0, 20.0], high=[20.0, 20.0],
        start=[2015, 2020], end=[2019, 2024],
    )  # fmt: skip
    ax = af.plot_changes(af.changes(given))
    assert "A whisker without an end runs beyond the scale." in one(ax, "foot")
    assert "beyond the scale" not in one(af.plot_changes(af.changes(before_and_now())), "foot")


def test_what_the_noun_returns_is_drawn():
    given = deliveries(
        supplier=["ISR", "RUS"] * 2, recipient="AZE", value=[50.0, 50.0, 10.0, 90.0],
        start=[2015, 2015, 2020, 2020], end=[2019, 2019, 2024, 2024],
    )  # fmt: skip
    assert said(af.plot_changes(af.changes(given)), "amount") == ["+80 %", "−80 %"]


def test_a_change_that_is_not_known_says_why():
    given = deliveries(
        supplier=["Russia", "Israel"], recipient="Egypt", value=1.0, start=[2015, 2020], end=[2019, 2024]
    )
    ax = af.plot_changes(af.changes(given))
    assert said(ax, "amount") == ["not known"] * 2
    assert "Not known: no record or no figure in one of the two windows." in one(ax, "foot")
    assert "Not known" not in one(af.plot_changes(af.changes(given, absent="none")), "foot")


def test_the_others_of_one_supplier_are_still_its_own():
    given = deliveries(
        supplier="Russia", recipient=["Egypt", "India", "Kenya"] * 2, value=[9.0, 5.0, 1.0, 6.0, 8.0, 2.0],
        start=[2015] * 3 + [2020] * 3, end=[2019] * 3 + [2024] * 3,
    )  # fmt: skip
    table = af.changes(given, of=["supplier", "recipient"], top=2)
    assert table[["supplier", "recipient", "value", "previous"]].to_numpy().tolist() == [
        ["RUS", "EGY", 6.0, 9.0], ["RUS", "IND", 8.0, 5.0], ["RUS", "others", 2.0, 1.0],
    ]  # fmt: skip
    ax = af.plot_changes(table)
    assert ax.get_title(loc="left") == "Change in arms from Russia, by recipient"
    assert said(ax, "row") == ["India", "Egypt", "Others"]


@pytest.mark.covering(1)
@pytest.mark.parametrize(("language", "text"), [("en", "£65 → £198 m"), ("de", "65 £ → 198 Mio. £")])
def test_sums_of_money_have_its_sign_where_single_sums_have_it(language, text):
    given = deliveries(
        supplier="United Kingdom", recipient=["Indonesia", "Indonesia", "Germany", "Germany"],
        year=[2011, 2014] * 2, value=[65e6, 198e6, 167e6, 365e6], unit="GBP",
    )  # fmt: skip
    changed = af.changes(af.to_periods(given, 3, end=2014), of="recipient", incomplete="keep")
    ax = af.plot_changes(changed, language=language)
    assert text in {each.get_text().replace("\u00a0", " ") for each in ax.texts}


def test_what_is_estimated_is_counted_figure_by_figure():
    """France's 100 is no estimate, only the 10 before; the foot said "in full: France and 1 more"."""
    given = {
        "supplier": ["FRA", "FRA", "ESP", "ESP", "ITA", "ITA"],
        "year": [2018, 2022] * 3,
        "value": [10.0, 100, 50, 60, 20, 30],
        "estimated": [True, False, False, False, True, True],
    }
    changed = af.changes(af.to_periods(deliveries(recipient="IND", **given), 5, end=2024))
    assert "The source estimates in full: Italy, 2020–24 and 2 more." in one(af.plot_changes(changed), "foot")


def test_a_0_is_no_estimate_and_not_counted():
    """One of two figures above 0 is an estimate; with the zeros of other years it was one of four."""
    given = {"supplier": ["FRA", "ITA"], "year": [2018, 2021], "value": [10.0, 5], "estimated": [True, False]}
    about = {"stage": "delivery", "unit": "TIV", "source": "sipri", "observed": (2018, 2021)}
    sums = af.totals(af.to_records(given, recipient="IND", **about), by="supplier")
    assert len(sums) > 2
    assert "The source estimates in full: France, 2018." in one(af.plot_areas(sums), "foot")
