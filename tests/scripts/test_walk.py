"""The script that counts through how many files a value walks: what it follows, and what not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import definitions
import source_files
import walk as script
from walk import START, walk

MOST_FILES = 25
"""Through so many files the workbook may walk at most, from `calculate` on."""

FILES = {
    "book.py": """
class Book:
    def table(self): ...
""",
    "start.py": """
from xl_recoup.book import Book
from xl_recoup.facts import Facts
from xl_recoup.look import worked_out, elsewhere, looks, wrapped
from functools import partial

def start(book: Book):
    same = book
    rows = worked_out(same)
    elsewhere(rows)
    facts = wrapped(book)
    partial(looks, facts)()
""",
    "facts.py": """
from xl_recoup.book import Book

class Facts:
    number: int
    book: Book
""",
    "look.py": """
from xl_recoup.facts import Facts
from xl_recoup import deep

def worked_out(book): return book.table()
def elsewhere(rows): ...
def wrapped(book): return Facts(1, book)
def looks(facts: Facts):
    deep.deep(facts.book)
    for check in CATALOGUE:
        check(facts)
    unknown(facts.book)
""",
    "deep.py": """
from xl_recoup.facts import Facts

def deep(book): ...
def enter(function): return function
@enter
def checked(facts: Facts): ...
@enter
def of_something_else(other: int): ...
""",
}
STEPS = {
    "start.py: start(book)",
    "look.py: worked_out(book)",
    "book.py: table(self)",
    "look.py: wrapped(book)",
    "facts.py: Facts(book)",
    "look.py: looks(facts)",
    "deep.py: deep(book)",
    "deep.py: checked(facts)",
}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package of five files in place of ours."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    modules = sorted(tmp_path.glob("*.py"))
    monkeypatch.setattr(source_files, "PACKAGE", tmp_path)
    monkeypatch.setattr(script, "PACKAGE", tmp_path)
    monkeypatch.setattr(definitions, "MODULES", modules)
    monkeypatch.setattr(definitions, "BY_MODULE", {path.stem: path for path in modules})
    definitions.enterable.cache_clear()
    yield
    definitions.enterable.cache_clear()


@pytest.mark.usefixtures("small")
def test_a_value_is_followed_wherever_it_is_handed() -> None:
    """By another name, in an object, by `partial`, through a catalogue; and no further."""
    steps = set(map(str, walk("start.py", "start", "book").came_from))
    assert steps == STEPS


@pytest.mark.usefixtures("small")
def test_files_are_counted_once() -> None:
    """Five files, in the order in which they are reached."""
    walked = walk("start.py", "start", "book")
    assert sorted(walked.files) == sorted(FILES)
    assert walked.files[0] == "start.py"
    assert walked.not_followed == ["look.py: looks(facts): unknown(facts.book)"]


def test_the_workbook_walks_through_few_files() -> None:
    """From `calculate`, the workbook walks through no more files than the house allows."""
    walked = walk(*START)
    assert len(walked.files) <= MOST_FILES
    assert walked.not_followed == []
