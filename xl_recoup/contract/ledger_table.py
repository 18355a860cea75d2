"""Ledger: what is posted, only ever added to. Its record is `records.Entry`."""

from __future__ import annotations

from xl_recoup.closed_lists import ROUTES
from xl_recoup.contract.columns import ENTRY_DIGEST, SEAL_NOTE, Column, Kind, Role, TableSpec

C, K = Column, Kind

LEDGER = TableSpec(
    "Ledger",
    "Ledger",
    Role.RECORD,
    "Posted lines, never changed: a later calculation adds only the difference.",
    (
        C("Entry", "number", K.NUMBER),
        C("Period", "period"),
        C("Posted at", "posted_at", K.DATE),
        C("Prepared by", "prepared_by"),
        C("Approved by", "approved_by"),
        C("Charge ref", "ref"),
        C("Charge", "of", note="the charge that the entry is, or corrects"),
        C("Placement ref", "placement_ref"),
        C("LAESTAB", "laestab", note="a school, or an authority's three digits"),
        C("School", "school"),
        C("Scheme", "scheme"),
        C("Component", "component"),
        C("Legal basis", "legal_basis"),
        C("From", "start", K.DATE),
        C("To", "end", K.DATE),
        C("Base", "base", K.NUMBER),
        C("Units", "units", K.NUMBER),
        C("Denominator", "denominator", K.NUMBER),
        C("Amount", "amount", K.NUMBER),
        C("Authority share", "authority_share", K.NUMBER),
        C("Route", "route", K.CHOICE, ROUTES),
        C("CFR code", "cfr_code"),
        C("S251 line", "s251_line"),
        C("Cost centre", "cost_centre", note="of the income, as it was when posted"),
        C("Subjective", "subjective"),
        C("VAT code", "vat_code"),
        C("VAT percentage", "vat_percentage", K.NUMBER),
        C("VAT", "vat", K.NUMBER),
        C("Working", "working"),
        C("Service year", "service_year"),
        C("Draft rate", "draft_rate", K.FLAG),
        C("Takes back", "takes_back", K.NUMBER, note="the entry that this one takes back in full"),
        C(ENTRY_DIGEST, "entry_digest", note=SEAL_NOTE),
    ),
    required=("Entry", "Charge ref", "Charge", "LAESTAB", "Amount", "Route"),
    added_later=("Takes back", ENTRY_DIGEST),
)
