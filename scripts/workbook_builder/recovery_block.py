"""The Dashboard's rows of recovery: answers of schools, what is unpaid, what is to do today."""

from __future__ import annotations

from typing import Any, Protocol

from xl_recoup.closed_lists import DEBT_AGES

AGREEMENTS, DEBT = "Agreement to any scheme", "Debt by age"
ROWS = (
    ("Agreements: bound by their funding agreement: charged", AGREEMENTS, "Funding agreement"),
    ("Agreements: signed: charged", AGREEMENTS, "Signed"),
    ("Agreements: refused: asked for", AGREEMENTS, "Refused"),
    ("Agreements: no reply: asked for", AGREEMENTS, "No reply"),
    ("Agreements: nothing in force: asked for", AGREEMENTS, "Nothing in force"),
    *((f"Debt: {age}", DEBT, age.capitalize()) for age in DEBT_AGES),
    ("Invoices past their day", "Recovery", "Overdue"),
    ("Requests without an answer", "Recovery", "Without an answer"),
    ("To do today", "To do today", "All"),
)
"""What each row is called, and the subject and figure of RecoveryFigures that it shows."""
TITLE = "Agreements, debt and what is to do today"


class _Writes(Protocol):
    def title(self, row: int, text: str) -> None: ...

    def table(self, row: int, name: str, texts: tuple[str, ...], rows: int) -> None: ...

    def label(self, row: int, text: str, *, bold: bool = False) -> None: ...

    def formula(
        self, row: int, column: int, text: str, form: str, *, bold: bool = False, value: Any = 0
    ) -> None: ...


def recovery_rows(block: _Writes, top: int, pounds: str) -> None:
    """Write the rows from a row on; `pounds` is how pounds are shown."""
    block.title(top, TITLE)
    block.table(top + 1, "DashboardRecovery", ("What", "Number", "Pounds"), len(ROWS))
    for row, (name, subject, figure) in enumerate(ROWS, top + 2):
        block.label(row, name)
        for column, (heading, form) in enumerate((("Number", "#,##0"), ("Amount", pounds)), 1):
            block.formula(
                row, column,
                f'SUMIFS(RecoveryFigures[{heading}],RecoveryFigures[Subject],"{subject}",'
                f'RecoveryFigures[Figure],"{figure}")',
                form,
            )  # fmt: skip
