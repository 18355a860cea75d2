"""The page gives what the installed program gives: charges, findings and changed parts."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

import make_book
from tests.page.conftest import ROOT, Json, Pressed
from xl_recoup.cli.main import main

CLOCK = re.compile(rb"<v>\d{5}\.\d+</v>|, \d\d:\d\d, by ")
"""A moment, as the run log keeps it and Start says it: the two runs are not of the same moment."""
USER = "the page's user"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sample, ten random books, and one of ten thousand placements."""
    folder = tmp_path_factory.mktemp("books")
    sample = Path(shutil.copy(ROOT / "workbook/recoupment.xlsx", folder / "sample.xlsx"))
    made = [folder / f"random {seed}.xlsx" for seed in range(10)] + [folder / "big.xlsx"]
    for seed, path in enumerate(made):
        rows = "10000" if path.stem == "big" else "60"
        with contextlib.redirect_stdout(io.StringIO()):
            make_book.main(["--rows", rows, "--seed", str(seed), "--output", str(path)])
    return [sample, *made]


def of_the_command_line(book: Path, target: Path) -> Json:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        main(["recalculate", str(book), "--output", str(target), "--json"])
    answer: Json = json.loads(said.getvalue())
    return answer


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: CLOCK.sub(b"", archive.read(name)) for name in archive.namelist()}


def test_recalculate(
    page: Path, press: Pressed, books: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each workbook comes back with the same parts, byte for byte, and the same is said of it."""
    monkeypatch.setenv("XL_RECOUP_USER", USER)
    done = press(page, [{"do": "recalculate", "book": book} for book in books])
    assert done["errors"] == []
    for book, answer in zip(books, done["answers"], strict=True):
        installed = of_the_command_line(book, tmp_path / book.name)
        differing = {"output", "book"}
        for key in installed.keys() - differing:
            assert answer["json"][key] == installed[key], f"{book.name}: {key}"
        (saved,) = answer["saved"]
        assert parts(Path(saved)) == parts(tmp_path / book.name), book.name


def test_a_refusal_is_the_same_sentence(page: Path, press: Pressed, tmp_path: Path) -> None:
    """What is no workbook is refused in the program's words, and nothing is offered."""
    book = tmp_path / "list.xlsx"
    book.write_text("Pupil;School", encoding="utf-8")
    (answer,) = press(page, [{"do": "recalculate", "book": book}])["answers"]
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.chdir(tmp_path):
        assert main(["recalculate", "list.xlsx"]) == answer["code"] == 2
    assert answer["status"] == said.getvalue().strip()
    assert answer["saved"] == []


def test_explain(page: Path, press: Pressed, books: list[Path]) -> None:
    """The text of a reference is that of the command line."""
    (answer,) = press(page, [{"do": "explain", "ref": "PEX-2526-001", "book": books[0]}])["answers"]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(["explain", str(books[0]), "PEX-2526-001"]) == 0
    assert answer["text"].split() == said.getvalue().split()
