"""What makes Excel offer a repair although the schema is kept: our own rules.

`repairs(book)` names every fault it finds; an empty list is no proof that Excel is content, but
each rule here stands for a workbook that Excel would have changed on opening.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from tests.support.package_rules import MAIN, Parts, package_faults
from tests.support.table_rules import overlap, table_faults

LONGEST_CELL, LONGEST_LIST, LONGEST_FORMULA = 32_767, 255, 8_192
NAME = re.compile(r"[A-Za-z_\\][\w.\\]*")
LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}|[RrCc]([0-9]+[Cc]?[0-9]*)?")


def repairs(book: Path) -> list[str]:
    """Return every fault that Excel would repair, refuse or silently drop."""
    parts = Parts(book)
    found = [*package_faults(parts)]
    if not found:  # the rest reads parts that must be there
        found += [*_book_faults(parts), *_style_faults(parts), *_string_faults(parts)]
        found += [*table_faults(parts), *_ribbon_faults(parts)]
        for name, part in parts.sheets:
            found += [f"{name}: {fault}" for fault in _sheet_faults(parts, part)]
        found += _chain_faults(parts)
    return found


def _repeated(values: list[str], what: str) -> Iterator[str]:
    for value, count in Counter(v.casefold() for v in values).items():
        if count > 1:
            yield f"{count} {what} are called {value}"


def _book_faults(parts: Parts) -> Iterator[str]:
    root = parts.tree(parts.workbook)
    names = [name for name, _ in parts.sheets]
    yield from _repeated(names, "sheets")
    yield from _repeated([s.get("sheetId", "") for s in root.iter(f"{MAIN}sheet")], "sheet ids")
    for name, part in parts.sheets:
        if not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            yield f"{name!r} can't be the name of a sheet"
        if not parts.has(part):
            yield f"the sheet {name} has no part"
    defined = [*root.iter(f"{MAIN}definedName")]
    yield from _repeated(
        [f"{d.get('name')} of sheet {d.get('localSheetId')}" for d in defined], "names"
    )
    for item in defined:
        name, sheet = item.get("name", ""), item.get("localSheetId")
        if not NAME.fullmatch(name) or LIKE_A_CELL.fullmatch(name):
            yield f"{name!r} can't be a defined name"
        if sheet is not None and int(sheet) >= len(names):
            yield f"the name {name} belongs to a sheet that is not there"
        if not (item.text or "").strip():
            yield f"the name {name} stands for nothing"
    yield from _repeated([*_code_names(parts)], "modules behind sheets")


def _code_names(parts: Parts) -> Iterator[str]:
    elements = [*parts.tree(parts.workbook).iter(f"{MAIN}workbookPr")]
    for _, part in parts.sheets:
        elements += parts.tree(part).iter(f"{MAIN}sheetPr")
    return (e.get("codeName", "") for e in elements if e.get("codeName"))


def _style_faults(parts: Parts) -> Iterator[str]:
    styles = parts.only("styles")
    if styles is None:
        return
    sizes = {}
    for child in styles:
        sizes[child.tag.removeprefix(MAIN)] = len(child)
        if child.get("count") not in (None, str(len(child))):
            yield f"styles: {child.tag.removeprefix(MAIN)} counts {child.get('count')}"
    kinds = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    own = {f.get("numFmtId") for f in styles.iter(f"{MAIN}numFmt")}
    for group in ("cellXfs", "cellStyleXfs"):
        for number, form in enumerate(styles.iterfind(f"{MAIN}{group}/{MAIN}xf")):
            for attribute, kind in kinds.items():
                if int(form.get(attribute, "0")) >= sizes.get(kind, 1):
                    yield f"styles: {attribute} of {group} {number} is out of range"
            code = form.get("numFmtId", "0")
            if int(code) >= 164 and code not in own:
                yield f"styles: the number format {code} is not there"


def _string_faults(parts: Parts) -> Iterator[str]:
    strings = parts.only("sharedStrings")
    if strings is None:
        return
    held = len(strings.findall(f"{MAIN}si"))
    if strings.get("uniqueCount") not in (None, str(held)):
        yield f"sharedStrings counts {strings.get('uniqueCount')} texts and holds {held}"


def _ribbon_faults(parts: Parts) -> Iterator[str]:
    for part in parts.related("", "extensibility"):
        ids = [e.get("id", "") for e in parts.tree(part).iter() if e.get("id")]
        yield from _repeated(ids, "ribbon controls")


def _sheet_faults(parts: Parts, part: str) -> Iterator[str]:
    root = parts.tree(part)
    strings, styles = parts.only("sharedStrings"), parts.only("styles")
    texts = 0 if strings is None else len(strings.findall(f"{MAIN}si"))
    forms = 1 if styles is None else len(styles.findall(f"{MAIN}cellXfs/{MAIN}xf"))
    marks = 0 if styles is None else len(styles.findall(f"{MAIN}dxfs/{MAIN}dxf"))
    yield from _cell_faults(root, texts, forms)
    for rule in root.iter(f"{MAIN}cfRule"):
        if int(rule.get("dxfId", "-1")) >= marks:
            yield f"conditional format: dxfId {rule.get('dxfId')} is out of range"
    rules = root.find(f"{MAIN}dataValidations")
    if rules is not None and rules.get("count") not in (None, str(len(rules))):
        yield f"dataValidations counts {rules.get('count')} and holds {len(rules)}"
    for first in root.iter(f"{MAIN}formula1"):
        text = first.text or ""
        if text.startswith('"') and len(text) > LONGEST_LIST + 2:
            yield f"a drop-down holds {len(text) - 2} characters"
    yield from _overlaps([m.get("ref", "") for m in root.iter(f"{MAIN}mergeCell")], "merged cells")


def _cell_faults(root: ET.Element, texts: int, forms: int) -> Iterator[str]:
    last_row = 0
    for row in root.iter(f"{MAIN}row"):
        number = int(row.get("r", last_row + 1))
        if number <= last_row:
            yield f"row {number} stands after row {last_row}"
        last_row, last_column = number, 0
        for cell in row:
            place = cell.get("r", "")
            letters, own_row = coordinate_from_string(place)
            column = column_index_from_string(letters)
            if own_row != number or column <= last_column:
                yield f"{place} is out of order"
            last_column = column
            if int(cell.get("s", "0")) >= forms:
                yield f"{place}: the style {cell.get('s')} is not there"
            yield from _content_faults(cell, place, texts)


def _content_faults(cell: ET.Element, place: str, texts: int) -> Iterator[str]:
    value, formula = cell.find(f"{MAIN}v"), cell.find(f"{MAIN}f")
    text = "" if value is None else value.text or ""
    if cell.get("t") == "s" and int(text or -1) not in range(texts):
        yield f"{place}: the shared text {text} is not there"
    if cell.get("t", "n") == "n" and text and not _is_number(text):
        yield f"{place}: {text!r} is no number"
    if len("".join(cell.itertext())) > LONGEST_CELL:
        yield f"{place}: a text over {LONGEST_CELL} characters"
    if formula is not None:
        said = formula.text or ""
        if said.startswith("=") or "[@" in said or len(said) > LONGEST_FORMULA:
            yield f"{place}: the formula {said[:40]!r} can't be read back"


def _is_number(text: str) -> bool:
    try:
        return float(text) == float(text)
    except ValueError:
        return False


def _overlaps(refs: list[str], what: str) -> Iterator[str]:
    for number, ref in enumerate(refs):
        for other in refs[number + 1 :]:
            if overlap(ref, other):
                yield f"{what} {ref} and {other} overlap"


def _chain_faults(parts: Parts) -> Iterator[str]:
    chain = parts.only("calcChain")
    if chain is None:
        return
    sheets = {s.get("sheetId"): p for s, (_, p) in zip(
        parts.tree(parts.workbook).iter(f"{MAIN}sheet"), parts.sheets, strict=True)}  # fmt: skip
    held = {
        number: {
            c.get("r") for c in parts.tree(part).iter(f"{MAIN}c") if c.find(f"{MAIN}f") is not None
        }
        for number, part in sheets.items()
    }
    sheet = None
    for link in chain:
        sheet = link.get("i", sheet)
        if link.get("r") not in held.get(sheet, set()):
            yield f"calcChain names {link.get('r')} of sheet {sheet}, which has no formula"
