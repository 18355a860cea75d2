"""Plain names beside codes: where a workbook has the columns, and nowhere else."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from build_workbook import SOURCES
from tests.support.books import pex
from tests.support.finance_office import Office
from tests.support.workbook_files import post, run, type_in
from workbook_builder.sources import read_rows
from xl_recoup.accounts.reconciliation import Match
from xl_recoup.book import read_workbook
from xl_recoup.checks import CATALOGUE
from xl_recoup.contract import ALL_SPECS, CHARGES, normal
from xl_recoup.contract.code_names import NAME_COLUMNS, with_name_columns
from xl_recoup.contract.columns import ENTRY_DIGEST
from xl_recoup.intake.sealed_records import sealed_records
from xl_recoup.outputs.account_outputs import journal_write, reconciliation_write
from xl_recoup.outputs.charges import charges
from xl_recoup.outputs.name_columns import PlainNames, with_names, with_names_of
from xl_recoup.run.result import Result
from xl_recoup.tables import TableWrite

FILLED_LATER = {"ScenarioTotals", "Ledger", "Reconciliation"}
"""Tables that a comparison, a posting and a pasted extract fill."""
BOOK = Path(__file__).resolve().parents[2] / "workbook" / "recoupment.xlsx"
HEADING_ROW = 4
SCHEMES = {row["Scheme"] for row in read_rows(SOURCES / "schemes.csv")}
SPECS = {spec.name: spec for spec in ALL_SPECS}


def test_names_are_no_headings_of_the_contract() -> None:
    """A column of names is one more beside the contract's: no code is moved or renamed."""
    for table, names in NAME_COLUMNS.items():
        spec = SPECS[table]
        assert {n.code for n in names} <= set(spec.headings)
        assert not {n.heading for n in names} & set(spec.headings)
        whole = [c.heading for c in with_name_columns(spec)]
        assert [h for h in whole if h in spec.headings] == list(spec.headings)


@pytest.mark.parametrize("table", sorted(NAME_COLUMNS.keys() - FILLED_LATER))
def test_a_run_names_what_has_a_name(table: str) -> None:
    """In the built workbook after its run, every scheme, provider and school has a name."""
    book = load_workbook(BOOK, data_only=True)
    sheet = book[SPECS[table].sheet]
    at = {str(c.value): i for i, c in enumerate(sheet[HEADING_ROW])}
    rows = list(sheet.iter_rows(min_row=HEADING_ROW + 1, values_only=True))
    assert any(any(row) for row in rows)
    for name in NAME_COLUMNS[table]:
        for row in (r for r in rows if r[at[name.code]]):
            shown = row[at[name.heading]]
            if name.what == "check" and name.code == "Reason":
                code = str(row[at["Reason"]])
                assert bool(shown) == (len(code) == 3 and code[1:].isdigit())
            elif name.what != "return":
                assert shown
                known = name.what != "scheme" or row[at[name.code]] in SCHEMES
                assert known is (shown != row[at[name.code]])


def named(result: Result, headings: set[str] | None) -> TableWrite:
    """Return Charges for a workbook whose table has these headings; None where it has no table."""
    have = {} if headings is None else {"charges": set(map(normal, headings))}
    return with_names(charges(result.lines, ()), PlainNames(result.policy), have)


def test_a_table_that_is_made_has_each_name_beside_its_code() -> None:
    """And a table without such columns is written without them: nothing is asked of its owner."""
    result = Office().run([pex(1), pex(2, **{"Exclusion date": None})])
    new = named(result, None)
    assert new.headings == tuple(c.heading for c in with_name_columns(CHARGES))
    at = {heading: i for i, heading in enumerate(new.headings)}
    first, second = new.rows
    assert first[at["Scheme name"]] == "Permanent exclusion"
    assert first[at["Reason in words"]] is None
    assert second[at["Reason"]] == "R60"
    assert second[at["Reason in words"]] == CATALOGUE["R60"].title
    plain = charges(result.lines, ())
    assert named(result, set(CHARGES.headings)) == plain
    some = named(result, {*CHARGES.headings, "scheme NAME"})
    assert some.headings == (*CHARGES.headings, "Scheme name")
    assert [row[:-1] for row in some.rows] == [tuple(row) for row in plain.rows]


def test_the_journal_says_what_each_account_is_for() -> None:
    """Beside a placeholder as beside a code, with the school's name."""
    result = Office().run([pex(1)])
    made = with_names_of(replace(result, headings={}))(journal_write(result.journal))
    shown = [dict(zip(made.headings, row, strict=True)) for row in made.rows]
    assert [row["Account"] for row in shown] == ["Budget adjustment control", "AP recovery income"]
    assert {row["School"] for row in shown} == {result.lines[0].school}


def test_the_ledger_names_schemes_and_stays_sound(tmp_path: Path) -> None:
    """Posted lines get the name behind their digest, which is not over it."""
    path = Path(shutil.copyfile(BOOK, tmp_path / "book.xlsx"))
    assert run("recalculate", path) == 0
    assert post(path, "Autumn 2025", "--allow-draft") == 0
    ledger = read_workbook(path).tables["Ledger"]
    assert ledger.headings[-2:] == (ENTRY_DIGEST, "Scheme name")
    at = ledger.headings.index("Scheme")
    shown = {str(row[at]): row[-1] for row in ledger.rows}
    assert shown["PEX"] == "Permanent exclusion"
    assert all(name and (name != code or code not in SCHEMES) for code, name in shown.items())
    type_in(path, "Ledger", ledger.address(0, len(ledger.headings) - 1), "another name")
    sealed = sealed_records(read_workbook(path))["Ledger"]
    assert (sealed.altered, sealed.unsealed, bool(sealed.head)) == ((), 0, True)


def test_the_reconciliation_says_whose_a_reference_is() -> None:
    """A document's, a charge's and a journal line's; of what is not ours nobody's."""
    office = Office()
    office.post([pex(1)], "Autumn", date(2025, 12, 31))
    result = office.run([pex(1)])
    (line, *_), school = result.journal, result.entries[0].school
    names = (result.entries[0].ref, line.number, "not ours")
    matches = [
        Match(result="different", reference=name, posted=None, found=None, advice="")
        for name in names
    ]
    made = with_names_of(replace(result, headings={}))(reconciliation_write(matches))
    shown = [dict(zip(made.headings, row, strict=True)) for row in made.rows]
    assert [row["Party"] for row in shown] == [school, school, None]
    assert made.headings[1:3] == ("Reference", "Party")
