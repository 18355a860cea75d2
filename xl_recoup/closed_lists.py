"""Every word that a closed list of the contract may hold, each list as a type and as a tuple.

A field of the type takes no other word: the type checker finds a misspelt one where it stands. So
a word is written plainly where it is used, and has no constant beside it. The tuple is for what
needs the words at run time: allowed values of a column, totals with every status named.

The type checker looks at `==`, arguments, keys and assignments, and not into the words behind `in`:
a choice of several words is a tuple with a type, such as `NOT_BILLABLE`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

Blank = Literal[""]
"""A cell that holds nothing, or a line to which the list does not apply: `Route | Blank`."""

# Charges and the ledger
Status = Literal["billable", "asked", "held", "posted", "nil"]
STATUSES: tuple[Status, ...] = get_args(Status)
NOT_BILLABLE: tuple[Status, ...] = ("asked", "held")
"""Priced and shown, and no debt: the school has not agreed, or the money does not move yet."""
BOOKED: tuple[Status, ...] = ("billable", "posted")
"""In the books, or to be posted to them; every other status has its reason."""
Component = Literal[
    "Budget share",
    "Pupil premium",
    "Adjustment order",
    "Admission credit",
    "Reinstatement credit",
    "Scheme charge",
    "Further charge",
    "Correction",
]
COMPONENTS: tuple[Component, ...] = get_args(Component)
LegalBasis = Literal["statute", "order", "agreement", "local policy"]
LEGAL_BASES: tuple[LegalBasis, ...] = get_args(LegalBasis)
SchoolSettlement = Literal["budget adjustment", "invoice", "net-off"]
SCHOOL_SETTLEMENTS: tuple[SchoolSettlement, ...] = get_args(SchoolSettlement)
"""How a school may choose to settle."""
Route = Literal[SchoolSettlement, "inter-authority"]
ROUTES: tuple[Route, ...] = get_args(Route)
DOCUMENT_ROUTES: tuple[Route, ...] = ("invoice", "net-off", "inter-authority")
"""The routes whose charges stand on a document; a budget adjustment needs none."""

# Schools and agreements
SchoolType = Literal[
    "maintained", "academy", "free school", "special", "PRU", "AP academy", "other authority"
]
SCHOOL_TYPES: tuple[SchoolType, ...] = get_args(SchoolType)
AgreementStatus = Literal["funding agreement", "signed", "refused", "no reply"]
AGREEMENT_STATUSES: tuple[AgreementStatus, ...] = get_args(AgreementStatus)

# A service's position
ServiceMoney = Literal[
    "cost", "DSG", "authority contribution", "other income", "recouped elsewhere"
]
SERVICE_MONEY: tuple[ServiceMoney, ...] = get_args(ServiceMoney)
ServiceBasis = Literal["budget", "actual", "forecast"]
SERVICE_BASES: tuple[ServiceBasis, ...] = get_args(ServiceBasis)

# Rates and the calendar
RatePhase = Literal["primary", "ks3", "ks4", "secondary", "post-16", "all"]
RATE_PHASES: tuple[RatePhase, ...] = get_args(RatePhase)
RateBasis = Literal["before ACA", "local value"]
RATE_BASES: tuple[RateBasis, ...] = get_args(RateBasis)
RateStatus = Literal["approved", "draft"]
RATE_STATUSES: tuple[RateStatus, ...] = get_args(RateStatus)
CalendarKind = Literal["term", "closure"]
CALENDAR_KINDS: tuple[CalendarKind, ...] = get_args(CalendarKind)
DEFAULT_CALENDAR = "LA"

# Placements and their changes
RollStatus = Literal["off roll", "dual", "on roll"]
ROLL_STATUSES: tuple[RollStatus, ...] = get_args(RollStatus)
ReviewStatus = Literal["open", "closed"]
REVIEW_STATUSES: tuple[ReviewStatus, ...] = get_args(ReviewStatus)
IdaciBand = Literal["A", "B", "C", "D", "E", "F", "G"]
IDACI_BANDS: tuple[IdaciBand, ...] = get_args(IdaciBand)
ChangeKind = Literal["Days per week", "Pause", "Provider", "EHCP", "Looked after", "Year group"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)

# Schemes
SchemeKind = Literal["statutory", "local"]
SCHEME_KINDS: tuple[SchemeKind, ...] = get_args(SchemeKind)
StatutoryScheme = Literal["PEX", "LEAVER"]
STATUTORY_SCHEMES: tuple[StatutoryScheme, ...] = get_args(StatutoryScheme)
Measure = Literal[
    "complete weeks",
    "school weeks",
    "school days agreed",
    "school days attended",
    "hours",
    "sessions",
    "terms",
    "event",
]
MEASURES: tuple[Measure, ...] = get_args(Measure)
SchemeBase = Literal["pupil-led funding", "basic entitlement", "named rate", "agreed amount"]
SCHEME_BASES: tuple[SchemeBase, ...] = get_args(SchemeBase)
CapUnit = Literal["units", "weeks"]
CAP_UNITS: tuple[CapUnit, ...] = get_args(CapUnit)
EhcpTreatment = Literal["charge", "no charge", "only with EHCP"]
EHCP_TREATMENTS: tuple[EhcpTreatment, ...] = get_args(EhcpTreatment)
SchemeStart = Literal["start date", "off-roll date"]
SCHEME_STARTS: tuple[SchemeStart, ...] = get_args(SchemeStart)
SchemeEnd = Literal["as-at date", "end of year"]
SCHEME_ENDS: tuple[SchemeEnd, ...] = get_args(SchemeEnd)
RatesOf = Literal["start of service", "next year"]
RATES_OF: tuple[RatesOf, ...] = get_args(RatesOf)
Rounding = Literal["once", "unit rate first"]
ROUNDINGS: tuple[Rounding, ...] = get_args(Rounding)
AgreementNeed = Literal["all schools", "academies", "none"]
AGREEMENT_NEEDS: tuple[AgreementNeed, ...] = get_args(AgreementNeed)

# Scenarios
ScenarioSubject = Literal["setting", "rate", "scheme", "agreement"]
"""What a row of a scenario may change; no tuple: as words in the code they are everywhere."""

# Accounts
PeriodStatus = Literal["open", "closed"]
PERIOD_STATUSES: tuple[PeriodStatus, ...] = get_args(PeriodStatus)
Acceptance = Literal[
    "draft-rates",
    "multiplier-of-1",
    "changed-since-run",
    "old-as-at",
    "earlier-as-at",
    "earlier-clock",
    "negative-total",
    "much-taken-back",
    "rate-moved",
    "totals-moved",
]
ACCEPTED: tuple[Acceptance, ...] = get_args(Acceptance)
"""The codes of what a posting asks before it is made."""
AccountUse = Literal[
    "AP recovery income",
    "Debtors control",
    "Net-off control",
    "Budget adjustment control",
    "VAT output",
    "Accrual",
]
USES: tuple[AccountUse, ...] = get_args(AccountUse)
"""What an account code is for. A scheme's own codes go before those of the income, a school's own
cost centre before that of the budget adjustment control."""
JournalType = Literal["actual", "accrual", "reversal"]
JOURNAL_TYPES: tuple[JournalType, ...] = get_args(JournalType)
DocumentKind = Literal["invoice", "credit note", "net-off advice"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
DocumentStatus = Literal["to post", "posted, no document", "ready, not issued", "ready", "issued"]
DOCUMENT_STATUSES: tuple[DocumentStatus, ...] = get_args(DocumentStatus)
"""How a document stands; `ready, not issued` waits for a purchase order."""
LetterKind = Literal["statement", "request", "notice", "reminder"]
LETTER_KINDS: tuple[LetterKind, ...] = get_args(LetterKind)
SettlementMethod = Literal["payment", "net-off", "write-off"]
SETTLEMENT_METHODS: tuple[SettlementMethod, ...] = get_args(SettlementMethod)
DebtAge = Literal["not issued", "0 to 30 days", "31 to 60 days", "61 to 90 days", "over 90 days"]
DEBT_AGES: tuple[DebtAge, ...] = get_args(DebtAge)
ExtractResult = Literal[
    "matched", "missing in the ledger", "not ours", "different", "duplicate", "receipt"
]
EXTRACT_RESULTS: tuple[ExtractResult, ...] = get_args(ExtractResult)
"""How a line of the finance system's extract fits what is posted; a receipt is money that came."""

# Recovery
RecoveryStage = Literal[
    "statement",
    "reminder",
    "second reminder",
    "letter to the chair",
    "dispute",
    "dispute settled",
    "net-off",
    "referral",
    "written off",
    "answered",
]
RECOVERY_STAGES: tuple[RecoveryStage, ...] = get_args(RecoveryStage)
LETTER_STAGES: tuple[RecoveryStage, ...] = ("reminder", "second reminder", "letter to the chair")
"""The stages at which a letter leaves, in their order."""
ChasedKind = Literal["document", "request"]
"""What is chased: a document that is to be paid, or a request that is to be answered."""
Proposal = Literal["copy to Settlements", "entered already", "decide"]
"""What is to be done with a receipt of the finance system's extract."""

# The Mapping of a workbook that is not ours
MappingKind = Literal["sheet", "marked rows", "column", "constant", "value"]
MAPPING_KINDS: tuple[MappingKind, ...] = get_args(MappingKind)
MappingStatus = Literal["proposed", "suggested", "unmapped", "confirmed", "ignored"]
MAPPING_STATUSES: tuple[MappingStatus, ...] = get_args(MappingStatus)


@lru_cache(maxsize=4_096)
def statutory_code(code: str) -> StatutoryScheme | Blank:
    """Return the regulations' own scheme that a code names, whatever its capitals, or ""."""
    plain = code.strip().upper()
    return next((known for known in STATUTORY_SCHEMES if known == plain), "")
