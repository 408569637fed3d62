"""The service as the storms serve it: whoever asks so loses everything at the very commit, and each
answer says how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.storms import LOSE_HEART, TOOK
from volunteer.errors import Overtaken
from wsgi import app


@event.listens_for(Session, "before_commit")
def lose_heart(_session: Session) -> None:
    """All is written, the places are counted, and then nothing of it happened."""
    if has_request_context() and request.headers.get(LOSE_HEART):
        raise Overtaken


def timed(inner: Any) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """Each answer says how long a thread was at it, and its processor (seconds)."""

    def serve(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        began, busy = time.perf_counter(), time.thread_time()

        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            took = f"{time.perf_counter() - began:.6f} {time.thread_time() - busy:.6f}"
            return start(status, [*headers, (TOOK, took)], *more)

        return iter(inner(environ, begin))

    return serve


app.wsgi_app = timed(app.wsgi_app)  # type: ignore[method-assign]
