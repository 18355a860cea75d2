"""What a scenario needs before it can be charged: agreements, approved rates, notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xl_recoup.comparison.compare import Outcome
from xl_recoup.contract import normal
from xl_recoup.money import ZERO, pounds
from xl_recoup.records import ChargeLine, RowKey, Severity
from xl_recoup.run.result import Result
from xl_recoup.words import counted, some


def needs(today: Outcome, outcome: Outcome) -> Iterator[str]:
    """Yield each thing that a scenario needs, in a sentence; and what can't be said without it."""
    result = outcome.result
    if _amounts(result) == _amounts(today.result):
        yield "No charge to any of these placements would be another."
        return
    before = set(_amounts(today.result))
    lines = [x for x in result.lines if _amount(x) not in before]
    asked = [line for line in lines if line.status == "asked"]
    if asked:
        schools = counted(len({line.laestab for line in asked}), "school")
        yield (
            f"It needs the agreement of {schools}: {_sum(asked)} of what it changes can only be"
            " asked for."
        )
    draft = [line for line in lines if line.draft_rate and line.amount]
    if draft:
        yield f"It needs the approval of draft rates, on which {_sum(draft)} of it rest."
    yield from _notice(outcome)
    yield from _held(today.result, result)


def _amounts(result: Result) -> list[tuple[str, str, str]]:
    return sorted(map(_amount, result.lines))


def _amount(line: ChargeLine) -> tuple[str, str, str]:
    return line.ref, line.status, f"{line.laestab} {line.amount}"


def _sum(lines: Iterable[ChargeLine]) -> str:
    return pounds(sum((line.amount for line in lines), ZERO))


def _notice(outcome: Outcome) -> Iterator[str]:
    rows = outcome.scenario.alterations if outcome.scenario else ()
    named = {normal(a.says.item): a.says.item for a in rows if a.says.changes == "scheme"}
    for code, written in named.items():
        rows_of = [s for s in outcome.result.policy.schemes.rows if normal(s.code) == code]
        days = max((s.notice_days for s in rows_of if s.in_use), default=0)
        under = [p for p in outcome.result.rows if normal(p.scheme) == code]
        without = [p for p in under if p.notice_sent_on is None]
        if days and without:
            yield (
                f"It needs {days} days' notice to the school for"
                f" {counted(len(without), 'placement')} under {written} without one."
            )


def _held(today: Result, result: Result) -> Iterator[str]:
    new = _rows_with_errors(result) - _rows_with_errors(today)
    if new:
        first = next(f for f in result.findings if f.row in new and f.severity is Severity.ERROR)
        refs = {p.key: p.placement_ref for p in result.rows}
        yield (
            f"{counted(len(new), 'placement')} can't be charged under it"
            f" ({some(sorted(refs[key] for key in new))}). {first.message}"
        )


def _rows_with_errors(result: Result) -> set[RowKey]:
    return {f.row for f in result.findings if f.row and f.severity is Severity.ERROR}
