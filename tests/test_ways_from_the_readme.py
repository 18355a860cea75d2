"""A new reader gets from the README to what they need, over links that lead somewhere."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md"]
PAGES += sorted((ROOT / "docs").glob("*.md"))
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
QUESTIONS = {
    "how to start": ["docs/desk-instructions.md", "docs/buttons-and-commands.md"],
    "how to install": ["docs/installing.md"],
    "what it costs to trust": ["docs/trust.md", "docs/threats.md", "docs/data-protection.md"],
    "how to change it": ["CONTRIBUTING.md", "docs/architecture.md", "docs/recipes.md"],
    "what a word means": ["docs/words.md"],
    "how to move in": ["docs/adopting.md"],
    "what changed": ["CHANGELOG.md"],
}


def links_of(page: Path) -> list[tuple[Path, str]]:
    """Return where a page's links lead: the file, and the heading's name or ""."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    found = (target.partition("#") for target in LINK.findall(text))
    return [((page.parent / path).resolve() if path else page, at) for path, _, at in found]


def names_of(page: Path) -> set[str]:
    """Return the names by which a page's headings are linked to, as GitHub makes them."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    names: set[str] = set()
    for heading in re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE):
        plain = re.sub(r"\]\([^)]*\)", "]", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-")
        number = 0
        while (numbered := f"{name}-{number}" if number else name) in names:
            number += 1
        names.add(numbered)
    return names


def in_clicks(most: int) -> set[Path]:
    """Return the pages that can be reached from the README in so many clicks."""
    reached = {README}
    for _ in range(most):
        seen = [page for page in reached if page.suffix == ".md" and page.is_file()]
        reached |= {target for page in seen for target, _ in links_of(page)}
    return reached


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_two_clicks_away(question: str) -> None:
    """From the README to each page that answers it."""
    near = in_clicks(2)
    assert [page for page in QUESTIONS[question] if ROOT / page not in near] == []


def test_every_page_can_be_reached() -> None:
    """No page of the docs is one that nobody finds: three clicks lead to any."""
    assert [page.name for page in PAGES if page not in in_clicks(3)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_headings_that_are_there(page: Path) -> None:
    """A link into a page names one of its headings."""
    wrong = [
        f"{target.name}#{at}"
        for target, at in links_of(page)
        if at and target.suffix == ".md" and at not in names_of(target)
    ]
    assert wrong == []


def test_the_worked_line_comes_out() -> None:
    """The sum on the README's first screen stands in the workbook, and gives its amount."""
    text = " ".join(README.read_text(encoding="utf-8").replace(">", " ").split())
    found = re.search(r"£([\d,.]+) \([^)]*\) × (\d+) of (\d+) .*? = \*\*£([\d,.]+)\*\*", text)
    assert found is not None
    base, amount = (Decimal(found[n].replace(",", "")) for n in (1, 4))
    whole = base * int(found[2]) / int(found[3])
    assert whole.quantize(Decimal("0.01"), ROUND_HALF_UP) == amount
    page = load_workbook(ROOT / "workbook" / "recoupment.xlsx", read_only=True, data_only=True)
    headings, values = page["Charges"].iter_rows(min_row=4, max_row=5, values_only=True)
    line = dict(zip(headings, values, strict=True))
    assert f": {line['Charge ref']}, the first line of the sheet Charges" in text
    assert str(line["Working"]).startswith(found[0].replace("**", ""))
    assert line["Amount"] == float(amount)


def test_the_readme_begins_with_what_it_is() -> None:
    """One sentence, one picture, one worked line and two commands come before the first heading."""
    first = README.read_text(encoding="utf-8").split("\n## ")[0]
    assert first.count("![") == 1
    assert first.count("**\n") >= 1
    assert len(re.findall(r"`py scripts\\\w+\.py`", first)) == 2
    assert len(first.splitlines()) <= 30


def test_a_page_per_reader() -> None:
    """Every role of the README's table has a page, and each is one screen to read."""
    pages = sorted((ROOT / "docs").glob("for-*.md"))
    linked = {target for target, _ in links_of(README)}
    assert [page.name for page in pages if page not in linked] == []
    assert max(len(page.read_text(encoding="utf-8").split()) for page in pages) <= 400
