"""Irregular windows: integer programs by HiGHS (`matching.program`), with the priorities proved.

First everything in one go, under weights that are strict in the last tiers and geometric before
them. Tiers that reach the bound known from the assignment are proved best, and strict ones prove
themselves, and the suitability under them. What lies between is asked once more without the
suitability, which leaves room for strict weights in every tier. Only if that comes to another
answer are the tiers solved one after the other, each fixed before the next: slower, but the
definition itself.
"""

from __future__ import annotations

import numpy as np

from matching.openings import Part
from matching.problem import Ints
from matching.program import Found, Program
from matching.tiers import TIERS, geometric, steep

# Tiers solved together may be weighed up to this, far below where HiGHS would lose digits.
CALM_WEIGHTS = 10_000


def exact(part: Part, bound: tuple[int, ...], deadline: float | None) -> Found:
    """The best choice of candidate pairs, proved best unless the deadline came first.

    `bound` is a value no plan exceeds; `deadline` a moment of `time.perf_counter`.
    """
    program = Program(part, deadline)
    weights, strict_from = _tier_weights(part)
    at_once = program.best(program.weighed(weights) + program.suitability, ())
    if at_once.chosen is None:
        return at_once
    vector = _vector(part, at_once)
    known = vector[: _reached(vector, bound)] if at_once.proved else ()
    if at_once.proved and len(known) >= strict_from:
        return at_once
    if at_once.proved:
        known = _places_only(program, known, at_once)
        if known == vector:
            return at_once
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
    weights = steep(program.part.ceiling()[:-1], 0, len(known))
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


def _tier_weights(part: Part) -> tuple[Ints, int]:
    """Weights over the tiers this part can fill at all, and from which tier on they are strict.

    Strict weights outweigh everything later, so nothing has to be proved there; they grow fast, so
    only the last tiers can have them, and those before them decrease fourfold.
    """
    most, top = part.ceiling()[:-1], int(part.score.max())
    weights, strict_from = geometric(np.array(most) > 0, top, sum(most)), TIERS
    for first in range(TIERS - 1, -1, -1):
        steeper = steep(most, top, first)
        if steeper is None:
            break
        weights, strict_from = steeper, first
    return weights, strict_from
