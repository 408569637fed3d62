"""Choosing where one is told besides the page."""

from __future__ import annotations

import pytest

from tests.build import agrees, an_offer, an_open_need
from tests.letters import states
from volunteer.notices.queries import addresses_of


def test_without_any_channel_the_page_says_so(cast, li, reading_as):
    page = reading_as(li).opens("/me/notices").follows("通知发到哪里")

    assert "这里还没有开通别的方式" in page.text


@pytest.mark.usefixtures("with_mail")
def test_what_is_chosen_is_sent_and_nothing_else(cast, li, now, reading_as):
    reader = reading_as(li).opens("/me/channels")
    reader.presses("保存", {"email-address": "li@home.example", "email-topics": ["offers"]})

    assert "记下了" in reader.text
    assert reader.page.forms[-1].fields["email-topics"] == ["offers"]
    an_offer(an_open_need(now), li, now)
    assert states() == ["waiting"], "only the letter that asks whether the address is Li's"


@pytest.mark.usefixtures("with_mail")
def test_an_address_is_used_once_its_owner_says_so(li, now, post, sink, reading_as, visitor):
    reader = reading_as(li).opens("/me/channels")
    reader.presses("保存", {"email-address": "li@home.example", "email-topics": ["offers"]})
    assert post.goes() == (1, 0)
    link = next(word for word in sink.bodies().split() if "/confirm-address/" in word)
    path = link[link.index("/confirm-address/") :]

    visitor.opens(path)
    assert addresses_of(li.id)[0].confirmed_at is None, "scanners follow links"
    visitor.presses("是我的，确认")
    an_offer(an_open_need(now), li, now)

    assert "确认好了" in visitor.text
    assert (post.goes(), len(sink.letters)) == ((1, 0), 2)
    assert visitor.opens(path + "x").status == 404


@pytest.mark.usefixtures("with_mail")
def test_a_confirmed_address_stays_confirmed_and_another_does_not(cast, li, now, reading_as):
    agrees(li, now)
    reader = reading_as(li).opens("/me/channels")
    reader.presses("保存", {"email-topics": ["offers", "results"]})
    assert addresses_of(li.id)[0].confirmed_at == now

    reader.presses("保存", {"email-address": "other@home.example", "email-topics": ["offers"]})

    assert addresses_of(li.id)[0].confirmed_at is None
    assert "请点开里面的链接确认" in reader.text


@pytest.mark.usefixtures("with_mail")
def test_an_emptied_form_keeps_nothing(cast, li, reading_as):
    reader = reading_as(li).opens("/me/channels")
    reader.presses("保存", {"email-address": "li@home.example", "email-topics": ["offers"]})

    reader.presses("保存", {"email-address": "li@home.example", "email-topics": []})

    assert addresses_of(li.id) == []


@pytest.mark.usefixtures("with_mail")
@pytest.mark.parametrize(
    ("address", "said"), [("", "就请填上地址"), ("li at home", "邮箱地址不对")]
)
def test_an_address_that_cannot_be_is_said_and_kept(cast, li, reading_as, address, said):
    reader = reading_as(li).opens("/me/channels")

    reader.presses("保存", {"email-address": address, "email-topics": ["offers"]})

    assert (reader.status, said in reader.text) == (422, True)
    assert reader.page.forms[-1].fields["email-address"] == [address]
    assert addresses_of(li.id) == []


@pytest.mark.usefixtures("with_mail")
def test_work_is_a_topic_for_staff_only(cast, li, wang, reading_as):
    offered = {
        who: "社区工作" in reading_as(cast[who]).opens("/me/channels").text
        for who in ("li", "wang")
    }

    assert offered == {"li": False, "wang": True}
