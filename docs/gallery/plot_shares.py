"""
From one supplier to four
=========================

In the invented world of the sample Azerbaijan buys from Russia alone for twenty years; then others join.
Each stack is a window of five years, and its parts add to 100 per cent.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
deliveries = af.where(register, stage="delivery", recipient="Azerbaijan")
windows = af.to_periods(deliveries, 5, end=2024)
af.plot_shares(af.shares(windows))

# %%
# Of a whole with many parts ``top`` keeps the largest and folds the rest into "Others". Here the whole is
# all there is in the sample.

everyone = af.to_periods(register, 5, end=2024)
af.plot_shares(af.shares(everyone, within=None, top=6))
