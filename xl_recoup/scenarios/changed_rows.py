"""The rows of a table that a scenario changes: what changed them, and whether they can be used."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.addresses import letters_of
from xl_recoup.contract import Column, normal
from xl_recoup.intake.row_records import Fault
from xl_recoup.scenarios.scenario_list import Alteration, Trouble
from xl_recoup.scenarios.table_draft import Days, TableDraft, Understood
from xl_recoup.scenarios.wrong_rows import makes_unusable


class ChangedRows:
    """The rows of a table while a scenario changes them."""

    def __init__(self, draft: TableDraft) -> None:
        """Take the table that is changed."""
        self.draft = draft
        self.by_row: dict[int, dict[str, Alteration]] = {}
        """By row and column, in normal form, what changed the cell."""
        self._before: dict[int, Understood] = {}
        """How a row was understood before anything of it was changed."""

    def change_of(self, row: int, heading: str) -> Alteration | None:
        """Return what has changed a cell already."""
        return self.by_row.get(row, {}).get(normal(heading))

    def note(self, row: int, heading: str, alteration: Alteration) -> None:
        """Note what changes a cell."""
        self.by_row.setdefault(row, {})[normal(heading)] = alteration

    def change(self, row: int, days: Days, column: Column, alteration: Alteration) -> bool:
        """Change a cell for some of its row's days; say whether it means another thing now."""
        before = self.draft.understood(row)
        self._before.setdefault(row, before)
        for piece in self.draft.cut(row, days):
            self._before[piece] = self._before[row]
            if row in self.by_row:
                self.by_row[piece] = dict(self.by_row[row])
        self.draft.put(row, column.heading, alteration.value)
        self.note(row, column.heading, alteration)
        after = self.draft.understood(row)
        if before.record is None or after.record is None:
            return self._read(before, column) != self._read(after, column)
        return bool(getattr(before.record, column.field) != getattr(after.record, column.field))

    @staticmethod
    def _read(understood: Understood, column: Column) -> object:
        return understood.row.values.get(column.field) if understood.row else None

    def made_unusable(self) -> Iterator[Trouble]:
        """Yield each changed row that could be used before and can't be used now, with why."""
        for row, by_column in self.by_row.items():
            if self.draft.target.model is None:
                continue
            now, before = self.draft.understood(row), self._before.get(row)
            known = {_told(f) for f in before.faults} if before else set()
            columns = {c.field: c for c in self.draft.target.spec.columns}
            for fault in now.faults:
                if _told(fault) in known or now.row is None:
                    continue
                field = next((f for f in columns if now.row.place(f) == fault.place), "")
                heading = columns[field].heading if field else "a cell"
                changed_it = by_column.get(normal(heading)) or list(by_column.values())[-1]
                of = f"{heading} of {changed_it.says.item}"
                yield makes_unusable(changed_it, of, fault.words)


def _told(fault: Fault) -> tuple[str, str]:
    """Return what tells a row's faults apart, wherever the row stands."""
    return letters_of(fault.place.cell), fault.words
