"""What a file is that is no workbook of ours: told by its bytes, with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from xl_recoup.errors import Refused

FileForm = Literal["csv", "html", "xml", "ods", "xls", "xlsb", "password", "label", ""]
"""A list with separators, web page, old XML, OpenDocument, old or binary Excel, encrypted, none."""
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_HEAD = 4096
SEPARATORS = ",;\t|"
_HEADINGS = 4
"""As many separators in a single line make it a line of headings, and not a sentence."""
_SAVE_AS = (
    "Open it in Excel, choose File > Save As, choose Excel Workbook (*.xlsx) below the name, and"
    " use that file."
)
_SAID: Mapping[str, str] = {
    "csv": "is a list with separators (CSV), not a workbook. Take it over, which keeps its dates as"
    ' they are written: python -m xl_recoup adopt "{name}" --output "{target}".',
    "html": f"is a web page under the name of a workbook, as other programs export. {_SAVE_AS}",
    "xml": f"is a workbook as XML of the kind of 2003, as other programs export. {_SAVE_AS}",
    "ods": f"is an OpenDocument spreadsheet. {_SAVE_AS}",
    "xls": f"is a workbook of the old kind (.xls). {_SAVE_AS}",
    "xlsb": f"is a binary workbook (.xlsb). {_SAVE_AS}",
    "password": "is protected by a password. Open it in Excel with the password, choose File > Info"
    " > Protect Workbook > Encrypt with Password, clear the password, and save.",
    "label": "is encrypted by a sensitivity label. Open it in Excel, choose under Home >"
    " Sensitivity a label that does not encrypt, and save; ask the label's owner where none is"
    " offered.",
}


def form_of(data: bytes) -> FileForm:
    """Return what a file is by its bytes; "" for a workbook, or for what nobody knows."""
    if data.startswith(_OLE):
        if _wide("EncryptedPackage") in data:
            labels = ("DRMEncryptedTransform", "DRMEncryptedDataSpace", "LabelInfo")
            return "label" if any(_wide(words) in data for words in labels) else "password"
        return "xls" if _wide("Workbook") in data or _wide("Book") in data else ""
    if data.startswith(_ZIP):
        if b"opendocument.spreadsheet" in data[:_HEAD]:
            return "ods"
        return "xlsb" if b"xl/workbook.bin" in data else ""
    head = _text(data[:_HEAD]).lstrip("\ufeff \r\n\t").casefold()
    if head.startswith(("<html", "<!doctype html", "<table", "<head", "<meta")):
        return "html"
    if "\x00" in head or head.startswith("<"):
        old_xml = (
            head.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in head
        )
        return "xml" if old_xml else ""
    lines = [line for line in head.splitlines()[:40] if line.strip()]
    return "csv" if any(_separates(s, lines) for s in SEPARATORS) else ""


def _separates(separator: str, lines: Sequence[str]) -> bool:
    """Say whether a separator makes a list of lines: all of the first, or most below a title."""
    counts = [line.count(separator) for line in lines]
    if len(lines) < 2:
        return sum(counts) >= _HEADINGS
    wide = sum(n >= 2 for n in counts)
    return all(counts[:5]) or (wide > 1 and wide * 2 > len(lines))


def _wide(words: str) -> bytes:
    """Return words as they stand in the directory of an old compound file."""
    return words.encode("utf-16-le")


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2].decode("utf-16", "replace")
    return data.decode("utf-8", "replace")


def refuse_form(name: str, data: bytes) -> None:
    """Raise Refused, with what to click, where a file is of another form than a workbook's."""
    form = form_of(data)
    if form:
        target = f"{name.rpartition('.')[0] or name}.xlsx"
        if target.casefold() == name.casefold():  # a list under a workbook's name
            target = f"{target[:-5]} taken over.xlsx"
        raise Refused(f"{name} {_SAID[form].format(name=name, target=target)}")
