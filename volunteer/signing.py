"""Signing what leaves the service: Ed25519, with a key made once and readable by its owner only."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from volunteer.secret import kept_key
from volunteer.settings import Settings


@dataclass(frozen=True)
class Signer:
    """Signs texts; whoever has the public key can verify them without asking us."""

    private: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        """The public key, 32 bytes in base64."""
        return base64.b64encode(self.private.public_key().public_bytes_raw()).decode()

    def sign(self, text: str) -> str:
        """The signature of the text in UTF-8, 64 bytes in base64."""
        return base64.b64encode(self.private.sign(text.encode())).decode()


def signer(settings: Settings) -> Signer:
    """The signer whose seed lies in certificate.key in the data folder, made when missing.

    Raises BadSetting when the file can be read by others.
    """
    seed = kept_key(settings, "certificate.key")
    return Signer(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)[:32]))
