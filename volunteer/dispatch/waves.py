"""How many to ask at once for one place: the fewer tries are left, the more.

If every wave succeeds with 1 - MISS^(1/n), then n waves together fail with MISS. A wave of k
people who each say yes with chance q fails with (1 - q)^k, which gives the smallest k.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, log

MISS = 0.03
MOST = 10  # for one place, however late it is: more would be shouting
# What is believed of a kind of task nobody was asked for yet: three of ten say yes.
PRIOR_YES, PRIOR_NO = 3.0, 7.0
HAIR = 1e-9


@dataclass(frozen=True)
class Answers:
    """How often people said yes, of those who were asked."""

    yes: int = 0
    asked: int = 0

    @property
    def chance(self) -> float:
        """The smoothed chance of a yes, between 0 and 1 (mean of a Beta posterior)."""
        return (self.yes + PRIOR_YES) / (self.asked + PRIOR_YES + PRIOR_NO)


def tries_left(now: datetime, deadline: datetime, timeout: timedelta) -> float:
    """How many waves fit before the deadline when each may take the timeout; at least one."""
    return max(1.0, (deadline - now) / timeout)


def wave_size(tries: float, chance: float) -> int:
    """How many to ask at once for one place."""
    wanted = log(MISS) / (tries * log(1 - chance))
    return max(1, min(MOST, ceil(wanted - HAIR)))
