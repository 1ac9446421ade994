"""Groups of parties in place of their members: alliances and unions by date, regions, groups of your own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.errors import one_of
from armsflow.groups import spells
from armsflow.records.check import check_codes, look_for_nulls, records_of
from armsflow.records.engines import on_engines
from armsflow.records.left_out import with_members_left_out
from armsflow.records.membership import INNER, in_place, refuse_crossing, without_inner
from armsflow.records.schema import COVERED, SIDES

__all__ = ["to_groups"]


@on_engines(changes=COVERED)
def to_groups(
    records: IntoFrameT,
    groups: str | Sequence[str] | Mapping[str, Iterable[str]] | IntoFrame,
    *,
    side: str = "both",
    inner: str = "keep",
) -> IntoFrameT:
    """The records with groups in place of their members, by date.

    A party that is a member in the years of a figure becomes the group, with a code such as
    ``"members:NATO"``; in other years it stays itself, as do all parties of no group.

    Parameters
    ----------
    records : records frame
    groups : str, list, dict or frame
        The name of a group (``"NATO"``) or of a set of groups: ``"regions"`` and ``"subregions"`` of UN M49,
        ``"sipri_regions"`` and ``"sipri_subregions"``; or several names. Groups of your own: a dict of lists
        of members, or a frame with ``group``, ``member`` and, where there are dates, ``start`` and ``end``
        (years or dates, blank for open, inclusive). One with the name of a shipped group and other members
        gets a code such as ``"members:own:NATO"``; charts print the name alone.
    side : {"both", "supplier", "recipient"}
        Whose codes to replace.
    inner : {"keep", "drop"}
        What to do with flows between two members of one group. How many there are is said in either case.

    Returns
    -------
    records frame
        Of the same kind, same columns, one row per figure as before. Where all members of a group were chosen
        before, ``selection`` names the group. Where only some were, it names these still, and the years in
        which a member is missing are no longer inside ``observed_start`` and ``observed_end``: sums of the
        group are not ``complete``. Where flows inside a group were dropped, ``selection`` of all rows
        says so: ``without_inner=members:EU``.
        Of two groups that are put in place one after the other, a member of both stands in the first. A year
        in which the first has a record is then no zero of the second; rows of a group of your own say its
        years in ``selection``, ``left_out=2015``.

    Raises
    ------
    ArgumentError
        If `groups` is no group, set or table of groups, a party is in two of them in one year, or `side` or
        `inner` is another word.
    PartyError
        If members are not known.
    SpanError
        If a party joined or left a group within the years of a figure; ``.rows`` holds these. Spread them
        alone with `to_years`, `concat` them with the others, which keep their bounds, and call again.

    Warns
    -----
    UserWarning
        If there are flows between two members of one group, kept or dropped.

    See Also
    --------
    members : the members of a group as a list.

    Examples
    --------
    How much of what European members of NATO received came from the United States?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame(
    ...     {
    ...         "supplier": ["USA", "KOR", "USA", "USA"],
    ...         "recipient": ["Norway", "Poland", "Finland", "Finland"],
    ...         "year": [2021, 2023, 2021, 2024],
    ...         "value": [30, 20, 500, 10],
    ...     }
    ... )
    >>> records = af.to_records(given, stage="delivery", unit="TIV")
    >>> europe = af.to_groups(records, "European NATO", side="recipient")
    >>> shares = af.shares(europe, over=(2020, 2024))
    >>> shares[["recipient", "supplier", "value", "share"]].round(3)
                   recipient supplier  value  share
    0                    FIN      USA  500.0  1.000
    1  members:European NATO      USA   40.0  0.667
    2  members:European NATO      KOR   20.0  0.333
    """
    one_of(side, ("both", *SIDES), "side")
    one_of(inner, INNER, "inner")
    data = records_of(records)
    look_for_nulls(data, ["start", "end", *SIDES])
    check_codes(data, SIDES)
    found = spells(groups)
    sides = SIDES if side == "both" else (side,)
    refuse_crossing(data, sides, found)
    data = without_inner(data, found, inner)
    for one in sides:
        data = with_members_left_out(in_place(data, one, found), one, found)
    return data.to_native()
