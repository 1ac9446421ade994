"""armsflow: arms-transfer data as records that are never more precise than their source.

    file ──read_*──▶ records ──to_*──▶ records ──noun()──▶ summary ──plot_*──▶ Axes

``read_*`` makes records of a file, ``to_*`` re-expresses one thing, a noun sums and refuses what cannot be
added, ``plot_*`` draws the summary it is named after.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

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
from armsflow.parse.amount import Amount, parse_amount
from armsflow.parse.category import category_name, parse_category
from armsflow.parse.period import parse_period
from armsflow.parties import party, party_name, to_successors
from armsflow.records.files import read_records, write_records, write_table
from armsflow.records.to_records import COLUMNS, to_records
from armsflow.records.where import concat, where
from armsflow.records.without_parts import without_parts
from armsflow.rounding import round_sipri
from armsflow.sources.claims import read_claims
from armsflow.sources.milex import read_milex
from armsflow.sources.sipri.read import read_sipri
from armsflow.summaries.averages import averages, changes
from armsflow.summaries.balances import balances, burden
from armsflow.summaries.coverage import coverage
from armsflow.summaries.discrepancies import discrepancies
from armsflow.summaries.rankings import rankings
from armsflow.summaries.shares import concentration, shares
from armsflow.summaries.supplier_balance import supplier_balance
from armsflow.summaries.totals import annual_rates, totals
from armsflow.tables import table, table_path
from armsflow.transforms.categories import to_categories
from armsflow.transforms.currency import to_currency, to_prices
from armsflow.transforms.periods import to_periods, to_years

__version__ = "0.1.0"

# charts bring matplotlib and seaborn, which whoever draws nothing need not wait for
_CHARTS = {
    "describe": "armsflow.charts.describe",
    "plot_annual_rates": "armsflow.charts.annual_rates",
    "plot_balances": "armsflow.charts.balances",
    "plot_changes": "armsflow.charts.changes",
    "plot_concentration": "armsflow.charts.concentration",
    "plot_coverage": "armsflow.charts.coverage",
    "plot_discrepancies": "armsflow.charts.discrepancies",
    "plot_flows": "armsflow.charts.flows",
    "plot_matrix": "armsflow.charts.matrix",
    "plot_rankings": "armsflow.charts.rankings",
    "plot_shares": "armsflow.charts.shares",
    "plot_slopes": "armsflow.charts.slopes",
    "plot_supplier_balance": "armsflow.charts.supplier_balance",
    "plot_timeline": "armsflow.charts.timeline",
    "plot_totals": "armsflow.charts.totals",
    "save": "armsflow.charts.save",
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
