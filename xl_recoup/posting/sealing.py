"""Sealing, once: what an earlier edition posted gets its digests, on two people's word."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xl_recoup import __version__
from xl_recoup.contract.columns import ENTRY_DIGEST
from xl_recoup.errors import Refused
from xl_recoup.intake.past_runs import SEALING
from xl_recoup.intake.sealed_records import SEALED, digests_for, sealed_records
from xl_recoup.money import ZERO
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.outputs.table_write import table_write
from xl_recoup.posting.entries import PostingOrder, appended
from xl_recoup.posting.posting import person_signed_in, refuse_without_run, sound_result
from xl_recoup.records import short_record
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.tables import TableWrite, WorkbookTables


@short_record
class Sealing:
    """What is sealed, and what is to be written in one step."""

    rows: int
    """How many rows of Ledger and Documents get a digest."""
    amount: Decimal
    """What the ledger comes to, in pounds."""
    approved_by: str
    result: Result
    writes: Sequence[TableWrite]


def sealing(
    book: WorkbookTables, name: str, order: PostingOrder, *, progress: Progress = silent
) -> Sealing:
    """Work out the sealing of what an earlier edition posted; nothing else changes.

    Raises Refused where nothing is to be sealed, what is there does not add up, or the person
    signed in may not approve it or prepared it.
    """
    last = refuse_without_run(book, name)
    day, today = order.as_at or last.as_at, order.at.date()
    result = sound_result(book, name, order, day=day, progress=progress)
    person = person_signed_in(book, order, last)
    waiting = [spec for spec in SEALED if sealed_records(book)[spec.name].unsealed]
    if not waiting:
        raise Refused(f"There is nothing to seal in {name}: every posted row has its seal.")
    added = []
    rows = 0
    for spec in waiting:
        table = book.find(spec.name)
        assert table is not None
        digests = digests_for(table, spec, book.date_1904)
        rows += sum(digest is not None for digest in digests)
        whole = table_write(spec, [])
        added.append(
            TableWrite(
                table.name,
                (ENTRY_DIGEST,),
                [(digest,) for digest in digests],
                added_later=whole.added_later,
            )
        )
    after = calculate(
        appended(book, added),
        as_at=day,
        today=today,
        progress=progress,
        accept_missing=order.accept_missing,
    )
    log = writes_with_log(
        after, at=order.at, who=order.signed_in, version=__version__, posting=SEALING
    )
    amount = sum((e.amount for e in result.entries), ZERO)
    return Sealing(rows, amount, person.name, after, [*added, *log])
