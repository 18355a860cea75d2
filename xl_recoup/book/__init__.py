"""Workbook files: read every table, write tables, and leave everything else as it was."""

from xl_recoup.book.files import clear_litter, refuse_unless_writable
from xl_recoup.book.read import read_workbook
from xl_recoup.book.write import write_tables

__all__ = ["clear_litter", "read_workbook", "refuse_unless_writable", "write_tables"]
