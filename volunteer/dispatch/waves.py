"""How many to ask at once for one place, and how long they have it to themselves.

With so many people that all of them say no with chance MISS, one would surely be found; spread
evenly over half of the time that is left, each has a turn of that half divided by their number, and
then the next is asked beside them. A turn is never shorter than most answers take: where that
leaves time for fewer turns than people, several are asked at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil, log

MISS = 0.03
# All are asked in half of the time that is left: the last of them have to read it and to plan their
# day, and at short notice fewer can come.
HALF = 0.5
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


@dataclass(frozen=True)
class Pace:
    """So many are asked `at_once` for one place, and have a `turn` before others are asked too."""

    at_once: int
    turn: timedelta

    def turns(self, left: timedelta) -> int:
        """How many turns fit into half of the time that is left; at least one."""
        return max(1, int(left * HALF / self.turn))


def pace(left: timedelta, chance: float, shortest: timedelta, *, most: int) -> Pace:
    """The pace for one place, with so much time left, that chance of a yes and no shorter turn;
    never more than `most` at once, however late it is: that would be shouting."""
    left = left * HALF
    people = log(MISS) / log(1 - chance)
    turn = max(left / people, shortest)
    wanted = people * turn / left if left > timedelta(0) else people
    return Pace(max(1, min(most, ceil(wanted - HAIR))), turn)
