"""The table part: what it says about a table."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from xl_recoup.addresses import Range
from xl_recoup.book.package.xmltext import (
    child,
    children,
    damaged,
    decoded,
    local,
    tree,
)


@dataclass(frozen=True)
class TablePart:
    """One table as its part describes it."""

    part: str
    sheet: str
    name: str
    id: int
    ref: Range
    headings: tuple[str, ...]
    formulas: tuple[str | None, ...]
    """For each column the formula that Excel fills new rows with, or None."""
    array_formulas: frozenset[int]
    heading_rows: int
    totals_rows: int
    linked: bool
    """True when a query or an XML map fills the table."""
    filtered: bool

    @property
    def first_row(self) -> int:
        """The sheet's row of the first data row."""
        return self.ref.first_row + self.heading_rows

    @property
    def last_row(self) -> int:
        """The sheet's row of the last data row."""
        return self.ref.last_row - self.totals_rows


def read_table_part(data: bytes, part: str, sheet: str) -> TablePart:
    """Return what a table part says; Refused when it is damaged."""
    root = tree(data, part)
    ref = Range.parse(root.get("ref", ""))
    holder = child(root, "tableColumns")
    if local(root) != "table" or ref is None or holder is None:
        raise damaged(part)
    columns = children(holder, "tableColumn")
    formulas = [child(column, "calculatedColumnFormula") for column in columns]
    try:  # what is left out means one row of headings and none of totals
        number = int(root.get("id", "0"))
        heading_rows = min(int(root.get("headerRowCount", "1")), 1)
        totals_rows = min(int(root.get("totalsRowCount", "0")), 1)
    except ValueError as error:
        raise damaged(part) from error
    if len(columns) != ref.last_column - ref.first_column + 1 or min(heading_rows, totals_rows) < 0:
        raise damaged(part)
    return TablePart(
        part=part,
        sheet=sheet,
        name=decoded(root.get("displayName") or root.get("name") or ""),
        id=number,
        ref=ref,
        headings=tuple(decoded(column.get("name", "")) for column in columns),
        formulas=tuple(None if f is None else (f.text or "") for f in formulas),
        array_formulas=frozenset(
            i for i, f in enumerate(formulas) if f is not None and f.get("array") in ("1", "true")
        ),
        heading_rows=heading_rows,
        totals_rows=totals_rows,
        linked=root.get("tableType", "worksheet") != "worksheet",
        filtered=_filtered(root),
    )


def _filtered(root: Element) -> bool:
    found = child(root, "autoFilter")
    return found is not None and child(found, "filterColumn") is not None
