"""Check a finished file before it takes the old one's place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import Package, folded, open_package
from xl_recoup.book.package.serial_days import serial_of
from xl_recoup.book.package.shared_strings import FewStrings
from xl_recoup.book.package.table_part import read_table_part
from xl_recoup.book.package.well_formed import is_well_formed as _well_formed
from xl_recoup.book.package.xmltext import is_utf8, prefix_of
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.reading.sheet_cells import BlockReader, Dialect
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.reference_rules import newly_broken
from xl_recoup.book.writing.sheet_patch import Written
from xl_recoup.errors import Refused
from xl_recoup.harmless_text import cleaned
from xl_recoup.tables import Cell, Digits, Formula, OutCell

_READ_BACK = 500


def verify(data: bytes, draft: Draft, written: Sequence[Written], target: Path) -> None:
    """Raise Refused unless the file holds what was meant, and all else as it was."""
    package = open_package(target, data)
    if not _all_kept(package, draft):
        raise _failed(target, "a part that should have stayed as it was")
    for part in (*draft.new_contents(), *draft.changed_elsewhere()):
        if not package.member(part).holds(draft.packed(part)):
            raise _failed(target, f"the part {part}")
    for each in written:
        if not _reads_back(draft, each):
            raise _failed(target, f"the table {each.table}")
    if not _says_texts(draft, written):
        raise _failed(target, "the shared strings")
    broken = newly_broken(draft, _big_ones(draft, written))
    if broken is not None:
        raise _failed(target, broken)


def look_over(draft: Draft, written: Sequence[Written]) -> None:
    """Check the tables written so far, and remember of which sheets all is well.

    What is remembered is not checked again, unless the sheet changes.
    """
    for each in written:
        key = folded(each.sheet_part)
        content = draft.new_contents().get(key)
        tables = [w for w in written if folded(w.sheet_part) == key]
        if content is None or draft.sound.get(key) is content:
            continue
        if is_well_formed(content, tables) and all(
            rows_read_back(content, table, draft.package.date_1904) for table in tables
        ):
            draft.sound[key] = content


def check_well_formed(draft: Draft, written: Sequence[Written], target: Path) -> None:
    """Raise Refused unless every part that was changed or added is sound XML.

    What was made elsewhere was looked at there.
    """
    for part, content in draft.new_contents().items():
        if draft.sound.get(part) is content:
            continue
        if not is_well_formed(content, [w for w in written if folded(w.sheet_part) == part]):
            raise _failed(target, f"the part {part}")


def is_well_formed(content: bytes, written: Sequence[Written] = ()) -> bool:
    """Say whether a part is sound XML; `written` are the tables in it.

    Of a big table's new rows those are parsed that are read back too: all are made by one
    template, with every text escaped, so what can go wrong goes wrong in their company.
    """
    for each in written:
        if len(each.rows) > _READ_BACK:
            content = _thinned(content, each)
    return _well_formed(content) and is_utf8(content)


def _thinned(content: bytes, written: Written) -> bytes:
    """Return a sheet with the chosen ones alone of a table's new rows; all where unsure."""
    tag = b"%srow" % prefix_of(content)
    pieces, at = [], 0
    chosen = _chosen(len(written.rows))
    for i in chosen:
        start = content.find(b'<%s r="%d"' % (tag, written.first_row + i), at)
        end = content.find(b"</%s>" % tag, start)
        if start < 0 or end < 0:
            return content
        end += len(tag) + 3
        pieces.append(content[start if i else 0 : end])
        at = end
    return b"".join([*pieces, content[at:]])


def _big_ones(draft: Draft, written: Sequence[Written]) -> dict[str, bytes]:
    """Return big sheets with some of their new rows, which stand for all, by folded name."""
    found: dict[str, bytes] = {}
    for each in written:
        key = folded(each.sheet_part)
        if len(each.rows) > _READ_BACK and key in draft.new_contents():
            found[key] = _thinned(found.get(key, draft.content(each.sheet_part)), each)
    return found


def _failed(target: Path, what: str) -> Refused:
    return Refused(
        f"{target.name} was not changed: the check of the new file failed for {what}. "
        "Please report this."
    )


def _all_kept(package: Package, draft: Draft) -> bool:
    untouched = draft.untouched()
    before = [m for m in draft.package.members if folded(m.name) in untouched]
    after = [m for m in package.members if folded(m.name) in untouched]
    return len(before) == len(after) and all(
        (a.raw_name, a.crc, a.size, a.method) == (b.raw_name, b.crc, b.size, b.method)
        and bytes(a.raw) == bytes(b.raw)
        for a, b in zip(before, after, strict=True)
    )


def _reads_back(draft: Draft, written: Written) -> bool:
    """Say whether a table reads as meant; the file is known to hold the draft's very bytes."""
    part = read_table_part(draft.content(written.table_part), written.table_part, "")
    if part.ref != written.ref:
        return False
    key = folded(written.sheet_part)
    if key in draft.made_elsewhere():
        return True
    content = draft.content(written.sheet_part)
    return draft.sound.get(key) is content or rows_read_back(
        content, written, draft.package.date_1904
    )


def _says_texts(draft: Draft, written: Sequence[Written]) -> bool:
    """Say whether texts that cells name by a number are there under that number."""
    numbers = [pair for each in written for pair in each.texts.numbers.items()]
    part = draft.package.linked(draft.package.workbook, "sharedStrings")
    if not numbers or part is None:
        return not numbers
    strings = FewStrings(draft.content(part))
    return all(strings.says(number, text) for text, number in numbers)


def rows_read_back(content: bytes, written: Written, date_1904: bool) -> bool:
    """Say whether a table's rows read as meant from the bytes of its sheet."""
    if not written.rows:
        return True
    first, last = written.columns[0], written.columns[-1]
    ref = Range(first, written.first_row, last, written.first_row + len(written.rows) - 1)
    grid = Grid(content, written.sheet_part)
    # No style counts as a day here: what was written is compared number by number.
    texts = {number: text for text, number in written.texts.numbers.items()}
    reader = BlockReader(grid, Dialect(texts, frozenset(), date_1904))
    chosen = _chosen(len(written.rows))
    rows = reader.read(ref, [written.first_row + i for i in chosen], written.columns).rows
    return all(
        list(rows[i]) == [_as_read(value, date_1904) for value in written.rows[i]] for i in chosen
    )


def _chosen(count: int) -> Sequence[int]:
    """Return which rows to read back: all, or of a big table both ends and a spread between.

    The bytes of the whole part are compared and parsed anyway.
    """
    if count <= _READ_BACK:
        return range(count)
    ends = {*range(_READ_BACK // 4), *range(count - _READ_BACK // 4, count)}
    return sorted(ends | {*range(0, count, max(count // (_READ_BACK // 2), 1))})


def _as_read(value: OutCell, date_1904: bool) -> Cell:
    """Return a value as reading gives it where no style makes days of numbers."""
    if isinstance(value, Formula):
        value = value.value
    if type(value) is str:
        return cleaned(value) or None
    if isinstance(value, Decimal | Digits):
        return float(value)
    if isinstance(value, date):
        return serial_of(value, date_1904)
    return None if value == "" else value
