"""Photos by API: sent in base64, given back drawn anew."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest

from tests.build import an_open_need
from tests.photos.pictures import a_photo, a_picture, one_that_tells

pytestmark = pytest.mark.engine("sqlite")


def packed(content: bytes) -> str:
    return b64encode(content).decode()


@pytest.fixture
def need(cast, now):
    return an_open_need(now)


@pytest.mark.parametrize("who", ["resident", "secretary"])
def test_a_photo_is_sent_listed_read_and_removed(nobody, asking_as, need, wang, who):
    link = f"/needs/follow/{need.number}/{need.link_secret}/photos"
    mine, theirs = (nobody, link), (asking_as(wang), f"/needs/{need.id}/photos")
    asker, at = mine if who == "resident" else theirs

    sent = asker.done(at, file=packed(one_that_tells()))

    assert [one["id"] for one in asker.seen(at)["items"]] == [sent["id"]]
    content = b64decode(asker.seen(f"{at}/{sent['id']}")["file"])
    assert content.startswith(b"\xff\xd8") and b"Zhao" not in content
    assert asker.ask("DELETE", f"{at}/{sent['id']}").status_code == 204
    assert asker.seen(at)["items"] == []


@pytest.mark.parametrize("sent", ["not base64", packed(b"<svg/>"), packed(a_picture("GIF")), ""])
def test_what_is_no_photo_is_refused_by_its_field(asking_as, need, wang, sent):
    answer = asking_as(wang).post(f"/needs/{need.id}/photos", file=sent)

    assert answer.status_code == 422 and "file" in answer.text


def test_a_photo_of_another_need_answers_like_none(nobody, need, now):
    others = a_photo(an_open_need(now), now)
    link = f"/needs/follow/{need.number}/{need.link_secret}/photos"

    foreign, missing = (nobody.get(f"{link}/{one}") for one in (others.id, 999))

    assert foreign.status_code == missing.status_code == 404
    assert foreign.json["message"] == missing.json["message"]
