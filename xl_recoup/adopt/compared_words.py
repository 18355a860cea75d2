"""Headings, names and spellings as they are compared: words, whatever their order and dress."""

from __future__ import annotations

import re
from functools import lru_cache

_NOT_WORDS = re.compile(r"[^0-9a-z£%]+")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_HINTS = re.compile(r"\b(?:y ?/ ?n|yes ?/ ?no)\b|\bdd/mm/yy(?:yy)?\b")
"""What a heading says of how to fill its column in."""
_SMALL = frozenset({"of", "the", "a", "an", "in", "at", "for", "by", "is", "and", "was", "please"})
_SHORT = {
    "no": "number", "nos": "number", "num": "number", "nr": "number", "ref": "reference",
    "refno": "reference", "dt": "date", "excl": "exclusion", "exc": "exclusion",
    "excluded": "exclusion", "perm": "permanent", "permanently": "permanent", "yr": "year",
    "ncy": "year", "grp": "group", "sch": "school", "schl": "school", "addn": "admission",
    "prov": "provider", "wk": "week", "wks": "week", "weeks": "week", "days": "day",
    "pupils": "pupil", "student": "pupil", "students": "pupil", "child": "pupil",
    "learner": "pupil", "childs": "pupil", "started": "start", "starting": "start",
    "commenced": "start", "commencement": "start", "ended": "end", "finish": "end",
    "finished": "end", "ending": "end", "leaving": "left", "leave": "left", "leaver": "left",
    "adm": "admission", "admitted": "admission", "admit": "admission", "amt": "amount",
    "£": "amount", "gbp": "amount", "est": "establishment", "estab": "establishment",
    "names": "name", "schools": "school", "providers": "provider", "charged": "charge",
    "charges": "charge", "attended": "attendance", "reinstated": "reinstatement",
    "agreed": "agreement", "reviewed": "review", "birthdate": "dob",
}  # fmt: skip
_NAME_WORDS = {"st": "saint", "&": "and", "coe": "ce", "cofe": "ce", "rc": "catholic"}


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
