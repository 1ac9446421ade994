"""
Both sides, and who arms them
=============================

Bands as wide as the deliveries, from suppliers at the left to recipients at the right. Only a supplier with
a band to each side arms both: in this invented world one of six does.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
sides = ["Armenia", "Azerbaijan"]
deliveries = af.where(register, stage="delivery", recipient=sides, years=(2015, 2024))
af.plot_flows(af.totals(deliveries, by=["supplier", "recipient"], over=(2015, 2024)))

# %%
# All of the sample in five years: ``top`` keeps the largest of either side. The chart orders the parties so
# that few bands cross; ``order="totals"`` puts the largest first.

lately = af.where(register, stage="delivery", years=(2020, 2024))
largest = {"supplier": 6, "recipient": 6}
af.plot_flows(af.totals(lately, by=["supplier", "recipient"], over=(2020, 2024), top=largest))
