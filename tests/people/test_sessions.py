"""Being signed in, and for how long."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from tests.build import a_session
from volunteer.db import db, transaction
from volunteer.people import actions
from volunteer.people.models import SignIn
from volunteer.people.queries import by_token

AN_HOUR = timedelta(hours=1)


def test_the_token_proves_who_is_signed_in(li, now):
    token = a_session(li, now)

    assert by_token(token, now=now) is li
    assert li.token == token


def test_the_database_never_holds_a_token(li, now):
    token = a_session(li, now)

    kept = db.session.scalars(sa.select(SignIn.token_hash)).one()

    assert token not in kept and kept == actions.digest(token)


def test_a_session_ends_at_logout_also_for_a_copied_cookie(li, now):
    token = a_session(li, now)

    with transaction():
        actions.end_session(token, now=now)

    assert by_token(token, now=now) is None


def test_logging_out_here_leaves_the_other_device_signed_in(li, now):
    here, there = a_session(li, now), a_session(li, now)

    with transaction():
        actions.end_session(here, now=now)

    assert by_token(there, now=now) is li


def test_a_session_runs_out(li, now):
    token = a_session(li, now, hours=2)

    assert by_token(token, now=now + 2 * AN_HOUR - timedelta(seconds=1)) is li
    assert by_token(token, now=now + 2 * AN_HOUR) is None


def test_whoever_is_disabled_is_signed_out_everywhere(li, now):
    token = a_session(li, now)

    with transaction():
        li.disabled_at = now

    assert by_token(token, now=now) is None
    assert not li.is_active


def test_a_made_up_token_proves_nothing(li, now):
    a_session(li, now)

    assert by_token("made up", now=now) is None
    assert by_token("", now=now) is None


def test_ending_a_session_twice_keeps_the_first_end(li, now):
    token = a_session(li, now)

    for moment in (now, now + AN_HOUR):
        with transaction():
            actions.end_session(token, now=moment)

    assert db.session.scalars(sa.select(SignIn.ended_at)).one() == now
