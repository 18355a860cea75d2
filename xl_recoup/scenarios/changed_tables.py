"""A workbook's tables as they would be under a scenario, or what is wrong with the scenario.

A change is made for the days that its row names. Where these are some of a row's days, that row is
cut, and keeps its old value on the others. So a scenario gives what a person would get who types
its values into a copy of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import IssueKind, read_cell
from xl_recoup.errors import Refused
from xl_recoup.intake.settings import read_options
from xl_recoup.scenarios.changed_rows import ChangedRows
from xl_recoup.scenarios.named_rows import (
    NotNamed,
    agreement_named,
    agreements_named,
    new_agreement,
    rates_named,
    schemes_named,
    settings_named,
)
from xl_recoup.scenarios.reached_tables import TARGETS, Target
from xl_recoup.scenarios.scenario_list import Alteration, Fault, Scenario, Trouble, scenarios_of
from xl_recoup.scenarios.table_draft import TableDraft
from xl_recoup.scenarios.value_ranges import no_range, with_each_number
from xl_recoup.scenarios.wrong_rows import (
    below_one,
    changes_nothing,
    no_such_days,
    said_wrongly,
    twice,
    unreadable,
)
from xl_recoup.tables import WorkbookTables

SheetRow = tuple[str, int]
"""A row by its sheet and Excel's number."""


@dataclass(slots=True)
class ChangedTables:
    """A workbook under a scenario, with what is wrong with the scenario's rows."""

    scenario: Scenario
    book: WorkbookTables
    """The workbook with the changes; as it is where the scenario can't be run."""
    touched: Mapping[SheetRow, list[Alteration]] = field(default_factory=dict)
    """By row of the changed tables, added ones too, what changed it."""
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def can_run(self) -> bool:
        """Whether nothing keeps the scenario from being run."""
        wrong = any(t.fault is not Fault.BELOW_ONE for t in self.troubles)
        return self.scenario.readable and not wrong


def every_scenario(book: WorkbookTables) -> list[ChangedTables]:
    """Return a workbook under each of its scenarios, and each number of a range, in their order."""
    return [under(book, scenario) for scenario in with_each_number(scenarios_of(book))]


def under(book: WorkbookTables, scenario: Scenario) -> ChangedTables:
    """Return a workbook under one scenario."""
    work = _Work(book)
    troubles = [
        t for a in sorted(scenario.alterations, key=_order) for t in work.change(a)
        if t.fault is not Fault.NOTHING or t.place != scenario.ranged  # a range may hold today's
    ]  # fmt: skip
    if scenario.readable and not troubles:
        troubles += work.made_unusable()
    changed = ChangedTables(scenario, book, work.touched(), sorted(troubles, key=_by_place))
    if changed.can_run:
        changed.book = work.done()
    return changed


def _order(alteration: Alteration) -> int:
    """Whole rows first, since a change of some days cuts them; and agreements that are new."""
    target = TARGETS[alteration.says.changes]
    first = {*map(normal, target.days or ()), "status"}
    return 0 if normal(alteration.says.column or target.usual) in first else 1


def _by_place(trouble: Trouble) -> tuple[int, str]:
    cell = trouble.place.cell
    return int("".join(filter(str.isdigit, cell)) or 0), cell


class _Work:
    """The tables of a workbook while a scenario changes them."""

    def __init__(self, book: WorkbookTables) -> None:
        self._book = book
        self._tables: dict[str, ChangedRows] = {}

    def done(self) -> WorkbookTables:
        """Return the workbook with the changed tables."""
        tables = {
            name: self._tables[normal(name)].draft.done() if normal(name) in self._tables else table
            for name, table in self._book.tables.items()
        }
        return replace(self._book, tables=tables)

    def touched(self) -> dict[SheetRow, list[Alteration]]:
        """Return by row what changed it."""
        return {
            changed.draft.place_of(row): list(by_column.values())
            for changed in self._tables.values()
            for row, by_column in changed.by_row.items()
        }

    def made_unusable(self) -> Iterator[Trouble]:
        """Yield each row that can't be used any more."""
        for changed in self._tables.values():
            yield from changed.made_unusable()

    def change(self, alteration: Alteration) -> list[Trouble]:
        """Make one change; return what is wrong with it."""
        says, target = alteration.says, TARGETS[alteration.says.changes]
        wrong = said_wrongly(alteration, target) or no_range(alteration)
        if wrong is not None:
            return [wrong]
        table = self._changed(target)
        if table is None:
            words = f"the workbook has no table {target.spec.name}"
            remedy = f"There is no {says.changes} to change: delete the row."
            return [alteration.trouble(Fault.UNKNOWN, "changes", words, remedy)]
        try:
            if target.model is None:
                return self._set(alteration, table)
            return self._change_rows(alteration, table)
        except NotNamed as unknown:
            return [alteration.trouble(Fault.UNKNOWN, "item", unknown.words, unknown.remedy)]

    def _changed(self, target: Target) -> ChangedRows | None:
        key, table = normal(target.spec.name), self._book.find(target.spec.name)
        if key not in self._tables and table is not None:
            draft = TableDraft(table, target, self._book.date_1904)
            self._tables[key] = ChangedRows(draft)
        return self._tables.get(key)

    def _set(self, alteration: Alteration, table: ChangedRows) -> list[Trouble]:
        """Change a setting, which counts for the whole year."""
        draft = table.draft
        before = read_options(self._book, draft.done())
        row = settings_named(alteration.says.item, draft)
        other = table.change_of(row, "Value")
        if other is not None:
            return [twice(alteration, other)]
        draft.put(row, "Value", alteration.value)
        table.note(row, "Value", alteration)
        try:
            after = read_options(self._book, draft.done())
        except Refused as refused:
            said, _, remedy = str(refused).partition(": ")[2].partition(". ")
            return [alteration.trouble(Fault.VALUE, "value", said, remedy)]
        name = draft.text(row, "Setting")
        return [changes_nothing(alteration, f"the setting {name}")] if before == after else []

    def _change_rows(self, alteration: Alteration, table: ChangedRows) -> list[Trouble]:
        says, draft = alteration.says, table.draft
        column = draft.target.column(says.column)
        assert column is not None  # said_wrongly tells of one that is not there
        _, issue = read_cell(alteration.value, column, self._book.date_1904)
        if issue is not None and issue.fault:
            return [unreadable(alteration, column.heading, issue)]
        odd = issue is not None and issue.kind is IssueKind.BELOW_ONE
        troubles = [below_one(alteration, column.heading, issue)] if issue and odd else []
        days = says.start or date.min, says.end or date.max
        if says.changes != "agreement":
            name = rates_named if says.changes == "rate" else schemes_named
            covered = draft.covered(name(says.item, draft), days)
        else:
            of = agreement_named(says.item, draft, self._book)
            covered = draft.covered(agreements_named(of, draft), days)
            if not covered and column.heading == "Status":
                row = draft.add(new_agreement(of, alteration.value, says.start, says.end))
                table.note(row, "Status", alteration)
                return troubles
        if not covered:
            return [no_such_days(alteration, draft.target.spec.sheet)]
        for row, _ in covered:
            other = table.change_of(row, column.heading)
            if other is not None:
                return [twice(alteration, other)]
        moved = [table.change(row, part, column, alteration) for row, part in covered]
        what = f"{column.heading} of {says.item}"
        return troubles if any(moved) else [changes_nothing(alteration, what)]
