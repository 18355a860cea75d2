"""Posting a workbook file: once, whole, on numbered documents, and over nobody's own saving."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.books import book, pex
from tests.support.finance_office import OUR_AGREEMENTS, OUR_RATES, OUR_SCHEMES, OUR_SCHOOLS, days
from tests.support.workbook_files import TO_POST, fix_clock_and_user, post, save, type_in
from xl_recoup import clock
from xl_recoup.book import read_workbook
from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.files.post_file import post_file
from xl_recoup.files.run_files import check_file, recalculate_file
from xl_recoup.posting.entries import PostingOrder
from xl_recoup.posting.posting import Posting
from xl_recoup.run.result import Progress, silent
from xl_recoup.tables import Table

BOOK = Path(__file__).resolve().parents[2] / "workbook" / "recoupment.xlsx"
OURS: dict[str, Any] = {
    "Schools": OUR_SCHOOLS, "Agreements": OUR_AGREEMENTS, "Schemes": OUR_SCHEMES,
    "Rates": OUR_RATES,
}  # fmt: skip


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run be at one time, by one person."""
    fix_clock_and_user(monkeypatch)


def posted(
    path: Path,
    period: str = "Autumn 2025",
    *,
    allow_draft: bool = True,
    progress: Progress = silent,
    **more: Any,
) -> Posting:
    """Post a workbook in place, as its approver does."""
    accepted = frozenset({"draft-rates", "multiplier-of-1", "old-as-at"} if allow_draft else ())
    said: dict[str, Any] = {"accepted": accepted, "signed_in": "bhead"} | more
    order = PostingOrder(period, "B. Head", clock.now(), **said)
    return post_file(path, path, order, progress=progress)


def own(path: Path, *placements: Any, **more: Any) -> Path:
    """Return a workbook without any account table, recalculated once."""
    save(path, book(placements, **(OURS | dict(TO_POST) | more)))
    recalculate_file(path, path, as_at=date(2026, 1, 31))
    return path


def rows(path: Path, name: str) -> list[dict[str, Any]]:
    """Return a table's rows by heading."""
    table = read_workbook(path).find(name)
    assert isinstance(table, Table)
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def test_a_book_is_posted_once_and_checks_out(tmp_path: Path) -> None:
    """After posting nothing is billable, the outputs are sound, and a second time is refused."""
    path = Path(shutil.copy(BOOK, tmp_path / "a.xlsx"))
    posting = posted(path)
    assert posting.result.totals["posted"] == posting.amount > 0
    assert check_file(path, as_at=None)[1] == []
    assert posting.left
    posted(path, "Spring 2026")
    with pytest.raises(Refused, match="is no period of the sheet Periods"):
        posted(path, "Summer 2026")
    with pytest.raises(Refused, match="nothing to post"):
        posted(path, "Summer 2025")


def test_what_is_posted_stands_on_documents(tmp_path: Path) -> None:
    """Each posted charge to be invoiced or netted off stands on one document, numbered in order.

    The documents' net is that of their entries; the Invoices sheet shows them as it is written.
    """
    path = Path(shutil.copy(BOOK, tmp_path / "a.xlsx"))
    posting = posted(path)
    documents, ledger = rows(path, "Documents"), rows(path, "Ledger")
    assert len(documents) == posting.documents > 0
    for series, kind in (("INV", "invoice"), ("CN", "credit note"), ("NET", "net-off advice")):
        numbers = [d["Document"] for d in documents if d["Kind"] == kind]
        assert numbers == [f"{series}-2526-{n:04d}" for n in range(1, len(numbers) + 1)]
    due = [e for e in ledger if e["Route"] != "budget adjustment" and e["Amount"]]
    net = sum(Decimal(str(d["Net"])) for d in documents)
    assert net == sum(Decimal(str(e["Amount"])) for e in due)
    assert {e["VAT"] for e in ledger} != {None}
    shown = [line for line in rows(path, "Invoices") if line["Status"] != "to post"]
    assert {line["Document"] for line in shown} == {d["Document"] for d in documents}
    assert len(shown) == len(due)


def test_a_workbook_without_the_tables_gets_ledger_and_documents(tmp_path: Path) -> None:
    """Posting adds the records that it needs, and no other account table."""
    path = own(tmp_path / "a.xlsx", days(1), pex(2))
    assert posted(path).documents == 1
    assert [(d["Document"], d["Net"], d["VAT"]) for d in rows(path, "Documents")] == [
        ("INV-2526-0001", 950, 190)
    ]  # fmt: skip
    assert [e["VAT"] for e in rows(path, "Ledger")] == [190, 0]
    held = read_workbook(path)
    assert held.find("Journal") is None
    assert held.find("Invoices") is None
    assert check_file(path, as_at=None)[1] == []


def test_the_numbers_go_on(tmp_path: Path) -> None:
    """A second posting continues each series where the first one ended."""
    path = own(tmp_path / "a.xlsx", days(1), days(2, **{"Home school": "3054009"}))
    assert posted(path).documents == 2
    type_in(path, "Placements", "S5", 45_982)  # it ended on 21 November: five days more
    recalculate_file(path, path, as_at=date(2026, 1, 31))
    meant = frozenset({"draft-rates", "multiplier-of-1", "totals-moved"})
    posting = posted(path, "Spring 2026", accepted=meant)
    assert (posting.lines, posting.documents) == (1, 1)
    assert [d["Document"] for d in rows(path, "Documents")] == [
        "INV-2526-0001", "NET-2526-0001", "INV-2526-0002"
    ]  # fmt: skip
    assert check_file(path, as_at=None)[1] == []


def test_an_unreadable_document_stops_the_posting(tmp_path: Path) -> None:
    """While a row of Documents can't be read, no number is given, and nothing is written."""
    row = {"Document": "INV-2526-0001", "Kind": "invoice", "Net": 1, "VAT": 0, "Gross": 1}
    path = own(tmp_path / "a.xlsx", days(1), Documents=[row])
    before = path.read_bytes()
    with pytest.raises(Refused, match="Documents A5: a document can't be read"):
        posted(path)
    assert path.read_bytes() == before


def test_a_kept_period_name_is_refused_at_the_door(tmp_path: Path, capsys: Any) -> None:
    """A period that the journal uses itself is refused in a sentence, with exit code 2."""
    path = own(tmp_path / "a.xlsx", pex(1))
    before = path.read_bytes()
    assert post(path, "to post") == 2
    assert "no posting period can have that name" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_book_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """What a colleague saves while a posting runs is not overwritten."""
    path = Path(shutil.copy(BOOK, tmp_path / "a.xlsx"))

    def save_meanwhile(stage: str) -> None:
        if stage == "writing":
            own(tmp_path / "b.xlsx", pex(1)).replace(path)

    with pytest.raises(FileUnavailable, match="saved by somebody"):
        posted(path, progress=save_meanwhile)
    assert [row[0] for row in read_workbook(path).tables["Placements"].rows] == ["P001"]


def test_a_period_whose_status_cannot_be_read_may_be_closed(tmp_path: Path) -> None:
    """Nothing is posted while Periods holds a status that is neither open nor closed."""
    periods = [{"Period": "Autumn", "Status": "shut"}]
    path = own(tmp_path / "a.xlsx", pex(1), Periods=periods)
    with pytest.raises(Refused, match="D5: the Status of the period Autumn is neither open nor"):
        posted(path, "Summer 2026")


@pytest.mark.parametrize("deleted", [5, 6])
def test_nothing_is_posted_twice_over_deleted_lines(tmp_path: Path, deleted: int) -> None:
    """A line taken out of the Ledger: that is found, all charges are held, nothing is posted."""
    path = own(tmp_path / "a.xlsx", pex(1), pex(2))
    posted(path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Ledger"]
    sheet.delete_rows(deleted)
    sheet.tables["Ledger"].ref = sheet.tables["Ledger"].ref.replace("6", "5")
    workbook.save(path)
    result = recalculate_file(path, path, as_at=None)
    assert result.totals["billable"] == Decimal("0.00")
    assert [f.code for f in result.findings if f.code == "A85"] == ["A85"]
    with pytest.raises(Refused, match=r"Nothing was posted from a.xlsx\. .* posted rows were"):
        posted(path, "Summer 2026")


def test_an_amount_changed_in_the_ledger_is_refused(tmp_path: Path) -> None:
    """A posted line whose pounds were overtyped is named with its cell, not called our fault."""
    path = own(tmp_path / "a.xlsx", pex(1))
    posted(path)
    type_in(path, "Ledger", "S5", 1.5)
    with pytest.raises(Refused, match=r"Ledger S5: the Amount of a posted line is £1.50, but"):
        recalculate_file(path, path, as_at=None)
