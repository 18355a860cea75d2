"""Workbook files: read every table, write tables, and leave everything else as it was."""

from xl_recoup.book.reading.read_tables import read_workbook
from xl_recoup.book.writing.second_process import SecondProcess
from xl_recoup.book.writing.write_tables import write_tables

__all__ = ["SecondProcess", "read_workbook", "write_tables"]
