"""Let calls that change files fail at random: `faults.py [--number 200] [--seed 1] [--kills]`.

Of every command that writes one call is refused once or always, finds the disk full, or the process
is killed before or after it. Each file must be the old or the new one, whole; the next run must
work and leave no litter. With `--kills`, only kills. With `--workers` a process that helps with the
sample's statements is killed. Where a process can be forked.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support import worker_trials
from tests.support.fault_trials import COMMANDS, drawn, trials_of
from tests.support.workbook_files import fix_clock_and_user


def main(arguments: list[str] | None = None) -> int:
    """Run it and print what came out; 1 where something was not whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", action="store_true")
    parser.add_argument("--workers", action="store_true", help="kill workers of a set of letters")
    options = parser.parse_args(arguments)
    if options.workers:
        return kill_workers(options.number, options.seed)
    begun, rng = time.monotonic(), random.Random(options.seed)
    tried: Counter[str] = Counter()
    wrong = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fix_clock_and_user(stack.enter_context(pytest.MonkeyPatch.context()))
        all_trials = [
            stack.enter_context(trials_of(name, folder / str(at)))
            for at, name in enumerate(COMMANDS)
        ]
        while sum(tried.values()) < options.number:
            trials, number, how = drawn(rng, all_trials)
            if options.kills and not how.startswith("killed"):
                continue
            tried[how] += 1
            for problem in trials.problems(number, how):
                wrong += 1
                print(f"{trials.name}, call {number} of {trials.calls} {how}: {problem}")
    counts = ", ".join(f"{count} {how}" for how, count in sorted(tried.items()))
    print(f"Seed {options.seed}: {counts}; {wrong} problems; {time.monotonic() - begun:.0f} s")
    return 1 if wrong else 0


def kill_workers(number: int, seed: int) -> int:
    """Kill so many workers, each at a random moment of the sample's statements; say what came."""
    rng, wrong, missed = random.Random(seed), 0, 0
    with tempfile.TemporaryDirectory() as name:
        book, folder = Path(name) / "book.xlsx", Path(name) / "letters"
        shutil.copy(Path(__file__).resolve().parents[1] / "workbook" / "recoupment.xlsx", book)
        begun = time.monotonic()
        whole = worker_trials.letters(book, folder, kill_after=None)[1]
        most = time.monotonic() - begun
        for at in range(number):
            for problem in worker_trials.problems(book, folder, whole, rng.uniform(0, most)):
                if problem == "missed":
                    missed += 1
                    continue
                wrong += 1
                print(f"{at}: {problem}")
    print(f"Seed {seed}: {number - missed} killed, {missed} ended before; {wrong} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
