"""
The ten largest recipients, and who supplies them
=================================================

The second table of a fact sheet as a picture: place, share of five years (thick bar) and of the five before
(thin bar), the change, and each recipient's main suppliers with their parts of its total. NATO has no place
because it is no state. The figures are invented.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
deliveries = af.where(register, stage="delivery")
af.plot_rankings(af.rankings(deliveries, of="recipient", end=2024, top=10))

# %%
# The first table: the suppliers, and to whom they deliver.

af.plot_rankings(af.rankings(deliveries, of="supplier", end=2024, top=8, partners=2))
