"""The workbook's contents, read from the CSV sources: typed cells, table by table."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_origin

from pydantic.fields import FieldInfo

from xl_recoup.contract import (
    AGREEMENTS,
    APPROVERS,
    CALENDAR,
    CODES,
    EXPECTED_PLACEMENTS,
    PERIODS,
    PLACEMENT_CHANGES,
    PLACEMENTS,
    PROVIDERS,
    QUERIES,
    RATES,
    SCENARIOS,
    SCHEME_EXAMPLES,
    SCHEMES,
    SCHOOLS,
    SERVICES,
    SETTINGS,
    Column,
    Kind,
    TableSpec,
)
from xl_recoup.contract.code_names import PHASE_NAMES
from xl_recoup.contract.looked_up_names import (
    HOME_SCHOOL,
    HOME_SCHOOL_NAME,
    looking_up,
    name_shown,
    names_by_number,
)
from xl_recoup.contract.rates_table import FACTOR_LABELS
from xl_recoup.policy.options import Options

SourceCell = None | str | int | float | date
HIDDEN = "#hidden"
"""The column of a source that says which rows are hidden."""
NOT_WRITTEN = {HIDDEN, "Source note"}
OWN_COLUMNS = {
    "Agreements": (Column("School name", "school_name", note="for reading only"),),
    "Rates": (Column("Rate in words", "rate_in_words", note="for reading only"),),
    "Placements": (Column(HOME_SCHOOL_NAME, "home_school_name", note="looked up in Schools"),),
}
"""Columns of the team's own that follow those of the contract; the product leaves them alone."""

HEADING_ROW = 3  # counted from 0: row 4 in Excel
FIRST_ROW = HEADING_ROW + 1


@dataclass(slots=True)
class TableContent:
    """One input table as it is to be written."""

    name: str
    sheet: str
    spec: TableSpec
    columns: tuple[Column, ...]
    rows: list[list[SourceCell]]
    hidden: set[int] = field(default_factory=set)
    purpose: str = ""
    formulas: dict[str, str] = field(default_factory=dict)
    """Columns that Excel fills, by heading; the rows hold what their formulas come to."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the columns that this table has."""
        return tuple(c.heading for c in self.columns)


WHOLE = "placements.csv"
"""The placements sheet that has every column; the others have what their provider needs."""
PLACEMENT_SHEETS = (
    (WHOLE, "Placements", "Placements", "Pupils excluded for good, or off the roll"),
    ("placements_bta.csv", "Placements_BTA", "Placements BTA", "Places at Bromley Trust AP"),
    ("placements_hht.csv", "Placements_HHT", "Placements HHT", "Home and hospital tuition"),
)
REFERENCE = (
    ("schools.csv", SCHOOLS),
    ("agreements.csv", AGREEMENTS),
    ("providers.csv", PROVIDERS),
    ("schemes.csv", SCHEMES),
    ("scheme_examples.csv", SCHEME_EXAMPLES),
    ("rates.csv", RATES),
    ("calendar.csv", CALENDAR),
)
AFTER_PLACEMENTS = (
    ("changes.csv", PLACEMENT_CHANGES),
    ("queries.csv", QUERIES),
    ("scenarios.csv", SCENARIOS),
    ("periods.csv", PERIODS),
    ("codes.csv", CODES),
    ("approvers.csv", APPROVERS),
    ("services.csv", SERVICES),
    ("expected_placements.csv", EXPECTED_PLACEMENTS),
)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV source as text by heading; a row without values stays a row."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cell(text: str, column: Column) -> SourceCell:
    """Return what Excel would hold for a source's text in a column.

    `'2.5` is text although it looks like a number, `#3052000` a number although the column holds
    text, as people type them. A date that is not ISO stays text.
    """
    if not text:
        return None
    if text.startswith("'"):
        return text[1:]
    if text.startswith("#"):
        return int(text[1:])
    if column.kind is Kind.DATE and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    if column.kind in (Kind.NUMBER, Kind.PERCENTAGE) and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    if column.kind is Kind.YEAR_GROUP and text.isdigit():
        return int(text)
    return text


def table(
    path: Path, spec: TableSpec, name: str = "", sheet: str = "", *, whole: bool = True
) -> TableContent:
    """Read one source; raises KeyError where it has a column that the contract does not know.

    A `whole` table has every column of the contract, whether its source fills it or not.
    """
    rows = read_rows(path)
    with path.open(encoding="utf-8", newline="") as file:
        headings = next(csv.reader(file))
    own = OWN_COLUMNS.get(spec.name, ())
    known = {c.heading: c for c in (*spec.columns, *own)}
    columns = tuple(known[h] for h in headings if h not in NOT_WRITTEN)
    columns = spec.columns if whole else columns
    columns = (*columns, *(c for c in own if c not in columns))
    if spec is RATES:
        rows = [row | {"Rate in words": rate_in_words(row["Factor"], row["Phase"])} for row in rows]
    return TableContent(
        name or spec.name,
        sheet or spec.sheet,
        spec,
        columns,
        [[cell(row.get(c.heading, ""), c) for c in columns] for row in rows],
        {i for i, row in enumerate(rows) if row.get(HIDDEN)},
        spec.purpose,
    )


def with_school_names(content: TableContent, folder: Path) -> TableContent:
    """Give the last column of a placements table its formula, and each row what it shows."""
    schools = read_rows(folder / "schools.csv")
    names = names_by_number((row["LAESTAB"], row["School"]) for row in schools)
    number = content.headings.index(HOME_SCHOOL)
    for row in content.rows:
        row[-1] = name_shown(row[number], names)
    content.formulas[HOME_SCHOOL_NAME] = looking_up(content.name)
    return content


def rate_in_words(factor: str, phase: str) -> str:
    """Return what a rate is called: `basic entitlement, key stage 3`."""
    name = FACTOR_LABELS.get(factor, factor.replace("_", " "))
    of = next((words for known, words in PHASE_NAMES.items() if known == phase), "")
    return f"{name}, {of}" if of else name


def choices(name: str) -> tuple[str, ...]:
    """Return the allowed values of a setting that is a choice, else nothing."""
    info = next(f for f in Options.model_fields.values() if f.alias == name)
    if get_origin(info.annotation) is not Literal:
        return ()
    return tuple(_allowed(info).split(", "))


def settings(path: Path) -> TableContent:
    """Return the Settings table: every option with its default, or the value in the source."""
    own = {row["Setting"]: row["Value"] for row in read_rows(path)}
    rows: list[list[SourceCell]] = []
    for info in Options.model_fields.values():
        name = str(info.alias)
        value = own.pop(name, None)
        shown = [name, _setting_value(value, info.default), _allowed(info), info.description]
        rows.append([*shown, *[None] * (len(SETTINGS.columns) - len(shown))])
    if own:
        raise KeyError(f"settings.csv names settings that do not exist: {', '.join(own)}")
    held = (SETTINGS, SETTINGS.columns, rows, set[int](), SETTINGS.purpose)
    return TableContent("Settings", "Settings", *held)


def _allowed(info: FieldInfo) -> str:
    """Return what a setting may hold, as its field says it."""
    extra = info.json_schema_extra
    return str(extra["allowed"]) if isinstance(extra, dict) else ""


def _setting_value(text: str | None, default: object) -> SourceCell:
    if text is not None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    if text is not None:
        return text
    if isinstance(default, Decimal):
        return int(default) if default == int(default) else float(default)
    if isinstance(default, int):
        return default
    return None if default in (None, "") else str(default)


def read_all(folder: Path) -> list[TableContent]:
    """Return every input table in the order of the sheets."""
    placements = []
    for file, name, sheet, purpose in PLACEMENT_SHEETS:
        content = table(folder / file, PLACEMENTS, name, sheet, whole=file == WHOLE)
        content.purpose = f"{purpose}: one row per pupil placement. All pupils are invented."
        placements.append(with_school_names(content, folder))
    return [
        settings(folder / "settings.csv"),
        *(table(folder / file, spec) for file, spec in REFERENCE),
        *placements,
        *(table(folder / file, spec) for file, spec in AFTER_PLACEMENTS),
    ]
