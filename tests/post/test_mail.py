"""However a mail server fails, no letter is lost, and copies tell that they are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.build import agrees, an_offer, an_open_need
from tests.letters import states
from volunteer.notices import outbox
from volunteer.notices.models import State
from volunteer.post import opened
from volunteer.settings import BadSetting, Settings

A_MINUTE = timedelta(minutes=1)
# How the server answers -> where the letter stands after one try.
FAILURES = {
    ("CONNECT", "drop"): State.WAITING,
    ("CONNECT", "421 closing"): State.WAITING,
    ("MAIL", "530 sign in first"): State.WAITING,
    ("RCPT", "450 mailbox busy"): State.WAITING,
    ("RCPT", "550 nobody here"): State.DEAD,
    ("DATA", "451 later please"): State.WAITING,
    ("DATA", "554 not wanted"): State.DEAD,
    ("END", "drop"): State.WAITING,
    ("END", "452 disk full"): State.WAITING,
    ("END", "552 too long"): State.DEAD,
}


@pytest.fixture
def offered(cast, li, now):
    """Li, who reads e-mail, has been asked."""
    agrees(li, now)
    return an_offer(an_open_need(now), li, now)


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("failure", FAILURES, ids=" ".join)
def test_a_failure_is_tried_again_unless_it_is_for_good(post, sink, failure):
    sink.answers = dict([failure])
    assert post.goes() == (0, 1)
    assert states() == [FAILURES[failure]]

    sink.answers = {}
    again = post.goes(later=2 * A_MINUTE)

    assert again == ((1, 0) if FAILURES[failure] == State.WAITING else (0, 0))


@pytest.mark.usefixtures("offered")
def test_a_letter_taken_without_a_word_is_sent_again_under_the_same_key(post, sink):
    sink.answers = {"END": "drop"}
    post.goes()
    sink.answers = {}
    post.goes(later=2 * A_MINUTE)

    assert len(sink.letters) == 2
    assert len(set(sink.keys)) == 1
    assert sink.keys[0].endswith("@help.example.org>")


@pytest.mark.usefixtures("offered")
def test_eight_tries_within_a_day_and_then_it_is_dead(post, sink):
    sink.answers = {"RCPT": "450 mailbox busy"}

    tries = [post.goes(later=timedelta(minutes=10)) for _ in range(24 * 6)]

    assert tries.count((0, 1)) == outbox.MOST_TRIES
    assert states() == ["dead"]


def test_a_server_that_is_gone_costs_one_try_of_one_letter(cast, li, now, post, sink):
    agrees(li, now)
    for _ in range(5):
        an_offer(an_open_need(now), li, now)
    sink.answers = {"CONNECT": "drop"}

    assert post.goes() == (0, 1)
    sink.answers = {}
    assert post.goes(later=2 * A_MINUTE) == (5, 0)


def test_a_letter_nobody_takes_holds_up_no_other(cast, li, zhou, now, post, sink):
    agrees(li, now)
    agrees(zhou, now, to="zhou@home.example")
    need = an_open_need(now)
    for person in (li, zhou):
        an_offer(need, person, now)
    sink.answers = {"RCPT": "450 mailbox busy"}

    assert post.goes() == (0, 2)


@pytest.mark.usefixtures("offered")
def test_a_click_waits_for_no_mail_server(post, sink, li, offered, now):
    sink.answers = {"CONNECT": "wait"}

    another = an_offer(an_open_need(now, date=now.date() + timedelta(days=8)), li, now)

    assert another.status == "offered"
    assert (states(), sink.letters) == (["waiting", "waiting"], [])


def test_a_mail_server_needs_a_sender_and_an_address_for_links():
    asked = Settings(mail_host="mail.example.org")
    assert opened.channels(Settings()) == []

    for lacking in (asked, replace(asked, mail_from="help@example.org")):
        with pytest.raises(BadSetting, match=r"MAIL_FROM|PUBLIC_URL"):
            opened.channels(lacking)


def test_the_line_to_the_mail_server_is_guarded_in_a_known_way():
    with pytest.raises(BadSetting, match="starttls, tls, none"):
        Settings.from_environment({"VOLUNTEER_MAIL_SECURITY": "perhaps"})


def test_a_line_break_in_a_title_begins_no_other_header(cast, li, now, post, sink):
    agrees(li, now)
    an_offer(an_open_need(now, title="陪聊\r\nBcc: all@elsewhere.example"), li, now)
    post.goes()

    (letter,) = sink.letters
    assert "all@elsewhere.example" in letter["Subject"] and letter["Bcc"] is None
