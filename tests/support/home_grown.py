"""Recoupment workbooks as councils keep them, all of the same invented pupils, in many styles.

Each style is a function that writes one workbook; `STYLES` names them. Nobody here exists; the
schools are real and public.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.home_grown_doubts import (
    below_a_note,
    days_apart,
    master_and_terms,
    month_first,
    month_first_turned,
    only_a_copy,
    pupils_across,
    rates_matrix,
    school_now,
    semicolons,
    separated,
    struck_rows,
    typed_words,
    web_page,
)
from tests.support.home_grown_lists import (
    days_grid,
    from_1904,
    group_titles,
    names_not_numbers,
    per_provider,
    per_term,
    row_six,
    text_dates,
    two_lines,
)
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


def with_macros(path: Path) -> None:
    """A macro workbook with a button, a chart and conditional formats."""
    project = path.with_suffix(".bin")
    project.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8)
    with new_book(path) as book:
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
    with new_book(path) as book:
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
    with new_book(path) as book:
        sheet = Sheet(book, "Data")
        sheet.line("Recoupment")
        sheet.row = 2
        headings: list[dict[str, Any]] = [{"header": h} for h, _ in columns]
        headings[0]["total_string"] = "Total"
        headings[4]["total_function"] = "count"
        rows = [[shown_value(p, source) for _, source in columns] for p in PUPILS]
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
    with new_book(path) as book:
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
    with new_book(path) as book:
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
    with new_book(path) as book:
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
    with new_book(path) as book:
        sheet = Sheet(book, "Cases")
        columns = [c for c in USUAL if c[1] != "Home school"]
        sheet.table([("School", school_name("Home school")), ("DfE No", lambda p: None), *columns,
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
    columns: list[Column] = [
        ("No", "Placement ref"),
        ("Excluding School", school_name("Home school")),
    ]
    for heading, source in USUAL[1:]:
        if source == "Home school":
            columns.append(("DfE No.", _every_third_blank))
        elif source == "Admitting school":
            columns.append(("Receiving school", school_name("Admitting school")))
        else:
            columns.append((own.get(str(source), heading), source))
    columns += [PROVIDER, ("AWPU deduction", lambda p: "=1")]
    with new_book(path) as book:
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
    "weekly-list.xlsx": weekly_list, "month-first.xlsx": month_first,
    "month-first-turned.xlsx": month_first_turned, "school-now.xlsx": school_now,
    "master-and-terms.xlsx": master_and_terms, "days-apart.xlsx": days_apart,
    "struck-rows.xlsx": struck_rows, "below-a-note.xlsx": below_a_note,
    "export.csv": separated, "windows.csv": semicolons, "report.xls": web_page,
    "typed-words.xlsx": typed_words, "rates-matrix.xlsx": rates_matrix,
    "only-a-copy.xlsx": only_a_copy, "pupils-across.xlsx": pupils_across,
}  # fmt: skip
