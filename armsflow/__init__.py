"""armsflow: arms-transfer data as records that are never more precise than their source.

    file ──read_*──▶ records ──to_*──▶ records ──noun()──▶ summary ──plot_*──▶ Axes

``read_*`` makes records of a file, ``to_*`` re-expresses one thing, a noun sums and refuses what cannot be
added, ``plot_*`` draws the summary it is named after.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from armsflow.amounts import Amount, parse_amount
from armsflow.analysis.inventory import coverage
from armsflow.analysis.mirrors import discrepancies
from armsflow.analysis.nets import balances, burden
from armsflow.analysis.places import rankings
from armsflow.analysis.portfolios import concentration, shares
from armsflow.analysis.rivals import supplier_balance
from armsflow.analysis.sums import annual_rates, totals
from armsflow.analysis.trends import averages, changes
from armsflow.categories import category_name, parse_category
from armsflow.crosswalk import to_categories
from armsflow.currency import to_currency, to_prices
from armsflow.errors import (
    AmountError,
    ArgumentError,
    ArmsflowError,
    CategoryError,
    DependencyError,
    MixedError,
    PartError,
    PartyError,
    PeriodError,
    RateError,
    RecordError,
    SourceError,
    SpanError,
)
from armsflow.files import read_records, write_records, write_table
from armsflow.parties import party, party_name, to_successors
from armsflow.parts import without_parts
from armsflow.periods import to_periods, to_years
from armsflow.records import COLUMNS, to_records
from armsflow.rounding import round_sipri
from armsflow.selection import concat, where
from armsflow.shipped import table, table_path
from armsflow.sources.claims import read_claims
from armsflow.sources.milex import read_milex
from armsflow.sources.sipri.reading import read_sipri
from armsflow.written import parse_period

__version__ = "0.1.0"

# charts bring matplotlib and seaborn, which whoever draws nothing need not wait for
_CHARTS = {
    "describe": "armsflow.charts",
    "plot_annual_rates": "armsflow.charts",
    "plot_balances": "armsflow.charts",
    "plot_changes": "armsflow.charts",
    "plot_concentration": "armsflow.charts",
    "plot_coverage": "armsflow.charts",
    "plot_discrepancies": "armsflow.charts",
    "plot_flows": "armsflow.charts",
    "plot_matrix": "armsflow.charts",
    "plot_rankings": "armsflow.charts",
    "plot_shares": "armsflow.charts",
    "plot_slopes": "armsflow.charts",
    "plot_supplier_balance": "armsflow.charts",
    "plot_timeline": "armsflow.charts",
    "plot_totals": "armsflow.charts",
    "save": "armsflow.charts",
}

__all__ = [
    "COLUMNS",
    "Amount",
    "AmountError",
    "ArgumentError",
    "ArmsflowError",
    "CategoryError",
    "DependencyError",
    "MixedError",
    "PartError",
    "PartyError",
    "PeriodError",
    "RateError",
    "RecordError",
    "SourceError",
    "SpanError",
    "annual_rates",
    "averages",
    "balances",
    "burden",
    "category_name",
    "changes",
    "concat",
    "concentration",
    "coverage",
    "describe",
    "discrepancies",
    "parse_amount",
    "parse_category",
    "parse_period",
    "party",
    "party_name",
    "plot_annual_rates",
    "plot_balances",
    "plot_changes",
    "plot_concentration",
    "plot_coverage",
    "plot_discrepancies",
    "plot_flows",
    "plot_matrix",
    "plot_rankings",
    "plot_shares",
    "plot_slopes",
    "plot_supplier_balance",
    "plot_timeline",
    "plot_totals",
    "rankings",
    "read_claims",
    "read_milex",
    "read_records",
    "read_sipri",
    "round_sipri",
    "save",
    "shares",
    "supplier_balance",
    "table",
    "table_path",
    "to_categories",
    "to_currency",
    "to_periods",
    "to_prices",
    "to_records",
    "to_successors",
    "to_years",
    "totals",
    "where",
    "without_parts",
    "write_records",
    "write_table",
]


def __getattr__(name: str) -> Any:
    if name in _CHARTS:
        return getattr(import_module(_CHARTS[name]), name)
    raise AttributeError(f"module 'armsflow' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
