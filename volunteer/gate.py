"""Proving who one is: one gate for pages and API, whatever is given as a proof.

Every try is counted before it is looked at, in the lane of the device or in that of all strangers
(volunteer/people/tries.py), and nobody learns whether an account exists: not from the words, not
from the time it takes.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Callable
from typing import TypeVar

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from volunteer.db import transaction
from volunteer.door import in_api, limit, now, password_profile
from volunteer.people import actions, offices, queries, tries
from volunteer.people.models import Person, Role
from volunteer.people.passwords import TOO_EASY, TOO_SHORT_HERE, is_guessable
from volunteer.words import word

log = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., object])

NOT_THE_PASSWORD = word("现在的密码不对。")
A_YEAR = 365 * 24 * 60 * 60
STRANGERS = "strangers"


def known(login: str, password: str) -> Person | None:
    """The person who signs in under this name with this password; as slow for nobody.

    Raises TooManyTries.
    """
    lane = count("password", login, most=password_profile().tries)
    right = actions.verify(queries.password_hash_of(login), password)
    judge("password", lane, right)
    return queries.by_login(login) if right else None


def wrong_with(person: Person, *, current: str, new: str) -> dict[str, str]:
    """What is wrong with a change of password, by field. Raises TooManyTries."""
    if not is_password_of(person, current):
        return {"current": NOT_THE_PASSWORD}
    why = why_not(person, new)
    return {"new": why} if why else {}


def why_not(person: Person, new: str) -> str:
    """Why this is no password for them here; empty when it is one."""
    if why := too_short(new):
        return why
    return TOO_EASY if is_guessable(new, person.name, person.phone, person.login) else ""


def too_short(new: str) -> str:
    """That the operator asks for longer passwords; empty when it is long enough."""
    return TOO_SHORT_HERE if len(new) < password_profile().shortest else ""


def is_password_of(person: Person, password: str) -> bool:
    """Whether somebody signed in knows the person's password. Raises TooManyTries.

    Each session has a lane of its own: whoever found an open browser stops nobody else.
    """
    lane = count("session", actions.digest(person.token))
    right = actions.verify(person.password_hash, password)
    judge("password", lane, right)
    return right


def fresh_password() -> str:
    """A password for once, short enough to be told and written down."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


def give_password(role: Role, *, by: Person) -> str:
    """The holder of the role comes in with this password, once, and chooses their own."""
    password = fresh_password()
    password_hash = actions.hash_password(password)
    with transaction():
        offices.give_password(role, password_hash, by=by, now=now())
    return password


def count(way: str, whose: str, *, most: int = tries.MOST) -> str:
    """One more try at proving something in this way is counted; returns its lane, to be forgiven.

    Raises TooManyTries.
    """
    lane = _key(way, whose, _device_of(whose) or STRANGERS)
    with transaction():
        tries.count(lane, now=now(), most=most)
    return lane


def judge(way: str, lane: str, right: bool) -> None:
    """A right try is forgiven, a wrong one is told."""
    if not right:
        wrong(way, lane)
        return
    with transaction():
        tries.forgive(lane)


def wrong(way: str, lane: str = "") -> None:
    """The log tells of a wrong proof, in which lane perhaps, and so nobody's name."""
    log.warning("proof_refused", extra={"way": way, "lane": lane[:12]})


def limited(rule: str) -> Callable[[View], View]:
    """The view may be posted to only so often from one address; a device on which the account
    was used before is not kept waiting for its neighbours' tries."""
    return limit(rule, share="sign-in", unless=_is_at_home)


def remember_device(person: Person) -> None:
    """The browser that gets this answer has a lane of its own for this account, for a year."""
    if in_api() or _device_of(person.login):
        return
    cookie = _signer().dumps([_account(person.login), secrets.token_urlsafe(12)])
    https = current_app.config["SETTINGS"].https

    @after_this_request
    def _give(answer: Response) -> Response:
        answer.set_cookie(
            _cookie_name(),
            cookie,
            max_age=A_YEAR,
            secure=https,
            httponly=True,
            samesite="Lax",
        )
        return answer


def _is_at_home() -> bool:
    return bool(_device_of(request.form.get("login", "")))


def _device_of(login: str) -> str:
    """The name of the browser, if this account was signed in on it; else empty."""
    if in_api():
        return ""
    try:
        account, device = _signer().loads(request.cookies.get(_cookie_name(), ""), max_age=A_YEAR)
    except BadSignature:
        return ""
    return str(device) if account == _account(login) else ""


def _account(login: str) -> str:
    """What the cookie knows of the account: whoever reads it learns no name and no phone."""
    return _key("account", login)[:32]


def _key(*parts: str) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.digest(secret, "\n".join(parts).encode(), "sha256").hex()


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="device")


def _cookie_name() -> str:
    return "__Host-device" if current_app.config["SETTINGS"].https else "device"
