"""How often each page asks the database is fixed, however many rows its lists have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from tests.web.busy import a_busy_community
from volunteer.db import db

MOST = 15
PAGES = {
    "home": ("nobody", "/", 3),
    "post": ("nobody", "/needs/new", 3),
    "follow": ("nobody", "/follow/{need.number}/{need.link_secret}", 8),
    "me": ("zhou", "/me/", 14),
    "me with offers": ("li", "/me/", 14),
    "hall": ("zhou", "/hall", 12),
    "order": ("zhou", "/orders/{order.id}", 10),
    "hours": ("zhou", "/me/hours", 12),
    "profile": ("zhou", "/me/profile", 9),
    "notices": ("zhou", "/me/notices", 3),
    "calendar": ("zhou", "/me/calendar", 3),
    "account": ("zhou", "/me/account", 4),
    "channels": ("zhou", "/me/channels", 4),
    "workbench": ("wang", "/workbench", 11),
    "search": ("wang", "/search?q=z", 8),
    "needs list": ("wang", "/needs/", 6),
    "need": ("wang", "/needs/{need.id}", 15),
    "rounds": ("wang", "/rounds/", 6),
    "board": ("wang", "/rounds/{round_id}", 7),
    "records review": ("wang", "/records/", 9),
    "record": ("wang", "/records/{record.id}", 14),
    "regular help": ("wang", "/series/", 3),
    "series": ("wang", "/series/{series_id}", 7),
    "my regular help": ("zhou", "/me/series", 12),
    "asking": ("wang", "/communities/1/asking", 6),
    "figures": ("wang", "/communities/1/figures", 10),
    "registrations": ("wang", "/registrations/", 6),
    "registration": ("wang", "/registrations/{registration_id}", 10),
}


@contextmanager
def asked() -> Iterator[list[str]]:
    """What is asked of the database inside, statement by statement."""
    said: list[str] = []

    def hear(*given: object) -> None:
        statement = str(given[2])
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    yield said
    event.remove(db.engine, "before_cursor_execute", hear)


def test_a_page_asks_a_fixed_number_of_questions(cast, now, visitor, reading_as) -> None:
    busy = a_busy_community(cast, now)
    readers = {"nobody": visitor} | {who: reading_as(cast[who]) for who in ("li", "zhou", "wang")}
    addresses = {name: path.format_map(vars(busy)) for name, (_, path, _) in PAGES.items()}
    found = {}
    for name, (who, _, _) in PAGES.items():
        with asked() as said:
            readers[who].opens(addresses[name])
        assert readers[who].path == addresses[name].partition("?")[0]
        found[name] = len(said)

    expected = {name: number for name, (_, _, number) in PAGES.items()}
    assert found == expected, (
        "A page that asks more than before may ask once for each row of a list: load them\n"
        "together (selectinload, joinedload, one query by ids). If it has good reason, say so\n"
        f"in the commit and change the number; {MOST} is the most."
    )
    assert max(expected.values()) <= MOST
