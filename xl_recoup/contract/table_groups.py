"""The tables of the contract in groups: what decides a charge, what a run fills, what is kept."""

from __future__ import annotations

from xl_recoup.contract.agreements_table import AGREEMENTS
from xl_recoup.contract.approvers_table import APPROVERS
from xl_recoup.contract.calendar_table import CALENDAR
from xl_recoup.contract.changes_table import PLACEMENT_CHANGES
from xl_recoup.contract.codes_table import CODES, PERIODS
from xl_recoup.contract.documents_table import DOCUMENTS, SETTLEMENTS
from xl_recoup.contract.expected_table import EXPECTED_PLACEMENTS
from xl_recoup.contract.extract_table import LEDGER_EXTRACT
from xl_recoup.contract.forecast_tables import DEMAND, FORECAST, YEAR_END
from xl_recoup.contract.kept_notes_table import KEPT_NOTES
from xl_recoup.contract.ledger_table import LEDGER
from xl_recoup.contract.letters_table import LETTERS
from xl_recoup.contract.monthly_table import MONTHLY_PROPOSALS
from xl_recoup.contract.output_tables import (
    AGED_DEBT,
    CHARGES,
    CHECK_RESULTS,
    EXCEPTIONS,
    FORUM_REPORT,
    INVOICES,
    JOURNAL,
    LAST_RUN,
    MOVEMENTS,
    OUTPUT_SPECS,
    PLACE_PLUS,
    RECONCILIATION,
    RUN_LOG,
    SCENARIO_OUTPUTS,
    SCHOOL_SUMMARY,
    SERVICE_POSITION,
)
from xl_recoup.contract.placements_table import PLACEMENTS
from xl_recoup.contract.providers_table import PROVIDERS
from xl_recoup.contract.queries_table import QUERIES
from xl_recoup.contract.rates_table import RATES
from xl_recoup.contract.recovery_output_tables import RECOVERY_FIGURES, TO_DO
from xl_recoup.contract.recovery_table import RECOVERY
from xl_recoup.contract.register_tables import REGISTER_SPECS
from xl_recoup.contract.scenarios_table import SCENARIOS
from xl_recoup.contract.schemes_table import SCHEMES
from xl_recoup.contract.schools_table import SCHOOLS
from xl_recoup.contract.services_table import SERVICES
from xl_recoup.contract.settings_table import SETTINGS
from xl_recoup.contract.sign_off_table import SIGNED_OFF

INPUT_SPECS = (
    SETTINGS,
    SCHOOLS,
    AGREEMENTS,
    PROVIDERS,
    SCHEMES,
    RATES,
    CALENDAR,
    PLACEMENTS,
    PLACEMENT_CHANGES,
    QUERIES,
)
"""What decides a charge."""
ACCOUNT_INPUT_SPECS = (PERIODS, CODES, APPROVERS, LEDGER_EXTRACT)
"""What decides how a charge is booked, and who may book it."""
RECORD_SPECS = (LEDGER, DOCUMENTS, SETTLEMENTS, LETTERS, RUN_LOG)
"""What is only ever added to."""
RESULT_SHEETS = (
    CHARGES,
    EXCEPTIONS,
    SIGNED_OFF,
    MOVEMENTS,
    TO_DO,
    RECOVERY_FIGURES,
    CHECK_RESULTS,
    SCHOOL_SUMMARY,
    JOURNAL,
    INVOICES,
    LEDGER,
    DOCUMENTS,
    SETTLEMENTS,
    LETTERS,
    AGED_DEBT,
    LEDGER_EXTRACT,
    RECONCILIATION,
    *REGISTER_SPECS,
    PLACE_PLUS,
    SERVICE_POSITION,
    FORECAST,
    DEMAND,
    YEAR_END,
    FORUM_REPORT,
    RUN_LOG,
)
"""The tables that wait for a run or a posting, in the order of their sheets."""
ALL_SPECS = tuple(
    dict.fromkeys(
        (
            *INPUT_SPECS,
            *REGISTER_SPECS,
            SIGNED_OFF,
            SCENARIOS,
            *ACCOUNT_INPUT_SPECS,
            SERVICES,
            EXPECTED_PLACEMENTS,
            RECOVERY,
            *OUTPUT_SPECS,
            *SCENARIO_OUTPUTS,
            MONTHLY_PROPOSALS,
            *RECORD_SPECS,
            KEPT_NOTES,
            LAST_RUN,
        )
    )
)
"""Every table of ours, except the Mapping of a workbook that is not."""
REQUIRED_TABLES = (SETTINGS, SCHOOLS, AGREEMENTS, SCHEMES, RATES, CALENDAR)
