"""The words that finance reads: each that is explained occurs, and no programmer's word does."""

from __future__ import annotations

import ast
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from doc_pages.glossary import words_in_use, words_instead
from source_files import PACKAGE, tree_of

ROOT = Path(__file__).parents[1]
FINANCE_READS = (
    "README.md",
    "docs/adopting.md",
    "docs/assumptions.md",
    "docs/buttons-and-commands.md",
    "docs/checks.md",
    "docs/council-cases.md",
    "docs/desk-instructions.md",
    "docs/error-gallery.md",
    "docs/for-auditors.md",
    "docs/for-finance-officers.md",
    "docs/for-heads-of-finance.md",
    "docs/functions.md",
    "docs/letters.md",
    "docs/records.md",
    "docs/schemes.md",
    "docs/settings.md",
    "docs/tables.md",
    "docs/trust.md",
    "docs/words.md",
    "docs/year-in-the-life.md",
)
ELSEWHERE = ("installation", "page")
"""Rooms whose texts are for IT, or are a browser's code."""
COLUMNS = re.compile(
    r"(?:…|\b(?:Entry|File|Content|Record|Settings|Schools|Agreements|Providers|Schemes|Rates|Calendar"
    r"|Placements|Changes|Queries|Periods|Codes|Ledger extract|Signed off)) digest\b"
    r"|^digest$",  # a name on the sheet Last run, which nobody sees
    re.MULTILINE,
)
"""Headings that are the workbook's: their words stay whatever is said about them."""
CODE = re.compile(r"```.*?```|`[^`\n]+`|^    .*$|<!--.*?-->", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\([^)]*\)")


def texts_of(path: Path) -> Iterator[str]:
    """Yield the texts of a module that may be said: of three words at least, no docstrings."""
    tree = tree_of(path)
    found = (getattr(node, "body", None) for node in ast.walk(tree))
    bodies = (body for body in found if isinstance(body, list))
    own = {id(s.value) for body in bodies for s in body if isinstance(s, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in own:
            yield from (node.value,) if node.value.count(" ") >= 2 and "<" not in node.value else ()


@cache
def said() -> dict[str, str]:
    """Return all that the program may say to finance, by the module or file that says it."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE)
        if name.parts[0] not in ELSEWHERE:
            found[name.as_posix()] = "\n".join(texts_of(path))
    for path in sorted((PACKAGE / "statements" / "templates").glob("*.typ")):
        found[path.name] = path.read_text(encoding="utf-8").replace("regex(", "(")  # a call
    for path in sorted((ROOT / "workbook").glob("*.xls?")):
        with zipfile.ZipFile(path) as book:
            parts = [n for n in book.namelist() if re.search(r"sharedStrings|customUI|comments", n)]
            whole = " ".join(book.read(name).decode() for name in parts)
        found[path.name] = re.sub(r"<[^>]*?(?:label|tip)=\"|<[^>]+>", "\n", whole)
    return found


@cache
def pages() -> dict[str, str]:
    """Return the prose of the pages that finance reads: without code and addresses."""
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in FINANCE_READS}
    return {name: LINK.sub("]", CODE.sub("", text)) for name, text in texts.items()}


@pytest.mark.parametrize("word", words_instead())
def test_no_programmers_word_is_said_to_finance(word: str) -> None:
    """Messages, sheets, tips, letters, help and pages say it in words of the office."""
    pattern = re.compile(rf"\b(?:{word})\b", re.IGNORECASE)
    found = {
        name: hit[0]
        for name, text in chain(said().items(), pages().items())
        if (hit := pattern.search(COLUMNS.sub("", text)))
    }
    assert found == {}


@pytest.mark.parametrize("word", [w for words in words_in_use().values() for w in words])
def test_each_word_that_is_explained_is_used(word: str) -> None:
    """A word of the glossary is said by the program, in its workbook or its letters."""
    plural = re.compile(rf"\b{re.escape(word)}(?:s|es)?\b", re.IGNORECASE)
    others = (text for name, text in pages().items() if name != "docs/words.md")
    assert any(plural.search(text) for text in chain(said().values(), others))


def test_a_word_has_one_meaning() -> None:
    """No word is explained twice, and no meaning uses a word that is not to be said."""
    every = [word for words in words_in_use().values() for word in words]
    assert len(every) == len(set(every))
