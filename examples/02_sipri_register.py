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
# # What a register holds
#
# Before anything is added: what is in the file, how much of it is an estimate, and which figures may stand
# beside which. The register here is the synthetic sample that armsflow ships, in which **all deals and
# figures are invented**. For figures of the world put the path of your own export from SIPRI's Arms
# Transfers Database in its place; its shape is found by its header.

# %%
import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))  # your own export's path here
register.attrs["lines"]

# %% [markdown]
# Every line of the file is accounted for. This shape has one line per deal and year of delivery; each
# became one record, with its value in TIV, a unit of volume that is no money.

# %%
register[["record", "supplier", "recipient", "item", "start", "quantity", "value", "condition"]].head()

# %%
af.coverage(register, by="stage")

# %% [markdown]
# Two in five records are marked as estimates: their number or their year is not known for certain. How
# much volume rests on them, category by category? That is the paler part of each bar.

# %%
lately = af.where(register, years=(2020, 2024))
af.plot_totals(af.totals(lately, by="category", over=(2020, 2024)))

# %% [markdown]
# SIPRI's other register has one line per deal: what was ordered, what came, in which years, and a comment.
# Here are three such lines, as invented as the rest. Of each deal come two records, its contract and its
# delivery.

# %%
deals = """\
Source: synthetic sample of armsflow; invented; not SIPRI data
Data generated: 12 Mar 2025 9:00:00 AM
Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,\
Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,\
SIPRI TIV of delivered weapons
Kenya,Spain,2016,,4,,Zander-11,patrol craft,4,,2018; 2019; 2020,New,$220 m deal,12,48,48
Kenya,Spain,2019,?,30,,Holly-11,APC,30,?,2021; 2022,New,Part of EUR90 m deal,0.4,12,12
Kenya,Spain,2019,,8,,Hazel-11,self-propelled gun,6,,2021,New,Part of EUR90 m deal; incl training,1.5,12,9
"""
records = af.read_sipri(deals.encode("latin-1"), deal_values=True)
columns = ["record", "stage", "start", "end", "value", "low", "high", "unit", "part_of"]
records[columns].fillna({"part_of": ""})

# %% [markdown]
# `deal_values=True` has also read the money that the comments tell. A sum that is "part of" a larger one
# has no value of its own, only the larger one as its bound; that one is a record too. When was what
# signed, and when did it come?

# %%
af.plot_timeline(records, items=True)

# %% [markdown]
# Money is not added to volumes: a price says what was paid, a TIV what arrived.

# %%
try:
    af.totals(records, by="recipient")
except af.MixedError as error:
    print(error)

# %% [markdown]
# The money by itself adds, each sum once: the part goes, the whole stays.

# %%
money = af.without_parts(af.where(records, stage="contract", unit=["USD", "EUR"])).pipe(af.to_currency, "USD")
af.totals(money, by="recipient")[["recipient", "period", "value", "low", "high", "unit", "records"]]
