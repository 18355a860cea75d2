"""What the invented council types in, and when: read from the files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.examples.reading import read_csv
from tests.support.books import book, table
from xl_recoup.contract import APPROVERS, INPUT_SPECS, PERIODS, PLACEMENTS, Kind
from xl_recoup.tables import Cell, WorkbookTables

FOLDER = Path(__file__).parent
HEAD, LOGIN = "B. Head (invented)", "bhead"
TOLD_IN = "Told in"
SPECS = {spec.name: spec for spec in (*INPUT_SPECS, PERIODS)}
FILES = ("settings", "schools", "agreements", "providers", "schemes", "rates", "calendar")
Row = dict[str, Cell]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class News:
    """One thing that became known: which row of which table it changes, adds or deletes."""

    told: date
    what: str
    table: str
    row: Mapping[str, Cell] = field(default_factory=dict)
    set: Mapping[str, Cell] = field(default_factory=dict)
    add: Mapping[str, Cell] = field(default_factory=dict)
    delete: bool = False
    shows: list[str] = field(default_factory=list)
    """Placements on which its effect is to be seen."""


@dataclass(frozen=True)
class Term:
    """One posting period: its news and its new placements, and the day it is posted on."""

    name: str
    ends: date
    as_at: date
    news: list[News]
    placements: list[Row]


def terms() -> list[Term]:
    """Return the terms of the year with everything that is told in them."""
    told = _read("placements")
    story = tomllib.loads((FOLDER / "story.toml").read_text(encoding="utf-8"))
    return [
        Term(
            term["name"],
            term["ends"],
            term["as_at"],
            [News(**news) for news in term.get("news", [])],
            [_without(row) for row in told if row[TOLD_IN] == term["name"]],
        )
        for term in story["term"]
    ]


def first_tables() -> Tables:
    """Return the tables as the year begins, without placements."""
    tables: Tables = {SPECS[name.capitalize()].name: _read(name) for name in FILES}
    return tables | {"Placements": [], "PlacementChanges": [], "Queries": []}


def tell(tables: Tables, term: Term) -> None:
    """Change tables in memory by everything that is told in a term."""
    for news in term.news:
        rows = tables[news.table]
        if news.add:
            rows.append(dict(news.add))
            continue
        (found,) = (row for row in rows if matches(row, news.row))
        if news.delete:
            rows.remove(found)
        found.update(news.set)
    tables["Placements"] += [dict(row) for row in term.placements]


def matches(row: Mapping[str, Cell], wanted: Mapping[str, Cell]) -> bool:
    """Say whether a row holds the cells that a piece of news finds it by."""
    return all(row.get(heading) == cell for heading, cell in wanted.items())


def workbook(tables: Tables) -> WorkbookTables:
    """Return tables as a workbook, with its periods, all open, and its one approver."""
    rows: dict[str, Any] = {n: r for n, r in tables.items() if n not in ("Placements", "Settings")}
    settings = {str(row["Setting"]): row["Value"] for row in tables["Settings"]}
    periods: list[Row] = [{"Period": t.name, "To": t.ends, "Status": "open"} for t in terms()]
    people: list[Row] = [{"Name": HEAD, "Login": LOGIN, "May approve up to": 500_000}]
    more = {
        "Periods": table("Periods", periods, PERIODS.headings),
        "Approvers": table("Approvers", people, APPROVERS.headings),
    }
    return book(tables["Placements"], settings=settings, replace=more, **rows)


def _without(row: Row) -> Row:
    return {heading: cell for heading, cell in row.items() if heading != TOLD_IN}


def _read(name: str) -> list[Row]:
    spec = SPECS.get(name.capitalize(), PLACEMENTS)
    kinds = {column.heading: column.kind for column in spec.columns}
    return [
        {heading: _cell(text, kinds.get(heading)) for heading, text in row.items()}
        for row in read_csv(FOLDER / f"{name}.csv")
    ]


def _cell(text: str, kind: Kind | None) -> Cell:
    """Return what Excel holds for what was typed: days, numbers, or text."""
    if not text:
        return None
    if kind is Kind.DATE:
        return date.fromisoformat(text)
    if kind is Kind.NUMBER:
        return float(text)
    return text
