"""The Dashboard: what its formulas come to over the tables as a run fills them.

A program that does not calculate shows what a cell's formula came to last. So that this is of the
run that filled the tables, the formulas that we know are worked out here, and nothing but their
stored values changes. What the team made of the sheet, and formulas that we do not know, are left
to whoever opens the file and calculates.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.addresses import Address, Range
from xl_recoup.book.package.package import Sheet
from xl_recoup.book.package.xmltext import attribute, element, whole_number
from xl_recoup.book.reading.formula_texts import FormulaTexts
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.formula_tree import NotKnown, Value, tree_of
from xl_recoup.book.writing.formula_values import Reckoner
from xl_recoup.book.writing.stored_value import same, with_values
from xl_recoup.book.writing.table_columns import TableColumns, reader_of, value_of
from xl_recoup.contract.dashboard import PURPOSE, SHEET
from xl_recoup.errors import Refused
from xl_recoup.tables import Cell

_WIDEST = 50
"""Columns of the sheet that are looked at; what stands beyond them is not ours."""


class OwnSheet:
    """A sheet of ours with its cells, and what those of its formulas come to that we know."""

    def __init__(self, draft: Draft, sheet: Sheet, columns: TableColumns) -> None:
        """Read the sheet's cells as they are now."""
        self.sheet = sheet
        self._draft = draft
        reader = reader_of(draft, sheet)
        self.grid = reader.grid
        whole = Range(1, 1, _WIDEST, max(self.grid.last_filled_row(), 2))
        block = reader.read(whole)
        self.since_1904 = draft.package.date_1904
        self.valueless = block.valueless
        """The cells, `F14`, whose formula has lost its value."""
        self.stored: dict[Address, Cell] = {
            Address(c, r): cell
            for r, row in enumerate(block.rows, 1)
            for c, cell in enumerate(row, 1)
            if cell is not None
        }
        self.styles: dict[Address, int] = {}
        """The style of each cell with a formula."""
        self.formulas = dict(self._formulas())
        """Each cell with a formula and its text; none where it is one of a group or an array."""
        self._found: dict[Address, Value | NotKnown] = {}
        self._reckoner = Reckoner(lambda table, heading: columns[table, heading], self.cell)

    @property
    def is_ours(self) -> bool:
        """Whether the sheet says itself that it is the Dashboard that we built."""
        return self.stored.get(Address(1, 2)) == PURPOSE

    def known(self) -> dict[Address, Value]:
        """Return what each formula comes to that we know."""
        found = {}
        for address in self.formulas:
            try:
                found[address] = self.cell(address)
            except NotKnown:
                continue
        return found

    def shown(self, cells: Range) -> list[Value] | None:
        """Return what cells of the sheet show, row by row; None where we can't tell."""
        places = [Address(c, r) for r in cells.rows for c in cells.columns]
        try:
            return [self.cell(place) for place in places]
        except NotKnown:
            return None

    def changed(self) -> dict[Address, Value]:
        """Return the formulas that store no value, or another than they come to, with that."""
        return {
            address: value
            for address, value in self.known().items()
            if str(address) in self.valueless or not same(self.stored.get(address), value)
        }

    def refresh(self) -> None:
        """Store what the formulas come to, in the draft; all else keeps its bytes."""
        rows: dict[int, dict[int, Value]] = {}
        for (column, row), value in self.changed().items():
            rows.setdefault(row, {})[column] = value
        if rows:
            self._draft.put(self.sheet.part, with_values(self.grid, rows))
        for address in self.known():
            self._draft.know(self.sheet.part, address)

    def cell(self, address: Address) -> Value:
        """Return what a cell shows; NotKnown where that is a formula that we do not know."""
        if address.column > _WIDEST:
            raise NotKnown(str(address))
        if address not in self.formulas:
            return value_of(self.stored.get(address), self.since_1904)
        if address not in self._found:
            self._found[address] = NotKnown(f"{address} looks at itself")
            try:
                text = self.formulas[address]
                self._found[address] = self._reckoner.value(tree_of(text))
            except NotKnown as unknown:
                self._found[address] = unknown
        found = self._found[address]
        if isinstance(found, NotKnown):
            raise found
        return found

    def _formulas(self) -> Iterator[tuple[Address, str]]:
        pattern, texts = element(self.grid.prefix, b"f"), FormulaTexts(self.grid)
        for row in self.grid.rows():
            for cell in self.grid.cells(row):
                found = pattern.search(cell.inner or b"")
                if found and cell.column <= _WIDEST:
                    # A group or an array says more than its text.
                    alone = attribute(found[1], b"t") is None
                    address = Address(cell.column, row.number)
                    self.styles[address] = whole_number(
                        attribute(cell.attributes, b"s"), self.grid.part
                    )
                    yield address, texts[found[0]] if alone else ""


def own_sheet(draft: Draft, columns: TableColumns) -> OwnSheet | None:
    """Return the Dashboard of a workbook where it is ours and can be read safely, or None."""
    sheet = next((s for s in draft.package.sheets if s.name == SHEET), None)
    if sheet is None or sheet.kind != "worksheet" or not draft.has(sheet.part):
        return None
    try:
        draft.editable(sheet.part)
        found = OwnSheet(draft, sheet, columns)
    except Refused:  # no reason not to fill the tables
        return None
    return found if found.is_ours else None
