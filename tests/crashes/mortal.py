"""A process of its own: does what it is told, in a child that kills itself at a chosen moment.

Every line of its input is `act thing moment now`. Moments are counted from one: the moment before
each statement that writes, the one before each commit, and the one after it. The answer is how
many moments there were: at moment 0 nobody dies, and the act is done here. No line of the product
knows of it: SQLAlchemy tells of every statement.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.crashes.acts import ACTS
from volunteer.app import create_app
from volunteer.db import db

WRITES = ("INSERT", "UPDATE", "DELETE")


class Moments:
    """Counts the moments of one act, and at the chosen one ends the process without a word."""

    def __init__(self) -> None:
        self.passed = self.last = 0

    def pass_one(self, *_: object) -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, _connection: object, _cursor: object, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            self.pass_one()


def main() -> None:
    moments = Moments()
    event.listen(Engine, "before_cursor_execute", moments.before)
    event.listen(Engine, "commit", moments.pass_one)
    event.listen(Session, "after_commit", moments.pass_one)
    app = create_app()
    for line in sys.stdin:
        name, thing, last, now = line.split()
        moments.passed, moments.last = 0, int(last)
        child = os.fork() if moments.last else 0
        if child:
            os.waitpid(child, 0)
        else:
            with app.app_context():
                ACTS[name](int(thing), datetime.fromisoformat(now))
                db.session.remove()
                db.engine.dispose()
            if moments.last:
                os._exit(0)
        print(moments.passed, flush=True)


if __name__ == "__main__":
    main()
