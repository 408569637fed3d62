"""Things point one way: pages know the story, the story no pages, the solver neither."""

from __future__ import annotations

import sys

from tests.house.code import modules, service, teach
from volunteer.db import db

# Each may use what stands before it, never what stands after; `|` stands for neighbours that
# do not know each other. `rounds` is above `orders`: a round makes offers, and an order does
# not care whether it came from a round.
ORDER = (
    "errors | settings | clock | words | engine | log",
    "policy | secret | messages | workdays | writer",
    "signing | sealing | sounds | openid",
    "journey | db",
    "history | rates | schema",
    "consents",
    "notices",
    "places",
    "people",
    "members",
    "needs",
    "orders",
    "series",
    "moves",
    "rounds",
    "records",
    "reviews",
    "contacts",
    "certificates | figures | disclosures | photos",
    "imports",
    "audit",
    "rights",
    "dispatch",
    "post",
    "invariants",
    "door | maintenance",
    "gate",
    "by_letter | by_unit | proving",
    "giving | keeping",
    "web | api | demo | jobs",
    "app",
    "cli",
)
LEVEL = {name: level for level, names in enumerate(ORDER) for name in names.split(" | ")}
STAGES = [name for name in LEVEL if LEVEL["history"] < LEVEL[name] < LEVEL["invariants"]]
# Starts on a bare Python, before anything of ours can be imported.
BEFORE_ALL = {"__init__", "__main__", "bootstrap"}
# Who may know Flask besides the delivery packages, and why.
FLASK = {
    "volunteer/app.py": "assembly",
    "volunteer/db.py": "Flask-SQLAlchemy's session",
    "volunteer/door.py": "who comes in, shared by pages and API",
    "volunteer/log.py": "what was asked for and refused",
    "volunteer/maintenance.py": "every request, before it asks the database",
    "volunteer/sealing.py": "the keys of the app whose database is asked",
    "volunteer/by_letter.py": "the key of the app that makes codes",
    "volunteer/by_unit.py": "the sign-in service of the app",
    "volunteer/gate.py": "whose cookie, whose try",
    "volunteer/keeping.py": "the folder in which the app's photos lie",
    "volunteer/proving.py": "the key of the app that enciphers",
    "volunteer/rates.py": "the key of the app that counts",
    "volunteer/schema.py": "Flask-Migrate's upgrade",
    "volunteer/demo/district.py": "reads the settings of the app it fills",
}
DELIVERY = ("volunteer/web/", "volunteer/api/", "volunteer/cli/")


def part(name: str) -> str:
    """The part of the service a dotted name lies in: volunteer.needs.actions -> needs."""
    return name.split(".")[1] if name.startswith("volunteer.") else ""


def test_every_part_has_its_place_in_the_order() -> None:
    parts = {part(module.name) for module in modules("volunteer")} - {""}

    teach(
        "A new part of the service needs a place in ORDER: say what it may use.",
        sorted(parts ^ (LEVEL.keys() | (BEFORE_ALL - {"__init__"}))),
    )


def test_a_part_uses_only_what_lies_below() -> None:
    wrong = [
        f"{module.place} imports {name}"
        for module in modules("volunteer")
        for name in sorted(module.imports)
        if (here := part(module.name)) in LEVEL
        and (there := part(name)) in LEVEL
        and here != there
        and LEVEL[there] >= LEVEL[here]
    ]

    teach(
        "A stage may use the stages before it, never those after; delivery uses them all.\n"
        "Let the later stage call a verb of the earlier one, or show both in web/.",
        wrong,
    )


def test_a_table_knows_no_later_table() -> None:
    # History, notices and consents lie below all stages, and still say who did it, or whose it is.
    stage_of = {
        mapper.local_table.name: part(mapper.class_.__module__)
        for mapper in db.Model.registry.mappers
    }
    wrong = [
        f"{table.name}.{key.parent.name} -> {key.target_fullname}"
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if stage_of.get(table.name) in STAGES
        and stage_of.get(table.name) not in ("notices", "consents")
        and LEVEL[stage_of.get(key.column.table.name, "places")] > LEVEL[stage_of[table.name]]
    ]

    teach(
        "An earlier table does not know a later one, not even as a string.\n"
        "Whoever wants the orders of a need asks orders.queries.",
        wrong,
    )


def test_the_solver_knows_numbers_only() -> None:
    allowed = {"numpy", "scipy", "matching", *sys.stdlib_module_names}
    wrong = [
        f"{module.place} imports {name}"
        for module in modules("matching")
        for name in sorted(module.imports)
        if name.split(".")[0] not in allowed
    ]

    teach(
        "matching/ is arrays in, arrays out: no database, no names, no dates.\n"
        "What it should know of the service is put into numbers by rounds/adapter.py.",
        wrong,
    )


def test_only_the_adapter_speaks_to_the_solver() -> None:
    wrong = [
        module.place
        for module in modules("volunteer")
        if any(name.split(".")[0] == "matching" for name in module.imports)
        and module.place not in ("volunteer/rounds/adapter.py", "volunteer/rounds/inquiry.py")
    ]

    teach("rounds/adapter.py owns the map between ids and rows; nobody else needs one.", wrong)


def test_the_story_knows_no_web() -> None:
    wrong = [
        f"{module.place} imports {name}"
        for module in service()
        for name in sorted(module.imports)
        if name.split(".")[0].startswith(("flask", "werkzeug", "jinja2", "click"))
        and not module.place.startswith(DELIVERY)
        and module.place not in FLASK
    ]

    teach(
        "Actions and queries are called by pages, API, commands and tests alike, so they take\n"
        "what they need as arguments and raise a DomainError; delivery translates both ways.",
        wrong,
    )
