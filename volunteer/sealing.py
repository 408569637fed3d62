"""Phones and homes at rest: sealed in their columns, found again by a blind index.

A cell reads `2.q83v…`: the number of its key, then nonce and ciphertext of AES-256-GCM in base64,
bound to its column. The keys lie outside the database, so a copy of it alone tells nothing. Equal
phones are found by an HMAC of the number under a key of its own, which a rotation leaves alone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from sqlalchemy.engine import Dialect

from volunteer.secret import kept_key
from volunteer.settings import BadSetting, Settings

NONCE = 12
PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{9,11}|[0-9]{7,8}")
KEYS, INDEX = "contact.key", "contact-index.key"


class Keyring:
    """The keys by number, the highest being the one that seals; and the key of the blind index.

    Taken from the settings, or from two files in the data folder, made when missing and readable
    by their owner only. A file that grew by a key is read again, also in a running process.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._path: Path | None = None if settings.contact_keys else settings.data / KEYS
        self._seen: tuple[int, int] | None = None
        self._boxes: dict[int, AESGCM] = {}
        index = settings.contact_index_key or kept_key(settings, INDEX)
        self._index = _key(index, "contact_index_key")
        self._read()

    @property
    def current(self) -> int:
        """The number of the key that seals now."""
        self._read_if_changed()
        return max(self._boxes)

    @property
    def numbers(self) -> list[int]:
        """The numbers of all keys."""
        self._read_if_changed()
        return sorted(self._boxes)

    def seal(self, column: str, plain: str) -> str:
        """The cell for this text; an empty text stays empty."""
        if not plain:
            return ""
        number = self.current
        nonce = secrets.token_bytes(NONCE)
        kept = nonce + self._boxes[number].encrypt(nonce, plain.encode(), column.encode())
        return f"{number}.{base64.urlsafe_b64encode(kept).decode()}"

    def open(self, column: str, cell: str) -> str:
        """What was sealed in the cell. Raises InvalidTag where it was tampered with, KeyError where
        its key is gone."""
        if not cell:
            return ""
        number, _dot, kept = cell.partition(".")
        if int(number) not in self._boxes:
            self._read()
        raw = base64.urlsafe_b64decode(kept)
        box = self._boxes[int(number)]
        return box.decrypt(raw[:NONCE], raw[NONCE:], column.encode()).decode()

    def index(self, text: str) -> str:
        """What equal texts have in common and nobody without the key can make; empty for none."""
        if not text:
            return ""
        alike = unicodedata.normalize("NFKC", text).strip()
        return hmac.new(self._index, alike.encode(), hashlib.sha256).hexdigest()[:32]

    def add(self) -> int:
        """There is one key more, which seals from now on; returns its number."""
        if self._path is None:
            raise BadSetting("The keys stand in VOLUNTEER_CONTACT_KEYS: add a new one there.")
        number = max(self._boxes) + 1
        self._write({**_lines(self._path), number: secrets.token_hex(32)})
        return number

    def forget(self, numbers: set[int]) -> None:
        """These keys are gone; what they sealed can never be read again."""
        if self._path is None:
            raise BadSetting("The keys stand in VOLUNTEER_CONTACT_KEYS: take old ones away there.")
        kept = _lines(self._path)
        self._write({number: key for number, key in kept.items() if number not in numbers})

    def _write(self, keys: dict[int, str]) -> None:
        assert self._path is not None
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.writelines(f"{number}:{key}\n" for number, key in sorted(keys.items()))
            file.flush()
            os.fsync(file.fileno())  # a key that seals must not be lost with the power
        fresh.replace(self._path)
        self._read()

    def _read_if_changed(self) -> None:
        if self._path is not None and _stamp(self._path) != self._seen:
            self._read()

    def _read(self) -> None:
        if self._path is None:
            given = dict(enumerate(self._settings.contact_keys.split(","), start=1))
        else:
            kept_key(self._settings, KEYS)  # made when missing, refused when others can read it
            self._seen, given = _stamp(self._path), _lines(self._path)
        self._boxes = {
            number: AESGCM(_key(key, "contact_keys")) for number, key in given.items() if key
        }


def keyring() -> Keyring:
    """The keys of the app whose database is asked."""
    found: Keyring = current_app.config["KEYRING"]()
    return found


class Sealed(sa.types.TypeDecorator[str]):
    """A text that the database holds sealed; `column` is the name it is bound to."""

    impl = sa.String
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring().seal(self.column, value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring().open(self.column, value)

    class comparator_factory(sa.types.TypeDecorator.Comparator[str]):
        """Sealed texts differ each time: comparing them would silently find nothing."""

        def operate(self, op: Any, *other: Any, **more: Any) -> Any:
            raise TypeError("a sealed column is found by its blind index")


def blind(text: str) -> str:
    """The blind index of a text, as it stands beside the sealed column."""
    return keyring().index(text)


def blind_phones(text: str) -> list[str]:
    """The blind indexes of a whole phone, typed with spaces and dashes or without; none for part of
    one or anything else: what is sealed is found whole or not at all."""
    digits = re.sub(r"[\s-]", "", text)
    if not PHONE.fullmatch(digits):
        return []
    return [blind(one) for one in dict.fromkeys((digits, *_with_dash(digits), text.strip()))]


def _with_dash(digits: str) -> list[str]:
    """A landline as it may have been written down: 010-8000 1111 or 0311-8000 1111."""
    return [f"{digits[:at]}-{digits[at:]}" for at in (3, 4) if digits.startswith("0")]


def blind_of(column: str) -> Callable[[Any], str]:
    """A default that fills the index of this column of the same new row."""
    return lambda context: blind(context.get_current_parameters()[column])


def _lines(path: Path) -> dict[int, str]:
    """Number -> key; a file of one bare key holds the first."""
    found = {}
    for line in path.read_text(encoding="ascii").split():
        number, colon, key = line.rpartition(":")
        found[int(number) if colon else 1] = key
    return found


def _stamp(path: Path) -> tuple[int, int]:
    kept = path.stat()
    return kept.st_ino, kept.st_mtime_ns


def _key(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        raise BadSetting(f"A key in {where} is no hexadecimal number.") from None
    if len(key) != 32:
        raise BadSetting(f"A key in {where} has {len(key)} bytes, not 32.")
    return key
