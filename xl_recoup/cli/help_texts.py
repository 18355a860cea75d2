"""What the help adds to each command: its place in the order of work, and an example."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from xl_recoup.words import listed

EXAMPLES = {
    "validate": "validate recoupment.xlsx",
    "recalculate": "recalculate recoupment.xlsx --output filled.xlsx",
    "check": "check recoupment.xlsx",
    "explain": "explain recoupment.xlsx PEX-2526-002",
    "post": 'post recoupment.xlsx --period "Autumn 2025" --preview',
    "export": 'export recoupment.xlsx --to finance --period "Autumn 2025"',
    "statements": "statements recoupment.xlsx --to letters --draft",
    "remind": "remind recoupment.xlsx --to letters",
    "settle": "settle recoupment.xlsx",
    "monthly": "monthly recoupment.xlsx list.xlsx --propose",
    "forecast": "forecast recoupment.xlsx",
    "compare": "compare recoupment.xlsx --output compared.xlsx",
    "forum": "forum recoupment.xlsx --output paper.docx",
    "new-year": "new-year recoupment.xlsx --year 2026-27 --output next.xlsx",
    "adopt": "adopt our-workbook.xlsx --output adopted.xlsx",
    "show-sheets": "show-sheets recoupment.xlsx",
    "pupil": "pupil recoupment.xlsx --upn P305990121001",
    "without-pupils": "without-pupils recoupment.xlsx --output for-support.xlsx",
    "attach": "attach --list",
    "desk": "desk",
    "doctor": "doctor recoupment.xlsx",
    "completion": "completion bash",
}
"""In the order of work: month by month, for the Forum, once a year, now and then."""


def in_order_of_work(names: Collection[str]) -> list[str]:
    """Return the names of commands in the order in which they are needed."""
    order = list(EXAMPLES)
    return sorted(names, key=lambda n: (order.index(n) if n in order else len(order), n))


def no_such_command(typed: str, names: Collection[str]) -> str:
    """Return what is said of a command that there is not."""
    return f"there is no command “{typed}”.{_meant(typed, names)}"


def no_such_options(
    typed: Collection[str], taken: Collection[str], others: Mapping[str, Collection[str]]
) -> str:
    """Return what is said of words that a command does not take; `others` are all commands'."""
    said = []
    strange = [word for word in typed if not any(word in options for options in others.values())]
    for word in typed:
        meaning = [name for name, options in others.items() if word in options]
        if meaning:
            said.append(f"{word} has no meaning here; it is for {listed(meaning)}.")
    if strange and not said:  # what follows an option that is for another command is its value
        said.append(f"{listed([f'“{word}”' for word in strange])} can't be understood here.")
        said += [
            m.strip() for word in strange if word.startswith("-") and (m := _meant(word, taken))
        ]
    return " ".join(said)


def _meant(typed: str, names: Collection[str]) -> str:
    close = get_close_matches(typed, names, n=1, cutoff=0.5)
    return f" Did you mean {close[0]}?" if close else ""
