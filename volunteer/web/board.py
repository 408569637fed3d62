"""A round laid out for looking at: by need, by person, and what stayed empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from flask_babel import gettext

from volunteer.errors import NotFound
from volunteer.history.queries import story
from volunteer.members.free_time import PART_NAMES, WEEKDAY_NAMES, Part
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.needs.types import NEED_TYPES
from volunteer.orders.lifecycle import LIVE, OrderStatus
from volunteer.places import queries as places
from volunteer.policy import Actor, May, can
from volunteer.rounds import questions
from volunteer.rounds.inquiry import Lack
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import Proposal, Round, Ruling
from volunteer.rounds.queries import forbidden_in
from volunteer.rounds.questions import Load
from volunteer.web import funnel, labels

STEERING = frozenset({*Ruling, "clear"})


@dataclass
class Eyes:
    """What somebody may read of a round: names where they decide, else surnames and kinds."""

    reader: Actor

    def know(self, need: Need) -> bool:
        """Whether the need is theirs to find people for."""
        return can(self.reader, May.OFFER_TASK, need)

    def title(self, need: Need) -> str:
        """What the need is about."""
        return need.title if self.know(need) else gettext(NEED_TYPES[need.type].name)

    def name(self, member: Member, need: Need) -> str:
        """Who the member is that may come for the need."""
        return member.person.name if self.know(need) else member.person.shown_name


@dataclass
class NeedRow:
    """One need: who is proposed for it, who was kept out, what is missing."""

    need: Need
    proposals: list[Proposal] = field(default_factory=list)
    kept_out: list[Member] = field(default_factory=list)
    missing: int = 0
    kept: list[tuple[str, int]] = field(default_factory=list)

    @property
    def is_looked_at(self) -> bool:
        """Somebody is proposed, or was kept out."""
        return bool(self.proposals or self.kept_out)

    @property
    def stages(self) -> list[tuple[str, int]]:
        """The funnel in words, down to where nobody was left."""
        found = funnel.stages(self.kept)
        empty = next((at for at, (_words, count) in enumerate(found) if not count), len(found))
        return found[: empty + 1]

    @property
    def stuck(self) -> str:
        """Where people were lost, in one sentence."""
        return funnel.sentence(self.kept)


@dataclass
class PersonRow:
    """One member: what the round asks of them."""

    member: Member
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """Minutes of everything proposed to them."""
        return sum(one.need.minutes for one in self.proposals)


@dataclass
class Board:
    """Everything the page of a round shows."""

    found: Round
    eyes: Eyes
    kept_out: Sequence[tuple[Need, Member]]
    is_stale: bool
    gone: int = 0
    communities: Mapping[int, str] = field(default_factory=dict)  # names, where it spans several

    @cached_property
    def proposals(self) -> list[Proposal]:
        """The pairs the reader may see: all to whoever runs it, else those of their needs."""
        return [one for one in self.found.proposals if self._is_shown(one.need)]

    def _is_shown(self, need: Need) -> bool:
        return can(self.eyes.reader, May.RUN_ROUND, self.found) or self.eyes.know(need)

    @cached_property
    def needs(self) -> list[NeedRow]:
        """Every need of the round, soonest first."""
        rows: dict[int, NeedRow] = {}

        def row(need: Need) -> NeedRow:
            return rows.setdefault(need.id, NeedRow(need))

        for proposal in self.proposals:
            row(proposal.need).proposals.append(proposal)
        for gap in filter(lambda one: self._is_shown(one.need), self.found.unfilled):
            here = row(gap.need)
            here.missing, here.kept = gap.places, [tuple(one) for one in gap.funnel]
        for need, member in self.kept_out:
            row(need).kept_out.append(member)
        return sorted(rows.values(), key=lambda one: (one.need.starts_at, one.need.id))

    @cached_property
    def gaps(self) -> list[NeedRow]:
        """Needs with places that nobody could be found for."""
        return [row for row in self.needs if row.missing]

    @property
    def missing(self) -> int:
        """Places that nobody could be found for."""
        return sum(row.missing for row in self.gaps)

    @cached_property
    def needs_proposed(self) -> int:
        """Needs that somebody is proposed for."""
        return sum(bool(row.proposals) for row in self.needs)

    @cached_property
    def people(self) -> list[PersonRow]:
        """Every member who is asked, those asked most first."""
        rows: dict[int, PersonRow] = {}
        for proposal in self.proposals:
            rows.setdefault(proposal.member_id, PersonRow(proposal.member)).proposals.append(
                proposal
            )
        for one in rows.values():
            one.proposals.sort(key=lambda proposal: proposal.need.starts_at)
        return sorted(rows.values(), key=lambda one: (-one.minutes, one.member.id))

    @cached_property
    def pinned(self) -> set[tuple[int, int]]:
        """Pairs (need id, member id) that the secretary holds fast."""
        return {
            (one.need_id, one.member_id) for one in self.found.wishes if one.ruling == Ruling.PIN
        }

    @cached_property
    def answers(self) -> dict[str, int]:
        """How those who were asked have answered so far."""
        said = Counter(
            OrderStatus(one.order.status) for one in self.proposals if one.order is not None
        )
        yes, waiting = sum(said[OrderStatus(one)] for one in LIVE), said[OrderStatus.OFFERED]
        return {
            "asked": said.total(),
            "yes": yes,
            "waiting": waiting,
            "no": said.total() - yes - waiting,
            "passed_over": len(self.proposals) - said.total(),
        }

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be released."""
        return self.found.status == RoundStatus.PROPOSED

    @property
    def is_begun(self) -> bool:
        """Whether a community has released its part."""
        return any(one.order_id is not None for one in self.found.proposals)

    def place(self, thing: Need | Member) -> str:
        """Where in the round that is: the grid, and of which community where there are several."""
        return f"{self.communities.get(thing.community_id, '')} {thing.grid.name}".strip()

    def loads(self) -> Sequence[Load]:
        """How minutes fall on members; nothing once the input is no longer kept."""
        with suppress(NotFound):
            return questions.loads(self.found)
        return ()

    def lacking(self) -> list[str]:
        """Whom one more of would fill places, in words."""
        with suppress(NotFound):
            return [lack_in_words(one) for one in questions.lacking(self.found)]
        return []

    def rows(self, view: str) -> Sequence[NeedRow | PersonRow]:
        """What the page lists in this view; what only lacks people has a view of its own."""
        if view == "person":
            return self.people
        if view == "load":
            return ()
        return self.gaps if view == "gaps" else [row for row in self.needs if row.is_looked_at]


def lack_in_words(lack: Lack) -> str:
    """Whom one more of would help, when and where, in one sentence."""
    said = {
        "where": places.community(lack.community_id).name,
        "when": gettext(WEEKDAY_NAMES[lack.weekday]) + gettext(PART_NAMES[Part(lack.part)]),
        "skill": labels.skill(lack.skill),
        "n": lack.places,
    }
    if lack.skill:
        return gettext(
            "%(where)s：多一位%(when)s有空、会“%(skill)s”的党员，能多补 %(n)s 个空位。", **said
        )
    return gettext("%(where)s：多一位%(when)s有空的党员，能多补 %(n)s 个空位。", **said)


def board_of(found: Round, reader: Actor) -> Board:
    """The board of the round for its reader; stale when pairs were ruled on since it was solved,
    `gone` when so many had become impossible before it was laid out."""
    is_open = found.status == RoundStatus.PROPOSED
    last = story("round", [found.id])[-1] if is_open else None
    return Board(
        found=found,
        eyes=Eyes(reader),
        kept_out=forbidden_in(found) if found.wishes else (),
        is_stale=last is not None and last.verb in STEERING,
        gone=last.facts.get("gone", 0) if last is not None else 0,
        communities=places.names_in(found.where) if found.community_id is None else {},
    )
