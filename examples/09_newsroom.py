# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Six requests of a newsroom
#
# An editor asks for pictures, and each must be ready for print: a map, a ranking, lines, small multiples, a
# chart for the German edition, and one in the house's own style for a narrow column. All deals of the sample
# are invented; put your own export's path in its place.

# %%
import tempfile
from pathlib import Path

import armsflow as af

register = af.read(af.table_path("sample_register.csv"))  # your own export's path here
deliveries = af.where(register, stage="delivery")
windows = af.to_periods(deliveries, 5, end=2024)
last = af.where(windows, years=(2020, 2024))

# %% [markdown]
# ## 1. "A map: whom does Brazil supply?"
#
# Classes are round numbers, and the foot says how they were chosen. A title of your own may state the
# finding.

# %%
brazil = af.totals(af.where(last, supplier="Brazil"), by="recipient")
af.plot_map(brazil, title="No state gets more of Brazil than Egypt", highlight="Egypt")

# %% [markdown]
# Is the title true? The five largest recipients, in millions; NATO's common forces are no state, and the foot
# of the map names them.

# %%
brazil.nlargest(5, "value")[["recipient", "value"]].assign(value=brazil["value"] / 1e6)

# %% [markdown]
# ## 2. "The table of the largest recipients, with Finland in it"
#
# The row is in colour, and the others are grey. International organisations stand without a place, because
# they are no states.

# %%
recipients = af.rankings(deliveries, of="recipient", end=2024, top=8)
af.plot_rankings(recipients, highlight="Finland", title="Finland is second among the recipients")

# %% [markdown]
# ## 3. "Lines of the large suppliers, and where the war begins"
#
# Single years vary: a ship arrives in one of them. `averages` gives the mean of five years, as SIPRI's
# charts do.

# %%
large = af.where(deliveries, supplier=["Brazil", "Russia", "South Africa", "Switzerland", "Ukraine"])
means = af.averages(large, by="supplier")
af.plot_lines(means, highlight=["Brazil", "South Africa"], mark={2022: "Full-scale invasion of Ukraine"})

# %% [markdown]
# ## 4. "Four buyers side by side, on one scale"
#
# `facet=` draws one panel for each of them, with one head and one foot.

# %%
four = af.where(windows, recipient=["Azerbaijan", "Finland", "Kenya", "Norway"], years=(2010, 2024))
af.plot_shares(af.shares(four, top=2), facet="recipient")

# %% [markdown]
# ## 5. "The same for the German edition"
#
# All words, numbers and names of states are German, in the chart and in its description for those who cannot
# see it. A title of your own stays as you write it.

# %%
poland = af.where(deliveries, recipient="Poland", years=(2005, 2024))
ax = af.plot_areas(af.totals(poland, by="supplier", top=3), language="de", title="Wer Polen beliefert")
print(af.describe(ax))

# %% [markdown]
# ## 6. "One column, our type and colours, as a file that we can edit"
#
# `style=` takes a publisher's sizes and inks, `colours=` the colours of parties, and `labels=` short names.
# In SVG and PDF text stays text, and the same chart gives the same file.

# %%
two = af.where(windows, years=(2015, 2024))
ax = af.plot_dumbbells(
    af.shares(two, within=None, top=6),
    title="Switzerland passes Spain",
    colours={"2015–19": "#9BB7D4", "2020–24": "#B5121B"},
    labels={"ZAF": "S. Africa"},
    style={"title": 12, "ink": "#111111"},
)
with tempfile.TemporaryDirectory() as folder:
    file = af.save(ax, Path(folder) / "suppliers.svg", width="single")
    print(file.name, file.read_bytes() == af.save(ax, file, width="single").read_bytes())

# %% [markdown]
# ## Before it is printed
#
# Which lines of the register are behind the first number of the map?

# %%
lines = af.trace(brazil.nlargest(1, "value").iloc[0], last)
print(*lines.attrs["steps"], sep="\n")
lines[["line", "designation", "start", "value"]].head()
