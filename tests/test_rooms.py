"""The rooms of the package and the house rules that can be read off the source.

Read from the files themselves, so that a module nobody imports is looked at too. What each room
may import is one line of `docs/rooms.toml`.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from source_files import (
    DOORWAYS,
    MODULES,
    PACKAGE,
    ROOMS,
    imports_of,
    name_of,
    own_imports,
    room_of,
    rooms_used,
    tree_of,
)

LONGEST = 300
MOST_AT_THE_TOP = 12
MOST_PARAMETERS, UNEXPLAINED_PARAMETERS = 8, 6
CALLED_BY_EXCEL = ("excel/functions.py",)
"""Custom functions: a cell hands over each table as an argument of its own."""

XLWINGS = ("excel/", "desk/")
PANDAS = ("reporting/frames.py",)
NO_WORKBOOK_LIBRARY = ("law/", "policy/", "charging/", "checks/", "intake/", "contract/")
READS_THE_CLOCK = re.compile(
    r"\b(datetime\.now|datetime\.today|datetime\.utcnow|date\.today|time\.time|time\.time_ns"
    r"|time\.monotonic|time\.perf_counter|time\.localtime|time\.gmtime|time\.strftime)\b"
)
NO_FLOAT = ("law/", "policy/", "charging/")


def _among(path: Path, places: tuple[str, ...]) -> bool:
    return any(
        name_of(path) == p or (p.endswith("/") and name_of(path).startswith(p)) for p in places
    )


def of_each_module(
    concerned: Callable[[Path], bool] = lambda path: True,
) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Make a rule of one module a test of all that are concerned, which names each that breaks it.

    One test for each module would be a quarter of all tests there are.
    """

    def test_of(rule: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            broken = {}
            for path in filter(concerned, MODULES):
                try:
                    rule(path)
                except AssertionError as error:
                    broken[name_of(path)] = str(error)
            assert broken == {}

        test.__doc__ = rule.__doc__
        return test

    return test_of


def _libraries(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports_of(path)}


def _allowed(room: str) -> set[str]:
    """Return the rooms that a room's line names."""
    words = ROOMS[room]["may_import"].split()
    below = list(ROOMS)[: list(ROOMS).index(room)]
    return {room, *(below if words == ["below"] else words)}


def circle(imports: Mapping[Path, frozenset[Path]]) -> list[str]:
    """Return the names of files that import each other in a circle, if there are any."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return [name_of(path) for path in error.args[1]]
    return []


def test_every_room_has_its_line() -> None:
    """Every folder of the package stands in the table, and every line has its folder."""
    assert {room_of(path) for path in MODULES} == set(ROOMS)


def test_rooms_stand_above_what_they_import() -> None:
    """No line names a room that stands below it in the table: so no circle of rooms is allowed."""
    order = list(ROOMS)
    for room in order:
        named = _allowed(room) - {room}
        assert named <= set(order[: order.index(room)]), room


@of_each_module(lambda path: name_of(path) not in DOORWAYS)
def test_files_keep_to_their_rooms_line(path: Path) -> None:
    """A file imports its own room and the rooms that its line names, and nothing else of ours."""
    strange = {name_of(f) for f in own_imports(path) if room_of(f) not in _allowed(room_of(path))}
    assert strange == set()


def test_no_permission_is_left_over() -> None:
    """Each room that a line names is imported by some file of that line's room."""
    used = rooms_used()
    for room, line in ROOMS.items():
        assert set(line["may_import"].split()) - {"below"} - used[room] == set(), room


def test_no_files_import_each_other_in_a_circle() -> None:
    """File by file, also inside functions and for types alone, no import leads back."""
    assert circle({path: own_imports(path) for path in MODULES}) == []


def test_a_circle_would_be_seen() -> None:
    """Two files that import each other are named."""
    a, b = MODULES[:2]
    assert set(circle({a: frozenset({b}), b: frozenset({a})})) == {name_of(a), name_of(b)}


def test_few_files_lie_loose() -> None:
    """At most twelve files stand at the top of the package: the nouns of everything."""
    loose = [p for p in PACKAGE.iterdir() if p.is_file()]
    assert len(loose) <= MOST_AT_THE_TOP


def test_no_file_name_stands_twice() -> None:
    """A file is known by its name alone, whatever its room."""
    names = Counter(path.name for path in MODULES if path.stem != "__init__")
    assert [name for name, count in names.items() if count > 1] == []


@of_each_module()
def test_libraries_keep_to_their_place(path: Path) -> None:
    """Excel by xlwings, tables by pandas and workbook libraries have one place each."""
    used = _libraries(path)
    assert "xlwings" not in used or _among(path, XLWINGS)
    assert "pandas" not in used or _among(path, PANDAS)
    if _among(path, NO_WORKBOOK_LIBRARY):
        assert used & {"openpyxl", "python_calamine", "xlsxwriter", "zipfile"} == set()


@of_each_module()
def test_only_the_clock_reads_the_clock(path: Path) -> None:
    """The day of a run is an argument: nobody asks but the clock, and a progress bar its own."""
    asked = set(READS_THE_CLOCK.findall(_code(path)))
    if name_of(path) == "reporting/terminal.py":
        asked -= {"time.monotonic"}
    assert asked == set() or name_of(path) == "clock.py"
    assert "time" not in _from_imports(path, "time")


@of_each_module(lambda path: _among(path, NO_FLOAT))
def test_no_float_touches_money(path: Path) -> None:
    """In law, policy and charging no number is, or is made, a float."""
    for node in ast.walk(tree_of(path)):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.value
        assert not (isinstance(node, ast.Name) and node.id == "float"), f"line {node.lineno}"


@of_each_module()
def test_modules_are_short(path: Path) -> None:
    """A module is at most 300 lines: one idea each."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@of_each_module(lambda path: not _among(path, CALLED_BY_EXCEL))
def test_functions_take_few_parameters(path: Path) -> None:
    """At most eight, and more than six only where a docstring says what they are."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            taken = _parameters(node.args)
            assert len(taken) <= MOST_PARAMETERS, node.name
            assert len(taken) <= UNEXPLAINED_PARAMETERS or ast.get_docstring(node), node.name


def _parameters(given: ast.arguments) -> list[str]:
    several = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return [a.arg for a in several if a is not None and a.arg not in {"self", "cls"}]


@of_each_module()
def test_everything_public_has_a_docstring(path: Path) -> None:
    """Every module, public class, function and method says what it promises."""
    tree = tree_of(path)
    missing = [] if ast.get_docstring(tree) else [name_of(path)]
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
    return {name.split(".")[1] for name in imports_of(path) if name.startswith(f"{module}.")}


def _code(path: Path) -> str:
    """Return the code of a file without its comments and texts."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.unparse(tree)
