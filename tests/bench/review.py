"""`python3 -m volunteer bench review`: a year of records with frauds among them, and what the flags
of the review see of both."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tests.bench import laid
from tests.bench.frauds import BESIDE, EDITED, KINDS, STAMPED, beside, forged, tried
from tests.bench.report import markdown
from tests.bench.year import A_WEEK, SECRETARIES, Served, Size, honest_week, settle, week_begins
from tests.engines import memory_folder
from volunteer.app import create_app
from volunteer.db import db, transaction
from volunteer.invariants import RULES
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.records.models import Record
from volunteer.reviews.actions import READ_IN_A_MINUTE, approve_unflagged
from volunteer.reviews.flags import flags_on
from volunteer.schema import upgrade_database
from volunteer.settings import Settings

SHARE = 0.03  # of the year's records that are frauds
CREDITED = "The ledger holds what was approved and counts, no minute more or less"
Row = dict[str, Any]


class _Seen(Exception):
    pass


def reviewed(seeds: int, say: Callable[[str], object], size: Size | None = None) -> Iterator[Row]:
    """A row for each seed, on a SQLite database of its own; nothing of it is kept."""
    with memory_folder() as folder:
        url = f"sqlite:///{folder / 'bench.sqlite3'}"
        app = create_app(Settings(database_url=url, secret_key="bench" * 8, rate_limits=False))
        with app.app_context():
            upgrade_database()
            for seed in range(seeds):
                row = lived(f"seed {seed}", size or Size())
                say(f"review, seed {seed}: {row['caught']} of {row['tried']}")
                yield {"seed": seed, **row}
            db.session.remove()
            db.engine.dispose()


def lived(seed: str, size: Size, each: int | None = None) -> Row:
    """What was seen of that year; the database is as empty afterwards as before."""
    found: Row = {}
    try:
        with transaction():
            found = Year(size, seed, each).row()
            raise _Seen
    except _Seen:
        return found


class Year:
    """One year, looked at week by week as secretaries do."""

    def __init__(self, size: Size, seed: str, each: int | None = None) -> None:
        self.size, self.town = size, settle(size, Random(seed))
        self.each = each or max(1, round(size.records * SHARE / len(KINDS)))
        self.tried: Counter[str] = Counter()
        self.caught: Counter[str] = Counter()
        self.honest = self.asked = 0
        self.why: Counter[str] = Counter()
        self.how: dict[str, Counter[str]] = defaultdict(Counter)
        self.seconds = 0.0

    def row(self) -> Row:
        """Everything has happened; counts by kind, and the processor's seconds for the flags."""
        prepared = forged(self.town, self.each)
        laid.people(self.town)
        for kind, refused in tried(self.town, self.each):
            self._count(kind, refused)
        for week in range(self.size.weeks):
            self._live(week, prepared)
        self._stamp()
        self._edit()
        return {
            "each": self.each,
            "honest": self.honest,
            "asked": self.asked,
            "tried": self.tried.total(),
            "caught": self.caught.total(),
            "kinds": {kind: (self.caught[kind], self.tried[kind]) for kind in KINDS},
            "why": dict(self.why.most_common()),
            "how": {kind: dict(seen) for kind, seen in self.how.items()},
            "seconds": self.seconds,
        }

    def _live(self, week: int, prepared: Sequence[Served]) -> None:
        """A week of services is laid down, looked at a week later, and approved."""
        honest = list(honest_week(self.town, week))
        begin, end = week_begins(week), week_begins(week + 1)
        here = [one for one in prepared if begin <= one.starts_at < end]
        for kind in BESIDE:
            due = self.each * (week + 1) // self.size.weeks - self.each * week // self.size.weeks
            here += beside(self.town, honest, due, kind)
        judged_at = end + A_WEEK
        served = self._lay([*honest, *here], judged_at)
        for reader, ids in by_reader(served).items():
            for record_id, flags in self._look(reader, ids).items():
                self._note(served[record_id], flags)
        laid.approve(served, at=judged_at)
        db.session.expunge_all()

    def _lay(self, served: Iterable[Served], judged_at: datetime) -> dict[int, Served]:
        whole = [one if one.reader else self._given_to_somebody(one) for one in served]
        return dict(laid.services(whole, judged_at))

    def _given_to_somebody(self, one: Served) -> Served:
        """Any secretary of the community looks at it, but for the member."""
        staff = self.town.secretaries[one.community][:SECRETARIES]
        judges = [each.id for each in staff if each.id != one.member.id]
        return replace(one, reader=self.town.chance.choice(judges))

    def _look(self, reader: int, ids: Sequence[int]) -> Mapping[int, list[str]]:
        records, judge = read(ids), db.session.get_one(Person, reader)
        begun = time.process_time()
        found = flags_on(records, reader=judge)
        self.seconds += time.process_time() - begun
        return {
            number: [str(one.flag) for one in flags if one.asks] for number, flags in found.items()
        }

    def _note(self, one: Served, flags: list[str]) -> None:
        if one.fraud:
            self._count(one.fraud, bool(flags))
            self.how[one.fraud].update(flags or ["nothing"])
        else:
            self.honest += 1
            self.asked += bool(flags)
            self.why.update(flags)

    def _stamp(self) -> None:
        """More unflagged records are approved at once than anybody can read in a minute."""
        judge = self.town.secretaries[2][1]
        wanted, plain, week = READ_IN_A_MINUTE + self.each, [], self.size.weeks
        while len(plain) < wanted:
            lived = [one for one in honest_week(self.town, week) if one.community == 2]
            served = self._lay([replace(one, reader=judge.id) for one in lived], week_begins(week))
            seen = self._look(judge.id, list(served))
            plain += [number for number, flags in seen.items() if not flags]
            week += 1
        by = db.session.get_one(Person, judge.id)
        done, _left = approve_unflagged(read(plain[:wanted]), by=by, now=week_begins(week + 2))
        self.tried[STAMPED] += self.each
        self.caught[STAMPED] += min(self.each, wanted - len(done))
        db.session.flush()
        db.session.expunge_all()

    def _edit(self) -> None:
        """Minutes of approved records are written over in the database itself."""
        laid.credit()
        chosen = laid.some_approved(self.town.chance, self.each)
        before = set(db.session.scalars(RULES[CREDITED]))  # type: ignore[arg-type]
        db.session.execute(
            sa.update(Record).where(Record.id.in_(chosen)).values(minutes=Record.minutes + 60)
        )
        after = set(db.session.scalars(RULES[CREDITED]))  # type: ignore[arg-type]
        for one in chosen:
            self._count(EDITED, one in after and one not in before)

    def _count(self, kind: str, caught: bool) -> None:
        self.tried[kind] += 1
        self.caught[kind] += caught


def by_reader(served: dict[int, Served]) -> dict[int, list[int]]:
    """Who looks at which records."""
    found: dict[int, list[int]] = defaultdict(list)
    for record_id, one in served.items():
        assert one.reader is not None
        found[one.reader].append(record_id)
    return found


def read(ids: Iterable[int]) -> Sequence[Record]:
    """The records with what the review reads of them."""
    about = joinedload(Record.order).joinedload(Order.need).joinedload(Need.grid)
    chosen = sa.select(Record).where(Record.id.in_(list(ids))).order_by(Record.id)
    who = joinedload(Record.member).joinedload(Member.person)
    return db.session.scalars(chosen.options(about, who)).unique().all()


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "–"


def review_table(rows: Sequence[Row]) -> str:
    """Frauds by kind with every seed added up, then the totals seed by seed."""
    kinds = [
        [kind, share(*(sum(row["kinds"][kind][part] for row in rows) for part in (0, 1)))]
        for kind in KINDS
    ]
    totals = [
        [
            str(row["seed"]),
            share(row["caught"], row["tried"]),
            share(row["asked"], row["honest"]),
            f"{row['seconds']:.1f} s",
        ]
        for row in rows
    ]
    heads = (
        ("fraud", "refused, flagged or found"),
        ("seed", "frauds seen", "honest records asked about", "processor time of the flags"),
    )
    return "\n\n".join(map(markdown, heads, (kinds, totals)))
