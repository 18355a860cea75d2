"""The committed macro workbook and add-in, opened by readers that did not write them."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any, cast

import olefile
from oletools.olevba import VBA_Parser

from workbook_builder import book as builder
from workbook_builder import buttons, macros

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "workbook"
PLAIN, MACRO, ADDIN = (FOLDER / f"recoupment.{ending}" for ending in ("xlsx", "xlsm", "xlam"))
FUNCTIONS_ADDIN = FOLDER / "recoupment-functions.xlam"
PROJECT = "xl/vbaProject.bin"
RIBBON_PART = "customUI/customUI.xml"

__all__ = ["builder", "buttons", "macros"]


def source_of(book: Path) -> macros.Project:
    """Return the VBA project that a file was built from."""
    return macros.functions_project() if book == FUNCTIONS_ADDIN else macros.ribbon_project()


@cache
def vba_of(book: Path) -> dict[str, str]:
    """Return each module's source, as oletools reads it, with plain line ends."""
    reader = VBA_Parser(str(book))
    try:
        found = reader.extract_macros()
        return {Path(name).stem: _plain(text) for _, _, name, text in found}
    finally:
        reader.close()


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")


@cache
def parts_of(book: Path) -> dict[str, bytes]:
    """Return every part of a workbook file by its name."""
    with zipfile.ZipFile(book) as file:
        return {name: file.read(name) for name in file.namelist()}


def project_of(book: Path) -> Any:
    """Return the VBA project as a compound file."""
    return cast(Any, olefile).OleFileIO(io.BytesIO(parts_of(book)[PROJECT]))
