"""Photos on the pages of a need: added, seen and removed there, refused in words."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.build import an_accepted_order, an_open_need
from tests.photos.pictures import a_photo, a_picture, one_that_tells
from tests.web.test_needs_follow import link
from volunteer.photos.queries import photos_of


@pytest.fixture
def need(cast, now):
    return an_open_need(now)


def adds(reader, content):
    return reader.presses("加这张照片", {"file": (BytesIO(content), "door.jpg")})


def test_a_resident_adds_a_photo_and_takes_it_away_again(visitor, need):
    adds(visitor.opens(link(need)), one_that_tells())
    [photo] = photos_of(need)
    at = f"{link(need)}/photos/{photo.id}"
    assert "照片加好了" in visitor.answer.text and "加了一张照片" in visitor.text

    shown = visitor.client.get(at)
    assert shown.data.startswith(b"\xff\xd8") and b"Zhao" not in shown.data
    assert (
        dict(shown.headers).items()
        >= {
            "Content-Type": "image/jpeg",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
            "Content-Disposition": 'inline; filename="photo-1.jpg"',
        }.items()
    )

    visitor.presses("去掉")
    assert visitor.client.get(at).status_code == 404 and not photos_of(need)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (a_picture("GIF"), "不是照片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是照片"),
        (bytes(9 << 20), "超过 8 MB"),
        (b"", "这一项要填"),
    ],
    ids=["a GIF", "an SVG", "too long", "nothing"],
)
def test_what_is_no_photo_is_refused_beside_the_field(visitor, need, content, said):
    adds(visitor.opens(link(need)), content)

    assert visitor.status == 422 and said in visitor.text
    assert not photos_of(need)


def test_staff_add_what_a_caller_brings(reading_as, he, need):
    reader = adds(reading_as(he).opens(f"/needs/{need.id}"), a_picture("PNG"))

    assert reader.status == 200 and "第 1 张照片" in reader.answer.text
    assert adds(reader, b"no photo").status == 422


def test_who_goes_there_sees_it_and_who_browses_does_not(reading_as, need, li, zhou, chen, now):
    photo, order = a_photo(need, now), an_accepted_order(need, li, now)
    at = f"/needs/{need.id}/photos/{photo.id}"

    assert at in reading_as(li).opens(f"/orders/{order.id}").answer.text
    answers = [reading_as(one).client.get(at).status_code for one in (li, zhou, chen)]
    assert answers == [200, 404, 404]
