"""Who could come for one need, said beside its triage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from volunteer import door
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.policy import Actor, May, can
from volunteer.rounds.queries import spoken_of
from volunteer.rounds.questions import candidates
from volunteer.web import funnel, staff_story
from volunteer.web.orders import travel

FIRST = 3
# Asked before triage is done, and as long as people are looked for.
LOOKING = frozenset({NeedStatus.SUBMITTED, NeedStatus.NEEDS_INFO, NeedStatus.OPEN})


@dataclass(frozen=True)
class Found:
    """How many could come, the first of them with why; or where the search got stuck."""

    total: int
    people: Sequence[tuple[str, str]]
    stages: Sequence[tuple[str, int]]
    stuck: str


def found_for(need: Need, reader: Actor) -> Found | None:
    """Who could come just now, to whoever may run a round; None when nobody is looked for."""
    soon = need.status in LOOKING and need.starts_at > door.now()
    if not soon or not can(reader, May.RUN_ROUND, need):
        return None
    found = candidates(need, now=door.now(), travel=travel())
    if found is None:
        return None
    first = found.suited[:FIRST]
    _, members = spoken_of((need.id, member_id) for member_id, _ in first)
    kept = [(str(stage), int(left)) for stage, left in found.funnel]
    return Found(
        total=len(found.suited),
        people=[(members[one].person.name, staff_story.reasons(why)) for one, why in first],
        stages=funnel.stages(kept),
        stuck="" if found.suited else funnel.sentence(kept),
    )
