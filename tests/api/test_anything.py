"""Whatever is sent, the API answers as it describes itself, and never with a 500.

API_EXAMPLES=200 looks further, and `--cases 300000` as each kind of person; the default is quick.
"""

from __future__ import annotations

import contextvars
import os
from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.conftest import Asker
from tests.build import a_need, a_record, an_accepted_order, an_offer, an_open_need
from tests.cast import Cast
from tests.officers import above, entrusted
from volunteer.db import db
from volunteer.door import LARGEST_ID
from volunteer.people.models import Person
from volunteer.places.models import Community

load_all_checks()
EXAMPLES = int(os.environ.get("API_EXAMPLES", "2"))
AT_ONCE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="API_EXAMPLES" not in os.environ,
    database=None,
    phases=[Phase.generate],  # what is found here is shrunk by hand: each try leaves rows
    suppress_health_check=list(HealthCheck),
)


OFFICES = ("zheng", "xu", "jin", "yan", "shen", "admin")
EVERYBODY = ("li", "zhou", "wu", "he", "chen", *OFFICES)


def on_one(who: str, mode: GenerationMode) -> Any:
    """Asking takes seconds; whoever may do most asks both databases, and asks wrongly for all."""
    return pytest.param(who, mode, marks=pytest.mark.engine("sqlite"))


@pytest.mark.parametrize(
    ("who", "mode"),
    [
        on_one("nobody", GenerationMode.POSITIVE),
        on_one("li", GenerationMode.POSITIVE),
        on_one("wang", GenerationMode.NEGATIVE),
        ("wang", GenerationMode.POSITIVE),
    ],
)
@pytest.mark.usefixtures("a_lived_in_place")
def test_the_api_keeps_its_word(
    app: Flask,
    who: str,
    mode: GenerationMode,
    cast: Cast,
    asking_as: Callable[[Person], Asker],
) -> None:
    token = "" if who == "nobody" else asking_as(cast[who]).token
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    for operation in operations(app, mode):

        @AT_ONCE
        @given(operation.as_strategy(generation_mode=mode))
        def probe(case: Case) -> None:
            bring_near(case)
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        probe()


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.usefixtures("a_lived_in_place")
def test_it_keeps_it_to_everybody(
    app: Flask,
    who: str,
    mode: GenerationMode,
    headers: dict[str, str],
    request: pytest.FixtureRequest,
) -> None:
    found = operations(app, mode)
    wanted = request.config.getoption("--cases")
    # Without the option each person asks a few of the routes, together all of them.
    mine = found if wanted else found[EVERYBODY.index(who) :: len(EVERYBODY)]
    asked = 0
    each = max(1, wanted // (2 * len(EVERYBODY) * len(found)))

    for operation in mine:

        @settings(AT_ONCE, max_examples=each)
        @given(operation.as_strategy(generation_mode=mode))
        def probe(case: Case) -> None:
            nonlocal asked
            asked += 1
            bring_near(case)
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        probe()

    print(f"{who}, {mode.value}: {asked} requests of {len(mine)} operations")


@pytest.fixture
def headers(
    who: str, cast: Cast, now: datetime, asking_as: Callable[[Person], Asker]
) -> dict[str, str]:
    """The key of one of everybody; whoever only holds a link has none."""
    if who == "resident":
        return {}
    street = db.session.get_one(Community, 1).subdistrict
    everybody = {**cast, **above(street, now)} if who in OFFICES else cast
    person = entrusted(now) if who == "admin" else everybody[who]
    return {"Authorization": f"Bearer {asking_as(person).token}"}


def operations(app: Flask, mode: GenerationMode) -> Iterable[Any]:
    """What the description promises, asked of the app itself: no socket, no shared request.

    What takes neither a body nor a query cannot be asked wrongly.
    """

    def served(environ: Any, start_response: Any) -> Any:
        return contextvars.Context().run(app, environ, start_response)

    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served)
    found = [one.ok() for one in described.get_all_operations()]
    return [one for one in found if mode.is_positive or one.body or one.query]


def bring_near(case: Case, beyond: int = 0) -> None:
    """Ids that were drawn at random rarely exist; small ones do. What is no id stays none, and so
    does what is no larger than `beyond`."""
    for place in (case.path_parameters, case.body):
        if isinstance(place, dict):
            for name, value in place.items():
                if name.endswith("_id") and type(value) is int and beyond < value <= LARGEST_ID:
                    place[name] = value % 6


@pytest.fixture
def a_lived_in_place(cast: Cast, now: datetime) -> None:
    """Needs in several states, an offer, an order and a record."""
    li = cast["li"]
    a_need(now)
    an_open_need(now, time=time(8))
    an_offer(an_open_need(now, time=time(10)), li, now)
    an_accepted_order(an_open_need(now, time=time(12)), li, now)
    a_record(an_open_need(now, time=time(14)), li, now)
