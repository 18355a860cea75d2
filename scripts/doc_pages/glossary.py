"""The page of the words in use: what each means here, by what it is about."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from doc_pages.words import GENERATED, page

SOURCE = Path(__file__).with_name("words_in_use.toml")
START = (
    "What sheets, messages, letters and buttons say, in their own words. A word that is not here"
    " means what it means in any finance office."
)


def words_in_use() -> dict[str, dict[str, str]]:
    """Return each word with its meaning, by the heading under which it stands."""
    meanings: dict[str, dict[str, str]] = _source()["meanings"]
    return meanings


def words_instead() -> dict[str, str]:
    """Return patterns of words that finance is not to read, with what is said instead."""
    instead: dict[str, str] = _source()["instead"]
    return instead


def glossary_page() -> str:
    """Return the page of the words."""
    parts = ["# Words", GENERATED.format(source="`scripts/doc_pages/words_in_use.toml`"), START]
    for heading, words in words_in_use().items():
        lines = [f"| **{word}** | {meaning} |" for word, meaning in sorted(words.items())]
        parts += [f"## {heading}", "\n".join(["| word | what it means |", "|---|---|", *lines])]
    return page(*parts)


def _source() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))
