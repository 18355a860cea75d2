"""The advice of a refusal that names another file, or a command, is followed and cures."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.files.test_cures import filled as filled
from tests.support.workbook_files import fix_clock_and_user, run

LIST = """UPN,Pupil,Home school,Start date,Provider
,A.B.,3052001,01/09/2025,BTA
,C.D.,3052001,02/09/2025,BTA
"""


@pytest.mark.parametrize(
    ("wrong", "words", "right"),
    [
        (["--output", "x.csv"], "must end in .xlsx", ["--output", "x.xlsx"]),
        (["--output", "there.xlsx"], "Give another name", ["--output", "another.xlsx"]),
        (["--output", "there.xlsx"], "add --replace", ["--output", "there.xlsx", "--replace"]),
    ],
)
def test_the_advice_about_a_target_cures(
    wrong: list[str],
    words: str,
    right: list[str],
    filled: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Another name, or the word that lets the file be replaced."""
    fix_clock_and_user(monkeypatch)
    monkeypatch.chdir(tmp_path)
    path = Path("book.xlsx")
    shutil.copyfile(filled, path)
    Path("there.xlsx").write_bytes(b"somebody's")
    capsys.readouterr()
    assert run("recalculate", path, *wrong) == 2
    assert words in capsys.readouterr().err
    assert Path("there.xlsx").read_bytes() == b"somebody's"
    assert run("recalculate", path, *right) == 0


def test_the_advice_for_a_list_with_separators_cures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command that the sentence names, exactly as it stands there."""
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text(LIST)
    assert run("recalculate", Path("list.csv")) == 2
    said = re.search(r'xl_recoup (adopt) "(.*?)" --output "(.*?)"', capsys.readouterr().err)
    assert said is not None
    assert run(said[1], Path(said[2]), "--output", Path(said[3])) == 0
    assert Path(said[3]).exists()
