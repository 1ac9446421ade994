"""What a source covers, and what was chosen: a year that nobody looked at is not 0."""

import warnings

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from tests.frames import SOME_ENGINES, engine_of, made, plain

ABOUT = {"stage": "delivery", "unit": "TIV", "supplier": "USA"}


def register(rows, observed=(1995, 2024), **about):
    """(recipient, year, value) as a register that lists all there was in the years observed."""
    given = pd.DataFrame(rows, columns=["recipient", "year", "value"])
    return made(given, **(ABOUT | about), observed=observed)


WORLD = register([("BDI", 2016, 4.0), ("VEN", 2008, 10.0), ("POL", 2021, 30.0), ("POL", 1996, 6.0)])


def windows(records):
    return af.to_periods(records, 5, end=2024)


def of(summary, code):
    return summary[summary["recipient"] == code].reset_index(drop=True)


ALONE = {
    "totals": lambda r: af.totals(r, by="recipient"),
    "totals, none": lambda r: af.totals(windows(r), by="recipient", absent="none"),
    "totals of windows": lambda r: af.totals(windows(r), by="recipient"),
    "averages": lambda r: af.averages(r, by="recipient"),
    "changes": lambda r: af.changes(windows(r), of="recipient"),
    "concentration": lambda r: af.concentration(windows(r)),
}


@pytest.mark.covering(1)
@pytest.mark.parametrize("noun", ALONE)
@pytest.mark.parametrize("code", ["BDI", "VEN", "POL"])
def test_a_country_is_the_same_alone_and_among_others(noun, code):
    alone = ALONE[noun](WORLD[WORLD["recipient"] == code])
    pd.testing.assert_frame_equal(of(ALONE[noun](WORLD), code), of(alone, code), check_dtype=False)


def test_years_without_a_record_are_none_inside_the_window_only():
    years = af.totals(af.where(WORLD, recipient="BDI"), by="recipient")
    assert years["start"].tolist() == list(range(1995, 2025))
    assert years["value"].sum() == 4
    assert years["complete"].all()
    means = af.averages(af.where(WORLD, recipient="VEN"), by="recipient", window=30)
    assert means[["period", "value"]].to_numpy().tolist() == [["2024", 10 / 30]]
    last = af.changes(windows(af.where(WORLD, recipient="BDI")), of="recipient").iloc[-1]
    assert last[["period", "value", "previous", "change"]].tolist() == ["2020–24", 0, 4, -1]


def test_a_row_that_speaks_for_itself_says_nothing_of_other_years():
    given = pd.DataFrame({"recipient": "BDI", "year": [2016, 2018], "value": [4.0, 1.0]})
    said = made(given, **ABOUT)
    assert af.totals(said, by="recipient")["start"].tolist() == [2016, 2018]
    assert not len(af.averages(said, by="recipient", window=3))
    assert af.averages(said, by="recipient", window=3, absent="none")["value"].tolist() == [5 / 3]
    assert not af.totals(windows(said), by="recipient")["complete"].any()


def test_claims_do_not_list_all_there_is():
    said = register([("BDI", 2016, 4.0)], source="claims")
    assert af.totals(said, by="recipient")["start"].tolist() == [2016]
    assert af.rankings(said, of="recipient", end=2030)["complete"].tolist() == []


@pytest.mark.covering(3)
@pytest.mark.parametrize(
    ("call", "years"),
    [
        (lambda r: af.rankings(r, end=2000), "'1991–95' would be incomplete: the records hold 1995–2024"),
        (lambda r: af.rankings(r, end=2025), "'2021–25' would be incomplete: the records hold 1995–2024"),
        (
            lambda r: af.rankings(af.where(r, years=(2018, 2024)), end=2024),
            "'2015–19' would be incomplete: the records hold 2018–24",
        ),
        (
            lambda r: af.changes(windows(af.where(r, years=(2016, 2024)))),
            "'2015–19' would be incomplete: the records hold 2016–24",
        ),
        (
            lambda r: af.averages(pd.concat([r, r[:1].assign(record="b", start=1990, end=1990)])),
            "means of '1990' would be incomplete: the records hold 1995–2024",
        ),
    ],
)
@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_windows_outside_are_refused(call, years, engine):
    engine = engine_of(engine)
    records = WORLD if "means" in years else engine.of(WORLD)
    with pytest.raises(af.PeriodError, match=years) as caught:
        call(records)
    assert 'incomplete="keep"' in str(caught.value)
    assert caught.value.rows


def test_kept_windows_are_marked():
    table = af.rankings(WORLD, end=2025, window=5, incomplete="keep")
    assert not table["complete"].any()
    early = af.rankings(WORLD, of="recipient", end=1999, incomplete="keep")
    # nobody knows what there was before 1995
    assert early["previous"].isna().all()
    assert early["change"].isna().all()
    kept = af.changes(windows(af.where(WORLD, years=(2016, 2024))), of="recipient", incomplete="keep")
    assert not kept["complete"].any()


def test_without_an_end_the_window_ends_with_the_source():
    assert af.rankings(af.where(WORLD, recipient="BDI"), window=10)["period"].tolist() == ["2015–24"]


def test_several_files_cover_together_what_each_of_them_covers():
    early = register([("BDI", 2006, 1.0)], observed=(2000, 2009)).assign(record="a")
    late = register([("BDI", 2012, 3.0)], observed=(2010, 2014)).assign(record="b")
    both = af.concat(early, late)
    assert af.totals(both, by="recipient")["start"].tolist() == list(range(2000, 2015))
    five = af.totals(af.to_periods(both, 5, end=2014), by="recipient")
    assert five[["period", "value", "complete"]].to_numpy().tolist() == [
        ["2000–04", 0.0, True], ["2005–09", 1.0, True], ["2010–14", 3.0, True],
    ]  # fmt: skip
    # of two selections, both must have been looked at
    apart = af.concat(
        af.where(early, recipient="BDI"), af.where(late.assign(recipient="POL"), recipient="POL")
    )
    sums = af.totals(af.to_periods(apart, 5, end=2014))
    assert not sums["complete"].any()
    assert sums["selection"].tolist() == ["recipient=BDI", "recipient=POL"]
    year = apart.assign(start=2012, end=2012)
    assert af.totals(year)["selection"].tolist() == ["recipient=BDI | recipient=POL"]


def test_a_side_that_was_left_out_is_not_known_to_have_got_nothing():
    sides = {"supplier": "USA", "between": ("POL", "BDI")}
    row = of_year(af.supplier_balance(WORLD, **sides), 2021)
    assert row[["left_value", "right_value", "value"]].tolist() == [30, 0, 30]
    row = of_year(af.supplier_balance(af.where(WORLD, recipient="POL"), **sides), 2021)
    assert pd.isna(row["right_value"])
    assert pd.isna(row["value"])
    row = of_year(af.supplier_balance(WORLD, **sides, absent="unknown"), 2021)
    assert pd.isna(row["right_value"])


def of_year(summary, year):
    return summary[summary["start"] == year].iloc[0]


CHOSEN = made(
    pd.DataFrame({"supplier": ["USA", "RUS", "FRA"], "value": [50.0, 30.0, 20.0]}),
    recipient="IND", year=2020, stage="delivery", unit="TIV", observed=(2015, 2024),
)  # fmt: skip


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_parts_of_what_was_chosen_are_no_parts_of_the_whole(engine):
    records = af.where(engine_of(engine).of(CHOSEN), supplier=["USA", "RUS"])
    for noun in (af.shares, af.concentration):
        with pytest.raises(
            af.ArgumentError, match=r"only some of each whole's parts were chosen.*whole=\"chosen\""
        ):
            noun(records)
    with pytest.raises(af.ArgumentError, match="only some of each whole's parts were chosen"):
        af.rankings(records, end=2024)
    table = plain(af.shares(records, whole="chosen"))
    assert table["share"].tolist() == [0.625, 0.375]
    assert set(table["selection"]) == {"supplier=RUS+USA"}
    assert plain(af.rankings(records, end=2024, whole="chosen"))["share"].tolist() == [0.625, 0.375]


def test_other_columns_may_be_chosen():
    assert af.shares(af.where(CHOSEN, recipient="India"))["share"].sum() == 1
    with pytest.raises(af.ArgumentError, match="whole is 'some'; expected one of 'all', 'chosen'"):
        af.shares(CHOSEN, whole="some")


@pytest.fixture
def closed():
    yield
    plt.close("all")


@pytest.mark.usefixtures("closed")
def test_the_title_says_what_was_chosen():
    chosen = af.where(CHOSEN, supplier=["USA", "RUS"])
    ax = af.plot_shares(af.shares(chosen, whole="chosen"))
    assert "of those chosen" in af.describe(ax)
    ax = af.plot_totals(af.totals(af.where(CHOSEN, recipient="India"), by="supplier", absent="unknown"))
    assert "to India" in af.describe(ax)


@pytest.mark.usefixtures("closed")
def test_the_foot_says_which_years_the_records_hold():
    kept = af.where(WORLD, years=(2016, 2022))
    sums = af.totals(windows(kept), by="recipient")
    words = af.describe(af.plot_totals(sums))
    assert "Not covered: 2015 and 2023–24 (2015–19 and 2020–24 incomplete)." in words


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_windows_that_are_listed_are_all_that_is_asked_about(engine):
    engine = engine_of(engine)
    two = af.to_periods(engine.of(WORLD), [(2015, 2019), (2020, 2024)], outside="drop")
    sums = plain(af.totals(two, by="recipient"))
    assert sums[["recipient", "period", "value"]].to_numpy().tolist() == [
        ["BDI", "2015–19", 4], ["BDI", "2020–24", 0], ["POL", "2015–19", 0], ["POL", "2020–24", 30],
    ]  # fmt: skip
    assert sums["complete"].all()
    # between two windows with a gap nobody was asked
    apart = af.to_periods(engine.of(WORLD), [(1995, 1999), (2020, 2024)], outside="drop")
    sums = plain(af.totals(apart, by="recipient"))
    assert sums[["recipient", "period", "value"]].to_numpy().tolist() == [
        ["POL", "1995–99", 6], ["POL", "2020–24", 30],
    ]  # fmt: skip


def test_years_of_a_figure_that_speaks_for_itself_speak_for_themselves():
    said = made([{"recipient": "BDI", "start": 2010, "end": 2013, "value": 8.0}], **ABOUT)
    years = af.to_years(said)
    assert years["observed_start"].tolist() == years["observed_end"].tolist() == [2010, 2011, 2012, 2013]
    halves = af.to_periods(said, 5, end=2014)
    assert halves[["observed_start", "observed_end"]].to_numpy().tolist() == [[2010, 2013]]
    both = af.to_periods(said, 2, end=2012)
    assert both[["start", "observed_start", "observed_end"]].to_numpy().tolist() == [
        [2009, 2010, 2010], [2011, 2011, 2012], [2013, 2013, 2013],
    ]  # fmt: skip


def test_years_that_nobody_looked_at():
    """Records of 1995–2024 of which 1990–94 were asked for: nothing is known, and nothing is 0."""
    early = pd.concat([WORLD, WORLD[:1].assign(record="b", start=1992, end=1992)], ignore_index=True)
    with pytest.warns(UserWarning, match="years is 1990–1994, and the records cover 1992–2024"):
        asked = af.where(early, years=(1990, 1994))
    assert asked[["observed_start", "observed_end"]].to_numpy().tolist() == [[1995, 1994]]
    sums = af.totals(asked, by="recipient")
    assert sums[["start", "value", "complete"]].to_numpy().tolist() == [[1992, 4.0, False]]
    with pytest.warns(UserWarning, match="the records cover 1995–2024: what lies outside is not known"):
        none = af.where(WORLD, years=(1990, 1994))
    assert not len(none)
    assert not len(af.totals(none, by="recipient"))


@pytest.mark.parametrize("by", ["selection", "observed_start", "complete"])
def test_what_summaries_say_is_no_key(by):
    with pytest.raises(af.ArgumentError, match=f"by is '{by}'"):
        af.totals(WORLD, by=by)


def test_nets_of_those_chosen_are_no_nets():
    """Germany's deliveries to India are not all that it supplied, and it was not asked what it received."""
    for chosen in ({"recipient": "POL"}, {"supplier": "USA"}):
        with pytest.raises(af.ArgumentError, match="only some of each whole's parts were chosen"):
            af.balances(af.where(WORLD, **chosen))
    nets = af.balances(af.where(WORLD, recipient="POL"), over=(1995, 2024), whole="chosen")
    assert nets[["party", "value"]].to_numpy().tolist() == [["POL", -36], ["USA", 36]]
    assert len(af.balances(af.where(WORLD, years=(2020, 2024))))


def test_the_error_says_which_selection_holds_which_years():
    late = af.where(WORLD, recipient="POL", years=(2015, 2024))
    early = af.where(WORLD.assign(release="2"), recipient="BDI")
    both = windows(pd.concat([late, early], ignore_index=True))
    said = "the records hold 1995–2024 of recipient=BDI and 2015–24 of recipient=POL"
    with pytest.raises(af.PeriodError, match=said):
        af.rankings(both.assign(release=""), of="supplier", end=2014)


def report(*lines):
    """(year, recipient, exporter, licensed) of an EU report; a line without a value cannot be read."""
    head = (
        "unique-id;year;importing-country;exporting-country;CML-category;num-licenses;val-licenses;val-arms"
    )
    rows = [
        f"{n};{year};{recipient};{exporter};Total;{f'2;{value}' if value else f'262857947;{n}'};"
        for n, (year, recipient, exporter, value) in enumerate(lines)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return af.read_coarm("\n".join([head, *rows]).encode(), on_error="collect")


FRANCE = [(year, "Algeria", "France", value) for year, value in ((2011, 5), (2012, 7), (2013, 9))]
# of 2012 the line on Algeria cannot be read, and that on Chile can
ITALY = [
    (2011, "Algeria", "Italy", 500), (2012, "Algeria", "Italy", None), (2012, "Chile", "Italy", 70),
    (2013, "Chile", "Italy", 80),
]  # fmt: skip
JOINED = [(2013, "Algeria", "Croatia", 3)]


def complete(summary, *keys):
    table = plain(summary)[[*keys, "period", "complete"]]
    return {tuple(row[:-1]): bool(row[-1]) for row in table.to_numpy().tolist()}


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_a_year_of_which_one_reporter_lacks_lines_is_not_complete_in_any_sum_over_reporters(engine):
    records = engine_of(engine).of(report(*FRANCE, *ITALY, *JOINED))
    # of all that report some report nothing; of two that were chosen it is known whose lines there have to be
    assert set(complete(af.totals(records, by="recipient"), "recipient").values()) == {False}
    chosen = af.where(records, supplier=["France", "Italy"])
    assert complete(af.totals(chosen, by="recipient"), "recipient") == {
        ("CHL", "2012"): False, ("CHL", "2013"): False,
        ("DZA", "2011"): True, ("DZA", "2012"): False, ("DZA", "2013"): False,
    }  # fmt: skip
    assert complete(af.totals(chosen, by=())) == {("2011",): True, ("2012",): False, ("2013",): True}
    # what one exporter reports is not worse for the other's lines
    assert complete(af.totals(records), "supplier") == {
        ("FRA", "2011"): True, ("FRA", "2012"): True, ("FRA", "2013"): True, ("HRV", "2013"): True,
        ("ITA", "2011"): True, ("ITA", "2012"): False, ("ITA", "2013"): True,
    }  # fmt: skip
    both = complete(af.totals(records, by=["supplier", "recipient"]), "supplier", "recipient")
    assert [key for key, whole in both.items() if not whole] == [("ITA", "CHL", "2012")]


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_a_union_of_reporters_lacks_the_year_of_its_member(engine):
    records = engine_of(engine).of(report(*FRANCE, *ITALY, *JOINED))
    union = af.totals(af.to_groups(records, "EU", side="supplier"))
    # of the members some report nothing
    assert list(complete(union, "supplier").values()) == [False, False, False]
    # who lacks lines left a gap in what was chosen, and whoever else reports did not
    germany = [(year, "Algeria", "Germany", 5) for year in (2011, 2012, 2013)]
    for other, exporter, whole in ((germany, "Germany", True), (ITALY, "Italy", False)):
        lines = report(*FRANCE, *JOINED, *other)
        spans = af.to_periods(engine_of(engine).of(lines), [(2011, 2013)])
        chosen = af.where(spans, supplier=["France", exporter])
        found = complete(af.totals(chosen, by="recipient"), "recipient")
        assert found["DZA", "2011–13"] is whole
        assert complete(af.totals(spans), "supplier")["FRA", "2011–13"] is True


@pytest.mark.sweep
def test_parts_of_a_year_that_lacks_lines_are_not_complete():
    """France has all that is known of Algeria's licences of 2012, and Italy's were not read."""
    germany = [(year, "Algeria", "Germany", 5) for year in (2012, 2013)]
    records = af.where(report(*FRANCE, *ITALY, *germany), supplier=["France", "Italy"], recipient="Algeria")
    shares = complete(af.shares(records, whole="chosen"), "recipient", "supplier")
    # Italy reports none to Algeria in 2013, and that it had none is not known
    assert [key for key, whole in shares.items() if whole] == [("DZA", "ITA", "2011"), ("DZA", "FRA", "2011")]
    index = complete(af.concentration(records, whole="chosen"), "recipient")
    assert [key for key, whole in index.items() if whole] == [("DZA", "2011")]
    places = af.rankings(report(*FRANCE, *ITALY), end=2012, window=1, incomplete="keep")
    assert set(places["complete"]) == {False}
    # the other side of the report is whole where its exporter is
    assert all(complete(af.shares(report(*FRANCE), whole="chosen"), "recipient", "supplier").values())


def test_a_gap_of_two_sides_is_of_both_only():
    """Of what nobody says who reports it, a row without its years speaks for its own pair."""
    rows = register([("BDI", 2016, 4.0), ("POL", 2016, 30.0)])
    rows.loc[rows["recipient"] == "BDI", ["observed_start", "observed_end"]] = [2017, 2015]
    assert af.totals(rows, by="recipient", absent="unknown")["complete"].tolist() == [False, True]
    assert af.totals(rows, absent="unknown")["complete"].tolist() == [False]
    zeros = af.totals(pd.concat([rows, register([("BDI", 2018, 1.0)]).assign(record="b")]), by="recipient")
    burundi = zeros[zeros["recipient"] == "BDI"].set_index("year")
    assert burundi.loc[[2015, 2016, 2017], "complete"].tolist() == [True, False, True]


TYPED = [("IND", 2005, 5.0), ("IND", 2007, 6.0)]
EDITED = {
    # rows, the years that are corrected, and the years that have a sum then
    "later": (TYPED, {1: (2009, 2009)}, [2005, 2009]),
    "all later": (TYPED, {0: (2006, 2006), 1: (2008, 2008)}, [2006, 2008]),
    "in part": ([*TYPED, ("IND", (2010, 2012), 9.0)], {2: (2012, 2014)}, [2005, 2007, 2014]),
}


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("case", EDITED)
def test_a_year_that_is_corrected_by_hand_makes_no_zero_of_the_year_before(case, engine):
    """2007 corrected to 2009 left a complete 0 in 2007, as if the source listed all that there was."""
    rows, corrected, years = EDITED[case]
    spans = [year if isinstance(year, tuple) else (year, year) for _, year, _ in rows]
    given = pd.DataFrame({"recipient": "IND", "value": [value for *_, value in rows]})
    given[["start", "end"]] = spans
    records = made(given, **ABOUT)
    for place, ends in corrected.items():
        records.loc[place, ["start", "end"]] = ends
    for frame in (records, made(records)):
        found = engine_of(engine).plain(af.totals(engine_of(engine).of(frame), by="recipient"))
        assert found["end"].tolist() == years
        assert found["records"].tolist() == [1] * len(years)


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_a_window_is_not_complete_by_the_year_that_a_row_had_before_it_was_corrected(engine):
    """Of 2005 to 2009 that of 2007 is missing once it is a second one of 2009; the sum must say so."""
    given = pd.DataFrame({"recipient": "IND", "year": range(2005, 2010), "value": 1.0})
    records = made(given, **ABOUT)
    moved = records.copy()
    moved.loc[2, ["start", "end"]] = 2009
    for rows, whole in ((records, True), (moved, False)):
        engine_ = engine_of(engine)
        for found in (
            af.totals(af.to_periods(engine_.of(rows), 5, end=2009)),
            af.totals(engine_.of(rows), over=(2005, 2009)),
        ):
            assert engine_.plain(found)[["value", "complete"]].to_numpy().tolist() == [[5.0, whole]]


def test_what_a_frame_says_of_its_source_stays_where_a_year_is_corrected():
    """Of a frame with observed= each row observes all its years, so that 2007 is a 0 after all."""
    records = register(TYPED, observed=(2005, 2009))
    records.loc[1, ["start", "end"]] = 2009
    found = af.totals(records, by="recipient")
    assert found["value"].tolist() == [5, 0, 0, 0, 6]
    assert found["complete"].all()
    # one that is put beside others that observe themselves alone says nothing of theirs
    own = made(pd.DataFrame({"recipient": ["IND"], "year": 2001, "value": 1.0}), **ABOUT)
    claimed = af.totals(af.concat(records, own.assign(record="x", dataset="y")), by=["recipient", "dataset"])
    assert claimed["year"].tolist() == [2005, 2006, 2007, 2008, 2009, 2001]


def test_a_window_that_reaches_beyond_what_is_observed_leaves_the_zeros_before():
    found = af.totals(af.to_periods(register([("IND", 2009, 5.0)], observed=(2000, 2009)), 5, end=2012))
    assert found[["period", "value", "complete"]].to_numpy().tolist() == [
        ["2003–07", 0.0, True], ["2008–12", 5.0, False],
    ]  # fmt: skip


def test_years_with_a_gap_between_them_are_two_runs():
    """1990 is not observed, and 1996 alone is a run that no other window cuts."""
    rows = pd.concat([WORLD, WORLD[:1].assign(record="b", start=1990, end=1990)])
    with pytest.raises(af.PeriodError, match="means of '1990' would be incomplete") as caught:
        af.averages(rows)
    assert "where(records, years=(1996, 1996))" in str(caught.value)
