"""Whoever keeps the clocks: a thread of the serving process, or a process of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from threading import Event, Thread

from volunteer.dispatch.rules import Rules
from volunteer.jobs.running import run_due
from volunteer.jobs.table import JOBS

log = logging.getLogger(__name__)
PAUSE = 15.0  # seconds between two looks at what is due; periods are longer


class Runner:
    """Looks again and again at what is due, until told to stop.

    `enter` opens the service for one look (its application context, with a session of its own);
    `clock` is asked once for each look.
    """

    def __init__(
        self,
        enter: Callable[[], AbstractContextManager[object]],
        rules: Rules,
        *,
        clock: Callable[[], datetime],
        pause: float = PAUSE,
    ) -> None:
        self._enter, self._rules, self._clock, self._pause = enter, rules, clock, pause
        self._stopped = Event()

    def start(self) -> None:
        """Looks happen in a thread that ends with the process; no step is cut in half by that."""
        Thread(target=self.look_until_stopped, name="jobs", daemon=True).start()

    def stop(self) -> None:
        """No further look is begun."""
        self._stopped.set()

    def look_until_stopped(self) -> None:
        """What was due whenever we looked has been done."""
        while not self._stopped.is_set():
            try:
                with self._enter():
                    for _ran in run_due(JOBS, self._rules, now=self._clock()):
                        pass
            except Exception:
                log.exception("jobs_failed")  # the next look may find the database again
            self._stopped.wait(self._pause)
