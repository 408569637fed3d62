"""Every setting of the service: name, type, default, one sentence. Read once, loud on nonsense."""
# ruff: noqa: RUF009 - setting() is dataclasses.field with a sentence

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

HOUR = r"1?\d|2[0-3]"
FOUR_SPANS = r"(\d+[hd] ){3}\d+[hd]"  # an emergency, what is urgent, usual, can wait

PROJECT = Path(__file__).resolve().parent.parent


class BadSetting(Exception):
    """A setting cannot be used; the message says which one and why."""


def _data_dir() -> Path:
    """Beside the code in a checkout, in the working folder for an installed wheel."""
    home = PROJECT if (PROJECT / "pyproject.toml").exists() else Path.cwd()
    return home / "instance"


def setting(default: Any, sentence: str, **more: object) -> Any:
    """A dataclass field that carries its own documentation."""
    metadata = {"sentence": sentence, **more}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """What an operator may choose; `VOLUNTEER_<NAME>` in the environment overrides a default."""

    data: Path = setting(_data_dir, "Folder for the database, the secret key and logs.")
    database_url: str = setting(
        "", "SQLAlchemy address of the database; empty means SQLite in the data folder."
    )
    secret_key: str = setting(
        "", "Key that signs cookies; empty means the file secret.key in the data folder."
    )
    contact_keys: str = setting(
        "",
        "Keys that seal phones and homes, hexadecimal, oldest first, divided by commas; empty means"
        " the file contact.key in the data folder.",
    )
    contact_index_key: str = setting(
        "",
        "Key by which equal phones are found; empty means contact-index.key in the data folder.",
    )
    https: bool = setting(False, "Served over HTTPS: cookies are marked secure and HSTS is sent.")
    trusted_proxies: int = setting(
        0, "How many reverse proxies in front may set X-Forwarded-For and -Proto.", least=0
    )
    rate_storage: str = setting(
        "database://",
        "Where rate limits are counted: the database, which all processes share, or a Redis.",
    )
    styleguide: bool = setting(False, "Show every component at /styleguide: for development.")
    rate_limits: bool = setting(True, "Limit how often one address may sign in and post.")
    jobs: bool = setting(
        True, "Run the jobs in the serving process; no when `volunteer worker` runs them apart."
    )
    celery_broker: str = setting(
        "",
        "Broker for `volunteer celery`, such as redis://…; needs the extra `celery`.",
    )
    public_url: str = setting(
        "", "Address under which people open the service; links in letters begin with it."
    )
    mail_host: str = setting("", "Mail server that takes our letters; empty sends no e-mail.")
    mail_port: int = setting(587, "Port of the mail server.", least=1)
    mail_security: str = setting(
        "starttls",
        "How the line to the mail server is guarded: starttls, tls or none.",
        one_of=("starttls", "tls", "none"),
    )
    mail_user: str = setting("", "Who signs in at the mail server; empty signs in nobody.")
    mail_password: str = setting("", "Password for the mail server.")
    mail_from: str = setting("", "Sender of our e-mail, such as help@example.org.")
    apprise: str = setting(
        "", "Other channels as name=address, divided by spaces; needs the extra `messaging`."
    )
    gateway_hosts: str = setting(
        "",
        "Hosts of our own gateways, divided by spaces, which may be called without TLS or at a "
        "private address.",
    )
    session_hours: int = setting(12, "Hours after which staff have to sign in again.", least=1)
    member_session_hours: int = setting(
        336, "Hours after which members have to sign in again.", least=1
    )
    idle_minutes: int = setting(
        60, "Minutes without a click after which staff have to sign in again.", least=5
    )
    member_idle_minutes: int = setting(
        10080, "Minutes without a click after which members have to sign in again.", least=5
    )
    password_profile: str = setting(
        "usual",
        "What is asked of passwords: usual; or dengbao, as classified protection has it: twelve "
        "characters, another every 90 days, five tries in a quarter of an hour.",
        one_of=("usual", "dengbao"),
    )
    proof_minutes: int = setting(
        15,
        "Minutes after which exports of other people's hours ask for the password or code again.",
        least=1,
    )
    looks_per_proof: int = setting(
        20,
        "How many phones somebody may look at before the password or code is asked for again.",
        least=1,
    )
    staff_second_factor: bool = setting(
        False, "Staff reach nothing before they have set up a second proof (codes on a device)."
    )
    unit_issuer: str = setting(
        "",
        "Issuer of an OpenID Connect service by whose accounts members may sign in, such as "
        "https://id.example.org; empty offers none. Needs the extra `sso`.",
    )
    unit_client_id: str = setting("", "What the service calls us there.")
    unit_client_secret: str = setting("", "Our secret there.")
    unit_label: str = setting("", "Its name on Chinese pages; empty for a plain word.")
    unit_label_en: str = setting(
        "", "What such an account is called on English pages; empty for a plain word."
    )
    round_days: int = setting(14, "How many days ahead a round looks for needs.", least=1)
    series_days: int = setting(
        14, "How many days ahead the dates of what comes again become needs.", least=1
    )
    offer_minutes_emergency: int = setting(
        5, "Minutes in which an offer of an emergency may be answered.", least=1
    )
    offer_minutes_urgent: int = setting(
        30, "Minutes in which an offer of something urgent may be answered.", least=1
    )
    offer_minutes_normal: int = setting(
        720, "Minutes in which a usual offer may be answered.", least=1
    )
    offer_minutes_flexible: int = setting(
        2880, "Minutes in which an offer of something that can wait may be answered.", least=1
    )
    claim_hours: int = setting(
        24, "Hours after which a claim of what is risky ends that nobody decided.", least=1
    )
    standby_minutes: int = setting(
        60,
        "Minutes, at most, in which whoever stood by may answer when a place opens: a tenth of the "
        "time that is left, but five at least.",
        least=5,
    )
    turn_minutes: int = setting(
        120,
        "Minutes that somebody who was asked has, at least, before others are asked for the same "
        "place; emergencies apart.",
        least=1,
    )
    most_offers: int = setting(
        10,
        "How many are asked at the same time for one place, at most; for an emergency so many at "
        "once.",
        least=1,
    )
    triage_within: str = setting(
        "0h 2h 1d 2d",
        "How soon somebody is to look at a need: an emergency, what is urgent, usual, can wait; "
        "in hours from eight to eight (2h) or working days (1d).",
        like=FOUR_SPANS,
    )
    decide_days: int = setting(
        1,
        "Working days in which is to be decided what becomes of a need for which nobody was found.",
        least=1,
    )
    arrival_minutes: int = setting(
        30,
        "Minutes after the start from which staff are asked to call whoever is not there, and may "
        "note that they did not come.",
        least=1,
    )
    late_release_hours: int = setting(
        24, "Hours before the start in which a task given back is told to the secretaries."
    )
    confirm_within: str = setting(
        "24h 24h 72h 72h",
        "How long a resident has to say how it went before somebody calls: an emergency, what was "
        "urgent, usual, could wait; in hours (72h) or working days (3d).",
        like=FOUR_SPANS,
    )
    review_reminder_days: int = setting(
        8,
        "Working days after which reviewers are reminded of a record; the ten in which it is to be "
        "reviewed are the law's.",
        least=1,
    )
    weekly_offers: int = setting(
        3,
        "How often one member is asked in seven days, by a round or by the service itself; "
        "emergencies apart.",
        least=1,
    )
    quiet_from: int = setting(22, "Hour from which nobody is asked, emergencies apart.", least=0)
    quiet_until: int = setting(7, "Hour from which people may be asked again.", least=0)
    digest_hour: int = setting(
        18,
        "Hour (0 to 23) at which members who wish so hear what is open and suits them, in one "
        "message.",
        like=HOUR,
    )
    hall_within: str = setting(
        "0h 0h 24h 48h",
        "How long the hall waits, at most, for the round that is to come first (one for what is "
        "usual, two for what can wait): an emergency, what is urgent, usual, can wait; in hours "
        "(24h) or working days (1d). A day before its start every task is there.",
        like=FOUR_SPANS,
    )
    layouts: str = setting(
        "",
        "TOML file with further layouts of the columns of files with hours, as in "
        "volunteer/imports/layouts.toml.",
    )
    stars: bool = setting(
        False, "Members see their stars by hours (100, 300, 600, 1000, 1500); nobody else does."
    )
    travel_minutes: int = setting(
        15, "Minutes that must lie between two tasks of one member.", least=0
    )
    keep_contacts_days: int = setting(
        90, "Days after its end for which a need still says whom to call, and where.", least=1
    )
    photos: str = setting("", "Folder for photos of needs; empty means photos in the data folder.")
    anchors: str = setting(
        "",
        "Folder for the daily anchors of ledger and history, best on another machine; empty means "
        "anchors in the data folder.",
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The defaults with every `VOLUNTEER_<NAME>` that is set; BadSetting on nonsense."""
        given = os.environ if environment is None else environment
        chosen: dict[str, Any] = {}
        for one in fields(cls):
            text = given.get(f"VOLUNTEER_{one.name.upper()}")
            if text is not None:
                chosen[one.name] = _parse(one.name, str(one.type), text, one.metadata.get("least"))
                allowed = one.metadata.get("one_of", (text,))
                if text not in allowed:
                    words = ", ".join(allowed)
                    raise BadSetting(f"VOLUNTEER_{one.name.upper()} must be one of: {words}.")
                if not re.fullmatch(one.metadata.get("like", ".*"), text, re.DOTALL):
                    raise BadSetting(
                        f"VOLUNTEER_{one.name.upper()} must be written like {one.default!r}."
                    )
        return cls(**chosen)

    def with_data(self, folder: Path) -> Settings:
        """The same settings with another data folder."""
        return replace(self, data=folder.expanduser().resolve())

    def folder(self, name: str) -> Path:
        """Where the files of the setting lie, beside the database unless another is set."""
        chosen: str = getattr(self, name)
        return Path(chosen).expanduser() if chosen else self.data / name

    @property
    def database(self) -> str:
        """The address in use, SQLite in the data folder unless another is set."""
        if not self.database_url:
            return f"sqlite:///{self.data / 'volunteer.sqlite3'}"
        # Hosting services write the short form; SQLAlchemy wants the driver said aloud.
        for short in ("postgres://", "postgresql://"):
            if self.database_url.startswith(short):
                return "postgresql+psycopg://" + self.database_url.removeprefix(short)
        return self.database_url


def _parse(name: str, kind: str, text: str, least: int | None) -> object:
    if kind == "bool":
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        if text.lower() not in words:
            raise BadSetting(f"VOLUNTEER_{name.upper()} must be yes or no, not {text!r}.")
        return words[text.lower()]
    if kind == "int":
        if not text.strip().isdigit() or int(text) < (least or 0):
            raise BadSetting(
                f"VOLUNTEER_{name.upper()} must be a whole number of at least {least or 0}, "
                f"not {text!r}."
            )
        return int(text)
    return Path(text).expanduser().resolve() if kind == "Path" else text
