"""Whether what somebody typed is nearly a school's own name: short forms and slips are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from xl_recoup.adopt.compared_words import name_key

_SLIP = 0.8
"""From this likeness on a word is another one with a slip in it."""
_SHORTEST = 3
"""Letters of a word that may stand for a longer one, as `gram` does for grammar."""
_SAID_BY_MANY = {
    *("the", "a", "an", "of", "and", "&", "at", "for"),
    *("school", "schools", "academy", "college", "saint", "ce"),
}
"""Words that tell no school from another."""
_TELLING = {
    *("primary", "infant", "junior", "nursery", "secondary", "high", "upper", "lower", "sixth"),
    *("boy", "girl", "grammar", "catholic"),
}
"""Words that make another school of a name which is otherwise the same."""
_WAYS_TO_WRITE = {"infants": "infant", "juniors": "junior", "jnr": "junior", "boys": "boy",
                  "girls": "girl"}  # fmt: skip
_ALSO_CALLED = {"secondary": ("secondary", "high"), "primary": ("primary",)}


def is_exactly(typed: str, name: str) -> bool:
    """Say whether two texts are one name, but for capitals, signs and the usual short words."""
    return name_key(typed) == name_key(name)


def says_as_much(typed: str, name: str) -> bool:
    """Say whether two texts differ in words alone that tell no school from another."""
    words = _telling_words(typed)
    return bool(words) and words == _telling_words(name)


def is_nearly(typed: str, name: str, phase: str = "") -> bool:
    """Say whether a text is a school's name, shortened, with a slip, or with its place behind it.

    `Hayes` is nearly Hayes School, and `Hayes Primary` is not, for a school whose phase is not
    primary.
    """
    if is_exactly(typed, name):
        return True
    words, own = _telling_words(typed), _telling_words(name)
    if not words or not own:
        return False
    if "".join(words) == "".join(own):
        return True
    short = _initials(name)
    known = [*own, *_ALSO_CALLED.get(phase.casefold(), ()), *short]
    if all(_is_among(word, known) for word in words):
        proper = [word for word in own if word not in _TELLING] or own
        return words == short[:1] or any(_is_among(word, proper) for word in words)
    longer = words[: len(own)]
    begins = len(words) > len(own) and all(map(_one_word, longer, own))
    return begins and not any(w in _TELLING and w not in known for w in words)


def nearest(typed: str, names: Iterable[str]) -> str:
    """Return the one name among others that a text is nearest to; "" for none, or several."""
    given = list(dict.fromkeys(names))
    for near in (is_exactly, says_as_much, is_nearly):
        found = [name for name in given if near(typed, name)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def _telling_words(text: str) -> list[str]:
    words = [_WAYS_TO_WRITE.get(word, word) for word in name_key(text).split()]
    return [word for word in words if word not in _SAID_BY_MANY]


def _initials(name: str) -> list[str]:
    """Return what the last words of a name may be shortened to: GS, and LPSB for the whole."""
    words = [w for w in name_key(name).split() if w not in ("the", "and", "of", "for", "&")]
    return ["".join(w[0] for w in words[n:]) for n in range(len(words) - 1)]


def _is_among(word: str, known: Sequence[str]) -> bool:
    return any(_one_word(word, other) for other in known)


def _one_word(word: str, other: str) -> bool:
    """Say whether a word is another one, the beginning of it, or it with a slip."""
    if word == other:
        return True
    if len(word) < _SHORTEST or (other in _TELLING and word in _TELLING):
        return False
    slips = SequenceMatcher(None, word, other, autojunk=False).ratio() >= _SLIP
    return other.startswith(word) or (len(word) > _SHORTEST and slips)
