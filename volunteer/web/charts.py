"""Pictures drawn as SVG by the server: lengths are worked out here, templates only write them down.

Colours and letters come from the stylesheet, so a chart follows the dark and the elder version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, PLOT, TOP, FOOT = 300, 110, 20, 24  # as wide as on a phone: letters keep their size there
ROW, WORDS, BAR = 42, 22, 12
SIDE, HEAD, CELL, SHADES = 48, 24, 36, 4


@dataclass(frozen=True)
class Bar:
    """A rectangle with the words at its ends; (x, y) is its corner, all in the picture's units."""

    label: str
    figure: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """What the picture shows in one sentence, its size, and its bars."""

    title: str
    width: int
    height: int
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Picture:
    """A chart and what it says in a table."""

    chart: Chart
    heads: tuple[str, str]
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """A square of a heat map: its corner, what is written in it, and its shade from 0 to 4."""

    figure: str
    x: float
    y: float
    shade: int


@dataclass(frozen=True)
class Heat:
    """A table as a picture: how much at which crossing, told by shade and by number."""

    title: str
    width: int
    height: int
    across: Sequence[tuple[str, float]]  # each heading and the middle of its column
    down: Sequence[tuple[str, float]]  # each heading and the middle of its row
    cells: Sequence[Cell]


def columns(title: str, amounts: Sequence[tuple[str, int, str]]) -> Chart:
    """Upright bars side by side for (label, amount, figure); nothing above an amount of nought."""
    most, step = _most(amounts), WIDTH / max(len(amounts), 1)
    bars = [
        Bar(
            label,
            figure if amount else "",
            round(step * place + step * 0.15, 1),
            round(TOP + PLOT * (1 - amount / most), 1),
            round(step * 0.7, 1),
            round(PLOT * amount / most, 1),
        )
        for place, (label, amount, figure) in enumerate(amounts)
    ]
    return Chart(title, WIDTH, TOP + PLOT + FOOT, bars)


def rows(title: str, amounts: Sequence[tuple[str, int, str]]) -> Chart:
    """Lying bars one below the other for (label, amount, figure), each under its words."""
    most = _most(amounts)
    bars = [
        Bar(
            label,
            figure,
            0,
            ROW * place + WORDS,
            round(WIDTH * amount / most, 1),
            BAR,
        )
        for place, (label, amount, figure) in enumerate(amounts)
    ]
    return Chart(title, WIDTH, ROW * len(amounts), bars)


def heat(
    title: str, across: Sequence[str], down: Sequence[str], counts: Mapping[tuple[int, int], int]
) -> Heat:
    """One square for each (column, row); the most has the darkest shade, nothing has none."""
    most = max(counts.values(), default=0) or 1
    cells = [
        Cell(
            str(count) if count else "",
            SIDE + CELL * column,
            HEAD + CELL * row,
            -(-SHADES * count // most),
        )
        for row in range(len(down))
        for column in range(len(across))
        for count in [counts.get((column, row), 0)]
    ]
    return Heat(
        title,
        SIDE + CELL * len(across),
        HEAD + CELL * len(down),
        [(name, SIDE + CELL * (place + 0.5)) for place, name in enumerate(across)],
        [(name, HEAD + CELL * (place + 0.5)) for place, name in enumerate(down)],
        cells,
    )


def _most(amounts: Sequence[tuple[str, int, str]]) -> int:
    return max((amount for _, amount, _ in amounts), default=0) or 1
