"""Recoupment workbooks as councils keep them, all of the same invented pupils, in many styles.

Each style is a function that writes one workbook; `STYLES` names them. Nobody here exists; the
schools are real and public.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.support.books import day_of, pupil_upn
from xl_recoup.tables import Cell, OutCell

EDGEBURY, POVEREST, OLAVES = "3052069", "3052080", "3055410"
HAYES, BULLERS, LANGLEY = "3055407", "3054005", "3052068"
NAMES = {
    EDGEBURY: "Edgebury Primary School", POVEREST: "Poverest Primary School",
    OLAVES: "St Olave's and St Saviour's Grammar School", HAYES: "Hayes School",
    BULLERS: "Bullers Wood School for Boys", LANGLEY: "Langley Park Primary School",
}  # fmt: skip
Pupil = Mapping[str, Cell]
OUR_HEADINGS = (
    "Placement ref", "UPN", "Pupil", "Date of birth", "Year group", "Home school", "Provider",
    "Scheme", "Roll status", "Exclusion date", "Decision date", "Review status", "Start date",
    "End date", "Days per week", "Admitting school", "Admitted on", "FSM6", "EAL", "Looked after",
)  # fmt: skip


def _pupil(n: int, school: str, year: int, excluded: date, **more: Cell) -> dict[str, Cell]:
    school_year = excluded.year if excluded.month >= 9 else excluded.year - 1
    born, entered = date(school_year - year - 5, 11, 3), school_year - year
    return {
        "Placement ref": f"AP-{n:03d}", "UPN": pupil_upn(n, entered % 100, school="9901"),
        "Pupil": f"{'ABCDEFGHJKLM'[n % 12]}.{'NPQRSTVWXYZ'[n % 11]}.", "Date of birth": born,
        "Year group": year, "Home school": school, "Provider": "BTA", "Scheme": "PEX",
        "Roll status": "off roll", "Exclusion date": excluded,
        "Decision date": date(excluded.year, excluded.month, min(excluded.day + 9, 28)),
        **{k.replace("_", " "): v for k, v in more.items()},
    }  # fmt: skip


PUPILS: tuple[dict[str, Cell], ...] = (
    _pupil(1, EDGEBURY, 4, date(2025, 10, 6), FSM6="Y"),
    _pupil(2, POVEREST, 2, date(2025, 9, 16), EAL="Y", Start_date=date(2025, 9, 24)),
    _pupil(3, OLAVES, 10, date(2025, 6, 10), FSM6="Y", Start_date=date(2025, 6, 23)),
    _pupil(4, HAYES, 9, date(2025, 11, 4), Provider="HHT"),
    _pupil(5, BULLERS, 8, date(2025, 9, 23), FSM6="Y", EAL="Y"),
    _pupil(6, EDGEBURY, 5, date(2025, 5, 13), Admitting_school=POVEREST,
           Admitted_on=date(2025, 9, 3)),
    _pupil(7, OLAVES, 9, date(2026, 1, 13), Review_status="open", Provider="HHT"),
    _pupil(8, LANGLEY, 3, date(2025, 10, 14), Looked_after="Y", FSM6="Y"),
    _pupil(9, POVEREST, 6, date(2025, 12, 2), Provider="HHT", Start_date=date(2025, 12, 10)),
    _pupil(10, HAYES, 7, date(2025, 6, 17), FSM6="Y", Admitting_school=OLAVES,
           Admitted_on=date(2025, 10, 6)),
)  # fmt: skip
"""Ten sound exclusions: maintained schools and academies, credits, holds, premiums."""

Column = tuple[str, str | Callable[[Pupil], Cell]]
"""A heading of theirs, and our heading or what stands below theirs."""


def _value(pupil: Pupil, source: str | Callable[[Pupil], Cell]) -> Cell:
    return pupil.get(source) if isinstance(source, str) else source(pupil)


def _name(heading: str) -> Callable[[Pupil], Cell]:
    return lambda p: NAMES.get(str(p.get(heading)))


def _flag(heading: str, yes: Cell, no: Cell = None) -> Callable[[Pupil], Cell]:
    return lambda p: yes if p.get(heading) == "Y" else no


class Sheet:
    """A sheet that is being written, row by row."""

    def __init__(self, book: Any, name: str) -> None:
        """Add the sheet to a book."""
        self.book, self.sheet, self.row = book, book.add_worksheet(name), 0
        self.bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#FFE699"})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})

    def line(self, *cells: Cell | OutCell, form: Any = None, at: int = 0) -> int:
        """Write one line and return its row, counted from 0."""
        for column, cell in enumerate(cells, at):
            if isinstance(cell, date):
                self.sheet.write_datetime(self.row, column, cell, self.day)
            elif isinstance(cell, str) and cell.startswith("="):
                self.sheet.write_formula(self.row, column, cell)
            elif isinstance(cell, str):
                self.sheet.write_string(self.row, column, cell, form)
            elif cell is not None:
                self.sheet.write(self.row, column, cell, form)
        self.row += 1
        return self.row - 1

    def table(self, columns: Sequence[Column], pupils: Sequence[Pupil], at: int = 0) -> None:
        """Write headings and a row for each pupil."""
        self.line(*(h for h, _ in columns), form=self.bold, at=at)
        self.rows(columns, pupils, at)

    def rows(self, columns: Sequence[Column], pupils: Sequence[Pupil], at: int = 0) -> None:
        """Write a row for each pupil."""
        for pupil in pupils:
            self.line(*(_value(pupil, source) for _, source in columns), at=at)


USUAL: tuple[Column, ...] = (
    ("Case No.", "Placement ref"), ("Pupil initials", "Pupil"), ("UPN", "UPN"),
    ("DOB", "Date of birth"), ("NC Year", "Year group"), ("Excluding School DfE No", "Home school"),
    ("Date of Exclusion", "Exclusion date"), ("Governors' Decision", "Decision date"),
    ("IRP status", "Review status"), ("Start Date", "Start date"),
    ("New school DfE", "Admitting school"), ("Date admitted", "Admitted on"),
    ("Ever 6", "FSM6"), ("EAL", "EAL"), ("CLA", "Looked after"),
)  # fmt: skip
PROVIDER: Column = ("AP Provider", "Provider")
SCHEME: Column = ("Type", "Scheme")


def _book(path: Path, **options: Any) -> Any:
    return xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", **options})


def per_provider(path: Path) -> None:
    """One sheet for each provider, named like it; no column for provider or scheme."""
    with _book(path) as book:
        Sheet(book, "Front page").line("Recoupment tracker")
        for code in ("BTA", "HHT"):
            Sheet(book, code).table(USUAL, [p for p in PUPILS if p["Provider"] == code])


def per_term(path: Path) -> None:
    """One sheet a term, below a merged title."""
    with _book(path) as book:
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
    with _book(path) as book:
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
        ("Receiving school", _name("Admitting school")), ("Admission date", "Admitted on"),
        ("FSM Ever 6", _flag("FSM6", "Yes", "No")), ("EAL", _flag("EAL", "TRUE", "n/a")),
        ("Child Looked After", _flag("Looked after", "✓")), ("Social worker", lambda p: None),
    ]  # fmt: skip
    with _book(path) as book:
        Sheet(book, "Tracker").table(columns, PUPILS)


def days_grid(path: Path) -> None:
    """Days of the week ticked in a grid below a merged heading."""
    ticks = {n: bool(n % 2) for n in range(10)}

    def day(index: int) -> Callable[[Pupil], Cell]:
        return lambda p: "✓" if index < 3 or ticks[int(str(p["Placement ref"])[-1])] else None

    columns = [*USUAL, PROVIDER, SCHEME]
    grid = [(d, day(i)) for i, d in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri"))]
    with _book(path) as book:
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
    with _book(path) as book:
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
    with _book(path) as book:
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
    with _book(path) as book:
        Sheet(book, "Typed").table(columns, PUPILS)


def from_1904(path: Path) -> None:
    """A workbook from an old Mac, whose days count from 1904."""
    with _book(path, date_1904=True) as book:
        Sheet(book, "Placements").table([*USUAL, PROVIDER, SCHEME], PUPILS)


def with_macros(path: Path) -> None:
    """A macro workbook with a button, a chart and conditional formats."""
    project = path.with_suffix(".bin")
    project.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8)
    with _book(path) as book:
        book.add_vba_project(str(project))
        sheet = Sheet(book, "Log")
        sheet.row = 3
        sheet.table([*USUAL, PROVIDER, SCHEME], PUPILS)
        sheet.sheet.insert_button("S2", {"macro": "Refresh", "caption": "Refresh"})
        sheet.sheet.conditional_format("A5:A14", {"type": "duplicate", "format": sheet.bold})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Log!$E$5:$E$14"})
        book.add_worksheet("Chart").insert_chart("B2", chart)
    project.unlink()


CHARGED: tuple[Column, ...] = (
    ("Weeks remaining", lambda p: None), ("AWPU charge", lambda p: None),
    ("Pupil premium charge", lambda p: None), ("Total charge", lambda p: None),
)  # fmt: skip


def charge_columns(path: Path) -> None:
    """Columns for charges beside the placements; formulas of the team's own read them."""
    columns = [*USUAL, PROVIDER, SCHEME, *CHARGED]
    with _book(path) as book:
        sheet = Sheet(book, "Placements")
        sheet.sheet.set_column(17, 21, 14)
        money = book.add_format({"num_format": "£#,##0.00"})
        sheet.line("AP recoupment")
        sheet.table([*columns, ("Half", lambda p: None)], PUPILS)
        first, last = 3, 2 + len(PUPILS)
        for n in range(first, last + 1):
            for at in range(18, 21):
                sheet.sheet.write_blank(n - 1, at, None, money)
            sheet.sheet.write_formula(n - 1, 21, f"=U{n}/2", money, 0)
        sheet.line("Total", *[None] * 19, f"=SUM(U{first}:U{last})")
        summary = Sheet(book, "Summary")
        for number, name in NAMES.items():
            summary.line(name, f'=SUMIF(Placements!F{first}:F{last},"{number}",Placements!U3:U12)')


def excel_tables(path: Path) -> None:
    """A real Excel table with a totals row, beside a column of the team's own."""
    columns = [*USUAL, PROVIDER, SCHEME]
    with _book(path) as book:
        sheet = Sheet(book, "Data")
        sheet.line("Recoupment")
        sheet.row = 2
        headings: list[dict[str, Any]] = [{"header": h} for h, _ in columns]
        headings[0]["total_string"] = "Total"
        headings[4]["total_function"] = "count"
        rows = [[_value(p, source) for _, source in columns] for p in PUPILS]
        for heading, (_, source) in zip(headings, columns, strict=True):
            if "date" in str(source).casefold() or source == "Admitted on":
                heading["format"] = sheet.day
        sheet.sheet.add_table(
            2, 0, 3 + len(PUPILS), len(columns) - 1,
            {"name": "tblPex", "columns": headings, "data": rows, "total_row": True},
        )  # fmt: skip


def own_lists(path: Path) -> None:
    """The team's own schools, rates and term dates; the last two side by side on one sheet."""
    from xl_recoup.files.supplied_lists import shipped_rows

    types = {"maintained": "Community school", "academy": "Academy converter",
             "free school": "Free schools", "special": "Community special school",
             "AP academy": "Alternative provision academy"}  # fmt: skip
    with _book(path) as book:
        sheet = Sheet(book, "Exclusions")
        sheet.table([*USUAL, PROVIDER, SCHEME], PUPILS)
        schools = Sheet(book, "School list")
        schools.line("DfE number", "School name", "Type of establishment", "Low year", "High year",
                     form=schools.bold)  # fmt: skip
        for row in shipped_rows("Schools"):
            schools.line(row[0], row[2], types[str(row[3])], row[5], row[6])
        lookups = Sheet(book, "Look-ups")
        lookups.line("Rates and term dates")
        lookups.line("Factor", "Phase", "Amount £", "Valid from", "Valid to", "Basis", "Status",
                     None, "Term", "First day", "Last day", form=lookups.bold)  # fmt: skip
        rates, days = shipped_rows("Rates"), shipped_rows("Calendar")
        for index in range(max(len(rates), len(days))):
            r = rates[index] if index < len(rates) else [None] * 10
            d = days[index] if index < len(days) else [None] * 5
            amount = None if r[2] is None else float(str(r[2]))
            name = None if d[1] is None else "Term" if d[1] == "term" else "Holiday"
            lookups.line(r[0], r[1], amount, r[5], r[6], r[4], r[7], None, name, d[3], d[4])


def untidy(path: Path) -> None:
    """Hidden rows and columns, an active filter, gaps, comments, formatted empty rows."""
    columns = [*USUAL, PROVIDER, SCHEME]
    with _book(path) as book:
        sheet = Sheet(book, "List")
        sheet.table(columns, PUPILS[:4])
        sheet.row += 2
        sheet.rows(columns, PUPILS[4:])
        sheet.sheet.set_column(9, 9, None, None, {"hidden": True})
        sheet.sheet.autofilter(0, 0, sheet.row - 1, len(columns) - 1)
        sheet.sheet.filter_column(4, "x > 3")
        for row in (2, 3):
            sheet.sheet.set_row(row, None, None, {"hidden": True})
        sheet.sheet.write_comment("A2", "See the letter")
        for row in range(sheet.row, sheet.row + 3000):
            sheet.sheet.set_row(row, 15, sheet.day)


def printed_pages(path: Path) -> None:
    """Section titles, and the headings again at the top of each printed page."""
    columns = [*USUAL, PROVIDER, SCHEME]
    with _book(path) as book:
        sheet = Sheet(book, "Print")
        sheet.line("Permanent exclusions")
        sheet.line("Primary and secondary schools")
        sheet.table(columns, PUPILS[:5])
        sheet.line("Sub-total", 5)
        sheet.row += 1
        sheet.line("Page two of the list")
        sheet.table(columns, PUPILS[5:])
        sheet.line("Grand total", 10)


def looked_up(path: Path) -> None:
    """Numbers of schools by formulas over a list, with their stored values."""
    with _book(path) as book:
        sheet = Sheet(book, "Cases")
        columns = [c for c in USUAL if c[1] != "Home school"]
        sheet.table([("School", _name("Home school")), ("DfE No", lambda p: None), *columns,
                     PROVIDER, SCHEME], PUPILS)  # fmt: skip
        for n, pupil in enumerate(PUPILS, 2):
            text = f"=VLOOKUP(A{n},Codes!A:B,2,FALSE)"
            sheet.sheet.write_formula(n - 1, 1, text, None, str(pupil["Home school"]))
        codes = Sheet(book, "Codes")
        for number, name in NAMES.items():
            codes.line(name, number)


def weekly_list(path: Path) -> None:
    """Numbering headed “No”; numbers of schools with gaps beside names; dates in words of its own.

    A merged title, formulas, gaps, a total and a note, as an inclusion team keeps it.
    """
    own = {"Exclusion date": "Date of PEX", "Start date": "Date placed at PRU",
           "Admitted on": "Date on roll at receiving"}  # fmt: skip
    columns: list[Column] = [("No", "Placement ref"), ("Excluding School", _name("Home school"))]
    for heading, source in USUAL[1:]:
        if source == "Home school":
            columns.append(("DfE No.", _every_third_blank))
        elif source == "Admitting school":
            columns.append(("Receiving school", _name("Admitting school")))
        else:
            columns.append((own.get(str(source), heading), source))
    columns += [PROVIDER, ("AWPU deduction", lambda p: "=1")]
    with _book(path) as book:
        sheet = Sheet(book, "Exclusions 25-26")
        sheet.sheet.merge_range(0, 0, 0, 11, "PERMANENT EXCLUSIONS RECOUPMENT", sheet.bold)
        sheet.row = 1
        sheet.line("Updated weekly by the inclusion team")
        sheet.row = 3
        sheet.table(columns, PUPILS[:6])
        sheet.row += 1
        sheet.rows(columns, PUPILS[6:])
        sheet.row += 1
        sheet.line("TOTAL", *[None] * (len(columns) - 2), "=SUM(R5:R15)")
        sheet.row += 1
        sheet.line("Note: awaiting panel for no 2")


def _every_third_blank(pupil: Pupil) -> Cell:
    number = str(pupil["Home school"])
    return None if int(str(pupil["Placement ref"])[-1]) % 3 == 1 else f"{number[:3]}/{number[3:]} "


STYLES: dict[str, Callable[[Path], None]] = {
    "per-provider.xlsx": per_provider, "per-term.xlsx": per_term, "row-six.xlsx": row_six,
    "names.xlsx": names_not_numbers, "days-grid.xlsx": days_grid, "two-lines.xlsx": two_lines,
    "group-titles.xlsx": group_titles, "text-dates.xlsx": text_dates, "from-1904.xlsx": from_1904,
    "macros.xlsm": with_macros, "charge-columns.xlsx": charge_columns,
    "excel-tables.xlsx": excel_tables, "own-lists.xlsx": own_lists, "untidy.xlsx": untidy,
    "printed-pages.xlsx": printed_pages, "looked-up.xlsx": looked_up,
    "weekly-list.xlsx": weekly_list,
}  # fmt: skip
