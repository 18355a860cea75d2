"""Numbers and percentages in cells, by what was typed: the format is part of that.

Excel keeps 50% as 0.5 and a format. Under any other format that shows a number as something else,
which of the two is meant is for a person to say.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from xl_recoup.contract.cell_issues import Issue, IssueKind, Reading
from xl_recoup.contract.cell_words import holds, text_of
from xl_recoup.money import decimal_of
from xl_recoup.tables import Cell, ShownAs
from xl_recoup.words import in_figures

_LEAST, _MOST = Decimal("1e-9"), Decimal("1e12")  # beyond these no number of ours lies
_PER_CENT = re.compile(r"\s*(%|per ?cent)$", re.IGNORECASE)


def read_number(cell: Cell) -> Reading:
    """Read a number; text such as `£1,234.50` is read and said to be text."""
    if isinstance(cell, date):
        return None, Issue(
            IssueKind.NUMBER, f"{holds(cell)}is a day by its format and not a number"
        )
    if isinstance(cell, ShownAs):
        return _as_held(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _within_reason(decimal_of(cell), None)
    if isinstance(cell, str):
        bare = text_of(cell).replace(" ", "")
        if re.fullmatch(r"[-+]?£?(\d{1,3}(,\d{3})+|\d*)(\.\d+)?", bare) and re.search(r"\d", bare):
            number = Decimal(bare.replace("£", "").replace(",", ""))
            return _within_reason(
                number, Issue(IssueKind.TEXT_NUMBER, "is a number stored as text")
            )
    return None, not_a_number(cell)


def not_a_number(cell: Cell) -> Issue:
    """Return what is the matter with a cell in which a number should be."""
    return Issue(IssueKind.NUMBER, f"{holds(cell)}is not a number")


def read_percentage(cell: Cell) -> Reading:
    """Read a percentage: `50`, a cell that shows 50% and holds 0.5, or the text `50 %` are 50."""
    if isinstance(cell, ShownAs) and cell.guise.how == "per cent":
        return _within_reason(decimal_of(cell) * 100, None)
    if isinstance(cell, str) and _PER_CENT.search(text_of(cell)):
        number, issue = read_number(_PER_CENT.sub("", text_of(cell)))
        return (number, issue) if issue and not issue.fault else (None, not_a_number(cell))
    number, issue = read_number(cell)
    if number is not None and 0 < number < 1:
        each = in_figures(number * 100)
        words = f"holds {in_figures(number)} and is read as {in_figures(number)}%, not as {each}%"
        return number, Issue(IssueKind.BELOW_ONE, words)
    return number, issue


def _as_held(cell: ShownAs) -> Reading:
    """Read a number that its format shows as something else, where it is certain what is meant."""
    (how, word), held = cell.guise, in_figures(decimal_of(cell))
    if how == "per cent":
        words = f"is shown as {text_of(cell)} by its format, but it is not a percentage"
        return None, Issue(IssueKind.FORMAT, words)
    if how == "time":
        words = f"is shown as a time by its format, which Excel keeps as a part of a day ({held})"
        return None, Issue(IssueKind.FORMAT, words)
    if how == "word":
        words = f"holds {held}, and its format writes “{word}” behind it"
        return None, Issue(IssueKind.FORMAT, words)
    shown = {
        "thousands": "is shown in thousands",
        "currency": f"is shown in another currency ({word})",
    }.get(how, "is not shown at all")
    said = Issue(IssueKind.ODD_FORMAT, f"holds {held}, which {shown}")
    return _within_reason(decimal_of(cell), said)


def _within_reason(number: Decimal, issue: Issue | None) -> Reading:
    if number.is_finite() and (not number or _LEAST <= abs(number) < _MOST):
        return number, issue
    return None, Issue(
        IssueKind.NUMBER, "holds a number that is too large or too small to be meant"
    )
