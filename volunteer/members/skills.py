"""The catalogue of skills."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from volunteer.words import word as w


class Group(StrEnum):
    """The nine top groups of skills and needs."""

    CARE = "care"
    CULTURE = "culture"
    DIGITAL = "digital"
    ENVIRONMENT = "environment"
    FAMILY = "family"
    HEALTH = "health"
    LAW = "law"
    REPAIR = "repair"
    SAFETY = "safety"


class Level(IntEnum):
    """How well somebody can do it."""

    HELPS = 1
    GOOD = 2
    PROFESSIONAL = 3


GROUP_NAMES = {
    Group.CARE: w("助老助残"),
    Group.FAMILY: w("家庭与青少年"),
    Group.REPAIR: w("便民维修"),
    Group.HEALTH: w("健康医疗"),
    Group.LAW: w("法律调解"),
    Group.DIGITAL: w("数字助老"),
    Group.ENVIRONMENT: w("环境卫生"),
    Group.SAFETY: w("平安巡查"),
    Group.CULTURE: w("文化宣传"),
}
LEVEL_NAMES = {
    Level.HELPS: w("能帮忙"),
    Level.GOOD: w("熟练"),
    Level.PROFESSIONAL: w("专业"),
}


@dataclass(frozen=True)
class Skill:
    """One skill; some may only be used with a licence the secretary has seen."""

    code: str
    name: str
    group: Group
    licence: bool = False


SKILLS: dict[str, Skill] = {
    skill.code: skill
    for skill in (
        Skill("plumbing", w("水暖维修"), Group.REPAIR),
        Skill("electrical", w("电工维修"), Group.REPAIR, licence=True),
        Skill("appliance", w("家电检修"), Group.REPAIR),
        Skill("carpentry", w("木工门窗"), Group.REPAIR),
        Skill("assemble", w("家具组装·小修"), Group.REPAIR),
        Skill("bike_tools", w("自行车·轮椅维修"), Group.REPAIR),
        Skill("it_phone", w("智能手机辅导"), Group.DIGITAL),
        Skill("it_computer", w("电脑网络调试"), Group.DIGITAL),
        Skill("anti_fraud", w("防诈骗宣讲"), Group.DIGITAL),
        Skill("doctor", w("医生咨询"), Group.HEALTH, licence=True),
        Skill("nurse", w("护理"), Group.HEALTH, licence=True),
        Skill("first_aid", w("急救"), Group.HEALTH, licence=True),
        Skill("pharmacy", w("用药指导"), Group.HEALTH, licence=True),
        Skill("psych", w("心理疏导"), Group.HEALTH, licence=True),
        Skill("fitness", w("健身·康复陪练"), Group.HEALTH),
        Skill("law", w("法律咨询"), Group.LAW, licence=True),
        Skill("mediation", w("矛盾调解"), Group.LAW),
        Skill("finance_tax", w("财税·金融咨询"), Group.LAW),
        Skill("social_policy", w("社保·政策解读"), Group.LAW),
        Skill("tutoring_cn_math", w("课业辅导"), Group.FAMILY),
        Skill("tutoring_en", w("英语辅导"), Group.FAMILY),
        Skill("reading", w("绘本·阅读陪伴"), Group.FAMILY),
        Skill("companion", w("陪伴聊天"), Group.CARE),
        Skill("escort_medical", w("陪同就医"), Group.CARE),
        Skill("errand", w("代购代办"), Group.CARE),
        Skill("barber", w("理发"), Group.CARE),
        Skill("cleaning", w("家居整理"), Group.CARE),
        Skill("driving", w("驾车接送"), Group.CARE, licence=True),
        Skill("calligraphy_art", w("书画·摄影"), Group.CULTURE),
        Skill("music_host", w("声乐·主持·文艺"), Group.CULTURE),
        Skill("translation", w("外语·手语"), Group.CULTURE),
        Skill("env_clean", w("环境整治·垃圾分类引导"), Group.ENVIRONMENT),
        Skill("patrol_safety", w("平安巡查·消防隐患"), Group.SAFETY),
    )
}
