"""Who comes upon what: everybody opens everything, and each word planted is seen where it may be.

`sightings.txt` is the table: by column whose words they are, by person what came: `own` when only
their own was seen, `seen` on some page or by the API, `look` only after asking with a reason.
Residents hold a link; `neighbour` that of another need.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from tests.attacks.canaries import HEAD, PHONES, TABLE, WIDTH, Garden, read, runs
from tests.engines import SqliteFile
from tests.house.asking import PEOPLE, World, tries
from tests.house.code import teach
from tests.house.test_permissions import routes
from volunteer.contacts.models import Look
from volunteer.db import db

pytestmark = pytest.mark.engine("sqlite")

PLANTED, LOOKS = 300, 16  # at least; exactly
# How a look at a phone or a door is shown, and nothing else shows them.
# Who must read nothing of Zhao, not even that she asked, and what she told.
OUTSIDE = ("nobody", "neighbour", "wu", "zheng", "xu", "jin", "yan", "shen", "admin")
OF_ZHAO = ("contact_name", "contact_phone", "address", "wish", "question")
SHEETS = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
STRENGTH = ("", "own", "look", "seen")
DOORS = (*PHONES, "address")


def test_each_word_is_seen_where_it_may_be_and_each_look_is_counted(
    everything: World, own: SqliteFile, garden: Garden
) -> None:
    assert len(garden.words) > PLANTED
    came: dict[tuple[str, str], str] = {}
    wrong, looked, files = [], 0, 0
    for rule, method in routes(everything):
        looks = method == "POST" and rule.rule.endswith("/contact")
        people = [who for how, who in tries(rule) if how == method]
        for who in people if method == "GET" or looks else ():
            answer = everything.asks(method, rule, who)
            cells = garden.seen(read(answer.data))
            shown = [one for one in cells if one.column in DOORS and not garden.is_own(one, who)]
            allowed = looks and answer.status_code == 200
            if bool(shown) != allowed or rows() != bool(shown) or in_headers(garden, answer):
                wrong.append(f"{who} {method} {rule.rule} {answer.status_code} {shown}")
            if answer.mimetype in SHEETS:
                files += 1
                wrong += [f"{who} {rule.rule} runs in a spreadsheet"] * runs(answer)
            answer.close()
            if rows():
                own.restore(db.engine)
            looked += bool(shown)
            for one in cells:
                how = "own" if garden.is_own(one, who) else "look" if looks else "seen"
                came[one.name, who] = max(came.get((one.name, who), ""), how, key=STRENGTH.index)

    assert wrong == []
    assert looked == LOOKS
    assert files > 10
    outside = [(one, who) for one in OF_ZHAO for who in OUTSIDE if (f"needs.{one}", who) in came]
    assert outside == []
    teach(
        f"Somebody sees now what they did not, or no more. If that is meant, change {TABLE.name}:",
        different(table(came)),
    )


def different(found: list[str]) -> list[str]:
    written = TABLE.read_text("utf-8").splitlines()
    fresh = [f"+ {one}" for one in found if one not in written]
    return fresh + [f"- {one}" for one in written if one not in found]


def in_headers(garden: Garden, answer: TestResponse) -> bool:
    return "X-Forged" in answer.headers or bool(garden.seen(str(answer.headers)))


def table(came: Mapping[tuple[str, str], str]) -> list[str]:
    names = sorted({name for name, _ in came})
    return [HEAD] + [
        "".join(came.get((name, who), "").ljust(WIDTH) for who in PEOPLE) + name for name in names
    ]


def rows() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Look)) or 0
