"""The workbench: what waits for staff, the most pressing first."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.queries import counts_for
from volunteer.people.models import RoleKind
from volunteer.web.finding import AskedSchema
from volunteer.web.forms import Form
from volunteer.web.guard import person, signed_in
from volunteer.web.lanes import lanes_for
from volunteer.words import word as w

pages = Blueprint("workbench", __name__)

# Everything else that is under way, and where to look at it.
UNDER_WAY: tuple[tuple[str, str, tuple[NeedStatus, ...]], ...] = (
    (w("等居民回答"), "asked", (NeedStatus.NEEDS_INFO,)),
    (w("找人中"), "looking", (NeedStatus.OPEN,)),
    (w("等上门、服务中"), "coming", (NeedStatus.STAFFED, NeedStatus.IN_SERVICE)),
    (w("等居民说结果"), "done", (NeedStatus.DONE_REPORTED,)),
)


@pages.get("/workbench")
@signed_in
def show() -> Response | str:
    """What waits for this person; members are led to what is for them."""
    if not person().is_staff:
        return redirect(url_for("orders.mine"))
    lanes = [lane for lane in lanes_for(person(), door.now(), door.limits()) if lane.total]
    counts = counts_for(person())
    return render_template(
        "workbench/show.html",
        asking=Form(AskedSchema),
        lanes=lanes,
        total=sum(lane.total for lane in lanes),
        late=sum(item.is_late for lane in lanes for item in lane.items),
        under_way=[
            {
                "label": gettext(words),
                "figure": (count := sum(counts[one] for one in statuses)),
                "url": url_for("needs.index", status=code) if count else "",
            }
            for words, code, statuses in UNDER_WAY
        ],
        is_secretary=bool(person().communities_as(RoleKind.SECRETARY)),
    )
