"""The export: harmless to spreadsheets, without pupils, whole, and equal to Charges."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.export.exported import AUTUMN, NAMES, PLACEMENTS, half_posted, rows
from tests.support.books import pex, pupil_upn
from tests.support.finance_office import APRIL, Office, secondary
from xl_recoup.disk.csv_cells import cell_text, harmless
from xl_recoup.errors import Refused
from xl_recoup.export.control_totals import control_rows
from xl_recoup.export.csv_files import csv_files, export_csv
from xl_recoup.run.controls import ControlFailed
from xl_recoup.tables import Formula


def test_the_files_of_an_export(tmp_path: Path) -> None:
    """Every file is there, directly in the folder, and nothing else; the second time too."""
    result = half_posted().run(PLACEMENTS)
    folder = tmp_path / "out" / "to finance"
    written = export_csv(result.items, folder)
    assert [p.name for p in written] == NAMES
    assert sorted(p.name for p in folder.iterdir()) == sorted(NAMES)
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    export_csv(result.items, folder)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_excel_opens_them() -> None:
    """A byte order mark, CR LF and no other line ends, ISO days, plain numbers."""
    result = half_posted().run(PLACEMENTS)
    made = csv_files(result.items)
    for data in made.values():
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\n") == data.count(b"\r\n")
    first, *_ = rows(made["journal_invoice.csv"])
    assert first["Accounting date"] == "2025-12-31"
    assert (first["Debit"], first["Credit"]) == ("1140.00", "")
    assert rows(made["charges.csv"])[1]["Units"] == "24"


def test_totals_are_those_of_charges() -> None:
    """By hand: posted £950.00 invoice, £1,775.54 + £699.23 budget, £2,502.46 net-off; to post
    £2,502.46 invoice."""
    result = half_posted().run(PLACEMENTS)
    made = csv_files(result.items)
    controls = {
        (r["File"], r["What"], r["Route"]): r["Exported"] for r in rows(made["control.csv"])
        if r["What"] != "file"
    }  # fmt: skip
    # premium: £1,515.00 × 24 / 52 = £699.230…; FSM6 in the base: (£3,847.00 + £1,060.00) × 24 / 52
    # = £2,264.769…
    assert controls["journal_budget_adjustment.csv", "posted", "budget adjustment"] == "2964.00"
    assert controls["journal_invoice.csv", "posted", "invoice"] == "950.00"
    assert controls["journal_invoice.csv", "billable", "invoice"] == "2502.46"
    assert controls["net_off.csv", "posted", "net-off"] == "2502.46"
    assert controls["charges.csv", "posted", "budget adjustment"] == "2964.00"
    assert controls["year_end.csv", "income of the year", ""] == "8918.92"
    assert {r["Difference"] for r in rows(made["control.csv"]) if r["What"] != "file"} == {"0.00"}


def test_the_year_end_is_of_the_whole_year_alone() -> None:
    """CFR of the maintained school, one S251 line; the file of one period has no rows."""
    result = half_posted().run(PLACEMENTS)
    found = rows(csv_files(result.items)["year_end.csv"])
    assert [(r["Return"], r["Code"], r["Posted"], r["To accrue"]) for r in found] == [
        ("CFR", "I01", "2264.77", "0.00"), ("CFR", "I05", "699.23", "0.00"),
        ("S251", "1.2.7", "6416.46", "2502.46"),
    ]  # fmt: skip
    assert rows(csv_files(result.items, "Autumn")["year_end.csv"]) == []


def test_the_control_file_names_each_file_with_its_digest() -> None:
    """Rows and digest of every file: an export that is not whole can be told."""
    result = half_posted().run(PLACEMENTS)
    made = csv_files(result.items)
    listed = {r["File"]: r for r in rows(made["control.csv"]) if r["What"] == "file"}
    assert list(listed) == NAMES[:-1]
    for name, row in listed.items():
        assert int(row["Rows"]) == len(rows(made[name]))
        assert row["SHA-256"] == hashlib.sha256(made[name]).hexdigest()


def test_a_file_that_lost_a_line_is_noticed() -> None:
    """The controls read the files back: one line less, or a changed amount, stops the export."""
    result = half_posted().run(PLACEMENTS)
    made = csv_files(result.items)
    del made["control.csv"]
    for name in ("journal_invoice.csv", "invoices.csv", "net_off.csv", "charges.csv"):
        lines = made[name].split(b"\r\n")
        for broken in (
            b"\r\n".join([lines[0], *lines[2:]]),
            made[name].replace(b"2502.46", b"1.00"),
            made[name].replace(b"950.00", b"9.00"),
        ):
            if broken != made[name]:
                with pytest.raises(ControlFailed):
                    control_rows(result.items, made | {name: broken}, None)


def test_one_period() -> None:
    """A period's files hold what was posted in it, and agree with the Ledger."""
    result = half_posted().run(PLACEMENTS)
    autumn = csv_files(result.items, "autumn")
    assert {r["Charge ref"] for r in rows(autumn["charges.csv"])} == {
        "P001/SC", "P002/BS", "P002/PP", "P003/BS"
    }  # fmt: skip
    assert {r["Period"] for r in rows(autumn["journal_invoice.csv"])} == {"Autumn"}
    waiting = csv_files(result.items, "to post")
    assert [r["Charge ref"] for r in rows(waiting["charges.csv"])] == ["P004/BS"]
    with pytest.raises(Refused, match=r"no period named Summer to export. There are: Autumn"):
        csv_files(result.items, "Summer")


def test_the_year_end_alone() -> None:
    """The accruals of the year's end can be exported by their period; they are in no control."""
    result = Office().run([pex(1)], APRIL)
    made = csv_files(result.items, "Year end 2025-26")
    assert Counter(r["Type"] for r in rows(made["journal_budget_adjustment.csv"])) == {"accrual": 2}
    assert rows(made["charges.csv"]) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\t=", "  @"])
def test_a_text_that_begins_like_a_formula_is_harmless(start: str) -> None:
    """Whatever a spreadsheet may take for a formula has an apostrophe before it."""
    assert harmless(f"{start}cmd|' /C calc'!A0").startswith("'")
    assert "\t" not in harmless(f"{start}a\tb")
    assert "\n" not in harmless(f"{start}a\r\nb")


@pytest.mark.parametrize("text", ["P001/BS", "A-1", "St Mary's", "10 = ten", "", "é ß"])
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    """Only the beginning counts; an ordinary text is not touched."""
    assert harmless(text) == text


def test_a_text_stays_on_one_line() -> None:
    """Whatever would break a line, or hide in one, becomes a space."""
    assert harmless("a\r\nb\x00c\x85d\u2028e") == "a  b c d e"


def test_numbers_stay_numbers() -> None:
    """A negative number is no text that begins with a minus; no exponent, no minus nought."""
    cases = {
        Decimal("-874.06"): "-874.06", Decimal("1E+3"): "1000.00", Decimal("-0.00"): "0.00",
        Decimal("5022.125"): "5022.125", Decimal("2511.0"): "2511.00",
    }  # fmt: skip
    assert {cell_text(k): v for k, v in cases.items()} == {v: v for v in cases.values()}
    assert cell_text("-874.06") == "'-874.06"
    assert (cell_text(26), cell_text(None), cell_text(True)) == ("26", "", "TRUE")
    assert cell_text(Formula("1-1", Decimal(0))) == "0.00"
    assert cell_text(date(2026, 3, 31)) == "2026-03-31"
    assert cell_text(datetime(2026, 3, 31, 9, 30)) == "2026-03-31 09:30:00"


def test_injected_cells_come_out_harmless() -> None:
    """References, school and period typed as formulas reach no file as formulas."""
    bad = '=HYPERLINK("http://x","a")'
    office = Office()
    rows_ = [secondary(1, **{"Placement ref": bad, "PO number": "+1+1"})]
    office.post(rows_, "@SUM(A1)", AUTUMN)
    result = office.run(rows_)
    for name, data in csv_files(result.items).items():
        for row in rows(data):
            for heading, cell in row.items():
                number = heading in ("Debit", "Credit", "Amount", "Base", "Net", "VAT", "Gross")
                assert number or not cell.lstrip().startswith(("=", "+", "-", "@")), (name, cell)


def test_nothing_about_a_pupil_leaves() -> None:
    """No UPN, initials, date of birth or note is in any file, nor why a premium is not due."""
    upn = pupil_upn(7, 20)
    rows_ = [pex(7, Pupil="Zebedee Q", Notes="lives with Aunt", **{"Looked after": "Y"}, UPN=upn)]
    office = Office()
    office.post(rows_, "Autumn", AUTUMN)
    result = office.run([*rows_, pex(8, Notes="secret", Pupil="Zebedee R", EHCP="Y")])
    text = b"".join(csv_files(result.items).values()).decode("utf-8-sig")
    for secret in (upn, "Zebedee", "Aunt", "secret", "2016-10-01", "01/10/2016", "looked"):
        assert secret not in text
    assert any("looked-after" in line.working for line in result.lines)  # it is in the workbook
