"""Who sees which figures: staff those of their community whole, officers only what tells of
nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from volunteer.errors import NotAllowed
from volunteer.figures.counts import Flow, Gaps, flows_of, gaps_of, minutes_by_week
from volunteer.figures.few import said
from volunteer.figures.rates import Rate, Rates, rates_of
from volunteer.people.models import Person, RoleKind
from volunteer.places.models import Community
from volunteer.places.queries import names_under
from volunteer.policy import May, require


@dataclass(frozen=True)
class Figures:
    """What came of the needs of one community since some Monday."""

    rates: Rates
    flow: Flow
    weeks: Sequence[tuple[date, int]]  # its Monday, and the minutes served
    gaps: Gaps


@dataclass(frozen=True)
class Row:
    """A community under an office, or all of them, without a name; what is too few is None."""

    name: str
    posted: int | None
    staffed: int | None
    unfilled: int | None
    rates: Sequence[Rate]  # response, resolution, satisfaction; none of all communities together


def figures_of(community: Community, *, by: Person, since: datetime, now: datetime) -> Figures:
    """The figures of one community; NotAllowed for whoever is not of its staff."""
    require(by, May.SEE_FIGURES, community)
    here = [community.id]
    return Figures(
        rates_of(here, since=since, now=now)[community.id],
        flows_of(here, since=since)[community.id],
        minutes_by_week(here, since=since, now=now),
        gaps_of(here, since=since),
    )


def side_by_side(*, by: Person, since: datetime, now: datetime) -> list[Row]:
    """The communities under the offices of an officer, of a department those of its
    district, and, last, all together; few are not said,
    nor can they be reckoned. NotAllowed for whoever holds no office."""
    seen = by.offices | {("district", one) for one in by.districts_as(RoleKind.DEPARTMENT_OFFICER)}
    if not seen:
        raise NotAllowed(May.SEE_FIGURES)
    names = names_under(seen)
    rates = rates_of(names, since=since, now=now)
    flows = flows_of(names, since=since).values()
    posted, all_posted = said([flow.posted for flow in flows])
    staffed, all_staffed = said([flow.staffed for flow in flows])
    unfilled, all_unfilled = said([flow.unfilled for flow in flows])
    rows = [
        Row(names[one], posted[n], staffed[n], unfilled[n], _three(rates[one]))
        for n, one in enumerate(names)
    ]
    return [*rows, Row("", all_posted, all_staffed, all_unfilled, ())]


def _three(rates: Rates) -> Sequence[Rate]:
    return rates.response, rates.resolution, rates.satisfaction
