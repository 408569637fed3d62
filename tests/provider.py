"""A sign-in service of work units on this machine, which lies in a chosen way."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import ECKey

from volunteer import by_unit
from volunteer.settings import Settings

CLIENT, SECRET = "volunteer", "told to nobody"


@dataclass
class Units:
    """Who is at the browser there, and what the next token says instead of the truth."""

    now: datetime
    port: int = 0
    subject: str = "u-1001"
    lies: dict[str, Any] = field(default_factory=dict)  # claim -> what it says instead
    described: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "ES256"
    asked: dict[str, str] = field(default_factory=dict)  # the last question
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.described,
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes with a code that is good once."""
        code = secrets.token_urlsafe(8)
        self.asked = self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str], authorization: str) -> dict[str, Any]:
        """The token for a code, which proves that it was not somebody else's question."""
        asked = self.codes.pop(sent.get("code", ""), None)
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or authorization != f"Basic {known}":
            return {"error": "invalid_grant"}
        if challenge != asked["code_challenge"] or asked["code_challenge_method"] != "S256":
            return {"error": "invalid_grant"}
        at = int(self.now.timestamp())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": at,
            "exp": at + 300,
            "nonce": asked["nonce"],
            **self.lies,
        }
        return {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(claims)}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.algorithm == "none":
            parts = ({"alg": "none"}, claims)
            packed = [base64.urlsafe_b64encode(json.dumps(one).encode()) for one in parts]
            return b".".join(one.rstrip(b"=") for one in packed).decode() + "."
        return jwt.encode({"alg": self.algorithm, "kid": "one"}, claims, self.key)

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        query = dict(parse_qsl(environ["QUERY_STRING"]))
        where = environ["PATH_INFO"]
        if where == "/authorize":
            start("302 Found", [("Location", self.authorize(query))])
            return [b""]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        sent = {name: said[0] for name, said in parse_qs(body).items()}
        told: dict[str, Any] = {
            "/keys": lambda: {"keys": [self.key.as_dict(private=False)]},
            "/token": lambda: self.token(sent, environ.get("HTTP_AUTHORIZATION", "")),
        }.get(where, self.configuration)()
        start("400 No" if "error" in told else "200 OK", [("Content-Type", "application/json")])
        return [json.dumps(told).encode()]


class Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@contextmanager
def serving(units: Units) -> Iterator[Units]:
    """It answers on a port of this machine."""
    server: WSGIServer = make_server("127.0.0.1", 0, units, handler_class=Silent)
    units.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield units
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def knowing(settings: Settings, units: Units) -> Settings:
    """These, and members may sign in by accounts of that service."""
    return replace(
        settings,
        public_url="http://localhost",
        unit_issuer=units.issuer,
        unit_client_id=CLIENT,
        unit_client_secret=SECRET,
    )


@pytest.fixture
def units(app: Flask, settings: Settings, now: datetime) -> Iterator[Units]:
    """The service of the work unit, which the app knows."""
    with serving(Units(now)) as found:
        before, app.config["WORK_UNITS"] = (
            app.config["WORK_UNITS"],
            by_unit.opened(knowing(settings, found)),
        )
        yield found
        app.config["WORK_UNITS"] = before
