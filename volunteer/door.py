"""The door that pages and API share: who comes in, how often, and at what moment."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import wraps
from io import BytesIO
from typing import Any, ParamSpec, TypeVar

from flask import Blueprint, Flask, Response, current_app, g, request, send_file
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.routing import IntegerConverter, Map

from volunteer import rates as _rates  # noqa: F401 - the limiter counts there
from volunteer.audit.actions import note_export
from volunteer.audit.models import What
from volunteer.db import transaction
from volunteer.errors import Busy, NoSecondFactor, NotProved, PasswordDue
from volunteer.imports.faults import NO_LAYOUT, unreadable
from volunteer.imports.layouts import Layout, load
from volunteer.needs.limits import Limits
from volunteer.orders.patience import Patience
from volunteer.people import actions, offices, queries
from volunteer.people.models import Person
from volunteer.people.passwords import PROFILES, Profile
from volunteer.people.sign_ins import Face

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)
sign_ins = LoginManager()
# A copied cookie dies at logout because the session is a row of ours; binding it to an address
# would only sign out phones that change networks.
sign_ins.session_protection = None
sign_ins.login_view = "signin.page"
sign_ins.login_message = None  # the sign-in page says it in our words

SIGNING_IN = "20 per 15 minutes"
POSTING = "20 per hour"
FOLLOWING = "60 per hour"
LOOKING = "120 per hour"  # a day's work, not a whole community
SEEN_EVERY = timedelta(minutes=2)
LARGEST_FILE = 12 << 20  # bytes of a body with a file in it, as base64
LARGEST_ID = 2**31 - 1  # what an integer column of PostgreSQL holds


class RowId(IntegerConverter):
    """The `int` of our addresses: no row has a larger id, so beyond it lies nothing; and each has
    one address only, in the digits everybody types."""

    regex = r"[0-9]+"

    def __init__(self, map: Map, **choices: Any) -> None:
        super().__init__(map, **{"max": LARGEST_ID, **choices})


def register(app: Flask) -> None:
    """Every request passes the door. Before any route is registered."""
    app.url_map.converters["int"] = RowId
    app.config["LAYOUTS"] = load(app.config["SETTINGS"].layouts)
    csrf.init_app(app)
    limiter.init_app(app)
    sign_ins.init_app(app)


def in_api() -> bool:
    """Whether the request is for JSON, not for a page."""
    return request.path.startswith("/api/")


def now() -> datetime:
    """The moment of this request: the clock is asked once."""
    if "now" not in g:
        g.now = current_app.config["CLOCK"]()
    return g.now


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """The view is only reached by somebody signed in; others are sent to sign in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if current_user.is_authenticated:
            if not getattr(view, "before_all", False):
                _nothing_first(person())
            _stay_awake(person())
            return view(*args, **kwargs)
        if in_api():
            raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
        return sign_ins.unauthorized()

    guarded.door = "signed_in"  # type: ignore[attr-defined]
    return guarded


def before_all(view: Callable[P, R]) -> Callable[P, R]:
    """The view is reached also by staff who have to set up a second proof first."""
    view.before_all = True  # type: ignore[attr-defined]
    return view


def proved(view: Callable[P, R]) -> Callable[P, R]:
    """The view is only reached by somebody who has lately proved who they are; others do so
    first. Stands below `signed_in`."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        lately = timedelta(minutes=current_app.config["SETTINGS"].proof_minutes)
        if now() - person().proved_at >= lately:
            raise NotProved
        return view(*args, **kwargs)

    guarded.proved = True  # type: ignore[attr-defined]
    return guarded


def anyone(view: Callable[P, R]) -> Callable[P, R]:
    """The view is open to everybody; said aloud, because every route must say who may come."""
    view.door = "anyone"  # type: ignore[attr-defined]
    return view


def person() -> Person:
    """Whoever is signed in; only asked behind `signed_in`."""
    return current_user._get_current_object()


def limit(
    rule: str,
    *,
    share: str | None = None,
    unless: Callable[[], bool] | None = None,
    method: str = "POST",
) -> Callable[..., Any]:
    """The view may be posted to only so often from one address, e.g. "10 per 15 minutes".

    Views that name the same `share` are counted together; nothing is counted `unless` not.
    """

    def exempt() -> bool:
        return _without_limits() or (unless is not None and unless())

    if share:
        return limiter.shared_limit(rule, scope=share, methods=[method], exempt_when=exempt)
    return limiter.limit(rule, methods=[method], exempt_when=exempt)


def _without_limits() -> bool:
    # Asked per app: the limiter's own switch would be thrown for all apps of the process.
    return not current_app.config["SETTINGS"].rate_limits


def change_password(person: Person, new: str) -> Person:
    """The person, in a new session; all others are over, whoever had them."""
    password_hash = actions.hash_password(new)
    with transaction():
        actions.change_password(person, password_hash, now=now())
    return open_session(person.id, has_second=person.has_second)


def _nothing_first(person: Person) -> None:
    """There is nothing that the person has to do before anything else."""
    if is_password_due(person):
        raise PasswordDue
    if person.has_second or not current_app.config["SETTINGS"].staff_second_factor:
        return
    if is_office(person):
        raise NoSecondFactor


def password_profile() -> Profile:
    """What the operator asks of passwords."""
    return PROFILES[current_app.config["SETTINGS"].password_profile]


def is_password_due(person: Person) -> bool:
    """Whether another password has to be chosen first."""
    return person.change_due_at is not None and person.change_due_at <= now()


def is_office(person: Person) -> bool:
    """Whether the person holds an office of any kind, and so sees affairs of others."""
    return person.holds_office


def _stay_awake(person: Person) -> None:
    """The session goes on; written down every now and then, not at every click."""
    if now() - person.seen_at >= SEEN_EVERY:
        with suppress(Busy), transaction():
            actions.see_session(person.token, now=now())


def patience() -> Patience:
    """How long members may think about an offer, as the operator chose."""
    return Patience.of(current_app.config["SETTINGS"])


def limits() -> Limits:
    """How soon things are to be done, as the operator chose."""
    return Limits.of(current_app.config["SETTINGS"])


def layouts() -> Mapping[str, Layout]:
    """The columns of files with hours that the operator chose, by code."""
    found: Mapping[str, Layout] = current_app.config["LAYOUTS"]
    return found


def layout(code: str) -> Layout:
    """One of them; Unreadable where there is none of that code."""
    found = layouts().get(code)
    if found is None:
        raise unreadable(NO_LAYOUT)
    return found


def exported(what: What, rows: int, community_id: int) -> None:
    """It is written down that whoever is signed in takes so many rows about others out of a
    community; to be called before they are given."""
    with transaction():
        note_export(what, rows=rows, community_id=community_id, by=person(), now=now())


def file_of(content: bytes, name: str, kind: str) -> Response:
    """A file of this media type to keep; it names people, so nobody on the way keeps a copy."""
    answer = send_file(BytesIO(content), kind, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def takes_files(blueprint: Blueprint) -> None:
    """Routes of the blueprint are sent files (hours, photos), longer than any form."""

    @blueprint.url_value_preprocessor  # before the guard against forged forms reads the body
    def allow(*_: object) -> None:
        request.max_content_length = request.max_form_memory_size = LARGEST_FILE


def weekly_offers() -> int:
    """How often one member may be asked in seven days, as the operator chose."""
    return int(current_app.config["SETTINGS"].weekly_offers)


def open_session(person_id: int, *, has_second: bool = False) -> Person:
    """The person, carrying the token of a new session."""
    settings = current_app.config["SETTINGS"]
    with transaction() as session:
        found = session.get_one(Person, person_id)
        hours, idle = settings.member_session_hours, settings.member_idle_minutes
        if found.change_due_at is None and (lasts := password_profile().lasts):
            found.change_due_at = now() + lasts
        if is_office(found):
            hours, idle = settings.session_hours, settings.idle_minutes
        face = Face.API if in_api() else Face.PAGES
        token = actions.open_session(
            found, face=face, hours=hours, idle_minutes=idle, now=now(), has_second=has_second
        )
    log.info("signed_in", extra={"person": person_id, "face": face, "second": has_second})
    found.token, found.proved_at, found.has_second = token, now(), has_second
    return found


@sign_ins.user_loader
def _by_cookie(token: str) -> Person | None:
    # The API takes no cookies: a page of another site cannot make a browser act there.
    return None if in_api() else _by_token(token)


@sign_ins.request_loader
def _by_header(_: object) -> Person | None:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not in_api():
        return None
    return _by_token(token.strip())


def _by_token(token: str) -> Person | None:
    """Whose live session it is. An office whose time is over ends now, not when the job comes by,
    and its sessions with it."""
    found = queries.by_token(token, now=now())
    over = [one.id for one in found.roles if one.ends_at and one.ends_at <= now()] if found else []
    if not over:
        return found
    with transaction():
        for role_id in over:
            offices.expire(role_id, now())
    return None
