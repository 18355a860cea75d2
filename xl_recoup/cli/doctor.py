"""The command `doctor`: is all in place? Without a workbook the installation, with one the file."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from xl_recoup.book.package.package import Package, open_package
from xl_recoup.book.reading.inventory import Inventory, inventory
from xl_recoup.book.writing.preview import Change, Preview, preview
from xl_recoup.disk.kept_copies import kept_beside
from xl_recoup.disk.litter import is_older
from xl_recoup.errors import Refused
from xl_recoup.files.run_files import validate_file, writes_of_run
from xl_recoup.installation.excel import book_lines
from xl_recoup.installation.line import Line
from xl_recoup.installation.program import lines
from xl_recoup.policy.options import Options
from xl_recoup.reporting.answer import Answer, Json
from xl_recoup.reporting.terminal import Reporter
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.words import counted, some

DAY = 24 * 60 * 60
"""The seconds of a day."""


class BookReport(NamedTuple):
    """What is in a workbook, and what a run would change; or why a run would be refused."""

    held: Inventory
    changes: Preview | None
    refusal: str
    long_kept: int = Options().earlier_version_days
    """Days after which an earlier version is named; the workbook's own, where it can be read."""


def doctor(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Look at the installation, or at a workbook; nothing is changed. Always exits with 0."""
    path: Path | None = options.book
    if path is None:
        return _checked(lines())
    report = book_report(path, as_at=options.as_at, progress=reporter.progress)
    kept, old = kept_beside(path), old_copies(path, report.long_kept)
    more = {"book": str(path), "copies": [p.name for p in kept], "old_copies": old}
    said = [report_text(report), *copies_text(kept, old, report.long_kept)]
    return _checked(book_lines(path), "", *said, **more | report_json(report))


def old_copies(path: Path, days: int) -> list[str]:
    """Return the names of the earlier versions beside a workbook that are older than that."""
    return [kept.name for kept in kept_beside(path) if is_older(kept, days * DAY)]


def copies_text(kept: Sequence[Path], old: Sequence[str], days: int) -> list[str]:
    """Return what is to be said of the earlier versions beside a workbook; they hold pupils too."""
    if not kept:
        return []
    said = f"{counted(len(kept), 'earlier version')} beside it, with the same pupils' data"
    if not old:
        return ["", f"{said}; none is older than {days} days."]
    are = "is" if len(old) == 1 else "are"
    return [
        "",
        f"{said}. Older than {days} days {are} {some(old)}. Delete what nobody needs any more:"
        " docs/data-protection.md says how long each is kept.",
    ]


def _checked(checks: Iterable[Line], *text: str, **more: Any) -> Answer:
    checked = list(checks)
    said = {"checks": [line._asdict() for line in checked]} | more
    return Answer(said, [*(line.text for line in checked), *text])


def book_report(path: Path, *, as_at: date | None, progress: Progress = silent) -> BookReport:
    """Return the fidelity report on a workbook; Refused where it is none."""
    package = open_package(path)
    try:
        held = inventory(package)
    except Refused as refusal:
        raise Refused(f"{path.name} can't be used. {refusal}") from refusal
    try:
        result = validate_file(path, as_at=as_at, progress=progress)
        changes = _changes(result, package)
    except Refused as refusal:
        return BookReport(held, None, str(refusal))
    return BookReport(held, changes, "", result.policy.options.earlier_version_days)


def _changes(result: Result, package: Package) -> Preview:
    return preview(package, writes_of_run(result))


def report_json(report: BookReport) -> Json:
    """Return the report as JSON."""
    held, changes = report.held, report.changes
    return {
        "sheets": [{"name": name, "kind": kind} for name, kind in held.sheets],
        "tables": [
            {"name": table.name, "sheet": table.sheet, "range": str(table.ref)}
            for table in held.tables
        ],
        "features": [
            {"feature": f.name, "count": f.number, "sheets": list(f.sheets)} for f in held.features
        ],
        "signature_invalidated": held.signed and changes is not None,
        "refused": report.refusal or None,
        "changes": None if changes is None else _changes_json(changes),
    }


def _changes_json(changes: Preview) -> Json:
    return {
        "tables": [
            {
                "name": change.after.name,
                "sheet": change.after.sheet,
                "before": None if change.before is None else str(change.before.ref),
                "after": str(change.after.ref),
            }
            for change in changes.tables
        ],
        "cells": [
            {"sheet": each.sheet, "cells": each.number, "within": str(each.within)}
            for each in changes.cells
        ],
        "parts_changed": list(changes.changed),
        "parts_added": list(changes.added),
        "parts_removed": list(changes.removed),
        "told": list(changes.told),
    }


def report_text(report: BookReport) -> str:
    """Return the report for a terminal."""
    held, changes = report.held, report.changes
    said = ["In the file"]
    said += [f"  sheet {name}: {kind}" for name, kind in held.sheets]
    said += [f"  table {t.name}: {t.sheet} {t.ref}" for t in held.tables]
    said += [
        f"  {f.name}: {f.number:,}{' on ' + ', '.join(f.sheets) if f.sheets else ''}"
        for f in held.features
    ]
    if changes is None:
        return "\n".join([*said, "", "A run would change nothing: it is refused.", report.refusal])
    said += ["", "What a run would change"]
    said += [f"  {_change_text(change)}" for change in changes.tables]
    said += [
        f"  sheet {each.sheet}: {each.number:,} cells within {each.within}"
        for each in changes.cells
    ]
    said += [f"  part {name}: changed" for name in changes.changed]
    said += [f"  part {name}: added" for name in changes.added]
    said += [f"  part {name}: left out, Excel makes it again" for name in changes.removed]
    said += [f"  {sentence}" for sentence in changes.told]
    said.append("Everything else stays byte for byte as it is.")
    return "\n".join(said)


def _change_text(change: Change) -> str:
    table = change.after
    if change.before is None:
        return f"table {table.name}: new, on the new sheet {table.sheet}, {table.ref}"
    if change.before.ref == table.ref:
        return f"table {table.name}: {table.sheet} {table.ref}, filled again"
    return f"table {table.name}: {table.sheet} {change.before.ref}, then {table.ref}"
