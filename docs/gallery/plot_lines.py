"""
Who rose, and when?
===================

Lines show figures over years, with their names at the ends. One of them is in colour, the rest is grey. All
deals of the sample are invented: put the path of your own export in its place.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
deliveries = af.to_years(af.where(register, stage="delivery"))
yearly = af.totals(deliveries, by="supplier", top=6)
af.plot_lines(yearly, highlight=["Russia"], mark={2014: "Sanctions"})

# %%
# Exports and imports of one state in one picture.

both = af.balances(deliveries)
af.plot_lines(both[both["party"] == af.party("Brazil")])
