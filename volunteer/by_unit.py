"""Signing in by the account of a work unit: whom its sign-in service vouches for, and who that is
here. Nobody is known by a name or an address, only by what they linked themselves."""

from __future__ import annotations

import ipaddress
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app

from volunteer import gate
from volunteer.db import transaction
from volunteer.door import now
from volunteer.errors import NotFound
from volunteer.people import identities
from volunteer.people.models import Person
from volunteer.settings import BadSetting, Settings


def register(app: Flask) -> None:
    """The service that the settings name is known; BadSetting when it cannot be used."""
    app.config["WORK_UNITS"] = opened(app.config["SETTINGS"])


def opened(settings: Settings) -> Any:
    """The sign-in service of the settings as an `openid.Provider`, or None where none is set.

    Raises BadSetting when something for it is missing, or its address is not safe.
    """
    if not settings.unit_issuer:
        return None
    if not _is_safe(settings.unit_issuer):
        raise BadSetting("VOLUNTEER_UNIT_ISSUER begins with https://, except on this machine.")
    for name in ("unit_client_id", "unit_client_secret", "public_url"):
        if not getattr(settings, name):
            raise BadSetting(f"VOLUNTEER_UNIT_ISSUER needs VOLUNTEER_{name.upper()}, too.")
    try:
        openid = import_module("volunteer.openid")
    except ImportError:
        raise BadSetting(
            "VOLUNTEER_UNIT_ISSUER needs the extra `sso`: install volunteer[sso]."
        ) from None
    return openid.Provider(settings)


def provider() -> Any:
    """The sign-in service of this app; NotFound where none is set."""
    found = current_app.config["WORK_UNITS"]
    if found is None:
        raise NotFound("sign-in service", "")
    return found


def whose(subject: str) -> Person | None:
    """Who signs in by this account of the work unit; counted like every try, None for nobody.

    Raises TooManyTries.
    """
    issuer = provider().issuer
    lane = gate.count("work-unit", f"{issuer}\n{subject}")
    person = identities.person_of(issuer, subject)
    gate.judge("work-unit", lane, person is not None)
    return person


def link(person: Person, subject: str) -> None:
    """The person signs in by this account from now on. Raises IdentityTaken."""
    with transaction():
        identities.link(person, provider().issuer, subject, now=now())


def unlink(person: Person) -> None:
    """The person signs in by no account of the work unit any more."""
    with transaction():
        identities.unlink(person, provider().issuer, now=now())


def _is_safe(issuer: str) -> bool:
    parts = urlsplit(issuer)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and _is_here(parts.hostname or "")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
