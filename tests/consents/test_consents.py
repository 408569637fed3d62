"""A consent is to words of a version; other words ask again, and taking back is as quick."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.build import events_of
from tests.cast import member_of
from tests.disclosures.conftest import SPRING, agree
from tests.imports.conftest import LI, approved, bring, in_csv
from volunteer.consents.models import Account, Consent, Purpose
from volunteer.consents.queries import agrees, consents_of
from volunteer.consents.words import NEEDED, WORDS
from volunteer.db import db, transaction
from volunteer.disclosures import letters
from volunteer.errors import NotFound
from volunteer.places.queries import community
from volunteer.rights import choosing, erasing


def asked(person) -> choosing.Asked:
    return choosing.Asked(person, str, channels=[("email", "邮箱", True)])


def says_yes(person, purpose, now):
    with transaction():
        [one] = [one for one in choosing.choices(asked(person)) if one.purpose == purpose]
        more = {"channel": "email", "address": "li@home.example"} if one.channel else {}
        return choosing.give(asked(person), purpose, seen=one.seen, **more, now=now)


def says_no(person, purpose, now):
    with transaction():
        channel = "email" if purpose == Purpose.MESSAGES else ""
        choosing.withdraw(person, purpose, channel=channel, now=now)


def does_agree(person, purpose) -> bool:
    return bool(db.session.scalar(sa.select(agrees(purpose, person.id))))


@pytest.mark.parametrize("purpose", Purpose)
def test_yes_and_no_are_one_step_each_and_one_row_of_history_each(cast, li, now, purpose):
    says_no(li, purpose, now)
    told = [*events_of(Account(li.id)), *events_of(member_of(li))]

    says_yes(li, purpose, now)
    assert does_agree(li, purpose)
    says_no(li, purpose, now)
    assert not does_agree(li, purpose)

    after = [*events_of(Account(li.id)), *events_of(member_of(li))]
    assert sorted(one.verb for one in after if one not in told) == ["consent", "withdraw_consent"]
    assert consents_of(li.id)[0].version == WORDS[purpose].now


def test_a_consent_to_words_that_were_changed_counts_no_more_and_is_asked_again(
    cast, li, wang, now
):
    approved(bring(in_csv(LI), wang, now), cast["qian"], now)
    agree(li, now)
    with transaction():
        db.session.execute(sa.update(Consent).values(version="0"))

    [choice] = [one for one in choosing.choices(asked(li)) if one.purpose == Purpose.TO_UNIT]
    assert choice.is_old and not choice.holds
    assert letters.previews(community(1), SPRING) == []

    says_yes(li, Purpose.TO_UNIT, now)
    assert letters.previews(community(1), SPRING) != []
    assert [one.withdrawn_at is None for one in consents_of(li.id)][:2] == [True, False]


def test_nobody_who_did_not_report_in_is_asked_about_a_work_unit(cast, wang, now):
    assert Purpose.TO_UNIT not in [one.purpose for one in choosing.choices(asked(wang))]
    with pytest.raises(NotFound), transaction():
        choosing.give(asked(wang), Purpose.TO_UNIT, seen="0" * 64, now=now)


def test_whoever_is_erased_agrees_to_nothing(cast, li, now):
    says_yes(li, Purpose.TO_UNIT, now)
    with transaction():
        erasing.of_person(li, now=now)

    assert [one for one in consents_of(li.id) if one.withdrawn_at is None] == []


def test_what_is_not_for_choosing_says_by_which_ground_and_how_to_be_rid_of_it():
    assert all(one.ground and one.without and one.seen_by for one in NEEDED)
