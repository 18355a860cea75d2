"""A run as pandas tables, for analysis: what `xl_recoup.recalculate` returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from xl_recoup.checks.causes import Cause
from xl_recoup.closed_lists import Status
from xl_recoup.outputs.account_outputs import documents_write, ledger_write
from xl_recoup.outputs.charges import charges, exceptions, school_summary
from xl_recoup.run.result import Result
from xl_recoup.tables import Formula, TableWrite


@dataclass(frozen=True, slots=True, eq=False)
class Recalculation:
    """What a run gave, as tables under the headings of the workbook's sheets.

    A cell is text, a `Decimal` (pounds, weeks, days), a `date`, an `int`, or None where it is
    blank: nothing is rounded and no penny is lost. Sum the decimals as they are, and turn them
    into floats only to draw a chart.
    """

    charges: pd.DataFrame
    """The sheet Charges: a row for each charge line."""
    findings: pd.DataFrame
    """The sheet Exceptions, but with a row of its own for each finding."""
    schools: pd.DataFrame
    """The sheet School summary: pounds by status for each school."""
    ledger: pd.DataFrame
    """The sheet Ledger: what has been posted, before this run."""
    documents: pd.DataFrame
    """The sheet Documents: the invoices, credit notes and net-off advices made so far."""
    totals: Mapping[Status, Decimal]
    """Pounds by status: billable, asked, held, posted, nil."""


def as_frames(result: Result) -> Recalculation:
    """Return a run as tables for analysis."""
    return Recalculation(
        charges=_frame(charges(result.lines, result.disputed)),
        findings=_frame(exceptions([Cause((f,)) for f in result.findings], result.rows)),
        schools=_frame(school_summary(result.schools)),
        ledger=_frame(ledger_write(result.entries, None)),
        documents=_frame(documents_write(result.items.accounts.documents, None)),
        totals=result.totals,
    )


def _frame(write: TableWrite) -> pd.DataFrame:
    rows = [[c.value if isinstance(c, Formula) else c for c in row] for row in write.rows]
    return pd.DataFrame(rows, columns=list(write.headings), dtype=object)
