"""
How often was one contract told?
================================

The one chart of records themselves: a bar for the years that each figure covers, with the amount in its own
unit. These are published claims about what Russia signed with Azerbaijan. Four tellings of one sum stand below
each other (=), and its parts under the whole (↳): ten bars, and still only about $4 billion.
"""

import armsflow as af

claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
signed = af.where(claims, supplier="Russia", recipient="Azerbaijan", stage="contract")
af.plot_timeline(signed)

# %%
# A loan beside the contracts that it may have paid for, with the source's own words.

armenia = af.where(claims, supplier="Russia", recipient="Armenia", unit="USD")
af.plot_timeline(armenia, items=True)
