"""What triage usually says about a kind of need, so that only exceptions have to be typed."""

from __future__ import annotations

from flask_babel import gettext

from volunteer.needs.types import NEED_TYPES, Risk
from volunteer.words import word as w

# Every kind whose usual risk is not low has its usual warning; a test holds the two together.
RISK_NOTES: dict[str, str] = {
    "escort": w("路上搀扶好，带好证件和药；身体不适先联系家人和社区。"),
    "plumbing": w("动手前先关总水阀；管道老化、漏到楼下的，请物业来修。"),
    "electrical": w("先断电、验电再动手；只换灯具插座，不动线路和电表。"),
    "furniture": w("两个人一起搬，量力而行；先清出通道，小心手脚。"),
    "tutoring": w("在客厅或社区活动室进行，请家长在场。"),
    "health_check": w("只测量、记录和提醒，不诊断、不换药。"),
    "counselling": w("不单独与服务对象关门相处；有轻生念头的，马上联系社区和家人。"),
    "mediation": w("两个人一起去，约在社区调解室；情绪激动就先离开。"),
    "hallway": w("戴手套，留好通道；杂物归属不清的先问清楚。"),
    "patrol": w("结伴同行，穿反光背心；发现险情先报警，不追、不拦。"),
    "snow": w("穿防滑鞋，避开屋檐和车道；雨雪太大就停下。"),
    "ride": w("系好安全带，轮椅要锁好；上下车有人扶。"),
}


def risk_note(type: str) -> str:
    """The usual warning for this kind of need; empty where the usual risk is low."""
    return gettext(RISK_NOTES[type]) if NEED_TYPES[type].risk != Risk.LOW else ""
