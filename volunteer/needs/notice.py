"""What a resident agrees to by posting a need. Other words are another version; the versions before
stay here, so that what somebody agreed to can be read again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from volunteer.needs.types import SPOKEN, Channel
from volunteer.words import word as w

NOW = "2"
NOTICE: Mapping[str, tuple[str, ...]] = {
    "1": (
        w("提交就表示同意社区用这些内容来联系和帮助您。"),
        w("电话和门牌只有社区的人和接了单的人能看到，每看一次都有记录，您都能查到。"),
        w("办完以后过了保存的期限，称呼、电话、门牌和您写的话都会清掉。"),
        w("不想办了，随时可以在您的单子里取消，也能把资料带走一份。"),
    ),
    "2": (
        w("提交就表示同意社区用这些内容来联系和帮助您。"),
        w("电话和门牌只有社区的人和接了单的人能看到，每看一次都有记录，您都能查到。"),
        w(
            "办完以后，别的社区可能受托打一次回访电话，只看得到称呼和电话。"
            "接不接由您：在您的单子里按一下就不打，想接再按一下，都马上生效。"
        ),
        w("办完以后过了保存的期限，称呼、电话、门牌和您写的话都会清掉。"),
        w("不想办了，随时可以在您的单子里取消，也能把资料带走一份。"),
    ),
}


def agreed(channel: Channel, now: datetime) -> dict[str, str | datetime]:
    """What is kept of the agreement of whoever posts a need; nothing where staff write it down."""
    return {} if channel in SPOKEN else {"notice_version": NOW, "notice_agreed_at": now}
