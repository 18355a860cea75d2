"""What the page has instead of rapidfuzz, which no browser can load: the same scores, slower.

The four scorers that the program uses, over `difflib`'s longest common blocks. They serve to
propose a heading or a school's name, which a person then confirms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher


class fuzz:  # noqa: N801  (rapidfuzz's own name)
    """How alike two texts are, from 0 to 100."""

    @staticmethod
    def ratio(one: str, other: str) -> float:
        """Compare the texts as they are."""
        return 100 * SequenceMatcher(None, one, other, autojunk=False).ratio()

    @staticmethod
    def token_sort_ratio(one: str, other: str) -> float:
        """Compare their words in order of the alphabet."""
        return fuzz.ratio(" ".join(sorted(one.split())), " ".join(sorted(other.split())))

    @staticmethod
    def token_set_ratio(one: str, other: str) -> float:
        """Compare the words they share with each one's own beside them; 100 where one holds all."""
        words, others = set(one.split()), set(other.split())
        shared = " ".join(sorted(words & others))
        left = f"{shared} {' '.join(sorted(words - others))}".strip()
        right = f"{shared} {' '.join(sorted(others - words))}".strip()
        if shared and shared in (left, right):
            return 100.0
        return max(fuzz.ratio(left, right), fuzz.ratio(shared, left), fuzz.ratio(shared, right))

    @staticmethod
    def WRatio(one: str, other: str) -> float:  # noqa: N802  (rapidfuzz's own name)
        """Compare in each way, a likeness of words alone counting a little less."""
        sets = (fuzz.token_sort_ratio(one, other), fuzz.token_set_ratio(one, other))
        return max(fuzz.ratio(one, other), 0.95 * max(sets))


class process:  # noqa: N801
    """The best of several."""

    @staticmethod
    def extractOne(  # noqa: N802
        query: str,
        choices: Iterable[str],
        *,
        scorer: Callable[[str, str], float] = fuzz.ratio,
        score_cutoff: float = 0,
    ) -> tuple[str, float, int] | None:
        """Return the choice most like the query, its score and place, or None below the cutoff."""
        scored = [(scorer(query, choice), -at, choice) for at, choice in enumerate(choices)]
        score, at, choice = max(scored, default=(-1.0, 0, ""))
        return (choice, score, -at) if score >= score_cutoff else None
