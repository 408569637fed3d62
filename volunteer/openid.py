"""What the sign-in service of work units is asked, and what of its answer is believed.

OpenID Connect: authorization code with PKCE and a nonce; the token is signed with a key that only
the service has. Everything is fetched when it is needed, so a changed key is known at once. Without
the setting this module is never loaded, and no request leaves the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException

from volunteer.errors import NotVouched, OutOfReach
from volunteer.settings import Settings

# Signed with a key of which others hold the public half: neither unsigned, nor by a shared secret.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
SECONDS, SLOW_CLOCK = 5, 60
LONGEST = 255  # of a subject, as the standard has it


@dataclass(frozen=True)
class Question:
    """What this browser was sent away with, and has to come back with."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """The sign-in service that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.unit_issuer
        self._client = settings.unit_client_id
        self._secret = settings.unit_client_secret
        self._back = settings.public_url.rstrip("/")

    def question(self, state: str, nonce: str, verifier: str) -> Question:
        """What a browser was sent away with, as it stood in its cookie."""
        return Question(state, nonce, verifier)

    def ask(self, back: str) -> tuple[str, Question]:
        """The address to which the browser is sent, to come back to this path; and the question.

        Raises OutOfReach when the service does not answer, NotVouched when it is another one.
        """
        with self._session(back) as session:
            told = self._description(session)
            question = Question(generate_token(32), generate_token(32), generate_token(48))
            address, _ = session.create_authorization_url(
                told["authorization_endpoint"],
                state=question.state,
                nonce=question.nonce,
                code_verifier=question.verifier,
            )
        return str(address), question

    def subject(
        self, back: str, question: Question, given: Mapping[str, str], *, now: datetime
    ) -> str:
        """Who came back, as the service names them for good.

        Raises NotVouched when anything about the answer is not as it has to be, OutOfReach.
        """
        if given.get("state") != question.state or not given.get("code"):
            raise NotVouched
        try:
            with self._session(back) as session:
                told = self._description(session)
                token = session.fetch_token(
                    told["token_endpoint"],
                    code=given["code"],
                    code_verifier=question.verifier,
                    allow_redirects=False,
                )
                keys = KeySet.import_key_set({"keys": self._get(session, told["jwks_uri"])["keys"]})
            return self._believe(token, keys, question.nonce, now)
        except RequestException:
            raise OutOfReach from None
        except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError):
            raise NotVouched from None

    def _believe(self, token: Mapping[str, Any], keys: KeySet, nonce: str, now: datetime) -> str:
        """The subject of the token, which is signed, fresh, for us and for this question."""
        signed = jwt.decode(token["id_token"], keys, registry=JWSRegistry(algorithms=SIGNATURES))
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self._client},
            },
            {
                "nonce": nonce,
                "client_id": self._client,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(now.timestamp()), leeway=SLOW_CLOCK)
        subject = claims["sub"]
        if not 0 < len(subject) <= LONGEST:
            raise NotVouched
        return str(subject)

    def _description(self, session: OAuth2Session) -> dict[str, str]:
        """What the service says of itself; it has to be the one that we asked."""
        told = self._get(session, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        places = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        guarded = urlsplit(self.issuer).scheme
        if told.get("issuer") != self.issuer or any(
            urlsplit(str(told.get(one))).scheme not in ("https", guarded) for one in places
        ):
            raise NotVouched
        return {one: str(told[one]) for one in places}

    def _get(self, session: OAuth2Session, address: str) -> dict[str, Any]:
        try:
            answer = session.request("GET", address, withhold_token=True, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (RequestException, ValueError):
            raise OutOfReach from None
        if not isinstance(found, dict):
            raise NotVouched
        return found

    def _session(self, back: str) -> OAuth2Session:
        return OAuth2Session(
            self._client,
            self._secret,
            scope="openid",
            redirect_uri=self._back + back,
            code_challenge_method="S256",
            default_timeout=SECONDS,
        )
