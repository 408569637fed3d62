"""Who lives here: members with skills and free time, residents who ask, one secretary each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from volunteer.demo import chance as by
from volunteer.demo.names import Phones, full_name, surname
from volunteer.demo.places import Home, home_in
from volunteer.members.free_time import Grade, Part
from volunteer.members.skills import SKILLS, Level
from volunteer.places.models import Community

SKILL_SHARES = {  # percent of members who hold it
    "plumbing": 3, "electrical": 3, "appliance": 3, "carpentry": 2, "assemble": 8,
    "bike_tools": 2, "it_phone": 28, "it_computer": 12, "anti_fraud": 9, "doctor": 3, "nurse": 3,
    "first_aid": 7, "pharmacy": 1.5, "psych": 2.5, "fitness": 5, "law": 4, "mediation": 8,
    "finance_tax": 6, "social_policy": 10, "tutoring_cn_math": 14, "tutoring_en": 8, "reading": 9,
    "companion": 35, "escort_medical": 18, "errand": 40, "barber": 1, "cleaning": 15,
    "driving": 20, "calligraphy_art": 6, "music_host": 7, "translation": 5, "env_clean": 40,
    "patrol_safety": 30,
}  # fmt: skip
LEVELS = {Level.HELPS: 55, Level.GOOD: 33, Level.PROFESSIONAL: 12}
MOST_SKILLS, MORE_SKILLS = 8, 2.7
SEEN_LICENCES = 0.9  # share of claimed licences that the secretary has seen
TASKS_PER_WEEK = {1: 55, 2: 28, 3: 12, 5: 5}
REACH_MINUTES = {10: 35, 15: 40, 20: 15, 30: 10}
ACTIVE_SHARE = 0.45  # of members who do anything in a year
NEXT_DOOR = "27"  # a fifth also goes to other communities: by the last digit of the phone
WANTS_OFFERS, RATHER_NOT = 0.92, 0.25


@dataclass(frozen=True)
class Life:
    """A way of living: how common it is, when such people are free, what they can, where they work.

    `free` is the chance to be free on a working day's morning, afternoon, evening, then on
    Saturday's and Sunday's. Skills named in `knows` are that many times as common as elsewhere.
    """

    share: float
    free: tuple[tuple[float, float, float], ...]
    knows: dict[str, float]
    units: tuple[str, ...]


LIVES = (
    Life(
        46, ((0.03, 0.03, 0.35), (0.60, 0.45, 0.20), (0.40, 0.35, 0.15)),
        {"social_policy": 2, "mediation": 1.5, "patrol_safety": 1.5, "doctor": 0, "nurse": 0},
        (
            "示例区机关事务中心第一党支部", "示例区财政局机关党支部", "示例区税务服务厅党支部",
            "示例供水集团机关党支部", "示例公交公司运营党支部", "示例热力公司维修党支部",
            "示例区档案馆党支部", "示例银行营业部党支部",
        ),
    ),
    Life(
        12, ((0.05, 0.10, 0.30), (0.55, 0.45, 0.15), (0.45, 0.35, 0.10)),
        {"tutoring_cn_math": 4, "tutoring_en": 4, "reading": 3, "music_host": 2},
        ("示例区第二中学党支部", "示例区实验小学党支部", "示例区职业学校党支部"),
    ),
    Life(
        11, ((0.25, 0.25, 0.25), (0.30, 0.30, 0.20), (0.30, 0.30, 0.20)),
        {"doctor": 8, "nurse": 8, "first_aid": 4, "pharmacy": 8, "psych": 4},
        ("示例区医院门诊党支部", "示例区疾控中心党支部", "示例区急救站党支部"),
    ),
    Life(
        13, ((0.15, 0.20, 0.40), (0.45, 0.40, 0.25), (0.40, 0.35, 0.20)),
        {"law": 5, "finance_tax": 4, "it_computer": 3, "translation": 3, "calligraphy_art": 2},
        ("示例律师行业联合党支部", "示例软件园联合党支部", "示例设计院党支部"),
    ),
    Life(
        12, ((0.03, 0.03, 0.15), (0.40, 0.20, 0.05), (0.35, 0.20, 0.05)),
        {"reading": 2, "driving": 1.5, "tutoring_cn_math": 1.5},
        ("示例区图书馆党支部", "示例电信营业党支部", "示例商贸公司党支部"),
    ),
    Life(
        6, ((0.20, 0.25, 0.45), (0.60, 0.55, 0.30), (0.50, 0.45, 0.25)),
        {"companion": 1.5, "mediation": 3, "plumbing": 3, "electrical": 3, "carpentry": 3},
        ("示例机械厂退养党支部", "示例建筑公司第三党支部", "示例区文化馆党支部"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Newcomer:
    """Somebody who will report in: what the form will say, and how they are about tasks."""

    name: str
    phone: str
    profile: dict[str, Any]
    licences: dict[str, date]
    active: bool


@dataclass(frozen=True)
class Resident:
    """Somebody who asks for help."""

    name: str
    phone: str
    home: Home


def newcomer(community: Community, phones: Phones, today: date, chance: Random) -> Newcomer:
    """A member as they are common in such a community."""
    life = chance.choices(LIVES, [one.share for one in LIVES])[0]
    phone = phones.of_member()
    skills = _skills(life, chance)
    until = {
        one["skill"]: today + timedelta(days=chance.randint(200, 1200))
        for one in skills
        if SKILLS[one["skill"]].licence and chance.random() < SEEN_LICENCES
    }
    # Large units send many, small ones few.
    unit = min(chance.randrange(len(life.units)), chance.randrange(len(life.units)))
    return Newcomer(
        name=full_name(chance, born=today.year - chance.randint(24, 60), woman=_woman(chance)),
        phone=phone,
        profile={
            "unit_name": life.units[unit],
            "grid_id": home_in(community, chance).grid.id,
            "skills": skills,
            "free_time": _free_time(life, chance),
            "tasks_per_week": by.one_of(chance, TASKS_PER_WEEK),
            "reach_minutes": by.one_of(chance, REACH_MINUTES),
            "wants_offers": chance.random() < WANTS_OFFERS,
            "serves_neighbours": phone[-1] in NEXT_DOOR,
        },
        licences=until,
        active=chance.random() < ACTIVE_SHARE,
    )


def resident(community: Community, phones: Phones, today: date, chance: Random) -> Resident:
    """Somebody who may ask: mostly old, some with children, some neither."""
    woman = _woman(chance, share=0.6)
    age = chance.randint(61, 88) if chance.random() < 0.62 else chance.randint(28, 60)
    if age > 60 and chance.random() < 0.4:
        name = surname(chance) + ("奶奶" if woman else "爷爷")
    elif chance.random() < 0.3:
        name = surname(chance) + ("女士" if woman else "先生")
    else:
        name = full_name(chance, born=today.year - age, woman=woman)
    return Resident(name, phones.of_resident(), home_in(community, chance))


def _woman(chance: Random, share: float = 0.4) -> bool:
    return chance.random() < share


def _skills(life: Life, chance: Random) -> list[dict[str, Any]]:
    shares = {skill: share * life.knows.get(skill, 1) for skill, share in SKILL_SHARES.items()}
    possible = {skill: share for skill, share in shares.items() if share}
    count = min(1 + by.poisson(chance, MORE_SKILLS), MOST_SKILLS)
    return [
        {"skill": skill, "level": int(by.one_of(chance, LEVELS))}
        for skill in by.some_of(chance, possible, count)
    ]


def _free_time(life: Life, chance: Random) -> list[dict[str, int]]:
    week = (life.free[0],) * 5 + life.free[1:]
    return [
        {"weekday": weekday, "part": int(part), "grade": _grade(chance)}
        for weekday, parts in enumerate(week)
        for part, share in zip(Part, parts, strict=True)
        if chance.random() < share
    ]


def _grade(chance: Random) -> int:
    return int(Grade.RATHER_NOT if chance.random() < RATHER_NOT else Grade.YES)
