"""Who Zhao is and where she lives is read by those who need it, while they need it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.api.conftest import Asker, Clock
from tests.build import an_offer, an_open_need
from tests.cast import ZHAO, Cast
from volunteer.needs.models import Need
from volunteer.orders.codes import on_paper
from volunteer.orders.models import Order
from volunteer.people.models import Person

SECRETS = (ZHAO["contact_name"], ZHAO["contact_phone"], ZHAO["address"], "一直滴水")


def test_accepting_shows_the_contact(
    need: Need, offer: Order, li: Person, asking_as: Callable[[Person], Asker]
) -> None:
    asker = asking_as(li)
    assert asker.seen(f"/orders/{offer.id}")["contact"] is None

    accepted = asker.done(f"/orders/{offer.id}/accept")

    covered = {"name": ZHAO["contact_name"], "phone": "010****1111", "wish": "厨房水龙头一直滴水"}
    assert accepted["contact"] == covered | {"child_age": None}
    assert asker.seen(f"/needs/{need.id}")["contact"] == accepted["contact"]
    assert asker.seen(f"/needs/{need.id}")["case"] is None
    shown = asker.done(f"/orders/{offer.id}/contact")
    assert (shown["phone"], shown["shown_to"]) == (ZHAO["contact_phone"], li.name)
    assert ZHAO["address"] in shown["address"]


def test_giving_the_task_back_hides_it_again(
    offer: Order, li: Person, asking_as: Callable[[Person], Asker]
) -> None:
    asker = asking_as(li)
    asker.done(f"/orders/{offer.id}/accept")

    assert asker.done(f"/orders/{offer.id}/release", reason="illness")["contact"] is None
    assert asker.post(f"/orders/{offer.id}/contact").status_code == 403


def test_a_day_after_the_end_it_is_gone(
    need: Need, offer: Order, li: Person, asking_as: Callable[[Person], Asker], clock: Clock
) -> None:
    asker = asking_as(li)
    asker.done(f"/orders/{offer.id}/accept")

    clock.now = need.ends_at + timedelta(days=1, minutes=1)

    assert asker.seen(f"/orders/{offer.id}")["contact"] is None


@pytest.mark.parametrize("who", ["nobody", "li", "zhou", "wu", "chen"])
@pytest.mark.usefixtures("offer")
def test_nothing_shows_it_to_anybody_else(
    app: Flask, who: str, cast: Cast, nobody: Asker, asking_as: Callable[[Person], Asker]
) -> None:
    asker = nobody if who == "nobody" else asking_as(cast[who])

    shown = everything(asker, app)

    assert [secret for secret in SECRETS if secret in shown] == []


def test_her_secretary_sees_it_after_saying_why(
    app: Flask, need: Need, wang: Person, nobody: Asker, asking_as: Callable[[Person], Asker]
) -> None:
    shown = everything(asking_as(wang), app)

    covered = (ZHAO["contact_phone"], ZHAO["address"])
    assert [secret for secret in SECRETS if secret not in shown] == list(covered)
    assert asking_as(wang).post(f"/needs/{need.id}/contact").status_code == 422
    contact = asking_as(wang).done(f"/needs/{need.id}/contact", reason="check")
    assert contact["phone"] == ZHAO["contact_phone"]
    [look] = nobody.seen(f"/needs/follow/{need.number}/{need.link_secret}/looks")["items"]
    assert (look["standing"], look["surname"], look["reason"]) == ("secretary", "王", "check")


@pytest.mark.engine("sqlite")  # what is told is decided in Python
@pytest.mark.usefixtures("offer")
def test_the_secret_and_the_service_code_are_the_residents(
    app: Flask, need: Need, cast: Cast, asking_as: Callable[[Person], Asker]
) -> None:
    shown = "".join(everything(asking_as(person), app) for person in cast.values())

    assert need.link_secret not in shown
    assert on_paper(need)[0].start not in shown


def everything(asker: Asker, app: Flask) -> str:
    """All that somebody is told; of files what can be read of them."""
    answers = (asker.get(path).data for path in every_address(app))
    return "".join(answer.decode(errors="replace") for answer in answers)


def every_address(app: Flask) -> Iterator[str]:
    """Every GET of the API, for the first few of each thing."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/") and "GET" in (rule.methods or ()):
            path = rule.rule.removeprefix("/api/v1")
            if path == "/openapi.json" or "secret" in rule.arguments:
                continue
            for number in (1, 2) if rule.arguments else (1,):
                for name in rule.arguments:
                    path = path.replace(f"<int:{name}>", str(number))
                yield path


@pytest.fixture
def need(cast: Cast, now: datetime) -> Need:
    """Zhao's tap, open for one person."""
    return an_open_need(now)


@pytest.fixture
def offer(need: Need, li: Person, now: datetime) -> Order:
    """Li is asked to mend it."""
    return an_offer(need, li, now)
