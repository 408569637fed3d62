"""Tables about what somebody did or asked for, and what becomes of each of their columns."""

from __future__ import annotations

from collections.abc import Mapping

from volunteer.rights.classes import GONE, Table, a_secret
from volunteer.rights.whys import LEDGER, LOG, MOMENT, NUMBER, PAPER, STAFF, TASK, VOICE
from volunteer.words import word as w

AFFAIRS: Mapping[str, Table] = {
    "moves": Table(
        title=w("搬家"),
        by="member_id",
        erase={"decision_note": ""},
        keep={
            NUMBER: "id member_id revision",
            "which community's sums they belonged to": (
                "from_id community_id grid_id keeps_promises status asked_at decided_at"
            ),
        },
        hidden="id member_id revision",
    ),
    "orders": Table(
        title=w("接过的单和收到的邀请"),
        by="member_id",
        erase={"reasons": dict},
        keep={
            NUMBER: "id need_id member_id given_by_id revision",
            LEDGER: (
                "attempt community_id starts_at ends_at seat_no status offered_at expires_at"
                " stood_by_at agreed_at agreement_version agreement approved_at accepted_at"
                " checked_in_at checked_out_at presence came_step card_pair leaving vouched_at"
                " wrong_codes"
            ),
        },
        hidden="id member_id given_by_id revision came_step card_pair seat_no attempt",
    ),
    "photos": Table(
        title=w("照片"),
        by="need_id",
        removed="id need_id place name size added_by_id added_at",
        hidden="id need_id name added_by_id",
    ),
    "proposals": Table(
        title=w("配对方案里的您"),
        by="member_id",
        keep={
            NUMBER: "round_id need_id member_id order_id",
            "numbers and codes, so that the round can be looked at again": "reasons",
        },
        hidden="member_id",
    ),
    "pair_wishes": Table(
        title=w("书记定的配对"),
        by="member_id",
        keep={NUMBER: "round_id need_id member_id", STAFF: "ruling"},
        hidden="member_id",
    ),
    "series": Table(
        title=w("长期结对"),
        by="member_id",
        keep={
            NUMBER: "id member_id pattern_id revision",
            TASK: "community_id rhythm starts_on ends_on hour minutes skips_holidays status",
            MOMENT: "created_at adopted_at",
        },
        hidden="id member_id pattern_id revision",
    ),
    "occurrences": Table(
        title=w("结对里请过的假"),
        by="absent_id",
        keep={NUMBER: "series_id need_id absent_id", MOMENT: "day skipped_at"},
        hidden="series_id absent_id",
    ),
    "records": Table(
        title=w("服务记录"),
        by="person_id",
        erase={"content": GONE, "review_note": "", "void_why": "", "objection": ""},
        keep={
            NUMBER: "id order_id member_id person_id revision version",
            LEDGER: (
                "community_id title place organiser in_charge started_at ended_at break_minutes"
                " minutes planned_minutes counts status submitted_at reviewed_at objected_at"
                " escalated_at"
            ),
            STAFF: "reviewer_id entered_by_id seconded_by_id void_asked_by_id",
        },
        hidden="id order_id member_id person_id revision reviewer_id entered_by_id seconded_by_id"
        " void_asked_by_id",
    ),
    "earlier_hours": Table(
        title=w("从别处导入的时长"),
        by="member_id",
        erase={"content": GONE, "in_charge": ""},
        keep={
            NUMBER: "id import_id row member_id",
            LEDGER: "community_id day started_at ended_at minutes title place organiser kind",
        },
        hidden="id import_id row member_id",
    ),
    "ledger": Table(
        title=w("时长账"),
        by="member_id",
        keep={
            NUMBER: "id record_id earlier_id member_id by_person_id",
            LEDGER: "community_id number kind minutes served_at reverses_id written_at hash why",
        },
        hidden="member_id by_person_id record_id earlier_id",
    ),
    "certificates": Table(
        title=w("证明"),
        by="member_id",
        erase={"revoke_why": GONE},
        keep={
            NUMBER: "id member_id revision",
            PAPER: (
                "number community_id since until language minutes records statement signature"
                " public_key status issued_at revoked_at"
            ),
        },
        hidden="id member_id revision",
    ),
    "needs": Table(
        title=w("提过的需求"),
        by="id",
        erase={
            "link_secret": a_secret,
            "contact_name": GONE,
            "contact_phone": "",
            "contact_phone_index": "",
            "address": "",
            "address_index": "",
            "contact_sound": "",
            "wish": GONE,
            "child_age": None,
            "question": "",
        },
        keep={
            NUMBER: "id posted_by_id leader_id merged_into_id revision",
            TASK: (
                "community_id grid_id channel type title skill skill_level headcount together"
                " starts_at ends_at urgency risk risk_note insurance meeting_point status reopened"
                " rounds_seen"
            ),
            MOMENT: "posted_at triaged_at notice_version notice_agreed_at no_call_since",
            STAFF: "triaged_by_id",
        },
        hidden="id link_secret contact_sound contact_phone_index address_index posted_by_id"
        " leader_id merged_into_id revision triaged_by_id",
    ),
    "confirmations": Table(
        title=w("您说的结果"),
        by="need_id",
        erase={"comment": "", "thanks": ""},
        keep={
            NUMBER: "id need_id by_person_id",
            VOICE: "attempt outcome satisfaction thanks_passed_on mode at",
        },
        hidden="id need_id by_person_id",
    ),
    "follow_ups": Table(
        title=w("回访"),
        by="need_id",
        erase={"remark": ""},
        keep={
            NUMBER: "id need_id revision",
            VOICE: (
                "attempt community_id caller_id reasons drawn_at status tries last_try_on"
                " contacted outcome satisfaction asked_for_money"
            ),
        },
        hidden="id need_id revision",
    ),
    "looks": Table(
        title=w("谁看过您的电话地址"),
        by="member_id need_id",
        erase={"words": GONE},
        keep={
            NUMBER: "id by_person_id need_id member_id request",
            LOG: "at standing community_id reason",
        },
        hidden="id need_id member_id request by_person_id",
    ),
    "exports": Table(
        title=w("您导出过的别人的数据"),
        by="by_person_id",
        keep={NUMBER: "id by_person_id", LOG: "at community_id what rows"},
        hidden="id by_person_id",
    ),
    "unit_letters": Table(
        title="",  # the line about somebody is their row of `disclosures`
        by="",
        keep={
            NUMBER: "id made_by_id",
            LOG: "community_id receiver quarter content digest made_at",
        },
        hidden="id content digest made_by_id receiver quarter community_id made_at",
    ),
    "events": Table(
        title=w("经过"),
        by="",
        erase={"why": GONE, "salt": ""},
        keep={
            NUMBER: "id thing_id by_person_id",
            "what happened, for whoever has to answer for it": (
                "at kind verb old new standing community_id facts"
            ),
            "the digest by which the chain verifies without the words": "erased",
        },
        hidden="id thing_id by_person_id salt erased",
    ),
}
