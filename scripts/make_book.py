"""Make a large workbook of invented placements: `make_book.py --rows N --seed S --output FILE`.

The reference tables are those of the built workbook; the placements are invented from the seed,
so the same call gives the same bytes. `--filled` lets the product fill the outputs.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

if __name__ == "__main__":
    from environment import go_on_in_it

    go_on_in_it()

from build_workbook import SOURCES, fill_outputs  # noqa: E402  # the path above comes first
from workbook_builder import sources  # noqa: E402
from workbook_builder.book import build  # noqa: E402
from workbook_builder.invent import placements  # noqa: E402
from workbook_builder.sources import TableContent  # noqa: E402
from xl_recoup.contract import DEFAULT_CALENDAR, PLACEMENTS, is_placements_table  # noqa: E402
from xl_recoup.law.school_days import SchoolDays  # noqa: E402

FIRST_DAY, LAST_DAY, AS_AT = date(2025, 4, 1), date(2026, 2, 9), date(2026, 1, 31)
EMPTY_TABLES = ("PlacementChanges", "Queries")


def school_days() -> SchoolDays:
    """Return the authority's school days, from the Calendar of the sources."""
    spans: dict[str, list[tuple[date, date]]] = {"term": [], "closure": []}
    for row in sources.read_rows(SOURCES / "calendar.csv"):
        if row["Calendar"] == DEFAULT_CALENDAR:
            span = (date.fromisoformat(row["From"]), date.fromisoformat(row["To"]))
            spans[row["Kind"]].append(span)
    return SchoolDays(DEFAULT_CALENDAR, spans["term"], spans["closure"])


def inputs(rows: int, seed: int) -> list[TableContent]:
    """Return every input table, with one placements table of `rows` invented rows."""
    columns = (*PLACEMENTS.columns, *sources.OWN_COLUMNS[PLACEMENTS.name])
    schools = sources.read_rows(SOURCES / "schools.csv")
    days = [d for d in school_days().days if FIRST_DAY <= d <= LAST_DAY]
    invented = [
        [sources.cell(row.get(c.heading, ""), c) for c in columns]
        for row in placements(rows, seed, schools, days, AS_AT)
    ]
    placed = TableContent(
        "Placements", "Placements", PLACEMENTS, columns, invented, set(),
        f"{rows:,} invented placements from seed {seed}: nobody here exists.",
    )  # fmt: skip
    tables: list[TableContent] = []
    for table in sources.read_all(SOURCES):
        if table.name in EMPTY_TABLES:
            table.rows = []
        if table.name == PLACEMENTS.name:
            tables.append(sources.with_school_names(placed, SOURCES))
        elif not is_placements_table(table.name):
            tables.append(table)
    return tables


def main(arguments: list[str] | None = None) -> int:
    """Make the book and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--filled", action="store_true", help="let the product fill the outputs")
    chosen = parser.parse_args(arguments)
    build(chosen.output, SOURCES, inputs=inputs(chosen.rows, chosen.seed), blank_formats=False)
    if chosen.filled:
        fill_outputs(chosen.output)
    print(f"Made {chosen.output.name} with {chosen.rows:,} placements.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
