"""
One chart for the column, the page and the ear
==============================================

``save`` writes a chart 85 mm wide for a column or 175 mm wide for a page. Type keeps its size and the
layout follows the width, which no scaling of a picture does. ``describe`` says the same in words, for the
alternative text of a picture on a page. The figures are invented.
"""

import tempfile
from pathlib import Path

import matplotlib.pyplot as plt

import armsflow as af

register = af.read_sipri(af.table_path("sample_register.csv"))
lately = af.where(register, stage="delivery", years=(2020, 2024))
chart = af.plot_totals(af.totals(lately, by="category", over=(2020, 2024)))
print(af.describe(chart))

# %%
# Both files, one scale. ``.svg`` and ``.pdf`` in place of ``.png`` keep text as text.

figure, axes = plt.subplots(1, 2, width_ratios=(85, 175), figsize=(6.9, 2.6), layout="constrained")
with tempfile.TemporaryDirectory() as folder:
    for ax, width in zip(axes, (85, 175), strict=True):
        ax.imshow(plt.imread(af.save(chart, Path(folder) / f"{width}.png", width=width)))
        ax.set_title(f"The file of {width} mm", fontsize=8)
        ax.set_anchor("N")
        ax.axis("off")
