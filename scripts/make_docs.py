"""Write the reference pages from the product itself: `make_docs.py`, or `--check` to compare.

`docs/checks.md` comes from the catalogue of checks, `docs/settings.md` from the settings, and
`docs/error-gallery.md` from the test cases, which are run: every message there is a real one. The
pages of tables, schemes, councils' cases and the year in the life are made in `doc_pages`. Lists in
pages that are written by hand, such as the README's of the buttons, stand between marks.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

if __name__ == "__main__":
    from environment import go_on_in_it

    go_on_in_it()

from doc_pages.cases import cases_page  # noqa: E402  # the path above comes first
from doc_pages.commands import commands_page  # noqa: E402
from doc_pages.desk import desk_page  # noqa: E402
from doc_pages.functions import functions_page  # noqa: E402
from doc_pages.glossary import glossary_page  # noqa: E402
from doc_pages.insertions import INSERTIONS, with_insertions  # noqa: E402
from doc_pages.schemes import schemes_page  # noqa: E402
from doc_pages.tables import tables_page  # noqa: E402
from doc_pages.words import GENERATED, escaped  # noqa: E402
from doc_pages.year import year_page  # noqa: E402
from tests.checks import CASES, Args, Case  # noqa: E402
from tests.intake.refusals import REFUSALS  # noqa: E402
from tests.support.books import run  # noqa: E402
from xl_recoup.checks import Check, Stage, catalogue  # noqa: E402
from xl_recoup.errors import Refused  # noqa: E402
from xl_recoup.policy.options import Options  # noqa: E402

DOCS = ROOT / "docs"
CELL = re.compile(r"\b[A-Z]{1,2}\d+\b")
STAGES = {
    Stage.SHEET: ("Sheets and cells", "whether what stands in the workbook can be read"),
    Stage.ROW: ("Rows", "whether one placement makes sense in itself"),
    Stage.ACROSS: ("Across rows and tables", "whether rows and reference tables fit together"),
}
SEVERITIES = """\
An **error** is something that the sum needs and that is missing, unreadable or impossible. A
placement row with an error is not charged: it has one line of £0.00, *held*, whose Reason is the
code. Correct the cell and run again. An error in a reference table is followed by an error on each
placement that needed it.

A **warning** is something that looks wrong but can be computed. It never changes a charge.

No message repeats a UPN, a pupil's name or initials, a date of birth or a note: it names the cell.
"""


def messages(book: Args, code: str) -> list[str]:
    """Return the messages that a check has for a workbook, each once, in the workbook's order."""
    found = (f.message for f in run(**book).findings if f.code == code)
    return list(dict.fromkeys(found))


def refusal(book: Args) -> str:
    """Return the sentence that a workbook is refused with. Raises ValueError where it is not."""
    try:
        run(**book)
    except Refused as refused:
        return str(refused)
    raise ValueError("a workbook of the refusals is not refused")


def quotation(text: str) -> str:
    """Return a message as a quotation."""
    return f"> {escaped(text)}"


def checks_page() -> str:
    """Return the page of all checks: what each looks for, and an example of what it says."""
    checks = catalogue()
    parts = [
        "# Checks",
        GENERATED.format(source="the checks in `xl_recoup/checks` and their cases in `tests`"),
        f"Every run makes all {len(checks)} checks. What they find stands on the Exceptions sheet,"
        " with a link to the cell; what they passed stands on the Check results sheet.",
        SEVERITIES.strip(),
    ]
    for stage, (title, what) in STAGES.items():
        of_stage = [c for c in checks if c.stage is stage]
        parts.append(f"## {title}")
        parts.append(f"{what[0].upper()}{what[1:]}. Stage on the sheet: *{stage.value}*.")
        rows = [f"| [{c.code}](#{c.code.lower()}) | {c.severity.value} | {c.title} |"
                for c in of_stage]  # fmt: skip
        parts.append("\n".join(["| code | severity | what is checked |", "|---|---|---|", *rows]))
        parts += [_check_section(c) for c in of_stage]
    return "\n\n".join(parts) + "\n"


def case_of(check: Check) -> Case:
    """Return the case of a check, which shows its messages; ends in a sentence without one."""
    if check.code not in CASES:
        where = check.function.__module__.rpartition(".")[2]
        raise SystemExit(
            f"{check.code} has no case, so its messages can't be shown: add one to"
            f" tests/checks/cases_{where}.py."
        )
    return CASES[check.code]


def _check_section(check: Check) -> str:
    example = messages(case_of(check).once, check.code)[0]
    return "\n\n".join(
        [
            f"### {check.code}",
            f"**{escaped(check.title)}** ({check.severity.value})",
            escaped(check.help),
            quotation(example),
        ]
    )


def settings_page() -> str:
    """Return the page of all settings: default, what is allowed, and what each means."""
    parts = [
        "# Settings",
        GENERATED.format(source="`xl_recoup/policy/options.py`"),
        "The Settings sheet holds every choice that the regulations leave open. A setting that is"
        " blank or absent has its default. A setting or value that is not on this page is refused,"
        " and nothing is written. Capitals, surplus spaces and curly apostrophes make no"
        " difference.",
    ]
    rows = ["| setting | default | allowed | what it does |", "|---|---|---|---|"]
    defaults = Options()
    for name, field in Options.model_fields.items():
        extra = field.json_schema_extra
        allowed = extra["allowed"] if isinstance(extra, dict) else ""
        value = getattr(defaults, name)
        default = "(blank)" if value in (None, "") else str(value)
        cells = (str(field.alias), default, str(allowed), str(field.description))
        rows.append(f"| {' | '.join(map(escaped, cells))} |")
    return "\n\n".join([*parts, "\n".join(rows)]) + "\n"


@cache
def gallery_page() -> str:
    """Return the page of every message: of each finding, once and more than once, and refusals."""
    parts = [
        "# Error gallery",
        GENERATED.format(source="the cases in `tests/checks` and `tests/intake`, which it runs"),
        "Every message that a run can give, printed from a small workbook that brings it about:"
        " first for one fault, then for several. The pupils are invented. What each check means is"
        " on the [page of checks](checks.md).",
        "## Findings",
    ]
    for check in catalogue():
        case = case_of(check)
        both = messages(case.once, check.code) + messages(case.several, check.code)
        worded = {CELL.sub("", m): m for m in reversed(both)}  # the same words elsewhere: once
        first = dict.fromkeys(m for m in both if m in worded.values())
        shown = "\n>\n".join(map(quotation, first))
        parts += [f"### {check.code} {escaped(check.title)} ({check.severity.value})", shown]
    parts += [
        "## Refusals",
        "A workbook that leaves nothing sensible to do is refused: nothing is written, and the exit"
        " code is 2.",
    ]
    for what, (book, _) in REFUSALS.items():
        parts += [f"### {what[0].upper()}{what[1:]}", quotation(refusal(book))]
    return "\n\n".join(parts) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "checks.md": checks_page,
    "settings.md": settings_page,
    "error-gallery.md": gallery_page,
    "desk-instructions.md": desk_page,
    "tables.md": tables_page,
    "schemes.md": schemes_page,
    "commands.md": commands_page,
    "functions.md": functions_page,
    "words.md": glossary_page,
    "council-cases.md": cases_page,
    "year-in-the-life.md": year_page,
}


def fresh_pages(folder: Path) -> dict[Path, str]:
    """Return what the pages hold now by their place; those written by hand are in the project."""
    pages = {folder / name: page() for name, page in PAGES.items()}
    if folder == DOCS:
        pages |= {ROOT / name: with_insertions(name, ROOT) for name in INSERTIONS}
    return pages


def is_stale(path: Path, text: str) -> bool:
    """Tell whether a page is missing or not what the product gives now."""
    return not path.exists() or path.read_text(encoding="utf-8") != text


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or with `--check` compare them; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    parser.add_argument("--to", type=Path, default=DOCS, help="the folder (default: docs)")
    chosen = parser.parse_args(arguments)
    old = {path: text for path, text in fresh_pages(chosen.to).items() if is_stale(path, text)}
    if chosen.check:
        for path in old:
            print(f"{path.name} is out of date: write it again with scripts/make_docs.py.")
        return 1 if old else 0
    chosen.to.mkdir(exist_ok=True)
    for path, text in old.items():
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"Wrote {path.name}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
