"""What somebody may choose about their data: every purpose that asks for consent, given or taken
back by one press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from volunteer.consents import words
from volunteer.consents.actions import digest_of
from volunteer.consents.models import Consent, Purpose
from volunteer.consents.queries import standing_of
from volunteer.disclosures import actions as disclosures
from volunteer.disclosures.consenting import text_for
from volunteer.errors import NotFound
from volunteer.members.models import Member
from volunteer.members.queries import of_person
from volunteer.people.models import Person

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Choice:
    """A purpose as it stands for somebody: the words of now and their hash (`seen`), and the
    consent that was not taken back, whatever it is worth."""

    purpose: Purpose
    text: str
    standing: Consent | None
    receiver: str = ""

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


def choices(person: Person, translate: Translate) -> list[Choice]:
    """Every purpose that asks this person, in a fixed order."""
    member = of_person(person)
    return [_to_unit(member, translate)] if member is not None else []


def give(
    person: Person, purpose: Purpose, *, seen: str, translate: Translate, now: datetime
) -> Consent:
    """The person agrees from now on. Raises NotFound where the purpose does not ask them, Overtaken
    when what was `seen` is not the text of now."""
    member = _member(person, purpose)
    text = text_for(member, translate)
    return disclosures.give(member, seen=seen, text=text, by=person, now=now)


def withdraw(person: Person, purpose: Purpose, *, now: datetime) -> None:
    """The person does not agree from now on; nothing happens where they do not. NotFound as
    above."""
    _member(person, purpose)
    standing = standing_of(person.id, purpose)
    if standing is not None:
        end(person, standing, now=now)


def end(person: Person, consent: Consent, *, now: datetime) -> None:
    """Nothing is done by this consent of the person from now on."""
    disclosures.withdraw(_member(person, consent.purpose), consent, by=person, now=now)


def _to_unit(member: Member, translate: Translate) -> Choice:
    return Choice(
        Purpose.TO_UNIT,
        text_for(member, translate),
        standing_of(member.person_id, Purpose.TO_UNIT),
        member.unit_name,
    )


def _member(person: Person, purpose: Purpose) -> Member:
    member = of_person(person)
    if member is None:
        raise NotFound("consent", purpose)
    return member
