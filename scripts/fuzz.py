"""Read or fill workbooks that are changed at random: `fuzz.py [--number 10000] [--seed 1]`.

Each is refused in a sentence, or read as another reader (openpyxl) reads it, within ten seconds and
500 MB; anything else is a defect, and its file is kept. With `--writing` every command that writes
is drawn; what it left is read by openpyxl. One seed gives the same files everywhere.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.mutated import mutated, outcome
from tests.support.mutated_written import WRITING, drawn, outcome_of_writing, sources
from tests.support.workbook_files import sound


def fuzz(
    number: int, seed: int, keep: Path | None = None, *, first: int = 0, writing: bool = False
) -> tuple[Counter[str], list[str]]:
    """Return how often each outcome came, and the defects, each with the number of its file."""
    found: Counter[str] = Counter()
    defects: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try_one = _writing(folder, seed) if writing else _reading(folder, seed)
        for at in range(first, first + number):
            before = len(defects)
            try:
                how = try_one(at)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                frame = traceback.extract_tb(error.__traceback__)[-1]
                where = f"{Path(frame.filename).name}:{frame.lineno}"
                defects.append(f"{at}: {type(error).__name__} at {where}: {str(error)[:300]}")
            found["defect" if len(defects) > before else how] += 1
            if len(defects) > before and keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                kind = "writing-" if writing else ""
                shutil.copy(folder / "mutated.xlsx", keep / f"{kind}{seed}-{at}.xlsx")
    return found, defects


def _reading(folder: Path, seed: int) -> Callable[[int], str]:
    path = folder / "mutated.xlsx"
    whole = sound(path).read_bytes()

    def one(at: int) -> str:
        path.write_bytes(mutated(whole, random.Random(f"{seed} {at}")))
        return outcome(path)

    return one


def _writing(folder: Path, seed: int) -> Callable[[int], str]:
    """Return what lets one command of those that write fill one file, drawn by its number."""
    wholes = sources(folder)

    def one(at: int) -> str:
        command = drawn(random.Random(f"{seed} {at} command"))
        name = Path(WRITING[command][1]).name
        whole = wholes[name][at % len(wholes[name])]
        data = mutated(whole, random.Random(f"{seed} {at}"))
        (folder / "mutated.xlsx").write_bytes(data)
        place = folder / "place"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        (place / name).write_bytes(data)
        try:
            return outcome_of_writing(command, place)
        except AssertionError as wrong:
            raise AssertionError(f"{command}: {wrong}") from wrong

    return one


def main(arguments: list[str] | None = None) -> int:
    """Run it and print what came out; 1 where there is a defect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first file")
    parser.add_argument("--writing", action="store_true", help="the commands that write")
    parser.add_argument("--keep", type=Path, help="a folder for the files that show a defect")
    options = parser.parse_args(arguments)
    begun = time.monotonic()
    found, defects = fuzz(
        options.number, options.seed, options.keep, first=options.first, writing=options.writing
    )
    for defect in defects:
        print(defect)
    counts = ", ".join(f"{count:,} {how}" for how, count in sorted(found.items()))
    seconds = time.monotonic() - begun
    print(
        f"{options.number:,} files of seed {options.seed} from {options.first:,}: {counts};"
        f" {seconds:.0f} s"
    )
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())
