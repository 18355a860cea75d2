"""What a sheet has been called since a run first saw it: by its first name a finding is told again.

A table of Excel's keeps its name when its sheet is renamed, so a sheet is known by its tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xl_recoup.contract import normal
from xl_recoup.intake.last_run_record import LastRunRecord, Remembered
from xl_recoup.tables import Table

SHEET = "sheet called"
"""The kind of what is noted of a table: the names that its sheet has had, the first one first."""
_BETWEEN = "/"
"""Stands between names: no sheet has it in its name."""
SheetNames = Mapping[str, tuple[str, ...]]
"""The names that runs know a sheet by, its first one first, by the one that it has now."""


def sheet_names(tables: Mapping[str, Table], before: LastRunRecord) -> SheetNames:
    """Return the names of each sheet with a table; one that another sheet has now is none of it."""
    noted = {normal(table): names for table, names in before.of(SHEET).items()}
    now = {normal(table.sheet) for table in tables.values()}
    found: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for table in tables.values():
        if table.sheet in found:
            continue
        had = noted.get(normal(table.name), "").split(_BETWEEN)
        others = (now | taken) - {normal(table.sheet)}
        names = {normal(name): name for name in (*had, table.sheet) if name}
        found[table.sheet] = tuple(name for key, name in names.items() if key not in others)
        taken |= names.keys()
    return found


def noted_names(tables: Mapping[str, Table], names: SheetNames) -> Iterator[Remembered]:
    """Yield what the next run is to know."""
    for table in tables.values():
        yield Remembered(SHEET, table.name, _BETWEEN.join(names[table.sheet]))


def first_name(sheet: str, names: SheetNames) -> str:
    """Return what a sheet was called first, as far as runs know."""
    return names.get(sheet, (sheet,))[0]
