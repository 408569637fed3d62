"""Earlier hours come in by two people, count from then on, and go again whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.build import a_record, an_open_need, events_of, refused, told
from tests.cast import member_of
from tests.imports.conftest import LAYOUTS, LI, ZHOU, approved, bring, findings, in_csv, seen
from tests.officers import an_officer
from volunteer.certificates import actions as certificates
from volunteer.certificates.models import Language
from volunteer.db import db, transaction
from volunteer.errors import (
    AlreadyCounted,
    Missing,
    NeedsAnother,
    NotAllowed,
    NotFound,
    Overtaken,
    OwnRecord,
    StillRelied,
)
from volunteer.imports import actions, queries
from volunteer.invariants import broken
from volunteer.places.queries import community
from volunteer.records import ledger
from volunteer.records.earlier import Import
from volunteer.records.overview import served_by
from volunteer.records.statement import lines_of

YEARS = {"since": date(2025, 1, 1), "until": date(2026, 12, 31)}


def test_what_was_brought_waits_and_counts_nothing(brought, li, wang, cast):
    assert (brought.status, brought.hours_count, brought.minutes) == ("submitted", 2, 210)
    assert (brought.source, len(brought.file_digest)) == ("志愿服务记录登记表", 64)
    assert ledger.minutes_of(member_of(li)) == 0
    assert told(cast["qian"])[-1] == "import_submitted" and "import_submitted" not in told(wang)
    assert events_of(brought)[0].facts["digest"] == brought.file_digest
    assert list(broken()) == []


def test_somebody_else_lets_it_count(counted, li, cast):
    member = member_of(li)
    [line] = lines_of(member, **YEARS)

    assert ledger.minutes_of(member) == 90
    assert (line.title, line.source, line.has_times) == ("社区大扫除", "志愿服务记录登记表", False)
    assert [one.day for one in served_by(member)] == [date(2025, 3, 8)]
    assert told(li)[-1] == "earlier_credited"
    assert list(broken()) == []


def test_whoever_brought_it_does_not_approve_it(brought, wang, now):
    with refused(NeedsAnother):
        actions.approve(brought, by=wang, now=now)


def test_the_database_compares_the_two_as_well(brought, wang, now):
    with refused(NeedsAnother):
        db.session.execute(
            sa.update(Import).values(status="approved", reviewer_id=wang.id, reviewed_at=now)
        )


def test_nobody_lets_their_own_hours_count(cast, wang, qian, now):
    brought = bring(in_csv((qian.name, *LI[1:])), wang, now)

    with refused(OwnRecord):
        actions.approve(brought, by=qian, now=now)


@pytest.mark.parametrize("who", ["li", "he", "chen", "wu"])
def test_only_secretaries_of_the_community_bring_and_judge(cast, brought, now, who):
    file = in_csv(("李卫民", "扫雪", "2025-01-04", "1", ""))
    hash_seen = seen(file, now).seen
    with refused(NotAllowed):
        actions.bring(
            community(1), file, LAYOUTS["register"], seen=hash_seen, by=cast[who], now=now
        )
    with refused(NotAllowed):
        actions.undo(brought, why="不要了", by=cast[who], now=now)
    with pytest.raises(NotFound):
        queries.import_for(cast[who], brought.id)


def test_an_officer_above_may_approve(brought, now):
    officer = an_officer("zheng", brought.community.subdistrict, now)

    approved(queries.import_for(officer, brought.id), officer, now)

    assert brought.status == "approved"


def test_the_same_file_again_brings_nothing(counted, wang, now):
    file = in_csv(LI, ZHOU)

    assert findings(seen(file, now)) == ["known", "known"]
    with refused(Missing):
        actions.bring(counted.community, file, LAYOUTS["register"],
                      seen=seen(file, now).seen, by=wang, now=now)  # fmt: skip


def test_only_what_was_seen_is_brought(cast, wang, now):
    with refused(Overtaken):
        actions.bring(
            community(1), in_csv(LI), LAYOUTS["register"], seen="another", by=wang, now=now
        )


def test_what_came_here_meanwhile_is_not_counted_twice(cast, li, wang, qian, now):
    record = a_record(an_open_need(now), li, now)
    later = record.ended_at + timedelta(days=1)
    with transaction():
        db.session.execute(sa.text("UPDATE records SET started_at = ended_at"))
    brought = bring(in_csv(("李卫民", "修灯", "2026-11-22", "1", "")), wang, later)
    with transaction():
        start = later + timedelta(minutes=10)
        db.session.execute(
            sa.text("UPDATE records SET started_at = :at, ended_at = :at").bindparams(at=start)
        )

    with refused(AlreadyCounted):
        actions.approve(brought, by=qian, now=later)


def test_a_refused_import_counts_nothing_and_may_come_again(brought, li, wang, qian, now):
    with transaction():
        actions.reject(brought, why="不是本社区的", by=qian, now=now)

    assert brought.status == "rejected" and told(wang)[-1] == "import_rejected"
    assert findings(seen(in_csv(LI), now)) == ["new"]
    assert list(broken()) == []


def test_all_of_it_is_undone_by_reversals(counted, li, zhou, wang, now):
    with transaction():
        actions.undo(counted, why="导错了文件", by=wang, now=now)

    assert [ledger.minutes_of(member_of(one)) for one in (li, zhou)] == [0, 0]
    assert counted.status == "undone" and lines_of(member_of(li), **YEARS) == []
    assert [one.verb for one in events_of(counted)] == ["begin", "approve", "undo"]
    assert told(li)[-1] == "earlier_taken_back"
    assert list(broken()) == []


def test_after_that_the_file_may_come_again(counted, li, wang, qian, now):
    with transaction():
        actions.undo(counted, why="导错了文件", by=wang, now=now)

    approved(bring(in_csv(LI), wang, now), qian, now)

    assert ledger.minutes_of(member_of(li)) == 90 and list(broken()) == []


def test_nothing_is_undone_while_a_paper_says_so(app, counted, li, wang, now):
    with transaction():
        paper = certificates.issue(
            member_of(li), **YEARS, language=Language.CHINESE,
            signer=app.config["SIGNER"](), by=li, now=now,
        )  # fmt: skip
    with refused(StillRelied) as relied:
        actions.undo(counted, why="导错了文件", by=wang, now=now)
    assert relied.value.numbers == (paper.number,)

    with transaction():
        certificates.revoke(paper, why="要更正", by=wang, now=now)
        actions.undo(counted, why="导错了文件", by=wang, now=now)

    assert ledger.minutes_of(member_of(li)) == 0
