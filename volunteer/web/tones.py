"""How the state of a thing looks: waiting, active, good, danger or ended, said beside its word."""

from __future__ import annotations

from volunteer.certificates.lifecycle import CertificateStatus
from volunteer.history.steps import Travels
from volunteer.members.lifecycle import MemberStatus
from volunteer.moves.lifecycle import MoveStatus
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders.lifecycle import OrderStatus
from volunteer.records.earlier import ImportStatus
from volunteer.records.lifecycle import RecordStatus
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.series.lifecycle import SeriesStatus

WAITING: dict[str, set[str]] = {
    "follow_up": {FollowUpStatus.OPEN},
    "import": {ImportStatus.SUBMITTED},
    "member": {MemberStatus.SUBMITTED, MemberStatus.RETURNED},
    "move": {MoveStatus.ASKED},
    "need": {NeedStatus.SUBMITTED, NeedStatus.NEEDS_INFO, NeedStatus.DONE_REPORTED},
    "order": {OrderStatus.OFFERED, OrderStatus.CLAIMED, OrderStatus.STANDING_BY},
    "record": {RecordStatus.SUBMITTED, RecordStatus.SECONDED, RecordStatus.RETURNED},
    "round": {RoundStatus.PROPOSED},
}
ACTIVE: dict[str, set[str]] = {
    "need": {NeedStatus.OPEN, NeedStatus.STAFFED, NeedStatus.IN_SERVICE},
    "order": {OrderStatus.ACCEPTED, OrderStatus.CHECKED_IN},
}
GOOD: dict[str, set[str]] = {
    "certificate": {CertificateStatus.ISSUED},
    "follow_up": {FollowUpStatus.ANSWERED},
    "import": {ImportStatus.APPROVED},
    "member": {MemberStatus.ACTIVE},
    "move": {MoveStatus.CONFIRMED},
    "need": {NeedStatus.CONFIRMED},
    "order": {OrderStatus.COMPLETED},
    "record": {RecordStatus.APPROVED},
    "round": {RoundStatus.RELEASED},
    "series": {SeriesStatus.RUNNING},
}
DANGER: dict[str, set[str]] = {
    "need": {NeedStatus.DISPUTED, NeedStatus.UNFILLED},
}
TONES = {"waiting": WAITING, "active": ACTIVE, "good": GOOD, "danger": DANGER}


def tone(thing: Travels) -> str:
    """The tone of the state it is in; what is over and asks for nothing is "ended"."""
    for words, states in TONES.items():
        if thing.status in states.get(thing.journey.kind, ()):
            return words
    return "ended"
