"""Who tries everything, and which of the things in every state they mean at each address."""

from __future__ import annotations

NAMELESS = ("nobody", "resident", "neighbour")  # the last holds the link of another need
# Zheng is officer of the sub-district, Xu of the district; the administrator is nothing in any.
# Jin speaks for a department, Yan for a work unit, Shen audits the district.
ABOVE = ("zheng", "xu", "jin", "yan", "shen", "admin")
PEOPLE = (*NAMELESS, "zhou", "li", "wu", "he", "wang", "chen", *ABOVE)

# Which thing stands in an address: its last word decides.
NEED_FOR = {
    **dict.fromkeys(("approve", "triage", "ask", "reject", "merge", "redirect"), "submitted"),
    **dict.fromkeys(("confirm", "confirm-by-phone"), "done"),
    **dict.fromkeys(("reopen", "settle"), "disputed"),
    "answer": "asked",
    "stand-by": "full",
    "rearrange": "unfilled",
    **dict.fromkeys(("group", "came", "left", "<number>"), "together"),
}
ORDER_FOR = {
    **dict.fromkeys(("accept", "decline"), "offered"),
    **dict.fromkeys(("approve", "refuse", "take-back"), "claimed"),
    "recall": "handing",
    "lead": "leading",
    "vouch": "there",
    "hand-over": "promised",
    **dict.fromkeys(("check-in", "check-in-by-staff", "miss"), "due"),
    **dict.fromkeys(("leave", "leave-by-staff"), "there"),
    "enter-late": "on paper",
}
RECORD_FOR = {
    **dict.fromkeys(("amend", "ask-void"), "counted"),
    **dict.fromkeys(("void", "keep"), "doubted"),
    "object": "refused",
    "resubmit": "returned",
}
MEMBER_FOR = {"password": "member"}
IMPORT_FOR = dict.fromkeys(("approve", "reject"), "brought")
SERIES_FOR = dict.fromkeys(("leave", "miss-one", "end"), "series")
