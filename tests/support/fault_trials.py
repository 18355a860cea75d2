"""One writing command, one call that changes a file, one way to fail: what is left, is it whole?"""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.checks.cases_audit_trail import document, entry
from tests.support.faults import WAYS, Faults, How
from tests.support.finance_office import ALL_CODES
from tests.support.home_grown import own_lists
from tests.support.workbook_files import run, signed_in, sound
from xl_recoup.disk.litter import START

COMMANDS: dict[str, tuple[str, ...]] = {
    "recalculate": ("recalculate", "{}/book.xlsx"),
    "recalculate to a copy": ("recalculate", "{}/book.xlsx", "--output", "{}/copy.xlsx"),
    "compare": ("compare", "{}/book.xlsx"),
    "post": ("post", "{}/book.xlsx", "--period", "Autumn 2025", "--approved-by", "B. Head",
             "--allow-draft"),
    "export": ("export", "{}/book.xlsx", "--to", "{}/files"),
    "forum": ("forum", "{}/book.xlsx", "--output", "{}/forum.csv"),
    "statements": ("statements", "{}/book.xlsx", "--to", "{}/letters", "--formats", "xlsx",
                   "--draft"),
    "new-year": ("new-year", "{}/book.xlsx", "--year", "2026-27", "--output", "{}/next.xlsx"),
    "without-pupils": ("without-pupils", "{}/book.xlsx", "--output", "{}/without.xlsx"),
    "forum paper": ("forum", "{}/book.xlsx", "--output", "{}/forum.docx"),
    "remind": ("remind", "{}/book.xlsx", "--to", "{}/letters"),
    "show-sheets": ("show-sheets", "{}/book.xlsx", "--daily"),
    "adopt": ("adopt", "{}/own.xlsx", "--confirm"),
    "adopt --undo": ("adopt", "{}/own.xlsx", "--undo"),
}  # fmt: skip
"""Every command that writes, with a folder for `{}`."""
FEBRUARY = {"SOURCE_DATE_EPOCH": "1770627600"}
"""9 February 2026, in seconds: when the first reminder is due."""
DUE: dict[str, Any] = {
    "settings": {"Contact": "AP team", "Contact e-mail": "ap@example.gov.uk"},
    "Ledger": [entry()], "RunLog": [{"Run by": "tester"}],
    "Documents": [document() | {n: date(2026, 1, 2) for n in ("Issued on", "Made on")}],
}  # fmt: skip
"""Tables with an invoice whose first reminder is due."""
Files = dict[str, bytes]


@dataclass(frozen=True)
class Trials:
    """A command tried over and over in a folder: what it was before and what it is to be after."""

    name: str
    folder: Path
    old: Files
    new: Files
    calls: int
    """How many calls change a file when nothing fails."""

    def problems(self, number: int, how: How) -> Iterator[str]:
        """Let one call fail; yield what is wrong with what is left, and with the next run."""
        _put(self.folder, self.old)
        code = _in_a_child(self._run, Faults(number, how))
        killed = how.startswith("killed")
        left = _held(self.folder)
        allowed = (0, -signal.SIGKILL) if killed else (0, 2, 3)  # 0: it had fewer calls this time
        if code not in allowed:
            yield f"ended with {code}"
        for name, data in left.items():
            begun = "manifest" in name and b'"complete": false' in data and code != 0
            whole = begun or data in (self.old.get(name), self.new.get(name))
            if not _is_left(name) and not whole:
                yield f"{name} is neither the old nor the new one"
        yield from (f"{name} is gone" for name in self.old if name not in left)
        if code == 0 and {n: d for n, d in left.items() if not _is_left(n)} != self.new:
            yield "ended with 0, and not all is there"
        again = _in_a_child(self._run, Faults(0, how))
        if again not in (0, 2):
            yield f"the next run ended with {again}"
        litter = [name for name in _held(self.folder) if _is_left(name)]
        if litter:
            yield f"litter after the next run: {', '.join(litter)}"

    def _run(self) -> int:
        return _call(self.name, self.folder)


@contextmanager
def trials_of(name: str, folder: Path) -> Iterator[Trials]:
    """Give a command's trials in a new folder: on a workbook that was recalculated."""
    folder.mkdir()
    _prepare(name, folder)
    for copy in folder.glob("*.previous-*"):
        copy.unlink()
    old = _held(folder)
    said = folder.with_name(f"{folder.name}.calls")
    faults = Faults(0, "refused once")

    def counted() -> int:
        code = _call(name, folder)
        needed = sorted(n for n in sys.modules if n.startswith(("xl_recoup", "openpyxl", "docx")))
        said.write_text(" ".join((str(faults.done), *needed)), encoding="utf-8")
        return code

    assert _in_a_child(counted, faults) == 0, name
    calls, *needed = said.read_text(encoding="utf-8").split()
    for module in needed:  # loaded here once, and not in each child
        import_module(module)
    new = _held(folder)
    assert new != old, name
    yield Trials(name, folder, old, new, int(calls))


def _prepare(name: str, folder: Path) -> None:
    """Put into a folder what a command works on: recalculated, or a team's own list."""
    with redirect_stdout(io.StringIO()):
        if name.startswith("adopt"):
            own_lists(folder / "own.xlsx")
            if "undo" in name:
                assert _call("adopt", folder) == 0
            return
        more: dict[str, Any] = {"Codes": ALL_CODES}
        if name == "remind":
            more = DUE
        sound(folder / "book.xlsx", **more)
        with patch.dict(os.environ, FEBRUARY if name == "remind" else {}):
            assert run("recalculate", folder / "book.xlsx") == 0


def drawn(rng: random.Random, all_trials: Sequence[Trials]) -> tuple[Trials, int, How]:
    """Draw a command, one of its calls and a way to fail."""
    trials = rng.choice(all_trials)
    return trials, rng.randint(1, trials.calls), rng.choice(WAYS)


def _call(name: str, folder: Path) -> int:
    later = patch.dict(os.environ, FEBRUARY if name == "remind" else {})
    with later, signed_in("bhead" if name == "post" else "tester"):
        return run(*(word.format(folder) for word in COMMANDS[name]))


def _in_a_child(call: Callable[[], int], faults: Faults) -> int:
    """Do something in a child process with these faults; return its code, or minus its signal."""
    child = os.fork()
    if not child:
        code = 99
        try:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            faults.begin()
            code = call()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _held(folder: Path) -> Files:
    """Return all files of a folder, but for the earlier versions that are kept there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(w in path.name for w in (".previous-", ".before-posting-"))
    }


def _put(folder: Path, files: Files) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _is_left(name: str) -> bool:
    return Path(name).name.startswith(START)
