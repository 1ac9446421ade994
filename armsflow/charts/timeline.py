"""Records along the years, in lanes: what was lent, signed, delivered and paid, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Unpack

import narwhals as nw
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.marks import Years
from armsflow.charts.draw.rows import Row, Rows, Span
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.text import description, foot, names, numbers, titles
from armsflow.errors import ArgumentError, one_of, sample
from armsflow.languages import message, say, years
from armsflow.records.schema import FIGURE, is_rest, period
from armsflow.rounding import NBSP

__all__ = ["plot_timeline"]

_MOST = 40
_LANES = ("stage", "recipient", "supplier")
_PART, _SAME = "↳", "="
_ALL_ORDERS = message("orders and their deliveries, pieces")
_DELIVERED = message("orders of which something was delivered, and their deliveries, pieces")
_OF_ORDERED = message("{order} order, {delivery} first and last delivery; figures: delivered of ordered.")
_EARLIER = message(
    "Ordered before the years of the records, so that earlier deliveries may be missing: {count} of {all}."
)
_ONLY_DELIVERED = message("{order} order, {delivery} first and last delivery; figures: delivered.")
_ORDER, _DELIVERY, _ABOUT = "○", "■", "≈"
_PAGES = "give axes=, one Axes for each page of 40 deals"
_CHOOSE = (
    "choose with where(records, …, years=…), keep each figure once with without_parts(records), or give "
    "axes=, one Axes for each page"
)


def plot_timeline(
    records: IntoFrame,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    by: str = "stage",
    items: bool = False,
    **options: Unpack[Options],
) -> Axes:
    """Bars along the years, one per record, in lanes: loans beside the contracts that they pay for.

    A bar covers the years of its record, the first and the last included; a figure for a single year is
    a diamond. The amount stands at the right in its own unit, for nothing here is compared or added.
    What is hollow has no disclosed amount; what is paler, its source marks as estimated.
    A part stands under its whole, and a further report under the first. Of what `orders` returns, a row is a
    deal: a circle at the year of the order, squares at the first and the last delivery.

    Parameters
    ----------
    records : records frame or summary
        pandas or Polars: records themselves, or what `orders` returns; 40 rows to a page.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    axes : several Axes, optional
        In place of `ax`, one for each page of 40 rows, in order of lanes and years, all on one scale.
    by : {"stage", "recipient", "supplier"}
        What makes a lane. Stages follow each other as in a transaction, parties by name.
    items : bool
        Whether the source's own words for what was transferred stand in the row.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes
        Its scale in years: 2015 is the middle of that year.

    Raises
    ------
    ArgumentError
        If `by` or `items` is another; if the frame is neither records nor orders, has no rows or more than 40
        to a page; if `axes` are not as many as pages; or if a deal has no year at all.

    Examples
    --------
    Did the contracts come before the loan?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> ax = af.plot_timeline(claims)
    >>> [text.get_text() for text in ax.texts if text.get_label() == "band"]
    ['Contracts', 'Loans', 'Deliveries', 'Payments']
    >>> [float(bars[0].get_x() + 0.5) for bars in ax.containers]
    [2010.0, 2010.0, 2010.0]
    """
    one_of(by, _LANES, "by")
    if not isinstance(items, bool):
        raise ArgumentError(f"items is {items!r}; expected True or False", rows=[items])
    return TimelineChart.of(records, options, by=by, items=items).draw(ax, axes=axes)


@dataclass(frozen=True, kw_only=True, eq=False)
class TimelineChart(Chart):
    """Records along the years, in lanes `by` stage or party, with their `items` or without."""

    function = "plot_timeline"
    counts_undisclosed = True
    noun = "to_records"
    texts: ClassVar[tuple[str, ...]] = (
        "record",
        "part_of",
        "same_as",
        "supplier",
        "recipient",
        "category",
        "item",
    )
    figures: ClassVar[tuple[str, ...]] = ("estimated",)

    panel = "pages"

    by: str
    items: bool
    page: tuple[int, ...] = ()

    @classmethod
    def of(cls, summary: IntoFrame, options: Options, **own: Any) -> TimelineChart:
        """The chart of records, or of orders where the frame has those."""
        made: type[TimelineChart] = OrdersChart if _is_orders(summary) else cls
        return super(TimelineChart, made).of(summary, options, **own)

    @classmethod
    def read(cls, summary: IntoFrame) -> pd.DataFrame:
        """The records, with the two columns of a summary that the words need."""
        frame = nw.from_native(summary, pass_through=True)
        if isinstance(frame, nw.DataFrame):
            summary = frame.with_columns(period=nw.lit(""), undisclosed=nw.lit(0)).to_native()
        read = super().read(summary)
        spans = zip(read["start"].astype(int), read["end"].astype(int), strict=True)
        periods = [period(*span) for span in spans]
        return read.assign(period=periods, undisclosed=read["high"].isna().astype(int))

    def check_frame(self) -> None:
        """All records can be drawn, on as many pages as they need."""

    def check_single(self) -> None:
        records = list(self.frame["record"])
        check.at_most(records, _MOST, chart=self.function, what="records", remedy=_CHOOSE)

    def panels(self) -> dict[str, TimelineChart]:
        """The pages, each with 40 rows, in order of lanes and years."""
        lanes = {lane: place for place, lane in enumerate(_order(self.frame, self.by, self.labels))}
        frame = self.frame.assign(_lane=self.frame[self.by].map(lanes))
        frame = frame.sort_values(["_lane", "start", "end"], kind="stable").drop(columns="_lane")
        count = -(-len(frame) // _MOST)
        pages = [frame.iloc[n * _MOST : (n + 1) * _MOST] for n in range(count)]
        parts = [
            replace(self, frame=rows, among=self, page=(n, count) if count > 1 else ())
            for n, rows in enumerate(pages, 1)
        ]
        return {f"page {n} of {count}": part for n, part in enumerate(parts, 1)}

    def _page(self) -> str:
        """Which page this is, of how many."""
        return say("page {number} of {count}", number=self.page[0], count=self.page[1]) if self.page else ""

    @cached_property
    def lanes(self) -> dict[str, list[Deal]]:
        """The rows of each lane, by its name; a single lane needs none."""
        lanes = _order(self.frame, self.by, self.labels)
        # what the title says of all is not said of each again
        keys = [key for key in ("supplier", "recipient", "stage") if key != self.by]
        varying = check.varying(self.frame, keys)
        return {
            names.key_label(self.by, lane, self.labels) if len(lanes) > 1 else "": list(
                self._deals(self.frame[self.frame[self.by] == lane], varying)
            )
            for lane in lanes
        }

    def _deals(self, rows: pd.DataFrame, keys: Sequence[str]) -> Iterator[Deal]:
        """The rows of one lane, each part under its whole."""
        nested = _nested(rows)
        called = [_name(row, keys, self.items, self.labels) for row, _, _ in nested]
        for (row, depth, link), name in zip(nested, called, strict=True):
            amount, detail = _amount(row)
            inset = NBSP * 3 * (depth - 1) + link + NBSP if depth else ""
            if called.count(name) > 1 and row["category"] != "all":
                name = say("{name}: {what}", name=name, what=names.category(row["category"], self.labels))
            yield Deal(
                name=inset + name,
                amount=amount,
                detail=detail,
                value=(row["start"] + row["end"]) / 2,
                low=row["start"] - 0.5,
                high=row["end"] + 0.5,
                colour=self._colour(row),
                estimated=row["estimated"],
                disclosed=not row["undisclosed"],
                link=link,
                hang=NBSP * (3 * depth + 1) if depth else "",
            )

    def _colour(self, row: pd.Series) -> str:
        codes = row[["supplier", "recipient", "category", "stage"]]
        return self.palette.of(codes, style.supplier_colour(row["supplier"]))

    @property
    def over_years(self) -> bool:
        return True

    def title(self) -> str:
        return self._by(titles.flow(self.frame, self.labels))

    def _by(self, title: str) -> str:
        several = len(self.lanes) > 1
        return say("{title}, by {keys}", title=title, keys=names.keys([self.by])) if several else title

    def subtitle(self) -> str:
        frame = self.frame
        stages = [name for name in names.STAGES if name in set(frame["stage"])]
        pairs = set(zip(frame["unit"], frame["prices"], strict=True))
        # money last, whose prices stand after a comma
        units = sorted(pairs, key=lambda pair: (pair[0] not in numbers.COUNTED, pair))
        phrases = [numbers.Scale(*pair, 1.0, "", "").phrase() for pair in units]
        span = years(period(int(frame["start"].min()), int(frame["end"].max())))
        stage = names.listed([names.stages(name) for name in stages])
        amounts = say("amounts in {units}", units=names.listed(phrases))
        return titles.subtitle(stage, amounts, span, self._page(), frame=frame)

    def notes(self) -> list[str]:
        return _notes(self.frame, [deal for rows in self.lanes.values() for deal in rows])

    def words(self) -> str:
        things = {
            lane: [description.Item(_bare(deal), deal.amount, -deal.low) for deal in rows]
            for lane, rows in self.lanes.items()
        }
        bounds = [] if self.noun == "orders" else ["low", "high"]
        what = "deals" if self.noun == "orders" else "records"
        return description.of_marks(
            what,
            things,
            self.frame,
            ends=(message("first {item}"), message("last {item}")),
            bounds=bounds,
        )

    def body(self, ax: Axes) -> Rows:
        whole = self.whole.frame
        return _draw(ax, self.lanes, whole["start"].min() - 0.5, whole["end"].max() + 0.5)


def _is_orders(frame: Any) -> bool:
    """Whether a frame is that of `orders`, with one row per deal."""
    given = nw.from_native(frame, pass_through=True)
    return isinstance(given, nw.DataFrame) and {"deal", "ordered", "delivered"} <= {*given.columns}


@dataclass(frozen=True, kw_only=True, eq=False)
class OrdersChart(TimelineChart):
    """Deals along the years: the order as a circle, deliveries as a bar between squares."""

    noun = "orders"
    texts = ("deal", "supplier", "recipient", "designation", "category")
    figures = ("order_year", "ordered", "delivered", "open", "first", "last")
    common = ()

    @classmethod
    def read(cls, summary: IntoFrame) -> pd.DataFrame:
        """The deals, with the columns that the words of every chart need."""
        read = super(TimelineChart, cls).read(summary)
        known = read[["order_year", "first", "last"]]
        if known.isna().all(axis=1).any():
            deals = list(read.loc[known.isna().all(axis=1), "deal"])
            raise ArgumentError(
                f"plot_timeline puts deals at their years, and {sample(deals)} have neither a year of order "
                "nor of delivery; leave them out",
                rows=deals,
            )
        plain = {"stage": "delivery", "unit": "pieces", "prices": "current", "source": "", "release": ""}
        given = {name: value for name, value in plain.items() if name not in read}
        # the marks are not paler: it is the numbers beside them that are estimated
        guessed = read["estimated"].astype(bool) if "estimated" in read else False
        return read.assign(
            start=known.min(axis=1), end=known.max(axis=1), period="", undisclosed=0, estimated=0.0,
            guessed=guessed, **given,
        )  # fmt: skip

    def check_single(self) -> None:
        deals = list(self.frame["deal"])
        check.at_most(deals, _MOST, chart=self.function, what="deals to a page", remedy=_PAGES)

    def _deals(self, rows: pd.DataFrame, keys: Sequence[str]) -> Iterator[Deal]:
        """The deals of one lane, the earliest first."""
        varying = [key for key in keys if key != "stage"]
        for _, row in rows.sort_values(["start", "end", "deal"]).iterrows():
            pair = names.row_label({key: row[key] for key in varying}, self.labels)
            what = names.weapon(row["designation"], row.get("description"))
            yield Order(
                name=say("{name}: {what}", name=pair, what=what) if pair and what else pair or what,
                amount=f"{_ABOUT}{NBSP}{self._pieces(row)}"
                if row["guessed"] and self.options.estimates
                else self._pieces(row),
                detail="",
                value=row["order_year"],
                low=row["start"] - 0.5,
                high=row["end"] + 0.5,
                colour=self._colour(row),
                first=row["first"],
                last=row["last"],
            )

    def subtitle(self) -> str:
        span = years(period(int(self.frame["start"].min()), int(self.frame["end"].max())))
        # of deals that were chosen by hand nothing else says that the finished ones are not there
        waiting = bool((self.frame["open"] > 0).all())
        orders = message("open orders and their deliveries, pieces") if waiting else _ALL_ORDERS
        what = say(_DELIVERED if self._lacks_orders else orders)
        return titles.subtitle(what, span, self._page(), frame=self.frame)

    def notes(self) -> list[str]:
        return [
            foot.of_marks(
                say(_OF_ORDERED if self._counts_orders else _ONLY_DELIVERED, order=_ORDER, delivery=_DELIVERY)
            ),
            foot.of_marks(say("Without {order}: the year of the order is not known.", order=_ORDER))
            if self.frame["order_year"].isna().any()
            else "",
            self._earlier(),
            self._guessed(),
        ]

    def words(self) -> str:
        return " ".join(filter(None, [super().words(), self._earlier(), self._guessed()]))

    def _earlier(self) -> str:
        """Of how many deals the first deliveries may be missing, as where only late years were chosen."""
        if "complete" not in self.frame:
            return ""
        older = int((self.frame["complete"].isin([False]) & self.frame["order_year"].notna()).sum())
        said = {"count": numbers.count(older), "all": numbers.count(len(self.frame))}
        return say(_EARLIER, **said) if older else ""

    def _guessed(self) -> str:
        """That numbers are estimates, where the source says so of a deal."""
        shown = self.frame["guessed"].any() and self.options.estimates
        return say("{about}: the source marks these numbers as estimates.", about=_ABOUT) if shown else ""

    def _pieces(self, row: pd.Series) -> str:
        """How many were delivered, of how many that were ordered where the source says that of any deal."""
        delivered, ordered = (
            "?" if np.isnan(row[name]) else numbers.count(row[name]) for name in ("delivered", "ordered")
        )
        if not self._counts_orders:
            return delivered
        return say("{delivered} of {ordered}", delivered=delivered, ordered=ordered)

    @property
    def _counts_orders(self) -> bool:
        """Whether the number ordered is known of any deal; registers of deliveries do not have it."""
        return bool(self.whole.frame["ordered"].notna().any())

    @property
    def _lacks_orders(self) -> bool:
        """Whether the file leaves out orders of which nothing was delivered."""
        return bool(self.frame.get("all_orders", pd.Series(dtype=bool)).isin([False]).any())


def _order(frame: pd.DataFrame, by: str, labels: names.Labels) -> list[str]:
    met = set(frame[by])
    if by == "stage":
        return [name for name in names.STAGES if name in met]
    return sorted(met, key=lambda code: (is_rest(code), names.party(code, labels)))


@dataclass(frozen=True)
class Deal(Row):
    """One record: `low` and `high` are the ends of its years."""

    disclosed: bool = True
    link: str = ""


@dataclass(frozen=True)
class Order(Deal):
    """One deal: `value` is the year of its order, `first` and `last` those of its deliveries."""

    first: float = np.nan
    last: float = np.nan


def _nested(rows: pd.DataFrame) -> list[tuple[pd.Series, int, str]]:
    """Rows in order of time, each followed by its parts and its further reports, with their depth."""
    stages = {name: place for place, name in enumerate(names.STAGES)}
    rows = rows.assign(_stage=rows["stage"].map(stages))
    rows = rows.sort_values(["start", "_stage", "end", "supplier", "recipient", "record"])
    ids = list(zip(rows["source"], rows["release"], rows["record"], strict=True))
    first = {key: place for place, key in reversed(list(enumerate(ids)))}
    parents = [_parent(row, first) for _, row in rows.iterrows()]
    placed: dict[int, tuple[int, str]] = {}

    def put(place: int, depth: int, link: str) -> None:
        if place in placed:
            return
        placed[place] = depth, link
        for other, (parent, kind) in enumerate(parents):
            if parent == place:
                put(other, depth + 1, kind)

    # those whose whole is absent first; then whatever a circle of links would leave out
    for place in sorted(range(len(rows)), key=lambda place: parents[place][0] is not None):
        put(place, 0, "")
    return [(rows.iloc[place], *at) for place, at in placed.items()]


def _parent(row: pd.Series, first: dict[tuple, int]) -> tuple[int | None, str]:
    """Where the first report of a row stands or, else, the nearest of its wholes."""
    wholes = [(name, _PART) for name in reversed(row["part_of"].split("+"))]
    for name, link in [(row["same_as"], _SAME), *wholes]:
        place = first.get((row["source"], row["release"], name))
        if place is not None:
            return place, link
    return None, ""


def _name(row: pd.Series, keys: Sequence[str], items: bool, labels: names.Labels) -> str:
    # years that came after words written from right to left would be turned round
    name = names.row_label({key: row[key] for key in (*keys, "period")}, labels)
    return say("{name}: {what}", name=name, what=row["item"]) if items and row["item"] else name


def _amount(row: pd.Series) -> tuple[str, str]:
    """The amount of a record in the step that suits it, and under it its bounds."""
    scale = numbers.scale_of(row.to_frame().T, FIGURE)
    figures = row.copy()
    figures[list(FIGURE)] = row[list(FIGURE)].astype(float) / scale.factor
    if row["undisclosed"]:
        return say("not disclosed"), ""
    amount, detail = numbers.cells(figures, scale)
    if row["unit"] == "pieces" and np.isfinite(figures["value"]):
        amount = scale.figure(figures["value"])
    if row["unit"] in numbers.COUNTED:
        amount += NBSP + scale.phrase()
    return amount, detail


def _draw(ax: Axes, deals: Mapping[str, Sequence[Deal]], low: float, high: float) -> Rows:
    low -= 0.015 * (high - low)  # a diamond is wider than a short year
    span = Span(
        low, high, base=low, steps=Years, most=10, numbers=FuncFormatter(lambda year, _: f"{year:.0f}")
    )
    body = Rows(ax, deals, _mark, span=span)
    for line in body.lines:
        line.zero.set_visible(False)  # years have no zero
    for part in body.parts:
        part.name.artist.set_path_effects(style.halo(3))  # where the lines of the years cross names
    ax.grid(axis="x", color=style.RULE, linewidth=0.4)
    return body


def _mark(ax: Axes, deal: Deal, y: float, end: float) -> None:
    if isinstance(deal, Order):
        # most marks are far from the name and from the figure
        ax.plot([0, 1], [y, y], transform=ax.get_yaxis_transform(), color=style.GRID, linewidth=0.4, zorder=1,
                label="guide")  # fmt: skip
        _mark_order(ax, deal, y)
        return
    edge = style.stroke(deal.colour)  # a pale outline would be lost on the paper
    ink = style.tint(deal.colour, style.PALER) if deal.estimated else deal.colour
    face = ink if deal.disclosed else "white"
    if deal.high - deal.low == 1:
        ax.plot(
            [deal.value], [y], "D", markersize=6.5, markeredgecolor=edge, markeredgewidth=1.0, zorder=3,
            markerfacecolor=face, label="deal", clip_on=False,
        )  # fmt: skip
        return
    ax.barh(
        [y], [deal.high - deal.low], 0.54, left=deal.low, facecolor=face, edgecolor=edge, linewidth=1.0,
        zorder=2, label="deal", clip_on=False,
    )  # fmt: skip


def _mark_order(ax: Axes, deal: Order, y: float) -> None:
    """The order as a circle, deliveries as squares, and lines from the one to the other."""
    ink = style.stroke(deal.colour)
    shared: dict[str, Any] = {"color": ink, "zorder": 3, "clip_on": False, "linestyle": "none"}
    delivered = sorted({year for year in (deal.first, deal.last) if np.isfinite(year)})
    if delivered:
        if np.isfinite(deal.value):
            ax.plot([deal.value, delivered[0]], [y, y], color=ink, linewidth=0.8, zorder=2, label="wait")
        ax.plot([delivered[0], delivered[-1]], [y, y], color=ink, linewidth=2.4, zorder=2, label="deliveries")
        ax.plot(delivered, [y] * len(delivered), "s", markersize=5, label="delivery", **shared)
    if np.isfinite(deal.value):
        # a circle around the square where both fall into one year
        size = 9 if deal.value in delivered else 6
        face = "none" if deal.value in delivered else "white"
        ax.plot(
            [deal.value], [y], "o", markersize=size, markerfacecolor=face, markeredgewidth=1.2, label="order",
            **shared,
        )  # fmt: skip


def _bare(deal: Deal) -> str:
    """The name of a record, with a word in place of the sign before it."""
    name = deal.name.lstrip(NBSP + deal.link)
    if deal.link == _PART:
        return say("part, {name}", name=name)
    return say("told again, {name}", name=name) if deal.link == _SAME else name


def _notes(frame: pd.DataFrame, deals: Sequence[Deal]) -> list[str]:
    links = {deal.link for deal in deals}
    return [
        foot.of_marks(say("Hollow: amount not disclosed.")) if frame["undisclosed"].any() else "",
        foot.of_marks(say("Paler: estimated by the source.")) if frame["estimated"].any() else "",
        foot.of_marks(say("↳ part of the figure that it stands under.")) if _PART in links else "",
        foot.of_marks(say("= another telling of the figure that it stands under.")) if _SAME in links else "",
        say("Stages of one transaction are never added.") if frame["stage"].nunique() > 1 else "",
    ]
