"""The catalogue of need types, and the closed lists a need chooses from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from volunteer.members.skills import Group
from volunteer.words import word as w


class Urgency(StrEnum):
    """How soon help is needed; the order is the order of precedence."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"
    FLEXIBLE = "flexible"


class Risk(StrEnum):
    """What could go wrong for those who help."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Channel(StrEnum):
    """How the wish reached us."""

    WEB = "web"
    FAMILY = "family"
    PHONE = "phone"
    VISIT = "visit"
    PHOTO = "photo"
    HOTLINE = "hotline"


# Channels through which staff write a need down for somebody.
SPOKEN = (Channel.PHONE, Channel.VISIT, Channel.PHOTO, Channel.HOTLINE)


class AgeBand(StrEnum):
    """How old a child is whom a need is about: all that is kept of them, never a name."""

    BABY = "0-2"
    KINDERGARTEN = "3-6"
    PRIMARY = "7-12"
    TEEN = "13-17"


class Rejection(StrEnum):
    """Why a need is not taken on."""

    OUT_OF_SCOPE = "out_of_scope"
    COMMERCIAL = "commercial"
    UNLAWFUL = "unlawful"
    NOT_TRUE = "not_true"
    TOO_VAGUE = "too_vague"
    NEEDS_PROFESSIONAL = "needs_professional_service"
    UNSAFE = "unsafe"
    OTHER = "other"


class Door(StrEnum):
    """Where a need is sent that is not for volunteers."""

    EMERGENCY_CALL = "110_119_120_122"
    HOTLINE_12345 = "12345"
    PROPERTY = "property"
    COURT = "court"
    PAID_SERVICE = "paid_service"


class Cancellation(StrEnum):
    """Why a need is no more."""

    NO_LONGER_NEEDED = "no_longer_needed"
    SOLVED_OTHERWISE = "solved_otherwise"
    PERSON_ABSENT = "person_absent"
    WEATHER = "weather"
    SAFETY = "safety"
    OTHER = "other"


URGENCY_NAMES = {
    Urgency.EMERGENCY: w("紧急"),
    Urgency.URGENT: w("急"),
    Urgency.NORMAL: w("一般"),
    Urgency.FLEXIBLE: w("不急"),
}
RISK_NAMES = {Risk.LOW: w("低风险"), Risk.MEDIUM: w("中风险"), Risk.HIGH: w("高风险")}
CHANNEL_NAMES = {
    Channel.WEB: w("居民网上提交"),
    Channel.FAMILY: w("家人代提"),
    Channel.PHONE: w("电话"),
    Channel.VISIT: w("上门或到社区"),
    Channel.PHOTO: w("随手拍"),
    Channel.HOTLINE: w("热线转来"),
}
AGE_NAMES = {
    AgeBand.BABY: w("3 岁以下"),
    AgeBand.KINDERGARTEN: w("3 到 6 岁"),
    AgeBand.PRIMARY: w("7 到 12 岁"),
    AgeBand.TEEN: w("13 到 17 岁"),
}
REJECTION_NAMES = {
    Rejection.OUT_OF_SCOPE: w("不属于志愿服务的范围"),
    Rejection.COMMERCIAL: w("属于商业服务"),
    Rejection.UNLAWFUL: w("不合法"),
    Rejection.NOT_TRUE: w("情况不属实"),
    Rejection.TOO_VAGUE: w("说得不够清楚，又联系不上"),
    Rejection.NEEDS_PROFESSIONAL: w("需要专业机构来做"),
    Rejection.UNSAFE: w("对上门的人不安全"),
    Rejection.OTHER: w("其他原因"),
}
DOOR_NAMES = {
    Door.EMERGENCY_CALL: w("110 / 119 / 120 / 122"),
    Door.HOTLINE_12345: w("12345 热线"),
    Door.PROPERTY: w("物业公司"),
    Door.COURT: w("调解组织或法院"),
    Door.PAID_SERVICE: w("有偿服务"),
}
CANCELLATION_NAMES = {
    Cancellation.NO_LONGER_NEEDED: w("不需要了"),
    Cancellation.SOLVED_OTHERWISE: w("已经用别的办法解决"),
    Cancellation.PERSON_ABSENT: w("那天家里没人"),
    Cancellation.WEATHER: w("天气原因"),
    Cancellation.SAFETY: w("安全原因"),
    Cancellation.OTHER: w("其他原因"),
}


@dataclass(frozen=True)
class NeedType:
    """A kind of need, with what is usual for it; triage may say otherwise."""

    code: str
    name: str
    group: Group
    skill: str | None
    minutes: int
    people: int
    risk: Risk
    counts: bool = True  # micro-wishes are goods: time spent on them is no service


NEED_TYPES: dict[str, NeedType] = {
    one.code: one
    for one in (
        NeedType("visit", w("陪伴探访"), Group.CARE, "companion", 60, 1, Risk.LOW),
        NeedType("errand", w("代购代办·取药"), Group.CARE, "errand", 45, 1, Risk.LOW),
        NeedType("escort", w("陪同就医"), Group.CARE, "escort_medical", 210, 1, Risk.MEDIUM),
        NeedType("phone_help", w("手机使用辅导"), Group.DIGITAL, "it_phone", 45, 1, Risk.LOW),
        NeedType("plumbing", w("水管·龙头小修"), Group.REPAIR, "plumbing", 50, 1, Risk.MEDIUM),
        NeedType("electrical", w("灯具·插座小修"), Group.REPAIR, "electrical", 40, 1, Risk.HIGH),
        NeedType("appliance", w("家电检修"), Group.REPAIR, "appliance", 50, 1, Risk.LOW),
        NeedType("network", w("电脑·网络调试"), Group.DIGITAL, "it_computer", 50, 1, Risk.LOW),
        NeedType("furniture", w("家具搬移·组装"), Group.REPAIR, "assemble", 60, 2, Risk.MEDIUM),
        NeedType("cleaning", w("家居清洁整理"), Group.CARE, "cleaning", 90, 2, Risk.LOW),
        NeedType("haircut", w("上门理发"), Group.CARE, "barber", 35, 1, Risk.LOW),
        NeedType("tutoring", w("课业辅导"), Group.FAMILY, "tutoring_cn_math", 90, 1, Risk.MEDIUM),
        NeedType("health_check", w("健康测量·用药提醒"), Group.HEALTH, "nurse", 30, 1, Risk.MEDIUM),
        NeedType("counselling", w("心理疏导"), Group.HEALTH, "psych", 60, 1, Risk.MEDIUM),
        NeedType("legal", w("法律咨询"), Group.LAW, "law", 40, 1, Risk.LOW),
        NeedType("policy", w("社保·政策咨询"), Group.LAW, "social_policy", 40, 1, Risk.LOW),
        NeedType("mediation", w("邻里纠纷调解"), Group.LAW, "mediation", 90, 2, Risk.MEDIUM),
        NeedType("wish", w("微心愿（物品）"), Group.CARE, None, 30, 1, Risk.LOW, counts=False),
        NeedType("hallway", w("楼道堆物清理"), Group.ENVIRONMENT, "env_clean", 90, 4, Risk.MEDIUM),
        NeedType("cleanup", w("环境大扫除"), Group.ENVIRONMENT, "env_clean", 120, 8, Risk.LOW),
        NeedType("sorting", w("垃圾分类值守"), Group.ENVIRONMENT, "env_clean", 60, 2, Risk.LOW),
        NeedType("patrol", w("夜间·节日巡逻"), Group.SAFETY, "patrol_safety", 120, 3, Risk.MEDIUM),
        NeedType("snow", w("扫雪铲冰·防汛"), Group.ENVIRONMENT, "env_clean", 120, 6, Risk.HIGH),
        NeedType("event", w("活动协助·主持"), Group.CULTURE, "music_host", 150, 2, Risk.LOW),
        NeedType("photos", w("摄影·书画"), Group.CULTURE, "calligraphy_art", 90, 1, Risk.LOW),
        NeedType("translation", w("翻译·手语"), Group.CULTURE, "translation", 60, 1, Risk.LOW),
        NeedType("ride", w("轮椅·接送出行"), Group.CARE, "driving", 90, 1, Risk.MEDIUM),
        NeedType("other", w("其他"), Group.CARE, None, 60, 1, Risk.LOW),
    )
}
