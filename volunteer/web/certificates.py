"""Certificates: asked for by their member, checked by anybody, kept in a register."""

from __future__ import annotations

from datetime import date

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import force_locale, gettext
from werkzeug import Response

from volunteer import clock, door
from volunteer.certificates import actions, queries
from volunteer.certificates.models import Certificate
from volunteer.certificates.schemas import IssueSchema, RevokeSchema
from volunteer.db import transaction
from volunteer.errors import Missing, NotAllowed, NotFound
from volunteer.members.models import Member
from volunteer.members.queries import of_person
from volunteer.people.models import RoleKind
from volunteer.policy import May, can
from volunteer.records.statement import lines_of
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.frame import LANGUAGES
from volunteer.web.guard import anyone, person, signed_in
from volunteer.web.members import own
from volunteer.web.pdf import as_file, maker, offered
from volunteer.web.qr import qr

pages = Blueprint("certificates", __name__)

Page = Response | str | tuple[str, int]


@pages.get("/me/certificates")
@signed_in
def mine() -> Page:
    """One's own certificates, and the form for another; filled in for this year."""
    member = of_person(person())
    if member is None:
        return redirect(url_for("orders.mine"))
    today = clock.local(door.now()).date()
    filled = {"since": date(today.year, 1, 1), "until": today, "language": "zh"}
    return _mine_page(member, Form(IssueSchema, filled))


@pages.post("/me/certificates")
@signed_in
def issue() -> Page:
    """A certificate with a number, signed; on to the paper."""
    form, status = read_form(IssueSchema), 422
    if form.ok:
        try:
            with transaction():
                certificate = actions.issue(
                    own(),
                    **form.value,
                    signer=current_app.config["SIGNER"](),
                    by=person(),
                    now=door.now(),
                )
                number = certificate.number
            return redirect(url_for("certificates.paper", number=number), 303)
        except Missing as error:
            status = refuse(form, error)
    return _mine_page(own(), form, status)


@pages.get("/certificates/<number>/paper")
@signed_in
def paper(number: str) -> str:
    """The paper to print, in the language it was asked for; for its member and the secretary."""
    return _printed(number, "certificates/paper.html", offers_pdf=offered())


@pages.get("/certificates/<number>/pdf")
@signed_in
def paper_pdf(number: str) -> Response:
    """The same paper as a PDF, where the service can make one."""
    make = maker()
    html = _printed(number, "certificates/pdf.html")
    if make is None:
        raise NotFound("pdf", number)
    return as_file(make(html), number)


def _printed(number: str, template: str, **more: object) -> str:
    certificate = queries.certificate_for(person(), number)
    days = {"since": certificate.since, "until": certificate.until}
    address = url_for("certificates.check", number=number, _external=True)
    with force_locale(LANGUAGES[certificate.language]):
        return render_template(
            template,
            certificate=certificate,
            lines=lines_of(certificate.member, **days),
            address=address,
            qr=qr(address, gettext("核验二维码")),
            language=certificate.language,
            **more,
        )


@pages.get("/certificates/<number>")
@anyone
def check(number: str) -> str:
    """Whether the paper stands and what it says in sum; no name, no single service."""
    certificate = queries.by_number(number)
    return render_template(
        "certificates/check.html",
        certificate=certificate,
        minutes_now=queries.minutes_now(certificate),
    )


@pages.get("/certificates/<number>/signed")
@anyone
def signed(number: str) -> Response:
    """The signed text, its signature and the key, for whoever verifies by themselves."""
    certificate = queries.by_number(number)
    return jsonify(
        statement=certificate.statement,
        signature=certificate.signature,
        public_key=certificate.public_key,
    )


@pages.get("/certificates/revoked")
@anyone
def revoked() -> Response:
    """The numbers of all certificates that do not stand any more, for whoever verifies offline."""
    return jsonify(revoked=list(queries.revoked()))


@pages.get("/certificates/")
@signed_in
def register() -> Page:
    """The register of one's communities: number, date, name, hours, whether it stands."""
    if not person().communities_as(RoleKind.SECRETARY):
        raise NotAllowed(May.REVOKE_CERTIFICATE)
    after = request.args.get("after", type=int)
    found = queries.register_for(person(), after=after, limit=queries.PAGE + 1)
    shown = found[: queries.PAGE]
    more = len(found) > len(shown)
    return render_template(
        "certificates/register.html",
        certificates=shown,
        next_url=url_for("certificates.register", after=shown[-1].id) if more else "",
    )


@pages.get("/certificates/<number>/revoke", endpoint="revoking")
@signed_in
def revoking(number: str) -> Page:
    """The reason is asked for."""
    return _revoke_page(queries.certificate_for(person(), number), Form(RevokeSchema))


@pages.post("/certificates/<number>/revoke")
@signed_in
def revoke(number: str) -> Page:
    """The certificate does not stand any more."""
    form = read_form(RevokeSchema)
    if not form.ok:
        return _revoke_page(queries.certificate_for(person(), number), form, 422)
    with transaction():
        certificate = queries.certificate_for(person(), number)
        actions.revoke(certificate, by=person(), now=door.now(), **form.value)
    flash(gettext("撤销了，核验页会说明。"), "good")
    return redirect(url_for("certificates.register"), 303)


def _mine_page(member: Member, form: Form, status: int = 200) -> tuple[str, int]:
    page = render_template("certificates/mine.html", form=form, certificates=queries.own_of(member))
    return page, status


def _revoke_page(certificate: Certificate, form: Form, status: int = 200) -> tuple[str, int]:
    if not can(person(), May.REVOKE_CERTIFICATE, certificate):
        raise NotAllowed(May.REVOKE_CERTIFICATE)
    page = render_template("certificates/revoke.html", certificate=certificate, form=form)
    return page, status
