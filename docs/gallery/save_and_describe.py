"""
One chart for the column, the page and the ear
==============================================

``save`` writes one chart 85 mm wide for a column and 175 mm wide for a page. Type keeps its size and the layout
changes with the width, which no scaling of a picture does. ``describe`` says the same in words, for the
alternative text of a picture on a page.
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
# Both files side by side, at the same scale. ``.svg`` and ``.pdf`` in place of ``.png`` keep text as text.

folder = Path(tempfile.mkdtemp())
figure, axes = plt.subplots(1, 2, width_ratios=(85, 175), figsize=(10, 5), layout="constrained")
for ax, width in zip(axes, (85, 175), strict=True):
    ax.imshow(plt.imread(af.save(chart, folder / f"{width}.png", width=width)))
    ax.set_title(f"{width} mm")
    ax.axis("off")
