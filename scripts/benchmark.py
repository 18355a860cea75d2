"""How long a run takes and how much memory: `benchmark.py [--rows 10000 20000 40000] [--runs 3]`.

Each book is invented from a seed, recalculated once so that its outputs are filled, and then
timed: `python -m xl_recoup recalculate` in place, as a process of its own, reading and writing a
book that is already full. The median of the runs counts. A fixed sum is timed in between, so that
figures of a busy or a slower machine can be compared; the last table shows by how much each stage
grows when the rows double (2 means in step with them).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from math import log2
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
GOAL_ROWS, GOAL_SECONDS, GOAL_MEGABYTES = 10_000, 3.0, 400
YARDSTICK = 5_000_000
STEPS = "--steps-of"


class Measured(NamedTuple):
    """One run: seconds on the clock, seconds of the processor, and the most memory, in MB."""

    seconds: float
    processor: float
    megabytes: float


class Row(NamedTuple):
    """What was measured for one size of book."""

    rows: int
    kilobytes: float
    run: Measured
    yardstick: float
    steps: dict[str, float]


def measured(command: list[str]) -> Measured:
    """Run a command and measure it alone, without what other children took."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with exit code {child.returncode}.")
    per_megabyte = 1_000_000 if sys.platform == "darwin" else 1_024
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / per_megabyte)


def yardstick() -> float:
    """Return the seconds that a fixed sum takes here and now."""
    began = time.perf_counter()
    total = 0
    for number in range(YARDSTICK):
        total += number
    return time.perf_counter() - began


def steps_of(book: Path) -> dict[str, float]:
    """Return the processor seconds of each stage of a recalculation, in this process."""
    marks: list[tuple[str, float]] = [("starting", 0.0)]
    from xl_recoup.files.run_files import recalculate_file

    def mark(stage: str) -> None:
        marks.append(("checking" if stage.startswith("checking") else stage, time.process_time()))

    recalculate_file(book, book, as_at=None, progress=mark)
    marks.append(("", time.process_time()))
    return {name: after - at for (name, at), (_, after) in pairwise(marks)}


def benchmark(rows: int, runs: int, seed: int, folder: Path) -> Row:
    """Make a book, fill it, and measure recalculating it."""
    book = folder / f"{rows}.xlsx"
    maker = [sys.executable, str(ROOT / "scripts" / "make_book.py"), "--seed", str(seed)]
    measured([*maker, "--rows", str(rows), "--output", str(book)])
    command = [sys.executable, "-m", "xl_recoup", "recalculate", str(book)]
    measured(command)
    sticks, taken = [yardstick()], []
    for _ in range(runs):
        taken.append(measured(command))
        sticks.append(yardstick())
    said = subprocess.run(
        [sys.executable, __file__, STEPS, str(book)], stdout=subprocess.PIPE, check=True
    )
    run = Measured(
        median(m.seconds for m in taken),
        median(m.processor for m in taken),
        max(m.megabytes for m in taken),
    )
    size = book.stat().st_size / 1_000
    return Row(rows, size, run, median(sticks), json.loads(said.stdout))


def show(measures: list[Row]) -> None:
    """Print what was measured, by size, by stage and by growth."""
    print(f"{'rows':>8} {'file kB':>8} {'seconds':>8} {'processor':>9} {'MB':>6} {'yardstick':>9}")
    for row in measures:
        print(
            f"{row.rows:>8,} {row.kilobytes:>8,.0f} {row.run.seconds:>8.2f}"
            f" {row.run.processor:>9.2f} {row.run.megabytes:>6.0f} {row.yardstick:>9.3f}"
        )
    print(f"\n{'stage, processor seconds':<28}", *(f"{row.rows:>9,}" for row in measures))
    for stage in measures[0].steps:
        print(f"{stage:<28}", *(f"{row.steps.get(stage, 0.0):>9.2f}" for row in measures))
    if len(measures) > 1:
        print(f"\n{'growth when rows double':<28}", *(f"{row.rows:>9,}" for row in measures[1:]))
        for stage in [s for s in measures[0].steps if s != "starting"]:
            print(f"{stage:<28}", *_growths(measures, stage))


def _growths(measures: list[Row], stage: str) -> list[str]:
    said = []
    for small, large in pairwise(measures):
        per_row = [r.steps[stage] / r.yardstick / r.rows for r in (small, large)]
        doublings = log2(large.rows / small.rows)
        growth = 2 * (per_row[1] / per_row[0]) ** (1 / doublings) if per_row[0] else 0.0
        said.append(f"{growth:>9.1f}")
    return said


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; the exit code is 0 however long it took."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 20_000, 40_000])
    parser.add_argument("--big", action="store_true", help="measure 100,000 rows too")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(STEPS, type=Path, metavar="BOOK", help="print the stages of one run")
    chosen = parser.parse_args(arguments)
    if chosen.steps_of:
        print(json.dumps(steps_of(chosen.steps_of)))
        return 0
    measures = []
    with tempfile.TemporaryDirectory() as folder:
        for rows in [*chosen.rows, *([100_000] if chosen.big else [])]:
            print(f"measuring {rows:,} rows …", file=sys.stderr, flush=True)
            measures.append(benchmark(rows, chosen.runs, chosen.seed, Path(folder)))
    show(measures)
    for row in measures:
        if row.rows == GOAL_ROWS:
            met = row.run.seconds <= GOAL_SECONDS and row.run.megabytes <= GOAL_MEGABYTES
            print(
                f"\nThe goal for {GOAL_ROWS:,} rows, {GOAL_SECONDS:.0f} seconds and"
                f" {GOAL_MEGABYTES} MB, is {'met' if met else 'not met'} here."
            )
    return 0


if __name__ == "__main__":
    from environment import go_on_in_it

    go_on_in_it()
    raise SystemExit(main())
