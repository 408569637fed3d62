"""Being signed in, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.build import a_session
from volunteer.db import db, transaction
from volunteer.people import actions
from volunteer.people.actions import MOST_SESSIONS
from volunteer.people.passwords import is_guessable
from volunteer.people.queries import by_token, sessions_of
from volunteer.people.sign_ins import Face, SignIn

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


def test_a_session_that_nobody_uses_falls_asleep(li, now):
    with transaction():
        token = actions.open_session(li, face=Face.PAGES, hours=12, idle_minutes=60, now=now)

    assert by_token(token, now=now + AN_HOUR - timedelta(seconds=1)) is li
    assert by_token(token, now=now + AN_HOUR) is None


def test_a_session_that_is_used_goes_on_to_its_end(li, now):
    with transaction():
        token = actions.open_session(li, face=Face.PAGES, hours=2, idle_minutes=90, now=now)
    with transaction():
        actions.see_session(token, now=now + AN_HOUR)

    assert by_token(token, now=now + 2 * AN_HOUR - timedelta(seconds=1)) is li
    assert by_token(token, now=now + 2 * AN_HOUR) is None


def test_somebody_sees_where_they_are_signed_in_and_nobody_elses(li, zhou, now):
    here, there = a_session(li, now), a_session(li, now + AN_HOUR)
    a_session(zhou, now)

    found = sessions_of(li.id, now=now + AN_HOUR)

    assert [one.token_hash for one in found] == [actions.digest(there), actions.digest(here)]


def test_all_other_sessions_are_ended_at_once(li, zhou, now):
    here, there, of_zhou = a_session(li, now), a_session(li, now), a_session(zhou, now)

    with transaction():
        actions.end_sessions(li.id, keep=here, now=now)

    assert by_token(here, now=now) is li
    assert by_token(there, now=now) is None
    assert by_token(of_zhou, now=now) is zhou


def test_of_too_many_sessions_the_one_ends_that_was_used_longest_ago(li, zhou, now):
    of_zhou, forgotten = a_session(zhou, now), a_session(li, now)
    kept = [a_session(li, now + timedelta(minutes=n)) for n in range(1, MOST_SESSIONS + 1)]

    assert by_token(forgotten, now=now + AN_HOUR) is None
    assert len(sessions_of(li.id, now=now + AN_HOUR)) == MOST_SESSIONS
    assert by_token(kept[0], now=now) is li and by_token(of_zhou, now=now) is zhou


def test_nobody_ends_the_session_of_somebody_else(li, zhou, now):
    of_zhou = a_session(zhou, now)
    number = sessions_of(zhou.id, now=now)[0].id

    with transaction():
        actions.end_sessions(li.id, only=number, now=now)

    assert by_token(of_zhou, now=now) is zhou


def test_another_password_signs_out_whoever_knew_the_old_one(li, now):
    stolen = a_session(li, now)

    with transaction():
        actions.change_password(li, actions.hash_password("three words of mine"), now=now)

    assert by_token(stolen, now=now) is None
    assert actions.verify(li.password_hash, "three words of mine")


@pytest.mark.parametrize("password", ["12345678", "liweimin1980", "woaini1314", "13800138000"])
def test_what_everybody_would_try_first_is_no_password(password):
    assert is_guessable(password, "liweimin", "13800138000")


@pytest.mark.parametrize("password", ["correct horse", "周六上午去修水龙头", "three words" * 9])
def test_a_sentence_of_ones_own_is_a_good_password(password):
    assert not is_guessable(password, "李卫民", "13800138000")


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
