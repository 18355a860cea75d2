"""Recovery: what people did about a debt, or a request without an answer, and why not."""

from __future__ import annotations

from datetime import date

from xl_recoup.closed_lists import RecoveryStage
from xl_recoup.contract.table_row import Note, TableRow, cell
from xl_recoup.records import Place


class RecoveryRow(
    TableRow,
    table="Recovery",
    purpose=(
        "What people did about a document that is not paid, or a request without an answer, and why"
        " nothing is done. Letters that remind writes stand on the sheet Letters and count without"
        " a row here."
    ),
    named_by="reference",
):
    """One step that somebody took."""

    place: Place = Place("Recovery")
    reference: str = cell(
        "Reference",
        needed="the document or request that it is about",
        note="a document's number or finance reference, or a request's number on Letters",
    )
    stage: RecoveryStage = cell("Stage", needed="what was done")
    on: date = cell("On", needed="the day on which it was done")
    by: str = cell("By", default="", note="who did it; needed for net-off, referral, written off")
    next_on: date | None = cell("Next on", default=None, note="nothing is sent before this day")
    note: Note = cell("Note", default="", note="why; needed for a dispute. No letter quotes it")


RECOVERY = RecoveryRow.spec
