"""Home-grown workbooks in which something can be taken in two ways, or counts no more."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from pathlib import Path

from tests.support.books import pupil_upn
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
    shown_value,
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


def _year_ago(pupil: Pupil) -> Pupil:
    day = pupil["Exclusion date"]
    assert isinstance(day, date)
    return {**pupil, "Placement ref": f"OLD{pupil['Placement ref']}",
            "Exclusion date": day.replace(year=day.year - 1)}  # fmt: skip


COLUMNS: tuple[Column, ...] = (*USUAL, PROVIDER, SCHEME)
ANYBODY: Pupil = {**PUPILS[0], "Placement ref": "EX1", "Pupil": "EXAMPLE", "UPN": None}


def master_and_terms(path: Path) -> None:
    """A master list, the same pupils again a term to a sheet, last year's, and a template."""
    with new_book(path) as book:
        Sheet(book, "MASTER").table(COLUMNS, PUPILS)
        Sheet(book, "Summer").table(COLUMNS[1:], [p for p in PUPILS if _month(p) < 9])
        Sheet(book, "Autumn").table(COLUMNS[1:], [p for p in PUPILS if _month(p) >= 9])
        Sheet(book, "2024-25 ARCHIVE").table(COLUMNS, [_year_ago(p) for p in PUPILS[:3]])
        Sheet(book, "TEMPLATE").table(COLUMNS, [ANYBODY])
        Sheet(book, "MASTER (2)").table(COLUMNS, PUPILS[:4])


def _month(pupil: Pupil) -> int:
    day = pupil["Exclusion date"]
    assert isinstance(day, date)
    return day.month


def days_apart(path: Path) -> None:
    """The provider's own list with the same pupils some days off, and one example in front."""
    later = [{**p, "Exclusion date": _days_later(p)} for p in PUPILS[2:7]]
    with new_book(path) as book:
        Sheet(book, "Finance").table(COLUMNS, [ANYBODY, *PUPILS])
        Sheet(book, "From the PRU").table(COLUMNS[1:], later)


def _days_later(pupil: Pupil) -> date:
    day = pupil["Exclusion date"]
    assert isinstance(day, date)
    return day + timedelta(days=int(str(pupil["Placement ref"])[-1]))


def struck_rows(path: Path) -> None:
    """Withdrawn exclusions struck through where they stand, beside words struck in a live row."""
    gone = [_year_on(p) for p in PUPILS[:2]]
    with new_book(path) as book:
        sheet = Sheet(book, "Log")
        sheet.table(COLUMNS, PUPILS[:5])
        sheet.struck(COLUMNS, gone)
        sheet.rows(COLUMNS, PUPILS[5:])


def below_a_note(path: Path) -> None:
    """Withdrawn exclusions below a line that says so, and live ones below the next title."""
    gone = [_year_on(p) for p in PUPILS[:2]]
    with new_book(path) as book:
        sheet = Sheet(book, "Log")
        sheet.table(COLUMNS, PUPILS[:5])
        sheet.line("Withdrawn or rescinded - do not charge")
        sheet.rows(COLUMNS, gone)
        sheet.line("Spring term cases")
        sheet.rows(COLUMNS, PUPILS[5:])


def _year_on(pupil: Pupil) -> Pupil:
    """Return another pupil, so that nothing but the marks tells that the row counts no more."""
    number = int(str(pupil["Placement ref"])[-3:]) + 40
    return {**pupil, "Placement ref": f"AP-{number:03d}", "Pupil": "Q.Q.",
            "UPN": pupil_upn(number, 15, school="9901")}  # fmt: skip


def _texts() -> list[list[str]]:
    """Return headings and pupils as another program writes them into a list."""

    def text(cell: Cell) -> str:
        return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else "" if cell is None else str(cell)

    rows = [[text(shown_value(p, source)) for _, source in COLUMNS] for p in PUPILS]
    return [[heading for heading, _ in COLUMNS], *rows]


def separated(path: Path) -> None:
    """A list with separators, as another program exports it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(_texts())


def semicolons(path: Path) -> None:
    """The same with semicolons, in the letters of Windows, and months first."""
    rows = [";".join(c if "/" not in c else _american(c) for c in row) for row in _texts()]
    path.write_bytes("\r\n".join(rows).encode("cp1252"))


def _american(text: str) -> str:
    day, month, year = text.split("/") if text.count("/") == 2 else ("", text, "")
    return f"{month}/{day}/{year}" if year else text


def web_page(path: Path) -> None:
    """A web page under the name of a workbook, as report servers export."""
    cells = ["".join(f"<td>{escape(c)}</td>" for c in row) for row in _texts()]
    rows = "".join(f"<tr>{c}</tr>" for c in cells)
    path.write_text(f"<html><body><table border=1>{rows}</table></body></html>", encoding="utf-8")


def typed_words(path: Path) -> None:
    """Words where codes belong, 1 and 0 for flags, numbers with names, a typed total."""
    said: dict[str, str | Callable[[Pupil], Cell]] = {
        "Home school": lambda p: f"{p['Home school']} {NAMES[str(p['Home school'])]}",
        "FSM6": lambda p: 1 if p.get("FSM6") else 0,
        "EAL": lambda p: "1" if p.get("EAL") else "0",
        "Scheme": lambda p: "Permanent exclusion",
        "Exclusion date": lambda p: f"{p['Exclusion date']:%d.%m.%y}".replace(".0", "."),
    }
    more: list[Column] = [("On/off roll", lambda p: "off-roll"), ("Known as", lambda p: "Bo"),
                          ("Social worker", lambda p: "S.W.")]  # fmt: skip
    with new_book(path) as book:
        sheet = Sheet(book, "Exclusions")
        sheet.table([*((h, said.get(str(s), s)) for h, s in COLUMNS), *more], PUPILS)
        sheet.line("Total", None, None, None, len(PUPILS))


def rates_matrix(path: Path) -> None:
    """Rates as a matrix beside the placements, which the drafts stand in for."""
    with new_book(path) as book:
        Sheet(book, "PEX").table(COLUMNS, PUPILS)
        sheet = Sheet(book, "Rates")
        sheet.line("Phase", "2024-25", "2025-26")
        for phase, last, now in (("Primary", 3562, 3847), ("KS3", 5022, 5422), ("KS4", 5661, 6113)):
            sheet.line(phase, last, now)


def pupils_across(path: Path) -> None:
    """A pupil in each column, below a title; the headings stand one below another."""
    with new_book(path) as book:
        sheet = Sheet(book, "Cases")
        sheet.line("Permanent exclusions 2025-26")
        for heading, source in COLUMNS:
            sheet.line(heading, *(shown_value(p, source) for p in PUPILS))


def only_a_copy(path: Path) -> None:
    """One list, on a sheet that bears the name of a copy, as Excel names it."""
    with new_book(path) as book:
        Sheet(book, "PEX 25-26 (2)").table(COLUMNS, PUPILS)
