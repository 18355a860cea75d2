"""Unique pupil numbers: is the check letter right? Messages never quote one."""

from __future__ import annotations

import re
from functools import cache

# The authorities of England that gave UPNs out in 2011, as `stdnum` lists them: a UPN of one of
# these is judged here, since loading that library takes a thirtieth of a click.
_ISSUERS = (
    "201-213 301-320 330-336 340-344 350-359 370-373 380-384 390-394 420 800-803 805-808 "
    "810-813 815-816 821-823 825-826 830-831 835-837 840-841 845-846 850-852 855-857 860-861 "
    "865-874 876-896 908-909 916 919 921 925-926 928-929 931 933 935-938"
)
# UPN issuers that the list of 2011 lacks: authorities made since, Wales, and schools of the armed
# forces overseas.
_MORE_AUTHORITIES = {"838", "839", "929", "940", "941", "942", "943", "702"} | {
    str(number) for number in range(660, 682)
}
SEVERAL = "holds the UPNs of two pupils"
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(_LETTERS)} | {str(n): n for n in range(10)}
_PLAIN_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]\Z")


def is_upn(text: str) -> bool:
    """Say whether a text is a unique pupil number with the right check letter."""
    return upn_fault(text) == ""


def upn_fault(text: str) -> str:
    """Return what is wrong with a UPN, or "" where nothing is; never quotes it."""
    return checked_upn(text)[1]


def checked_upn(text: str) -> tuple[str, str]:
    """Return a UPN in its plain form, and what is wrong with it, if anything."""
    if _PLAIN_UPN.match(text) and text[1:4] in _issuers():  # as nearly all are: no need to tidy
        return text, "" if check_letter(text[1:]) == text[0] else "has a wrong check letter"
    from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError
    from stdnum.gb import upn

    try:
        return upn.validate(text), ""
    except ValidationError as error:
        plain = upn.compact(text)
        if isinstance(error, InvalidComponent):
            right = check_letter(plain[1:]) == plain[0]
            if right and plain[1:4] in _MORE_AUTHORITIES:
                return plain, ""
            return plain, "has a wrong check letter or authority number"
        if isinstance(error, InvalidChecksum):
            return plain, "has a wrong check letter"
        if several_upns(text):
            return plain, SEVERAL
        return plain, "is not made of a letter and 12 digits"


def check_letter(rest: str) -> str:
    """Return the letter that a UPN begins with, from the 12 signs after it.

    Each is multiplied by its place in the UPN, from 2 to 13; the sum's rest by 23 gives the letter.
    """
    return _LETTERS[sum(place * _VALUES[sign] for place, sign in enumerate(rest, 2)) % 23]


def several_upns(cell: object) -> bool:
    """Say whether a cell holds the UPNs of two pupils or more."""
    text = re.sub(r"[\s_]", " ", cell).upper() if isinstance(cell, str) else ""
    return len(re.findall(r"\b[A-Z][0-9]{11}[0-9A-Z]\b", text)) > 1


@cache
def _issuers() -> frozenset[str]:
    """Return the three digits of every authority of that list."""
    stretches = (stretch.split("-") for stretch in _ISSUERS.split())
    return frozenset(str(n) for s in stretches for n in range(int(s[0]), int(s[-1]) + 1))


def stand_in_upn(number: int) -> str:
    """Return a UPN that no pupil has, with the right check letter: of numbers never given out."""
    digits = f"201{number:09d}"
    return f"{check_letter(digits)}{digits}"
