"""The jobs: what is looked for, how often, and the step that settles one of it."""

from __future__ import annotations

from datetime import timedelta

from volunteer.dispatch import actions, asking, due
from volunteer.jobs.running import Job

A_MINUTE = timedelta(minutes=1)
JOBS = (
    Job("lapse-needs", A_MINUTE, due.lapsing_needs, actions.lapse),
    Job("expire-offers", A_MINUTE, due.expiring_offers, actions.expire),
    # After it: whoever comes after an expired offer is asked at the same look.
    Job("ask-next", A_MINUTE, asking.short_of_offers, asking.ask_next),
)
