"""The output tables of a run, as rows to be written. Formulas come with their values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from xl_recoup import contract
from xl_recoup.charging.summary import SchoolTotals
from xl_recoup.checks import Check
from xl_recoup.checks.causes import Cause
from xl_recoup.contract import normal
from xl_recoup.money import ZERO
from xl_recoup.outputs.links import link_to
from xl_recoup.outputs.table_write import table_write
from xl_recoup.records import ChargeLine, Placement, RowKey
from xl_recoup.tables import Formula, OutCell, TableWrite

_ROW = "Charges[[#This Row],[{}]]".format
CHARGE_CHECK = (
    f"ROUND(IF(N({_ROW('Denominator')})=0,0,"
    f"ROUND({_ROW('Base')}*{_ROW('Units')}/{_ROW('Denominator')},2))-{_ROW('Amount')},2)"
)
"""Recomputes the amount from the columns beside it, in Excel's own arithmetic; shows 0.00."""

_CHECKED = Formula(CHARGE_CHECK, ZERO)
"""The check as the controls leave it: they recompute every amount before anything is written."""

SUMMARY_CHECK = (
    "ROUND(SUMIFS(Charges[Amount],Charges[LAESTAB],SchoolSummary[[#This Row],[LAESTAB]])"
    "-SchoolSummary[[#This Row],[Total]],2)"
)
"""Adds the school's charges up again; shows 0.00."""


def charges(lines: Iterable[ChargeLine], disputed: Collection[str]) -> TableWrite:
    """Return the Charges table."""
    rows = [_charge(line, disputed) for line in lines]
    return replace(table_write(contract.CHARGES, rows), shared_texts=True)


def _charge(line: ChargeLine, disputed: Collection[str]) -> tuple[OutCell, ...]:
    return (
        line.ref,
        line.school or None,
        line.component,
        line.amount,
        line.status,
        line.reason or None,
        line.working,
        line.placement_ref or None,
        line.laestab or None,
        line.scheme or None,
        line.legal_basis,
        line.start,
        line.end,
        line.base,
        line.units,
        line.denominator,
        line.authority_share,
        line.route or None,
        line.cfr_code or None,
        line.s251_line or None,
        _CHECKED,
        line.service_year,
        "Y" if line.draft_rate else None,
        "Y" if disputed and normal(line.ref) in disputed else None,
    )


def exceptions(
    causes: Iterable[Cause],
    rows: Iterable[Placement],
    out_of_sight: Mapping[str, Collection[int]] | None = None,
) -> TableWrite:
    """Return the Exceptions table, a row for each cause; its link jumps to the first cell.

    `out_of_sight` as `link_to` has it.
    """
    refs, away = {p.key: p.placement_ref for p in rows}, out_of_sight or {}
    return table_write(contract.EXCEPTIONS, [_exception(cause, refs, away) for cause in causes])


def _exception(
    cause: Cause, refs: Mapping[RowKey, str], away: Mapping[str, Collection[int]]
) -> tuple[OutCell, ...]:
    f = cause.first
    return (
        f.severity.value,
        f.code,
        cause.count,
        cause.state.value,
        link_to(f.place, away),
        f.place.sheet,
        f.place.cell or None,
        (refs.get(f.row) if f.row else None) or None,
        f.item or None,
        cause.message,
    )


def check_results(results: Iterable[tuple[Check, int]]) -> TableWrite:
    """Return the Check results table: every check with its number of findings, also the passed."""
    return table_write(
        contract.CHECK_RESULTS,
        [
            (
                c.code,
                c.stage.value,
                c.severity.value,
                c.title,
                count,
                "passed" if count == 0 else "1 finding" if count == 1 else f"{count} findings",
            )
            for c, count in results
        ],
    )


def school_summary(schools: Iterable[SchoolTotals]) -> TableWrite:
    """Return the SchoolSummary table."""
    return table_write(
        contract.SCHOOL_SUMMARY,
        [
            (
                s.laestab or None,
                s.school,
                s.type or None,
                s.trust or None,
                s.placements,
                s.asked,
                s.billable,
                s.held,
                s.credits,
                s.posted,
                s.disputed,
                s.to_post,
                s.total,
                Formula(SUMMARY_CHECK, ZERO),
            )
            for s in schools
        ],
    )
