"""What moved since the last run, per placement and school, each with its reason.

A reason is found, not guessed: where more than one input is another, the run charges again with
each of them as it was. What alone brings the old amounts back is the reason; else it is several.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from xl_recoup.errors import Refused
from xl_recoup.intake.last_run_record import LastRunRecord
from xl_recoup.policy.school_list import SchoolList
from xl_recoup.records import short_record
from xl_recoup.run.charged_amounts import NOTHING, Amounts, BySchool, Charged, Noted, charges_before
from xl_recoup.run.inputs_before import InputsBefore, Reason
from xl_recoup.tables import WorkbookTables
from xl_recoup.words import listed, long_date

ChargeAgain = Callable[[WorkbookTables, date], Charged]
"""Charges a workbook as at a day. Raises Refused where it can't be."""
OWN_ROW = "its row, or its changes"
OTHER_ROW = "another row: a school, a provider or a placement beside it"


@short_record
class Movement:
    """What one placement comes to at one school now, against the last run."""

    laestab: str
    school: str
    reason: Reason
    placement_ref: str
    before: Amounts
    now: Amounts
    changed: str
    """What is another than it was, in words."""

    @property
    def by(self) -> Amounts:
        """The differences: billable (with posted), asked and held."""
        return self.now.less(self.before)

    @property
    def difference(self) -> Decimal:
        """The difference in all, in pounds."""
        return self.by.total


def movements(
    charged: Charged,
    rows: Mapping[str, tuple[str, str]],
    names: Mapping[str, str],
    schools: SchoolList,
    record: LastRunRecord,
    inputs: InputsBefore,
    again: ChargeAgain,
) -> list[Movement]:
    """Return what moved, by school and placement; the differences are those of the totals.

    `names` has the references as they are written. Where a placement is not among them, it was
    noted by the last run.
    """
    before = charges_before(record)
    moved = sorted(
        ref
        for ref in before.keys() | charged.keys()
        if charged.get(ref, {}) != (before[ref].amounts if ref in before else {})
    )
    kept = [ref for ref in moved if ref in before and ref in rows]
    reasons = _reasons(kept, charged, before, inputs, again)
    told = cache(inputs.told)  # once for each reason, however many it moved
    found = []
    for ref in moved:
        reason, words = _told(ref, reasons.get(ref, ()), rows, before, told)
        was = before[ref].amounts if ref in before else {}
        now = charged.get(ref, {})
        found += [
            Movement(
                laestab,
                _school(schools, laestab),
                reason,
                names.get(ref) or before[ref].ref,
                was.get(laestab, NOTHING),
                now.get(laestab, NOTHING),
                words,
            )
            for laestab in {*was, *now}
            if was.get(laestab) != now.get(laestab)
        ]
    return sorted(found, key=lambda m: (m.laestab, m.placement_ref))


def _school(schools: SchoolList, laestab: str) -> str:
    known = schools.all(laestab)
    return known[-1].name if known else ""


def _reasons(
    refs: Collection[str],
    now: Charged,
    before: Mapping[str, Noted],
    inputs: InputsBefore,
    again: ChargeAgain,
) -> dict[str, list[Reason]]:
    """Return the reasons for which placements that are still there have moved."""
    others = [Reason.INPUT] if inputs.others else []
    others += [Reason.VERSION] if inputs.version else []
    back = inputs.reasons
    possible = [*back, *others]
    if not refs or len(possible) < 2:
        return dict.fromkeys(refs, possible or [Reason.INPUT])
    try:
        single = {reason: again(*inputs.taken_back([reason])) for reason in back}
        whole = single[back[0]] if len(back) == 1 else now
        if len(back) > 1:
            whole = again(*inputs.taken_back(back))
    except Refused:
        return dict.fromkeys(refs, possible)
    return {
        ref: _of_one(
            now.get(ref, {}),
            before[ref].amounts,
            {reason: charged.get(ref, {}) for reason, charged in single.items()},
            whole.get(ref, {}),
            others or [Reason.INPUT],
        )
        for ref in refs
    }


def _of_one(
    now: BySchool,
    before: BySchool,
    single: Mapping[Reason, BySchool],
    whole: BySchool,
    others: list[Reason],
) -> list[Reason]:
    """Return the reasons for which one placement has moved: one where it explains all of it.

    `single` is what it would come to with one input as it was, `whole` with all of them.
    """
    if whole == before:
        enough = [reason for reason, amounts in single.items() if amounts == before]
        if len(enough) == 1:
            return enough
        others = []
    elif whole == now:
        return others
    counting = [reason for reason, amounts in single.items() if amounts != now]
    return found if len(found := [*counting, *others]) > 1 else [*single, *others]


def _told(
    ref: str,
    reasons: Collection[Reason],
    rows: Mapping[str, tuple[str, str]],
    before: Mapping[str, Noted],
    told: Callable[[Reason], str],
) -> tuple[Reason, str]:
    """Return the one reason that is shown, and what is another, in words."""
    if ref not in before:
        return Reason.NEW, ""
    if ref not in rows:
        return Reason.DELETED, ""
    if len(reasons) > 1:
        return Reason.SEVERAL, listed([reason.value for reason in reasons])
    (reason,) = reasons
    if reason is not Reason.INPUT:
        return reason, told(reason)
    (digest, end), was = rows[ref], before[ref]
    if digest == was.digest and end and not was.end:
        return Reason.ENDED, f"on {long_date(date.fromisoformat(end))}"
    return reason, OWN_ROW if (digest, end) != (was.digest, was.end) else OTHER_ROW
