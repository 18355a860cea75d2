"""Run one macro on a workbook file, as Excel would: `python -m tests.support.pressed …`.

Arguments: the workbook, the name of a copy that the macro acts on and saves, where to write what it
said, and the name of the button's function. The copy is open in an Excel without Excel
(`tests/support/excel`); everything else is the real thing.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.support.excel import running
from xl_recoup.excel import pressed


def main(book: str, result: str, said: str, action: str) -> None:
    """Press the button on the book, save the result, and write what it told the user."""
    with running() as excel:
        shutil.copyfile(book, result)
        opened = excel.books.open(Path(result))
        digits = opened.name.encode("utf-16-be").hex()
        assert pressed.main([action, str(excel.hwnd), digits]) == 0
        opened.save()
        Path(said).write_text("\n".join(words for words, _ in excel.told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
