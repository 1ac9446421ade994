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
# # Mirror reports
#
# Supplier and recipient each report a transfer to the UN Register of Conventional Arms, in pieces. The same
# tanks therefore stand twice, and where only one side reports they stand once. This example holds the two
# sides beside each other for Armenia and Azerbaijan, 2010–2016. The counts are those of the reports, and each
# row has the address of its page.

# %%
import io

import matplotlib.pyplot as plt

import armsflow as af

reports = af.read_unroca(af.table_path("unroca_south_caucasus.csv"))
reports[["supplier", "recipient", "reporter", "start", "category", "value", "address"]].head()

# %% [markdown]
# ## What may not be added
#
# Belarus and Azerbaijan both report 62 tanks of 2012. Their sum, 124, would count each tank twice:

# %%
tanks = af.where(reports, supplier="Belarus", recipient="Azerbaijan", category="un:I", years=(2012, 2012))
try:
    af.totals(tanks, by=("supplier", "category"))
except af.MixedError as error:
    print(error)

# %% [markdown]
# ## Who says what
#
# The gap is what the recipient says less what the supplier says. A side that did not report is named in
# `unreported`, and its figure is unknown and not 0.

# %%
flow = ("supplier", "recipient", "category")
gaps = af.discrepancies(reports, between=("supplier", "recipient"), by=flow)
both = gaps[gaps["unreported"] == ""]
both[["supplier", "category", "period", "left_value", "right_value", "value"]]

# %%
gaps["unreported"].value_counts()

# %% [markdown]
# Eleven of 41 flows have both reports, and ten of them agree. Armenia filed nothing in these years that names
# a transfer, so what Russia reports of deliveries to Armenia has no mirror at all.

# %%
of_2010 = af.discrepancies(
    af.where(reports, recipient="Azerbaijan", years=(2010, 2010)),
    between=("supplier", "recipient"),
    by=flow,
)
shown = of_2010[of_2010["category"] != "un:VIIa"]
ax = af.plot_discrepancies(shown, title="Arms for Azerbaijan in 2010: who reports how many")

# %% [markdown]
# ## Contracts beside pieces
#
# The press gave the contracts of Russia and Azerbaijan of 2010–14 in dollars. The reports give pieces. There
# is no rate between them, so they stand beside each other as they are:

# %%
claims = af.read_claims(af.table_path("claims.csv"))
contract = claims[claims["record"] == "article-contract"]
print(contract[["start", "end", "amount", "item"]].to_string(index=False))
russian = af.where(reports, supplier="Russia", recipient="Azerbaijan")
supplied = russian[russian["reporter"] == "supplier"]
pieces = af.totals(supplied, by="category", over=(2010, 2016))
pieces[["category", "period", "value", "records"]]

# %% [markdown]
# ## Two units, two panels
#
# Licences are counted in euros, deliveries by SIPRI in units of military value (TIV). One chart with two axes
# would draw a relation between the two scales that nobody measured; two panels do not. They share the axis of
# years, so that both show the same span: `sharex=True`. Both files here are **invented**: put the paths of
# your own in their place.

# %%
listed = "\n".join(
    f"{year}; 0; DE; Germany; EG; Egypt; AFN; North Africa; Total; b; {value};"
    for year, value in zip(range(2015, 2020), (19, 400, 708, 13, 802), strict=True)
)
licences = af.read_coarm(io.BytesIO(listed.encode())).assign(source="user")  # invented, so not COARM's
register = af.read_sipri(af.table_path("sample_register.csv"))
volumes = af.where(register, recipient="Azerbaijan", stage="delivery", years=(2015, 2019))

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), sharex=True)
af.plot_totals(af.totals(licences, by="supplier"), left)
af.plot_totals(af.totals(af.to_years(volumes), by="recipient"), right)
figure

# %% [markdown]
# A licence may never be used, and its goods may arrive years later: neither panel is a forecast of the other.
