"""Carrying out of the house what waits in the outbox.

Sending happens outside any transaction: however slow the other side is, nobody here waits for it.
Any number may carry at once, and each may die at any moment.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from volunteer.db import transaction
from volunteer.notices import outbox
from volunteer.notices.models import State
from volunteer.notices.outbox import Parcel
from volunteer.post.channels import Channel, Letter, NotSent, Refused, Unreachable

log = logging.getLogger(__name__)


class Writer(Protocol):
    """Makes a letter of a parcel; what is not personal may be read by others."""

    def __call__(self, parcel: Parcel, now: datetime, *, is_personal: bool) -> Letter: ...


@dataclass(frozen=True)
class Attempt:
    """One try, and what came of it."""

    parcel: Parcel
    error: str = ""
    for_good: bool = False
    channel_rests: bool = False


def deliver(
    clock: Callable[[], datetime],
    channels: Sequence[Channel],
    write: Writer,
) -> tuple[int, int]:
    """Nothing that was due and can be sent now is left; returns (sent, not sent this time).

    `clock` is asked once for each letter, because a long backlog outlives a lease. A channel that
    cannot be reached rests until the next call.
    """
    usable = {channel.name: channel for channel in channels}
    sent = failed = 0
    attempt: Attempt | None = None
    try:
        while usable or attempt:
            now = clock()
            if attempt is None and not outbox.is_any_due(usable, now=now):
                break
            # One transaction for what became of the last letter and for the claim of the next.
            with transaction():
                if attempt:
                    settled = _settle(attempt, now)
                    sent, failed = sent + settled, failed + (not settled)
                parcel = outbox.claim(usable, now=now)
            if parcel is None:
                break
            attempt = _try(usable[parcel.channel], parcel, write, now)
            if attempt.channel_rests:
                del usable[parcel.channel]
    finally:
        for channel in channels:
            channel.close()
    return sent, failed


def _try(channel: Channel, parcel: Parcel, write: Writer, now: datetime) -> Attempt:
    try:
        channel.send(write(parcel, now, is_personal=channel.is_personal))
    except NotSent as trouble:
        rests = isinstance(trouble, Unreachable)
        return Attempt(parcel, str(trouble) or "not sent", isinstance(trouble, Refused), rests)
    except Exception as trouble:
        # A letter that cannot be written, or a channel with a fault, must not hold up the rest.
        log.exception("letter_failed", extra={"delivery": parcel.delivery_id})
        return Attempt(parcel, f"{type(trouble).__name__}: {trouble}")
    return Attempt(parcel)


def _settle(attempt: Attempt, now: datetime) -> bool:
    """Whether the letter has been sent."""
    state = outbox.settle(attempt.parcel, now=now, error=attempt.error, for_good=attempt.for_good)
    if state == State.DEAD:
        log.error("letter_dead", extra={"delivery": attempt.parcel.delivery_id})
    return not attempt.error
