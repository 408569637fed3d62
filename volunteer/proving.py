"""The second proof and proving oneself once more, for pages and API: enciphers, counts, asks."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence

from flask import current_app, g

from volunteer import gate
from volunteer.contacts import queries as contacts
from volunteer.contacts.looking import Asked
from volunteer.contacts.models import Reason
from volunteer.db import transaction
from volunteer.door import now
from volunteer.errors import NotProved
from volunteer.people import actions, second_factor
from volunteer.people.models import Person
from volunteer.people.second_factor import DIGITS, SECRET_BYTES
from volunteer.policy import Actor


def is_needed(person: Person) -> bool:
    """Whether the password alone does not sign the person in."""
    return second_factor.is_on(person.id)


def is_second(person: Person, typed: str) -> bool:
    """Whether it is the person's code of this moment or one from their paper, never used before;
    now it is used. Raises TooManyTries."""
    lane = gate.count("second", person.login)
    with transaction():
        right = _is_code(person, typed) or second_factor.use_spare(person.id, typed, now=now())
    gate.judge("second", lane, right)
    return right


def prove(person: Person, typed: str) -> bool:
    """Whether it is the person's code or password; if so, they are proved in this session.

    Raises TooManyTries.
    """
    by_code = is_needed(person) and len(second_factor.plain(typed)) == DIGITS
    right = is_second(person, typed) if by_code else gate.is_password_of(person, typed)
    if right:
        with transaction():
            actions.prove_session(person.token, now=now(), has_second=by_code)
    return right


def asked(by: Actor, *, reason: Reason | None = None, words: str = "") -> Asked:
    """That this request wants to see whom to call; it can be shown to it only once.

    Raises NotProved for somebody who has looked often since they last proved who they are: who
    found an open browser does not carry off a whole community.
    """
    if isinstance(by, Person):
        most = current_app.config["SETTINGS"].looks_per_proof
        if contacts.looks_since(by.id, by.proved_at) >= most:
            raise NotProved
    if "request" not in g:
        g.request = secrets.token_hex(8)
    return Asked(by, now(), g.request, reason, words)


def begin(person: Person) -> None:
    """The person has a new secret, which counts once a code of it was given."""
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    with transaction():
        second_factor.begin(person.id, secret, now=now())


def secret_of(person: Person) -> str:
    """The secret as devices take it, in base 32, while it is not confirmed; empty else."""
    factor = second_factor.factor_of(person.id)
    if factor is None or factor.confirmed_at is not None:
        return ""
    return factor.secret.rstrip("=")


def confirm(person: Person, typed: str) -> Sequence[str]:
    """The codes for paper, once the first code was right; nothing when it was not.

    All other sessions of the person are over: they were proved by less. Raises TooManyTries.
    """
    lane = gate.count("second", person.login)
    with transaction():
        factor = second_factor.factor_of(person.id, held=True)
        if factor is None or not second_factor.use(factor, typed, now=now()):
            return ()
        actions.end_sessions(person.id, keep=person.token, now=now())
        actions.prove_session(person.token, now=now(), has_second=True)
        codes = second_factor.confirm(factor, now=now())
    gate.judge("second", lane, True)
    return codes


def take_off(person: Person) -> None:
    """The password alone signs the person in again."""
    with transaction():
        second_factor.take_off(person.id)


def _is_code(person: Person, typed: str) -> bool:
    factor = second_factor.factor_of(person.id, held=True)
    if factor is None or factor.confirmed_at is None:
        return False
    return second_factor.use(factor, typed, now=now())
