"""Irregular windows: integer programs by HiGHS (`matching.program`), with the priorities proved.

First everything in one go, under additive weights, which HiGHS likes best. Tiers that reach the
bound known from the assignment are proved best. Where only the last tier does not, or none, the
weights prove the rest, for the last outweighs all suitability. Otherwise places are asked once more
without the suitability, which leaves room for strict weights in every tier; that proves the class
vector, and the suitability if it is the same. If it is not, geometric weights most likely come to
the proved vector. Only then are the tiers solved one after the other, each fixed before the next:
slower, but the definition itself.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matching.openings import Part
from matching.problem import Flags, Ints
from matching.program import Found, Program
from matching.tiers import TIERS, additive, geometric, strict

# Tiers solved together may be weighed up to this, far below where HiGHS would lose digits.
CALM_WEIGHTS = 10_000


def exact(part: Part, bound: tuple[int, ...], deadline: float | None) -> Found:
    """The best choice of candidate pairs, proved best unless the deadline came first.

    `bound` is a value no plan exceeds; `deadline` a moment of `time.perf_counter`.
    """
    program = Program(part, deadline)
    most = part.ceiling()[:-1]
    at_once = _with_suitability(program, additive)
    known: tuple[int, ...] = ()
    if at_once.proved:
        known = _vector(part, at_once)[: _reached(_vector(part, at_once), bound)]
        if not any(most[len(known) + 1 :]):
            return at_once
        known = _places_only(program, known, at_once)
    if len(known) == TIERS:
        if _vector(part, at_once) == known:
            return at_once
        again = _with_suitability(program, geometric)
        if again.proved and _vector(part, again) == known:
            return again
    by_tier = tier_by_tier(program, known)
    return by_tier if by_tier.proved else Found(at_once.chosen)


def tier_by_tier(program: Program, known: tuple[int, ...]) -> Found:
    """The lexicographic best by its definition: a tier at a time, the suitability last.

    The first tiers are `known` to reach these counts, and no more.
    """
    fixed = tuple(zip(program.tiers, known, strict=False))
    reached = known
    for chunk in _chunks(program.part, len(known)):
        weights = np.zeros(TIERS)
        weights[list(chunk)] = list(chunk.values())
        found = program.best(program.weighed(weights), fixed)
        if not found.proved:
            return Found(found.chosen)
        reached = _vector(program.part, found)
        fixed += tuple((program.tiers[tier], reached[tier]) for tier in chunk)
    last = program.best(program.suitability, fixed)
    return last if _vector(program.part, last) == reached else Found(last.chosen)


def _places_only(program: Program, known: tuple[int, ...], begun: Found) -> tuple[int, ...]:
    """The best class vector, if strict weights after the first tiers, `known`, can prove it;
    otherwise what is known. The better what was `begun` with, the sooner."""
    weights = strict(program.part.ceiling()[:-1], len(known))
    if weights is None:
        return known
    found = program.best(program.weighed(weights), (), begun)
    vector = _vector(program.part, found)
    return vector if found.proved and vector[: len(known)] == known else known


def _chunks(part: Part, first: int) -> list[dict[int, int]]:
    """The tiers from the first on, as many together as calm weights allow: tier -> weight."""
    most = part.ceiling()
    chunks: list[dict[int, int]] = []
    for tier in range(TIERS - 1, first - 1, -1):
        below = chunks[-1] if chunks else {}
        weight = 1 + sum(most[lower] * its_weight for lower, its_weight in below.items())
        if most[tier] and chunks and weight * most[tier] <= CALM_WEIGHTS:
            chunks[-1][tier] = weight
        elif most[tier]:
            chunks.append({tier: 1})
    return chunks[::-1]


def _vector(part: Part, found: Found) -> tuple[int, ...]:
    """The class vector of what was found; empty when nothing was."""
    return () if found.chosen is None else part.value(found.chosen)[:-1]


def _reached(vector: tuple[int, ...], bound: tuple[int, ...]) -> int:
    """How many of the first tiers are as full as they can be when those before them are."""
    short = [tier for tier in range(TIERS) if vector[tier] < bound[tier]]
    return min(short, default=TIERS)


def _with_suitability(program: Program, weigh: Callable[[Flags, int, int], Ints]) -> Found:
    """The best choice when all tiers and the suitability are weighed together."""
    most, top = program.part.ceiling()[:-1], int(program.part.score.max())
    weights = weigh(np.array(most) > 0, top, sum(most))
    return program.best(program.weighed(weights) + program.suitability, ())
