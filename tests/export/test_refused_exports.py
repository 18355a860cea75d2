"""Exports that are refused, or fail half-way: nothing is left, and what was there stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.export.exported import NAMES, PLACEMENTS, half_posted, rows
from tests.support.books import pex
from tests.support.finance_office import ALL_CODES, Office, days
from tests.support.workbook_files import run, sound
from xl_recoup.book import read_workbook
from xl_recoup.contract import ROUTES
from xl_recoup.disk import patience, replacing
from xl_recoup.disk.exchange import exchange
from xl_recoup.disk.kept_copies import previous_of
from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.export.csv_files import csv_files, export_csv
from xl_recoup.policy.account_records import Accounts

SHIPPED = Path(__file__).resolve().parents[2] / "workbook" / "recoupment.xlsx"


def test_missing_codes_block_the_export(tmp_path: Path) -> None:
    """Without its account codes nothing is written, and the sentence says which are missing."""
    codes = [c for c in ALL_CODES if c["Use"] != "Debtors control"]
    codes[0] = codes[0] | {"Subjective": None}
    result = Office(codes=codes).run(PLACEMENTS)
    with pytest.raises(Refused) as refusal:
        export_csv(result.items, tmp_path / "out")
    assert str(refusal.value) == (
        "Nothing was exported, because account codes are missing: the subjective of AP recovery"
        " income; the cost centre and subjective of Debtors control. Fill them in in the table"
        " Codes, with the headings Use, Cost centre, Subjective, and export again."
    )
    assert not (tmp_path / "out").exists()


def test_only_the_codes_that_are_needed() -> None:
    """A workbook without net-offs and VAT needs no code for them; a school's own is enough."""
    needed = ("AP recovery income", "Budget adjustment control")
    codes = [c for c in ALL_CODES if c["Use"] in needed]
    codes[1] = codes[1] | {"Cost centre": None}
    result = Office(codes=codes).run([pex(1)])
    assert len(rows(csv_files(result.items)["journal_budget_adjustment.csv"])) == 2
    result = Office(codes=codes).run([pex(1, **{"Home school": "3052002"})])
    with pytest.raises(Refused, match="for single schools: the Cost centre on the Schools sheet"):
        csv_files(result.items)


def test_a_period_without_an_accounting_date() -> None:
    """A posted period of which neither Periods nor the ledger gives a day blocks the export."""
    office = half_posted()
    result = office.run(PLACEMENTS)
    accounts = result.items.accounts
    undated = Accounts(codes=accounts.codes, documents=accounts.documents)
    entries = [replace(e, posted_at=None) for e in result.entries]
    with pytest.raises(Refused, match="the period Autumn has no accounting date"):
        csv_files(replace(result.items, accounts=undated, entries=entries))


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """A file where the folder should be, or a folder where a file should be, is said so."""
    result = Office().run([pex(1)])
    (tmp_path / "out").write_text("x")
    with pytest.raises(FileUnavailable, match=r"is a file\. Name a folder"):
        export_csv(result.items, tmp_path / "out")
    (tmp_path / "in" / "charges.csv").mkdir(parents=True)
    with pytest.raises(FileUnavailable, match="is a folder"):
        export_csv(result.items, tmp_path / "in")
    assert [p.name for p in (tmp_path / "in").iterdir()] == ["charges.csv"]
    with pytest.raises(FileUnavailable, match="can't be made"):
        export_csv(result.items, tmp_path / "out" / "below")


def test_a_file_that_is_open_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked file is found before anything is written."""
    result = Office().run([pex(1)])
    export_csv(result.items, tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    real: Callable[..., Any] = Path.open

    def locked(path: Path, mode: str = "r", **more: Any) -> Any:
        if path.name == "net_off.csv" and mode == "r+b":
            raise PermissionError(13, "in use")
        return real(path, mode, **more)

    monkeypatch.setattr(Path, "open", locked)
    result = Office().run([pex(1), days(2)])
    with pytest.raises(FileUnavailable, match="open in another program"):
        export_csv(result.items, tmp_path)
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_failed_write_leaves_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a file can't be replaced, no temporary file stays, and the control file is the old."""
    result = Office().run([pex(1)])
    export_csv(result.items, tmp_path)
    old = (tmp_path / "control.csv").read_bytes()
    real = exchange

    def fail(source: Path, target: Path) -> bool:
        if target.name == "journal_invoice.csv":
            raise PermissionError(13, "in use")
        return real(source, target)

    monkeypatch.setattr(patience, "PAUSES", (0, 0))
    monkeypatch.setattr(replacing, "exchange", fail)
    result = Office().run([pex(1), days(2)])
    with pytest.raises(FileUnavailable, match=r"journal_invoice\.csv can't be written"):
        export_csv(result.items, tmp_path)
    kept = {p.name for name in NAMES for p in previous_of(tmp_path / name)}
    assert {p.name for p in tmp_path.iterdir()} == {*NAMES, *kept}
    assert not any(name.startswith(("journal_i", "control")) for name in kept)
    assert (tmp_path / "control.csv").read_bytes() == old


def test_the_shipped_workbook_is_exported_as_it_comes(tmp_path: Path) -> None:
    """Out of the box: every file, its totals those of the Charges sheet to the penny."""
    assert run("export", SHIPPED, "--to", tmp_path) == 0
    assert {p.name for p in tmp_path.iterdir()} == set(NAMES)
    table = read_workbook(SHIPPED).find("Charges")
    assert table is not None
    charged: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in table.rows:
        line = dict(zip(table.headings, row, strict=True))
        charged[str(line["Status"]), str(line["Route"])] += Decimal(str(line["Amount"]))
    files = {
        "invoice": "invoices.csv", "inter-authority": "invoices.csv", "net-off": "net_off.csv",
    }  # fmt: skip
    for route in ROUTES:
        due = charged["billable", route]
        assert due
        journal = rows(
            (tmp_path / f"journal_{route.replace(' ', '_').replace('-', '_')}.csv").read_bytes()
        )
        assert sum(Decimal(r["Debit"] or 0) - Decimal(r["Credit"] or 0) for r in journal) == 0
        income = [r for r in journal if r["Subjective"] == "PLACEHOLDER-INCOME"]
        assert sum(Decimal(r["Credit"] or 0) - Decimal(r["Debit"] or 0) for r in income) == due
        if route in files:
            lines = rows((tmp_path / files[route]).read_bytes())
            assert sum(Decimal(r["Net"]) for r in lines if r["Route"] == route) == due


def test_a_workbook_without_codes_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the table Codes is missing, the sentence says which codes are, and nothing is made."""
    path = sound(tmp_path / "a.xlsx")
    assert run("export", path, "--to", tmp_path / "out") == 2
    assert "account codes are missing" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_unreadable_account_row_stops_the_export(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row of the account tables that can't be read might belong to the files."""
    path = sound(tmp_path / "a.xlsx", Codes=[{"Use": "lunch", "Cost centre": "C"}])
    assert run("export", path, "--to", tmp_path / "out") == 2
    assert "Nothing was exported. Codes A5: this cell (the Use) holds" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
