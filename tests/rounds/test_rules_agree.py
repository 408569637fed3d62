"""The rules of fit are read twice: for one pair in `orders.fit`, for many in `matching`.

See docs/decisions/0006-two-readings-of-the-rules.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from matching import Rule, verdicts
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import FreePart, Member, MemberSkill
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.orders.fit import Busy, Hindrance, hindrances
from volunteer.places.models import Community, Grid
from volunteer.rounds.adapter import USUAL_WEIGHTS, to_problem
from volunteer.rounds.seen import MemberRow, NeedRow, Seen, SkillRow, TaskRow

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)  # a Friday, nine in the morning in Shanghai
TRAVEL = timedelta(minutes=15)
SKILLS = ("plumbing", "electrical", "companion")
HOME, NEXT_DOOR, FAR = (
    Community(id=number, subdistrict_id=street) for number, street in ((1, 1), (2, 1), (3, 2))
)
SAME = {
    Rule.SCOPE: Hindrance.ELSEWHERE,
    Rule.SKILL: Hindrance.SKILL,
    Rule.LICENCE: Hindrance.LICENCE,
    Rule.FREE_TIME: Hindrance.FREE_TIME,
    Rule.REACH: Hindrance.REACH,
    Rule.LIMIT: Hindrance.WEEKLY_LIMIT,
    Rule.CLASH: Hindrance.CLASH,
}


def somebody(chance: Random, number: int) -> Member:
    return Member(
        id=number,
        status=MemberStatus.ACTIVE,
        community_id=(home := chance.choice([1, 1, 2, 2, 3])),
        community=next(one for one in (HOME, NEXT_DOOR, FAR) if one.id == home),
        serves_neighbours=chance.random() < 0.5,
        grid=Grid(x_metres=chance.randrange(0, 1500, 70), y_metres=0),
        reach_minutes=chance.choice([5, 10, 20]),
        tasks_per_week=chance.choice([1, 2]),
        skills=[
            MemberSkill(
                skill=skill,
                level=chance.randint(1, 3),
                licence_until=chance.choice([None, date(2026, 11, 24), date(2027, 1, 1)]),
            )
            for skill in chance.sample(SKILLS, chance.randint(0, 3))
        ],
        free_parts=[
            FreePart(part_of_week=part, grade=chance.choice([1, 2]))
            for part in range(21)
            if chance.random() < 0.7
        ],
    )


def a_wish(chance: Random, number: int) -> Need:
    starts = NOW + timedelta(days=chance.randrange(1, 10), minutes=30 * chance.randrange(16))
    return Need(
        id=number,
        community_id=HOME.id,
        community=HOME,
        grid=Grid(x_metres=0, y_metres=0),
        skill=chance.choice([None, *SKILLS]),
        skill_level=chance.randint(1, 3),
        headcount=1,
        urgency=Urgency.NORMAL,
        posted_at=NOW,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=chance.choice([30, 90, 240])),
    )


def some_tasks(chance: Random) -> list[Busy]:
    starts = [NOW + timedelta(days=chance.randrange(10), hours=chance.randrange(9))]
    return [Busy(one, one + timedelta(hours=2)) for one in starts[: chance.randint(0, 1)]]


@pytest.mark.parametrize("seed", range(25))
def test_what_keeps_a_round_from_asking_is_what_the_hall_says(seed: int) -> None:
    chance = Random(seed)
    members = [somebody(chance, number) for number in range(1, 9)]
    needs = [a_wish(chance, number) for number in range(1, 9)]
    busy = {member.id: some_tasks(chance) for member in members}
    seen = as_rows(needs, members, busy)

    table = verdicts(to_problem(seen, now=NOW, travel=TRAVEL, weights=USUAL_WEIGHTS).problem)

    for row, need in enumerate(needs):
        for column, member in enumerate(members):
            said = hindrances(member, need, busy[member.id], travel=TRAVEL)
            assert_same(Rule(table[row, column]), said, need)


def as_rows(
    needs: Sequence[Need], members: Sequence[Member], busy: Mapping[int, Sequence[Busy]]
) -> Seen:
    """What the database would have told of them."""
    return Seen(
        needs=[
            NeedRow(
                one.id, one.community_id, one.grid.x_metres, one.grid.y_metres, one.posted_at,
                one.starts_at, one.ends_at, one.headcount, one.urgency, one.skill, one.skill_level,
                together=False, type="other",
            )
            for one in needs
        ],
        members=[
            MemberRow(
                one.id, one.community_id, one.grid.x_metres, one.grid.y_metres, one.reach_minutes,
                one.tasks_per_week, one.serves_neighbours, one.wished_group,
                sum(grade << 2 * part for part, grade in one.free.items()),
            )
            for one in members
        ],
        skills=[
            SkillRow(one.id, held.skill, held.level, held.licence_until)
            for one in members
            for held in one.skills
        ],
        tasks=[
            TaskRow(member_id, one.starts_at, one.ends_at, "accepted")
            for member_id, tasks in busy.items()
            for one in tasks
        ],
        beside={HOME.id: [NEXT_DOOR.id], NEXT_DOOR.id: [HOME.id], FAR.id: []},
    )  # fmt: skip


def assert_same(rule: Rule, said: list[Hindrance], need: Need) -> None:
    """The round's first objection is among those the hall says; without one the hall has none."""
    if rule == Rule.FITS:
        assert said == []
    elif rule == Rule.FORBIDDEN:  # how the adapter says that a licence runs out before the day
        assert said == [Hindrance.LICENCE], need.skill
    else:
        assert SAME[rule] in said
