"""Several processes give what one gives: in order, with its errors, and also when one dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from multiprocessing import parent_process
from pathlib import Path

import pytest

from xl_recoup.errors import Refused
from xl_recoup.processes.cores import MOST, cores
from xl_recoup.processes.pool import each

NUMBERS = list(range(12))


def square(number: int) -> int:
    """Work that succeeds."""
    return number * number


def square_below_five(number: int) -> int:
    """Work that is refused from 5 on."""
    if number >= 5:
        raise Refused(f"{number} is too big")
    return number * number


def die_away_from_home(number: int) -> int:
    """Work that ends the process it is in, unless that is the one that asked."""
    if parent_process() is not None and number >= 3:
        os._exit(1)
    return number * number


@pytest.mark.parametrize("workers", [1, 2])
def test_values_come_in_order(workers: int) -> None:
    """Each value comes in the place of its thing; none is left out."""
    assert list(each(square, NUMBERS, workers=workers)) == [n * n for n in NUMBERS]
    assert list(each(square, [], workers=workers)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_is_raised_in_its_turn(workers: int) -> None:
    """What comes before the error is given; then the error is raised as it was."""
    values = each(square_below_five, NUMBERS, workers=workers)
    assert [next(values) for _ in range(5)] == [0, 1, 4, 9, 16]
    with pytest.raises(Refused, match="5 is too big"):
        next(values)


def test_a_worker_that_dies_costs_nothing_but_time() -> None:
    """The process that asked goes on alone where a worker was killed; each value comes once."""
    assert list(each(die_away_from_home, NUMBERS, workers=2)) == [n * n for n in NUMBERS]


SLOW = """
import os, sys, time
from tests.processes.test_workers import tell_and_sleep
from xl_recoup.processes.pool import each
if __name__ == "__main__":
    list(each(tell_and_sleep, [sys.argv[1]] * 2, workers=2))
"""


def tell_and_sleep(folder: str) -> None:
    """Work that leaves its process's number, and takes long."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(60)


def _lives(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] not in "ZX"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no list of processes here")
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_workers_end_with_the_process_that_asked(tmp_path: Path, ending: signal.Signals) -> None:
    """Killed, ended or hung up, it leaves no process behind: no worker, nor what helps them."""
    script = tmp_path / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    numbers = tmp_path / "numbers"
    numbers.mkdir()
    root = str(Path(__file__).parents[2])
    asking = subprocess.Popen(
        [sys.executable, str(script), str(numbers)], env={**os.environ, "PYTHONPATH": root}
    )
    until = time.monotonic() + 60
    while len(list(numbers.iterdir())) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    children = _children(asking.pid)
    assert {int(p.name) for p in numbers.iterdir()} <= children
    asking.send_signal(ending)
    asking.wait()
    until = time.monotonic() + 10
    while any(map(_lives, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_lives, children))


def _children(number: int) -> set[int]:
    """Return the processes that a process has started."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = (
                path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1]
            )
            if int(parent) == number:
                found.add(int(path.parent.name))
    return found


def test_there_are_a_few_workers_at_most() -> None:
    """A big server is not filled with processes."""
    assert 1 <= cores() <= MOST
