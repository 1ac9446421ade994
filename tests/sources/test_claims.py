"""Claims as people type them: the article's figures, overlaps made whole, and bad input refused."""

from __future__ import annotations

import gzip
import io
import math
import zipfile

import pandas as pd
import polars as pl
import pytest

import armsflow as af
from armsflow.records.to_records import to_records
from armsflow.sources import claims as claims_module
from tests.frames import assert_same

HEADER = "id,supplier,recipient,stage,amount,period,weapons,status,part_of,same_as,publisher,address,date"
GOOD = (
    "C1,Russia,Armenia,contract,nearly $4 billion,2010–2014,tanks,reported,,,A paper,https://example.org,2014"
)


def lines(*rows: str, header: str = HEADER) -> io.StringIO:
    return io.StringIO("\n".join([header, *rows]) + "\n")


def row(**cells) -> str:
    typed = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | cells
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in typed.values())


def figure(records, record) -> list:
    one = records.set_index("record").loc[record]
    return [one["supplier"], one["recipient"], one["stage"], one["start"], one["end"],
            one["value"], one["low"], one["high"], one["unit"]]  # fmt: skip


def test_the_article(claims):
    assert figure(claims, "article-payment") == (
        ["RUS", "ARM", "payment", 2010, 2019, 5e9, 4.5e9, 5.5e9, "USD"]
    )
    assert figure(claims, "article-contract") == (
        ["RUS", "AZE", "contract", 2010, 2014, 4e9, 3.8e9, 4e9, "USD"]
    )
    assert figure(claims, "article-loan") == ["RUS", "ARM", "loan", 2015, 2015, 2e8, 2e8, 2e8, "USD"]
    delivery = claims.set_index("record").loc["article-delivery"]
    assert delivery[["start", "end", "stage"]].tolist() == [2018, 2018, "delivery"]
    assert delivery[["value", "low", "high", "quantity"]].isna().all()


def test_the_articles_words_are_kept(claims):
    contract = claims.set_index("record").loc["article-contract"]
    assert contract["category"] == "air_defence_systems+aircraft+armoured_vehicles+artillery"
    assert contract["item"] == (
        'helicopters, surface-to-air missile systems, "tank equipment, and artillery armor"'
    )
    status = claims.set_index("record")["status"]
    assert status["article-payment"] == "unsupported"
    assert claims["address"].str.startswith("https://insightnews.media/").all()


def test_payment_and_contract_are_not_added(claims):
    with pytest.raises(af.MixedError, match="differ in stage: 'contract', 'payment'"):
        af.totals(claims[claims["stage"].isin(["payment", "contract"])], by="supplier")


def test_the_article_in_dollars_of_2020(claims):
    """By hand from US consumer prices, 2010 = 100: P(2020) = 118.69; totals 5.47 and 4.54 billion."""
    real = af.to_prices(claims, 2020).set_index("record")
    for record, expected in {
        "article-payment": [5.47, 4.56, 6.53],
        "article-contract": [4.54, 4.15, 4.75],
    }.items():
        assert (real.loc[record, ["value", "low", "high"]] / 1e9).astype(float).round(2).tolist() == expected
    rates = af.annual_rates(af.to_prices(claims, 2020)).set_index("record")["value"]
    assert round(rates["article-payment"] / 1e9, 3) == 0.547
    assert round(rates["article-contract"] / 1e9, 3) == 0.907


def test_the_wider_claims_hold_what_is_said_in_money_or_pieces(wider):
    left_out = {14, 15, 16, 21, 24, 25, 26, 27, 28, 29, 30, 31, 32, 38, 39, 40, 65, 66, 67, 68}
    ids = {int(record.removeprefix("SC")) for record in wider["record"]}
    assert not ids & left_out
    assert not ids & set(range(42, 58))
    assert {58, 59, 60, 61, 62, 63, 64} <= ids
    assert set(wider["unit"]) == {"USD", "pieces"}
    assert wider["address"].str.match("https?://").all()
    assert not wider["publisher"].str.contains("SIPRI").any()


def test_the_wider_claims_overlap_and_say_so(wider):
    contracts = af.where(wider, supplier="Russia", recipient="Azerbaijan", stage="contract")
    with pytest.raises(af.PartError, match="report the same fact 'SC10'"):
        af.totals(contracts)
    # signed in 2009, so no part of the contracts since 2010
    assert af.without_parts(contracts)["record"].tolist() == ["SC10", "SC20"]
    parts = contracts[contracts["record"].isin(["SC10", "SC18"])]
    with pytest.raises(af.PartError, match="'SC18' is part of 'SC10'"):
        af.totals(parts)


STAGES = {
    "loan": "loan",
    "funds": "loan",
    "paid": "payment",
    "contract": "contract",
    "contracts": "contract",
    "agreement": "contract",
    "deal": "contract",
    "supplied": "delivery",
    "deliveries": "delivery",
}
# what the source leaves open, and what the row says of it
OPEN = {
    "from time to time": (2010, 2019),
    "before 2013": (2010, 2012),
    "from 2013, no end given": (2013, 2015),
    "after the war of 2020, by December 2023": (2021, 2023),
}


def test_each_shipped_claim_says_what_the_wording_beside_it_does(claims, wider):
    for claim in pd.concat([claims, wider]).to_dict("records"):
        amount, period, stage = claim["wording"].split("; ")
        if amount == "no amount":
            assert pd.isna(claim["value"]), claim["record"]
        else:
            read = af.parse_amount(amount, exact=claim["stage"] == "loan")
            assert (claim["value"], claim["low"], claim["high"]) == (read.value, read.low, read.high)
            assert claim["unit"] == read.unit
        years = OPEN[period] if period in OPEN else af.parse_period(period)
        assert (claim["start"], claim["end"]) == years, claim["record"]
        met = [STAGES[word] for word in stage.replace(",", "").split() if word in STAGES]
        assert met[0] == claim["stage"], claim["record"]


def test_the_article_has_four_statements(claims):
    article = claims.set_index("record")
    assert set(article.index) == {
        f"article-{what}" for what in ("payment", "contract", "loan", "funds", "delivery")
    }
    funds = article.loc["article-funds"]
    assert (funds["supplier"], funds["recipient"], funds["stage"]) == ("RUS", "ARM", "loan")
    assert pd.isna(funds["value"])
    assert "SC07" in article.loc["article-loan", "note"]


def test_corrected_claims(wider):
    said = wider.set_index("record")
    assert said.loc["SC19", ["stage", "start", "end"]].tolist() == ["delivery", 2010, 2011]
    assert said.loc["SC20", ["start", "end"]].tolist() == [2009, 2009]
    assert said.loc[["SC19", "SC20"], ["part_of", "same_as"]].isna().all(axis=None)
    assert said.loc["SC33", ["low", "high"]].tolist() == [1.55e9, 1.65e9]
    assert said.loc["SC03", "category"] == "all"
    assert said.loc["SC34", "status"] == "unsupported"


def test_a_part_names_all_that_contain_it_and_so_do_its_other_tellings():
    records = af.read_claims(
        lines(
            row(id="W"),
            row(id="W2", same_as="W"),
            row(id="M", part_of="W2"),
            row(id="P", part_of="M"),
            row(id="P2", same_as="P"),
        )
    ).set_index("record")
    assert records["part_of"].fillna("").to_dict() == {"W": "", "W2": "", "M": "W", "P": "W+M", "P2": "W+M"}


@pytest.mark.covering(3)
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_marks_and_line_ends_are_no_matter(tmp_path, bom, end):
    path = tmp_path / "claims.csv"
    path.write_bytes((bom + end.join([HEADER, GOOD, row(id="C2")])).encode())
    records = af.read_claims(path)
    assert records["record"].tolist() == ["C1", "C2"]
    assert records["value"].tolist() == [4e9, 4e9]


def test_mixed_line_ends_and_blank_lines_lose_nothing(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_bytes(f"{HEADER}\r\n{GOOD}\n\n,,,,,,,,,,,,\r{row(id='C2')}\r\n".encode())
    assert af.read_claims(path)["record"].tolist() == ["C1", "C2"]


@pytest.mark.covering(2)
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", ["", "\ufeff", "sep={sign}\n", "\n"])
@pytest.mark.parametrize("padding", [0, 3])
def test_cells_may_be_parted_by_any_of_four_signs(sign, above, padding):
    rows = [
        HEADER.split(","),
        GOOD.split(","),
        GOOD.replace("C1", "C2").replace("tanks", "tanks; SAMs").split(","),
    ]
    # a cell with the sign in it is quoted, as spreadsheets do
    parted = [sign.join(f'"{cell}"' if sign in cell else cell for cell in row) for row in rows]
    text = above.format(sign=sign) + "\n".join(line + sign * padding for line in parted)
    found = af.read_claims(text.encode()).set_index("record")
    assert found["value"].tolist() == [4e9, 4e9]
    assert found["item"].tolist() == ["tanks", "tanks; SAMs"]
    assert found.columns.tolist() == af.read_claims(lines(GOOD)).columns.drop("record").tolist()


def test_unicode_text_of_excel_is_read():
    text = "\n".join([HEADER, GOOD]).replace(",", "\t")
    assert figure(af.read_claims(text.encode("utf-16")), "C1") == figure(af.read_claims(lines(GOOD)), "C1")


def test_other_encodings_when_named(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_bytes(f"{HEADER}\n{row(publisher='Gazeta Wyborcza é', period='2010-2014')}".encode("latin-1"))
    with pytest.raises(af.SourceError, match=r"is not utf-8: line 2 has the byte 0xe9; save it as UTF-8"):
        af.read_claims(path)
    assert af.read_claims(path, encoding="latin-1")["publisher"].tolist() == ["Gazeta Wyborcza é"]
    with pytest.raises(af.SourceError, match="encoding is 'latin-99'"):
        af.read_claims(path, encoding="latin-99")


def test_paths_files_bytes_and_frames_read_the_same(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    expected = af.read_claims(path)
    frame = pd.read_csv(path)
    for given in (str(path), path.open(encoding="utf-8"), path.open("rb"), frame, pl.from_pandas(frame)):
        places = ["file", "line"]
        assert_same(af.read_claims(given).drop(columns=places), expected.drop(columns=places))
        if hasattr(given, "close"):
            given.close()


def test_a_blank_amount_is_not_disclosed():
    records = af.read_claims(lines(row(amount=""), row(id="C2", amount="undisclosed")))
    assert records[["value", "low", "high"]].isna().all().all()
    assert records["unit"].tolist() == ["USD", "USD"]


def test_optional_columns():
    header = HEADER + ",category,reporter,estimated,unit,note,ministry"
    records = af.read_claims(
        lines(row(amount="") + ",artillery,supplier,yes,EUR,by hand,defence", header=header)
    )
    assert records.loc[0, ["category", "reporter", "unit", "note", "ministry"]].tolist() == (
        ["artillery", "supplier", "EUR", "by hand", "defence"]
    )
    assert records.loc[0, "estimated"]


BAD = {
    "unknown currency": ({"amount": "XYZ 5 billion"}, "XYZ"),
    "no amount": ({"amount": "N/A"}, "N/A"),
    "a year of five digits": ({"period": "20100"}, "has the year '20100'"),
    "negative money": ({"amount": "-$5 billion"}, "-\\$5 billion|negative"),
    "low above high": ({"amount": "between $5 billion and $3 billion"}, "between|order|above"),
    "300 years": ({"period": "1700–2000"}, "spans 301 years"),
    "unknown party": ({"supplier": "Russai"}, "Russia"),
    "unknown stage": ({"stage": "deal"}, "stage is 'deal'"),
    "weapons without end": ({"weapons": "CAMM" * 2_501}, "has 10,004 letters"),
    "unknown status": ({"status": "sure"}, "status is 'sure'"),
    "blank id": ({"id": ""}, "id is blank"),
    "part of itself": ({"part_of": "C1"}, "part of itself"),
}


@pytest.mark.parametrize(("cells", "message"), BAD.values(), ids=BAD)
def test_bad_cells_name_their_line(cells, message):
    with pytest.raises(af.SourceError, match=message) as caught:
        af.read_claims(lines(row(id="C0"), row(**cells)))
    if "part of itself" not in message:
        assert [line for line, _ in caught.value.rows] == [3]


def test_weapons_are_words_of_the_source_and_kept_whatever_they_are():
    """A name that no table knows is of no known category; a table with one was refused as a whole."""
    known, named = row(weapons="T-90S tanks") + ",", row(id="C2", weapons="12 CAMM, tanks") + ","
    said = row(id="C3", weapons="CAMM") + ",missiles"
    with pytest.warns(
        UserWarning, match="1 claim.s. of the claims name weapons of no known category: '12 CAMM"
    ):
        claims = af.read_claims(lines(known, named, said, header=HEADER + ",category"))
    assert claims["item"].tolist() == ["T-90S tanks", "12 CAMM, tanks", "CAMM"]
    assert claims["category"].tolist() == ["armoured_vehicles", "all", "missiles"]
    typed = row(weapons="CAMM") + ",flying saucers"
    with pytest.raises(af.SourceError, match="not known: 'flying saucer"):
        af.read_claims(lines(typed, header=HEADER + ",category"))


@pytest.mark.parametrize("name", [n for n in BAD if n != "part of itself"])
def test_set_aside_lines_are_accounted_for(name):
    cells, message = BAD[name]
    records = af.read_claims(lines(row(id="C0"), row(**cells), row(id="C2")), on_error="collect")
    assert records["record"].tolist() == ["C0", "C2"]
    ((line, reason),) = records.attrs["set_aside"]
    assert line == 3
    assert pd.Series([reason]).str.contains(message).all()


def test_duplicate_ids_name_both_lines():
    with pytest.raises(af.SourceError, match="line 3: id 'C1' stands on line 2 already"):
        af.read_claims(lines(GOOD, GOOD))


def test_many_bad_lines_are_counted_and_five_shown():
    with pytest.raises(
        af.SourceError, match=r"has 7 line\(s\) that are no claims \(and 1 that are\)"
    ) as caught:
        af.read_claims(lines(GOOD, *[row(id=f"B{i}", amount="N/A") for i in range(7)]))
    assert len(caught.value.rows) == 7
    assert str(caught.value).count("  line ") == 5


def test_lines_of_another_length_are_set_aside():
    with pytest.raises(af.SourceError, match="line 2: 14 cells, but the header has 13"):
        af.read_claims(lines(GOOD + ",more"))
    with pytest.raises(af.SourceError, match="line 2: 2 cells, but the header has 13"):
        af.read_claims(lines("C1,Russia"))


@pytest.mark.parametrize("content", ["", "\n\n", " \r\n"])
def test_an_empty_file_is_refused(content):
    with pytest.raises(af.SourceError, match="is empty; expected a header"):
        af.read_claims(io.StringIO(content))


def test_a_header_alone_is_refused():
    with pytest.raises(af.SourceError, match="has a header and no claim"):
        af.read_claims(lines())


def test_wrong_columns_are_named():
    with pytest.raises(af.SourceError, match="lack 'amount'.*did you mean 'amounts'"):
        af.read_claims(lines(GOOD, header=HEADER.replace("amount", "amounts")))
    with pytest.raises(af.SourceError, match="name 'id' twice"):
        af.read_claims(lines(GOOD + ",1", header=HEADER + ",id"))
    with pytest.raises(af.SourceError, match="have 'low', which read_claims makes"):
        af.read_claims(lines(GOOD + ",1", header=HEADER + ",low"))
    with pytest.raises(af.SourceError, match="lack 'supplier', 'recipient', 'amount', 'period'"):
        af.read_claims(pd.DataFrame({"a": [1]}))


def test_chained_tellings_tell_one_fact():
    records = af.read_claims(lines(GOOD, row(id="C2", same_as="C1"), row(id="C3", same_as="C2")))
    assert records["same_as"].fillna("").tolist() == ["", "C1", "C1"]


def test_parts_in_a_circle_are_refused():
    with pytest.raises(af.RecordError, match="is part of itself"):
        af.read_claims(lines(row(id="A", part_of="B"), row(id="B", part_of="A")))


def test_columns_of_the_frame_are_not_overwritten():
    """A column of newspapers called source would cut every link between tellings."""
    for name in ("source", "release", "item", "prices", "quantity", "value"):
        with pytest.raises(af.SourceError, match=f"have '{name}', which read_claims makes"):
            af.read_claims(lines(GOOD + ",x", header=f"{HEADER},{name}"))


def test_a_unit_and_an_amount_must_not_contradict():
    header = HEADER + ",unit"
    with pytest.raises(af.SourceError, match="unit is 'EUR' beside the amount '\\$5 billion' in USD"):
        af.read_claims(lines(row(amount="$5 billion") + ",EUR", header=header))
    records = af.read_claims(lines(row(amount="5 billion") + ",EUR", header=header))
    assert records.loc[0, ["value", "unit"]].tolist() == [5e9, "EUR"]


def test_an_estimate_is_marked_as_one():
    records = af.read_claims(lines(row(amount="an estimated $5 billion"), row(id="C2")))
    assert records["estimated"].tolist() == [True, False]


def test_ambiguous_numbers_are_read_when_told_how():
    with pytest.raises(af.SourceError, match="may mark thousands or decimals"):
        af.read_claims(lines(row(amount="EUR 1.600 m")))
    assert af.read_claims(lines(row(amount="EUR 1.600 m")), decimal=".")["value"].tolist() == [1.6e6]


def test_collecting_nothing_good_says_why():
    with pytest.raises(af.SourceError, match=r"has 2 line\(s\) that are no claims \(and 0 that are\)"):
        af.read_claims(lines(row(amount="N/A"), row(id="C2", amount="N/A")), on_error="collect")


@pytest.mark.parametrize("encoding", ["UTF-8", "utf8", "utf-8-sig"])
def test_a_byte_order_mark_is_no_matter_however_the_encoding_is_called(tmp_path, encoding):
    path = tmp_path / "claims.csv"
    path.write_bytes(f"\ufeff{HEADER}\n{GOOD}".encode())
    assert af.read_claims(path, encoding=encoding)["record"].tolist() == ["C1"]
    with path.open(encoding="utf-8") as file:
        assert af.read_claims(file)["record"].tolist() == ["C1"]


def test_a_line_of_ten_megabytes_is_refused_at_once():
    for cells in ("x" * 10_000_000, "x," * 5_000_000, '"' + "x" * 10_000_000):
        with pytest.raises(af.SourceError, match=r"line 2|cells, but the header has 13"):
            af.read_claims(lines(cells))


def test_an_open_quote_is_refused():
    with pytest.raises(af.SourceError, match="is no CSV at line 2"):
        af.read_claims(lines('C1,"Russia'))


def test_a_missing_file_and_a_strange_object():
    with pytest.raises(af.SourceError, match="nowhere.csv cannot be read"):
        af.read_claims("nowhere.csv")
    with pytest.raises(af.ArgumentError, match="path is a builtins.int"):
        af.read_claims(5)
    with pytest.raises(af.ArgumentError, match="on_error is 'ignore'"):
        af.read_claims(lines(GOOD), on_error="ignore")


def test_hedges_give_bounds(wider):
    by_id = wider.set_index("record")[["value", "low", "high"]]
    assert by_id.loc["SC37"].tolist() == [4e8, 4e8, math.inf]
    assert by_id.loc["SC13"].tolist() == [4e9, 0, 4e9]
    assert by_id.loc["SC17"].tolist() == pytest.approx([8.5e8, 7e8, 1e9])
    assert by_id.loc["SC23"].tolist() == pytest.approx([1.6e9, 1.55e9, 1.65e9])


def test_years_in_a_column_with_a_gap():
    frame = pd.DataFrame([dict(zip(HEADER.split(","), GOOD.split(","), strict=True))])
    assert af.read_claims(frame.assign(period=2015.0))["start"].tolist() == [2015]


def test_the_input_check_runs_once_for_each_rule_that_lines_break(monkeypatch):
    """The check takes 75 ms: once for a good file, never once per line."""
    runs = []

    def counted(rows):
        runs.append(len(rows))
        return to_records(rows)

    monkeypatch.setattr(claims_module, "to_records", counted)
    af.read_claims(lines(GOOD, row(id="C2")))
    assert runs == [2]
    runs.clear()
    bad = [row(id=f"B+{i}") for i in range(6)]
    records = af.read_claims(lines(GOOD, *bad, row(id="C2")), on_error="collect")
    assert runs == [8, 2]
    assert records["record"].tolist() == ["C1", "C2"]
    assert records.attrs["set_aside"] == [
        (line, "record holds a '+'; expected an id without '+'") for line in range(3, 9)
    ]


def test_a_claim_may_not_be_part_of_the_fact_that_it_reports():
    with pytest.raises(af.SourceError, match="line 3: 'C1' is part of itself"):
        af.read_claims(lines(GOOD, row(id="C2", same_as="C1", part_of="C1")))


def test_an_unknown_unit_without_an_amount_names_its_line():
    with pytest.raises(af.SourceError, match="line 2: unit is 'XYZ'; expected TIV, pieces or an ISO 4217"):
        af.read_claims(lines(row(amount="") + ",XYZ", header=HEADER + ",unit"))


def test_a_column_of_years_is_refused_beside_the_period():
    with pytest.raises(af.SourceError, match="have 'year', which read_claims makes"):
        af.read_claims(lines(GOOD + ",2015", header=f"{HEADER},year"))


def test_a_packed_file_is_unpacked_and_a_workbook_refused():
    content = f"{HEADER}\n{GOOD}\n".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("claims.csv", content)
    for given in (content, gzip.compress(content), packed.getvalue(), io.BytesIO(packed.getvalue())):
        assert af.read_claims(given)["record"].tolist() == ["C1"]
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
    with pytest.raises(af.SourceError, match="the claims is a spreadsheet; save its sheet as CSV$"):
        af.read_claims(workbook.getvalue())


# money that changed its name

WITH_UNIT = HEADER + ",unit"


@pytest.mark.covering(4)
@pytest.mark.parametrize(
    ("amount", "period", "unit", "value"),
    [
        ("5 trillion rubles", "1997", "RUR", 5e12),
        ("₽5 trillion", "1995–1997", "RUR", 5e12),
        ("5 billion rubles", "1998", "RUB", 5e9),
        ("200 billion Turkish lira", "1999", "TRL", 2e11),
        ("10 billion Belarusian rubles", "2015", "BYR", 1e10),
        ("5 million zlotys", "1993", "PLZ", 5e6),
        ("5 million hryvnias", "1995", "UAK", 5e6),
        ("5 million euros", "1998", "XEU", 5e6),
        ("5 million leva", "1996", "BGL", 5e6),
    ],
)
def test_a_currency_is_the_one_of_the_period(amount, period, unit, value):
    records = af.read_claims(lines(row(amount=amount, period=period)))
    assert records.loc[0, ["unit", "value"]].tolist() == [unit, value]


def test_five_trillion_rubles_of_1997_are_864_million_dollars():
    claim = af.read_claims(lines(row(amount="5 trillion rubles", period="1997")))
    assert af.to_currency(claim, "USD")["value"].iloc[0] == pytest.approx(864.3e6, rel=1e-3)


@pytest.mark.parametrize(
    ("amount", "period", "unit", "message"),
    [
        ("RUB 5 billion", "1997", "", "'rub' would be RUB in 1997, when RUR was in force"),
        ("5 billion", "1997", "RUB", "'rub' would be RUB in 1997, when RUR was in force"),
        ("5 billion rubles", "1996–2000", "", "'ruble' would be RUB in 1996–1997, when RUR was in force"),
        ("5 billion rubles", "1997", "RUB", "unit is 'RUB' beside the amount '5 billion rubles' in RUR"),
        ("5 billion Belarusian rubles", "2016", "", "may be BYN or BYR in 2016; write the code"),
        ("YTL 5 million", "2003", "", "'ytl' would be TRY in 2003, when TRL was in force"),
    ],
)
def test_a_code_of_other_years_sets_the_line_aside(amount, period, unit, message):
    with pytest.raises(af.SourceError, match=message):
        af.read_claims(lines(row(amount=amount, period=period) + f",{unit}", header=WITH_UNIT))


def test_a_claim_may_say_that_it_counts_in_later_money():
    header = HEADER + ",redenominated"
    typed = [row(amount="5 billion rubles", period="1997") + ",yes", row(id="C2") + ","]
    records = af.read_claims(lines(*typed, header=header))
    assert records["redenominated"].tolist() == [True, False]
    assert records.loc[0, ["unit", "value"]].tolist() == ["RUB", 5e9]
    dollars = af.to_currency(af.where(records, unit="RUB"), "USD")
    assert dollars["value"].iloc[0] == pytest.approx(864.3e6, rel=1e-3)
    with pytest.raises(af.SourceError, match="redenominated is 'perhaps'"):
        af.read_claims(lines(row() + ",perhaps", header=header))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_four_columns_are_enough_under_the_names_that_people_use(sign):
    head, line = (
        "Seller Buyer Amount Year Source".split(),
        ["Russia", "Armenia", "$5 billion", "2015", "a paper"],
    )
    file = io.StringIO("\n".join(sign.join(cells) for cells in (head, line)))
    claims = af.read_claims(file, stage="payment")
    assert claims.loc[0, ["record", "supplier", "recipient", "stage", "category"]].tolist() == (
        ["1", "RUS", "ARM", "payment", "all"]
    )
    assert claims.loc[0, ["start", "end", "value", "publisher", "status"]].tolist() == (
        [2015, 2015, 5e9, "a paper", "reported"]
    )


def test_claims_without_a_stage_are_said():
    rows = {
        "supplier": "Russia",
        "recipient": "Armenia",
        "amount": ["$5 bn", "$1 bn"],
        "period": [2015, 2016],
    }
    with pytest.warns(
        UserWarning, match=r"2 claim\(s\) of the claims do not say their stage and are taken for"
    ):
        claims = af.read_claims(pd.DataFrame(rows))
    assert claims["stage"].tolist() == ["contract", "contract"]
    assert claims["record"].tolist() == ["1", "2"]
    mixed = af.read_claims(pd.DataFrame(rows | {"stage": ["loan", ""]}), stage="payment")
    assert mixed["stage"].tolist() == ["loan", "payment"]
    with pytest.raises(af.ArgumentError, match="stage is 'deal'; expected one of 'offer'"):
        af.read_claims(pd.DataFrame(rows), stage="deal")


def test_a_column_under_both_of_its_names_is_refused():
    with pytest.raises(af.SourceError, match="have 'year', which read_claims makes"):
        af.read_claims(lines(GOOD + ",2015", header=HEADER + ",year"))


@pytest.mark.parametrize(
    ("amount", "period"),
    [("2 billion lira", "2003-2008"), ("500 million manat", "2005-2007"), ("500 million kwacha", "2012-2014"),
     ("500 million koruna", "2008-2010")],
)  # fmt: skip
def test_a_name_whose_money_changed_in_the_years_is_not_left_to_another_state(amount, period):
    """Lira of 2003 to 2008 were Syrian pounds, since Turkey's had two codes in these years."""
    text = f"supplier;recipient;stage;amount;period\nUS;Turkey;contract;{amount};{period}\n"
    with pytest.raises(af.SourceError, match="not each of them in all of these years"):
        af.read_claims(io.StringIO(text))


def test_a_column_weapon_is_one_of_weapons():
    header = HEADER.replace("weapons", "weapon")
    found = af.read_claims(lines(row(), header=header))
    assert found[["item", "category"]].iloc[0].tolist() == ["tanks", "armoured_vehicles"]
    # beside weapons it is a column of its own
    both = af.read_claims(lines(f"{row()},T-90", header=f"{HEADER},weapon"))
    assert both[["item", "weapon"]].iloc[0].tolist() == ["tanks", "T-90"]


@pytest.mark.parametrize("as_frame", [False, True])
def test_columns_that_are_nearly_called_like_known_ones_are_named_once(as_frame):
    header = HEADER.replace("weapons", "weapns").replace("publisher", "Publishers") + ",remark,page"
    table = lines(row() + ",seen,4", row(id="C2") + ",seen,5", header=header)
    said = (
        r"columns of the claims are not read: 'weapns' \(did you mean 'weapons'\?\), 'Publishers' \(did you "
        r"mean 'publisher'\?\); they are kept as they are"
    )
    with pytest.warns(UserWarning, match=said) as warned:
        found = af.read_claims(pd.read_csv(table, dtype=str) if as_frame else table)
    assert len(warned) == 1
    assert found["weapns"].tolist() == ["tanks", "tanks"]
    # one that is there under its own name leaves nothing to guess
    af.read_claims(lines(row() + ",tanks", header=HEADER + ",weapns"))


def test_an_encoding_that_nobody_knows_is_not_utf_8():
    assert claims_module._is_utf_8("utf8")
    assert not claims_module._is_utf_8("klingon")


def test_a_claim_without_its_id_is_refused():
    with pytest.raises(af.SourceError, match="line 3: id is blank; expected an id such as 'C1'"):
        af.read_claims(lines(GOOD, row(id="")))
