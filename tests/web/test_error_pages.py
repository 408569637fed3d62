"""Every error has a page that says what happened and what to do next."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from volunteer import maintenance
from volunteer.app import create_app
from volunteer.cli.worker import looks_of
from volunteer.db import db, trouble_with
from volunteer.dispatch.models import JobRun
from volunteer.settings import Settings
from volunteer.web.error_pages import PAGES


@pytest.mark.parametrize("code", PAGES)
def test_an_error_says_what_to_do_next(app: Flask, code: int) -> None:
    with app.test_request_context():
        page = render_template(
            f"errors/{code}.html",
            message="刚刚被别人接走了。",
            next_url="/hall",
            next_label="去大厅",
        )

    assert page.count("<h1") == 1
    assert "刚刚被别人接走了。" in page
    assert '<a class="btn btn-primary" href="/hall">去大厅</a>' in page


@pytest.fixture
def closed(app: Flask) -> Iterator[None]:
    """The operator has closed the service for a while."""
    maintenance.turn(app.config["SETTINGS"], on=True)
    yield
    maintenance.turn(app.config["SETTINGS"], on=False)


def test_while_we_work_on_it_everybody_reads_so_and_when_to_come_back(
    closed: None, client: FlaskClient
) -> None:
    answer = client.get("/needs/new")

    assert answer.status_code == client.get("/api/v1/skills").status_code == 503
    assert answer.headers["Retry-After"] == "120"
    assert "我们正在维护" in answer.text
    assert '<a class="btn btn-primary" href="/needs/new">再试一次</a>' in answer.text


def test_the_process_is_well_while_we_work_on_it(closed: None, client: FlaskClient) -> None:
    for path in ("/healthz", "/static/css/site.css"):
        with client.get(path) as answer:
            assert answer.status_code == 200


def test_the_jobs_rest_while_we_work_on_it(closed: None, app: Flask) -> None:
    for look in looks_of(app):
        look.act()

    assert db.session.scalar(sa.select(sa.func.count(JobRun.job))) == 0


@pytest.fixture(params=["postgresql+psycopg://nobody@127.0.0.1:1/gone", "sqlite:///{}/gone.db"])
def without_database(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path
) -> FlaskClient:
    """Somebody signed in, while the database cannot be had."""
    folder = tmp_path / "gone"
    folder.mkdir()
    client = create_app(replace(settings, database_url=request.param.format(folder))).test_client()
    shutil.rmtree(folder)
    with client.session_transaction() as session:
        session["_user_id"] = "a token"
    return client


@pytest.mark.parametrize("path", ["/me/", "/help", "/nowhere", "/api/v1/communities"])
def test_a_database_that_is_away_is_no_crash(without_database: FlaskClient, path: str) -> None:
    answer = without_database.get(path)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert without_database.get("/healthz").status_code == 200


def test_what_the_database_does_not_understand_is_a_fault_of_ours(app: Flask) -> None:
    with pytest.raises(OperationalError) as found:
        db.session.execute(sa.text("SELECT 1 FROM nothing"))

    assert trouble_with(found.value) is None
