"""The weeks gone by, lived moment by moment.

A story is a generator: what somebody does stands between the moments it yields, and each moment
is when it goes on. The weeks wake every story in the order of time, so that what one person does
is seen by the next. What would come after the end stays untold: that is the present.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from sqlalchemy.exc import IntegrityError

from volunteer.db import db
from volunteer.demo.people import Resident
from volunteer.errors import DomainError
from volunteer.members.models import Member
from volunteer.people.models import Person
from volunteer.places.models import Community

Story = Iterator[datetime]
log = logging.getLogger(__name__)


class Weeks:
    """A calendar of stories, and the moment it has come to."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self.start, self.now, self.end = start, start, end
        self.towns: list[Town] = []
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._numbers = count()

    def begin(self, story: Story) -> None:
        """The story runs up to its next pause, and goes on when that moment comes."""
        moment = next(story, None)
        if moment is not None and moment <= self.end:
            # Stories of one moment go on in the order in which they paused.
            heappush(self._waiting, (max(moment, self.now), next(self._numbers), story))

    def live(self, until: datetime) -> None:
        """Everything up to that moment has happened."""
        while self._waiting and self._waiting[0][0] <= until:
            self.now, _, story = heappop(self._waiting)
            self._go_on(story)
        self.now = max(self.now, until)

    def _go_on(self, story: Story) -> None:
        """Like a request, one stretch of a story happens as a whole or not at all.

        When a rule of the service says no, the story is over, and the log tells of it.
        """
        before = list(self._waiting)
        try:
            with db.session.begin_nested():
                self.begin(story)
        except (DomainError, IntegrityError) as refused:
            self._waiting = before  # what the stretch set off did not happen either
            log.warning("demo_story_refused", extra={"why": repr(refused)})


@dataclass(frozen=True)
class Neighbour:
    """A member, and how they are about tasks."""

    member: Member
    active: bool
    host: bool = False  # whose part a visitor plays: lately leaves what arrives unanswered


@dataclass
class Town:
    """One community with all that its stories need."""

    community: Community
    secretary: Person
    worker: Person
    weeks: Weeks
    chance: Random
    travel: timedelta
    neighbours: list[Neighbour] = field(default_factory=list)
    residents: list[Resident] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.weeks.towns.append(self)

    @property
    def now(self) -> datetime:
        return self.weeks.now

    def leaves(self, what: str, *, days: float, most: int = 1) -> bool:
        """Whether this stays as it is for the visitor to see: the first few of the last days."""
        if self.now < self.weeks.end - timedelta(days=days) or self.left[what] >= most:
            return False
        self.left[what] += 1
        return True

    def neighbour(self, member: Member) -> Neighbour:
        """The member with their habits; some come over from the next community."""
        everybody = (one for town in self.weeks.towns for one in town.neighbours)
        return next(one for one in everybody if one.member.id == member.id)
