"""Colours: told apart by every eye, the same in every chart, readable."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib import colors as mcolors

import armsflow as af
from armsflow.charts.draw import style
from tests.frames import FUZZ
from tests.pictures import picture
from tests.reading import colour
from tests.summary_frames import NAN, annual_rates, concentration, shares, totals

LISTED = dict(zip(*(af.table("supplier_colours.csv")[c] for c in ("party", "colour")), strict=True))


def test_one_supplier_has_one_colour_in_every_chart():
    stacks = {
        group.get_label(): colour(group[0]) for group in picture("plot_shares, three windows").containers
    }
    bars = {group.get_label(): colour(group[0]) for group in picture("plot_totals, groups").containers}
    assert stacks["RUS"] == bars["RUS"] == "#CA3415"
    assert stacks["ISR"] == bars["ISR"]
    assert stacks["others"] == bars["others"] == style.OTHERS
    assert stacks["unk:supplier"] == style.UNKNOWN


def test_what_is_pale_has_an_edge_and_nothing_else_has():
    rows = [(code, 2015, 2019, value, value, value, 0, 0.0) for code, value in (("NOR", 2e9), ("USA", 1e9))]
    ax = af.plot_totals(totals(["supplier"], *rows), highlight=["NOR", "USA"])
    pale, dark = (bars[0] for bars in ax.containers)
    assert style.luminance(mcolors.to_hex(pale.get_facecolor())) > 0.5
    contrast = 1.05 / (style.luminance(mcolors.to_hex(pale.get_edgecolor())) + 0.05)
    assert contrast > 3  # WCAG 2.1, 1.4.11: of what is needed to understand a graphic
    assert pale.get_linewidth() > 0 == dark.get_linewidth()


def linear(colours):
    values = np.array([mcolors.to_rgb(colour_) for colour_ in colours])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIE 1976 L*a*b* of linear sRGB, white point D65."""
    matrix = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.clip(rgb, 0, 1) @ np.array(matrix).T / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    parts = [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])]
    return np.stack(parts, axis=1)


# Machado, Oliveira and Fernandes 2009, severity 1: protanopia, deuteranopia, tritanopia
SIGHT = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
               [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
               [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
               [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def cie94(a, b):
    """Colour difference ΔE*94 (graphic arts), with the mean chroma of the two."""
    chroma_a, chroma_b = np.hypot(*a[1:]), np.hypot(*b[1:])
    chroma = np.sqrt(chroma_a * chroma_b)
    hue = max((a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2 - (chroma_a - chroma_b) ** 2, 0)
    return np.sqrt(
        (a[0] - b[0]) ** 2
        + ((chroma_a - chroma_b) / (1 + 0.045 * chroma)) ** 2
        + hue / (1 + 0.015 * chroma) ** 2
    )


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_of_suppliers_differ_for_every_eye(sight):
    colours = [*LISTED.values(), style.OTHERS, style.UNKNOWN]
    seen = lab(linear(colours) @ np.array(SIGHT[sight]).T)
    pairs = {(i, j): cie94(seen[i], seen[j]) for i, j in itertools.combinations(range(len(seen)), 2)}
    assert min(pairs.values()) > 8
    assert min(d for (i, j), d in pairs.items() if j < 6) > 18


def test_the_largest_suppliers_differ_in_grey_too():
    grey = np.sort(lab(linear(list(LISTED.values())[:6]))[:, 0])
    assert np.diff(grey).min() > 4


def test_colours_that_are_not_listed_are_made_from_the_code():
    assert "PAK" not in LISTED
    assert style.supplier_colour("PAK") == style.supplier_colour("PAK")
    assert style.supplier_colour("PAK") != style.supplier_colour("IND")


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_of_groups_differ_for_every_eye(sight):
    seen = lab(linear(style.GROUPS) @ np.array(SIGHT[sight]).T)
    assert min(cie94(a, b) for a, b in itertools.combinations(seen, 2)) > 14


def test_the_first_groups_differ_in_grey_too():
    grey = np.sort(lab(linear(style.GROUPS[:4]))[:, 0])
    assert np.diff(grey).min() > 12


def test_colours_that_are_made_are_of_three_lightnesses_whatever_their_hue():
    made = [style.supplier_colour(f"X{place:02d}") for place in range(60)]
    assert len(set(made)) > 50
    lightness = lab(linear(made))[:, 0]
    assert {int(value) for value in lightness.round()} <= {*range(37, 40), *range(51, 54), *range(67, 70)}


def test_suppliers_of_the_table_are_parties():
    assert len(af.party_name(list(LISTED))) == len(set(LISTED.values())) == 21


@pytest.mark.parametrize("name", LISTED)
def test_labels_are_readable_on_every_colour(name):
    light = style.luminance(LISTED[name])
    ink = style.luminance(style.ink_on(LISTED[name]))
    assert (max(light, ink) + 0.05) / (min(light, ink) + 0.05) > 4


@pytest.mark.parametrize("name", LISTED)
def test_lines_and_words_in_every_colour_are_readable_on_white(name):
    line, words = style.stroke(LISTED[name]), style.written(LISTED[name])
    assert 1.05 / (style.luminance(line) + 0.05) >= 3  # WCAG 2.1, 1.4.11
    assert 1.05 / (style.luminance(words) + 0.05) >= 4.5  # 1.4.3
    # what is dark enough stays as it is, and the rest keeps its hue
    hues = [mcolors.rgb_to_hsv(mcolors.to_rgb(each))[0] for each in (LISTED[name], line, words)]
    assert np.ptp(hues) < 0.02
    assert (line == LISTED[name]) == (1.05 / (style.luminance(LISTED[name]) + 0.05) >= 3)


GROUPS_OF_SIX = list(
    itertools.combinations("USA RUS FRA CHN DEU ITA GBR ISR ESP KOR SUN NLD UKR TUR".split(), 6)
)


@pytest.mark.fuzz
@pytest.mark.parametrize("lines", [False, True])
def test_any_six_large_suppliers_differ_in_grey(lines):
    for six in GROUPS_OF_SIX[:: 1 if FUZZ else 41]:
        colours = style.Palette().groups(six, key="supplier", lines=lines)
        grey = np.sort(lab(linear(list(colours.values())))[:, 0])
        assert np.diff(grey).min() > 4, six
        if lines:
            assert grey.max() < 62


def test_parties_without_a_listed_colour_differ_in_one_picture():
    four = ["ARM", "AZE", "IND", "EGY"]
    colours = style.group_colours(four, key="recipient")
    seen = lab(linear([colours[code] for code in four]))
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 12


def test_colours_that_a_user_gives_are_not_changed():
    colours = style.Palette(given={"RUS": "#132D95", "CHN": "#FFFF99"}).groups(
        ["USA", "RUS", "CHN"], key="supplier", lines=True
    )
    assert colours == {"USA": "#132D95", "RUS": "#132D95", "CHN": "#FFFF99"}


PALE = ("CHN", "NOR", "UKR")


@pytest.mark.parametrize("chart", ["plot_lines", "plot_slopes", "plot_concentration", "plot_annual_rates"])
def test_pale_suppliers_are_drawn_and_written_dark_enough(chart):
    parts = [
        (code, year, year, p, p, p)
        for year in (2020, 2021)
        for code, p in zip(PALE, (0.3, 0.5, 0.2), strict=True)
    ]
    frames = {
        "plot_lines": lambda: totals(["supplier"], *((*row[:3], *row[3:], 0, 0.0) for row in parts)),
        "plot_slopes": lambda: shares(*parts, keys=("supplier",)),
        "plot_concentration": lambda: concentration(
            *((code, y, y, h, h, h, "", NAN, 2) for code, y, _, h, *_ in parts), keys=("supplier",)
        ),
        "plot_annual_rates": lambda: annual_rates(
            *((code, "IND", "delivery", 2020, 2020, 2.0, 1.0, 3.0, 0) for code in PALE)
        ),
    }
    options = {"highlight": PALE} if chart == "plot_slopes" else {}
    ax = getattr(af, chart)(frames[chart](), **options)
    ours = [line for line in ax.lines if line.get_label() in (*PALE, "slope", "whisker", "value", "line")]
    assert len(ours) >= 3
    inks = {mcolors.to_hex(line.get_color()).upper() for line in ours}
    assert all(1.05 / (style.luminance(ink) + 0.05) >= 3 for ink in inks), inks
    words = {mcolors.to_hex(text.get_color()) for text in ax.texts}
    assert all(1.05 / (style.luminance(ink) + 0.05) >= 4.5 for ink in words), words


def test_two_suppliers_that_come_to_one_colour_are_told_apart_in_one_picture():
    codes = [f"{a}{b}{c}" for a, b, c in itertools.product("ABCDEFGHIJ", repeat=3)]
    made = {}
    pair = next(
        (made[colour], code)
        for code in codes
        if (colour := style._from_code(code)) in made or made.update({colour: code})
    )
    assert style.supplier_colour(pair[0]) == style.supplier_colour(pair[1])
    first, second = style.group_colours(pair, key="supplier").values()
    assert first != second
    assert style.group_colours(pair[::-1], key="supplier") == style.group_colours(pair, key="supplier")
    assert style.group_colours(["RUS", "others"], key="supplier") == {
        "others": style.OTHERS, "RUS": style.supplier_colour("RUS"),
    }  # fmt: skip


def test_more_groups_than_there_are_colours_end_all_the_same(monkeypatch):
    """Nobody tries for ever to find one that looks like none of the others."""
    monkeypatch.setattr(style, "_looks_like", lambda colour, others: True)
    colours = style.group_colours(["AND", "SMR"], key="supplier")
    assert set(colours) == {"AND", "SMR"}
