"""A line of the log is one event, whatever stands in its facts."""

from __future__ import annotations

import logging

import pytest

from volunteer.log import Lines

FORGED = "\n2026-11-24T09:00:00+00:00 INFO volunteer.door signed_in person=1"
BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")


def told(message: str, error: Exception | None = None, **facts: object) -> str:
    kept = {"name": "volunteer.gate", "levelname": "WARNING", "created": 1_795_000_000.0}
    record = logging.makeLogRecord({**kept, "msg": message, **facts})
    record.exc_info = (type(error), error, None) if error else None
    return Lines().format(record)


def test_who_what_and_when_stand_in_one_line() -> None:
    line = told("refused", code=403, route="/needs/<int:need_id>/triage", need_id=7, person=4)

    assert line == (
        "2026-11-18T11:06:40+00:00 WARNING volunteer.gate refused"
        " code=403 route=/needs/<int:need_id>/triage need_id=7 person=4"
    )


@pytest.mark.parametrize("end", BREAKS)
def test_no_line_is_smuggled_in(end: str) -> None:
    forged = end + FORGED[1:]

    lines = told("refused" + forged, ValueError("wrong" + forged), why="x" + forged).splitlines()

    assert [line for line in lines if line.startswith("2026-11-24")] == []
    assert len([line for line in lines if not line.startswith("  ")]) == 1
