"""Whether each sheet is shown, hidden, or out of Excel's lists: read, and changed in the text.

A sheet is an element of the workbook's main part, with a `state` unless it is shown:
`<sheet name="Ledger" sheetId="28" state="hidden" r:id="rId28"/>`. Its tab is the one in front where
`activeTab` of a window counts up to it from 0.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from xl_recoup.book.package.xmltext import (
    attribute,
    opening,
    plain,
    prefix_of,
    with_attribute,
    with_changed,
)

State = Literal["visible", "hidden", "veryHidden"]
_STATES: dict[bytes, State] = {b"hidden": "hidden", b"veryHidden": "veryHidden"}


def is_protected(sheet: bytes, prefix: bytes) -> bool:
    """Say whether a sheet is protected, by its bytes or those after its rows."""
    tail = sheet[max(sheet.rfind(b"sheetData"), 0) :]
    found = opening(prefix, b"sheetProtection").search(tail)
    return found is not None and (attribute(found[1], b"sheet") or b"") in (b"1", b"true")


def sheet_states(workbook: bytes) -> dict[str, State]:
    """Return each sheet's state by its name, in the order of the sheets."""
    found = opening(prefix_of(workbook), b"sheet").finditer(workbook)
    return {
        _name(each[1]): _STATES.get(attribute(each[1], b"state") or b"", "visible")
        for each in found
    }


def with_states(
    workbook: bytes, *, show: Collection[str] = (), hide: Collection[str] = ()
) -> bytes:
    """Return the workbook part with sheets shown, and others hidden so that a person can show them.

    What is out of Excel's lists stays there. Of what is to be hidden, the last sheet in sight stays
    in sight: Excel opens no workbook without one. Sheets that it does not name keep their bytes.
    """
    prefix, before = prefix_of(workbook), sheet_states(workbook)
    now = dict(before)
    for name, state in before.items():
        if state == "hidden" and name in show:
            now[name] = "visible"
    for name, state in before.items():
        if state == "visible" and name in hide and [*now.values()].count("visible") > 1:
            now[name] = "hidden"

    def changed(found: re.Match[bytes]) -> bytes:
        name = _name(found[1])
        if now[name] == before[name]:
            return found[0]
        attributes = with_attribute(found[1], b"state", now[name].encode())
        return b"<%ssheet%s%s>" % (prefix, attributes, found[2])

    return _in_front(opening(prefix, b"sheet").sub(changed, workbook), [*now.values()])


def front_sheet(workbook: bytes) -> int:
    """Return the sheet in front, counted from 0."""
    view = opening(prefix_of(workbook), b"workbookView").search(workbook)
    said = attribute(view[1], b"activeTab") if view else None
    return int(said) if said and said.isdigit() else 0


def _in_front(workbook: bytes, states: list[State]) -> bytes:
    """Let a sheet in sight be in front, and its tab be among those that are seen first."""
    tag = prefix_of(workbook) + b"workbookView"
    first = states.index("visible") if "visible" in states else 0

    def seen(number: bytes) -> bytes:
        at = int(number) if number.isdigit() else 0
        in_sight = at < len(states) and states[at] == "visible"
        return number if in_sight else b"%d" % first

    workbook = with_changed(workbook, tag, b"activeTab", seen)
    return with_changed(workbook, tag, b"firstSheet", lambda n: n and seen(n))


def _name(attributes: bytes) -> str:
    raw = (attribute(attributes, b"name") or b"").decode("utf-8", "replace")
    return plain(raw)
