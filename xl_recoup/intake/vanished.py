"""What the last run had and this one lacks: tables, columns, and what stood in them; settings.

What is absent is never read as "no": a deleted column would be a column of blanks. What vanished is
compared with again at each run, until it is there again or somebody accepts that it is gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from xl_recoup import contract
from xl_recoup.contract import Role, TableSpec, normal
from xl_recoup.contract.looked_up_names import HOME_SCHOOL_NAME
from xl_recoup.contract.nothing_rests import why_nothing_rests
from xl_recoup.errors import Refused
from xl_recoup.intake.alike import most_like
from xl_recoup.intake.digests import DIGESTED
from xl_recoup.intake.last_run_record import LastRunRecord, Remembered
from xl_recoup.intake.moved_columns import MovedColumn
from xl_recoup.intake.rows_that_stay import filled_anew, rows_went
from xl_recoup.intake.seen_tables import (
    FILLED,
    OWN,
    ROWS,
    SETTING,
    TABLE,
    column_name,
    seen_spec,
)
from xl_recoup.records import Place
from xl_recoup.tables import Table
from xl_recoup.words import listed

ACCEPTED = "accepted missing"
"""The kind of a row of the record that names what was accepted to be gone."""
RECORD = contract.LAST_RUN.name
"""What is accepted where the record itself is gone."""


SECOND_EDITION = frozenset({"Agreed amount", "Hours"})
"""Columns of Placements that a workbook of the first edition lacks."""
FEW = 10
"""A sheet that lacks at most one in so many of our columns is ours, and lost them."""


class Vanished(NamedTuple):
    """A table, a column of one or a setting that the last run had and this one lacks."""

    table: str
    heading: str = ""
    """"" for a whole table; of a setting its name."""
    sheet: str = ""
    """The sheet on which it stood."""
    was: int = 0
    """How many rows of the table, or cells of the column, were filled."""
    emptied: bool = False
    """True where it is there, and nothing stands in it any more."""
    assumed: bool = False
    """True where no run has seen what stood in it: a workbook of ours has it."""
    renamed: str = ""
    """What is there now and looks like it; "" where nothing does."""
    value: str = ""
    """What a setting was in the last run; "" for tables and columns."""
    place: Place | None = None
    """The cell of a setting whose value alone is gone."""
    moved: MovedColumn | None = None
    """The column that is there, beside other rows: it is accepted as what is gone is."""

    @property
    def is_setting(self) -> bool:
        """Say whether it is a setting."""
        return bool(self.value)

    @property
    def may_be_meant(self) -> bool:
        """Say whether a person may well have cleared it: a column's only value."""
        of_column = bool(self.heading) and not self.is_setting
        return self.emptied and of_column and self.was == 1

    @property
    def name(self) -> str:
        """The name by which it is accepted: a table's, or a column's as in Excel's formulas."""
        return column_name(self.table, self.heading) if self.heading else self.table

    def is_called(self, name: str) -> bool:
        """Say whether a person who writes this means it."""
        called = (self.name, self.heading, f"{self.table} {self.heading}")
        return normal(name) in {
            normal(each) for each in (called if self.heading else (self.table, self.sheet))
        }


def vanished(
    tables: Mapping[str, Table], before: LastRunRecord, seen: Iterable[Remembered]
) -> list[Vanished]:
    """Return the inputs that the last run noted and that are not there now.

    `tables` are those of the workbook by their names in normal form, `seen` what there is of them.
    Tables that a run fills are made again, and records are no inputs.
    """
    had_rows, had_cells, now = before.counts(ROWS), before.of(FILLED), LastRunRecord(seen)
    rows, cells = _by_normal_name(now.counts(ROWS)), _by_normal_name(now.counts(FILLED))
    gone: list[Vanished] = []
    anew = filled_anew(tables, before)
    for name, sheet in before.of(TABLE).items():
        spec = seen_spec(name)
        if spec is None or spec in (*contract.OUTPUT_SPECS, *contract.RECORD_SPECS):
            continue
        table, was = tables.get(normal(name)), had_rows.get(name, 0)
        if table is None:
            gone.append(Vanished(name, "", sheet, was, renamed=table_like(name, spec, tables)))
            continue
        there = rows.get(normal(name), 0)
        if was and not there:
            stay = not anew and _placements_stay(name, had_rows, rows)
            if stay and not why_nothing_rests(spec.name):
                gone.append(Vanished(name, "", sheet, was, emptied=True))
            continue
        have = {normal(h) for h in table.headings}
        for column in spec.columns:
            full = column_name(name, column.heading)
            if full not in had_cells:
                continue
            assume = not had_cells[full].isdecimal()
            held = 1 if assume else int(had_cells[full])
            if normal(column.heading) not in have:
                like = _heading_like(column.heading, name, spec, table, before)
                gone.append(
                    Vanished(name, column.heading, table.sheet, held, assumed=assume, renamed=like)
                )
                continue
            emptied = held and not cells.get(normal(full), 0) and 2 * there >= was
            if not emptied or assume or why_nothing_rests(spec.name, column.heading):
                continue
            if not anew and not rows_went(table, spec, column.heading, before):
                gone.append(Vanished(name, column.heading, table.sheet, held, emptied=True))
    return gone


def without_accepted(
    gone: Sequence[Vanished], accepted: Collection[str], *, torn: bool = False
) -> tuple[list[Vanished], list[str]]:
    """Return what is still to be found again, and the names of what was accepted to be gone.

    With `torn`, the record itself may be accepted. Raises Refused for a name of nothing missing.
    """
    names = [v.name for v in gone] + ([RECORD] if torn else [])
    taken: list[str] = []
    for wanted in accepted:
        found = [v.name for v in gone if v.is_called(wanted)]
        found += [RECORD] if torn and normal(wanted) == normal(RECORD) else []
        if not found:
            missing = f"Missing are {listed(names)}." if names else "Nothing is missing."
            raise Refused(f"“{wanted}” is not missing, so it can't be accepted. {missing}")
        taken += found
    return [v for v in gone if v.name not in taken], list(dict.fromkeys(taken))


def assumed(
    tables: Mapping[str, Table], before: LastRunRecord, digests: Mapping[str, str]
) -> LastRunRecord:
    """Return what a run would have noted of a workbook, where none has or its notes are torn.

    A table that the run log has a digest of was there. A sheet Placements that has all but a few of
    the contract's columns had them all; so had every table of a workbook whose record is torn.
    Other workbooks have the columns that their team chose.
    """
    if before and before.intact:
        return before
    rows = {(row.kind, row.name): row for row in before.rows}

    def add(kind: str, name: str, value: str) -> None:
        rows.setdefault((kind, name), Remembered(kind, name, value))

    for heading, name in DIGESTED.items():
        spec = seen_spec(name)
        if digests.get(heading) and spec not in (None, contract.PLACEMENTS):
            add(TABLE, name, spec.sheet if spec else "")
    for table in tables.values():
        spec = seen_spec(table.name)
        if spec is None or spec.role is not Role.INPUT:
            continue
        have = set(map(normal, table.headings))
        ours = [h for h in spec.headings if h not in SECOND_EDITION or not before.intact]
        lost = [h for h in ours if normal(h) not in have]
        name = table.name if spec is contract.PLACEMENTS else spec.name
        if normal(table.name) == normal(contract.PLACEMENTS.name):
            expected = len(lost) * FEW <= len(ours) and not table.column_numbers
        else:
            expected = not before.intact and spec is not contract.PLACEMENTS
        for heading in lost if expected else ():
            add(TABLE, name, table.sheet)
            add(FILLED, column_name(name, heading), "")
    return LastRunRecord(rows.values(), known=before.known)


def noted_again(
    seen: Iterable[Remembered], before: LastRunRecord, gone: Sequence[Vanished]
) -> list[Remembered]:
    """Return what a run notes of the tables: what there is, and what there was of what vanished."""
    whole = {v.table for v in gone if not v.heading}
    names = {v.name for v in gone if not v.may_be_meant}
    rows = {(row.kind, row.name): row for row in seen}
    for row in before.rows:
        of_table = row.name.partition("[")[0] in whole
        kept = row.kind in (TABLE, ROWS, FILLED, OWN, SETTING)
        if kept and (of_table or row.name in names):
            rows[row.kind, row.name] = row
    return list(rows.values())


def _by_normal_name(values: Mapping[str, int]) -> dict[str, int]:
    return {normal(name): value for name, value in values.items()}


def _placements_stay(emptied: str, had: Mapping[str, int], have: Mapping[str, int]) -> bool:
    """Say whether half the placements on other sheets are there: else all is being filled anew."""
    others = {n: rows for n, rows in had.items() if contract.is_placements_table(n)}
    others.pop(emptied, None)
    return 2 * sum(have.get(normal(name), 0) for name in others) >= sum(others.values())


def table_like(name: str, spec: TableSpec, tables: Mapping[str, Table]) -> str:
    """Return the table that has the columns of one that is gone, under another name."""
    ours = {normal(h) for h in spec.headings}
    unknown = [t for t in tables.values() if seen_spec(t.name) is None]
    shared = {t.name: len(ours & set(map(normal, t.headings))) for t in unknown}
    best = max(shared, key=shared.__getitem__, default="")
    if best and 2 * shared[best] >= len(ours):
        return best
    return most_like(name, shared)


def _heading_like(
    heading: str, name: str, spec: TableSpec, table: Table, before: LastRunRecord
) -> str:
    """Return the heading that a person put in the place of one of ours, if one looks like it.

    One that the last run did not see is more likely; a single one is so whatever its words.
    """
    known, own = {normal(h) for h in (*spec.headings, HOME_SCHOOL_NAME)}, before.of(OWN)
    others = [h for h in table.headings if h and normal(h) not in known]
    new = [h for h in others if column_name(name, h) not in own] if before.of(TABLE) else []
    return most_like(heading, new) or (new[0] if len(new) == 1 else most_like(heading, others))
