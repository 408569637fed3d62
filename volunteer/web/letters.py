"""A notice as a letter: one sentence, and a link to where it can be acted on.

No address and no phone of anybody: a letter is read on locked screens and by mail servers.
"""

from __future__ import annotations

from datetime import datetime

from flask import current_app, url_for
from flask_babel import force_locale, gettext

from volunteer import by_letter
from volunteer.notices.outbox import Parcel
from volunteer.post.channels import Letter
from volunteer.web import labels
from volunteer.web.answers import secret_for
from volunteer.web.channels import address_secret_for
from volunteer.web.frame import LANGUAGES
from volunteer.web.members import leads_to

ANSWERABLE = ("hand_over_asked", "order_offered", "standby_called")


def write(parcel: Parcel, now: datetime, *, is_personal: bool = True) -> Letter:
    """The letter in the language the person chose, with links to the service's public address.

    Where only its reader sees it, an offer can be answered from it.
    """
    app, settings = current_app, current_app.config["SETTINGS"]
    with (
        app.test_request_context(base_url=settings.public_url),
        force_locale(LANGUAGES.get(parcel.language, LANGUAGES["zh"])),
    ):
        sentence = labels.notice(parcel.notice_kind, parcel.facts)
        answer = parcel.notice_kind in ANSWERABLE and is_personal
        lines = [
            sentence,
            *([_answer(parcel)] if answer else []),
            *([_lets_in(parcel)] if parcel.thing_kind == "ticket" else []),
            *([_confirm(parcel)] if parcel.notice_kind == "address_entered" else []),
            gettext("请点开看：%(link)s", link=leads_to(parcel, _external=True)),
            gettext(
                "这封信是自动发出的，不用回复。不想再收到，请到这里改：%(link)s",
                link=url_for("channels.show", _external=True),
            ),
        ]
    return Letter(
        key=parcel.key, to=parcel.address, subject=sentence, text="\n\n".join(lines), at=now
    )


def _confirm(parcel: Parcel) -> str:
    secret = address_secret_for(parcel.person_id, parcel.address)
    link = url_for("channels.asks", secret=secret, _external=True)
    return gettext("是您的，点这里确认，不用登录；不是您填的，不用管它：%(link)s", link=link)


def _lets_in(parcel: Parcel) -> str:
    if parcel.notice_kind == "code_asked":
        return gettext(
            "六位数是 %(code)s，十分钟里能用一次。谁来要都不要告诉他。",
            code=by_letter.code_of(parcel.thing_id),
        )
    link = url_for(
        "by_letter.recovery", secret=by_letter.secret_of(parcel.thing_id), _external=True
    )
    return gettext("点这里换一个新密码，半小时里能用一次：%(link)s", link=link)


def _answer(parcel: Parcel) -> str:
    secret = secret_for(parcel.thing_id, parcel.person_id)
    link = url_for("answers.show", secret=secret, _external=True)
    return gettext("接不接都可以，点这里答复，不用登录：%(link)s", link=link)
