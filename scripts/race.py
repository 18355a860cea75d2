"""Two postings of one workbook at once, many times: `race.py [BOOK] [--pairs 200] [--seed 305]`.

Two processes post copies of the workbook, for two of its periods and by two of its approvers. One
begins at a random moment of the other's run, from its first to its last. Afterwards the Ledger is
read with another library: whatever a process said that it posted stands there once, and nothing
else does. What follows `--` is handed to `post`. Exit code 1 where an entry was lost or doubled.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "workbook" / "recoupment.xlsx"
USERS = (("B. Head", "bhead"), ("C. Deputy", "cdeputy"))
"""Who approves in the built workbook: the name, and as whom that person signs in."""


class Order(NamedTuple):
    """What one process is to do: wait so many seconds, then post."""

    book: str
    period: str
    approver: str
    user: str
    wait: float
    more: tuple[str, ...]


class Done(NamedTuple):
    """How one process ended: its exit code, what it printed as JSON, and when it ran."""

    code: int
    said: dict[str, Any]
    began: float
    ended: float


@dataclass
class Count:
    """What came of the pairs."""

    pairs: int = 0
    overlapped: int = 0
    both: int = 0
    wrong: list[str] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)


def serve(orders: Connection) -> None:
    """Be one of the two processes: post whatever comes, until there is nothing more."""
    from xl_recoup.cli.main import main as command

    with suppress(EOFError, BrokenPipeError):  # the other end is gone
        while (order := orders.recv()) is not None:
            os.environ["XL_RECOUP_USER"] = order.user
            time.sleep(order.wait)
            out, began = io.StringIO(), time.time()
            with redirect_stdout(out), redirect_stderr(io.StringIO()):
                code = command(
                    ["post", order.book, "--period", order.period, "--approved-by", order.approver,
                     "--json", *order.more]
                )  # fmt: skip
            orders.send(Done(code, json.loads(out.getvalue()), began, time.time()))


def race(book: Path, pairs: int, seed: int, more: Sequence[str] = ("--allow-draft",)) -> Count:
    """Let two processes post copies of a workbook at once, so many times, and count what came."""
    chance, count = random.Random(seed), Count()
    context = get_context("spawn")
    ends = [context.Pipe() for _ in USERS]
    processes = [context.Process(target=serve, args=(end,), daemon=True) for _, end in ends]
    for process in processes:
        process.start()
    mine = [end for end, _ in ends]
    periods = open_periods(book)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            for number in (1, 0):  # each once by itself, and so warm
                alone = _posted(book, path, mine[number:][:1], periods, (0,), more)[0]
            whole = alone.ended - alone.began
            for _ in range(pairs):
                late = chance.uniform(0, whole)
                waits = (0.0, late) if chance.random() < 0.5 else (late, 0.0)
                _judge(path, _posted(book, path, mine, periods, waits, more), count)
    finally:
        for end in mine:
            end.send(None)
        for process in processes:
            process.join(10)
    return count


def open_periods(book: Path) -> list[str]:
    """Return the first two open periods of the table Periods; made-up ones where it has none."""
    (rows,) = _tables(book, "Periods")
    found = [str(row["Period"]) for row in rows if row["Status"] == "open"]
    return found[:2] if len(found) > 1 else ["Race A", "Race B"]


def _posted(
    book: Path,
    path: Path,
    ends: Sequence[Connection],
    periods: Sequence[str],
    waits: Sequence[float],
    more: Sequence[str],
) -> list[Done]:
    for old in path.parent.iterdir():
        old.unlink()
    shutil.copyfile(book, path)
    for end, period, (name, user), wait in zip(ends, periods, USERS, waits, strict=False):
        end.send(Order(str(path), period, name, user, wait, tuple(more)))
    return [end.recv() for end in ends]


def _judge(path: Path, done: Sequence[Done], count: Count) -> None:
    count.pairs += 1
    one, other = done
    count.overlapped += one.began < other.ended and other.began < one.ended
    posted = [each.said["posted"] for each in done if each.code == 0]
    count.both += len(posted) == 2
    for each in done:
        if each.code:
            count.refusals[_kind(each.said["message"])] += 1
    ledger, raised = _tables(path, "Ledger", "Documents")
    entries = [row for row in ledger if row["Entry"]]
    lines = sum(each["lines"] for each in posted)
    amount = sum((Decimal(each["amount"]) for each in posted), Decimal())
    held = sum((Decimal(str(row["Amount"])) for row in entries), Decimal())
    documents = {row["Document"] for row in raised if row["Document"]}
    facts = (len(posted) > 0, len(entries) == lines, round(held - amount, 2) == 0)
    once = len({row["Entry"] for row in entries}) == len(entries)
    numbered = len(documents) == sum(each["documents"] for each in posted)
    litter = [p.name for p in path.parent.iterdir() if p.name.startswith(".~")]
    if not all((*facts, once, numbered)) or litter:
        count.wrong.append(
            f"{len(posted)} said posted, {lines} lines of {amount}; {len(entries)} entries of"
            f" {held}; documents {len(documents)}; left: {litter}"
        )


def _kind(message: str) -> str:
    """Return a refusal without what differs from pair to pair."""
    words = message.partition(" since ")[0].partition(" (process")[0]
    return words if words == message else f"{words} …"


def _tables(book: Path, *names: str) -> list[list[dict[str, Any]]]:
    """Return tables' rows by heading, read with openpyxl; none of one that is not there."""
    workbook = openpyxl.load_workbook(book, data_only=True)
    found: dict[str, list[dict[str, Any]]] = {}
    for sheet in workbook.worksheets:
        for name in set(names) & set(sheet.tables):
            first, *rows = sheet[sheet.tables[name].ref]
            headings = [str(cell.value) for cell in first]
            found[name] = [dict(zip(headings, (c.value for c in r), strict=True)) for r in rows]
    return [found.get(name, []) for name in names]


def main() -> int:
    """Race, and say what came of it."""
    given = sys.argv[1:]
    more = given[given.index("--") + 1 :] if "--" in given else ["--allow-draft"]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("book", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=305)
    options = parser.parse_args(given[: given.index("--")] if "--" in given else given)
    count = race(options.book, options.pairs, options.seed, more)
    print(f"{count.pairs} pairs of postings, {count.overlapped} of which overlapped in time.")
    print(f"In {count.both} both posted, in {count.pairs - count.both} one; refused were:")
    for sentence, times in count.refusals.most_common():
        print(f"{times:5}  {sentence}")
    print(f"Lost or doubled: {len(count.wrong)}.")
    for words in count.wrong:
        print(f"       {words}")
    return 1 if count.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
