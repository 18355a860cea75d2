"""`scripts/fidelity.py`: writes into copies of every workbook of a folder and says what it lost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import fidelity
from tests.book.makers import BOOK, make_book, parts, rewritten
from tests.support.workbook_files import contents
from xl_recoup.book import read_workbook, write_tables

CORPUS = os.environ.get("XL_RECOUP_CORPUS", "")


def test_nothing_is_lost(tmp_path: Path, capsys: Any) -> None:
    """A sheet is added, the table made longer and shorter; the copy bears the same name."""
    books = tmp_path / "books"
    books.mkdir()
    make_book(books / "a.xlsx")
    make_book(books / "~$a.xlsx")
    before = contents(books)
    assert fidelity.main([str(books), "--keep", str(tmp_path / "kept")]) == 0
    said = capsys.readouterr().out
    assert (
        "Workbooks: 1, parts: 12; given a sheet: 1; tables made longer: 1, shorter: 1; cells"
        in said
    )
    assert "cells filled: 1; with a refusal: 0; losses: 0;" in said
    assert contents(books) == before
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a.xlsx"]
    tables = read_workbook(tmp_path / "kept" / "a.xlsx").tables
    assert (len(tables["Charges"].rows), len(tables["Recoup_fidelity"].rows)) == (5, 2)


def test_a_refusal_is_no_loss(tmp_path: Path, capsys: Any) -> None:
    """What can't be written is said in a sentence, and the table is written all the same."""
    path = make_book(tmp_path / "a.xlsx")
    lock = b'<workbookProtection lockStructure="1"/><bookViews>'
    rewritten(path, {BOOK: lambda data: data.replace(b"<bookViews>", lock)})
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    assert fidelity.main([str(tmp_path), "--keep", str(tmp_path / "kept")]) == 0
    said = capsys.readouterr().out
    assert "refused  a.xlsx: a.xlsx was not changed. The workbook's structure is prot" in said
    assert "refused  b.xlsx: b.xlsx is not an Excel workbook." in said
    assert "given a sheet: 0; tables made longer: 1," in said
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a.xlsx"]


def test_a_loss_exits_with_1(tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is hurt is named with its workbook and its part."""
    make_book(tmp_path / "a.xlsx")

    def careless(source: Path, target: Path, writes: Any, **more: Any) -> None:
        write_tables(source, target, writes, **more)
        rewritten(target, {"xl/theme/theme1.xml": lambda data: data + b" "})

    monkeypatch.setattr(fidelity, "write_tables", careless)
    assert fidelity.main([str(tmp_path)]) == 1
    assert "LOST  a.xlsx: xl/theme/theme1.xml: its bytes changed" in capsys.readouterr().out


def test_a_feature_gone_exits_with_1(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Features are counted as well: one that is gone is a loss by its name."""
    make_book(tmp_path / "a.xlsx", extra=lambda book, sheet: sheet.write_comment("F1", "x"))

    def careless(source: Path, target: Path, writes: Any, **more: Any) -> None:
        write_tables(source, target, writes, **more)
        rewritten(target, {"xl/comments1.xml": None})

    monkeypatch.setattr(fidelity, "write_tables", careless)
    assert fidelity.main([str(tmp_path)]) == 1
    assert "LOST  a.xlsx: comments: 1 before, 0 after" in capsys.readouterr().out


def test_a_failure_exits_with_1(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception is no refusal."""
    make_book(tmp_path / "a.xlsx")

    def failing(source: Path, target: Path, writes: Any, **more: Any) -> None:
        raise KeyError("x")

    monkeypatch.setattr(fidelity, "write_tables", failing)
    assert fidelity.main([str(tmp_path)]) == 1
    assert "LOST  a.xlsx: failed: KeyError" in capsys.readouterr().out


def test_a_folder_without_workbooks(tmp_path: Path, capsys: Any) -> None:
    """There is nothing to show: exit code 2, said in a sentence."""
    assert fidelity.main([str(tmp_path)]) == 2
    assert fidelity.main([str(tmp_path / "none")]) == 2
    assert "There is no .xlsx or .xlsm file in" in capsys.readouterr().err


@pytest.mark.skipif(not CORPUS, reason="XL_RECOUP_CORPUS names no folder of workbooks")
def test_real_workbooks_lose_nothing(tmp_path: Path, capsys: Any) -> None:
    """The workbooks of other people: 0 losses, every refusal a sentence, every copy readable."""
    assert fidelity.main([CORPUS, "--keep", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "losses: 0;" in said
    for line in said.splitlines():
        assert not line.startswith("refused") or line.endswith(".")
    for path in tmp_path.iterdir():
        assert (
            read_workbook(path).find("Recoup_fidelity")
            or b"workbookProtection" in (parts(path)[BOOK])
        )
