"""The columns of a statement's charges in its workbook: heading, width, and what stands below."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.statements.charge_data import on_draft_rate, standing
from xl_recoup.statements.printable_sheets import Value
from xl_recoup.statements.statement_records import LineKind, Section, StatementLine

GROUP_WORDS: dict[LineKind, str] = {
    "opening": "brought forward",
    "new": "new",
    "correction": "correction",
    "credit": "credit",
    "asked": "request",
    "held": "held",
}


class ChargeColumn(NamedTuple):
    """One column: its heading, its width in characters, and what it says of a school's line."""

    heading: str
    width: float
    says: Callable[[Section, StatementLine], Value]
    wrapped: bool = False


def _priced(line: StatementLine, amount: Decimal) -> Decimal | None:
    """Return an amount, or None for a row under check that has none yet."""
    return amount if line.net or line.kind != "held" else None


def _status(line: StatementLine) -> str:
    words = standing(line)
    words += "; in dispute" if line.disputed else ""
    rate = on_draft_rate(line)
    return f"{words}; {rate}" if rate else words


def _to_august(line: StatementLine) -> Decimal | None:
    """Return the share up to the line's first 31 August; None where it is not split."""
    return line.parts[0].amount if len(line.parts) > 1 else None


def _after_august(line: StatementLine) -> Decimal | None:
    """Return the share after that day; None where it is not split."""
    return line.net - line.parts[0].amount if len(line.parts) > 1 else None


NET, VAT, GROSS = "Net £", "VAT £", "Gross £"
PRINTED_COLUMNS = (
    ChargeColumn("School", 17, lambda school, line: school.name, wrapped=True),
    ChargeColumn("Charge ref", 18, lambda school, line: line.ref, wrapped=True),
    ChargeColumn("Component", 14, lambda school, line: line.component, wrapped=True),
    ChargeColumn("From", 12, lambda school, line: line.start),
    ChargeColumn("To", 12, lambda school, line: line.end),
    ChargeColumn("Base £", 10, lambda school, line: line.base),
    ChargeColumn("Weeks or units", 18, lambda school, line: line.units_words, wrapped=True),
    ChargeColumn(NET, 12, lambda school, line: _priced(line, line.net)),
    ChargeColumn(VAT, 9, lambda school, line: _priced(line, line.vat)),
    ChargeColumn(GROSS, 12, lambda school, line: _priced(line, line.gross)),
    ChargeColumn("Status", 18, lambda school, line: _status(line), wrapped=True),
    ChargeColumn("Working", 46, lambda school, line: line.working, wrapped=True),
)
"""Columns on paper."""
OTHER_COLUMNS = (
    ChargeColumn("LAESTAB", 10, lambda school, line: school.laestab),
    ChargeColumn("Placement ref", 17, lambda school, line: line.placement_ref),
    ChargeColumn("Group", 14, lambda school, line: GROUP_WORDS[line.kind]),
    ChargeColumn("Scheme", 12, lambda school, line: line.scheme),
    ChargeColumn("Legal basis", 12, lambda school, line: line.legal_basis),
    ChargeColumn("Citation or agreement", 34, lambda school, line: line.authority, wrapped=True),
    ChargeColumn("Base by factor", 36, lambda school, line: line.base_words, wrapped=True),
    ChargeColumn("VAT code", 17, lambda school, line: line.vat_code),
    ChargeColumn("In dispute", 11, lambda school, line: "yes" if line.disputed else ""),
    ChargeColumn("Route", 18, lambda school, line: line.route),
    ChargeColumn("Document", 14, lambda school, line: line.document),
    ChargeColumn("PO", 12, lambda school, line: line.po),
    ChargeColumn("Corrects", 18, lambda school, line: line.corrects),
    ChargeColumn("To 31 August £", 16, lambda school, line: _to_august(line)),
    ChargeColumn("After 31 August £", 18, lambda school, line: _after_august(line)),
)
"""Columns that are there to sort, filter and look things up by."""
COLUMNS = (*PRINTED_COLUMNS, *OTHER_COLUMNS)
WRAPPED = tuple(number for number, column in enumerate(COLUMNS, 1) if column.wrapped)
NUMBERS = {column.heading: number for number, column in enumerate(COLUMNS, 1)}
"""Each column's number on the sheet, by its heading."""
