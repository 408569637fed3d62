"""Everything about oneself can be read and taken along, by one's own hand, and by nobody else's."""

from __future__ import annotations

import json

import pytest

from tests.build import ANYONE_CAN, a_need, a_record, an_open_need, events_of, resident_of
from tests.cast import ZHAO
from tests.photos.pictures import a_photo
from volunteer.consents.models import Account
from volunteer.db import transaction
from volunteer.errors import NotAllowed
from volunteer.needs.actions import ANYBODY
from volunteer.rights import export


def everything(person, now) -> str:
    with transaction():
        return json.dumps(export.in_json(export.of_person(person, now=now), now=now), default=str)


def test_a_member_reads_what_they_said_did_and_were_told(li, now):
    a_record(an_open_need(now), li, now)

    told = json.loads(everything(li, now))["tables"]

    assert told["people"][0]["name"] == "李卫民"
    assert {one["skill"] for one in told["member_skills"]} == {"plumbing", "electrical"}
    assert told["records"][0]["title"] == "修水龙头"
    assert {"orders", "free_parts", "members", "notices", "events", "roles"} <= set(told)


def test_what_opens_doors_is_not_in_it(li, now):
    told = everything(li, now)

    assert li.password_hash not in told and li.phone_index not in told


def test_nobody_else_is_in_what_a_member_reads(li, zhou, now):
    a_record(an_open_need(now), li, now)
    a_record(an_open_need(now, **ANYONE_CAN), zhou, now)

    told = everything(li, now)

    others = (zhou.name, ZHAO["contact_name"], ZHAO["address"])
    assert not [one for one in others if one in told]


def test_an_export_leaves_one_row_of_history(li, now):
    everything(li, now)

    assert [event.verb for event in events_of(Account(li.id))] == ["export"]


def test_a_resident_with_only_a_link_reads_what_their_need_says(cast, now):
    need = a_need(now)

    with transaction():
        found = export.of_need(need, by=resident_of(need), now=now)

    [row] = next(one for one in found if one.table == "needs").rows
    assert row["contact_phone"] == ZHAO["contact_phone"] and row["address"] == ZHAO["address"]


def test_photos_stand_in_what_is_given_out_but_not_their_files_names(cast, now):
    need = a_need(now)
    photo = a_photo(need, now)

    with transaction():
        found = export.of_need(need, by=resident_of(need), now=now)

    [row] = next(one for one in found if one.table == "photos").rows
    assert row["size"] == photo.size and photo.name not in json.dumps(row, default=str)


@pytest.mark.parametrize("who", ["anybody", "secretary"])
def test_nobody_else_takes_it_from_a_need(cast, wang, now, who):
    need = a_need(now)

    with pytest.raises(NotAllowed), transaction():
        export.of_need(need, by=wang if who == "secretary" else ANYBODY, now=now)
