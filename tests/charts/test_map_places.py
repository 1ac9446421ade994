"""Where labels stand on small grounds made by hand: one square point to a cell, and shapes that are boxes."""

from __future__ import annotations

import numpy as np
import pytest

from armsflow.charts import map_ground
from armsflow.charts.map_ground import BLANK, COLOURED, Ground, State
from armsflow.charts.map_places import Wanted, places

WIDE, HIGH = 200, 100
LINE, TWO = (40.0, 8.0), (24.0, 16.0)
#: Numbers of shapes, which are what they are worth.
HOME, OTHER, LAND, FREE = 1, 2, 3, 4
WORTH = {HOME: COLOURED, OTHER: COLOURED, LAND: COLOURED, FREE: BLANK}


@pytest.fixture
def made(monkeypatch):
    """A ground of boxes (west, south, east, north), later ones over earlier ones."""

    def make(*boxes, kept=(HOME,), lines=((-1.0, -1.0),), islets=()):
        cells = np.zeros((HIGH, WIDE), dtype=int)
        for number, (west, south, east, north) in boxes:
            cells[south:north, west:east] = number
        monkeypatch.setattr(map_ground, "_cells", lambda view: cells)
        # corners of what is too small to fill a cell
        corners = np.array(islets, dtype=float).reshape(-1, 2)
        monkeypatch.setattr(
            map_ground, "_corners", lambda number: corners if number == OTHER else corners[:0]
        )
        return Ground(
            (0.0, float(WIDE), 0.0, float(HIGH)), (WIDE, HIGH), worth=[WORTH[n] for n in sorted(WORTH)],
            kept=kept, points={}, radius=2.0, lines=np.array(lines),
        )  # fmt: skip

    return make


def wanted(box, shape=HOME, sizes=(LINE, TWO)):
    """A label of a state that is a box."""
    west, south, east, north = map(float, box)
    x, y = np.arange(west, east + 1), np.arange(south, north + 1)
    sides = [(x, 0 * x + south), (0 * y + east, y), (x[::-1], 0 * x + north), (0 * y + west, y[::-1])]
    outline = np.vstack([np.column_stack(side) for side in sides])
    middle = np.array([west + east, south + north]) / 2
    return Wanted(State(shape, middle, 0.0, outline, np.array(box, float)), sizes)


def box_of(place, sizes=(LINE, TWO)):
    half = np.array(sizes[place.setting]) / 2
    return np.concatenate([place.middle - half, place.middle + half])


def shared(place, box):
    """How many square points of a box a label covers."""
    mine = box_of(place)
    wide, high = np.minimum(mine[2:], box[2:]) - np.maximum(mine[:2], box[:2])
    return max(wide, 0) * max(high, 0)


def test_a_wide_state_holds_its_label_in_one_line_at_its_point(made):
    box = (60, 30, 140, 70)
    (place,) = places(made((HOME, box)), [wanted(box)])
    assert (place.setting, place.inside, place.leader) == (0, True, None)
    assert np.abs(place.middle - (100, 50)).max() <= 1


def test_a_narrow_state_holds_it_in_two_lines(made):
    box = (85, 30, 115, 70)
    (place,) = places(made((HOME, box)), [wanted(box)])
    assert (place.setting, place.inside) == (1, True)
    assert np.abs(place.middle - (100, 50)).max() <= 1


def test_a_part_of_another_state_inside_is_avoided(made):
    box, hole = (40, 20, 160, 80), (90, 40, 110, 60)
    (place,) = places(made((HOME, box), (OTHER, hole)), [wanted(box)])
    assert place.inside
    assert shared(place, hole) == 0
    # still as near to the point as that allows
    assert np.abs(place.middle - (100, 50)).max() <= 16


def test_a_small_state_in_the_sea_has_its_label_beside_it_on_the_right(made):
    box = (98, 48, 102, 52)
    (place,) = places(made((HOME, box)), [wanted(box)])
    assert (place.setting, place.inside, place.leader, place.over, place.side) == (0, False, None, False, 1)
    assert box_of(place)[0] == pytest.approx(105, abs=1)
    assert place.middle[1] == pytest.approx(50, abs=1)


def test_a_state_amid_others_has_its_label_over_the_sea_with_a_leader(made):
    box, land = (28, 48, 32, 52), (10, 10, 50, 90)
    (place,) = places(made((LAND, land), (HOME, box)), [wanted(box)])
    assert shared(place, land) == 0
    assert place.leader is not None
    start, end = place.leader
    # from the side of the label to the edge of the state
    assert start[0] == pytest.approx(box_of(place)[0], abs=2)
    assert end == pytest.approx((32, 50), abs=1.5)


def test_land_without_a_record_is_better_than_a_state_and_worse_than_the_sea(made):
    box, land, free = (98, 48, 102, 52), (0, 0, 200, 100), (0, 30, 95, 70)
    (place,) = places(made((LAND, land), (FREE, free), (HOME, box)), [wanted(box)])
    assert place.side == -1
    assert not place.over
    # to the left as well, but over the sea
    sea = (0, (105, 30, 200, 70))
    (place,) = places(made((LAND, land), (FREE, free), sea, (HOME, box)), [wanted(box)])
    assert place.side == 1


def test_where_all_is_states_the_label_covers_least_and_has_a_leader(made):
    box, rim = (98, 48, 102, 52), (0, 40, 140, 60)
    # free land far away, too far for a line that long
    (place,) = places(made((LAND, (0, 0, 200, 100)), (HOME, box)), [wanted(box)])
    assert place.over
    assert place.leader is not None
    # less of a state, if it is at hand
    (near,) = places(made((LAND, (0, 0, 200, 100)), (FREE, rim), (HOME, box)), [wanted(box)])
    assert shared(near, rim) >= 0.9 * np.prod((LINE, TWO)[near.setting])


def test_a_label_without_a_place_has_none(made):
    box, land = (98, 48, 102, 52), (0, 0, 200, 100)
    assert places(made((OTHER, land), (HOME, box), kept=(HOME, OTHER)), [wanted(box)]) == [None]
    # nor where the map is too small
    assert places(made((HOME, box)), [wanted(box, sizes=((199.5, 8.0),))]) == [None]


def test_labels_that_want_the_same_place_share_it_out(made):
    boxes = {HOME: (98, 44, 102, 48), OTHER: (98, 51, 102, 55)}
    found = places(made(*boxes.items(), kept=(HOME, OTHER)), [wanted(box, n) for n, box in boxes.items()])
    one, other = map(box_of, found)
    assert (one[2:] <= other[:2]).any() or (other[2:] <= one[:2]).any()
    assert all(shared(place, box) == 0 for place in found for box in boxes.values())


def test_a_label_that_stands_where_another_has_its_only_place_moves(made):
    # the second has no sea but the bay on the right, in which the first would be better off too
    land, bay = (0, 0, 200, 100), (96, 40, 150, 60)
    boxes = {HOME: (80, 46, 84, 50), OTHER: (92, 46, 96, 50)}
    ground = made((LAND, land), (0, bay), *boxes.items(), kept=(HOME, OTHER))
    first, second = places(ground, [wanted(box, n) for n, box in boxes.items()])
    assert not second.over
    assert not (shared(first, box_of(second)) > 0)


def test_a_contested_border_is_not_covered(made):
    box = (98, 48, 102, 52)
    line = np.column_stack([np.arange(104.0, 150.0, 0.5), np.full(92, 50.0)])
    (place,) = places(made((HOME, box), lines=line), [wanted(box)])
    mine = box_of(place)
    assert not ((line > mine[:2]) & (line < mine[2:])).all(axis=1).any()


def test_islands_smaller_than_a_cell_are_kept_clear(made):
    box, islet = (98, 48, 102, 52), (125.0, 50.0)
    (place,) = places(made((HOME, box), kept=(HOME, OTHER), islets=[islet]), [wanted(box)])
    mine = box_of(place)
    assert not ((mine[:2] < islet) & (islet < mine[2:])).all()


def test_discs_are_covered_last_and_the_edge_of_the_map_never(made):
    box = (98, 48, 102, 52)
    cells = made((HOME, box))
    disc = Ground(
        cells.view, cells.size, worth=[WORTH[n] for n in sorted(WORTH)], kept=[HOME],
        points={OTHER: np.array([120.0, 50.0])}, radius=3.0, lines=np.array([[-1.0, -1.0]]),
    )  # fmt: skip
    assert (disc.cells == OTHER).sum() == pytest.approx(np.pi * 9, abs=6)
    (place,) = places(disc, [wanted(box)])
    assert shared(place, (117, 47, 123, 53)) == 0
    # at the right edge the label stands on the left, and below it in the upper corner
    edge = (195, 95, 199, 99)
    (place,) = places(made((HOME, edge)), [wanted(edge)])
    assert (box_of(place) >= 0).all()
    assert (box_of(place)[2:] <= (WIDE, HIGH)).all()
    assert place.side == -1


def test_places_on_the_map_and_points_are_each_other_turned_round(made):
    ground = made((HOME, (10, 10, 20, 20)))
    corners = np.array([[0.0, 0.0], [200.0, 100.0], [50.0, 25.0]])
    assert np.allclose(ground.place(ground.point(corners)), corners)
    assert ground.sees(np.array([0.0, 100.0]))
    assert not ground.sees(np.array([-1.0, 50.0]))


def test_the_ground_of_the_world_has_every_large_state_where_it_lies():
    cells = map_ground._cells((-2.5, 2.5, -1.0, 1.3))
    ground = Ground(
        (-2.5, 2.5, -1.0, 1.3), (500.0, 230.0), worth=[BLANK] * len(map_ground.shapes()), kept=[], points={},
        radius=2.0, lines=np.array([[0.0, 0.0]]),
    )  # fmt: skip
    for number, shape in enumerate(map_ground.shapes(), start=1):
        if shape.km2 > 100_000 and shape.party:
            assert ground.at(ground.point(shape.point)[None])[0] == number, shape.party
    # the South Atlantic
    assert ground.at(np.array([[250.0 - 40, 60.0]]))[0] == 0
    # a part of the sea: what covers no land costs nothing
    assert ground.cost(np.array([[200.0, 50.0, 215.0, 60.0]]))[0] == 0
    assert cells.shape == (230, 500)
