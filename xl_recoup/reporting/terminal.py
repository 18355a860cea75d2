"""What a person sees in a terminal: results on standard output, progress on standard error."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from xl_recoup.errors import FileUnavailable
from xl_recoup.harmless_text import on_screen
from xl_recoup.reporting.answer import Answer, Json, Overview

PATIENCE = 1.0
SHOWN = 10


class Reporter:
    """Speaks for one command. Nothing is said of progress before a second has passed."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._started = time.monotonic()
        self._book = ""
        for name in ("stdout", "stderr"):
            if getattr(sys, name) is None:  # closed by who started us: it goes nowhere
                setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
            stream = getattr(sys, name)
            if isinstance(stream, io.TextIOWrapper):  # a minus that can't be shown is spelt out
                stream.reconfigure(errors="backslashreplace")

    def start(self, book: str) -> None:
        """Begin on a workbook."""
        self._book = book
        self._started = time.monotonic()

    def progress(self, stage: str) -> None:
        """Say which stage begins, if the run has lasted over a second."""
        seconds = time.monotonic() - self._started
        if seconds >= PATIENCE:
            self.sentence(f"{self._book}: {stage} … ({seconds:.0f} s)")

    @contextmanager
    def bar(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """Show a progress bar on standard error, in a terminal; elsewhere a line now and then."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(file=sys.stderr)
        if not console.is_terminal:
            said = time.monotonic()

            def now_and_then(done: int, of: int) -> None:
                nonlocal said
                if time.monotonic() - said >= 2 * PATIENCE:
                    said = time.monotonic()
                    self.progress(f"{done:,} of {of:,} {what}")

            yield now_and_then
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(what)
            yield lambda done, of: bar.update(task, completed=done, total=of)

    def sentence(self, text: str) -> None:
        """Say one sentence on standard error."""
        with suppress(OSError):  # nobody can be told that nobody can be told
            print(on_screen(text), file=sys.stderr, flush=True)

    def say(self, text: str) -> None:
        """Print text on standard output."""
        with _shown():
            print(on_screen(text), flush=True)

    def show(self, answer: Answer) -> None:
        """Say what people are told, on standard error, and to a person the text, on the other."""
        for sentence in (*answer.told, answer.message):
            if sentence:
                self.sentence(sentence)
        for part in () if self.as_json else answer.text:
            if isinstance(part, str):
                self.say(part)
            else:
                with _shown():
                    self._overview(part)

    def json(self, report: Json) -> None:
        """Print one object; letters that the stream can't carry are escaped as JSON does."""
        unicode = (sys.stdout.encoding or "").casefold().replace("-", "") == "utf8"
        self.say(json.dumps(report, indent=2, ensure_ascii=not unicode))

    def _overview(self, overview: Overview) -> None:
        from rich.console import Console
        from rich.table import Table

        from xl_recoup.checks.causes import by_cause, worth_telling
        from xl_recoup.records import Severity
        from xl_recoup.reporting.results import findings_text, how_often, rows_text, totals_text

        class Steady(Console):
            def on_broken_pipe(self) -> None:
                _nobody_reads()

        result, console = overview.result, Steady(soft_wrap=True)
        console.print(rows_text(result), highlight=False)
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        table.add_column()
        table.add_column(justify="right")
        table.add_column(style="dim")
        for what, amount, words in totals_text(result):
            table.add_row(what, amount, words, style="bold" if what == "total" else "")
        console.print(table)
        for line in result.moved:
            console.print(on_screen(line), highlight=False, markup=False)
        console.print(findings_text(result.findings), highlight=False)
        causes = by_cause(result.findings)
        shown = worth_telling(causes, None if overview.every_finding else SHOWN)
        for cause in shown:
            severity, code = cause.first.severity, cause.first.code
            style = "bold red" if severity is Severity.ERROR else "yellow"
            head = f"{severity.value} {code}{how_often(cause)}"
            console.print(head, style=style, end="  ", highlight=False)
            console.print(on_screen(cause.message), markup=False, highlight=False)
        left = len(causes) - len(shown)
        if left:
            more = f"{left:,} more on the Exceptions sheet, each with a link to its cell."
            console.print(more, style="dim")

    def close(self) -> None:
        """End the command."""
        try:
            sys.stdout.flush()
        except OSError:  # what could not be shown was said
            _nobody_reads()


@contextmanager
def _shown() -> Iterator[None]:
    """Show something on standard output; FileUnavailable where it can't be written."""
    try:
        yield
    except BrokenPipeError:
        _nobody_reads()
    except OSError as error:
        _nobody_reads()
        raise FileUnavailable(
            f"The results can't be written to standard output: {error.strerror}. Send them"
            " elsewhere, or make room."
        ) from error


def _nobody_reads() -> None:
    """Let further output go nowhere: the run goes on, and its exit code stays true."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
