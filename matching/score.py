"""From features to one whole-number score per pair, term by term.

Every term lies within 0..1, higher is better:

    skill_fit   level held / 3; 1/3 where no skill is asked, so that such a need never outbids a
                skilled one for the same person
    walk        15 / (15 + minutes on foot)
    free_time   1 if the member said yes to every block the window touches, 0 if "rather not" to any
    fairness    120 / (120 + minutes served lately): half after two hours
    waiting     hours waiting / (48 + hours waiting): half after two days
    continuity  1 if the two know each other from earlier service
    wish        1 if the member wished for needs of this kind

The three curves are hyperbolas: they tell people apart over the whole range, most where it matters,
and no unit of measure has to be cut off. A term times its points (`Weights.points`), rounded, is
what it adds to the score.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.candidates import among, level_held, meet, packed, pair_keys, walk_minutes
from matching.problem import TOP_LEVEL, Flags, Floats, Grades, Ints, Problem
from matching.weights import Weights

HALF_WALK_MINUTES = 15.0
HALF_RECENT_MINUTES = 120.0
HALF_WAITING_HOURS = 48.0


def terms(problem: Problem, needs: Ints, members: Ints) -> Floats:
    """The seven terms of each pair, in the order of the fields of `Weights`: (7, E) in 0..1.

    `needs` and `members` are row numbers, both (E,).
    """
    skill = problem.skill[needs]
    held = np.where(skill < 0, 1, level_held(problem, needs, members))
    walk = walk_minutes(problem, needs, members)
    recent = problem.recent_minutes[members]
    waiting = problem.waiting_hours[needs]
    return np.stack(
        [
            held / TOP_LEVEL,
            HALF_WALK_MINUTES / (HALF_WALK_MINUTES + walk),
            (free_grade(problem, needs, members) - 1.0).clip(0.0),
            HALF_RECENT_MINUTES / (HALF_RECENT_MINUTES + recent),
            waiting / (HALF_WAITING_HOURS + waiting),
            familiar(problem, needs, members).astype(np.float64),
            wished(problem, needs, members).astype(np.float64),
        ]
    )


def points(problem: Problem, weights: Weights, needs: Ints, members: Ints) -> Ints:
    """What each term adds to the score of each pair: (7, E) whole numbers."""
    worth = np.array(weights.points)[:, None]
    return np.rint(worth * terms(problem, needs, members)).astype(np.int64)


def scores(problem: Problem, weights: Weights, needs: Ints, members: Ints) -> Ints:
    """The score of each pair: (E,) whole numbers in 0..1000."""
    return np.asarray(points(problem, weights, needs, members).sum(axis=0))


def free_grade(problem: Problem, needs: Ints, members: Ints) -> Grades:
    """The lowest of the member's grades over the blocks the window touches: (E,) 0, 1 or 2."""
    asked = _rows(problem.blocks, needs)
    rather_not = meet(asked, _rows(problem.free < 2, members))
    not_free = meet(asked, _rows(problem.free == 0, members))
    return np.int8(2) - rather_not - not_free


def _rows(flags: Flags, rows: Ints) -> NDArray[np.uint64]:
    """These rows of a table, packed: whichever is shorter is packed, the table or the rows."""
    return packed(flags)[rows] if len(rows) > len(flags) else packed(flags[rows])


def familiar(problem: Problem, needs: Ints, members: Ints) -> Flags:
    """Whether the two know each other from earlier service: (E,)."""
    return among(pair_keys(problem, problem.familiar), needs * problem.member_count + members)


def wished(problem: Problem, needs: Ints, members: Ints) -> Flags:
    """Whether the member wished for needs of this kind: (E,)."""
    if not problem.wishes.shape[1]:
        return np.zeros(len(needs), np.bool_)
    kind = problem.kind[needs]
    return (kind >= 0) & problem.wishes[members, np.maximum(kind, 0)]
