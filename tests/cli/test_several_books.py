"""Several workbooks in one command: on all cores, each as one alone, one summary at the end."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.cli.test_recalculate import ROWS, TOTALS
from tests.support.workbook_files import answer, run, sound, without_progress


def test_several_books_go_to_a_folder(typed: Path, tmp_path: Path, capsys: Any) -> None:
    """--to makes the folder and writes every book into it under its own name."""
    second = Path(shutil.copyfile(typed, tmp_path / "second.xlsx"))
    folder = tmp_path / "deep" / "out"
    code, said = answer(capsys, "recalculate", typed, second, "--to", folder)
    assert code == 0
    assert [b["output"] for b in said["books"]] == [str(folder / b.name) for b in (typed, second)]
    assert [b["book"] for b in said["books"]] == [str(typed), str(second)]
    assert all(b["rows"] == ROWS and b["totals"] == TOTALS for b in said["books"])
    assert (folder / "book.xlsx").read_bytes() == (folder / "second.xlsx").read_bytes()
    assert typed.read_bytes() == second.read_bytes()


def test_a_refused_book_does_not_stop_the_others(typed: Path, tmp_path: Path, capsys: Any) -> None:
    """One unusable book among several is said; the others are written; the exit code is 2."""
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"")
    code, said = answer(capsys, "recalculate", bad, typed, "--to", tmp_path / "out")
    assert code == 2
    first, second = said["books"]
    assert set(first) == {"book", "error"}
    assert "bad.xlsx is empty" in first["error"]
    assert second["rows"] == ROWS
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["book.xlsx"]


def test_of_several_books_the_refused_one_is_named(
    typed: Path, tmp_path: Path, capsys: Any
) -> None:
    """Whatever is the matter with one book among several, the sentence says which book it is."""
    bad = sound(tmp_path / "bad.xlsx", settings={"Hold days": "long"})
    assert run("recalculate", bad, typed, "--to", tmp_path / "out") == 2
    err = without_progress(capsys.readouterr().err)
    assert err.startswith("bad.xlsx: Settings B5: the setting Hold days")


def test_a_folder_of_books_is_done_on_all_cores(typed: Path, tmp_path: Path, capsys: Any) -> None:
    """Its workbooks alone, each as one alone would be; the last line counts and names them."""
    folder, target, alone = tmp_path / "books", tmp_path / "out", tmp_path / "alone.xlsx"
    folder.mkdir()
    for name in ("a", "b", "c", "d", "e"):
        shutil.copyfile(typed, folder / f"{name}.xlsx")
    for name in ("~$a.xlsx", "a.previous-2026-01-31T1200.xlsx", "notes.txt"):
        (folder / name).write_bytes(b"not to be read")
    (folder / "d.xlsx").write_bytes(b"")
    assert run("recalculate", folder, "--to", target) == 2
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "4 workbooks written, 1 refused: d.xlsx."
    assert said.out.splitlines()[0].startswith("a.xlsx: 6 placements; billable £")
    assert "d.xlsx is empty" in said.err
    assert run("recalculate", typed, "--output", alone) == 0
    for name in ("a", "b", "c", "e"):
        assert (target / f"{name}.xlsx").read_bytes() == alone.read_bytes()
    assert len(list(target.iterdir())) == 4


def test_a_folder_is_never_written_in_place(typed: Path, capsys: Any) -> None:
    """Without --to it is refused, and an empty one says so."""
    assert run("recalculate", typed.parent) == 2
    assert "is a folder. With --to FOLDER copies" in capsys.readouterr().err
    (typed.parent / "empty").mkdir()
    assert run("recalculate", typed.parent / "empty", "--to", typed.parent / "out") == 2
    assert "There is no workbook (.xlsx or .xlsm) in the folder" in capsys.readouterr().err


def test_several_books_without_a_folder_are_done_in_place(typed: Path, tmp_path: Path) -> None:
    """Several books without --to are recalculated where they are."""
    second = Path(shutil.copyfile(typed, tmp_path / "second.xlsx"))
    assert run("recalculate", typed, second) == 0
    assert typed.read_bytes() == second.read_bytes()
    kept = ".previous-2026-01-31T1200.xlsx"
    assert {p.name for p in tmp_path.iterdir()} == {
        "book.xlsx", f"book{kept}", "second.xlsx", f"second{kept}",
    }  # fmt: skip
