"""Puts the service together."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from flask import Flask
from flask_babel import gettext
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from volunteer import api, by_unit, clock, door, log, maintenance, web
from volunteer.db import db
from volunteer.dispatch import models as _alarms  # noqa: F401 - a table that no page reads
from volunteer.engine import engine_options, tune
from volunteer.messages import speak
from volunteer.post import opened
from volunteer.sealing import Keyring
from volunteer.secret import secret_key
from volunteer.settings import PROJECT, Settings
from volunteer.signing import signer
from volunteer.web import files

PACKAGE = Path(__file__).resolve().parent
MIGRATIONS = next(
    place for place in (PACKAGE / "_migrations", PROJECT / "migrations") if place.exists()
)
TEMPLATES = next(
    place for place in (PACKAGE / "_templates", PROJECT / "templates") if place.exists()
)


def create_app(settings: Settings | None = None) -> Flask:
    """The service, ready to serve from a database that `upgrade_database` has made."""
    settings = settings or Settings.from_environment()
    app = Flask("volunteer", template_folder=str(TEMPLATES))
    app.config.update(
        SETTINGS=settings,
        CHANNELS=opened.channels(settings),  # refused now, not when the first letter is due
        CLOCK=clock.now,  # read once per request; a test sets it to the day it is about
        SECRET_KEY=secret_key(settings),
        KEYRING=cache(partial(Keyring, settings)),
        SIGNER=cache(partial(signer, settings)),  # its key is made when first needed
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database),
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        MAX_CONTENT_LENGTH=1 << 20,
        MAX_FORM_PARTS=400,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.https,
        BOOTSTRAP_SERVE_LOCAL=True,
        BABEL_DEFAULT_LOCALE="zh_Hans_CN",
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        BABEL_TRANSLATION_DIRECTORIES=str(PACKAGE / "translations"),
        RATELIMIT_STORAGE_URI=settings.rate_storage,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]

    speak(gettext)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS))
    Bootstrap5(app)
    with app.app_context():
        tune(db.engine)
    for part in (files, log, maintenance, door, by_unit, web, api):
        part.register(app)
    return app
