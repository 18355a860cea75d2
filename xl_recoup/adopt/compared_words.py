"""Headings, names and spellings as they are compared: words, whatever their order and dress."""

from __future__ import annotations

import re
from functools import lru_cache

# Letters, digits, and the two signs that mean something in a heading: `Amount (£)`, `%`.
_NOT_WORDS = re.compile(r"[^0-9a-z£%]+")
# `U.P.N.` and `D.O.B.` are words; taken apart at their stops they would be single letters.
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_HINTS = re.compile(r"\b(?:y ?/ ?n|yes ?/ ?no)\b|\bdd/mm/yy(?:yy)?\b")
"""What a heading says of how to fill its column in."""
_SMALL = frozenset({"of", "the", "a", "an", "in", "at", "for", "by", "is", "and", "was", "please"})
_WAYS_TO_WRITE = {
    "number": "no nos num nr",
    "reference": "ref refno",
    "date": "dt",
    "exclusion": "excl exc excluded",
    "permanent": "perm permanently",
    "year": "yr ncy",
    "group": "grp",
    "school": "sch schl schools",
    "admission": "addn adm admitted admit",
    "provider": "prov providers",
    "week": "wk wks weeks",
    "day": "days",
    "pupil": "pupils student students child learner childs",
    "start": "started starting commenced commencement",
    "end": "ended finish finished ending",
    "left": "leaving leave leaver",
    "amount": "amt £ gbp",
    "establishment": "est estab",
    "name": "names",
    "charge": "charged charges",
    "attendance": "attended",
    "reinstatement": "reinstated",
    "agreement": "agreed",
    "review": "reviewed",
    "dob": "birthdate",
}
_SHORT = {short: word for word, ways in _WAYS_TO_WRITE.items() for short in ways.split()}
_NAME_WORDS = {
    "st": "saint",
    "&": "and",
    "coe": "ce",
    "cofe": "ce",
    "rc": "catholic",
    "sch": "school",
    "acad": "academy",
}


@lru_cache(maxsize=16_384)
def heading_key(text: str) -> frozenset[str]:
    """Return the words of a heading as a set: small words, plurals and short forms evened."""
    plain = text.casefold().replace("’", "").replace("'", "").replace("£", " £ ")
    plain = _INITIALS.sub(lambda found: found[0].replace(".", ""), _HINTS.sub(" ", plain))
    words = _NOT_WORDS.sub(" ", plain).split()
    return frozenset(_SHORT.get(w, w) for w in words if w not in _SMALL)


@lru_cache(maxsize=65_536)
def name_key(text: str) -> str:
    """Return a school's or provider's name as it is compared: the same words in the same order."""
    plain = text.casefold().replace("’", "").replace("'", "").replace(".", "").replace("&", " & ")
    words = re.sub(r"[^0-9a-z&]+", " ", plain).split()
    evened = [_NAME_WORDS.get(w, w) for w in words]
    return re.sub(r"\b(ce|c of e|church of england)\b", "ce", " ".join(evened))
