"""What a channel is: something that takes a letter to one address, or says why it could not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """What one person is told, ready to leave; the key is the same however often it is sent."""

    key: str
    to: str
    subject: str
    text: str
    at: datetime


class NotSent(Exception):
    """This letter did not leave this time; it is tried again."""


class Refused(NotSent):
    """This letter will never arrive, for instance because nobody has that address."""


class Unreachable(NotSent):
    """Nothing can be sent on this channel at present; the other letters need not try."""


class Channel(Protocol):
    """A way to reach people besides the page. Used by one thread at a time.

    `is_personal`: it leads to one person, who has to give an address for it. What is sent on
    other channels may be read by a whole group.
    """

    name: str
    title: str
    is_personal: bool

    def send(self, letter: Letter) -> None:
        """The other side has taken the letter; raises NotSent (Refused, Unreachable) otherwise."""

    def close(self) -> None:
        """No connection is left open."""
