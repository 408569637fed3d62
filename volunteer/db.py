"""The database: base model, aware instants, and the one place where all or nothing happens."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    declared_attr,
    mapped_column,
    registry,
)
from sqlalchemy.orm.exc import StaleDataError

from volunteer.errors import REFUSALS, Busy, DomainError, OutOfOrder, Overtaken
from volunteer.writer import only_writer

CHECKPOINT_EVERY = 500  # commits
# Read-only, trouble reading or writing, full, not to be opened; by the code in its lowest byte.
SQLITE_IS_AWAY = {8, 10, 13, 14}
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware going in, stored in UTC, aware coming out, on both engines."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            dict[str, Any]: sa.JSON(),
            list[Any]: sa.JSON(),
        },
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True
else:
    Model = db.Model


class Revised:
    """A row that two hands may reach for at once: whoever saves second is told (Overtaken)."""

    revision: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.revision}


def is_alone() -> bool:
    """Whether whoever writes is the only one (SQLite): what was read in the transaction stays true,
    and rows need no locks."""
    return db.engine.dialect.name == "sqlite"


def in_transaction() -> bool:
    """Whether what happens now is inside of transaction()."""
    return "in_transaction" in db.session().info


@event.listens_for(Session, "before_flush")
def _refuse_writes_outside(session: Session, _context: object, _instances: object) -> None:
    if not session.info.get("in_transaction"):
        raise RuntimeError("a write outside transaction()")


@contextlib.contextmanager
def reading() -> Iterator[Session]:
    """What is read inside is as it was at one moment, and is let go afterwards: while something
    takes its time, no connection is held, and nobody waits. What changes meanwhile is for a
    transaction to look at again."""
    session = db.session()
    if in_transaction():
        raise RuntimeError("reading() would undo what a transaction has done so far")
    _forget(session)
    try:
        if not is_alone():
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session
    finally:
        session.rollback()


def in_one() -> dict[str, Any]:
    """How a connection is asked for when what happens on it is one transaction, all or nothing."""
    return {"writes": True} if is_alone() else {"isolation_level": "READ COMMITTED"}


def _forget(session: Session) -> None:
    """Ends the reading that came before: what comes now reads afresh."""
    session.rollback()
    session.expire_all()  # also what a transaction has kept


@contextlib.contextmanager
def transaction(*, keep: bool = False) -> Iterator[Session]:
    """Everything inside happens, or none of it does. With `keep` what was read and written inside
    stays at hand afterwards, as it was at the commit, and is not asked for again.

    Raises Overtaken when somebody else changed a row that was read here, Busy when the database
    could not be had in time, and the DomainError that a refusing constraint stands for.
    """
    session = db.session()
    if in_transaction():
        raise RuntimeError("transaction() does not nest: actions never open one")
    _forget(session)
    with only_writer(db.engine):
        session.info["in_transaction"] = True
        try:
            session.connection(execution_options=in_one())
            yield session
            session.expire_on_commit = not keep
            session.commit()
        except StaleDataError as stale:
            session.rollback()
            raise Overtaken from stale
        except IntegrityError as refused:
            session.rollback()
            raise _meaning(refused) from refused
        except PoolTimeout as full:
            session.rollback()
            raise Busy from full
        except OperationalError as trouble:
            session.rollback()
            if _is_passing(trouble):
                raise Busy from trouble
            raise
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.info["in_transaction"]
            _checkpoint_now_and_then()


def fold_log() -> None:
    """What was overwritten or removed is in no file of the database any more, the write-ahead log
    included, as soon as nobody reads from it. After the transaction."""
    if is_alone():
        db.session.rollback()
        with only_writer(db.engine):
            _checkpoint("TRUNCATE")


def _meaning(refused: IntegrityError) -> Exception:
    """The domain error that the refusing constraint stands for, or the refusal itself."""
    diagnosis = getattr(refused.orig, "diag", None)
    if diagnosis is not None:
        name = diagnosis.constraint_name
    else:
        # SQLite names CHECK constraints and our triggers, but a unique index by its columns.
        text = str(refused.orig).split(" constraint failed: ")[-1]
        name = UNIQUE_COLUMNS.get(text, text)
    error: type[DomainError] | None = REFUSALS.get(name)
    return error() if error else refused


UNIQUE_COLUMNS = {
    "orders.need_id, orders.attempt, orders.seat_no": "one_seat",
    "orders.need_id, orders.attempt, orders.member_id": "one_order_per_member",
    "orders.given_by_id": "one_hand_over_at_a_time",
    "orders.need_id, orders.attempt, orders.card_pair": "one_use_of_a_pair",
    "people.login_index": "login_is_unique",
    "identities.issuer, identities.subject_index": "one_person_per_identity",
    "identities.person_id, identities.issuer": "one_identity_per_issuer",
    "roles.person_id, roles.community_id, roles.role": "one_role_at_a_time",
    "roles.person_id, roles.district_id": "one_district_office_at_a_time",
    "roles.person_id, roles.subdistrict_id": "one_subdistrict_office_at_a_time",
    "confirmations.need_id, confirmations.attempt": "one_word_per_attempt",
    "consents.person_id, consents.purpose, consents.receiver": "one_consent_at_a_time",
    "consents.person_id": "one_unit_at_a_time",
    "expectations.community_id": "one_expectation_at_a_time",
    "photos.name": "uq_photos_name",
    "photos.need_id, photos.place": "one_photo_at_a_place",
    "follow_ups.need_id, follow_ups.attempt": "one_follow_up_per_attempt",
    "sampling_seeds.month": "pk_sampling_seeds",
    "alarms.alarm, alarms.thing_id, alarms.since": "pk_alarms",
    "job_runs.job, job_runs.period": "pk_job_runs",
    "addresses.person_id, addresses.channel": "pk_addresses",
    "members.person_id": "uq_members_person_id",
    "occurrences.series_id, occurrences.day": "pk_occurrences",
    "occurrences.need_id": "uq_occurrences_need_id",
    "records.order_id": "uq_records_order_id",
    "series.pattern_id": "uq_series_pattern_id",
    ", ".join(
        f"unit_letters.{one}" for one in ("community_id", "receiver", "quarter")
    ): "one_letter_a_quarter",
}


def _is_passing(trouble: OperationalError) -> bool:
    state = getattr(trouble.orig, "sqlstate", None)
    # serialization failure, deadlock, lock not available, statement timeout
    return state in {"40001", "40P01", "55P03", "57014"} or "database is locked" in str(trouble)


def trouble_with(error: DBAPIError | PoolTimeout) -> DomainError | None:
    """What it means for whoever asked that the database did not answer; None where the database
    is well and did not understand us."""
    if isinstance(error, PoolTimeout):
        return Busy()
    if isinstance(error, OperationalError) and _is_passing(error):
        return Busy()
    sqlite = getattr(error.orig, "sqlite_errorcode", None)
    if sqlite is not None:
        return OutOfOrder() if sqlite & 0xFF in SQLITE_IS_AWAY else None
    return OutOfOrder() if isinstance(error, OperationalError | InterfaceError) else None


_commits = 0


def _checkpoint_now_and_then() -> None:
    """The write-ahead log is folded back while we are still the only writer."""
    global _commits
    if not is_alone():
        return
    _commits += 1
    if _commits % CHECKPOINT_EVERY == 0:
        _checkpoint("PASSIVE")


def _checkpoint(how: str) -> None:
    connection = db.engine.raw_connection()
    try:
        connection.driver_connection.execute(f"PRAGMA wal_checkpoint({how})")  # type: ignore[union-attr]
    finally:
        connection.close()
