"""What XlsxWriter leaves out of a workbook: heading styles by name, and its language.

Readers of the screen, and Excel's own lists, find a heading by the name of its style.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from workbook_builder.looks import QUIET, SECTION_SIZE, TITLE_SIZE

LANGUAGE = "en-GB"
STYLES, CORE = "xl/styles.xml", "docProps/core.xml"
NAMED = (
    ("Heading 1", 16, rf'<font><sz val="{TITLE_SIZE}"/>'),
    ("Heading 2", 17, rf'<font><b/><sz val="{SECTION_SIZE}"/>'),
    ("Explanatory Text", 53, rf'<font><sz val="\d+"/><color rgb="FF{QUIET[1:]}"/>'),
)
"""Excel's name and number of each style, and how the font begins by which its cells are known."""


def finish(book: Path) -> None:
    """Give the headings of a workbook their styles' names, and the workbook its language."""
    with zipfile.ZipFile(book) as parts:
        members = [(info, parts.read(info)) for info in parts.infolist()]
    changes = {STYLES: with_named_styles, CORE: with_language}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as made:
        for info, data in members:
            change = changes.get(info.filename)
            made.writestr(info, change(data.decode()).encode() if change else data)


def with_named_styles(styles: str) -> str:
    """Return the part of styles with a named one for each kind of heading."""
    fonts = re.findall(r"<font>.*?</font>", styles, re.DOTALL)
    bases, names = [], []
    for number, (name, built_in, begins) in enumerate(NAMED, 1):
        font = next(i for i, each in enumerate(fonts) if re.match(begins, each))
        bases.append(
            f'<xf numFmtId="0" fontId="{font}" fillId="0" borderId="0" applyNumberFormat="0"'
            ' applyFill="0" applyBorder="0" applyAlignment="0" applyProtection="0"/>'
        )
        names.append(
            f'<cellStyle name="{name}" xfId="{number}" builtinId="{built_in}" customBuiltin="1"/>'
        )
        styles = re.sub(
            rf'(<xf numFmtId="\d+" fontId="{font}" fillId="\d+" borderId="\d+" xfId=)"0"',
            rf'\g<1>"{number}"', styles,
        )  # fmt: skip
    styles = _more(styles, "cellStyleXfs", bases)
    return _more(styles, "cellStyles", names)


def _more(styles: str, holder: str, added: list[str]) -> str:
    found = re.search(rf'<{holder} count="(\d+)">', styles)
    assert found is not None
    count = int(found[1]) + len(added)
    styles = styles.replace(found[0], f'<{holder} count="{count}">', 1)
    return styles.replace(f"</{holder}>", f"{''.join(added)}</{holder}>", 1)


def with_language(core: str) -> str:
    """Return the part of a workbook's properties with its language."""
    after = "<cp:lastModifiedBy>"
    return core.replace(after, f"<dc:language>{LANGUAGE}</dc:language>{after}", 1)
