"""Whether people were told what happened, no more and no less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa

from volunteer.db import db
from volunteer.history.models import Event
from volunteer.notices.models import Notice

# What the member of an order reads -> what has happened to the order as often.
TOLD = {
    ("order_offered", "hand_over_asked"): [("begin", "offered")],
    ("standby_called",): [("call", "offered")],
    ("claim_approved",): [("approve", "accepted")],
    ("claim_refused",): [("refuse", "refused")],
    ("order_withdrawn", "standby_ended"): [("withdraw", "withdrawn"), ("recall", "withdrawn")],
    ("order_expired", "claim_expired"): [("expire", "expired")],
    ("order_cancelled",): [("cancel", "cancelled")],
    ("hand_over_done",): [("hand_over", "handed_over")],
}


def untrue() -> Iterator[str]:
    """Orders whose members were told something that did not happen, or not what did."""
    happened = Counter(
        (row.thing_id, row.verb, row.new)
        for row in db.session.execute(
            sa.select(Event.thing_id, Event.verb, Event.new).where(Event.kind == "order")
        )
    )
    told = Counter(
        (row.thing_id, row.notice_kind)
        for row in db.session.execute(
            sa.select(Notice.thing_id, Notice.notice_kind).where(Notice.thing_kind == "order")
        )
    )
    for thing_id in {key[0] for key in happened}:
        for kinds, steps in TOLD.items():
            said = sum(told[thing_id, kind] for kind in kinds)
            did = sum(happened[thing_id, *step] for step in steps)
            if said != did:
                yield f"order {thing_id}: {did} times {steps}, {said} times {kinds}"
