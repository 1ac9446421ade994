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
# # A fact sheet of one's own
#
# Every March SIPRI prints two tables: the largest suppliers of five years, and the largest recipients.
# Here are both from a register, with what the tables leave out: what a figure of a span of years does to a
# share. All deals of the sample are invented; put your own export's path in its place.

# %%
import matplotlib.pyplot as plt

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))  # your own export's path here
deliveries = af.where(register, stage="delivery")

# %% [markdown]
# ## Table 1: the suppliers
#
# Brazil leads; South Africa, first in the five years before, has lost more than three quarters. (It is a
# made-up world.)

# %%
suppliers = af.rankings(deliveries, of="supplier", end=2024, top=10)
af.plot_rankings(suppliers)

# %% [markdown]
# As SIPRI prints it: from 10 per cent upwards whole, below with one decimal.

# %%
fractions = ["share", "previous_share", "change"]
printed = suppliers[["place", "party", *fractions]].head(6)
printed.assign(**printed[fractions].apply(af.round_sipri))

# %% [markdown]
# ## Table 2: the recipients
#
# Chile has more than ten times what it had. Such a figure says more about the window before than about
# Chile: it had almost nothing then. NATO stands in the table without a place, because it is no state.

# %%
recipients = af.rankings(deliveries, of="recipient", end=2024, top=12, partners=2)
af.plot_rankings(recipients)

# %% [markdown]
# ## Whose deliveries grew
#
# The same change for all of the larger suppliers; a register lists all there was, so what it does not list
# was none.

# %%
windows = af.to_periods(deliveries, [(2015, 2019), (2020, 2024)], outside="drop")
af.plot_changes(af.changes(windows, of="supplier", top=10))

# %% [markdown]
# ## What spans do to shares
#
# SIPRI's other register has one line per deal, with one figure for all its years of delivery. Let us put
# the years of each deal together, as that register does, and rank again. What was delivered in 2018–21 may
# lie in either window: the shares get bounds, and the order of the first three is no longer certain.

# %%
deals = deliveries.groupby("deal")
first, last = deals["start"].transform("min"), deals["end"].transform("max")
spans = af.to_records(deliveries.assign(start=first, end=last))
rough = af.rankings(spans, of="supplier", end=2024, top=10, partners=0)

figure, (left, right) = plt.subplots(1, 2, figsize=(12, 5.2))
af.plot_rankings(af.rankings(deliveries, of="supplier", end=2024, top=10, partners=0), left, title="By year")
af.plot_rankings(rough, right, title="By deal")

# %% [markdown]
# How much of the volume of the ten years belongs to deals that reach from one window into the other?

# %%
inside = deliveries["start"] >= 2015
across = inside & (first < 2020) & (last >= 2020)
af.round_sipri(deliveries["value"][across].sum() / deliveries["value"][inside].sum()) + " per cent"
