"""What still holds of a proposal at the moment of its release."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from volunteer.members.queries import willing
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders.fit import OWN_WISHES, Busy, hindrances
from volunteer.orders.hall import BEHIND
from volunteer.orders.queries import busy_times, not_again, offered_times, places_taken
from volunteer.rounds.models import Proposal


@dataclass(frozen=True)
class AsItIs:
    """What members hold, are asked for, agree to and have answered, and places taken, at the moment
    of the release."""

    busy: Mapping[int, Sequence[Busy]]
    asked: Mapping[int, Sequence[Busy]]
    taken: Mapping[int, int]
    willing: Collection[int]
    not_again: Collection[tuple[int, int]]

    def allows(self, one: Proposal, *, now: datetime, travel: timedelta) -> bool:
        """Whether the member may still be asked for this."""
        need, member = one.need, one.member
        held = [*self.busy.get(member.id, ()), *self.asked.get(member.id, ())]
        return (
            need.status == NeedStatus.OPEN
            and need.starts_at > now
            and not member.is_paused(now)
            and member.id in self.willing
            and (need.id, member.id) not in self.not_again
            and self.taken.get(need.id, 0) < need.headcount
            and OWN_WISHES.issuperset(hindrances(member, need, held, travel=travel))
        )


def as_it_is(proposals: Sequence[Proposal], *, now: datetime) -> AsItIs:
    """Where the members and needs of these proposals stand now."""
    members = [one.member_id for one in proposals]
    return AsItIs(
        busy_times(members, since=now - BEHIND),
        offered_times(members, since=now).times,
        places_taken([one.need_id for one in proposals]),
        willing(members),
        not_again(one.need_id for one in proposals),
    )
