"""A made-up year of one sub-district: who lives there, and what honest people do in it.

Nothing here knows a flag. Regular visits are weekly, people stay longer or go earlier, some serve
at night, staff tick whole groups off at the planned hours, and many residents say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from volunteer import clock
from volunteer.clock import SHANGHAI
from volunteer.needs.types import Channel
from volunteer.orders.models import Presence
from volunteer.reviews.models import Mode, Outcome

FIRST_DAY = date(2026, 1, 5)
A_WEEK = timedelta(days=7)
COMMUNITIES, GRIDS = 3, 4
SECRETARIES, WORKERS = 2, 2  # in each community
TYPES = {  # type -> share, planned minutes
    "visit": (30, (60, 60, 60, 90)),
    "escort": (14, (120, 120, 180)),
    "errand": (14, (30, 45, 60)),
    "plumbing": (10, (60, 60, 90)),
    "patrol": (16, (120, 120, 120)),
    "phone_help": (14, (30, 45, 60)),
    "wish": (2, (30,)),
}


@dataclass(frozen=True)
class Size:
    """How many members there are, how many records they make, in how many weeks."""

    members: int = 300
    records: int = 12_000
    weeks: int = 52


@dataclass(frozen=True)
class Somebody:
    """Row of a person: members first, then staff."""

    id: int
    community: int
    name: str
    phone: str
    home: int = 0  # grid
    rate: float = 0.0  # services a week
    weekly: int | None = None  # the resident they visit every week


@dataclass(frozen=True)
class Resident:
    """Somebody who asks for help; `silent` ones never say how it was."""

    phone: str
    community: int
    grid: int
    posted_by_staff: bool
    silent: bool


@dataclass(frozen=True)
class Call:
    """What came of a call by another community."""

    reached: bool
    outcome: Outcome = Outcome.SOLVED
    came: bool = True


@dataclass(frozen=True)
class Served:
    """One service as it is written down; `fraud` names the kind, empty for an honest one."""

    member: Somebody
    phone: str
    community: int
    grid: int
    type: str
    starts_at: datetime
    planned: int
    came_at: datetime
    left_at: datetime
    posted_by: int | None = None
    channel: Channel = Channel.WEB
    presence: Presence = Presence.SERVICE_CODE
    ticked_by: int | None = None
    word: tuple[datetime, Outcome, Mode, int | None] | None = None
    call: Call | None = None
    entered_by: int | None = None
    reader: int | None = None
    fraud: str = ""

    @property
    def minutes(self) -> int:
        return int((self.left_at - self.came_at).total_seconds() // 60)


@dataclass
class Town:
    """Everybody in the sub-district."""

    size: Size
    chance: Random
    members: list[Somebody] = field(default_factory=list)
    secretaries: dict[int, list[Somebody]] = field(default_factory=dict)
    workers: dict[int, list[Somebody]] = field(default_factory=dict)
    residents: dict[int, list[Resident]] = field(default_factory=dict)

    def staff(self) -> Iterator[Somebody]:
        for here in (*self.secretaries.values(), *self.workers.values()):
            yield from here


def week_begins(week: int) -> datetime:
    """The first moment of that week of the year, from 0."""
    return clock.at(FIRST_DAY, time()) + week * A_WEEK


def settle(size: Size, chance: Random) -> Town:
    """People live there. The first secretary of each community serves as a member too, in one
    community both."""
    town = Town(size, chance)
    numbers = iter(range(1, 10**6))
    for community in range(1, COMMUNITIES + 1):
        town.residents[community] = [_resident(community, chance) for _ in range(size.members)]
    busy = [chance.gammavariate(1.5, 1.0) for _ in range(size.members)]
    each = size.records / size.weeks / sum(busy)
    for place, share in enumerate(busy):
        community, number = place % COMMUNITIES + 1, next(numbers)
        regular = chance.randrange(size.members) if chance.random() < 0.12 else None
        town.members.append(
            Somebody(
                number, community, _name(chance), _phone(chance), _grid(community, chance),
                share * each, regular,
            )
        )  # fmt: skip
    for community in range(1, COMMUNITIES + 1):
        here = [one for one in town.members if one.community == community]
        serving = here[: SECRETARIES if community == 1 else 1]
        others = [
            Somebody(next(numbers), community, _name(chance), _phone(chance))
            for _ in range(SECRETARIES + WORKERS - len(serving))
        ]
        town.workers[community] = others[:WORKERS]
        town.secretaries[community] = [*serving, *others[WORKERS:]]
    return town


def honest_week(town: Town, week: int) -> Iterator[Served]:
    """What members do in this week; nobody is in two places at once."""
    for member in town.members:
        taken: list[tuple[datetime, datetime]] = []
        for number in range(_poisson(member.rate, town.chance)):
            done = _service(town, member, week, regular=number == 0)
            spread = timedelta(minutes=20)
            if all(done.left_at + spread <= a or b + spread <= done.came_at for a, b in taken):
                taken.append((done.came_at, done.left_at))
                yield done


def _service(town: Town, member: Somebody, week: int, *, regular: bool) -> Served:
    chance = town.chance
    kind = chance.choices(list(TYPES), [share for share, _ in TYPES.values()])[0]
    here = town.residents[member.community]
    resident = chance.choice(here)
    if regular and member.weekly is not None:
        kind, resident = "visit", here[member.weekly]
    planned = chance.choice(TYPES[kind][1])
    starts_at = _hour(chance, week, kind)
    came = starts_at + timedelta(minutes=chance.gauss(-1, 4))
    stay = planned * chance.lognormvariate(0.0, 0.16)
    if chance.random() < 0.03:  # something came up, or there was more to do than anybody thought
        stay = planned * chance.uniform(0.4, 2.0)
    left = came + timedelta(minutes=max(stay, 5))
    where = (resident.phone, member.community, resident.grid)
    found = Served(member, *where, kind, starts_at, planned, came, left)
    found = _posted(town, found, resident)
    return _with_word(town, _noted(town, found), resident)


def _posted(town: Town, found: Served, resident: Resident) -> Served:
    if not resident.posted_by_staff:
        return found
    poster = town.chance.choice(town.workers[found.community])
    return replace(found, posted_by=poster.id, channel=Channel.PHONE)


def _noted(town: Town, found: Served) -> Served:
    """How it is known that somebody came."""
    chance, way = town.chance, town.chance.random()
    if found.type == "patrol" or way < 0.06:  # a group: staff tick everybody off as planned
        staff = town.workers[found.community] * 9 + town.secretaries[found.community][:SECRETARIES]
        ticked = chance.choice([one for one in staff if one.id != found.member.id]).id
        end = found.starts_at + timedelta(minutes=found.planned)
        times = {"came_at": found.starts_at, "left_at": end}
        return replace(found, presence=Presence.STAFF, ticked_by=ticked, **times)
    if way < 0.16:
        return replace(found, presence=Presence.DECLARED)
    if way < 0.17:  # written down from paper later, in round numbers
        came = found.starts_at
        left = came + timedelta(minutes=15 * max(1, round(found.minutes / 15)))
        entered = chance.choice(town.workers[found.community]).id
        presence = {"presence": Presence.PAPER, "entered_by": entered}
        return replace(found, came_at=came, left_at=left, **presence)
    return found


def _with_word(town: Town, found: Served, resident: Resident) -> Served:
    """What the resident says: some at once, some later, some when staff ring, some never."""
    chance = town.chance
    if resident.silent:
        return replace(found, call=Call(reached=chance.random() < 0.92))
    outcome = chance.choices([Outcome.SOLVED, Outcome.PARTLY, Outcome.NOT], [95, 4, 1])[0]
    if chance.random() < 0.55:
        after = timedelta(minutes=chance.expovariate(1 / 300))
        if chance.random() < 0.04:  # they tap while the helper is still at the door
            after = timedelta(seconds=chance.uniform(10, 180))
        return replace(found, word=(found.left_at + after, outcome, Mode.RESIDENT, None))
    rang = chance.choice(town.workers[found.community]).id
    after = timedelta(hours=chance.uniform(2, 60))
    return replace(found, word=(found.left_at + after, outcome, Mode.PHONE, rang))


def _hour(chance: Random, week: int, kind: str) -> datetime:
    """Mostly evenings and weekends; patrols now and then until late at night."""
    day = chance.choices(range(7), [1, 1, 1, 1, 1.4, 3.5, 2.8])[0]
    hours = range(9, 18) if day > 4 else range(17, 20)
    hour = 21 if kind == "patrol" and chance.random() < 0.08 else chance.choice(hours)
    at = FIRST_DAY + timedelta(days=7 * week + day)
    return datetime(at.year, at.month, at.day, hour, chance.choice((0, 0, 30)), tzinfo=SHANGHAI)


def _resident(community: int, chance: Random) -> Resident:
    by_staff, silent = chance.random() < 0.35, chance.random() < 0.12
    return Resident(_phone(chance), community, _grid(community, chance), by_staff, silent)


def _grid(community: int, chance: Random) -> int:
    return (community - 1) * GRIDS + chance.randint(1, GRIDS)


def _phone(chance: Random) -> str:
    return f"010{chance.randrange(10**8):08d}"


def _name(chance: Random) -> str:
    return chance.choice("赵钱孙李周吴郑王冯陈褚卫") + "".join(
        chance.choice("明华英建国秀兰文军平丽强") for _ in range(2)
    )


def _poisson(mean: float, chance: Random) -> int:
    """How often in a week, drawn from waiting times."""
    count, passed = 0, chance.expovariate(1.0)
    while passed < mean:
        count, passed = count + 1, passed + chance.expovariate(1.0)
    return count
