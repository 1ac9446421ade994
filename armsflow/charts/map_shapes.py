"""The shapes of the map: the shipped outlines on the projection on which areas compare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.path import Path

from armsflow.tables import table

__all__: list[str] = []

#: Square kilometres below which a state is too small to be seen on a map of the world.
SMALL = 25_000.0
# of the Equal Earth projection (Šavrič, Patterson and Jenny 2018)
_A = (1.340264, -0.081106, 0.000893, 0.003796)
#: The middle of the map [degrees east]: its edge then runs through the Bering Strait and cuts no land.
CENTRE = 11.0


@dataclass(frozen=True)
class Shape:
    """A party on the map: its rings, the point inside it, and whom it is drawn like without a figure."""

    party: str
    part_of: str
    rings: tuple[np.ndarray, ...]
    point: np.ndarray
    km2: float

    @property
    def small(self) -> bool:
        """Whether it needs a point to be seen."""
        return self.km2 < SMALL


def projected(degrees: np.ndarray) -> np.ndarray:
    """Longitude and latitude [degrees] of one line as places on the Equal Earth projection."""
    longitude, latitude = degrees.T
    # a line stays whole where it reaches over the edge of the map
    longitude = np.radians(_turned(longitude[0] - CENTRE) + _turned(longitude - longitude[0]))
    latitude = np.radians(latitude)
    t = np.arcsin(np.sqrt(3) / 2 * np.sin(latitude))
    slope = _A[0] + 3 * _A[1] * t**2 + 7 * _A[2] * t**6 + 9 * _A[3] * t**8
    x = 2 * np.sqrt(3) / 3 * longitude * np.cos(t) / slope
    y = t * (_A[0] + _A[1] * t**2 + _A[2] * t**6 + _A[3] * t**8)
    return np.column_stack([x, y])


def _turned(degrees: Any) -> Any:
    """An angle as one from -180 up to 180 degrees."""
    return np.remainder(degrees + 180, 360) - 180


def lines(text: str) -> tuple[np.ndarray, ...]:
    """Lines that a table holds as steps of hundredths of a degree, in degrees."""
    return tuple(
        np.cumsum(np.array(run.split(), dtype=float).reshape(-1, 2), axis=0) / 100
        for run in text.split(";")
        if run
    )


@cache
def shapes() -> tuple[Shape, ...]:
    """All shapes, projected; one that no party holds has the code ""."""
    columns = (
        table("map_shapes.csv")[name]
        for name in ("party", "part_of", "rings", "longitude", "latitude", "km2")
    )
    return tuple(
        Shape(
            party, part_of, tuple(map(projected, lines(rings))), projected(np.array([[x, y]]))[0], float(km2)
        )
        for party, part_of, rings, x, y, km2 in zip(*columns, strict=True)
    )


@cache
def contested() -> tuple[np.ndarray, ...]:
    """The borders that are contested, projected."""
    return tuple(projected(line) for text in table("map_contested.csv")["lines"] for line in lines(text))


def path(shape: Shape) -> Path | None:
    """The rings of a shape as one path, in which the inner ones are holes."""
    rings = [ring for ring in shape.rings if len(ring) > 2]
    if not rings:
        return None
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings]
    return Path(np.vstack(rings), np.concatenate(codes))
