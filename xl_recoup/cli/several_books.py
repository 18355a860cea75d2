"""Many workbooks at once: which they are, a run of each on all cores, one summary at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xl_recoup.cli import last_resort
from xl_recoup.errors import Refused
from xl_recoup.processes.cores import cores
from xl_recoup.processes.pool import each
from xl_recoup.reporting.answer import Answer, of_refusal, of_run
from xl_recoup.words import counted, listed

FEW = 3
"""Up to so many workbooks are done before another process has begun."""
SUFFIXES = (".xlsx", ".xlsm")


class Job(NamedTuple):
    """One workbook of many, and where it is written."""

    source: Path
    target: Path
    as_at: date | None
    accept_missing: tuple[str, ...]
    replace: bool


class Done(NamedTuple):
    """What came of one workbook."""

    name: str
    answer: Answer
    written: bool


def books_in(given: Sequence[Path]) -> list[Path]:
    """Return the workbooks that were named, and those of the folders that were.

    Of a folder those of its files that are workbooks, in the order of their names; what Excel and
    this program keep beside one is none. Raises Refused where a folder has no workbook.
    """
    books: list[Path] = []
    for path in given:
        if not is_folder(path):
            books.append(path)
            continue
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES and _is_own(p))
        if not inside:
            raise Refused(f"There is no workbook (.xlsx or .xlsm) in the folder {path}.")
        books += inside
    return books


def is_folder(path: Path) -> bool:
    """Say whether a path is a folder; a name that nothing can have is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_own(path: Path) -> bool:
    beside = path.name.startswith(("~$", ".")) or ".previous-" in path.name
    return path.is_file() and not beside


def recalculated(jobs: Sequence[Job]) -> Iterator[Done]:
    """Recalculate each workbook, on all cores where there are many; what is refused is said so."""
    workers = cores() if len(jobs) > FEW else 1
    return each(_one, jobs, workers=workers)


def _one(job: Job) -> Done:
    from xl_recoup.files.run_files import recalculate_file
    from xl_recoup.reporting.results import one_line

    told: list[str] = []
    name = job.source.name
    try:
        result = recalculate_file(
            job.source,
            job.target,
            as_at=job.as_at,
            accept_missing=job.accept_missing,
            tell=told.append,
            replace=job.replace,
        )
    except Refused as refused:
        sentence = str(refused)
        said = of_refusal(refused)
        message = sentence if name in sentence else f"{name}: {sentence}"
        json = {"book": str(job.source), **said.json}
        return Done(name, Answer(json, message=message, code=said.code), written=False)
    except Exception as error:
        fault = last_resort.answer_of("recalculate", error)
        json = {"book": str(job.source), **fault.json}
        message = f"{name}: {fault.message}"
        return Done(name, Answer(json, message=message, code=fault.code), written=False)
    told = [line if name in line else f"{name}: {line}" for line in told]
    text = f"{name}: {one_line(result)}"
    book = str(job.source)
    return Done(name, of_run(result, text, output=job.target, told=told, book=book), written=True)


def summary(done: Iterable[Done]) -> str:
    """Return the last line: how many were written, and which were not."""
    every = list(done)
    refused = [one.name for one in every if not one.written]
    written = f"{counted(len(every) - len(refused), 'workbook')} written"
    return f"{written}, {len(refused)} refused: {listed(refused)}." if refused else f"{written}."
