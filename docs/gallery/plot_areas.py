"""
Who armed Kenya, year by year?
==============================

Each column is a year, and its parts are what each supplier delivered. All deals of the sample are invented:
put the path of your own export in its place.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
kenya = af.to_years(af.where(register, stage="delivery", recipient="Kenya"))
af.plot_areas(af.totals(kenya, by="supplier", top=4))
