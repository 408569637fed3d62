"""Bars drawn as SVG by the server: lengths are worked out here, templates only write them down.

Colours and letters come from the stylesheet, so a chart follows the dark and the elder version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, PLOT, TOP, FOOT = 300, 110, 20, 24  # as wide as on a phone: letters keep their size there
ROW, WORDS, BAR = 42, 22, 12


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


def _most(amounts: Sequence[tuple[str, int, str]]) -> int:
    return max((amount for _, amount, _ in amounts), default=0) or 1
