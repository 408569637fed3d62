"""What stands in the letters that let somebody in: six digits, or a link. Made anew of the ticket
and the key of the service, so that neither is kept anywhere."""

from __future__ import annotations

import hmac

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from volunteer import gate
from volunteer.db import transaction
from volunteer.door import now
from volunteer.errors import NotFound, TooManyTries
from volunteer.people import actions, tickets
from volunteer.people.models import Person
from volunteer.people.second_factor import plain
from volunteer.people.tickets import Purpose

# Two letters with five tries each: ten tries in a quarter of an hour, as for passwords.
MOST_LETTERS = 2
NOBODY = ""


def ask(purpose: Purpose, login: str) -> int:
    """The id of a ticket. What is asked for too often is for nobody, and looks the same."""
    try:
        gate.count("letters", login, most=MOST_LETTERS)
    except TooManyTries:
        login = NOBODY
    with transaction():
        return tickets.ask(purpose, login, now=now())


def by_code(ticket_id: int, typed: str) -> Person | None:
    """Who is let in by these digits, which are then of no use any more."""
    right = hmac.compare_digest(code_of(ticket_id), plain(typed))
    with transaction():
        somebody = tickets.use_code(ticket_id, right, now=now())
    if somebody is None:
        gate.wrong("letter")
    return somebody


def whose(secret: str) -> Person:
    """Who may choose a new password by this link; NotFound for nobody."""
    return tickets.recovering(_ticket_in(secret), now=now())


def why_not(secret: str, password: str) -> str:
    """Why this is no password for them, empty when it is one; NotFound for a dead link."""
    return gate.why_not(whose(secret), password)


def recover(secret: str, password: str) -> None:
    """The password holds, all sessions are over, and the link is of no use any more."""
    password_hash = actions.hash_password(password)
    with transaction():
        tickets.recover(_ticket_in(secret), password_hash, now=now())


def code_of(ticket_id: int) -> str:
    """The six digits that stand in the letter."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    made = hmac.digest(key, f"code of ticket {ticket_id}".encode(), "sha256")
    return f"{int.from_bytes(made) % 1_000_000:06}"


def secret_of(ticket_id: int) -> str:
    """What stands in the link in the letter."""
    return str(_signer().dumps(ticket_id))


def _ticket_in(secret: str) -> int:
    try:
        return int(_signer().loads(secret))
    except BadSignature:
        raise NotFound("ticket", "") from None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="recovery")
