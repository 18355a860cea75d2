"""Days and serial numbers, and which cell styles show a number as a day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element

from xl_recoup.book.package.xmltext import children, offered

# Excel counts a 29 February 1900 that never was, so from March on its day 0 is 30 December.
_EPOCH_1900 = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
# Formats that every workbook has without naming them: dates, and those of East Asian calendars.
_BUILT_IN = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
# What in a format's code stands for itself: text in quotes, after a backslash, `_` or `*`, and what
# is in brackets, a colour, a condition or a language. A `d` in it does not stand for a day.
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]")  # hours that go on beyond 24
_LAST_SERIAL = 2_958_465  # 31 December 9999


def is_day_format(code: str) -> bool:
    """Say whether a number format shows days; a bare time of day does not."""
    first = code.split(";")[0].lower()
    if _ELAPSED.search(first):
        return False
    bare = _QUOTED.sub("", first)
    if bare.strip() in ("general", "@"):
        return False
    if "y" in bare or "d" in bare:
        return True
    # `m` is a month, or next to hours and seconds a minute.
    return "m" in bare and "h" not in bare and "s" not in bare


def day_styles(root: Element) -> frozenset[int]:
    """Return the numbers of the cell styles that show days."""
    formats = offered(root, "numFmts")
    own = {
        item.get("numFmtId", ""): item.get("formatCode", "")
        for item in (children(formats, "numFmt") if formats is not None else [])
    }
    styles = offered(root, "cellXfs")
    found = set()
    for index, style in enumerate(children(styles, "xf") if styles is not None else []):
        number = style.get("numFmtId", "0")
        if number in own:
            shows_day = is_day_format(own[number])
        else:
            shows_day = number.isdecimal() and int(number) in _BUILT_IN
        if shows_day:
            found.add(index)
    return frozenset(found)


def day_of(serial: float, date_1904: bool) -> date | datetime | None:
    """Return the day that a serial number means, or None where Excel has no day for it.

    A number below 1 is a time of day and no date. Excel's 29 February 1900 never was: the
    serials before it are one day off.
    """
    if not 0 <= serial < _LAST_SERIAL + 1 or (serial < 1 and not date_1904):
        return None
    epoch = _EPOCH_1904 if date_1904 else _EPOCH_1900
    if not date_1904 and serial < 60:
        serial += 1
    days = int(serial)
    milliseconds = round((serial - days) * 86_400_000)
    try:
        moment = epoch + timedelta(days=days, milliseconds=milliseconds)
    except OverflowError:
        return None
    midnight = not (moment.hour or moment.minute or moment.second or moment.microsecond)
    return moment.date() if midnight else moment


def serial_of(day: date | datetime, date_1904: bool) -> int | float:
    """Return the serial number of a day; Excel knows none before its own first day."""
    epoch = _EPOCH_1904 if date_1904 else _EPOCH_1900
    if isinstance(day, datetime):
        gap = day.replace(tzinfo=None) - epoch
    else:
        gap = datetime(day.year, day.month, day.day) - epoch
    days = gap.days
    if not date_1904 and days <= 60:
        days -= 1
    if days < (0 if date_1904 else 1):
        raise ValueError(f"Excel has no serial number for {day}")
    part = gap.seconds + gap.microseconds / 1_000_000
    return days + part / 86_400 if part else days
