"""What is told on the page is also sent, once, to those who agreed, while it is true."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from tests.build import REASONS, agrees, an_offer, an_open_need, told, undone
from tests.cast import ZHAO, member_of
from tests.letters import states
from volunteer.consents.models import Consent
from volunteer.db import db, transaction
from volunteer.notices import outbox
from volunteer.notices.actions import stop
from volunteer.notices.models import Address, State, Topic
from volunteer.orders import actions as orders

A_MINUTE = timedelta(minutes=1)


def test_whoever_agreed_gets_a_letter_with_a_link_and_nobodys_address(cast, li, now, post, sink):
    agrees(li, now)
    order = an_offer(an_open_need(now), li, now)

    assert post.goes() == (1, 0)
    (letter,) = sink.letters
    assert (letter["To"], letter["From"]) == ("li@home.example", "help@example.org")
    assert "修水龙头" in letter["Subject"]
    assert f"https://help.example.org/orders/{order.id}" in sink.bodies()
    assert not [fact for fact in (ZHAO["address"], ZHAO["contact_phone"]) if fact in sink.bodies()]
    assert states() == ["sent"]


def test_a_letter_speaks_the_language_its_reader_chose(cast, li, now, post, sink):
    agrees(li, now)
    with transaction() as session:
        session.execute(sa.update(Address).values(language="en"))
    an_offer(an_open_need(now), li, now)

    post.goes()

    assert "Would this task suit you" in sink.bodies()


def test_nothing_is_sent_where_the_consent_is_taken_back_or_its_words_were_changed(
    cast, li, zhou, now, post
):
    for person in (li, zhou):
        agrees(person, now, to=f"{person.login}@home.example")
        an_offer(an_open_need(now), person, now)
    with transaction():
        stop(li.id, "email", now=now)
        older = sa.update(Consent).where(Consent.person_id == zhou.id)
        db.session.execute(older.values(version="0"))

    assert post.goes() == (0, 0)
    assert states() == ["dropped", "dropped"]
    an_offer(an_open_need(now), zhou, now)
    assert states() == ["dropped", "dropped"], "on the page only"


def test_the_page_tells_everybody_and_letters_only_those_who_agreed(cast, li, zhou, now, post):
    agrees(li, now, Topic.RESULTS)
    need = an_open_need(now, headcount=2)
    for person in (li, zhou):
        an_offer(need, person, now)

    assert told(li)[-1] == told(zhou)[-1] == "order_offered"
    assert (states(), post.goes()) == ([], (0, 0))


def test_what_did_not_happen_is_not_told(cast, li, wang, now, post, sink):
    agrees(li, now)
    need = an_open_need(now)
    with undone():
        orders.offer(need, member_of(li), reasons=REASONS, by=wang, now=now)
        db.session.flush()

    assert (post.goes(), sink.letters, states()) == ((0, 0), [], [])


def test_an_offer_withdrawn_meanwhile_is_not_sent(cast, li, now, post, sink):
    agrees(li, now, Topic.OFFERS)
    order = an_offer(an_open_need(now), li, now)
    with transaction():
        orders.decline(order, by=li, now=now)

    assert (post.goes(), sink.letters) == ((0, 0), [])
    assert states() == ["dropped"]


def test_an_address_taken_back_gets_nothing_that_still_waits(cast, li, now, post, sink):
    agrees(li, now)
    an_offer(an_open_need(now), li, now)
    with transaction() as session:
        session.execute(sa.delete(Address))

    post.goes()

    assert (sink.letters, states()) == ([], ["dropped"])


def test_nothing_is_lost_in_a_backlog(cast, li, now, post, sink):
    agrees(li, now)
    for _ in range(30):
        an_offer(an_open_need(now), li, now)

    assert post.goes() == (30, 0)
    assert len(set(sink.keys)) == 30
    assert set(states()) == {"sent"}
    assert post.goes() == (0, 0)


def test_a_claim_is_nobody_elses_until_its_lease_ends(cast, li, now):
    agrees(li, now)
    an_offer(an_open_need(now), li, now)

    first = claim(now)
    meanwhile, late = claim(now + A_MINUTE), claim(now + outbox.LEASE)

    assert first and late and meanwhile is None
    assert (first.key, first.tries, late.tries) == (late.key, 1, 2)


def test_a_sender_who_lost_its_lease_settles_nothing(cast, li, now):
    agrees(li, now)
    an_offer(an_open_need(now), li, now)
    first, second = claim(now), claim(now + outbox.LEASE)

    with transaction():
        assert outbox.settle(first, now=now, error="too slow") is None
        assert outbox.settle(second, now=now) == State.SENT


def test_a_sender_that_dies_on_every_try_is_given_up(cast, li, now):
    agrees(li, now)
    an_offer(an_open_need(now), li, now)
    for turn in range(outbox.MOST_TRIES):
        assert claim(now + outbox.LEASE * turn)

    assert claim(now + timedelta(days=1)) is None
    assert states() == ["dead"]


def test_a_dead_letter_can_be_tried_again(cast, li, now, post, sink):
    agrees(li, now)
    an_offer(an_open_need(now), li, now)
    sink.answers["RCPT"] = "550 nobody here"
    post.goes()
    sink.answers.clear()
    with transaction():
        assert outbox.retry(None, now=now) == 1

    assert (post.goes(), states()) == ((1, 0), ["sent"])


def claim(now):
    with transaction():
        return outbox.claim(["email"], now=now)
