"""The order of the tests: a folder for each room, a subject for each module."""

from __future__ import annotations

import tomllib
from pathlib import Path

TESTS = Path(__file__).parent
MODULES = sorted(TESTS.rglob("*.py"))
ROOMS = tomllib.loads((TESTS.parent / "docs" / "rooms.toml").read_text(encoding="utf-8"))
LONGEST = 300
BESIDE_THE_ROOMS = {
    "examples": "worked examples and councils' cases, through the whole calculation",
    "fidelity": "other people's workbooks, written and compared",
    "macro_books": "the committed macro workbook and add-in",
    "oracle": "the independent calculation",
    "recipes": "each recipe of the papers, done in a copy",
    "scripts": "the scripts",
    "support": "what tests of several rooms share",
    "tools": "what comes from npm",
    "workbook": "the committed workbook and its sources",
    "workings": "every working done again by what it says",
    "year": "a year in the life",
}


def test_each_folder_is_a_room_or_says_what_it_holds() -> None:
    """Who looks for the tests of a room finds them under its name."""
    folders = {p.relative_to(TESTS).parts[0] for p in MODULES if p.parent != TESTS}
    assert folders <= {room.split("/")[0] for room in ROOMS} | BESIDE_THE_ROOMS.keys()


def test_what_stands_beside_the_folders_looks_at_the_whole_repository() -> None:
    """A test of one room stands in its folder: here it would name a module of the package."""
    for path in TESTS.glob("test_*.py"):
        assert "\nfrom xl_recoup." not in path.read_text(encoding="utf-8"), path.name


def test_a_module_is_read_in_one_go() -> None:
    """Of at most 300 lines, as in the package."""
    lines = {p.as_posix(): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {name: length for name, length in lines.items() if length > LONGEST} == {}
