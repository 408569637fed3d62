"""Who is at the door: sessions, CSRF, rate limits, security headers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect

from volunteer import clock
from volunteer.people import queries as people
from volunteer.people.models import Person

P = ParamSpec("P")
R = TypeVar("R")

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)
sign_ins = LoginManager()
# A copied cookie dies at logout because the session is a row of ours; binding it to an address
# would only sign out phones that change networks.
sign_ins.session_protection = None
sign_ins.login_view = "signin.page"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap draws its ticks and arrows as data images
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # The secret link of a need must not travel to other sites.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=()",
}


def register(app: Flask) -> None:
    """Every request passes the guard."""
    csrf.init_app(app)
    limiter.init_app(app)
    sign_ins.init_app(app)
    app.after_request(_add_headers)


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """The view is only reached by somebody signed in; others are sent to sign in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if not current_user.is_authenticated:
            return sign_ins.unauthorized()
        return view(*args, **kwargs)

    guarded.door = "signed_in"  # type: ignore[attr-defined]
    return guarded


def anyone(view: Callable[P, R]) -> Callable[P, R]:
    """The view is open to everybody; said aloud, because every route must say who may come."""
    view.door = "anyone"  # type: ignore[attr-defined]
    return view


def person() -> Person:
    """Whoever is signed in; only asked behind `signed_in`."""
    return current_user._get_current_object()


@sign_ins.user_loader
def _by_cookie(token: str) -> Person | None:
    # The API takes no cookies: a page of another site cannot make a browser act there.
    if request.path.startswith("/api/"):
        return None
    return people.by_token(token, now=clock.now())


@sign_ins.request_loader
def _by_header(_: object) -> Person | None:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not request.path.startswith("/api/"):
        return None
    return people.by_token(token.strip(), now=clock.now())


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SETTINGS"].https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static" and request.endpoint != "bootstrap.static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def limit(rule: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The view may be posted to only so often from one address, e.g. "10 per 15 minutes"."""
    return limiter.limit(rule, methods=["POST"])
