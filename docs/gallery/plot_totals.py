"""
Who delivered most, and how much of it is an estimate?
======================================================

For one window sums stand in rows, from the largest down; for several they stand in columns from left to
right. The paler part of a bar is what the source itself marks as estimated. All deals of the sample are
invented: put the path of your own export in its place.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
deliveries = af.where(register, stage="delivery")
windows = af.to_periods(deliveries, 5, end=2024)

lately = af.where(windows, years=(2020, 2024))
af.plot_totals(af.totals(lately, by="supplier", top=10))

# %%
# Three recipients, window by window. Where the register lists nothing, as for Egypt in 2015–19, there is
# no bar, and no 0 either.

three = af.where(windows, recipient=["Chile", "Egypt", "Kenya"], years=(2000, 2024))
af.plot_totals(af.totals(three, by="recipient"))

# %%
# One of them year by year, with the mean of the five years up to each year as a line. The register lists all
# there was in its years, so a year without a delivery counts as 0.

kenya = af.where(deliveries, recipient="Kenya")
means = af.averages(kenya, by="recipient")
af.plot_totals(af.totals(kenya, by="recipient"), averages=means)
