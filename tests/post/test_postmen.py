"""Who carries: a thread of the service, several at once, or somebody at the terminal."""

from __future__ import annotations

from threading import Thread

import pytest
from click.testing import CliRunner

from tests.build import agrees, an_offer, an_open_need
from tests.letters import as_environment, states
from volunteer.cli.commands import group

# The command makes a service of its own, and leaves its connections to the end of its process.
AT_THE_TERMINAL = pytest.mark.engine("sqlite")


@pytest.fixture
def ten_letters(cast, li, now):
    agrees(li, now)
    for _ in range(10):
        an_offer(an_open_need(now), li, now)


def says(post, *command: str) -> str:
    return CliRunner().invoke(group, ["outbox", *command], env=as_environment(post.settings)).output


@pytest.mark.usefixtures("ten_letters")
def test_two_postmen_carry_each_letter_once(app, post, sink):
    def carry() -> None:
        with app.app_context():
            post.goes()

    both = [Thread(target=carry) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len(sink.keys) == len(set(sink.keys)) == 10
    assert set(states()) == {"sent"}


@AT_THE_TERMINAL
def test_the_dead_are_listed_and_tried_again_at_the_terminal(cast, li, now, post, sink):
    agrees(li, now)
    an_offer(an_open_need(now), li, now)
    sink.answers = {"RCPT": "550 nobody here"}
    post.goes()

    listed, unnamed = says(post, "list"), says(post, "retry")
    again, sent = says(post, "retry", "--all"), says(post, "list")

    assert "dead: 1" in listed and "email  order_offered  550 nobody here" in listed
    assert "Name the deliveries" in unnamed
    assert "1 wait again" in again and "waiting: 1" in sent


@AT_THE_TERMINAL
@pytest.mark.usefixtures("ten_letters")
def test_what_is_due_is_sent_at_the_terminal(post, sink):
    assert "10 sent, 0 not sent this time." in says(post, "send")
