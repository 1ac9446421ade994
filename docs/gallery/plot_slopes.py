"""
Who gained, and who lost?
=========================

Two windows and nothing between them: a line for each supplier's share of all deliveries. Changes of more
than five points are in colour, all else is grey; ``highlight`` sets how many points that takes. The figures
are invented.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
deliveries = af.where(register, stage="delivery", years=(2015, 2024))
windows = af.to_periods(deliveries, 5, end=2024)
af.plot_slopes(af.shares(windows, within=None, top=8))
