"""
Who got most, and how much of it is an estimate?
================================================

For one window, sums stand in rows from the largest down; for several, in columns from left to right. The
hatched part of a bar is what the source itself marks as estimated. All deals of the sample are invented: put
the path of your own export in its place.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
deliveries = af.where(register, stage="delivery")
windows = af.to_periods(deliveries, 5, end=2024)

lately = af.where(windows, years=(2020, 2024))
af.plot_totals(af.totals(lately, by="recipient", top=10))

# %%
# Window by window, for three of them. Where the register lists nothing there is no bar, and the foot says
# where: a list of deliveries does not say "none".

three = af.where(windows, recipient=["Chile", "Egypt", "Kenya"], years=(2000, 2024))
af.plot_totals(af.totals(three, by="recipient"))

# %%
# Year by year, with the mean of the last five years as a line.

kenya = af.where(deliveries, recipient="Kenya")
means = af.averages(kenya, by="recipient", absent="none")
af.plot_totals(af.totals(kenya, by="recipient"), averages=means)
