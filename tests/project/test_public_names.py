"""What `import armsflow` offers: names found by rule, listed without loading anything, typed for editors."""

from __future__ import annotations

import subprocess
import sys

import pytest

import armsflow as af
from tests.project import public_names


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_editors_and_type_checkers_see_every_name():
    written = public_names.PATH.read_text(encoding="utf-8")
    # a formatter may order the lines
    listed = sorted(written.splitlines())
    assert listed == sorted(public_names.text().splitlines()), "run: python -m tests.project.public_names"


def test_listing_the_names_loads_none_of_them():
    code = "import sys, armsflow; dir(armsflow), armsflow.__all__; print('pandas' in sys.modules)"
    assert run(code).strip() == "False"


def test_a_star_import_brings_every_name():
    names: dict[str, object] = {}
    exec("from armsflow import *", names)
    assert {*af.__all__} <= {*names}


def test_a_name_is_searched_once():
    assert af.totals is af.totals
    assert vars(af)["totals"] is af.totals


@pytest.mark.parametrize(
    "name", ["plot_pies", "plot_check", "bounds", "read_opening", "to_rates", "records_", "_home_"]
)
def test_what_is_not_public_is_no_attribute(name):
    """Among them companions that lie where the rule looks and are not listed by their module."""
    with pytest.raises(AttributeError, match=f"no attribute '{name}'"):
        getattr(af, name)
