"""Problems on disk, what a plan is worth, and whether it is valid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from matching import Plan, Problem, Status, Weights, check
from matching.score import scores
from matching.tiers import class_vector
from tests.bench.ways import Made
from tests.matching.instances import rows_of


def save(problem: Problem, file: Path) -> None:
    """The arrays lie in the file."""
    np.savez(file, **{field.name: getattr(problem, field.name) for field in fields(problem)})


def load(file: Path) -> Problem:
    """The problem whose arrays lie in the file."""
    with np.load(file) as arrays:
        given = {name: arrays[name] for name in arrays.files}
    return Problem(**(given | {"buffer_minutes": int(given["buffer_minutes"])}))


def worth_of(problem: Problem, made: Made) -> dict[str, Any]:
    """Class vector, suitability and how it was found."""
    need, member = made.pairs.T
    filled = np.bincount(need, minlength=problem.need_count)
    return {
        "class_vector": class_vector(problem.urgency, filled),
        "suitability": int(scores(problem, Weights(), need, member).sum()),
        "solved_by": made.solved_by,
        "gap": made.gap,
    }


def faults(problem: Problem, pairs: np.ndarray, communities: int, most: int) -> list[str]:
    """What `check` has against the pairs, one sub-district at a time, the first `most` of them."""
    return [
        wrong
        for needs, members in _sub_districts(problem, communities, most)
        for wrong in _faults_in(problem, pairs, needs, members)
    ]


def _sub_districts(
    problem: Problem, communities: int, most: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows of the needs and of the members of each; communities are numbered through."""
    need_in, member_in = problem.community // communities, problem.member_community // communities
    for number in np.unique(need_in)[:most]:
        yield np.flatnonzero(need_in == number), np.flatnonzero(member_in == number)


def _faults_in(
    problem: Problem, pairs: np.ndarray, needs: np.ndarray, members: np.ndarray
) -> list[str]:
    within = rows_of(problem, needs, members)
    mine = pairs[np.isin(pairs[:, 0], needs)]
    local = np.stack([np.searchsorted(needs, mine[:, 0]), np.searchsorted(members, mine[:, 1])], 1)
    filled = np.bincount(local[:, 0], minlength=len(needs))
    plan = Plan(
        pairs=local,
        filled=filled,
        class_vector=class_vector(within.urgency, filled),
        suitability=0,
        gap=0.0,
        status=Status.OPTIMAL,
        solved_by=(),
        seconds=0.0,
        seed=0,
        version="",
    )
    return check(within, plan)
