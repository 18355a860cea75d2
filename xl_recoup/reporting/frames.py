"""Results as pandas tables, for analysis."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xl_recoup.contract import CHARGES
from xl_recoup.outputs.charges import charges
from xl_recoup.run.result import Result

if TYPE_CHECKING:
    import pandas as pd


def charges_frame(result: Result) -> pd.DataFrame:
    """Return the charge lines as a DataFrame with the contract's headings, for analysis.

    Amounts stay exact decimals: sum them, and convert to float only to draw a chart.
    """
    import pandas as pd

    from xl_recoup.tables import Formula

    rows = [
        [cell.value if isinstance(cell, Formula) else cell for cell in row]
        for row in charges(result.lines, result.disputed).rows
    ]
    return pd.DataFrame(rows, columns=list(CHARGES.headings))


def totals_frame(result: Result, by: str = "School") -> pd.DataFrame:
    """Return pounds by status for each value of a column of Charges, such as School or Scheme."""
    frame = charges_frame(result)
    sums = frame.groupby([by, "Status"])["Amount"].sum()
    table: pd.DataFrame = sums.unstack()
    return table.apply(lambda column: [Decimal("0.00") if v != v else v for v in column])
