"""Plan: who goes where, what that is worth, and how sure we are that nothing better exists."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matching.problem import Ints


class Status(StrEnum):
    """How a plan ended."""

    OPTIMAL = "optimal"  # proved: no plan is better
    STOPPED = "stopped"  # valid, but time ran out or a solver gave up; `gap` says what may be lost


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """A whole and valid answer to a Problem.

    pairs         (K, 2) [need row, member row], ascending; every pin is among them.
    filled        (N,) helpers each need got, at most its headcount.
    class_vector  helpers by class, most important first: for each urgency 0..3 the needs with at
                  least one helper, then the further helpers. Plans are compared by this first.
    suitability   sum of the scores (0..1000 each) of all pairs; compared when vectors are equal.
    gap           0 when proved optimal; otherwise the largest share of the best plan's value that
                  this one may be missing (see `matching.tiers`), in 0..1.
    solved_by     how many independent parts of the round each method solved, by name.
    seconds       time spent, in seconds.
    seed, version what it takes, with equal arrays and weights, to get the same plan again.
    """

    pairs: Ints
    filled: Ints
    class_vector: tuple[int, ...]
    suitability: int
    gap: float
    status: Status
    solved_by: tuple[tuple[str, int], ...]
    seconds: float
    seed: int
    version: str

    @property
    def method(self) -> str:
        """The methods used, joined by a plus sign; "none" when there was nothing to decide."""
        return "+".join(name for name, _ in self.solved_by) or "none"

    @property
    def value(self) -> tuple[int, ...]:
        """What plans are compared by: the class vector, then the suitability."""
        return (*self.class_vector, self.suitability)
