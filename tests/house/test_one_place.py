"""Each strong thing has one place: the commit, the clock, the environment, the status."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.code import Module, dotted, service, teach

# The first start sets the machine up before there is a service.
BOOTSTRAP = "volunteer/bootstrap.py"
NOW = ("now", "utcnow", "today")
CALENDAR = ("datetime.", "date.", "dt.", "_datetime.")
TIME = {f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")}


def calls(module: Module) -> Iterator[tuple[str, str]]:
    """Every call as a dotted name and a place to look at."""
    for name, call in module.calls():
        yield name, f"{module.place}:{call.lineno} {name}()"


def test_all_or_nothing_happens_in_one_place() -> None:
    wrong = [
        where
        for module in service()
        for name, where in calls(module)
        if name.split(".")[-1] in ("commit", "rollback") and module.place != "volunteer/db.py"
    ]

    teach(
        "Only `with transaction():` commits, and only delivery opens one. An action that\n"
        "commits leaves half of a larger step behind when the other half is refused.",
        wrong,
    )


def test_transactions_are_opened_by_delivery_only() -> None:
    stages = ("places", "people", "members", "needs", "orders", "rounds", "records", "reviews")
    stages = (*stages, "contacts")
    below = tuple(f"volunteer/{one}/" for one in (*stages, "dispatch", "history", "notices"))
    wrong = [
        where
        for module in service()
        if module.place.startswith(below)
        for name, where in calls(module)
        if name.split(".")[-1] == "transaction"
    ]

    teach("Who calls an action decides what belongs together; transaction() does not nest.", wrong)


def test_the_clock_is_read_in_one_place() -> None:
    wrong = [
        where
        for module in service()
        for name, where in calls(module)
        if name in TIME or (name.startswith(CALENDAR) and name.split(".")[-1] in NOW)
        if module.place != "volunteer/clock.py"
    ]

    teach(
        "One request, one moment: delivery asks door.now() or clock.now() and hands `now` down.\n"
        "(How long something took is no moment: time.perf_counter is fine in matching/.)",
        wrong,
    )


def test_stages_are_handed_the_moment() -> None:
    wrong = [
        where
        for module in service()
        if module.place.endswith(("actions.py", "queries.py", "models.py", "adapter.py"))
        for name, where in calls(module)
        if name == "clock.now"
    ]

    teach("Actions and queries take `now`, so that a test can be about any day.", wrong)


def test_the_environment_is_read_in_one_place() -> None:
    wrong = [
        f"{module.place}:{node.lineno}"
        for module in service()
        for node in module.nodes
        if isinstance(node, ast.Attribute)
        and dotted(node) in ("os.environ", "os.getenv", "os.putenv")
        and module.place not in ("volunteer/settings.py", BOOTSTRAP)
    ]

    teach("A choice of the operator is a setting: named, typed, documented, loud.", wrong)


def targets(node: ast.AST) -> Iterator[ast.expr]:
    """What an assignment writes to, one by one."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from target.elts if isinstance(target, ast.Tuple) else [target]
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        yield node.target


def test_a_status_is_written_in_one_place() -> None:
    by_hand = [
        f"{module.place}:{target.lineno}"
        for module in service()
        for node in module.nodes
        for target in targets(node)
        # An error may keep a status as a fact of its own.
        if isinstance(target, ast.Attribute)
        and target.attr == "status"
        and dotted(target) != "self.status"
    ]
    around = [
        where
        for module in service()
        for name, call in module.calls()
        for where in [f"{module.place}:{call.lineno} {name}(status=…)"]
        if name.split(".")[-1] in ("values", "Need", "Order", "Record", "Round", "Member")
        and "status" in [keyword.arg for keyword in call.keywords]
    ]
    wrong = [one for one in by_hand if not one.startswith("volunteer/history/steps.py:")]

    assert len(by_hand) - len(wrong) == 2, "begin() and take_step() write it; is that still so?"
    teach(
        "history.steps.take_step moves a thing, checks who may, and leaves one row of history.\n"
        "A status written beside it has no story, and nobody was asked.",
        wrong + around,
    )


def test_single_things_are_fetched_through_a_door() -> None:
    allowed = {
        "volunteer/door.py": "whoever has just proved who they are",
    }
    wrong = [
        where
        for module in service()
        if module.place.startswith("volunteer/")
        and not module.place.endswith("/queries.py")
        and module.place not in allowed
        for name, where in calls(module)
        if name.endswith(("session.get", "session.get_one", "get_or_404"))
    ]

    teach(
        "queries.…_for(actor, id) shows what this person may see; fetching by id asks nobody.",
        wrong,
    )
