"""
Who supplies whom, and who does not?
====================================

Suppliers in rows, recipients in columns, a cell the darker the more. A dot says that the register lists
nothing, which is not a delivery of 0. ``top`` keeps the largest of either side and folds the rest into
"Others". The figures are invented.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
lately = af.where(register, stage="delivery", years=(2020, 2024))
largest = {"supplier": 10, "recipient": 12}
pairs = af.totals(lately, by=["supplier", "recipient"], over=(2020, 2024), top=largest)
af.plot_matrix(pairs)

# %%
# Where few cells are large, ``scale="log"`` makes the small ones distinguishable.

af.plot_matrix(pairs, scale="log")
