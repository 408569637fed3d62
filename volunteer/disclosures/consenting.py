"""What a member reads before they agree that their work unit is told."""

from __future__ import annotations

from collections.abc import Callable

from volunteer.consents.models import Purpose
from volunteer.consents.words import text_of
from volunteer.members.models import Member


def text_for(member: Member, translate: Callable[[str], str]) -> str:
    """The words of now about their own community and work unit, line by line."""
    names = {"community": member.community.name, "unit": member.unit_name}
    return text_of(Purpose.TO_UNIT, translate, **names)
