"""A second proof: made on a device, typed by people, good once."""

from __future__ import annotations

import base64
from datetime import timedelta
from threading import Thread

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from volunteer.db import db, transaction
from volunteer.people import second_factor
from volunteer.people.second_factor import SpareCode

SECRET = b"known to tests only."
HALF_A_MINUTE = timedelta(seconds=30)


def code_at(moment):
    """What Li's device shows at that moment."""
    return TOTP(SECRET, 6, SHA1(), 30).generate(int(moment.timestamp())).decode()


@pytest.fixture
def factor(li, now):
    """Li has set it up."""
    with transaction():
        second_factor.begin(li.id, base64.b32encode(SECRET).decode(), now=now)
    return li.id


def used(person_id, typed, now):
    with transaction():
        factor = second_factor.factor_of(person_id, held=True)
        return second_factor.use(factor, typed, now=now)


def test_a_code_works_once_however_it_is_typed(factor, now):
    code = code_at(now)
    wide = "".join(chr(ord(one) + 0xFEE0) for one in code)

    assert used(factor, f" {wide[:3]} {wide[3:]}\t", now)
    assert not used(factor, code, now)
    assert not used(factor, f"{code[:3]}-{code[3:]}", now + HALF_A_MINUTE)


@pytest.mark.parametrize(
    ("late", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_device_may_be_half_a_minute_off(factor, now, late, good):
    assert used(factor, code_at(now + late * HALF_A_MINUTE), now) == good


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "ⅫⅫ", "abcdef"])
def test_what_is_no_code_opens_nothing(factor, now, typed):
    assert not used(factor, typed, now)


def test_of_many_at_one_moment_one_gets_in(app, factor, now):
    code, came = code_at(now), []

    def one():
        with app.app_context():
            came.append(used(factor, code, now))

    crowd = [Thread(target=one) for _ in range(16)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()

    assert sum(came) == 1


def test_a_code_on_paper_works_once_and_is_kept_as_a_hash(factor, now):
    with transaction():
        codes = second_factor.confirm(second_factor.factor_of(factor), now=now)

    kept = set(db.session.scalars(sa.select(SpareCode.code_hash)))
    assert len(codes) == len(kept) == 10 and not kept & set(codes)
    with transaction():
        came = [second_factor.use_spare(factor, codes[0].upper(), now=now) for _ in range(2)]
    assert came == [True, False] and second_factor.spare_left(factor) == 9


def test_nobody_uses_the_paper_of_somebody_else(factor, zhou, now):
    with transaction():
        code = second_factor.confirm(second_factor.factor_of(factor), now=now)[0]

    with transaction():
        assert not second_factor.use_spare(zhou.id, code, now=now)
