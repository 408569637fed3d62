"""What people write ends no line where lines mean something: in letters, calendars, headers."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.build import agrees, an_accepted_order, an_offer, an_open_need
from volunteer.db import transaction
from volunteer.needs.models import Need
from volunteer.people.models import Person

BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028")
FORGED = "{end}Bcc: everybody@elsewhere.example{end}ATTENDEE:mailto:x@b.example{end}{end}END"
HEADERS = {
    *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"),
    *("Content-Type", "Content-Transfer-Encoding"),
}


def written(end: str) -> None:
    """Whatever a form would refuse stands there: an import or an older version let it in."""
    forged = FORGED.format(end=end)
    with transaction() as session:
        session.execute(sa.update(Person).values(name="李" + forged))
        words = dict.fromkeys(("title", "wish", "contact_name", "meeting_point"), "修" + forged)
        session.execute(sa.update(Need).values(words))


@pytest.mark.parametrize("end", BREAKS)
def test_a_letter_has_our_headers_and_one_reader(cast, li, now, post, sink, end):
    agrees(li, now)
    need = an_open_need(now)
    written(end)
    an_offer(need, li, now)
    post.goes()

    (letter,) = sink.letters
    assert set(letter.keys()) == HEADERS
    assert letter["To"] == "li@home.example" and len(letter["Subject"].splitlines()) == 1


@pytest.mark.parametrize("end", BREAKS[:3])
def test_a_calendar_has_one_event_without_guests(reading_as, cast, li, now, end):
    order = an_accepted_order(an_open_need(now), li, now)
    written(end)

    answer = reading_as(li).client.get(f"/orders/{order.id}/calendar")

    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert "ATTENDEE" not in event and b"\r\nATTENDEE" not in answer.data
    assert answer.headers["Content-Disposition"].endswith(f'"volunteer-{order.id}.ics"')


@pytest.mark.parametrize(
    "typed", ["li@example.org, wu@example.org", "li@example.org\r\nBcc: a@b.example"]
)
def test_one_address_is_one_reader(reading_as, with_mail, li, typed):
    reader = reading_as(li).opens("/me/channels")

    reader.presses("保存", {"email-address": typed, "email-topics": ["offers"]})

    assert reader.status == 422
