"""Compare policies: the same run over the same placements, as it is and under each scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from xl_recoup.checks import CATALOGUE
from xl_recoup.comparison.all_agree import with_all_agreements
from xl_recoup.contract import SCENARIOS, normal
from xl_recoup.errors import Refused
from xl_recoup.records import Finding, Severity, short_record
from xl_recoup.run.calculate import calculate
from xl_recoup.run.controls import ControlFailed
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.scenarios.changed_tables import ChangedTables, every_scenario
from xl_recoup.scenarios.scenario_list import Fault, Scenario, Trouble
from xl_recoup.scenarios.wrong_rows import makes_unusable
from xl_recoup.tables import WorkbookTables
from xl_recoup.words import listed

CODES = {Fault.VALUE: "A51", Fault.CONTRADICTION: "A53"}
"""The checks that tell what only a run of the scenario shows."""


@short_record
class Outcome:
    """What a workbook comes to, as it is or under a scenario."""

    name: str
    """Of the scenario; "" for the workbook as it is."""
    result: Result
    if_all_agree: Result
    """The same if every school had agreed to every scheme, for the whole year."""
    scenario: Scenario | None = None


@short_record
class Comparison:
    """A workbook as it is, and under those of its scenarios that could be run."""

    today: Outcome
    outcomes: Sequence[Outcome]
    left_out: Sequence[str]
    """The scenarios with an error, which were not run."""
    findings: Sequence[Finding]
    """What is wrong with scenarios, in the order of their sheet."""


def compare(
    book: WorkbookTables,
    *,
    as_at: date | None,
    today: date,
    names: Sequence[str] = (),
    progress: Progress = silent,
) -> Comparison:
    """Run a workbook as it is and under its scenarios, or under those of some names.

    The days are those of `calculate`. Raises Refused where there is no scenario, or none of a name.
    """

    def run(tables: WorkbookTables) -> Result:
        return calculate(tables, as_at=as_at, today=today, what="same")

    changed = _chosen(every_scenario(book), names)
    progress("calculating as it is")
    base = Outcome("", run(book), run(with_all_agreements(book)))
    sheet = _sheet(book)
    findings = [f for f in base.result.findings if f.place.sheet == sheet]
    outcomes, left_out = [], []
    for one in changed:
        name = one.scenario.name
        progress(f"calculating {name}")
        made = _outcome(one, base.result, run) if one.can_run else []
        if isinstance(made, Outcome):
            outcomes.append(made)
        else:
            left_out.append(name)
            findings += map(_finding, made)
    return Comparison(base, outcomes, left_out, list(dict.fromkeys(findings)))


def _sheet(book: WorkbookTables) -> str:
    table = book.find(SCENARIOS.name)
    return table.sheet if table else ""


def _chosen(changed: list[ChangedTables], names: Sequence[str]) -> list[ChangedTables]:
    if not changed:
        raise Refused(
            f"There is nothing to compare: the table {SCENARIOS.name} has no rows. Enter on the"
            f" sheet {SCENARIOS.sheet} what might be decided, a row for each change."
        )
    known = [{normal(one.scenario.name), normal(one.scenario.written_name)} for one in changed]
    for name in names:
        if not any(normal(name) in own for own in known):
            have = listed(list(dict.fromkeys(one.scenario.written_name for one in changed)))
            raise Refused(f"There is no scenario named “{name}”. The workbook has {have}.")
    wanted = set(map(normal, names)) or set[str]().union(*known)
    return [one for one, own in zip(changed, known, strict=True) if own & wanted]


def _outcome(
    changed: ChangedTables, base: Result, run: Callable[[WorkbookTables], Result]
) -> Outcome | list[Trouble]:
    """Return what a scenario comes to, or what only its run shows to be wrong with its rows."""
    try:
        result = run(changed.book)
    except ControlFailed:
        raise
    except Refused as refused:
        first = changed.scenario.alterations[0]
        words = f"the workbook can't be calculated so: {str(refused).rstrip('.')}"
        return [first.trouble(Fault.VALUE, "value", words, "Correct the value.")]
    troubles = _made_wrong(changed, base, result)
    if troubles:
        return troubles
    agreed = run(with_all_agreements(changed.book))
    return Outcome(changed.scenario.name, result, agreed, changed.scenario)


def _made_wrong(changed: ChangedTables, base: Result, result: Result) -> list[Trouble]:
    """Return the rows of a scenario that make a row of another table an error."""
    known = {(f.code, f.place) for f in base.findings}
    troubles = []
    for finding in result.findings:
        new = finding.severity is Severity.ERROR and (finding.code, finding.place) not in known
        row = int("".join(filter(str.isdigit, finding.place.cell)) or 0)
        guilty = changed.touched.get((finding.place.sheet, row))
        if new and guilty:
            words = finding.message.removeprefix(f"{finding.place}: ")
            troubles.append(makes_unusable(guilty[-1], f"{finding.place} says:", words))
    return troubles


def _finding(trouble: Trouble) -> Finding:
    check = CATALOGUE[CODES[trouble.fault]]
    return Finding(check.code, check.severity, trouble.place, f"{trouble.place}: {trouble.words}")
