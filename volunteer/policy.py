"""Who may do what: an enum of acts, an enum of standings, and one table between them."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from volunteer.errors import NotAllowed


class May(StrEnum):
    """What may be done: <thing>:<verb>, alphabetical."""

    ADD_PHOTO = "need:add-photo"
    ADOPT_SERIES = "series:adopt"
    ANSWER_OFFER = "order:answer"
    ANSWER_QUESTION = "need:answer"
    APPOINT_LEADER = "order:appoint-leader"
    APPROVE_IMPORT = "import:approve"
    CALL_BACK = "need:call-back"
    CALL_HELPER = "order:call-helper"
    CANCEL_NEED = "need:cancel"
    CANCEL_ORDER = "order:cancel"
    CHECK_IN = "order:check-in"
    CHECK_IN_OTHERS = "order:check-in-others"
    CHOOSE_ASKING = "community:choose-asking"
    CHOOSE_CALLS = "need:choose-calls"
    CLOSE_ORDER = "order:close"
    CONFIRM_BY_PHONE = "need:confirm-by-phone"
    CONFIRM_SERVICE = "need:confirm"
    CONSENT = "member:consent"
    DECIDE_CLAIM = "order:decide-claim"
    DECIDE_REGISTRATION = "member:decide"
    EDIT_PROFILE = "member:edit"
    END_ROLE = "role:end"
    ERASE_OWN = "account:erase"
    ESCALATE_RECORD = "record:escalate"
    EXPORT_OWN = "account:export"
    FEED_BACK = "community:feed-back"
    FOLLOW_MOVE = "member:follow-move"
    FOLLOW_ORDERS = "need:follow-orders"
    FOLLOW_SERIES = "series:follow"
    GIVE_PASSWORD = "role:give-password"
    GRANT_ROLE = "role:grant"
    HAND_OVER = "order:hand-over"
    IMPORT_HOURS = "import:bring"
    ISSUE_CERTIFICATE = "certificate:issue"
    KEEP_TEXTS = "community:keep-texts"
    LEAD_GROUP = "order:lead-group"
    LEAVE_SERIES = "series:leave"
    LINK_IDENTITY = "identity:link"
    OFFER_TASK = "order:offer"
    PLAN_SERIES = "series:plan"
    POST_FOR_CALLER = "need:post-for-caller"
    POST_NEED = "need:post"
    READ_AUDIT = "district:read-audit"
    READ_LETTER = "letter:read"
    RECALL_OFFER = "order:recall"
    REGISTER = "member:register"
    RELEASE_PAIRS = "round:release-pairs"
    REMOVE_PHOTO = "need:remove-photo"
    RESUBMIT_RECORD = "record:resubmit"
    REVIEW_RECORD = "record:review"
    REVOKE_CERTIFICATE = "certificate:revoke"
    RUN_ROUND = "round:run"
    SECOND_RECORD = "record:second"
    SEE_CERTIFICATE = "certificate:see"
    SEE_CONTACT = "need:see-contact"
    SEE_FIGURES = "community:see-figures"
    SEE_MEMBER = "member:see"
    SEE_NEED = "need:see"
    SEE_ORDER = "order:see"
    SEE_RECORD = "record:see"
    SEE_SERIES = "series:see"
    SETTLE_DISPUTE = "need:settle"
    SET_EXPECTATION = "community:expect"
    SHOW_GROUP_CODE = "need:show-group-code"
    SUBMIT_RECORD = "record:submit"
    TAKE_TASK = "need:take"
    TEND_OUTBOX = "outbox:tend"
    TRIAGE_NEED = "need:triage"


class As(StrEnum):
    """How somebody stands to a thing."""

    ABOVE = "whoever stands above the office"
    ADMINISTRATOR = "administrator of the service"
    ANYBODY = "anybody"
    AUDITOR = "auditor of its district"
    CALLER = "staff of the community that calls afterwards"
    DEPARTMENT = "officer of a department of the district"
    GIVER = "whoever wants to hand over what they promised"
    HELPER = "member who holds a place of it, until a day after"
    HIMSELF = "the person concerned"
    LEADER = "whoever leads the group on site"
    MEMBER = "confirmed member of its community"
    NEIGHBOUR = "confirmed member of a community close by who comes here as well"
    OFFICER = "officer of the sub-district or district it is for"
    RESIDENT = "holder of its secret link"
    SECRETARY = "secretary of its community"
    SECRETARY_WITHIN = "secretary of one of the communities it is for"
    SERVICE = "the service itself"
    UNIT = "contact of the work unit it is for"
    WORKER = "grid worker of its community"


def _as(*standings: As) -> frozenset[As]:
    return frozenset(standings)


GRANTS: dict[May, frozenset[As]] = {
    May.ADD_PHOTO: _as(As.RESIDENT, As.SECRETARY, As.WORKER),
    May.ADOPT_SERIES: _as(As.MEMBER),
    May.ANSWER_OFFER: _as(As.HIMSELF),
    May.ANSWER_QUESTION: _as(As.RESIDENT, As.SECRETARY, As.WORKER),
    May.APPOINT_LEADER: _as(As.SECRETARY, As.WORKER),
    May.APPROVE_IMPORT: _as(As.OFFICER, As.SECRETARY),
    May.CALL_BACK: _as(As.SECRETARY, As.WORKER),
    May.CALL_HELPER: _as(As.SECRETARY, As.WORKER),
    May.CANCEL_NEED: _as(As.RESIDENT, As.SECRETARY),
    May.CANCEL_ORDER: _as(As.SERVICE),
    May.CHECK_IN: _as(As.HIMSELF),
    May.CHECK_IN_OTHERS: _as(As.SECRETARY, As.WORKER),
    May.CHOOSE_ASKING: _as(As.SECRETARY, As.SERVICE),
    May.CHOOSE_CALLS: _as(As.RESIDENT),
    May.CLOSE_ORDER: _as(As.SERVICE),
    May.CONFIRM_BY_PHONE: _as(As.SECRETARY, As.WORKER),
    May.CONFIRM_SERVICE: _as(As.RESIDENT),
    May.CONSENT: _as(As.HIMSELF),
    May.DECIDE_CLAIM: _as(As.SECRETARY),
    May.DECIDE_REGISTRATION: _as(As.SECRETARY),
    May.EDIT_PROFILE: _as(As.HIMSELF),
    May.ESCALATE_RECORD: _as(As.SERVICE),
    May.ERASE_OWN: _as(As.HIMSELF, As.RESIDENT),
    May.EXPORT_OWN: _as(As.HIMSELF, As.RESIDENT),
    May.END_ROLE: _as(As.ABOVE, As.HIMSELF, As.SERVICE),
    May.FEED_BACK: _as(As.SECRETARY),
    May.FOLLOW_MOVE: _as(As.SERVICE),
    May.FOLLOW_ORDERS: _as(As.SERVICE),
    May.FOLLOW_SERIES: _as(As.SERVICE),
    May.HAND_OVER: _as(As.HIMSELF),
    May.IMPORT_HOURS: _as(As.OFFICER, As.SECRETARY),
    May.ISSUE_CERTIFICATE: _as(As.HIMSELF),
    May.KEEP_TEXTS: _as(As.SECRETARY),
    May.LEAD_GROUP: _as(As.LEADER),
    May.LEAVE_SERIES: _as(As.HIMSELF),
    May.GIVE_PASSWORD: _as(As.ABOVE),
    May.GRANT_ROLE: _as(As.ABOVE, As.SERVICE),
    May.LINK_IDENTITY: _as(As.HIMSELF),
    May.OFFER_TASK: _as(As.GIVER, As.SECRETARY, As.SERVICE),
    May.PLAN_SERIES: _as(As.SECRETARY),
    May.POST_FOR_CALLER: _as(As.SECRETARY, As.WORKER),
    May.POST_NEED: _as(As.ANYBODY),
    May.READ_AUDIT: _as(As.AUDITOR),
    May.READ_LETTER: _as(As.SECRETARY, As.UNIT),
    May.RECALL_OFFER: _as(As.GIVER),
    May.REGISTER: _as(As.HIMSELF),
    May.RELEASE_PAIRS: _as(As.OFFICER, As.SECRETARY, As.SECRETARY_WITHIN),
    May.REMOVE_PHOTO: _as(As.RESIDENT, As.SECRETARY, As.SERVICE, As.WORKER),
    May.RESUBMIT_RECORD: _as(As.HIMSELF),
    May.REVIEW_RECORD: _as(As.SECRETARY),
    May.REVOKE_CERTIFICATE: _as(As.SECRETARY),
    May.RUN_ROUND: _as(As.OFFICER, As.SECRETARY, As.SERVICE),
    May.SECOND_RECORD: _as(As.OFFICER, As.SECRETARY),
    May.SEE_CERTIFICATE: _as(As.HIMSELF, As.SECRETARY),
    May.SEE_CONTACT: _as(As.HELPER, As.RESIDENT, As.SECRETARY, As.WORKER),
    May.SEE_FIGURES: _as(As.SECRETARY, As.WORKER),
    May.SEE_MEMBER: _as(As.HIMSELF, As.SECRETARY),
    May.SEE_NEED: _as(As.MEMBER, As.NEIGHBOUR, As.RESIDENT, As.SECRETARY, As.WORKER),
    May.SEE_ORDER: _as(As.HIMSELF, As.SECRETARY, As.WORKER),
    May.SEE_RECORD: _as(As.HIMSELF, As.SECRETARY),
    May.SEE_SERIES: _as(As.HIMSELF, As.MEMBER, As.SECRETARY, As.WORKER),
    May.SETTLE_DISPUTE: _as(As.SECRETARY),
    May.SET_EXPECTATION: _as(As.SECRETARY),
    May.SHOW_GROUP_CODE: _as(As.LEADER, As.SECRETARY, As.WORKER),
    May.SUBMIT_RECORD: _as(As.HIMSELF, As.LEADER, As.SECRETARY, As.SERVICE, As.WORKER),
    May.TAKE_TASK: _as(As.MEMBER, As.NEIGHBOUR),
    May.TEND_OUTBOX: _as(As.ADMINISTRATOR),
    May.TRIAGE_NEED: _as(As.SECRETARY),
}


class Actor(Protocol):
    """Somebody who acts: a person, the holder of a secret link, or the service itself."""

    @property
    def person_id(self) -> int | None: ...


class HasStandings(Protocol):
    """A thing that knows how somebody stands to it."""

    def stands_of(self, actor: Actor) -> set[As]: ...


class _Service:
    """The service itself, for what follows from something else."""

    person_id: int | None = None


SERVICE = _Service()


def standings(actor: Actor, thing: HasStandings) -> set[As]:
    """Every way in which the actor stands to the thing."""
    if actor is SERVICE:
        return {As.SERVICE}
    return {As.ANYBODY} | thing.stands_of(actor)


def can(actor: Actor, may: May, thing: HasStandings) -> bool:
    """Whether the table grants this to the actor."""
    return not GRANTS[may].isdisjoint(standings(actor, thing))


def require(actor: Actor, may: May, thing: HasStandings) -> As:
    """The standing under which the actor may do this; NotAllowed when there is none."""
    granted = GRANTS[may] & standings(actor, thing)
    if not granted:
        raise NotAllowed(may)
    return min(granted)
