"""The unknown: among the others where it is little, by itself where it matters or is named."""

from __future__ import annotations

import pytest

import armsflow as af
from tests.frames import make
from tests.reading import one, said
from tests.summary_frames import NAN, TIV, changes, exact_pairs, shares, totals

NOTE = "“Others” includes unknown parties, under 1 per cent of all."


def sums(unknown, others=300.0, high=None):
    rows = [("RUS", 600.0), ("USA", 100.0), ("others", others), ("unk:supplier", unknown)]
    return totals(
        ["supplier"],
        *((c, 2020, 2024, v, v, high if high and c[:3] == "unk" else v, 0, 0.0) for c, v in rows if v >= 0),
        **TIV,
    )


def rows_of(frame, **options):
    ax = af.plot_totals(frame, **options)
    return dict(zip(said(ax, "row"), said(ax, "amount"), strict=True)), af.describe(ax)


def test_little_that_is_unknown_joins_the_others_and_the_words_say_so():
    rows, words = rows_of(sums(4.0))
    assert rows == {"Russia": "600", "United States": "100", "Others": "304"}
    assert NOTE in words


@pytest.mark.covering(3)
@pytest.mark.parametrize(
    ("frame", "options"),
    [
        (sums(50.0), {}),  # 5 per cent
        (sums(4.0, high=50.0), {}),  # perhaps 5 per cent
        (sums(4.0, others=-1), {}),  # no others to join
        (sums(4.0), {"highlight": "unk:supplier"}),
        (sums(4.0), {"colours": {"unk:supplier": "red"}}),
        (sums(4.0), {"labels": {"unk:supplier": "Not known"}}),
    ],
)
def test_what_matters_or_is_named_stands_by_itself(frame, options):
    rows, words = rows_of(frame, **options)
    assert len(rows) == len(frame)
    assert NOTE not in words


def test_what_is_not_disclosed_is_never_little():
    frame = sums(4.0)
    frame.loc[3, ["value", "low", "high"]] = NAN
    assert rows_of(frame)[0]["Unknown supplier"] == "not disclosed"


def test_estimates_are_weighed_and_shares_stay_within_the_whole():
    frame = sums(4.0).assign(estimated=[0.0, 0.0, 0.5, 1.0])
    ax = af.plot_totals(frame)
    paler = [patch.get_width() for patch in ax.patches if patch.get_label() == "estimated"]
    assert paler == pytest.approx([0.5 * 300 + 4])
    parts = shares(
        *(
            (code, 2020, 2024, part, part, part)
            for code, part in (("RUS", 0.7), ("others", 0.295), ("unk:supplier", 0.005))
        ),
        keys=("supplier",),
    )
    stack = af.plot_shares(parts)
    assert [bar.get_height() for group in stack.containers for bar in group] == pytest.approx([70, 30])


def test_in_one_stack_it_may_matter_though_not_in_all():
    rows = [
        (recipient, supplier, 2020, 2024, part, part, part)
        for recipient, unknown in (("ARM", 0.2), ("AZE", 0.001))
        for supplier, part in (("RUS", 0.7), ("others", 0.3 - unknown), ("unk:supplier", unknown))
    ]
    assert "Unknown supplier" in said(af.plot_shares(shares(*rows)), "group")


def test_pairs_are_judged_by_all_of_the_window():
    frame = exact_pairs(
        ("RUS", "ARM", 9e8), ("RUS", "others", 1e8), ("others", "ARM", 9e7), ("unk:supplier", "ARM", 3e6),
        ("RUS", "unk:recipient", 2e6),
    )  # fmt: skip
    ax = af.plot_matrix(frame)
    assert said(ax, "row") == ["Russia", "Others"]
    assert said(ax, "column") == ["Armenia", "Others"]
    assert NOTE in af.describe(ax)


def test_lines_of_the_others_hold_the_unknown():
    rows = [
        (code, year, year, value, value, value, 0, 0.0)
        for year in (2020, 2021)
        for code, value in (("RUS", 900.0), ("others", 100.0), ("unk:supplier", 2.0))
    ]
    ax = af.plot_lines(totals(["supplier"], *rows, **TIV))
    assert said(ax, "group") == ["Russia", "Others"]
    (line,) = [line for line in ax.lines if line.get_label() == "others"]
    assert line.get_ydata().tolist() == pytest.approx([102, 102])


def test_it_does_not_set_the_scale_of_changes():
    def bar(code, change):
        return (code, 2020, 2024, 1.0 + change, 1.0, change, change, change, 0)

    frame = changes(bar("RUS", 0.5), bar("USA", -0.2), bar("unk:supplier", 2.8))
    ax = af.plot_changes(frame, highlight="unk:supplier")
    assert ax.get_xlim()[1] < 60
    (broken,) = [line for line in ax.lines if line.get_label() == "break"]
    assert 45 < broken.get_xdata()[0] < ax.get_xlim()[1]
    assert said(ax, "amount")[-1] == "+280 %"
    assert "Broken bars: beyond the scale." in one(ax, "foot")
    # a fall beyond the scale is broken too
    frame = changes(bar("RUS", 0.5), bar("unk:supplier", -0.9))
    (broken,) = [
        line for line in af.plot_changes(frame, highlight="unk:supplier").lines if line.get_label() == "break"
    ]
    assert broken.get_xdata()[0] < 0.01
    # alone it has the scale for itself
    alone = af.plot_changes(changes(bar("unk:supplier", 2.8)))
    assert not [line for line in alone.lines if line.get_label() == "break"]


def test_descriptions_name_the_rest_and_call_nobody_smallest_who_is_not():
    told = af.describe(af.plot_totals(sums(50.0).assign(supplier=["RUS", "USA", "others", "unk:supplier"])))
    assert "4 bars: Russia: 600; United States: 100; Others: 300; Unknown supplier: 50." in told
    many = totals(
        ["supplier"],
        *(
            (code, 2020, 2024, v, v, v, 0, 0.0)
            for code, v in (("RUS", 600.0), ("USA", 200.0), ("FRA", 100.0), ("others", 900.0),
                            ("unk:supplier", 50.0))
        ),
        **TIV,
    )  # fmt: skip
    told = af.describe(af.plot_totals(many))
    assert (
        "5 bars: of those named, largest Russia: 600; then United States: 200; smallest France: 100; further "
        "Others: 900; Unknown supplier: 50."
    ) in told


HIDDEN = {"supplier": ["RUS", "ISR"] * 2, "start": [2015, 2015, 2020, 2020], "end": [2019, 2019, 2024, 2024]}


@pytest.mark.covering(3)
@pytest.mark.parametrize(
    ("plot", "summary"),
    [
        (af.plot_lines, af.totals),
        (af.plot_lines, af.shares),
        (af.plot_lines, af.concentration),
        (af.plot_areas, af.totals),
        (af.plot_dumbbells, af.totals),
        (af.plot_dumbbells, af.shares),
    ],
)
def test_a_chart_without_a_mark_is_refused(plot, summary):
    hidden = make({**HIDDEN, "value": [float("nan")] * 4})
    with pytest.raises(af.ArgumentError, match=r"nothing to draw: none of .*; 4 record\(s\) are undisclosed"):
        plot(summary(hidden))
    if summary is af.totals:
        # 0 is a figure
        plot(summary(make({**HIDDEN, "value": [0.0] * 4})))


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("plot", "summary", "words"),
    [
        (af.plot_shares, af.shares, "not known"),
        (af.plot_slopes, af.shares, "not known"),
        (af.plot_concentration, af.concentration, "not known"),
        (af.plot_totals, af.totals, "not disclosed"),
        (af.plot_changes, af.changes, "not known"),
    ],
)
def test_charts_that_have_words_in_place_of_figures_are_drawn(plot, summary, words):
    ax = plot(summary(make({**HIDDEN, "value": [float("nan")] * 4})))
    assert words in " ".join(text.get_text() for text in ax.texts)
