"""Open the target line of a shortcut as a shell does, over an Excel without Excel.

    python -m tests.support.by_shortcut BOOK ARGUMENTS

BOOK is open in that Excel. ARGUMENTS is the line after the program, which has no console here, as
under pythonw.exe: nothing of it can be read or written.
"""

from __future__ import annotations

import runpy
import shlex
import sys
from pathlib import Path

from tests.support.excel import running


def main(book: str, line: str) -> None:
    """Run the module of the line with its arguments, and nothing else of this process."""
    switches, module, *arguments = _taken_apart(line)
    assert switches == "-I", "nothing of the folder and the environment may be taken up"
    with running() as excel:
        excel.books.open(Path(book))
        sys.argv = [module, *arguments]
        for name in ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__"):
            setattr(sys, name, None)
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def _taken_apart(line: str) -> list[str]:
    """Return switches, module and arguments of a line `-I -m MODULE …`."""
    switches, minus_m, module, *arguments = shlex.split(line)
    assert minus_m == "-m"
    return [switches, module, *arguments]


if __name__ == "__main__":
    main(*sys.argv[1:])
