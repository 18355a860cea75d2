"""A list that the AP team sends beside the placements: what is new, changed, ended, missing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from xl_recoup.adopt.compared_words import name_key
from xl_recoup.adopt.repeated_pupils import CLOSE
from xl_recoup.contract import PLACEMENTS, normal
from xl_recoup.records import Placement
from xl_recoup.words import listed, short_date

Change = Literal["new", "changed", "ended", "missing", "unclear"]
"""What a list says of a placement; unclear: it can be one of several."""
_NOT_COMPARED = {"placement_ref", "episode_ref", "notes"}
_SAYS = [f for f in Placement.__dataclass_fields__ if f not in {"key", "ref", "columns"}]
_FIELDS = {c.heading: c.field for c in PLACEMENTS.columns}
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
    unread: tuple[str, ...] = ()
    """Headings of cells of the list's row that can't be read."""
    into: str = ""
    """The placement sheet on which a new row belongs; "" where more than one may be meant."""
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
            seen += [_repr(getattr(said, name)) for name in _SAYS]
            seen += self.unread if of is not None else ()
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:6]

    def to_json(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        return {name: getattr(self, name) for name in TOLD} | {"now": self.now or self.row_said()}

    def sentence(self) -> str:
        """Return what a person reads; nothing of the pupil is in it."""
        unread = f" {self._unread()}" if self.unread else ""
        if self.change == "new":
            said = self.row_said()
            return (
                f"new: {self.list_place} of the list has no placement in the"
                f" workbook{f': {said}' if said else ''}.{unread}"
            )
        if self.change == "missing":
            return f"missing: {self.ref} ({self.place}) is not on the list, and has no End date."
        if self.again:
            return f"unclear: {self.list_place} of the list says the same as {self.again}."
        if self.change == "unclear" and self.ours is not None:
            return f"unclear: {self.ref}:{unread}"
        if self.change == "unclear":
            return (
                f"unclear: {self.list_place} of the list can be more than one: {self.ref}.{unread}"
            )
        said = f": {self.before or 'blank'}, on the list {self.now}" if self.now else " differs"
        return (
            f"{self.change}: {self.ref}, {self.heading}{said} ({self.place}; {self.list_place} of"
            " the list)."
        )

    def _unread(self) -> str:
        """Return which cells of the list's row can't be read, and what to do."""
        row = self.row
        assert row is not None
        places = [(h, str(row.place(_FIELDS[h]))) for h in self.unread]
        said = listed([f"{heading} ({place})" for heading, place in places])
        return f"{said} can't be read on the list: put it right there."

    def row_said(self) -> str:
        """Return what the list says of a new row, without what is about the pupil."""
        row = self.row
        if self.change != "new" or row is None:
            return ""
        shown = []
        for column in PLACEMENTS.columns:
            value = getattr(row, column.field)
            if column.private or column.field in row.unreadable or value in (None, "", False):
                continue
            shown.append(f"{column.heading} {_said(value)}")
        return "; ".join(shown)

    def pupil_said(self) -> str:
        """Return the initials and the number of the list's pupil, for the workbook alone."""
        row = self.row
        if row is None or self.about:
            return ""
        initials = "".join(f"{letter.upper()}." for letter in _initials(row.pupil))
        return ", ".join(t for t in (initials, row.upn) if t)


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
            says = tuple(_repr(getattr(row, name)) for name in _SAYS)
            again = news.setdefault(says, where)
            if again == where:
                found.append(Proposed("new", "", "", where, row=row, unread=_unread(row, told)))
            else:
                found.append(Proposed("unclear", "", "", where, row=row, again=again))
        elif len(near) > 1:
            refs = ", ".join(p.ref for p in near)
            unread = _unread(row, told)
            found.append(Proposed("unclear", refs, "", where, row=row, unread=unread))
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
        if field in told and field in row.unreadable:
            places = str(p.place(field)), str(row.place(field))
            unread = (column.heading,)
            found.append(
                Proposed("unclear", p.ref, *places, column.heading, ours=p, row=row, unread=unread)
            )
            continue
        if field not in told or now in (None, ""):
            continue
        before = getattr(p, field)
        if field == "pupil" and before and _one_name(str(before), str(now)):
            continue
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


def _unread(row: Placement, told: Collection[str]) -> tuple[str, ...]:
    """Return the headings of what can't be read of a list's row."""
    return tuple(c.heading for f, c in _BY_FIELD.items() if f in told and f in row.unreadable)


def _initials(name: str) -> list[str]:
    """Return the first letters of a name's words; of `A.B.` and `AB` each letter."""
    words = re.findall(r"[^\W\d_]+", name)
    if len(words) == 1 and words[0].isupper() and len(words[0]) <= 3:
        return [*words[0].casefold()]
    return [word[0].casefold() for word in words]


def _one_name(one: str, other: str) -> bool:
    """Say whether one of two names is the initials of the other, in whatever order."""
    if not any(re.fullmatch(r"([^\W\d_]\W*)+|[A-Z]{2,3}", name) for name in (one, other)):
        return False
    few, many = sorted((Counter(_initials(one)), Counter(_initials(other))), key=Counter.total)
    return few.total() > 1 and few <= many


def _repr(value: object) -> str:
    """Return a value as text, sets in one order: another process would have another one."""
    return repr(sorted(value)) if isinstance(value, frozenset | set) else repr(value)


def _said(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    return short_date(value) if isinstance(value, date) else str(value)
