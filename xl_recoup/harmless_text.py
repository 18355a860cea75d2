"""Text that nothing can be tricked by: no screen, no printer.

A cell may hold the first half of an emoji, as `=LEFT(A1)` leaves it, or the control characters
with which a terminal is told to colour, to erase or to type. They are cleaned once, where text is
read, and stand as signs that can be seen: `␛` for Escape, `�` for a half.
"""

from __future__ import annotations

import re

UNREADABLE = "\ufffd"
# All but tab and line ends of the control characters; the marks that turn the reading direction;
# halves of characters, and what Unicode says is none.
_NOT_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_SIGNS = re.compile("[\u2400-\u2421\ufffd]")


def cleaned(text: str) -> str:
    """Return text with a sign that can be seen for each character that is none."""
    if text.isprintable() or not _NOT_TEXT.search(text):
        return text
    # Two halves that belong together are one character.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _NOT_TEXT.sub(_sign, whole)


def on_screen(text: str) -> str:
    """Return text as a terminal may be given it: cleaned, and no line written over another."""
    return cleaned(text).replace("\r\n", "\n").replace("\r", "\u240d")


def is_clean(text: str) -> bool:
    """Say whether a text holds nothing that `cleaned` would change."""
    return (text.isascii() and text.isprintable()) or not _NOT_TEXT.search(text)


def was_cleaned(text: str) -> bool:
    """Say whether a text holds a sign that `cleaned` leaves, by whomever it was written."""
    return not text.isascii() and _SIGNS.search(text) is not None


def _sign(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number < 0x20:
        return chr(0x2400 + number)
    return "\u2421" if number == 0x7F else UNREADABLE
