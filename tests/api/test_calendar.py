"""The address of one's calendar, by API."""

from __future__ import annotations


def test_a_calendar_is_opened_changed_and_closed(cast, li, asking_as, client):
    asker = asking_as(li)
    assert asker.seen("/calendar") == {"address": ""}

    first, second = (asker.done("/calendar/reset")["address"] for _ in range(2))

    assert asker.seen("/calendar")["address"] == second != first
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    assert asker.post("/calendar/close").status_code == 204
    assert asker.seen("/calendar") == {"address": ""}
