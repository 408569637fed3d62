"""What somebody who means it sends to each route."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from tests.build import TRIAGE, WISH
from tests.cast import FAR_AWAY, PASSWORD, PROFILE
from tests.disclosures.conftest import AGREED, WRITTEN
from tests.photos.pictures import a_picture

# What is sent where; to most routes nothing. Pages and API under /api/v1 take the same.
WINDOW = {"date": "2026-12-06", "time": "10:00", "minutes": 60}
DAY = {"day": "2026-12-05"}
WEEKLY = {"rhythm": "weekly", "starts_on": "2026-12-06", "ends_on": "2027-02-06"}
POSTED = {**WISH, **WINDOW}
FOR_CALLER = {**POSTED, "channel": "phone"}
APPROVED = {**TRIAGE, **WINDOW, "urgency": "normal", "risk": "low"}
SAID = {"outcome": "solved", "satisfaction": 5}
WHY = {"why": "请补充一下"}
LOOK = {"reason": "arrange"}
REPORT = {"report": "换了垫圈"}
HEARD = {"contacted": True, "outcome": "solved", "asked_for_money": False}
HOPE = {"period": "quarter", "minimum": 2, "metric": "times"}
ON_PAPER = {"came_at": "20:00", "stay_minutes": 60}
NEW_MEMBER = {**PROFILE, "name": "何晓东", "phone": "13900005555", "password": PASSWORD}
SIGN_IN = {"login": "li", "password": PASSWORD}
NEW_PASSWORD = {"current": PASSWORD, "new": "周六上午去修水龙头"}
EARLIER = "姓名,活动名称,日期,时长\n周小雨,扫雪,2025-01-11,2".encode()
FILE = {"layout": "register", "file": b64encode(EARLIER).decode()}
PHOTO = {"file": b64encode(a_picture()).decode()}
SENT: dict[str, dict[str, Any]] = {
    "/needs": POSTED,
    "/needs/new": POSTED,
    "/needs/for-callers": FOR_CALLER,
    "/needs/new-for-caller": FOR_CALLER,
    "/needs/<need_id>/answer": {"answer": "3 号楼"},
    "/needs/<need_id>/approve": APPROVED,
    "/needs/<need_id>/ask": {"question": "几号楼？"},
    "/needs/<need_id>/cancel": {"reason": "no_longer_needed"},
    "/needs/<need_id>/confirm-by-phone": SAID,
    "/needs/<need_id>/rearrange": WINDOW,
    "/needs/<need_id>/redirect": {**WHY, "door": "property"},
    "/needs/<need_id>/reject": {**WHY, "reason": "unsafe"},
    "/needs/<need_id>/reopen": WHY,
    "/needs/<need_id>/contact": LOOK,
    "/orders/<order_id>/contact": LOOK,
    "/members/<member_id>/contact": LOOK,
    "/registrations/<member_id>/contact": LOOK,
    "/follow-ups/<follow_up_id>/contact": LOOK,
    "/needs/<need_id>/settle": WHY,
    "/needs/<need_id>/triage": APPROVED,
    "/needs/<need_id>/repeat": {**WEEKLY, "time": "10:00", "minutes": 60},
    "/communities/<community_id>/asking": {"asks_by_itself": True},
    "/series/<series_id>/adopt": {"agreed": True},
    "/series/<series_id>/change": {**WEEKLY, "time": "10:00", "minutes": 60},
    "/series/<series_id>/miss-one": DAY,
    "/series/<series_id>/skip": DAY,
    "/follow/<number>/<secret>/answer": {"answer": "3 号楼"},
    "/follow/<number>/<secret>/cancel": {"reason": "no_longer_needed"},
    "/follow/<number>/<secret>/confirm": SAID,
    "/orders/<order_id>/hand-over": {"name": "周小雨", "phone": "01080003333"},
    "/orders/<order_id>/refuse": WHY,
    "/orders/<order_id>/leave": REPORT,
    "/orders/<order_id>/leave-by-staff": REPORT,
    "/orders/<order_id>/enter-late": ON_PAPER,
    "/communities/<community_id>/expectation": HOPE,
    "/communities/<community_id>/imports": FILE,
    "/communities/<community_id>/imports/preview": FILE,
    "/communities/<community_id>/feedback": WRITTEN,
    "/consents": AGREED,
    "/me/consents": AGREED,
    "/me/consents/withdraw": {"purpose": "to_unit"},
    "/follow/<number>/<secret>/photos": PHOTO,
    "/needs/<need_id>/photos": PHOTO,
    "/imports/<import_id>/reject": WHY,
    "/imports/<import_id>/undo": WHY,
    "/certificates": {"since": "2026-11-01", "until": "2026-11-30"},
    "/me/certificates": {"since": "2026-11-01", "until": "2026-11-30"},
    "/certificates/<number>/revoke": WHY,
    "/deliveries/<delivery_id>/drop": WHY,
    "/records/approve-many": {"records": [1]},
    "/records/<record_id>/amend": {**WHY, "came_at": "14:05", "stay_minutes": 50},
    "/records/<record_id>/ask-void": WHY,
    "/records/<record_id>/object": WHY,
    "/records/<record_id>/return": WHY,
    "/records/<record_id>/reject": WHY,
    "/records/<record_id>/resubmit": REPORT,
    "/members": NEW_MEMBER,
    "/members/me": PROFILE,
    "/members/me/leave": {"sure": True},
    "/me/leave": {"sure": True},
    "/me/erase": {"sure": True},
    "/follow/<number>/<secret>/erase": {"sure": True},
    "/needs/follow/<number>/<secret>/erase": {"sure": True},
    "/members/me/move": {"grid_id": FAR_AWAY, "keeps_promises": True},
    "/me/move": {"grid_id": FAR_AWAY, "keeps_promises": True},
    "/moves/<move_id>/refuse": WHY,
    "/members/<member_id>/return": WHY,
    "/members/<member_id>/refuse": WHY,
    "/registrations/<member_id>/return": WHY,
    "/registrations/<member_id>/refuse": WHY,
    "/notices/channels": {"ways": []},
    "/members/me/pause": {"until": "2026-12-31"},
    "/follow-ups/<follow_up_id>/answer": HEARD,
    "/me/pause": {"until": "2026-12-31"},
    "/me/profile": PROFILE,
    "/register": NEW_MEMBER,
    "/rounds": {"community_id": 1},
    "/sign-in": SIGN_IN,
    "/password": NEW_PASSWORD,
    "/me/account/password": NEW_PASSWORD,
    "/sign-ins": SIGN_IN,
    "/sign-in/letter": {"login": "li"},
    "/sign-in/letter/code": {"code": "123456"},
    "/recover/<secret>": {"new": "周六上午去修水龙头"},
    "/offices": {"office": "worker:1", "name": "冯晓春", "login": "feng"},
    "/offices/<role_id>/deputy": {"login": "zhou", "ends_on": "2026-12-31"},
    "/sign-ins/current/prove": {"proof": PASSWORD},
    "/me/prove": {"proof": PASSWORD},
    "/me/second-factor/confirm": {"code": "123456"},
    "/language": {"language": "zh"},
}
