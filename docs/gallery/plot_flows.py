"""
Both sides, and who arms them
=============================

Bands as wide as the deliveries, from suppliers at the left to recipients at the right. Only a supplier with a
band to each side arms both: in this invented world one of six does.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
sides = ["Armenia", "Azerbaijan"]
deliveries = af.where(register, stage="delivery", recipient=sides, years=(2015, 2024))
af.plot_flows(af.totals(deliveries, by=["supplier", "recipient"], over=(2015, 2024)))

# %%
# With more parties the chart orders them so that few bands cross; ``order="totals"`` puts the largest first.

six = ["Chile", "Finland", "Kazakhstan", "Kenya", "Portugal", "Viet Nam"]
lately = af.where(register, stage="delivery", recipient=six, years=(2020, 2024))
af.plot_flows(af.totals(lately, by=["supplier", "recipient"], over=(2020, 2024)))
