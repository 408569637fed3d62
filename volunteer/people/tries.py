"""How often somebody tried to prove who they are: counted for each account and lane, in rows.

A lane is where the tries come from: each device on which the account was signed in has its own,
all strangers share one. So whoever guesses is stopped, and stops nobody but strangers
(docs/decisions/0016). Tries are counted before they are looked at: of many at one moment no more
than allowed get through. Accounts that do not exist are counted in the same way.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model, db
from volunteer.errors import TooManyTries

MOST, WINDOW = 10, timedelta(minutes=15)
MOST_IN_A_ROW, COOL_DOWN = 100, timedelta(days=1)
FORGOTTEN_AFTER = timedelta(days=30)


class Lane(Model):
    """Tries in the window that ends at `window_ends_at`, and in a row since the last right one.

    The key is a keyed digest: it tells neither the account nor the device.
    """

    __tablename__ = "lanes"

    key: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    window_ends_at: Mapped[datetime]
    in_a_row: Mapped[int]
    closed_until: Mapped[datetime | None]
    tried_at: Mapped[datetime] = mapped_column(index=True)


def count(key: str, *, now: datetime, most: int = MOST) -> None:
    """One more try is counted. Raises TooManyTries when this one is not to be looked at.

    At most so many in a window of 15 minutes; after a hundred in a row the lane rests for a day.
    """
    lane = _held(key, now)
    if lane.window_ends_at <= now:
        lane.tries, lane.window_ends_at = 0, now + WINDOW
    if lane.tries >= most or (lane.closed_until and lane.closed_until > now):
        raise TooManyTries
    lane.tries, lane.in_a_row, lane.tried_at = lane.tries + 1, lane.in_a_row + 1, now
    if lane.in_a_row >= MOST_IN_A_ROW:
        lane.in_a_row, lane.closed_until = 0, now + COOL_DOWN


def forgive(key: str) -> None:
    """The try was right: nothing has been tried in this lane."""
    db.session.execute(sa.delete(Lane).where(Lane.key == key))


def _held(key: str, now: datetime) -> Lane:
    """The lane, which nobody else counts in until we are done; those long unused are gone."""
    old = sa.select(Lane.key).where(Lane.tried_at <= now - FORGOTTEN_AFTER)
    db.session.execute(
        sa.delete(Lane).where(Lane.key.in_(old.with_for_update(skip_locked=True))),
        execution_options={"synchronize_session": False},
    )
    insert = insert_sqlite if db.engine.dialect.name == "sqlite" else insert_postgres
    fresh = {"key": key, "tries": 0, "in_a_row": 0, "window_ends_at": now, "tried_at": now}
    db.session.execute(insert(Lane).values(fresh).on_conflict_do_nothing())
    return db.session.scalars(
        sa.select(Lane)
        .where(Lane.key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
