"""Made-up rounds of any size, as arrays: the shares of the demo, without its database.

Everything is drawn per sub-district from its own seed, so a city is the same however it is cut.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching import Problem
from tests.bench.people import DAY, DAYS, TYPES, members, needs
from volunteer.demo.kinds import KINDS
from volunteer.demo.places import SPACING

TRAVEL_MINUTES = 15
HOME_RADIUS = 350.0
OPEN_TO_NEIGHBOURS, HOLDS_A_TASK, REGULARS, TOGETHER = 0.5, 0.05, 0.3, 0.5


@dataclass(frozen=True)
class Size:
    """How many sub-districts, and what is in each of them."""

    sub_districts: int
    communities: int
    members: int
    needs: int


SIZES = {
    "XS": Size(1, 1, 150, 40),
    "S": Size(1, 20, 3_000, 1_500),
    "M": Size(10, 15, 2_250, 600),
    "L": Size(340, 20, 2_353, 294),
}
# How much more free time there is than in the demo, and how many more needs.
REGIMES = {"tight": (0.5, 1), "base": (1.0, 1), "loose": (2.0, 1), "surge": (1.0, 3)}


def city(
    size: Size, regime: str, *, irregular: bool, together: bool = False, seed: int = 0
) -> Problem:
    """All sub-districts of this size side by side.

    `together`: half of the needs for several people take all of them or none.
    """
    freedom, more = REGIMES[regime]
    size = Size(size.sub_districts, size.communities, size.members, size.needs * more)
    made = [
        _sub_district(np.random.default_rng([seed, number]), size, number, freedom, irregular)
        for number in range(size.sub_districts)
    ]
    arrays = {name: np.concatenate([one.pop(name) for one in made]) for name in list(made[0])}
    if together:
        half = np.random.default_rng([seed, size.sub_districts]).random(len(arrays["headcount"]))
        arrays["whole"] = (arrays["headcount"] > 1) & (half < TOGETHER)
    return Problem(**arrays, buffer_minutes=TRAVEL_MINUTES)


def _sub_district(
    chance: np.random.Generator, size: Size, number: int, freedom: float, irregular: bool
) -> dict[str, Any]:
    """One sub-district's rows of every array, numbered as in the whole city."""
    side = math.ceil(math.sqrt(size.communities))
    along = number * (side + 2) * SPACING
    home = _spread(chance, size.members, size.communities)
    place = _spread(chance, size.needs, size.communities)
    who = members(chance, home, freedom)
    what = needs(chance, place, irregular)
    first_need, first_member = number * size.needs, number * size.members
    first_community = number * size.communities
    who["guests"] = _guests(chance, home, size.communities, side)
    who["guests"] += [first_member, first_community]
    who |= _held(chance, size.members, first_member)
    familiar = _familiar(chance, what["kind"], place, home)
    familiar += [first_need, first_member]
    places = ((place, what, "x", "y", "community"),)
    places += ((home, who, "member_x", "member_y", "member_community"),)
    for community, arrays, x, y, where in places:
        angle = chance.uniform(0, 2 * math.pi, len(community))
        radius = HOME_RADIUS * np.sqrt(chance.random(len(community)))
        arrays[x] = along + SPACING * (community % side) + radius * np.cos(angle)
        arrays[y] = SPACING * (community // side) + radius * np.sin(angle)
        arrays[where] = community + first_community
    return what | who | {"familiar": familiar}


def _spread(chance: np.random.Generator, count: int, communities: int) -> np.ndarray:
    """The community of each, ascending: few large ones, many small."""
    share = chance.lognormal(0, 0.76, communities)
    return np.sort(chance.choice(communities, count, p=share / share.sum()))


def _guests(
    chance: np.random.Generator, home: np.ndarray, communities: int, side: int
) -> np.ndarray:
    """[member, community] of those who also help next door."""
    willing = np.flatnonzero(chance.random(len(home)) < OPEN_TO_NEIGHBOURS)
    row, column = np.divmod(home[willing], side)
    found = []
    for down, right in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        next_door = (row + down) * side + column + right
        inside = (row + down >= 0) & (column + right >= 0) & (column + right < side)
        inside &= next_door < communities
        found.append(np.stack([willing[inside], next_door[inside]], axis=1))
    return np.concatenate(found)


def _held(chance: np.random.Generator, members: int, first: int) -> dict[str, Any]:
    """Tasks that some have taken on before."""
    who = np.flatnonzero(chance.random(members) < HOLDS_A_TASK)
    start = DAY * chance.integers(0, DAYS, len(who)) + 60 * chance.integers(8, 18, len(who))
    return {"busy_member": who + first, "busy_start": start, "busy_end": start + 120}


def _familiar(
    chance: np.random.Generator, kind: np.ndarray, place: np.ndarray, home: np.ndarray
) -> np.ndarray:
    """[need, member] of regular visits: somebody of the community has come before."""
    regular = np.array([bool(KINDS[code].series) for code in TYPES])[kind]
    need = np.flatnonzero(regular & (chance.random(len(kind)) < REGULARS))
    first, after = (np.searchsorted(home, place[need], side) for side in ("left", "right"))
    need, first, after = need[after > first], first[after > first], after[after > first]
    return np.stack([need, chance.integers(first, after)], axis=1)
