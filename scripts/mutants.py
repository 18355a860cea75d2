"""Break the calculation on purpose, a sample of times, and see whether its own tests notice.

    python3 scripts/mutants.py [--sample 300] [--seed 2026] [--only TEXT]

Cosmic Ray's operators change one thing in a copy of law, policy, charging or accounts (a sign, a
comparison, a number, a word of logic, a decorator, a loop); then the tests that reach the changed
line are run. A change that they all pass is a survivor, and is printed. The sample is drawn by
place, so that a sign with ten replacements counts as one. Takes an hour or two on two cores; not a
part of `scripts/test.py`.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from environment import ROOT, python

LOCK, ENVIRONMENT = "requirements-mutants.lock", ROOT / ".venv-mutants"
if "--inside" not in sys.argv and __name__ == "__main__":
    program = python(LOCK, ENVIRONMENT)
    own = [str(program), __file__, "--inside", *sys.argv[1:]]
    sys.exit(subprocess.run(own, check=False).returncode)

from cosmic_ray.ast import get_ast  # noqa: E402  (only in the environment made above)
from cosmic_ray.mutating import MutationVisitor, mutate_code  # noqa: E402
from cosmic_ray.operators.provider import OperatorProvider  # noqa: E402
from coverage import CoverageData  # noqa: E402

ROOMS = ("law", "policy", "charging", "accounts")
TESTS = (*(f"tests/{room}" for room in ROOMS), "tests/examples", "tests/oracle", "tests/workings")
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0")
PATIENCE = 300
"""Seconds after which a test that does not end has noticed."""
NOT_USED = re.compile(
    r"NoOp|Variable|RShift|LShift|Pow|BitXor|Invert|UAdd"  # what no line of these rooms could mean
    r"|(Eq|Lt|Gt|LtE|GtE)_Is|Is(Not)?_(Not)?(Eq|Lt|Gt)"  # mostly the same: words are one object
)


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the operator's name, which of its places, and the line it begins on."""

    file: str
    operator: str
    occurrence: int
    line: int
    column: int


class Places(MutationVisitor):  # type: ignore[misc]
    """Walks a file and keeps where an operator can change it, changing nothing."""

    def __init__(self, operator: object) -> None:
        super().__init__(-1, operator)
        self.found: list[tuple[int, int]] = []

    def visit(self, node: object) -> object:
        self.found += [start for start, _end in self.operator.mutation_positions(node)]
        return node


def main() -> int:
    """Draw the sample, try each mutant, print the survivors and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", default="", help="files whose name holds this")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    mutants = drawn(wanted.sample, wanted.seed, wanted.only)
    with tempfile.TemporaryDirectory() as folder:
        workers: SimpleQueue[Path] = SimpleQueue()
        for number in range(os.cpu_count() or 1):
            workers.put(_copy(Path(folder) / str(number)))
        reach = Reach(workers)
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            survived = sum(pool.map(lambda m: tried(m, reach, workers), mutants))
    killed = len(mutants) - survived
    part = f"{killed} of {len(mutants)} mutants killed ({killed / len(mutants):.1%})"
    print(f"{part}, seed {wanted.seed}")
    return 0


def drawn(count: int, seed: int, only: str) -> list[Mutant]:
    """Draw mutants by place from all that change what the program does."""
    places: dict[tuple[str, int, int], list[Mutant]] = {}
    for room in ROOMS:
        for path in sorted((ROOT / "xl_recoup" / room).glob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if only in name:
                for mutant in _of_file(name, path.read_text(encoding="utf-8")):
                    places.setdefault((name, mutant.line, mutant.column), []).append(mutant)
    chance = random.Random(seed)
    order = sorted(places)
    chance.shuffle(order)
    sample: list[Mutant] = []
    for place in order:
        real = [mutant for mutant in places[place] if _differs(mutant)]
        if real:
            sample.append(chance.choice(real))
        if len(sample) == count:
            break
    return sample


def _of_file(name: str, text: str) -> Iterator[Mutant]:
    tree = get_ast(text)
    for operator in sorted(name for name in OperatorProvider() if not NOT_USED.search(name)):
        found = Places(OperatorProvider()[operator]())
        found.walk(tree)
        for number, (line, column) in enumerate(found.found):
            yield Mutant(name, operator, number, line, column)


def changed(mutant: Mutant) -> tuple[str, str]:
    """Return a file's text as it is and as the mutant has it."""
    text = (ROOT / mutant.file).read_text(encoding="utf-8")
    operator = OperatorProvider()[mutant.operator]()
    return text, mutate_code(text, operator, mutant.occurrence) or text


def _differs(mutant: Mutant) -> bool:
    """Say whether the program differs: annotations are never looked at, `|` in them neither."""
    before, after = changed(mutant)
    try:
        return _bare(before) != _bare(after)
    except SyntaxError:
        return False


def _bare(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    return ast.dump(tree)


class Reach:
    """Which tests reach which line, and how long each takes, by one run under coverage."""

    def __init__(self, workers: SimpleQueue[Path]) -> None:
        folder = workers.get()
        rooms = [f"--cov=xl_recoup.{room}" for room in ROOMS]
        say = ["--cov-context=test", "--cov-report=", "--junitxml=times.xml", *rooms]
        command = [sys.executable, *PYTEST, "-n", str(os.cpu_count() or 1), *say, *TESTS]
        print("The tests of these rooms, once, watched …", file=sys.stderr, flush=True)
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{done.stdout[-2000:]}\nThe tests fail without any change.")
        self.times = {
            f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}": float(
                case.get("time", "0")
            )
            for case in ET.parse(folder / "times.xml").iter("testcase")
        }
        measured = CoverageData(str(folder / ".coverage"))
        measured.read()
        self.by_line = {
            (Path(path).relative_to(folder).as_posix(), line): {
                one.split("|")[0] for one in contexts if one
            }
            for path in measured.measured_files()
            for line, contexts in measured.contexts_by_lineno(path).items()
        }
        workers.put(folder)

    def tests(self, mutant: Mutant) -> list[str]:
        """Return the tests that reach a mutant's line, the quickest first; else its file's."""
        names = self.by_line.get((mutant.file, mutant.line)) or set().union(
            *(tests for (file, _line), tests in self.by_line.items() if file == mutant.file)
        )
        return sorted(names, key=lambda name: (self.times.get(name, 1.0), name))


def tried(mutant: Mutant, reach: Reach, workers: SimpleQueue[Path]) -> bool:
    """Run the tests over one mutant; print it if it survives, and say whether it does."""
    before, after = changed(mutant)
    tests = reach.tests(mutant)
    folder = workers.get()
    try:
        (folder / mutant.file).write_text(after, encoding="utf-8")
        (folder / "tests.txt").write_text("\n".join(tests), encoding="utf-8")
        command = [sys.executable, *PYTEST, "-x", "@tests.txt"]
        try:
            code = (
                subprocess.run(
                    command, cwd=folder, check=False, capture_output=True, timeout=PATIENCE
                ).returncode
                if tests
                else 0
            )
        except subprocess.TimeoutExpired:
            code = 1
    finally:
        (folder / mutant.file).write_text(before, encoding="utf-8")
        workers.put(folder)
    if code:
        print(".", end="", file=sys.stderr, flush=True)
        return False
    print(_said(mutant, before, after, len(tests)), flush=True)
    return True


def _said(mutant: Mutant, before: str, after: str, tests: int) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    change = "\n".join(line for line in lines if line[:3] not in ("---", "+++", "@@ "))
    return f"{mutant.file}:{mutant.line} {mutant.operator}, {tests} tests\n{change}\n"


def _copy(folder: Path) -> Path:
    """Copy the project as the repository has it."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.splitlines():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    return folder


if __name__ == "__main__":
    sys.exit(main())
