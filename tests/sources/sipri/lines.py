"""Lines of exports in tests: each is accounted for once, and files altered at random."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
from hypothesis import strategies as st

from armsflow.sources.sipri.found import Found

#: What pandas calls text: "str", and "object" before pandas 3.
TEXT = str(pd.Series(["a"], dtype="str").dtype)


def rows_of(found: Found) -> pd.DataFrame:
    """The rows that a parser has found, as a frame."""
    return pd.DataFrame(
        {
            name: pd.Series(cells.to_pylist(), dtype="str") if isinstance(cells, pa.Array) else cells
            for name, cells in found.rows.items()
        }
    )


def accounted(found: Found, lines: list[str]) -> None:
    """Each line is a row's, passed over, set aside, or joined to another, and only one of these."""
    heaps = [
        set(found.rows["line"].tolist()),
        set(found.passed),
        {line for line, _ in found.aside},
        set(found.joined),
    ]
    assert sorted(line for heap in heaps for line in heap) == list(range(1, len(lines) + 1))
    assert set(found.joined.values()) <= heaps[0] | heaps[2]
    assert len(found.aside) == len(heaps[2])


@st.composite
def altered(draw, lines: list[str], *, mark: str = ",", most: int = 3) -> list[str]:
    """Lines of which a few are dropped, doubled or swapped with the next, and one is cut or loses a cell."""
    lines = [*lines]
    # two lines that lose the same number of cells fit each other again
    cut = draw(st.integers(0, most))
    for turn in range(draw(st.integers(1, most))):
        i = draw(st.integers(0, len(lines) - 2))
        how = draw(st.sampled_from(["cut", "lose"] if turn == cut else ["drop", "double", "swap"]))
        if how == "drop":
            del lines[i]
        elif how == "double":
            lines.insert(i, lines[i])
        elif how == "swap":
            lines[i : i + 2] = lines[i + 1], lines[i]
        else:
            cells = lines[i].split(mark)
            at = draw(st.integers(0, len(cells) - 1))
            lines[i] = mark.join(cells[:at] if how == "cut" else cells[:at] + cells[at + 1 :])
    return lines
