"""Places are public; standings in them are not."""

from __future__ import annotations

import pytest

from tests.cast import EAST_LANE, FAR_AWAY, HOME, WEST_LANE
from volunteer.errors import NotFound
from volunteer.needs.actions import ANYBODY
from volunteer.places.models import roles_in
from volunteer.places.queries import communities, community, grid
from volunteer.policy import As


def test_a_grid_lies_in_its_community(cast):
    assert grid(HOME).community.name == EAST_LANE
    assert grid(FAR_AWAY).community.name == WEST_LANE


def test_every_community_is_listed_with_its_grids(cast):
    assert [(one.name, len(one.grids)) for one in communities()] == [(EAST_LANE, 2), (WEST_LANE, 1)]


@pytest.mark.parametrize("find", [grid, community])
def test_a_place_that_is_not_there_is_not_found(cast, find):
    with pytest.raises(NotFound):
        find(10**6)


def test_a_role_counts_in_its_own_community(cast):
    east, west = communities()

    assert roles_in(cast["qian"], east.id) == {As.SECRETARY, As.MEMBER}
    assert roles_in(cast["qian"], west.id) == set()


def test_whoever_has_not_signed_in_stands_nowhere(cast):
    assert roles_in(ANYBODY, communities()[0].id) == set()
