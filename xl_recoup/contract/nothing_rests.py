"""On which columns no charge rests, with the reason: without them every amount stays as it is.

A column or table of ours that vanished is an error all the same; but no row is held because of one
of these, and one that was emptied is not noticed.
"""

from __future__ import annotations

from collections.abc import Mapping

from xl_recoup.contract.columns import normal

READING = "it is for reading"
WARNED = "warnings alone rest on it"
BOOKED = "it says how a charge is booked, not what it is; nothing is posted while it is missing"
PLACES = "what places cost is between the authority and the provider"
DISPUTES = "a disputed charge keeps its amount and status"
PROPOSED = "it says what might be decided, and the charges are those of what is decided"
FORESEEN = "no charge rests on it: it is for the forecast and the position of services"
COMPARED = "it is compared with the charges, which stay as they are"
REMINDED = "reminders alone rest on it"
LETTERS_ASK = "no letter goes out without it"

NOTHING_RESTS: Mapping[str, Mapping[str, str]] = {
    "Settings": {
        "Allowed": READING,
        "Note": READING,
        "Reason": WARNED,
        "Approved by": WARNED,
        "Authority": READING,
        "Area cost adjustment of 1": "posting asks about it while it is not confirmed",
        "Rate change": WARNED,
        "As-at date days": WARNED,
        "Publication rounding": "the report to the Forum alone rests on it",
        "Contact": LETTERS_ASK,
        "Contact e-mail": LETTERS_ASK,
        "Contact telephone": LETTERS_ASK,
        "Contact address": LETTERS_ASK,
        "Payment days": READING,
        "Earlier version days": "the doctor alone goes by it",
        "First reminder days": REMINDED,
        "Second reminder days": REMINDED,
        "Chair letter days": REMINDED,
        "Referral days": REMINDED,
        "Least sum reminded": REMINDED,
        "Letter templates": READING,
        "Query days": READING,
    },
    "Schools": {"URN": READING, "Phase": READING, "Lowest year": WARNED, "Cost centre": BOOKED},
    "Agreements": {"PO required": WARNED, "Evidence": WARNED},
    "Providers": {
        "Provider": READING,
        "LAESTAB": READING,
        "Kind": READING,
        "Places commissioned": PLACES,
        "Place rate": PLACES,
        "Top-up": PLACES,
        "Occupancy threshold": PLACES,
        "Share adjusted": PLACES,
        "Counted on": PLACES,
        "Pupils counted": PLACES,
        "Open from": READING,
        "Open to": READING,
        "Note": READING,
    },
    "Schemes": {
        "Name": READING,
        "Cost centre": BOOKED,
        "Subjective": BOOKED,
        "Service": READING,
        "Source": READING,
        "Note": READING,
    },
    "Rates": {"Unit": READING, "Approved by": WARNED, "Source": READING},
    "Calendar": {"Name": READING},
    "Placements": {
        "Pupil": "a row without it is charged alike; one that was an error stays held",
        "Date of birth": WARNED,
        "Review decided on": WARNED,
        "PO number": WARNED,
        "Notes": READING,
    },
    "PlacementChanges": {"Evidence": WARNED, "Note": READING},
    "Queries": {"": DISPUTES},
    "Scenarios": {"": PROPOSED},
    "Services": {"": FORESEEN},
    "ExpectedPlacements": {"": FORESEEN},
    "Periods": {"": BOOKED},
    "Codes": {"": BOOKED},
    "LedgerExtract": {"": COMPARED},
    "ExclusionsRegister": {"": COMPARED},
    "ProviderRolls": {"": COMPARED},
}
"""The reason, by table and heading; that of a whole table stands under the heading "", and that of
a setting under its name."""


def why_nothing_rests(table: str, heading: str = "") -> str:
    """Return why no charge rests on a column, or on a whole table; "" where some may.

    `table` is the name in the contract; that of every table of placements is `Placements`.
    """
    told = NOTHING_RESTS.get(table, {})
    return told.get("", "") or next(
        (why for each, why in told.items() if each and normal(each) == normal(heading)), ""
    )
