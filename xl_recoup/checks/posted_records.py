"""Checks that what was posted is still what was posted, and that a year's end can prove it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate

from xl_recoup.accounts.after_posting import LEDGER_SHEET
from xl_recoup.accounts.posted_stretches import placement_of
from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.run_so_far import CHANGED_BY_HAND, Facts
from xl_recoup.checks.vanished_inputs import UNLIKE
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.money import ZERO, pounds
from xl_recoup.records import Entry, Place, RowKey
from xl_recoup.words import counted, long_date

NOT_SEALED = "A86"
"""Nothing is posted from one that has this finding either, until two people have sealed it."""
_RESTORE = "Restore the workbook from before that; until then nothing is posted."


@check(CHANGED_BY_HAND, ERROR, Stage.ACROSS, "Posted records changed by hand")
def changed_by_hand(facts: Facts) -> Iterator[Hit]:
    """A row of Ledger, Documents or Letters was overtyped, deleted, added or copied.

    Each entry bears a seal made of its cells and of the entry before it, and the run log keeps the
    last one. What the team fills in (PO number, Issued on, Finance reference, columns of its
    own) and the order of the rows are free. Where nothing is sealed yet, entries are numbered
    without a gap, and what each line of the run log found posted is what the Ledger had come to
    by one of its entries. While this stands, nothing can be posted, and placements whose posted
    entries were changed are held: all of them where it can't be told which entries those are.
    """
    rests = _resting(facts)
    held = f" {_held(len(rests))}" if rests else ""
    for name, record in facts.inputs.sealed.items():
        for place, words in record.altered:
            if name == LEDGER_SHEET:
                yield Hit(place, f"{words} {_RESTORE}{held}", rows=rests)
            else:
                yield Hit(place, f"{words} {_RESTORE}")
    if not any(record.altered for record in facts.inputs.sealed.values()):
        everything = frozenset(p.key for p in facts.rows)
        for place, words in _does_not_add_up(facts):
            yield Hit(place, f"{words} {_RESTORE} {_held(len(everything))}", rows=everything)


def _held(placements: int) -> str:
    return f"Meanwhile the charges of {counted(placements, 'placement')} are held."


def _resting(facts: Facts) -> frozenset[RowKey]:
    """Return the placements whose posted entries are altered; all, where it can't be told whose.

    A placement is named twice in an entry: of the two, one may be what was overtyped.
    """
    record = facts.inputs.sealed.get(LEDGER_SHEET)
    if record is None or not record.altered:
        return frozenset()
    if record.rows is None:
        return frozenset(p.key for p in facts.rows)
    altered = [e for e in facts.inputs.entries if e.row in record.rows]
    refs = {n for e in altered for n in (normal(e.placement_ref), placement_of(e.of))}
    refs |= {placement_of(e.ref) for e in altered}
    return frozenset(p.key for p in facts.rows if {normal(p.ref), normal(p.placement_ref)} & refs)


def _does_not_add_up(facts: Facts) -> Iterator[tuple[Place, str]]:
    """Yield how entries that have no digests yet can't be all that was posted, if they can't."""
    table = facts.inputs.table(LEDGER_SHEET)
    if table is None:
        return
    entries = sorted(facts.inputs.entries, key=lambda e: e.number)
    for number, entry in enumerate(entries, 1):
        if entry.number != number:
            what = "is there twice" if entry.number < number else f"follows on {number - 1}"
            yield (
                Place(table.sheet, f"A{entry.row}"),
                f"entry {entry.number} {what}, so posted lines were deleted or copied.",
            )
            return
    year = str(facts.policy.period)
    sums = {*accumulate((e.amount for e in entries if e.service_year == year), initial=ZERO)}
    for then in facts.inputs.posted_at_runs:
        if then.year == year and then.amount not in sums:
            yield (
                then.place,
                f"this run found {pounds(then.amount)} posted for {year}, and the Ledger has never"
                " come to that, so posted lines were deleted or changed.",
            )
            return


@check(NOT_SEALED, WARNING, Stage.ACROSS, "Posted records not sealed")
def not_sealed(facts: Facts) -> Iterator[Hit]:
    """An earlier edition posted what is in Ledger and Documents, so no seal protects it yet.

    Two people look at it once and seal it; until then nothing more is posted.
    """
    for name, record in facts.inputs.sealed.items():
        if record.unsealed:
            yield Hit(
                record.place,
                f"{counted(record.unsealed, 'row')} of {name} from here on"
                f" {'was' if record.unsealed == 1 else 'were'} posted by an earlier edition and"
                " can't show whether somebody changed them since. Compare them with what was sent"
                " out, then seal them: Post period in Excel, or post --seal; it needs an approver.",
            )


@check(UNLIKE, ERROR, Stage.ACROSS, "The run log says otherwise than its run")
def unlike_acceptances(facts: Facts) -> Iterator[Hit]:
    """What was accepted at a run, or who ran a posting, is not what that run noted.

    A cell of the run log was typed over, cleared or filled, or its line deleted. Nothing is posted
    until it says again what the run noted. Lines of earlier editions have no note, and are taken as
    they are.
    """
    for each in facts.inputs.unlike:
        run = f"the run of {_moment(each.moment)},"
        held = quoted(each.held) if each.held else "nothing"
        if not each.heading:
            words = f"the line of {run[:-1]} ({each.noted}) is gone. {_RESTORE}"
        elif each.noted:
            words = (
                f"{run} noted {quoted(each.noted)} under {each.heading}, and {held} stands there."
                " Type again what was noted; until then nothing is posted."
            )
        else:
            words = (
                f"{run} noted nothing under {each.heading}, and {held} stands there. Clear the"
                " cell; until then nothing is posted."
            )
        yield Hit(each.place, words)


def _moment(said: str) -> str:
    try:
        then = datetime.fromisoformat(said)
    except ValueError:  # somebody typed over the cell of the moment itself
        return said
    return f"{long_date(then)}, {then:%H:%M}"


@check("A99", WARNING, Stage.ACROSS, "Posted placement without a row")
def posted_without_row(facts: Facts) -> Iterator[Hit]:
    """What is posted for a placement that no row names any more is taken back.

    A row that was cleared or overtyped looks like one that was deleted because there was nothing to
    charge. Nothing is said once what takes it back is posted too.
    """
    known = {name for p in facts.rows for name in (normal(p.ref), normal(p.placement_ref))}
    year, gone = str(facts.policy.period), defaultdict[str, list[Entry]](list)
    for entry in facts.standing if not facts.why_not_taken_out else ():
        names = {normal(entry.placement_ref), placement_of(entry.of)}
        if entry.service_year == year and not names & known:
            gone[entry.placement_ref].append(entry)
    for ref, entries in gone.items():
        if amount := sum((entry.amount for entry in entries), ZERO):
            yield Hit(
                Place(LEDGER_SHEET, f"A{entries[0].row}"),
                f"{ref} was posted, {pounds(amount)} in all, and no placement row bears that"
                " reference any more, so this is taken back. Restore its row; where the placement"
                " came to nothing, restore it and fill in Cancelled on.",
            )
