"""What stands in for rapidfuzz in the page scores as rapidfuzz does."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import rapidfuzz
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("the", "hayes", "school", "bromley", "high", "saint", "olave", "academy", "of")
WORDS = st.lists(st.sampled_from(NAMES))
TEXTS = st.builds(" ".join, WORDS)


def stand_in() -> ModuleType:
    spec = importlib.util.spec_from_file_location("stand_in", ROOT / "scripts/page/rapidfuzz.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


OURS = stand_in()


@given(TEXTS)
def test_the_same_words_are_alike(text: str) -> None:
    """Words in another order, and words of which the other has all, score 100 with both."""
    turned = " ".join(reversed(text.split()))
    if text:
        for scorer in ("token_sort_ratio", "token_set_ratio"):
            assert getattr(OURS.fuzz, scorer)(text, turned) == 100
            assert getattr(rapidfuzz.fuzz, scorer)(text, turned) == 100


@pytest.mark.parametrize(
    ("asked", "choices", "best"),
    [
        ("hayes scool", ["hayes school", "langley park school"], "hayes school"),
        ("date excluded", ["exclusion date", "date of birth", "decision date"], "exclusion date"),
        ("zebra", ["hayes school"], None),
    ],
)
def test_the_same_choice(asked: str, choices: list[str], best: str | None) -> None:
    """Both choose the same of several, or none."""
    for module in (OURS, rapidfuzz):
        found = module.process.extractOne(
            asked, choices, scorer=module.fuzz.token_sort_ratio, score_cutoff=60
        )
        assert (found[0] if found else None) == best
