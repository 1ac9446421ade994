"""
Where did the arms go?
======================

Each state has the colour of its class; small states are points as well. Highlighted states are named with
their figure. All deals of the sample are invented: put the path of your own export in its place.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
windows = af.to_periods(af.where(register, stage="delivery"), 5, end=2024)
lately = af.where(windows, years=(2020, 2024))
af.plot_map(af.totals(lately, by="recipient"), highlight=["Kenya", "Azerbaijan"])
