"""A list that the AP team sends beside the placements: what is new, changed, ended, missing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from xl_recoup.adopt.compared_words import name_key
from xl_recoup.adopt.repeated_pupils import CLOSE
from xl_recoup.contract import PLACEMENTS, normal
from xl_recoup.records import Placement
from xl_recoup.words import short_date

Change = Literal["new", "changed", "ended", "missing", "unclear"]
"""What a list says of a placement; unclear: it can be one of several."""
_NOT_COMPARED = {"placement_ref", "episode_ref", "notes"}
_SAYS = [f for f in Placement.__dataclass_fields__ if f not in {"key", "ref", "columns"}]
_BY_FIELD = {c.field: c for c in PLACEMENTS.columns if c.field not in _NOT_COMPARED}
TOLD = ("code", "change", "ref", "place", "list_place", "heading", "before", "now")
"""What `--json` says of each; nothing of the pupil is in it."""


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
    about: str = ""
    """Which field of a placement differs; "" where it is about a whole row."""
    ours: Placement | None = None
    row: Placement | None = None
    """The list's row as a placement; None for one that the list lacks."""
    again: str = ""
    """The cell of the same row further up on the list, where it stands there twice."""

    known_code: str = ""
    """The code of a proposal that was seen before and is none any more."""

    @property
    def code(self) -> str:
        """What tells this proposal for the same one again: six characters, made from what it says.

        Where the workbook's cell or the list's has changed meanwhile, it is another one.
        """
        if self.known_code:
            return self.known_code
        of, said = self.ours, self.row
        seen: list[object] = [self.change, of.ref if of else self.ref, self.about, self.again]
        if self.about:
            seen += [getattr(of, self.about), getattr(said, self.about)]
        elif said is not None:
            seen += [repr(getattr(said, name)) for name in _SAYS]
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:6]

    def to_json(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        return {name: getattr(self, name) for name in TOLD}

    def sentence(self) -> str:
        """Return what a person reads; nothing of the pupil is in it."""
        if self.change == "new":
            return f"new: {self.list_place} of the list has no placement in the workbook."
        if self.change == "missing":
            return f"missing: {self.ref} ({self.place}) is not on the list, and has no End date."
        if self.again:
            return f"unclear: {self.list_place} of the list says the same as {self.again}."
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
    pupils = _Pupils(ours)
    found: list[Proposed] = []
    seen = set()
    news: dict[tuple[str, ...], str] = {}
    for row in theirs:
        named = by_ref.get(normal(row.placement_ref)) if "placement_ref" in told else None
        near = [named] if named else pupils.near(row)
        where = str(row.place("upn"))
        seen |= {p.key for p in near}
        if not near:
            says = tuple(repr(getattr(row, name)) for name in _SAYS)
            again = news.setdefault(says, where)
            if again == where:
                found.append(Proposed("new", "", "", where, row=row))
            else:
                found.append(Proposed("unclear", "", "", where, row=row, again=again))
        elif len(near) > 1:
            refs = ", ".join(p.ref for p in near)
            found.append(Proposed("unclear", refs, "", where, row=row))
        else:
            found += _differences(near[0], row, told)
    providers = {normal(p.provider) for p in theirs if p.provider}
    found += [
        Proposed("missing", p.ref, str(p.place("end_date")), "", ours=p)
        for p in ours
        if p.key not in seen and p.end_date is None and p.cancelled_on is None
        if not providers or normal(p.provider) in providers
    ]
    return found


class _Pupils:
    """The placements by pupil."""

    def __init__(self, ours: Sequence[Placement]) -> None:
        self.by_upn: dict[str, list[Placement]] = defaultdict(list)
        self.by_name: dict[str, list[Placement]] = defaultdict(list)
        for p in ours:
            if p.upn:
                self.by_upn[p.upn].append(p)
            if p.pupil:
                self.by_name[name_key(p.pupil)].append(p)

    def near(self, row: Placement) -> list[Placement]:
        """Return the placements that a row of the list can be about."""
        if row.upn and row.upn in self.by_upn:
            return _near(row, self.by_upn[row.upn])
        named = self.by_name.get(name_key(row.pupil), []) if row.pupil else []
        return _near(row, [p for p in named if _same_pupil(row, p)])


def _same_pupil(row: Placement, p: Placement) -> bool:
    """Say whether two of one name are one pupil: initials alone are many pupils'."""
    if row.upn and p.upn:
        return False
    pairs = [(row.date_of_birth, p.date_of_birth), (row.home_school, p.home_school)]
    both = [(a, b) for a, b in pairs if a and b]
    if any(a != b for a, b in both):
        return False
    return bool(both) or _close(row, p)


def _close(row: Placement, p: Placement) -> bool:
    return any(abs((a - b).days) <= CLOSE for a in _days(row) for b in _days(p))


def _days(p: Placement) -> list[date]:
    return [d for d in (p.exclusion_date, p.left_roll_on, p.start_date) if d is not None]


def _near(row: Placement, candidates: Sequence[Placement]) -> list[Placement]:
    same = [p for p in candidates if not row.provider or normal(row.provider) == normal(p.provider)]
    return [p for p in same if _close(row, p)] if _days(row) else same


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
        said = Proposed(change, p.ref, *places, column.heading, *words, field, p, row)
        found.append(said)
    return found


def _said(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    return short_date(value) if isinstance(value, date) else str(value)
