"""Every check of the catalogue keeps its promises, each shown by a case of its own."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from importlib import import_module

import pytest

from tests.checks import CASES, MODULES
from tests.checks.severities import ERROR_CODES, WARNING_CODES
from tests.support.books import pex, run
from xl_recoup.checks import CATALOGUE, Check, catalogue
from xl_recoup.checks.catalogue import Stage, check
from xl_recoup.contract import is_placements_table
from xl_recoup.records import Finding, Severity
from xl_recoup.run.result import Result

CODES = [c.code for c in catalogue()]
SHOWN = [code for code in CODES if code in CASES]
"""The checks that have a case. That all of them have one is a test of its own."""
WARNED = [code for code in SHOWN if CATALOGUE[code].severity is Severity.WARNING]
HELD = [
    code
    for code in SHOWN
    if CATALOGUE[code].severity is Severity.ERROR and is_placements_table(CASES[code].at.split()[0])
]
DOING = re.compile(
    r"(?:^|[.;:,] |: |and )(?:type|enter|correct|check|copy|give|add|clear|delete|replace|ask|end"
    r"|fill|unhide|choose|open|paste|change|close|use|complete|make|say|charge|consider|restore|post|press|cancel|answer|drag)\b",
    re.IGNORECASE,
)
HARSH = re.compile(
    r"\b(?:invalid|illegal|fatal|fail(?:ed|ure)?|bad|must|null|nan|please|unable|validation)\b"
    r"|\(s\)",
    re.IGNORECASE,
)


def found(result: Result, code: str) -> list[Finding]:
    """Return the findings of one check."""
    return [f for f in result.findings if f.code == code]


@pytest.mark.parametrize("code", SHOWN)
def test_a_sound_workbook_passes(code: str) -> None:
    """A check has nothing to say of what is right, and no error hides the row from it."""
    result = run(**CASES[code].passes)
    assert found(result, code) == []
    assert [f.message for f in result.findings if f.row and f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("code", SHOWN)
def test_one_fault_is_found_once_at_its_place(code: str) -> None:
    """One fault gives one finding, at the right cell, with the severity of its check."""
    case = CASES[code]
    findings = found(run(**case.once), code)
    assert [(str(f.place), f.severity) for f in findings] == [
        (at, CATALOGUE[code].severity) for at in (case.at, case.beside) if at
    ]


@pytest.mark.parametrize("code", SHOWN)
def test_several_faults_are_all_found(code: str) -> None:
    """Several faults give as many findings, or one that speaks of all of them in the plural."""
    case = CASES[code]
    findings = found(run(**case.several), code)
    assert len(findings) == case.count
    assert len({(f.place, f.message) for f in findings}) == case.count
    assert any(case.says in f.message for f in findings)
    assert case.says or case.count > 1, "either the count or the words show the plural"


@pytest.mark.parametrize("code", SHOWN)
def test_a_message_says_where_what_and_what_to_do(code: str) -> None:
    """A message begins with its place, is made of sentences, tells what to do, and is gentle."""
    case = CASES[code]
    for finding in found(run(**case.once), code) + found(run(**case.several), code):
        message = finding.message
        place, words = message[: len(str(finding.place))], message[len(str(finding.place)) :]
        assert place == str(finding.place)
        assert re.match(r": \S", words), message
        assert message.endswith(".")
        assert "  " not in message
        assert ".." not in message
        assert " ," not in message
        last = re.split(r"(?<=[.?]) (?=[A-Z])", words)[-1]
        assert DOING.search(last), f"says what to do: {message}"
        assert not HARSH.search(message), message
        assert len(message) <= 400, message


@pytest.mark.parametrize("code", HELD)
def test_an_error_holds_its_row_for_that_reason_alone(code: str) -> None:
    """A row with one error has one line, of 0.00, held, with that code and no other as Reason."""
    result = run(**CASES[code].once)
    findings = found(result, code)
    held = {row for finding in findings for row in finding.rows or {finding.row}}
    lines = [line for line in result.lines if line.row in held]
    rows = 2 if CASES[code].beside else 1
    assert [(line.amount, line.status, line.reason) for line in lines] == [
        (Decimal("0.00"), "held", code)
    ] * rows
    assert result.tally.held == rows


@pytest.mark.parametrize("code", WARNED)
def test_a_warning_changes_no_line(code: str) -> None:
    """A warned row is charged as it would be without the fault that is warned of."""
    case = CASES[code]
    sound, warned = run(**case.passes), run(**case.once)
    if case.lines_differ:
        assert sound.lines != warned.lines, "the lines can be compared after all"
    else:
        assert sound.lines == warned.lines


@pytest.mark.parametrize("code", WARNED)
def test_without_the_warning_the_lines_are_the_same(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving a warning's check out of the catalogue leaves every charge line as it is."""
    case = CASES[code]
    before = [run(**case.once).lines, run(**case.several).lines]
    monkeypatch.delitem(CATALOGUE, code)
    assert [run(**case.once).lines, run(**case.several).lines] == before


def test_every_check_has_a_case_and_every_case_a_check() -> None:
    """A check without a case fails here, as does a case whose check is gone."""
    lacking, left = {*CODES} - {*CASES}, {*CASES} - {*CODES}
    assert not lacking, f"no case in tests/checks for {sorted(lacking)}"
    assert not left, f"no check in xl_recoup/checks for the cases {sorted(left)}"


def test_cases_stand_by_the_modules_of_their_checks() -> None:
    """The cases of `checks/identity.py` are in `cases_identity.py`, and so on, each once."""
    for module in MODULES:
        name = module.__name__.rpartition("cases_")[2]
        checks = import_module(f"xl_recoup.checks.{name}")
        own = {c for c in CODES if CATALOGUE[c].function.__module__ == checks.__name__}
        assert set(module.CASES) == own
    assert sum(len(module.CASES) for module in MODULES) == len(CASES)


def test_severities_are_those_of_the_contract() -> None:
    """Each check has the severity that the contract's words give it, stated apart by hand."""
    stated = ERROR_CODES + WARNING_CODES
    assert [code for code, n in Counter(stated).items() if n > 1] == []
    assert sorted(stated) == sorted(CODES)
    assert sorted(c.code for c in catalogue() if c.severity is Severity.ERROR) == sorted(
        ERROR_CODES
    )


@pytest.mark.parametrize("one", catalogue(), ids=lambda c: c.code)
def test_a_check_explains_itself(one: Check) -> None:
    """A check has a title and a help text, and a code whose letter tells its stage."""
    assert one.title
    assert not one.title.endswith(".")
    first = one.help.split("\n\n")[0]
    assert len(first) >= 20
    assert one.help.endswith((".", "?"))
    assert one.code[0] == {Stage.SHEET: "S", Stage.ROW: "R", Stage.ACROSS: "A"}[one.stage]
    assert re.fullmatch(r"[SRA]\d\d", one.code)


def test_titles_are_all_different() -> None:
    """No two checks have one title, so that the Check results sheet tells them apart."""
    assert len({c.title for c in catalogue()}) == len(CODES)


def test_a_code_can_not_be_taken_twice() -> None:
    """Entering a second check under a code is refused at once."""
    with pytest.raises(ValueError, match="two checks have the code S01"):
        check("S01", Severity.ERROR, Stage.SHEET, "Another")(lambda facts: iter(()))


def test_passed_checks_are_reported_too() -> None:
    """A run says of every check how often it found something, also of those that passed."""
    result = run([pex()])
    assert [(c.code, n) for c, n in result.checks] == [(code, 0) for code in CODES]


def test_findings_come_in_the_order_of_the_workbook() -> None:
    """Findings are sorted by sheet, row and column, as somebody goes through the workbook."""
    faulty = pex(1, **{"Home school": None, "EAL": "?", "Days per week": 9})
    found_at = [f.place.cell for f in run([faulty, pex(2, Scheme="X")]).findings]
    assert found_at == ["G5", "T5", "AE5", "J6"]


def test_faults_of_two_kinds_are_both_named() -> None:
    """A row with two faults has one held line that names both codes."""
    (line,) = run([pex(1, EAL="?", Scheme=None)]).lines
    assert (line.status, line.reason) == ("held", "S05, R05")
