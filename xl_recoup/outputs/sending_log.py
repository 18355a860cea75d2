"""The line of the run log by which a sending keeps the head of Letters, at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from xl_recoup import contract
from xl_recoup.contract import LETTERS, normal
from xl_recoup.contract.columns import ENTRY_DIGEST
from xl_recoup.contract.entry_digests import read_digest
from xl_recoup.intake.last_run_record import DIGEST
from xl_recoup.intake.past_runs import SENDING, lines_from_the_end
from xl_recoup.intake.sealed_records import SEALED, head_heading
from xl_recoup.outputs.table_write import table_write
from xl_recoup.tables import OutCell, TableWrite, WorkbookTables


def sending_log(
    book: WorkbookTables, letters: TableWrite, *, at: datetime, who: str, version: str
) -> list[TableWrite]:
    """Return the run log's line of a sending, with what the last run noted; `letters` is new.

    Without it the letters could be deleted unnoticed until the next run. None where no run is
    recorded yet: a line of letters alone would be taken for a run.
    """
    last = next(lines_from_the_end(book, contract.RUN_LOG.name), None)
    at_digest = letters.headings.index(ENTRY_DIGEST)
    digest = read_digest(letters.rows[-1][at_digest]) if letters.rows else None
    if last is None or digest is None:
        return []
    kept = [DIGEST, *(head_heading(spec) for spec in SEALED)]
    values: dict[str, OutCell] = {h: str(last.get(normal(h)) or "") or None for h in kept}
    values |= {"Run at": at, "Version": version, "Run by": who, "Posting": SENDING}
    values[head_heading(LETTERS)] = digest.head
    write = table_write(contract.RUN_LOG, [], append=True)
    headings = tuple(h for h in contract.RUN_LOG.headings if h in values)
    return [replace(write, headings=headings, rows=[tuple(values[h] for h in headings)])]
