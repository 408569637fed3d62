"""Looking again and again whether something is to be done, in a thread or in a process apart."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Look:
    """What is done at each look, and how many seconds pass between two."""

    name: str
    act: Callable[[], object]
    pause: float


class Looking:
    """Looks until told to stop. Trouble in one look does not keep the next from being tried."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._stopped = Event()

    def start(self) -> None:
        """Looks happen in a thread that ends with the process; whatever is cut in half by that is
        done by the next one who looks."""
        Thread(target=self.until_stopped, name=self._look.name, daemon=True).start()

    def stop(self) -> None:
        """No further look is begun."""
        self._stopped.set()

    def until_stopped(self) -> None:
        """What was to be done whenever we looked has been tried."""
        while not self._stopped.is_set():
            try:
                self._look.act()
            except Exception:
                # The next look may find the database again.
                log.exception("look_failed", extra={"look": self._look.name})
            self._stopped.wait(self._look.pause)
