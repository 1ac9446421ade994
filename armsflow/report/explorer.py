"""The explorer: lines of chosen parties and a map with tooltips, in one HTML file with its script inside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from armsflow.charts import check
from armsflow.charts.map_shapes import shapes
from armsflow.charts.text import covered, joiners, left_out, names, numbers
from armsflow.errors import DependencyError
from armsflow.languages import message, say, years
from armsflow.records.schema import SIDES
from armsflow.report.page import Page, printable
from armsflow.report.register_sections import WINDOW, framed, records_inside
from armsflow.summaries.totals import totals
from armsflow.transforms.years import to_years

__all__: list[str] = []

#: So many parties can be chosen; the largest by the sum of all years.
MOST_PARTIES = 60
_SIDES = {"supplier": message("Supplier"), "recipient": message("Recipient"), "donor": message("Donor")}
_BY_YEAR = {
    "supplier": message("Supplier by year"),
    "recipient": message("Recipient by year"),
    "donor": message("Donor by year"),
}
_OVER = {
    "supplier": message("Suppliers, {years}"),
    "recipient": message("Recipients, {years}"),
    "donor": message("Donors, {years}"),
}
_WIDTH = 720
# the lists of parties stand above the charts
_STYLE = """<style>
body { margin: 1.5rem auto; max-width: 56rem; padding: 0 1rem; font-family: system-ui, Verdana, sans-serif }
#vis.vega-embed { display: flex; flex-direction: column-reverse; overflow-x: auto }
.vega-bindings { display: flex; flex-wrap: wrap; gap: 1.5rem; margin-bottom: 1rem }
</style>
"""


def explorer(page: Page, records: Any) -> str:
    """The whole text of the file: lines of suppliers and of recipients, and a map of the last five years.

    Parameters
    ----------
    page : Page
        Its title, question, sources and language are those of the explorer.
    records : records frame
        One stage and one unit.

    Raises
    ------
    DependencyError
        If Altair or vl-convert is not installed.
    """
    alt = _altair()
    single = to_years(records)
    by_side = {side: framed(totals(single, by=side)) for side in SIDES}
    several = [side for side, frame in by_side.items() if frame[side].nunique() > 1]
    charts = [_lines(alt, by_side[side], side) for side in several or SIDES]
    last = int(by_side["recipient"]["end"].max())
    window = (max(last - WINDOW + 1, int(by_side["recipient"]["start"].min())), last)
    inside = records_inside(records, window)
    # the map shows who received, and of one recipient who supplied it
    side = several[-1] if several else "recipient"
    charts.append(_map(alt, framed(totals(inside, by=side, over=window)), side))
    whole = (
        alt.vconcat(*charts, spacing=36)
        .resolve_scale(color="independent")
        .properties(
            title=alt.TitleParams(
                _text(page.title), subtitle=_foot(page, by_side.values()), fontSize=18, offset=14
            )
        )
        .configure_view(stroke=None)
        .configure_axis(gridColor="#e4e4e4", domainColor="#222222", labelFontSize=11, titleFontSize=11)
        .configure_title(anchor="start")
    )
    text: str = whole.to_html(inline=True, embed_options={"actions": False})
    view = '<meta name="viewport" content="width=device-width">'
    head = f"<head>\n{view}\n{_STYLE}<title>{_text(page.title)}</title>"
    return text.replace("<html>", f'<html lang="{page.language}">', 1).replace("<head>", head, 1)


def _altair() -> Any:
    try:
        import altair
        import vl_convert  # noqa: F401, Altair asks it for the script
    except ImportError as error:
        raise DependencyError("the explorer needs Altair; pip install armsflow[explorer]") from error
    return altair


def _text(text: str) -> str:
    """A text that ends no script and opens no element."""
    return printable(text).replace("<", "‹").replace(">", "›").replace("&", "＆")


def _foot(page: Page, frames: Iterable[pd.DataFrame]) -> list[str]:
    """The question, what the sums lack, and the sources."""
    lacks = dict.fromkeys(
        said
        for frame in frames
        for said in (covered.note(frame), left_out.note(frame), joiners.note(frame, "name"))
    )
    return [names.sentence(_text(line)) for line in (page.question, *lacks, *page.sources) if line]


def _lines(alt: Any, frame: pd.DataFrame, side: str) -> Any:
    """Years of one party, chosen from a list, with its bounds, before those of all others in grey."""
    scale = numbers.scale_of(frame, ("value",))
    sizes = frame.groupby(side)["value"].sum().sort_values(ascending=False, kind="stable")
    kept = list(sizes.index[:MOST_PARTIES])
    rows = _by_year(_shown(frame[frame[side].isin(kept)], side, scale))
    called = check.role(side, frame)
    chosen = alt.selection_point(
        name=f"{side}_chosen",
        fields=["party"],
        value=str(rows.loc[rows["code"] == kept[0], "party"].iloc[0]),
        bind=alt.binding_select(options=sorted(rows["party"].unique()), name=f"{say(_SIDES[called])}: "),
        on="click",
    )
    # bounds of single years can be many times the figure; the line has to be seen
    top = 1.1 * float(rows[["value", "low"]].max().max())
    most = alt.Scale(domain=[0, top])
    # what has no upper limit reaches to the upper edge
    rows["high"] = rows["high"].clip(upper=10 * top)
    base = alt.Chart(rows).encode(
        x=alt.X("year:Q", axis=alt.Axis(format="d", title=None), scale=alt.Scale(zero=False, nice=False)),
        detail="party:N",
    )
    value = alt.Y("value:Q", title=scale.phrase(), scale=most)
    grey = base.mark_line(color="#d0d0d0", strokeWidth=0.7).encode(y=value)
    one = base.transform_filter(chosen)
    low = alt.Y("low:Q", title=scale.phrase(), scale=most)
    band = one.mark_area(opacity=0.15, color="#0b57a4", clip=True).encode(y=low, y2="high:Q")
    line = one.mark_line(color="#0b57a4", point=True).encode(y=value, tooltip=_tooltip(alt))
    return (grey.add_params(chosen) + band + line).properties(
        width=_WIDTH, height=260, title=say(_BY_YEAR[called])
    )


def _map(alt: Any, mapped: pd.DataFrame, side: str) -> Any:
    scale = numbers.scale_of(mapped, ("value",))
    rows = _shown(mapped, side, scale)
    figures: Any = rows.set_index("code").to_dict("index")
    features = []
    for shape in shapes():
        own = figures.get(shape.party)
        party = names.party(shape.party, "name") if shape.party else ""
        features.append(
            {
                "type": "Feature",
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": [[_ring(ring)] for ring in shape.rings],
                },
                "party": _text(party),
                # no number is null, which Vega would colour as 0
                "known": own is not None and not np.isnan(own["value"]) and not own["hidden"],
                "value": 0.0 if own is None or np.isnan(own["value"]) else float(own["value"]),
                "figure": say("no record") if own is None else own["figure"],
                "period": "" if own is None else own["period"],
            }
        )
    window = years(str(mapped["period"].iloc[0]))
    if not mapped["complete"].all():
        window = say("{window} (incomplete)", window=window)
    return (
        alt.Chart(alt.Data(values=features))
        .mark_geoshape(stroke="#ffffff", strokeWidth=0.4)
        .encode(
            color=alt.condition(
                "datum.known",
                alt.Color("value:Q", title=scale.phrase(), scale=alt.Scale(type="sqrt", scheme="blues")),
                alt.value("#e9e9e9"),
            ),
            tooltip=_tooltip(alt),
        )
        # shapes are projected already; on a screen up is less
        .project(type="identity", reflectY=True)
        .properties(width=_WIDTH, height=360, title=say(_OVER[check.role(side, mapped)], years=window))
    )


def _ring(ring: Any) -> list[list[float]]:
    return [[round(float(x), 3), round(float(y), 3)] for x, y in ring]


def _tooltip(alt: Any) -> list[Any]:
    return [
        alt.Tooltip("party:N", title=say("Party")),
        alt.Tooltip("period:N", title=say("Years")),
        alt.Tooltip("figure:N", title=say("Figure")),
    ]


def _shown(frame: pd.DataFrame, side: str, scale: numbers.Scale) -> pd.DataFrame:
    """What a chart needs of a summary: names, years, figures in the step of the scale, and their words."""
    figures = scale.of(frame, ["value", "low", "high"])
    rows = figures[["value", "low", "high"]].astype(float).round(6)
    said = [_figure(row, scale) for _, row in figures.iterrows()]
    incomplete = ~frame["complete"].astype(bool).to_numpy()
    return rows.assign(
        code=frame[side].to_numpy(),
        party=[_text(names.party(code, "name")) for code in frame[side]],
        year=frame["end"].astype(int).to_numpy(),
        period=[
            say("{window} (incomplete)", window=years(str(cell))) if lacks else years(str(cell))
            for cell, lacks in zip(frame["period"], incomplete, strict=True)
        ],
        figure=said,
        # 0 beside what is undisclosed is not known to be 0
        hidden=((frame["value"] == 0) & (frame["undisclosed"] > 0)).to_numpy(),
    ).reset_index(drop=True)


def _by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of each party, and a row without a figure for each year between them, so that lines break."""
    every = []
    for code, own in rows.groupby("code", sort=False):
        between = range(own["year"].min(), own["year"].max() + 1)
        full = own.set_index("year").reindex(between).rename_axis("year").reset_index()
        every.append(full.assign(code=code, party=own["party"].iloc[0]))
    return pd.concat(every, ignore_index=True)[list(rows)]


def _figure(row: pd.Series, scale: numbers.Scale) -> str:
    """A figure with its bounds and what is missing: "12.0 [8.0–14.0] million TIV, + 1 undisclosed"."""
    value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    if np.isnan(high):
        return say("not disclosed")
    span = scale.bounds(low, high)
    known = not np.isnan(value)
    number = scale.figure(value) if known and value else "0" if known else span or scale.figure(low)
    figure = f"{number}{f' [{span}]' if span and known else ''} {scale.phrase()}"
    return ", ".join(filter(None, (figure, numbers.hidden(row))))
