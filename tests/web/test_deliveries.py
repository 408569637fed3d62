"""What never arrived: seen by whoever runs the service, without anybody's affairs."""

from __future__ import annotations

import pytest

from tests.build import agrees, an_offer, an_open_need
from tests.letters import states
from tests.officers import entrusted
from volunteer.errors import WrongMoment
from volunteer.notices import tending


@pytest.fixture
def administrator(cast, now):
    """Somebody who looks after the service, and is nothing in any community."""
    return entrusted(now)


@pytest.fixture
def dead(cast, li, now, post, sink):
    """A letter to Li that the mail server will not have, and says so with the address."""
    agrees(li, now)
    order = an_offer(an_open_need(now), li, now)
    sink.answers = {"RCPT": "550 <li@home.example> is not here, nor 13800000000"}
    post.goes()
    sink.answers = {}
    return order


@pytest.mark.usefixtures("dead")
def test_an_administrator_sees_why_and_nobodys_affairs(administrator, reading_as):
    page = reading_as(administrator).opens("/start")
    one = page.follows("第 1 号")

    assert page.path == "/deliveries/1"
    assert "550 <…> is not here, nor …" in one.text
    seen = one.text + reading_as(administrator).opens("/deliveries/").text
    assert not [fact for fact in ("li@home", "李", "修水龙头", "赵奶奶") if fact in seen]


@pytest.mark.usefixtures("dead")
def test_what_is_tried_again_is_sent(administrator, reading_as, post, sink):
    reading_as(administrator).opens("/deliveries/1").presses("再发一次")

    assert (post.goes(), states()) == ((1, 0), ["sent"])
    assert len(set(sink.keys)) == 1


@pytest.mark.usefixtures("dead")
def test_what_is_let_go_says_why(administrator, reading_as):
    reader = reading_as(administrator).opens("/deliveries/1")
    reader.presses("不再发", {"why": ""})
    assert reader.status == 422

    reader.presses("不再发", {"why": "邮箱已经停用"})

    assert ("都送到了" in reader.text, states()) == (True, ["dropped"])
    assert "邮箱已经停用" in reader.opens("/deliveries/1").text


@pytest.mark.usefixtures("dead")
def test_two_administrators_decide_once(administrator, reading_as, now):
    first = reading_as(administrator).opens("/deliveries/1")
    reading_as(administrator).opens("/deliveries/1").presses("再发一次")

    first.presses("不再发", {"why": "邮箱已经停用"})

    assert (first.status, states()) == (409, ["waiting"])
    with pytest.raises(WrongMoment):
        tending.try_again(tending.delivery_for(administrator, 1), by=administrator, now=now)
