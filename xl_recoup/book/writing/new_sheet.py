"""A new sheet for a table that the workbook does not have yet."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from xl_recoup.addresses import Range, column_letters
from xl_recoup.book.package.package import Package, rels_of
from xl_recoup.book.package.workbook_part import structure_locked, with_sheet
from xl_recoup.book.package.xmltext import escaped, prefix_of
from xl_recoup.book.writing.cell_styles import NO_STYLES, NewStyles, with_new_styles
from xl_recoup.book.writing.cell_xml import CellWriter, stored_text
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.one_group import one_formula
from xl_recoup.book.writing.sheet_patch import Written
from xl_recoup.book.writing.sheet_to_make import (
    HEADING_ROW,
    TABLE_STYLE,
    USUAL_WIDTH,
    Shown,
    free_name,
    shown_as,
)
from xl_recoup.contract.own_row import ROW
from xl_recoup.errors import Refused
from xl_recoup.tables import TableWrite

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONGEST_LIST = 255


def add_table(draft: Draft, write: TableWrite) -> Written:
    """Add a sheet with the table on it to the draft; Refused when the workbook is protected."""
    package = draft.package
    book = package.workbook
    if structure_locked(draft.editable(book)):
        raise Refused(
            f"The workbook's structure is protected, so no sheet can be added for the table "
            f"{write.table}. Unprotect the workbook (Review, Protect Workbook), or add the table."
        )
    strict = _STRICT_MAIN.encode() in draft.content(book)
    main, relations = (_STRICT_MAIN, _STRICT_RELATIONS) if strict else (_MAIN, _RELATIONS)
    name = _sheet_name(draft, write)
    folder = posixpath.dirname(book)
    start = f"{folder}/" if folder else ""
    sheet_part = draft.free_name(f"{start}worksheets/sheet", ".xml")
    table_part = draft.free_name(f"{start}tables/table", ".xml")
    last_row = HEADING_ROW + max(len(write.rows), 1)
    ref = Range(1, HEADING_ROW, len(write.headings), last_row)
    styles = _styles(draft)
    sheet = _sheet_xml(write, styles, package.date_1904, main, relations, ref)
    draft.add(sheet_part, sheet.encode())
    draft.add(table_part, _table_xml(write, _table_id(draft), main, ref).encode())
    draft.add(rels_of(sheet_part), _sheet_rels(relations, posixpath.basename(table_part)).encode())
    relation = draft.link(book, f"{relations}/worksheet", f"/{sheet_part}")
    draft.put(book, with_sheet(draft.editable(book), name, relation, hidden=write.hidden))
    draft.declare({sheet_part: f"{_KIND}worksheet+xml", table_part: f"{_KIND}table+xml"})
    columns = tuple(range(1, len(write.headings) + 1))
    return Written(write.table, sheet_part, table_part, ref, HEADING_ROW + 1, columns, write.rows)


def _sheet_name(draft: Draft, write: TableWrite) -> str:
    """Return a name for the sheet that Excel takes and that is not in use."""
    root = draft.content(draft.package.workbook)
    pattern = re.compile(rb"<%ssheet\s[^>]*?\bname=[\"']([^\"']*)" % prefix_of(root))
    added = (raw.decode("utf-8", "replace") for raw in pattern.findall(root))
    return free_name(write, {*added, *(sheet.name for sheet in draft.package.sheets)})


def _table_id(draft: Draft) -> int:
    """Return a table number that no table of the workbook has."""
    package: Package = draft.package
    used = {table.id for sheet in package.sheets for table in package.tables_on(sheet)}
    for data in draft.new_contents().values():
        found = re.search(rb"<(?:[\w.\-]+:)?table\s[^>]*?\bid=\"(\d+)\"", data[:2000])
        used |= {int(found[1])} if found else set()
    return max(used, default=0) + 1


def _styles(draft: Draft) -> NewStyles:
    part = draft.package.linked(draft.package.workbook, "styles")
    if part is None or not draft.has(part):
        return NO_STYLES
    data, styles = with_new_styles(draft.editable(part), part)
    draft.put(part, data)
    return styles


def _sheet_xml(
    write: TableWrite, styles: NewStyles, date_1904: bool, main: str, relations: str, ref: Range
) -> str:
    below = f"A{HEADING_ROW + 1}"
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{float(write.widths.get(heading, USUAL_WIDTH)):g}" '
        'customWidth="1"/>'
        for i, heading in enumerate(write.headings, 1)
    )
    lines = [
        _text_row(1, [write.title], styles.title),
        _text_row(2, [write.purpose], 0),
        _text_row(HEADING_ROW, write.headings, styles.heading),
        *_data_rows(write, styles, date_1904),
    ]
    return (
        f'{_HEAD}<worksheet xmlns="{main}" xmlns:r="{relations}">'
        f'<dimension ref="{Range(1, 1, ref.last_column, ref.last_row)}"/>'
        '<sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{HEADING_ROW}" topLeftCell="{below}" activePane="bottomLeft" '
        'state="frozen"/><selection pane="bottomLeft" activeCell="A1" sqref="A1"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{widths}</cols><sheetData>{''.join(lines)}</sheetData>"
        f"{_choices_xml(write, ref)}"
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        '<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
    )


def _choices_xml(write: TableWrite, ref: Range) -> str:
    """Return the drop-down lists of the columns that have one."""
    lists = [
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="'
        f'{Range(i, ref.first_row + 1, i, ref.last_row)}"><formula1>"{escaped(joined)}"</formula1>'
        "</dataValidation>"
        for i, heading in enumerate(write.headings, 1)
        if heading in write.choices
        and len(joined := ",".join(write.choices[heading])) <= _LONGEST_LIST
    ]
    if not lists:
        return ""
    return f'<dataValidations count="{len(lists)}">{"".join(lists)}</dataValidations>'


def _text_row(number: int, texts: Sequence[str], style: int) -> str:
    writer = CellWriter("", False)
    shown = f' s="{style}"' if style else ""
    cells = "".join(
        f'<c r="{column_letters(i)}{number}"{shown}{writer.typed(text)}'
        for i, text in enumerate(texts, 1)
        if text
    )
    return f'<row r="{number}">{cells}</row>' if cells else ""


def _data_rows(write: TableWrite, styles: NewStyles, date_1904: bool) -> list[str]:
    writer = CellWriter("", date_1904)
    numbers = range(HEADING_ROW + 1, HEADING_ROW + 1 + max(len(write.rows), 1))
    columns = list(zip(*write.rows, strict=True)) or [(None,)] * len(write.headings)
    by_look: dict[Shown, int] = {"day": styles.day, "pounds": styles.money, "": 0}
    cells = []
    for i, (heading, values) in enumerate(zip(write.headings, columns, strict=True), 1):
        style = by_look[shown_as(write, heading, values)]
        head = f'<c r="{column_letters(i)}{ROW}"' + (f' s="{style}"' if style else "")
        cells.append(writer.column(values, head, f"{head}/>"))
    rows = zip(numbers, map("".join, zip(*cells, strict=True)), strict=True)
    return [f'<row r="{ROW}">{row}</row>'.replace(ROW, str(number)) for number, row in rows]


def _table_xml(write: TableWrite, number: int, main: str, ref: Range) -> str:
    columns = []
    for i, heading in enumerate(write.headings, 1):
        formula = one_formula(write.rows, i - 1)
        name = stored_text(heading).replace("\n", "_x000a_")
        head = f'<tableColumn id="{i}" name="{name}"'
        if formula is None:
            columns.append(f"{head}/>")
            continue
        held = f"<calculatedColumnFormula>{escaped(formula)}</calculatedColumnFormula>"
        columns.append(f"{head}>{held}</tableColumn>")
    name = escaped(write.table)
    return (
        f'{_HEAD}<table xmlns="{main}" id="{number}" name="{name}" displayName="{name}" '
        f'ref="{ref}" totalsRowShown="0"><autoFilter ref="{ref}"/>'
        f'<tableColumns count="{len(columns)}">{"".join(columns)}</tableColumns>'
        f'<tableStyleInfo name="{TABLE_STYLE}" showFirstColumn="0" showLastColumn="0" '
        'showRowStripes="1" showColumnStripes="0"/></table>'
    )


def _sheet_rels(relations: str, table: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{relations}/table" '
        f'Target="../tables/{table}"/></Relationships>'
    )
