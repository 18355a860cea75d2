"""Statements as files: named by number, whole or not there, with progress, in good time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.statements.support import every_kind, run
from tests.support.books import MAINTAINED, SCHOOLS, pex
from xl_recoup.disk import replacing
from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.statements import Party, Sending, statement_files, write_notices, write_statements
from xl_recoup.statements.statement_files import file_stems


def test_files_are_named_by_number(tmp_path: Path) -> None:
    """A statement's files bear its number and version, and nothing of a pupil."""
    folder = tmp_path / "new" / "folder"
    names = [p.name for p in write_statements(every_kind(), folder, Sending(version=2))]
    assert names == [
        "305-2025-26-3052001-v2.xlsx", "305-2025-26-3052001-v2.pdf",
        "305-2025-26-3052002-v2.xlsx", "305-2025-26-3052002-v2.pdf",
        "305-2025-26-elm-trust-v2.xlsx", "305-2025-26-elm-trust-v2.pdf",
    ]  # fmt: skip
    assert sorted(p.name for p in folder.iterdir()) == sorted(names)


def test_one_format_alone(tmp_path: Path) -> None:
    """Only the formats asked for are written; an unknown one is refused before anything is."""
    assert {p.suffix for p in write_statements(every_kind(), tmp_path, formats=["pdf"])} == {".pdf"}
    with pytest.raises(Refused, match="not docx"):
        write_statements(every_kind(), tmp_path / "x", formats=["pdf", "docx"])
    assert not (tmp_path / "x").exists()


def test_progress_counts_statements(tmp_path: Path) -> None:
    """Progress is told after each statement, up to all of them."""
    told: list[tuple[int, int]] = []
    write_statements(every_kind(), tmp_path, progress=lambda done, n: told.append((done, n)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_several_workers_write_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements made by several processes are the same files, byte for byte, told in order."""
    monkeypatch.setattr(statement_files, "MANY", 2)
    told: list[tuple[int, int]] = []
    one = write_statements(every_kind(), tmp_path / "one")
    two = write_statements(
        every_kind(), tmp_path / "two", workers=2, progress=lambda done, n: told.append((done, n))
    )
    assert [p.name for p in one] == [p.name for p in two]
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_notices_are_named_by_number(tmp_path: Path) -> None:
    """A notice's file bears authority, year, LAESTAB and date."""
    names = [p.name for p in write_notices(every_kind(), tmp_path)]
    assert names[0] == f"305-2025-26-{MAINTAINED}-notice-20260131.pdf"


def test_an_interrupted_statement_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file can't take its place the old one stays whole, and no litter is left."""
    write_statements(every_kind(), tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def refuse(*_: object, **__: object) -> None:
        raise FileUnavailable("locked")

    monkeypatch.setattr(replacing, "_put_in_place", refuse)
    with pytest.raises(FileUnavailable):
        write_statements(run([pex(1)]), tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    """A file where the folder should be is said in a sentence."""
    (tmp_path / "out").write_text("x")
    with pytest.raises(FileUnavailable, match="out is a file"):
        write_statements(every_kind(), tmp_path / "out")


def test_numbers_of_ones_own_become_safe_names() -> None:
    """Signs that a file name can't hold become hyphens; names of devices are avoided."""
    assert file_stems([("AP/26:7 ..", 1), ("CON", 1), ("../../x", 3)]) == [
        "AP-26-7-v1", "statement-CON-v1", "x-v3",
    ]  # fmt: skip
    with pytest.raises(Refused, match="one file"):
        file_stems([("a/b", 1), ("A-B", 1)])


def test_a_number_of_ones_own(tmp_path: Path) -> None:
    """`number_of` gives numbers of the authority's own making."""

    def number(party: Party) -> str:
        return f"AP {party.key}"

    files = write_statements(every_kind(), tmp_path, Sending(number_of=number), formats=["xlsx"])
    assert files[0].name == "AP-3052001-v1.xlsx"


def test_every_school_has_its_files(tmp_path: Path) -> None:
    """Twenty schools give twenty workbooks and twenty PDFs, named by their statements."""
    schools = [{**SCHOOLS[0], "LAESTAB": f"305{n:04d}", "School": f"School {n}"}
               for n in range(2100, 2120)]  # fmt: skip
    rows = [pex(n, FSM6="Y", **{"Home school": f"305{2100 + n % 20:04d}"}) for n in range(60)]
    files = write_statements(run(rows, Schools=schools), tmp_path)
    assert len(files) == 40
    assert all(re.fullmatch(r"305-2025-26-305\d{4}-v1\.(xlsx|pdf)", p.name) for p in files)
