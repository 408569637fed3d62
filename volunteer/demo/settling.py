"""Puts a community's people and their wishes into the calendar of the weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from random import Random
from typing import Any

from volunteer import clock
from volunteer.demo import chance as by
from volunteer.demo import demand, hours, office, people, present, texts
from volunteer.demo.arrivals import Ending, report_in, staff
from volunteer.demo.asking import Asked, ask
from volunteer.demo.kinds import KINDS, Fate
from volunteer.demo.names import Phones, full_name
from volunteer.demo.people import Newcomer, Resident
from volunteer.demo.places import home_in
from volunteer.demo.weeks import Town, Weeks
from volunteer.people import actions as accounts
from volunteer.people import offices
from volunteer.people.models import Person, RoleKind
from volunteer.places.models import Community
from volunteer.policy import SERVICE

SECRETARY, MEMBER, WORKER = "shuji", "dangyuan", "wanggeyuan"
STREET_OFFICER, DISTRICT_OFFICER = "jiedao", "qu"
DEPARTMENT, UNIT, AUDITOR, ADMINISTRATOR = "bumen", "danwei", "shenji", "guanli"
FIRST_WEEK = timedelta(weeks=1)  # most report in before anybody asks for anything
AT_ONCE = 0.8
RESIDENTS_PER_WISH = 0.55
# Registrations that are not through: hours before now, and how they stand.
UNDECIDED = (
    (26, Ending.WAITING), (2, Ending.WAITING), (100, Ending.RETURNED), (500, Ending.REFUSED),
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How much of a district: communities in each sub-district, members and needs in each."""

    communities: tuple[int, ...]
    members: tuple[float, float]  # half of the communities have fewer, nine tenths fewer
    limits: tuple[int, int]
    needs_per_week: int
    weeks: int = 6


@dataclass(frozen=True)
class Settlers:
    """What all communities of one build share."""

    weeks: Weeks
    size: Size
    phones: Phones
    password_hash: str
    travel: timedelta


def settle(community: Community, number: int, them: Settlers, chance: Random) -> Town:
    """Everybody of the community waits for their hour; the first one has a host for visitors."""
    town = _town(community, number, them, chance)
    count = round(by.spread(chance, *them.size.members))
    least, most = them.size.limits
    _members(town, min(max(count, least), most), them, hosted=number == 1)
    _wishes(town, them)
    them.weeks.begin(office.working_days(town))
    return town


def appoint_officers(somewhere: Community, them: Settlers, chance: Random) -> None:
    """Each office above the communities, for a body or for the service itself is held once."""
    street, now = somewhere.subdistrict, them.weeks.now

    def somebody(login: str, *, woman: bool) -> Person:
        name, phone = full_name(chance, born=1979, woman=woman), them.phones.of_member()
        return accounts.create(
            name=name, login=login, phone=phone, password_hash=them.password_hash, now=now
        )

    for login, place in ((STREET_OFFICER, street), (DISTRICT_OFFICER, street.district)):
        officer = somebody(login, woman=login == STREET_OFFICER)
        accounts.appoint(officer, place.kind, place.id, now=now)
    for login, kind, body in (
        (DEPARTMENT, RoleKind.DEPARTMENT_OFFICER, "示例区住房和城乡建设委员会"),
        (UNIT, RoleKind.UNIT_CONTACT, present.HOST["unit_name"]),
        (AUDITOR, RoleKind.AUDITOR, ""),
    ):
        officer, district = somebody(login, woman=login == UNIT), street.district
        offices.grant(officer, kind, district.id, by=SERVICE, now=now, body=body)
    offices.entrust(somebody(ADMINISTRATOR, woman=False), by=SERVICE, now=now)


def _town(community: Community, number: int, them: Settlers, chance: Random) -> Town:
    """The community with its secretary and its grid worker."""
    ordinal = "" if number == 1 else str(number)
    now = them.weeks.now

    def somebody(kind: RoleKind, login: str, born: int) -> Any:
        name = full_name(chance, born=born, woman=chance.random() < 0.5)
        phone, key = them.phones.of_member(), them.password_hash
        return staff(kind, community.id, login + ordinal, name, phone, key, now)

    return Town(
        community,
        somebody(RoleKind.SECRETARY, SECRETARY, 1974),
        somebody(RoleKind.WORKER, WORKER, 1990),
        them.weeks,
        chance,
        them.travel,
    )


def _members(town: Town, count: int, them: Settlers, *, hosted: bool) -> None:
    """So many will have reported in, most in the first week."""
    weeks, chance, key = them.weeks, town.chance, them.password_hash
    today = clock.local(weeks.end).date()
    if hosted:
        name = full_name(chance, born=1981, woman=True)
        home = home_in(town.community, chance)
        host = Newcomer(
            name, them.phones.of_member(), {**present.HOST, "grid_id": home.grid.id}, {}, True
        )
        at = weeks.start + timedelta(hours=11)
        weeks.begin(report_in(town, host, key, at=at, login=MEMBER))
    endings = [Ending.ACTIVE] * (count - len(UNDECIDED)) + [ending for _, ending in UNDECIDED]
    moments = [_arrival(town) for _ in range(count - len(UNDECIDED))]
    moments += [hours.still_awake(weeks.end - timedelta(hours=ago)) for ago, _ in UNDECIDED]
    for at, ending in zip(moments, endings, strict=True):
        new = people.newcomer(town.community, them.phones, today, chance)
        weeks.begin(report_in(town, new, key, at=at, ending=ending))


def _arrival(town: Town) -> Any:
    """When somebody reports in."""
    weeks, chance = town.weeks, town.chance
    early = chance.random() < AT_ONCE
    span = FIRST_WEEK if early else weeks.end - weeks.start - timedelta(days=2)
    return hours.awake(weeks.start + span * chance.random(), chance)


def _wishes(town: Town, them: Settlers) -> None:
    """Residents will ask for what people of such a community ask for."""
    weeks, chance = them.weeks, town.chance
    since = weeks.start + FIRST_WEEK
    count = them.size.needs_per_week * them.size.weeks
    today = clock.local(weeks.end).date()
    town.residents.extend(
        people.resident(town.community, them.phones, today, chance)
        for _ in range(max(15, round(count * RESIDENTS_PER_WISH)))
    )
    for asked in _asked(town, demand.wishes(chance, since=since, now=weeks.end, count=count)):
        weeks.begin(ask(town, asked))
    for scene in present.scenes(town):
        weeks.begin(scene)


def _asked(town: Town, wishes: Iterator[demand.Wish]) -> Iterator[Asked]:
    """Each wish with somebody who has it, and words for it."""
    chance = town.chance
    elsewhere = {
        Fate.REDIRECT: _shuffled(texts.TALK["redirect"], chance),
        Fate.REJECT: _shuffled(texts.TALK["reject"], chance),
    }
    regulars: dict[str, tuple[Resident, str, str]] = {}
    for wish in wishes:
        resident = chance.choice(town.residents)
        if wish.fate in elsewhere:
            say = next(elsewhere[wish.fate])
            text = texts.told(say["wish"], wish.channel, chance)
            yield Asked(wish, resident, "", text, say=say)
            continue
        again = chance.random() < KINDS[wish.type].series
        known = regulars.get(wish.type) if again else None
        who, title, text = known or (resident, *texts.wish(wish.type, wish.channel, chance))
        regulars[wish.type] = (who, title, text)
        yield Asked(wish, who, title, text)


def _shuffled(said: list[dict[str, str]], chance: Random) -> Iterator[dict[str, str]]:
    """All of them in random order, over and over."""
    return cycle(chance.sample(said, len(said)))
