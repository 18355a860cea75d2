"""Which columns of a wide table are seen at first; the others are grouped, a click on + away.

Everything stays where it is and is read, filled and printed by its heading; a group is only folded.
"""

from __future__ import annotations

from itertools import groupby

from xl_recoup.contract import Column

FIRST = {
    "Charges": "Charge ref, School, Scheme name, Component, Amount, Status, Reason,"
    " Reason in words, Working",
    "Exceptions": "Severity, What is checked, Count, State, Go to, Placement ref, Message",
    "Placements": "Placement ref, UPN, Pupil, Year group, Home school, Provider, Scheme,"
    " Exclusion date, Left roll on, Start date, End date, Days per week, Admitting school,"
    " Admitted on, Notes, Home school name",
    "Schemes": "Scheme, Name, Kind, In use, Valid from, Valid to, Measure, Denominator, Base, Rate,"
    " Percentage, Pupil premium, Agreement needed, Note",
    "Invoices": "Document, Kind, Status, Party, Charge ref, Scheme name, Net, VAT, Gross,"
    " PO number, Issued on",
    "Journal": "Journal line, Type, Accounting date, Period, Cost centre, Subjective, Account,"
    " Debit, Credit, Charge ref, School, Narrative",
    "Ledger": "Entry, Posted at, Period, Charge ref, School, Component, From, To, Amount,"
    " Document, Prepared by, Approved by, Takes back, Scheme name",
    "Documents": "Document, Kind, Period, Party, Ledger entries, Net, VAT, Gross, PO required,"
    " PO number, Made on, Issued on, Finance reference",
    "Letters": "Number, Version, Kind, Party, As at, Written on, File, Replaces",
    "ToDo": "What, Reference, Party, Amount, Since, Next step, Days, Where, What to do",
    "RunLog": "Run at, Run by, As-at date, Rows read, Charged, Nil, Held rows, Billable, Asked,"
    " Held, Posted, Total, Errors, Warnings, Posting, Accepted",
    "ServicePosition": "Service, Service name, Financial year, Basis, Cost, DSG,"
    " Recouped elsewhere, Posted, Billable, Gap, Gap if all paid, Closing percentage",
    "Forecast": "Month, Scheme name, Posted, To post, Expected, Budget, Variance, Note",
}
"""By the table's name; of a placements table of another name, as of Placements."""
DIGESTS = ("Entry digest", "File digest")
"""What only a program compares is folded away in every table."""


def folded(table: str, columns: tuple[Column, ...]) -> list[tuple[int, int]]:
    """Return the stretches of columns that are folded away, first and last, counted from 0."""
    name = "Placements" if table.startswith("Placements") else table
    name = "Schemes" if table == "SchemeExamples" else name
    wanted = FIRST.get(name)
    seen = None if wanted is None else {heading.strip() for heading in wanted.split(",")}
    away = [
        column.heading in DIGESTS if seen is None else column.heading not in seen
        for column in columns
    ]
    stretches, at = [], 0
    for is_away, stretch in groupby(away):
        length = len(list(stretch))
        if is_away:
            stretches.append((at, at + length - 1))
        at += length
    return stretches
