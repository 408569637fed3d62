"""A rule said no. Errors carry facts; the words are chosen where people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class DomainError(Exception):
    """Something that may not be, with the facts of it."""


class NotFound(DomainError):
    """There is no such thing, or not for this person."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(f"no {kind} {key}")
        self.kind, self.key = kind, key


class NotAllowed(DomainError):
    """The person does not stand to the thing in a way that permits this."""

    def __init__(self, may: str) -> None:
        super().__init__(may)
        self.may = may


class WrongMoment(DomainError):
    """The thing is in a state from which this step does not lead on."""

    def __init__(self, verb: str, status: str) -> None:
        super().__init__(f"cannot {verb} when {status}")
        self.verb, self.status = verb, status


class UnderWay(DomainError):
    """A service of theirs has begun; it ends before this."""


class TooLate(DomainError):
    """The time for this has passed."""


class TooEarly(DomainError):
    """The time for this has not come."""


class Overtaken(DomainError):
    """Somebody else changed it first."""


class Busy(DomainError):
    """The database could not be had in time; the same request may succeed in a moment."""


class UnderMaintenance(DomainError):
    """The operator has closed the service for a while."""


class OutOfOrder(DomainError):
    """The database does not answer; nobody was told anything that is not so."""


class NoRoom(DomainError):
    """All places of the need are taken."""


class AlreadyTaken(DomainError):
    """The member already has this task."""


class Clash(DomainError):
    """The member already has a task at that time."""


class NotSuited(DomainError):
    """Rules keep the member from the task; `hindrances` name them."""

    def __init__(self, hindrances: Sequence[str] = ()) -> None:
        super().__init__(", ".join(hindrances))
        self.hindrances = tuple(hindrances)


class NoSuchColleague(DomainError):
    """Nobody of that name and phone could be asked to take the task over; why is not told."""


class WrongCode(DomainError):
    """The service code does not match; `tries_left` more are allowed."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"{tries_left} tries left")
        self.tries_left = tries_left


class TooManyTries(DomainError):
    """So often was something wrong given as a proof that the next is not looked at for a while."""


class StillNeeded(DomainError):
    """What somebody wants erased is needed until a service, or regular help, has ended."""


class LastAdministrator(DomainError):
    """Somebody has to look after the service."""


class NotProved(DomainError):
    """Before this, whoever is signed in proves once more who they are."""


class NoSecondFactor(DomainError):
    """Staff first set up a second proof, because the operator chose so."""


class PasswordDue(DomainError):
    """The password was given for once, or its time is over: another is chosen first."""


class OwnRecord(DomainError):
    """Nobody decides about their own hours."""


class NeedsAnother(DomainError):
    """Two people have to do this, and this one did the first part."""


class NoSuchPerson(DomainError):
    """Nobody signs in under that name."""


class NotVouched(DomainError):
    """What came back from the sign-in service of a work unit is not to be believed."""


class OutOfReach(DomainError):
    """The sign-in service of a work unit does not answer."""


class IdentityTaken(DomainError):
    """Somebody else already signs in by that account of a work unit."""


class LoginTaken(DomainError):
    """Somebody already signs in under that name."""


class Unpinnable(DomainError):
    """A pinned pair breaks a rule, so no proposal can hold it."""


class Danger(DomainError):
    """The wish speaks of an emergency; `calls` are the numbers to read before it is sent."""

    def __init__(self, calls: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(number for number, _ in calls))
        self.calls = tuple(calls)


class Missing(DomainError):
    """Fields that this step needs are empty; `fields` names them."""

    def __init__(self, *names: str) -> None:
        super().__init__(", ".join(names))
        self.fields = names


class Unreadable(DomainError):
    """A file cannot be read; `why` is a sentence for whoever sent it, `facts` fill its braces."""

    def __init__(self, why: str, facts: Mapping[str, object]) -> None:
        super().__init__(why.format(**facts))
        self.why, self.facts = why, facts


class AlreadyCounted(DomainError):
    """Of the hours that were brought in, `rows` lines do not fit any more beside what came here."""

    def __init__(self, rows: int) -> None:
        super().__init__(f"{rows} lines")
        self.rows = rows


class StillRelied(DomainError):
    """Something given out says so: papers or letters of these numbers."""

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__(", ".join(numbers))
        self.numbers = tuple(numbers)


# What it means when the database itself refuses: constraint or trigger name -> error.
REFUSALS: dict[str, type[DomainError]] = {
    "nobody_grants_their_own": NeedsAnother,
    "one_seat": NoRoom,
    "no_room": NoRoom,
    "one_order_per_member": AlreadyTaken,
    "no_overlap": Clash,
    "no_approval": NeedsAnother,
    "login_is_unique": LoginTaken,
    "one_person_per_identity": IdentityTaken,
    "nobody_reviews_their_own": OwnRecord,
    "one_credit_at_a_time": Overtaken,
    "import_takes_two": NeedsAnother,
    "late_record_has_two_approvers": NeedsAnother,
    "void_takes_two": NeedsAnother,
    # Two hands did the same at one moment; both had looked before.
    "one_hand_over_at_a_time": Overtaken,
    "one_use_of_a_pair": Overtaken,
    "one_identity_per_issuer": Overtaken,
    "one_role_at_a_time": Overtaken,
    "one_district_office_at_a_time": Overtaken,
    "one_subdistrict_office_at_a_time": Overtaken,
    "one_expectation_at_a_time": Overtaken,
    "one_photo_at_a_place": Overtaken,
    "uq_photos_name": Overtaken,
    "one_follow_up_per_attempt": Overtaken,
    "one_word_per_attempt": Overtaken,
    "one_consent_at_a_time": Overtaken,
    "one_unit_at_a_time": Overtaken,
    "one_letter_a_quarter": Overtaken,
    "pk_sampling_seeds": Overtaken,
    "pk_alarms": Overtaken,
    "pk_job_runs": Overtaken,
    "pk_addresses": Overtaken,
    "uq_members_person_id": Overtaken,
    "uq_records_order_id": Overtaken,
    "uq_series_pattern_id": Overtaken,
    "pk_occurrences": Overtaken,
    "uq_occurrences_need_id": Overtaken,
}
