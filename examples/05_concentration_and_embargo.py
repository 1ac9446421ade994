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
# # Concentration, and a supplier who stops
#
# On how few suppliers does a country depend, and what would an embargo by the largest leave? The
# Herfindahl–Hirschman index adds the squares of the suppliers' shares: 1 means one supplier, ¼ four equal
# ones. Its inverse is the effective number of suppliers. All figures of the sample are invented; put your
# own export's path in its place.

# %%
import pandas as pd

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))  # your own export's path here
windows = af.to_periods(af.where(register, stage="delivery"), 5, end=2024)
lately = af.where(windows, years=(2020, 2024))

# %% [markdown]
# ## Who depends on whom
#
# The twenty largest recipients of 2020–24, from the most concentrated down, with their first supplier.

# %%
largest = af.rankings(windows, of="recipient", end=2024, top=20, partners=0)["party"]
index = af.concentration(af.where(lately, recipient=largest))
af.plot_concentration(index)

# %% [markdown]
# Over time: Azerbaijan found more suppliers; Kenya in effect never had more than about two.

# %%
watched = af.where(windows, recipient=["Azerbaijan", "Kenya", "Portugal"])
af.plot_concentration(af.concentration(watched), measure="effective")

# %% [markdown]
# ## The first supplier stops
#
# Spain delivers three quarters of what Kenya gets. Without Spain, and with nobody in its place:


# %%
def without(records, supplier, recipient):
    """What a recipient loses if a supplier stops, and how concentrated the rest is."""
    bought = af.where(records, recipient=recipient)
    rest = bought[bought["supplier"] != af.party(supplier)]
    before, after = (af.concentration(part).iloc[0] for part in (bought, rest))
    return {
        "recipient": recipient,
        "without": supplier,
        "lost share": 1 - after["value"] / before["value"],
        "HHI before": before["hhi"],
        "HHI after": after["hhi"],
        "suppliers before": before["effective"],
        "suppliers after": after["effective"],
    }


pd.DataFrame([without(lately, "Spain", "Kenya")]).round(2)

# %% [markdown]
# The index falls although Kenya has lost most of its arms: concentration says how the rest is shared, not
# how much there is. The two belong together. The same question for each of the ten largest and its own
# first supplier:

# %%
ten = index[index["recipient"].isin(largest.head(10))].dropna(subset="leader")
rows = [without(lately, row.leader, row.recipient) for row in ten.itertuples() if row.n > 1]
pd.DataFrame(rows).sort_values("lost share", ascending=False, ignore_index=True).round(2)

# %% [markdown]
# Who would be hit by an embargo of the largest supplier of all? Its part of what each of them gets:

# %%
first = af.rankings(windows, end=2024, top=1)["party"].iloc[0]
hit = af.shares(lately)
hit = hit[(hit["supplier"] == first) & hit["recipient"].isin(largest)]
hit = hit.assign(recipient=hit["recipient"].map(af.party_name), per_cent=af.round_sipri(hit["share"]))
hit.sort_values("share", ascending=False)[["recipient", "per_cent"]]
