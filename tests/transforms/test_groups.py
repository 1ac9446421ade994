"""Groups in place of members: by date, with flows inside said, and honest about what was chosen."""

from __future__ import annotations

import warnings

import narwhals as nw
import pandas as pd
import pytest

import armsflow as af
from tests.frames import assert_same, made


def deliveries(*rows, observed=(2010, 2024), **constants) -> pd.DataFrame:
    """Deliveries of supplier, recipient, year (or first and last) and value."""
    spans = [year if isinstance(year, tuple) else (year, year) for _, _, year, _ in rows]
    given = {
        "supplier": [row[0] for row in rows],
        "recipient": [row[1] for row in rows],
        "start": [first for first, _ in spans],
        "end": [last for _, last in spans],
        "value": [float(row[3]) for row in rows],
    }
    usual = {"stage": "delivery", "unit": "TIV", "source": "invented", "observed": observed}
    return made(pd.DataFrame(given), **(usual | constants))


ROWS = deliveries(
    ("USA", "FIN", 2022, 100),
    ("USA", "FIN", 2023, 10),
    ("KOR", "POL", 2023, 5),
    ("DEU", "POL", 2023, 3),
    ("DEU", "UKR", 2023, 1),
)


def quietly(function, *args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*args, **kwargs)


def test_members_become_their_group_in_the_years_of_membership(engine):
    with pytest.warns(UserWarning, match="1 inside European NATO members; they are kept"):
        out = af.to_groups(engine.of(ROWS), "European NATO", side="recipient")
    assert type(out) is type(engine.of(ROWS))
    found = engine.plain(out).sort_values(["start", "value"], ignore_index=True)
    bloc = "members:European NATO"
    assert found["recipient"].tolist() == ["FIN", "UKR", bloc, bloc, bloc]
    assert found["supplier"].tolist() == ["USA", "DEU", "DEU", "KOR", "USA"]
    assert found["value"].tolist() == [100, 1, 3, 5, 10]


def test_flows_inside_a_group_are_kept_or_dropped_and_always_said():
    with pytest.warns(UserWarning, match="2 inside NATO members; they are kept"):
        kept = af.to_groups(ROWS, "NATO")
    assert kept["value"].tolist() == ROWS["value"].tolist()
    with pytest.warns(UserWarning, match="2 inside NATO members; they are left out"):
        rest = af.to_groups(ROWS, "NATO", inner="drop")
    assert rest[["supplier", "recipient", "value"]].to_numpy().tolist() == [
        ["members:NATO", "FIN", 100],
        ["KOR", "members:NATO", 5],
        ["members:NATO", "UKR", 1],
    ]


def test_one_side_after_the_other_is_both_at_once():
    both = quietly(af.to_groups, ROWS, "NATO")
    one = quietly(af.to_groups, ROWS, "NATO", side="supplier")
    with pytest.warns(UserWarning, match="2 inside NATO members"):
        other = af.to_groups(one, "NATO", side="recipient")
    assert_same(other, both)
    # what is grouped has no members any more
    with pytest.warns(UserWarning, match="2 inside NATO members"):
        assert_same(af.to_groups(both, "NATO"), both)


def test_nothing_is_said_where_nothing_flows_inside():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        out = af.to_groups(ROWS, {"Rivals": ["POL", "UKR"]}, side="recipient")
    assert out["recipient"].tolist() == ["FIN", "FIN", "members:Rivals", "members:Rivals", "members:Rivals"]


def test_a_group_keeps_the_sum_of_all(engine):
    for groups in ("regions", "sipri_subregions", ["NATO", "CSTO"]):
        out = engine.plain(quietly(af.to_groups, engine.of(ROWS), groups))
        assert out["value"].sum() == ROWS["value"].sum()


def test_an_accession_within_the_years_of_a_figure_is_refused():
    rows = deliveries(("USA", "FIN", (2021, 2024), 40), ("USA", "FIN", (2010, 2014), 5))
    with pytest.raises(af.SpanError, match=r"in 1 row\(s\) the recipient joined or left a group") as caught:
        af.to_groups(rows, "NATO", side="recipient")
    assert caught.value.rows["value"].tolist() == [40]
    years = quietly(af.to_groups, af.to_years(rows), "NATO", side="recipient")
    inside = years[years["recipient"] == "members:NATO"]
    assert inside["start"].tolist() == [2023, 2024]
    assert inside["value"].sum() == 20


def test_rows_across_an_accession_are_spread_alone(engine):
    """As the error says: all other figures keep their bounds, which spreading all rows would lose."""
    rows = deliveries(
        ("USA", "POL", (2015, 2019), 30), ("USA", "FIN", (2021, 2024), 40), ("FIN", "BRA", (2022, 2023), 8)
    )
    with pytest.raises(af.SpanError, match=r"in 2 row\(s\) the supplier or the recipient joined") as caught:
        quietly(af.to_groups, engine.of(rows), "NATO")
    assert r'bad = records["record"].isin(error.rows["record"])' in str(caught.value)
    bad = nw.col("record").is_in(list(caught.value.rows["record"]))
    records = nw.from_native(engine.of(rows))
    some, others = (records.filter(each).to_native() for each in (bad, ~bad))
    groups = quietly(af.to_groups, af.concat(others, af.to_years(some)), "NATO")
    out = engine.plain(groups).sort_values(["record", "start"])
    columns = ["supplier", "recipient", "start", "end", "value", "low", "high"]
    nato = "members:NATO"
    assert out[columns].values.tolist() == [
        [nato, nato, 2015, 2019, 30, 30, 30],
        [nato, "FIN", 2021, 2021, 10, 0, 40],
        [nato, "FIN", 2022, 2022, 10, 0, 40],
        [nato, nato, 2023, 2023, 10, 0, 40],
        [nato, nato, 2024, 2024, 10, 0, 40],
        ["FIN", "BRA", 2022, 2022, 4, 0, 8],
        [nato, "BRA", 2023, 2023, 4, 0, 8],
    ]


def test_to_groups_checks_its_words():
    with pytest.raises(af.ArgumentError, match="side is 'left'; expected one of 'both'"):
        af.to_groups(ROWS, "NATO", side="left")
    with pytest.raises(af.ArgumentError, match="inner is 'no'; expected one of 'keep', 'drop'"):
        af.to_groups(ROWS, "NATO", inner="no")
    with pytest.raises(af.ArgumentError, match="group is 'NAT0'"):
        af.to_groups(ROWS, "NAT0")
    with pytest.raises(af.PartyError, match="'Freedonia'"):
        af.to_groups(ROWS, {"A": ["Freedonia"]})


# --- what is observed ----------------------------------------------------------------------------


def complete_of(records, code: str, over) -> list[bool]:
    sums = af.totals(records, by="recipient", over=over, absent="unknown")
    return sums[sums["recipient"] == code]["complete"].tolist()


def test_a_group_of_which_some_members_were_chosen_is_incomplete(engine):
    bloc = {"Neighbours": ["POL", "UKR"]}
    rows = deliveries(("USA", "POL", 2023, 2), ("USA", "UKR", 2023, 3))
    whole = af.to_groups(engine.of(rows), bloc, side="recipient")
    assert complete_of(engine.plain(whole), "members:Neighbours", (2020, 2024)) == [True]
    both = af.to_groups(af.where(engine.of(rows), recipient=["POL", "UKR"]), bloc, side="recipient")
    assert complete_of(engine.plain(both), "members:Neighbours", (2020, 2024)) == [True]
    some = af.to_groups(af.where(engine.of(rows), recipient="POL"), bloc, side="recipient")
    assert complete_of(engine.plain(some), "members:Neighbours", (2020, 2024)) == [False]
    # a sum of others with it is of those that were chosen
    assert set(engine.plain(some)["selection"]) == {"recipient=POL"}
    assert set(engine.plain(both)["selection"]) == {"recipient=members:Neighbours"}


def test_a_member_that_joined_later_and_was_not_chosen_makes_later_years_incomplete():
    rows = deliveries(("USA", "POL", 2012, 2), ("USA", "POL", 2024, 3))
    chosen = af.where(rows, recipient=af.members("NATO", 2010, 2024))
    out = quietly(af.to_groups, chosen, "NATO", side="recipient")
    # Montenegro joined in 2017
    assert out[["observed_start", "observed_end"]].iloc[0].tolist() == [2010, 2016]
    assert complete_of(out[out["start"] == 2012], "members:NATO", (2010, 2014)) == [True]
    assert complete_of(out, "members:NATO", (2010, 2024)) == [False]
    ever = af.where(rows, recipient=af.members("NATO", 2010, 2024, when="any"))
    out = quietly(af.to_groups, ever, "NATO", side="recipient")
    assert complete_of(out, "members:NATO", (2010, 2024)) == [True]


def test_years_outside_membership_do_not_say_that_there_was_nothing_inside():
    out = quietly(af.to_groups, ROWS, "NATO", side="recipient")
    alone = out[out["recipient"] == "FIN"]
    assert alone[["observed_start", "observed_end"]].to_numpy().tolist() == [[2010, 2022]]
    years = af.totals(alone, by="recipient")["start"]
    assert (years.min(), years.max()) == (2010, 2022)


# --- groups wherever a party goes ----------------------------------------------------------------


def test_where_takes_groups_by_date(engine):
    found = engine.plain(af.where(engine.of(ROWS), recipient="members:NATO"))
    assert sorted(found["value"]) == [3, 5, 10]
    assert set(found["selection"]) == {"recipient=members:NATO"}
    assert found.set_index("value").loc[10, ["observed_start", "observed_end"]].tolist() == [2023, 2024]
    both = af.where(engine.of(ROWS), recipient=["members:NATO", "Finland"])
    assert sorted(engine.plain(both)["value"]) == [3, 5, 10, 100]
    narrower = engine.plain(af.where(af.where(engine.of(ROWS), recipient="members:NATO"), recipient="POL"))
    assert sorted(narrower["value"]) == [3, 5]
    assert set(narrower["selection"]) == {"recipient=POL"}


def test_where_chooses_groups_that_stand_in_place_of_members():
    grouped = quietly(af.to_groups, ROWS, "NATO", side="recipient")
    assert af.where(grouped, recipient="members:NATO")["value"].tolist() == [10, 5, 3]
    own = af.to_groups(ROWS, {"Rivals": ["POL", "UKR"]}, side="recipient")
    assert af.where(own, recipient="members:Rivals")["value"].tolist() == [5, 3, 1]


def test_where_asks_organisation_or_members():
    with pytest.raises(af.PartyError, match="'NATO' may mean the organisation or its members"):
        af.where(ROWS, recipient="NATO")
    assert len(af.where(ROWS, recipient="org:nato")) == 0


def test_where_never_drops_a_figure_across_an_accession_in_silence():
    rows = deliveries(
        ("USA", "FIN", (2021, 2024), 40), ("RUS", "UZB", (1997, 2007), 11), observed=(1990, 2024)
    )
    with pytest.raises(af.SpanError, match=r"in 1 row\(s\) the recipient joined or left a group"):
        af.where(rows, recipient="members:NATO")
    with pytest.warns(UserWarning, match=r"1 row.s. that straddle .* with 40 TIV"):
        assert len(af.where(rows, recipient="members:NATO", straddling="drop")) == 0
    cut = af.where(rows, recipient="members:NATO", straddling="cut")
    assert cut[["start", "end", "value", "low", "high"]].to_numpy().tolist() == [[2023, 2024, 20, 0, 40]]
    # a member twice has no one part inside
    with pytest.raises(af.SpanError, match="joined or left a group"):
        af.where(rows, recipient="members:CSTO", straddling="cut")


def test_a_balance_between_groups():
    rows = deliveries(
        ("RUS", "ARM", 2015, 6), ("RUS", "KAZ", 2015, 2), ("RUS", "SAU", 2015, 1), ("RUS", "FIN", 2015, 9)
    )
    with pytest.warns(UserWarning, match="2 inside CSTO members"):
        balance = af.supplier_balance(rows, supplier="Russia", between=("CSTO", "GCC"))
    only = balance[balance["period"] == "2015"]
    assert only[["left", "right", "left_value", "right_value", "ratio"]].to_numpy().tolist() == [
        ["members:CSTO", "members:GCC", 8, 1, 8]
    ]
    # in the other years that are observed neither side received anything
    rest = balance.drop(only.index)[["left_value", "right_value"]]
    assert len(rest) == 14
    assert (rest == 0).all().all()
    # none of what a side got, where the source would list it
    none = quietly(af.supplier_balance, rows, supplier="RUS", between=("CSTO", "ASEAN"))
    assert none["left_value"].max() == 8
    assert none["right_value"].tolist() == [0] * 15


def test_a_balance_needs_sides_without_a_common_member():
    with pytest.raises(af.ArgumentError, match="'TUR' is a member of the group beside it"):
        af.supplier_balance(ROWS, supplier="USA", between=("members:NATO", "Türkiye"))
    with pytest.raises(af.ArgumentError, match="parties are in two groups"):
        af.supplier_balance(ROWS, supplier="USA", between=("members:NATO", "members:EU"))
    with pytest.raises(af.PartyError, match="may mean the organisation or its members"):
        af.supplier_balance(ROWS, supplier="USA", between=("EU", "Türkiye"))
    with pytest.raises(af.ArgumentError, match="between names 'AZE' twice"):
        af.supplier_balance(ROWS, supplier="USA", between=("AZE", "Azerbaijan"))


def test_groups_have_places_names_and_colours():
    grouped = quietly(af.to_groups, ROWS, "NATO", side="recipient")
    table = af.rankings(grouped, "recipient", end=2024, partners=1)
    assert table.set_index("party").loc["members:NATO", ["place", "value"]].tolist() == [2, 18]
    ax = af.plot_rankings(table)
    assert "NATO members" in af.describe(ax)


def test_a_group_as_a_chart_says_it_is_incomplete():
    chosen = af.where(deliveries(("USA", "POL", 2023, 2), source="sipri"), recipient="POL")
    some = af.to_groups(chosen, {"Neighbours": ["POL", "UKR"]}, side="recipient")
    sums = af.totals(some, by="recipient", over=(2020, 2024))
    assert "Some members of a group, or some records, were left out" in af.describe(af.plot_totals(sums))


@pytest.mark.covering(1)
@pytest.mark.parametrize("shipped", [True, False])
def test_a_group_has_no_zeros_of_years_in_which_it_had_no_members(shipped):
    """A group of 2021 stood with 0 in the years before, and its mean of five years was that of one."""
    records = deliveries(("USA", "AUS", 2016, 100), ("USA", "AUS", 2022, 10), observed=(2010, 2024))
    own = pd.DataFrame({"group": ["Pact"], "member": ["AUS"], "start": [2021], "end": [None]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        grouped = af.to_groups(records, "AUKUS" if shipped else own, side="recipient")
    code = "members:AUKUS" if shipped else "members:Pact"
    sums = af.totals(grouped, by="recipient")
    assert sums[sums["recipient"] == code].set_index("year")["value"].to_dict() == {
        2021: 0.0, 2022: 10.0, 2023: 0.0, 2024: 0.0
    }  # fmt: skip
    windows = af.totals(af.to_periods(grouped, 5, end=2024), by="recipient")
    assert windows[windows["recipient"] == code][["period", "complete"]].to_numpy().tolist() == [
        ["2020–24", False]
    ]
    # four years are no mean of five
    assert code not in set(af.averages(grouped, by="recipient").dropna(subset="value")["recipient"])


@pytest.mark.parametrize("names", [("Start", "End"), ("from", "until"), ("joined", "left_year")])
def test_dates_of_membership_under_other_names_are_refused(names):
    """They were passed over, and members counted in all years."""
    table = pd.DataFrame({"group": ["G"], "member": ["Poland"], names[0]: [2003], names[1]: [2004]})
    with pytest.raises(af.ArgumentError, match=f"has '{names[0]}', '{names[1]}', which look like dates"):
        af.to_groups(deliveries(("USA", "POL", 2003, 1)), table, side="recipient")


def test_a_table_of_groups_from_stata_has_its_dates():
    table = pd.DataFrame({"group": ["G"], "member": ["Poland"], "start_year": [2003], "end_year": [2004]})
    rows = deliveries(*(("USA", "POL", year, 1) for year in range(2000, 2006)))
    grouped = af.to_groups(rows, table, side="recipient")
    assert grouped.loc[grouped["recipient"] == "members:G", "start"].tolist() == [2003, 2004]


def test_spells_that_end_before_they_begin_and_members_with_dates_in_a_dict_are_refused():
    rows = deliveries(("USA", "POL", 2003, 1))
    turned = pd.DataFrame({"group": ["G"], "member": ["Poland"], "start": [2004], "end": [2003]})
    with pytest.raises(af.ArgumentError, match="POL is in G from 2004 to 2003; expected an end"):
        af.to_groups(rows, turned, side="recipient")
    with pytest.raises(af.ArgumentError, match="for dates a table with group, member, start and end"):
        af.to_groups(rows, {"G": {"Poland": (2003, 2004)}}, side="recipient")


def test_groups_are_put_in_place_before_windows():
    # Finland joined in 2023; of 1 + 2 + 4 the 4 are NATO's, however the years are put together
    rows = deliveries(
        ("USA", "FIN", (2021, 2021), 1), ("USA", "FIN", (2022, 2022), 2), ("USA", "FIN", (2023, 2023), 4)
    )
    before = af.to_periods(quietly(af.to_groups, rows, "NATO", side="recipient"), 3, end=2024)
    sums = af.totals(before, by=["recipient", "supplier"]).set_index(["recipient", "period"])["value"]
    assert sums.loc["members:NATO", "2022–24"] == 4
    assert sums.loc["FIN", "2019–21"] == 1
    assert sums.loc["FIN", "2022–24"] == 2


@pytest.mark.parametrize(
    "choose",
    [
        lambda rows: af.to_groups(rows, "NATO", side="recipient"),
        lambda rows: af.where(rows, recipient="members:NATO"),
        lambda rows: af.supplier_balance(rows, supplier="USA", between=("members:NATO", "ISR")),
    ],
)
def test_the_way_out_of_windows_is_not_to_spread_them(choose):
    rows = deliveries(("USA", "FIN", (2022, 2022), 2), ("USA", "ISR", (2023, 2023), 4))
    with pytest.raises(af.SpanError, match=r"call to_groups\(\) before to_periods\(\)") as caught:
        choose(af.to_periods(rows, 3, end=2024))
    assert "to_years" not in str(caught.value)
    with pytest.raises(af.SpanError, match=r"to_years\(\) spreads figures"):
        choose(deliveries(("USA", "FIN", (2022, 2024), 2), ("USA", "ISR", (2022, 2024), 4)))


INNER = deliveries(
    ("FRA", "DEU", 2022, 40),
    ("FRA", "IND", 2022, 60),
    ("USA", "IND", 2022, 30),
    ("USA", "DEU", 2022, 10),
)
WITHOUT = "Without flows between members of one group: EU members."


def test_dropped_flows_are_in_the_selection_of_all_rows(engine):
    """Of 140, 40 are inside the EU. Its share is 60 of the other 100, and every row says of what."""
    dropped = quietly(af.to_groups, engine.of(INNER), "EU", inner="drop")
    rows = engine.plain(dropped)
    assert sorted(rows["value"]) == [10, 30, 60]
    assert set(rows["selection"]) == {"without_inner=members:EU"}
    shares = engine.plain(af.shares(dropped, of="supplier", within=None, over=(2022, 2022)))
    assert shares.set_index("supplier")["share"].to_dict() == {"USA": 0.4, "members:EU": 0.6}
    assert set(shares["selection"]) == {"without_inner=members:EU"}
    assert shares["complete"].all()
    chosen = engine.plain(af.where(dropped, supplier="USA"))
    assert set(chosen["selection"]) == {"supplier=USA;without_inner=members:EU"}
    kept = engine.plain(quietly(af.to_groups, engine.of(INNER), "EU"))
    assert set(kept["selection"]) == {""}


def test_where_nothing_was_dropped_there_is_no_mark():
    apart = af.to_groups(INNER[INNER["supplier"] == "USA"], "EU", inner="drop")
    assert set(apart["selection"]) == {""}


def test_the_mark_survives_a_second_group_concat_and_a_file(tmp_path):
    dropped = quietly(af.to_groups, INNER, "EU", side="supplier", inner="drop")
    again = quietly(af.to_groups, dropped, {"Two": ["USA", "IND"]}, inner="drop")
    assert set(again["selection"]) == {"without_inner=members:EU+members:Two"}
    both = af.concat(dropped, deliveries(("KOR", "POL", 2022, 5), release="2"))
    assert sorted(both["selection"]) == ["", *["without_inner=members:EU"] * 3]
    af.write_records(dropped, tmp_path / "dropped.parquet")
    assert set(af.read_records(tmp_path / "dropped.parquet")["selection"]) == {"without_inner=members:EU"}
    assert set(af.to_successors(dropped)["selection"]) == {
        "successors=recipient+supplier;without_inner=members:EU"
    }


def test_charts_and_documents_say_what_was_dropped(tmp_path):
    dropped = quietly(af.to_groups, INNER, "EU", side="supplier", inner="drop")
    shares = af.shares(dropped, within=None, over=(2022, 2022))
    ax = af.plot_shares(shares)
    assert WITHOUT in af.describe(ax)
    assert "chosen" not in af.describe(ax)
    assert WITHOUT in " ".join(text.get_text().replace("\n", " ") for text in ax.texts)
    af.write_table(shares, tmp_path / "table.html")
    text = (tmp_path / "table.html").read_text(encoding="utf-8")
    assert WITHOUT in text
    assert "without_inner" not in text
    kept = quietly(af.to_groups, INNER, "EU", side="supplier")
    assert "Without flows" not in af.describe(af.plot_shares(af.shares(kept, within=None, over=(2022, 2022))))


def test_nothing_is_said_of_flows_that_cannot_be_among_those_chosen():
    """The deliveries of the United States are none inside the EU; those to Germany may be."""
    dropped = quietly(af.to_groups, INNER, "EU", side="supplier", inner="drop")
    usa = af.totals(af.where(dropped, supplier="USA"), by="recipient", over=(2022, 2022))
    assert WITHOUT not in af.describe(af.plot_totals(usa))
    germany = af.totals(af.where(dropped, recipient="DEU"), by="supplier", over=(2022, 2022))
    assert WITHOUT in af.describe(af.plot_totals(germany))


def test_a_group_of_ones_own_says_in_which_years_its_members_stand_as_another(engine):
    """Poland stands under the EU in 2015, and Russia's group had a 0 there. China's has no such member."""
    rows = (("POL", "IND", 2015, 2), ("RUS", "IND", 2016, 1), ("CHN", "IND", 2016, 3))
    given = engine.of(af.to_groups(deliveries(*rows, observed=(2014, 2016), source="sipri"), "EU"))
    own = af.to_groups(given, {"Mine": ["RUS", "POL"], "Others": ["CHN", "PRK"]})
    met = engine.plain(own).set_index("supplier")["selection"].to_dict()
    assert met == {"members:EU": "", "members:Mine": "left_out=2015", "members:Others": ""}
    found = engine.plain(af.totals(own)).set_index("supplier")
    years = {code: found.loc[[code], "year"].tolist() for code in ("members:Mine", "members:Others")}
    assert years == {"members:Mine": [2014, 2016], "members:Others": [2014, 2015, 2016]}
