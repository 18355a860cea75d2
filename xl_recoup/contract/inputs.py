"""The input tables of the contract: what people fill in."""

from __future__ import annotations

from xl_recoup.contract.columns import Column, Kind, Role, TableSpec
from xl_recoup.contract.values import (
    AGREEMENT_STATUSES,
    CALENDAR_KINDS,
    IDACI_BANDS,
    RATE_BASES,
    RATE_PHASES,
    RATE_STATUSES,
    REVIEW_STATUSES,
    ROLL_STATUSES,
    SCHEME_KINDS,
    SCHOOL_TYPES,
    SETTLEMENTS,
)

C, K = Column, Kind

SETTINGS = TableSpec(
    "Settings", "Settings", Role.INPUT,
    "The authority, the year and every choice that the regulations leave open.",
    (C("Setting", "setting"), C("Value", "value"), C("Allowed", "allowed"), C("Note", "note")),
    required=("Setting", "Value"),
)  # fmt: skip

SCHOOLS = TableSpec(
    "Schools", "Schools", Role.INPUT,
    "One row per school and period; a school that converted has two.",
    (
        C("LAESTAB", "laestab", K.LAESTAB),
        C("URN", "urn"),
        C("School", "school"),
        C("Type", "type", K.CHOICE, SCHOOL_TYPES),
        C("Phase", "phase"),
        C("Lowest year", "lowest_year", K.YEAR_GROUP),
        C("Highest year", "highest_year", K.YEAR_GROUP),
        C("Leaving years", "leaving_years", note="overrides who leaves; years with commas"),
        C("Trust", "trust"),
        C("Calendar", "calendar", note="blank: the authority's own, LA"),
        C("Settlement", "settlement", K.CHOICE, SETTLEMENTS),
        C("Cost centre", "cost_centre"),
        C("Open from", "open_from", K.DATE),
        C("Open to", "open_to", K.DATE),
        C("Successor", "successor", K.LAESTAB),
    ),
    required=("LAESTAB", "School", "Type"),
)  # fmt: skip

AGREEMENTS = TableSpec(
    "Agreements", "Agreements", Role.INPUT,
    "Who has agreed to what, from when, and where the evidence is kept.",
    (
        C("Party", "party", note="a trust, or the LAESTAB of one school"),
        C("Scheme", "scheme", note="a scheme's code, PEX, or all"),
        C("Status", "status", K.CHOICE, AGREEMENT_STATUSES),
        C("From", "start", K.DATE),
        C("To", "end", K.DATE),
        C("Net-off allowed", "net_off_allowed", K.FLAG),
        C("PO required", "po_required", K.FLAG),
        C("Evidence", "evidence"),
    ),
    required=("Party", "Scheme", "Status"),
)  # fmt: skip

PROVIDERS = TableSpec(
    "Providers", "Providers", Role.INPUT,
    "Alternative provision settings, and the places commissioned there.",
    (
        C("Code", "code"),
        C("Provider", "name"),
        C("LAESTAB", "laestab", K.LAESTAB),
        C("Kind", "kind"),
        C("Places commissioned", "places", K.NUMBER),
        C("Open from", "open_from", K.DATE),
        C("Open to", "open_to", K.DATE),
        C("Note", "note", K.NOTE),
    ),
    required=("Code",),
)  # fmt: skip

SCHEMES = TableSpec(
    "Schemes", "Schemes", Role.INPUT,
    "One row per charging scheme and validity period, with its ledger codes.",
    (
        C("Scheme", "code"),
        C("Name", "name"),
        C("Kind", "kind", K.CHOICE, SCHEME_KINDS),
        C("In use", "in_use", K.FLAG),
        C("Valid from", "valid_from", K.DATE),
        C("Valid to", "valid_to", K.DATE),
        C("CFR code", "cfr_code"),
        C("Premium CFR code", "premium_cfr_code"),
        C("S251 line", "s251_line"),
        C("VAT code", "vat_code"),
        C("Source", "source"),
        C("Note", "note", K.NOTE),
    ),
    required=("Scheme",),
)  # fmt: skip

RATES = TableSpec(
    "Rates", "Rates", Role.INPUT,
    "Dated rates in pounds, each with its source and whether it is approved.",
    (
        C("Factor", "factor"),
        C("Phase", "phase", K.CHOICE, RATE_PHASES),
        C("Amount", "amount", K.NUMBER),
        C("Unit", "unit"),
        C("Basis", "basis", K.CHOICE, RATE_BASES),
        C("Valid from", "valid_from", K.DATE),
        C("Valid to", "valid_to", K.DATE),
        C("Status", "status", K.CHOICE, RATE_STATUSES),
        C("Approved by", "approved_by"),
        C("Source", "source"),
    ),
    required=("Factor", "Phase", "Amount", "Valid from"),
)  # fmt: skip

CALENDAR = TableSpec(
    "Calendar", "Calendar", Role.INPUT,
    "Terms and closures; a school day is a weekday in a term and outside every closure.",
    (
        C("Calendar", "calendar"),
        C("Kind", "kind", K.CHOICE, CALENDAR_KINDS),
        C("Name", "name"),
        C("From", "start", K.DATE),
        C("To", "end", K.DATE),
    ),
    required=("Calendar", "Kind", "From", "To"),
)  # fmt: skip

PLACEMENTS = TableSpec(
    "Placements", "Placements", Role.INPUT,
    "One row per pupil placement.",
    (
        C("Placement ref", "placement_ref"),
        C("Episode ref", "episode_ref"),
        C("UPN", "upn", K.UPN, private=True),
        C("Pupil", "pupil", private=True),
        C("Date of birth", "date_of_birth", K.DATE, private=True),
        C("Year group", "year_group", K.YEAR_GROUP),
        C("Home school", "home_school", K.LAESTAB),
        C("Reserved SEN place", "reserved_sen_place", K.FLAG),
        C("Provider", "provider"),
        C("Scheme", "scheme"),
        C("Roll status", "roll_status", K.CHOICE, ROLL_STATUSES),
        C("Exclusion date", "exclusion_date", K.DATE),
        C("Decision date", "decision_date", K.DATE),
        C("Cancelled on", "cancelled_on", K.DATE),
        C("Review status", "review_status", K.CHOICE, REVIEW_STATUSES),
        C("Review decided on", "review_decided_on", K.DATE),
        C("Left roll on", "left_roll_on", K.DATE),
        C("Start date", "start_date", K.DATE),
        C("End date", "end_date", K.DATE),
        C("Days per week", "days_per_week", K.NUMBER),
        C("Days attended", "days_attended", K.NUMBER),
        C("Reinstated on", "reinstated_on", K.DATE),
        C("Admitting school", "admitting_school", K.LAESTAB),
        C("Admitted on", "admitted_on", K.DATE),
        C("Left admitting school on", "left_admitting_school_on", K.DATE),
        C("Adjustment order", "adjustment_order", K.FLAG),
        C("Order date", "order_date", K.DATE),
        C("FSM", "fsm", K.FLAG),
        C("FSM6", "fsm6", K.FLAG),
        C("IDACI band", "idaci_band", K.CHOICE, IDACI_BANDS),
        C("EAL", "eal", K.FLAG),
        C("Low prior attainment", "low_prior_attainment", K.FLAG),
        C("Mobility", "mobility", K.FLAG),
        C("Looked after", "looked_after", K.FLAG),
        C("Previously looked after", "previously_looked_after", K.FLAG),
        C("Service child", "service_child", K.FLAG),
        C("EHCP", "ehcp", K.FLAG),
        C("Old authority", "old_authority", K.LA_NUMBER),
        C("Intermediate authority", "intermediate_authority", K.LA_NUMBER),
        C("Educated from", "educated_from", K.DATE),
        C("Notice sent on", "notice_sent_on", K.DATE),
        C("PO number", "po_number"),
        C("Notes", "notes", K.NOTE, private=True),
    ),
    required=("Placement ref", "Home school", "Scheme"),
)  # fmt: skip

PLACEMENT_CHANGES = TableSpec(
    "PlacementChanges", "Changes", Role.INPUT,
    "Dated changes inside a placement: days per week, pause, provider, EHCP, care status.",
    (
        C("Placement ref", "placement_ref"),
        C("From", "start", K.DATE),
        C("To", "end", K.DATE),
        C("What changes", "what"),
        C("New value", "value"),
        C("Chargeable", "chargeable", K.FLAG),
        C("Evidence", "evidence"),
        C("Note", "note", K.NOTE, private=True),
    ),
    required=("Placement ref", "From", "What changes"),
)  # fmt: skip

QUERIES = TableSpec(
    "Queries", "Queries", Role.INPUT,
    "Charges that a school disputes; open until a closing date is filled in.",
    (
        C("Query ref", "query_ref"),
        C("Charge ref", "charge_ref"),
        C("Opened", "opened", K.DATE),
        C("Reason", "reason"),
        C("Amount", "amount", K.NUMBER),
        C("Owner", "owner"),
        C("Outcome", "outcome"),
        C("Closed", "closed", K.DATE),
    ),
    required=("Query ref", "Charge ref"),
)  # fmt: skip
