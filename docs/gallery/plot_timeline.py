"""
How often was one contract reported?
====================================

The one chart of records themselves: a bar for the years that each figure covers, with the amount in its own
unit. These are published claims about what Russia and Azerbaijan signed. A duplicate report of a figure
stands below it (=), and so do its parts (↳): eight bars, and still only about $4 billion.
"""

import armsflow as af

claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
signed = af.where(claims, supplier="Russia", recipient="Azerbaijan", stage="contract")
af.plot_timeline(signed)

# %%
# What was borrowed beside what was signed and paid, with the source's own words. A loan is a diamond,
# because it was given in one year.

armenia = af.where(claims, supplier="Russia", recipient="Armenia", unit="USD")
af.plot_timeline(armenia, items=True)
