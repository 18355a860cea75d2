"""Read workbooks that are changed at random: `fuzz.py [--number 10000] [--seed 1] [--keep FOLDER]`.

Each is refused in a sentence, or read as another reader (openpyxl) reads it, within ten
seconds; anything else is a defect, and its file is kept. One seed gives the same files everywhere.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.mutated import mutated, outcome
from tests.support.workbook_files import sound

LONGEST = 10.0


def fuzz(number: int, seed: int, keep: Path | None = None) -> tuple[Counter[str], list[str]]:
    """Return how often each outcome came, and the defects, each with the number of its file."""
    found: Counter[str] = Counter()
    defects = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        whole = sound(path).read_bytes()
        for at in range(number):
            path.write_bytes(mutated(whole, random.Random(f"{seed} {at}")))
            begun = time.monotonic()
            try:
                how = outcome(path)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                how = "defect"
                frame = traceback.extract_tb(error.__traceback__)[-1]
                where = f"{Path(frame.filename).name}:{frame.lineno}"
                defects.append(f"{at}: {type(error).__name__} at {where}: {str(error)[:300]}")
            if time.monotonic() - begun > LONGEST:
                defects.append(f"{at}: took {time.monotonic() - begun:.0f} seconds")
                how = "defect"
            found[how] += 1
            if how == "defect" and keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{seed}-{at}.xlsx").write_bytes(path.read_bytes())
    return found, defects


def main(arguments: list[str] | None = None) -> int:
    """Run it and print what came out; 1 where there is a defect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the files that show a defect")
    options = parser.parse_args(arguments)
    begun = time.monotonic()
    found, defects = fuzz(options.number, options.seed, options.keep)
    for defect in defects:
        print(defect)
    counts = ", ".join(f"{count:,} {how}" for how, count in sorted(found.items()))
    seconds = time.monotonic() - begun
    print(f"{options.number:,} files of seed {options.seed}: {counts}; {seconds:.0f} s")
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())
