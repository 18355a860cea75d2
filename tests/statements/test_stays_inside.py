"""No error, finding, sheet or setting of the authority's own reaches a school."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.oracle.random_scheme_placements import random_scheme_case
from tests.oracle.test_scheme_oracle import product as of_schemes
from tests.statements.support import every_kind, posted, random_run, run
from tests.support.books import pex
from xl_recoup.checks import catalogue
from xl_recoup.money import ZERO
from xl_recoup.run.result import Result
from xl_recoup.statements import notices, statements
from xl_recoup.statements.charge_data import Bases
from xl_recoup.statements.notice import notice_data
from xl_recoup.statements.reader_words import for_reader
from xl_recoup.statements.statement_pdf import statement_data

INSIDE = re.compile(
    r"\b(?:" + "|".join(check.code for check in catalogue()) + r")\b"
    r"|\b[Ss]heets?\b|\bthe setting\b|Exceptions|Schools (?:names|table)|\((?:Schemes|Changes)\b"
    r"|\bcell\b|Run log"
)
DAMAGES: list[dict[str, Any]] = [
    {"UPN": "X012"},
    {"Home school": "3059999"},
    {"Exclusion date": None},
    {"Exclusion date": "soon"},
    {"Year group": "14"},
    {"Scheme": "NONE"},
]


def words_of(data: Any) -> Iterator[str]:
    """Yield every text of a letter."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            # The authority's own name and address are typed by it.
            yield from () if key in ("authority", "letterhead") else words_of(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from words_of(value)


def sent(result: Result) -> list[str]:
    """Return all that is said in a run's statements and notices."""
    letters = [statement_data(s) for s in statements(result)]
    letters += [notice_data(n) for n in notices(result)]
    return [words for letter in letters for words in words_of(letter)]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: "-".join(map(str, d.items())))
def test_a_slip_in_a_posted_row_is_not_told_to_the_school(damage: dict[str, Any]) -> None:
    """What was posted stands; its taking back waits for the correction, and is on no letter."""
    before = run([pex(1), pex(2)])
    now = posted(run([pex(1, **damage), pex(2)]), before, "Autumn", datetime(2025, 12, 1, 9))
    assert any(line.status == "held" and line.amount < 0 for line in now.lines)
    [statement] = statements(now)
    assert [line.ref for line in statement.sections[0].lines] == ["P001/BS", "P002/BS"]
    assert statement.sums.held == ZERO
    assert not [words for words in sent(now) if INSIDE.search(words)]


def test_random_letters_say_nothing_of_the_workbook() -> None:
    """No finding's code, sheet, setting or cell is in any letter of random books."""
    results = [random_run(seed) for seed in range(8)]
    for seed in range(8):
        placements, case = random_scheme_case(random.Random(seed))
        results.append(of_schemes(placements, case))
    found = {words for result in results for words in sent(result) if INSIDE.search(words)}
    assert found == set()


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("the school closed on 1 May 2025 and Schools names no Successor for it",
         "the school closed on 1 May 2025; who answers for it is yet to be settled"),
        ("−£1.00, correcting P1/BS; not calculated now: R03, S09",
         "−£1.00, correcting P1/BS; not calculated now"),
    ],
)  # fmt: skip
def test_reasons_are_put_for_a_school(inside: str, shown: str) -> None:
    """What the finance team is to do is left out; what it means for the school stays."""
    assert for_reader(inside) == shown


def test_a_basis_within_another_is_cited_once() -> None:
    """An agreement on the regulations' terms names the regulations by their number."""
    [line, *_] = [ln for s in statements(every_kind()) for x in s.sections for ln in x.lines]
    regulations, bases = "reg 39(2), SI 2024/66", Bases()
    bases.name(replace(line, authority=f"signed agreement on the terms of {regulations}"))
    bases.name(replace(line, authority=regulations))
    bases.name(replace(line, authority=f"{regulations}; a draft reading"))
    assert bases.listed() == [
        "(1) signed agreement on the terms of (2)",
        f"(2) {regulations}",
        "(3) as (2); a draft reading",
    ]
