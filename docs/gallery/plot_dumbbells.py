"""
Whose share moved?
==================

Two dots for each supplier are its share in the earlier and in the later window. Shares are of all deliveries
in the
sample, which is invented.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
windows = af.to_periods(af.where(register, stage="delivery"), 5, end=2024)
two = af.where(windows, years=(2015, 2024))
af.plot_dumbbells(af.shares(two, within=None, top=10))
