"""The report to the Forum as a file: the table as CSV, or the paper as document or tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from xl_recoup.book.package.output_mark import is_unchanged_output, marked
from xl_recoup.comparison.compare import Comparison
from xl_recoup.contract import FORUM_REPORT
from xl_recoup.disk.csv_cells import begin_alike, csv_bytes
from xl_recoup.disk.targets import write_output
from xl_recoup.errors import Refused
from xl_recoup.forum.report import forum_report
from xl_recoup.forum_paper.paper_docx import paper_docx
from xl_recoup.forum_paper.paper_pdf import paper_pdf
from xl_recoup.forum_paper.paper_xlsx import paper_xlsx
from xl_recoup.forum_paper.whole_paper import whole_paper
from xl_recoup.run.result import Result
from xl_recoup.words import listed

PDF_MARK = b"xl-recoup paper for the Schools Forum"
"""Stands among the key words of the template."""


def _csv(result: Result, comparison: Comparison | None) -> bytes:
    rows = forum_report(result).rows
    return csv_bytes(FORUM_REPORT.headings, [row.cells for row in rows])


def _pdf(result: Result, comparison: Comparison | None) -> bytes:
    return paper_pdf(whole_paper(result, comparison))


def _docx(result: Result, comparison: Comparison | None) -> bytes:
    return marked(paper_docx(whole_paper(result, comparison)))


def _xlsx(result: Result, comparison: Comparison | None) -> bytes:
    return marked(paper_xlsx(whole_paper(result, comparison), forum_report(result)))


MAKERS: Mapping[str, Callable[[Result, Comparison | None], bytes]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".docx": _docx,
    ".pdf": _pdf,
}
"""What is made, by the ending of the file."""
NEEDS_NO_SCENARIOS = ".csv"


def refuse_other_endings(target: Path) -> None:
    """Raise Refused where a file's name ends in nothing that can be made."""
    if target.suffix.casefold() not in MAKERS:
        endings = listed(list(MAKERS)).replace(" and ", " or ")
        raise Refused(f"{target.name} must end in {endings}. Name another file.")


def write_forum(
    result: Result, comparison: Comparison | None, target: Path, *, replace: bool = False
) -> list[str]:
    """Write what the Forum may see to a file, whole or not at all.

    A file that the program wrote there before is replaced and kept beside it, dated; with `replace`
    so is any other file. Returns what a person should know. Raises Refused for another ending or
    another file, FileUnavailable where it can't be written.
    """
    refuse_other_endings(target)
    suffix = target.suffix.casefold()
    data = MAKERS[suffix](result, comparison)

    def ours(path: Path, held: bytes) -> bool:
        if suffix == ".csv":
            return begin_alike(held, data)
        return PDF_MARK in held if suffix == ".pdf" else is_unchanged_output(path, held)

    return write_output(target, data, ours=ours, replace=replace)
