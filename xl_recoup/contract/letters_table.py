"""Letters: what left the house, under which number and version, and what it replaced."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xl_recoup.closed_lists import LetterKind
from xl_recoup.contract.columns import ENTRY_DIGEST, SEAL_NOTE, Role
from xl_recoup.contract.table_row import TableRow, cell
from xl_recoup.records import Place


class Letter(
    TableRow,
    table="Letters",
    role=Role.RECORD,
    purpose=(
        "Every statement, request, notice and reminder that left. The program adds the rows; nobody"
        " changes them."
    ),
    named_by="number",
):
    """One version of one letter."""

    place: Place = Place("Letters")
    number: str = cell("Number", needed="the letter's number")
    version: Decimal = cell("Version", needed="its version")
    kind: LetterKind = cell("Kind", needed="its kind")
    party: str = cell("Party", default="", note="the school, or the trust, that it went to")
    as_at: date | None = cell("As at", default=None)
    written_on: date = cell("Written on", needed="the day on which it was written")
    file: str = cell("File", default="")
    file_digest: str = cell("File digest", default="", note="SHA-256 of the file")
    replaces: str = cell("Replaces", default="", note="the version before, if it has one")
    content_digest: str = cell(
        "Content digest", default="", note="SHA-256 of what it says; the same content is not new"
    )
    placements: str = cell("Placements", default="", note="the placements that it speaks of")
    entry_digest: str = cell(ENTRY_DIGEST, default="", note=SEAL_NOTE)


LETTERS = Letter.spec
