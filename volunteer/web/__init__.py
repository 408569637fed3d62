"""HTML pages: one module per stage."""

from __future__ import annotations

from flask import Flask

from volunteer.web import (
    answers,
    audit,
    by_letter,
    by_unit,
    calendars,
    certificates,
    channels,
    communities,
    consents,
    contacts,
    corrections,
    deliveries,
    disclosures,
    erasing,
    errors,
    expectations,
    figures,
    finding,
    follow_ups,
    frame,
    group,
    guard,
    hall,
    handing,
    help,
    hints,
    home,
    imports,
    intake,
    members,
    moves,
    needs,
    needs_staff,
    offices,
    offline,
    orders,
    orders_staff,
    photos,
    proofs,
    records,
    registrations,
    review,
    reviews,
    rights,
    round_questions,
    rounds,
    sent,
    series,
    signin,
    statements,
    styleguide,
    taking,
    texts,
    triage,
    week,
    workbench,
)

FIRST = (home, help, hints, offline, styleguide)
RESIDENTS_AND_MEMBERS = (signin, proofs, by_letter, members, moves, needs, records, reviews)
TASKS = (orders, group, taking, handing, hall)
REGULAR = (series,)
TOLD = (channels, answers, deliveries, calendars, week, certificates, statements)
CONTACTS = (contacts, photos, rights, consents, erasing, by_unit)
DESK = (workbench, finding, intake, texts)
STAFF = (needs_staff, triage, orders_staff, registrations, review, offices)
HOURS = (audit, corrections, expectations, follow_ups, figures, imports, disclosures)
MATCHING = (rounds, round_questions, communities)
MODULES = (
    *FIRST,
    *RESIDENTS_AND_MEMBERS,
    *TASKS,
    *REGULAR,
    *TOLD,
    *DESK,
    *STAFF,
    *HOURS,
    *MATCHING,
    *CONTACTS,
)


def register(app: Flask) -> None:
    """Pages answer under their addresses, guarded, framed, with errors in words."""
    guard.register(app)
    sent.register(app)
    frame.register(app)
    errors.register(app)
    # Several modules may add to one blueprint.
    for pages in dict.fromkeys(module.pages for module in MODULES):
        app.register_blueprint(pages)
