"""What a community asks for, in numbers: kinds, hours, channels, urgencies, and their fates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from volunteer.needs.types import Channel, Urgency


class When(StrEnum):
    """The part of the week in which help is wanted."""

    OFFICE = "office"
    EVENING = "evening"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def weekdays(self) -> tuple[int, ...]:
        """Monday is 0."""
        return {When.SATURDAY: (5,), When.SUNDAY: (6,)}.get(self, (0, 1, 2, 3, 4))


class Fate(StrEnum):
    """What becomes of a wish at triage or soon after."""

    TASK = "task"
    ASK = "ask"
    REDIRECT = "redirect"
    REJECT = "reject"
    MERGE = "merge"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Kind:
    """One type of need: share in percent, minutes that a tenth, half, nine tenths stay below."""

    share: float
    minutes: tuple[int, int, int]
    most_people: int = 1
    when: tuple[When, ...] = ()  # only then; else whenever people ask
    series: float = 0.0  # share that belongs to a weekly or monthly series


DAY, EVE, SAT, SUN = When
# fmt: off
KINDS = {
    "visit":       Kind(13, (40, 60, 120), 2, series=0.3),
    "errand":      Kind(11, (20, 45, 90)),
    "escort":      Kind(8, (120, 210, 330), when=(DAY,), series=0.3),
    "phone_help":  Kind(9, (25, 45, 75)),
    "plumbing":    Kind(6, (25, 50, 100)),
    "electrical":  Kind(4, (20, 40, 75)),
    "appliance":   Kind(2.5, (25, 50, 90)),
    "network":     Kind(1.5, (25, 50, 90)),
    "furniture":   Kind(3, (30, 60, 120), 2),
    "cleaning":    Kind(4, (60, 90, 150), 2),
    "haircut":     Kind(2, (25, 35, 50)),
    "tutoring":    Kind(6, (60, 90, 120), when=(EVE, SAT, SUN)),
    "health_check": Kind(3, (20, 30, 45)),
    "counselling": Kind(1.5, (45, 60, 90)),
    "legal":       Kind(2, (20, 40, 60)),
    "policy":      Kind(2, (20, 40, 60)),
    "mediation":   Kind(2, (45, 90, 180), 2),
    "wish":        Kind(5, (15, 30, 60)),
    "hallway":     Kind(3, (60, 90, 150), 6),
    "cleanup":     Kind(2, (90, 120, 180), 12, when=(SAT, SUN)),
    "sorting":     Kind(3, (60, 60, 90), 2),
    "patrol":      Kind(2, (90, 120, 150), 4, when=(EVE,)),
    "snow":        Kind(1, (60, 120, 240), 8),
    "event":       Kind(1.3, (90, 150, 240), 4, when=(EVE, SAT, SUN)),
    "photos":      Kind(0.7, (60, 90, 120)),
    "translation": Kind(0.5, (30, 60, 120)),
    "ride":        Kind(1, (45, 90, 150)),
}
# fmt: on
SEASONS: dict[str, dict[int, float]] = {  # type -> month -> factor, else 1
    "snow": {3: 0, 4: 0, 5: 0, 9: 0, 10: 0, 11: 0},
    "tutoring": {7: 2, 8: 2, 1: 1.5, 2: 1.5},
    "plumbing": {6: 1.5, 7: 1.5},
    "appliance": {6: 1.5, 7: 1.5},
    "cleaning": {1: 2},
}
WHEN = {DAY: 36, EVE: 25, SAT: 23, SUN: 16}
CHANNELS = {
    Channel.PHONE: 38, Channel.VISIT: 20, Channel.WEB: 24, Channel.FAMILY: 8,
    Channel.PHOTO: 7, Channel.HOTLINE: 3,
}  # fmt: skip
URGENCIES = {Urgency.URGENT: 9, Urgency.NORMAL: 66, Urgency.FLEXIBLE: 25}
LEAD_HOURS = {
    Urgency.URGENT: (8, 20), Urgency.NORMAL: (60, 130), Urgency.FLEXIBLE: (160, 300),
}  # fmt: skip
FATES = {
    Fate.TASK: 76, Fate.ASK: 6, Fate.REDIRECT: 7, Fate.REJECT: 3, Fate.MERGE: 3, Fate.CANCEL: 5,
}  # fmt: skip
POSTING_HOURS = {8: 5, 9: 16, 10: 17, 11: 9, 14: 12, 15: 13, 16: 10, 19: 9, 20: 9}
WEEKEND_SHARE = 0.18
STARTS = {  # first and last hour at which help begins
    DAY: ((9, 11), (14, 16)), EVE: ((18, 19),), SAT: ((9, 11), (14, 17)), SUN: ((9, 11), (14, 17)),
}  # fmt: skip


def season(type: str, month: int) -> float:
    """How much more or less of this kind is asked for in this month."""
    return SEASONS.get(type, {}).get(month, 1)
