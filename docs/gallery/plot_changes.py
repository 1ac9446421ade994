"""
Whose deliveries grew?
======================

Each supplier's 2020–24 against its own 2015–19. A register lists all there was in its years, so what it does
not list there was none. A bar beyond +300 per cent is broken and its figure printed in full, since so large
a change says more about the window before than about this one. The figures are invented.
"""

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
deliveries = af.where(register, stage="delivery", years=(2015, 2024))
windows = af.to_periods(deliveries, 5, end=2024)
af.plot_changes(af.changes(windows, of="supplier", top=12))
