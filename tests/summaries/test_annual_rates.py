"""Each figure per year of its span."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from tests.frames import assert_alike, make, near


def test_the_article_per_year(claims):
    """Payments of $5bn in ten years beside contracts of nearly $4bn in five."""
    rates = af.annual_rates(claims).set_index("record")
    money = ["article-payment", "article-contract", "article-loan"]
    assert rates.loc[money, ["value", "low", "high", "years"]].values.tolist() == near(
        [[5e8, 4.5e8, 5.5e8, 10], [8e8, 7.6e8, 8e8, 5], [2e8, 2e8, 2e8, 1]]
    )
    assert rates.loc["article-delivery", ["records", "undisclosed"]].tolist() == [1, 1]
    assert rates["stage"].tolist() == ["contract", "loan", "loan", "delivery", "payment"]


def test_who_makes_a_claim_stays_beside_its_figure(claims):
    rates = af.annual_rates(claims)
    assert rates.columns[-1] == "publisher"
    assert set(rates["publisher"]) == {"Insight News Media"}
    rows = make({"value": [10.0, 7.0], "start": [2010, 2012], "end": [2014, 2012]})
    assert "publisher" not in af.annual_rates(rows)
    told = rows.assign(publisher=["Reuters", None])
    assert_alike(lambda r: af.annual_rates(r), told)


def test_equal_on_every_engine(beside):
    rows = make({"start": [2010, 2012], "end": [2014, 2012], "value": [10.0, 7.0], "high": [np.inf, 8.0]})
    assert_alike(af.annual_rates, rows, engines=beside)


def test_stages_and_figures_that_have_no_place_are_refused(engine):
    rows = make({"record": ["a", "b"], "value": [10.0, 7.0]})
    with pytest.raises(af.RecordError, match="stage is 'Delivered'; expected offer, licence"):
        af.annual_rates(engine.of(rows.assign(stage="Delivered")))
    endless = rows.assign(value=[np.inf, 7.0], high=[np.inf, 7.0])
    with pytest.raises(af.RecordError, match=r"infinite in 1 row\(s\), such as 'a'"):
        af.annual_rates(engine.of(endless))
