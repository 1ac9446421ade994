"""Charts: a summary in, one honest picture out."""

from __future__ import annotations

from armsflow.charts.bars import plot_totals
from armsflow.charts.growth import plot_changes
from armsflow.charts.ledgers import plot_balances
from armsflow.charts.lines import plot_concentration
from armsflow.charts.mirrors import plot_supplier_balance
from armsflow.charts.saving import save
from armsflow.charts.stacks import plot_shares
from armsflow.charts.whiskers import plot_annual_rates

__all__ = [
    "plot_annual_rates",
    "plot_balances",
    "plot_changes",
    "plot_concentration",
    "plot_shares",
    "plot_supplier_balance",
    "plot_totals",
    "save",
]
