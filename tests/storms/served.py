"""The service as the storms serve it: whoever asks so loses everything at the very commit."""

from __future__ import annotations

from flask import has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session

from volunteer.app import create_app
from volunteer.errors import Overtaken

LOSE_HEART = "X-Lose-Heart"
app = create_app()


@event.listens_for(Session, "before_commit")
def lose_heart(_session: Session) -> None:
    """All is written, the places are counted, and then nothing of it happened."""
    if has_request_context() and request.headers.get(LOSE_HEART):
        raise Overtaken
