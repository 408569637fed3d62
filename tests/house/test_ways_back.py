"""What staff do by one press is asked about first, or can be put right; the rest are forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Flask
from jinja2 import nodes

from tests.house.code import teach
from tests.house.test_templates import trees

# What one press of staff does without a question -> what puts it right afterwards.
WAYS_BACK: Mapping[str, str] = {
    "deliveries.retry": "deliveries.drop",
    "disclosures.write": "disclosures.feedback",  # what is written is what stood on that page
    "follow_ups.not_reached": "follow_ups.answer",  # tried again until the last try
    "imports.approve": "imports.undo",
    "imports.bring": "imports.reject",  # previewed before, and nothing counts until approved
    "moves.confirm": "moves.ask",
    "orders.approve": "orders.release",
    "orders.check_in_by_staff": "records.amend",
    "orders.lead": "orders.lead",  # somebody else is asked to
    "orders.vouch": "records.amend",
    "records.expect_nothing": "records.expect",
    "records.keep": "records.ask_void",
    "rounds.clear": "rounds.pin",
    "rounds.forbid": "rounds.clear",
    "rounds.pin": "rounds.clear",
    "rounds.run": "rounds.discard",
    "rounds.solve": "rounds.clear",
}
# Pages of residents and members, who have their own ways: giving back, taking back, saying again.
OWN = (
    *("answers/", "by_unit/", "calendars/", "channels/", "components/", "consents/", "home/"),
    *("members/", "needs/_follow.html", "needs/follow.html", "orders/", "proofs/", "rights/"),
    *("signin/", "styleguide/"),
)


def pressed_at_once() -> Iterator[tuple[str, str]]:
    """Each button that posts without a question: its template and where it posts."""
    for name, tree in trees().items():
        for call in tree.find_all(nodes.Call):
            if getattr(call.node, "name", "") != "action_button" or name.startswith(OWN):
                continue
            asks = len(call.args) > 3 or any(one.key == "confirm" for one in call.kwargs)
            address = call.args[0]
            if not asks and isinstance(address, nodes.Call):
                yield name, getattr(address.args[0], "value", "")


def test_what_staff_do_by_one_press_is_asked_about_or_can_be_put_right() -> None:
    teach(
        "Give the button a question (`confirm`), or say in WAYS_BACK what puts it right.",
        sorted(f"{name}: {where}" for name, where in pressed_at_once() if where not in WAYS_BACK),
    )
    stale = WAYS_BACK.keys() - {where for _, where in pressed_at_once()}
    teach("Nobody presses this at once any more: take it out of WAYS_BACK.", sorted(stale))


def test_a_way_back_is_there(app: Flask) -> None:
    known = app.view_functions.keys()

    teach("No such route.", sorted(one for one in WAYS_BACK.values() if one not in known))
