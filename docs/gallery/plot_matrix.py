"""
Who supplies whom, and who does not?
====================================

Suppliers in rows, recipients in columns, a cell the darker the more. A dot says that the register lists
nothing, which is not a delivery of 0. The sums at the margins are those of the cells shown. The figures are
invented.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
lately = af.where(register, stage="delivery", years=(2020, 2024))
suppliers, recipients = (
    af.rankings(lately, of=side, end=2024, top=10, partners=0)["party"] for side in ("supplier", "recipient")
)
largest = af.where(lately, supplier=suppliers, recipient=recipients)
pairs = af.totals(largest, by=["supplier", "recipient"], over=(2020, 2024))
af.plot_matrix(pairs)

# %%
# Where few cells are large, ``scale="log"`` tells the small ones apart.

af.plot_matrix(pairs, scale="log")
