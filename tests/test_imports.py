"""The direction of imports, and the house rules that can be read off the source.

Read from the files themselves, so that a module nobody imports is looked at too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "xl_recoup"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300

BOTTOM = {"money", "records", "tables", "errors"}
PURE = {
    "money": set(),
    "records": set(),
    "tables": set(),
    "errors": set(),
    "contract": {"contract"},
    "law": {"law", "money", "records"},
    "policy": {"policy", "law", "contract", "money", "records"},
    "charging": {"charging", "policy", "law", "contract", "money", "records", "errors"},
    "intake": {"intake", "policy", "law", "contract", *BOTTOM},
    "adopt": {"adopt", "intake", "policy", "law", "contract", *BOTTOM},
    "checks": {"checks", "adopt", "charging", "intake", "policy", "law", "contract", *BOTTOM},
}  # fmt: skip
"""What each part may import of the package. What is not named here is above all of them."""

KEPT_FROM_BOOK = {"checks", "charging", "policy", "law", "intake", "run"}
DOORS = {
    "cli", "excel", "file_runs", "commands", "doctor", "file_posting", "export", "new_year",
    "file_adopt", "file_undo", "forum_file", "second", "__main__",
}  # fmt: skip
"""What acts on files, screens and open workbooks; nothing but another door imports it."""

XLWINGS = ("book/live.py", "excel/")
PANDAS = ("report.py", "forum.py", "excel/")
NO_WORKBOOK_LIBRARY = ("law/", "policy/", "charging/", "checks/", "intake/", "contract/")
READS_THE_CLOCK = re.compile(
    r"\b(datetime\.now|datetime\.today|datetime\.utcnow|date\.today|time\.time|time\.time_ns"
    r"|time\.monotonic|time\.perf_counter|time\.localtime|time\.gmtime|time\.strftime)\b"
)
NO_FLOAT = ("law/", "policy/", "charging/")

BREAKS: dict[tuple[str, str], str] = {}
"""Where a rule is broken today, and by what. A row that is no longer true fails as well."""


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _part(path: Path) -> str:
    """Return the part of the package that a file belongs to: a folder or a module."""
    return _name(path).split("/")[0].removesuffix(".py")


def _among(path: Path, places: tuple[str, ...]) -> bool:
    return any(_name(path) == p or (p.endswith("/") and _name(path).startswith(p)) for p in places)


def modules_for(rule: str, concerned: Callable[[Path], bool] | None = None) -> pytest.MarkDecorator:
    """Give the modules concerned to a test, those that break its rule as expected failures."""
    given = []
    for path in MODULES:
        reason = BREAKS.get((rule, _name(path)))
        marks = [pytest.mark.xfail(reason=reason)] if reason else []
        if concerned is None or concerned(path):
            given.append(pytest.param(path, id=_name(path), marks=marks))
    return pytest.mark.parametrize("path", given)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, also inside functions, by its full name."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _own(path: Path) -> set[str]:
    """Return the parts of the package that a file imports."""
    names = (name.split(".") for name in _imports(path))
    return {name[1] for name in names if name[0] == "xl_recoup" and len(name) > 1} - {"__version__"}


def _libraries(path: Path) -> set[str]:
    return {name.split(".")[0] for name in _imports(path)}


def test_there_is_something_to_look_at() -> None:
    """Every part that the rules name is there, so that no rule holds by being about nothing."""
    parts = {_part(path) for path in MODULES}
    assert parts >= {*PURE, "book", "run", "cli", "file_runs", "clock", "screen", "report"}


@modules_for("down", lambda path: _part(path) in PURE)
def test_pure_parts_look_down_only(path: Path) -> None:
    """Law, policy, charging, intake and checks import what is below them, and nothing beside it."""
    assert _own(path) - PURE[_part(path)] == set()


@modules_for("book", lambda path: _part(path) == "book")
def test_book_knows_no_rules(path: Path) -> None:
    """Reading and writing workbooks knows nothing of what is in them."""
    assert _own(path) & KEPT_FROM_BOOK == set()


def test_run_touches_no_file() -> None:
    """The use case is told tables and gives tables: it imports neither `book` nor a door."""
    assert _own(PACKAGE / "run.py") & {"book", *DOORS} == set()


@modules_for("doors", lambda path: _part(path) not in DOORS)
def test_only_doors_import_doors(path: Path) -> None:
    """Nothing depends on how a run was started."""
    assert _own(path) & DOORS == set()


@modules_for("libraries")
def test_libraries_keep_to_their_place(path: Path) -> None:
    """Excel by xlwings, tables by pandas and workbook libraries have one place each."""
    used = _libraries(path)
    assert "xlwings" not in used or _among(path, XLWINGS)
    assert "pandas" not in used or _among(path, PANDAS)
    if _among(path, NO_WORKBOOK_LIBRARY):
        assert used & {"openpyxl", "python_calamine", "xlsxwriter", "zipfile"} == set()


@modules_for("clock")
def test_only_the_clock_reads_the_clock(path: Path) -> None:
    """The day of a run is an argument: nobody asks but the clock, and a progress bar its own."""
    asked = set(READS_THE_CLOCK.findall(_code(path)))
    if _name(path) == "screen.py":
        asked -= {"time.monotonic"}
    assert asked == set() or _name(path) == "clock.py"
    assert "time" not in _from_imports(path, "time")


@modules_for("float", lambda path: _among(path, NO_FLOAT))
def test_no_float_touches_money(path: Path) -> None:
    """In law, policy and charging no number is, or is made, a float."""
    for node in ast.walk(_tree(path)):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.value
        assert not (isinstance(node, ast.Name) and node.id == "float"), f"line {node.lineno}"


@modules_for("short")
def test_modules_are_short(path: Path) -> None:
    """A module is at most 300 lines: one idea each."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@modules_for("docstring")
def test_everything_public_has_a_docstring(path: Path) -> None:
    """Every module, public class, function and method says what it promises."""
    tree = _tree(path)
    missing = [] if ast.get_docstring(tree) else [_name(path)]
    assert missing + list(_undocumented(tree)) == []


def _undocumented(node: ast.Module | ast.ClassDef) -> Iterator[str]:
    for child in node.body:
        if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if child.name.startswith("_"):
            continue
        if not ast.get_docstring(child):
            yield f"{child.name} on line {child.lineno}"
        if isinstance(child, ast.ClassDef):
            yield from _undocumented(child)


def _from_imports(path: Path, module: str) -> set[str]:
    return {name.split(".")[1] for name in _imports(path) if name.startswith(f"{module}.")}


def _code(path: Path) -> str:
    """Return the code of a file without its comments and texts."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.unparse(tree)
