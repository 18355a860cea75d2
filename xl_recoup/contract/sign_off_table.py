"""Signed off: warnings that somebody knows of and has signed for, as the value stood then."""

from __future__ import annotations

from datetime import date

from xl_recoup.contract.table_row import Note, TableRow, cell

ALL_ITEMS = "all"
"""The Item of a sign-off for every warning of its code on its sheet, as they stand when signed."""


class SignOff(
    TableRow,
    table="SignedOff",
    sheet="Signed off",
    purpose="Warnings that are known and meant. A sign-off holds until the value that it was signed"
    " for changes; an error can't be signed off.",
    named_by="code",
):
    """One row of the SignedOff table."""

    code: str = cell("Code", default="", required=True, note="as on the sheet Exceptions")
    sheet: str = cell("Sheet", default="", required=True, note="as on the sheet Exceptions")
    item: str = cell(
        "Item",
        default="",
        required=True,
        note="as on the sheet Exceptions: a placement's reference, a rate, a party; `all` for every"
        " warning of that code on that sheet as it stands now",
    )
    signed_by: str = cell("Signed by", default="", note="initials will do; blank: not signed off")
    on: date | None = cell(
        "On", default=None, aside=True, note="the day; blank: not signed off. A new day signs anew"
    )
    note: Note = cell("Note", default="", aside=True, note="why it is meant")


SIGNED_OFF = SignOff.spec
