"""Is all there that a school needs in order to answer a letter?"""

from __future__ import annotations

from collections.abc import Mapping

from xl_recoup.errors import Refused
from xl_recoup.policy.options import Options
from xl_recoup.records import Place
from xl_recoup.words import listed

REACHED_BY = ("Contact e-mail", "Contact telephone", "Contact address")


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


def _cell(name: str, cells: Mapping[str, Place]) -> str:
    place = cells.get(name)
    return f"{place} ({name})" if place else f"the setting {name}, which the sheet Settings lacks"
