"""Taking a consent back crosses the writing of the letter: two transactions, in both orders."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from tests.disclosures.conftest import LIBRARY, SPRING, agree, seen, take_back
from tests.imports.conftest import LI, approved, bring, in_csv
from tests.storms.crowd import somebody
from tests.storms.guards import A_WHILE, DONE, outcome
from volunteer.consents.models import Consent
from volunteer.db import db
from volunteer.disclosures import actions
from volunteer.disclosures.models import Disclosure
from volunteer.invariants import broken
from volunteer.places.queries import community


class Meanwhile:
    """Somebody else who begins while one's own transaction is open, and may have to wait."""

    def __init__(self, act: Callable[[], str]) -> None:
        self._came: list[str] = []
        self._other = threading.Thread(target=lambda: self._came.append(act()))

    def __call__(self) -> None:
        self._other.start()
        self._other.join(A_WHILE)  # in vain: what is locked is waited for

    def came(self) -> str:
        self._other.join()
        return self._came[0]


@pytest.fixture
def both(cast, li, wang, now):
    """Wang writes what he has seen of Li; Li takes the consent back."""
    approved(bring(in_csv(LI), wang, now), cast["qian"], now)
    consent, hash_seen = agree(li, now).id, seen().seen

    def write(by: int) -> None:
        actions.write(
            community(1), unit=LIBRARY, quarter=SPRING, seen=hash_seen, by=somebody(by), now=now
        )

    def withdraw(by: int) -> None:
        take_back(somebody(by), consent, now)

    acts = partial(write, wang.id), partial(withdraw, li.id)
    db.session.rollback()
    return acts


def told() -> int:
    db.session.rollback()
    return db.session.query(Disclosure).count()


def test_whoever_took_it_back_first_is_not_told_of(app, guards, both):
    write, withdraw = both
    letter = Meanwhile(partial(outcome, guards.other, write))

    with guards.without(at="UPDATE consents", meanwhile=letter):
        assert outcome(app, withdraw) == DONE
        assert letter.came() == "Overtaken"

        assert told() == 0 and list(broken()) == []


def test_whoever_takes_it_back_meanwhile_waits_for_the_letter(app, guards, both):
    write, withdraw = both
    back = Meanwhile(partial(outcome, guards.other, withdraw))

    with guards.without(at="INSERT INTO unit_letters", meanwhile=back):
        assert outcome(app, write) == DONE
        assert back.came() == DONE

        assert told() == 1 and list(broken()) == []
        [consent] = db.session.query(Consent).filter_by(purpose="to_unit")
        assert consent.withdrawn_at is not None
