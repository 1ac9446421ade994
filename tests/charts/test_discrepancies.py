"""Two reports on the same flows, through the artists of their chart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError
from tests.frames import made, make
from tests.pictures import DISCREPANCIES, picture
from tests.reading import lines, near, one, said
from tests.summary_frames import HIDDEN, SILENT, discrepancies, exact, many

KINDS = DISCREPANCIES["kinds"]
ONE = DISCREPANCIES["one"]


def places(ax, label):
    return [float(line.get_xdata()[0]) for line in lines(ax, label)]


def test_each_flow_has_both_figures_on_one_scale_from_0():
    ax = picture("plot_discrepancies, kinds")
    assert near(sorted(places(ax, "left")), [12, 14, 24, 40, 100])
    assert near(sorted(places(ax, "right")), [9, 50, 75, 90, 100])
    assert {line.get_xdata()[0] for line in lines(ax, "zero")} == {0}
    joined = [line.get_xdata().tolist() for line in lines(ax, "join") if line.get_linestyle() == "-"]
    # bounds alone are joined at their middle
    assert near(joined, [[40, 50], [14, 7], [12, 9], [100, 100]])


def test_the_largest_gap_stands_first_and_the_unknown_last():
    ax = picture("plot_discrepancies, kinds")
    assert said(ax, "row") == [
        "India ← Russia", "Azerbaijan ← Türkiye", "DR Congo ← Russia", "Georgia ← United States",
        "Azerbaijan ← Israel", "Algeria ← Russia", "Armenia ← Unknown supplier",
    ]  # fmt: skip
    assert said(af.plot_discrepancies(KINDS, labels="code"), "row")[0] == "IND ← RUS"
    assert said(picture("plot_discrepancies, windows"), "row") == ["2005–09", "2010–14", "2015–19"]


def test_figures_and_gap_stand_in_words():
    ax = picture("plot_discrepancies, kinds")
    assert said(ax, "amount") == [
        "40 against 50", "14 against 5–9", "12 against 9", "100 against 100", "– against 75",
        "24 against –", "– against 90",
    ]  # fmt: skip
    found = [text.replace("\N{NO-BREAK SPACE}", " ") for text in said(ax, "detail")]
    assert found == [
        "gap +10 (+1 to +24)", "gap −9 to −5", "gap −3 (at most −1)", "gap 0", "+ 1 undisclosed"
    ]  # fmt: skip
    assert said(picture("plot_discrepancies, sources"), "amount") == ["4.0 against 4.4", "0.50 against –"]
    # volumes have the digits of the scale, and a range has them at both ends
    assert said(af.plot_discrepancies(KINDS.assign(unit="TIV")), "amount")[1] == "14 against 5.0–9.0"


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_who_says_nothing_stands_hollow_before_the_scale(scale):
    ax = af.plot_discrepancies(KINDS, scale=scale)
    base = lines(ax, "zero")[0].get_xdata()[0]
    assert [line.get_marker() for line in lines(ax, "silent")] == ["D", "o"]
    assert [line.get_marker() for line in lines(ax, "undisclosed")] == ["x"]
    assert all(line.get_markerfacecolor() == "white" for line in lines(ax, "silent"))
    for place in places(ax, "silent") + places(ax, "undisclosed"):
        assert ax.get_xlim()[0] < place < base
    ax.figure.draw_without_rendering()
    assert not [step for step in ax.get_xticks() if ax.get_xlim()[0] <= step < base]
    assert "Hollow, before the scale: not reported. Cross: reported without a figure." in one(ax, "foot")
    both = picture("plot_discrepancies, one")
    assert both.get_xlim()[0] == 0
    assert not lines(both, "silent")
    assert "Hollow" not in one(both, "foot")


def test_two_sides_without_a_figure_are_not_joined():
    """Of seven flows the one to Algeria has a figure on one side only, and here on neither."""
    none = ["left_value", "left_low", "left_high"]
    frame = KINDS.copy()
    frame.loc[frame["recipient"] == "DZA", none] = np.nan
    ax = af.plot_discrepancies(frame)
    assert said(ax, "amount")[-2] == "– against –"
    assert len(lines(ax, "join")) == 6


def test_bounds_are_whiskers_and_what_is_open_an_arrow():
    ax = picture("plot_discrepancies, kinds")
    reaches = [line.get_xdata().tolist() for line in lines(ax, "whisker")]
    assert near(reaches, [[36, 44], [45, 60], [5, 9], [10, 114]])
    assert len(lines(ax, "arrow")) == 1
    assert "arrow: no upper bound" in one(ax, "foot")


def test_sides_differ_in_mark_and_shade_and_the_key_says_whose():
    ax = picture("plot_discrepancies, one")
    left, right = lines(ax, "left")[0], lines(ax, "right")[0]
    assert (left.get_marker(), right.get_marker()) == ("o", "D")
    assert left.get_color() == style.ACCENT
    picked = af.plot_discrepancies(ONE, highlight=["Russia"])
    assert lines(picked, "left")[0].get_color() == style.supplier_colour("RUS")
    assert style.luminance(right.get_color()) > style.luminance(left.get_color()) + 0.1
    assert said(ax, "side") == ["Supplier’s report", "Recipient’s report"]
    assert said(af.plot_discrepancies(ONE, labels="code"), "side") == [
        "supplier",
        "recipient",
    ]
    names = said(picture("plot_discrepancies, sources"), "side")
    assert names == ["EU annual reports on arms exports (COARM)", "UN Comtrade"]
    # what is pale needs an edge on white paper
    pale = discrepancies(("CHN", "PAK", 2010, 2010, exact(1.0), exact(2.0)))
    edge = lines(af.plot_discrepancies(pale, highlight=["China"]), "left")[0].get_markeredgecolor()
    assert edge == (style.INK if style.luminance(style.supplier_colour("CHN")) > 0.5 else "white")


def test_the_foot_says_where_both_report_all():
    words = "Both report each of these flows."
    assert words in one(af.plot_discrepancies(ONE), "foot")
    assert words not in one(picture("plot_discrepancies, kinds"), "foot")


def test_equal_figures_stand_one_above_the_other():
    ax = af.plot_discrepancies(discrepancies(("USA", "GEO", 2010, 2010, exact(7.0), exact(7.0))))
    ax.figure.draw_without_rendering()
    ends = [
        line.get_transform().transform(line.get_xydata())[0]
        for line in (*lines(ax, "left"), *lines(ax, "right"))
    ]
    assert ends[0][0] == pytest.approx(ends[1][0])
    assert ends[0][1] > ends[1][1] + 5 * ax.figure.dpi / 72


def test_a_logarithmic_scale_has_round_steps_for_equal_ratios():
    ax = af.plot_discrepancies(DISCREPANCIES["forty"], scale="log")
    ax.figure.draw_without_rendering()
    assert ax.get_xscale() == "log"
    assert one(ax, "subtitle").endswith("logarithmic scale")
    steps = np.diff(np.log10(ax.get_xticks()))
    assert len(ax.get_xticks()) >= 2
    assert np.allclose(steps, steps[0])
    near = af.plot_discrepancies(ONE, scale="log")
    near.figure.draw_without_rendering()
    assert [text.get_text() for text in near.get_xticklabels()] == ["50"]
    with pytest.raises(
        ArgumentError, match="no place for 0 on a logarithmic scale, and it stands in 'RUS / ARM"
    ):
        af.plot_discrepancies(DISCREPANCIES["zero"], scale="log")


def test_title_subtitle_and_source():
    ax = picture("plot_discrepancies, kinds")
    assert ax.get_title(loc="left") == "Arms transfers as suppliers and recipients report them"
    assert one(ax, "subtitle") == "Deliveries, pieces, 2010–14, gap: recipient less supplier"
    foot = one(ax, "foot").replace("\N{NO-BREAK SPACE}", " ")
    assert "+ 1 undisclosed." in foot
    assert foot.endswith("Source: UN Register of Conventional Arms; own calculation with armsflow.")
    ax = picture("plot_discrepancies, sources")
    assert ax.get_title(loc="left") == "Arms from Russia, by recipient (two sources)"
    assert one(ax, "subtitle").endswith(
        "gap: UN Comtrade less EU annual reports on arms exports (COARM); EU annual reports on arms exports "
        "(COARM), release 2023; UN Comtrade, release 2024"
    )
    assert "Source: EU annual reports on arms exports (COARM) and UN Comtrade;" in one(ax, "foot")
    # what is undisclosed belongs to one of the two sources
    hidden = discrepancies(
        ("RUS", "IND", 2010, 2014, exact(4e9), HIDDEN), sides=("coarm", "comtrade"), source="coarm+comtrade"
    )
    assert "+ 1 undisclosed." in one(af.plot_discrepancies(hidden), "foot").replace("\N{NO-BREAK SPACE}", " ")
    assert af.plot_discrepancies(ONE, title="Mine").get_title(loc="left") == "Mine"


def test_what_the_noun_returns_is_drawn():
    given = {"reporter": ["supplier", "recipient"], "value": [40, 50]}
    records = made(given, supplier="RUS", recipient="IND", year=2010, stage="contract", unit="EUR")
    frame = af.discrepancies(records, between=("recipient", "supplier"))
    assert said(af.plot_discrepancies(frame), "amount") == ["50 against 40"]


def test_what_cannot_be_drawn_is_refused():
    other = KINDS.assign(unit=["TIV", *["pieces"] * 6])
    for frame, message in (
        (
            KINDS.drop(columns="left_records"),
            "draws what discrepancies.. returns; missing: 'left_records'",
        ),
        (other, "unit is 'TIV', 'pieces'"),
        (KINDS.assign(stage=["loan", *["delivery"] * 6]), "stage is 'delivery', 'loan'"),
        (
            KINDS.assign(end=[2010, *[2014] * 6]),
            "to compare per year|windows are of 1, 5 years",
        ),
        (
            KINDS.assign(left=["third", *["supplier"] * 6]),
            "can draw 1 pair of sides, and the frame has 2",
        ),
        (
            pd.concat([KINDS, ONE]),
            "several rows stand for 'RUS / IND / 2010–14'",
        ),
        (discrepancies(*((c, "AZE", 2010, 2010, SILENT, SILENT) for c in many(41))), "can draw 40 rows"),
    ):
        with pytest.raises(ArgumentError, match=message):
            af.plot_discrepancies(frame)
    with pytest.raises(ArgumentError, match="scale is 'sqrt'; expected one of 'linear', 'log'"):
        af.plot_discrepancies(KINDS, scale="sqrt")
    assert not plt.get_fignums()


@pytest.mark.sweep
def test_the_subtitle_says_whose_release_it_is():
    rows = (
        ("RUS", "IND", 2010, 2014, exact(40.0), exact(50.0)),
        ("RUS", "PAK", 2010, 2014, SILENT, exact(3.0)),
    )
    told = {"sides": ("unroca", "sipri"), "source": "unroca+sipri", "release": "2025"}
    ends = "gap: SIPRI Arms Transfers Database less UN Register of Conventional Arms"
    frame = discrepancies(*rows, **told)
    found = one(af.plot_discrepancies(frame), "subtitle")
    assert found.endswith(f"{ends}; SIPRI Arms Transfers Database, release 2025")
    assert one(af.plot_discrepancies(frame, labels={"sipri": "SIPRI"}), "subtitle").endswith(
        "gap: SIPRI less UN Register of Conventional Arms; SIPRI, release 2025"
    )
    # both report, and the frame does not say whose it is
    assert one(af.plot_discrepancies(frame.iloc[:1]), "subtitle").endswith(f"{ends}; release 2025")


def test_who_may_tell_a_flow_in_another_figure_is_not_said_to_be_silent():
    """The supplier tells the EU's 10 to India, the recipient France's 6, and Russia's 4 it alone."""
    rows = {"reporter": ["supplier", "recipient", "recipient"], "supplier": ["members:EU", "FRA", "RUS"]}
    about = {"recipient": "IND", "year": 2010, "stage": "delivery", "unit": "TIV"}
    given = af.to_records(pd.DataFrame({**rows, "value": [10.0, 6, 4]}), **about)
    ax = af.plot_discrepancies(af.discrepancies(given, between=("supplier", "recipient")))
    words = "Hollow, before the scale: not reported, or in a figure of other years, parties or goods."
    assert words in one(ax, "foot")
    said_ = af.describe(ax)
    assert "1 not reported by supplier. 1 perhaps in other figures of supplier." in said_
    assert "1 perhaps in other figures of recipient." in said_
    assert "not reported by recipient" not in said_


def test_a_release_that_is_not_stated_is_called_so(tmp_path):
    rows = (("RUS", "IND", 2010, 2014, exact(40.0), exact(50.0)),)
    for sides, gap in (
        (("29 (04/2026)", ""), "gap: release not stated less 29 (04/2026)"),
        (("", "29 (04/2026)"), "gap: 29 (04/2026) less release not stated"),
    ):
        frame = discrepancies(*rows, sides=sides, source="kiel", release="29 (04/2026)")
        frame = frame.assign(unreported="")
        ax = af.plot_discrepancies(frame)
        # neither is the release of both
        assert one(ax, "subtitle").endswith(gap)
        assert " ; " not in af.describe(ax)
        assert "Release not stated" in said(ax, "side")
        # blank is nobody, and no side that has no name
        assert "not reported" not in af.describe(ax)
        assert "gap +10" in said(ax, "detail")[0]
        silent = discrepancies(("RUS", "IND", 2010, 2014, exact(4.0), SILENT), sides=sides, source="kiel")
        by = sides[1] or "release not stated"
        assert f"1 not reported by {by}." in af.describe(af.plot_discrepancies(silent))
        af.write_table(frame, tmp_path / "gap.html")
        page = (tmp_path / "gap.html").read_text(encoding="utf-8")
        assert "<td>not stated</td>" in page
        assert "release: 29 (04/2026), not stated;" in page
    assert one(af.plot_discrepancies(frame, labels={"": "mine"}), "subtitle").endswith("less mine")
    tables = discrepancies(*rows, sides=("", "deliveries"), source="sipri").assign(dataset="+deliveries")
    assert one(af.plot_discrepancies(tables), "subtitle").endswith("less table not stated")


def test_a_title_with_a_category_has_one_colon():
    frame = discrepancies(
        ("RUS", "IND", "un:I+un:II", 2010, 2014, exact(40.0), exact(50.0)),
        ("RUS", "PAK", "un:I+un:II", 2010, 2014, SILENT, exact(3.0)),
        keys=("supplier", "recipient", "category"), sides=("unroca", "sipri"), source="unroca+sipri",
    )  # fmt: skip
    title = af.plot_discrepancies(frame).get_title(loc="left").replace("\n", " ")
    assert title == "Arms from Russia, by recipient: Battle tanks, Armoured combat vehicles (two sources)"


@pytest.mark.covering(1)
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_side_that_lacks_years_of_the_other_is_shown_as_so_much_or_more_and_not_as_a_gap(scale):
    """Supplier 62 of 2012; recipient 93 of 2011 and 2012. Of Georgia both report the same years."""
    told = [("AZE", "supplier", 2012, 62), ("AZE", "recipient", 2011, 31), ("AZE", "recipient", 2012, 62)]
    told += [("GEO", "supplier", 2012, 8), ("GEO", "recipient", 2012, 9)]
    given = pd.DataFrame(told, columns=["recipient", "reporter", "year", "value"])
    records = made(given, supplier="BLR", stage="delivery", unit="pieces", category="un:I")
    with pytest.warns(UserWarning, match="the gap is not known"):
        frame = af.discrepancies(records, between=("supplier", "recipient"), over=(2011, 2012))
    ax = af.plot_discrepancies(frame, scale=scale)
    assert said(ax, "amount") == ["8 against 9", "62 or more against 93"]
    assert said(ax, "detail") == ["gap +1", "gap not known"]
    assert places(ax, "least") == [62]
    assert lines(ax, "least")[0].get_markerfacecolor() == "white"
    assert [line.get_xdata().tolist() for line in lines(ax, "join")] == [[8, 9]]
    assert len(lines(ax, "arrow")) == 1
    assert not lines(ax, "silent")
    assert "Hollow, on the scale: so much or more, as some years are not reported." in " ".join(
        one(ax, "foot").split()
    )
    words = af.describe(ax)
    assert "Azerbaijan: 62 or more against 93, gap not known" in words
    assert "1 not reported in all years by supplier." in words
    assert "by recipient." not in words
    known = af.plot_discrepancies(frame.iloc[[1]], scale=scale)
    assert "Hollow" not in one(known, "foot")


def test_a_small_gap_between_bounds_of_either_sign_is_drawn(tmp_path):
    """A gap of 0.1 that may be anything from -12 to 12 was refused as being outside its bounds."""
    rows = make(
        {
            "reporter": ["supplier", "recipient"],
            "value": [5.0, 5.1],
            "low": [0.0, 0.0],
            "high": [12.0, 12.0],
        }
    )
    gap = af.discrepancies(rows, between=("supplier", "recipient"))
    figures = gap[["value", "low", "high"]].abs().values.tolist()
    assert figures == [pytest.approx([0.1, 12, 12])]
    ax = af.plot_discrepancies(gap)
    assert "own calculation" in af.describe(ax)
    plt.close(ax.figure)
    assert af.write_table(gap, tmp_path / "gap.html").stat().st_size


def test_the_foot_speaks_of_no_row_that_is_not_there():
    """It named windows as if nobody reported, also those that a user had left out."""
    told = b"""2010,Germany,Brazil,I. Battle tanks,114,major_export
2010,Germany,Brazil,I. Battle tanks,88,major_import
2013,Germany,Brazil,I. Battle tanks,10,major_export
2010,Germany,Chile,I. Battle tanks,181,major_import"""
    records = af.read_unroca(b"year,exporter,importer,category,num_items,table\n" + told)
    found = af.discrepancies(records, between=("supplier", "recipient"), by=("recipient", "category"))
    words = af.describe(af.plot_discrepancies(found))
    assert "Brazil, 2010: 114 against 88" in words
    assert "No figure" not in words
    # of Chile there is a row of 2010, and of Brazil one of 2013
    assert "No figure" not in af.describe(af.plot_discrepancies(found[found["unreported"] != ""]))


def test_the_foot_names_a_row_in_which_neither_side_has_a_figure():
    """Both report that Chile got tanks in 2013, and neither says how many."""
    given = pd.DataFrame(
        {
            "reporter": ["supplier", "recipient"] * 2,
            "recipient": ["Brazil"] * 2 + ["Chile"] * 2,
            "year": [2010, 2010, 2013, 2013],
            "value": [114, 88, None, None],
        }
    )
    records = af.to_records(
        given, supplier="Germany", stage="delivery", unit="pieces", category="un:I", source="unroca"
    )
    found = af.discrepancies(records, between=("supplier", "recipient"), by=("supplier", "recipient"))
    words = af.describe(af.plot_discrepancies(found))
    assert "No figure: Chile 2013." in words.replace("\N{NO-BREAK SPACE}", " ")
    assert words.count("No figure") == 1


@pytest.mark.parametrize(
    ("category", "title"),
    [
        ("", "Arms transfers as suppliers and recipients report them"),
        ("un:I", "Battle tanks: what suppliers and recipients report"),
    ],
)
def test_a_title_of_all_flows_names_the_goods_they_are_of(category, title):
    keys = ["supplier", "recipient", *filter(None, ["category" if category else ""])]
    flows = [("RUS", "IND"), ("FRA", "EGY")]
    rows = [(*flow, *filter(None, [category]), 2015, 2015, exact(2.0), exact(3.0)) for flow in flows]
    assert af.plot_discrepancies(discrepancies(*rows, keys=keys)).get_title("left") == title
