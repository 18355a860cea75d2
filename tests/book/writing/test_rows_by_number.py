"""Formulas that mean a row of a table by its number, or in a text, are told where it moved."""

from __future__ import annotations

import pytest

from xl_recoup.addresses import Range
from xl_recoup.book.writing.reference_text import followed
from xl_recoup.book.writing.table_move import Move

WHOLE, DATA = Range(1, 5, 24, 25), Range(1, 6, 24, 25)
LONGER = Move("Charges", "Charges", WHOLE, DATA, 28, totals=False)
"""Charges, A5:X25, of which the last row is 28 now."""


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(INDEX(Charges!$M:$M,6):INDEX(Charges!$M:$M,25))",
        "INDEX( 'Charges'!A:X , 25 , 13)",
        'INDIRECT("Charges!R6C13:R25C13",FALSE)',
        'HYPERLINK("#Charges!M6:M25","all")',
        'SUM(INDIRECT("Charges!M6:M25"))',
    ],
)
def test_what_can_not_follow_is_told(formula: str) -> None:
    """Excel itself would not follow these; the run names them."""
    assert followed(formula, LONGER, own=False) == (formula, True)


@pytest.mark.parametrize(
    "formula",
    [
        "INDEX(Charges!$M:$M,3)",
        "INDEX(Other!$M:$M,25)",
        "INDEX(Charges!$Z:$Z,25)",
        'INDIRECT("Other!R6C13:R25C13",FALSE)',
        'HYPERLINK("#Charges!A1","top")',
        "INDEX(Charges!$M:$M,MATCH(A1,Charges!$A:$A,0))",
    ],
)
def test_what_means_other_cells_is_not(formula: str) -> None:
    """Rows above the table, other sheets, columns beside it, rows that are looked up."""
    assert followed(formula, LONGER, own=False) == (formula, False)
