"""Plain names beside codes: in which columns of what a run fills, and the words themselves.

The contract's codes stay in their own columns, for sums and for programs; a person reads the name
beside them. A workbook whose tables have no such column goes without.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from xl_recoup.closed_lists import RatePhase, StatutoryScheme
from xl_recoup.contract.columns import ENTRY_DIGEST, Column, TableSpec

CodeKind = Literal["scheme", "provider", "service", "school", "check", "return", "account"]
"""What a code is of."""


class NameColumn(NamedTuple):
    """A column of plain names: its heading, of what they are, in which column the codes stand."""

    heading: str
    what: CodeKind
    code: str
    after: str
    """The column that it stands beside in a new table."""


N = NameColumn
_SCHEME = N("Scheme name", "scheme", "Scheme", "Scheme")
NAME_COLUMNS = {
    "Charges": (
        N("Scheme name", "scheme", "Scheme", "School"),
        N("Reason in words", "check", "Reason", "Reason"),
    ),
    "Exceptions": (N("What is checked", "check", "Code", "Code"),),
    "Journal": (
        N("Account", "account", "Subjective", "Subjective"),
        N("School", "school", "LAESTAB", "LAESTAB"),
    ),
    "Invoices": (_SCHEME,),
    "ServicePosition": (N("Service name", "service", "Service", "Service"),),
    "Forecast": (_SCHEME,),
    "Demand": (N("Provider name", "provider", "Provider", "Provider"),),
    "YearEnd": (N("Code in words", "return", "Code", "Code"),),
    "ScenarioTotals": (_SCHEME,),
    "Ledger": (N("Scheme name", "scheme", "Scheme", ENTRY_DIGEST),),
    "Reconciliation": (N("Party", "school", "Reference", "Reference"),),
}
"""By the table's name."""

SCHEME_NAMES: dict[StatutoryScheme, str] = {
    "PEX": "Permanent exclusion",
    "LEAVER": "Left the roll otherwise",
}
"""The regulations' own schemes, where no row of Schemes names them."""
PHASE_NAMES: dict[RatePhase, str] = {
    "primary": "primary", "ks3": "key stage 3", "ks4": "key stage 4", "secondary": "secondary",
    "post-16": "post-16", "all": "all pupils",
}  # fmt: skip
"""What the phases of Rates are called."""
CFR_NAMES = {
    "I01": "Funds delegated by the authority",
    "I03": "High needs top-up funding",
    "I05": "Pupil premium",
    "I06": "Other government grants",
    "I07": "Other grants and payments",
    "I08": "Income from facilities and services",
    "E27": "Bought-in professional services: curriculum",
    "E28": "Bought-in professional services: other",
}
"""What codes of Consistent Financial Reporting are called that recoupment may stand under."""
S251_NAMES = {
    "1.2.1": "Top-up funding, maintained schools",
    "1.2.2": "Top-up funding, academies, free schools and colleges",
    "1.2.3": "Top-up funding, non-maintained and independent providers",
    "1.2.4": "Additional high-needs targeted funding",
    "1.2.5": "SEN support services",
    "1.2.6": "Hospital education services",
    "1.2.7": "Other alternative provision services",
    "1.2.8": "Support for inclusion",
}
"""What the lines of the section 251 budget statement are called that high needs may stand on."""


def with_name_columns(spec: TableSpec) -> tuple[Column, ...]:
    """Return the columns of a table as a new workbook has them: names beside their codes."""
    columns = list(spec.columns)
    for name in NAME_COLUMNS.get(spec.name, ()):
        at = [c.heading for c in columns].index(name.after) + 1
        columns.insert(at, Column(name.heading, name.heading.lower().replace(" ", "_")))
    return tuple(columns)


def headings_with_names(table: str, headings: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of what is written into a table, followed by those of its names."""
    return (*headings, *(name.heading for name in NAME_COLUMNS.get(table, ())))
