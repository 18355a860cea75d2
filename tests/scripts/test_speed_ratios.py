"""The script that divides our time by that of others: what its table says, and what it counts."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from speed_ratios import PAGE, Ratio, limit_of, memory_of, told


def test_a_ratio_is_held_against_its_target() -> None:
    """At most the target is met, more is missed, and what has no target has no verdict."""
    found = [Ratio("a", 0.5, 0.5, "x"), Ratio("b", 0.5, 0.501, "y"), Ratio("c", None, 9.0, "z")]
    assert told(found).splitlines()[2:] == [
        "| a | 0.5 | 0.500 | x | met |",
        "| b | 0.5 | 0.501 | y | missed |",
        "| c |  | 9.000 | z |  |",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell it")
def test_the_memory_of_a_process_is_counted() -> None:
    """A process has some megabytes; one that is gone has none."""
    assert memory_of(os.getpid()) > 1
    assert memory_of(2**22 + 1) == 0


def test_the_limit_takes_parts_however_they_lie_in_the_file(tmp_path: Path) -> None:
    """Packed and unpacked members are found by the file's own directory."""
    blank, filled = tmp_path / "blank.xlsx", tmp_path / "filled.xlsx"
    for path, text in ((blank, b"<a/>"), (filled, b"<a>1</a>" * 1000)):
        with zipfile.ZipFile(path, "w") as book:
            book.writestr("stored.xml", b"as it is")
            book.writestr("packed.xml", text, zipfile.ZIP_DEFLATED)
    assert limit_of(blank, filled) >= 0


def test_the_page_has_the_place_for_the_table() -> None:
    """`--write` puts the table between its marks, and a table stands there."""
    page = PAGE.read_text(encoding="utf-8")
    table = page.partition("<!-- measured -->\n")[2].partition("<!-- end of measured -->\n")[0]
    assert "| what | at most | found | from | |" in table
