"""What every command that writes a workbook begins with: the file, read once, and its target."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from xl_recoup.book.package.output_mark import is_unchanged_output
from xl_recoup.book.package.package import load_file, open_package
from xl_recoup.disk.disk_files import (
    is_there,
    refuse_other_kind,
    refuse_unless_found,
    refuse_unless_writable,
    through_link,
)
from xl_recoup.disk.open_elsewhere import conflict_sentences
from xl_recoup.disk.run_lock import locked
from xl_recoup.disk.targets import Target, free_target
from xl_recoup.disk.versions import ReadFile
from xl_recoup.run.result import Progress, silent


class Work(NamedTuple):
    """A workbook's bytes as they were read, and where what is made of them goes."""

    read: ReadFile
    target: Target
    is_output: bool
    """Whether that is another file than the workbook."""


@contextmanager
def one_run(
    source: Path,
    target: Path,
    *,
    replace: bool = False,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
) -> Iterator[Work]:
    """Read a workbook that is to be written to `target`, alone until that is done.

    The target may be the same file, and its lock is held meanwhile. `progress` is told where
    another run is waited for, `tell` what a person should know of what lies beside the workbook.

    Raises Refused where there is no such workbook, or the target is a file that is not the
    program's own and `replace` is not said; FileUnavailable where it can't be written, is open
    somewhere, or another run is at work on it.
    """
    found = through_link(target)
    refuse_unless_found(source)
    if source.suffix.casefold() != found.suffix.casefold():
        open_package(source)  # what is no workbook is told for what it is, not by the other's name
    refuse_other_kind(source, found)
    refuse_unless_writable(found)
    in_place = is_there(found) and found.samefile(source)
    for sentence in conflict_sentences(source):
        tell(sentence)
    with locked(found, waiting=progress, tell=tell):
        read = load_file(source)
        if in_place:
            yield Work(read, Target(found, read.version), False)
        else:
            free = free_target(found, ours=is_unchanged_output, replace=replace)
            yield Work(read, free, True)
