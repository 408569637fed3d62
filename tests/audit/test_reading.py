"""What an auditor reads, and that whatever is taken out of a community leaves a row."""

from __future__ import annotations

import pytest

from tests.build import a_need, refused, told
from tests.cast import ZHAO
from tests.officers import an_office
from volunteer.audit import queries
from volunteer.audit.actions import note_export
from volunteer.audit.models import What
from volunteer.audit.queries import Asked, Source
from volunteer.db import transaction
from volunteer.errors import Missing, NotAllowed
from volunteer.people import offices
from volunteer.people.models import RoleKind
from volunteer.policy import SERVICE


@pytest.fixture
def shen(cast, now):
    """Audits the district."""
    return an_office("shen", RoleKind.AUDITOR, now)


def test_an_auditor_reads_what_happened_without_contacts(shen, now):
    a_need(now)

    found = queries.rows_for(shen, Asked(kind="need"))

    assert [(one.what, one.standing) for one in found] == [("begin", "anybody")]
    assert not any(ZHAO["contact_phone"] in str(one) for one in queries.rows_for(shen, Asked()))


def test_filters_narrow_what_is_read(shen, wang, now):
    confirmed = queries.rows_for(shen, Asked(who="王建国", what="confirm"))

    assert {one.who for one in confirmed} == {"王建国"}
    assert queries.rows_for(shen, Asked(who="无此人")) == []
    assert queries.rows_for(shen, Asked(since=now.date(), kind="member")) == []


def test_pages_follow_each_other_without_a_gap(shen):
    whole = [one.id for one in queries.rows_for(shen, Asked())]
    first = [one.id for one in queries.rows_for(shen, Asked(), limit=3)]

    assert first + [one.id for one in queries.rows_for(shen, Asked(), after=first[-1])] == whole


def test_a_file_with_hours_of_others_is_seen(shen, wang, now):
    with transaction():
        note_export(What.HOURS_CSV, rows=7, community_id=1, by=wang, now=now)

    [row] = queries.rows_for(shen, Asked(source=Source.EXPORTS))
    assert (row.who, row.what, row.rows) == ("王建国", "hours_csv", 7)


@pytest.mark.parametrize("who", ["li", "wang", "he"])
def test_nobody_else_reads_it(cast, who):
    with refused(NotAllowed):
        queries.rows_for(cast[who], Asked())


def test_nobody_audits_what_they_have_a_hand_in(wang, shen, now):
    with refused(NotAllowed):
        offices.grant(wang, RoleKind.AUDITOR, 1, by=SERVICE, now=now)
    with refused(NotAllowed):
        offices.grant(shen, RoleKind.WORKER, 1, by=SERVICE, now=now)


def test_a_contact_is_of_a_unit_that_is_named(li, now):
    with refused(Missing):
        offices.grant(li, RoleKind.UNIT_CONTACT, 1, by=SERVICE, now=now)


def test_when_a_secretary_goes_the_others_know(wang, qian, now):
    with transaction():
        offices.end(wang.roles[0], by=SERVICE, now=now)

    assert "secretary_left" in told(qian)
