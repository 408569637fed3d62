"""Which notice is about what, and until when it is true."""

from __future__ import annotations

from volunteer.notices.models import Topic
from volunteer.words import word as w

TOPIC_NAMES = {
    Topic.OFFERS: w("请我看的单"),
    Topic.REMINDERS: w("我接的单：提醒和变动"),
    Topic.RESULTS: w("结果：报到、时长、居民的话"),
    Topic.WORK: w("社区工作：有事等我处理"),
}
TOPICS = {
    "hall_digest": Topic.OFFERS,
    "offers_unanswered": Topic.OFFERS,
    "hand_over_asked": Topic.OFFERS,
    "order_expired": Topic.OFFERS,
    "order_offered": Topic.OFFERS,
    "order_withdrawn": Topic.OFFERS,
    "standby_called": Topic.OFFERS,
    "standby_ended": Topic.OFFERS,
    "claim_approved": Topic.REMINDERS,
    "claim_expired": Topic.REMINDERS,
    "claim_refused": Topic.REMINDERS,
    "hand_over_done": Topic.REMINDERS,
    "hand_over_failed": Topic.REMINDERS,
    "order_cancelled": Topic.REMINDERS,
    "order_closed": Topic.REMINDERS,
    "order_kept": Topic.REMINDERS,
    "order_leads": Topic.REMINDERS,
    "order_reminder": Topic.REMINDERS,
    "order_missed": Topic.REMINDERS,
    "series_changed": Topic.REMINDERS,
    "series_date_open": Topic.REMINDERS,
    "series_ended": Topic.REMINDERS,
    "import_submitted": Topic.WORK,
    "import_rejected": Topic.WORK,
    "member_left": Topic.WORK,
    "member_moved": Topic.WORK,
    "member_submitted": Topic.WORK,
    "move_asked": Topic.WORK,
    "need_answered": Topic.WORK,
    "need_disputed": Topic.WORK,
    "need_paid_for": Topic.WORK,
    "need_submitted": Topic.WORK,
    "need_undecided": Topic.WORK,
    "order_claimed": Topic.WORK,
    "order_handed_over": Topic.WORK,
    "order_not_there": Topic.WORK,
    "need_unfilled": Topic.WORK,
    "order_released_late": Topic.WORK,
    "record_objected": Topic.WORK,
    "record_submitted": Topic.WORK,
    "record_void_asked": Topic.WORK,
    "record_waits": Topic.WORK,
    "record_escalated": Topic.WORK,
    "secretary_left": Topic.WORK,
    "series_left": Topic.WORK,
    "without_secretary": Topic.WORK,
}
# A notice that asks for something is only sent while the thing stands where it was asked.
ONLY_WHILE = {
    "import_submitted": {"submitted"},
    "member_submitted": {"submitted"},
    "move_asked": {"asked"},
    "need_answered": {"submitted"},
    "need_disputed": {"disputed"},
    "need_submitted": {"submitted"},
    "need_undecided": {"unfilled"},
    "need_unfilled": {"unfilled"},
    "claim_approved": {"accepted"},
    "hand_over_asked": {"offered"},
    "order_claimed": {"claimed"},
    "standby_called": {"offered"},
    "order_not_there": {"accepted"},
    "order_leads": {"accepted"},
    "order_reminder": {"accepted"},
    "order_cancelled": {"cancelled"},
    "order_expired": {"expired"},
    "order_offered": {"offered"},
    "order_kept": {"accepted"},
    "record_submitted": {"submitted"},
    "record_waits": {"submitted"},
    "record_escalated": {"submitted"},
}


def topic_of(notice_kind: str) -> Topic:
    """What the notice is about; whatever is not asked of anybody is a result."""
    return TOPICS.get(notice_kind, Topic.RESULTS)
