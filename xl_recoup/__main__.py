"""`python -m xl_recoup` is `xl-recoup`: one command, and then the process ends at once."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

DEFECT = 70


def run() -> NoReturn:
    """Run a command and end the process.

    Everything is written and closed by then. Taking the records of a big workbook apart, as Python
    does on its way out, would only make the user wait.
    """
    try:
        code = _run()
    except SystemExit as asked:  # help, the version, or arguments that can't be read
        sys.exit(asked.code)
    except Exception as error:
        code = DEFECT
        _last_words(error)
    with suppress(OSError, AttributeError):  # nobody reads what was said
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _run() -> int:
    from xl_recoup.files.head_start import head_start

    head_start(sys.argv[1:])
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # none is ours, and to look takes time
    from xl_recoup.cli.main import main

    return main()


def _last_words(error: Exception) -> None:
    """Say in a sentence that the program could not even begin, and note where it failed."""
    from xl_recoup.excel.failures import log, sentence_for

    log("start", error)
    with suppress(OSError, AttributeError):
        print(sentence_for(error), file=sys.stderr, flush=True)


if __name__ == "__main__":
    run()
