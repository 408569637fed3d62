"""The channels that the operator has opened."""

from __future__ import annotations

from importlib.metadata import entry_points
from urllib.parse import urlsplit

from volunteer.post.channels import Channel
from volunteer.post.gateway import gateways
from volunteer.post.mail import Mail
from volunteer.settings import BadSetting, Settings

PLUG_INS = "volunteer.channels"


def channels(settings: Settings) -> list[Channel]:
    """Every channel that the settings open, each with no connection yet.

    Raises BadSetting when a channel lacks what it needs, or two have one name.
    """
    found: list[Channel] = []
    if settings.mail_host:
        if not settings.mail_from:
            raise BadSetting("VOLUNTEER_MAIL_HOST is set, so VOLUNTEER_MAIL_FROM is needed, too.")
        found.append(Mail(settings))
    found += gateways(settings.apprise, settings.gateway_hosts.split())
    found += [plugged.load()(settings) for plugged in entry_points(group=PLUG_INS)]
    names = [one.name for one in found]
    if len(names) != len(set(names)):
        raise BadSetting(f"Two channels have one name: {', '.join(sorted(names))}.")
    if found and urlsplit(settings.public_url).scheme not in ("http", "https"):
        raise BadSetting(
            "Letters need links: set VOLUNTEER_PUBLIC_URL to the address of the service, "
            "such as https://help.example.org."
        )
    return found
