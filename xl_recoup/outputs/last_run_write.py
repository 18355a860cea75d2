"""The record that a run leaves for the next one: what every part of it wants to know again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xl_recoup.checks.vanished_inputs import CHANGED, ERRORS
from xl_recoup.contract import PLACEMENT_CHANGES, normal
from xl_recoup.intake.last_run_record import Remembered
from xl_recoup.intake.vanished import ACCEPTED, RECORD
from xl_recoup.outputs.moved_tables import noted_movements
from xl_recoup.records import Severity
from xl_recoup.run.result import Result


def _seen(result: Result) -> Iterable[Remembered]:
    return result.seen


def _accepted(result: Result) -> Iterable[Remembered]:
    names = dict.fromkeys((*result.before.of(ACCEPTED), *result.accepted_missing))
    return (Remembered(ACCEPTED, name, "") for name in names)


def _errors(result: Result) -> Iterable[Remembered]:
    """Yield the placements that had errors: they stay errors while what they rest on is missing."""
    if result.missing:
        kept = result.before.of(ERRORS)
        return (Remembered(ERRORS, ref, codes) for ref, codes in kept.items())
    refs = {p.key: p.ref for p in result.rows}
    codes: dict[str, list[str]] = {}
    for f in result.findings:
        if f.severity is Severity.ERROR and f.row in refs:
            codes.setdefault(refs[f.row], []).append(f.code)
    return (Remembered(ERRORS, ref, " ".join(sorted(set(c)))) for ref, c in codes.items())


def _changed(result: Result) -> Iterable[Remembered]:
    """Yield the placements that Changes names, as long as the table is there to name them."""
    if any(name.startswith(PLACEMENT_CHANGES.name) for name in result.missing):
        kept = result.before.of(CHANGED)
        return (Remembered(CHANGED, ref, "") for ref in kept)
    refs = dict.fromkeys(normal(c.placement_ref) for c in result.policy.changes.rows)
    held = {f.row for f in result.findings if f.code == "R27"}  # whose changes are nobody's yet
    knew = {normal(ref) for ref in result.before.of(CHANGED)}
    refs |= dict.fromkeys(r for p in result.rows if p.key in held and (r := normal(p.ref)) in knew)
    return (Remembered(CHANGED, ref, "") for ref in refs)


def _noted(result: Result) -> Iterable[Remembered]:
    return result.noted


NOTED: tuple[Callable[[Result], Iterable[Remembered]], ...] = (
    _seen,
    _noted,
    noted_movements,
    _accepted,
    _errors,
    _changed,
)
"""What each part of a run wants the next run to know; a part adds its function here."""


def remembered(result: Result) -> list[Remembered]:
    """Return all that a run notes for the next. Raises ValueError where a name is noted twice."""
    rows = [row for note in NOTED for row in note(result)]
    if len({(row.kind, row.name) for row in rows}) < len(rows):
        raise ValueError("of one kind a name is noted twice")
    return rows


def torn(result: Result) -> bool:
    """Say whether the last record is gone or altered: it is not replaced until that is accepted."""
    return RECORD in result.missing
