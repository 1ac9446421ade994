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
# # One supplier, two sides
#
# Who arms both sides of a conflict, and since when? In the invented world of the sample register Russia
# supplies Azerbaijan alone for twenty-five years, and then both Azerbaijan and Armenia, while others join
# on Azerbaijan's side. Put your own export's path in place of the sample to see what the world did.

# %%
import matplotlib.pyplot as plt

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))  # your own export's path here
SIDES = ("Armenia", "Azerbaijan")
deliveries = af.where(register, stage="delivery", recipient=SIDES, years=(1995, 2024))

# %% [markdown]
# ## Who arms whom
#
# Thirty years of deliveries to the two, every supplier with one band to each side that it supplied.

# %%
af.plot_flows(af.totals(deliveries, by=["supplier", "recipient"], over=(1995, 2024)))

# %% [markdown]
# Only who stands in both columns arms both sides. In the last ten years:

# %%
lately = af.where(deliveries, years=(2015, 2024))
sums = af.totals(lately, by=["supplier", "recipient"], over=(2015, 2024))
af.plot_matrix(sums)

# %%
both = sums[sums["value"] > 0].groupby("supplier")["recipient"].nunique()
[af.party_name(code) for code in both[both == 2].index]

# %% [markdown]
# ## The switch
#
# In windows of five years: what Russia gave to each side, and how many times as much the one as the other.
# The register lists all deliveries that are known in its years, so a side without one got none. Of a source
# that does not list all there is, such as the press, the side would have no figure.

# %%
windows = af.to_periods(deliveries, 5, end=2024)
balance = af.supplier_balance(windows, supplier="Russia", between=SIDES)
balance[["period", "left_value", "right_value", "ratio", "evenness"]]

# %%
af.plot_supplier_balance(balance)

# %% [markdown]
# ## The others join
#
# Azerbaijan's side of the story: Russia's part of its arms falls although Russia delivers on.

# %%
shares = af.shares(windows)
af.plot_shares(shares[shares["recipient"] == af.party("Azerbaijan")])

# %% [markdown]
# And both sides before and after 2020, side by side on one scale:

# %%
figure, axes = plt.subplots(1, 2, figsize=(10, 4.2))
af.plot_slopes(shares[shares["end"] >= 2019], axes=axes)
