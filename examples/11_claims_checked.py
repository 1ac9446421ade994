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
# # Claims checked
#
# A newspaper says what a state paid, ordered or borrowed. Could it be so? Beside each claim belong the deals
# that could be meant, what arrived, and what the buyer spends on its military. The claims are published
# ones; **the register is invented**, so read the form, not the figures, until the path of your own export
# stands below.

# %%
import pandas as pd

import armsflow as af

claims = af.read_claims(af.table_path("claims.csv"))
register = af.read_sipri(af.table_path("sample_register.csv"))  # your own export's path here
# SIPRI's sum for Armenia in 2010–2019, as ten equal years; read_milex() reads the workbook itself
armenia = pd.DataFrame({"party": "Armenia", "year": range(2010, 2020), "value": 455.65e6, "unit": "USD"})

# %% [markdown]
# ## One sentence for each claim

# %%
checked = af.plausibility(claims, register=register, spending=armenia)
for claim in checked.itertuples():
    print(f"{claim.record}: {claim.finding}. {claim.verdict}\n")

# %% [markdown]
# The five billion would be more than all that Armenia spent on its military in these years. The loan is no
# further sum: it pays for contracts, and lies inside them.

# %%
checked[["record", "deals", "volume_in_years", "share_of_spending", "price_per_tiv", "inside"]].round(2)

# %% [markdown]
# ## The deals behind it
#
# One row per deal. A file of deliveries does not say how many were ordered, so nothing is said of what is
# still open.

# %%
deals = af.orders(af.where(register, supplier="Russia", recipient="Armenia"))
deals[["designation", "category", "order_year", "delivered", "open", "first", "last"]]

# %% [markdown]
# ## From a number to its lines

# %%
window = {"supplier": "Russia", "recipient": "Armenia", "years": (2010, 2019)}
totals = af.totals(af.where(register, **window), by="recipient", over=(2010, 2019))
lines = af.trace(totals.iloc[0], register)
print(*lines.attrs["steps"], sep="\n")
lines[["file", "line", "designation", "start", "part"]].head()

# %% [markdown]
# ## Per year
#
# Ten years stand beside five and one: each claim per year of its own span.

# %%
af.plot_annual_rates(af.annual_rates(claims))
