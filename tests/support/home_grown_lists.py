"""Home-grown workbooks that are lists of placements, in many styles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.support.books import day_of
from tests.support.home_grown_sheets import (
    HAYES,
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
    yes_or_no,
)
from xl_recoup.tables import Cell


def per_provider(path: Path) -> None:
    """One sheet for each provider, named like it; no column for provider or scheme."""
    with new_book(path) as book:
        Sheet(book, "Front page").line("Recoupment tracker")
        for code in ("BTA", "HHT"):
            Sheet(book, code).table(USUAL, [p for p in PUPILS if p["Provider"] == code])


def per_term(path: Path) -> None:
    """One sheet a term, below a merged title."""
    with new_book(path) as book:
        for name, first, last in (
            ("Summer 2025", date(2025, 4, 1), date(2025, 8, 31)),
            ("Autumn 2025", date(2025, 9, 1), date(2025, 12, 31)),
            ("Spring 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ):
            sheet = Sheet(book, name)
            sheet.sheet.merge_range(0, 0, 0, 12, f"Permanent exclusions – {name}", sheet.bold)
            sheet.row = 2
            pupils = [p for p in PUPILS if first <= day_of(p, "Exclusion date") <= last]
            sheet.table([*USUAL, PROVIDER, SCHEME], pupils)


def row_six(path: Path) -> None:
    """Headings on row 6 below notes; totals and remarks below the table, a second column in."""
    with new_book(path) as book:
        sheet = Sheet(book, "PEX 2025-26")
        sheet.line("London Borough – Finance")
        sheet.line("Contact: the schools' finance team")
        sheet.line("Updated", date(2026, 1, 30))
        sheet.row = 5
        sheet.table([*USUAL, PROVIDER, SCHEME], PUPILS, at=1)
        sheet.line("TOTAL", None, len(PUPILS), at=1)
        sheet.row += 2
        sheet.line("Pupils in italics are awaiting a hearing.", at=1)
        sheet.line("Prepared by:", "Finance", at=1)


def names_not_numbers(path: Path) -> None:
    """Names of schools and providers, words for everything, yes and no."""
    short = {NAMES[HAYES]: "Hayes Sch."}
    provider = {"BTA": "Bromley Trust Alternative Provision Academy",
                "HHT": "Home & Hospital Tuition Service"}  # fmt: skip
    columns: list[Column] = [
        ("Reference", "Placement ref"), ("Name", "Pupil"), ("Unique Pupil Number", "UPN"),
        ("Date of Birth", "Date of birth"), ("Yr", lambda p: f"Year {p['Year group']}"),
        ("School", lambda p: short.get(NAMES[str(p["Home school"])], NAMES[str(p["Home school"])])),
        ("Provision", lambda p: provider[str(p["Provider"])]), ("Reason", lambda p: "Perm Ex"),
        ("On/off roll", lambda p: "Removed from roll"), ("PEX date", "Exclusion date"),
        ("Governors meeting", "Decision date"),
        ("Appeal", lambda p: "Pending" if p.get("Review status") else "N/A"),
        ("Receiving school", school_name("Admitting school")), ("Admission date", "Admitted on"),
        ("FSM Ever 6", yes_or_no("FSM6", "Yes", "No")), ("EAL", yes_or_no("EAL", "TRUE", "n/a")),
        ("Child Looked After", yes_or_no("Looked after", "✓")), ("Social worker", lambda p: None),
    ]  # fmt: skip
    with new_book(path) as book:
        Sheet(book, "Tracker").table(columns, PUPILS)


def days_grid(path: Path) -> None:
    """Days of the week ticked in a grid below a merged heading."""
    ticks = {n: bool(n % 2) for n in range(10)}

    def day(index: int) -> Callable[[Pupil], Cell]:
        return lambda p: "✓" if index < 3 or ticks[int(str(p["Placement ref"])[-1])] else None

    columns = [*USUAL, PROVIDER, SCHEME]
    grid = [(d, day(i)) for i, d in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri"))]
    with new_book(path) as book:
        sheet = Sheet(book, "Placements")
        sheet.row = 1
        at = len(columns)
        sheet.sheet.merge_range(1, at, 1, at + 4, "Days attending", sheet.bold)
        sheet.row = 2
        sheet.table([*columns, *grid], PUPILS)


def days_ticked(pupil: Pupil) -> float:
    """Return how many days the grid of `days_grid` ticks for a pupil."""
    return 5.0 if int(str(pupil["Placement ref"])[-1]) % 2 else 3.0


def two_lines(path: Path) -> None:
    """Headings over two lines, split between the words."""
    columns: list[tuple[str, str, str]] = [
        ("Case", "number", "Placement ref"), ("Pupil", "initials", "Pupil"), ("", "UPN", "UPN"),
        ("Date of", "birth", "Date of birth"), ("Year", "group", "Year group"),
        ("Excluding", "school", "Home school"), ("", "Provider", "Provider"),
        ("Charging", "scheme", "Scheme"), ("Exclusion", "date", "Exclusion date"),
        ("Decision", "date", "Decision date"), ("Review", "status", "Review status"),
        ("Admitting", "school", "Admitting school"), ("Admitted", "on", "Admitted on"),
        ("", "FSM6", "FSM6"), ("", "EAL", "EAL"), ("Looked", "after", "Looked after"),
    ]  # fmt: skip
    with new_book(path) as book:
        sheet = Sheet(book, "Exclusions")
        sheet.line("Exclusions 2025/26")
        sheet.line(*(top for top, _, _ in columns), form=sheet.bold)
        sheet.table([(low, source) for _, low, source in columns], PUPILS)


def group_titles(path: Path) -> None:
    """Merged titles over groups of columns."""
    groups: list[tuple[str, list[Column]]] = [
        ("Pupil", [("Ref", "Placement ref"), ("Initials", "Pupil"), ("UPN", "UPN"),
                   ("Date of birth", "Date of birth"), ("Year group", "Year group")]),
        ("Exclusion", [("School", "Home school"), ("Date", "Exclusion date"),
                       ("Decision date", "Decision date"), ("Review status", "Review status")]),
        ("Where now", [PROVIDER, SCHEME, ("Admitting school", "Admitting school"),
                       ("Admitted on", "Admitted on")]),
        ("Characteristics", [("FSM6", "FSM6"), ("EAL", "EAL"), ("LAC", "Looked after")]),
    ]  # fmt: skip
    with new_book(path) as book:
        sheet = Sheet(book, "Register")
        sheet.sheet.merge_range(0, 0, 0, 15, "Register of permanent exclusions", sheet.bold)
        at = 0
        for title, columns in groups:
            sheet.sheet.merge_range(1, at, 1, at + len(columns) - 1, title, sheet.bold)
            at += len(columns)
        sheet.row = 2
        sheet.table([c for _, columns in groups for c in columns], PUPILS)


def text_dates(path: Path) -> None:
    """Everything typed as text: dates in many forms, spaces, small letters, numbers as text."""
    forms = (
        lambda d: f"{d:%d/%m/%Y}", lambda d: f"{d.day} {d:%b %Y}", lambda d: f"{d:%Y-%m-%d}",
        lambda d: f"{d:%A} {d.day}th {d:%B %Y}", lambda d: f" {d:%d.%m.%Y}\u00a0",
    )  # fmt: skip

    def said(heading: str) -> Callable[[Pupil], Cell]:
        def text(p: Pupil) -> Cell:
            day = p.get(heading)
            if not isinstance(day, date):
                return None
            return forms[int(str(p["Placement ref"])[-1]) % len(forms)](day)

        return text

    def school(p: Pupil) -> Cell:
        number, n = str(p["Home school"]), int(str(p["Placement ref"])[-1])
        return (
            float(number) if n % 3 == 0 else f"{number[:3]}/{number[3:]} " if n % 3 == 1 else number
        )

    dates = {"Date of birth", "Exclusion date", "Decision date", "Start date", "Admitted on"}
    columns: list[Column] = []
    for heading, source in (*USUAL, PROVIDER, SCHEME):
        if source in dates:
            columns.append((f" {heading}\n", said(str(source))))
        elif source == "UPN":
            columns.append((heading, lambda p: f"{str(p['UPN']).lower()} "))
        elif source == "Home school":
            columns.append((heading, school))
        elif source == "Year group":
            columns.append((heading, lambda p: f"Yr {p['Year group']}\u00a0"))
        else:
            columns.append((heading, source))
    with new_book(path) as book:
        Sheet(book, "Typed").table(columns, PUPILS)


def from_1904(path: Path) -> None:
    """A workbook from an old Mac, whose days count from 1904."""
    with new_book(path, date_1904=True) as book:
        Sheet(book, "Placements").table([*USUAL, PROVIDER, SCHEME], PUPILS)
