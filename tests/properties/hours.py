"""What should become of hours, in plain Python; see `wishes`."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.properties.serving import HOUR, Orders
from tests.properties.wishes import LIVE, SECRETARIES, Record, refuse_if


class Model(Orders):
    """What people do to records."""

    def approve_record(self, record: Record, by: str) -> None:
        self._record_seen(record, by)
        if record.entered_by is None:
            return self._decide(record, by, {"submitted"}, "approved")
        refuse_if(by in (record.entered_by, record.seconded_by), "NeedsAnother")
        if record.status == "seconded":
            return self._decide(record, by, {"seconded"}, "approved")
        self._decide(record, by, {"submitted"}, "seconded")
        record.seconded_by = by

    def send_back(self, record: Record, by: str) -> None:
        self._decide(record, by, {"submitted", "seconded"}, "returned")

    def reject(self, record: Record, by: str) -> None:
        self._decide(record, by, {"submitted", "seconded"}, "rejected")

    def resubmit(self, record: Record, by: str) -> None:
        self._record_seen(record, by)
        refuse_if(record.status != "returned", "WrongMoment")
        refuse_if(by != record.order.who, "NotAllowed")
        record.status, record.seconded_by = "submitted", None

    def amend(self, record: Record, by: str) -> None:
        """To three quarters of an hour."""
        self._others(record, by)
        refuse_if(record.status != "approved", "WrongMoment")
        record.minutes, record.version = 45, record.version + 1

    def ask_void(self, record: Record, by: str) -> None:
        self._others(record, by)
        refuse_if(record.status != "approved", "WrongMoment")
        record.void_asked_by = by

    def void(self, record: Record, by: str) -> None:
        self._record_seen(record, by)
        refuse_if(record.void_asked_by is None, "WrongMoment")
        refuse_if(record.void_asked_by == by, "NeedsAnother")
        self._decide(record, by, {"approved"}, "voided")

    def keep(self, record: Record, by: str) -> None:
        self._others(record, by)
        refuse_if(record.void_asked_by is None, "WrongMoment")
        record.void_asked_by = None

    def object_to(self, record: Record, by: str) -> None:
        self._record_seen(record, by)
        refuse_if(record.objected, "WrongMoment")
        refuse_if(record.status not in ("rejected", "voided"), "WrongMoment")
        refuse_if(by != record.order.who, "NotAllowed")
        assert record.decided is not None
        refuse_if(self.now > record.decided + timedelta(days=15), "TooLate")
        record.status, record.objected = "submitted", True
        record.seconded_by = record.void_asked_by = None

    def _record_seen(self, record: Record, by: str) -> None:
        refuse_if(by not in {record.order.who, *SECRETARIES}, "NotFound")

    def _others(self, record: Record, by: str) -> None:
        self._record_seen(record, by)
        refuse_if(by == record.order.who, "OwnRecord")

    def _decide(self, record: Record, by: str, begins: set[str], ends: str) -> None:
        self._others(record, by)
        refuse_if(record.status not in begins, "WrongMoment")
        record.status, record.decided = ends, self.now
        self._close_when_settled(record.order.need)


def overdue(model: Model) -> list[str]:
    """What the clocks should have settled by now."""
    unstaffed = [
        f"need {one.starts}"
        for one in model.needs
        if one.status == "open" and one.starts <= model.now and not one.present(LIVE)
    ]
    still_there = [
        f"order {one.who} {one.starts}"
        for one in model.orders
        if one.status == "checked_in" and one.ends + 2 * HOUR <= model.now
    ]
    return unstaffed + still_there


def day(now: datetime, days: int, minutes: int) -> datetime:
    """So many days later, so many minutes after midnight."""
    return now.replace(hour=0, minute=0) + timedelta(days=days, minutes=minutes)
