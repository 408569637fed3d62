"""Words for what an auditor reads: what is looked through, of what kind it is, and done as whom."""

from __future__ import annotations

from enum import Enum

from volunteer.audit.models import What
from volunteer.audit.queries import Source
from volunteer.words import word as w

AUDIT_WORDS: tuple[tuple[Enum, str], ...] = (
    (Source.HISTORY, w("办事的经过")),
    (Source.LOOKS, w("看过电话和住址")),
    (Source.EXPORTS, w("导出")),
    (Source.LETTERS, w("告诉单位的")),
    (What.HOURS_CSV, w("时长表格（CSV）")),
    (What.HOURS_JSON, w("时长（接口）")),
    (What.HOURS_XLSX, w("时长表格（Excel）")),
    (What.LETTER_CSV, w("单位反馈表格（CSV）")),
    (What.LETTER_JSON, w("单位反馈（接口）")),
)
KINDS = {
    "certificate": w("证明"),
    "community": w("社区的选择"),
    "export": w("导出"),
    "follow_up": w("回访"),
    "import": w("以前的时长"),
    "letter": w("给单位的信"),
    "member": w("报到"),
    "move": w("搬家"),
    "need": w("需求"),
    "order": w("接单"),
    "record": w("服务记录"),
    "role": w("角色"),
    "round": w("匹配"),
    "series": w("定期安排"),
}
STANDINGS = {
    "above": w("上级"),
    "administrator": w("管理员"),
    "anybody": w("不限身份"),
    "auditor": w("审计员"),
    "caller": w("回访的社区"),
    "department": w("部门"),
    "giver": w("转交的人"),
    "helper": w("去帮忙的党员"),
    "himself": w("本人"),
    "leader": w("带队的人"),
    "member": w("党员"),
    "neighbour": w("邻近社区的党员"),
    "officer": w("街道或区"),
    "resident": w("居民"),
    "secretary": w("社区书记"),
    "secretary_within": w("社区书记"),
    "service": w("系统"),
    "unit": w("单位联络人"),
    "worker": w("网格员"),
}
