"""A scenario is what a person would get who typed its values into a copy of the workbook."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from tests.comparison.edited_copies import edited
from tests.comparison.random_scenarios import random_scenario, tables
from tests.support.books import TODAY, book
from tests.support.workbook_files import save
from xl_recoup.comparison.compare import compare
from xl_recoup.comparison.differences import by_school
from xl_recoup.files.read_book import read_book
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result

AS_AT = date(2026, 3, 1)
SCENARIOS = 4


def charged(result: Result) -> list[tuple[object, ...]]:
    """Return all that a line says of money, in the order of its reference."""
    lines = result.lines
    return sorted((x.ref, x.laestab, x.scheme, x.status, x.reason, x.amount) for x in lines)


@pytest.mark.parametrize("seed", range(8))
def test_every_scenario_is_an_edited_copy(seed: int, tmp_path: Path) -> None:
    """To the penny, line by line and school by school, for random scenarios of every kind."""
    rng = random.Random(seed)
    made = {f"S{n}": random_scenario(rng, f"S{n}") for n in range(SCENARIOS)}
    rows = [row for scenario in made.values() for row, _ in scenario]
    rng.shuffle(rows)
    given = tables()
    whole = book(given["placements"], Schemes=given["Schemes"], Scenarios=rows,
                 settings={"As-at date": AS_AT})  # fmt: skip
    source = save(tmp_path / "book.xlsx", whole)
    compared = compare(read_book(source), as_at=None, today=TODAY)
    outcomes = {outcome.name: outcome for outcome in compared.outcomes}
    assert compared.left_out == [], compared.findings
    assert outcomes.keys() == made.keys()
    for name, scenario in made.items():
        copy = edited(source, tmp_path / f"{name}.xlsx", [edit for _, edit in scenario])
        alone = calculate(read_book(copy), as_at=None, today=TODAY)
        assert outcomes[name].result.totals == alone.totals, scenario
        assert charged(outcomes[name].result) == charged(alone), scenario
        schools = {s.laestab: s.amount for s in by_school(compared.today, outcomes[name])}
        assert {s.laestab: s.total for s in alone.schools}.items() <= schools.items()
