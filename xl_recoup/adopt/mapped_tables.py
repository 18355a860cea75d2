"""Reading a workbook through its Mapping: the team's sheets become tables of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xl_recoup.addresses import Address, Range
from xl_recoup.adopt.kept_rows import STRONG, Kept, keep_rows, rows_below
from xl_recoup.adopt.known_headings import CHARGES, SPECS
from xl_recoup.adopt.made_references import make_references
from xl_recoup.adopt.mapped_sheet import Chosen, MappedSheet
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.moved_headings import Located, locate
from xl_recoup.adopt.names import Names
from xl_recoup.adopt.remarks import left_out_remark, row_remarks
from xl_recoup.adopt.repeated_pupils import without_repeats
from xl_recoup.adopt.row_marks import left_out, marks_of, undecided
from xl_recoup.adopt.school_pairs import disagreeing_schools
from xl_recoup.adopt.translated_cells import Spellings, day_counter, translator
from xl_recoup.contract import CHARGES as CHARGES_SPEC
from xl_recoup.contract import COMPONENTS, TableSpec, is_placements_table, normal
from xl_recoup.contract.cell_values import is_blank, read_laestab
from xl_recoup.contract.mapping_table import (
    COLUMN,
    CONSTANT,
    DAY,
    SHEET,
    VALUE,
    WHERE_BLANK,
    WHERE_OTHER,
)
from xl_recoup.errors import Refused
from xl_recoup.tables import Cell, CellError, OwnColumn, Remark, SheetView, Table


@dataclass(slots=True)
class Mapped:
    """What a Mapping makes of a workbook: tables of ours, remarks, and columns to fill."""

    tables: dict[str, Table] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    own_columns: list[OwnColumn] = field(default_factory=list)


def mapped_tables(
    rows: Sequence[MappingRow],
    views: Iterable[SheetView],
    names: Names | Callable[[Mapping[str, Table]], Names],
    date_1904: bool = False,
) -> Mapped:
    """Return the contract's tables that the used rows of a Mapping give.

    `names` are known, or made from the reference tables once these are read. Raises Refused where
    a row can't be followed: an unknown sheet, table, heading, or a heading that is gone.
    """
    by_name = {normal(v.name): v for v in views}
    mapped = Mapped()
    used = [r for r in rows if r.used]
    sheets = [r for r in used if r.kind == SHEET and r.table]
    sheets.sort(key=lambda r: is_placements_table(r.table))
    known: Names | None = None
    for sheet in sheets:
        view = by_name.get(normal(sheet.sheet))
        if view is None:
            raise _wrong(sheet, f"there is no sheet named {sheet.sheet}")
        if is_placements_table(sheet.table) and known is None:
            known = names(mapped.tables) if callable(names) else names
        _add(mapped, sheet, view, used, known or Names(), rows)
    mapped.tables, again = without_repeats(mapped.tables, rows, date_1904)
    mapped.remarks += [left_out_remark(s, m, n, undecided(m, s, rows)) for s, m, n in again]
    mapped.tables, said = make_references(mapped.tables, date_1904)
    mapped.remarks += said
    return mapped


def _wrong(row: MappingRow, what: str) -> Refused:
    where = f"{row.place}: " if row.place else ""
    return Refused(
        f"{where}the Mapping can't be followed: {what}. Correct the row, or set its Status to"
        " ignored."
    )


def _add(
    mapped: Mapped,
    sheet: MappingRow,
    view: SheetView,
    used: Sequence[MappingRow],
    names: Names,
    rows: Sequence[MappingRow],
) -> None:
    """Read one sheet into a table."""
    spec = SPECS.get("Placements" if is_placements_table(sheet.table) else sheet.table)
    if spec is None:
        raise _wrong(sheet, f"“{sheet.table}” is none of the tables {', '.join(SPECS)}")
    block = Range.parse(sheet.cell)
    if block is None:
        raise _wrong(sheet, f"“{sheet.cell}” is no block of cells such as A5:P6")
    here = [r for r in used if normal(r.sheet) == normal(view.name)]
    columns = [r for r in here if r.kind == COLUMN and r.heading]
    ours = [r for r in columns if normal(r.table) == normal(sheet.table)]
    own = [r for r in columns if r.table == CHARGES and spec is SPECS["Placements"]]
    located = locate(view, block, [*ours, *own])
    for gone in located.missing:
        raise _wrong(gone, f"the sheet {view.name} has no heading “{gone.words}”")
    constants = [
        r for r in here if r.kind == CONSTANT and normal(r.table) == normal(sheet.table) and r.means
    ]
    chosen = _chosen(spec, ours, constants)
    kept = _kept(view, located, chosen)
    if spec is SPECS["Placements"]:
        kept = _without_marked(view, kept, located, chosen, rows)
    mapped_sheet = MappedSheet(view, spec, chosen, located, kept)
    name = _name(mapped, sheet.table, view.name)
    spellings = Spellings(r for r in used if r.kind == VALUE)
    mapped.tables[name] = _table(name, mapped_sheet, spellings, names, mapped.remarks)
    mapped.remarks += row_remarks(view.name, kept)
    mapped.remarks += disagreeing_schools(mapped_sheet, rows, names)
    mapped.remarks += [
        left_out_remark(view.name, mark, numbers, undecided(mark, view.name, rows))
        for mark, numbers in kept.left_out.items()
    ]
    mapped.own_columns += [_fill(row, mapped_sheet) for row in own]
    _require(spec, chosen, sheet)


def _chosen(
    spec: TableSpec, columns: Sequence[MappingRow], constants: Sequence[MappingRow]
) -> Chosen:
    headings = {normal(h): h for h in spec.headings}
    chosen: Chosen = {}
    for row in (*sorted(columns, key=lambda r: r.means == WHERE_BLANK), *constants):
        heading = headings.get(normal(row.heading))
        if heading is None:
            raise _wrong(row, f"the table {spec.name} has no heading “{row.heading}”")
        if heading not in chosen:
            chosen[heading] = [row]
        elif row.kind == COLUMN and (
            row.means == WHERE_BLANK or row.means == DAY == chosen[heading][0].means
        ):
            chosen[heading].append(row)
        elif row.kind == COLUMN:
            first = chosen[heading][0]
            raise _wrong(
                row,
                f"{heading} is mapped twice on the sheet {row.sheet}, to “{first.words}” and to"
                f" “{row.words}”",
            )
    return chosen


def _require(spec: TableSpec, chosen: Chosen, sheet: MappingRow) -> None:
    lacking = [h for h in spec.required if h not in chosen]
    if lacking:
        raise _wrong(
            sheet,
            f"the sheet {sheet.sheet} has nothing mapped to {' or '.join(lacking)}, which every"
            f" row of {spec.name} needs; map a column to it, or give a constant",
        )


def _kept(view: SheetView, located: Located, chosen: Chosen) -> Kept:
    first = located.first_row
    columns, strong = dict[int, str](), set[int]()
    spec = {c.heading: c for s in SPECS.values() for c in s.columns}
    for heading, rows in chosen.items():
        for row in rows:
            if row.kind == COLUMN:
                columns[located.columns[row]] = row.words
                if spec[heading].kind in STRONG:
                    strong.add(located.columns[row])
    frames = [
        f
        for f in view.frames
        if f.heading_row == located.block.last_row
        and any(f.first_column <= c <= f.last_column for c in columns)
    ]
    if not frames:
        return keep_rows(view, first, len(view.rows), columns, frozenset(strong))
    frame = frames[-1]
    kept = keep_rows(view, first, frame.last_row, columns, frozenset(strong))
    below = rows_below(view, frame, columns, frozenset(strong))
    return kept._replace(frame=frame.name, below=below)


def _without_marked(
    view: SheetView, kept: Kept, located: Located, chosen: Chosen, rows: Sequence[MappingRow]
) -> Kept:
    """Set the rows aside that are marked as counting no more."""
    numbers = [n for n in range(located.first_row, kept.last_row + 1) if n not in kept.skipped]
    columns = [located.columns[r] for many in chosen.values() for r in many if r.kind == COLUMN]
    marks = marks_of(view, numbers, kept.titles, columns, located.first_row - 1)
    return kept._replace(left_out=left_out(marks, view.name, rows))


def _name(mapped: Mapped, table: str, sheet: str) -> str:
    """Return a name for the table: placements of several sheets have one each."""
    if not is_placements_table(table):
        if table in mapped.tables:
            raise Refused(
                f"The Mapping names two sheets for {table}, {mapped.tables[table].sheet} and"
                f" {sheet}. Set the Status of one to ignored."
            )
        return table
    return f"Placements_{sheet}"


def _table(
    name: str, sheet: MappedSheet, spellings: Spellings, names: Names, remarks: list[Remark]
) -> Table:
    """Return the table: each heading's cells translated, at the place of the team's own."""
    view, at = sheet.view, sheet.located.columns
    anchor = min(at.values(), default=1)
    columns: list[list[Cell]] = []
    kinds = {c.heading: c for c in sheet.spec.columns}
    for heading, rows in sheet.chosen.items():
        if rows[0].kind == CONSTANT:
            columns.append(_constant(rows[0].means, sheet))
        elif rows[0].means == DAY:
            columns.append(day_counter([sheet.column(at[r]) for r in rows]))
        else:
            cells: list[Cell] = []
            for row in rows:
                translate = translator(name, kinds[heading], spellings, names, row)
                cells = _filled(cells, sheet.column(at[row]), translate)
                remarks += translate.remarks(view.name, at[row], sheet.located.first_row)
            columns.append(cells)
    _only_others(sheet, columns)
    return Table(
        name=name,
        sheet=view.name,
        headings=tuple(sheet.chosen),
        first_row=sheet.located.first_row,
        rows=list(zip(*columns, strict=True)) if columns else [],
        first_column=anchor,
        hidden_rows=view.hidden_rows - sheet.kept.skipped,
        hidden_columns=view.hidden_columns,
        folded_columns=view.folded_columns,
        formulas=sheet.inside(view.formulas),
        valueless=sheet.inside(view.valueless),
        filtered=view.filtered,
        column_numbers=tuple(at.get(rows[0], anchor) for rows in sheet.chosen.values()),
        skipped=sheet.kept.skipped,
    )


def _filled(
    cells: list[Cell], theirs: Sequence[Cell], translate: Callable[[Cell], Cell]
) -> list[Cell]:
    """Return the cells of a column, those that are blank filled from a second one."""
    if not cells:
        return [translate(cell) for cell in theirs]
    open_ = [is_blank(cell) for cell in cells]
    found = [translate(t if free else None) for t, free in zip(theirs, open_, strict=True)]
    return [f if free else c for c, f, free in zip(cells, found, open_, strict=True)]


def _only_others(sheet: MappedSheet, columns: list[list[Cell]]) -> None:
    """Blank the cells of a school column that say the home school again, where it is read so."""
    at = {heading: i for i, heading in enumerate(sheet.chosen)}
    home = at.get("Home school")
    for heading, rows in sheet.chosen.items():
        if rows[0].means == WHERE_OTHER and home is not None:
            pairs = zip(columns[at[heading]], columns[home], strict=True)
            columns[at[heading]] = [None if _same_school(a, b) else a for a, b in pairs]


def _same_school(one: Cell, other: Cell) -> bool:
    if is_blank(one) or isinstance(one, CellError) or isinstance(other, CellError):
        return False
    return not is_blank(other) and read_laestab(one)[0] == read_laestab(other)[0] is not None


def _constant(means: str, sheet: MappedSheet) -> list[Cell]:
    """Return a constant for every row that holds anything."""
    columns = [sheet.column(number) for number in sheet.located.columns.values()]
    held = (any(c[i] is not None for c in columns) for i in range(len(sheet.numbers)))
    return [means if some else None for some in held]


def _fill(row: MappingRow, sheet: MappedSheet) -> OwnColumn:
    headings = {normal(h): h for h in CHARGES_SPEC.headings}
    heading = headings.get(normal(row.heading))
    if heading is None:
        raise _wrong(row, f"the table Charges has no heading “{row.heading}”")
    components = {normal(c): c for c in COMPONENTS}
    if row.means and normal(row.means) not in components:
        raise _wrong(row, f"“{row.means}” is none of {', '.join(COMPONENTS)}")
    view, column = sheet.view, sheet.located.columns[row]
    for number in sheet.numbers:
        if str(Address(column, number)) in view.formulas:
            raise _wrong(
                row,
                f"{view.name} {Address(column, number)} holds a formula of the team's own, and a"
                " formula is never replaced",
            )
    held = zip(sheet.numbers, sheet.column(column), strict=True)
    held_now = {n: cell for n, cell in held if n not in sheet.kept.skipped}
    return OwnColumn(view.name, column, heading, components.get(normal(row.means), ""), held_now)
