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
# # From a register to a panel
#
# Whoever studies conflict or trade needs one row for each pair of states and year, with zeros where
# nothing was delivered, and the numbers of the Correlates of War to join by. The sample register is
# invented: put your own export's path in its place.

# %%
import tempfile
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))  # your own export's path here
deliveries = af.where(register, stage="delivery")

# %% [markdown]
# ## All pairs of states, every year
#
# A pair has a row in each year in which both states exist. What has no row is said: armed groups,
# organisations, unknown suppliers.

# %%
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    panel = af.panel(deliveries, years=(1990, 2024), codes="cow")
print(said[0].message)
columns = ["year", "supplier", "recipient", "supplier_cow", "recipient_cow", "value", "observed"]
pair = panel[(panel["supplier"] == "RUS") & (panel["recipient"] == "ARM")]
pair.loc[pair["year"].between(2018, 2024), columns]

# %% [markdown]
# The list of what was left out, by reason. With the panel it adds up to the register.

# %%
rest = pd.DataFrame(panel.attrs["left_out"])
rest.groupby("reason")[["value", "records"]].sum()

# %%
round(panel["value"].sum() + rest["value"].sum() - deliveries["value"].sum())

# %% [markdown]
# ## Numbers that change
#
# Germany has number 260 until 1989 and 255 from 1990, and in 1991 deliveries of the Soviet Union and of
# Russia are one state's, 365. A zero is there only where somebody looked: the register begins in 1990.

# %%
af.party(["Germany", "Germany", "Serbia"], to="cow", year=[1989, 1990, 2000])

# %%
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    earlier = af.panel(deliveries, years=(1988, 1991), unit="supplier", codes="cow")
earlier.loc[
    earlier["supplier"].isin(["SUN", "RUS"]), ["year", "supplier", "supplier_cow", "value", "observed"]
]

# %% [markdown]
# ## Other measures, and Stata
#
# Spending, GDP or population come from frames with party, year and value, such as `read_milex` gives.
# These figures are invented. What a frame does not say stays null.

# %%
spending = pd.DataFrame({"party": ["Armenia", "Azerbaijan"] * 2, "year": [2020, 2020, 2021, 2021]})
spending["value"] = [6e8, 2.2e9, 6.2e8, 2.7e9]  # dollars
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    states = af.panel(
        deliveries, years=(1990, 2024), unit="recipient", codes="cow", measures={"spending": spending}
    )
rows = states["recipient"].isin(["ARM", "AZE"]) & states["year"].between(2019, 2021)
states.loc[rows, ["year", "recipient", "recipient_cow", "value", "spending"]]

# %%
path = af.write_table(states, Path(tempfile.mkdtemp()) / "panel.dta")
with pd.io.stata.StataReader(path) as file:
    labels = file.variable_labels()
[labels[name] for name in ("year", "recipient_cow", "value", "spending")]

# %% [markdown]
# ## How many states got something
#
# Of all recipients there are, in each year of the panel.

# %%
got = states[states["value"] > 0].groupby("year").size() / states.groupby("year").size()
figure, ax = plt.subplots(figsize=(6, 3))
ax.plot(got.index, 100 * got, color="#3F6485")
ax.set_title("States that received major arms, per cent (invented register)", loc="left", fontsize=9)
ax.set_ylim(0)
ax.spines[["top", "right"]].set_visible(False)
