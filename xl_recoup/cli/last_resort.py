"""A defect of the program becomes a sentence, an exit code of its own, and lines in a log."""

from __future__ import annotations

import errno

from xl_recoup.errors import FileUnavailable
from xl_recoup.reporting.answer import Answer, of_defect, of_refusal


def answer_of(command: str, error: Exception) -> Answer:
    """Return what a command answers that met what the program did not foresee; it is logged."""
    from xl_recoup.excel.failures import log, sentence_for

    log(command, error)
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.ENOSPC, errno.EROFS):
        return of_refusal(
            FileUnavailable(
                "The computer refused a file that is needed on the way, perhaps in its folder for"
                f" temporary files: {error.strerror}. Make room there, or ask IT, and run it again."
            )
        )
    return of_defect(sentence_for(error))
