"""
Two ends of a flow, two figures
===============================

What the supplier reports of a flow, and what the recipient does. The two need not agree: one may count at
the border, the other when a thing enters service. A hollow mark before the scale says that this side does
not report, which is not 0. The figures are invented.
"""

import armsflow as af

told = {
    "recipient": ["India", "Algeria", "Viet Nam", "Kazakhstan", "India", "Algeria", "Viet Nam"],
    "reporter": ["supplier"] * 4 + ["recipient"] * 3,
    "value": [64, 30, 24, 12, 58, 30, 31],
}
tanks = af.to_records(
    told, supplier="Russia", year=2015, stage="delivery", category="un:I", unit="pieces", source="invented"
)
af.plot_discrepancies(af.discrepancies(tanks, between=("supplier", "recipient")))
