"""Is all there that a school needs in order to answer a letter?"""

from __future__ import annotations

from collections.abc import Mapping

from xl_recoup.contract import RECOVERY
from xl_recoup.errors import Refused
from xl_recoup.policy.options import Options
from xl_recoup.records import Place, Severity
from xl_recoup.run.result import Result
from xl_recoup.words import listed

REACHED_BY = ("Contact e-mail", "Contact telephone", "Contact address")


DECIDES_WHO_IS_REMINDED = frozenset({"Documents", "Settlements", "Queries"})
"""Tables, and their sheets, in which an error might be a payment or a dispute."""


class NobodyToAnswer(Refused):
    """A letter would leave without a contact, or without a way to reach one."""


def refuse_unanswerable(options: Options, cells: Mapping[str, Place]) -> None:
    """Raise NobodyToAnswer where the settings name no contact, or no way to reach the contact.

    `cells` says where the value of each setting stands, by its name.
    """
    lacking = []
    if not options.contact.strip():
        lacking.append(f"{_cell('Contact', cells)}: the person or team whom schools ask")
    if not (options.contact_email or options.contact_telephone or options.contact_address):
        ways = listed([_cell(name, cells) for name in REACHED_BY])
        lacking.append(f"{ways}: at least one of them")
    if lacking:
        raise NobodyToAnswer(
            "No letter was written, since a school could not answer it. Fill in"
            f" {'; '.join(lacking)}."
        )


def refuse_doubted(result: Result) -> None:
    """Raise Refused where nobody can tell who has paid, answered or disputed what.

    A row with an error, or a table that is gone, might be the payment or the dispute. A row of
    Recovery that is wrong holds what it names; only one that names nothing holds all.
    """
    steering = {*DECIDES_WHO_IS_REMINDED, RECOVERY.name}
    gone = [name for name in result.missing if name.partition("[")[0] in steering]
    if gone:
        raise Refused(
            f"No reminder was written. Missing since the last run: {listed(gone)}. Put it back, or"
            " recalculate with --accept-missing if it is meant to be gone."
        )
    for found in result.findings:
        if found.severity is Severity.ERROR and found.place.sheet in DECIDES_WHO_IS_REMINDED:
            raise Refused(f"No reminder was written. {found.message}")
    for reference, place in result.items.accounts.recovery_unread:
        if not reference:
            raise Refused(
                f"No reminder was written. {place}: the row names nothing, so nobody can tell what"
                " it speaks of. Enter the document or request, or clear the row."
            )


def _cell(name: str, cells: Mapping[str, Place]) -> str:
    place = cells.get(name)
    return f"{place} ({name})" if place else f"the setting {name}, which the sheet Settings lacks"
