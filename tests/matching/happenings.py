"""What happens to a round: random changes, one at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from matching import PinRefused, Problem, Standing
from matching.problem import MEMBER_COLUMNS, NEED_COLUMNS

KINDS = ("ask", "decline", "accept", "withdraw", "join", "leave", "refuse")
CHANCES = (0.3, 0.2, 0.2, 0.1, 0.08, 0.04, 0.08)


def happen(standing: Standing, more: Problem, rng: np.random.Generator) -> str:
    """One random change; new rows are drawn from the rows of another problem."""
    kind = str(rng.choice(KINDS, p=CHANCES))
    base = standing.problem
    pairs = standing.plan.pairs
    if kind == "ask":
        standing.ask(_row_of(more, NEED_COLUMNS, int(rng.integers(more.need_count))))
    elif kind == "join":
        standing.join(_row_of(more, MEMBER_COLUMNS, int(rng.integers(more.member_count))))
    elif kind == "withdraw":
        standing.withdraw(int(rng.integers(base.need_count)))
    elif kind == "leave":
        standing.leave(int(rng.integers(base.member_count)))
    elif kind == "refuse":  # anybody says no, or yes, to anything, asked or not
        need, member = int(rng.integers(base.need_count)), int(rng.integers(base.member_count))
        try:
            standing.accept(need, member)
        except PinRefused:
            standing.decline(need, member)
    elif len(pairs):
        need, member = pairs[rng.integers(len(pairs))].tolist()
        if kind == "decline" or [need, member] in base.pinned.tolist():
            standing.decline(need, member)
        else:
            standing.accept(need, member)
    return kind


def _row_of(problem: Problem, names: tuple[str, ...], row: int) -> dict[str, Any]:
    return {name: getattr(problem, name)[row : row + 1] for name in names}
