"""
Who supplies more than it receives?
===================================

To the right what a party supplied, to the left what it received, and the net as a mark between them. Only
some do both. A side of which the records hold nothing is 0 here, because this is the net of these records.
The figures are invented.
"""

import armsflow as af

PARTIES = ["Azerbaijan", "Belarus", "Brazil", "Finland", "Israel", "Norway", "Türkiye", "Ukraine"]
register = af.read_sipri(af.table_path("sample_register.csv"))
deliveries = af.where(register, stage="delivery", years=(2015, 2024))
balances = af.balances(deliveries, over=(2015, 2024))
chosen = balances["party"].isin([af.party(name) for name in PARTIES])
af.plot_balances(balances[chosen])
