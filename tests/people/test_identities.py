"""Accounts of work units belong to whoever linked them."""

from __future__ import annotations

import pytest

from tests.build import refused, verbs_of
from volunteer.db import transaction
from volunteer.errors import IdentityTaken, NotAllowed
from volunteer.history.steps import note
from volunteer.people.identities import Identity, identity_of, link, person_of, unlink
from volunteer.policy import May

ISSUER = "https://id.example.org"


def linked(person, subject, now):
    with transaction():
        return link(person, ISSUER, subject, now=now)


def test_somebody_is_known_by_issuer_and_subject_together(li, zhou, now):
    linked(li, "u-1", now)
    with transaction():
        link(zhou, "https://other.example.org", "u-1", now=now)

    assert person_of(ISSUER, "u-1").id == li.id
    assert person_of("https://other.example.org", "u-1").id == zhou.id
    assert person_of(ISSUER, "U-1") is None


def test_an_account_signs_in_one_person_only(li, zhou, now):
    linked(li, "u-1", now)

    with refused(IdentityTaken):
        link(zhou, ISSUER, "u-1", now=now)


def test_the_database_refuses_a_second_holder_of_an_account(li, zhou, now):
    linked(li, "u-1", now)

    with pytest.raises(IdentityTaken), transaction() as session:
        session.add(Identity(person_id=zhou.id, issuer=ISSUER, subject="u-1", linked_at=now))


def test_another_account_takes_the_place_of_the_first(li, now):
    first = linked(li, "u-1", now)
    verbs = verbs_of(first)
    linked(li, "u-2", now)

    assert verbs == ["link"]
    assert person_of(ISSUER, "u-1") is None
    assert person_of(ISSUER, "u-2").id == li.id


def test_what_was_unlinked_lets_nobody_in_and_is_told_in_the_history(li, now):
    identity = linked(li, "u-1", now)
    with transaction():
        unlink(li, ISSUER, now=now)

    assert person_of(ISSUER, "u-1") is None
    assert verbs_of(identity) == ["link", "unlink"]


def test_a_disabled_person_is_not_known_by_their_account(li, now):
    linked(li, "u-1", now)
    with transaction():
        li.disabled_at = now

    assert person_of(ISSUER, "u-1") is None


def test_nobody_else_links_or_unlinks_for_somebody(li, wang, now):
    linked(li, "u-1", now)

    with refused(NotAllowed):
        note(identity_of(li.id, ISSUER), "unlink", may=May.LINK_IDENTITY, by=wang, now=now)
