"""Settings that the last run read and this one lacks: the row is deleted, or its value.

A setting that is not there has its default, and a run that took that without a word would charge by
a reading that nobody chose. What was its default anyway is no matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic import ValidationError

from xl_recoup.contract import SETTINGS, normal
from xl_recoup.contract.nothing_rests import why_nothing_rests
from xl_recoup.intake.last_run_record import LastRunRecord, Remembered
from xl_recoup.intake.row_reading import read_rows
from xl_recoup.intake.seen_tables import SETTING, column_name
from xl_recoup.intake.settings import AS_AT, setting_cells
from xl_recoup.intake.vanished import Vanished
from xl_recoup.policy.options import Options, setting_names
from xl_recoup.tables import Cell, Table, WorkbookTables


def noted_settings(book: WorkbookTables) -> Iterator[Remembered]:
    """Yield each setting that has a value, by its name, for the next run to compare with.

    Without the As-at date: what a day that is cleared moves is told as time that passes.
    """
    for name, cell in setting_cells(book).items():
        if cell.value and name != AS_AT and not why_nothing_rests(SETTINGS.name, name):
            yield Remembered(SETTING, column_name(SETTINGS.name, name), cell.value)


def vanished_settings(
    book: WorkbookTables, before: LastRunRecord, gone: Sequence[Vanished]
) -> list[Vanished]:
    """Return the settings that had another value than their default, and have none now.

    `gone` is what else is missing: where all settings are, that is said once.
    """
    whole = {v.heading for v in gone if v.table == SETTINGS.name}
    table, names = book.find(SETTINGS.name), setting_names()
    if table is None or whole & {"", "Setting", "Value"}:
        return []
    cells, found = setting_cells(book), []
    for full, was in before.of(SETTING).items():
        name = names.get(normal(full.partition("[")[2].rstrip("]")))
        if name is None or _is_default(name, was):
            continue
        cell = cells.get(name)
        if cell is None or not cell.value:
            where = cell.place if cell else None
            emptied = cell is not None
            found.append(
                Vanished(SETTINGS.name, name, table.sheet, 1, emptied, value=was, place=where)
            )
    return found


def with_settings(book: WorkbookTables, gone: Sequence[Vanished]) -> WorkbookTables:
    """Return a workbook in which settings that vanished are what they were in the last run.

    So what is posted stays in its year while everything that rests on them is held.
    """
    was = {normal(v.heading): v.value for v in gone if v.is_setting}
    table = book.find(SETTINGS.name)
    if not was or table is None:
        return book
    headings = [normal(h) for h in table.headings]
    name_at, value_at = headings.index("setting"), headings.index("value")
    blank = {row.key.row for row in read_rows(table, SETTINGS).rows}
    rows: list[list[Cell]] = [list(row) for row in table.rows]
    for number, row in enumerate(rows, table.first_row):
        name = normal(str(row[name_at] or ""))
        if number in blank and name in was:
            row[value_at] = was.pop(name)
    for name, value in was.items():
        added: list[Cell] = [None] * len(headings)
        added[name_at], added[value_at] = name, value
        rows.append(added)
    made: Table = replace(table, rows=rows)
    return replace(book, tables={**book.tables, table.name: made})


def _is_default(name: str, was: str) -> bool:
    fields = {str(f.alias): field for field, f in Options.model_fields.items()}
    try:
        options = Options(**{name: was})
    except ValidationError:  # an edition that allowed another value wrote it
        return False
    return bool(getattr(options, fields[name]) == Options.model_fields[fields[name]].default)
