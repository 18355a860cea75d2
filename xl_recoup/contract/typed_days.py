"""Days that were typed as text: British, American and ISO forms, and what order they can have."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from xl_recoup.contract.cell_issues import Issue, IssueKind, Reading
from xl_recoup.contract.cell_words import text_of
from xl_recoup.tables import WrongOrder

_MONTH_NAMES = (
    "january february march april may june july august september october november december"
)
_MONTHS = {name: month for month, name in enumerate(_MONTH_NAMES.split(), 1)}
_MONTHS |= {name[:3]: month for name, month in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAME = r"(?P<day>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY = re.compile(rf"^{_DAY_NAME}\.?,?\s+(?:the )?")
_WEEKDAY_BEHIND = re.compile(rf",?\s+\(?{_DAY_NAME}\)?$")
_SHORT_YEARS = range(15, 50)
"""Years of two digits that are no day as well: `03/04/05` may begin with its year."""


class TypedDay(NamedTuple):
    """What a text can be: a day with the day first, one with the month first, or both.

    A month in words, and a year of four digits in front, leave one reading, which counts as day
    first; `in_figures` is False then.
    """

    day_first: date | None = None
    month_first: date | None = None
    in_figures: bool = False
    year_in_doubt: bool = False
    other_weekday: bool = False
    """True where the text names a day of the week that the day is not, in either order."""

    @property
    def ambiguous(self) -> bool:
        """True where the two orders give two days."""
        return None not in self[:2] and self.day_first != self.month_first

    @property
    def only_month_first(self) -> bool:
        """True where it is a day with the month first alone, such as 09/16/2025."""
        return self.day_first is None and self.month_first is not None

    @property
    def only_day_first(self) -> bool:
        """True where it is a day with the day first alone, such as 16/09/2025."""
        return self.in_figures and self.day_first is not None and self.month_first is None


def typed_day(text: str) -> TypedDay:
    """Return the days that a text can be: `1/9/2025`, `9.1.25`, `1 Sept 25`, `2025-09-01`.

    `Sep 1, 2025` is no less clear. A day of the week that stands with it has to be right.
    """
    text = text_of(re.sub("[\u200b\u200e\u200f\ufeff]", "", text)).lower()  # marks nobody sees
    named = _WEEKDAY.match(text) or _WEEKDAY_BEHIND.search(text)
    if named is None:
        return _without_weekday(text)
    found = _without_weekday(text[: named.start()] + text[named.end() :])
    weekday = _WEEKDAYS.index(named["day"][:3])
    first, second = (
        day if day is not None and day.weekday() == weekday else None for day in found[:2]
    )
    if first is None and second is None:
        return TypedDay(other_weekday=found[:2] != (None, None))
    return found._replace(day_first=first, month_first=second)


def _without_weekday(text: str) -> TypedDay:
    text = re.sub(r"(?<=\d)(st|nd|rd|th)(?=[^a-z]|$)( of(?= ))?", "", text)
    # midnight, as other programs export a day
    text = re.sub(r"[t ]0?0:00(:00(\.0+)?)?z?$", "", text)
    text = re.sub(r"^(\d{1,2})([a-z]{3,9})(\d{4})$", r"\1 \2 \3", text)  # 10JUN2025
    text = re.sub(r"^((?:19|20)\d\d)(\d\d)(\d\d)$", r"\1-\2-\3", text)  # 20250610
    worded = re.fullmatch(r"(\d{4})[-/. ]([a-z]+)[-/. ](\d{1,2})", text)  # 2025-Jun-10
    if worded and worded[2] in _MONTHS:
        return TypedDay(_day(int(worded[1]), _MONTHS[worded[2]], int(worded[3])))
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if iso:
        return TypedDay(_day(int(iso[1]), int(iso[2]), int(iso[3])))
    figures = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", text)
    if figures:
        first, second, short = int(figures[1]), int(figures[2]), len(figures[3]) == 2
        year = int(figures[3]) + (2000 if short else 0)
        return TypedDay(
            _day(year, second, first),
            _day(year, first, second),
            True,
            short and first <= 12 and int(figures[3]) not in _SHORT_YEARS,
        )
    named = re.fullmatch(r"(\d{1,2})[-/. ]+([a-z]+)\.?,?[-/. ]+(\d{4}|\d{2})", text)
    if named and named[2] in _MONTHS:
        year = int(named[3]) + (2000 if len(named[3]) == 2 else 0)
        return TypedDay(_day(year, _MONTHS[named[2]], int(named[1])))
    named = re.fullmatch(r"([a-z]+)\.?[-/. ]+(\d{1,2}),?[-/. ]+(\d{4})", text)
    if named and named[1] in _MONTHS:
        return TypedDay(_day(int(named[3]), _MONTHS[named[1]], int(named[2])))
    return TypedDay()


def read_typed_day(cell: str) -> Reading:
    """Read a day typed as text, day first where it can be either, which is said."""
    typed = typed_day(cell)
    if isinstance(cell, WrongOrder):
        return None, Issue(IssueKind.DATE, f"is {cell.why}")
    if typed.year_in_doubt:
        words = "has a year of two digits and can be read in more than one way"
        return None, Issue(IssueKind.AMBIGUOUS_DATE, words)
    if typed.other_weekday:
        return None, Issue(IssueKind.DATE, "names a day of the week that this day is not")
    if typed.day_first is None:
        words = "is a date only with the month first" if typed.month_first else "is not a date"
        return None, Issue(IssueKind.DATE, words)
    if typed.ambiguous:
        words = "can be read with the day or the month first"
        return typed.day_first, Issue(IssueKind.READ_DAY_FIRST, words)
    return typed.day_first, Issue(IssueKind.TEXT_DATE, "is a date stored as text")


def parse_day(text: str) -> tuple[date | None, Issue | None]:
    """Return the day that a text of the command line names, or what is wrong with it.

    A year of two digits after what may be the month is never guessed.
    """
    typed = typed_day(text)
    if typed.ambiguous and not re.search(r"\d{4}", text):
        words = "has a year of two digits and can be read in more than one way"
        return None, Issue(IssueKind.AMBIGUOUS_DATE, words)
    day, issue = read_typed_day(text)
    return day, issue if issue and issue.fault else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None
