"""How findings stand: new since the last run, known, or signed off as the value stands.

A finding is the same one in another run if its check, its sheet, what its row is called and its
words are the same, but for days, amounts and cells: a row that moves, or a day that passes, makes
no finding new. What was signed for is more than that: what stands in the cell, and the amounts and
quoted words of the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from xl_recoup.checks.causes import what_it_says
from xl_recoup.checks.told_findings import SEEN, Told, Trouble, Weighed
from xl_recoup.contract import SignOff, normal
from xl_recoup.contract.cell_values import read_laestab
from xl_recoup.contract.sign_off_table import ALL_ITEMS
from xl_recoup.intake.last_run_record import LastRunRecord, Remembered
from xl_recoup.intake.named_cells import CellsByPlace, short_digest
from xl_recoup.intake.sheet_names import SheetNames, first_name
from xl_recoup.records import Finding, Placement, RowKey, Severity, State

FINDING, SIGNED = "finding", "signed off"
"""Kinds of the record: each finding with its state; what each sign-off was given for."""
_VALUES = re.compile(r"£[\d,.]*\d|“[^”]*”")


def told(
    findings: Iterable[Finding],
    rows: Iterable[Placement],
    cells: CellsByPlace,
    names: SheetNames,
) -> list[Told]:
    """Return findings with what their rows are called, and by what they are told again.

    `names` are those that the sheets have had.
    """
    refs = {p.key: p.placement_ref for p in rows}
    return [_told(finding, refs, cells, names) for finding in findings]


def _told(
    finding: Finding,
    refs: Mapping[RowKey, str],
    cells: CellsByPlace,
    names: SheetNames,
) -> Told:
    cell = cells(finding.place)
    item = (refs.get(finding.row, "") if finding.row else "") or cell.item
    named = replace(finding, item=item)
    identity = identity_of(named, names)
    value = short_digest(identity, cell.digest, *_VALUES.findall(finding.message))
    return Told(named, identity, value)


def identity_of(finding: Finding, names: SheetNames) -> str:
    """Return by what a finding is the same one in another run; `names` as `told` has them."""
    sheet = first_name(finding.place.sheet, names)
    return short_digest(finding.code, sheet, normal(finding.item), what_it_says(finding))


def weigh(
    sign_offs: Iterable[SignOff],
    found: Sequence[Told],
    before: LastRunRecord,
    names: SheetNames,
) -> list[Weighed]:
    """Return what each sign-off covers of the findings, as they were when it was first seen.

    A sign-off names a sheet by any of its `names`.
    """
    remembered: dict[str, dict[str, str]] = {}
    for name, value in before.of(SIGNED).items():
        sign_off, _, identity = name.partition(" ")
        remembered.setdefault(sign_off, {})[identity] = value
    by_code: dict[str, list[Told]] = {}
    for one in found:
        by_code.setdefault(normal(one.finding.code), []).append(one)
    return [
        _weighed(Weighed(s), by_code.get(normal(s.code), []), remembered, names)
        for s in sign_offs
        if any((s.code, s.sheet, s.item, s.signed_by))
    ]


def _weighed(
    weighed: Weighed,
    found: Sequence[Told],
    remembered: Mapping[str, Mapping[str, str]],
    names: SheetNames,
) -> Weighed:
    sign_off = weighed.sign_off
    fitting = [one for one in found if _fits(sign_off, one.finding, names)]
    warnings = [one for one in fitting if one.finding.severity is Severity.WARNING]
    if not sign_off.signed_by or sign_off.on is None:
        return replace(weighed, trouble=Trouble.UNSIGNED)
    if fitting and not warnings:
        return replace(weighed, trouble=Trouble.AN_ERROR)
    now = {one.identity: one.value for one in warnings}
    given_for = remembered.get(weighed.name, now | {SEEN: ""})
    covered = frozenset(i for i, value in now.items() if given_for.get(i) == value)
    everything = normal(sign_off.item) == ALL_ITEMS
    lapsed = [
        one.finding
        for one in warnings
        if one.identity not in covered and (one.identity in given_for or not everything)
    ]
    trouble = Trouble.LAPSED if lapsed else None if covered else Trouble.FITS_NOTHING
    return Weighed(sign_off, covered, given_for, trouble, lapsed)


def _fits(sign_off: SignOff, finding: Finding, names: SheetNames) -> bool:
    sheet = finding.place.sheet
    if normal(sign_off.sheet) not in map(normal, names.get(sheet, (sheet,))):
        return False
    wanted = normal(sign_off.item)
    return wanted == ALL_ITEMS or _plain(sign_off.item) == _plain(finding.item)


def _plain(item: str) -> str:
    return normal(read_laestab(item)[0] or item) if item else ""


def stated(
    found: Iterable[Told],
    weighed: Iterable[Weighed],
    before: LastRunRecord,
    *,
    same_run: bool = False,
) -> list[Told]:
    """Return findings with their states. Without an earlier run to compare with none is new.

    With `same_run` they are those of the run that left the record, and stand as they stood then.
    """
    covered = {identity for w in weighed for identity in w.covered}
    seen = before.of(FINDING)
    done = []
    for one in found:
        state = State.KNOWN if not seen or one.identity in seen else State.NEW
        if same_run and seen.get(one.identity) == State.NEW.value:
            state = State.NEW
        if one.identity in covered and one.finding.severity is Severity.WARNING:
            state = State.SIGNED_OFF
        done.append(replace(one, finding=replace(one.finding, state=state)))
    return done


def noted_findings(found: Iterable[Told], weighed: Iterable[Weighed]) -> Iterator[Remembered]:
    """Yield what the next run is to know of these findings and of the sign-offs."""
    yield Remembered(FINDING, SEEN, "")
    for identity, state in {one.identity: one.finding.state.value for one in found}.items():
        yield Remembered(FINDING, identity, state)
    given = {f"{w.name} {i}": value for w in weighed for i, value in w.given_for.items()}
    for name, value in given.items():
        yield Remembered(SIGNED, name, value)
