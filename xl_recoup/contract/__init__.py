"""The contract with the workbook: its tables, headings and values, by the names finance sees.

Everything that reads or writes a workbook takes its names from here and nowhere else. Headings
are matched without regard to capitals, surplus spaces or curly apostrophes; further columns are
the team's own and are left alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from xl_recoup.closed_lists import (
    AGREEMENT_STATUSES,
    CALENDAR_KINDS,
    COMPONENTS,
    DEFAULT_CALENDAR,
    IDACI_BANDS,
    RATE_BASES,
    RATE_PHASES,
    RATE_STATUSES,
    REVIEW_STATUSES,
    ROLL_STATUSES,
    ROUTES,
    SCHEME_KINDS,
    SCHOOL_TYPES,
    STATUSES,
    STATUTORY_SCHEMES,
    statutory_code,
)
from xl_recoup.contract.columns import Column, Kind, Role, TableSpec, normal
from xl_recoup.contract.forecast_tables import (
    DEMAND,
    FORECAST,
    YEAR_END,
    YEAR_SO_FAR,
    YEAR_SO_FAR_ROWS,
)
from xl_recoup.contract.kept_notes_table import KEPT_NOTES, TYPED_KINDS
from xl_recoup.contract.ledger_table import LEDGER
from xl_recoup.contract.mapping_table import MAPPING
from xl_recoup.contract.monthly_table import MONTHLY_PROPOSALS
from xl_recoup.contract.output_tables import (
    AGED_DEBT,
    CHARGES,
    CHECK_RESULTS,
    EXCEPTIONS,
    FORUM_AMOUNTS,
    FORUM_REPORT,
    INVOICES,
    JOURNAL,
    LAST_RUN,
    MOVEMENTS,
    OPTIONAL_SPECS,
    OUTPUT_SPECS,
    PLACE_PLUS,
    RECONCILIATION,
    RUN_LOG,
    SCENARIO_OUTPUTS,
    SCENARIO_SCHOOLS,
    SCENARIO_TOTALS,
    SCHOOL_SUMMARY,
    SERVICE_POSITION,
    TO_POST,
    WHAT_MOVED,
)
from xl_recoup.contract.placements_table import PLACEMENTS
from xl_recoup.contract.recovery_output_tables import (
    PROPOSED_SETTLEMENTS,
    RECOVERY_FIGURES,
    RECOVERY_OUTPUTS,
    TO_DO,
)
from xl_recoup.contract.register_tables import EXCLUSIONS_REGISTER, PROVIDER_ROLLS, REGISTER_SPECS
from xl_recoup.contract.settings_table import SETTINGS

if TYPE_CHECKING:
    from xl_recoup.contract.agreements_table import AGREEMENTS, Agreement
    from xl_recoup.contract.approvers_table import APPROVERS, Approver
    from xl_recoup.contract.calendar_table import CALENDAR, CalendarDays
    from xl_recoup.contract.changes_table import PLACEMENT_CHANGES, Change
    from xl_recoup.contract.codes_table import CODES, PERIODS, AccountCode, Period
    from xl_recoup.contract.documents_table import DOCUMENTS, SETTLEMENTS, Document, Settlement
    from xl_recoup.contract.expected_table import EXPECTED_PLACEMENTS, ExpectedPlacement
    from xl_recoup.contract.extract_table import LEDGER_EXTRACT, ExtractRow
    from xl_recoup.contract.letters_table import LETTERS, Letter
    from xl_recoup.contract.providers_table import PROVIDERS, Provider
    from xl_recoup.contract.queries_table import QUERIES, Query
    from xl_recoup.contract.rates_table import RATES, Rate
    from xl_recoup.contract.recovery_table import RECOVERY, RecoveryRow
    from xl_recoup.contract.scenarios_table import SCENARIOS, ScenarioRow
    from xl_recoup.contract.scheme_examples_table import SCHEME_EXAMPLES
    from xl_recoup.contract.schemes_table import SCHEMES, Scheme
    from xl_recoup.contract.schools_table import SCHOOLS, School
    from xl_recoup.contract.services_table import SERVICES, ServiceLine
    from xl_recoup.contract.sign_off_table import SIGNED_OFF, SignOff
    from xl_recoup.contract.table_groups import (
        ACCOUNT_INPUT_SPECS,
        ALL_SPECS,
        INPUT_SPECS,
        RECORD_SPECS,
        REQUIRED_TABLES,
        RESULT_SHEETS,
    )

__all__ = [
    "ACCOUNT_INPUT_SPECS",
    "AGED_DEBT",
    "AGREEMENTS",
    "AGREEMENT_STATUSES",
    "ALL_SPECS",
    "APPROVERS",
    "CALENDAR",
    "CALENDAR_KINDS",
    "CHARGES",
    "CHECK_RESULTS",
    "CODES",
    "COMPONENTS",
    "DEFAULT_CALENDAR",
    "DEMAND",
    "DOCUMENTS",
    "EXCEPTIONS",
    "EXCLUSIONS_REGISTER",
    "EXPECTED_PLACEMENTS",
    "FORECAST",
    "FORUM_AMOUNTS",
    "FORUM_REPORT",
    "IDACI_BANDS",
    "INPUT_SPECS",
    "INVOICES",
    "JOURNAL",
    "KEPT_NOTES",
    "LAST_RUN",
    "LEDGER",
    "LEDGER_EXTRACT",
    "LETTERS",
    "MAPPING",
    "MONTHLY_PROPOSALS",
    "MOVEMENTS",
    "OPTIONAL_SPECS",
    "OUTPUT_SPECS",
    "PERIODS",
    "PLACEMENTS",
    "PLACEMENT_CHANGES",
    "PLACE_PLUS",
    "PROPOSED_SETTLEMENTS",
    "PROVIDERS",
    "PROVIDER_ROLLS",
    "QUERIES",
    "RATES",
    "RATE_BASES",
    "RATE_PHASES",
    "RATE_STATUSES",
    "RECONCILIATION",
    "RECORD_SPECS",
    "RECOVERY",
    "RECOVERY_FIGURES",
    "RECOVERY_OUTPUTS",
    "REGISTER_SPECS",
    "REQUIRED_TABLES",
    "RESULT_SHEETS",
    "REVIEW_STATUSES",
    "ROLL_STATUSES",
    "ROUTES",
    "RUN_LOG",
    "SCENARIOS",
    "SCENARIO_OUTPUTS",
    "SCENARIO_SCHOOLS",
    "SCENARIO_TOTALS",
    "SCHEMES",
    "SCHEME_EXAMPLES",
    "SCHEME_KINDS",
    "SCHOOLS",
    "SCHOOL_SUMMARY",
    "SCHOOL_TYPES",
    "SERVICES",
    "SERVICE_POSITION",
    "SETTINGS",
    "SETTLEMENTS",
    "SIGNED_OFF",
    "STATUSES",
    "STATUTORY_SCHEMES",
    "TO_DO",
    "TO_POST",
    "TYPED_KINDS",
    "WHAT_MOVED",
    "YEAR_END",
    "YEAR_SO_FAR",
    "YEAR_SO_FAR_ROWS",
    "AccountCode",
    "Agreement",
    "Approver",
    "CalendarDays",
    "Change",
    "Column",
    "Document",
    "ExpectedPlacement",
    "ExtractRow",
    "Kind",
    "Letter",
    "Period",
    "Provider",
    "Query",
    "Rate",
    "RecoveryRow",
    "Role",
    "ScenarioRow",
    "Scheme",
    "School",
    "ServiceLine",
    "Settlement",
    "SignOff",
    "TableSpec",
    "is_placements_table",
    "normal",
    "statutory_code",
]

MODELLED = {
    "agreements_table": "AGREEMENTS Agreement",
    "approvers_table": "APPROVERS Approver",
    "calendar_table": "CALENDAR CalendarDays",
    "changes_table": "PLACEMENT_CHANGES Change",
    "codes_table": "CODES PERIODS AccountCode Period",
    "documents_table": "DOCUMENTS SETTLEMENTS Document Settlement",
    "expected_table": "EXPECTED_PLACEMENTS ExpectedPlacement",
    "extract_table": "LEDGER_EXTRACT ExtractRow",
    "letters_table": "LETTERS Letter",
    "providers_table": "PROVIDERS Provider",
    "queries_table": "QUERIES Query",
    "rates_table": "RATES Rate",
    "recovery_table": "RECOVERY RecoveryRow",
    "scenarios_table": "SCENARIOS ScenarioRow",
    "scheme_examples_table": "SCHEME_EXAMPLES",
    "schemes_table": "SCHEMES Scheme",
    "schools_table": "SCHOOLS School",
    "services_table": "SERVICES ServiceLine",
    "sign_off_table": "SIGNED_OFF SignOff",
    "table_groups": "INPUT_SPECS ACCOUNT_INPUT_SPECS RECORD_SPECS RESULT_SHEETS ALL_SPECS"
    " REQUIRED_TABLES",
}
"""What rests on a model, by its file: loaded when it is asked for, since models take their time."""
_FILES = {name: file for file, names in MODELLED.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _FILES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_FILES[name]}"), name)


def is_placements_table(name: str) -> bool:
    """Say whether a table of this name holds placements: `Placements` or `Placements_…`."""
    folded = name.casefold()
    return folded == "placements" or folded.startswith("placements_")
