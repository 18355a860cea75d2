"""The controls of a run: each tampering is caught, and then nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import SPECIAL, pex
from tests.support.books import run as calculated
from tests.support.workbook_files import PLACEMENTS, contents, fix_clock_and_user, run, sound
from xl_recoup.charging.summary import SchoolTotals, Tally, by_school
from xl_recoup.records import ChargeLine, Placement, RowKey
from xl_recoup.run import calculate as calculating
from xl_recoup.run.controls import ControlFailed, recomputed, reconcile

Lines = list[ChargeLine]
FIVE = Decimal("5.00")
ROWS = [*PLACEMENTS, pex(7, **{"Home school": SPECIAL})]
"""Sound rows, two of which are nil."""


def _reconcile(
    *,
    summed: bool = False,
    rows: Callable[[list[Placement]], list[Placement]] = list,
    lines: Callable[[Lines], Lines] = list,
    tally: Callable[[Tally], Tally] = lambda t: t,
    schools: Callable[[list[SchoolTotals]], list[SchoolTotals]] = list,
) -> None:
    """Reconcile a sound run after something of it was changed.

    With `summed` the summary is that of the changed lines, as when charging itself went wrong.
    """
    r = calculated(ROWS)
    changed = lines(r.lines)
    summary = by_school(changed, r.policy.schools, r.disputed) if summed else r.schools
    reconcile(rows(r.rows), changed, tally(r.tally), schools(summary))


def _one(ref: str, /, **changes: Any) -> Callable[[Lines], Lines]:
    """Return a change of one line."""

    def change(lines: Lines) -> Lines:
        assert any(line.ref == ref for line in lines)
        return [replace(line, **changes) if line.ref == ref else line for line in lines]

    return change


def _without(*refs: str) -> Callable[[Lines], Lines]:
    return lambda lines: [line for line in lines if line.ref not in refs]


def _moved_between_nil_lines(lines: Lines) -> Lines:
    up = {"base": FIVE, "units": 1, "denominator": 1, "amount": FIVE}
    down = {"base": -FIVE, "units": 1, "denominator": 1, "amount": -FIVE}
    return _one("P007/BS", **down)(_one("P004/BS", **up)(lines))


def test_a_sound_run_balances() -> None:
    """A run that nobody touched passes every control."""
    _reconcile()


LINES: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "a lost row": (_without("P004/BS"), "rows with a line"),
    "a row that was not read": (
        _one("P004/BS", row=RowKey("Placements", 99)), "rows with a line",
    ),
    "a line of a row that was not read": (
        lambda lines: [*lines, replace(lines[0], ref="X", row=RowKey("Placements", 99))],
        "rows with a line",
    ),
    "a line twice": (lambda lines: [*lines, lines[0]], "different references"),
    "two lines of one reference": (_one("P002/AC-BS", ref="P002/BS"), "different references"),
    "a changed amount": (
        _one("P001/BS", amount=Decimal("1775.55")), "the amount of P001/BS £1,775.55",
    ),
    "a changed base": (_one("P001/BS", base=Decimal("3848")), "base × units"),
    "a changed number of weeks": (_one("P001/BS", units=25), "base × units"),
    "a lost denominator": (_one("P001/BS", denominator=None), "base × units"),
    "an unrounded amount": (_one("P001/BS", amount=Decimal("1775.538")), "£1,775.538"),
    "held without a reason": (_one("P005/BS", reason=""), "P005/BS is held without a reason"),
    "nil without a reason": (_one("P004/BS", reason=""), "P004/BS is nil without a reason"),
    "asked without a reason": (
        _one("P003/BS", status="asked"), "P003/BS is asked without a reason",
    ),
    "a nil line with an amount": (
        _one("P004/BS", base=FIVE, units=1, denominator=1, amount=FIVE), "charges £12,282.73",
    ),
    "nil lines whose amounts cancel": (_moved_between_nil_lines, "the nil line P004/BS"),
    "no route": (_one("P001/BS", route=""), "billable by route"),
    "an unknown route": (_one("P003/BS", route="cheque"), "billable by route"),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_a_tampered_line_fails_a_control(name: str) -> None:
    """Each way to spoil a charge line is caught, and both figures or the line are named."""
    change, words = LINES[name]
    with pytest.raises(ControlFailed) as failed:
        _reconcile(lines=change, summed=True)
    said = str(failed.value)
    assert words in said
    assert said.endswith("Nothing was written. Please report this as a fault of the program.")
    assert failed.value.exit_code == 2


SUMS: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "a lost line": (_without("P002/AC-BS"), "charges £13,757.35 is not the summary by school"),
    "a changed amount": (_one("P001/BS", amount=Decimal("1775.55")), "charges £12,277.74"),
    "another school's charge": (_one("P001/BS", laestab="3052002"), "billable for 3052001"),
    "another status": (_one("P005/BS", status="billable"), "billable for 3052001"),
}


@pytest.mark.parametrize("name", SUMS)
def test_a_line_that_changes_after_it_was_summed_fails_a_control(name: str) -> None:
    """The summary is that of the very lines that are to be written, school by school."""
    change, words = SUMS[name]
    with pytest.raises(ControlFailed, match=words):
        _reconcile(lines=change)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("read", "rows read 8 is not charged + nil + held 7"),
        ("charged", "charged + nil + held 8"),
        ("nil", "charged + nil + held 8"),
        ("held", "charged + nil + held 8"),
    ],
)
def test_a_wrong_count_fails_a_control(field: str, words: str) -> None:
    """Rows read = charged + nil + held."""
    with pytest.raises(ControlFailed, match=words.replace("+", r"\+")):
        _reconcile(tally=lambda t: replace(t, **{field: getattr(t, field) + 1}))


def test_a_row_that_was_read_twice_or_not_at_all_fails_a_control() -> None:
    """Each row that was read has its line."""
    with pytest.raises(ControlFailed, match="rows with a line"):
        _reconcile(rows=lambda rows: rows[1:])
    with pytest.raises(ControlFailed, match="rows read 8 is not rows with a line 7"):
        _reconcile(rows=lambda r: [*r, replace(r[0], key=RowKey("Placements", 99))])


def _school(position: int, **changes: Any) -> Callable[[list[SchoolTotals]], list[SchoolTotals]]:
    return lambda schools: [
        replace(s, **changes) if i == position else s for i, s in enumerate(schools)
    ]


def test_a_wrong_summary_fails_a_control() -> None:
    """The summary's total is that of the charges, school by school and in its parts."""
    with pytest.raises(ControlFailed, match="the summary by school"):
        _reconcile(schools=lambda schools: schools[1:])
    with pytest.raises(ControlFailed, match="the summary by school"):
        _reconcile(schools=_school(0, total=FIVE))
    with pytest.raises(ControlFailed, match=r"held for 3052001 £739\.81 is not"):
        _reconcile(schools=_school(0, held=FIVE))


def test_totals_that_cancel_between_schools_fail_a_control() -> None:
    """Five pounds too much for one school and too little for another do not pass."""

    def shifted(schools: list[SchoolTotals]) -> list[SchoolTotals]:
        first, second, *rest = schools
        more = replace(first, billable=first.billable + FIVE, total=first.total + FIVE)
        less = replace(second, billable=second.billable - FIVE, total=second.total - FIVE)
        return [more, less, *rest]

    with pytest.raises(ControlFailed, match="billable for 3052001"):
        _reconcile(schools=shifted)


def test_recomputed_rounds_once_at_the_half_penny() -> None:
    """The second sum of a line is base × units / denominator, half-up; 0 where it has none."""
    line = calculated(PLACEMENTS).lines[0]
    half = replace(line, base=Decimal("0.01"), units=26, denominator=52)
    assert recomputed(half) == Decimal("0.01")
    assert recomputed(replace(half, base=Decimal("-0.01"))) == Decimal("-0.01")
    assert recomputed(replace(half, units=25)) == Decimal("0.00")
    for nothing in ({"base": None}, {"units": None}, {"denominator": None}, {"denominator": 0}):
        assert recomputed(replace(half, **nothing)) == Decimal("0.00")


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_failed_control_writes_nothing(
    tmp_path: Path, monkeypatch: Any, capsys: Any, more: list[str]
) -> None:
    """When the sums of a run don't agree, the file stays as it was and the exit code is 2."""
    fix_clock_and_user(monkeypatch)
    book = sound(tmp_path / "book.xlsx")
    before = contents(tmp_path)
    monkeypatch.setattr(calculating, "by_school", lambda *given: by_school(*given)[1:])
    assert run("recalculate", book, *more) == 2
    assert run("recalculate", book, "--to", tmp_path, *more) == 2
    said = capsys.readouterr()
    assert said.err.count("Control failed: charges £12,277.73 is not the summary by school") == 2
    assert contents(tmp_path) == before
