"""What always holds of hours that were brought in is missed when somebody tampers with them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.build import undone
from tests.test_invariants import rules_broken, take_guards_away
from volunteer.db import db
from volunteer.records.ledger import broken_links

STANDS = "Hours from elsewhere are in the ledger exactly while their import stands approved"
SUMS = "An import says of itself what its lines say"
TAMPERINGS = {
    "UPDATE earlier_hours SET minutes = minutes + 1 WHERE id = 1": {STANDS, SUMS},
    "UPDATE imports SET status = 'undone'": {
        STANDS, "The state of the import is the one its history ends with",
    },
    "UPDATE imports SET reviewer_id = brought_by_id": {
        "Whoever brought hours in did not approve them",
    },
    "UPDATE earlier_hours SET community_id = 2": {
        "Hours from elsewhere are in the community that brought them, and in the ledger so",
    },
}  # fmt: skip


@pytest.mark.engine("sqlite")  # there the constraints can be taken away as well
@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_was_done_behind_its_back_is_seen(app, tampering):
    with undone():
        take_guards_away()
        db.session.execute(sa.text(tampering))

        assert rules_broken() == TAMPERINGS[tampering]
        assert list(broken_links()) == []
