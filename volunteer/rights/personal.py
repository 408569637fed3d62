"""Every table with rows about somebody, and what becomes of each of its columns.

A new column belongs here, in `affairs`, or with the tables about nobody (`impersonal`); a test
fails without it.
"""

from __future__ import annotations

from collections.abc import Mapping

from volunteer.rights.affairs import AFFAIRS
from volunteer.rights.classes import GONE, Table, a_secret
from volunteer.rights.whys import LOG, MOMENT, NUMBER
from volunteer.words import word as w

PERSONAL: Mapping[str, Table] = {
    "people": Table(
        title=w("账号"),
        by="id",
        erase={
            "name": GONE,
            "name_sound": "",
            "login": "",
            "login_index": a_secret,
            "phone": "",
            "phone_index": "",
            "password_hash": "",
            "change_due_at": None,
            "hints_read_at": None,
        },
        keep={NUMBER: "id", MOMENT: "created_at disabled_at"},
        hidden="name_sound login_index phone_index password_hash",
    ),
    "roles": Table(
        title=w("身份和职务"),
        by="person_id",
        keep={
            NUMBER: "id person_id",
            "who could decide what, when, for the decisions that stand": (
                "community_id subdistrict_id district_id role granted_at granted_by_id ends_at"
                " acting_for_id ended_at body"
            ),
        },
        hidden="id person_id granted_by_id acting_for_id",
    ),
    "sign_ins": Table(
        title=w("登录"),
        by="person_id",
        removed="id person_id token_hash face created_at seen_at idle_minutes expires_at ended_at"
        " proved_at has_second",
        hidden="id person_id token_hash",
    ),
    "calendar_feeds": Table(
        title=w("日历地址"),
        by="person_id",
        removed="person_id secret made_at",
        hidden="person_id secret",
    ),
    "addresses": Table(
        title=w("在哪里收通知"),
        by="person_id",
        removed="person_id channel address topics language agreed_at confirmed_at",
        hidden="person_id",
    ),
    "identities": Table(
        title=w("单位账号"),
        by="person_id",
        removed="id person_id issuer subject subject_index linked_at",
        hidden="id person_id subject_index",
    ),
    "second_factors": Table(
        title=w("动态码"),
        by="person_id",
        removed="person_id secret last_step made_at confirmed_at",
        hidden="person_id secret last_step",
    ),
    "spare_codes": Table(
        title=w("备用码"),
        by="person_id",
        removed="code_hash person_id used_at",
        hidden="code_hash person_id",
    ),
    "tickets": Table(
        title=w("登录信和找回密码的信"),
        by="person_id",
        removed="id purpose person_id made_at told_at tries used_at",
        hidden="id person_id",
    ),
    "deliveries": Table(
        title=w("发出去的通知"),
        by="notice_id",
        removed="id notice_id channel key state due_at tries error ended_at",
        hidden="id notice_id key due_at",
    ),
    "notices": Table(
        title=w("通知"),
        by="to_person_id",
        removed="id notice_kind to_person_id thing_kind thing_id facts created_at read_at copies",
        hidden="id to_person_id thing_id copies",
    ),
    "consents": Table(
        title=w("同意"),
        by="person_id",
        erase={"text": GONE, "receiver": GONE},
        keep={
            NUMBER: "id person_id",
            "that there was a consent, for what was told by it": (
                "purpose version given_at withdrawn_at"
            ),
        },
        hidden="id person_id",
    ),
    "disclosures": Table(
        title=w("告诉过单位什么"),
        by="person_id",
        keep={
            NUMBER: "id letter_id person_id consent_id",
            LOG: "purpose receiver told at",
        },
        hidden="id letter_id person_id consent_id",
    ),
    "members": Table(
        title=w("报到"),
        by="person_id",
        erase={
            "unit_name": "",
            "decision_note": "",
            "wished_group": None,
            "paused_until": None,
            "serves_neighbours": False,
            "wants_digest": False,
            "reminders": "none",
        },
        keep={
            NUMBER: "id person_id revision",
            "which community's sums they belong to": "community_id grid_id status",
            MOMENT: "submitted_at confirmed_at tasks_per_week reach_minutes",
        },
        hidden="id person_id revision",
    ),
    "member_skills": Table(
        title=w("技能"),
        by="member_id",
        removed="member_id skill level licence_until",
        hidden="member_id",
    ),
    "free_parts": Table(
        title=w("空闲时间"),
        by="member_id",
        removed="member_id part_of_week grade",
        hidden="member_id",
    ),
    **AFFAIRS,
}
