"""Irregular windows: integer programs by HiGHS (`matching.program`), with the priorities proved.

First the linear program in one go, under additive weights, which HiGHS likes best. Where its tiers
do not reach the bound known from the assignment, it is asked for places alone, without the
suitability, which leaves room for strict weights: that tells what the tiers can reach. If it is
something else, the first program is asked again, held to that. Then a choice of whole numbers is
found, and its tiers are proved, one after the other, by those bounds. The last tier needs no proof,
for its weight outweighs all suitability. Only where the choice is not proved to be the best are the
tiers solved one after the other, each fixed before the next: slower, but the definition itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.greedy import greedy
from matching.openings import Part
from matching.problem import Floats, Ints
from matching.program import NO_STEP, Found, Program, Relaxed
from matching.tiers import RATIO, TIERS, additive, strict

# Tiers solved together may be weighed up to this, far below where HiGHS would lose digits.
CALM_WEIGHTS = 10_000
# Helpers in a tier, as a linear program counts them.
NEARLY_WHOLE = 1e-4


def exact(part: Part, bound: tuple[int, ...], deadline: float | None) -> Found:
    """The best choice of candidate pairs, proved best unless the deadline came first.

    `bound` is a value no plan exceeds; `deadline` a moment of `time.perf_counter`.
    """
    search = _Search(part, bound, deadline)
    found = search.likeliest()
    known = search.proved(found) if found.proved else ()
    if found.proved and known == _vector(part, found):
        return found
    by_tier = tier_by_tier(search.program, known)
    if by_tier.proved or found.chosen is not None:
        return by_tier if by_tier.proved else Found(found.chosen)
    return search.rough()


class _Search:
    """The programs asked about one part, and what they have told so far."""

    def __init__(self, part: Part, bound: tuple[int, ...], deadline: float | None) -> None:
        self.part, self.bound = part, bound
        self.program = Program(part, deadline)
        self.most = part.ceiling()[:-1]
        # The last tier that has places: what comes before it proves it.
        self.last = max((tier for tier in range(TIERS) if self.most[tier]), default=0)
        self.outweigh = 1
        self.reaches: list[_Reach] = []
        self.hoped: Relaxed | None = None

    def likeliest(self) -> Found:
        """The best choice under weights that lead to what programs say the tiers can reach."""
        program, gain = self.program, _worth(self.program)
        relaxed = self.hoped = program.relax(gain)
        if relaxed is None:
            return Found()
        if self.part.whole.any():
            return program.best(relaxed)  # half teams make the programs promise too much
        hoped = program.tiers @ relaxed.x
        if (np.abs(hoped - np.rint(hoped)) > NEARLY_WHOLE).any():
            self.outweigh = RATIO
        target = self._target(_reached(hoped, self.bound))
        if any(abs(hoped[tier] - count) > NEARLY_WHOLE for tier, count in target.items()):
            relaxed = program.relax(gain, least=target)
        return program.best(relaxed)

    def rough(self) -> Found:
        """What the first program was sure of, without its clashes and filled up, if time was up."""
        if self.hoped is None:
            return Found()
        sure = np.flatnonzero(self.hoped.x[: self.program.pairs] > 0.5)
        return Found(greedy(self.part, sure))

    def proved(self, found: Found) -> tuple[int, ...]:
        """The counts of the first tiers as they are in the best plan; all of them, if proved.

        Those of the choice found as far as it is the best; of another choice beyond, if need be.
        """
        vector = _vector(self.part, found)
        known = _reached(np.array(vector), self.bound)
        for told in self.reaches:
            known = self._known(told, vector, known)
        caps: dict[int, int] = {}
        while known < self.last:
            reach = self._reach(known, caps)
            if reach is None:
                return vector[:known]
            more = self._known(reach, vector, known)
            if more == known and self.outweigh < RATIO:
                self.outweigh = RATIO
                continue
            if more == known:
                best = self._otherwise(found, reach, known)
                if len(best) == known or best != vector[: len(best)]:
                    return best
                more = len(best)
            caps |= {tier: vector[tier] for tier in reach.halves() if tier < more}
            known = more
        return vector

    def _target(self, known: int) -> dict[int, int]:
        """The counts that tiers can reach, most likely, the tiers before `known` being certain."""
        target: dict[int, int] = {}
        caps: dict[int, int] = {}
        while known < self.last:
            reach = self._reach(known, caps)
            if reach is None:
                break
            self.reaches.append(reach)
            halves = reach.halves()
            caps |= dict(list(halves.items())[:1])
            after = min([*halves, reach.last]) + 1
            for tier in range(known, after):
                target[tier] = int(reach.counts[tier] + NEARLY_WHOLE)
            known = max(after, known + 1)
        return target

    def _reach(self, first: int, caps: dict[int, int]) -> _Reach | None:
        """What places alone can reach, the tiers before `first` being certain."""
        weights = strict(self.most, first, self.outweigh)
        relaxed = self.program.relax(self.program.weighed(weights), most=caps)
        if relaxed is None:
            return None
        return _Reach(weights, caps.copy(), relaxed, self.program.tiers @ relaxed.x)

    def _known(self, reach: _Reach, vector: tuple[int, ...], known: int) -> int:
        """How many tiers are proved to be as full as in the vector, the first `known` being so.

        A tier is where one more in it, with those before it as they are, is more than the program
        allows.
        """
        weights = reach.weights.tolist()
        if any(tier >= known or vector[tier] != most for tier, most in reach.caps.items()):
            return known
        for tier in range(known, TIERS):
            if self.most[tier]:
                before = sum(weights[other] * vector[other] for other in range(tier + 1))
                if not weights[tier] or reach.relaxed.worth > before + weights[tier] - 1 + NO_STEP:
                    return tier
        return TIERS

    def _otherwise(self, begun: Found, reach: _Reach, known: int) -> tuple[int, ...]:
        """The counts of the best choice under these weights, as far as they prove them."""
        found = self.program.best(reach.relaxed, begun)
        before = _vector(self.part, begun)[:known]
        vector = _vector(self.part, found)
        proved = found.proved and vector[:known] == before
        return vector[: reach.last + 1] if proved else before


@dataclass(frozen=True, eq=False)
class _Reach:
    """A linear program for places alone: its weights, what it was held to, its answer by tier."""

    weights: Ints
    caps: dict[int, int]
    relaxed: Relaxed
    counts: Floats

    @property
    def last(self) -> int:
        """The last tier it says anything of."""
        return int(np.flatnonzero(self.weights)[-1])

    def halves(self) -> dict[int, int]:
        """Tiers filled by a fraction more than any plan can, and what a plan can fill at most."""
        low = np.floor(self.counts + NEARLY_WHOLE)
        split = np.flatnonzero((self.counts - low > NEARLY_WHOLE) & (self.weights > 0))
        return {int(tier): int(low[tier]) for tier in split}


def tier_by_tier(program: Program, known: tuple[int, ...]) -> Found:
    """The lexicographic best by its definition: a tier at a time, the last with the suitability.

    The first tiers are `known` to reach these counts, and no more.
    """
    part, fixed = program.part, dict(enumerate(known))
    for chunk in _chunks(part, len(known)):
        weights = np.zeros(TIERS)
        weights[list(chunk)] = list(chunk.values())
        found = program.best(program.relax(program.weighed(weights), fixed))
        if not found.proved:
            return Found(found.chosen)
        reached = _vector(part, found)
        fixed |= {tier: reached[tier] for tier in range(max(chunk) + 1)}
    last = program.best(program.relax(_worth(program), fixed))
    reached = _vector(part, last)
    kept = bool(reached) and all(reached[tier] == count for tier, count in fixed.items())
    return last if kept else Found(last.chosen)


def _worth(program: Program) -> Floats:
    """All tiers under additive weights, and the suitability: what a choice is worth."""
    most = program.part.ceiling()[:-1]
    weights = additive(np.array(most) > 0, int(program.part.score.max()), sum(most))
    return np.asarray(program.weighed(weights) + program.suitability)


def _chunks(part: Part, first: int) -> list[dict[int, int]]:
    """The tiers from the first on but the last, as many together as calm weights allow.

    Tier -> weight, the most important first.
    """
    most = part.ceiling()[:-1]
    tiers = [tier for tier in range(TIERS) if most[tier]][:-1]
    chunks: list[dict[int, int]] = []
    for tier in (tier for tier in reversed(tiers) if tier >= first):
        below = chunks[-1] if chunks else {}
        weight = 1 + sum(most[lower] * its_weight for lower, its_weight in below.items())
        if chunks and weight * most[tier] <= CALM_WEIGHTS:
            chunks[-1][tier] = weight
        else:
            chunks.append({tier: 1})
    return chunks[::-1]


def _vector(part: Part, found: Found) -> tuple[int, ...]:
    """The class vector of what was found; empty when nothing was."""
    return () if found.chosen is None else part.value(found.chosen)[:-1]


def _reached(vector: Ints | Floats, bound: tuple[int, ...]) -> int:
    """How many of the first tiers are as full as they can be when those before them are."""
    short = [tier for tier in range(TIERS) if vector[tier] < bound[tier] - NEARLY_WHOLE]
    return min(short, default=TIERS)
