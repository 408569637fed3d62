"""What somebody may choose about their data: every purpose that asks for consent, given or taken
back by one press."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from volunteer.consents import words
from volunteer.consents.actions import digest_of
from volunteer.consents.models import Consent, Purpose
from volunteer.consents.queries import standing_of
from volunteer.disclosures import actions as disclosures
from volunteer.disclosures.consenting import text_for
from volunteer.errors import NotFound, Overtaken
from volunteer.members import actions as members
from volunteer.members.models import Member
from volunteer.members.queries import of_person
from volunteer.notices import actions as notices
from volunteer.notices import schemas
from volunteer.notices.models import Topic
from volunteer.notices.queries import addresses_of
from volunteer.people.models import Person

Translate = Callable[[str], str]
Channels = Sequence[tuple[str, str, bool]]  # name, title, whether it needs an address


@dataclass(frozen=True)
class Asked:
    """Who is asked what: the words in their language, and the channels that are open here."""

    person: Person
    translate: Translate
    language: str = "zh"
    channels: Channels = ()


@dataclass(frozen=True)
class Choice:
    """A purpose as it stands for somebody: the words of now and their hash (`seen`), and the
    consent that was not taken back, whatever it is worth. With a channel, its name to `say` and
    the address there, None where it needs none."""

    purpose: Purpose
    text: str
    standing: Consent | None
    receiver: str = ""
    channel: str = ""
    address: str | None = None

    @property
    def version(self) -> str:
        """Of the words of now."""
        return words.WORDS[self.purpose].now

    @property
    def seen(self) -> str:
        return digest_of(self.text)

    @property
    def is_old(self) -> bool:
        """Whether they agreed to words that count no more."""
        return self.standing is not None and (
            self.standing.version not in words.WORDS[self.purpose].counted
        )

    @property
    def is_elsewhere(self) -> bool:
        """Whether they agreed about somebody who is not told now."""
        return self.standing is not None and self.standing.receiver != self.receiver

    @property
    def holds(self) -> bool:
        """Whether it is done now."""
        return self.standing is not None and not self.is_old and not self.is_elsewhere


def choices(asked: Asked) -> list[Choice]:
    """Every purpose that asks this person, in a fixed order."""
    member, number = of_person(asked.person), asked.person.id
    found = []
    if member is not None:
        told, unit = standing_of(number, Purpose.TO_UNIT), text_for(member, asked.translate)
        found.append(Choice(Purpose.TO_UNIT, unit, told, member.unit_name))
        text = words.text_of(Purpose.MATCHING, asked.translate)
        matched = standing_of(number, Purpose.MATCHING)
        found.append(Choice(Purpose.MATCHING, text, matched))
    known = {one.channel: one.address for one in addresses_of(number)}
    text = words.text_of(Purpose.MESSAGES, asked.translate)
    for name, title, needs_address in asked.channels:
        address = known.get(name, "") if needs_address else None
        sent = standing_of(number, Purpose.MESSAGES, name)
        found.append(Choice(Purpose.MESSAGES, text, sent, name, title, address))
    return found


def give(
    asked: Asked,
    purpose: Purpose,
    *,
    seen: str,
    channel: str = "",
    address: str = "",
    now: datetime,
) -> Consent:
    """The person agrees from now on. Raises NotFound where the purpose does not ask them, Overtaken
    when what was `seen` is not the text of now."""
    if purpose == Purpose.MESSAGES:
        _require_open(asked, channel)
        text = _read(purpose, asked, seen)
        way = {"channel": channel, "address": address, "topics": _topics(asked.person, channel)}
        return notices.start(asked.person.id, way, language=asked.language, text=text, now=now)
    member = _member(asked.person, purpose)
    if purpose == Purpose.TO_UNIT:
        text = text_for(member, asked.translate)
        return disclosures.give(member, seen=seen, text=text, by=asked.person, now=now)
    text = _read(purpose, asked, seen)
    return members.agree_to_matching(member, text, by=asked.person, now=now)


def wrong_with(asked: Asked, given: Mapping[str, Any]) -> str:
    """What is wrong with the address that was given for a channel; empty when nothing is."""
    needs = {name: needs_address for name, _, needs_address in asked.channels}
    if given["purpose"] != Purpose.MESSAGES or given["channel"] not in needs:
        return ""
    way = {**given, "topics": list(Topic)}
    return schemas.wrong_with(way, needs).get("address", "")


def withdraw(person: Person, purpose: Purpose, *, channel: str = "", now: datetime) -> None:
    """The person does not agree from now on; nothing happens where they do not. NotFound as
    above."""
    if purpose == Purpose.MESSAGES:
        notices.stop(person.id, channel, now=now)
        return
    member = _member(person, purpose)
    standing = standing_of(person.id, purpose)
    if purpose == Purpose.MATCHING:
        members.choose_matching(member, False, by=person, now=now)
    elif standing is not None:
        disclosures.withdraw(member, standing, by=person, now=now)


def end(person: Person, consent: Consent, *, now: datetime) -> None:
    """Nothing is done by this consent of the person from now on; one that ended stays ended."""
    if consent.withdrawn_at is None:
        withdraw(person, Purpose(consent.purpose), channel=consent.receiver, now=now)


def _read(purpose: Purpose, asked: Asked, seen: str) -> str:
    text = words.text_of(purpose, asked.translate)
    if digest_of(text) != seen:
        raise Overtaken
    return text


def _require_open(asked: Asked, channel: str) -> None:
    if channel not in {name for name, _, _ in asked.channels}:
        raise NotFound("channel", channel)


def _topics(person: Person, channel: str) -> Collection[Topic]:
    """What they chose there before; everything that concerns them where they chose nothing."""
    for one in addresses_of(person.id):
        if one.channel == channel:
            return [Topic(topic) for topic in one.topics]
    return [one for one in Topic if one != Topic.WORK or person.is_staff]


def _member(person: Person, purpose: Purpose) -> Member:
    member = of_person(person)
    if member is None:
        raise NotFound("consent", purpose)
    return member
