"""A copy of a workbook without pupil data, made anew: for whoever helps with it, outside too."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from xl_recoup.book.package import zips
from xl_recoup.book.package.output_mark import is_unchanged_output, with_mark
from xl_recoup.book.package.package import load_file, open_package
from xl_recoup.book.writing.verify import check_well_formed, verify
from xl_recoup.book.writing.write_tables import build
from xl_recoup.disk.disk_files import refuse_over
from xl_recoup.disk.targets import write_output
from xl_recoup.errors import Refused
from xl_recoup.files.read_book import read_book
from xl_recoup.pupils.bare_book import bare_book
from xl_recoup.pupils.stand_ins import StandIns

ABOUT = (
    "A copy without pupil data, made by xl_recoup without-pupils.",
    "Names, dates of birth, notes and the team's own columns are left out; UPNs are made-up ones"
    " that tell pupils apart.",
    "References, schools, dates and the factors that a charge rests on stay. Who has the workbook"
    " itself can still tell who is meant: treat the copy with care, and delete it afterwards.",
)


class Made(NamedTuple):
    """What was made: how many tables and rows, and what a person should know."""

    tables: int
    rows: int
    told: list[str]


def without_pupils_file(source: Path, target: Path, *, replace: bool = False) -> Made:
    """Write a copy of a workbook without pupil data: a new file with our tables, nothing else.

    No part of the old file is taken over: no other sheet, comment, cache, picture or property.
    Raises Refused where the source can't be used or the target is a file of somebody's, and
    FileUnavailable where it can't be written.
    """
    if target.suffix.casefold() != ".xlsx":
        raise Refused(f"{target.name} must end in .xlsx: the copy is a workbook without macros.")
    refuse_over(source, target)
    read = load_file(source)
    book = read_book(read)
    stand_ins = StandIns(book.tables)
    made = [stand_ins.write_of(table) for table in book.tables.values()]
    writes = [write for write in made if write is not None]
    if not writes:
        raise Refused(f"{read.name} holds no table of xl_recoup's, so there is nothing to copy.")
    package = open_package(target, bare_book("About this copy", list(ABOUT)))
    draft, written = build(package, writes)
    check_well_formed(draft, written, target)
    data = zips.render(with_mark(draft.members()), b"")
    verify(data, draft, written, target)
    told = write_output(target, data, ours=is_unchanged_output, replace=replace)
    return Made(len(writes), sum(len(write.rows) for write in writes), told)
