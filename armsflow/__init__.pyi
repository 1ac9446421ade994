from armsflow.charts.annual_rates import plot_annual_rates as plot_annual_rates
from armsflow.charts.areas import plot_areas as plot_areas
from armsflow.charts.balances import plot_balances as plot_balances
from armsflow.charts.changes import plot_changes as plot_changes
from armsflow.charts.concentration import plot_concentration as plot_concentration
from armsflow.charts.coverage import plot_coverage as plot_coverage
from armsflow.charts.describe import describe as describe
from armsflow.charts.discrepancies import plot_discrepancies as plot_discrepancies
from armsflow.charts.dumbbells import plot_dumbbells as plot_dumbbells
from armsflow.charts.flows import plot_flows as plot_flows
from armsflow.charts.lines import plot_lines as plot_lines
from armsflow.charts.map import plot_map as plot_map
from armsflow.charts.matrix import plot_matrix as plot_matrix
from armsflow.charts.rankings import plot_rankings as plot_rankings
from armsflow.charts.save import save as save
from armsflow.charts.shares import plot_shares as plot_shares
from armsflow.charts.slopes import plot_slopes as plot_slopes
from armsflow.charts.supplier_balance import plot_supplier_balance as plot_supplier_balance
from armsflow.charts.timeline import plot_timeline as plot_timeline
from armsflow.charts.totals import plot_totals as plot_totals
from armsflow.errors import AmountError as AmountError
from armsflow.errors import ArgumentError as ArgumentError
from armsflow.errors import ArmsflowError as ArmsflowError
from armsflow.errors import CategoryError as CategoryError
from armsflow.errors import CurrencyError as CurrencyError
from armsflow.errors import DependencyError as DependencyError
from armsflow.errors import MixedError as MixedError
from armsflow.errors import PartError as PartError
from armsflow.errors import PartyError as PartyError
from armsflow.errors import PeriodError as PeriodError
from armsflow.errors import RateError as RateError
from armsflow.errors import RecordError as RecordError
from armsflow.errors import SourceError as SourceError
from armsflow.errors import SpanError as SpanError
from armsflow.groups import members as members
from armsflow.parse.amount import Amount as Amount
from armsflow.parse.amount import parse_amount as parse_amount
from armsflow.parse.category import category_name as category_name
from armsflow.parse.category import parse_category as parse_category
from armsflow.parse.period import parse_period as parse_period
from armsflow.parties import party as party
from armsflow.parties import party_name as party_name
from armsflow.records.concat import concat as concat
from armsflow.records.embargoed import embargoed as embargoed
from armsflow.records.files import read_records as read_records
from armsflow.records.files import write_records as write_records
from armsflow.records.files import write_table as write_table
from armsflow.records.scan_records import scan_records as scan_records
from armsflow.records.schema import COLUMNS as COLUMNS
from armsflow.records.to_records import to_records as to_records
from armsflow.records.where import where as where
from armsflow.records.without_parts import without_parts as without_parts
from armsflow.report.write_report import write_report as write_report
from armsflow.rounding import round_sipri as round_sipri
from armsflow.sources.baci import read_baci as read_baci
from armsflow.sources.ch_licences import read_ch_licences as read_ch_licences
from armsflow.sources.claims import read_claims as read_claims
from armsflow.sources.coarm import read_coarm as read_coarm
from armsflow.sources.comtrade import read_comtrade as read_comtrade
from armsflow.sources.de_exports import read_de_exports as read_de_exports
from armsflow.sources.kiel.read import read_kiel as read_kiel
from armsflow.sources.milex import read_milex as read_milex
from armsflow.sources.nl_licences import read_nl_licences as read_nl_licences
from armsflow.sources.read import read as read
from armsflow.sources.sam import read_sam as read_sam
from armsflow.sources.sipri.read import read_sipri as read_sipri
from armsflow.sources.uk_licences import read_uk_licences as read_uk_licences
from armsflow.sources.unroca import read_unroca as read_unroca
from armsflow.sources.wdi import read_wdi as read_wdi
from armsflow.summaries.annual_rates import annual_rates as annual_rates
from armsflow.summaries.averages import averages as averages
from armsflow.summaries.balances import balances as balances
from armsflow.summaries.burden import burden as burden
from armsflow.summaries.changes import changes as changes
from armsflow.summaries.concentration import concentration as concentration
from armsflow.summaries.coverage import coverage as coverage
from armsflow.summaries.degrees import degrees as degrees
from armsflow.summaries.discrepancies import discrepancies as discrepancies
from armsflow.summaries.network import network as network
from armsflow.summaries.orders import orders as orders
from armsflow.summaries.panel import panel as panel
from armsflow.summaries.plausibility import plausibility as plausibility
from armsflow.summaries.rankings import rankings as rankings
from armsflow.summaries.relative import relative as relative
from armsflow.summaries.revisions import revisions as revisions
from armsflow.summaries.shares import shares as shares
from armsflow.summaries.supplier_balance import supplier_balance as supplier_balance
from armsflow.summaries.totals import totals as totals
from armsflow.summaries.trace import trace as trace
from armsflow.tables import table as table
from armsflow.tables import table_path as table_path
from armsflow.transforms.categories import to_categories as to_categories
from armsflow.transforms.convert import convert as convert
from armsflow.transforms.currency import to_currency as to_currency
from armsflow.transforms.groups import to_groups as to_groups
from armsflow.transforms.periods import to_periods as to_periods
from armsflow.transforms.pieces import to_pieces as to_pieces
from armsflow.transforms.prices import to_prices as to_prices
from armsflow.transforms.successors import to_successors as to_successors
from armsflow.transforms.years import to_years as to_years

__version__: str
__all__ = [
    "COLUMNS",
    "Amount",
    "AmountError",
    "ArgumentError",
    "ArmsflowError",
    "CategoryError",
    "CurrencyError",
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
    "convert",
    "coverage",
    "degrees",
    "describe",
    "discrepancies",
    "embargoed",
    "members",
    "network",
    "orders",
    "panel",
    "parse_amount",
    "parse_category",
    "parse_period",
    "party",
    "party_name",
    "plausibility",
    "plot_annual_rates",
    "plot_areas",
    "plot_balances",
    "plot_changes",
    "plot_concentration",
    "plot_coverage",
    "plot_discrepancies",
    "plot_dumbbells",
    "plot_flows",
    "plot_lines",
    "plot_map",
    "plot_matrix",
    "plot_rankings",
    "plot_shares",
    "plot_slopes",
    "plot_supplier_balance",
    "plot_timeline",
    "plot_totals",
    "rankings",
    "read",
    "read_baci",
    "read_ch_licences",
    "read_claims",
    "read_coarm",
    "read_comtrade",
    "read_de_exports",
    "read_kiel",
    "read_milex",
    "read_nl_licences",
    "read_records",
    "read_sam",
    "read_sipri",
    "read_uk_licences",
    "read_unroca",
    "read_wdi",
    "relative",
    "revisions",
    "round_sipri",
    "save",
    "scan_records",
    "shares",
    "supplier_balance",
    "table",
    "table_path",
    "to_categories",
    "to_currency",
    "to_groups",
    "to_periods",
    "to_pieces",
    "to_prices",
    "to_records",
    "to_successors",
    "to_years",
    "totals",
    "trace",
    "where",
    "without_parts",
    "write_records",
    "write_report",
    "write_table",
]
