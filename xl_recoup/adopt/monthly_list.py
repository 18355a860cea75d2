"""A list that the AP team sends beside the placements: what is new, changed, ended, missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from xl_recoup.adopt.compared_words import name_key
from xl_recoup.adopt.repeated_pupils import CLOSE
from xl_recoup.contract import PLACEMENTS, normal
from xl_recoup.records import Placement
from xl_recoup.words import short_date

Change = Literal["new", "changed", "ended", "missing", "unclear"]
"""What a list says of a placement; unclear: it can be one of several."""
_NOT_COMPARED = {"placement_ref", "episode_ref", "notes"}
_BY_FIELD = {c.field: c for c in PLACEMENTS.columns if c.field not in _NOT_COMPARED}


@dataclass(frozen=True, slots=True)
class Proposed:
    """One thing that a list says otherwise: what, of which placement, and both cells."""

    change: Change
    ref: str
    place: str
    """The cell in the workbook; "" for a placement that is not there."""
    list_place: str
    """The cell in the list; "" for one that the list lacks."""
    heading: str = ""
    before: str = ""
    now: str = ""

    def sentence(self) -> str:
        """Return what a person reads; nothing of the pupil is in it."""
        if self.change == "new":
            return f"new: {self.list_place} of the list has no placement in the workbook."
        if self.change == "missing":
            return f"missing: {self.ref} ({self.place}) is not on the list, and has no End date."
        if self.change == "unclear":
            return f"unclear: {self.list_place} of the list can be more than one: {self.ref}."
        said = f": {self.before or 'blank'}, on the list {self.now}" if self.now else " differs"
        return (
            f"{self.change}: {self.ref}, {self.heading}{said} ({self.place}; {self.list_place} of"
            " the list)."
        )


def compared(
    ours: Sequence[Placement], theirs: Sequence[Placement], told: Collection[str]
) -> list[Proposed]:
    """Return what a list says otherwise than the placements, in the order of the list.

    `told` are the fields that the list has columns for; a cell that it leaves blank says nothing.
    A placement is found by its reference, else by the pupil with a day close by, else, where the
    list gives no day, by the pupil alone. Missing are placements without an End date of the
    providers on the list, of all where it names none.
    """
    by_ref = {normal(p.placement_ref): p for p in ours if p.placement_ref}
    by_pupil: dict[str, list[Placement]] = defaultdict(list)
    for p in ours:
        by_pupil[_pupil(p)].append(p)
    found: list[Proposed] = []
    seen = set()
    for row in theirs:
        named = by_ref.get(normal(row.placement_ref)) if "placement_ref" in told else None
        near = [named] if named else _near(row, by_pupil.get(_pupil(row), []))
        where = str(row.place("upn"))
        seen |= {p.key for p in near}
        if not near:
            found.append(Proposed("new", "", "", where))
        elif len(near) > 1:
            refs = ", ".join(p.ref for p in near)
            found.append(Proposed("unclear", refs, "", where))
        else:
            found += _differences(near[0], row, told)
    providers = {normal(p.provider) for p in theirs if p.provider}
    found += [
        Proposed("missing", p.ref, str(p.place("end_date")), "")
        for p in ours
        if p.key not in seen and p.end_date is None and p.cancelled_on is None
        if not providers or normal(p.provider) in providers
    ]
    return found


def _pupil(p: Placement) -> str:
    return p.upn or f"{name_key(p.pupil)}, {p.home_school}"


def _days(p: Placement) -> list[date]:
    return [d for d in (p.exclusion_date, p.left_roll_on, p.start_date) if d is not None]


def _near(row: Placement, candidates: Sequence[Placement]) -> list[Placement]:
    same = [p for p in candidates if not row.provider or normal(row.provider) == normal(p.provider)]
    days = _days(row)
    if not days:
        return same
    return [p for p in same if any(abs((a - b).days) <= CLOSE for a in days for b in _days(p))]


def _differences(p: Placement, row: Placement, told: Collection[str]) -> list[Proposed]:
    found = []
    for field, column in _BY_FIELD.items():
        now = getattr(row, field)
        if field not in told or now in (None, "") or field in row.unreadable:
            continue
        before = getattr(p, field)
        if before == now or (isinstance(now, str) and normal(str(before)) == normal(now)):
            continue
        if now is False and not before:  # a flag that is N says what blank says
            continue
        change: Change = "ended" if field == "end_date" and before is None else "changed"
        words = ("", "") if column.private else (_said(before), _said(now))
        places = str(p.place(field)), str(row.place(field))
        found.append(Proposed(change, p.ref, *places, column.heading, *words))
    return found


def _said(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    return short_date(value) if isinstance(value, date) else str(value)
