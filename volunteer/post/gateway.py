"""Everything that Apprise can reach: WeCom, DingTalk, Feishu, webhooks, an SMS gateway."""

from __future__ import annotations

import re
from collections.abc import Collection
from importlib import import_module
from typing import Any
from urllib.parse import quote

from volunteer.post import targets
from volunteer.post.channels import Letter, NotSent, Refused
from volunteer.settings import BadSetting

NAME = re.compile(r"[a-z][a-z0-9]{0,19}")
PLACES = ("{to}", "{key}")
# Apprise itself writes the addresses it calls, with the tokens in them, at lower levels.


class Gateway:
    """Hands letters to one Apprise address of the settings.

    `{to}` in it is the reader's own address there, without which a whole group reads; `{key}` is
    the letter's unchanging key.
    """

    def __init__(self, name: str, url: str, apprise: Any, own: Collection[str] = ()) -> None:
        self.name, self._url, self._apprise, self._own = name, url, apprise, own
        self.title = name
        self.is_personal = "{to}" in url

    def send(self, letter: Letter) -> None:
        """The other side has taken the letter; NotSent when it has not, with no reason given."""
        if self.is_personal and not letter.to:
            raise Refused("no address")
        service = self.service(letter.to, letter.key)
        if service is None:
            raise NotSent(f"apprise does not understand the address of {self.name}")
        targets.look_up(service, self._own)
        if not service.notify(title=letter.subject, body=letter.text):
            raise NotSent(f"{self.name} did not take it")

    def service(self, to: str, key: str) -> Any:
        """What Apprise calls for this reader, following nobody elsewhere; None if nonsense."""
        url = self._url.replace("{to}", quote(to, safe="")).replace("{key}", key)
        asset = self._apprise.AppriseAsset(http_redirects=False)
        return self._apprise.Apprise.instantiate(url, asset=asset)

    def close(self) -> None:
        """Nothing is kept open."""


def gateways(setting: str, own: Collection[str] = ()) -> list[Gateway]:
    """Each `name=address` of the setting, divided by spaces; `own` names hosts of one's own.

    Raises BadSetting for a name or an address that cannot be, or when Apprise is not installed.
    """
    if not setting.split():
        return []
    try:
        apprise = import_module("apprise")
    except ImportError:
        raise BadSetting(
            "VOLUNTEER_APPRISE needs the extra `messaging`: install volunteer[messaging]."
        ) from None
    found = []
    for one in setting.split():
        name, _equals, url = one.partition("=")
        gateway = Gateway(name, url, apprise, own)
        service, other = gateway.service("someone", "0"), gateway.service("another", "0")
        if not NAME.fullmatch(name) or not service or not other:
            # The address holds a token: it is not repeated.
            raise BadSetting(
                f"VOLUNTEER_APPRISE is written name=address name=address; {name!r} cannot be used."
            )
        if why := targets.why_not(service, other, own):
            raise BadSetting(f"VOLUNTEER_APPRISE: {name} cannot be used, {why}.")
        found.append(gateway)
    return found
