"""Whole tables: placements row by row, and how tables, headings and references are recognised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.checks.case import changed
from tests.intake.read_tables import AT_ACADEMY, statuses
from tests.support.books import AGREEMENTS, RATES, SCHOOLS, book, leaver, pex, pupil_upn, run, table
from xl_recoup import contract
from xl_recoup.contract import PLACEMENTS
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.intake.reference import read_reference
from xl_recoup.intake.required import spec_of
from xl_recoup.records import Placement
from xl_recoup.tables import CellError, Table, WorkbookTables


def placements(**replace: Table) -> list[Placement]:
    """Return the placement rows of a workbook with these placement tables."""
    return read_placements(book(replace={"Placements": None, **replace})).rows


def only(rows: list[Placement]) -> Placement:
    """Return the one row there is."""
    (row,) = rows
    return row


def made(rows: list[dict[str, Any]], headings: tuple[str, ...] = PLACEMENTS.headings) -> Table:
    """Return a placements table."""
    return table("Placements", rows, headings)


def test_every_column_fills_its_field() -> None:
    """Each heading of the contract fills the field of that name, as its kind of value."""
    day = date(2025, 11, 3)
    row = {
        "Placement ref": "P1", "Episode ref": 17.0, "UPN": pupil_upn(1, 20), "Pupil": "A.B.",
        "Date of birth": date(2016, 10, 1), "Year group": "R", "Home school": 3052001,
        "Reserved SEN place": "Y", "Provider": "AP1", "Scheme": "PEX", "Roll status": "DUAL",
        "Review status": "Open", "Days per week": 2.5, "Days attended": "12",
        "Admitting school": "305/2002", "IDACI band": "c", "Old authority": 303,
        "Intermediate authority": "304", "PO number": 4711, "Notes": " a  note ",
    }  # fmt: skip
    flags = [c.heading for c in PLACEMENTS.columns if c.kind is contract.Kind.FLAG]
    days = [c.heading for c in PLACEMENTS.columns if c.kind is contract.Kind.DATE]
    row |= dict.fromkeys(flags, "Y") | {d: day for d in days if d not in row}
    p = only(placements(Placements=made([row])))
    assert (p.placement_ref, p.episode_ref, p.ref) == ("P1", "17", "P1")
    assert (p.upn, p.pupil, p.date_of_birth) == (pupil_upn(1, 20), "A.B.", date(2016, 10, 1))
    assert (p.year_group, p.home_school, p.admitting_school) == (0, "3052001", "3052002")
    assert (p.roll_status, p.review_status, p.idaci_band) == ("dual", "open", "C")
    assert (p.days_per_week, p.days_attended) == (Decimal("2.5"), Decimal(12))
    assert (p.old_authority, p.intermediate_authority) == ("303", "304")
    assert (p.po_number, p.notes, p.unreadable) == ("4711", "a note", frozenset())
    fields = {c.heading: c.field for c in PLACEMENTS.columns}
    assert all(getattr(p, fields[heading]) is True for heading in flags)
    assert all(getattr(p, fields[d]) == day for d in days if d != "Date of birth")


@pytest.mark.parametrize("blank", [None, "", " ", "\u00a0"])
def test_a_blank_row_is_no_placement(blank: str | None) -> None:
    """Rows with nothing to see are passed over; the rows below keep their place."""
    nothing = dict.fromkeys(PLACEMENTS.headings, blank)
    result = run([nothing, pex(1), nothing, nothing, pex(2), nothing])
    assert [p.key.row for p in result.rows] == [6, 9]
    assert (result.tally.read, result.tally.charged) == (2, 2)
    assert [f.message for f in result.findings if f.code == "S23"] == [
        "Placements A5: rows 5, 7 and 8 of the table Placements are blank, with filled rows below"
        " that were read. Delete the blank rows."
    ]


def test_headings_are_known_whatever_their_apostrophes_spaces_and_capitals() -> None:
    """A heading with a curly apostrophe, a hard space or other capitals is the same heading."""
    headings = tuple(
        h.upper() if h == "Scheme" else h.replace(" ", "\u00a0 ") for h in PLACEMENTS.headings
    )
    row = dict(zip(headings, made([pex()]).rows[0], strict=True))
    assert only(placements(Placements=made([row], headings))) == only(
        placements(Placements=made([pex()]))
    )


def test_columns_may_be_missing_where_no_row_needs_them() -> None:
    """A sheet with the needed columns alone is charged as one with all of them."""
    needed = ("Placement ref", "Home school", "Scheme", "Year group", "Exclusion date")
    few = made([{h: pex()[h] for h in needed}], needed)
    result = run(replace={"Placements": few})
    assert [x.amount for x in run([pex()]).lines] == [x.amount for x in result.lines]
    assert [f.code for f in result.findings] == ["R08"]


def test_a_finding_on_a_missing_column_names_the_rows_first_cell() -> None:
    """Where the sheet has no such column, the finding points at the row and names the column."""
    needed = ("Placement ref", "Home school", "Scheme")
    result = run(replace={"Placements": made([{h: pex()[h] for h in needed}], needed)})
    assert [f.message for f in result.findings if f.code == "R60"] == [
        "Placements A5: the table has no column Exclusion date, so the weeks can't be counted and"
        " the row is not charged. Restore the heading, spelt exactly so."
    ]


def test_the_teams_own_columns_are_left_alone() -> None:
    """Errors and formulas in a column that is not the contract's matter to nobody."""
    row = pex() | {"Our own": CellError("#REF!")}
    own = made([row], (*PLACEMENTS.headings, "Our own"))
    result = run(replace={"Placements": own})
    assert (result.tally.charged, result.findings) == (1, [])


def test_the_first_of_two_columns_with_one_heading_is_read() -> None:
    """A repeated heading does not let a later column take the place of the first."""
    row = pex()
    cells = [*(row.get(h) for h in PLACEMENTS.headings), "5"]
    doubled = Table(
        "Placements", "Placements", (*PLACEMENTS.headings, "year  GROUP"), 5, [tuple(cells)]
    )
    assert only(placements(Placements=doubled)).year_group == 4


def test_placements_are_read_from_every_sheet_in_order() -> None:
    """`Placements` and each `Placements_…` table are read; other names are not."""
    rows = placements(
        Placements=made([pex(1)]),
        Placements_Spring=table("Placements_Spring", [pex(2)], PLACEMENTS.headings),
        PlacementsOld=table("PlacementsOld", [pex(3)], PLACEMENTS.headings),
    )
    assert [(p.key.sheet, p.ref) for p in rows] == [
        ("Placements", "P001"),
        ("Placements_Spring", "P002"),
    ]


def test_every_row_has_a_reference_of_its_own() -> None:
    """A repeated or missing reference is told by its place, and none is given twice."""
    refs = ["P1", "p1", None, None, "P1", "P1#3", "no reference, Placements row 7"]
    rows = placements(Placements=made([pex(n, **{"Placement ref": r}) for n, r in enumerate(refs)]))
    assert [p.ref for p in rows] == [
        "P1", "p1#2", "no reference, Placements row 7", "no reference, Placements row 8",
        "P1#3#2", "P1#3", "no reference, Placements row 7#2",
    ]  # fmt: skip
    assert len({p.ref.casefold() for p in rows}) == len(refs)


def test_serial_dates_follow_the_workbooks_calendar() -> None:
    """In a workbook that counts from 1904, serial numbers in date cells do so too."""
    tables = book([pex(**{"Exclusion date": 44474})])
    old = WorkbookTables(tables.tables, tables.sheets, date_1904=True)
    assert only(read_placements(old).rows).exclusion_date == date(2025, 10, 6)


def test_laestabs_agree_across_tables_whatever_their_form() -> None:
    """A number in one table and a text with a stroke in another are one school."""
    schools = changed(SCHOOLS, 0, LAESTAB=3052001.0)
    agreements = [AGREEMENTS[0] | {"Party": "305/4001"}]
    result = run(
        [pex(1, **{"Home school": "305/2001"}), pex(2, **AT_ACADEMY | {"Home school": 3054001})],
        Schools=schools,
        Agreements=agreements,
    )
    assert statuses(result) == ["billable", "billable"]


def test_names_agree_across_tables_whatever_their_apostrophes() -> None:
    """A trust with a curly apostrophe in one table is that with a straight one in the other."""
    result = run(
        [pex(**AT_ACADEMY)],
        Schools=changed(SCHOOLS, 2, Trust="St Ann’s  Trust"),
        Agreements=[AGREEMENTS[0] | {"Party": "St Ann's\u00a0trust"}],
    )
    assert statuses(result) == ["billable"]


def test_tables_are_known_whatever_their_capitals() -> None:
    """A table's name is compared without regard to capitals."""
    assert spec_of("RATES") is contract.RATES
    assert spec_of("placements_Autumn") is PLACEMENTS
    assert spec_of("Pivot1") is None
    tables = book([pex()])
    shouted = {name.upper(): t for name, t in tables.tables.items()}
    policy = read_reference(WorkbookTables(shouted, tables.sheets), None, date(2026, 1, 31)).policy
    assert len(policy.rates.rates) == len(RATES)


def test_other_tables_of_the_team_are_left_alone() -> None:
    """A table that the contract does not know may hold anything under any heading."""
    pivot = table("Pivot1", [{"Sum": CellError("#NAME?")}], ["Sum"])
    assert run([leaver()], replace={"Pivot1": pivot}).lines == run([leaver()]).lines
