"""The values that cells of the contract may hold: codes, statuses, types."""

from __future__ import annotations

from functools import lru_cache

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


@lru_cache(maxsize=4_096)
def statutory_code(code: str) -> str:
    """Return the regulations' own scheme that a code names, whatever its capitals, or ""."""
    plain = code.strip().upper()
    return plain if plain in STATUTORY_SCHEMES else ""


MEASURES = (
    "complete weeks", "school weeks", "school days agreed", "school days attended", "sessions",
    "terms", "event",
)  # fmt: skip
SCHEME_BASES = ("pupil-led funding", "basic entitlement", "named rate")
CAP_UNITS = ("units", "weeks")
EHCP_TREATMENTS = ("charge", "no charge")
SCHEME_STARTS = ("start date", "off-roll date")
SCHEME_ENDS = ("as-at date", "end of year")
RATES_OF = ("start of service", "next year")
ROUNDINGS = ("once", "unit rate first")
AGREEMENT_NEEDS = ("all schools", "academies", "none")
CHANGE_KINDS = ("Days per week", "Pause", "Provider", "EHCP", "Looked after", "Year group")
