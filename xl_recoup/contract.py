"""The contract with the workbook: its tables, headings and values, by the names finance sees.

Everything that reads or writes a workbook takes its names from here and nowhere else. Headings
are matched without regard to capitals, surplus spaces or curly apostrophes; further columns are
the team's own and are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How the cells of a column are understood."""

    TEXT = "text"
    NOTE = "note"  # free text that is never quoted
    DATE = "date"
    FLAG = "Y, N or blank"
    CHOICE = "one of a list"
    NUMBER = "number"
    LAESTAB = "LAESTAB"
    UPN = "UPN"
    YEAR_GROUP = "year group"
    LA_NUMBER = "LA number"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the field it fills, how its cells are read, what may stand there."""

    heading: str
    field: str
    kind: Kind = Kind.TEXT
    allowed: tuple[str, ...] = ()
    private: bool = False
    """True for personal data: a message names the cell, never the value."""
    note: str = ""


class Role(Enum):
    """What a table is for; sheets are coloured and protected by it."""

    INPUT = "input"
    OUTPUT = "output"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table of the contract: its name, its usual sheet and its columns."""

    name: str
    sheet: str
    role: Role
    purpose: str
    columns: tuple[Column, ...]
    required: tuple[str, ...] = ()
    """Headings without which the table can't be used at all."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in their order."""
        return tuple(c.heading for c in self.columns)


def normal(name: str) -> str:
    """Return a heading, setting or code as it is compared: case, spaces and apostrophes evened."""
    straight = name.replace("’", "'").replace("‘", "'").replace("ʼ", "'")
    return " ".join(straight.replace("\u00a0", " ").split()).casefold()


SCHOOL_TYPES = (
    "maintained", "academy", "free school", "special", "PRU", "AP academy", "other authority",
)  # fmt: skip
SETTLEMENTS = ("budget adjustment", "invoice", "net-off")
AGREEMENT_STATUSES = ("funding agreement", "signed", "refused", "no reply")
RATE_PHASES = ("primary", "ks3", "ks4", "secondary", "all")
RATE_BASES = ("before ACA", "local value")
RATE_STATUSES = ("approved", "draft")
CALENDAR_KINDS = ("term", "closure")
ROLL_STATUSES = ("off roll", "dual", "on roll")
REVIEW_STATUSES = ("open", "closed")
IDACI_BANDS = ("A", "B", "C", "D", "E", "F", "G")
SCHEME_KINDS = ("statutory", "local")
COMPONENTS = (
    "Budget share", "Pupil premium", "Adjustment order", "Admission credit",
    "Reinstatement credit", "Scheme charge", "Correction",
)  # fmt: skip
STATUSES = ("billable", "asked", "held", "posted", "nil")
ROUTES = ("budget adjustment", "invoice", "net-off", "inter-authority")
STATUTORY_SCHEMES = ("PEX", "LEAVER")
DEFAULT_CALENDAR = "LA"

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

CHARGES = TableSpec(
    "Charges", "Charges", Role.OUTPUT,
    "One row per charge line: what, how much, why, and under what authority. Filled by a run.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Charge ref", "Placement ref", "LAESTAB", "School", "Scheme", "Component",
            "Legal basis", "From", "To", "Base", "Units", "Denominator", "Amount",
            "Authority share", "Status", "Route", "Reason", "CFR code", "S251 line", "Working",
            "Check", "Service year", "Draft rate", "Disputed",
        )
    ),
)  # fmt: skip

EXCEPTIONS = TableSpec(
    "Exceptions", "Exceptions", Role.OUTPUT,
    "One row per finding, with a link to the cell. Errors are not charged until corrected.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Severity", "Code", "Go to", "Sheet", "Cell", "Placement ref", "Message",
        )
    ),
)  # fmt: skip

CHECK_RESULTS = TableSpec(
    "CheckResults",
    "Check results",
    Role.OUTPUT,
    "Every check that was made, what it looked at, and whether it passed.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in ("Code", "Stage", "Severity", "What is checked", "Findings", "Result")
    ),
)

SCHOOL_SUMMARY = TableSpec(
    "SchoolSummary", "Schools summary", Role.OUTPUT,
    "What each school is asked for, owes and is credited. Filled by a run.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "LAESTAB", "School", "Type", "Trust", "Placements", "Asked", "Billable", "Held",
            "Credits", "Posted", "Disputed", "To post", "Total", "Check",
        )
    ),
)  # fmt: skip

RUN_LOG = TableSpec(
    "RunLog", "Run log", Role.RECORD,
    "One row per run: when, which version, who, as at which day, on what inputs, with what totals.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Run at", "Version", "Run by", "As-at date", "Financial year", "Rows read", "Charged",
            "Nil", "Held rows", "Billable", "Asked", "Held", "Posted", "Total", "Errors",
            "Warnings", "Settings digest", "Schools digest", "Agreements digest",
            "Providers digest", "Schemes digest", "Rates digest", "Calendar digest",
            "Placements digest", "Changes digest", "Queries digest",
        )
    ),
)  # fmt: skip

INPUT_SPECS = (
    SETTINGS, SCHOOLS, AGREEMENTS, PROVIDERS, SCHEMES, RATES, CALENDAR, PLACEMENTS,
    PLACEMENT_CHANGES, QUERIES,
)  # fmt: skip
OUTPUT_SPECS = (CHARGES, EXCEPTIONS, CHECK_RESULTS, SCHOOL_SUMMARY, RUN_LOG)
REQUIRED_TABLES = (SETTINGS, SCHOOLS, AGREEMENTS, SCHEMES, RATES, CALENDAR)


def is_placements_table(name: str) -> bool:
    """Say whether a table of this name holds placements: `Placements` or `Placements_…`."""
    folded = name.casefold()
    return folded == "placements" or folded.startswith("placements_")
