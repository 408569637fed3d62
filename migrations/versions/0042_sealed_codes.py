"""What makes the codes of a second proof is sealed like phones and homes, under keys that rotate.

Looks are counted for each who looks, so that many ask for another proof. Where the key of before
is another one by now, the secret is lost already, and with it the second proof.
"""

import base64
import hmac

import sqlalchemy as sa
from alembic import op
from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from volunteer.sealing import keyring

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

COLUMN = "second_factors.secret"


def upgrade() -> None:
    op.execute("ALTER TABLE second_factors RENAME COLUMN sealed_secret TO secret")
    for person_id, kept in _all():
        try:
            plain = base64.b32encode(_cipher().decrypt(kept)).decode()
        except InvalidToken:
            lost = sa.text("DELETE FROM second_factors WHERE person_id = :one")
            op.execute(lost.bindparams(one=person_id))
        else:
            _write(person_id, keyring().seal(COLUMN, plain))
    op.create_index("looks_by_one", "looks", ["by_person_id", "at"])


def downgrade() -> None:
    op.drop_index("looks_by_one", "looks")
    for person_id, kept in _all():
        plain = base64.b32decode(keyring().open(COLUMN, kept))
        _write(person_id, _cipher().encrypt(plain).decode())
    op.execute("ALTER TABLE second_factors RENAME COLUMN secret TO sealed_secret")


def _all() -> list[tuple[int, str]]:
    rows = op.get_bind().execute(sa.text("SELECT person_id, secret FROM second_factors"))
    return [(one.person_id, one.secret) for one in rows]


def _write(person_id: int, cell: str) -> None:
    update = sa.text("UPDATE second_factors SET secret = :cell WHERE person_id = :one")
    op.execute(update.bindparams(cell=cell, one=person_id))


def _cipher() -> Fernet:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret, b"second factor", "sha256")))
