"""`volunteer retention`: what nobody needs any more is counted first, and then goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner

from tests.build import a_need, resident_of
from volunteer import clock
from volunteer.cli.check import check
from volunteer.cli.retention import retention
from volunteer.db import db, transaction
from volunteer.dispatch.kept import NO_CONTACT
from volunteer.dispatch.models import JobRun
from volunteer.needs.types import Cancellation
from volunteer.orders import actions as orders

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def run(app, settings, cast):
    """A command of an operator, after a need that was cancelled half a year ago."""
    then = clock.now() - timedelta(days=200)
    need = a_need(then, date=clock.local(then).date() + timedelta(days=1))
    with transaction():
        reason = Cancellation.NO_LONGER_NEEDED
        orders.cancel_need(need, reason=reason, by=resident_of(need), now=then)
    told = {"VOLUNTEER_DATABASE_URL": settings.database, "VOLUNTEER_DATA": str(settings.data)}

    def command(name, *arguments: str) -> str:
        db.session.remove()
        return CliRunner().invoke(name, arguments, env=told).output

    return command


def test_a_dry_run_counts_what_the_next_run_lets_go(run):
    assert "1 contacts of needs would go." in run(retention, "--dry-run")
    assert "1 contacts of needs are gone." in run(retention)
    assert "0 contacts of needs would go." in run(retention, "--dry-run")


def test_a_contact_that_the_jobs_left_behind_is_found(run, app):
    with transaction() as session:
        at = clock.now()
        session.add(JobRun(job="mask-contacts", period=at, began_at=at, ended_at=at))

    assert f"BROKEN  {NO_CONTACT}" in run(check)

    run(retention)
    assert NO_CONTACT not in run(check)
