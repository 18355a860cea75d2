"""A recalculation by two processes: the same file, numbers and findings as by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.workbook_files import fix_clock_and_user, run, sound, without_progress
from xl_recoup.book import SecondProcess
from xl_recoup.files import head_start


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run happen at one time, by one person."""
    fix_clock_and_user(monkeypatch)


@pytest.mark.usefixtures("fixed")
def test_two_processes_give_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables, digests and the Charges sheet come from the other process, and nothing differs."""
    book = sound(tmp_path / "book.xlsx")
    assert run("recalculate", book) == 0  # so that there is a Charges sheet
    alone, together = tmp_path / "alone.xlsx", tmp_path / "together.xlsx"
    capsys.readouterr()
    assert run("recalculate", book, "--as-at", "2026-02-28", "--output", alone, "--json") == 0
    said = capsys.readouterr().out
    monkeypatch.setattr(head_start, "WORTH_IT", 0)
    monkeypatch.setattr(head_start, "cores", lambda: 2)
    given: dict[str, list[Any]] = {"tables": [], "known": [], "made": []}

    def spied(name: str) -> Any:
        plain = getattr(SecondProcess, name)

        def spy(*arguments: Any) -> Any:
            given[name].append(plain(*arguments))
            return given[name][-1]

        return spy

    for name in given:
        monkeypatch.setattr(SecondProcess, name, spied(name))
    assert run("recalculate", book, "--as-at", "2026-02-28", "--output", together, "--json") == 0
    assert all(any(answers) for answers in given.values())
    assert capsys.readouterr().out == said.replace("alone.xlsx", "together.xlsx")
    assert alone.read_bytes() == together.read_bytes()


@pytest.mark.usefixtures("fixed")
def test_what_is_refused_is_refused_by_two_processes_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that can't be used is refused in the same sentence, with the same exit code."""
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"PK\x03\x04 this is no workbook")
    said = []
    for processes in (1, 2):
        monkeypatch.setattr(head_start, "WORTH_IT", 0)
        monkeypatch.setattr(head_start, "cores", lambda n=processes: n)
        assert run("recalculate", book) == 2
        said.append(without_progress(capsys.readouterr().err))
    assert said[0] == said[1]
