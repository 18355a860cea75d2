"""The macro workbook and the add-in: a plain workbook, plus VBA and the ribbon.

The VBA project is source text alone, without anything compiled: Excel compiles it when it opens
the file. The same plain workbook and the same sources give the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import xlwings
from pyopenvba import ExcelFile, VBAModuleKind
from xlsxwriter import Workbook

from workbook_builder import buttons, conf, wrappers
from workbook_builder.book import CREATED, name_for_macros
from workbook_builder.looks import Looks
from xl_recoup import __version__

ROOT = Path(__file__).resolve().parents[2]
VBA = ROOT / "workbook" / "vba"
RIBBON_PART = "customUI/customUI.xml"

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


def modules(*, addin: bool) -> dict[str, str]:
    """Return the text of each standard module by its name.

    The module `xlwings` is the one of the installed package. Its edition for workbooks serves the
    workbook that it is in; its edition for add-ins serves the active workbook, here with the
    settings of xlwings itself.
    """
    package = Path(xlwings.__file__).parent
    own = package / ("xlwings_custom_addin.bas" if addin else "xlwings.bas")
    bridge = own.read_bytes().decode(CODE_PAGE)
    if addin:
        named = 'PROJECT_NAME As String = "{}"'
        bridge = _replaced(bridge, named.format("myaddin"), named.format("xlwings"))
    written = {path.stem: path.read_text(encoding="utf-8") for path in sorted(VBA.glob("*.bas"))}
    return {
        "xlwings": bridge,
        **written,
        **buttons.modules(),
        wrappers.MODULE: wrappers.module(addin=addin),
    }


def workbook_code() -> str:
    """Return the code behind the workbook itself."""
    return (VBA / "ThisWorkbook.cls").read_text(encoding="utf-8")


def add_macros(plain: Path, target: Path, modules: dict[str, str], *, addin: bool = False) -> None:
    """Write the plain workbook with macros and ribbon to `target`, every other part as it was."""
    draft = target.with_name(f"{target.stem}.draft.xlsm")
    _with_ribbon(plain, draft)
    with ExcelFile(draft) as book:
        project = book.add_vba_project()
        for name, text in modules.items():
            project.add_module(name, _lines(text), kind=VBAModuleKind.standard)
        project.get_module("ThisWorkbook").body = _lines(workbook_code())
        book.save()
    if addin:
        _rewrite(draft, target, {"[Content_Types].xml": lambda t: _replaced(t, MACRO, ADDIN)})
        draft.unlink()
    else:
        draft.replace(target)


def build_addin(target: Path) -> None:
    """Write the add-in: the same macros, functions and ribbon for whatever workbook is open."""
    plain = target.with_name(f"{target.stem}.plain.xlsx")
    with Workbook(str(plain), {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": "Recoupment for alternative provision",
                "author": "xl_recoup",
                "comments": f"The Recoupment tab for your own workbook; xl_recoup {__version__}.",
                "created": CREATED,
            }
        )
        conf.write_conf(book, Looks(book))
        name_for_macros(book)
    add_macros(plain, target, modules(addin=True), addin=True)
    plain.unlink()


def _with_ribbon(plain: Path, target: Path) -> None:
    edits = {
        "[Content_Types].xml": lambda text: _replaced(text, PLAIN, MACRO),
        "_rels/.rels": lambda text: _replaced(
            text, "</Relationships>", f"{RIBBON_LINK}</Relationships>"
        ),
    }
    _rewrite(plain, target, edits, {RIBBON_PART: buttons.ribbon().encode()})


def _rewrite(
    source: Path,
    target: Path,
    edits: dict[str, Callable[[str], str]],
    added: dict[str, bytes] | None = None,
) -> None:
    """Copy a package with some of its parts edited as text, and parts added at its end."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename in edits:
                data = edits[info.filename](data.decode("utf-8")).encode("utf-8")
            _add(new, info.filename, data)
        for name, data in (added or {}).items():
            _add(new, name, data)


def _add(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3
    package.writestr(info, data)


def _replaced(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise ValueError(f"“{old}” is there {text.count(old)} times, not once")
    return text.replace(old, new)


def _lines(text: str) -> str:
    """Return VBA text with the line ends of the VBA editor; fails on what its code page lacks."""
    text.encode(CODE_PAGE)
    return "\r\n".join(text.splitlines()) + "\r\n"
