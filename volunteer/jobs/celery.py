"""The same looks on any number of machines, by Celery.

Celery only says when somebody looks. What is due, and that no two do it, is in the database, so a
look may be fired twice, late, or by two beats at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from volunteer.jobs.looking import Look
from volunteer.settings import BadSetting

EXPIRES = 15.0  # seconds


def celery_for(broker: str, looks: Iterable[Look]) -> Any:
    """A Celery application that knows each look as a task, and whose beat fires it.

    Raises BadSetting when there is no broker, or Celery is not installed.
    """
    if not broker:
        raise BadSetting("Set VOLUNTEER_CELERY_BROKER first, such as redis://127.0.0.1/0.")
    try:
        celery = import_module("celery")
    except ImportError:
        raise BadSetting(
            "VOLUNTEER_CELERY_BROKER needs the extra `celery`: install volunteer[celery]."
        ) from None
    found = celery.Celery("volunteer", broker=broker, set_as_current=False)
    found.conf.update(
        task_default_queue="volunteer",
        task_ignore_result=True,
        broker_connection_retry_on_startup=True,
        worker_hijack_root_logger=False,
        # Beat keeps nothing: when a look is missed, the next one does it all.
        beat_scheduler="celery.beat:Scheduler",
        beat_schedule={
            look.name: {
                "task": look.name,
                "schedule": look.pause,
                # A queue nobody empties does not pile up; a worker may be some looks behind.
                "options": {"expires": max(look.pause, EXPIRES)},
            }
            for look in looks
        },
    )
    for look in looks:
        found.task(name=look.name, shared=False)(_task(look))
    return found


def _task(look: Look) -> Any:
    def act() -> None:
        look.act()

    return act
