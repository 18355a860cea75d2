"""Unique pupil numbers: is the check letter right? Messages never quote one."""

from __future__ import annotations

import re
from functools import lru_cache

from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError
from stdnum.gb import upn as stdnum_upn

# UPN issuers that the check's own list (England, 2011) lacks: authorities made since, Wales, and
# schools of the armed forces overseas.
_MORE_AUTHORITIES = {"838", "839", "929", "940", "941", "942", "943", "702"} | {
    str(number) for number in range(660, 682)
}
SEVERAL = "holds the UPNs of two pupils"
_PLAIN_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]\Z")


def is_upn(text: str) -> bool:
    """Say whether a text is a unique pupil number with the right check letter."""
    return upn_fault(text) == ""


def upn_fault(text: str) -> str:
    """Return what is wrong with a UPN, or "" where nothing is; never quotes it."""
    return checked_upn(text)[1]


def checked_upn(text: str) -> tuple[str, str]:
    """Return a UPN in its plain form, and what is wrong with it, if anything."""
    if _PLAIN_UPN.match(text) and _is_authority(text[1:4]):  # as nearly all are: no need to tidy
        right = stdnum_upn.calc_check_digit(text[1:]) == text[0]
        return text, "" if right else "has a wrong check letter"
    try:
        return stdnum_upn.validate(text), ""
    except ValidationError as error:
        plain = stdnum_upn.compact(text)
        if isinstance(error, InvalidComponent):
            right = stdnum_upn.calc_check_digit(plain[1:]) == plain[0]
            if right and plain[1:4] in _MORE_AUTHORITIES:
                return plain, ""
            return plain, "has a wrong check letter or authority number"
        if isinstance(error, InvalidChecksum):
            return plain, "has a wrong check letter"
        if several_upns(text):
            return plain, SEVERAL
        return plain, "is not made of a letter and 12 digits"


def several_upns(cell: object) -> bool:
    """Say whether a cell holds the UPNs of two pupils or more."""
    text = re.sub(r"[\s_]", " ", cell).upper() if isinstance(cell, str) else ""
    return len(re.findall(r"\b[A-Z][0-9]{11}[0-9A-Z]\b", text)) > 1


@lru_cache(maxsize=1_000)
def _is_authority(number: str) -> bool:
    """Say whether the check of UPNs knows an authority's three digits."""
    rest = f"{number}000000000"
    return bool(stdnum_upn.is_valid(stdnum_upn.calc_check_digit(rest) + rest))


def stand_in_upn(number: int) -> str:
    """Return a UPN that no pupil has, with the right check letter: of numbers never given out."""
    digits = f"201{number:09d}"
    return f"{stdnum_upn.calc_check_digit(digits)}{digits}"
