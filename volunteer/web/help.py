"""How it is done, in short plain steps: a part for each role; one's own come first."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, render_template
from flask_login import current_user

from volunteer.people.models import RoleKind
from volunteer.web.guard import anyone
from volunteer.web.help_words import LEADER, NEWCOMER, OF_ROLES, RESIDENT, Part

pages = Blueprint("help", __name__)


@pages.get("/help")
@anyone
def show() -> str:
    """The parts for what the reader is, and the one for residents, which is for everybody."""
    return render_template("help/show.html", parts=list(_parts()))


def _parts() -> Iterator[Part]:
    if not current_user.is_authenticated:
        yield from (RESIDENT, NEWCOMER)
        return
    held = {RoleKind(one.role) for one in current_user.roles}
    yield from dict.fromkeys(part for role, part in OF_ROLES.items() if role in held)
    if RoleKind.MEMBER in held:
        yield LEADER
    yield RESIDENT
