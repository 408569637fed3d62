"""What may be done is one table: nothing in it is idle, nothing beside it is decided."""

from __future__ import annotations

import ast

from tests.house.code import dotted, modules, teach
from tests.house.test_layers import LEVEL, STAGES, part
from volunteer.policy import GRANTS, As, May

ACTS = list(May)


def test_acts_are_named_thing_first_and_stand_in_order() -> None:
    names = [one.name for one in ACTS]

    assert names == sorted(names), "alphabetical, so that a new one has one place"
    assert all(one.count(":") == 1 and one == one.lower() for one in ACTS)


def test_every_act_is_granted_to_somebody() -> None:
    teach(
        "An act that nobody may do cannot happen: grant it in policy.GRANTS or remove it.",
        sorted(one.name for one in ACTS if not GRANTS.get(one)),
    )


def uses(kind: str, parts: set[str]) -> set[str]:
    """Members of the enum that these parts of the service name."""
    return {
        node.attr
        for module in modules("volunteer")
        if part(module.name) in parts
        for node in module.nodes
        if isinstance(node, ast.Attribute) and dotted(node.value).split(".")[-1] == kind
    }


def test_every_act_is_asked_for_in_the_story() -> None:
    teach(
        "A permission that no step and no action asks for protects nothing: it only looks so.\n"
        "A page asks can(…) to show a button; the rule itself must be below the page.",
        sorted(one.name for one in ACTS if one.name not in uses("May", set(STAGES))),
    )


def test_every_standing_is_held_by_somebody() -> None:
    held = uses("As", {*STAGES, "policy"})

    teach("A standing that nobody ever has is no standing.", sorted(set(As.__members__) - held))


def test_pages_decide_by_acts_never_by_standings() -> None:
    above = {name for name in LEVEL if LEVEL[name] >= LEVEL["door"]}

    teach(
        "Delivery asks can(actor, May.…, thing). Who stands how is policy's table alone, or\n"
        "pages, API and commands drift apart.",
        sorted(uses("As", above)),
    )
