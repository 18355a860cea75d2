"""A working taken apart: its base, its units and its authority, in words for the reader outside.

The working stays whole on the statement; these are the parts that get a column of their own.
"""

from __future__ import annotations

import re
from decimal import Decimal

from xl_recoup.words import in_figures

_UNITS = re.compile(
    r" × (?P<units>[\d.,]+ (?:of|complete|school|hours?|sessions?|terms?|events?)\b.*?) from \d"
)
_AUTHORITY = re.compile(
    r" = −?£[\d,.]+(?:, credited|, which [^;]+)?(?:; the authority bears −?£[\d,.]+)?"
    r"(?:; VAT of [\d.]+% on top, £[\d,.]+)?; (?P<authority>.+)$",
    re.S,
)
_ORDER = re.compile(r" by the review panel's (?P<authority>.+)$", re.S)
_CLOSING = re.compile(r"; (?:no pupil premium follows|the pupil premium is left with)[^;]*$")
"""What a working says last, after its authority."""
_CORRECTING = re.compile(r", correcting (?P<ref>[^;]+);")
_PART = re.compile(r" in \d+ parts\. .*\[\d+\] ", re.S)
"""What stands before the last part of a sum that is made up of several."""
_CODES = re.compile(r"[A-Z]\d{2}(?:, [A-Z]\d{2})*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# What speaks to the finance team in the workbook means nothing to a school, or isn't its business.
_INSIDE = {
    r"\(instrument not recorded: see the setting Regulations\)": "(citation to be confirmed)",
    r" and Schools names no Successor for it": "; who answers for it is yet to be settled",
    r"not calculated now: .+$": "not calculated now",
    r"the charge now falls on .+$": "the charge now falls on another school",
    r"the premium for a looked-after child is paid to the authority.*$": (
        "no pupil premium follows this pupil"
    ),
    r"; fresh: ": "; worked out anew: ",
    r" \((?:Schemes: In use|Changes|Pupil premium: left alone)\)": "",
}


def clean(text: str) -> str:
    """Return text without characters that no document can hold."""
    return _CONTROL.sub("", text)


def cut(text: str, longest: int) -> str:
    """Return text of at most so many signs, `…` at its end where it was longer."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def for_reader(working: str) -> str:
    """Return a working or reason as a school reads it: no other school, no sheet, no setting."""
    text = clean(working)
    for pattern, words in _INSIDE.items():
        text = re.sub(pattern, words, text, flags=re.DOTALL)
    return text


def is_of_findings(reason: str) -> bool:
    """Say whether a line is held by errors in the workbook, which are the authority's own."""
    return _CODES.fullmatch(reason.strip()) is not None


def base_words(working: str, base: Decimal | None) -> str:
    """Return the base factor by factor, or "" where the working has none."""
    found = _one_sum(working)
    return for_reader(working[: found.start()]) if found and base is not None else ""


def units_words(
    working: str, units: Decimal | int | None, denominator: Decimal | int | None, reading: str
) -> str:
    """Return the units as the working says them, complete weeks with their reading."""
    found = _one_sum(working)
    if found:
        words = clean(found["units"])
        return f"{words} ({reading})" if "complete weeks" in words else words
    if units is None or (units == 1 and denominator == 1):
        return ""
    shown = in_figures(Decimal(units))
    if denominator in (None, 1):
        return shown
    return f"{shown} of {in_figures(Decimal(denominator or 1))}"


def _one_sum(working: str) -> re.Match[str] | None:
    """Return where the units of a working's one sum stand, if it is one."""
    several = _CORRECTING.search(working) or _PART.search(working)
    return None if several else _UNITS.search(working)


def authority_words(working: str) -> str:
    """Return the citation, or the agreement with its date: what the working ends with."""
    several = _PART.search(working)
    one = working[several.end() :] if several else working
    for pattern in (_AUTHORITY, _ORDER):
        found = pattern.search(one)
        if found:
            return _CLOSING.sub("", for_reader(found["authority"]))
    correction = _CORRECTING.search(working)
    return f"as for {clean(correction['ref'])}" if correction else ""


def sum_words(working: str) -> str:
    """Return the sum of a working, without the authority that it ends with."""
    for pattern in (_AUTHORITY, _ORDER):
        found = pattern.search(working)
        if found:
            closing = _CLOSING.search(for_reader(found["authority"]))
            plain = for_reader(working[: found.start("authority")]).rstrip("; ")
            plain = plain.removesuffix(", by the review panel's")
            return f"{plain}{closing[0]}" if closing else plain
    return for_reader(working)
