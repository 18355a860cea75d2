"""Fixtures: an Excel without Excel, a fixed clock and user, a log file of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from tests.support.excel import App, Book, running
from tests.support.workbook_files import fix_clock_and_user, sound


@pytest.fixture(autouse=True)
def _fixed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The run's time and user, and where its log goes, are the same every time."""
    fix_clock_and_user(monkeypatch)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))


@pytest.fixture
def app() -> Iterator[App]:
    """One running Excel, without a workbook."""
    with running() as excel:
        yield excel


@pytest.fixture
def opened(app: App, tmp_path: Path) -> Callable[..., Book]:
    """Open a sound workbook, as if a button in it were pressed; `change` meddles with its file."""

    def open_book(
        *, name: str = "recoupment.xlsx", change: Callable[[Path], Any] | None = None,
        autosave: bool = False, hidden: bool = False, read_only: bool = False, **tables: Any,
    ) -> Book:  # fmt: skip
        path = sound(tmp_path / name, **tables)
        if change is not None:
            change(path)
        book = app.books.open(path, read_only=read_only, autosave=autosave, hidden=hidden)
        xw.Book(impl=book).set_mock_caller()
        return book

    return open_book
