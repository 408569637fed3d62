"""What the log says: one line for one event, with ids and never with what people wrote.

Nothing that somebody typed begins a line of its own: values are quoted, tracebacks stand indented.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

from flask import Flask, Response, g, request

log = logging.getLogger(__name__)
# Asked wrongly, not let in, not for them, not there, too large, too often.
REFUSALS = {400, 401, 403, 404, 413, 429}
PLAIN = re.compile(r"[\w./:<>-]+")
OWN = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


class Lines(logging.Formatter):
    """The moment in UTC, how grave, who says so, the event, and its facts as `name=value`."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        facts = [
            f"{name}={_value(value)}" for name, value in vars(record).items() if name not in OWN
        ]
        said = json.dumps(record.getMessage(), ensure_ascii=False)[1:-1]
        line = " ".join([moment, record.levelname, record.name, said, *facts])
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return "\n  ".join(line.splitlines())


def speak_in_lines() -> None:
    """What happens is told on standard error, unless whoever started us chose another way."""
    told = logging.StreamHandler()
    told.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=[told])
    logging.getLogger("volunteer").setLevel(logging.INFO)


def register(app: Flask) -> None:
    """Whatever the service refuses leaves a line."""
    app.after_request(_note_refusal)


def _note_refusal(answer: Response) -> Response:
    rule = request.url_rule
    if answer.status_code in REFUSALS and rule is not None:
        ids = {name: one for name, one in (request.view_args or {}).items() if isinstance(one, int)}
        known = getattr(g.get("_login_user"), "id", None)  # asks nothing: only if it was asked
        facts = {"code": answer.status_code, "method": request.method, "route": rule.rule, **ids}
        log.warning("refused", extra={**facts, "person": known})
    return answer


def _value(value: object) -> str:
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
