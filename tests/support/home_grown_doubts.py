"""Home-grown workbooks in which something can be taken in two ways, or counts no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.support.home_grown_sheets import (
    NAMES,
    PROVIDER,
    PUPILS,
    SCHEME,
    USUAL,
    Column,
    Pupil,
    Sheet,
    new_book,
    school_name,
)
from xl_recoup.tables import Cell

AMERICAN = ("Exclusion date", "Decision date")


def american(heading: str) -> Callable[[Pupil], Cell]:
    """Return a day as text with the month first."""
    return lambda p: f"{p[heading]:%m/%d/%Y}"


def turned(heading: str) -> Callable[[Pupil], Cell]:
    """Return what Excel makes of a text with the month first: a date where it can, but another."""

    def cell(pupil: Pupil) -> Cell:
        day = pupil[heading]
        assert isinstance(day, date)
        return day.replace(month=day.day, day=day.month) if day.day <= 12 else f"{day:%m/%d/%Y}"

    return cell


def _dated(columns: dict[str, Callable[[Pupil], Cell]]) -> list[Column]:
    return [(h, columns.get(str(source), source)) for h, source in (*USUAL, PROVIDER, SCHEME)]


def month_first(path: Path) -> None:
    """Two columns of dates as another program exports them, with the month first."""
    with new_book(path) as book:
        Sheet(book, "Export").table(_dated({h: american(h) for h in AMERICAN}), PUPILS)


def month_first_turned(path: Path) -> None:
    """The same opened in a British Excel, which turned day and month about where it could."""
    with new_book(path) as book:
        Sheet(book, "Export").table(_dated({h: turned(h) for h in AMERICAN}), PUPILS)


def _school_now(pupil: Pupil) -> Cell:
    return NAMES[str(pupil.get("Admitting school") or pupil["Home school"])]


def school_now(path: Path) -> None:
    """The school where the pupil is now beside the one before, and no column that says which."""
    heads = {"Home school": "Previous school", "Admitting school": "School"}
    columns = _dated({"Home school": school_name("Home school"), "Admitting school": _school_now})
    sources = [str(source) for _, source in (*USUAL, PROVIDER, SCHEME)]
    named = [(heads.get(of, h), c) for of, (h, c) in zip(sources, columns, strict=True)]
    more: list[Column] = [("Trust", lambda p: "A trust"), ("Post code", lambda p: "BR1 1AA")]
    with new_book(path) as book:
        Sheet(book, "Pupils").table([*named, *more], PUPILS)
