"""Letters by e-mail, over one connection for as long as there are letters."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime
from ssl import create_default_context
from typing import Any
from urllib.parse import urlsplit

from volunteer.post.channels import Letter, NotSent, Refused, Unreachable
from volunteer.settings import Settings
from volunteer.words import word as w

SECONDS = 10
GOING_AWAY = 421


class Mail:
    """Hands letters to the mail server of the settings."""

    name = "email"
    title = w("电子邮箱")
    is_personal = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._host = urlsplit(settings.public_url).hostname or "localhost"
        self._server: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> None:
        """The server said 250 to it. Raises NotSent; Refused for a 5xx about this letter only."""
        message = self._message(letter)
        try:
            self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, said),) = refused.recipients.values()
            raise self._trouble(code, said) from refused
        except smtplib.SMTPDataError as refused:
            raise self._trouble(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPNotSupportedError, UnicodeEncodeError) as refused:
            raise Refused(str(refused)) from refused
        except (smtplib.SMTPException, OSError) as trouble:
            # Also when the line broke after the letter was taken: nobody can know, so it is
            # sent again, and its Message-ID tells the two copies to be one.
            self.close()
            raise Unreachable(f"{type(trouble).__name__}: {trouble}") from trouble

    def close(self) -> None:
        """The server is told goodbye, if it still listens."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._connect()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        given = self._settings
        # Our own name is known; smtplib would ask the network for it.
        where: dict[str, Any] = {
            "host": given.mail_host,
            "port": given.mail_port,
            "local_hostname": self._host,
            "timeout": SECONDS,
        }
        if given.mail_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(**where, context=create_default_context())
        else:
            server = smtplib.SMTP(**where)
        try:
            if given.mail_security == "starttls":
                server.starttls(context=create_default_context())
            if given.mail_user:
                server.login(given.mail_user, given.mail_password)
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = " ".join(letter.subject.split())
        message["From"] = self._settings.mail_from
        message["To"] = letter.to
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = f"<{letter.key}@{self._host}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message

    def _trouble(self, code: int, said: bytes | str) -> NotSent:
        text = f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
        if code == GOING_AWAY:
            self.close()
            return Unreachable(text)
        return Refused(text) if code >= 500 else NotSent(text)
