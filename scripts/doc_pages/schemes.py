"""`docs/schemes.md`: the terms of a scheme, what each value means, and the workbook's schemes."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from doc_pages.tables import KINDS, meaning
from doc_pages.words import GENERATED, escaped, page, table
from tests.examples.council import Case, all_cases
from xl_recoup.contract import SCHEMES, Column, Scheme

SOURCES = Path(__file__).resolve().parents[2] / "workbook" / "sources"
VALUES = {
    "Kind": {
        "statutory": "the sum of the regulations; for PEX and LEAVER alone, and only its codes are"
        " read from the row",
        "local": "the authority's own: the row is its terms",
    },
    "Measure": {
        "complete weeks": "whole weeks of seven days, as the setting Complete weeks counts them",
        "school weeks": "weeks with at least one school day in them",
        "school days agreed": "school days, in the proportion of the days agreed per week over 5",
        "school days attended": "the days in the column Days attended, whatever the calendar",
        "hours": "the hours in the column Hours, whatever the calendar",
        "sessions": "two for each school day agreed",
        "terms": "terms of the calendar of which any day falls in the placement",
        "event": "one, whatever the length",
    },
    "Base": {
        "pupil-led funding": "A of the regulations: every pupil-led factor that the pupil has",
        "basic entitlement": "the basic entitlement alone",
        "agreed amount": "the amount agreed for one pupil, in the column Agreed amount: for a unit"
        " or for a year, as the denominator says",
        "named rate": "the rate in the column Rate: a day, a term, a flat charge",
    },
    "Cap unit": {
        "units": "the cap counts what is measured and not free, earlier years too",
        "weeks": "the cap counts weeks from the placement's start",
    },
    "EHCP": {
        "charge": "a plan makes no difference",
        "only with EHCP": "nothing without a plan",
        "no charge": "nothing from the day on which the pupil has a plan",
    },
    "Starts": {
        "start date": "from Start date",
        "off-roll date": "from Left roll on",
    },
    "Open end": {
        "as-at date": "an open placement is charged up to the as-at date, in arrears",
        "end of year": "an open placement is charged to 31 March, in advance",
    },
    "Rates of": {
        "start of service": "the rates of the day on which a stretch begins",
        "next year": "the rates of the same day a year later",
    },
    "Rounding": {
        "once": "the sum is rounded once, at its end",
        "unit rate first": "the price of one unit is rounded to the penny, then multiplied",
    },
    "Agreement needed": {
        "all schools": "billable only under an agreement, of a maintained school too",
        "academies": "billable for maintained schools; for others only under an agreement",
        "none": "billable for every school",
    },
}
"""What each value of a choice means: of every choice that the contract has."""

WORDS = """\
A scheme is a row of the Schemes sheet: what is counted, what it is a share of, who pays which
part, from when, and with which codes. A new scheme, another percentage or another year is another
row; no scheme is code. Two rows may bear one code if they are for different dates or year groups.
A row that contradicts itself is an error on its own cell, and nothing is charged by it.

The sum of a line is **base × percentage × units ÷ denominator**, by days per week where the row
says so. A placement is cut into lines where something changes: days per week, a pause, care, a
plan, the year group, the school, an agreement, a rate, the row itself. However often it is cut,
the units add up to the whole.

A scheme beyond the statutory sum needs an agreement, from a maintained school as much as from an
academy, unless the row says otherwise. Without one its charges are *asked*: a request, not an
invoice."""

EXAMPLES = """\
What councils have published, as rows, with the working that comes out of them. What is not named
in a row is blank, or makes no difference. Where a figure is an example and not the council's,
[the file of cases](../tests/examples/council_cases.csv) says so."""


def schemes_page() -> str:
    """Return the page of schemes. Raises KeyError where a value of a choice is not explained."""
    parts = [
        "# Charging schemes",
        GENERATED.format(
            source="the contract, `scripts/doc_pages/schemes.py`, `workbook/sources/schemes.csv`,"
            " `workbook/sources/scheme_examples.csv` and `tests/examples/councils/terms.toml`"
        ),
        WORDS,
        "## The terms",
        table(
            ("column", "what may stand there", "what it means"),
            ((c.heading, _allowed(c), meaning(SCHEMES, c)) for c in SCHEMES.columns),
        ),
        "## What the choices mean",
    ]
    for column in SCHEMES.columns:
        if column.allowed:
            default = _default(column)
            rows = (
                (
                    f"{value} (if blank)" if value == default else value,
                    VALUES[column.heading][value],
                )
                for value in column.allowed
            )
            parts += [f"### {column.heading}", table(("value", "what it means"), rows)]
    parts += ["## An example of each term", EXAMPLES]
    parts += [_example(case) for case in all_cases().values() if case.shows]
    parts += [
        "## The schemes of our workbook",
        "Those in use are drafts for Bromley to fill in. Cells that are not named here are blank.",
        *_schemes("schemes.csv"),
        "## Examples to copy from",
        "The sheet *Scheme examples* shows how the patterns of councils are written; no run reads"
        " it. Copy a row to *Schemes*, give it a code of your own, and set *In use* to Y."
        " [What comes out of them](council-cases.md) is calculated for every published figure.",
        *_schemes("scheme_examples.csv"),
    ]
    return page(*parts)


def _schemes(name: str) -> list[str]:
    """Return the rows of a source, each as a short table."""
    with (SOURCES / name).open(encoding="utf-8", newline="") as file:
        return [_scheme(row) for row in csv.DictReader(file)]


def _example(case: Case) -> str:
    """Return one case: its rows, its first charge, and why."""
    told = case.told
    rows = [("Schemes", row) for row in case.schemes]
    rows += [("Rates", row) for row in case.rates]
    rows.append(("Placements", case.placement))
    what = told["scheme"][0].upper() + told["scheme"][1:]
    also = f" It is the school's placement number {len(case.others) + 1}." if case.others else ""
    parts = [
        f"### {case.shows}",
        f"{escaped(what)} ({escaped(told['source'])}).{also}",
        table(("sheet", "row"), ((name, _cells(row)) for name, row in rows)),
        f"> {escaped(case.working())}",
    ]
    return "\n\n".join(parts)


def _cells(row: Mapping[str, Any]) -> str:
    said = {h: v for h, v in row.items() if h != "Scheme"}
    return "; ".join(f"{h} = {_cell(v)}" for h, v in said.items())


def _cell(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _allowed(column: Column) -> str:
    return ", ".join(column.allowed) if column.allowed else KINDS[column.kind]


def _default(column: Column) -> object:
    return Scheme.model_fields[column.field].default


def _scheme(row: dict[str, str]) -> str:
    told = {"Scheme", "Name", "In use", "Note", "Source"}
    terms = "; ".join(f"{h} *{escaped(v)}*" for h, v in row.items() if v and h not in told)
    use = "in use" if row["In use"] == "Y" else "not in use"
    parts = [f"### {row['Scheme']}: {escaped(row['Name'])} ({use})", escaped(row["Note"]),
             f"{terms}." if terms else "", f"Source: {escaped(row['Source'])}."]  # fmt: skip
    return "\n\n".join(part for part in parts if part)
