"""What a command answers: one object for programs, text for people, an exit code.

Every object has the same frame. `rows`, `totals` and `findings` are those of a run; where there
was none, or where they must not be told, `rows` and `totals` are null and `findings` is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from xl_recoup import __version__
from xl_recoup.errors import Refused
from xl_recoup.money import plain

if TYPE_CHECKING:
    from xl_recoup.records import ChargeLine, Finding, State
    from xl_recoup.run.movements import Movement
    from xl_recoup.run.result import Result

Json = dict[str, Any]
DONE, FOUND, REFUSED, STOPPED = 0, 1, Refused.exit_code, 130
DEFECT = 70
"""The program itself is at fault, which must look like no result: EX_SOFTWARE of sysexits."""


class Overview(NamedTuple):
    """The rows, totals and findings of a run, as a person is shown them."""

    result: Result
    every_finding: bool = False
    """Whether warnings and every error are shown; else the first errors."""


class Answer(NamedTuple):
    """What a command returns; one place prints it."""

    json: Mapping[str, Any] = MappingProxyType({})
    """What this command says to a program, beside and over the frame."""
    text: Sequence[str | Overview] = ()
    """What it says to a person on standard output."""
    told: Sequence[str] = ()
    """What a person should know besides, on standard error; a sentence each."""
    message: str = ""
    """Why it was refused or stopped, in a sentence, on standard error."""
    code: int = DONE
    held: bool = False
    """Whether rows are held: under --strict the exit code says so."""

    def exit_code(self, *, strict: bool) -> int:
        """Return what the process exits with."""
        return max(self.code, FOUND if strict and self.held else DONE)

    def framed(self, command: str | None, exit_code: int) -> Json:
        """Return the object that `--json` prints; every command's has at least these keys."""
        return {
            "command": command,
            "version": __version__,
            "exit_code": exit_code,
            "message": self.message or None,
            "told": list(self.told),
            "rows": None,
            "totals": None,
            "findings": [],
            "output": None,
        } | dict(self.json)


def of_run(
    result: Result,
    *text: str | Overview,
    output: object = None,
    code: int = DONE,
    told: Sequence[str] = (),
    **more: Any,
) -> Answer:
    """Return the answer of a command that ran; `output` is where it wrote, `more` its own keys."""
    said = result_json(result, None if output is None else str(output)) | more
    return Answer(said, text, told, code=code, held=result.tally.held > 0)


def of_refusal(refused: Refused) -> Answer:
    """Return the answer of a command that was refused."""
    sentence = str(refused)
    said: Json = {"error": sentence}
    if refused.codes:
        said["to_accept"] = list(refused.codes)
    return Answer(said, message=sentence, code=refused.exit_code)


def of_defect(sentence: str) -> Answer:
    """Return the answer of a command in which the program itself was at fault."""
    return Answer({"error": sentence}, message=sentence, code=DEFECT)


def result_json(result: Result, output: str | None) -> Json:
    """Return the object that `--json` prints, by the contract's names."""
    from xl_recoup.records import State  # whoever asks for help or for the version has no result

    t = result.tally
    return {
        "rows": {"read": t.read, "charged": t.charged, "nil": t.nil, "held": t.held},
        "totals": {status: plain(amount) for status, amount in result.totals.items()},
        "findings": [finding_json(f) for f in result.findings],
        "states": {state.value: _in_state(result.findings, state) for state in State},
        "moved": list(result.moved),
        "movements": None
        if result.movements is None
        else [movement_json(m) for m in result.movements],
        "checks": [{"code": c.code, "title": c.title, "findings": n} for c, n in result.checks],
        "as_at": result.policy.as_at.isoformat(),
        "financial_year": str(result.policy.period),
        "output": output,
    }


def _in_state(findings: Sequence[Finding], state: State) -> int:
    return sum(finding.state is state for finding in findings)


def finding_json(finding: Finding) -> Json:
    """Return one finding as JSON."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "item": finding.item,
        "state": finding.state.value,
        "message": finding.message,
    }


def movement_json(movement: Movement) -> Json:
    """Return what moved at one placement and school as JSON, amounts as text."""
    return {
        "laestab": movement.laestab,
        "school": movement.school,
        "reason": movement.reason.value,
        "placement_ref": movement.placement_ref,
        "before": plain(movement.before.total),
        "now": plain(movement.now.total),
        "difference": plain(movement.difference),
        **{status: plain(amount) for status, amount in movement.by._asdict().items()},
        "changed": movement.changed,
    }


def line_json(line: ChargeLine) -> Json:
    """Return one charge line as JSON, amounts as text so that no penny is lost."""
    return {
        "charge_ref": line.ref,
        "placement_ref": line.placement_ref,
        "laestab": line.laestab,
        "school": line.school,
        "scheme": line.scheme,
        "component": line.component,
        "legal_basis": line.legal_basis,
        "from": line.start.isoformat() if line.start else None,
        "to": line.end.isoformat() if line.end else None,
        "base": None if line.base is None else f"{line.base:f}",
        "units": None if line.units is None else str(line.units),
        "denominator": None if line.denominator is None else str(line.denominator),
        "amount": plain(line.amount),
        "status": line.status,
        "route": line.route,
        "reason": line.reason,
        "working": line.working,
    }
