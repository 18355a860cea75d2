"""`python -m xl_recoup` is `xl-recoup`: one command, and then the process ends at once."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from xl_recoup.files.head_start import head_start


def run() -> NoReturn:
    """Run a command and end the process.

    Everything is written and closed by then. Taking the records of a big workbook apart, as Python
    does on its way out, would only make the user wait.
    """
    head_start(sys.argv[1:])
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # none is ours, and to look takes time
    from xl_recoup.cli.main import main

    try:
        code = main()
    except SystemExit as asked:  # help, the version, or arguments that can't be read
        sys.exit(asked.code)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    run()
