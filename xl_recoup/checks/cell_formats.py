"""Sheet checks on what a cell's format makes of its number, where it was read all the same."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.checks.catalogue import WARNING, Hit, Stage, check
from xl_recoup.checks.placement_cells import repaired
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract.cell_values import IssueKind
from xl_recoup.intake.row_reading import CellIssue
from xl_recoup.words import counted


def _cells(facts: Facts, kind: IssueKind) -> Iterator[tuple[CellIssue, int]]:
    """Yield cells with the number of those that they stand for: a placement column's first."""
    yield from repaired(facts, kind)
    for reading in facts.inputs.readings.values():
        yield from ((issue, 1) for issue in reading.issues if issue.issue.kind is kind)


def _others(count: int) -> str:
    more = counted(count - 1, "more cell")
    return f" ({more} of the column {'is' if count == 2 else 'are'} alike)" if count > 1 else ""


@check("S14", WARNING, Stage.SHEET, "Numbers that their format shows otherwise")
def shown_otherwise(facts: Facts) -> Iterator[Hit]:
    """A number's format shows it in thousands, in another currency, or not at all.

    What the cell holds is used, as pounds where it is an amount.
    """
    for i, count in _cells(facts, IssueKind.ODD_FORMAT):
        yield Hit(
            i.place,
            f"{i.column.heading} {i.issue.words} by the cell's format{_others(count)}. What it"
            " holds is used; change the format, so that everyone sees what counts.",
        )


@check("S15", WARNING, Stage.SHEET, "Percentages below 1")
def below_one(facts: Facts) -> Iterator[Hit]:
    """A percentage is above 0 and below 1, in a cell that does not show a per cent.

    0.5 is read as half of one per cent. Where fifty are meant, the cell holds 50 or shows 50%.
    """
    for i, _ in _cells(facts, IssueKind.BELOW_ONE):
        yield Hit(
            i.place,
            f"{i.column.heading} {i.issue.words}. If a share of one was meant, type it as a per"
            " cent.",
        )
