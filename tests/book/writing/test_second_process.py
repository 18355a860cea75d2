"""A second process at one table: the same file, byte for byte, and no run that fails for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.book.makers import HEADINGS, ROWS, make_book, parts
from xl_recoup.book import SecondProcess, read_workbook, write_tables
from xl_recoup.disk.versions import saved_version
from xl_recoup.errors import Refused
from xl_recoup.files import head_start
from xl_recoup.tables import Formula, TableWrite


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a second process for small files too, whatever the machine."""
    monkeypatch.setattr(head_start, "WORTH_IT", 0)
    monkeypatch.setattr(head_start, "cores", lambda: 2)


@contextmanager
def second_process(source: Path, *asked: Any) -> Iterator[SecondProcess | None]:
    """Start a second process on a table of a workbook."""
    with head_start.second_process(source) as process:
        yield SecondProcess(process, *asked) if process else None


def rows(count: int) -> list[tuple[Any, ...]]:
    """Return rows with every kind of value, some of them missing."""
    return [
        (
            f"N{i} & more" if i % 3 else None,
            Decimal(i).scaleb(-2) if i % 5 else (None if i % 2 else i),
            date(2026, 1, 1 + i % 28) if i % 7 else None,
            Formula("1+1", Decimal(2)) if i % 2 else "a note",
        )
        for i in range(count)
    ]


def both_ways(source: Path, write: TableWrite) -> tuple[bytes, bytes, Any]:
    """Return what this process writes, what two write, and what the second one answered."""
    alone, together = source.with_name("alone.xlsx"), source.with_name("together.xlsx")
    write_tables(source, alone, [write])
    answers = []
    asked = write.table, write.headings, write.keys, (), (), write.shared_texts
    with second_process(source, *asked) as helper:
        assert helper is not None
        plain = helper.made

        def made(*arguments: Any) -> Any:
            answers.append(plain(*arguments))
            return answers[-1]

        helper.give(write)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(helper, "made", made)
            write_tables(source, together, [write], second=helper)
    return alone.read_bytes(), together.read_bytes(), answers[0]


@pytest.mark.parametrize("count", [0, 1, 3, 2_500])
def test_two_processes_write_what_one_does(tmp_path: Path, count: int) -> None:
    """Growing, shrinking or as long as it was: the file is the same to the byte."""
    source = make_book(tmp_path / "a.xlsx")
    write = TableWrite("Charges", HEADINGS, rows(count), shared_texts=True)
    alone, together, answer = both_ways(source, write)
    assert answer is not None
    assert alone == together


def test_headings_in_another_order(tmp_path: Path) -> None:
    """Columns go where the team has moved them."""
    source = make_book(tmp_path / "a.xlsx")
    shuffled = [(d, c, b, a) for a, b, c, d in rows(40)]
    write = TableWrite("Charges", tuple(reversed(HEADINGS)), shuffled)
    alone, together, answer = both_ways(source, write)
    assert answer is not None
    assert alone == together


def test_a_sheet_that_stays_as_it_was(tmp_path: Path) -> None:
    """Writing the same again changes nothing, and the second process says so."""
    source = make_book(tmp_path / "a.xlsx")
    write = TableWrite("Charges", HEADINGS, rows(50))
    write_tables(source, source, [write])
    alone, together, answer = both_ways(source, write)
    assert answer.sheet.packed is None
    assert alone == together


def test_old_texts_are_blanked_all_the_same(tmp_path: Path) -> None:
    """A text that stood in the table before is in no part of the file afterwards."""
    source = make_book(tmp_path / "a.xlsx", [("SECRET-PUPIL", 1, date(2025, 4, 1), "x")])
    alone, together, answer = both_ways(source, TableWrite("Charges", HEADINGS, rows(5)))
    assert answer is not None
    assert alone == together
    assert not any(b"SECRET-PUPIL" in p for p in parts(tmp_path / "together.xlsx").values())


def test_a_totals_row_is_left_to_this_process(tmp_path: Path) -> None:
    """What needs the whole workbook is done where the whole workbook is."""
    source = make_book(tmp_path / "a.xlsx", [*ROWS, (None,) * 4], table={"total_row": True})
    alone, together, answer = both_ways(source, TableWrite("Charges", HEADINGS, rows(9)))
    assert answer is None
    assert alone == together


@pytest.mark.parametrize(("formula", "there"), [
    ("ISNUMBER($B5)", True),  # each row by its own cell, so it does not matter which row is which
    ("$B5<>$B4", True),
    ("ISNUMBER($B$6)", False),  # one row by its address
    ("$B5>Other!$A$1", False),  # another sheet, whose rows may move
])  # fmt: skip
def test_a_format_by_each_row_names_no_row(tmp_path: Path, formula: str, there: bool) -> None:
    """Rows of a table with such a format need not be known again, and are made there."""
    chosen = {"type": "formula", "criteria": f"={formula}"}
    source = make_book(
        tmp_path / "a.xlsx", extra=lambda _, sheet: sheet.conditional_format("A5:D900", chosen)
    )
    write = TableWrite("Charges", HEADINGS, rows(40), keys=(("Ref",),))
    alone, together, answer = both_ways(source, write)
    assert (answer is not None) == there
    assert alone == together


def test_what_it_refuses_is_refused(tmp_path: Path) -> None:
    """What is in the way is said in the same sentence as without a second process."""
    source = make_book(
        tmp_path / "a.xlsx", extra=lambda book, sheet: sheet.write("B12", "in the way")
    )
    write = TableWrite("Charges", HEADINGS, rows(40))
    with pytest.raises(Refused) as alone:
        write_tables(source, source, [write])
    with second_process(source, "Charges", HEADINGS) as helper:
        assert helper is not None
        helper.give(write)
        with pytest.raises(Refused) as together:
            write_tables(source, source, [write], second=helper)
    assert str(alone.value) == str(together.value)
    assert "B12" in str(alone.value)


def _killed(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_second_process_that_dies_does_no_harm(tmp_path: Path, when: str) -> None:
    """This process does it all itself then."""
    source, target = make_book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    write = TableWrite("Charges", HEADINGS, rows(2_500))
    with second_process(source, "Charges", HEADINGS) as helper:
        assert helper is not None
        for step in ("kill", "give") if when == "before" else ("give", "kill"):
            helper.give(write) if step == "give" else _killed(helper._process)
        write_tables(source, target, [write], second=helper)
    write_tables(source, source, [write])
    assert target.read_bytes() == source.read_bytes()


def test_another_version_of_the_file_is_not_mixed_in(tmp_path: Path) -> None:
    """What was made of a file that was saved meanwhile is left unused."""
    source, target = make_book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    write = TableWrite("Charges", HEADINGS, rows(30))
    with second_process(source, "Charges", HEADINGS) as helper:
        assert helper is not None
        helper.give(write)
        answer = helper._answer(4)
        os.replace(make_book(tmp_path / "new.xlsx", [("other", 1, None, None)] * 7), source)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(helper, "_answer", lambda number: answer)
            write_tables(source, target, [write], second=helper)
    write_tables(source, source, [write])
    assert target.read_bytes() == source.read_bytes()


def test_a_small_file_or_a_single_core_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is started where it would take longer than it saves."""
    source = make_book(tmp_path / "a.xlsx")
    monkeypatch.setattr(head_start, "cores", lambda: 1)
    with second_process(source, "Charges", HEADINGS) as helper:
        assert helper is None
    monkeypatch.undo()
    assert source.stat().st_size < head_start.WORTH_IT
    with second_process(source, "Charges", HEADINGS) as helper:
        assert helper is None


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"


@pytest.mark.parametrize("end", ["error", "Ctrl-C", "done"])
def test_it_ends_with_the_run(tmp_path: Path, end: str) -> None:
    """However a run ends, the second process ends with it."""
    source = make_book(tmp_path / "a.xlsx")
    raised = {"error": ValueError, "Ctrl-C": KeyboardInterrupt}
    pid = 0
    try:
        with second_process(source, "Charges", HEADINGS) as helper:
            assert helper is not None
            pid = helper._process.pid
            if end in raised:
                raise raised[end]
    except (ValueError, KeyboardInterrupt):
        pass
    assert _gone(pid)


def test_it_ends_when_its_run_is_killed(tmp_path: Path) -> None:
    """A run that is killed leaves no process behind."""
    source = make_book(tmp_path / "a.xlsx")
    script = (
        "import sys, time; from pathlib import Path; from xl_recoup.files import head_start\n"
        "head_start.WORTH_IT, head_start.cores = 0, lambda: 2\n"
        f"with head_start.second_process(Path({str(source)!r})) as process:\n"
        "    print(process.pid, flush=True); time.sleep(60)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert run.stdout is not None
    pid = int(run.stdout.readline())
    run.kill()
    run.wait()
    run.stdout.close()
    until = time.monotonic() + 30
    while not _gone(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert _gone(pid)


def test_it_reads_what_this_process_reads(tmp_path: Path) -> None:
    """Its tables are those of this process, cell by cell; of another version it gives none."""
    source = make_book(tmp_path / "a.xlsx")
    version = saved_version(source)
    assert version is not None
    for wanted in (version, "another"):
        with second_process(source, "Charges", HEADINGS) as helper:
            assert helper is not None
            given = helper.tables(wanted)
        if wanted == version:
            assert given is not None
            assert given.sheets == read_workbook(source).sheets
            assert given.tables["Charges"].headings == HEADINGS
        else:
            assert given is None


@pytest.mark.parametrize("arguments", [
    ["recalculate", "{book}"],
    ["recalculate", "--as-at", "2026-01-31", "{book}", "--json"],
])  # fmt: skip
def test_a_head_start_is_taken_up(tmp_path: Path, arguments: list[str]) -> None:
    """The process that was begun on a workbook is the one that a run is given."""
    source = make_book(tmp_path / "a.xlsx")
    head_start.head_start([a.format(book=source) for a in arguments])
    (begun,) = head_start._begun.values()
    with head_start.second_process(source) as process:
        assert process is begun
    assert not head_start._begun


def test_a_wrong_guess_is_ended(tmp_path: Path) -> None:
    """A process on a workbook that is not the one to be recalculated does not stay."""
    source, other = make_book(tmp_path / "a.xlsx"), make_book(tmp_path / "b.xlsx")
    head_start.head_start(["recalculate", "--output", str(other), str(source)])
    (begun,) = head_start._begun.values()
    with head_start.second_process(source) as process:
        assert process is not None
        assert process is not begun
    assert _gone(begun.pid)


@pytest.mark.parametrize("arguments", [[], ["validate", "{book}"], ["recalculate", "no.xlsx"]])
def test_no_head_start_without_a_recalculation(tmp_path: Path, arguments: list[str]) -> None:
    """Other commands, and names of nothing, begin no process."""
    source = make_book(tmp_path / "a.xlsx")
    head_start.head_start([a.format(book=source) for a in arguments])
    assert not head_start._begun
