"""Choosing by API where one is told besides the inbox."""

from __future__ import annotations

import pytest

EMAIL = {"channel": "email", "address": "li@home.example", "topics": ["offers", "results"]}


@pytest.mark.usefixtures("with_mail")
def test_what_was_chosen_is_seen_by_whoever_chose_it(cast, li, zhou, asking_as):
    asker = asking_as(li)
    chosen = asker.ask("PUT", "/notices/channels", json={"ways": [EMAIL]}).json

    assert chosen["channels"] == [{"name": "email", "is_personal": True}]
    (way,) = chosen["ways"]
    assert {name: way[name] for name in EMAIL} == EMAIL
    assert way["confirmed_at"] is None, "its owner has not said so yet"
    assert asker.seen("/notices/channels") == chosen
    assert asking_as(zhou).seen("/notices/channels")["ways"] == []


@pytest.mark.usefixtures("with_mail")
@pytest.mark.parametrize(
    ("way", "field"),
    [
        ({**EMAIL, "channel": "pigeon"}, "ways.0.channel"),
        ({**EMAIL, "address": ""}, "ways.0.address"),
        ({**EMAIL, "address": "li at home"}, "ways.0.address"),
        ({**EMAIL, "topics": ["gossip"]}, "ways.0.topics.0"),
    ],
)
def test_a_way_that_cannot_be_is_refused_by_field(cast, li, asking_as, way, field):
    answer = asking_as(li).ask("PUT", "/notices/channels", json={"ways": [way]})

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
