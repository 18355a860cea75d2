"""Personal data stays in the workbook: no message, log or output repeats it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.checks import CASES, Args
from tests.intake.refusals import REFUSALS
from tests.support.books import book, pex, run
from xl_recoup.contract import PLACEMENTS, is_placements_table, normal
from xl_recoup.errors import Refused
from xl_recoup.outputs.all_tables import writes
from xl_recoup.reporting.answer import result_json
from xl_recoup.reporting.explanation import Explanation
from xl_recoup.reporting.results import explanation_text
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, CellError, Table, WorkbookTables
from xl_recoup.words import long_date, short_date

PRIVATE = {normal(c.heading) for c in PLACEMENTS.columns if c.private}
PUPIL, NOTE = "Zebedee Quillfeather", "Xanadu is where the aunt lives"


def marked(tables: WorkbookTables) -> tuple[WorkbookTables, set[str]]:
    """Return a workbook with recognisable pupils and notes, and all its private values as text."""
    private: set[str] = {PUPIL, NOTE}
    made: dict[str, Table] = {}
    for name, table in tables.tables.items():
        if is_placements_table(name):
            table, seen = _marked(table)
            private |= seen
        made[name] = table
    return WorkbookTables(made, tables.sheets), private


def _marked(table: Table) -> tuple[Table, set[str]]:
    headings = [normal(h) for h in table.headings]
    seen: set[str] = set()
    rows = []
    for row in table.rows:
        cells = list(row)
        for i, heading in enumerate(headings):
            if heading == "pupil" and cells[i]:
                cells[i] = f"{PUPIL} {cells[i]}"
            if heading == "notes" and any(cells):
                cells[i] = f"{NOTE} {cells[i]}"
            if heading in PRIVATE:
                seen |= set(_texts(cells[i]))
        rows.append(cells)
    return Table(
        table.name, table.sheet, table.headings, table.first_row, rows, table.first_column,
        table.hidden_rows, table.hidden_columns, table.formulas, table.valueless, table.filtered,
    ), seen  # fmt: skip


def _texts(cell: Cell) -> Iterator[str]:
    if isinstance(cell, date):
        yield from (f"{cell:%d/%m/%Y}", cell.isoformat(), long_date(cell), short_date(cell))
    elif cell is not None and not isinstance(cell, CellError) and len(str(cell)) > 3:
        yield str(cell)


def said(result: Result) -> str:
    """Return everything that a run says or writes, but for the inputs themselves."""
    lines = [line.working + line.reason + line.ref for line in result.lines]
    findings = [f.message for f in result.findings]
    outputs = [str(cell) for write in writes(result) for row in write.rows for cell in row]
    return "\n".join([*lines, *findings, *outputs, str(result_json(result, None))])


ALL: dict[str, Args] = {
    f"{code} {kind}": args
    for code, case in CASES.items()
    for kind, args in (("once", case.once), ("several", case.several))
}


@pytest.mark.parametrize("name", ALL)
def test_no_output_repeats_personal_data(
    name: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is wrong, no UPN, pupil, date of birth or note is in a message, log or output."""
    caplog.set_level(logging.DEBUG)
    args: dict[str, Any] = dict(ALL[name])
    as_at = args.pop("as_at", date(2026, 1, 31))
    tables, private = marked(book(args.pop("placements", ()), **args))
    everything = said(calculate(tables, as_at=as_at, today=date(2026, 2, 2)))
    screen = capsys.readouterr()
    everything += caplog.text + screen.out + screen.err
    assert [value for value in private if value in everything] == []


FAULTS: dict[str, list[Cell]] = {
    "UPN": ["B801200005002", "Quillfeather", 8012000050019, "B80120000500", date(2016, 10, 1)],
    "Date of birth": ["31/02/2016", "Quillfeather", "01/02/16", 1.5, "1 October 2016", True],
    "Pupil": [20161001, date(2016, 10, 1), "Quillfeather"],
    "Notes": ["Quillfeather", date(2016, 10, 1)],
}


@pytest.mark.parametrize(("heading", "cell"), [(h, c) for h, cs in FAULTS.items() for c in cs])
def test_no_fault_of_a_private_cell_shows_what_it_holds(heading: str, cell: Cell) -> None:
    """However a private cell is filled in wrongly, its content is never quoted."""
    everything = said(run([pex(1, **{heading: cell}), pex(2, **{heading: cell})]))
    assert [text for text in _texts(cell) if text in everything] == []


def test_a_refusal_shows_no_personal_data() -> None:
    """A refused workbook's sentence speaks of tables and settings, never of a pupil."""
    for args, _ in REFUSALS.values():
        with pytest.raises(Refused) as refused:
            run(**args)
        assert str(pex()["UPN"]) not in str(refused.value)
        assert "P.1" not in str(refused.value)


def test_an_explanation_shows_no_personal_data() -> None:
    """What `explain` prints of a row leaves out who the pupil is."""
    result = run([pex(1, Pupil=PUPIL, Notes=NOTE)])
    text = explanation_text(Explanation(result.lines, result.findings))
    assert "P001" in text
    assert PUPIL not in text
    assert NOTE not in text
