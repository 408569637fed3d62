"""Certificates: issued to their member, checked by anybody."""

from __future__ import annotations

from flask import current_app, url_for
from marshmallow import fields

from volunteer import door
from volunteer.api.members import own_registration
from volunteer.api.out import Code
from volunteer.api.resource import Given, Resource
from volunteer.certificates import actions, queries
from volunteer.certificates.lifecycle import CertificateStatus
from volunteer.certificates.models import Certificate
from volunteer.certificates.schemas import IssueSchema, RevokeSchema
from volunteer.db import transaction
from volunteer.messages import Schema

routes = Resource("certificates", "Certificates of hours, and whether they stand.")


class CertificateOut(Schema):
    """What everybody may read of a certificate: no name, no single service."""

    number = fields.String(required=True)
    status = Code(CertificateStatus, required=True)
    unit = fields.String(attribute="community.name", required=True)
    issued_at = fields.AwareDateTime(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True)
    records = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    minutes_now = fields.Function(
        queries.minutes_now,
        required=True,
        metadata={"type": "integer", "description": "What the ledger says today; less is news."},
    )
    statement = fields.String(
        required=True, metadata={"description": "The signed text: JSON with sorted keys."}
    )
    signature = fields.String(
        required=True, metadata={"description": "Ed25519 of the statement in UTF-8, base64."}
    )
    public_key = fields.String(required=True, metadata={"description": "32 bytes, base64."})


@routes.verb("/certificates", IssueSchema, gives=CertificateOut, status=201)
def issue(given: Given) -> tuple[Certificate, int, dict[str, str]]:
    """The member has a certificate of these days, both included."""
    with transaction():
        certificate = actions.issue(
            own_registration(),
            **given,
            signer=current_app.config["SIGNER"](),
            by=door.person(),
            now=door.now(),
        )
    return certificate, 201, {"Location": url_for(".show", number=certificate.number)}


@routes.get("/certificates/<number>")
@routes.anyone
@routes.response(200, CertificateOut)
@routes.refuses(404)
def show(number: str) -> Certificate:
    """Whether a certificate stands, and its sums."""
    return queries.by_number(number)


@routes.verb("/certificates/<number>/revoke", RevokeSchema, gives=CertificateOut)
def revoke(given: Given, number: str) -> Certificate:
    """The certificate does not stand any more."""
    with transaction():
        certificate = queries.certificate_for(door.person(), number)
        actions.revoke(certificate, by=door.person(), now=door.now(), **given)
    return certificate
