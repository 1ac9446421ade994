"""Titles: names in a sentence."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.text import choices, moved, names, titles
from tests.frames import made
from tests.summary_frames import deliveries


def test_names_take_the_article_in_a_sentence():
    frame = pd.DataFrame({"supplier": ["NLD"], "recipient": ["USA"]})
    assert titles.flow(frame, "name") == "Arms from the Netherlands to the United States"
    four = pd.DataFrame({"supplier": ["RUS"] * 4, "recipient": ["ARM", "AZE", "GEO", "IRN"]})
    assert titles.flow(four, "name") == "Arms from Russia"


def test_names_in_a_title_have_their_article_and_their_case():
    frame = pd.DataFrame({"recipient": ["SGS"], "supplier": ["unk:supplier"]})
    assert titles.flow(frame, "name") == (
        "Arms from unknown supplier to South Georgia and the South Sandwich Islands"
    )
    assert titles.flow(pd.DataFrame({"recipient": ["ARE"]}), "name") == "Arms to the United Arab Emirates"


def test_spending_is_not_called_arms():
    frame = pd.DataFrame({"recipient": ["ARM"], "dataset": "military spending"})
    assert titles.flows(frame, ["recipient"], "name") == "Military spending of Armenia"
    world = pd.DataFrame({"recipient": ["ARM", "AZE"], "dataset": "GDP"})
    assert titles.flows(world, ["recipient"], "name") == "GDP, by party"
    assert titles.of_arms("Recipients", world, [], "name") == "GDP"
    assert (
        titles.flows(world.assign(dataset="deals"), ["recipient"], "name") == "Arms transfers, by recipient"
    )


SPENDING = pd.DataFrame(
    {"party": ["FRA", "GBR"] * 10, "year": [y for y in range(2014, 2024) for _ in range(2)], "unit": "USD"}
).assign(value=[50e9, 60e9] * 5 + [50e9, 90e9] * 5, measure="military spending")


def test_charts_of_spending_do_not_speak_of_arms():
    records = made(SPENDING)
    windows = af.to_periods(records, 5, end=2023)
    titled = {
        af.plot_rankings(af.rankings(records, of="recipient", end=2023, partners=0)): "Military spending",
        af.plot_totals(af.totals(records, by="recipient", over=(2014, 2023))): "Military spending, by party",
        af.plot_changes(af.changes(windows, of="recipient")): "Change in military spending, by party",
        af.plot_lines(af.averages(records, by="recipient")): "Military spending, by party",
        af.plot_shares(af.shares(windows, of="recipient", within=None)): "Military spending",
        af.plot_dumbbells(af.shares(windows, of="recipient", within=None)): "Military spending",
        af.plot_map(af.totals(records, by="recipient", over=(2014, 2023))): "Military spending, by party",
    }
    for ax, title in titled.items():
        assert ax.get_title(loc="left").replace("\n", " ") == title
        assert "arms" not in af.describe(ax).casefold().replace("armsflow", "")


@pytest.mark.parametrize("plot", [af.plot_matrix, af.plot_flows])
def test_spending_goes_from_nobody_to_anybody(plot):
    pairs = af.totals(made(SPENDING), by=["supplier", "recipient"], over=(2014, 2023))
    with pytest.raises(af.ArgumentError, match="'military spending', which has no suppliers; draw it with"):
        plot(pairs)


@pytest.mark.sweep
def test_charts_of_licences_do_not_say_that_arms_were_supplied():
    given = {"supplier": ["NOR", "FRA"] * 10, "recipient": ["QAT", "IND"] * 10, "value": [3e8, 2e8] * 10}
    given["year"] = [year for year in range(2014, 2024) for _ in range(2)]
    records = made(given, stage="licence", unit="EUR", observed=(2014, 2023))
    titled = {
        af.plot_rankings(af.rankings(records, of="supplier", end=2023)): "Largest suppliers of licensed arms",
        af.plot_rankings(
            af.rankings(records, of="recipient", end=2023)
        ): "Largest recipients of licensed arms",
        af.plot_balances(af.balances(records, over=(2014, 2023))): "Arms licences, by party and side",
        af.plot_lines(
            af.balances(af.where(records, supplier="NOR"), whole="chosen")
        ): "Arms licences from and to Norway and Qatar",
    }
    for ax, title in titled.items():
        assert ax.get_title(loc="left").replace("\n", " ").startswith(title)


RECORDS = deliveries(
    supplier=["RUS", "USA", "RUS"], recipient=["IND", "IND", "EGY"], value=[3.0, 2.0, 1.0], year=2020
)


@pytest.mark.covering(3)
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Arms transfers to India, by supplier"),
        ("de", "Rüstungslieferungen an Indien, nach Lieferland"),
        ("fr", "Livraisons d’armes à l’Inde, par fournisseur"),
        ("es", "Entregas de armas a India, por proveedor"),
        ("ru", "Поставки вооружений в Индию, по поставщикам"),
    ],
)
def test_the_chosen_side_stands_before_the_keys(language, title):
    ax = af.plot_totals(af.totals(af.where(RECORDS, recipient="India"), by="supplier"), language=language)
    assert ax.get_title(loc="left") == title


@pytest.mark.parametrize(
    ("suppliers", "language", "title"),
    [
        (["Germany", "France", "Italy"], "en", "Arms licences from Germany, France and Italy to Algeria"),
        (
            ["Germany", "France", "Italy"],
            "de",
            "Rüstungsexportgenehmigungen aus Deutschland, Frankreich und Italien an Algerien",
        ),
        (["Germany", "France", "Italy", "Spain"], "en", "Arms licences from 4 selected suppliers to Algeria"),
    ],
)
def test_a_chosen_side_stands_behind_a_list_of_names_and_not_in_it(suppliers, language, title):
    sums = af.totals(
        af.where(
            made(
                {"supplier": suppliers, "value": [*range(len(suppliers))]}, recipient="Algeria", year=2012,
                stage="licence", unit="EUR",
            ),
            supplier=suppliers, recipient="Algeria",
        ),
        by="supplier",
    )  # fmt: skip
    ax = af.plot_totals(sums, language=language)
    assert ax.get_title(loc="left").replace("\n", " ") == title


def test_other_choices_stand_behind_the_keys():
    both = af.where(RECORDS.assign(category="aircraft"), recipient="India", category="aircraft")
    title = af.plot_totals(af.totals(both, by="supplier")).get_title(loc="left")
    assert title == "Arms transfers to India, by supplier, aircraft"


def title_of(summary, plot=af.plot_totals):
    return plot(summary).get_title(loc="left")


CHOOSERS = deliveries(
    supplier=["RUS", "RUS", "FRA", "FRA"], recipient=["IND", "CHN", "IND", "EGY"], year=2020,
    value=[3.0, 2.0, 1.0, 4.0], category=["aircraft", "ships", "ships", "ships"],
    observed_start=2020, observed_end=2020,
)  # fmt: skip


def chosen(**choices):
    return af.where(CHOOSERS, **choices)


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("first", "second", "by", "title", "note"),
    [
        # a choice of one row is none of the others
        (
            {"recipient": "India", "category": "aircraft"}, {"recipient": "China"}, "recipient",
            "Arms transfers, by recipient", "Chosen: to China; to India, aircraft.",
        ),
        (
            {"supplier": "Russia", "recipient": "India"}, {"supplier": "France"}, "supplier",
            "Arms transfers, by supplier", "Chosen: from France; from Russia to India.",
        ),
        (
            {"supplier": "Russia"}, {"supplier": "France", "category": "ships"}, "supplier",
            "Arms transfers, by supplier", "Chosen: from France, ships; from Russia.",
        ),
        # also where both are in one sum
        (
            {"supplier": "Russia"}, {"supplier": "France", "category": "ships"}, (),
            "Arms transfers", "Chosen: from France, ships; from Russia.",
        ),
        ({"supplier": "Russia", "category": "ships"}, {"supplier": "France", "recipient": "India"},
         "supplier", "Arms transfers, by supplier", "Chosen: from France to India; from Russia, ships."),
        # what all have stands in the title, and nothing is left to say
        (
            {"supplier": "Russia", "recipient": "India"}, {"supplier": "France", "recipient": "India"},
            "supplier", "Arms from France and Russia to India", "",
        ),
        ({"recipient": "India"}, {"recipient": "China"}, "supplier",
         "Arms transfers to China and India, by supplier", ""),
        ({"recipient": "India"}, {"recipient": "China"}, "recipient", "Arms to China and India", ""),
    ],
)  # fmt: skip
def test_a_title_names_what_was_chosen_of_all_rows(first, second, by, title, note):
    both = af.concat(chosen(**first), chosen(**second))
    ax = af.plot_totals(af.totals(both, by=by, absent="unknown"))
    assert ax.get_title(loc="left") == title
    words = af.describe(ax)
    assert note in words
    assert ("Chosen" in words) == bool(note)
    # the picture says it too
    assert any(note in text.get_text() for text in ax.texts)


def test_sums_of_other_choices_in_one_frame_are_not_called_sums_of_all_of_these():
    """Egypt's are from Russia and India's from France: no row is from both."""
    rows = {"supplier": ["RUS", "FRA", "RUS"], "recipient": ["IND", "IND", "EGY"], "value": [5.0, 3.0, 4.0]}
    given = made(pd.DataFrame(rows), year=2010, stage="delivery", unit="TIV", source="sipri")
    some = {by: af.totals(af.where(given, supplier=by), by="recipient") for by in ("RUS", "FRA")}
    both = pd.concat(
        [frame[frame["recipient"] == to] for frame, to in zip(some.values(), ("EGY", "IND"), strict=True)]
    )
    ax = af.plot_totals(both)
    assert ax.get_title(loc="left") == "Arms transfers, by recipient"
    assert "Chosen: from France; from Russia." in af.describe(ax)
    # a key that tells them apart says whose each is
    apart = af.totals(af.concat(*(af.where(given, supplier=by) for by in some)), by="supplier")
    assert "France and Russia" in title_of(apart)


def test_a_sum_of_all_and_of_some_is_called_neither():
    rest = CHOOSERS.assign(record=[f"rest {n}" for n in range(4)], dataset="other")
    sums = af.totals(af.concat(chosen(recipient="India").assign(dataset="other"), rest), by="supplier")
    assert set(sums["selection"]) == {"all | recipient=IND"}
    ax = af.plot_totals(sums)
    assert ax.get_title(loc="left") == "Arms transfers, by supplier"
    assert "Chosen: all; to India." in af.describe(ax)


def test_a_table_that_does_not_say_what_was_chosen_says_nothing_of_it():
    # such as a document is made of, whose columns may be the user's
    for given in ({"value": [1.0]}, {"selection": [None, None]}, {"selection": [""]}):
        assert choices.in_words(pd.DataFrame(given)) == ""
        assert choices.note(pd.DataFrame(given), "name") == ""
    assert moved.datasets(pd.DataFrame({"source": ["coarm", None], "dataset": [None, "totals"]})) == ""


def test_many_choices_are_counted():
    each = [chosen(recipient=to, category=of) for to, of in [("IND", "aircraft"), ("EGY", "ships")]]
    more = [chosen(recipient="CHN"), chosen(recipient="IND", category="ships")]
    summary = af.totals(af.concat(*each, *more), by="recipient", absent="unknown")
    assert "Chosen: to China; to Egypt, ships; to India, aircraft and 1 more." in af.describe(
        af.plot_totals(summary)
    )


def test_whose_they_are_follows_what_moves_where_there_is_no_key():
    assert title_of(af.totals(chosen(recipient="India"), by=())) == "Arms transfers to India"
    one = af.concentration(af.to_periods(chosen(recipient="India"), 5, end=2024), within=())
    title = title_of(one, af.plot_concentration)
    assert title.endswith(" to India")
    assert ", to" not in title


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Not given"), ("de", "Ohne Angabe"), ("fr", "Non renseigné"), ("es", "Sin indicar"),
     ("ru", "Не указано")],
)  # fmt: skip
def test_an_empty_key_is_not_called_by_its_window(language, name):
    joined = CHOOSERS.assign(bloc=["BRICS", "BRICS", "BRICS", None], start=[2019, 2020, 2020, 2020])
    joined = joined.assign(end=joined["start"], observed_start=2019)
    ax = af.plot_totals(af.totals(joined, by="bloc", over=(2019, 2020)), language=language)
    rows = [text.get_text() for text in ax.texts]
    assert name in rows
    assert not any(row.startswith("2019") for row in rows)
    for plot in (af.plot_lines, af.plot_areas):
        assert name in af.describe(plot(af.totals(joined, by="bloc", absent="none"), language=language))
    coverage = af.coverage(joined, by="bloc")
    assert name in af.describe(af.plot_coverage(coverage, language=language))
    mine = af.plot_totals(af.totals(joined, by="bloc", over=(2019, 2020)), labels={"": "No bloc"})
    assert "No bloc" in af.describe(mine)


def test_a_french_row_has_a_space_before_its_colon():
    frame = RECORDS.assign(item=["Su-30", "C-17", "T-90"])
    ax = af.plot_timeline(frame, items=True, language="fr")
    rows = [text.get_text() for text in ax.texts if text.get_label() == "row"]
    assert any(row.replace("\N{NO-BREAK SPACE}", " ").endswith(" : Su-30") for row in rows)


def test_tables_of_military_aid_alone_say_so_in_their_titles():
    """All rows of Kiel's procurement are military aid, and the title said "Aid to Ukraine"."""
    rows = {"supplier": ["USA"], "recipient": ["UKR"], "stage": ["aid"], "source": ["kiel"]}
    for dataset, title in {
        "procurement": "Military aid from the United States to Ukraine",
        "weapons": "Military aid from the United States to Ukraine",
        "allocations": "Aid from the United States to Ukraine",
    }.items():
        assert titles.flow(pd.DataFrame(rows).assign(dataset=dataset), "name") == title
    # a data set of that name from elsewhere says nothing
    other = pd.DataFrame(rows).assign(dataset="weapons", source="user")
    assert titles.flow(other, "name") == "Aid from the United States to Ukraine"


def test_kinds_of_heavy_weapons_are_called_by_their_names():
    assert choices.phrase("weapons", ["Tanks"], "name") == "tanks"
    assert choices.phrase("weapons", ["IFV", "MLRS"], "name") == (
        "infantry fighting vehicles and multiple rocket launchers"
    )
    # a column of one's own has words of its own
    assert choices.phrase("weapons", ["rifles"], "name") == "weapons rifles"


def test_ways_in_which_aid_was_procured_have_words():
    rows = made(
        {"procured": ["nato_purl", "stockpile", "procurement"], "value": [1.0, 2.0, 3.0]},
        supplier="USA", recipient="UKR", stage="aid", unit="EUR", year=2024, source="kiel",
        dataset="procurement",
    )  # fmt: skip
    told = af.describe(af.plot_totals(af.totals(rows, by="procured")))
    assert told.startswith("Military aid, by way of supply.")
    assert "Newly procured: €3.0; From stocks: €2.0; Through NATO’s PURL: €1.0" in told


def test_sums_of_spending_say_when_how_many_had_no_figure():
    """Of three states one has no figure from 2016 on, and the sum falls."""
    years = [2014, 2015, 2016, 2017]
    rows = pd.DataFrame(
        {"party": ["ARE", "SAU", "OMN"] * 4, "year": [year for year in years for _ in range(3)]}
    ).assign(value=[30.0, 50.0, 20.0] * 4, unit="USD", measure="military spending")
    rows.loc[(rows["party"] == "ARE") & (rows["year"] >= 2016), "value"] = float("nan")
    records = made(rows)
    sums = af.totals(records, by="stage")
    # 1 in 2014-15 would be none: only years with some are told apart from those without
    assert "Undisclosed, and so in no sum: 0 in 2014–15, 1 in 2016–17." in af.describe(af.plot_lines(sums))
    found = af.changes(records, "stage")
    told = {
        year: af.describe(af.plot_changes(found[found["period"] == year]))
        for year in ("2015", "2016", "2017")
    }
    assert "in no sum" not in told["2015"]
    assert "Undisclosed, and so in no sum: 0 in 2015, 1 in 2016." in told["2016"]
    assert "in no sum" not in told["2017"]


def test_tables_and_descriptions_say_whose_regions_are_meant(tmp_path):
    rows = made(
        {"recipient": ["Kenya", "Sudan"], "value": [5.0, 3.0]},
        supplier="France", stage="delivery", unit="TIV", year=2020, source="sipri",
    )  # fmt: skip
    for name, words in {
        "Sub-Saharan Africa": "Regions: as the United Nations list them (M49).",
        "SIPRI Sub-Saharan Africa": "Regions: as SIPRI lists them.",
    }.items():
        sums = af.totals(af.to_groups(rows, name, side="recipient"), by="recipient")
        sums = sums[sums["recipient"] != "others"]
        assert words in af.describe(af.plot_totals(sums))
        assert words in af.write_table(sums, tmp_path / "t.html").read_text()
        # chosen, and no column says it
        some = af.to_groups(af.where(rows, recipient=name), name, side="recipient")
        ranked = af.totals(some, by="supplier")
        assert words in af.describe(af.plot_totals(ranked))
        assert words in af.write_table(ranked, tmp_path / "t.html").read_text()


def test_others_are_not_the_unknown_where_these_stand_apart():
    rows = {"supplier": ["RUS", "others", "unk:supplier"], "value": [5.0, 3.0, 1.0]}
    sums = af.totals(
        made({**rows, "supplier": ["RUS", "FRA", "unk:supplier"]}, recipient="India", year=2020,
                      stage="delivery", unit="TIV"), by="supplier",
    )  # fmt: skip
    folded = sums.assign(supplier=sums["supplier"].replace("FRA", "others"))
    assert "Others: all but those named and the unknown." in af.describe(af.plot_totals(folded))
    alone = folded[folded["supplier"] != "unk:supplier"]
    assert "Others: all but those named." in af.describe(af.plot_totals(alone))


def test_the_largest_are_not_named_where_one_was_taken_out_of_the_shares():
    windows = af.to_periods(chosen(recipient="India"), 5, end=2024)
    shares = af.shares(windows, top=1)
    assert title_of(shares, af.plot_shares).startswith("Largest suppliers of arms")
    rest = shares[shares["supplier"] == "others"]
    assert title_of(rest, af.plot_shares).startswith("Suppliers of arms")
    assert "all but those named" not in af.describe(af.plot_shares(rest))


def test_a_title_names_of_those_chosen_whom_the_chart_has():
    """Niger was chosen and then deleted from the result; the title over two bars named three states."""
    given = deliveries(
        supplier="USA", recipient=["TCD", "MLI", "NER"], value=[5.0, 3.0, 4.0], year=2020, source="sipri"
    )
    sums = af.totals(af.where(given, recipient=["Chad", "Mali", "Niger"]), by="recipient")
    assert set("Mali Niger Chad".split()) <= set(titled(sums).replace(",", "").split())
    assert "Niger" not in titled(sums[sums["recipient"] != "NER"])
    assert titled(sums[sums["recipient"] == "TCD"]).endswith("Chad")


def titled(sums):
    return af.plot_totals(sums).get_title(loc="left")


def of_spain(**chosen) -> pd.DataFrame:
    rows = {"recipient": ["AUS", "SAU"] * 2, "year": [2019, 2019, 2020, 2020], "value": [4.0, 3, 2, 1]}
    records = made(rows, supplier="ESP", stage="delivery", unit="TIV", source="invented")
    return af.totals(af.where(records, supplier="Spain", **chosen), by="recipient")


@pytest.mark.parametrize(
    ("language", "several", "one"),
    [
        ("en", "Arms transfers from Spain, by recipient", "Arms from Spain to Australia"),
        (
            "de",
            "Rüstungslieferungen aus Spanien, nach Empfänger",
            "Rüstungslieferungen aus Spanien an Australien",
        ),
        (
            "fr",
            "Livraisons d’armes d’Espagne, par destinataire",
            "Livraisons d’armes d’Espagne à l’Australie",
        ),
        ("es", "Entregas de armas de España, por receptor", "Entregas de armas de España a Australia"),
        (
            "ru",
            "Поставки вооружений из Испании, по получателям",
            "Поставки вооружений из Испании в Австралию",
        ),
    ],
)
def test_what_one_supplier_delivered_is_not_called_imports(language, several, one):
    """ "Importaciones de armas de España" reads as what Spain imported."""
    for plot in (af.plot_lines, af.plot_areas, af.plot_totals):
        assert plot(of_spain(), language=language).get_title(loc="left") == several
        found = plot(of_spain(recipient="Australia"), language=language).get_title(loc="left")
        assert found == one


def test_a_ranking_of_many_names_nobody():
    frame = af.balances(deliveries(supplier=["Israel"], recipient="Egypt", value=30.0, year=2020))
    assert titles.both_sides(["Israel", "Egypt"], frame) == "Arms exports and imports of Israel and Egypt"
    assert titles.both_sides(["Israel", "Egypt", "Russia", "France"], frame) == (
        "Arms exports and imports, by party"
    )


def test_how_a_weapon_was_procured_needs_no_head():
    assert titles._one("procured", "new", "name") == names.key_label("procured", "new", "name")
    assert titles._one("war", "Kargil", "name") == "war: Kargil"
