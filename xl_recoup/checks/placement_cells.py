"""Sheet checks on placement cells: what can't be read, and what was read all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from xl_recoup.addresses import letters_of
from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check, made_of
from xl_recoup.checks.meant_words import school_meant, word_meant
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import PLACEMENTS
from xl_recoup.contract.cell_values import IssueKind
from xl_recoup.intake.row_reading import CellIssue
from xl_recoup.records import Place, RowKey
from xl_recoup.words import counted

NOT_CHARGED = "so the row is not charged"


def _faults(facts: Facts, *kinds: IssueKind) -> Iterator[CellIssue]:
    aside = asides(facts)
    issues = facts.inputs.placements.issues
    shared = {i.row for i in issues if i.issue.kind is IssueKind.SEVERAL_UPNS}
    return (
        i
        for i in issues
        if i.issue.kind in kinds
        and not (i.issue.fault and i.column.field in aside)
        and (i.row not in shared or i.issue.kind is IssueKind.SEVERAL_UPNS)
    )


def asides(facts: Facts) -> frozenset[str]:
    """Return the fields of a placement on which no sum rests under this workbook's settings."""
    fields = {column.field for column in PLACEMENTS.columns if column.aside}
    if facts.policy.options.count_starts != "decision date":
        fields.add("decision_date")
    return frozenset(fields)


def _unreadable(facts: Facts, kinds: tuple[IssueKind, ...], what_to_do: str) -> Iterator[Hit]:
    return (
        Hit(
            i.place,
            f"{i.column.heading} {i.issue.words}, {NOT_CHARGED}.{_meant(facts, i)}"
            f" {_SPLIT if i.issue.kind is IssueKind.SEVERAL_UPNS else what_to_do}",
            i.row,
        )
        for i in _faults(facts, *kinds)
    )


def _meant(facts: Facts, issue: CellIssue) -> str:
    """Return what was probably meant by a cell that can't be read, as a question."""
    if issue.issue.kind is IssueKind.LAESTAB:
        return school_meant(facts, issue.held)
    if issue.issue.kind in (IssueKind.CHOICE, IssueKind.FLAG):
        return word_meant(issue.column.heading, issue.held)
    return ""


_SPLIT = (
    "Give each a row: insert a row below, copy this one into it, and leave in each the name, UPN"
    " and date of birth of one."
)
UNREADABLE = (
    (
        "S01",
        "Excel errors in placement cells",
        (IssueKind.ERROR_CELL,),
        "Type the value in its place.",
        "A cell shows an Excel error such as `#REF!` or `#N/A`. It is never read as blank or 0.",
    ),
    (
        "S02",
        "Dates that can't be read",
        (IssueKind.DATE,),
        "Type the date as day/month/year, or clear the cell if this row needs no date there.",
        "A date column holds something that is not a date, such as 31/02/2026 or n/a.",
    ),
    (
        "S03",
        "Dates that can be read in two ways",
        (IssueKind.AMBIGUOUS_DATE,),
        "Type it as a real date.",
        "A date can be two days, and its column does not say which.\n\n"
        "Another date of the column has the month first, as 09/16/2025, so 10/06/2025 may be"
        " 6 October or\n10 June; or the year has two digits and may stand in front, as in 03/04/05."
        " It is not guessed.",
    ),
    (
        "S04",
        "Numbers that can't be read",
        (IssueKind.NUMBER,),
        "Type a number, or clear the cell if this row needs none there.",
        "A number column holds something that is not a number, such as “three”.",
    ),
    (
        "S13",
        "Numbers that their format shows as something else",
        (IssueKind.FORMAT,),
        "Set the cell's format to General and type the number again.",
        "A number's cell has a format by which another number may be meant.\n\n"
        "Days that are shown as 50%, hours that are shown as 10:30 (which Excel keeps as 0.4375),"
        " an\namount of 5.4 with a `k` behind it: which number is meant is not guessed.",
    ),
    (
        "S05",
        "Flags other than Y, N or blank",
        (IssueKind.FLAG,),
        "Type Y or N.",
        "A flag such as FSM6 or Looked after holds something other than Y, N or blank.\n\n"
        "Yes, No, TRUE, FALSE, 1, 0 and ticks are understood.",
    ),
    (
        "S06",
        "Codes that are not in their list",
        (
            IssueKind.CHOICE,
            IssueKind.LA_NUMBER,
        ),
        "Correct it, or clear the cell.",
        "IDACI band, Roll status, Review status or an authority's number is not one that there is.",
    ),
    (
        "S07",
        "LAESTABs of the wrong form",
        (IssueKind.LAESTAB,),
        "Copy the LAESTAB from the Schools sheet.",
        "A school's number does not have seven digits, as 3052000 or 305/2000 have.",
    ),
    (
        "S08",
        "Year groups other than R and 1 to 13",
        (IssueKind.YEAR_GROUP,),
        "Type the year group that the pupil was in.",
        "The year group is not R, 1 to 13 (or N for nursery).",
    ),
    (
        "S09",
        "UPNs with a wrong check letter",
        (IssueKind.UPN, IssueKind.SEVERAL_UPNS),
        "Copy the UPN from the school's records.",
        "The UPN is not 13 characters long, or its letter does not fit the digits that"
        " follow.\n\n"
        "A wrong letter nearly always means that a character was mistyped, so that the row may be"
        ' about\nanother pupil. UN1 to UN5 may stand for "no UPN yet".',
    ),
)
"""Code, title, kinds of issue, what to do, and help text of what can't be read in a placement."""

for _code, _title, _kinds, _do, _about in UNREADABLE:
    check(_code, ERROR, Stage.SHEET, _title)(made_of(_about, _unreadable, _kinds, _do))


@check("S12", WARNING, Stage.SHEET, "Unreadable cells that no charge rests on")
def unreadable_asides(facts: Facts) -> Iterator[Hit]:
    """A cell can't be read on which no sum rests, such as the Date of birth or the Notes.

    The row is charged; checks that look at the cell, at a year group against a date of birth say,
    have nothing to look at. A decision date is such a cell unless weeks are counted from it.
    """
    aside = asides(facts)
    for issue in facts.inputs.placements.issues:
        if issue.issue.fault and issue.column.field in aside:
            words = f"{issue.column.heading} {issue.issue.words}"
            yield Hit(issue.place, f"{words}. {_ASIDE}", issue.row)
    for reading in facts.inputs.placements.readings:
        letters = {reading.columns[field] for field in aside & reading.columns.keys()}
        for address in sorted(reading.table.valueless):
            column = letters_of(address)
            if column in letters:
                yield Hit(
                    Place(reading.table.sheet, address),
                    f"the formula has no stored value, so what it shows is not known. {_ASIDE}",
                    RowKey(reading.table.sheet, int(address.removeprefix(column))),
                )


_ASIDE = "No charge rests on this cell, so the row is charged. Type the value, or clear the cell."


def repaired(facts: Facts, kind: IssueKind) -> Iterator[tuple[CellIssue, int]]:
    """Yield the first cell of each column that was repaired, with the number of such cells."""
    grouped: dict[tuple[str, str], list[CellIssue]] = defaultdict(list)
    for issue in _faults(facts, kind):
        grouped[issue.place.sheet, issue.column.heading].append(issue)
    return ((issues[0], len(issues)) for issues in grouped.values())


@check("S10", WARNING, Stage.SHEET, "Numbers stored as text")
def text_numbers(facts: Facts) -> Iterator[Hit]:
    """Numbers are stored as text. They were read, but Excel's own sums pass over them."""
    return (
        Hit(first.place, _said(first, count, "number"))
        for first, count in repaired(facts, IssueKind.TEXT_NUMBER)
    )


@check("S11", WARNING, Stage.SHEET, "Dates stored as text")
def text_dates(facts: Facts) -> Iterator[Hit]:
    """Dates are stored as text. They were read, but Excel can't sort or filter them as dates."""
    return (
        Hit(first.place, _said(first, count, "date"))
        for first, count in repaired(facts, IssueKind.TEXT_DATE)
    )


@check("S17", WARNING, Stage.SHEET, "Typed totals")
def typed_totals(facts: Facts) -> Iterator[Hit]:
    """A row of placements begins with Total and has no pupil number, school or day: not read."""
    for reading in facts.inputs.placements.readings:
        for number in reading.total_rows:
            column = next(iter(reading.columns.values()), "A")
            yield Hit(
                Place(reading.table.sheet, f"{column}{number}"),
                f"row {number} is taken for a total, so it is not read as a placement. Delete it;"
                " Table Design > Total Row makes a total that Excel keeps apart from the rows.",
            )


@check("S16", WARNING, Stage.SHEET, "Dates read with the day first")
def dates_day_first(facts: Facts) -> Iterator[Hit]:
    """Dates typed as text can be two days, as 05/11/2025 or 3.11.25, and were read day first.

    Nothing in the column has the month first. Where something has, such dates are held (S03).
    """
    for first, count in repaired(facts, IssueKind.READ_DAY_FIRST):
        heading = first.column.heading
        more = f" and in {counted(count - 1, 'more cell')} of the column" if count > 1 else ""
        example = first.issue.words and f", {first.issue.words}"
        yield Hit(
            first.place,
            f"here{more}, {heading} is typed as text that can be two days; it was read with the day"
            f" first{example}. If that is right, use Data > Text to Columns, Date: DMY, to turn the"
            " column into real dates; if not, correct the cells.",
        )


def _said(first: CellIssue, count: int, what: str) -> str:
    heading = first.column.heading
    if count == 1:
        where, it = heading, "It was"
    else:
        more = counted(count - 1, "more cell")
        where, it = f"here and in {more} of the column, {heading}", "They were"
    return (
        f"{where} is a {what} stored as text. {it} understood; use Data > Text to Columns to turn"
        f" the column into real {what}s."
    )
