"""A mail server that listens, a service that knows it, and a postman."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cli.starts import environment
from tests.post.sink import Sink, mail_server
from volunteer.db import db
from volunteer.notices.models import Delivery
from volunteer.post import opened
from volunteer.post.mail import Mail
from volunteer.post.sending import deliver
from volunteer.settings import Settings
from volunteer.web.letters import write


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_server() as found:
        yield found


@pytest.fixture
def mail_settings(settings: Settings, sink: Sink) -> Settings:
    return sending_to(sink, settings)


@pytest.fixture
def with_mail(app: Flask, mail_settings: Settings) -> Iterator[None]:
    """A service on whose pages e-mail can be chosen."""
    before = app.config["CHANNELS"]
    app.config["CHANNELS"] = opened.channels(mail_settings)
    yield
    app.config["CHANNELS"] = before


def sending_to(sink: Sink, settings: Settings) -> Settings:
    """These, and e-mail goes to the sink."""
    return replace(
        settings,
        public_url="https://help.example.org",
        mail_host="127.0.0.1",
        mail_port=sink.port,
        mail_security="none",
        mail_from="help@example.org",
    )


def as_environment(settings: Settings) -> dict[str, str]:
    """The environment of a process that serves from the same database."""
    names = ("data", "database_url", "secret_key", "public_url")
    mail = ("mail_host", "mail_port", "mail_security", "mail_from")
    return environment(
        **{f"VOLUNTEER_{one.upper()}": str(getattr(settings, one)) for one in (*names, *mail)}
    )


@dataclass
class Post:
    """The postman, at a moment the test chooses; every letter takes a second."""

    now: datetime
    settings: Settings
    moments: list[datetime] = field(default_factory=list)

    def clock(self) -> datetime:
        self.moments.append(self.now + timedelta(seconds=len(self.moments)))
        return self.moments[-1]

    def goes(self, *, later: timedelta = timedelta()) -> tuple[int, int]:
        """One round, so much later; returns how many letters were sent, and how many not."""
        self.now += later
        return deliver(self.clock, [Mail(self.settings)], write)


@pytest.fixture
def post(app: Flask, mail_settings: Settings, now: datetime) -> Iterator[Post]:
    before, app.config["SETTINGS"] = app.config["SETTINGS"], mail_settings
    yield Post(now, mail_settings)
    app.config["SETTINGS"] = before


def states() -> list[str]:
    """Where every delivery stands, oldest first."""
    db.session.rollback()
    return list(db.session.scalars(sa.select(Delivery.state).order_by(Delivery.id)))
