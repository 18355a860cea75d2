"""Workbook files: read every table, write tables, and leave everything else as it was."""

from xl_recoup.book.package.disk_files import (
    clear_litter,
    make_folder,
    refuse_other_kind,
    refuse_unless_found,
    refuse_unless_writable,
    through_link,
)
from xl_recoup.book.reading.read_tables import read_workbook
from xl_recoup.book.writing.second_process import SecondProcess
from xl_recoup.book.writing.write_tables import write_tables

__all__ = [
    "SecondProcess",
    "clear_litter",
    "make_folder",
    "read_workbook",
    "refuse_other_kind",
    "refuse_unless_found",
    "refuse_unless_writable",
    "through_link",
    "write_tables",
]
