"""Everything that Apprise can reach: WeCom, DingTalk, Feishu, webhooks, an SMS gateway."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any
from urllib.parse import quote

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

    def __init__(self, name: str, url: str, apprise: Any) -> None:
        self.name, self._url, self._apprise = name, url, apprise
        self.title = name
        self.is_personal = "{to}" in url

    def send(self, letter: Letter) -> None:
        """The other side has taken the letter; NotSent when it has not, with no reason given."""
        if self.is_personal and not letter.to:
            raise Refused("no address")
        url = self._url.replace("{to}", quote(letter.to, safe="")).replace("{key}", letter.key)
        reached = self._apprise.Apprise()
        if not reached.add(url):
            raise NotSent(f"apprise does not understand the address of {self.name}")
        if not reached.notify(title=letter.subject, body=letter.text):
            raise NotSent(f"{self.name} did not take it")

    def close(self) -> None:
        """Nothing is kept open."""


def gateways(setting: str) -> list[Gateway]:
    """Each `name=address` of the setting, divided by spaces.

    Raises BadSetting for a name that cannot be, or when Apprise is not installed.
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
        sample = url.replace("{to}", "someone").replace("{key}", "0")
        if not NAME.fullmatch(name) or not apprise.Apprise.instantiate(sample):
            # The address holds a token: it is not repeated.
            raise BadSetting(
                f"VOLUNTEER_APPRISE is written name=address name=address; {name!r} cannot be used."
            )
        found.append(Gateway(name, url, apprise))
    return found
