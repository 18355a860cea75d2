"""Letters on paper: a template that people can read, filled with data that stay data; tagged PDF.

The templates are files in `templates`, or in a council's own copy of that folder. What comes from
cells reaches them as JSON, so no text can become a part of a template.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_recoup.errors import Refused
from xl_recoup.statements.reader_words import clean, cut

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
OWN_TEMPLATES = HERE / "templates"
STANDARD: typst.PDFStandard = "ua-1"
"""PDF/UA-1: tagged for readers who listen to it."""
EMPTY_BOX = "□"
"""What is drawn for a sign that the typeface lacks."""
LONGEST = 3_500
"""What is longer than a page can hold beside its figures is cut, and ends in `…`."""
TRIES = 10
DOTS = 200.0
"""To the inch, in a picture."""
_NOT_DRAWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf_of(template: str, data: Mapping[str, Any], folder: Path | None = None) -> bytes:
    """Return the PDF of a template, such as `statement`, filled with data; same data, same bytes.

    `folder` holds a council's own templates. Raises Refused where one of them can't be used.
    """
    how = {"format": "pdf", "pdf_standards": STANDARD, "timestamp": 0}
    return _made(template, data, folder or OWN_TEMPLATES, how)


def picture_of(template: str, data: Mapping[str, Any]) -> bytes:
    """Return a template of one page, such as `chart`, filled with data, as a PNG picture."""
    return _made(template, data, OWN_TEMPLATES, {"format": "png", "ppi": DOTS})


def _made(template: str, data: Mapping[str, Any], root: Path, how: Mapping[str, Any]) -> bytes:
    import typst  # here: whoever makes no letter does not wait for it

    source = root / f"{template}.typ"
    if not source.is_file():
        raise Refused(
            f"There is no letter template {source.name} in {root}. Copy all files of"
            f" {OWN_TEMPLATES} into that folder, and change there what is to look otherwise."
        )
    lacking: set[str] = set()
    for _ in range(TRIES):
        words = json.dumps(_fit(data, dict.fromkeys(map(ord, lacking), EMPTY_BOX)))
        try:
            made = _compiler(source, root).compile(sys_inputs={"data": words}, **how)
        except typst.TypstError as error:
            missing = _signs(error.diagnostic) - lacking
            if not missing:
                raise Refused(
                    f"The letter template {source.name} in {root} can't be used. The typesetting"
                    f" program says: {error.diagnostic.strip() or error.message}"
                ) from error
            lacking |= missing
        else:
            assert isinstance(made, bytes)
            return made
    raise Refused(f"A text for {source.name} has too many signs that its typeface lacks.")


@cache
def _compiler(source: Path, root: Path) -> typst.Compiler:
    """Return the compiler of a template; kept, since it remembers what it has read."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(HERE / "fonts"), str(root)],
    )
    return typst.Compiler(str(source), root=str(root), font_paths=fonts)


def _signs(diagnostic: str) -> set[str]:
    """Return the signs that a typeface was found to lack."""
    texts = _NOT_DRAWN.findall(diagnostic)
    plain = (_CODE.sub(lambda found: chr(int(found[1], 16)), text) for text in texts)
    return {sign for text in plain for sign in text.replace("\\", "")}


def _fit(value: Any, boxes: Mapping[int, str]) -> Any:
    """Return data with every text clean, short enough for a page, and in signs that are there."""
    if isinstance(value, str):
        return cut(clean(value).translate(boxes), LONGEST)
    if isinstance(value, Mapping):
        return {name: _fit(part, boxes) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_fit(part, boxes) for part in value]
    return value
