"""How the made-up members of a simulation behave. None of it is measured on people: it is an
assumption, the same for every policy, and written down in docs/benchmarks.md.

Every draw belongs to a member and a need (or a day), so that a policy that asks the same person for
the same thing gets the same answer as any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from volunteer.demo import chance as by
from volunteer.demo import hours
from volunteer.members.free_time import Grade
from volunteer.members.models import Member
from volunteer.needs.models import Need

# Of those who suit: who says yes, by whether they do anything at all in a year.
YES = {True: 0.60, False: 0.20}
RATHER_NOT = 0.6  # times that, where they would rather not at that hour
PER_FIVE_MINUTES_WALK, AT_SHORT_NOTICE = 0.03, 0.10
SHORT_NOTICE = timedelta(hours=12)
SAYS_NO = 0.6  # of the others; the rest never answer
# Hours until a message is read, median and ninetieth percentile; nobody reads at night.
READS_AFTER = {True: (1.5, 9.0), False: (4.0, 24.0)}
# Days between two looks into the hall.
LOOKS_EVERY = {True: 3.0, False: 14.0}


class Said(StrEnum):
    """What somebody says when asked."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Habits:
    """One member's way of answering; `active` are those who do anything in a year."""

    seed: str
    active: bool

    def reads(self, member: Member, need: Need, sent: datetime) -> datetime:
        """When the message is read: by day."""
        chance = self._draws("reads", member, need)
        return hours.awake(sent + by.hours(chance, *READS_AFTER[self.active]), chance)

    def says(self, member: Member, need: Need, reasons: dict[str, object], at: datetime) -> Said:
        """The answer, given that much notice, that walk and that hour."""
        chance = self._draws("says", member, need)
        drawn, other = chance.random(), chance.random()
        if drawn < self.chance_of_yes(reasons, notice=need.starts_at - at):
            return Said.YES
        return Said.NO if other < SAYS_NO else Said.NOTHING

    def chance_of_yes(self, reasons: dict[str, object], *, notice: timedelta) -> float:
        """Between 0 and 1."""
        found = YES[self.active]
        if reasons["grade"] == Grade.RATHER_NOT:
            found *= RATHER_NOT
        found -= PER_FIVE_MINUTES_WALK * float(str(reasons["walk_minutes"])) / 5
        return max(0.0, found - AT_SHORT_NOTICE * (notice < SHORT_NOTICE))

    def looks_into_hall(self, member: Member, since: datetime, until: datetime) -> list[datetime]:
        """The moments at which the member opens the hall of their own accord."""
        chance = Random(f"{self.seed} looks {member.id}")
        found, at = [], since
        while True:
            at += timedelta(days=chance.expovariate(1 / LOOKS_EVERY[self.active]))
            if at >= until:
                return found
            found.append(hours.awake(at, chance))

    def _draws(self, what: str, member: Member, need: Need) -> Random:
        return Random(f"{self.seed} {what} {member.id} {need.id}")
