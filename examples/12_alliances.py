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
# # Alliances, regions, and a network
#
# Who arms the members of an alliance, and do they arm each other? Membership has dates: Finland is in
# NATO from 2023, the United Kingdom in the European Union until 2019. The sample register is invented:
# put your own export's path in its place.

# %%
import warnings

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))  # your own export's path here
deliveries = af.where(register, stage="delivery")

# %% [markdown]
# ## Who is a member when

# %%
always, ever = set(af.members("NATO", 2015, 2024)), set(af.members("NATO", 2015, 2024, when="any"))
af.party_name(sorted(ever - always))

# %% [markdown]
# "NATO" alone is refused, because SIPRI lists deliveries to the organisation itself:

# %%
try:
    af.where(deliveries, recipient="NATO")
except af.PartyError as error:
    print(error)

# %% [markdown]
# ## A group in place of its members
#
# Flows between two members are kept, and said. A state that is no member in a year stays itself.

# %%
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    europe = af.to_groups(deliveries, "European NATO", side="recipient")
print(said[0].message)
windows = af.to_periods(af.where(europe, recipient="members:European NATO", years=(2005, 2024)), 5, end=2024)
shares = af.shares(windows, top=5)
af.plot_shares(shares)

# %% [markdown]
# The members of 2024 in all windows are another question, with another answer:

# %%
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    fixed = af.to_groups(deliveries, {"Members of 2024": af.members("European NATO", 2024)}, side="recipient")
lately = af.to_periods(af.where(fixed, recipient="members:Members of 2024", years=(2005, 2024)), 5, end=2024)
named = [
    (frame["recipient"].iloc[0], frame.loc[frame["supplier"] == "USA", "share"].round(3).tolist())
    for frame in (shares, af.shares(lately))
]
named

# %% [markdown]
# ## Regions
#
# Every state is in one region of a set: of the United Nations (`"regions"`, `"subregions"`) or of SIPRI
# (`"sipri_regions"`, `"sipri_subregions"`). Organisations and the unknown are in none.

# %%
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    regions = af.to_groups(deliveries, "sipri_regions", side="recipient")
af.plot_rankings(af.rankings(regions, of="recipient", end=2024))

# %% [markdown]
# ## A group of which only some were chosen
#
# Its sums are marked as incomplete: nobody looked at the others.

# %%
some = af.to_groups(af.where(deliveries, recipient=["Kuwait", "Oman"]), "GCC", side="recipient")
sums = af.totals(some, by="recipient", over=(1990, 2024))
sums[["recipient", "value", "complete", "selection"]]

# %% [markdown]
# ## Two alliances, one supplier

# %%
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    balance = af.supplier_balance(
        af.where(deliveries, years=(1995, 2024)),
        supplier="Russia",
        between=("CSTO", "ASEAN"),
        over=(1995, 2024),
    )
print(said[0].message)
balance[["left", "right", "left_value", "right_value", "ratio"]]

# %% [markdown]
# ## The network
#
# States that supplied or received, the pairs among them, and what goes both ways. networkx is not needed
# for this; a list of edges for it is `totals(by=["supplier", "recipient"])`.

# %%
tiles = af.to_periods(deliveries, 5, end=2024)
network = af.network(tiles)
network[["period", "nodes", "edges", "density", "reciprocity", "weighted_reciprocity", "left_out"]].round(3)

# %%
degrees = af.degrees(tiles)
last = degrees[degrees["period"] == "2020–24"]
last.nlargest(5, "out_degree")[["party", "out_degree", "in_degree", "out_strength", "in_strength"]]
