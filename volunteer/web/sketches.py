"""A sketch of the way from grid to grid: nothing finer is known, and no other site is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from volunteer.places.models import Grid

WIDTH, HEIGHT, EDGE = 300, 200, 34  # in the picture's units; the edge leaves room for names


@dataclass(frozen=True)
class Spot:
    """A grid in the picture; `kind` is home, goal or other."""

    name: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class Sketch:
    """The grids of a community, and the line from home to goal where both are known."""

    spots: Sequence[Spot]
    home: Spot
    goal: Spot
    metres: int
    width: int = WIDTH
    height: int = HEIGHT


def sketch(grids: Sequence[Grid], home: Grid, goal: Grid) -> Sketch:
    """These grids and the two, north up, as large as the picture allows."""
    shown = list(dict.fromkeys([*grids, home, goal]))
    left, bottom = min(one.x_metres for one in shown), min(one.y_metres for one in shown)
    wide = max(one.x_metres for one in shown) - left
    high = max(one.y_metres for one in shown) - bottom
    scale = min((WIDTH - 2 * EDGE) / (wide or 1), (HEIGHT - 2 * EDGE) / (high or 1))

    def spot(grid: Grid) -> Spot:
        kind = "goal" if grid is goal else "home" if grid is home else "other"
        x = WIDTH / 2 + (grid.x_metres - left - wide / 2) * scale
        y = HEIGHT / 2 - (grid.y_metres - bottom - high / 2) * scale
        return Spot(grid.name, kind, round(x, 1), round(y, 1))

    metres = hypot(home.x_metres - goal.x_metres, home.y_metres - goal.y_metres)
    return Sketch([spot(one) for one in shown], spot(home), spot(goal), round(metres / 10) * 10)
