"""What a number format makes of a number: 0.5 as 50%, 5,422 as 5.4, half a day as 12:00."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

from xl_recoup.book.package.xmltext import children, offered
from xl_recoup.tables import Guise, ShownAs

# The formats that every workbook has without naming them, as far as they show another number.
_BUILT_IN = {9: "0%", 10: "0.00%", **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm")}
# What in a code stands for itself: text in quotes, a character after a backslash.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_PADDING = re.compile(r"[_*].")  # room as wide as a character, or a character that fills the cell
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_IN_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")  # a comma behind the last digit divides by 1,000
_WORDS = re.compile(r"(?<!\w)(k|m|mn|bn|thousands?|millions?|'000s?)(?!\w)", re.IGNORECASE)
_DIGITS = re.compile(r"[0#?.,]+")
_MONEY = re.compile(r"\[\$([^\]-]+)")
_SIGNS = ("€", "$", "¥", "₹")
_OURS = ("£", "gbp")


class Look:
    """How one number format shows numbers, section by section."""

    def __init__(self, code: str) -> None:
        """Take a format's code as a file holds it."""
        sections = _sections(code)[:3]
        self._conditions = [_CONDITION.search(section) for section in sections]
        if not any(self._conditions):
            sections = sections[:2]  # the third is that of 0, which is 0 in every guise
        self._sections = sections
        self._guises = [_guise(section) for section in sections]
        if len(self._sections) == 1 and not code.strip():
            self._guises = [None]  # no code at all is the general format

    @property
    def plain(self) -> bool:
        """True where every number is shown as itself."""
        return not any(self._guises)

    def of(self, number: float) -> Guise | None:
        """Return as what a number is shown, or None where it is shown as itself."""
        return self._guises[self._section(number)] if number else None

    def _section(self, number: float) -> int:
        if any(self._conditions):
            for index, found in enumerate(self._conditions):
                if found is None or _holds(number, found[1], float(found[2])):
                    return index
            return len(self._conditions) - 1
        return min(1, len(self._sections) - 1) if number < 0 else 0


@lru_cache(maxsize=1024)
def look_of(code: str) -> Look | None:
    """Return how a format shows numbers, or None where it shows each as itself."""
    look = Look(code)
    return None if look.plain else look


def shown(number: int | float, look: Look) -> int | float:
    """Return a number with what its format makes of it, if that is something else."""
    guise = look.of(number)
    return number if guise is None else ShownAs(number, guise)


def looks(root: Element) -> dict[int, Look]:
    """Return the cell styles that show numbers as something else, by their number."""
    return {n: look for n, code in enumerate(_codes(root)) if (look := look_of(code)) is not None}


def pound_styles(root: Element) -> frozenset[int]:
    """Return the cell styles that show numbers as pounds, by their number."""
    return frozenset(n for n, code in enumerate(_codes(root)) if "£" in code)


def _codes(root: Element) -> Iterator[str]:
    """Yield the format of each cell style; "" where it is none that matters here."""
    formats = offered(root, "numFmts")
    codes = {str(number): code for number, code in _BUILT_IN.items()} | {
        item.get("numFmtId", ""): item.get("formatCode", "")
        for item in (children(formats, "numFmt") if formats is not None else [])
    }
    styles = offered(root, "cellXfs")
    for style in children(styles, "xf") if styles is not None else []:
        yield codes.get(style.get("numFmtId", "0"), "")


def _sections(code: str) -> list[str]:
    """Return the parts of a code, divided by semicolons that don't stand for themselves."""
    return re.findall(r'(?:^|;)((?:"[^"]*"?|\\.|\[[^\]]*\]?|[^;"\\\[])*)', code)


def _holds(number: float, sign: str, limit: float) -> bool:
    return {
        "<": number < limit,
        ">": number > limit,
        "=": number == limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "<>": number != limit,
    }[sign]


def _guise(section: str) -> Guise | None:
    literals = "".join(a or b for a, b in _LITERAL.findall(section))
    digits = _PADDING.sub("", _LITERAL.sub("", section))
    bare = _BRACKETS.sub("", digits)
    letters = bare.lower().replace("general", "")
    if "%" in bare:
        return Guise("per cent")
    if "y" in letters or "d" in letters or "@" in letters:
        return None  # a day, or text
    if _ELAPSED.search(digits) or "h" in letters or "s" in letters:
        return Guise("time")
    word = _WORDS.search(literals) or _WORDS.search(_DIGITS.sub(" ", letters))
    scaled = _IN_THOUSANDS.search(bare)
    if word and not scaled:
        return Guise("word", word[0])
    if scaled and not word:
        return Guise("thousands")
    money = _MONEY.search(section)
    signs = [money[1]] if money else [s for s in _SIGNS if s in literals + bare]
    if signs and signs[0].strip().casefold() not in _OURS:
        return Guise("currency", signs[0].strip())
    if not bare.strip() and not literals.strip() and not money:
        return Guise("nothing")
    return None
