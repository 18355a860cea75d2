"""The package as it stands in its files: its modules, the rooms they stand in, what they import.

Read from the source, so that a module nobody imports is there too. Nothing of the package is run.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "xl_recoup"
MODULES = sorted(PACKAGE.rglob("*.py"))

ROOMS: dict[str, dict[str, str]] = tomllib.loads(
    (ROOT / "docs" / "rooms.toml").read_text(encoding="utf-8")
)
"""The rooms from the ground up, each with what it holds and what it may import."""
NOUNS = "nouns"
"""The files at the top of the package, all but `__main__`."""
DOORWAYS = ("__main__.py", "__init__.py")
"""The two files that stand above every room: the command's, and what `import xl_recoup` gives."""


def name_of(path: Path) -> str:
    """Return a file's name within the package: `book/package/zips.py`."""
    return path.relative_to(PACKAGE).as_posix()


def module_of(path: Path) -> str:
    """Return a file's name as it is imported: `book.package.zips`."""
    return name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


BY_MODULE = {module_of(path): path for path in MODULES}


def room_of(path: Path) -> str:
    """Return the room that a file stands in: its folder, or the nouns."""
    folder = path.parent.relative_to(PACKAGE).as_posix()
    return NOUNS if folder == "." else folder


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    """Yield every name that a file imports, also inside functions, in full.

    Raises ValueError for a relative import, which the house has none of.
    """
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ValueError(f"{name_of(path)} has a relative import")
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def own_imports(path: Path) -> frozenset[Path]:
    """Return the files of ours that a file imports; the package's own version is none."""
    names = (n.removeprefix("xl_recoup.") for n in imports_of(path) if n.startswith("xl_recoup."))
    found = {BY_MODULE.get(n) or BY_MODULE.get(n.rpartition(".")[0]) for n in names}
    return frozenset(f for f in found if f is not None and f != path and not _face(f))


def _face(path: Path) -> bool:
    """Tell whether a file is the package's own `__init__`."""
    return path == PACKAGE / "__init__.py"


def rooms_used() -> dict[str, set[str]]:
    """Return, for each room, the other rooms that its files import."""
    used: dict[str, set[str]] = {room: set() for room in ROOMS}
    for path in MODULES:
        if name_of(path) not in DOORWAYS:
            used[room_of(path)] |= {room_of(f) for f in own_imports(path)} - {room_of(path)}
    return used
