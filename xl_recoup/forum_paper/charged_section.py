"""What schools were charged and asked for, by scheme and by type of school."""

from __future__ import annotations

from collections.abc import Iterable

from xl_recoup.closed_lists import SchoolType
from xl_recoup.contract import FORUM_AMOUNTS
from xl_recoup.forum.finest_groups import BREAKDOWNS
from xl_recoup.forum.report import ForumReport, ForumRow
from xl_recoup.forum.suppression import TOTAL
from xl_recoup.forum_paper.paper_parts import (
    PaperCell,
    PaperChart,
    PaperSection,
    PaperTable,
    bar,
    whole,
)

HEADINGS = ("Charged so far £", "May be charged now £", "Asked for £", "Held £", "In dispute £")
"""What `COLUMNS` are called in a paper."""
COLUMNS = ("Posted", "Billable", "Asked", "Held", "Disputed")
TYPES: dict[SchoolType, str] = {
    "maintained": "Maintained schools",
    "academy": "Academies",
    "free school": "Free schools",
    "special": "Special schools",
    "PRU": "Pupil referral units",
    "AP academy": "Alternative provision academies",
    "other authority": "Other authorities",
}
REST = {"not known": "Type not known", TOTAL: "All"}
MEANINGS = (
    "Charged so far: in the council's accounts. Schools owe it, or have paid it.",
    "May be charged now: the law or an agreement provides for it, but it has not been charged yet.",
    "Asked for: the school has not agreed. It is a request, and the school need not pay.",
    "Held: not final. A time limit has not passed, a review is open, or the record has to be"
    " corrected first. It may come to nothing.",
)


def type_name(school_type: str) -> str:
    """Return what the schools of a type are called together."""
    known = (plural for name, plural in TYPES.items() if name == school_type)
    return next(known, REST.get(school_type, school_type))


def group_of_scheme(row: ForumRow, report: ForumReport) -> str:
    """Return what people call the scheme of a row: its name, with the code where two share it."""
    groups = [r.group for r in rows_of(report, "Scheme")]
    name = _without_code(row.group)
    return name if [_without_code(g) for g in groups].count(name) == 1 else row.group


def _without_code(group: str) -> str:
    return group.partition(": ")[2] or group


def charged_section(report: ForumReport) -> PaperSection:
    """Return what was charged and asked, and what these words mean."""
    total = total_of(report)
    if total is None:
        return PaperSection(
            "What schools are charged", ["Nothing is charged to any school, and nothing is asked."]
        )
    posted, billable, asked, held, _ = (whole(total.figure(c)) for c in COLUMNS)
    return PaperSection(
        "What schools are charged and asked for",
        [
            "When a pupil moves from a school to alternative provision, part of the school's"
            f" funding for that pupil can move too. In {report.year} that comes to the sums below."
            " Each stands in one of four columns:"
        ],
        MEANINGS,
        tables=(
            PaperTable(
                f"What schools are charged and asked for, by scheme, {report.year}",
                ("Scheme", "Pupils", *HEADINGS),
                list(_rows(report, "Scheme", plain=True)),
                total=True,
            ),
            PaperTable(
                f"What schools are charged and asked for, by type of school, {report.year}",
                ("Type of school", "Pupils", *HEADINGS),
                list(_rows(report, "Type of school")),
                total=True,
            ),
        ),
        charts=(
            PaperChart(
                "What may be charged now, and what is only asked for, by type of school",
                [
                    bar(f"{type_name(row.group)}: {words}", row.figure(column))
                    for row in rows_of(report, "Type of school")
                    if row.group != TOTAL
                    for column, words in (("Billable", "may be charged"), ("Asked", "asked for"))
                ],
            ),
        ),
        in_short=(
            f"In {report.year} schools have been charged {posted} so far, and {billable} more may"
            f" be charged now. Another {asked} is asked of schools that have not agreed, and {held}"
            " is held until it is certain."
        ),
    )


def rows_of(report: ForumReport, breakdown: str) -> Iterable[ForumRow]:
    """Return the rows of a breakdown, its total last."""
    return (row for row in report.rows if row.breakdown == breakdown)


def total_of(report: ForumReport) -> ForumRow | None:
    """Return the row of all schools together; None where nobody is charged anything."""
    return next((row for row in report.rows if row.group == TOTAL), None)


def report_table(report: ForumReport) -> PaperTable:
    """Return the whole report as one table: every breakdown, for those who reckon on."""
    return PaperTable(
        f"Charges by scheme, phase, type of school and section 251 line, {report.year}",
        ("Breakdown", "Group", "Pupils", *HEADINGS),
        [
            (row.breakdown, *cells)
            for breakdown in BREAKDOWNS
            for row, cells in zip(rows_of(report, breakdown), _rows(report, breakdown), strict=True)
        ],
    )


def _rows(
    report: ForumReport, breakdown: str, *, plain: bool = False
) -> Iterable[tuple[PaperCell, ...]]:
    assert set(COLUMNS) == set(FORUM_AMOUNTS)
    for row in rows_of(report, breakdown):
        name = group_of_scheme(row, report) if plain else row.group
        yield type_name(name), row.pupils, *(row.figure(column) for column in COLUMNS)
