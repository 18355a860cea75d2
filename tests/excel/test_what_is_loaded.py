"""What a press of a button loads before anything is asked of Excel."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ["pandas", "numpy", "openpyxl", "cryptography", "matplotlib", "PIL", "typst", "tkinter"]
CALCULATES = ["stdnum", "xl_recoup.run", "xl_recoup.checks", "xl_recoup.policy"]
WRITES = ["xl_recoup.book.writing", "xl_recoup.outputs", "xl_recoup.forecast", "xl_recoup.forum"]
LOADED = (
    "import sys; from xl_recoup.excel.lean import load_xlwings; load_xlwings();"
    " import {modules}; print(*(name for name in {heavy!r} if name in sys.modules))"
)


@pytest.mark.parametrize(
    "modules",
    [
        "xl_recoup.excel.button_list, xl_recoup.excel.macros",
        "xl_recoup.excel.open_posting",
        "xl_recoup.excel.open_letters",
        "xl_recoup.excel.open_years",
    ],
)
def test_a_button_loads_nothing_heavy(modules: str) -> None:
    """Neither what xlwings would bring along nor what makes files is loaded to act on Excel."""
    program = LOADED.format(modules=modules, heavy=HEAVY)
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert said.stdout.split() == []


@pytest.mark.parametrize(
    ("modules", "unloaded"),
    [
        ("xl_recoup.excel.button_list, xl_recoup.excel.macros", [*CALCULATES, *WRITES]),
        ("xl_recoup.excel.selection", ["xl_recoup.run", *WRITES]),
        ("xl_recoup.excel.open_runs, xl_recoup.excel.run_words", [*WRITES, "tomllib"]),
        ("xl_recoup.excel.open_explanation", WRITES),
        ("xl_recoup.excel.open_in_the_way", ["xl_recoup.book.writing.draft", *WRITES[1:]]),
        ("xl_recoup.excel.write_open", ["xl_recoup.book.writing.sheet_patch"]),
    ],
)
def test_a_button_loads_what_only_it_needs(modules: str, unloaded: list[str]) -> None:
    """About loads nothing that calculates, Validate nothing that writes, Recalculate no file's."""
    program = LOADED.format(modules=modules, heavy=[*unloaded, "xlwings.pro", *HEAVY])
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert said.stdout.split() == []


@pytest.mark.parametrize("modules", ["open_runs, run_words", "open_explanation", "run_box"])
def test_a_run_loads_three_libraries(modules: str) -> None:
    """A run needs what acts on Excel, what judges UPNs, and what judges rows and settings."""
    program = (
        "import sys; before = set(sys.modules);"
        " from xl_recoup.excel.lean import load_xlwings; load_xlwings();"
        f" from xl_recoup.excel import {modules};"
        " found = {name.partition('.')[0] for name in set(sys.modules) - before};"
        " print(*sorted(n for n in found - sys.stdlib_module_names if n[0] != '_'))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    found = set(said.stdout.decode().split())
    of_pydantic = {
        "annotated_types", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection",
    }  # fmt: skip
    if sys.platform != "win32":  # there, the modules of pywin32 besides
        assert found - of_pydantic == {"stdnum", "xl_recoup", "xlwings"}
    assert {"stdnum", "xl_recoup", "xlwings", "pydantic"} <= found


def test_what_was_hidden_from_xlwings_can_still_be_loaded() -> None:
    """Whoever needs pandas afterwards has it, and whoever had it before keeps it."""
    program = (
        "from xl_recoup.excel.lean import load_xlwings; load_xlwings();"
        " import pandas, numpy, xlwings; load_xlwings(); import pandas as again;"
        " print(again is pandas)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert said.stdout.split() == [b"True"]
