"""Reading orders goes through a door."""

from __future__ import annotations

import pytest

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.orders.queries import order_for, visible_to


@pytest.mark.parametrize("who", ["li", "wang", "qian", "he"])
def test_the_member_and_staff_of_the_community_see_an_order(cast, order_of_li, who):
    assert order_for(cast[who], order_of_li.id) is order_of_li


@pytest.mark.parametrize("who", ["zhou", "sun", "chen", "wu"])
def test_for_everybody_else_the_order_does_not_exist(cast, order_of_li, who):
    with pytest.raises(NotFound):
        order_for(cast[who], order_of_li.id)
    assert db.session.scalars(visible_to(cast[who])).all() == []


def test_a_foreign_order_reads_like_a_missing_one(order_of_li, chen):
    with pytest.raises(NotFound) as foreign:
        order_for(chen, order_of_li.id)
    with pytest.raises(NotFound) as missing:
        order_for(chen, 10**6)
    assert foreign.value.kind == missing.value.kind
