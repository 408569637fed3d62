"""Whoever carries a letter may be killed at any moment: another one sends it, under its key."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import sqlalchemy as sa

from tests.build import agrees, an_offer, an_open_need
from tests.cli.starts import PROJECT
from tests.letters import as_environment, states
from volunteer import clock
from volunteer.db import transaction
from volunteer.notices import outbox
from volunteer.notices.models import Delivery

SEND = [sys.executable, "-m", "volunteer", "outbox", "send"]


def test_a_sender_killed_before_the_answer_is_followed_by_another(cast, li, now, post, sink):
    agrees(li, now)
    an_offer(an_open_need(now), li, now)
    post.now = clock.now()  # the other process has the clock of this machine
    with transaction() as session:
        session.execute(sa.update(Delivery).values(due_at=post.now))
    sink.answers = {"END": "wait"}

    with subprocess.Popen(SEND, cwd=PROJECT, env=as_environment(post.settings)) as sender:
        assert sink.came.wait(60)
        sender.kill()
    assert states() == ["sending"]
    sink.answers = {}

    assert post.goes() == (0, 0)
    assert post.goes(later=outbox.LEASE + timedelta(minutes=1)) == (1, 0)
    assert len(sink.letters) == 2
    assert len(set(sink.keys)) == 1
