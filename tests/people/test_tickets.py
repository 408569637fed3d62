"""Ways in by a letter: once, in time, to the one who asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.build import a_session, agrees, refused, told
from volunteer.db import db, transaction
from volunteer.errors import NotFound
from volunteer.notices.models import Delivery
from volunteer.people import tickets
from volunteer.people.queries import by_token
from volunteer.people.tickets import CODE_LASTS, KEPT, LINK_LASTS, MOST_TRIES, Purpose


def asked(purpose, login, now):
    with transaction():
        return tickets.ask(purpose, login, now=now)


def tried(ticket, right, now):
    with transaction():
        found = tickets.use_code(ticket, right, now=now)
        return found and found.login


def test_a_code_lets_in_once_and_within_ten_minutes(cast, now):
    soon = now + CODE_LASTS - timedelta(seconds=1)
    ticket, late = (asked(Purpose.CODE, "li", now) for _ in range(2))

    assert [tried(ticket, True, soon) for _ in range(2)] == ["li", None]
    assert tried(late, True, now + CODE_LASTS) is None


def test_after_five_wrong_tries_the_right_code_is_of_no_use(cast, now):
    ticket = asked(Purpose.CODE, "li", now)

    assert [tried(ticket, False, now) for _ in range(MOST_TRIES)] == [None] * MOST_TRIES
    assert tried(ticket, True, now) is None


def test_asking_for_nobody_leaves_the_same_row_and_no_letter(cast, li, now):
    agrees(li, now)
    here, nobody = asked(Purpose.CODE, "li", now), asked(Purpose.CODE, "nobody", now)

    assert tickets.untold(now) == [here]
    with transaction():
        assert tickets.tell_of(here, now=now) and not tickets.tell_of(here, now=now)
        assert not tickets.tell_of(nobody, now=now)
    assert told(li) == ["member_confirmed", "code_asked"]
    assert db.session.scalars(sa.select(Delivery.channel)).all() == ["email"]
    assert tried(nobody, True, now) is None


def test_a_link_changes_the_password_once_and_ends_all_sessions(cast, li, now):
    token, ticket = a_session(li, now), asked(Purpose.RECOVERY, "li", now)
    with transaction():
        tickets.recover(ticket, "hash", now=now)

    assert li.password_hash == "hash" and by_token(token, now=now) is None
    with refused(NotFound):
        tickets.recover(ticket, "another", now=now)


@pytest.mark.parametrize("purpose", [Purpose.CODE, Purpose.RECOVERY])
def test_a_link_is_of_no_use_when_its_time_is_over_or_it_was_for_a_code(cast, now, purpose):
    ticket = asked(purpose, "li", now)
    later = now if purpose == Purpose.CODE else now + LINK_LASTS

    with refused(NotFound):
        tickets.recover(ticket, "hash", now=later)


def test_whoever_is_disabled_gets_no_letter(cast, li, now):
    with transaction():
        li.disabled_at = now
    asked(Purpose.RECOVERY, "li", now)

    assert tickets.untold(now) == []


def test_tickets_of_two_days_ago_may_go(cast, now):
    old = asked(Purpose.CODE, "li", now - KEPT)
    asked(Purpose.CODE, "li", now)

    assert db.session.scalars(tickets.over(now)).all() == [old]
