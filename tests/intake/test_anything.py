"""Whatever stands in a workbook, a run never fails: it charges, or it says what is wrong."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.books import (
    ACADEMY,
    CALENDAR,
    MAINTAINED,
    OTHER_MAINTAINED,
    RATES,
    SCHEMES,
    SCHOOLS,
    SIXTH_FORM,
    leaver,
    pex,
    pupil_upn,
    run,
)
from xl_recoup import contract
from xl_recoup.contract import PLACEMENTS, Column, Kind
from xl_recoup.contract.cell_values import is_blank, read_cell
from xl_recoup.errors import Refused
from xl_recoup.records import Severity
from xl_recoup.tables import Cell, CellError

LOCAL_IN_USE = [
    *SCHEMES[:2],
    {"Scheme": "LOCAL", "Kind": "local", "In use": "Y", "Measure": "school weeks",
     "Base": "pupil-led funding", "Denominator": 38, "Pupil premium": "Y", "By days per week": "Y"},
]  # fmt: skip
ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
WORDS = (
    "Y", "N", "yes", "x", "PEX", "LEAVER", "LOCAL", "R", "11", "13", "off roll", "open", "closed",
    "A", "G", "31/02/2026", "03/04/05", "3 Sep 2025", "2025-10-06", "305/2001", "£1,000", "-1",
    "\u00a0", "’", "0", "1e9", "UN1", "305", "AP1", "P001", "#REF!", "=1+1", "\u200b", "\u0661",
    MAINTAINED, ACADEMY, OTHER_MAINTAINED, SIXTH_FORM, pupil_upn(1), pupil_upn(2), "9" * 400,
)  # fmt: skip
YEAR_DAYS = st.dates(date(2025, 3, 1), date(2026, 5, 1))

cells: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.text(max_size=20),
    st.integers(-(10**12), 10**12),
    st.integers(40_000, 47_000),
    st.floats(),
    st.booleans(),
    YEAR_DAYS,
    st.dates(date(1900, 1, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31)),
    st.sampled_from(ERRORS).map(CellError),
)
HEADINGS = st.sampled_from(PLACEMENTS.headings)
junk_rows = st.dictionaries(HEADINGS, cells, max_size=len(PLACEMENTS.headings))


@st.composite
def nearly_sound_rows(draw: st.DrawFn) -> dict[str, Any]:
    """Return a sound row in which some cells are something else, often something plausible."""
    row = draw(st.sampled_from([pex, leaver]))(draw(st.integers(1, 4)))
    days = [c.heading for c in PLACEMENTS.columns if c.kind is Kind.DATE]
    flags = [c.heading for c in PLACEMENTS.columns if c.kind is Kind.FLAG]
    schools = [MAINTAINED, ACADEMY, OTHER_MAINTAINED, SIXTH_FORM]
    row |= draw(st.dictionaries(st.sampled_from(days), YEAR_DAYS, max_size=4))
    row |= draw(st.dictionaries(st.sampled_from(flags), st.sampled_from("YN"), max_size=5))
    row |= draw(
        st.dictionaries(
            st.sampled_from(["Home school", "Admitting school"]), st.sampled_from(schools)
        )
    )
    row |= draw(st.dictionaries(st.just("Year group"), st.integers(1, 13)))
    return {**row, **draw(st.dictionaries(HEADINGS, cells, max_size=2))}


SLOWLY = settings(max_examples=150)


@given(column=st.sampled_from(PLACEMENTS.columns), cell=cells, date_1904=st.booleans())
@example(PLACEMENTS.columns[19], float("nan"), False)
@example(PLACEMENTS.columns[2], "B8012000050\u200b01", False)
@settings(max_examples=1500)
def test_a_cell_gives_a_value_or_a_finding(column: Column, cell: Cell, date_1904: bool) -> None:
    """Nothing that stands in a cell is passed over in silence, and nothing makes reading fail."""
    value, issue = read_cell(cell, column, date_1904)
    if is_blank(cell):
        assert (value, issue) == (None, None)
    elif issue is not None and issue.fault:
        assert value is None
        assert issue.words
    else:
        assert value is not None


ASIDE = (
    "Pupil",
    "Date of birth",
    "Decision date",
    "Review decided on",
    "PO number",
    "Notes",
)
"""On these no sum rests (on the decision date, while weeks are not counted from it)."""


@given(heading=HEADINGS, cell=cells)
@settings(max_examples=600)
def test_one_odd_cell_never_stops_a_run(heading: str, cell: Cell) -> None:
    """Any cell in any column: the row is charged, nil or held, and held rows have a reason."""
    result = run([pex(1, **{heading: cell}), pex(2)])
    assert result.tally.read == 2
    assert result.tally.charged + result.tally.nil + result.tally.held == 2
    if isinstance(cell, CellError):
        errors = [f.code for f in result.findings if f.severity is Severity.ERROR]
        assert errors == ([] if heading in ASIDE else ["S01"])
        assert ("S12" in {f.code for f in result.findings}) is (heading in ASIDE)


@given(rows=st.lists(st.one_of(junk_rows, nearly_sound_rows()), max_size=6))
@SLOWLY
def test_a_sheet_of_junk_never_stops_a_run(rows: list[dict[str, Any]]) -> None:
    """Random junk over all columns: every row read is charged, nil or held, and none is lost."""
    result = run(rows, Schemes=LOCAL_IN_USE)
    filled = [row for row in rows if not all(is_blank(cell) for cell in row.values())]
    t = result.tally
    assert t.read == len(filled)
    assert t.read == t.charged + t.nil + t.held
    wrong = {f.row for f in result.findings if f.row and f.severity is Severity.ERROR}
    for key in wrong:
        (line,) = [line for line in result.lines if line.row == key]
        assert (line.status, line.amount) == ("held", Decimal(0))


@given(
    rows=st.lists(nearly_sound_rows(), min_size=1, max_size=4),
    weeks=st.sampled_from(["inclusive", "exclusive"]),
    starts=st.sampled_from(["exclusion date", "decision date", "off-roll date"]),
    ends=st.sampled_from(["31 August", "end of summer term"]),
)
@SLOWLY
def test_no_reading_of_the_law_makes_a_run_fail(
    rows: list[dict[str, Any]], weeks: str, starts: str, ends: str
) -> None:
    """Under every local reading, odd rows are charged or held as under the law's own."""
    chosen = {"Complete weeks": weeks, "Count starts": starts, "Leavers' year ends": ends}
    t = run(rows, settings=chosen, Schemes=LOCAL_IN_USE).tally
    assert t.read == t.charged + t.nil + t.held


REFERENCE = {
    "Schools": (contract.SCHOOLS, SCHOOLS), "Schemes": (contract.SCHEMES, SCHEMES),
    "Rates": (contract.RATES, RATES), "Calendar": (contract.CALENDAR, CALENDAR),
    "Agreements": (contract.AGREEMENTS, []), "Providers": (contract.PROVIDERS, []),
    "Queries": (contract.QUERIES, []), "PlacementChanges": (contract.PLACEMENT_CHANGES, []),
}  # fmt: skip


@given(data=st.data())
@SLOWLY
def test_junk_in_a_reference_table_is_found_or_refused(data: st.DataObject) -> None:
    """Junk in a reference table gives findings, or for rates with Excel errors a refusal."""
    name = data.draw(st.sampled_from(sorted(REFERENCE)))
    spec, sound = REFERENCE[name]
    odd = st.dictionaries(st.sampled_from(spec.headings), cells, max_size=len(spec.headings))
    base = st.sampled_from(sound) if sound else st.just({})
    row = data.draw(base) | data.draw(odd)
    tables: dict[str, Any] = {name: [*sound, row]}
    if name == "Rates" and any(isinstance(cell, CellError) for cell in row.values()):
        with pytest.raises(Refused, match="The Rates table holds an Excel error at Rates"):
            run([pex(1), leaver(2)], **tables)
        return
    t = run([pex(1), leaver(2)], **tables).tally
    assert t.read == t.charged + t.nil + t.held == 2
