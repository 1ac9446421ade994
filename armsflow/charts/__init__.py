"""Charts: a summary in, one honest picture out."""

from __future__ import annotations

from armsflow.charts.bars import plot_totals
from armsflow.charts.dumbbells import plot_discrepancies
from armsflow.charts.grids import plot_matrix
from armsflow.charts.growth import plot_changes
from armsflow.charts.lanes import plot_timeline
from armsflow.charts.leagues import plot_rankings
from armsflow.charts.ledgers import plot_balances
from armsflow.charts.lines import plot_concentration
from armsflow.charts.mirrors import plot_supplier_balance
from armsflow.charts.sankeys import plot_flows
from armsflow.charts.saving import save
from armsflow.charts.slopes import plot_slopes
from armsflow.charts.spans import plot_coverage
from armsflow.charts.stacks import plot_shares
from armsflow.charts.telling import describe
from armsflow.charts.whiskers import plot_annual_rates

__all__ = [
    "describe",
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
    "save",
]
