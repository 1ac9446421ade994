"""
What do the records cover, and what do they keep to themselves?
===============================================================

Before anything is added: which sources and stages there are, from which year to which, and how many figures
are estimates or not disclosed. Here what one article claims, beside invented deliveries to the same two
countries. A bar does not say that every year of it has a record.
"""

import armsflow as af

claims = af.read_claims(af.table_path("claims.csv"))
register = af.read_sipri(af.table_path("sample_register.csv"))
both = af.concat(claims, af.where(register, recipient=["Armenia", "Azerbaijan"]))
af.plot_coverage(af.coverage(both, by=["source", "stage"]))

# %%
# What others published on the South Caucasus, by recipient and stage.

wider = af.read_claims(af.table_path("claims_south_caucasus.csv"))
af.plot_coverage(af.coverage(wider, by=["recipient", "stage"]))
