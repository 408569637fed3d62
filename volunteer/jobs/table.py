"""The jobs: what is looked for, how often, and the step that settles one of it."""

from __future__ import annotations

from datetime import timedelta

from volunteer.dispatch import (
    actions,
    asking,
    chaining,
    due,
    ending,
    following_up,
    forgetting,
    letting_in,
    reminding,
    repeating,
    reviewing,
    timetable,
    watching,
)
from volunteer.jobs.running import A_MINUTE, Job

A_SECOND, FIVE_MINUTES = timedelta(seconds=1), timedelta(minutes=5)
AN_HOUR = timedelta(hours=1)
JOBS = (
    Job("lapse-needs", A_MINUTE, due.lapsing_needs, actions.lapse),
    Job("expire-offers", A_SECOND, due.expiring_offers, actions.expire),
    # Somebody waits at the sign-in page.
    Job("let-in", A_SECOND, letting_in.asked_for, letting_in.write),
    Job("end-offices", A_MINUTE, ending.offices_due, ending.end_office),
    Job("withdraw-late-offers", A_SECOND, due.offers_too_late, actions.withdraw_late),
    Job("close-check-ins", A_MINUTE, watching.still_there, watching.close),
    Job("propose-no-shows", A_MINUTE, watching.not_there, watching.ask_staff_to_call),
    Job("make-dates", AN_HOUR, repeating.with_dates_due, repeating.make_dates),
    Job("end-series", AN_HOUR, repeating.over, repeating.end),
    Job(
        "release-rounds",
        A_MINUTE,
        timetable.rounds_due,
        timetable.release_round,
        prepare=timetable.solved_round,
    ),
    Job("call-standbys", A_MINUTE, due.places_for_standbys, actions.call_standby),
    # After those: whoever comes next is asked at the same look.
    Job("ask-next", A_SECOND, asking.short_of_offers, asking.ask_next),
    Job("remind-day-before", A_MINUTE, reminding.day_before, reminding.remind_day_before),
    Job("remind-hour-before", A_MINUTE, reminding.hour_before, reminding.remind_hour_before),
    Job("remind-undecided", FIVE_MINUTES, watching.undecided, watching.remind_secretaries),
    Job("promise-seed", AN_HOUR, following_up.seeds_due, following_up.promise_seed),
    Job("draw-follow-ups", AN_HOUR, following_up.to_call, following_up.draw),
    Job("remind-reviewers", AN_HOUR, reviewing.waiting_long, reviewing.remind_reviewers),
    Job("evening-digest", FIVE_MINUTES, reminding.evening_readers, reminding.send_digest),
)
# What the service does for its own books; nobody is told of it.
BOOKS = (
    Job("seal-history", A_MINUTE, chaining.rows_waiting, chaining.seal),
    Job("write-anchors", AN_HOUR, chaining.unanchored, chaining.anchor),
    Job("mask-contacts", AN_HOUR, forgetting.contacts_kept_long, forgetting.mask),
    Job("sweep-photos", AN_HOUR, forgetting.orphans, forgetting.sweep),
    Job("forget-sessions", AN_HOUR, forgetting.sessions_kept_long, forgetting.forget_session),
    Job("forget-notices", AN_HOUR, forgetting.notices_kept_long, forgetting.forget_notice),
    Job("forget-tickets", AN_HOUR, forgetting.tickets_kept_long, forgetting.forget_ticket),
)
