"""The sample's report, and one of few pupils, before a reader who tries to see through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.forum.nosy_reader import NosyReader
from tests.support.books import TODAY
from xl_recoup.contract import FORUM_AMOUNTS
from xl_recoup.files.read_book import is_needed, read_book
from xl_recoup.forum.finest_groups import PUPILS, FinestGroups, finest_groups
from xl_recoup.forum.report import HIDDEN, ForumRow, shown_rows
from xl_recoup.forum.suppression import FEWEST_SHOWN, TOTAL
from xl_recoup.run.calculate import calculate
from xl_recoup.tables import Cell, WorkbookTables

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
KEPT = {"BTA-DUAL": {"BTA-2526-005", "BTA-2526-010"}, "LEAVER": {"PEX-2526-079"}}
"""All that two schemes are left with in a report of few pupils."""


def sample() -> WorkbookTables:
    """Return the sample."""
    return read_book(SAMPLE, wanted=is_needed)


def few_pupils() -> WorkbookTables:
    """Return the sample with two pupils under one scheme and one under another."""
    book = sample()

    def kept(row: Mapping[str, Cell]) -> bool:
        scheme = str(row.get("Scheme"))
        return scheme not in KEPT or str(row.get("Placement ref")) in KEPT[scheme]

    tables = {
        name: replace(
            table,
            rows=[r for r in table.rows if kept(dict(zip(table.headings, r, strict=False)))],
        )
        if name.casefold().startswith("placements")
        else table
        for name, table in book.tables.items()
    }
    return replace(book, tables=tables)


@pytest.fixture(scope="module", params=[sample, few_pupils])
def finest(request: pytest.FixtureRequest) -> FinestGroups:
    """Return a run by finest group."""
    made: Callable[[], WorkbookTables] = request.param
    return finest_groups(calculate(made(), as_at=date(2026, 1, 31), today=TODAY))


def columns(row: ForumRow) -> Iterator[tuple[str, object]]:
    """Yield the figures of a row by heading."""
    yield PUPILS, row.pupils
    yield from zip(FORUM_AMOUNTS, row.amounts, strict=True)


def test_no_figure_rests_on_few(finest: FinestGroups) -> None:
    """Neither a figure that is shown, nor a sum that a reader can make of those of a column."""
    rows = shown_rows(finest, "exact")
    for heading, column in finest.columns.items():
        hidden = {(r.breakdown, r.group) for r in rows if dict(columns(r))[heading] == HIDDEN}
        counts = {g.key: column.count(g) for g in finest.groups}
        assert {key for key, count in counts.items() if 0 < count < FEWEST_SHOWN} <= hidden
        cells = [cell for cell, names in column.pupils.items() if names]
        reader = NosyReader(finest.groups, hidden, cells)
        assert next(reader.few_behind_a_sum(column.pupils, FEWEST_SHOWN), None) is None, heading
        assert [g.key for g in reader.computed() if counts[g.key] < FEWEST_SHOWN] == []


def test_what_is_hidden_looks_like_at_least_five(finest: FinestGroups) -> None:
    """Total less all that is shown, as anybody would reckon: five pupils or more in each way."""
    rows = [r for r in shown_rows(finest, "exact") if r.breakdown == "Scheme"]
    assert "LEAVER: Left the roll otherwise" in {r.group for r in rows if r.pupils == HIDDEN}
    (total,) = [r.pupils for r in rows if r.group == TOTAL]
    assert isinstance(total, int)
    shown = sum(int(r.pupils) for r in rows if r.group != TOTAL and r.pupils != HIDDEN)
    assert total - shown >= FEWEST_SHOWN
