"""The macro workbook is the plain one and macros; what is committed is what the sources give."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.macro_books.books import (
    ADDIN,
    FUNCTIONS_ADDIN,
    MACRO,
    PLAIN,
    PROJECT,
    RIBBON_PART,
    ROOT,
    macros,
    parts_of,
)
from tests.support.workbook_files import signed_in

CHANGED = {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"}


def test_the_committed_files_are_what_the_sources_give() -> None:
    """A fresh build of workbook, macro workbook and add-in has the committed bytes."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "build_workbook.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        f"{book.name} is what its sources give." for book in (PLAIN, MACRO, ADDIN, FUNCTIONS_ADDIN)
    ]
    assert done.returncode == 0


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """Adding macros to the committed plain workbook gives the committed macro workbook."""
    for name in ("one", "two"):
        macros.add_macros(PLAIN, tmp_path / f"{name}.xlsm", macros.ribbon_project(), ribbon=True)
        macros.build_addin(tmp_path / f"{name}.xlam")
        macros.build_functions(tmp_path / f"{name}-functions.xlam")
    for ending, committed in ((".xlsm", MACRO), (".xlam", ADDIN),
                              ("-functions.xlam", FUNCTIONS_ADDIN)):  # fmt: skip
        one, two = (tmp_path / f"{name}{ending}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes() == committed.read_bytes()


def test_without_its_macros_it_is_the_plain_workbook() -> None:
    """Part by part: only the list of types and two lists of relationships differ."""
    plain, macro = parts_of(PLAIN), parts_of(MACRO)
    assert set(macro) - set(plain) == {PROJECT, RIBBON_PART}
    assert set(plain) <= set(macro)
    assert {name for name in plain if plain[name] != macro[name]} == CHANGED


def test_what_differs_is_what_macros_need() -> None:
    """The kind of workbook, the type of the project, and the ways to project and ribbon."""
    plain, macro = parts_of(PLAIN), parts_of(MACRO)
    types = macro["[Content_Types].xml"].decode()
    added = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    assert types.count(added) == types.count(macros.MACRO) == 1
    back = types.replace(added, "").replace(macros.MACRO, macros.PLAIN)
    assert back == plain["[Content_Types].xml"].decode()
    for part, kind, target in (
        ("_rels/.rels", "ui/extensibility", RIBBON_PART),
        ("xl/_rels/workbook.xml.rels", "vbaProject", "vbaProject.bin"),
    ):
        text = macro[part].decode()
        (way,) = re.findall(rf'<Relationship [^>]*/{kind}"[^>]*/>', text)
        assert f'Target="{target}"' in way
        assert text.replace(way, "") == plain[part].decode()


@pytest.mark.parametrize("book", [ADDIN, FUNCTIONS_ADDIN])
def test_an_add_in_is_one_by_its_type(book: Path) -> None:
    """Excel loads the file as an add-in by the content type of its workbook."""
    types = parts_of(book)["[Content_Types].xml"].decode()
    assert macros.ADDIN in types
    assert macros.MACRO not in types


@pytest.mark.parametrize("command", ["recalculate", "post", "new-year"])
def test_macros_and_ribbon_are_kept_byte_for_byte(command: str, tmp_path: Path) -> None:
    """What the program writes of the macro workbook is a macro workbook, with the same macros."""
    from xl_recoup.cli.main import main

    target = tmp_path / "written.xlsm"
    asked = {
        "recalculate": ["--as-at", "2026-02-28"],
        "post": ["--period", "Autumn 2025", "--approved-by", "B. Head", "--allow-draft"],
        "new-year": ["--year", "2026-27"],
    }[command]
    with signed_in("bhead"):
        assert main([command, str(MACRO), *asked, "--output", str(target)]) == 0
    before, after = parts_of(MACRO), parts_of(target)
    assert after != before
    for name in (PROJECT, RIBBON_PART):
        assert after[name] == before[name], name
    for name in CHANGED:  # a first posting adds sheets of its own, and takes nothing away
        tags = re.compile(rb"<(?:Override|Default|Relationship) [^>]*>")
        assert set(tags.findall(before[name])) <= set(tags.findall(after[name])), name
    # every sheet still has the name by which its module knows it
    for name in before:
        if name.startswith("xl/worksheets/sheet"):
            named = re.findall(rb'codeName="\w+"', before[name])
            assert re.findall(rb'codeName="\w+"', after[name]) == named


def test_check_finds_the_macro_workbook_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """The committed macro workbook's outputs are what its inputs give."""
    from xl_recoup.cli.main import main

    assert main(["check", str(MACRO), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] is not None
