"""The way to a task as a picture: grids where they lie, north up, inside the frame."""

from __future__ import annotations

from datetime import timedelta

from tests.build import an_accepted_order, an_open_need
from volunteer.orders.lifecycle import OrderStatus
from volunteer.places.models import Grid
from volunteer.web.sketches import HEIGHT, WIDTH, sketch

HOME, NORTH, EAST = (
    Grid(name=name, x_metres=x, y_metres=y)
    for name, x, y in (("甲", 0, 0), ("乙", 0, 500), ("丙", 1200, 0))
)
TAKE_BACK = "点错了，撤回"


def test_what_lies_north_is_drawn_above_and_what_lies_east_to_the_right():
    home, north, east = sketch([HOME, NORTH, EAST], HOME, EAST).spots

    assert (north.y < home.y, north.x == home.x) == (True, True)
    assert (east.x > home.x, east.y == home.y) == (True, True)
    assert all(0 < one.x < WIDTH and 0 < one.y < HEIGHT for one in (home, north, east))


def test_the_way_is_told_in_metres_and_none_within_a_grid():
    assert sketch([], HOME, EAST).metres == 1200
    assert sketch([], HOME, HOME).metres == 0


def test_who_pressed_yes_by_mistake_takes_it_back_with_one_press(reading_as, li, clock, now):
    order = an_accepted_order(an_open_need(now), li, now)

    reader = reading_as(li).opens(f"/orders/{order.id}").presses(TAKE_BACK)

    assert (reader.status, order.status) == (200, OrderStatus.RELEASED)


def test_later_there_is_the_usual_way_to_give_it_back(reading_as, li, clock, now):
    order = an_accepted_order(an_open_need(now), li, now)
    clock.now = now + timedelta(minutes=15)

    assert TAKE_BACK not in reading_as(li).opens(f"/orders/{order.id}").text
