"""
One supplier, two sides
=======================

What Russia delivered to Armenia and to Azerbaijan, on one scale from the middle outwards, with the ratio of
the two between them. In this invented world it supplies one side alone for twenty-five years, and then
both. A register lists all there was in its years, so what it does not list there is 0.
"""

import armsflow as af

SIDES = ("Armenia", "Azerbaijan")
register = af.read_sipri(af.table_path("sample_register.csv"))
deliveries = af.where(register, stage="delivery", recipient=SIDES)
windows = af.to_periods(deliveries, 5, end=2024)
balance = af.supplier_balance(windows, supplier="Russia", between=SIDES)
af.plot_supplier_balance(balance)

# %%
# The same question of published figures: pieces that Russia itself reported to the United Nations'
# register for 2007–13. Pieces of different kinds are never added, so each has a row of its own.

claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
pieces = af.where(claims, supplier="Russia", reporter="supplier", category=["un:I", "un:II"])
balance = af.supplier_balance(pieces, supplier="Russia", between=SIDES, by="category")
af.plot_supplier_balance(balance)
