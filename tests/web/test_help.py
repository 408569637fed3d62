"""The help page: short steps for each role, and every link leads where its reader may go."""

from __future__ import annotations

import pytest

from tests.officers import above, entrusted
from tests.web.reader import Reader
from volunteer.people.models import RoleKind
from volunteer.people.queries import by_login
from volunteer.places.queries import community
from volunteer.web.help_words import LEADER, NEWCOMER, OF_ROLES, RESIDENT


def shows(reader: Reader, part) -> bool:
    return part.lead in reader.opens("/help").text


@pytest.fixture
def people(cast, now) -> dict[RoleKind, object]:
    """Somebody of each role."""
    offices = above(community(1).subdistrict, now)
    return {
        RoleKind.MEMBER: cast["li"],
        RoleKind.SECRETARY: cast["wang"],
        RoleKind.WORKER: cast["he"],
        RoleKind.SUBDISTRICT_OFFICER: offices["zheng"],
        RoleKind.DISTRICT_OFFICER: offices["xu"],
        RoleKind.DEPARTMENT_OFFICER: offices["jin"],
        RoleKind.UNIT_CONTACT: offices["yan"],
        RoleKind.AUDITOR: offices["shen"],
        RoleKind.ADMINISTRATOR: by_login("admin") or entrusted(now),
    }


def test_everybody_finds_the_part_of_their_role(people, reading_as):
    assert set(OF_ROLES) == set(RoleKind)
    for role, who in people.items():
        reader = reading_as(who)
        assert shows(reader, OF_ROLES[role]), role
        assert shows(reader, RESIDENT)


def test_no_link_of_a_part_leads_to_a_closed_door(people, app, reading_as):
    at = app.url_map.bind("")
    for role, who in people.items():
        reader = reading_as(who)
        for step in OF_ROLES[role].steps:
            if step.endpoint:
                assert reader.opens(at.build(step.endpoint)).status == 200, (role, step.label)


def test_whoever_is_not_signed_in_reads_how_to_ask_and_how_to_report_in(visitor, cast):
    reader = visitor.opens("/")

    assert shows(reader.follows("使用帮助"), RESIDENT)
    assert shows(reader, NEWCOMER)
    assert not shows(reader, OF_ROLES[RoleKind.SECRETARY])


def test_a_member_reads_what_leading_a_group_means(reading_as, li):
    assert shows(reading_as(li), LEADER)
