"""What always holds of what was told is missed when somebody tampers with it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.build import undone
from tests.disclosures.conftest import write
from tests.test_invariants import rules_broken, take_guards_away
from volunteer.db import db

AGREED = "Nobody is told of without a consent that held at that moment"
SAID = "A letter says what was seen, and a row tells of everybody in it"
UNTOLD = "Whoever agreed, or took it back, has a row of history that says so"
UNKNOWN = "Every consent is to words that are known"
TAMPERINGS = {
    "UPDATE consents SET receiver = '别的'": {AGREED},
    "UPDATE consents SET given_at = '2030-01-01 00:00:00.000000+00:00'": {AGREED},
    # At that very moment it still held.
    "UPDATE consents SET withdrawn_at = given_at": {UNTOLD},
    "UPDATE consents SET given_at = '2020-01-01 00:00:00.000000+00:00',"
    " withdrawn_at = '2020-01-02 00:00:00.000000+00:00'": {AGREED, UNTOLD},
    "UPDATE consents SET version = '0'": {UNKNOWN},
    "UPDATE unit_letters SET digest = ''": {SAID},
    "DELETE FROM disclosures": {SAID},
}


@pytest.mark.engine("sqlite")  # there the constraints can be taken away as well
@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_was_done_behind_its_back_is_seen(agreed, wang, now, tampering):
    write(wang, now)
    with undone():
        take_guards_away()
        db.session.execute(sa.text(tampering))

        assert rules_broken() == TAMPERINGS[tampering]
