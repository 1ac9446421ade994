"""
On how few suppliers does a country depend?
===========================================

The Herfindahl–Hirschman index adds the squares of the suppliers' shares: 1 means one supplier, ¼ four equal
ones. In the invented world of the sample Azerbaijan finds more suppliers, while one outweighs all others in
Kenya throughout. At the end of each line stand the largest supplier and its share.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
windows = af.to_periods(af.where(register, stage="delivery"), 5, end=2024)
three = af.where(windows, recipient=["Azerbaijan", "Finland", "Kenya"])
af.plot_concentration(af.concentration(three))

# %%
# For one window the recipients stand in rows, here the largest by their effective number of suppliers, the
# inverse of the index.

lately = af.where(windows, years=(2020, 2024))
largest = af.rankings(windows, of="recipient", end=2024, top=10, partners=0)["party"]
few = af.where(lately, recipient=largest)
af.plot_concentration(af.concentration(few), measure="effective")
