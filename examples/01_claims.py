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
# # Three claims and what they can say
#
# A newspaper writes that Armenia spent $5 billion on Russian weapons in 2010–2019, that Moscow and Baku
# signed contracts worth nearly $4 billion in 2010–2014, and that Armenia got a $200 million loan for weapons
# in 2015. Who bought more?

# %%
import armsflow as af

claims = af.read_claims(af.table_path("claims.csv"))
claims[["recipient", "stage", "start", "end", "value", "low", "high", "unit", "status"]]

# %% [markdown]
# "Nearly $4 billion" is at most 4; "$5 billion" has one significant digit. The sum of the two is refused:

# %%
try:
    af.totals(claims[claims["stage"].isin(["payment", "contract"])])
except af.MixedError as error:
    print(error)

# %% [markdown]
# Per year of its own span each figure loses the difference in length, and at constant prices that in dollars.
# What remains is the difference in stage, and that is not to be computed away.

# %%
rates = af.annual_rates(claims.pipe(af.to_prices, 2020))
rates[["recipient", "stage", "period", "value", "low", "high"]]

# %%
af.plot_annual_rates(rates)

# %% [markdown]
# What others said of the same deals overlaps: whole and part, and several tellings of one fact.

# %%
wider = af.read_claims(af.table_path("claims_south_caucasus.csv"))
signed = af.where(wider, supplier="Russia", recipient="Azerbaijan", stage="contract")
try:
    af.totals(signed)
except af.PartError as error:
    print(error)

af.totals(af.without_parts(signed), by="recipient")[
    ["recipient", "period", "value", "low", "high", "records"]
]

# %% [markdown]
# Pieces do not lie about money. Russia's own reports to the UN Register, 2007–13:

# %%
reported = wider[wider["reporter"] == "supplier"]
pieces = af.where(reported, supplier="Russia", category=["un:I", "un:II"])
balance = af.supplier_balance(pieces, supplier="Russia", between=("Azerbaijan", "Armenia"), by="category")
balance[["category", "left_value", "right_value", "ratio"]]

# %%
af.plot_supplier_balance(balance)
