"""Build the workbook from `workbook/sources`, filled at its stated as-at date.

`recoupment.xlsx` is the plain workbook, `recoupment.xlsm` the same with macros and ribbon (written
from the list of buttons, beside `workbook/vba`), `recoupment.xlam` the macros and ribbon as an
add-in, `recoupment-functions.xlam` the custom functions as another. The same sources and the same
product give the same files. `--check` builds afresh and compares.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import zipfile
from calendar import timegm
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

if __name__ == "__main__":
    from environment import go_on_in_it

    go_on_in_it()

from workbook_builder import macros  # noqa: E402  # the path above comes first
from workbook_builder.book import CREATED, build  # noqa: E402

BOOK = ROOT / "workbook" / "recoupment.xlsx"
FUNCTIONS = "recoupment-functions.xlam"
ALL = (BOOK, BOOK.with_suffix(".xlsm"), BOOK.with_suffix(".xlam"), BOOK.with_name(FUNCTIONS))
SOURCES = ROOT / "workbook" / "sources"
RUN_BY = "workbook builder"


def fill_outputs(path: Path) -> None:
    """Let the product fill the book's output tables, at a fixed time and under a fixed name."""
    from xl_recoup.cli.main import main as product

    fixed = {
        "SOURCE_DATE_EPOCH": str(timegm(CREATED.timetuple())),
        "USER": RUN_BY,
        "LOGNAME": RUN_BY,
        "USERNAME": RUN_BY,
    }
    before = dict(os.environ)
    os.environ.update(fixed)
    said = StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(said):
            code = product(["recalculate", str(path)])
    finally:
        os.environ.clear()
        os.environ.update(before)
    if code:
        raise SystemExit(f"The outputs of {path.name} could not be filled.\n{said.getvalue()}")


def build_filled(target: Path, sources: Path) -> None:
    """Build the book and let the product fill its outputs."""
    build(target, sources)
    fill_outputs(target)


def differences(fresh: Path, committed: Path) -> list[str]:
    """Return what differs between two books, part by part; nothing where they are the same."""
    if fresh.read_bytes() == committed.read_bytes():
        return []
    with zipfile.ZipFile(fresh) as new, zipfile.ZipFile(committed) as old:
        names = {*new.namelist(), *old.namelist()}
        both = {*new.namelist()} & {*old.namelist()}
        changed = [n for n in names if n not in both or new.read(n) != old.read(n)]
    return sorted(changed) or ["the compression alone"]


def main(arguments: list[str] | None = None) -> int:
    """Build, or with `--check` compare; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, help="build this .xlsx, .xlsm or .xlam alone")
    parser.add_argument("--sources", type=Path, default=SOURCES)
    parser.add_argument("--inputs-only", action="store_true", help="leave the outputs empty")
    parser.add_argument("--check", action="store_true", help="compare with the committed files")
    chosen = parser.parse_args(arguments)
    targets = [chosen.output] if chosen.output else [*ALL]
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.xlsx"
        if any(t.suffix != ".xlam" for t in targets):
            (build if chosen.inputs_only else build_filled)(plain, chosen.sources)
        for target in targets:
            fresh = _finished(plain, Path(folder) / f"fresh-{target.name}")
            if chosen.check:
                worst = max(worst, _check(fresh, target))
            else:
                target.write_bytes(fresh.read_bytes())
                print(f"Built {target.name}.")
    return worst


def _finished(plain: Path, target: Path) -> Path:
    """Return the plain book, or the macro book or the add-in made at `target`."""
    if target.suffix == ".xlsm":
        macros.add_macros(plain, target, macros.ribbon_project(), ribbon=True)
    elif target.name.endswith(FUNCTIONS):
        macros.build_functions(target)
    elif target.suffix == ".xlam":
        macros.build_addin(target)
    else:
        return plain
    return target


def _check(fresh: Path, committed: Path) -> int:
    if not committed.exists():
        print(f"{committed.name} is missing: build it with scripts/build_workbook.py.")
        return 1
    found = differences(fresh, committed)
    if found:
        print(
            f"{committed.name} is not what its sources give; these parts differ:"
            f" {', '.join(found)}. Build it again with scripts/build_workbook.py."
        )
        return 1
    print(f"{committed.name} is what its sources give.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
