"""What is drawn alone is named: in the title, at the end of its line, and in words."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

import armsflow as af
from tests.frames import made


def records(**columns):
    """Deliveries to India in two years: three of four parts from Russia."""
    given = pd.DataFrame({"supplier": ["RUS", "USA"] * 2, "value": [75, 25, 60, 20]})
    given = given.assign(year=[2019, 2019, 2020, 2020], **columns)
    return made(given, recipient="IND", stage="delivery", unit="TIV", source="invented")


def spending(*parties):
    rows = [(party, year, 100.0 + year - 2019) for party in parties for year in (2019, 2020)]
    given = pd.DataFrame(rows, columns=["party", "year", "value"])
    return given.assign(unit="USD", prices="current", estimated=False, uncertain=False, release="2025")


def of_one(frame, key="supplier", code="RUS"):
    return frame[frame[key] == code]


def title_of(ax):
    """The title of a chart, in one line."""
    return " ".join(ax.get_title(loc="left").split())


@pytest.mark.covering(1)
@pytest.mark.parametrize("within", [None, "recipient"])
def test_a_line_of_one_share_has_a_name_at_its_end(within):
    ax = af.plot_lines(of_one(af.shares(records(), within=within)))
    assert "Russia" in [text.get_text() for text in ax.texts]
    assert "Line over 2 years: Russia: from 75 in 2019 to 75 in 2020." in af.describe(ax)


def test_a_line_that_its_title_names_has_no_name_again():
    ax = af.plot_lines(of_one(af.totals(records())))
    assert title_of(ax) == "Arms from Russia"
    assert "Russia" not in [text.get_text() for text in ax.texts]
    assert "Line over 2 years: from 75 in 2019 to 60 in 2020." in af.describe(ax)


@pytest.mark.covering(1)
@pytest.mark.parametrize("draw", [af.plot_dumbbells, af.plot_lines, af.plot_shares])
def test_shares_of_one_supplier_name_it_and_say_of_what_they_are(draw):
    """A chart of what the United States sent to each ally named them nowhere."""
    one = of_one(af.shares(records()))
    ax = draw(pd.concat([one, one.assign(recipient="PAK")]))
    assert title_of(ax) == "Arms from Russia, by recipient"
    assert "Per cent of all deliveries to the recipient in TIV" in af.describe(ax)


def test_shares_of_one_recipient_or_category_name_it_too():
    shares = af.shares(records(), of="recipient", within="supplier")
    ax = af.plot_dumbbells(shares)
    assert title_of(ax) == "Arms to India, by supplier"
    assert "Per cent of all deliveries by the supplier in TIV" in af.describe(ax)
    shares = af.shares(records(category=["aircraft", "ships"] * 2), of="category", within=None)
    assert "Aircraft" in title_of(af.plot_lines(of_one(shares, "category", "aircraft")))


def test_panels_of_one_share_each_have_a_name_once():
    shares = af.shares(records(), within=None)
    axes = af.plot_lines(shares, facet="supplier")
    texts = [text.get_text() for ax in axes[0].figure.axes for text in ax.texts]
    assert texts.count("Russia") == 1


def test_lines_of_shares_say_the_part_that_they_have_alike():
    given = af.shares(records(category="aircraft"), of=["supplier", "category"], within=None)
    said_of = af.describe(af.plot_lines(given))
    assert "Russia, Aircraft: from 75 in 2019 to 75 in 2020" in said_of


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("language", "title"), [("en", "Military spending of Estonia"), ("de", "Militärausgaben: Estland")]
)
def test_the_spending_of_one_is_named(language, title):
    assert title_of(af.plot_lines(spending("EST"), language=language)) == title
    assert title_of(af.plot_lines(spending("EST", "LVA"))) == "Military spending"


@pytest.mark.parametrize(
    "chart",
    [
        af.plot_areas,
        *(pytest.param(plot, marks=pytest.mark.sweep) for plot in (af.plot_lines, af.plot_totals)),
        pytest.param(af.plot_dumbbells, marks=pytest.mark.sweep),
    ],
)
def test_a_title_says_what_all_have_alike_in_a_key_of_the_users_own(chart):
    one = af.totals(records(in_war=True), by="in_war")
    assert title_of(chart(one)) == "Arms transfers, in war: yes"
    many = af.totals(records(in_war=False), by=["supplier", "in_war"])
    assert "in war: no" in title_of(chart(many))
    assert "in war: Not given" in title_of(chart(af.totals(records(in_war=""), by="in_war")))


def test_concentration_says_what_all_have_alike():
    index = af.concentration(records(war="Kargil"), within="war")
    for chart in (af.plot_concentration, af.plot_lines):
        assert title_of(chart(index)).endswith(", war: Kargil")


def test_a_matrix_says_what_all_have_alike():
    sums = af.totals(records(war="Kargil"), by=["supplier", "recipient", "war"], over=(2019, 2020))
    assert title_of(af.plot_matrix(sums)) == "Arms to India, by supplier, war: Kargil"


def test_a_choice_that_is_a_key_is_said_once():
    one = af.where(records(local_production=[True, False] * 2), local_production=True)
    title = "Arms from Russia, made under licence"
    assert title_of(af.plot_totals(af.totals(one, by=["supplier", "local_production"]))) == title
    assert title_of(af.plot_totals(af.totals(one, by="supplier"))) == title


def test_several_choices_have_commas_between_them():
    """They read as one: "condition second-hand description UAV and armed UAV"."""
    all_have = {
        "condition": "second-hand",
        "local_production": False,
        "description": ["UAV", "armed UAV"] * 2,
    }
    some = af.where(
        records(**all_have), condition="second-hand", description=["UAV", "armed UAV"], local_production=False
    )
    title = title_of(af.plot_totals(af.totals(some, by="supplier"))).replace("\n", " ")
    assert title.endswith(", condition second-hand, description UAV and armed UAV, not made under licence")


# --- titles by keys of the user's own ------------------------------------------------------------


WARS = ["Kargil", "Siachen"] * 2


@pytest.mark.covering(2)
@pytest.mark.parametrize("chart", [af.plot_dumbbells, af.plot_shares, af.plot_lines, af.plot_slopes])
def test_shares_by_a_key_of_the_users_own_are_titled_by_it(chart):
    shares = af.shares(records(war=WARS), of="war")
    assert title_of(chart(shares)) == "Arms to India, by war"


def test_underscores_of_a_key_are_spaces():
    shares = af.shares(records(at_war=WARS), of="at_war", within=None)
    assert title_of(af.plot_shares(shares)) == "Arms transfers, by at war"


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Arms to India, by local production"),
        ("fr", "Livraisons d’armes à l’Inde, par production locale"),
    ],
)
def test_local_production_has_a_name_in_titles(language, title):
    shares = af.shares(records(local_production=[True, False] * 2), of="local_production")
    assert title_of(af.plot_shares(shares, language=language)) == title


def test_the_way_of_supply_has_a_name_in_titles_of_shares_and_coverage():
    aid = records(procured=["stockpile", "procurement"] * 2).assign(stage="aid")
    shares = af.shares(aid, of="procured")
    assert title_of(af.plot_shares(shares, language="fr")).endswith(", par mode de fourniture")
    covered = af.plot_coverage(af.coverage(aid, by="procured"))
    assert title_of(covered) == "What the records cover, by way of supply"


# --- categories that were chosen -------------------------------------------------------------------


def test_a_category_with_a_name_of_its_own_stands_behind_a_colon():
    given = pd.DataFrame({"supplier": ["RUS"] * 2, "recipient": ["IND", "CHN"], "value": [3, 2]})
    sums = made(given, year=2020, category="un:IV", stage="delivery", unit="pieces")
    sums = af.totals(af.where(sums, category="un:IV"), by=["supplier", "recipient"])
    title = title_of(af.plot_totals(sums))
    assert title.startswith("Arms from Russia, by recipient: Combat aircraft")


def test_a_category_in_words_stands_behind_a_comma():
    sums = af.totals(af.where(records(category="aircraft"), category="aircraft"))
    assert title_of(af.plot_totals(sums)) == "Arms transfers, by supplier, aircraft"


# --- spending ----------------------------------------------------------------------------------------


def shares_of_gdp(**columns):
    """Spending of two parties in two years in parts of their GDP, one of the four figures null."""
    frame = spending("EST", "LVA").assign(value=[0.02, 0.03, 0.01, None], unit="share of GDP")
    return frame.assign(**columns)


UNCERTAIN = "Figures that the source calls highly uncertain:"


@pytest.mark.covering(1)
@pytest.mark.parametrize("unit", ["share of GDP", "share of government spending", "USD per person"])
def test_figures_that_do_not_add_say_how_many_are_estimates(unit):
    # of the three that are known two are estimates; the null one is none
    frame = shares_of_gdp(estimated=[True, True, False, True], unit=unit)
    ax = af.plot_lines(frame)
    sentence = "Figures that the source estimates: 2 of 3."
    assert sentence in af.describe(ax)
    assert sentence in foot_of(ax)
    assert "estimates" not in af.describe(af.plot_lines(frame.assign(estimated=False)))
    assert "estimates" not in af.describe(af.plot_lines(frame, estimates=False))
    assert "Von der Quelle geschätzte Zahlen: 2 von 3." in af.describe(ax, language="de")


@pytest.mark.covering(1)
@pytest.mark.parametrize("of", [lambda frame: frame, pl.from_pandas], ids=["pandas", "polars"])
def test_spending_says_how_many_figures_are_highly_uncertain(of):
    frame = shares_of_gdp(uncertain=[False, True, False, True])
    ax = af.plot_lines(of(frame))
    assert f"{UNCERTAIN} 1 of 3." in af.describe(ax)
    assert f"{UNCERTAIN} 1 of 3." in foot_of(ax)
    dollars = spending("EST", "LVA").assign(uncertain=[True, None, True, False], estimated=True)
    said = af.describe(af.plot_lines(of(dollars)))
    assert f"{UNCERTAIN} 2 of 4." in said
    assert "Estimated by the source: 100 per cent of all." in said
    assert "Figures that the source estimates" not in said
    assert "uncertain" not in af.describe(af.plot_lines(of(spending("EST", "LVA"))))


def foot_of(ax):
    """The words below a chart, in one line."""
    return " ".join(" ".join(text.get_text().split()) for text in ax.texts if "ource" in text.get_text())


def indicator(code, *values):
    """What the World Bank lists of Italy, one figure a year from 2019 on."""
    years = ",".join(str(2019 + n) for n in range(len(values)))
    cells = ",".join(map(str, values))
    head = f"Last Updated Date,2018-11-14\nCountry Name,Country Code,Indicator Code,{years}\n"
    text = f"{head}Italy,ITA,{code},{cells}\n"
    return af.read_wdi(text.encode())


BANK = {
    "en": "Source: World Bank, World Development Indicators{}, release 2018-11-14;",
    "de": "Quelle: Weltbank, World Development Indicators{}, Ausgabe 2018-11-14;",
    "fr": "Source : Banque mondiale, World Development Indicators{}, édition 2018-11-14 ;",
    "es": "Fuente: Banco Mundial, World Development Indicators{}, edición 2018-11-14;",
    "ru": "Источник: Всемирный банк, World Development Indicators{}, выпуск 2018-11-14;",
}
OF_SIPRI = {
    "en": " (data of SIPRI)",
    "de": " (Daten von SIPRI)",
    "fr": " (données du SIPRI)",
    "es": " (datos del SIPRI)",
    "ru": " (данные SIPRI)",
}


@pytest.mark.covering(2)
@pytest.mark.parametrize("language", BANK)
def test_figures_of_the_world_bank_name_it_and_not_sipri(language):
    """A chart named SIPRI's database, in a release that is the World Bank's day."""
    for code, of_sipri in (("MS.MIL.XPND.CD", OF_SIPRI[language]), ("NY.GDP.MKTP.CD", "")):
        frame = indicator(code, 1e9, 2e9)
        drawn = [af.plot_lines(frame), af.plot_totals(af.totals(af.to_records(frame), by="recipient"))]
        for ax in drawn:
            said = " ".join(af.describe(ax, language=language).replace("\u00a0", " ").split())
            assert BANK[language].format(of_sipri) in said


def test_who_gives_a_spending_frame_is_named():
    frame = spending("EST")
    assert "Source: SIPRI Military Expenditure Database, release 2025;" in af.describe(af.plot_lines(frame))
    own = frame.assign(source=["A ministry", None])
    assert "Source: A ministry, release 2025 and spending as given, release 2025" in af.describe(
        af.plot_lines(own)
    ).replace("; spending", " and spending")
    unsaid = frame.drop(columns="uncertain")
    assert "Source: spending as given, release 2025;" in af.describe(af.plot_lines(unsaid))


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("code", "values", "title", "measured", "german"),
    [
        ("SP.POP.TOTL", (45e6, 50e6), "Population of Italy", "Million persons", "Bevölkerung: Italien"),
        ("MS.MIL.TOTL.P1", (90e3, 80e3), "Armed forces of Italy", "Persons", "Streitkräfte: Italien"),
        (
            "NY.GDP.MKTP.CD",
            (2e12, 1e12),
            "GDP of Italy",
            "Trillion US dollars, current prices",
            "BIP: Italien",
        ),
        ("NY.GDP.PCAP.CD", (3e4, 2e4), "GDP of Italy", "US dollars per person", "BIP: Italien"),
        (
            "MS.MIL.XPND.GD.ZS",
            (2, 1),
            "Military spending of Italy",
            "Per cent of GDP",
            "Militärausgaben: Italien",
        ),
    ],
)
def test_the_title_says_what_a_frame_counts(code, values, title, measured, german):
    """A chart of GDP, of people or of soldiers was called military spending."""
    frame = indicator(code, *values)
    ax = af.plot_lines(frame)
    assert title_of(ax) == title
    assert f". {measured}, 2019–20. " in af.describe(ax)
    assert title_of(af.plot_lines(frame, language="de")) == german


def test_a_measure_of_the_users_own_is_the_title():
    own = spending("EST").assign(measure="defence budget, net")
    assert title_of(af.plot_lines(own)) == "Defence budget, net of Estonia"


def test_two_measures_are_not_drawn_as_one():
    both = pd.concat(
        [indicator("NY.GDP.MKTP.CD", 1, 2), indicator("MS.MIL.XPND.CD", 1, 2).assign(party="POL")]
    )
    with pytest.raises(af.ArgumentError, match=r"measure is 'GDP', 'military spending'; draw one .*== 'GDP'"):
        af.plot_lines(both)


def test_a_figure_that_excel_has_cut_keeps_its_bounds_in_a_chart():
    """2E+9 may be 1.5 to 2.5 billion."""
    frame = indicator("MS.MIL.XPND.CD", "2E+9", "4E+9")
    assert frame["low"].tolist() == [1.5e9, 3.5e9]
    assert "Tint: lowest to highest" in foot_of(af.plot_lines(frame))
    assert "Tint" not in foot_of(af.plot_lines(indicator("MS.MIL.XPND.CD", 2e9, 4e9)))


def undisclosed(counts, by=(), first=2010):
    """Sums of spending by five states, of which as many as are counted have no figure in a year."""
    rows = [
        {"party": party, "year": first + place, "value": None if number < count else 10.0}
        for place, count in enumerate(counts)
        for number, party in enumerate(["ARE", "SAU", "OMN", "QAT", "KWT"])
    ]
    given = pd.DataFrame(rows).assign(unit="USD", measure="military spending")
    return af.totals(made(given), by=by)


def test_every_run_of_undisclosed_years_is_named():
    said = af.describe(af.plot_lines(undisclosed([1, 2, 2, 4, 4, 4, 3, 4])))
    counts = "1 in 2010, 2 in 2011–12, 4 in 2013–15, 3 in 2016, 4 in 2017"
    assert f"Undisclosed, and so in no sum: {counts}." in said


def test_of_many_runs_the_range_and_the_last_are_named():
    said = af.describe(af.plot_lines(undisclosed([1, 2, 1, 3, 2, 4, 3, 2])))
    assert "Undisclosed, and so in no sum: between 1 and 4 a year; 2 in 2017." in said


def test_of_many_runs_of_windows_the_range_and_the_last_are_named():
    years = [each for each in [1, 2, 1, 3, 1, 2, 1] for _ in range(2)]
    rows = undisclosed(years)
    assert rows["undisclosed"].tolist() == years
    wide = rows[::2].assign(end=rows["end"][::2] + 1, undisclosed=[2 * each for each in years[::2]])
    wide = wide.assign(period=[f"{first}–{first + 1 - 2000}" for first in wide["start"]])
    said = af.describe(af.plot_lines(wide))
    assert "Undisclosed, and so in no sum: between 2 and 6 in each window; 2 in 2022–23." in said


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Military spending, "), ("fr", "Dépenses militaires"), ("ru", "Военные расходы")],
)
def test_the_subtitle_of_spending_speaks_of_no_payments(language, words):
    sums = undisclosed([0, 0], by="recipient").assign(value=5e7, low=5e7, high=5e7)
    for chart in (af.plot_lines, af.plot_totals, af.plot_areas, af.plot_dumbbells):
        said = af.describe(chart(sums, language=language))
        assert words in said
        assert not {"Payments", "Paiements", "Платежи"} & {*said.replace(",", "").split()}


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "military spending"),
        ("de", "Prozent der Militärausgaben"),
        ("fr", "en pour cent des dépenses militaires"),
        ("es", "porcentaje del gasto militar"),
        ("ru", "военных расходов"),
    ],
)
def test_shares_of_spending_are_no_shares_of_payments(language, words):
    given = spending("EST", "LVA").drop(columns=["estimated", "uncertain"])
    given = given.assign(measure="military spending")
    shares = af.shares(made(given).assign(group="x"), of="recipient", within="group")
    said = af.describe(af.plot_shares(shares, language=language)).casefold()
    assert words.casefold() in said
