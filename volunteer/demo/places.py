"""The made-up district: sub-districts, communities, grids on a plane of metres. No real place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from volunteer.places.actions import GridPlace, add_community
from volunteer.places.models import Community, Grid

DISTRICT = "示例区"
ROOTS = ("枫林", "柳河", "晨光", "福安", "东渠", "桐花", "望湖", "新桥")
ENDINGS = ("一里", "二里", "东里", "西里", "南里", "北里", "家园", "苑")
GRIDS = ("第一网格", "第二网格", "第三网格", "第四网格")
SPACING = 900  # metres between the middles of communities
CORNERS = ((-1, -1), (1, -1), (-1, 1), (1, 1))
OFFSET, SCATTER = 260, 70  # metres from the middle of a community to those of its grids
# Old houses have six floors and no lift, new ones many.
OLD_SHARE, OLD_FLOORS, NEW_FLOORS = 0.6, 6, 24


@dataclass(frozen=True)
class Home:
    """Where somebody lives: the grid that is kept, and the address that only helpers see."""

    grid: Grid
    address: str


def make_communities(sizes: Sequence[int], chance: Random) -> list[Community]:
    """So many communities for each sub-district, with four grids each."""
    return [
        add_community(
            DISTRICT,
            f"{root}街道",
            f"{root}{ENDINGS[column]}社区",
            phone=f"000-5550{row + 1:02d}{column + 1:02d}",
            grids=_grids(column * SPACING, row * 3 * SPACING, chance),
        )
        for row, (root, count) in enumerate(zip(ROOTS, sizes, strict=False))
        for column in range(count)
    ]


def home_in(community: Community, chance: Random) -> Home:
    """Somewhere in the community."""
    floors = OLD_FLOORS if chance.random() < OLD_SHARE else NEW_FLOORS
    floor, room = chance.randint(1, floors), chance.randint(1, 4)
    building, unit = chance.randint(1, 40), chance.randint(1, 6)
    address = f"{building} 号楼 {unit} 单元 {floor}{room:02d}"
    # Buildings are numbered through, so neighbours share a grid.
    return Home(community.grids[(building - 1) // 10], address)


def _grids(x: float, y: float, chance: Random) -> list[GridPlace]:
    return [
        (
            name,
            round(x + right * OFFSET + chance.uniform(-SCATTER, SCATTER), 1),
            round(y + up * OFFSET + chance.uniform(-SCATTER, SCATTER), 1),
        )
        for name, (right, up) in zip(GRIDS, CORNERS, strict=True)
    ]
