"""What a notice says, as one sentence; facts fill the braces."""

from __future__ import annotations

from volunteer.web.order_words import ORDER_NOTICES
from volunteer.words import word as w

NOTICES: dict[str, str] = {
    "address_entered": w("请确认这个邮箱是您的，确认以后才往这里发通知。"),
    **ORDER_NOTICES,
    "member_submitted": w("有一份新的报到等您确认。"),
    "member_confirmed": w("您的报到已经确认，回执号 {receipt}。"),
    "member_returned": w("您的报到需要补充，请看社区的说明。"),
    "member_refused": w("您的报到没有通过，请看社区的说明。"),
    "member_left": w("{who}退出了，退回的单有 {count} 个，请留意另找人。"),
    "member_moved": w("{who}搬到别的社区了；答应过的单还会去。"),
    "move_asked": w("有一位党员搬到您的社区，请您确认。"),
    "move_confirmed": w("您的报到转到新社区了，时长都还在。"),
    "move_refused": w("新社区没有确认您的搬家：{why}"),
    "need_submitted": w("有一条新的需求等您受理。"),
    "need_answered": w("居民回答了您的问题。"),
    "need_disputed": w("居民说事情没有解决，请了解一下。"),
    "need_unfilled": w("有一条需求到时间没有找齐人，请决定怎么办。"),
    "need_undecided": w("“{title}”没有找齐人，居民还在等您决定。"),
    "need_paid_for": w("回访时居民说，“{title}”有人要钱或者推销，请马上了解。"),
    "need_confirmed": w("居民确认了您的服务：{title}。谢谢您。"),
    "order_kept": w("按您认领的定期安排，替您接好了：{title}。不方便可以随时退，不用说理由。"),
    "offers_unanswered": w(
        "最近几次邀请您都没来得及看。要不要暂停接收邀请？在“我的资料”里点一下就行。"
    ),
    "hall_digest": w("任务大厅里还有 {count} 单适合您，有空可以看看。"),
    "series_changed": w("“{title}”的定期安排改了时间，以后的先不算您的；合适的话请再认领一次。"),
    "series_date_open": w("{day}的“{title}”和您的安排合不上，已经请别人看，您不用管。"),
    "series_ended": w("“{title}”的定期安排结束了，谢谢您一直以来的帮助。"),
    "series_left": w("“{title}”的定期帮手不再来了，以后的日子要另找人。"),
    "record_submitted": w("有一条服务时长等您审核。"),
    "record_waits": w("“{title}”的时长还在等，请在十个工作日以内审完。"),
    "record_escalated": w("“{title}”的时长过了十个工作日还没有审，请问一问社区。"),
    "code_asked": w("有人在登录页要了一个六位数。不是您要的，不用管它。"),
    "recovery_asked": w("有人在登录页要换您的密码。不是您要的，不用管它。"),
    "role_granted": w("您有了新的角色，请重新登录后看看。"),
    "role_ended": w("您的一个角色结束了，谢谢您一直以来的工作。"),
    "secretary_left": w("{who}不再担任书记，等着办的事都在您的工作台上。"),
    "without_secretary": w("{place}现在没有书记了，请尽快定人。"),
    "password_given": w("有人当面给了您一次性密码。不是您要的，请马上联系上一级。"),
    "import_submitted": w("有一份以前的时长（{rows} 行）等您审核。"),
    "import_rejected": w("您导入的以前的时长没有采用：{why}"),
    "earlier_credited": w("从“{source}”导入的以前的时长计入了：{time}。"),
    "earlier_taken_back": w("从“{source}”导入的以前的时长撤销了：{time}，请问社区。"),
    "record_approved": w("时长通过了：{title}，{time}。"),
    "certificate_revoked": w("您的证明 {number} 撤销了，请看说明。"),
    "record_amended": w("时长更正了，请看说明：{title}，{time}。"),
    "record_voided": w("一条时长作废了，请看说明：{title}。"),
    "record_void_asked": w("有一条时长要不要作废，请您看看。"),
    "record_objected": w("有人对时长的决定有意见，请再看一次。"),
    "record_returned": w("时长需要补充，请看说明：{title}。"),
    "record_rejected": w("时长没有通过，请看说明：{title}。"),
}
