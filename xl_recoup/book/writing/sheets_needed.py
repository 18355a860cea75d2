"""Which hidden sheets of ours are needed from now on, by what is going to be written.

A sheet appears when the first rows of its group are written, or when a finding stands on it that
did not before. So it appears once, and a person who hides it again is respected.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from xl_recoup.contract import EXCEPTIONS, normal
from xl_recoup.contract.sheet_list import listed_sheet, sheets_begun_by
from xl_recoup.records import Severity
from xl_recoup.tables import TableWrite, columns_of

SHEET, SEVERITY = "Sheet", "Severity"
"""The columns of Exceptions that say where a finding stands, and how much it matters."""
Pairs = Collection[tuple[object, object]]
"""Findings as sheet and severity."""


def sheets_needed(
    writes: Sequence[TableWrite],
    hidden: Collection[str],
    *,
    is_blank: Callable[[str], bool],
    found: Callable[[], Pairs],
) -> frozenset[str]:
    """Return which of these `hidden` sheets of ours are to be shown.

    `is_blank` says of a table whether it holds nothing yet, or is not there; `found` returns what
    Exceptions holds so far. Both are asked only where it matters.
    """
    if not hidden:
        return frozenset()
    names = {normal(name): name for name in hidden}
    shown: set[str] = set()
    for write in writes:
        begun = sheets_begun_by([write.table], [write.sheet]) & names.keys()
        if write.rows and begun and is_blank(write.table):
            shown |= begun
        if normal(write.table) == normal(EXCEPTIONS.name) and write.rows:
            columns = columns_of(write.rows)
            at = [write.headings.index(heading) for heading in (SHEET, SEVERITY)]
            now = _matter([*zip(*(columns[i] for i in at), strict=True)]) & names.keys()
            if now - shown:
                shown |= now - _matter(found())
    return frozenset(names[name] for name in shown)


def _matter(findings: Pairs) -> set[str]:
    """Return the sheets of findings that show a sheet, in normal form.

    A warning about accounts can wait for the first posting, with which those sheets appear.
    """
    sheets = set()
    for sheet, severity in findings:
        known = listed_sheet(sheet) if isinstance(sheet, str) else None
        if known and (severity == Severity.ERROR.value or known.shown != "the first posting"):
            sheets.add(normal(known.name))
    return sheets
