"""The ways in which it is known that somebody came and went, each recorded as it was."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.build import ANYONE_CAN, an_accepted_order, an_open_need, code_for, refused, told
from tests.storms.crowd import CONTENDERS, a_crowd, all_at_once, somebody
from volunteer.db import db, transaction
from volunteer.errors import NotAllowed, Overtaken, WrongCode, WrongMoment
from volunteer.orders import codes, presence
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.records import actions as records

HALF_A_MINUTE, AN_HOUR = timedelta(seconds=codes.STEP), timedelta(hours=1)


def arrives(order, by, code="", now=None):
    with transaction():
        return presence.check_in(order, code=code, by=by, now=now or order.starts_at)


def leaves(order, by, code="", now=None):
    now = now or order.ends_at
    with transaction():
        right = presence.prove_leaving(order, code=code, by=by, now=now)
        if right:
            records.leave(order, by=by, now=now)
    return right


@pytest.fixture
def together(li, zhou, now):
    """Li and Zhou have both taken the same task."""
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    return an_accepted_order(need, li, now), an_accepted_order(need, zhou, now)


@pytest.mark.parametrize(
    ("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_the_code_of_the_step_before_and_after_is_taken(order_of_li, li, steps, taken):
    code = code_for(order_of_li, order_of_li.starts_at + steps * HALF_A_MINUTE)

    assert arrives(order_of_li, li, code) is taken


def test_of_a_code_only_its_time_step_is_kept(order_of_li, li):
    arrives(order_of_li, li, code_for(order_of_li))

    assert order_of_li.came_step == codes.step_at(order_of_li.starts_at)
    assert code_for(order_of_li) not in str([vars(order_of_li), vars(order_of_li.need)])


def test_the_code_shown_for_one_helper_is_worth_nothing_to_another(together, zhou):
    lis, zhous = together

    assert not arrives(zhous, zhou, code_for(lis))


def test_leaving_takes_a_later_code_than_arriving(order_of_li, li):
    code = code_for(order_of_li)
    arrives(order_of_li, li, code)

    assert not leaves(order_of_li, li, code, now=order_of_li.starts_at)
    assert leaves(order_of_li, li, code_for(order_of_li, order_of_li.ends_at))
    assert (order_of_li.presence, order_of_li.leaving) == ("service_code", "service_code")


def test_a_card_has_one_code_for_coming_and_one_for_going(order_of_li, need, li):
    (pair,) = codes.on_paper(need)

    assert not arrives(order_of_li, li, pair.end)
    assert arrives(order_of_li, li, pair.start)
    assert not leaves(order_of_li, li, pair.start)
    assert leaves(order_of_li, li, pair.end)
    assert (order_of_li.presence, order_of_li.leaving) == ("card", "card")


def test_a_pair_of_the_card_serves_one_member(together, need_pairs, li, zhou):
    first, second = need_pairs
    arrives(together[0], li, first.start)

    assert not arrives(together[1], zhou, first.start)
    assert arrives(together[1], zhou, second.start)


@pytest.fixture
def need_pairs(together):
    return codes.on_paper(together[0].need)


def test_five_wrong_codes_in_all_lock_leaving_as_well(order_of_li, li):
    arrives(order_of_li, li)
    for _ in range(5):
        assert not leaves(order_of_li, li, "12345")

    with refused(WrongCode):
        presence.prove_leaving(order_of_li, code="12345", by=li, now=order_of_li.ends_at)
    assert leaves(order_of_li, li)
    assert order_of_li.leaving == "declared"


def test_the_code_on_the_screen_lets_each_of_the_group_in(together, li, zhou):
    code = codes.for_group(together[0].need, together[0].starts_at)

    assert arrives(together[0], li, code) and arrives(together[1], zhou, code)
    assert {one.presence for one in together} == {"group_code"}


def test_whoever_comes_alone_has_no_code_of_a_group(order_of_li, need, li):
    assert not arrives(order_of_li, li, codes.for_group(need, need.starts_at))


@pytest.fixture
def led_by_li(together, wang, now):
    with transaction():
        presence.appoint(together[0], by=wang, now=now)
    return together


def test_whoever_leads_says_who_is_there_and_who_has_left(led_by_li, li, now):
    lis, zhous = led_by_li
    arrives(lis, li)

    arrives(zhous, li)
    leaves(zhous, li)

    assert (zhous.presence, zhous.leaving) == ("leader", "leader")
    assert "order_leads" in told(li)


def test_nobody_who_is_not_there_says_who_is(led_by_li, li):
    with refused(NotAllowed):
        presence.check_in(led_by_li[1], by=li, now=led_by_li[1].starts_at)


def test_nobody_vouches_for_who_leads_but_themselves(led_by_li, zhou):
    arrives(led_by_li[1], zhou)

    with refused(NotAllowed):
        presence.check_in(led_by_li[0], by=zhou, now=led_by_li[0].starts_at)


def test_one_who_comes_alone_leads_nobody(order_of_li, wang, now):
    with refused(WrongMoment):
        presence.appoint(order_of_li, by=wang, now=now)


@pytest.mark.parametrize("who", ["li", "zhou", "chen"])
def test_only_staff_of_the_community_say_who_leads(together, cast, who, now):
    with refused(NotAllowed):
        presence.appoint(together[0], by=cast[who], now=now)


def test_ones_own_word_may_be_confirmed_later_and_stays_ones_own(order_of_li, li, he):
    arrives(order_of_li, li)

    with transaction():
        presence.vouch(order_of_li, by=he, now=order_of_li.ends_at)

    assert order_of_li.presence == "declared"
    assert order_of_li.vouched_at == order_of_li.ends_at


def test_nobody_confirms_their_own_word(qian, now):
    order = an_accepted_order(an_open_need(now, **ANYONE_CAN), qian, now)
    arrives(order, qian)

    with refused(NotAllowed):
        presence.vouch(order, by=qian, now=order.ends_at)


def test_what_a_code_proves_needs_no_confirmation(order_of_li, li, he):
    arrives(order_of_li, li, code_for(order_of_li))

    with refused(WrongMoment):
        presence.vouch(order_of_li, by=he, now=order_of_li.ends_at)


def test_of_sixty_four_who_use_one_code_at_one_moment_one_wins(app, wang, now):
    crowd = a_crowd(wang, now, 50)
    need = an_open_need(now, headcount=50, **ANYONE_CAN)
    orders = [an_accepted_order(need, one, now) for one in crowd]
    code = codes.on_paper(need)[0].start
    tries = [partial(_tries, app, one.id, code, need.starts_at) for one in orders]
    tries += [
        partial(_tries, app, orders[0].id, code, need.starts_at) for _ in range(CONTENDERS - 50)
    ]
    db.session.rollback()

    found = all_at_once(tries)

    db.session.expire_all()
    assert found.count(True) == 1, found
    assert sum(one.status == OrderStatus.CHECKED_IN for one in orders) == 1
    # Where another wins, the one who tries many times is locked out after five.
    refused_for = {type(one) for one in found if not isinstance(one, bool)}
    assert refused_for <= {Overtaken, WrongMoment, WrongCode}


def _tries(app, order_id, code, now):
    with app.app_context(), transaction():
        order = db.session.get_one(Order, order_id)
        by = somebody(order.member.person_id)
        return presence.check_in(order, code=code, by=by, now=now)
