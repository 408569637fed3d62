"""By the link alone: nobody calls any more, at once; and may call again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.api.conftest import Asker, Clock
from tests.build import a_record, an_open_need
from tests.cast import Cast
from tests.web.staff import a_word
from volunteer.db import transaction
from volunteer.people.models import Person
from volunteer.reviews import following
from volunteer.reviews.models import Outcome


def test_a_resident_says_no_to_the_call_and_the_caller_has_none(
    cast: Cast,
    nobody: Asker,
    asking_as: Callable[[Person], Asker],
    now: datetime,
    clock: Clock,
) -> None:
    need = an_open_need(now)
    a_record(need, cast["li"], now)
    a_word(need, Outcome.SOLVED, now)
    with transaction():
        following.draw(need, now=need.ends_at)
    clock.now = need.ends_at
    caller, key = asking_as(cast["chen"]), f"/needs/follow/{need.number}/{need.link_secret}"
    [call] = caller.seen("/follow-ups")["items"]

    assert nobody.done(f"{key}/refuse-calls")["no_call_since"]
    assert caller.seen("/follow-ups")["items"] == []
    for verb in ("contact", "not-reached"):
        assert caller.post(f"/follow-ups/{call['id']}/{verb}").status_code == 404

    assert nobody.done(f"{key}/allow-calls")["no_call_since"] is None
    assert caller.seen("/follow-ups")["items"] == [call]
