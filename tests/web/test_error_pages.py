"""Every error has a page that says what happened and what to do next."""

from __future__ import annotations

import pytest
from flask import Flask, render_template

from volunteer.web.errors import PAGES


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
