"""Workbook files: read every table, write tables, and leave everything else as it was."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xl_recoup.book.reading.read_tables import read_workbook
    from xl_recoup.book.writing.second_process import SecondProcess
    from xl_recoup.book.writing.write_tables import write_tables

__all__ = ["SecondProcess", "read_workbook", "write_tables"]

_FILES = {
    "read_workbook": "reading.read_tables",
    "SecondProcess": "writing.second_process",
    "write_tables": "writing.write_tables",
}
"""Each by its file, loaded when it is asked for: whoever only reads need not wait for the rest."""


def __getattr__(name: str) -> object:
    if name not in _FILES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_FILES[name]}"), name)
