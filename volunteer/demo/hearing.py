"""What the resident says afterwards, by the link or on the phone, and what the secretary makes
of a "not solved"."""

from __future__ import annotations

from datetime import timedelta

from volunteer.demo import chance as by
from volunteer.demo import hours, texts
from volunteer.demo.weeks import Story, Town
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import LinkHolder, Need
from volunteer.policy import Actor
from volunteer.reviews import actions as reviews
from volunteer.reviews.models import Outcome

WORDS = {"link": 58, "phone": 22, "silent": 20}
OUTCOMES = {Outcome.SOLVED: 88, Outcome.PARTLY: 8, Outcome.NOT: 4}
STEPS = {5: 70, 4: 20, 3: 6, 2: 2, 1: 2}
RATES, SETTLED = 0.45, 0.65
SILENCE = timedelta(days=3)  # then somebody calls


def hear(town: Town, need: Need) -> Story:
    """The resident is asked how it went; who stays silent is called after some days."""
    chance = town.chance
    how = by.one_of(chance, WORDS)
    actor: Actor = town.worker
    if how == "link":
        actor = LinkHolder(need.id)
        yield hours.awake(town.now + by.hours(chance, 7, 40), chance)
    elif how == "phone":
        yield hours.at_work(town.now + by.hours(chance, 15, 40), chance)
    else:
        yield hours.at_work(town.now + SILENCE + by.hours(chance, 8, 40), chance)
    outcome = by.one_of(chance, OUTCOMES)
    say(town, need, outcome, actor)
    if outcome == Outcome.NOT:
        yield from _decide(town, need)


def say(town: Town, need: Need, outcome: Outcome, actor: Actor) -> None:
    """The resident's word is kept; some also say how satisfied they are."""
    chance = town.chance
    step = by.one_of(chance, STEPS) if chance.random() < RATES else None
    comment = texts.said("comments", chance, str(step)) if step else ""
    if outcome == Outcome.NOT:
        step, comment = None, texts.said("comments", chance, "not")
    reviews.confirm(
        need, outcome=outcome, satisfaction=step, comment=comment, by=actor, now=town.now
    )


def _decide(town: Town, need: Need) -> Story:
    """The secretary asks both sides, then settles it or has it done again."""
    yield hours.at_work(town.now + by.hours(town.chance, 20, 60), town.chance)
    if need.status != NeedStatus.DISPUTED:
        return
    if town.chance.random() < SETTLED:
        why = texts.said("comments", town.chance, "settled")
        reviews.settle(need, why=why, by=town.secretary, now=town.now)
        return
    why = texts.said("comments", town.chance, "reopened")
    needs.reopen(need, why=why, by=town.secretary, now=town.now)
