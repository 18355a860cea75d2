"""Whole tables: placements row by row, and the reference tables on which they rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.checks.case import changed
from tests.support.books import (
    ACADEMY,
    AGREEMENTS,
    CALENDAR,
    MAINTAINED,
    PROVIDERS,
    RATES,
    SCHEMES,
    SCHOOLS,
    book,
    leaver,
    pex,
    pupil_upn,
    rate,
    run,
    table,
)
from xl_recoup import contract
from xl_recoup.contract import PLACEMENTS
from xl_recoup.errors import Refused
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.intake.reference import read_reference
from xl_recoup.intake.required import spec_of
from xl_recoup.records import Placement
from xl_recoup.run.result import Result
from xl_recoup.tables import CellError, Table, WorkbookTables

AT_ACADEMY = {"Home school": ACADEMY, "Year group": "8", "Date of birth": date(2012, 10, 1)}


def placements(**replace: Table) -> list[Placement]:
    """Return the placement rows of a workbook with these placement tables."""
    return read_placements(book(replace={"Placements": None, **replace})).rows


def only(rows: list[Placement]) -> Placement:
    """Return the one row there is."""
    (row,) = rows
    return row


def reasons(result: Result) -> list[str]:
    """Return the reasons of the lines that are held."""
    return [line.reason for line in result.lines if line.status == "held"]


def statuses(result: Result) -> list[str]:
    """Return the status of each budget share."""
    return [line.status for line in result.lines if line.component == "Budget share"]


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
        "P1#3", "P1#3#2", "no reference, Placements row 7#2",
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


def test_a_broken_calendar_row_holds_every_row_of_that_calendar() -> None:
    """A term that can't be read might hold the sixth school day: nothing of it is counted."""
    own = [row | {"Calendar": "Elm"} for row in CALENDAR]
    schools = changed(SCHOOLS, 2, Calendar="Elm")
    broken = changed(own, 4, To="the end of July")
    result = run([pex(1), pex(2, **AT_ACADEMY)], Schools=schools, Calendar=[*CALENDAR, *broken])
    assert statuses(result) == ["billable", "held"]
    assert reasons(result) == ["R62"]
    sound = run([pex(1), pex(2, **AT_ACADEMY)], Schools=schools, Calendar=[*CALENDAR, *own])
    assert statuses(sound) == ["billable", "billable"]


@pytest.mark.parametrize(
    "cells",
    [
        {"Kind": "holiday"}, {"Kind": None}, {"From": None}, {"To": CellError("#N/A")},
        {"From": "31/02/2025"}, {"From": date(2025, 4, 23), "To": date(2025, 4, 22)},
        {"To": date(2026, 4, 24)},
    ],
)  # fmt: skip
def test_every_way_of_breaking_a_calendar_row_holds(cells: dict[str, Any]) -> None:
    """A missing kind, an unreadable date or days in the wrong order are never worked around."""
    result = run([pex()], Calendar=changed(CALENDAR, 1, **cells))
    assert reasons(result) == ["R62"]
    assert {f.code for f in result.findings} >= {"S27", "R62"}


def test_a_blank_calendar_name_is_the_authoritys_own() -> None:
    """Rows without a calendar's name are the authority's calendar, `LA`."""
    rows = [row | {"Calendar": None} for row in CALENDAR]
    assert run([pex()], Calendar=rows).lines == run([pex()]).lines


def test_a_broken_rate_row_holds_the_rows_that_need_it_and_no_others() -> None:
    """A rate that can't be read is never taken as 0: whoever needs it waits for it."""
    rates = changed(RATES, 10, Amount="n/a")  # low prior attainment, secondary
    needing = {"Low prior attainment": "Y"} | AT_ACADEMY
    result = run([pex(1), pex(2, **needing), pex(3, **AT_ACADEMY)], Rates=rates)
    assert statuses(result) == ["billable", "held", "billable"]
    assert reasons(result) == ["R63"]


@pytest.mark.parametrize(
    "cells",
    [
        {"Amount": None}, {"Amount": "about 3,800"}, {"Amount": -1}, {"Amount": True},
        {"Phase": None}, {"Phase": "infant"}, {"Valid from": None}, {"Valid to": "March"},
        {"Unit": "per week"}, {"Basis": "gross"}, {"Status": "agreed"},
    ],
)  # fmt: skip
def test_every_way_of_breaking_a_rate_row_holds(cells: dict[str, Any]) -> None:
    """An amount, phase, day, unit, basis or status that is not plain makes the rate unusable."""
    result = run([pex()], Rates=changed(RATES, 0, **cells))
    assert reasons(result) == ["R63"]
    assert "S27" in {f.code for f in result.findings}


@pytest.mark.parametrize("heading", contract.RATES.headings)
def test_an_excel_error_anywhere_in_a_rate_is_refused(heading: str) -> None:
    """No rate with an Excel error is ever charged with, wherever in its row it stands."""
    with pytest.raises(Refused, match=r"^The Rates table holds an Excel error at Rates [A-J]5,"):
        run([pex()], Rates=changed(RATES, 0, **{heading: CellError("#REF!")}))


def test_a_rate_formula_without_a_value_holds_the_rows_that_need_it() -> None:
    """A rate whose formula was never calculated is unknown, not 0."""
    rates = changed(RATES, 0, Amount=None)
    given = table("Rates", rates, contract.RATES.headings, valueless=frozenset({"C5"}))
    result = run([pex()], replace={"Rates": given})
    assert reasons(result) == ["R63"]
    assert "S24" in {f.code for f in result.findings}


def test_a_rate_without_a_factor_is_left_out_with_a_finding() -> None:
    """A row of Rates that says not what it is for can't be used by anybody."""
    result = run([pex()], Rates=[*RATES, rate("fsm", "all", 5) | {"Factor": None}])
    assert [f.message for f in result.findings] == [
        "Rates A23: this cell is blank, but the factor is needed, so placements that need"
        " the rate are held. Correct the cell."
    ]
    assert statuses(result) == ["billable"]


def test_factors_are_known_whatever_their_spelling() -> None:
    """Capitals and spaces instead of underscores name the same factor."""
    rates = changed(RATES, 0, Factor="Basic  Entitlement", Unit="Per pupil per year")
    assert run([pex()], Rates=rates).lines == run([pex()]).lines
    odd = changed(RATES, 0, Factor="Basic Entitlement", Unit="per day")
    assert reasons(run([pex()], Rates=odd)) == ["R63"]


@pytest.mark.parametrize(
    "cells",
    [
        {"LAESTAB": "30520"}, {"School": None}, {"Type": "grammar"}, {"Type": None},
        {"Open from": "soon"}, {"Highest year": 20}, {"Leaving years": "6; top"},
    ],
)  # fmt: skip
def test_a_broken_school_row_holds_its_placements(cells: dict[str, Any]) -> None:
    """A school whose row can't be read is not known, so its placements are held."""
    result = run([pex()], Schools=changed(SCHOOLS, 0, **cells))
    assert reasons(result) == ["R03"]
    assert "S27" in {f.code for f in result.findings}


@pytest.mark.parametrize("years", ["6", "R, 6", "2;6", " Year 6 , "])
def test_leaving_years_are_a_list(years: str) -> None:
    """Commas or semicolons part the years at whose end pupils leave a school."""
    policy = read_reference(
        book(Schools=changed(SCHOOLS, 0, **{"Leaving years": years})), None, date(2026, 1, 31)
    ).policy
    assert 6 in policy.schools.on(MAINTAINED, date(2025, 10, 6)).leaving_years


@pytest.mark.parametrize(
    "cells", [{"Status": "perhaps"}, {"Status": None}, {"Scheme": None}, {"From": "then"}]
)
def test_a_broken_agreement_makes_nothing_billable(cells: dict[str, Any]) -> None:
    """An agreement that can't be read binds nobody: the charge is asked for, and it is said."""
    result = run([pex(**AT_ACADEMY)], Agreements=[AGREEMENTS[0] | cells])
    assert statuses(result) == ["asked"]
    assert "S27" in {f.code for f in result.findings}


@pytest.mark.parametrize("cells", [{"Scheme": None}, {"In use": "perhaps"}, {"Valid to": "n/a"}])
def test_a_broken_scheme_row_holds_its_placements(cells: dict[str, Any]) -> None:
    """A scheme whose row can't be read is not known, so placements under it are held."""
    result = run([pex()], Schemes=changed(SCHEMES, 0, **cells))
    assert reasons(result) == ["R06"]
    assert "S27" in {f.code for f in result.findings}


@pytest.mark.parametrize(
    "schemes", [{"Schemes": None}, {"Schemes": table("Schemes", [], ["Scheme"])}]
)
def test_the_regulations_schemes_need_no_row(schemes: dict[str, Any]) -> None:
    """PEX and LEAVER are known without a Schemes table, or with one that lacks them."""
    result = run([pex(1), leaver(2)], replace=schemes)
    assert statuses(result) == ["billable", "billable"]
    assert "R06" not in {f.code for f in result.findings}


def test_a_local_scheme_needs_the_schemes_table() -> None:
    """Without the table a local code can't be explained, and nothing is calculated."""
    with pytest.raises(Refused, match="no table named Schemes"):
        run([pex(1), pex(2, Scheme="BTA-TURN")], replace={"Schemes": None})


def test_a_provider_needs_a_code_and_no_more() -> None:
    """A provider without a code is left out with a finding; other cells may be unreadable."""
    rows = [*PROVIDERS, {"Provider": "Nameless"}, {"Code": "AP3", "Places commissioned": "few"}]
    result = run([pex(1), pex(2, Provider="AP3")], Providers=rows)
    assert [str(f.place) for f in result.findings] == ["Providers A6", "Providers E7"]
    assert statuses(result) == ["billable", "billable"]


def test_without_a_providers_table_no_provider_is_wrong() -> None:
    """The Providers table may be absent; then codes are not checked."""
    result = run([pex(Provider="anything")], replace={"Providers": None, "Queries": None})
    assert result.findings == []


def test_a_query_needs_its_reference_and_a_charge() -> None:
    """A query without either is left out with a finding; an open one marks its charge."""
    rows = [
        {"Query ref": "Q1", "Charge ref": "p001/bs"},
        {"Query ref": "Q2"},
        {"Charge ref": "P001/PP"},
        {"Query ref": "Q4", "Charge ref": "P001/PP", "Closed": date(2026, 1, 5)},
    ]
    result = run([pex()], Queries=rows)
    assert [str(f.place) for f in result.findings] == ["Queries B6", "Queries A7"]
    assert result.disputed == frozenset({"p001/bs"})


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
