"""A command of the command line, run inside a page: its answer as one object for the page to show.

The page gives the words that a person would type and gets the sentences that a person would read,
in parts: the page sets them out, and says nothing of its own about a workbook.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from xl_recoup.cli.command import Misused, parser
from xl_recoup.cli.main import COMMANDS
from xl_recoup.errors import Refused
from xl_recoup.records import Severity
from xl_recoup.reporting.answer import (
    REFUSED,
    Answer,
    Json,
    Overview,
    finding_json,
    of_defect,
    of_refusal,
)
from xl_recoup.reporting.results import findings_text, rows_text, totals_text
from xl_recoup.reporting.terminal import Reporter

DEFECT_WORDS = (
    "Something went wrong that the program did not foresee. Your workbook is as it was: the page"
    " works on a copy. Try again, and if it happens again send what stands in brackets, which holds"
    " no pupil data, to whoever looks after xl_recoup ({where})."
)


class PageReporter(Reporter):
    """Tells the page each stage as it begins; a bar is told as how many are done."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        super().__init__()
        self._tell = tell

    def progress(self, stage: str) -> None:
        """Tell which stage begins."""
        self._tell(f"{stage} …")

    @contextmanager
    def bar(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """Tell how many of how many are done."""
        yield lambda done, of: self.progress(f"{done:,} of {of:,} {what}")


def run(arguments: list[str], tell: Callable[[str], object]) -> str:
    """Run a command; return its exit code, what is told, its text and its object as JSON.

    `tell` is called with each stage. Nothing is raised: a defect of the program is said as well.
    """
    try:
        options = parser(COMMANDS.values()).parse_args(arguments)
        answer: Answer = options.command.function(options, PageReporter(tell))
    except Misused as misused:
        answer = misused.answer
    except Refused as refused:
        answer = of_refusal(refused)
    except Exception as error:
        answer = of_defect(DEFECT_WORDS.format(where=_where(error)))
    code = answer.exit_code(strict=False)
    return json.dumps(
        {
            "code": code,
            "refused": code >= REFUSED,
            "told": [sentence for sentence in (*answer.told, answer.message) if sentence],
            "parts": [_part(part) for part in answer.text],
            "json": answer.framed(arguments[0] if arguments else None, code),
        }
    )


def _part(part: str | Overview) -> Json:
    if isinstance(part, str):
        return {"text": part}
    result = part.result
    ranked = sorted(result.findings, key=lambda f: f.severity is not Severity.ERROR)
    return {
        "rows": rows_text(result),
        "totals": totals_text(result),
        "found": findings_text(result.findings),
        "findings": [finding_json(finding) for finding in ranked],
    }


def _where(error: BaseException) -> str:
    """Return in which line of the program an error arose, for whoever looks after it: no data."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    lines = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} {lines}".strip()
