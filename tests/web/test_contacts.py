"""Whom to call is covered on every page, and one press with a reason shows it."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from tests.build import an_accepted_order, an_open_need
from tests.cast import PASSWORD, ZHAO
from volunteer.contacts.models import Look
from volunteer.db import db, transaction

PHONE, ADDRESS = ZHAO["contact_phone"], ZHAO["address"]


def looks():
    db.session.rollback()
    return db.session.execute(sa.select(Look.standing, Look.reason, Look.words)).all()


def link(need):
    return f"/follow/{need.number}/{need.link_secret}"


def test_the_member_on_the_way_sees_it_with_one_press(reading_as, li, now):
    order = an_accepted_order(an_open_need(now), li, now)
    reader = reading_as(li).opens(f"/orders/{order.id}")
    assert PHONE not in reader.answer.text and ADDRESS not in reader.answer.text

    reader.presses("看地址，打电话")

    assert f'href="tel:{PHONE}"' in reader.answer.text and ADDRESS in reader.text
    assert "李卫民 2026-11-20 09:00 查看" in reader.text
    assert reader.answer.headers["Cache-Control"] == "no-store"
    assert looks() == [("helper", "going", "")]


def test_the_secretary_says_why_and_the_resident_reads_it(reading_as, visitor, wang, now):
    need = an_open_need(now)
    reader = reading_as(wang).opens(f"/needs/{need.id}")
    assert PHONE not in reader.answer.text and ADDRESS not in reader.answer.text
    assert "010****1111" in reader.text

    reader.presses("看电话和门牌", {"reason": "urgent", "words": "明天停水"})

    assert PHONE in reader.text
    assert "社区书记 王同志 有急事：明天停水" in visitor.opens(link(need)).text


def test_who_has_looked_often_proves_who_they_are_again(app, reading_as, wang, clock, now):
    need = an_open_need(now)
    reader, most = reading_as(wang), app.config["SETTINGS"].looks_per_proof
    with transaction() as session:
        for n in range(most):
            look = {"by_person_id": wang.id, "standing": "secretary", "reason": "arrange"}
            look |= {"at": now + timedelta(minutes=1), "words": "", "request": str(n)}
            session.add(Look(community_id=need.community_id, need_id=need.id, **look))
    clock.now = now + timedelta(minutes=2)

    reader.opens(f"/needs/{need.id}").presses("看电话和门牌", {"reason": "urgent"})
    assert reader.path == "/me/prove" and len(looks()) == most
    clock.now = now + timedelta(minutes=3)
    reader.presses("继续", {"proof": PASSWORD})

    reader.presses("看电话和门牌", {"reason": "urgent"})
    assert PHONE in reader.text and len(looks()) == most + 1


def test_without_a_reason_nothing_is_shown_and_words_stay(reading_as, wang, now):
    need = an_open_need(now)
    reader = reading_as(wang).opens(f"/needs/{need.id}")

    reader.presses("看电话和门牌", {"reason": "", "words": "想问问"})
    assert reader.status == 422 and "请选一个原因" in reader.text

    reader.presses("看一看", {"reason": "other", "words": ""})
    assert reader.status == 422 and PHONE not in reader.text
    assert looks() == []


def test_a_member_reads_who_looked_at_their_phone(reading_as, wang, li, now):
    order = an_accepted_order(an_open_need(now), li, now)
    staff = reading_as(wang).opens(f"/needs/{order.need_id}")
    assert li.phone not in staff.answer.text

    answer = staff.client.post(f"/orders/{order.id}/contact", data={"reason": "arrange"})
    assert answer.status_code == 400  # without the page's token

    staff.presses("看李卫民的电话", {"reason": "arrange"})
    assert li.phone in staff.text
    assert "社区书记 王同志 商量时间和安排" in reading_as(li).opens("/me/profile").text


def test_the_resident_checks_what_they_gave(visitor, cast, now):
    need = an_open_need(now)
    visitor.opens(link(need))
    assert PHONE not in visitor.answer.text and ADDRESS not in visitor.answer.text

    visitor.presses("核对电话和门牌")

    assert PHONE in visitor.text and ADDRESS in visitor.text
    assert looks() == [("resident", "own", "")]


def test_what_is_passed_on_says_nothing_of_the_person(reading_as, wang, now):
    need = an_open_need(now)

    page = reading_as(wang).opens(f"/needs/{need.id}").follows("转给别人看").answer.text

    assert need.title in page and need.number in page
    assert not [one for one in (PHONE, ADDRESS, ZHAO["contact_name"], need.wish) if one in page]
