"""A misspelt word of a closed list is an error of the type checker, wherever the package uses one.

Every word is misspelt at every place of a copy, and the type checker is asked about the copy. What
stands in a branch that another misspelt word put out of reach is asked about a second time. A word
that stands only in its list is nowhere to be misspelt.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from source_files import MODULES, PACKAGE, ROOT, name_of, room_of, tree_of
from xl_recoup import closed_lists

LISTS = {
    name: words
    for name, words in vars(closed_lists).items()
    if name.isupper() and isinstance(words, tuple)
}
WORDS = frozenset(word for words in LISTS.values() for word in words)
FEWEST = 250
"""Far fewer places than there are: a test that finds none proves nothing."""

OTHERWISE = {
    "nouns": "A, none",
    "contract": "0 to 30 days, 31 to 60 days, 61 to 90 days, to post, value, sheet, units, closed,"
    " Provider, Pupil premium, EHCP, Year group, Days per week, Adjustment order, Looked after,"
    " basic entitlement, hours, all, notice",
    "charging": "hours, term, weeks",
    "policy": "all, basic entitlement, Pupil premium",
    "book/package": "sheet, none",
    "book/reading": "sheet",
    "book/writing": "sheet",
    "intake": "A, value, units, closed, posted, as-at date, Provider",
    "adopt": "academy, agreement, all, charge, closed, closure, nil, none, open, term, weeks, PEX,"
    " Provider, Days per week, Year group, Looked after",
    "scenarios": "value, column",
    "comparison": "value",
    "checks": "A, sheet, value, all schools, statutory, hours, notice, Pupil premium, primary,"
    " secondary, academy",
    "new_year": "closed, value, sheet",
    "statements": "open, units, complete weeks, issued, not issued, draft, notice, statement,"
    " request, reminder, asked, held",
    "outputs": "DSG, Provider, forecast",
    "reporting": "sheet, units, nil, held, charge",
    "export": "actual",
    "installation": "none",
    "forum_paper": "A, B, value, nil",
    "files": "sheet, draft, Provider",
    "excel": "A, C, E, F, G, weeks",
    "desk": "sheet",
    "run": "as-at date, agreement, none",
    "cli": "sheet, refused, held, changed-since-run, forecast",
    "page": "refused",
}
"""By room, words that mean something else there: a heading, a field, a key of JSON, a member of a
file, a team's own word, or what a cell holds that is read by its name and has no type."""


class Use(NamedTuple):
    """A word of a closed list in the code: where it ends, and where it may be complained of."""

    path: Path
    line: int
    end: int
    word: str
    lines: frozenset[int]


def _plain(tree: ast.Module) -> set[int]:
    """Return the constants that are no words in use: docstrings, parts of sentences, lists."""
    found: set[int] = set()
    for node in ast.walk(tree):
        named = node.value if isinstance(node, ast.Subscript) else None
        a_list = isinstance(named, ast.Name) and named.id == "Literal"
        if a_list or isinstance(node, ast.JoinedStr):
            found |= set(map(id, ast.walk(node)))
        elif isinstance(node, ast.Expr):
            found.add(id(node.value))
    return found


def _uses(path: Path) -> Iterator[Use]:
    tree = tree_of(path)
    plain = _plain(tree)
    above = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in WORDS and id(node) not in plain:
            assert isinstance(node.value, str)
            assert node.end_col_offset is not None
            lines = frozenset(_lines_around(node, above))
            yield Use(path, node.lineno, node.end_col_offset, node.value, lines)


def _lines_around(node: ast.AST, above: Mapping[int, ast.AST]) -> Iterator[int]:
    """Yield where a word and what it is a part of begin, up to its statement.

    A case that is lacking is said of the whole function: it no longer returns in every case.
    """
    of_a_match = isinstance(above[id(node)], ast.MatchValue)
    last = ast.FunctionDef if of_a_match else ast.stmt
    while not isinstance(node, last):
        if isinstance(node, ast.expr | ast.stmt):
            yield node.lineno
        node = above[id(node)]
    assert isinstance(node, ast.stmt)
    yield node.lineno


def _misspell(uses: Sequence[Use], copy: Path) -> None:
    """Write the package to a copy with these words misspelt, and no others."""
    by_file: dict[Path, list[Use]] = defaultdict(list)
    for use in uses:
        by_file[use.path].append(use)
    for path in MODULES:
        lines = path.read_bytes().splitlines(keepends=True)
        for use in sorted(by_file[path], key=lambda u: (u.line, u.end), reverse=True):
            line, quote = lines[use.line - 1], use.end - 1
            lines[use.line - 1] = line[:quote] + b"#" + line[quote:]
        (copy / path.relative_to(ROOT)).write_bytes(b"".join(lines))


def _lines_with_errors(copy: Path) -> dict[str, set[int]]:
    command = [sys.executable, "-m", "mypy", "-p", "xl_recoup", "--no-error-summary"]
    said = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert not said.stderr, said.stderr
    found: dict[str, set[int]] = defaultdict(set)
    for name, line in re.findall(r"^(.+?):(\d+): error", said.stdout, re.MULTILINE):
        found[Path(name).as_posix()].add(int(line))
    return found


def _unseen(uses: Sequence[Use], copy: Path) -> list[Use]:
    """Return the misspelt words that the type checker says nothing about."""
    _misspell(uses, copy)
    errors = _lines_with_errors(copy)
    return [u for u in uses if not u.lines & errors[u.path.relative_to(ROOT).as_posix()]]


def test_a_misspelt_word_fails_the_type_check(tmp_path: Path) -> None:
    """Whoever writes `bilable` anywhere is told so before anything is run."""
    shutil.copytree(PACKAGE, tmp_path / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    known = ROOT / ".mypy_cache"  # of other packages, which would take longer than ours
    if known.exists():
        shutil.copytree(known, tmp_path / known.name)
    uses = [u for path in MODULES if name_of(path) != "closed_lists.py" for u in _uses(path)]
    means_it = [u for u in uses if u.word not in OTHERWISE.get(room_of(u.path), "").split(", ")]
    assert len(means_it) > FEWEST
    unseen = _unseen(means_it, tmp_path)
    if unseen:
        unseen = _unseen(unseen, tmp_path)
    assert not unseen, "\n".join(f"{name_of(u.path)}:{u.line} {u.word}" for u in unseen)
