"""Six digits that prove somebody stands at the door: worked out from a secret, kept nowhere.

Three kinds. What a resident's phone shows is for one order and changes every thirty seconds; what
an organiser's screen shows is for everybody of one need and changes as often. A pair on paper, for
people without a phone, has one code for arriving and one for leaving, and serves one member once.
A photographed screen is worth nothing a minute later, a paper nothing after its use.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from volunteer.needs.models import Need
from volunteer.orders.models import Order, Presence

STEP = 30  # seconds; the step before and the one after are taken as well


@dataclass(frozen=True)
class Pair:
    """One pair of the card: read out when somebody comes, and when they go."""

    number: int
    start: str
    end: str


@dataclass(frozen=True)
class Proof:
    """What a right code proves: which kind it was, of which time step or which pair of the card."""

    presence: Presence
    step: int | None = None
    pair: int | None = None


def step_at(now: datetime) -> int:
    """The number of the time step, counted from 1970."""
    return int(now.timestamp()) // STEP


def seconds_left(now: datetime) -> int:
    """How long the codes on screens stay as they are, 1 to 30 s."""
    return STEP - int(now.timestamp()) % STEP


def for_order(order: Order, now: datetime) -> str:
    """What the resident's phone shows for the member of this order."""
    return _of_order(order, step_at(now))


def for_group(need: Need, now: datetime) -> str:
    """What the organiser's screen shows to everybody of the need."""
    return _of_group(need, step_at(now))


def on_paper(need: Need) -> Sequence[Pair]:
    """The pairs of the card, one for each place of the need in its present attempt."""
    return [
        Pair(n + 1, _six(need, f"start {n + 1}"), _six(need, f"end {n + 1}"))
        for n in range(need.headcount)
    ]


def plain(code: str) -> str:
    """The code as it was meant: full-width digits and spaces are how people write."""
    return "".join(unicodedata.normalize("NFKC", code).split())


def arrival(order: Order, code: str, *, used: Container[int], now: datetime) -> Proof | None:
    """What this code proves about an arrival; `used` pairs of the card prove nothing more."""
    on_card = [(pair.number, pair.start) for pair in on_paper(order.need)]
    return _proof(order, code, on_card, used=used, after=0, now=now)


def leaving(order: Order, code: str, *, used: Container[int], now: datetime) -> Proof | None:
    """What this code proves about leaving: a later one than that of the arrival, or the end of
    the same pair."""
    on_card = [(pair.number, pair.end) for pair in on_paper(order.need)]
    if order.card_pair is not None:
        on_card, used = [one for one in on_card if one[0] == order.card_pair], ()
    return _proof(order, code, on_card, used=used, after=order.came_step or 0, now=now)


def _proof(
    order: Order,
    code: str,
    on_card: Sequence[tuple[int, str]],
    *,
    used: Container[int],
    after: int,
    now: datetime,
) -> Proof | None:
    found = None
    for right, proof in [*_on_screens(order, now), *_on_card(on_card)]:
        # All are compared, and in constant time: how long it takes tells nothing.
        if hmac.compare_digest(plain(code).encode(), right.encode()) and found is None:
            late_enough = proof.step is None or proof.step > after
            found = proof if late_enough and proof.pair not in used else None
    return found


def _on_screens(order: Order, now: datetime) -> Iterator[tuple[str, Proof]]:
    this = step_at(now)
    for step in (this, this - 1, this + 1):
        yield _of_order(order, step), Proof(Presence.SERVICE_CODE, step=step)
        if order.need.headcount > 1:
            yield _of_group(order.need, step), Proof(Presence.GROUP_CODE, step=step)


def _on_card(pairs: Sequence[tuple[int, str]]) -> Iterator[tuple[str, Proof]]:
    for number, code in pairs:
        yield code, Proof(Presence.CARD, pair=number)


def _of_order(order: Order, step: int) -> str:
    return _six(order.need, f"order {order.id} {step}")


def _of_group(need: Need, step: int) -> str:
    return _six(need, f"group {step}")


def _six(need: Need, about: str) -> str:
    """Nobody can work it out who does not know the secret of the resident's own link."""
    said = f"{need.id} {need.reopened} {about}".encode()
    digest = hmac.digest(need.link_secret.encode(), said, hashlib.sha256)
    return f"{int.from_bytes(digest[:8]) % 10**6:06d}"
