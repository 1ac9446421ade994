"""
What do the records cover, and what do they keep to themselves?
===============================================================

Before anything is added: which stages and units there are, from which year to which, and how many figures are
estimates or not disclosed. Here the published claims about the South Caucasus. A bar does not say that every
year of it has a record.
"""

import armsflow as af

claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
af.plot_coverage(af.coverage(claims, by=["stage", "recipient"]))

# %%
# The sample register, supplier by supplier.

register = af.read_sipri(af.table_path("sample_register.csv"))
af.plot_coverage(af.coverage(register, by="supplier"))
