"""How often somebody asked, counted in the database: shared by all processes, kept over restarts.

Counting in memory would allow each process its own number of tries. What is kept of an address
is a keyed digest, and that only until somebody tries after the window has ended.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from limits.storage import Storage
from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from volunteer import clock
from volunteer.db import Model, db, transaction


class Rate(Model):
    """So many tries in a window that ends at this moment."""

    __tablename__ = "rates"

    key: Mapped[str] = mapped_column(primary_key=True)
    hits: Mapped[int]
    ends_at: Mapped[datetime]


class DatabaseStorage(Storage):
    """What Flask-Limiter counts in when its storage is `database://`."""

    STORAGE_SCHEME: list[str] | None = ["database"]  # noqa: RUF012 - declared so above us

    @property
    def base_exceptions(self) -> type[Exception]:
        return sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """The number of tries in this window, these included; a new window lasts `expiry` s."""
        insert = insert_sqlite if db.engine.dialect.name == "sqlite" else insert_postgres
        now, kept = clock.now(), _kept(key)
        counted = (
            insert(Rate)
            .values(key=kept, hits=amount, ends_at=now + timedelta(seconds=expiry))
            .on_conflict_do_update(index_elements=["key"], set_={"hits": Rate.hits + amount})
            .returning(Rate.hits)
        )
        with transaction() as session:
            # Of everybody, so that nothing is kept; what somebody else holds, they clear away.
            over = sa.select(Rate.key).where(Rate.ends_at <= now).with_for_update(skip_locked=True)
            session.execute(sa.delete(Rate).where(Rate.key.in_(over)))
            return int(session.scalar(counted) or 0)

    def get(self, key: str) -> int:
        """The number of tries in the window that runs."""
        running = Rate.key == _kept(key), Rate.ends_at > clock.now()
        return db.session.scalar(sa.select(Rate.hits).where(*running)) or 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds of Unix time; now when none runs."""
        ends = db.session.scalar(sa.select(Rate.ends_at).where(Rate.key == _kept(key)))
        return max(ends or clock.now(), clock.now()).timestamp()

    def check(self) -> bool:
        """The database answers."""
        return db.session.scalar(sa.text("SELECT 1")) == 1

    def reset(self) -> None:
        """Nobody has tried anything."""
        with transaction() as session:
            session.execute(sa.delete(Rate))

    def clear(self, key: str) -> None:
        """Whoever the key stands for has tried nothing."""
        with transaction() as session:
            session.execute(sa.delete(Rate).where(Rate.key == _kept(key)))


def _kept(key: str) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.digest(secret, key.encode(), "sha256").hex()
