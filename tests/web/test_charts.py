"""Bars are as long as their amounts say, and the days of a month stand under their weekdays."""

from __future__ import annotations

from datetime import date

from volunteer.web import charts, overview, times


def test_the_largest_amount_fills_the_picture_and_nought_is_nothing():
    low, high, none = charts.columns("", [("1", 30, "0.5"), ("2", 60, "1.0"), ("3", 0, "0.0")]).bars

    assert (high.height, low.height, none.height) == (charts.PLOT, charts.PLOT / 2, 0)
    assert high.y == charts.TOP and low.y + low.height == high.y + high.height
    assert none.figure == ""


def test_amounts_of_nothing_are_drawn_as_well():
    assert [bar.width for bar in charts.rows("", [("a", 0, "0")]).bars] == [0]


def test_a_sunday_stands_last_in_its_week(app):
    with app.test_request_context():
        [month] = overview._months({date(2026, 11, 1): 90})
        assert times.weekday_letters()[6] == "日"

    assert month.weeks[0][6] == (1, 90)
