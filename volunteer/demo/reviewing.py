"""What becomes of the minutes: approved, sent back and corrected, or rejected."""

from __future__ import annotations

from volunteer.demo import chance as by
from volunteer.demo import hours, texts
from volunteer.demo.weeks import Story, Town
from volunteer.notices.actions import mark_read
from volunteer.records import actions as records
from volunteer.records.models import Record

VERDICTS = {"approve": 94, "return": 5, "reject": 1}


def review(town: Town, record: Record) -> Story:
    """Some working days later the secretary decides; what was sent back is corrected first."""
    yield hours.at_work(town.now + by.hours(town.chance, 60, 190), town.chance)
    verdict = by.one_of(town.chance, VERDICTS)
    if town.leaves("returned", days=6):
        verdict = "return"
    if verdict == "reject" and record.minutes < 60:
        why = texts.said("rejected_record", town.chance)
        records.reject(record, why=why, by=town.secretary, now=town.now)
        return
    if verdict == "return":
        why = texts.said("returned", town.chance)
        records.send_back(record, why=why, by=town.secretary, now=town.now)
        if town.leaves("uncorrected", days=6):
            return
        yield hours.awake(town.now + by.hours(town.chance, 15, 50), town.chance)
        records.resubmit(
            record,
            report=texts.said("returned_reply", town.chance),
            break_minutes=min(town.chance.choice((0, 5, 10, 15)), record.minutes),
            by=record.member.person,
            now=town.now,
        )
        mark_read(record.person_id, now=town.now)
        yield hours.at_work(town.now + by.hours(town.chance, 20, 60), town.chance)
    long = record.minutes > records.LONGEST_WITHOUT_REASON
    why = texts.said("approved_long", town.chance) if long else ""
    records.approve(record, why=why, by=town.secretary, now=town.now)
