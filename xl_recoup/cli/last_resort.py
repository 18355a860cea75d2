"""A defect of the program becomes a sentence, an exit code of its own, and lines in a log."""

from __future__ import annotations

from xl_recoup.reporting.answer import Answer, of_defect


def answer_of(command: str, error: Exception) -> Answer:
    """Return what a command answers that met what the program did not foresee; it is logged."""
    from xl_recoup.excel.failures import log, sentence_for

    log(command, error)
    return of_defect(sentence_for(error))
