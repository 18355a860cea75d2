"""What can be wrong with a row of a scenario, in words: by itself, and where it is applied."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date

from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import Issue, quoted
from xl_recoup.scenarios.reached_tables import Target
from xl_recoup.scenarios.scenario_list import Alteration, Fault, Trouble
from xl_recoup.words import listed, long_date

FEW = 8
"""As many names as a sentence lists in full."""


def nearest(words: str, known: Sequence[str]) -> str:
    """Return what may have been meant, for a sentence: `perhaps Percentage`, or all of a few."""
    if len(known) <= FEW:
        return f"one of {listed(known)}" if len(known) > 1 else known[0]
    by_normal = {normal(name): name for name in known}
    close = difflib.get_close_matches(normal(words), by_normal, n=3, cutoff=0.5)
    if close:
        return f"perhaps {' or '.join(by_normal[key] for key in close)}"
    return f"such as {listed(known[:2])}"


def said_wrongly(alteration: Alteration, target: Target) -> Trouble | None:
    """Return what is wrong with a row whatever the tables hold: its column or its days."""
    return _column(alteration, target) or _days(alteration, target)


def _column(alteration: Alteration, target: Target) -> Trouble | None:
    says, sheet = alteration.says, target.spec.sheet
    column, may = target.column(says.column), target.may_change
    if column is not None and column.heading in may:
        return None
    remedy = f"Enter a heading of that sheet, {nearest(says.column, may)}."
    if column is None and not says.column:
        words = f"a change of a {says.changes} has to say which column of {sheet} it changes"
        return alteration.trouble(Fault.UNKNOWN, "column", words, remedy)
    if column is None:
        words = f"{sheet} has no column {quoted(says.column)}"
        return alteration.trouble(Fault.UNKNOWN, "column", words, remedy)
    if column.heading in target.named_by:
        words = f"{column.heading} names a row of {sheet} and is not changed by a scenario"
        return alteration.trouble(Fault.CONTRADICTION, "column", words, remedy)
    words = f"no charge rests on {column.heading} of {sheet}, so nothing would change"
    return alteration.trouble(Fault.NOTHING, "column", words, remedy)


def _days(alteration: Alteration, target: Target) -> Trouble | None:
    says = alteration.says
    if says.start is None and says.end is None:
        return None
    named = normal(says.column or target.usual)
    field = "start" if says.start else "end"
    if target.days is None:
        words = "a setting counts for the whole year, and this names days"
        return alteration.trouble(Fault.CONTRADICTION, field, words, "Clear From and To.")
    if named in map(normal, target.days):
        words = f"this names the days of a change of the days themselves, under {says.column}"
        return alteration.trouble(Fault.CONTRADICTION, field, words, "Clear From and To.")
    if says.start and says.end and says.end < says.start:
        words = f"this is before {long_date(says.start)}, the first day"
        return alteration.trouble(Fault.CONTRADICTION, "end", words, "Correct one of the two days.")
    return None


def unreadable(alteration: Alteration, heading: str, issue: Issue) -> Trouble:
    """Return that a value can't stand under the heading for which it is meant."""
    words = f"under {heading} of {alteration.says.item} this {issue.words}"
    remedy = f"Type it as it would be typed under {heading}."
    return alteration.trouble(Fault.VALUE, "value", words, remedy)


def below_one(alteration: Alteration, heading: str, issue: Issue) -> Trouble:
    """Return that a percentage may have been meant as a part of 1."""
    words = (
        f"{heading} {issue.words}. Type the number of per cent, or give the cell the format of one;"
        " leave it so if a part of one per cent is meant."
    )
    return Trouble(Fault.BELOW_ONE, alteration.place("value"), words)


def changes_nothing(alteration: Alteration, what: str) -> Trouble:
    """Return that a value is what stands there already."""
    words = f"{what} holds that already, so nothing would change"
    return alteration.trouble(
        Fault.NOTHING, "value", words, "Type what would be another way, or delete the row."
    )


def no_such_days(alteration: Alteration, sheet: str) -> Trouble:
    """Return that what is changed has no row for the days that are named."""
    says = alteration.says
    named = [
        f"{word} {long_date(day)}"
        for word, day in (("from", says.start), ("to", says.end))
        if isinstance(day, date)
    ]
    words = f"{says.item} has no row on the sheet {sheet} for any day {' '.join(named)}"
    return alteration.trouble(
        Fault.NOTHING,
        "start" if says.start else "end",
        words,
        "Correct the days here, or those of the row there.",
    )


def twice(alteration: Alteration, other: Alteration) -> Trouble:
    """Return that another row of the scenario changes the same for the same days."""
    words = (
        f"{other.place('value')} changes the same for some of the same days, and which of the two"
        " counts is not known"
    )
    return alteration.trouble(
        Fault.CONTRADICTION, "value", words, "Delete one of them, or correct their days."
    )


def makes_unusable(alteration: Alteration, cell: str, words: str) -> Trouble:
    """Return that a row can't be used any more with a change; `cell` says what is wrong with it."""
    said = f"with this change {cell} {words.rstrip('.')}"
    return alteration.trouble(
        Fault.CONTRADICTION, "value", said, "Correct it, or change the other cell as well."
    )
