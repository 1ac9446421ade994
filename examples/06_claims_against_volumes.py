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
# # Claims beside volumes
#
# A newspaper gives sums of money, a register gives volumes. They tell of the same transfers and still have
# no common scale: a price says what was paid or promised, a volume what arrived. Here they stand side by
# side, each on an axis of its own. The claims are published ones; **the volumes are invented**, so read
# the form, not the figures, until the path of your own export stands below.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import armsflow as af

SIDES = ("Azerbaijan", "Armenia")
claims = af.read_claims(af.table_path("claims.csv"))
register = af.read_sipri(af.table_path("sample_register.csv"))  # your own export's path here
deliveries = af.where(register, supplier="Russia", recipient=SIDES, stage="delivery", years=(2010, 2019))

# %%
both = af.concat(claims, deliveries)
af.coverage(both, by=["source", "stage", "unit"])

# %% [markdown]
# ## What may not be added, or divided
#
# Sums of the two are refused:

# %%
try:
    af.totals(both, by="recipient", over=(2010, 2019))
except af.MixedError as error:
    print(error)

# %% [markdown]
# A ratio has no unit; but payments over contracts would be a ratio of different things, and is refused as
# well:

# %%
try:
    af.supplier_balance(claims, supplier="Russia", between=SIDES, over=(2010, 2019))
except af.MixedError as error:
    print(error)

# %% [markdown]
# ## Side by side
#
# On the left the claims, per year of their own span, each stage in a band of its own; on the right volumes
# in windows. The one may support the other in direction: more money, more arms. It cannot in size.

# %%
windows = af.to_periods(deliveries, 5, end=2019)
figure, (money, volume) = plt.subplots(1, 2, figsize=(12, 4.6))
af.plot_annual_rates(af.annual_rates(claims), money, title="What was said: money")
af.plot_totals(af.totals(windows, by="recipient"), volume, title="What was delivered: volume (invented)")

# %% [markdown]
# The volumes have a ratio, since both sides are deliveries in one unit:

# %%
balance = af.supplier_balance(deliveries, supplier="Russia", between=SIDES, over=(2010, 2019))
balance[["period", "left_value", "right_value", "ratio"]].round(2)

# %% [markdown]
# ## Can the claim be true?
#
# Money can be weighed against money. The note of the claim itself gives what to weigh it with: by SIPRI's
# figures Armenia's whole military spending of 2010–2019 came to 4,556.5 million current dollars. Only that
# sum enters here, as ten equal years.

# %%
claim = af.where(claims, stage="payment")
print(claim["note"].iloc[0])
ten_years = {"party": "Armenia", "year": range(2010, 2020), "value": 4556.5e6 / 10, "unit": "USD"}
weight = af.burden(claim, pd.DataFrame(ten_years))
weight[["recipient", "period", "value", "spending", "burden", "burden_low", "burden_high"]].round(2)

# %% [markdown]
# At face value the payments would have taken all of the budget and more: 110 per cent, and 99 to 121 by
# what "$5 billion" admits. Either credit or gifts outside the budget paid, or the claim is wrong. A volume
# could not have told.
