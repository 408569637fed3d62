"""Tables with no row about anybody: their columns stay whoever is erased, and why."""

from __future__ import annotations

from collections.abc import Mapping

PLACES = "a place, and the office's own telephone"
CHAIN = "numbers that hold a chain together"
CLOCKWORK = "what the service did by itself, by numbers of rows"
DIGESTS = "keyed digests that tell neither an account nor an address, removed soon"
ROUNDS = "how a round went as a whole"
OF_PEOPLE_BY_NUMBER = "numbers of rows only, so that a round can be looked at again"
STAFF = "what staff decided in office; of them only the number of their row"

# table -> why -> columns
IMPERSONAL: Mapping[str, Mapping[str, str]] = {
    "alarms": {CLOCKWORK: "alarm thing_id since rung_at"},
    "communities": {
        PLACES: "id subdistrict_id name phone asks_by_itself round_days round_hour canned_texts"
    },
    "districts": {PLACES: "id name"},
    "expectations": {
        STAFF: "id community_id metric period minimum said_by_id said_at ended_by_id ended_at"
    },
    "grids": {PLACES: "id community_id name x_metres y_metres"},
    "imports": {
        STAFF: (
            "id community_id layout source file_name file_digest hours_count minutes status"
            " brought_by_id brought_at reviewer_id reviewed_at review_note revision"
        )
    },
    "job_runs": {CLOCKWORK: "job period began_at ended_at done failed"},
    "lanes": {DIGESTS: "key tries window_ends_at in_a_row closed_until tried_at"},
    "ledger_heads": {CHAIN: "community_id number hash"},
    "rates": {DIGESTS: "key hits ends_at"},
    "round_inputs": {OF_PEOPLE_BY_NUMBER: "round_id kept_at arrays"},
    "rounds": {
        ROUNDS: (
            "id community_id subdistrict_id district_id covers status created_at solved_at until"
            " members_asked places_wanted method gap seconds suitability weights seed input_hash"
            " revision"
        )
    },
    "sampling_seeds": {CLOCKWORK: "month seed published_at"},
    "seal_heads": {CHAIN: "id number hash sealed_at"},
    "seals": {CHAIN: "number event_id hash"},
    "searches": {CLOCKWORK: "need_id attempt held unanswered again_at"},
    "subdistricts": {PLACES: "id district_id name"},
    "unfilled": {ROUNDS: "round_id need_id places funnel"},
}
