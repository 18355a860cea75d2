"""How long a run takes beside other programs: `speed_ratios.py [--rows 10000] [--write]`.

The same work is done in turn by this program and by another, and the middle of the pairs' ratios
counts; seconds alone would say how fast the machine is. Measure where nothing else runs. Everything
is a process of its own, from its start to its end:

- ours: `recalculate` in place, of a workbook that was filled before;
- openpyxl: load the filled workbook and save it;
- pandas: read every sheet by calamine, and write it by openpyxl;
- LibreOffice: open it, and save it as a workbook;
- the limit: the processor time in which every part is unpacked once and those that a run fills are
  packed again, as fast as `zlib` does it here. No program that fills these sheets takes less.

Memory is that of all processes of a run together, pages that they share counted once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "speed.md"
PYTHON = sys.executable
OPENPYXL = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])"
PANDAS = (
    "import sys, pandas as p\n"
    "sheets = p.read_excel(sys.argv[1], sheet_name=None, engine='calamine')\n"
    "with p.ExcelWriter(sys.argv[2], engine='openpyxl') as book:\n"
    "    for name, sheet in sheets.items(): sheet.to_excel(book, sheet_name=name)"
)
INSTALLED = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Modules are compiled once, as where the program is installed, and not at every start."""
BOOKS, BOOK_ROWS = 150, 300
LOOK_EVERY = 0.05


class Taken(NamedTuple):
    """What a process and its children took: seconds, seconds of the processor, megabytes."""

    seconds: float
    processor: float
    megabytes: float


class Ratio(NamedTuple):
    """One line of the table: what was divided, its target, what came out, and from what."""

    what: str
    target: float | None
    found: float
    of: str


def memory_of(process: int) -> float:
    """Return the megabytes of a process and all below it, shared pages once; 0 without Linux."""
    total, left = 0, [process]
    while left:
        one = left.pop()
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            total += int(rollup.split("\nPss:")[1].split()[0])
            for task in Path(f"/proc/{one}/task").iterdir():
                left += map(int, (task / "children").read_text(encoding="ascii").split())
        except (OSError, IndexError):
            continue
    return total / 1_024


def taken(command: Sequence[str], *, memory: bool = False, first_core: bool = False) -> Taken:
    """Run a command to its end and measure it; SystemExit where it fails."""
    most, ended = 0.0, threading.Event()
    limit: Callable[[], None] | None = None
    if first_core:
        one = min(os.sched_getaffinity(0))
        limit = lambda: os.sched_setaffinity(0, {one})  # noqa: E731
    began = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=limit,
        env=INSTALLED,
    )

    def watch() -> None:
        nonlocal most
        while not ended.wait(LOOK_EVERY):
            most = max(most, memory_of(child.pid))

    watching = threading.Thread(target=watch)
    if memory:
        watching.start()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    ended.set()
    if memory:
        watching.join()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with exit code {child.returncode}.")
    return Taken(seconds, used.ru_utime + used.ru_stime, most)


def ours(book: Path) -> list[str]:
    """Return the command that recalculates a workbook."""
    return [PYTHON, "-m", "xl_recoup", "recalculate", str(book)]


def limit_of(unfilled: Path, filled: Path) -> float:
    """Return the processor seconds of unpacking a filled book and packing what a run fills."""
    with zipfile.ZipFile(unfilled) as blank, zipfile.ZipFile(filled) as old:
        parts = {name: blank.read(name) for name in blank.namelist()}
        changed = [old.read(n) for n in old.namelist() if parts.get(n) != old.read(n)]
        whole, packed = filled.read_bytes(), []
        for info in old.infolist():
            head = whole[info.header_offset : info.header_offset + 30]
            names = sum(int.from_bytes(head[at : at + 2], "little") for at in (26, 28))
            start = info.header_offset + 30 + names
            packed.append((info.compress_type, whole[start : start + info.compress_size]))
    began = time.process_time()
    for method, data in packed:
        if method == zipfile.ZIP_DEFLATED:
            zlib.decompress(data, -15)
    for part in changed:
        packer = zlib.compressobj(1, zlib.DEFLATED, -15)
        packer.compress(part)
        packer.flush()
    return time.process_time() - began


def of_rows(rows: int, pairs: int, folder: Path) -> list[Ratio]:
    """Return the ratios of one size of book."""
    book, copy, other = folder / f"{rows}.xlsx", folder / "copy.xlsx", folder / "other.xlsx"
    maker = [PYTHON, str(ROOT / "scripts" / "make_book.py"), "--rows", str(rows)]
    taken([*maker, "--seed", "1", "--output", str(book)])
    unfilled = Path(shutil.copyfile(book, folder / "unfilled.xlsx"))
    taken(ours(book))
    rivals = {
        "openpyxl, load and save": [PYTHON, "-c", OPENPYXL, str(book), str(other)],
        "pandas, read and write": [PYTHON, "-c", PANDAS, str(book), str(other)],
    }
    office = shutil.which("soffice")
    if office:
        rivals["LibreOffice, open and save"] = [
            office, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "office"),
            str(book),
        ]  # fmt: skip
    targets = {"openpyxl, load and save": 0.06, "LibreOffice, open and save": 0.12}
    found, best = [], []
    for name, command in rivals.items():
        each = []
        for _ in range(pairs):
            shutil.copyfile(book, copy)
            mine, theirs = taken(ours(copy)), taken(command)
            each.append((mine.seconds / theirs.seconds, mine, theirs))
            best.append(mine)
        ratio, mine, theirs = sorted(each, key=lambda e: e[0])[len(each) // 2]
        by_processor = mine.processor / theirs.processor
        said = f"{mine.seconds:.1f} s ÷ {theirs.seconds:.1f} s; by the processor {by_processor:.2f}"
        found.append(Ratio(f"{rows:,} placements ÷ {name}", targets.get(name), ratio, said))
    shutil.copyfile(book, copy)
    mine, theirs = (
        taken(command, memory=True) for command in (ours(copy), rivals["openpyxl, load and save"])
    )
    most = 0.5 if rows < 50_000 else 0.4
    said = f"{mine.megabytes:,.0f} MB ÷ {theirs.megabytes:,.0f} MB"
    ratio = mine.megabytes / theirs.megabytes
    found.append(Ratio(f"{rows:,} placements, memory ÷ openpyxl", most, ratio, said))
    floor = min(limit_of(unfilled, book) for _ in range(3))
    work = min(one.processor for one in best)
    said = f"{work:.1f} s ÷ {floor:.1f} s of the processor"
    found.append(Ratio(f"{rows:,} placements ÷ the limit", 3.0, work / floor, said))
    return found


def of_many(folder: Path) -> Ratio:
    """Return how many books take on two cores beside one."""
    one, books = folder / "one.xlsx", folder / "books"
    books.mkdir()
    maker = [PYTHON, str(ROOT / "scripts" / "make_book.py"), "--rows", str(BOOK_ROWS)]
    taken([*maker, "--seed", "1", "--output", str(one)])
    for number in range(BOOKS):
        shutil.copyfile(one, books / f"{number:03}.xlsx")
    command = [PYTHON, "-m", "xl_recoup", "recalculate", str(books), "--to"]
    alone = taken([*command, str(folder / "alone")], first_core=True)
    both = taken([*command, str(folder / "both")])
    return Ratio(
        f"{BOOKS} books of {BOOK_ROWS} rows, {len(os.sched_getaffinity(0))} cores ÷ one",
        0.6,
        both.seconds / alone.seconds,
        f"{both.seconds:.0f} s ÷ {alone.seconds:.0f} s",
    )


def of_help() -> Ratio:
    """Return the seconds of `--help`."""
    command = [PYTHON, "-m", "xl_recoup", "--help"]
    taken(command)  # compiles what is not compiled yet
    each = [taken(command) for _ in range(11)]
    busy = median(one.processor for one in each)
    said = f"the middle of 11; {busy:.3f} s of the processor"
    return Ratio("`--help`, in seconds", 0.1, median(one.seconds for one in each), said)


def told(found: Sequence[Ratio]) -> str:
    """Return the table of the ratios."""
    lines = ["| what | at most | found | from | |", "|---|---:|---:|---|---|"]
    for one in found:
        target = "" if one.target is None else f"{one.target:g}"
        verdict = "" if one.target is None else "met" if one.found <= one.target else "missed"
        lines.append(f"| {one.what} | {target} | {one.found:.3f} | {one.of} | {verdict} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; with `--write` put the table into its page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000])
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--without-many", action="store_true", help=f"leave the {BOOKS} books out")
    parser.add_argument("--write", action="store_true", help="put the table into docs/speed.md")
    chosen = parser.parse_args(arguments)
    busy = os.getloadavg()[0]
    found = [of_help()]
    print(told(found), file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as place:
        for rows in chosen.rows:
            print(f"measuring {rows:,} rows …", file=sys.stderr, flush=True)
            found += of_rows(rows, chosen.pairs, Path(place))
            print(told(found), file=sys.stderr, flush=True)
        if not chosen.without_many:
            print(f"measuring {BOOKS} books …", file=sys.stderr, flush=True)
            found.append(of_many(Path(place)))
    machine = (
        f"{len(os.sched_getaffinity(0))} cores, Python {sys.version.split()[0]}, {sys.platform}; at"
        f" the beginning {busy:.0f} processes wanted them. Pairs of each: {chosen.pairs}."
    )
    print(f"{machine}\n\n{told(found)}")
    if chosen.write:
        head, mark, rest = PAGE.read_text(encoding="utf-8").partition("<!-- measured -->\n")
        tail = rest.partition("<!-- end of measured -->\n")[2]
        whole = f"{head}{mark}{machine}\n\n{told(found)}\n<!-- end of measured -->\n{tail}"
        PAGE.write_text(whole, encoding="utf-8")
    return 0


if __name__ == "__main__":
    from environment import go_on_in_it

    go_on_in_it()
    raise SystemExit(main())
