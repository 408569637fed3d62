"""What every page carries: security headers; and what other sites may not make a browser do.

Who comes in is decided at the door.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug import Response as AnyResponse

from volunteer.door import anyone, limit, person, signed_in

__all__ = ["anyone", "limit", "out", "person", "register", "signed_in"]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap draws its arrows and ticks in its style sheet
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
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


def out() -> AnyResponse:
    """The first page, in a browser that is asked to keep nothing of what it was shown; cookies
    stay, as whoever comes back on this device is no stranger."""
    answer = redirect(url_for("home.index"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def register(app: Flask) -> None:
    """Every answer carries the headers, and changes come from our own pages."""
    app.before_request(_refuse_other_sites)
    app.after_request(_add_headers)


def _refuse_other_sites() -> None:
    """What a browser says of where the press was, besides the token; programs say nothing."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        if site not in ("same-origin", "none"):
            raise CSRFError("pressed on another site")
    elif (origin := request.headers.get("Origin")) is not None:
        ours = {request.host, urlsplit(current_app.config["SETTINGS"].public_url).netloc} - {""}
        if urlsplit(origin).netloc not in ours:
            raise CSRFError("pressed on another site")


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SETTINGS"].https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static" and request.endpoint != "bootstrap.static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
