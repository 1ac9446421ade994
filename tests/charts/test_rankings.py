"""The league table with bars, through the artists of its chart."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

import armsflow as af
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError, PartyError
from tests.frames import made
from tests.pictures import RANKINGS, picture
from tests.reading import colour, laid, lines, near, one, outside, overlaps, said
from tests.summary_frames import NAN, deliveries, long_rankings, rankings

LEAGUE = RANKINGS["league"]


def bars(ax, label):
    return [bar for bar in ax.patches if bar.get_label() == label]


def lengths(ax, label):
    """Length of every bar of one kind, in the order of the rows."""
    return [
        bar.get_width() for container in ax.containers for bar in container if container.get_label() == label
    ]


def test_rows_stand_in_order_of_share_the_unknown_last():
    ax = af.plot_rankings(LEAGUE.sample(frac=1, random_state=3))
    names = ["United States", "France", "Russia", "Ukraine", "NATO", "Türkiye", "Poland", "Unknown supplier"]
    assert said(ax, "row") == names
    assert said(ax, "place") == ["1", "2", "3", "4", "–", "5", "6", "–"]
    ax.figure.draw_without_rendering()
    heights = [text.get_window_extent().y0 for text in ax.texts if text.get_label() == "row"]
    assert heights == sorted(heights, reverse=True)
    assert said(af.plot_rankings(LEAGUE, labels="code"), "row")[:2] == ["USA", "FRA"]


def test_bars_are_the_shares_in_per_cent_from_0():
    ax = picture("plot_rankings, league")
    assert near(lengths(ax, "bar"), [40.2, 9.96, 7.8, 6, 5, 1.67, 0.04, 7])
    # what was nothing has no bar
    assert near(lengths(ax, "before"), [35.1, 8.61, 21.3, 0.06, 1.67, 0.02, 6])
    every = [bar for container in ax.containers for bar in container]
    assert {bar.get_x() for bar in every} == {0}
    now, before = (next(c for c in ax.containers if c.get_label() == kind)[0] for kind in ("bar", "before"))
    assert now.get_height() > 2 * before.get_height() > 0
    # the one before lies below, without touching
    assert before.get_y() > now.get_y() + now.get_height()


def test_figures_are_rounded_as_sipri_does_it():
    ax = picture("plot_rankings, league")
    assert said(ax, "share") == ["40", "10", "7.8", "6.0", "5.0", "1.7", "0.0", "7.0"]
    assert said(ax, "previous") == ["35", "8.6", "21", "0.1", "0", "1.7", "0.0", "6.0"]
    assert said(ax, "change") == ["+21", "+11", "−64", "+9,627", "new", "0.0", "+100", "+16"]
    assert "New: nothing in 2015–19." in one(ax, "foot")
    ours = said(ax, "share")
    given = LEAGUE.sort_values("place")["share"].dropna()[:6]
    assert [text for text in ours if text not in ("5.0", "7.0")] == list(af.round_sipri(given))


def test_partners_stand_with_their_shares_of_the_own_total():
    ax = picture("plot_rankings, league")
    ax.figure.draw_without_rendering()
    told = said(ax, "partners")
    assert told[0] == "Saudi Arabia 12 · Ukraine 9.3 · Japan 8.8"
    assert told[1] == "India 28 · Qatar 9.7"
    assert told[3] == "Hezbollah 100"
    assert told[6] == ""
    assert said(ax, "column") == ["2020–24", "2015–19", "Change, %", "Main recipients, % of own total"]
    assert (
        said(af.plot_rankings(long_rankings(3, side="recipient")), "column")[-1]
        == "Main suppliers, % of own total"
    )


def test_in_one_column_the_partners_give_way():
    ax = af.plot_rankings(LEAGUE)
    ax.figure.set_figwidth(85 / 25.4)
    ax.get_axes_locator().fit_height()
    ax.figure.draw_without_rendering()
    assert set(said(ax, "partners")) == {""}
    heads = [text.get_text() for text in ax.texts if text.get_label() == "column" and text.get_visible()]
    # a head may take two lines where letters are wider
    assert [head.replace("\n", "") for head in heads] == ["2020–24", "2015–19", "Change, %"]
    # and come back
    ax.figure.set_figwidth(175 / 25.4)
    ax.figure.draw_without_rendering()
    assert said(ax, "partners")[1] == "India 28 · Qatar 9.7"


def test_in_half_a_column_the_window_before_is_a_bar_only():
    ax = af.plot_rankings(RANKINGS["bounded"])
    ax.figure.set_figwidth(55 / 25.4)
    ax.get_axes_locator().fit_height()
    boxes = laid(ax)
    assert overlaps(boxes) == []
    assert outside(boxes, ax.figure.bbox) == []
    shown = {text.get_label() for text in ax.texts if text.get_visible() and text.get_text()}
    assert {"share", "change"} < shown
    assert not {"previous", "detail", "partners"} & shown


@pytest.mark.sweep
def test_forty_rows_go_on_a_page():
    ax = af.plot_rankings(long_rankings(40, "USA GBR KOR"))
    assert ax.figure.get_figheight() * 25.4 < 250
    # a rule after every fifth place but the last
    rules = [artist for artist in ax.get_children() if artist.get_label() == "rule"]
    assert len(rules) == 1 + 7
    ax.figure.draw_without_rendering()
    names = [text.get_window_extent() for text in ax.texts if text.get_label() == "row"]
    first = rules[1].get_window_extent()
    assert names[4].y0 > first.y0 > names[5].y1


def test_points_of_decimals_stand_below_each_other():
    ax = picture("plot_rankings, league")
    whole, decimal = (text.get_window_extent() for text in ax.texts[:40] if text.get_text() in ("40", "7.8"))
    pixels = ax.figure.dpi / 72
    assert 4 * pixels < decimal.x1 - whole.x1 < 9 * pixels


def test_who_is_no_state_stands_in_grey_italics():
    ax = picture("plot_rankings, league")
    slanted = {text.get_text() for text in ax.texts if text.get_fontstyle() == "italic"}
    assert slanted == {"NATO", "Unknown supplier"}
    assert "– in place of a number: no state." in one(ax, "foot")
    assert "no state or no figure to be placed by" in one(picture("plot_rankings, vague"), "foot")
    assert "in place of a number" not in one(af.plot_rankings(LEAGUE.iloc[:4]), "foot")


def test_bars_have_one_colour_unless_some_are_picked_out():
    """Ten colours beside ten names said nothing."""

    def found(frame, **options):
        ax = af.plot_rankings(frame, **options)
        return [colour(bar) for c in ax.containers if c.get_label() == "bar" for bar in c]

    assert {*found(LEAGUE)[:-1]} == {style.ACCENT}
    assert found(LEAGUE)[-1] == style.UNKNOWN
    picked = found(LEAGUE, highlight=["Russia"])
    assert picked[:3] == [style.MUTED, style.MUTED, style.supplier_colour("RUS")]
    assert found(LEAGUE, colours={"France": "#AA0000"})[:3] == [style.ACCENT, "#AA0000", style.ACCENT]
    assert {*found(long_rankings(5, side="recipient"))} == {style.ACCENT}


def test_bounds_are_whiskers_on_both_bars_and_below_the_figures():
    ax = picture("plot_rankings, bounded")
    assert near(lines(ax, "whisker")[0].get_xdata(), [28.14, 52.26])
    assert near(lines(ax, "before, whisker")[0].get_xdata(), [24.57, 45.63])
    assert said(ax, "detail")[:3] == ["28–53", "24–46", "−9.0 to +71"]
    assert "Whiskers: lowest to highest figure that the records allow." in one(ax, "foot")
    assert lines(picture("plot_rankings, league"), "whisker") == []
    bar = ax.containers[0][0]
    assert bar.get_y() < lines(ax, "whisker")[0].get_ydata()[0] < bar.get_y() + bar.get_height()


def test_what_is_not_known_is_said_in_words_or_by_its_bounds():
    ax = picture("plot_rankings, vague")
    assert said(ax, "share")[0] == "28–53"
    assert bars(ax, "bar") == []
    assert len(lines(ax, "whisker")) == 8
    ax = picture("plot_rankings, nothing")
    assert set(said(ax, "share")) == set(said(ax, "previous")) == set(said(ax, "change")) == {"not known"}
    assert said(picture("plot_rankings, open"), "change")[2] == "at least −94"
    assert said(af.plot_rankings(RANKINGS["open"].assign(change_low=-1.0)), "change")[2] == "not known"


def test_estimates_are_paler_and_the_undisclosed_counted():
    ax = picture("plot_rankings, bounded")
    hatched = [patch for patch in ax.patches if patch.get_label() == "estimated"]
    assert near(hatched[0].get_width(), 40.2 * 0.25)
    assert len(hatched) == 8
    assert "Paler: the part that the source marks as estimated." in one(ax, "foot")
    assert "+ 8 undisclosed." in one(ax, "foot")


def test_bounds_of_partners_are_said_at_the_foot():
    wide = LEAGUE.assign(partner_1_share=0.3, partner_1_share_low=0.2, partner_1_share_high=0.45)
    wide.loc[2, "partner_1_share_high"] = 0.66
    assert "widest for India in Russia: 20–66 per cent." in one(af.plot_rankings(wide), "foot")
    assert "Partners" not in one(picture("plot_rankings, league"), "foot")
    vague = wide.assign(partner_1_share=NAN)
    ax = af.plot_rankings(vague)
    ax.figure.draw_without_rendering()
    assert said(ax, "partners")[1] == "India 20–45 · Qatar 9.7"


def test_title_and_subtitle_say_what_and_when():
    ax = picture("plot_rankings, league")
    assert ax.get_title(loc="left") == "Largest suppliers of arms"
    assert one(ax, "subtitle") == ("Share of total deliveries in TIV, per cent, 2020–24 (thin bars: 2015–19)")
    assert "Change: in the total since 2015–19, not in the share." in one(ax, "foot")
    money = long_rankings(
        2, side="recipient", unit="USD", prices="2020", stage="contract", start=2001, end=2010
    )
    ax = af.plot_rankings(money)
    assert ax.get_title(loc="left") == "Largest recipients of arms under contract"
    assert "total contracts in US dollars of 2020, per cent, 2001–10 (thin bars: 1991–2000)" in one(
        ax, "subtitle"
    )
    assert af.plot_rankings(LEAGUE, title="Mine").get_title(loc="left") == "Mine"


def test_what_cannot_be_drawn_is_named():
    with pytest.raises(
        ArgumentError, match=r"draws what rankings\(\) returns; missing: 'place'; call rankings\("
    ):
        af.plot_rankings(LEAGUE.drop(columns="place"))
    with pytest.raises(ArgumentError, match="stage is 'contract', 'delivery'"):
        af.plot_rankings(pd.concat([LEAGUE, LEAGUE.assign(stage="contract")]))
    with pytest.raises(ArgumentError, match="unit is 'TIV', 'USD'"):
        af.plot_rankings(pd.concat([LEAGUE, LEAGUE.assign(unit="USD")]))
    with pytest.raises(
        ArgumentError, match=r"draw 1 side, and the frame has 2: .* frame\[frame\['side'\] == 'recip"
    ):
        af.plot_rankings(pd.concat([LEAGUE, LEAGUE.assign(side="recipient")]))
    with pytest.raises(
        ArgumentError, match=r"draw 1 window, and the frame has 2: '2015–19', '2020–24'; draw one"
    ):
        af.plot_rankings(pd.concat([LEAGUE, LEAGUE.assign(start=2015, end=2019, period="2015–19")]))
    with pytest.raises(ArgumentError, match="several rows stand for 'FRA'"):
        af.plot_rankings(pd.concat([LEAGUE, LEAGUE.iloc[[1]]]))
    with pytest.raises(ArgumentError, match=r"can draw 60 rows, and the frame has 61: .*top=40"):
        af.plot_rankings(rankings(*((n + 1, f"A{n}", 0.01, 0.01, 0.0) for n in range(61))))
    with pytest.raises(ArgumentError, match="side is 'world'; expected one of 'supplier', 'recipient'"):
        af.plot_rankings(LEAGUE.assign(side="world"))
    with pytest.raises(PartyError, match="no party has the code 'ZZZ'"):
        af.plot_rankings(LEAGUE.assign(party=LEAGUE["party"].replace("USA", "ZZZ")))


@pytest.mark.sweep
def test_polars_and_the_nouns_own_frame_are_drawn_alike():
    assert said(af.plot_rankings(pl.from_pandas(RANKINGS["bounded"])), "change") == said(
        picture("plot_rankings, bounded"), "change"
    )
    given = pd.DataFrame(
        {
            "supplier": ["USA", "USA", "RUS", "RUS", "unknown supplier", "NATO**"],
            "recipient": ["JPN", "UKR", "IND", "IND", "MLI", "UKR"],
            "year": [2021, 2024, 2017, 2020, 2022, 2023],
            "value": [20, 40, 40, 16, 4, 20],
        }
    )
    records = made(given, stage="delivery", unit="TIV")
    ax = af.plot_rankings(af.rankings(records))
    ax.figure.draw_without_rendering()
    assert said(ax, "row") == ["United States", "NATO", "Russia", "Unknown supplier"]
    assert said(ax, "place") == ["1", "–", "2", "–"]
    assert said(ax, "share") == ["60", "20", "16", "4.0"]
    assert said(ax, "change") == ["new", "new", "−60", "new"]
    assert said(ax, "partners") == ["Ukraine 67 · Japan 33", "Ukraine 100", "India 100", "Mali 100"]
    by_recipient = af.plot_rankings(af.rankings(records, of="recipient"))
    assert said(by_recipient, "row") == ["Ukraine", "Japan", "India", "Mali"]


def test_what_is_undisclosed_or_estimated_in_the_window_before_counts_too():
    given = deliveries(
        supplier="Russia", recipient="Egypt", value=[10.0, None, 20.0], start=[2015, 2015, 2020],
        end=[2019, 2019, 2024], estimated=[True, False, False],
    )  # fmt: skip
    table = af.rankings(given, end=2024)
    assert table[["undisclosed", "previous_undisclosed"]].to_numpy().tolist() == [[0, 1]]
    ax = af.plot_rankings(table)
    assert "+ 1 undisclosed" in one(ax, "foot")
    (hatched,) = [patch for patch in ax.patches if patch.get_label() == "estimated"]
    assert hatched.get_width() == pytest.approx(100)  # per cent, of the bar of 2015–19


def test_a_change_from_or_to_0_beside_what_is_undisclosed_is_not_known():
    """France had 0 and an undisclosed delivery before, Italy has so now; China is new."""
    given = deliveries(
        supplier=["FRA", "FRA", "FRA", "CHN", "ITA", "ITA", "ITA"],
        recipient="Egypt",
        value=[0.0, None, 40.0, 20.0, 30.0, 0.0, None],
        start=[2015, 2016, 2020, 2020, 2015, 2020, 2021],
        end=[2015, 2016, 2020, 2020, 2015, 2020, 2021],
    )
    ax = af.plot_rankings(af.rankings(given, end=2024))
    assert said(ax, "row") == ["France", "China", "Italy"]
    assert said(ax, "change") == ["not known", "new", "not known"]
    assert "France: 67 (change not known)" in af.describe(ax)
    assert "New: nothing in 2015–19." in one(ax, "foot")
    alone = af.plot_rankings(af.rankings(given[given["supplier"] != "CHN"], end=2024))
    assert "New:" not in one(alone, "foot")


def test_a_window_before_of_which_nothing_is_known_has_no_bars_and_no_columns():
    """Licences of 2005–09 had two columns of "not known" of years that the list does not have."""
    licences = made(
        {"supplier": ["ITA", "FRA"], "year": [2005, 2009], "value": [30.0, 10]},
        recipient="LBY", stage="licence", unit="EUR", source="uk_licences", observed=(2005, 2009),
    )  # fmt: skip
    ranked = af.rankings(licences, of="supplier", end=2009, incomplete="keep")
    ax = af.plot_rankings(ranked)
    laid(ax)
    assert one(ax, "subtitle").endswith("per cent, 2005–09")
    seen = {text.get_text() for text in ax.texts if text.get_visible()}
    assert not {"2000–04", "Change, %", "not known"} & seen
    assert said(ax, "share") == ["75", "25"]
    assert "Italy: 75; France: 25." in af.describe(ax)
    assert "Change" not in one(ax, "foot")
    # the bar stands in the middle of its row
    bar = next(each for each in ax.containers if each.get_label() == "bar")[0]
    name = next(text for text in ax.texts if text.get_label() == "row")
    assert bar.get_y() + bar.get_height() / 2 == pytest.approx(name.get_position()[1])
    # of years of which something is known both stay
    earlier = af.rankings(
        af.concat(licences, licences.assign(record=["a", "b"], start=2004, end=2004, observed_start=2000)),
        of="supplier", end=2009, incomplete="keep",
    )  # fmt: skip
    assert "thin bars: 2000–04" in one(af.plot_rankings(earlier), "subtitle")


def test_only_parties_that_are_ranked_are_highlighted():
    with pytest.raises(af.ArgumentError, match="highlight names 'COD', which has no row of its own"):
        af.plot_rankings(long_rankings(3), highlight="COD")
