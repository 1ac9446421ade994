"""Columns of any name are replaced, also of those that pandas has as parameters."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.replaced import replaced
from tests.frames import make, plain


def rows_of() -> pd.DataFrame:
    """Records with a column of the user's called `self`, as `assign` has a parameter."""
    rows = make({"record": ["x", "y", "z"], "supplier": ["USA", "RUS", "FRA"], "value": [5.0, 3.0, 1.0]})
    rows["self"] = ["a", "b", "c"]
    return rows


def test_the_frame_itself_stays():
    frame = pd.DataFrame({"self": [1, 2], "b": [3, 4]})
    found = replaced(frame, {"self": [5, 6], "c": 7})
    assert found.to_dict("list") == {"self": [5, 6], "b": [3, 4], "c": [7, 7]}
    assert frame.to_dict("list") == {"self": [1, 2], "b": [3, 4]}


def test_a_key_called_self_is_folded():
    totals = af.totals(rows_of(), by="self", top=1)
    assert dict(zip(totals["self"], totals["value"], strict=True)) == {"a": 5.0, "others": 4.0}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "dta", "html", "docx", "parquet"])
def test_a_table_with_a_column_called_self_is_written(tmp_path, ending):
    path = af.write_table(af.totals(rows_of(), by="self"), tmp_path / f"table.{ending}")
    assert path.stat().st_size
    if ending == "csv":
        assert sorted(pd.read_csv(path)["self"]) == ["a", "b", "c"]


@pytest.mark.covering(1)
def test_frames_are_joined_of_which_one_has_it(engine):
    other = make({"record": ["w"], "value": [2.0]})
    both = plain(af.concat(engine.of(rows_of()), engine.of(other))).set_index("record")["self"]
    assert both.loc[["x", "y", "z"]].tolist() == ["a", "b", "c"]
    assert pd.isna(both.loc["w"])


@pytest.mark.parametrize("plot", [af.plot_lines, af.plot_areas])
def test_a_chart_of_it_is_drawn_and_described(plot):
    rows = make(
        {"supplier": ["USA", "RUS"] * 2, "year": [2014, 2014, 2015, 2015], "value": [5.0, 3.0, 1.0, 2.0]}
    )
    rows["self"] = ["a", "b"] * 2
    ax = plot(af.totals(rows, by="self"))
    assert "own calculation" in af.describe(ax)
    plt.close(ax.figure)
