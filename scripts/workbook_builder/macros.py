"""The macro workbook and the two add-ins: a plain workbook, plus VBA and the ribbon.

The add-in with the custom functions has no ribbon, and the one with the ribbon no functions: either
can be left out. The VBA project is source text alone, without anything compiled: Excel compiles it
when it opens the file. The same plain workbook and the same sources give the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.cfb import CFB
from xlsxwriter import Workbook

from workbook_builder import buttons, wrappers
from workbook_builder.book import CREATED, name_for_macros
from xl_recoup import __version__

ROOT = Path(__file__).resolve().parents[2]
VBA = ROOT / "workbook" / "vba"
RIBBON_PART = "customUI/customUI.xml"
PROJECT_PART = "xl/vbaProject.bin"

Edit = Callable[[bytes], bytes]
"""What is done to a part on the way from one package into another."""

CODE_PAGE = "cp1252"  # of the VBA project
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
RIBBON_LINK = (
    '<Relationship Id="rIdRibbon"'
    ' Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"'
    f' Target="{RIBBON_PART}"/>'
)
DAY = (1980, 1, 1, 0, 0, 0)
LIBRARY_VERSION = "XLWINGS_VERSION"
"""What stands in the sources for the version of the library that is loaded."""
BUILT_BY = f"xl_recoup {__version__}"
NOTHING_COMPILED = bytes.fromhex("cc61ffff000000")
"""The whole stream `_VBA_PROJECT` of a project without compiled code: MS-OVBA 2.3.4.1."""


class Project(NamedTuple):
    """A VBA project as text: its standard modules by name, and the code behind the workbook."""

    modules: dict[str, str]
    workbook_code: str


def ribbon_project() -> Project:
    """Return the project of the macro workbook and of the add-in with the ribbon."""
    return Project({**_written(VBA), **buttons.modules()}, _code_behind(VBA))


def functions_project() -> Project:
    """Return the project of the add-in with the custom functions."""
    folder = VBA / "functions"
    built_for = version("xlwings")
    by_hand = {n: t.replace(LIBRARY_VERSION, built_for) for n, t in _written(folder).items()}
    return Project({**by_hand, wrappers.MODULE: wrappers.module()}, _code_behind(folder))


def _written(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.bas"))}


def _code_behind(folder: Path) -> str:
    return (folder / "ThisWorkbook.cls").read_text(encoding="utf-8")


def add_macros(plain: Path, target: Path, project: Project, *, ribbon: bool) -> None:
    """Write the plain workbook with macros to `target`, every other part as it was."""
    draft = target.with_name(f"{target.stem}.draft.xlsm")
    edits = {"[Content_Types].xml": _replaced(PLAIN, MACRO)}
    added = {}
    if ribbon:
        edits["_rels/.rels"] = _replaced("</Relationships>", f"{RIBBON_LINK}</Relationships>")
        added[RIBBON_PART] = buttons.ribbon().encode()
    _rewrite(plain, draft, edits, added)
    with ExcelFile(draft) as book:
        made = book.add_vba_project()
        for name, text in project.modules.items():
            made.add_module(name, _lines(text), kind=VBAModuleKind.standard)
        made.get_module("ThisWorkbook").body = _lines(project.workbook_code)
        for module in made.modules:
            module.dirty = True  # written anew: the library's own start from a compiled one
        book.save()
    _rewrite(draft, target, {PROJECT_PART: _nothing_compiled})
    draft.unlink()


def _nothing_compiled(project: bytes) -> bytes:
    """Return a VBA project with the header that says that nothing in it is compiled."""
    file = CFB.from_bytes(project)
    file.write_stream_in_storage("VBA", "_VBA_PROJECT", NOTHING_COMPILED)
    return bytes(file.to_bytes())


def build_addin(target: Path) -> None:
    """Write the add-in with the ribbon, for whatever workbook is in front."""
    title = "Recoupment for alternative provision"
    comments = f"The Recoupment tab for your own workbook; {BUILT_BY}."
    _build_addin(target, title, comments, ribbon_project(), ribbon=True)


def build_functions(target: Path) -> None:
    """Write the add-in with the custom functions, which can be left out."""
    title = "Functions of recoupment for alternative provision"
    comments = f"The functions RECOUP_…; {BUILT_BY}, xlwings {version('xlwings')}."
    _build_addin(target, title, comments, functions_project(), ribbon=False)


def _build_addin(
    target: Path, title: str, comments: str, project: Project, *, ribbon: bool
) -> None:
    plain = target.with_name(f"{target.stem}.plain.xlsx")
    with Workbook(str(plain), {"in_memory": True}) as book:
        book.set_properties(
            {"title": title, "author": "xl_recoup", "comments": comments, "created": CREATED}
        )
        book.add_worksheet("Add-in")  # a workbook must have one; nobody sees it, nothing reads it
        name_for_macros(book)
    macro_book = target.with_name(f"{target.stem}.macros.xlsm")
    add_macros(plain, macro_book, project, ribbon=ribbon)
    _rewrite(macro_book, target, {"[Content_Types].xml": _replaced(MACRO, ADDIN)})
    plain.unlink()
    macro_book.unlink()


def _rewrite(
    source: Path, target: Path, edits: Mapping[str, Edit], added: Mapping[str, bytes] | None = None
) -> None:
    """Copy a package with some of its parts edited, and parts added at its end."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            _add(new, info.filename, edits.get(info.filename, bytes)(data))
        for name, data in (added or {}).items():
            _add(new, name, data)


def _add(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3
    package.writestr(info, data)


def _replaced(old: str, new: str) -> Edit:
    """Return the edit that puts one text in another's place, which is there once."""

    def edit(part: bytes) -> bytes:
        text = part.decode("utf-8")
        if text.count(old) != 1:
            raise ValueError(f"“{old}” is there {text.count(old)} times, not once")
        return text.replace(old, new).encode("utf-8")

    return edit


def _lines(text: str) -> str:
    """Return VBA text with the line ends of the VBA editor; fails on what its code page lacks."""
    text.encode(CODE_PAGE)
    return "\r\n".join(text.splitlines()) + "\r\n"
