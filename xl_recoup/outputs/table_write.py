"""How one table of the contract is written."""

from __future__ import annotations

from collections.abc import Sequence

from xl_recoup.contract import TableSpec
from xl_recoup.tables import OutCell, TableWrite

WIDTHS = {
    "Charge ref": 20.0,
    "Placement ref": 16.0,
    "School": 32.0,
    "Component": 20.0,
    "Working": 160.0,
    "Reason": 40.0,
    "Message": 150.0,
    "Go to": 22.0,
    "Sheet": 18.0,
    "What is checked": 46.0,
    "Run at": 18.0,
    "Run by": 18.0,
    "Trust": 24.0,
    "Scheme name": 30.0,
}

POUNDS = frozenset({
    "Base", "Amount", "Authority share", "Asked", "Billable", "Held", "Credits", "Posted",
    "Disputed", "To post", "Total", "Debit", "Credit", "Net", "VAT", "Gross", "Set off", "Settled",
    "Outstanding", "Before", "Now", "Difference", "Cost", "DSG", "Gap", "Received",
})  # fmt: skip
"""Headings below which pounds stand, in whatever table: numbers that are shown as such."""


def table_write(
    spec: TableSpec, rows: Sequence[Sequence[OutCell]], *, append: bool = False
) -> TableWrite:
    """Return the writing of one output table of the contract."""
    return TableWrite(
        spec.name,
        spec.headings,
        rows,
        spec.sheet,
        spec.sheet,
        spec.purpose,
        append,
        WIDTHS,
        pounds=POUNDS,
        added_later=frozenset(spec.added_later),
        keys=() if append else spec.keys,
    )
