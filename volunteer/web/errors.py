"""Errors as people read them: a status, a sentence, a way on."""

from __future__ import annotations

from flask import (
    Flask,
    Response,
    current_app,
    redirect,
    request,
    url_for,
)
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.sansio.response import Response as AnyResponse

from volunteer import errors
from volunteer.db import trouble_with
from volunteer.errors import DomainError
from volunteer.orders.fit import Hindrance
from volunteer.web import labels
from volunteer.web.error_pages import answer
from volunteer.web.forms import Form
from volunteer.words import word as w

HTTP_STATUS: dict[type[DomainError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.WrongMoment: 409,
    errors.UnderWay: 409,
    errors.TooLate: 409,
    errors.TooEarly: 409,
    errors.Overtaken: 409,
    errors.Busy: 503,
    errors.UnderMaintenance: 503,
    errors.OutOfOrder: 503,
    errors.NoRoom: 409,
    errors.AlreadyTaken: 409,
    errors.Clash: 409,
    errors.NotSuited: 409,
    errors.NoSuchColleague: 422,
    errors.WrongCode: 422,
    errors.TooManyTries: 429,
    errors.LastAdministrator: 409,
    errors.StillNeeded: 409,
    errors.NotProved: 403,
    errors.NoSecondFactor: 403,
    errors.PasswordDue: 403,
    errors.OwnRecord: 403,
    errors.NeedsAnother: 403,
    errors.NoSuchPerson: 422,
    errors.NotVouched: 403,
    errors.OutOfReach: 503,
    errors.IdentityTaken: 409,
    errors.LoginTaken: 422,
    errors.Unpinnable: 409,
    errors.Danger: 422,
    errors.Missing: 422,
    errors.Unreadable: 422,
    errors.AlreadyCounted: 409,
    errors.StillRelied: 409,
}
SENTENCES: dict[type[DomainError], str] = {
    errors.NotFound: w("没有找到这一页，或者它不对您开放。"),
    errors.NotAllowed: w("这一步由别的角色来做。如果您觉得应该能做，请联系社区。"),
    errors.WrongMoment: w("情况刚刚变了，这一步现在不用做了。请看看最新的状态。"),
    errors.UnderWay: w("您有一单已经开始了。先做完签退，再来办这一步。"),
    errors.TooLate: w("时间已经过了。请换一个以后的时间，或联系社区。"),
    errors.TooEarly: w("还没到时间，请晚一点再来。"),
    errors.Overtaken: w("您看的时候，别人刚刚改过。请看看最新的内容再操作。"),
    errors.Busy: w("现在人多，请过几秒再试一次。您填的内容没有丢。"),
    errors.UnderMaintenance: w(
        "我们正在维护，一会儿就好，请过几分钟再来。急事请打社区的电话；危险请打 110、119 或 120。"
    ),
    errors.OutOfOrder: w(
        "我们这边有一处连不上，正在恢复，请过几分钟再来。"
        "急事请打社区的电话；危险请打 110、119 或 120。"
    ),
    errors.NoRoom: w("这个单刚刚被别人接走了。任务大厅里还有别的单，去看看吧。"),
    errors.AlreadyTaken: w("这个单您已经接了。"),
    errors.Clash: w("这个时间您已经有一单了。"),
    errors.NotSuited: w("这个单暂时不适合您：{why}。"),
    errors.NoSuchColleague: w(
        "没有找到能接这一单的这位同志。请核对姓名和手机号，也可以请社区帮忙。"
    ),
    errors.TooManyTries: w(
        "试的次数太多了，请过一刻钟再试。在以前登录过的手机或电脑上不受影响，也可以请社区帮忙。"
    ),
    errors.StillNeeded: w(
        "有一件事正在办，或者定期安排还没有结束，暂时还要用到这些资料。"
        "办完或者请社区结束安排以后，再来删除。"
    ),
    errors.LastAdministrator: w("这是最后一位管理员。请先请出另一位，再结束这一位。"),
    errors.NotProved: w("这一步之前，请再输一次密码或动态码，证明是您本人。"),
    errors.PasswordDue: w("请先在“登录与密码”里换一个自己的密码，再做别的。"),
    errors.NoSecondFactor: w("请先在网页的“登录与密码”里设置动态码，再做别的。"),
    errors.OwnRecord: w("自己的时长要由别人来审核。"),
    errors.NeedsAnother: w("这一步要由另一个人来做，两个人看过才算。"),
    errors.NoSuchPerson: w("没有人用这个登录名。请核对一下。"),
    errors.NotVouched: w("单位那边的登录没有完成，或者隔得太久。请从登录页再试一次。"),
    errors.OutOfReach: w("单位的登录服务现在连不上。请过一会儿再试，或者用手机号和密码登录。"),
    errors.IdentityTaken: w("这个单位账号已经连着这里的另一个账号。请用那个账号登录，或联系社区。"),
    errors.LoginTaken: w("这个手机号已经报到过了，请直接登录。"),
    errors.Unpinnable: w("固定的这一对有冲突，排不进方案。请放开其中一对再试。"),
    errors.Danger: w("如果情况紧急，请先打电话：{calls}。"),
    errors.Missing: w("还有内容要补充。"),
    errors.Unreadable: "{why}",
    errors.AlreadyCounted: w(
        "有 {n} 行和这里后来的记录重了，或者一天超过 10 小时。请撤销这次导入，改好文件再导。"
    ),
    errors.StillRelied: w("这些时长已经写进 {numbers}，请先撤销它们。"),
}
FIELD_SENTENCES = {
    "risk_note": w("中、高风险要写明注意什么"),
    "insurance": w("高风险要先有保险：请写保险单号或投保说明"),
    "time": w("请安排在同一天的早 7 点到晚 10 点之间"),
    "break_minutes": w("休息时间比服务时间还长"),
    "since": w("这段时间里还没有通过的时长，请换一段时间。"),
    "came_at": w("要在约定开始前 1 小时到约定结束之间"),
    "stay_minutes": w("最晚算到约定结束后 2 小时"),
    "why": w("超过 8 小时要写明原因"),
    "ends_on": w("要在第一次之后，最长一年。"),
    "hour": w("选了日子，还要选几点。"),
    "reason": w("请选一个原因，本人会看到。"),
    "words": w("选了“别的原因”，请写一句。"),
    "file": w("文件里没有可以导入的新行。"),
    "body": w("请写明代表哪个部门或单位。"),
}
# Where a page is shown on which something is to be done first.
LEADS_TO: dict[type[DomainError], str] = {
    errors.NotProved: "proofs.asks",
    errors.NoSecondFactor: "proofs.second_factor",
    errors.PasswordDue: "signin.account",
}
# How many seconds a program waits before it asks again.
ASK_AGAIN: dict[type[DomainError], int] = {errors.UnderMaintenance: 120, errors.OutOfOrder: 30}
PLAIN_SENTENCES = {
    400: w("请求不完整，请返回上一页再试一次。"),
    401: w("请先登录。"),
    403: SENTENCES[errors.NotAllowed],
    404: SENTENCES[errors.NotFound],
    405: w("这个地址不能这样打开。请从页面上的按钮进入。"),
    413: w("内容太大了，请减少一些再提交。"),
    415: w("请用 JSON 来写，并在 Content-Type 里说明。"),
    429: w("操作得太频繁了，请过几分钟再试。"),
    500: w("我们这边出了问题，已经记下来了。请稍后再试。"),
    503: SENTENCES[errors.Busy],
}


def sentence(error: DomainError) -> str:
    """What happened and what to do next, nobody blamed."""
    if isinstance(error, errors.WrongCode):
        if not error.tries_left:
            return gettext("服务码输错的次数太多了，请联系社区帮您签到。")
        return gettext("服务码不对，还可以试 %(n)s 次。", n=error.tries_left)
    facts = {}
    if isinstance(error, errors.NotSuited):
        reasons = [labels.hindrance(Hindrance(one)) for one in error.hindrances]
        facts = {"why": gettext("；").join(reasons)}
    if isinstance(error, errors.Danger):
        calls = (
            f"{number}{gettext('（%(what)s）', what=gettext(what))}" for number, what in error.calls
        )
        facts = {"calls": " ".join(calls)}
    return gettext(SENTENCES[type(error)]).format(**{**facts, **_facts_of_files(error)})


def _facts_of_files(error: DomainError) -> dict[str, object]:
    """What fills the braces of sentences about files with hours."""
    if isinstance(error, errors.Unreadable):
        return {"why": gettext(error.why).format(**error.facts)}
    if isinstance(error, errors.AlreadyCounted):
        return {"n": error.rows}
    if isinstance(error, errors.StillRelied):
        return {"numbers": gettext("、").join(error.numbers)}
    return {}


def by_field(error: DomainError) -> dict[str, list[str]]:
    """The error as messages beside fields, where it speaks of fields."""
    if isinstance(error, errors.Missing):
        return {name: [gettext(FIELD_SENTENCES[name])] for name in error.fields}
    if isinstance(error, errors.LoginTaken | errors.NoSuchColleague):
        return {"phone": [sentence(error)]}
    if isinstance(error, errors.NoSuchPerson):
        return {"login": [sentence(error)]}
    if isinstance(error, errors.Unreadable):
        return {"file": [sentence(error)]}
    if isinstance(error, errors.TooLate):
        return {"date": [sentence(error)]}
    if isinstance(error, errors.Danger):
        return {"wish": [sentence(error)]}
    return {"": [sentence(error)]}


def refuse(form: Form, error: DomainError) -> int:
    """The form says what the error says, beside its fields; returns the HTTP status of that."""
    for name, said in by_field(error).items():
        for one in said:
            form.refuse(name, one)
    return HTTP_STATUS[type(error)]


def register(app: Flask) -> None:
    """Every error becomes a page, or JSON under /api/."""
    app.register_error_handler(DomainError, _on_domain_error)
    app.register_error_handler(ValidationError, _on_bad_input)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(DBAPIError, _on_database)
    app.register_error_handler(PoolTimeout, _on_database)
    app.register_error_handler(500, _on_crash)


def _on_domain_error(error: DomainError) -> AnyResponse:
    if isinstance(error, tuple(LEADS_TO)) and not request.path.startswith("/api/"):
        wanted = request.full_path if request.method == "GET" else None
        return redirect(url_for(LEADS_TO[type(error)], next=wanted), 303)
    if type(error) in ASK_AGAIN:
        response = answer(503, sentence(error), page="errors/closed.html")
        response.headers["Retry-After"] = str(ASK_AGAIN[type(error)])
        return response
    return answer(HTTP_STATUS[type(error)], sentence(error), by_field(error))


def _on_database(error: DBAPIError | PoolTimeout) -> AnyResponse:
    """A database that cannot be had is said so; what it does not understand is a fault of ours."""
    meaning = trouble_with(error)
    if meaning is None:
        raise error
    current_app.logger.error("database_trouble", exc_info=error)
    return _on_domain_error(meaning)


def _on_bad_input(error: ValidationError) -> Response:
    return answer(422, gettext("有几处要改一下。"), error.normalized_messages())


def _on_csrf(_: CSRFError) -> Response:
    return answer(400, gettext("页面放得太久了。请返回上一页，刷新后再提交；填过的内容还在。"))


def _on_http_error(error: HTTPException) -> AnyResponse:
    if error.response is not None:
        return error.response  # a redirect or an answer somebody made on purpose
    code = error.code or 500
    response = answer(code, gettext(PLAIN_SENTENCES.get(code, PLAIN_SENTENCES[500])))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "WWW-Authenticate"):
            response.headers[name] = value
    return response


def _on_crash(error: InternalServerError) -> AnyResponse:
    """The database may have gone while another error was told: that is what is to be said then."""
    cause = error.original_exception
    if isinstance(cause, DBAPIError | PoolTimeout) and (meaning := trouble_with(cause)):
        return _on_domain_error(meaning)
    return answer(500, gettext(PLAIN_SENTENCES[500]))
