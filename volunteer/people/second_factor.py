"""A second proof besides the password: six digits that a device makes anew every half minute.

The secret behind them is sealed at rest like phones and homes, so that a copy of the database makes
no codes. A code is accepted once: the step of time it belongs to is kept, not the digits as typed.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model, db
from volunteer.people.actions import digest
from volunteer.sealing import Sealed

DIGITS, STEP_SECONDS, SECRET_BYTES = 6, 30, 20
SPARE_CODES, SPARE_BYTES = 10, 5
# A device may be half a minute slow or quick, and people type slowly.
NEAR = (0, -1, 1)


class SecondFactor(Model):
    """What the codes of one person are made from; asked for once it is confirmed by a code."""

    __tablename__ = "second_factors"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Sealed("second_factors.secret"))  # in base 32
    last_step: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class SpareCode(Model):
    """A code on paper for the day on which the device is lost; each works once."""

    __tablename__ = "spare_codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    used_at: Mapped[datetime | None]


def factor_of(person_id: int, *, held: bool = False) -> SecondFactor | None:
    """What the person has set up, confirmed or not; `held`, nobody else uses it meanwhile."""
    found = sa.select(SecondFactor).where(SecondFactor.person_id == person_id)
    if held:
        found = found.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(found)


def is_on(person_id: int) -> bool:
    """Whether the person's password alone is not enough."""
    found = factor_of(person_id)
    return found is not None and found.confirmed_at is not None


def spare_left(person_id: int) -> int:
    """How many codes on paper still work."""
    mine = SpareCode.person_id == person_id, SpareCode.used_at.is_(None)
    return db.session.scalar(sa.select(sa.func.count()).where(*mine)) or 0


def begin(person_id: int, secret: str, *, now: datetime) -> None:
    """The person has a new secret (base 32), which counts from its first right code on."""
    take_off(person_id)
    db.session.add(SecondFactor(person_id=person_id, secret=secret, made_at=now))


def take_off(person_id: int) -> None:
    """The password alone is enough again; codes on paper are worth nothing."""
    for table in (SecondFactor, SpareCode):
        db.session.execute(sa.delete(table).where(table.person_id == person_id))


def use(factor: SecondFactor, typed: str, *, now: datetime) -> bool:
    """Whether the six digits are those of this moment, and nobody used them before; now used."""
    code, current = plain(typed), int(now.timestamp()) // STEP_SECONDS
    totp = TOTP(base64.b32decode(factor.secret), DIGITS, SHA1(), STEP_SECONDS)
    for step in (current + near for near in NEAR):
        right = hmac.compare_digest(totp.generate(step * STEP_SECONDS), code.encode())
        if right and step > factor.last_step:
            factor.last_step = step
            return True
    return False


def confirm(factor: SecondFactor, *, now: datetime) -> Sequence[str]:
    """The factor counts from now on; returns the codes for paper, which are kept as hashes only."""
    factor.confirmed_at = now
    codes = [secrets.token_hex(SPARE_BYTES) for _ in range(SPARE_CODES)]
    db.session.add_all(
        SpareCode(person_id=factor.person_id, code_hash=digest(code)) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def use_spare(person_id: int, typed: str, *, now: datetime) -> bool:
    """Whether it is one of the person's unused codes on paper; now it is used."""
    used = db.session.scalar(
        sa.update(SpareCode)
        .where(
            SpareCode.person_id == person_id,
            SpareCode.code_hash == digest(plain(typed)),
            SpareCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(SpareCode.person_id)
    )
    return used is not None


def plain(typed: str) -> str:
    """What was meant: digits of any width, small letters, without spaces and hyphens."""
    return "".join(one for one in unicodedata.normalize("NFKC", typed).lower() if one.isalnum())
