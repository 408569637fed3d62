"""A certificate says what the ledger says, signed; anybody can check it without a name."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.build import a_record, an_open_need, refused, told
from tests.cast import member_of
from volunteer.certificates import actions, queries
from volunteer.certificates.models import Language
from volunteer.db import transaction
from volunteer.errors import Missing, NotAllowed, NotFound, WrongMoment
from volunteer.invariants import broken
from volunteer.records import actions as records
from volunteer.records.times import Times

DOCUMENT = Path(__file__).parents[2] / "docs" / "certificates.md"
NOVEMBER = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}


@pytest.fixture
def signer(app):
    return app.config["SIGNER"]()


@pytest.fixture
def record(cast, li, wang, now):
    """Li was there for 65 minutes, approved."""
    record = a_record(an_open_need(now), li, now, minutes=65)
    with transaction():
        records.approve(record, by=wang, now=now)
    return record


def issue(by, signer, now, **period):
    with transaction():
        return actions.issue(
            member_of(by),
            **{**NOVEMBER, **period},
            language=Language.CHINESE,
            signer=signer,
            by=by,
            now=now,
        )


@pytest.fixture
def certificate(record, li, signer, now):
    """For November."""
    return issue(li, signer, now)


def test_a_certificate_says_what_the_ledger_says(certificate, now):
    said = json.loads(certificate.statement)

    assert (certificate.minutes, certificate.records) == (65, 1)
    assert (said["minutes"], said["unit"]) == (65, "枫林东里社区")
    assert said["number"] == certificate.number
    assert re.fullmatch(r"2026-[2-9A-Z]{4}-[2-9A-Z]{4}", certificate.number)
    assert "李卫民" not in certificate.statement
    assert list(broken()) == []


@pytest.mark.parametrize(
    ("day", "counted"), [(date(2026, 11, 20), False), (date(2026, 11, 21), True)]
)
def test_both_ends_of_the_period_count(record, li, signer, now, day, counted):
    with transaction() if counted else refused(Missing):
        actions.issue(
            member_of(li),
            since=date(2026, 11, 1),
            until=day,
            language=Language.ENGLISH,
            signer=signer,
            by=li,
            now=now,
        )


@pytest.mark.parametrize("who", ["zhou", "wang", "chen"])
def test_only_the_member_has_one_issued(cast, record, li, signer, now, who):
    with refused(NotAllowed):
        actions.issue(
            member_of(li),
            **NOVEMBER,
            language=Language.CHINESE,
            signer=signer,
            by=cast[who],
            now=now,
        )


def test_the_secretary_revokes_with_a_reason_the_member_reads(certificate, li, wang, now):
    with transaction():
        actions.revoke(certificate, why="名字写错了", by=wang, now=now)

    assert (certificate.status, certificate.revoke_why) == ("revoked", "名字写错了")
    assert told(li)[-1] == "certificate_revoked"
    with refused(WrongMoment):
        actions.revoke(certificate, why="再撤一次", by=wang, now=now)


@pytest.mark.parametrize("who", ["li", "zhou", "he", "chen"])
def test_nobody_else_revokes(cast, certificate, now, who):
    with refused(NotAllowed):
        actions.revoke(certificate, why="不要了", by=cast[who], now=now)


def test_hours_corrected_afterwards_are_seen(certificate, record, wang, now):
    assert queries.minutes_now(certificate) == 65
    shorter = Times(record.started_at.astimezone(now.tzinfo).time(), 50)

    with transaction():
        records.amend(record, times=shorter, report="", why="看错了", by=wang, now=now)

    assert queries.minutes_now(certificate) == 50


def test_the_number_is_found_however_it_is_typed(certificate):
    assert queries.by_number(f" {certificate.number.lower()} ") is certificate


@pytest.mark.parametrize(("who", "sees"), [("li", True), ("wang", True), ("zhou", False)])
def test_the_paper_with_the_name_is_for_few(cast, certificate, who, sees):
    if sees:
        assert queries.certificate_for(cast[who], certificate.number) is certificate
    else:
        with pytest.raises(NotFound):
            queries.certificate_for(cast[who], certificate.number)


@pytest.fixture
def verified(certificate, signer, tmp_path):
    """Runs the script of the document, by itself, on what it is given."""
    [script] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    (tmp_path / "verify.py").write_text(script, "utf-8")

    def run(name, **changed):
        said = {"statement": certificate.statement, "signature": certificate.signature, **changed}
        (tmp_path / "signed.json").write_text(json.dumps(said), "utf-8")
        command = [sys.executable, "verify.py", "signed.json", signer.public_key, name]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
        )

    return run


@pytest.mark.engine("sqlite")
def test_the_script_of_the_document_verifies_it_without_us(verified, certificate):
    assert verified("李卫民").stdout == f"{certificate.number} 2026-11-01 2026-11-30 1.0\n"


@pytest.mark.engine("sqlite")
def test_another_name_or_another_figure_does_not_pass(verified, certificate):
    forged = certificate.statement.replace('"minutes": 65', '"minutes": 650')

    assert verified("周小雨").returncode != 0
    assert "InvalidSignature" in verified("李卫民", statement=forged).stderr


def test_a_number_says_the_year_of_its_day(now):
    assert actions.new_number(now + timedelta(days=60)).startswith("2027-")
